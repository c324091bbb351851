//! The choice of a mode, sensible lists and hostile ones.

use super::*;

fn mode(width: u32, height: u32, refresh_mhz: u32) -> ModeFacts {
    ModeFacts { width, height, refresh_mhz, interlaced: false, stereo: false, favourite: false }
}

fn preferring(width: u32, height: u32, refresh_hz: Option<u32>) -> DisplayPolicy {
    DisplayPolicy { preferred: Some(PreferredMode { width, height, refresh_hz }), ..DisplayPolicy::default() }
}

#[track_caller]
fn check(modes: &[ModeFacts], policy: &DisplayPolicy, expected: Option<usize>) {
    assert_eq!(rank(modes, policy).first().copied(), expected);
}

#[test]
fn the_displays_favourite_wins_without_a_policy() {
    let favourite = ModeFacts { favourite: true, ..mode(1280, 720, 60_000) };
    check(&[mode(1920, 1080, 60_000), favourite], &DisplayPolicy::default(), Some(1));
}

#[test]
fn the_boards_size_wins_over_the_displays_favourite() {
    let favourite = ModeFacts { favourite: true, ..mode(1920, 1080, 60_000) };
    let modes = [favourite, mode(1280, 720, 50_000), mode(1280, 720, 60_000), mode(1280, 720, 59_940)];
    check(&modes, &preferring(1280, 720, None), Some(2));
    check(&modes, &preferring(1280, 720, Some(50)), Some(1));
    check(&modes, &preferring(720, 576, Some(50)), Some(0));
}

#[test]
fn sizes_above_the_boards_limit_are_the_last_resort_and_the_smallest_of_them_first() {
    let favourite = ModeFacts { favourite: true, ..mode(3840, 2160, 60_000) };
    check(&[favourite, mode(640, 480, 60_000)], &DisplayPolicy::default(), Some(1));
    check(&[favourite, mode(2560, 1440, 60_000)], &DisplayPolicy::default(), Some(1));
}

#[test]
fn progressive_comes_before_interlaced_whatever_the_size() {
    let interlaced = ModeFacts { interlaced: true, ..mode(1920, 1080, 60_000) };
    check(&[interlaced, mode(1280, 720, 60_000)], &DisplayPolicy::default(), Some(1));
    check(&[interlaced], &DisplayPolicy::default(), Some(0));
}

#[test]
fn garbage_is_not_chosen() {
    let stereo = ModeFacts { stereo: true, ..mode(1920, 1080, 60_000) };
    let garbage =
        [mode(0, 0, 60_000), mode(1920, 0, 60_000), mode(1920, 1080, 0), mode(1280, 720, u32::MAX), stereo];
    check(&garbage, &DisplayPolicy::default(), None);
    check(&[], &DisplayPolicy::default(), None);
}

#[test]
fn ten_thousand_modes_are_cut() {
    let mut modes = vec![mode(640, 480, 60_000); 10_000];
    modes[MODE_COUNT_MAX - 1] = mode(800, 600, 60_000);
    modes[MODE_COUNT_MAX] = mode(1920, 1080, 60_000);
    let ranked = rank(&modes, &DisplayPolicy::default());
    assert_eq!(ranked[0], MODE_COUNT_MAX - 1);
    assert_eq!(ranked.len(), RANKED_MODE_COUNT_MAX);
}

#[test]
fn the_rate_comes_from_the_timings() {
    // CEA-861 mode 16 at 59.94 Hz.
    let full = Timings {
        clock_khz: 148_352,
        width_total: 2200,
        height_total: 1125,
        vscan: 0,
        interlaced: false,
        double_scan: false,
    };
    let facts = mode(1920, 1080, full.refresh_mhz());
    assert_eq!(facts.to_string(), "1920x1080@59.940");
    assert_eq!(facts.period_ns(), 16_683_350);
    assert_eq!(Timings { clock_khz: 74_250, interlaced: true, ..full }.refresh_mhz(), 60_000);
    assert_eq!(Timings { double_scan: true, ..full }.refresh_mhz(), 29_970);
    assert_eq!(Timings { vscan: 2, ..full }.refresh_mhz(), 29_970);
}

#[test]
fn senseless_timings_have_no_rate() {
    let tiny = Timings {
        clock_khz: u32::MAX,
        width_total: 1,
        height_total: 1,
        vscan: 1,
        interlaced: true,
        double_scan: false,
    };
    assert_eq!(tiny.refresh_mhz(), 0);
    assert_eq!(Timings { width_total: 0, ..tiny }.refresh_mhz(), 0);
}

#[test]
fn a_wish_is_met_by_its_size_and_about_its_rate() {
    let wish = |hz| PreferredMode { width: 1280, height: 720, refresh_hz: hz };
    for (wanted, found, is_met) in [
        (wish(None), mode(1280, 720, 24_000), true),
        (wish(Some(60)), mode(1280, 720, 59_940), true),
        (wish(Some(60)), mode(1280, 720, 50_000), false),
        (wish(None), mode(1280, 768, 60_000), false),
    ] {
        assert_eq!(wanted.is_met_by(&found), is_met, "{wanted} by {found}");
    }
}
