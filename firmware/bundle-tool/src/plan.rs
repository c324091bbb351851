//! The plan of a product's releases: what a person decides once and every build of a release takes over.

use std::collections::BTreeMap;
use std::path::Path;

use ferrule_bundle::trust::{EngineShare, Needs, Report, Wave};
use serde::{Deserialize, Deserializer, de};

use crate::error::ToolError;
use crate::{files, units};

/// How long a release may be installed unless the plan says otherwise: a year.
const EXPIRES_SECONDS: u64 = 365 * 86_400;

/// What a `release.toml` says. What the bundle says itself (version, ABI) is not repeated in it, and the ranges of the values
/// are checked with the finished release, by the device's own code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The root's product.
    pub product: String,
    /// Hardware classes that may install.
    pub hardware: Vec<String>,
    /// Seconds from the build until nobody may install any more; in the file a span such as `"365d"`.
    #[serde(rename = "expires", default = "expires", deserialize_with = "span")]
    pub expires_seconds: u64,
    /// The lowest release that may still be started once this one has proved good.
    #[serde(default)]
    pub floor: u64,
    /// Whether devices change over at once and not at their next launch.
    #[serde(default)]
    pub urgent: bool,
    /// Memory that a device must have to spare.
    #[serde(deserialize_with = "needs")]
    pub needs: Needs,
    /// When which share of the devices may install; everybody at once when there are none.
    #[serde(default, deserialize_with = "waves")]
    pub waves: Vec<Wave>,
    /// Share of the devices that get the JavaScript engine, by hardware class.
    #[serde(default, deserialize_with = "engines")]
    pub engines: BTreeMap<String, EngineShare>,
    /// Where devices post their account.
    #[serde(default, deserialize_with = "report")]
    pub report: Option<Report>,
}

impl Plan {
    /// Reads a plan.
    ///
    /// # Errors
    /// [`ToolError::File`] when it cannot be read, [`ToolError::Plan`] with the line when a field is unknown, missing or wrong.
    pub fn read(path: &Path) -> Result<Self, ToolError> {
        let wrong = |message| ToolError::Plan { path: path.into(), message };
        let text = String::from_utf8(files::read(path)?).map_err(|_| wrong("not UTF-8".to_owned()))?;
        toml::from_str(&text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = 1 + before.matches('\n').count();
            wrong(format!("line {line}: {}", error.message().replace('\n', "; ")))
        })
    }
}

const fn expires() -> u64 {
    EXPIRES_SECONDS
}

fn span<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    units::seconds(&String::deserialize(from)?).map_err(de::Error::custom)
}

fn share<'de, D: Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
    units::share(&String::deserialize(from)?).map_err(de::Error::custom)
}

fn needs<'de, D: Deserializer<'de>>(from: D) -> Result<Needs, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        app_process_mib: u32,
        wasm_mib: u32,
        textures_mib: u32,
    }
    let Written { app_process_mib, wasm_mib, textures_mib } = Written::deserialize(from)?;
    Ok(Needs { app_process_mib, wasm_mib, textures_mib })
}

fn waves<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Wave>, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        #[serde(deserialize_with = "span")]
        after: u64,
        #[serde(deserialize_with = "share")]
        share: u16,
    }
    let waves = Vec::<Written>::deserialize(from)?;
    Ok(waves.into_iter().map(|Written { after, share }| Wave { after, share }).collect())
}

fn engines<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, EngineShare>, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        #[serde(deserialize_with = "share")]
        js_share: u16,
    }
    let engines = BTreeMap::<String, Written>::deserialize(from)?;
    Ok(engines.into_iter().map(|(class, Written { js_share })| (class, EngineShare { js_share })).collect())
}

fn report<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Report>, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        url: String,
        #[serde(deserialize_with = "span")]
        interval: u64,
    }
    let Written { url, interval } = Written::deserialize(from)?;
    let interval =
        u32::try_from(interval).map_err(|_| de::Error::custom("`interval` is longer than a century"))?;
    Ok(Some(Report { url, interval }))
}
