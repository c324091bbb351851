//! A font of squares: every character is 10 × 10 pixels, and lines break at zero-width spaces only. A text that has
//! to break is as wide as the room it is given, as a block in a browser is.

use ferrule_abi::text::{TextMetrics, TextRequest};

/// Side of a character, in pixels.
const SQUARE_PIXELS: f32 = 10.0;
/// Where lines may break.
const BREAK: char = '\u{200b}';

/// The size of a text.
pub fn measure(layout: u32, request: &TextRequest<'_>) -> TextMetrics {
    let words = || request.text.split(BREAK).map(|word| word.chars().count() as f32 * SQUARE_PIXELS);
    let (shortest, longest) = (words().fold(0.0, f32::max), words().sum::<f32>());
    let width = request.width_max.map_or(longest, |room| room.min(longest).max(shortest));
    let mut lines = 1.0;
    let mut used = 0.0;
    for word in words() {
        if used > 0.0 && used + word > width {
            lines += 1.0;
            used = 0.0;
        }
        used += word;
    }
    TextMetrics { layout, width, height: lines * SQUARE_PIXELS, baseline: SQUARE_PIXELS, is_rtl: false }
}
