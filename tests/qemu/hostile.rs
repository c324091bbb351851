//! An app that hands over everything that must not be taken: each attempt is an error that the app hears of, or stops at a
//! stated cap; the page goes on taking keys, and neither ferrule nor the app is started again.

use std::fmt::Write as _;
use std::path::Path;

use ferrule_abi::limits::{DEPTH_MAX, NODES_MAX};
use ferrule_abi::{EngineKind, Prop, ValueKind};
use ferrule_harness::{BOOT_TIME_MAX, BootOptions, Result, Stick};
use serde_json::Value;

use crate::remote::press;
use crate::support::{
    ARM64, ARMV7, assert_same, boot_home, changed_bundle, number, options, picture_at_rest,
};

/// The app, in the place of the factory bundle's.
const APP: &str = include_str!("hostile-app/app.js");
/// Its steps, and how many attempts each makes at least.
const STEPS: [(&str, u64); 8] = [
    ("numbers", 1000),
    ("cycle", 10),
    ("nodes", 2),
    ("depth", 2),
    ("strings", 12),
    ("surrogates", 26),
    ("images", 213),
    ("unknown", 30),
];
/// Nodes of the app's page and what the steps before that of the most nodes left there.
const PAGE_NODES: u64 = 16;
/// How deep in the page the deepest nodes begin.
const YARD_DEPTH: u64 = 4;
/// What ferrule may hold more after all of it than before: the engine's memory with the most nodes, which a module cannot
/// give back, and warm caches.
const GROWTH_KIB_MAX: u64 = 20 * 1024;
/// Bytes of an image file beyond the most that is read.
const HUGE_FILE_BYTES: usize = 5 << 20;
/// A side in the header of the picture bombs.
const BOMB_SIDE: u32 = 30_000;

/// Puts the app and its broken pictures into a bundle.
fn make_hostile(bundle: &Path, engine: EngineKind) {
    let is_numeric =
        |prop: &&Prop| matches!(prop.kind(), ValueKind::Number | ValueKind::Length | ValueKind::Spacing);
    let names: Vec<&str> = Prop::ALL.iter().filter(is_numeric).map(|prop| prop.name()).collect();
    let mut script = String::new();
    // Thousands of nodes at once take the JavaScript engine longer than its deadline for a tick, and then the app is started
    // again: that rule has a test of its own.
    let shows_crowd = engine == EngineKind::Wasm;
    writeln!(script, "const NUMERIC = {}, SHOWS_CROWD = {shows_crowd};", Value::from(names))
        .expect("a string takes everything");
    std::fs::write(bundle.join("app.js"), script + APP).expect("a private copy can be written");

    let read =
        |name: &str| std::fs::read(bundle.join("art/tile").join(name)).expect("the factory bundle's art");
    let (jpeg, webp) = (read("00.jpg"), read("01.webp"));
    let noise: Vec<u8> =
        jpeg.iter().enumerate().map(|(at, byte)| if at < 200 { *byte } else { at as u8 }).collect();
    let folder = bundle.join("broken");
    std::fs::create_dir(&folder).expect("a private copy takes a folder");
    let files: [(&str, Vec<u8>); 8] = [
        ("empty.jpg", Vec::new()),
        ("words.jpg", b"<html>404 not found</html>".to_vec()),
        ("cut.jpg", jpeg[..jpeg.len() / 2].to_vec()),
        ("cut.webp", webp[..webp.len() / 2].to_vec()),
        ("noise.jpg", noise),
        ("bomb.png", png_bomb()),
        ("bomb.jpg", jpeg_bomb(jpeg)),
        ("huge.jpg", vec![0xff; HUGE_FILE_BYTES]),
    ];
    for (name, bytes) in files {
        std::fs::write(folder.join(name), bytes).expect("a private copy takes a file");
    }
}

/// A PNG whose header announces 900 million pixels.
fn png_bomb() -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend([BOMB_SIDE.to_be_bytes(), BOMB_SIDE.to_be_bytes()].concat());
    // Eight bits, grey, and the only kinds of compression, filter and order.
    header.extend([8, 0, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    bytes.extend(&header);
    bytes.extend(crc32(&header).to_be_bytes());
    let data = b"IDAT\x78\x9c\x63\0\0\0\x01\0\x01";
    bytes.extend((data.len() as u32 - 4).to_be_bytes());
    bytes.extend(data);
    bytes.extend(crc32(data).to_be_bytes());
    bytes.extend(b"\0\0\0\0IEND\xae\x42\x60\x82");
    bytes
}

/// A good JPEG whose frame header announces as many.
fn jpeg_bomb(mut jpeg: Vec<u8>) -> Vec<u8> {
    let frame = jpeg.windows(2).position(|marker| matches!(marker, [0xff, 0xc0 | 0xc2]));
    let at = frame.expect("a JPEG has a frame header") + 5;
    let side = (BOMB_SIDE as u16).to_be_bytes();
    jpeg[at..at + 4].copy_from_slice(&[side, side].concat());
    jpeg
}

/// The checksum of PNG's chunks.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}

/// What the app last saved.
fn report(status: &Value) -> Option<Value> {
    serde_json::from_str(status["app"]["saved_state"].as_str()?).ok()
}

/// How often the kernel had to refuse or to end something for memory, in ferrule's group of processes and below.
fn out_of_memory(stick: &mut Stick) -> Result<String> {
    stick.shell_ok("grep -hE '^oom' /sys/fs/cgroup/ferrule/memory.events")
}

fn hostile_app(board: &str, engine: EngineKind) -> Result<()> {
    let bundle = changed_bundle(board, |bundle| make_hostile(bundle, engine))?;
    let app = Some(bundle.0.clone());
    let mut stick = boot_home(BootOptions { app, engine: Some(engine), ..options(board) })?;
    press(&mut stick, "right left")?;
    let page = picture_at_rest(&mut stick)?;
    let before = stick.status()?;
    let pss_kib = stick.pss_kib("ferrule")?;
    for (name, tried_min) in STEPS {
        stick.press("play-pause")?;
        let done = |status: &Value| report(status).is_some_and(|report| report["step"] == name);
        let status = stick.wait_status(BOOT_TIME_MAX, name, done)?;
        let report = report(&status).unwrap_or_default();
        println!("{board} {}: {report}", engine.name());
        assert_eq!(report["wrong"], Value::Array(Vec::new()), "{report}");
        assert!(number(&report, "/tried") >= tried_min, "{report}");
        match name {
            "nodes" => assert!(number(&report, "/made") + PAGE_NODES >= u64::from(NODES_MAX), "{report}"),
            "depth" => assert!(number(&report, "/deep") + YARD_DEPTH >= u64::from(DEPTH_MAX), "{report}"),
            _ => {}
        }
        stick.wait_at_rest(BOOT_TIME_MAX)?;
        // The page answers keys and looks as before.
        let (before_keys, after_keys) = press(&mut stick, "right left")?;
        let moved =
            number(&after_keys, "/events/focus_changes") - number(&before_keys, "/events/focus_changes");
        assert_eq!(moved, 2, "after {name}: {after_keys}");
        assert_same(&picture_at_rest(&mut stick)?, &page, &format!("the page after {name}"));
        for path in ["/started_us", "/app/pid", "/app/restarts", "/engine/restarts"] {
            assert_eq!(
                number(&after_keys, path),
                number(&before, path),
                "{path} after {name}:\n{}",
                stick.console().tail(9)
            );
        }
    }
    let grown = stick.pss_kib("ferrule")?.saturating_sub(pss_kib);
    println!("{board} {}: ferrule takes {grown} KiB more than before", engine.name());
    assert!(grown <= GROWTH_KIB_MAX, "ferrule takes {grown} KiB more than before");
    assert_eq!(out_of_memory(&mut stick)?, "oom 0\noom_kill 0\noom_group_kill 0");
    stick.finish()
}

#[test]
fn a_hostile_app_on_arm64() -> Result<()> {
    hostile_app(ARM64, EngineKind::Wasm)
}

#[test]
fn a_hostile_app_on_armv7() -> Result<()> {
    hostile_app(ARMV7, EngineKind::Wasm)
}

#[test]
fn a_hostile_app_with_the_javascript_engine_on_arm64() -> Result<()> {
    hostile_app(ARM64, EngineKind::Js)
}

#[test]
fn a_hostile_app_with_the_javascript_engine_on_armv7() -> Result<()> {
    hostile_app(ARMV7, EngineKind::Js)
}
