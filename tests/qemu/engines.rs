//! The two engines: the app cannot tell which one runs it, and neither can the viewer. With the JavaScript engine, which
//! runs in the app's process, the pictures are the same golden ones, and that process's death never takes ferrule along.

use std::time::Duration;

use ferrule_abi::EngineKind;
use ferrule_harness::{BOOT_TIME_MAX, BootOptions, REACTION_TIME_MAX, Result, Stick};
use serde_json::Value;

use crate::looping_app::add_loop;
use crate::remote::{focus_scroll_page_and_return, press};
use crate::support::{
    ARM64, ARMV7, assert_golden, assert_same, boot_home, changed_bundle, number, options, picture_at_rest,
};

/// An app that never presents anything.
const IDLE_APP: &str = "1;";
/// From the first tick that an app does not answer to the next app's first picture, wall time.
const HANG_TIME_MAX: Duration = Duration::from_secs(180);

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

#[test]
fn the_splash_before_the_javascript_engine() -> Result<()> {
    shows_splash(ARM64, EngineKind::Js)
}

/// Boots to the home screen with the JavaScript engine and drives it.
fn home_runs_in_javascript(board: &str) -> Result<()> {
    let mut stick = boot_home(with_engine(board, EngineKind::Js))?;
    let status = stick.status()?;
    assert_runs(&status, EngineKind::Js);
    assert_eq!(number(&status, "/app/command_batches"), 0, "the engine is in the app's process: {status}");
    assert_golden(&stick.screenshot()?, "home", &format!("engine-js-{board}"))?;
    focus_scroll_page_and_return(&mut stick, &format!("engine-js-{board}"))?;
    stick.finish()
}

#[test]
fn home_runs_in_javascript_on_arm64() -> Result<()> {
    home_runs_in_javascript(ARM64)
}

#[test]
fn home_runs_in_javascript_on_armv7() -> Result<()> {
    home_runs_in_javascript(ARMV7)
}

/// Kills the app's process, and with it the engine, while it works on a key.
#[test]
fn the_picture_survives_the_app_that_holds_the_engine() -> Result<()> {
    let mut stick = boot_home(with_engine(ARM64, EngineKind::Js))?;
    press(&mut stick, "down right")?;
    let picture = picture_at_rest(&mut stick)?;
    let before = stick.status()?;
    let pid = number(&before, "/app/pid");
    stick.press("right")?;
    stick.shell_ok(&format!("kill -9 {pid}"))?;
    let after = stick.wait_status(REACTION_TIME_MAX, "the app to present again", |status| {
        status["app"]["pid"].as_u64().is_some_and(|new| new != pid) && status["app"]["state"] == "presenting"
    })?;
    assert_eq!(number(&after, "/started_us"), number(&before, "/started_us"), "ferrule was started again");
    assert_eq!(number(&after, "/app/restarts"), number(&before, "/app/restarts") + 1);
    picture_at_rest(&mut stick)?;
    // Back to a place that does not depend on whether the last key was taken.
    press(&mut stick, "left left left")?;
    press(&mut stick, "right")?;
    assert_same(&picture_at_rest(&mut stick)?, &picture, "the rail after the app's return");
    stick.finish()
}

/// An app that loops for ever takes the JavaScript engine along. Ferrule does not wait for it: the picture stays, the status
/// answers, and in the end the app is started again.
#[test]
fn an_app_that_hangs_with_the_engine_in_it_is_started_again() -> Result<()> {
    let bundle = changed_bundle(ARM64, add_loop)?;
    let app = Some(bundle.0.clone());
    let mut stick = boot_home(BootOptions { app, ..with_engine(ARM64, EngineKind::Js) })?;
    let home = stick.screenshot()?;
    let before = stick.status()?;
    let pid = number(&before, "/app/pid");
    stick.press("menu right")?;
    stick.wait_status(REACTION_TIME_MAX, "both keys", |status| {
        number(status, "/events/keys") >= number(&before, "/events/keys") + 2
    })?;
    assert_same(&stick.screenshot()?, &home, "the home screen while the app hangs");
    let after = stick.wait_status(HANG_TIME_MAX, "another app process", |status| {
        status["app"]["pid"].as_u64().is_some_and(|new| new != pid) && status["app"]["state"] == "presenting"
    })?;
    assert_eq!(number(&after, "/started_us"), number(&before, "/started_us"), "ferrule was started again");
    stick.console().wait_line(REACTION_TIME_MAX, "it has not answered a tick in time")?;
    assert_same(&picture_at_rest(&mut stick)?, &home, "the home screen after the app was started again");
    stick.finish()
}
