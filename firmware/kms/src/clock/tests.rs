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

/// Runs an animation for a second: frames take `work(n)` microseconds, up to one frame waits behind a pending flip.
/// Returns the clock and the flip times.
fn animate(driver: &Driver, work: impl Fn(u64) -> u64) -> (FrameClock, Vec<u64>) {
    let mut clock = FrameClock::new(PERIOD);
    let mut flips: Vec<u64> = Vec::new();
    let (mut now, mut shown) = (5_000, 0);
    let mut pending: Vec<(u64, u64)> = Vec::new();
    for frame in 0.. {
        now = clock.next_begin(now);
        if now > 1_005_000 {
            break;
        }
        clock.begin(now);
        now += work(frame);
        // Flips that completed while the frame was made.
        pending.retain(|(committed, flip)| {
            let is_due = *flip <= now;
            if is_due {
                clock.flipped(*committed, *flip);
            }
            !is_due
        });
        let committed = now.max(shown + 1);
        let flip = driver.flip(committed, frame);
        flips.push(flip);
        shown = flip;
        // With one frame queued behind the flip, the next can only begin when the first is on the screen.
        if committed > now {
            now = committed;
        }
        pending.push((committed, flip));
    }
    (clock, flips)
}

fn per_second(flips: &[u64]) -> usize {
    flips.len()
}

#[test]
fn vblanks_set_the_pace() {
    for jitter_us in [0, 100] {
        let (clock, flips) = animate(&Driver::Vblank { jitter_us }, |frame| 3_000 + frame % 5 * 1_000);
        assert_eq!(clock.pacing(), Pacing::Driver);
        assert!((59..=61).contains(&per_second(&flips)), "{}", per_second(&flips));
    }
}

#[test]
fn heavy_frames_on_vblanks_are_not_taken_for_a_driver_without() {
    let (clock, flips) = animate(&Driver::Vblank { jitter_us: 100 }, |_| 16_000);
    assert_eq!(clock.pacing(), Pacing::Driver);
    assert!((59..=61).contains(&per_second(&flips)), "{}", per_second(&flips));
}

#[test]
fn without_vblanks_the_clock_keeps_the_period() {
    for delay_us in [0, 300, 1_500] {
        let (clock, flips) = animate(&Driver::AtOnce { delay_us }, |frame| 1_000 + frame % 3 * 700);
        assert_eq!(clock.pacing(), Pacing::Own, "delay {delay_us}");
        assert!((57..=61).contains(&per_second(&flips)), "{} at {delay_us}", per_second(&flips));
    }
}

#[test]
fn a_frame_time_above_the_period_does_not_halve_the_rate() {
    for driver in [Driver::Vblank { jitter_us: 0 }, Driver::AtOnce { delay_us: 100 }] {
        let (_, flips) = animate(&driver, |_| 20_000);
        assert!((48..=51).contains(&per_second(&flips)), "{}", per_second(&flips));
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
    assert!(next >= 5_000_000 + PERIOD / 4 && next <= 5_000_000 + PERIOD + PERIOD / 4, "{next}");
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
