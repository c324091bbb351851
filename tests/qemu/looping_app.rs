//! JavaScript is not on the path from key to screen: with the app in an endless loop focus still
//! moves and animations still run.

use std::path::Path;

use ferrule_harness::{BOOT_TIME_MAX, BootOptions, REACTION_TIME_MAX, Result, Stick};

use crate::support::{ARM64, changed_bundle, changed_share, modelled, number, samples};

/// Appended to the home app: it runs normally until the menu key, and never again after it.
const ENDLESS_LOOP: &str = "
const calmly = ferrule.onKey;
ferrule.onKey = (event) => { while (event.key === 'menu') {} calmly(event); };
";
/// The budget for 99 of 100 keys, microseconds of guest time, with the app taking all it can get
/// of the only processor.
const KEY_TO_COMMIT_P99_US_MAX: u64 = 33_000;
/// CPU ticks (10 ms each) that prove the app is in its loop.
const LOOPING_TICKS_MIN: u64 = 30;

/// Lets a bundle's app loop from the menu key on.
pub(crate) fn add_loop(bundle: &Path) {
    let script = bundle.join("app.js");
    let text = std::fs::read_to_string(&script).expect("the factory bundle has an app.js");
    std::fs::write(&script, text + ENDLESS_LOOP).expect("a private copy can be written");
}

/// User-mode CPU ticks of a process so far.
fn user_ticks(stick: &mut Stick, pid: u64) -> Result<u64> {
    let stat = stick.shell_ok(&format!("cut -d' ' -f14 /proc/{pid}/stat"))?;
    Ok(stat.parse().unwrap_or_else(|error| panic!("{stat:?}: {error}")))
}

#[test]
fn focus_moves_while_the_app_loops_forever() -> Result<()> {
    let bundle = changed_bundle(ARM64, add_loop)?;
    let mut stick = Stick::boot(BootOptions { app: Some(bundle.0.clone()), ..modelled(ARM64) })?;
    let status = stick.wait_at_rest(BOOT_TIME_MAX)?;
    let pid = number(&status, "/app/pid");
    let idle_ticks = user_ticks(&mut stick, pid)?;
    stick.press("menu")?;
    ferrule_harness::wait_for(REACTION_TIME_MAX, "the app to loop", || {
        Ok((user_ticks(&mut stick, pid)? > idle_ticks + LOOPING_TICKS_MIN).then_some(()))
    })?;
    let before = stick.status()?;
    let picture = stick.screenshot()?;
    stick.reset_samples()?;
    for key in ["right", "right", "down", "right", "right", "left", "down", "up"] {
        let frames = number(&stick.status()?, "/frames/committed");
        stick.press(key)?;
        stick.wait_status(REACTION_TIME_MAX, "a frame for the key", |status| {
            number(status, "/frames/committed") > frames && status["idle"] == true
        })?;
    }
    let after = stick.status()?;
    let moved = number(&after, "/events/focus_changes") - number(&before, "/events/focus_changes");
    assert_eq!(moved, 8, "{after}");
    assert_eq!(number(&after, "/app/pid"), pid, "the looping app was replaced: {after}");
    assert!(changed_share(&stick.screenshot()?, &picture) > 0.01, "the picture did not follow");
    let mut times = samples(&after, "key_to_commit_us");
    times.sort_unstable();
    let worst = times.last().copied().unwrap_or(u64::MAX);
    assert!(worst <= KEY_TO_COMMIT_P99_US_MAX, "key to commit: {times:?} us");
    stick.finish()
}
