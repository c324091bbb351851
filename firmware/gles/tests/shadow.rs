//! Shadows against the real thing: a rounded box blurred by a Gaussian, computed sample by sample.

mod common;

use common::Canvas;
use ferrule_abi::list::Shadow;
use ferrule_abi::{Color, Item, Radii, Rect};

const SIDE: usize = 128;
/// Largest difference of a pixel, of 255, in boxes as thin as the blur; others are within half of it.
const DIFFERENCE_MAX: f32 = 16.0;

/// Coverage of a rounded box, one sample a pixel with a soft edge.
fn sharp(rect: &Rect, radius: f32) -> Vec<f32> {
    let (half_w, half_h) = (rect.w / 2.0, rect.h / 2.0);
    let (centre_x, centre_y) = (rect.x + half_w, rect.y + half_h);
    let cover = |x: usize, y: usize| {
        let across = (x as f32 + 0.5 - centre_x).abs() - (half_w - radius);
        let down = (y as f32 + 0.5 - centre_y).abs() - (half_h - radius);
        let distance = across.max(down).min(0.0) + across.max(0.0).hypot(down.max(0.0)) - radius;
        (0.5 - distance).clamp(0.0, 1.0)
    };
    (0..SIDE * SIDE).map(|at| cover(at % SIDE, at / SIDE)).collect()
}

/// Blurs rows, and turns the picture so that rows become columns.
fn blur_rows(picture: &[f32], deviation: f32) -> Vec<f32> {
    let reach = (deviation * 4.0).ceil() as isize;
    let weights: Vec<f32> =
        (-reach..=reach).map(|at| (-(at as f32 / deviation).powi(2) / 2.0).exp()).collect();
    let sum: f32 = weights.iter().sum();
    let mut turned = vec![0.0; picture.len()];
    for y in 0..SIDE {
        for x in 0..SIDE {
            let sample = |(at, weight): (isize, &f32)| {
                let from = x as isize + at;
                let inside = (0..SIDE as isize).contains(&from);
                if inside { picture[y * SIDE + from as usize] * weight } else { 0.0 }
            };
            turned[x * SIDE + y] = (-reach..).zip(&weights).map(sample).sum::<f32>() / sum;
        }
    }
    turned
}

#[test]
fn shadows_are_near_a_gaussian_blur() {
    let mut canvas = Canvas::new(SIDE as u32, SIDE as u32);
    for (rect, radius, blur) in [
        (Rect::new(34.0, 34.0, 60.0, 60.0), 0.0, 8.0),
        (Rect::new(34.0, 34.0, 60.0, 60.0), 10.0, 8.0),
        (Rect::new(34.0, 44.0, 60.0, 40.0), 10.0, 20.0),
        (Rect::new(34.0, 44.0, 60.0, 40.0), 20.0, 24.0),
        (Rect::new(24.0, 59.0, 80.0, 10.0), 4.0, 16.0),
        (Rect::new(44.0, 44.0, 40.0, 40.0), 20.0, 12.0),
        (Rect::new(34.0, 44.0, 60.0, 40.0), 8.0, 3.0),
    ] {
        let shadow = Shadow {
            rect,
            radii: Radii::all(radius),
            color: Color::WHITE,
            offset: (0.0, 0.0),
            blur,
            spread: 0.0,
            opacity: 1.0,
        };
        let shot = canvas.paint(&[Item::Shadow(shadow)]);
        let want = blur_rows(&blur_rows(&sharp(&rect, radius), blur / 2.0), blur / 2.0);
        let differences = want.iter().enumerate().map(|(at, want)| {
            let [.., alpha] = shot.pixel((at % SIDE) as u32, (at / SIDE) as u32);
            ((f32::from(alpha) - want * 255.0).abs(), at % SIDE, at / SIDE, alpha, want * 255.0)
        });
        let worst = differences.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        assert!(worst.0 <= DIFFERENCE_MAX, "{shadow:?}: {worst:?}");
    }
}
