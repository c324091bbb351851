//! What the factory screen says, laid out for any size of display.

use ferrule_abi::text::TextRequest;
use ferrule_text::{Fonts, Rasterizer, SHAPER_CACHE_BYTES_DEFAULT, Shaper, TextLayout};

use super::canvas::{Canvas, Rgb};
use super::digits;
use crate::exit::meaning;

const BACKGROUND: Rgb = 0x10_18_28;
const ACCENT: Rgb = 0xf2_a8_3b;
const TEXT: Rgb = 0xe8_ec_f4;
const MUTED: Rgb = 0x93_a0_b8;
/// Left edge of everything, in UI pixels.
const MARGIN: f32 = 96.0;
/// Side of a square that digits are made of where there are no fonts, in UI pixels.
const SQUARE: f32 = 20.0;

/// The picture about an exit code.
pub(crate) struct FactoryPicture {
    code: u8,
    ui_height: u32,
    text: Option<Text>,
}

struct Text {
    shaper: Shaper,
    rasterizer: Rasterizer,
}

/// A line of text, its size in UI pixels.
struct Line<'a> {
    text: &'a str,
    size: f32,
    weight: u16,
    color: Rgb,
}

impl FactoryPicture {
    /// A picture about `code`, laid out `ui_height` UI pixels high. Without fonts it is the bare number.
    pub(crate) fn new(code: u8, ui_height: u32, fonts: Option<&Fonts>) -> Self {
        let text = |fonts| Text {
            shaper: Shaper::new(fonts, SHAPER_CACHE_BYTES_DEFAULT),
            rasterizer: Rasterizer::new(fonts),
        };
        Self { code, ui_height: ui_height.max(1), text: fonts.map(text) }
    }

    /// The pixels for a display of this size, `0xRRGGBB`, row by row from the top.
    pub(crate) fn paint(&mut self, width: u32, height: u32) -> Vec<Rgb> {
        let scale = height as f32 / self.ui_height as f32;
        let mut sheet = Sheet { canvas: Canvas::new(width, height, BACKGROUND), scale };
        sheet.fill(MARGIN, self.ui_height as f32 * 0.24, (72.0, 6.0), ACCENT);
        let top = self.ui_height as f32 * 0.30;
        match &mut self.text {
            Some(text) => write(&mut sheet, text, self.code, width as f32 / scale - 2.0 * MARGIN, top),
            None => {
                for (column, row) in digits::squares(self.code) {
                    let (x, y) = (MARGIN + column as f32 * SQUARE, top + row as f32 * SQUARE);
                    sheet.fill(x, y, (SQUARE, SQUARE), TEXT);
                }
            }
        }
        sheet.canvas.into_pixels()
    }
}

fn write(sheet: &mut Sheet, text: &mut Text, code: u8, width_max: f32, top: f32) {
    let code = format!("Code {code}: {}", meaning(code));
    let help = "Its app does not start. Switch it off and on; if this stays, tell support the code below.";
    let line = |text, size, weight, color| Line { text, size, weight, color };
    let y = sheet.line(text, &line("This device needs help", 44.0, 700, TEXT), top, width_max);
    let y = sheet.line(text, &line(help, 24.0, 400, TEXT), y, width_max) + 32.0;
    let y = sheet.line(text, &line(&code, 22.0, 400, MUTED), y, width_max);
    let version = concat!("ferrule ", env!("CARGO_PKG_VERSION"));
    sheet.line(text, &line(version, 18.0, 400, MUTED), y, width_max);
}

/// The canvas in UI pixels.
struct Sheet {
    canvas: Canvas,
    scale: f32,
}

impl Sheet {
    fn fill(&mut self, x: f32, y: f32, (width, height): (f32, f32), color: Rgb) {
        let pixel = |at: f32| (at * self.scale).round() as i32;
        let (left, top, right, bottom) = (pixel(x), pixel(y), pixel(x + width), pixel(y + height));
        self.canvas.fill((left, top), (right.abs_diff(left), bottom.abs_diff(top)), color);
    }

    /// Writes a line at `top` and returns where the next one begins. One that cannot be shaped is left out.
    fn line(&mut self, text: &mut Text, line: &Line<'_>, top: f32, width_max: f32) -> f32 {
        let request = TextRequest {
            weight: line.weight,
            lines_max: 2,
            line_height: 1.3,
            width_max: Some(width_max.max(0.0)),
            ..TextRequest::new(line.text, line.size)
        };
        match text.shaper.measure(&request) {
            Ok(layout) => {
                self.glyphs(&mut text.rasterizer, &layout, top, line.color);
                top + layout.height + line.size * 0.5
            }
            Err(error) => {
                log::warn!("the factory screen lacks a line: {error}");
                top
            }
        }
    }

    /// Puts glyphs on whole pixels down and half pixels across, as the painter does.
    fn glyphs(&mut self, rasterizer: &mut Rasterizer, layout: &TextLayout, top: f32, color: Rgb) {
        let (left, top) = ((MARGIN * self.scale).round(), (top * self.scale).round());
        for glyph in &layout.glyphs {
            let halves = ((left + glyph.x * self.scale) * 2.0).round() as i32;
            let key = glyph.key.with_size(glyph.key.size() * self.scale).with_half_pixel(halves % 2 != 0);
            if let Some(mask) = rasterizer.rasterize(key) {
                let baseline = (top + glyph.y * self.scale).round() as i32;
                self.canvas.glyph(halves.div_euclid(2), baseline, &mask, color);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_fonts_the_number_is_there_on_any_display() {
        for (width, height) in [(1280, 720), (1920, 1080), (640, 480), (1, 1)] {
            let pixels = FactoryPicture::new(30, 720, None).paint(width, height);
            assert_eq!(pixels.len(), width as usize * height as usize);
            let lit = pixels.iter().filter(|pixel| **pixel == TEXT).count() as f32;
            // 11 squares of a 3 and 12 of a 0.
            let expected = 23.0 * (SQUARE * height as f32 / 720.0).powi(2);
            assert!(
                width == 1 || (lit / expected - 1.0).abs() < 0.2,
                "{width}x{height}: {lit}, not {expected}"
            );
        }
    }
}
