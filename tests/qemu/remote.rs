//! The remote: focus, scroll, page and return, as pictures and as events; autorepeat; keys pressed
//! while things move.

use std::time::Duration;

use ferrule_board::Repeat;
use ferrule_harness::{REACTION_TIME_MAX, Result, Stick};
use serde_json::Value;

use crate::support::{
    ARM64, ARMV7, assert_golden, assert_same, boot_home, changed_share, modelled, number, options,
    picture_at_rest,
};

/// Less of the screen than this changing means that a key had no visible effect.
const VISIBLE_SHARE_MIN: f64 = 0.001;

/// Presses keys, waits for rest, and returns the statuses before and after.
pub(crate) fn press(stick: &mut Stick, keys: &str) -> Result<(Value, Value)> {
    let before = stick.status()?;
    let seen = number(&before, "/events/keys");
    let count = keys.split_whitespace().count() as u64;
    stick.press(keys)?;
    stick.wait_status(REACTION_TIME_MAX, "all keys to arrive", |status| {
        number(status, "/events/keys") >= seen + count
    })?;
    Ok((before, stick.wait_at_rest(REACTION_TIME_MAX)?))
}

fn grown(statuses: &(Value, Value), path: &str) -> u64 {
    number(&statuses.1, path) - number(&statuses.0, path)
}

/// The tree that `ferrule tree` prints has the focused node that the status names, in its box on the screen.
fn assert_tree_has_the_focus(stick: &mut Stick) -> Result<()> {
    let focus = number(&stick.status()?, "/engine/focus").to_string();
    let tree = stick.shell_ok("/usr/bin/ferrule tree")?;
    let focused: Vec<&str> = tree.lines().filter(|line| line.contains(" focused")).collect();
    assert_eq!(focused.len(), 1, "{tree}");
    assert!(focused[0].trim_start().starts_with(&format!("{focus} view ")), "{focus}: {}", focused[0]);
    let json: Value = serde_json::from_str(&stick.shell_ok("/usr/bin/ferrule tree --json")?)
        .unwrap_or_else(|error| panic!("`ferrule tree --json`: {error}"));
    assert_eq!(number(&json, "/focus").to_string(), focus);
    Ok(())
}

/// Focus, scroll, page and return, from the home screen back to it.
pub(crate) fn focus_scroll_page_and_return(stick: &mut Stick, subject: &str) -> Result<()> {
    let home = stick.screenshot()?;
    for (keys, golden) in [("right", "home-right"), ("down", "home-right-down")] {
        let statuses = press(stick, keys)?;
        assert_eq!(grown(&statuses, "/events/focus_changes"), 1, "{keys}: {}", statuses.1);
        assert_golden(&stick.screenshot()?, golden, subject)?;
    }
    assert_tree_has_the_focus(stick)?;
    let rail = stick.screenshot()?;
    let statuses = press(stick, "ok")?;
    assert_eq!(grown(&statuses, "/events/activations"), 1, "{}", statuses.1);
    assert_golden(&stick.screenshot()?, "detail", subject)?;
    press(stick, "back")?;
    assert_same(&stick.screenshot()?, &rail, "the rail after `back`");
    press(stick, "up left")?;
    assert_same(&stick.screenshot()?, &home, "the home screen after the way back");
    Ok(())
}

fn drives_home(board: &str) -> Result<()> {
    let mut stick = boot_home(options(board))?;
    focus_scroll_page_and_return(&mut stick, &format!("remote-{board}"))?;
    stick.finish()
}

#[test]
fn focus_scroll_page_and_return_on_arm64() -> Result<()> {
    drives_home(ARM64)
}

#[test]
fn focus_scroll_page_and_return_on_armv7() -> Result<()> {
    drives_home(ARMV7)
}

/// How often a key repeats while it is held for `held_ms`, by the board's rule.
fn repeats_within(held_ms: f64, repeat: &Repeat) -> u64 {
    let (mut at, mut interval, mut count) = (f64::from(repeat.delay_ms), f64::from(repeat.interval_ms), 0);
    while at <= held_ms {
        count += 1;
        at += interval;
        interval = (interval * f64::from(100 - repeat.acceleration_percent) / 100.0)
            .max(f64::from(repeat.interval_min_ms));
    }
    count
}

#[test]
fn the_boards_rate_is_counted_right() {
    let repeat = Repeat {
        delay_ms: 400,
        interval_ms: 200,
        acceleration_percent: 50,
        interval_min_ms: 80,
        stuck_timeout_ms: 30_000,
    };
    // At 400, 600, 700, 780, 860 ms.
    for (held, count) in [(399.0, 0), (400.0, 1), (650.0, 2), (800.0, 4), (860.0, 5)] {
        assert_eq!(repeats_within(held, &repeat), count, "{held} ms");
    }
}

#[test]
fn a_held_key_repeats_at_the_boards_rate_and_scrolls() -> Result<()> {
    let mut stick = boot_home(modelled(ARM64))?;
    let before = stick.status()?;
    let picture = stick.screenshot()?;
    let held = Duration::from_millis(2000);
    let truly_held = stick.hold_in_guest("right", held)?;
    let after = stick.wait_at_rest(REACTION_TIME_MAX)?;
    let repeats = number(&after, "/events/key_repeats") - number(&before, "/events/key_repeats");
    let expected = repeats_within(truly_held.as_secs_f64() * 1000.0, &stick.board().repeat);
    assert!(repeats.abs_diff(expected) <= 1, "{repeats} repeats in {truly_held:?}, {expected} expected");
    let moved = number(&after, "/events/focus_changes") - number(&before, "/events/focus_changes");
    assert_eq!(moved, repeats + 1, "one step for the press and one for each repeat: {after}");
    let share = changed_share(&stick.screenshot()?, &picture);
    assert!(share > 10.0 * VISIBLE_SHARE_MIN, "the rail did not scroll: {share} changed");
    stick.finish()
}

#[test]
fn keys_pressed_during_an_animation_are_not_lost() -> Result<()> {
    let mut stick = boot_home(options(ARM64))?;
    let home = stick.screenshot()?;
    for key in ["right", "right", "right", "down", "down"] {
        press(&mut stick, key)?;
    }
    let slow = picture_at_rest(&mut stick)?;
    assert!(changed_share(&slow, &home) > VISIBLE_SHARE_MIN, "the keys had no effect");
    press(&mut stick, "up up left left left")?;
    assert_same(&stick.screenshot()?, &home, "the home screen after the way back");
    let statuses = press(&mut stick, "right right right down down")?;
    assert_eq!(grown(&statuses, "/events/focus_changes"), 5, "{}", statuses.1);
    assert_same(&stick.screenshot()?, &slow, "five hurried keys and five slow ones");
    stick.finish()
}
