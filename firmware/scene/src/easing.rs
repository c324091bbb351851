//! Values between two values: easing curves, numbers and colours.

use ferrule_abi::motion::StepPosition;
use ferrule_abi::{Color, Easing};

use crate::math::{clamp, floor};
use crate::slots::{Slot, Unit};

/// Steps of the search for a curve's parameter. Four or five are the rule.
const SEARCH_STEPS_MAX: usize = 12;
/// How exactly the parameter's x is met.
const SEARCH_ERROR: f32 = 1.0e-6;
/// Steepest rise of a curve that movements answer to; one that starts upright has no speed to go on with.
const RATE_MAX: f32 = 50.0;
/// How far from a point without direction, such as a start with its control point in it, the direction is taken.
const NUDGE: f32 = 1.0 / 256.0;

/// How much of the way is done, and how much more per whole time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Eased {
    pub(crate) done: f32,
    pub(crate) rate: f32,
}

/// How a way of fixed length runs, prepared to be asked often.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Ease {
    Linear,
    Curve(Curve),
    Steps {
        count: f32,
        /// Steps taken at the very start.
        first: f32,
    },
}

impl Ease {
    /// Nothing for a spring, whose way has no fixed length.
    pub(crate) fn new(easing: Easing) -> Option<Self> {
        Some(match easing {
            Easing::Linear => Self::Linear,
            Easing::CubicBezier([x1, y1, x2, y2]) => {
                Self::Curve(Curve { first: packed(x1, y1), second: packed(x2, y2) })
            }
            Easing::Steps { count, position } => Self::Steps {
                count: f32::from(count),
                first: if position == StepPosition::Start { 1.0 } else { 0.0 },
            },
            Easing::Spring { .. } => return None,
        })
    }

    /// Where it is at `progress` of the time, from 0 to 1; a curve may overshoot.
    #[inline(never)]
    pub(crate) fn at(&self, progress: f32) -> Eased {
        match self {
            Self::Linear => Eased { done: progress, rate: 1.0 },
            Self::Curve(curve) => curve.at(progress),
            Self::Steps { count, first } => {
                let taken = floor(progress * count) + first;
                Eased { done: clamp(taken / count, 0.0, 1.0), rate: 0.0 }
            }
        }
    }
}

/// A cubic Bézier from (0,0) to (1,1) by the bits of its two control points: curves are compared more often than asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Curve {
    first: u64,
    second: u64,
}

fn packed(x: f32, y: f32) -> u64 {
    u64::from(x.to_bits()) << 32 | u64::from(y.to_bits())
}

fn unpacked(point: u64) -> (f32, f32) {
    (f32::from_bits((point >> 32) as u32), f32::from_bits(point as u32))
}

/// The same as two polynomials.
struct Polynomials {
    x: [f32; 3],
    y: [f32; 3],
}

/// One coordinate with control values `a` and `b`, as factors of the parameter, its square and its cube.
fn coefficients(a: f32, b: f32) -> [f32; 3] {
    let first = 3.0 * a;
    let second = 3.0 * (b - a) - first;
    [first, second, 1.0 - first - second]
}

fn value(of: &[f32; 3], t: f32) -> f32 {
    ((of[2] * t + of[1]) * t + of[0]) * t
}

fn rise(of: &[f32; 3], t: f32) -> f32 {
    (3.0 * of[2] * t + 2.0 * of[1]) * t + of[0]
}

impl Curve {
    fn at(&self, x: f32) -> Eased {
        self.polynomials().at(x)
    }

    fn polynomials(&self) -> Polynomials {
        let ((x1, y1), (x2, y2)) = (unpacked(self.first), unpacked(self.second));
        Polynomials { x: coefficients(x1, x2), y: coefficients(y1, y2) }
    }
}

impl Polynomials {
    fn at(&self, x: f32) -> Eased {
        let t = self.parameter_at(x);
        let inner = clamp(t, NUDGE, 1.0 - NUDGE);
        let at = if rise(&self.x, t) < NUDGE { inner } else { t };
        let rate = rise(&self.y, at) / rise(&self.x, at).max(NUDGE * NUDGE);
        Eased { done: value(&self.y, t), rate: clamp(rate, -RATE_MAX, RATE_MAX) }
    }

    /// The parameter where x is `x`: Newton's method, halving where it would leave what is known. x grows with the
    /// parameter.
    fn parameter_at(&self, x: f32) -> f32 {
        let (mut low, mut high) = (0.0_f32, 1.0_f32);
        let mut t = x;
        for _ in 0..SEARCH_STEPS_MAX {
            let error = value(&self.x, t) - x;
            if error.abs() < SEARCH_ERROR {
                break;
            }
            if error > 0.0 {
                high = t;
            } else {
                low = t;
            }
            let next = t - error / rise(&self.x, t);
            t = if next > low && next < high { next } else { (low + high) * 0.5 };
        }
        t
    }
}

/// The value of a slot on the way between two, as the slot stores it.
pub(crate) fn between(slot: Slot, from: u32, to: u32, done: f32) -> u32 {
    match slot.unit() {
        Unit::Color => mix(Color(from), Color(to), done).0,
        Unit::Pixels | Unit::Ratio => {
            let (from, to) = (f32::from_bits(from), f32::from_bits(to));
            (from + (to - from) * done).to_bits()
        }
    }
}

/// Mixes two straight colours as if they were premultiplied, so that fading from or to a transparent colour does
/// not pass through that colour's hidden channels.
#[inline(never)]
pub(crate) fn mix(from: Color, to: Color, done: f32) -> Color {
    let done = clamp(done, 0.0, 1.0);
    let (a, b) = (from.channels(), to.channels());
    let weight_a = f32::from(a[3]) * (1.0 - done);
    let weight_b = f32::from(b[3]) * done;
    let alpha = weight_a + weight_b;
    if alpha <= 0.0 {
        return Color(to.0 & 0xffff_ff00);
    }
    let channel = |at: usize| {
        let value = (f32::from(a[at]) * weight_a + f32::from(b[at]) * weight_b) / alpha;
        (value + 0.5) as u8
    };
    Color::from_channels([channel(0), channel(1), channel(2), (alpha + 0.5) as u8])
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURVES: [Easing; 8] = [
        Easing::Linear,
        Easing::EASE,
        Easing::EASE_IN,
        Easing::EASE_OUT,
        Easing::EASE_IN_OUT,
        // As flat, as steep and as bent as can be.
        Easing::CubicBezier([1.0, 0.0, 0.0, 1.0]),
        Easing::CubicBezier([0.0, 1.0, 1.0, 0.0]),
        Easing::CubicBezier([1.0, 1.0, 1.0, 1.0]),
    ];

    #[test]
    fn curves_start_and_end_where_they_should_and_meet_their_points() {
        for easing in CURVES {
            let ease = Ease::new(easing).unwrap();
            assert!(ease.at(0.0).done.abs() < 1.0e-3, "{easing:?}");
            assert!((ease.at(1.0).done - 1.0).abs() < 1.0e-3, "{easing:?}");
            let Ease::Curve(curve) = ease else { continue };
            let curve = curve.polynomials();
            for step in 0..=1000 {
                let t = step as f32 / 1000.0;
                let eased = curve.at(value(&curve.x, t));
                // Where the curve is upright, a hair of x is a lot of y.
                let off = (eased.done - value(&curve.y, t)).abs();
                let tolerance = 1.0e-4 + 1.0e-5 * rise(&curve.y, t).abs() / rise(&curve.x, t).max(1.0e-4);
                assert!(off < tolerance, "{easing:?} at {t}: off by {off}");
            }
        }
    }

    #[test]
    fn what_grows_never_falls_and_rates_are_those_of_the_curve() {
        for easing in &CURVES[..5] {
            let ease = Ease::new(*easing).unwrap();
            let mut last = ease.at(0.0);
            for step in 1..=2000 {
                let eased = ease.at(step as f32 / 2000.0);
                assert!(eased.done >= last.done - 1.0e-6, "{easing:?} falls at {step}");
                let rate = (eased.done - last.done) * 2000.0;
                let told = (eased.rate + last.rate) * 0.5;
                assert!((rate - told).abs() < 0.05, "{easing:?} at {step}: {told} for {rate}");
                last = eased;
            }
        }
        assert!(Ease::new(Easing::EASE_IN).unwrap().at(0.5).done < 0.4);
    }

    #[test]
    fn steps_jump_at_the_end_or_the_start_of_their_time() {
        let steps = |position| Ease::new(Easing::Steps { count: 4, position }).unwrap();
        for (progress, end, start) in
            [(0.0, 0.0, 0.25), (0.24, 0.0, 0.25), (0.25, 0.25, 0.5), (0.99, 0.75, 1.0), (1.0, 1.0, 1.0)]
        {
            assert_eq!(steps(StepPosition::End).at(progress).done, end, "{progress}");
            assert_eq!(steps(StepPosition::Start).at(progress).done, start, "{progress}");
        }
    }

    #[test]
    fn fading_from_transparent_black_to_white_stays_white() {
        let half = mix(Color::TRANSPARENT, Color::WHITE, 0.5);
        assert_eq!(half, Color(0xffff_ff80));
        assert_eq!(mix(Color::BLACK, Color::WHITE, 0.5), Color(0x8080_80ff));
        assert_eq!(mix(Color::BLACK, Color::WHITE, 0.0), Color::BLACK);
        assert_eq!(mix(Color::BLACK, Color::WHITE, 1.0), Color::WHITE);
        assert_eq!(mix(Color::BLACK, Color::WHITE, f32::NAN), Color::BLACK);
    }
}
