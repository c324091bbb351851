//! Scaling down: every pixel of the result is the mean of the area it covers, with premultiplied colours.

use crate::decode::Decoded;
use crate::{PixelFormat, Pixels, Target};

/// One in the fixed-point weights. A byte times two of them fits 32 bits.
const ONE: u32 = 1 << 8;

/// A run of source pixels that make one pixel of the result.
struct Span {
    first: usize,
    /// Weight of each; they sum to [`ONE`].
    weights: Vec<u32>,
}

/// Makes pixels of the size that the target needs.
pub(crate) fn down(from: &Decoded, target: Target) -> Pixels {
    let (width, height) = size_for(from.width, from.height, target);
    if (width, height) == (from.width, from.height) {
        let mut rgba = vec![0; width as usize * height as usize * 4];
        premultiply(&from.data, from.channels, &mut rgba);
        return Pixels { width, height, format: PixelFormat::Rgba8888, bytes: rgba };
    }
    let columns = spans(from.width, width);
    let rows = spans(from.height, height);
    let stride = from.width as usize * from.channels;
    let mut rgba = Vec::with_capacity(width as usize * height as usize * 4);
    let mut line = vec![0_u8; from.width as usize * 4];
    let mut sums = vec![0_u32; from.width as usize * 4];
    for row in &rows {
        sums.fill(0);
        for (offset, weight) in row.weights.iter().enumerate() {
            let start = (row.first + offset) * stride;
            let source = from.data.get(start..start + stride).unwrap_or_default();
            premultiply(source, from.channels, &mut line);
            for (sum, value) in sums.iter_mut().zip(&line) {
                *sum += u32::from(*value) * weight;
            }
        }
        reduce(&sums, &columns, &mut rgba);
    }
    Pixels { width, height, format: PixelFormat::Rgba8888, bytes: rgba }
}

/// The smallest size that covers the target in both directions, at most the file's own.
fn size_for(width: u32, height: u32, target: Target) -> (u32, u32) {
    if target == Target::UNSCALED {
        return (width, height);
    }
    let ratio = |wanted: u32, there: u32| f64::from(wanted) / f64::from(there);
    let scale = ratio(target.width, width).max(ratio(target.height, height)).min(1.0);
    let scaled = |side: u32| ((f64::from(side) * scale).round() as u32).clamp(1, side);
    (scaled(width), scaled(height))
}

/// Which of `there` pixels make each of `wanted`, and with what weight.
fn spans(there: u32, wanted: u32) -> Vec<Span> {
    let step = f64::from(there) / f64::from(wanted);
    (0..wanted)
        .map(|index| {
            let start = f64::from(index) * step;
            let end = (start + step).min(f64::from(there));
            let first = start as u32;
            let last = ((end.ceil() as u32).max(first + 1)).min(there);
            let covered = |pixel: u32| end.min(f64::from(pixel + 1)) - start.max(f64::from(pixel));
            span(first as usize, (first..last).map(|pixel| covered(pixel).max(0.0) / step))
        })
        .collect()
}

/// Fixed-point weights that sum to exactly [`ONE`]: an even colour stays what it is.
fn span(first: usize, shares: impl Iterator<Item = f64>) -> Span {
    let (mut sum, mut given) = (0.0, 0);
    let weights = shares
        .map(|share| {
            sum += share;
            let upto = (sum * f64::from(ONE)).round() as u32;
            let weight = upto - given;
            given = upto;
            weight
        })
        .collect();
    Span { first, weights }
}

/// Expands pixels to red, green, blue, alpha with colours multiplied.
fn premultiply(source: &[u8], channels: usize, rgba: &mut [u8]) {
    match channels {
        1 => expand(source, rgba, |[grey]: [u8; 1]| [grey, grey, grey, 255]),
        2 => expand(source, rgba, |[grey, alpha]: [u8; 2]| {
            let grey = multiply(grey, alpha);
            [grey, grey, grey, alpha]
        }),
        3 => expand(source, rgba, |[red, green, blue]: [u8; 3]| [red, green, blue, 255]),
        _ => expand(source, rgba, |[red, green, blue, alpha]: [u8; 4]| {
            [multiply(red, alpha), multiply(green, alpha), multiply(blue, alpha), alpha]
        }),
    }
}

/// Makes each pixel of `rgba` from one of `source`. Generic, so that each kind of pixel gets a tight loop of its own.
fn expand<const CHANNELS: usize>(source: &[u8], rgba: &mut [u8], pixel: impl Fn([u8; CHANNELS]) -> [u8; 4]) {
    let (from, _) = source.as_chunks::<CHANNELS>();
    let (to, _) = rgba.as_chunks_mut::<4>();
    for (to, from) in to.iter_mut().zip(from) {
        *to = pixel(*from);
    }
}

/// `value * alpha / 255`, rounded.
fn multiply(value: u8, alpha: u8) -> u8 {
    ((u32::from(value) * u32::from(alpha) + 127) / 255) as u8
}

/// Appends one row of the result: the sums of its source rows, reduced to its columns.
fn reduce(sums: &[u32], columns: &[Span], rgba: &mut Vec<u8>) {
    let (pixels, _) = sums.as_chunks::<4>();
    for column in columns {
        let mut total = [ONE * ONE / 2; 4];
        for (pixel, weight) in pixels.iter().skip(column.first).zip(&column.weights) {
            for (total, sum) in total.iter_mut().zip(pixel) {
                *total += sum * weight;
            }
        }
        rgba.extend(total.map(|total| (total / (ONE * ONE)) as u8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_cover_every_pixel_once_with_even_weight() {
        for (there, wanted) in [(16, 16), (16, 5), (1920, 427), (3, 2), (1000, 1), (4, 4), (7, 6)] {
            let spans = spans(there, wanted);
            assert_eq!(spans.len(), wanted as usize);
            let mut last = 0;
            for span in &spans {
                assert_eq!(span.weights.iter().sum::<u32>(), ONE, "{there} to {wanted}");
                assert!(span.first <= last, "{there} to {wanted}: a gap before {}", span.first);
                last = span.first + span.weights.len();
            }
            assert_eq!(last, there as usize, "{there} to {wanted}");
        }
    }

    #[test]
    fn an_even_colour_stays_what_it_is() {
        for value in [0, 1, 127, 254, 255] {
            let data = vec![value; 100 * 60 * 3];
            let from = Decoded { width: 100, height: 60, channels: 3, data };
            let pixels = down(&from, Target { width: 33, height: 0 });
            assert_eq!((pixels.width, pixels.height), (33, 20));
            assert!(
                pixels.bytes.chunks_exact(4).all(|pixel| *pixel == [value, value, value, 255]),
                "{value}"
            );
        }
    }

    #[test]
    fn transparent_pixels_give_no_colour() {
        let data = [[255, 0, 0, 0], [0, 255, 0, 255]].concat();
        let from = Decoded { width: 2, height: 1, channels: 4, data };
        assert_eq!(down(&from, Target { width: 1, height: 0 }).bytes, [0, 128, 0, 128]);
    }
}
