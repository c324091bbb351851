//! The remote's keys, whatever device or protocol they came from.

use crate::wire::{Reader, Record, WireError, Writer};

named_codes! {
    /// A key of the remote. Boards map evdev codes to these.
    RemoteKey:
    Up = 1, "up";
    Down = 2, "down";
    Left = 3, "left";
    Right = 4, "right";
    Ok = 5, "ok";
    Back = 6, "back";
    Home = 7, "home";
    Menu = 8, "menu";
    PlayPause = 9, "play-pause";
    Rewind = 10, "rewind";
    FastForward = 11, "fast-forward";
    VolumeUp = 12, "volume-up";
    VolumeDown = 13, "volume-down";
    Mute = 14, "mute";
    Power = 15, "power";
}

/// What happened to a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum KeyPhase {
    /// It went down.
    Down = 0,
    /// It is held and the autorepeat fired.
    Repeat = 1,
    /// It came up, or was given up as stuck.
    Up = 2,
}

/// A key and when it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyEvent {
    /// The key.
    pub key: RemoteKey,
    /// Down, repeat or up.
    pub phase: KeyPhase,
    /// Kernel time of the event, `CLOCK_MONOTONIC`, in microseconds.
    pub time_us: u64,
}

impl<'a> Record<'a> for KeyEvent {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.u8(self.key as u8);
        to.u8(self.phase as u8);
        to.u64(self.time_us);
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let tag = from.u8()?;
        let key = RemoteKey::from_u8(tag).ok_or(WireError::UnknownTag { what: "remote key", tag })?;
        let phase = match from.u8()? {
            0 => KeyPhase::Down,
            1 => KeyPhase::Repeat,
            2 => KeyPhase::Up,
            tag => return Err(WireError::UnknownTag { what: "key phase", tag }),
        };
        Ok(Self { key, phase, time_us: from.u64()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_lead_back_to_their_key() {
        for &key in RemoteKey::ALL {
            assert_eq!(RemoteKey::from_name(key.name()), Some(key));
            assert_eq!(RemoteKey::from_u8(key as u8), Some(key));
        }
        assert_eq!(RemoteKey::from_u8(0), None);
    }
}
