//! Broken board files: each row says what is done to a good one and what the message must say, with the line it must name.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

use ferrule_board::{BOARD_FILE_BYTES_MAX, Board, Error, OpaqueImages, TlsRoots, load};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

const GOOD: &str = include_str!("good.toml");

/// A folder of boards that is removed with the value.
struct Boards(PathBuf);

impl Boards {
    fn new(files: &[(&str, &str)]) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("ferrule-boards-{}-{number}", std::process::id()));
        for (name, content) in files {
            fs::create_dir_all(dir.join(name)).unwrap();
            fs::write(dir.join(name).join("board.toml"), content).unwrap();
        }
        Self(dir)
    }

    fn load(&self, name: &str) -> Result<Board, Error> {
        load(&self.0, name)
    }
}

impl Drop for Boards {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Replaces `from` by `to` in the good file, and expects the message on the line of `from`.
fn check(from: &str, to: &str, expected: &[&str]) {
    let start = GOOD.find(from).unwrap_or_else(|| panic!("the good file has no {from}"));
    let line = 1 + GOOD[..start].matches('\n').count();
    let boards = Boards::new(&[("stick", &GOOD.replacen(from, to, 1))]);
    let message = boards.load("stick").unwrap_err().to_string();
    assert!(message.contains(&format!("stick/board.toml:{line}: ")), "{from} → {to}, line {line}: {message}");
    for part in expected {
        assert!(message.contains(part), "{from} → {to}: no {part:?} in: {message}");
    }
}

#[test]
fn the_good_file_loads() {
    let board = Boards::new(&[("stick", GOOD)]).load("stick").unwrap();
    assert_eq!(board.images.opaque, OpaqueImages::Rgb888, "unless the file says otherwise");
    let half = GOOD.to_owned() + "[images]\nopaque = \"rgb565\"\n";
    assert_eq!(Boards::new(&[("stick", &half)]).load("stick").unwrap().images.opaque, OpaqueImages::Rgb565);
    assert_eq!(board.name, "stick");
    assert_eq!(board.display.mode.map(|mode| mode.to_string()).as_deref(), Some("1280x720@60"));
    assert_eq!(board.keymap.len(), 3);
}

#[test]
fn a_board_that_updates_is_a_class_of_its_own_unless_it_says_otherwise() {
    let load = |text: &str| Boards::new(&[("stick", text)]).load("stick").unwrap();
    let update = load(GOOD).update.unwrap();
    assert_eq!((update.hardware.as_str(), update.tls), ("stick", TlsRoots::Webpki));

    let said = "product = \"home\"\nhardware = \"mali-450\"\ntls = \"stick/servers.pem\"";
    let update = load(&GOOD.replace("product = \"home\"", said)).update.unwrap();
    assert_eq!(update.hardware, "mali-450");
    assert_eq!(update.tls, TlsRoots::Pem("stick/servers.pem".into()));

    let without = GOOD[..GOOD.find("[update]").unwrap()].to_owned() + &GOOD[GOOD.find("[qemu]").unwrap()..];
    assert_eq!(load(&without).update, None);
}

#[test]
fn a_wrong_value_names_file_line_and_cure() {
    let rows: &[(&str, &str, &[&str])] = &[
        (
            "architecture = \"arm64\"",
            "architecture = \"mips\"",
            &["unknown variant `mips`", "`arm64`", "`armv7`"],
        ),
        ("console = ", "consol = ", &["unknown field `consol`", "`console`"]),
        ("initramfs = \"zstd\"", "initramfs = \"lzma\"", &["unknown variant `lzma`", "`gzip`"]),
        ("data_mib = 64", "data_mib = 15", &["15 is out of range", "16 to 65536"]),
        ("ui_width = 1280", "ui_width = 319", &["319 is out of range", "320 to 4096"]),
        ("ui_width = 1280", "ui_width = \"wide\"", &["invalid type", "wide"]),
        ("ui_height = 720", "ui_height = -1", &["-1 is out of range", "240 to 4096"]),
        ("mode = \"1280x720@60\"", "mode = \"720p\"", &["`720p` is not a mode", "1280x720@60"]),
        ("mode = \"1280x720@60\"", "mode = \"0x0\"", &["`0x0` is not a mode"]),
        (
            "ui_width = 1280",
            "kms = \"old\"\nui_width = 1280",
            &["unknown variant `old`", "`auto`", "`legacy`"],
        ),
        (
            "description = ",
            "images.opaque = \"rgb332\"\ndescription = ",
            &["unknown variant `rgb332`", "`rgb565`"],
        ),
        (
            "description = ",
            "images.format = \"rgb565\"\ndescription = ",
            &["unknown field `format`", "`opaque`"],
        ),
        ("KEY_UP = \"up\"", "KEY_UPP = \"up\"", &["`KEY_UPP` is not an evdev key", "KEY_UP", "767"]),
        ("KEY_UP = \"up\"", "768 = \"up\"", &["`768` is not an evdev key"]),
        ("KEY_UP = \"up\"", "KEY_UP = \"north\"", &["`north` is not a key", "use one of up, down"]),
        ("delay_ms = 400", "delay_ms = 49", &["49 is out of range", "50 to 5000"]),
        ("acceleration_percent = 5", "acceleration_percent = 51", &["51 is out of range", "0 to 50"]),
        (
            "interval_min_ms = 80",
            "interval_min_ms = 161",
            &["interval_min_ms (161) is above interval_ms (160)"],
        ),
        ("cap_mib = 256", "cap_mib = 255", &["add up to 256 MiB", "cap of 255 MiB", "take 1 MiB off"]),
        ("wasm_mib = 8", "wasm_mib = 0", &["0 is out of range", "1 to 16384"]),
        ("product = \"home\"", "product = \"Home\"", &["`Home` is no name", "a-z"]),
        ("product = \"home\"", "hardware = \"\"\nproduct = \"home\"", &["`` is no name"]),
        ("dev-keys/root", "../root", &["does not stay in board/"]),
        ("dev-keys/root", "/etc/root", &["does not stay in board/"]),
        (
            "http://10.0.2.2:8710/",
            "http://10.0.2.2:8710",
            &["`http://10.0.2.2:8710` is no server", "ends with `/`"],
        ),
        ("http://10.0.2.2:8710/", "ftp://10.0.2.2/", &["is no server"]),
        ("http://10.0.2.2:8710/", "http://me@10.0.2.2/", &["is no server"]),
        ("http://10.0.2.2:8710/", "http://10.0.2.2/?x/", &["is no server"]),
        (
            "servers = [\"https://a.example/home/\", \"http://10.0.2.2:8710/\"]",
            "servers = []",
            &["0 servers", "1 to 8"],
        ),
        ("interval_s = 3600", "interval_s = 59", &["59 is out of range", "60 to 604800"]),
        ("interval_s = 3600", "tls = \"system\"\ninterval_s = 3600", &["`system` is not a set", "webpki"]),
        ("interval_s = 3600", "tls = \"../x.pem\"\ninterval_s = 3600", &["is not a set of roots"]),
        ("memory_mib = 512", "memory_mib = 64", &["64 is out of range", "128 to 16384"]),
        ("smp = 2", "smp = 9", &["9 is out of range", "1 to 8"]),
        ("[repeat]", "[repeat", &["unclosed table"]),
        (
            "description = \"",
            "name = \"x\"\ndescription = \"",
            &["unknown field `name`", "named by its folder"],
        ),
        ("description = \"", "inherits = 7\ndescription = \"", &["name of another board", "base"]),
        ("description = \"", "inherits = \"../x\"\ndescription = \"", &["name of another board"]),
        (
            "description = \"",
            "inherits = \"gone\"\ndescription = \"",
            &["`gone`, which does not exist", "stick"],
        ),
    ];
    for (from, to, expected) in rows {
        check(from, to, expected);
    }
}

#[test]
fn the_limits_themselves_are_accepted() {
    for (from, to) in [
        ("data_mib = 64", "data_mib = 16"),
        ("delay_ms = 400", "delay_ms = 5000"),
        ("acceleration_percent = 5", "acceleration_percent = 0"),
        ("interval_min_ms = 80", "interval_min_ms = 160"),
        ("KEY_UP = \"up\"", "767 = \"up\""),
        ("KEY_UP = \"up\"", "0x67 = \"up\""),
    ] {
        assert!(GOOD.contains(from), "{from}");
        Boards::new(&[("stick", &GOOD.replacen(from, to, 1))])
            .load("stick")
            .unwrap_or_else(|error| panic!("{to}: {error}"));
    }
}

#[test]
fn a_missing_field_names_its_table_and_says_where_to_put_it() {
    let boards = Boards::new(&[("stick", &GOOD.replacen("interval_ms = 160\n", "", 1))]);
    let message = boards.load("stick").unwrap_err().to_string();
    let table = 1 + GOOD[..GOOD.find("[repeat]").unwrap()].matches('\n').count();
    assert!(message.contains(&format!("board.toml:{table}: missing field `interval_ms`")), "{message}");
    assert!(message.contains("or in a board this one inherits from"), "{message}");
}

#[test]
fn an_heir_replaces_single_fields_and_errors_name_the_file_they_are_in() {
    let heir = "inherits = \"stick\"\n\n[display]\nui_width = 640\n\n[keymap]\nKEY_ENTER = \"menu\"\n103 = \"down\"\n";
    let boards = Boards::new(&[("stick", GOOD), ("heir", heir)]);
    let message = boards.load("heir").unwrap_err().to_string();
    assert!(message.contains("evdev key 103 is mapped twice"), "{message}");

    let heir = heir.replace("103 = \"down\"\n", "");
    let board = Boards::new(&[("stick", GOOD), ("heir", &heir)]).load("heir").unwrap();
    assert_eq!((board.display.ui_width, board.display.ui_height), (640, 720));
    assert_eq!(board.keymap[&28].name(), "menu");
    assert_eq!(board.keymap[&103].name(), "up");

    let wrong_base = GOOD.replacen("smp = 2", "smp = 0", 1);
    let message =
        Boards::new(&[("stick", &wrong_base), ("heir", &heir)]).load("heir").unwrap_err().to_string();
    let line = 1 + GOOD[..GOOD.find("smp = 2").unwrap()].matches('\n').count();
    assert!(message.contains(&format!("stick/board.toml:{line}: 0 is out of range")), "{message}");

    let wrong_heir = heir.replace("640", "6");
    let message =
        Boards::new(&[("stick", GOOD), ("heir", &wrong_heir)]).load("heir").unwrap_err().to_string();
    assert!(message.contains("heir/board.toml:4: 6 is out of range"), "{message}");
}

#[test]
fn circles_strangers_and_giants_are_refused() {
    let circle = Boards::new(&[("a", "inherits = \"b\"\n"), ("b", "inherits = \"a\"\n")]);
    let message = circle.load("a").unwrap_err().to_string();
    assert!(message.contains("goes in a circle"), "{message}");

    for name in ["gone", "", "../a", "a/b"] {
        let error = circle.load(name).unwrap_err();
        assert!(matches!(&error, Error::Unknown { known, .. } if known == "a b"), "{name}: {error}");
    }

    let giant = format!("# {}\n", "x".repeat(usize::try_from(BOARD_FILE_BYTES_MAX).unwrap()));
    let error = Boards::new(&[("giant", &giant)]).load("giant").unwrap_err();
    assert!(matches!(error, Error::TooLarge { .. }), "{error}");
}
