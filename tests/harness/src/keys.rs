//! From the names of the remote's keys to what the emulator's keyboard understands: the board's
//! keymap backwards to an evdev code, and from there to QEMU's key code.

use ferrule_board::{Board, RemoteKey};

use crate::error::{Error, Result};

/// Evdev codes (linux/input-event-codes.h) that QEMU's keyboard can send, by QEMU's names.
const QCODES: [(u16, &str); 46] = [
    (1, "esc"),
    (2, "1"),
    (3, "2"),
    (4, "3"),
    (5, "4"),
    (14, "backspace"),
    (15, "tab"),
    (17, "w"),
    (19, "r"),
    (25, "p"),
    (28, "ret"),
    (30, "a"),
    (31, "s"),
    (32, "d"),
    (33, "f"),
    (35, "h"),
    (50, "m"),
    (57, "spc"),
    (59, "f1"),
    (60, "f2"),
    (61, "f3"),
    (62, "f4"),
    (63, "f5"),
    (64, "f6"),
    (65, "f7"),
    (66, "f8"),
    (67, "f9"),
    (68, "f10"),
    (96, "kp_enter"),
    (102, "home"),
    (103, "up"),
    (104, "pgup"),
    (105, "left"),
    (106, "right"),
    (107, "end"),
    (108, "down"),
    (109, "pgdn"),
    (113, "audiomute"),
    (114, "volumedown"),
    (115, "volumeup"),
    (116, "power"),
    (127, "compose"),
    (139, "menu"),
    (158, "ac_back"),
    (164, "audioplay"),
    (172, "ac_home"),
];

fn qcode(evdev: u16) -> Option<&'static str> {
    QCODES.iter().find(|(code, _)| *code == evdev).map(|(_, name)| *name)
}

/// QEMU's name for the key that this board maps to the remote key `name`.
///
/// # Errors
/// [`Error::Key`] when the remote has no such key, or none that the emulated keyboard can send.
pub(crate) fn qcode_of(board: &Board, name: &str) -> Result<&'static str> {
    find(board, name).map(|(_, qcode)| qcode)
}

/// The evdev code of that key.
///
/// # Errors
/// As [`qcode_of`].
pub(crate) fn evdev_of(board: &Board, name: &str) -> Result<u16> {
    find(board, name).map(|(evdev, _)| evdev)
}

fn find(board: &Board, name: &str) -> Result<(u16, &'static str)> {
    let by_key = |key: RemoteKey| {
        let mut codes = board.keymap.iter().filter(|(_, mapped)| **mapped == key).map(|(code, _)| *code);
        codes.find_map(|code| Some((code, qcode(code)?)))
    };
    RemoteKey::from_name(name).and_then(by_key).ok_or_else(|| Error::Key {
        name: name.to_owned(),
        known: RemoteKey::ALL
            .iter()
            .copied()
            .filter(|key| by_key(*key).is_some())
            .map(RemoteKey::name)
            .collect::<Vec<_>>()
            .join(" "),
    })
}

/// A key that the board maps to nothing, to make pauses with: the emulator's key queue runs on the
/// guest's clock, and a press of this key takes its time there without any effect.
///
/// # Errors
/// [`Error::Key`] when every key of the keyboard is mapped.
pub(crate) fn pause_qcode(board: &Board) -> Result<&'static str> {
    QCODES
        .iter()
        .find(|(code, _)| !board.keymap.contains_key(code))
        .map(|(_, name)| *name)
        .ok_or_else(|| Error::Key { name: "(pause)".into(), known: "only mapped keys".into() })
}

/// Splits `"right right ok"` and checks every name, before the first key is pressed.
///
/// # Errors
/// [`Error::Key`] for the first unknown name.
pub(crate) fn qcodes_of(board: &Board, names: &str) -> Result<Vec<&'static str>> {
    names.split_whitespace().map(|name| qcode_of(board, name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qemu::tests::emulated_boards;

    #[test]
    fn every_emulated_board_can_be_steered() {
        for board in emulated_boards() {
            for name in ["up", "down", "left", "right", "ok", "back", "home", "menu", "play-pause"] {
                qcode_of(&board, name).unwrap();
            }
            let pause = pause_qcode(&board).unwrap();
            let (code, _) = QCODES.iter().find(|(_, name)| *name == pause).unwrap();
            assert!(!board.keymap.contains_key(code), "{pause}");
        }
    }

    #[test]
    fn an_unknown_key_is_refused_before_any_is_pressed() {
        for board in emulated_boards() {
            let error = qcodes_of(&board, "right rihgt").unwrap_err().to_string();
            assert!(error.contains("rihgt") && error.contains("right"), "{error}");
        }
    }
}
