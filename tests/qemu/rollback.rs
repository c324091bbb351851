//! Releases that are no good, and data partitions that are none: the last good picture comes back, and the factory's always does.

use std::fs;
use std::path::Path;
use std::time::Duration;

use ferrule_harness::{BOOT_TIME_MAX, BootOptions, DataDisk, REACTION_TIME_MAX, Result, Stick};

use crate::shop::{Shop, boot_factory, filled, look, relaunch, runs};
use crate::support::{ARM64, TemporaryFolder, assert_golden, number, out, picture_at_rest};

/// From the launch of a bad release to the last good picture, guest time.
const BACK_WITHIN: Duration = Duration::from_secs(10);
/// Starts of a bad release.
const TRIES_MAX: usize = 3;
/// What init's log says at each.
const TRY_MARK: &str = "on trial, ";

/// Publishes an app that is no good, starts it, and expects the factory's picture back in time.
fn is_rolled_back(script: &str, reason: &str) -> Result<()> {
    let shop = Shop::http()?;
    let mut stick = boot_factory(shop.options(ARM64))?;
    shop.publish(ARM64, script)?;
    let outcome = look(&mut stick)?;
    assert!(outcome.contains("is ready"), "{outcome}");
    let launched_us = relaunch(&mut stick)?;
    stick.console().wait_line(BOOT_TIME_MAX, reason)?;
    let status = stick.wait_status(BOOT_TIME_MAX, "the factory's app again", |status| {
        runs(status, "factory") && number(status, "/started_us") > launched_us
    })?;
    let back = Duration::from_micros(number(&status, "/frames/first_of_app_us") - launched_us);
    assert!(back <= BACK_WITHIN, "the last good picture was back after {back:?}");
    let tries = stick.console().lines().iter().filter(|line| line.contains(TRY_MARK)).count();
    assert!((1..=TRIES_MAX).contains(&tries), "{tries} tries");
    assert_golden(&picture_at_rest(&mut stick)?, "home", "rollback")?;
    let outcome = look(&mut stick)?;
    assert!(outcome.contains("did not prove good"), "{outcome}");
    stick.finish()
}

#[test]
fn an_app_that_crashes_is_rolled_back() -> Result<()> {
    is_rolled_back("throw new Error('broken');", "its app ended")
}

#[test]
fn an_app_that_hangs_is_rolled_back() -> Result<()> {
    is_rolled_back(&filled("#aa0000", "setTimeout(() => { for (;;); }, 300);"), "its app hangs")
}

#[test]
fn an_app_that_never_draws_is_rolled_back() -> Result<()> {
    is_rolled_back("setInterval(() => 0, 1000);", "its app presented nothing")
}

/// Boots with a data partition made by `make` from the image's, and expects the home screen.
fn factory_starts(make: impl FnOnce(&Path)) -> Result<Stick> {
    let folder = TemporaryFolder::new();
    fs::create_dir_all(&folder.0).expect("a temporary folder");
    let disk = folder.0.join("data.img");
    fs::copy(out().join(ARM64).join("data.img"), &disk).expect("the image's data partition");
    make(&disk);
    let shop = Shop::http()?;
    let mut stick = boot_factory(BootOptions { data: DataDisk::Kept(disk), ..shop.options(ARM64) })?;
    assert_golden(&picture_at_rest(&mut stick)?, "home", "rollback")?;
    Ok(stick)
}

#[test]
fn the_factory_starts_with_a_data_partition_of_zeros() -> Result<()> {
    factory_starts(|disk| {
        let bytes = fs::metadata(disk).expect("it is there").len();
        fs::write(disk, vec![0; bytes as usize]).expect("a private copy can be written");
    })?
    .finish()
}

#[test]
fn the_factory_starts_with_garbage_in_place_of_a_data_partition() -> Result<()> {
    factory_starts(|disk| {
        let mut bytes = fs::read(disk).expect("it is there");
        let mut state = 24_301_u32;
        for byte in &mut bytes {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (state >> 24) as u8;
        }
        fs::write(disk, bytes).expect("a private copy can be written");
    })?
    .finish()
}

/// Spoils the data partition of a running stick with `command`, and expects that an update says why it fails and that the factory's
/// app is there after the next launch.
fn survives(command: &str, says: &str) -> Result<()> {
    let shop = Shop::http()?;
    let mut stick = boot_factory(shop.options(ARM64))?;
    shop.publish(ARM64, &filled("#00aa44", ""))?;
    stick.shell_ok(command)?;
    let outcome = look(&mut stick)?;
    assert!(outcome.contains(says), "{outcome}");
    let launched_us = relaunch(&mut stick)?;
    stick.wait_status(BOOT_TIME_MAX, "the factory's app again", |status| {
        runs(status, "factory") && number(status, "/started_us") > launched_us
    })?;
    assert_golden(&picture_at_rest(&mut stick)?, "home", "rollback")?;
    stick.finish()
}

#[test]
fn a_full_data_partition_keeps_the_update_out_and_the_factory_in() -> Result<()> {
    survives("dd if=/dev/zero of=/data/ferrule/fill bs=64k 2>/dev/null; sync", "free space on it")
}

#[test]
fn a_read_only_data_partition_keeps_the_update_out_and_the_factory_in() -> Result<()> {
    // What the kernel does itself when the medium fails; a remount would wait for those who write.
    survives(
        "echo u >/proc/sysrq-trigger; until grep -q ' /data .* ro,' /proc/mounts; do usleep 100000; done",
        "mount it writable",
    )
}

#[test]
fn a_release_that_was_changed_on_the_disk_is_passed_over() -> Result<()> {
    let shop = Shop::http()?;
    let mut stick = boot_factory(shop.options(ARM64))?;
    shop.publish(ARM64, &filled("#00aa44", ""))?;
    look(&mut stick)?;
    stick.shell_ok("printf '\\n' >>/data/ferrule/slots/a/bundle/app.js")?;
    let launched_us = relaunch(&mut stick)?;
    stick.wait_status(BOOT_TIME_MAX, "the factory's app again", |status| {
        runs(status, "factory") && number(status, "/started_us") > launched_us
    })?;
    stick.console().wait_line(REACTION_TIME_MAX, "slot a is passed over")?;
    let outcome = look(&mut stick)?;
    assert!(outcome.contains("is ready"), "it was not installed again: {outcome}");
    stick.finish()
}
