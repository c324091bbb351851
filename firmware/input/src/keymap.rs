//! From evdev codes to the remote's keys: the board's table.

use std::collections::BTreeMap;

use ferrule_abi::RemoteKey;

/// The kernel's largest key code (`KEY_MAX`).
pub const KEY_CODE_MAX: u16 = 0x2ff;

/// Which evdev code is which key. Codes that are not in it are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    keys: BTreeMap<u16, RemoteKey>,
}

impl Keymap {
    /// Makes a keymap of the board's table. Codes above [`KEY_CODE_MAX`] cannot occur and are left out; of
    /// a code that comes twice the last counts.
    #[must_use]
    pub fn new(entries: impl IntoIterator<Item = (u16, RemoteKey)>) -> Self {
        let keys = entries.into_iter().filter(|(code, _)| {
            let is_possible = *code <= KEY_CODE_MAX;
            if !is_possible {
                log::warn!("the keymap has code {code}, above the kernel's largest, {KEY_CODE_MAX}");
            }
            is_possible
        });
        Self { keys: keys.collect() }
    }

    /// The key of an evdev code.
    #[must_use]
    pub fn get(&self, code: u16) -> Option<RemoteKey> {
        self.keys.get(&code).copied()
    }

    /// All codes with their keys, by code.
    pub fn iter(&self) -> impl Iterator<Item = (u16, RemoteKey)> + '_ {
        self.keys.iter().map(|(code, key)| (*code, *key))
    }
}
