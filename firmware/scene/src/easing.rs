//! Values between two values: easing curves, numbers and colours.

use ferrule_abi::{Color, Easing};

use crate::math::clamp;
use crate::tree::Slot;

/// How much of the way is done at `progress` of the time, both 0 to 1; a curve may overshoot.
pub(crate) fn ease(easing: Easing, progress: f32) -> f32 {
    match easing {
        Easing::Linear => progress,
        Easing::CubicBezier([x1, y1, x2, y2]) => {
            let t = parameter_at(x1, x2, progress);
            curve(y1, y2, t)
        }
    }
}

/// One coordinate of the Bézier curve from 0 to 1 with control values `a` and `b`.
fn curve(a: f32, b: f32, t: f32) -> f32 {
    let u = 1.0 - t;
    3.0 * u * u * t * a + 3.0 * u * t * t * b + t * t * t
}

/// The curve's parameter where its x is `x`. x grows with the parameter, so halving always finds it.
fn parameter_at(x1: f32, x2: f32, x: f32) -> f32 {
    let (mut low, mut high) = (0.0_f32, 1.0_f32);
    let mut t = x;
    for _ in 0..16 {
        let error = curve(x1, x2, t) - x;
        if error.abs() < 1.0e-5 {
            break;
        }
        if error > 0.0 {
            high = t;
        } else {
            low = t;
        }
        t = (low + high) * 0.5;
    }
    t
}

/// The value of a slot on the way between two, as the slot stores it.
pub(crate) fn between(slot: Slot, from: u32, to: u32, done: f32) -> u32 {
    match slot {
        Slot::Fill | Slot::FillTo | Slot::BorderColor | Slot::TextColor => {
            mix(Color(from), Color(to), done).0
        }
        _ => {
            let (from, to) = (f32::from_bits(from), f32::from_bits(to));
            (from + (to - from) * done).to_bits()
        }
    }
}

/// Mixes two straight colours as if they were premultiplied, so that fading from or to a transparent colour does
/// not pass through that colour's hidden channels.
fn mix(from: Color, to: Color, done: f32) -> Color {
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

    #[test]
    fn curves_start_and_end_where_they_should_and_grow() {
        for easing in [Easing::Linear, Easing::EASE, Easing::EASE_IN, Easing::EASE_OUT, Easing::EASE_IN_OUT] {
            let mut last = -1.0;
            for step in 0..=100 {
                let y = ease(easing, step as f32 / 100.0);
                assert!(y >= last - 1.0e-4, "{easing:?} falls at {step}");
                last = y;
            }
            assert!(ease(easing, 0.0).abs() < 1.0e-3);
            assert!((ease(easing, 1.0) - 1.0).abs() < 1.0e-3);
        }
        assert!(ease(Easing::EASE_IN, 0.5) < 0.4);
        assert!((ease(Easing::EASE_IN_OUT, 0.5) - 0.5).abs() < 1.0e-3);
    }

    #[test]
    fn fading_from_transparent_black_to_white_stays_white() {
        let half = mix(Color::TRANSPARENT, Color::WHITE, 0.5);
        assert_eq!(half, Color(0xffff_ff80));
        assert_eq!(mix(Color::BLACK, Color::WHITE, 0.5), Color(0x8080_80ff));
        assert_eq!(mix(Color::BLACK, Color::WHITE, 0.0), Color::BLACK);
        assert_eq!(mix(Color::BLACK, Color::WHITE, 1.0), Color::WHITE);
    }
}
