//! Bundles that cannot run: one message that names the thing and the cure, a documented exit code,
//! and a factory screen that shows it. Never a black screen, never a hang.

use std::path::Path;

use ferrule_abi::EngineKind;
use ferrule_harness::{BOOT_TIME_MAX, BootOptions, Gpu, Picture, REACTION_TIME_MAX, Result, Stick, wait_for};

use crate::support::{
    ARM64, assert_golden, boot_home, changed_bundle, changed_share, options, picture_at_rest,
};

/// The smallest valid module: a magic number and a version, without a single export.
const EMPTY_MODULE: &[u8] = b"\0asm\x01\0\0\0";

/// Boots with a factory bundle spoiled by `spoil` and expects the message and the code.
fn ends_on_factory_screen(
    code: u8,
    message: &str,
    engine: Option<EngineKind>,
    spoil: impl FnOnce(&Path),
) -> Result<()> {
    let bundle = changed_bundle(ARM64, spoil)?;
    let gpu = Gpu::Software;
    let mut stick = Stick::boot(BootOptions { gpu, engine, app: Some(bundle.0.clone()), ..options(ARM64) })?;
    stick.console().wait_line(BOOT_TIME_MAX, message)?;
    stick.console().wait_line(BOOT_TIME_MAX, "showing the factory screen")?;
    let last = stick.shell_ok("cat /run/supervise/last-exit /run/supervise/mode")?;
    assert_eq!(last, format!("{code}\nfactory"));
    let picture = wait_for(REACTION_TIME_MAX, "the factory screen", || {
        let picture = stick.wait_still_picture(REACTION_TIME_MAX)?;
        let is_ours = picture.width() == stick.board().display.ui_width && has_text(&picture);
        Ok(is_ours.then_some(picture))
    })?;
    assert_golden(&picture, &format!("factory-{code}"), "bundles")?;
    stick.finish()
}

/// Whether more than a text console's cursor is on an otherwise black screen. (Before the first
/// mode is set QEMU shows a text of its own, of another size.)
fn has_text(picture: &Picture) -> bool {
    const TEXT_SHARE_MIN: f64 = 0.001;
    let bytes = picture.width() as usize * picture.height() as usize * 3;
    let black = Picture::new(picture.width(), picture.height(), vec![0; bytes]);
    black.is_ok_and(|black| changed_share(picture, &black) > TEXT_SHARE_MIN)
}

fn change(bundle: &Path, file: &str, content: Option<&[u8]>) {
    let path = bundle.join(file);
    std::fs::remove_file(&path).expect("the factory bundle has this file");
    if let Some(content) = content {
        std::fs::write(path, content).expect("a private copy can be written");
    }
}

#[test]
fn a_bundle_without_its_script_is_named() -> Result<()> {
    ends_on_factory_screen(20, "app.js", None, |bundle| change(bundle, "app.js", None))
}

/// Boots with a factory bundle whose module is spoiled, and expects the home screen with the engine's twin.
fn runs_with_the_twin(module: &[u8], reason: &str) -> Result<()> {
    let bundle = changed_bundle(ARM64, |bundle| change(bundle, "engine.wasm", Some(module)))?;
    let mut stick = boot_home(BootOptions { app: Some(bundle.0.clone()), ..options(ARM64) })?;
    let status = stick.status()?;
    assert_eq!(status["engine"]["kind"], "js");
    let said = status["engine"]["fallback"].as_str().unwrap_or_default();
    assert!(said.contains(reason), "{said:?} does not say `{reason}`");
    assert_golden(&picture_at_rest(&mut stick)?, "home", "bundles")?;
    stick.finish()
}

#[test]
fn the_twin_takes_over_from_a_module_that_does_not_validate() -> Result<()> {
    runs_with_the_twin(b"\0asm garbage", "engine.wasm")
}

#[test]
fn the_twin_takes_over_from_a_module_without_its_exports() -> Result<()> {
    runs_with_the_twin(EMPTY_MODULE, "export")
}

#[test]
fn an_engine_that_was_asked_for_has_no_substitute() -> Result<()> {
    ends_on_factory_screen(21, "engine", Some(EngineKind::Wasm), |bundle| {
        change(bundle, "engine.wasm", Some(b"\0asm garbage"));
    })
}

#[test]
fn with_both_engines_broken_the_last_one_is_named() -> Result<()> {
    ends_on_factory_screen(22, "engine.js failed", None, |bundle| {
        change(bundle, "engine.wasm", Some(EMPTY_MODULE));
        change(bundle, "engine.js", Some(b"throw new Error('broken')"));
    })
}
