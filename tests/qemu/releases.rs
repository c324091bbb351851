//! Releases from a server to the screen: fetched, checked, started at the next launch or at once, and good after a while.

use ferrule_bundle::trust::{EngineShare, Report};
use ferrule_harness::{BOOT_TIME_MAX, BootOptions, DataDisk, REACTION_TIME_MAX, Result, Stick, wait_for};
use serde_json::Value;

use crate::shop::{Shop, boot_factory, filled, look, relaunch, runs};
use crate::support::{ARM64, ARMV7, TemporaryFolder, out};

const GREEN: [u8; 3] = [0, 170, 68];
const GREEN_TEXT: &str = "#00aa44";
const BLUE: [u8; 3] = [0, 68, 170];
const BLUE_TEXT: &str = "#0044aa";
/// Losses of power that a release on trial has to survive, as promised.
const PLUG_PULLS: usize = 5;

/// The colour in the middle of the screen, once it is still.
fn color(stick: &mut Stick) -> Result<Option<[u8; 3]>> {
    let picture = stick.wait_still_picture(REACTION_TIME_MAX)?;
    Ok(picture.pixel(picture.width() / 2, picture.height() / 2))
}

fn has_proved_good(status: &Value, slot: &str) -> bool {
    runs(status, slot) && status["release"]["trial"] == false
}

fn installs(shop: &Shop, board: &str) -> Result<()> {
    let mut stick = boot_factory(shop.options(board))?;
    let first = shop.publish(board, &filled(GREEN_TEXT, ""))?;
    let outcome = look(&mut stick)?;
    assert!(outcome.contains(&format!("release {first} is ready")), "{outcome}");
    assert!(runs(&stick.status()?, "factory"), "it started before the next launch");
    relaunch(&mut stick)?;
    stick.wait_status(BOOT_TIME_MAX, "the release on trial", |status| {
        runs(status, "a") && status["release"]["trial"] == true
    })?;
    assert_eq!(color(&mut stick)?, Some(GREEN));
    stick.wait_status(BOOT_TIME_MAX, "it to prove good", |status| has_proved_good(status, "a"))?;
    // The next one goes into the other slot, and most of it is copied from the first.
    let second = shop.publish_planned(board, &filled(BLUE_TEXT, ""), |plan| plan.urgent = true)?;
    stick.shell_ok("/usr/bin/ferrule update")?;
    let status =
        stick.wait_status(BOOT_TIME_MAX, "the urgent release by itself", |status| runs(status, "b"))?;
    assert_eq!(status["release"]["number"], second);
    assert_eq!(color(&mut stick)?, Some(BLUE));
    let ready = stick.console().wait_line(REACTION_TIME_MAX, &format!("release {second} starts now"))?;
    assert!(ready.contains("urgent"), "{ready}");
    stick.finish()
}

#[test]
fn a_release_starts_at_the_next_launch_and_an_urgent_one_at_once_on_arm64() -> Result<()> {
    installs(&Shop::http()?, ARM64)
}

#[test]
fn releases_come_over_https_from_a_server_with_a_pinned_authority_on_armv7() -> Result<()> {
    installs(&Shop::https()?, ARMV7)
}

#[test]
fn the_app_can_ask_for_the_newer_release_at_once() -> Result<()> {
    let shop = Shop::http()?;
    let mut stick = boot_factory(shop.options(ARM64))?;
    shop.publish_planned(ARM64, &filled(GREEN_TEXT, "setTimeout(() => ferrule.update(), 12000);"), |plan| {
        plan.urgent = true;
    })?;
    stick.shell_ok("/usr/bin/ferrule update")?;
    stick.wait_status(BOOT_TIME_MAX, "the first release", |status| has_proved_good(status, "a"))?;
    shop.publish(ARM64, &filled(BLUE_TEXT, ""))?;
    stick.wait_status(BOOT_TIME_MAX, "the second release", |status| runs(status, "b"))?;
    assert_eq!(color(&mut stick)?, Some(BLUE));
    stick.finish()
}

/// The release gives all devices of the class the JavaScript engine, and wants to hear of them.
#[test]
fn a_release_chooses_the_engine_and_hears_how_it_fares() -> Result<()> {
    let shop = Shop::http()?;
    let url = format!("{}report", shop.server.guest_url());
    let mut stick = boot_factory(shop.options(ARM64))?;
    assert_eq!(stick.status()?["engine"]["kind"], "wasm");
    let number = shop.publish_planned(ARM64, &filled(GREEN_TEXT, ""), |plan| {
        plan.urgent = true;
        plan.engines.insert(ARM64.into(), EngineShare { js_share: 10_000 });
        plan.report = Some(Report { url, interval: 10 });
    })?;
    stick.shell_ok("/usr/bin/ferrule update")?;
    let status =
        stick.wait_status(BOOT_TIME_MAX, "it to prove good", |status| has_proved_good(status, "a"))?;
    assert_eq!(status["engine"]["kind"], "js", "{status}");
    assert_eq!(color(&mut stick)?, Some(GREEN));
    look(&mut stick)?;
    let report = wait_for(REACTION_TIME_MAX, "a report", || {
        Ok(shop.server.requests().into_iter().find(|request| request.path == "report"))
    })?;
    let report: Value = serde_json::from_slice(&report.body).expect("a report is JSON");
    assert_eq!(
        (&report["release"], &report["slot"], &report["engine"], &report["hardware"]),
        (&number.into(), &"a".into(), &"js".into(), &ARM64.into()),
        "{report}"
    );
    assert!(report["frame_cpu_us"]["samples"].as_u64() > Some(0), "{report}");
    stick.finish()
}

#[test]
fn pulling_the_plug_five_times_in_a_trial_does_not_roll_back() -> Result<()> {
    let shop = Shop::http()?;
    shop.publish(ARM64, &filled(GREEN_TEXT, ""))?;
    let folder = TemporaryFolder::new();
    std::fs::create_dir_all(&folder.0).expect("a temporary folder");
    let disk = folder.0.join("data.img");
    std::fs::copy(out().join(ARM64).join("data.img"), &disk).expect("the image's data partition");
    let options = || BootOptions { data: DataDisk::Kept(disk.clone()), ..shop.options(ARM64) };
    let mut stick = boot_factory(options())?;
    let outcome = look(&mut stick)?;
    assert!(outcome.contains("is ready"), "{outcome}");
    drop(stick);
    for pull in 0..PLUG_PULLS {
        let mut stick = Stick::boot(options())?;
        let status = stick.wait_status(BOOT_TIME_MAX, "the release on trial", |status| runs(status, "a"))?;
        assert_eq!(status["release"]["trial"], true, "after {pull} pulls: {status}");
        // Without a word to anybody.
        drop(stick);
    }
    let mut stick = Stick::boot(options())?;
    stick.wait_status(BOOT_TIME_MAX, "it to prove good", |status| has_proved_good(status, "a"))?;
    assert_eq!(color(&mut stick)?, Some(GREEN));
    stick.finish()
}
