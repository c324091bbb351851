//! Killed processes: the picture stays, the app and the process come back to where they were.

use std::time::Duration;

use ferrule_harness::{REACTION_TIME_MAX, Result};
use serde_json::Value;

use crate::support::{ARM64, assert_same, boot_home, modelled, number, options, picture_at_rest};

/// From the kill of ferrule to its picture, guest time.
const RETURN_TIME_MAX: Duration = Duration::from_secs(2);

/// Whether the home app has saved that its detail page is open.
fn on_detail_page(status: &Value) -> bool {
    let saved = status["app"]["saved_state"].as_str().unwrap_or_default();
    let pages = serde_json::from_str::<Value>(saved).map(|state| state["pages"].clone());
    pages.is_ok_and(|pages| {
        pages.as_array().and_then(|all| all.last()).is_some_and(|top| top["kind"] == "detail")
    })
}

#[test]
fn the_picture_survives_the_app_and_the_app_returns_to_its_page() -> Result<()> {
    let mut stick = boot_home(options(ARM64))?;
    stick.press("down right right ok")?;
    stick.wait_status(REACTION_TIME_MAX, "the detail page to be saved", on_detail_page)?;
    let page = picture_at_rest(&mut stick)?;
    let before = stick.status()?;
    let pid = number(&before, "/app/pid");
    stick.shell_ok(&format!("kill -9 {pid}"))?;
    assert_same(&stick.screenshot()?, &page, "right after the app died");
    let after = stick.wait_status(REACTION_TIME_MAX, "the app to be started again", |status| {
        status["app"]["pid"].as_u64().is_some_and(|new| new != pid) && status["app"]["state"] == "presenting"
    })?;
    assert_eq!(number(&after, "/app/restarts"), number(&before, "/app/restarts") + 1);
    assert_same(&picture_at_rest(&mut stick)?, &page, "the page after the app's return");
    assert_eq!(stick.status()?["app"]["saved_state"], before["app"]["saved_state"]);
    // The page is alive, not a leftover picture: `back` leaves it.
    stick.press("back")?;
    stick.wait_status(REACTION_TIME_MAX, "the home page", |status| !on_detail_page(status))?;
    stick.finish()
}

#[test]
fn the_picture_is_back_within_two_seconds_after_ferrule_died() -> Result<()> {
    let mut stick = boot_home(modelled(ARM64))?;
    let home = stick.screenshot()?;
    let started = number(&stick.status()?, "/started_us");
    let killed = stick.shell_ok("read up rest </proc/uptime; kill -9 $(pidof ferrule); echo $up")?;
    let killed_us = killed.parse::<f64>().unwrap_or_else(|error| panic!("{killed:?}: {error}")) * 1e6;
    let status = stick.wait_status(REACTION_TIME_MAX, "ferrule's first frame", |status| {
        number(status, "/started_us") != started && status["frames"]["first_us"].is_u64()
    })?;
    let back = Duration::from_micros(number(&status, "/frames/first_us") - killed_us as u64);
    assert!(back <= RETURN_TIME_MAX, "the picture was back after {back:?}, allowed {RETURN_TIME_MAX:?}");
    assert_same(&picture_at_rest(&mut stick)?, &home, "the home screen after ferrule's return");
    stick.finish()
}
