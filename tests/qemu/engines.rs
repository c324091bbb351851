//! The splash, which is shown before any app has presented.

use ferrule_abi::EngineKind;
use ferrule_harness::{BOOT_TIME_MAX, BootOptions, REACTION_TIME_MAX, Result, Stick};
use serde_json::Value;

use crate::support::{ARM64, assert_golden, changed_bundle, options};

/// An app that never presents anything.
const IDLE_APP: &str = "1;";

fn with_engine(board: &str, engine: EngineKind) -> BootOptions {
    BootOptions { engine: Some(engine), ..options(board) }
}

fn assert_runs(status: &Value, engine: EngineKind) {
    assert_eq!(status["engine"]["kind"], engine.name(), "{status}");
}

/// The picture before any app has presented is the manifest's splash.
fn shows_splash(board: &str, engine: EngineKind) -> Result<()> {
    let bundle = changed_bundle(board, |bundle| {
        std::fs::write(bundle.join("app.js"), IDLE_APP).expect("a private copy can be written");
    })?;
    let app = Some(bundle.0.clone());
    let mut stick = Stick::boot(BootOptions { app, ..with_engine(board, engine) })?;
    let status = stick.wait_status(BOOT_TIME_MAX, "the splash", |status| {
        status["frames"]["first_us"].is_u64() && status["idle"] == true && status["app"]["state"] == "running"
    })?;
    assert_runs(&status, engine);
    assert_golden(
        &stick.wait_still_picture(REACTION_TIME_MAX)?,
        "splash",
        &format!("splash-{}", engine.name()),
    )?;
    let tree = stick.shell_ok("/usr/bin/ferrule tree")?;
    assert!(tree.contains(" text ") && tree.contains("\"Ferrule\""), "{tree}");
    stick.finish()
}

#[test]
fn the_splash_of_the_wasm_engine() -> Result<()> {
    shows_splash(ARM64, EngineKind::Wasm)
}
