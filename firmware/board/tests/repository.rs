//! Every board in the repository must load, and what the device reads back must be what the builder wrote.

use ferrule_board::{Board, RemoteKey, load};
use std::path::PathBuf;

fn boards() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../board")
}

#[test]
fn all_boards_load_and_survive_json() {
    let mut seen = 0;
    for entry in std::fs::read_dir(boards()).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if name == "base" || !entry.path().join("board.toml").exists() {
            continue;
        }
        let board = load(&boards(), &name).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(board.name, name);
        let json = board.to_json().unwrap();
        assert_eq!(Board::from_json(&json).unwrap(), board, "{json}");
        seen += 1;
    }
    assert!(seen >= 2, "only {seen} boards were found");
}

#[test]
fn every_remote_key_can_be_pressed_on_the_emulated_boards() {
    for name in ["qemu-arm64", "qemu-armv7"] {
        let board = load(&boards(), name).unwrap_or_else(|error| panic!("{error}"));
        for &key in RemoteKey::ALL {
            assert!(
                board.keymap.values().any(|mapped| *mapped == key),
                "{name} has no key for {}",
                key.name()
            );
        }
        assert!(board.qemu.is_some());
    }
}
