//! Values that check themselves while they are read, so that a wrong one is reported with its own line.

use crate::keys::{EVDEV_CODE_MAX, evdev_code};
use ferrule_abi::RemoteKey;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// A display mode a board asks for; in board files `"1280x720"` or `"1280x720@60"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode {
    /// Visible pixels per line.
    pub width: u16,
    /// Visible lines.
    pub height: u16,
    /// Frames per second, rounded; `None` takes the connector's highest.
    pub refresh_hz: Option<u16>,
}

impl Mode {
    fn parse(text: &str) -> Option<Self> {
        let (size, refresh) = match text.split_once('@') {
            Some((size, hz)) => (size, Some(hz.parse().ok()?)),
            None => (text, None),
        };
        let (width, height) = size.split_once('x')?;
        let mode = Self { width: width.parse().ok()?, height: height.parse().ok()?, refresh_hz: refresh };
        let sane = mode.width > 0 && mode.height > 0 && mode.refresh_hz != Some(0);
        sane.then_some(mode)
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.width, self.height)?;
        self.refresh_hz.map_or(Ok(()), |hz| write!(f, "@{hz}"))
    }
}

impl Serialize for Mode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Mode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format!("`{text}` is not a mode: write it as \"1280x720\" or \"1280x720@60\""))
        })
    }
}

/// An evdev code that came from a key's name or number.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Code(u16);

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        evdev_code(&text).map(Self).ok_or_else(|| {
            de::Error::custom(format!(
                "`{text}` is not an evdev key: use a name such as KEY_UP, or its number up to {EVDEV_CODE_MAX} in quotes"
            ))
        })
    }
}

/// A key of the remote that came from its name.
struct Key(RemoteKey);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        RemoteKey::from_name(&text).map(Self).ok_or_else(|| {
            let known: Vec<&str> = RemoteKey::ALL.iter().map(|key| key.name()).collect();
            de::Error::custom(format!("`{text}` is not a key of the remote: use one of {}", known.join(", ")))
        })
    }
}

struct KeymapVisitor;

impl<'de> Visitor<'de> for KeymapVisitor {
    type Value = BTreeMap<u16, RemoteKey>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of evdev keys and remote keys, for example KEY_ENTER = \"ok\"")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut keymap = BTreeMap::new();
        while let Some((Code(code), Key(key))) = map.next_entry()? {
            if keymap.insert(code, key).is_some() {
                let message =
                    format!("evdev key {code} is mapped twice, by name and by number: keep one of them");
                return Err(de::Error::custom(message));
            }
        }
        Ok(keymap)
    }
}

/// How a keymap is read and written, for `#[serde(with)]`.
pub(crate) mod keymap {
    use super::{BTreeMap, Deserializer, KeymapVisitor, RemoteKey, Serializer};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<u16, RemoteKey>, D::Error> {
        deserializer.deserialize_map(KeymapVisitor)
    }

    pub(crate) fn serialize<S: Serializer>(
        keymap: &BTreeMap<u16, RemoteKey>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(keymap.iter().map(|(code, key)| (code, key.name())))
    }
}

/// An integer between `MIN` and `MAX`, both included.
pub(crate) fn bounded<'de, const MIN: u32, const MAX: u32, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<u32, D::Error> {
    let value = i64::deserialize(deserializer)?;
    match u32::try_from(value) {
        Ok(value) if (MIN..=MAX).contains(&value) => Ok(value),
        _ => Err(de::Error::custom(format!("{value} is out of range: use {MIN} to {MAX}"))),
    }
}
