//! `manifest.json`: what a bundle says about itself.

use ferrule_abi::{Color, EngineKind};
use serde::{Deserialize, Deserializer, de};

use crate::{NAME_BYTES_MAX, TITLE_BYTES_MAX};

/// The manifest. Every field but those of the splash that have defaults is required, and unknown fields are refused.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The app's name in logs and status: 1 to [`NAME_BYTES_MAX`] bytes of `a-z`, `0-9` and `-`.
    #[serde(deserialize_with = "name")]
    pub name: String,
    /// The bundle's version, for people: 1 to [`NAME_BYTES_MAX`] printable ASCII characters.
    #[serde(deserialize_with = "version")]
    pub version: String,
    /// Must be [`ferrule_abi::ABI_VERSION`].
    pub abi: u32,
    /// Path of the app's script inside the bundle.
    pub app: String,
    /// Which of the two engines runs the app: `wasm` or `js`. The app cannot tell which it is.
    #[serde(deserialize_with = "engine")]
    pub engine: EngineKind,
    /// Both engines: a bundle that carries them can be switched from one to the other without another build.
    pub engines: Engines,
    /// What is shown until the app presents its first screen.
    #[serde(default)]
    pub splash: Splash,
}

/// Paths of the two engines inside the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Engines {
    /// The WebAssembly module.
    pub wasm: String,
    /// The script of its JavaScript twin.
    pub js: String,
}

impl Engines {
    /// Path of one of them.
    pub fn path(&self, kind: EngineKind) -> &str {
        match kind {
            EngineKind::Wasm => &self.wasm,
            EngineKind::Js => &self.js,
        }
    }
}

/// The first picture: a background with a title or an image in its middle.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Splash {
    /// Colour of the background; black unless said.
    #[serde(deserialize_with = "color")]
    pub fill: Color,
    /// Colour the background runs into at the bottom; without it the background is plain.
    #[serde(deserialize_with = "some_color")]
    pub fill_to: Option<Color>,
    /// Colour of the title; white unless said.
    #[serde(deserialize_with = "color")]
    pub color: Color,
    /// Text in the middle, at most [`TITLE_BYTES_MAX`] bytes; none when empty.
    #[serde(deserialize_with = "title")]
    pub title: String,
    /// Path of an image inside the bundle, shown above the title.
    pub image: Option<String>,
}

impl Default for Splash {
    fn default() -> Self {
        Self { fill: Color::BLACK, fill_to: None, color: Color::WHITE, title: String::new(), image: None }
    }
}

/// Reads a manifest, without looking at the files it names.
pub(crate) fn parse(bytes: &[u8]) -> Result<Manifest, String> {
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

fn color<'de, D: Deserializer<'de>>(from: D) -> Result<Color, D::Error> {
    let text = String::deserialize(from)?;
    Color::parse(&text).ok_or_else(|| {
        de::Error::custom(format!("`{text}` is not a colour; write \"#rrggbb\" or \"#rrggbbaa\""))
    })
}

fn some_color<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Color>, D::Error> {
    color(from).map(Some)
}

fn engine<'de, D: Deserializer<'de>>(from: D) -> Result<EngineKind, D::Error> {
    let name = String::deserialize(from)?;
    EngineKind::from_name(&name)
        .ok_or_else(|| de::Error::custom(format!("`{name}` is not an engine; write \"wasm\" or \"js\"")))
}

fn name<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    checked(from, "name", NAME_BYTES_MAX, "of a-z, 0-9 and `-`", |c| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
    })
}

fn version<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    checked(from, "version", NAME_BYTES_MAX, "of printable ASCII", |c| c.is_ascii_graphic())
}

fn title<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    if text.len() > TITLE_BYTES_MAX {
        return Err(de::Error::custom(format!("`title` is longer than {TITLE_BYTES_MAX} bytes; shorten it")));
    }
    Ok(text)
}

fn checked<'de, D: Deserializer<'de>>(
    from: D,
    field: &str,
    bytes_max: usize,
    what: &str,
    fits: fn(char) -> bool,
) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    if text.is_empty() || text.len() > bytes_max || !text.chars().all(fits) {
        return Err(de::Error::custom(format!("`{field}` must be 1 to {bytes_max} characters {what}")));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = r#""name":"home","version":"1.0","abi":3,"app":"app.js","engine":"wasm",
        "engines":{"wasm":"engine.wasm","js":"engine.js"}"#;

    #[test]
    fn defaults_are_a_black_screen() {
        let manifest = parse(format!("{{{BARE}}}").as_bytes()).unwrap();
        assert_eq!(manifest.splash, Splash::default());
        assert_eq!(manifest.name, "home");
        assert_eq!(manifest.engine, EngineKind::Wasm);
    }

    #[test]
    fn either_engine_can_be_named() {
        let text = format!("{{{}}}", BARE.replace("\"engine\":\"wasm\"", "\"engine\":\"js\""));
        let manifest = parse(text.as_bytes()).unwrap();
        assert_eq!(manifest.engines.path(manifest.engine), "engine.js");
        assert_eq!(manifest.engines.path(EngineKind::Wasm), "engine.wasm");
    }

    #[test]
    fn a_full_splash_is_read() {
        let splash =
            r##""splash":{"fill":"#102030","fillTo":"#0004","color":"#eee","title":"वाह","image":"s.png"}"##;
        let splash = parse(format!("{{{BARE},{splash}}}").as_bytes()).unwrap().splash;
        assert_eq!(splash.fill, Color(0x1020_30ff));
        assert_eq!(splash.fill_to, Some(Color(0x0000_0044)));
        assert_eq!(splash.color, Color(0xeeee_eeff));
        assert_eq!((splash.title.as_str(), splash.image.as_deref()), ("वाह", Some("s.png")));
    }

    #[test]
    fn wrong_manifests_are_refused_with_the_field_and_the_place() {
        for (text, says) in [
            ("", "EOF"),
            ("{]", "line 1 column 2"),
            (r#"{"name":"x"}"#, "missing field `version`"),
            (&format!("{{{BARE},\"aap\":1}}"), "unknown field `aap`, expected one of"),
            (&format!("{{{BARE},\"splash\":{{\"fil\":\"#fff\"}}}}"), "unknown field `fil`"),
            (&format!("{{{BARE},\"splash\":{{\"fill\":\"red\"}}}}"), "`red` is not a colour; write"),
            (
                &format!("{{{BARE},\"splash\":{{\"title\":\"{}\"}}}}", "x".repeat(257)),
                "longer than 256 bytes",
            ),
            (&format!("{{{BARE},\"name\":\"y\"}}"), "duplicate field `name`"),
            (
                &format!("{{{}}}", BARE.replace("home", "Home sweet")),
                "`name` must be 1 to 64 characters of a-z",
            ),
            (&format!("{{{}}}", BARE.replace("home", &"x".repeat(65))), "`name` must be"),
            (&format!("{{{}}}", BARE.replace("1.0", "")), "`version` must be"),
            (&format!("{{{}}}", BARE.replace("\"abi\":3", "\"abi\":\"3\"")), "expected u32"),
            (
                &format!("{{{}}}", BARE.replace("\"wasm\",", "\"engine.wasm\",")),
                "`engine.wasm` is not an engine; write \"wasm\" or \"js\"",
            ),
            (&format!("{{{}}}", BARE.replace(",\"js\":\"engine.js\"", "")), "missing field `js`"),
        ] {
            let message = parse(text.as_bytes()).unwrap_err();
            assert!(message.contains(says), "{text}\n  gave: {message}\n  not: {says}");
        }
    }
}
