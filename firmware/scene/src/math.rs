//! The few functions that `core` has no stable `f32` version of. Only additions, multiplications and comparisons,
//! so every implementation of the engine gets the same bits.

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

/// The value within bounds; the lower one for what is not a number. Unlike `f32::clamp` it cannot panic, and so does
/// not bring the formatting of floats into the module.
pub(crate) fn clamp(value: f32, least: f32, most: f32) -> f32 {
    value.max(least).min(most)
}

/// e to the power of `-x`, for `x >= 0`; relative error below 1e-4.
pub(crate) fn exp_neg(x: f32) -> f32 {
    if x >= 40.0 {
        return 0.0;
    }
    // A short Taylor series at x/256, squared eight times.
    let y = x * (1.0 / 256.0);
    let mut power = 1.0 - y * (1.0 - y * (0.5 - y * (1.0 / 6.0 - y * (1.0 / 24.0 - y * (1.0 / 120.0)))));
    for _ in 0..8 {
        power *= power;
    }
    power
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
    fn the_exponential_is_close_to_the_real_one() {
        for step in 0..400 {
            let x = step as f32 * 0.1;
            let want = f64::from(-x).exp();
            let got = f64::from(exp_neg(x));
            assert!((got - want).abs() <= want * 1.0e-4, "exp(-{x}): {got} for {want}");
        }
    }
}
