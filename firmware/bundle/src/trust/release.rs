//! A release: every file of a bundle, and for whom, by when and how far it is meant.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::body::{Fields, quoted, read, write};
use super::envelope::Role;
use super::error::TrustError;
use super::files::{self, FileEntry};
use super::json::{named, nullable, object, objects};
use super::limits::{
    HARDWARE_MAX, NAME_BYTES_MAX, NEEDS_MIB_MAX, REPORT_INTERVAL_SECONDS_MAX, REPORT_INTERVAL_SECONDS_MIN,
    SHARE_ALL, TIME_SECONDS_MAX, URL_BYTES_MAX, WAVES_MAX,
};
use super::root::unexpired;
use crate::inventory::{Inventory, Listed};

/// What a release says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseBody {
    /// From 1, and higher in each release.
    pub number: u64,
    /// The product it is for.
    pub product: String,
    /// For people: 1 to [`NAME_BYTES_MAX`] printable ASCII characters.
    pub version: String,
    /// Seconds since 1970. Waves are counted from here.
    pub issued: u64,
    /// Seconds since 1970.
    pub expires: u64,
    /// The hardware classes it runs on.
    pub hardware: Vec<String>,
    /// The versions of the firmware's protocols that it runs on.
    #[serde(deserialize_with = "object")]
    pub abi: AbiRange,
    /// What it needs of the device.
    #[serde(deserialize_with = "object")]
    pub needs: Needs,
    /// Once this release has proved good, none below this number is started again; at most `number`.
    pub floor: u64,
    /// It starts as soon as it is installed, not at the next launch.
    pub urgent: bool,
    /// When how many devices may install, ascending; empty: everybody at once.
    #[serde(deserialize_with = "objects")]
    pub waves: Vec<Wave>,
    /// How many devices of a hardware class get which engine. Other classes run the engine of the bundle's manifest.
    #[serde(deserialize_with = "named")]
    pub engines: BTreeMap<String, EngineShare>,
    /// Where devices report.
    #[serde(deserialize_with = "nullable")]
    pub report: Option<Report>,
    /// Every file, ascending by path.
    #[serde(deserialize_with = "objects")]
    pub files: Vec<FileEntry>,
}

/// Versions of the firmware's protocols, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbiRange {
    /// The lowest.
    pub min: u32,
    /// The highest.
    pub max: u32,
}

/// What a release needs of a device, in MiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// For the app's process.
    pub app_process_mib: u32,
    /// For the engine module's memory.
    pub wasm_mib: u32,
    /// For textures.
    pub textures_mib: u32,
}

/// A step of a rollout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wave {
    /// Seconds after the release was issued.
    pub after: u64,
    /// Devices that may install from then on, in hundredths of a percent, 1 to 10,000.
    pub share: u16,
}

/// Which devices of a hardware class get which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EngineShare {
    /// Devices that get the JavaScript engine, in hundredths of a percent, 0 to 10,000.
    pub js_share: u16,
}

/// Where devices report, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// An address of HTTPS, or of HTTP.
    pub url: String,
    /// Seconds between two reports of a device, at least.
    pub interval: u32,
}

impl ReleaseBody {
    /// Reads and checks a body, whoever signed it.
    ///
    /// # Errors
    /// The [`TrustError`] of the first field that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, TrustError> {
        let body: Self = read(Role::Release, bytes)?;
        let fields = Fields(Role::Release);
        fields.number("number", body.number)?;
        fields.name("product", &body.product)?;
        body.check_version(fields)?;
        fields.times(body.issued, body.expires)?;
        body.check_hardware(fields)?;
        fields.range("abi.min", body.abi.min, 0..=body.abi.max)?;
        for (field, mib) in [
            ("needs.app_process_mib", body.needs.app_process_mib),
            ("needs.wasm_mib", body.needs.wasm_mib),
            ("needs.textures_mib", body.needs.textures_mib),
        ] {
            fields.range(field, mib, 0..=NEEDS_MIB_MAX)?;
        }
        fields.range("floor", body.floor, 0..=body.number)?;
        body.check_waves(fields)?;
        body.check_engines(fields)?;
        body.check_report(fields)?;
        files::check(&body.files)?;
        Ok(body)
    }

    /// The bytes to sign.
    ///
    /// # Errors
    /// [`TrustError::BodyLength`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, TrustError> {
        write(Role::Release, self)
    }

    fn check_version(&self, fields: Fields) -> Result<(), TrustError> {
        let version = &self.version;
        if !version.is_empty()
            && version.len() <= NAME_BYTES_MAX
            && version.bytes().all(|c| c.is_ascii_graphic())
        {
            return Ok(());
        }
        let cure = format!("write 1 to {NAME_BYTES_MAX} characters of printable ASCII");
        Err(fields.refuse("version", quoted(version), cure))
    }

    fn check_hardware(&self, fields: Fields) -> Result<(), TrustError> {
        fields.count("hardware", self.hardware.len(), 1..=HARDWARE_MAX)?;
        let mut seen = BTreeSet::new();
        for (index, class) in self.hardware.iter().enumerate() {
            let field = format!("hardware[{index}]");
            fields.name(&field, class)?;
            if !seen.insert(class) {
                return Err(fields.refuse(field, quoted(class), "name each class once"));
            }
        }
        Ok(())
    }

    fn check_waves(&self, fields: Fields) -> Result<(), TrustError> {
        fields.count("waves", self.waves.len(), 0..=WAVES_MAX)?;
        for (index, wave) in self.waves.iter().enumerate() {
            fields.range(format!("waves[{index}].after"), wave.after, 0..=TIME_SECONDS_MAX)?;
            fields.range(format!("waves[{index}].share"), wave.share, 1..=SHARE_ALL)?;
        }
        for (index, pair) in self.waves.windows(2).enumerate() {
            let field = |name| format!("waves[{}].{name}", index + 1);
            let [before, wave] = [pair[0], pair[1]];
            if wave.after <= before.after {
                let cure = format!("write a later time than that of the wave before, {}", before.after);
                return Err(fields.refuse(field("after"), wave.after, cure));
            }
            if wave.share <= before.share {
                let cure = format!("write a larger share than that of the wave before, {}", before.share);
                return Err(fields.refuse(field("share"), wave.share, cure));
            }
        }
        Ok(())
    }

    fn check_engines(&self, fields: Fields) -> Result<(), TrustError> {
        for (class, engine) in &self.engines {
            if !self.hardware.contains(class) {
                let cure = "name a class that `hardware` names";
                return Err(fields.refuse("engines", quoted(class), cure));
            }
            fields.range(format!("engines.{class}.js_share"), engine.js_share, 0..=SHARE_ALL)?;
        }
        Ok(())
    }

    fn check_report(&self, fields: Fields) -> Result<(), TrustError> {
        let Some(Report { url, interval }) = &self.report else { return Ok(()) };
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or("");
        let named = host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
        if !named || url.len() > URL_BYTES_MAX || !url.bytes().all(|c| c.is_ascii_graphic()) {
            let cure = format!("write https://…, at most {URL_BYTES_MAX} bytes of printable ASCII");
            return Err(fields.refuse("report.url", quoted(url), cure));
        }
        fields.range("report.interval", *interval, REPORT_INTERVAL_SECONDS_MIN..=REPORT_INTERVAL_SECONDS_MAX)
    }
}

/// A release whose signatures are those of the root's keys, and which is for the root's product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release(ReleaseBody);

impl Deref for Release {
    type Target = ReleaseBody;

    fn deref(&self) -> &ReleaseBody {
        &self.0
    }
}

impl Release {
    pub(super) fn new(body: ReleaseBody) -> Self {
        Self(body)
    }

    /// To what every read of its files is held.
    #[must_use]
    pub fn inventory(&self) -> Inventory {
        self.files
            .iter()
            .map(|file| (file.path.clone(), Listed { bytes: file.bytes, sha256: file.sha256.0 }))
            .collect()
    }

    /// Whether it has not expired by this time, in seconds since 1970. What is installed runs on all the same.
    ///
    /// # Errors
    /// [`TrustError::Expired`].
    pub fn unexpired(&self, now: u64) -> Result<(), TrustError> {
        unexpired(Role::Release, self.expires, now)
    }
}
