//! The clock against a model of a driver: with vblanks, without them, and with frames that take too long.

use super::*;

const PERIOD: u64 = 16_667;

/// When the modelled driver completes a flip that was committed at a time.
enum Driver {
    /// At the next multiple of the period, plus a jitter below this.
    Vblank { jitter_us: u64 },
    /// This long after the commit.
    AtOnce { delay_us: u64 },
}

impl Driver {
    fn flip(&self, committed: u64, seed: u64) -> u64 {
        match self {
            Self::Vblank { jitter_us } => {
                let jitter = if *jitter_us == 0 { 0 } else { (seed * 7919) % jitter_us };
                (committed / PERIOD + 1) * PERIOD + jitter
            }
            Self::AtOnce { delay_us } => committed + delay_us,
        }
    }
}

/// Runs an animation for a second, as a loop would that wakes up for flips and for the clock. Frames take
/// `work(n)` microseconds; one may wait behind a pending flip. Returns the clock and the flip times.
fn animate(driver: &Driver, work: impl Fn(u64) -> u64) -> (FrameClock, Vec<u64>) {
    let mut clock = FrameClock::new(PERIOD);
    let mut flips: Vec<u64> = Vec::new();
    let mut pending: Option<(u64, u64)> = None;
    let (mut now, mut frame) = (5_000, 0);
    while now < 1_005_000 {
        let begin = clock.next_begin(now);
        if let Some((committed, flip)) = pending.filter(|(_, flip)| *flip <= begin) {
            now = now.max(flip);
            clock.flipped(committed, flip);
            pending = None;
            continue;
        }
        clock.begin(begin);
        now = begin + work(frame);
        if let Some((committed, flip)) = pending {
            // The flip before happened meanwhile, or this frame waits for it.
            now = now.max(flip);
            clock.flipped(committed, flip);
        }
        let flip = driver.flip(now, frame);
        pending = Some((now, flip));
        flips.push(flip);
        frame += 1;
    }
    (clock, flips)
}

/// Pictures per second, rounded.
fn rate(flips: &[u64]) -> u64 {
    let span = flips[flips.len() - 1] - flips[0];
    ((flips.len() as u64 - 1) * 1_000_000 + span / 2) / span
}

#[test]
fn vblanks_set_the_pace() {
    for jitter_us in [0, 100] {
        let (clock, flips) = animate(&Driver::Vblank { jitter_us }, |frame| 3_000 + frame % 5 * 1_000);
        assert_eq!(clock.pacing(), Pacing::Driver);
        assert!((59..=61).contains(&rate(&flips)), "{}", rate(&flips));
    }
}

#[test]
fn heavy_frames_on_vblanks_are_not_taken_for_a_driver_without() {
    let (clock, flips) = animate(&Driver::Vblank { jitter_us: 100 }, |_| 16_000);
    assert_eq!(clock.pacing(), Pacing::Driver);
    assert!((59..=61).contains(&rate(&flips)), "{}", rate(&flips));
}

#[test]
fn without_vblanks_the_clock_keeps_the_period() {
    for delay_us in [0, 300, 1_500, 3_000, 5_000, 9_000] {
        let (clock, flips) = animate(&Driver::AtOnce { delay_us }, |frame| 1_000 + frame % 3 * 700);
        assert_eq!(clock.pacing(), Pacing::Own, "delay {delay_us}");
        assert!((57..=63).contains(&rate(&flips)), "{} at {delay_us}", rate(&flips));
    }
}

#[test]
fn a_frame_time_above_the_period_does_not_halve_the_rate() {
    for driver in [Driver::Vblank { jitter_us: 0 }, Driver::AtOnce { delay_us: 100 }] {
        let (_, flips) = animate(&driver, |_| 20_000);
        assert!((48..=51).contains(&rate(&flips)), "{}", rate(&flips));
    }
}

#[test]
fn a_key_at_rest_is_drawn_at_once_and_the_next_waits_for_the_grid() {
    let mut clock = FrameClock::new(PERIOD);
    clock.begin(100_000);
    clock.flipped(101_000, 110_000);
    assert_eq!(clock.next_begin(5_000_000), 5_000_000);
    let seen = clock.begin(5_000_000);
    assert!(seen > 5_000_000 && seen <= 5_000_000 + PERIOD);
    let next = clock.next_begin(5_000_100);
    let one_period_on = 5_000_000 + PERIOD;
    assert!((one_period_on - PERIOD * 3 / 4..=one_period_on + PERIOD / 4).contains(&next), "{next}");
}

#[test]
fn a_timer_a_little_ahead_of_the_flip_does_not_begin_two_frames_in_one_period() {
    let mut clock = FrameClock::new(PERIOD);
    clock.begin(100_000);
    clock.flipped(103_000, 116_667);
    clock.begin(116_667 + PERIOD);
    clock.flipped(120_000, 116_667 + PERIOD + 40);
    assert!(clock.next_begin(116_667 + PERIOD + 50) >= 116_667 + 2 * PERIOD);
}

#[test]
fn frames_are_computed_for_evenly_spaced_times() {
    let mut clock = FrameClock::new(PERIOD);
    clock.begin(0);
    clock.flipped(1_000, PERIOD);
    let mut seen = Vec::new();
    for frame in 1..20 {
        let now = clock.next_begin(frame * PERIOD + 200);
        seen.push(clock.begin(now));
        clock.flipped(now + 2_000, (frame + 1) * PERIOD);
    }
    assert!(seen.windows(2).all(|pair| pair[1] - pair[0] == PERIOD), "{seen:?}");
}

#[test]
fn senseless_periods_are_brought_into_range() {
    assert_eq!(FrameClock::new(0).period_us(), PERIOD_US_MIN);
    assert_eq!(FrameClock::new(u64::MAX).period_us(), PERIOD_US_MAX);
}
