//! The plug: a start without a display, and any number of unplugs and replugs.

use ferrule_harness::{BOOT_TIME_MAX, BootOptions, REACTION_TIME_MAX, Result, Stick};

use crate::support::{ARM64, ARMV7, assert_golden, assert_same, boot_home, number, options, picture_at_rest};

/// Unplugs and replugs per test.
const CYCLES: usize = 20;
/// Cycles after which memory must not grow any more: by then every cache has been filled once.
const WARM_CYCLES: usize = 5;
/// What ferrule's PSS may wander between two equal states, KiB: a page here and there.
const PSS_GROWTH_KIB_MAX: u64 = 512;

/// Waits until the process has noticed the plug.
pub(crate) fn wait_connected(stick: &mut Stick, connected: bool) -> Result<()> {
    let what = if connected { "the display to be seen" } else { "the display's absence to be seen" };
    stick.wait_status(REACTION_TIME_MAX, what, |status| status["display"]["connected"] == connected).map(drop)
}

fn starts_without_a_display(board: &str) -> Result<()> {
    let mut stick = Stick::boot(BootOptions { connector_off: true, ..options(board) })?;
    // The app comes up all the same; there is just nothing to show it on. With its second turn the display thread has
    // looked at the connectors: what is plugged in from now on is a change.
    stick.wait_status(BOOT_TIME_MAX, "the app to run without a display", |status| {
        let has_looked = number(status, "/wakeups/display") > 1;
        has_looked && status["display"]["connected"] == false && status["app"]["pid"].is_u64()
    })?;
    stick.set_connector("detect")?;
    wait_connected(&mut stick, true)?;
    assert_golden(&picture_at_rest(&mut stick)?, "home", &format!("connector-{board}"))?;
    stick.finish()
}

#[test]
fn starts_without_a_display_on_arm64() -> Result<()> {
    starts_without_a_display(ARM64)
}

#[test]
fn starts_without_a_display_on_armv7() -> Result<()> {
    starts_without_a_display(ARMV7)
}

#[test]
fn twenty_unplugs_bring_the_picture_back_and_cost_no_memory() -> Result<()> {
    let mut stick = boot_home(options(ARM64))?;
    let home = stick.screenshot()?;
    let mut warm_kib = 0;
    for cycle in 1..=CYCLES {
        stick.set_connector("off")?;
        wait_connected(&mut stick, false)?;
        stick.set_connector("detect")?;
        wait_connected(&mut stick, true)?;
        assert_same(&picture_at_rest(&mut stick)?, &home, &format!("after unplug {cycle}"));
        if cycle == WARM_CYCLES {
            warm_kib = stick.pss_kib("ferrule")?;
        }
    }
    let end_kib = stick.pss_kib("ferrule")?;
    let limit = warm_kib + PSS_GROWTH_KIB_MAX;
    assert!(end_kib <= limit, "PSS grew from {warm_kib} to {end_kib} KiB in {CYCLES} cycles");
    stick.finish()
}
