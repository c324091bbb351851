//! What the pictures of shapes are made of.

use ferrule_abi::list::{Fill, Quad};
use ferrule_abi::{Color, Item, Rect, Transform};
use ferrule_images::{PixelFormat, Pixels};

use super::{base, solid};

/// All of an image.
pub const WHOLE: Rect = Rect::new(0.0, 0.0, 1.0, 1.0);
/// A landscape with a sun, 64 × 32.
pub const PHOTO: u32 = 1;
/// A white ring with soft edges on nothing, 32 × 32.
pub const ICON: u32 = 2;
/// A frame with round corners and a pattern in its sides, 24 × 24, to be cut at 8 pixels.
pub const FRAME: u32 = 3;

/// A dark page.
pub fn backdrop() -> Vec<Item> {
    let fill = Fill::Linear { from: Color(0x1830_40ff), to: Color(0x3040_58ff), angle: 90.0 };
    vec![Item::Quad(Quad { fill, ..base(0.0, 0.0, 320.0, 180.0) })]
}

/// A light page, for shadows.
pub fn light() -> Vec<Item> {
    vec![solid(0.0, 0.0, 320.0, 180.0, 0xe8ec_f0ff)]
}

/// Stripes over all of the picture.
pub fn stripes() -> Vec<Item> {
    let stripe = |index: u8| {
        let color = if index.is_multiple_of(2) { 0xf2a8_3bff } else { 0x40a0_e0ff };
        solid(f32::from(index) * 16.0, 0.0, 16.0, 180.0, color)
    };
    (0..20).map(stripe).collect()
}

/// Corners of cells, row by row.
pub fn grid(index: usize, columns: usize, width: f32, height: f32) -> (f32, f32) {
    (10.0 + (index % columns) as f32 * width, 10.0 + (index / columns) as f32 * height)
}

/// A turn about a point.
pub fn turn(degrees: f32, x: f32, y: f32) -> Transform {
    let (sin, cos) = degrees.to_radians().sin_cos();
    Transform::rotation(sin, cos, x, y)
}

fn drawn(width: u32, height: u32, pixel: impl Fn(f32, f32) -> [f32; 4]) -> Pixels {
    let mut rgba = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let [red, green, blue, alpha] = pixel(x as f32 + 0.5, y as f32 + 0.5);
            rgba.extend([red * alpha, green * alpha, blue * alpha, alpha].map(|value| (value * 255.0) as u8));
        }
    }
    Pixels { width, height, format: PixelFormat::Rgba8888, bytes: rgba }
}

pub fn photo() -> Pixels {
    drawn(64, 32, |x, y| {
        let hill = 22.0 + 4.0 * (x / 7.0).sin();
        let sun = (x - 46.0).hypot(y - 9.0) < 5.0;
        match () {
            () if y > hill => [0.15, 0.35 + y / 90.0, 0.2, 1.0],
            () if sun => [1.0, 0.9, 0.5, 1.0],
            () => [0.3 + y / 40.0, 0.5, 0.9 - y / 60.0, 1.0],
        }
    })
}

pub fn icon() -> Pixels {
    drawn(32, 32, |x, y| {
        let from_ring = ((x - 16.0).hypot(y - 16.0) - 11.0).abs();
        [1.0, 1.0, 1.0, (4.5 - from_ring).clamp(0.0, 1.0)]
    })
}

pub fn frame() -> Pixels {
    drawn(24, 24, |x, y| {
        let (across, down) = ((x - 12.0).abs() - 4.0, (y - 12.0).abs() - 4.0);
        let outside = across.max(0.0).hypot(down.max(0.0)) - 8.0;
        let cover = (0.5 - outside).clamp(0.0, 1.0);
        let is_rim = outside > -3.0;
        let is_dot = (x as u32 + y as u32).is_multiple_of(4);
        match () {
            () if is_rim && is_dot => [0.9, 0.4, 0.2, cover],
            () if is_rim => [1.0, 0.85, 0.5, cover],
            () => [0.25, 0.3, 0.45, cover * 0.9],
        }
    })
}
