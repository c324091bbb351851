//! A damped spring in closed form.
//!
//! The natural frequency is ω = 2π / duration; the damping ratio ζ follows from the bounce. With s = √|1 − ζ²|:
//!
//! | | share of the distance | push of the speed |
//! |---|---|---|
//! | ζ < 1 | e^(−ζωt) (cos ωst + ζ/s · sin ωst) | e^(−ζωt) sin ωst / ωs |
//! | ζ = 1 | e^(−ωt) (1 + ωt) | t e^(−ωt) |
//! | ζ > 1 | (b e^(−at) − a e^(−bt)) / (b − a) | (e^(−at) − e^(−bt)) / (b − a), a, b = ω (ζ ∓ s) |
//!
//! In all three the share changes by −ω² × push.

use core::f32::consts::TAU;

use ferrule_abi::Easing;

use crate::anim::course::Response;
use crate::math::{clamp, exp_neg, sin_cos, sqrt};
use crate::slots::Unit;

/// Bounces nearer to 0 than this are 0: the two other forms divide by nearly nothing there.
const CRITICAL_BOUNCE: f32 = 0.01;
/// Nearer to its end than this, in pixels, and slower than [`REST_PIXELS_PER_SECOND`], a spring is at rest.
const REST_PIXELS: f32 = 0.1;
/// In pixels per second.
const REST_PIXELS_PER_SECOND: f32 = 3.0;
/// The same for what counts in wholes, such as opacity and scale, and for the way between two colours.
const REST_RATIO: f32 = 0.001;
/// Per second.
const REST_RATIO_PER_SECOND: f32 = 0.03;

/// Whether a spring this far from its end and this fast is at rest.
pub(crate) fn is_at_rest(unit: Unit, left: f32, rate: f32) -> bool {
    let (distance, speed) = match unit {
        Unit::Pixels => (REST_PIXELS, REST_PIXELS_PER_SECOND),
        Unit::Ratio | Unit::Color => (REST_RATIO, REST_RATIO_PER_SECOND),
    };
    left.abs() < distance && rate.abs() < speed
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Damping {
    Under,
    Critical,
    Over,
}

/// How a spring swings, whatever its duration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spring {
    damping: Damping,
    /// The damping ratio.
    ratio: f32,
    root: f32,
}

impl Spring {
    /// The spring of an easing; other easings count as one without bounce.
    pub(crate) fn new(easing: Easing) -> Self {
        let bounce = if let Easing::Spring { bounce } = easing { bounce } else { 0.0 };
        if bounce > CRITICAL_BOUNCE {
            let ratio = 1.0 - clamp(bounce, 0.0, 0.9);
            Self { damping: Damping::Under, ratio, root: sqrt(1.0 - ratio * ratio) }
        } else if bounce < -CRITICAL_BOUNCE {
            let ratio = 1.0 / (1.0 + clamp(bounce, -0.9, 0.0));
            Self { damping: Damping::Over, ratio, root: sqrt(ratio * ratio - 1.0) }
        } else {
            Self { damping: Damping::Critical, ratio: 1.0, root: 0.0 }
        }
    }

    /// Where a spring of a duration is some time after it set off, both in seconds, the duration more than 0.
    pub(crate) fn at(&self, seconds: f32, duration: f32) -> Response {
        let frequency = TAU / duration;
        let angle = frequency * seconds;
        let Self { ratio, root, .. } = *self;
        let (share, push, push_rate) = match self.damping {
            Damping::Under => {
                let decay = exp_neg(ratio * angle);
                let (sine, cosine) = sin_cos(root * (seconds / duration));
                let lag = ratio / root * sine;
                (decay * (cosine + lag), decay * sine / (frequency * root), decay * (cosine - lag))
            }
            Damping::Critical => {
                let decay = exp_neg(angle);
                (decay * (1.0 + angle), decay * seconds, decay * (1.0 - angle))
            }
            Damping::Over => {
                let (slow, fast) = (ratio - root, ratio + root);
                let (long, short) = (exp_neg(slow * angle), exp_neg(fast * angle));
                let between = 1.0 / (fast - slow);
                let push = (long - short) * between / frequency;
                ((fast * long - slow * short) * between, push, (fast * short - slow * long) * between)
            }
        };
        Response { share, push, share_rate: -frequency * frequency * push, push_rate }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same spring by brute force: half a million small steps a second, in double precision.
    fn simulated(bounce: f64, duration: f64, seconds: f64, start: f64, speed: f64) -> (f64, f64) {
        const STEP: f64 = 2.0e-6;
        let ratio = if bounce > 0.0 { 1.0 - bounce } else { 1.0 / (1.0 + bounce) };
        let frequency = core::f64::consts::TAU / duration;
        let force = |at: f64, fast: f64| -frequency * frequency * at - 2.0 * ratio * frequency * fast;
        let (mut at, mut fast) = (start, speed);
        for _ in 0..(seconds / STEP).round() as u64 {
            let middle = fast + force(at, fast) * STEP * 0.5;
            let there = at + fast * STEP * 0.5;
            at += middle * STEP;
            fast += force(there, middle) * STEP;
        }
        (at, fast)
    }

    #[test]
    fn every_damping_is_as_computed_in_small_steps() {
        for bounce in [-0.9, -0.5, -0.02, 0.0, 0.02, 0.3, 0.6, 0.9] {
            let spring = Spring::new(Easing::Spring { bounce });
            for seconds in [0.01_f32, 0.1, 0.25, 0.6] {
                let response = spring.at(seconds, 0.5);
                let (at, fast) = simulated(f64::from(bounce), 0.5, f64::from(seconds), 300.0, -2000.0);
                let (left, rate) = (response.left(300.0, -2000.0), response.rate(300.0, -2000.0));
                assert!((f64::from(left) - at).abs() < 0.05, "{bounce} at {seconds}: {left} for {at}");
                assert!((f64::from(rate) - fast).abs() < 1.0, "{bounce} at {seconds}: {rate} for {fast}");
            }
        }
    }

    #[test]
    fn without_bounce_it_never_goes_too_far() {
        for bounce in [-0.9, -0.3, 0.0] {
            let spring = Spring::new(Easing::Spring { bounce });
            let mut last = 1.0;
            for step in 0..10_000 {
                let share = spring.at(step as f32 * 1.0e-3, 0.4).share;
                assert!(share <= last && share >= 0.0, "{bounce} at {step}: {share} after {last}");
                last = share;
            }
        }
        let least = (0..1000)
            .map(|step| Spring::new(Easing::Spring { bounce: 0.5 }).at(step as f32 * 1.0e-3, 0.4).share);
        assert!(least.fold(1.0_f32, f32::min) < -0.1, "with bounce it does");
    }

    #[test]
    fn after_its_duration_nearly_all_is_done() {
        let share = Spring::new(Easing::Spring { bounce: 0.0 }).at(0.3, 0.3).share;
        assert!((0.005..0.02).contains(&share), "{share}");
    }
}
