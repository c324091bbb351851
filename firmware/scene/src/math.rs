//! The few functions that `core` has no stable `f32` version of. Only additions, multiplications, divisions,
//! comparisons and powers of two, each rounded to `f32`, so every implementation of the engine gets the same bits.

/// Beyond this every `f32` is a whole number.
const WHOLE: f32 = 8_388_608.0;

/// The largest whole number not above `value`.
pub(crate) fn floor(value: f32) -> f32 {
    if value.abs() >= WHOLE {
        return value;
    }
    let cut = value as i32 as f32;
    if cut > value { cut - 1.0 } else { cut }
}

/// The nearest whole number; halves go up.
pub(crate) fn round(value: f32) -> f32 {
    floor(value + 0.5)
}

/// The value within bounds, which are numbers; the lower one for what is not a number. Unlike `f32::clamp` it cannot panic, and so does
/// not bring the formatting of floats into the module.
pub(crate) fn clamp(value: f32, least: f32, most: f32) -> f32 {
    let raised = if value > least { value } else { least };
    if raised < most { raised } else { most }
}

/// `value.max(0.0)` in fewer steps; 0 for what is not a number.
pub(crate) fn not_negative(value: f32) -> f32 {
    if value > 0.0 { value } else { 0.0 }
}

/// Beyond this `exp_neg` is zero: the smallest powers of two would be reached.
const EXP_ZERO: f32 = 80.0;

/// e to the power of `-x`, for `x >= 0`; relative error below 1e-6.
pub(crate) fn exp_neg(x: f32) -> f32 {
    if x >= EXP_ZERO || x.is_nan() {
        return 0.0;
    }
    // e^-x = 2^-n × 2^-f, where n is whole and f is within 0 to 1.
    let turns = x * core::f32::consts::LOG2_E;
    let whole = floor(turns);
    // The polynomial takes f in units of e again, in two parts, so that nothing of x is lost when n is large.
    let rest = (x - whole * LN_2_HIGH) - whole * LN_2_LOW;
    let series = 1.0 / 720.0 - rest * (1.0 / 5_040.0 - rest * (1.0 / 40_320.0));
    let series = 1.0 / 6.0 - rest * (1.0 / 24.0 - rest * (1.0 / 120.0 - rest * series));
    let power = 1.0 - rest * (1.0 - rest * (0.5 - rest * series));
    power * power_of_half(whole as u32)
}

/// ln 2 in two parts; the first has so few digits that its multiples are exact.
const LN_2_HIGH: f32 = 355.0 / 512.0;
const LN_2_LOW: f32 = -2.121_944_4e-4;

/// 2 to the power of `-n`, exactly, for n up to 126.
fn power_of_half(n: u32) -> f32 {
    f32::from_bits((127 - n.min(126)) << 23)
}

/// Sine and cosine of an angle in whole turns, `turns >= 0`; error below 1e-6 of a turn that `f32` can tell apart.
pub(crate) fn sin_cos(turns: f32) -> (f32, f32) {
    // The nearest quarter, and what is left, within an eighth to either side.
    let quarter = floor(turns * 4.0 + 0.5);
    let angle = (turns - quarter * 0.25) * core::f32::consts::TAU;
    let square = angle * angle;
    let sine = angle
        * (1.0
            - square * (1.0 / 6.0 - square * (1.0 / 120.0 - square * (1.0 / 5_040.0 - square / 362_880.0))));
    let cosine =
        1.0 - square * (0.5 - square * (1.0 / 24.0 - square * (1.0 / 720.0 - square * (1.0 / 40_320.0))));
    // Four quarters are a turn again.
    match (quarter - 4.0 * floor(quarter * 0.25)) as u32 {
        0 => (sine, cosine),
        1 => (cosine, -sine),
        2 => (-sine, -cosine),
        _ => (-cosine, sine),
    }
}

/// The square root of a number from 0.001 to 100, by Newton's method; relative error below 1e-6.
pub(crate) fn sqrt(value: f32) -> f32 {
    let mut root = (value + 1.0) * 0.5;
    for _ in 0..10 {
        root = (root + value / root) * 0.5;
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_goes_to_the_nearest_and_halves_go_up() {
        for (value, down, near) in [
            (0.0, 0.0, 0.0),
            (1.5, 1.0, 2.0),
            (-1.5, -2.0, -1.0),
            (-0.2, -1.0, 0.0),
            (1.0e7, 1.0e7, 1.0e7),
            (2.49, 2.0, 2.0),
        ] {
            assert_eq!(floor(value), down, "floor of {value}");
            assert_eq!(round(value), near, "round of {value}");
        }
    }

    #[test]
    fn the_exponential_is_close_to_the_real_one_and_never_grows() {
        let mut last = 1.0;
        for step in 0..800_000 {
            let x = step as f32 * 1.0e-4;
            let want = f64::from(-x).exp();
            let got = exp_neg(x);
            assert!((f64::from(got) - want).abs() <= want * 1.0e-6, "exp(-{x}): {got} for {want}");
            assert!(got <= last, "exp(-{x}) grows from {last} to {got}");
            last = got;
        }
        assert_eq!(exp_neg(0.0), 1.0);
        assert_eq!([exp_neg(1.0e9), exp_neg(f32::INFINITY), exp_neg(f32::NAN)], [0.0; 3]);
    }

    #[test]
    fn sine_and_cosine_are_close_to_the_real_ones() {
        for step in 0..200_000 {
            let turns = step as f32 * 1.0e-4;
            let angle = f64::from(turns) * core::f64::consts::TAU;
            let (sine, cosine) = sin_cos(turns);
            let error = (f64::from(sine) - angle.sin()).abs().max((f64::from(cosine) - angle.cos()).abs());
            assert!(error < 1.0e-6, "{turns} turns: {sine} {cosine}, off by {error}");
        }
        assert_eq!(sin_cos(0.0), (0.0, 1.0));
        assert_eq!(sin_cos(0.25), (1.0, -0.0));
    }

    #[test]
    fn the_root_is_close_to_the_real_one() {
        for step in 1..=100_000 {
            let value = step as f32 * 1.0e-3;
            let want = f64::from(value).sqrt();
            let got = f64::from(sqrt(value));
            assert!((got - want).abs() <= want * 1.0e-6, "root of {value}: {got} for {want}");
        }
    }
}
