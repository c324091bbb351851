//! A font of squares: at the usual size of 24 every character is 10 × 10 pixels, and lines break at zero-width spaces
//! only. A text that has to break is as wide as the room it is given, as a block in a browser is.

use ferrule_abi::Keyword;
use ferrule_abi::text::{TextMetrics, TextRequest};

/// Side of a character, in pixels, for each pixel of font size.
const SQUARES_PER_SIZE: f32 = 10.0 / 24.0;
/// The line height of lines that touch: what a text that says nothing has.
const SOLID_LINE_HEIGHT: f32 = 1.2;
/// Where lines may break.
const BREAK: char = '\u{200b}';

/// The size of a text.
pub fn measure(layout: u32, request: &TextRequest<'_>) -> TextMetrics {
    let side = (request.size * SQUARES_PER_SIZE * 64.0).round() / 64.0;
    let letter = (side + request.letter_spacing).max(0.0);
    let words = || request.text.split(BREAK).map(|word| word.chars().count() as f32 * letter);
    let (shortest, longest) = (words().fold(0.0, f32::max), words().sum::<f32>());
    let width = request.width_max.map_or(longest, |room| room.min(longest).max(shortest));
    let mut lines = 1_u16;
    let mut used = 0.0;
    for word in words() {
        if used > 0.0 && used + word > width {
            lines += 1;
            used = 0.0;
        }
        used += word;
    }
    if request.lines_max > 0 {
        lines = lines.min(request.lines_max);
    }
    let line = side * (request.line_height / SOLID_LINE_HEIGHT);
    TextMetrics { layout, width, height: f32::from(lines) * line, baseline: side, is_rtl: is_rtl(request) }
}

/// True when the first paragraph runs from right to left: by what was said, else by its first letter.
fn is_rtl(request: &TextRequest<'_>) -> bool {
    match request.direction {
        Keyword::Ltr => false,
        Keyword::Rtl => true,
        _ => request.text.chars().find(|letter| letter.is_alphabetic()).is_some_and(|letter| {
            // Hebrew to Arabic Extended-A.
            ('\u{590}'..='\u{8ff}').contains(&letter)
        }),
    }
}

/// A request in a line: what is not usual about it stands behind the text.
pub fn described(request: &TextRequest<'_>) -> String {
    let usual = TextRequest::new(request.text, 24.0);
    let mut line = format!("text {:?}", request.text);
    let mut add = |name: &str, value: String, is_usual: bool| {
        if !is_usual {
            line += &format!(" {name} {value}");
        }
    };
    add("size", request.size.to_string(), request.size == usual.size);
    add("weight", request.weight.to_string(), request.weight == usual.weight);
    add("italic", "on".to_owned(), !request.is_italic);
    add("spacing", request.letter_spacing.to_string(), request.letter_spacing == 0.0);
    add("align", request.align.name().to_owned(), request.align == usual.align);
    add("direction", request.direction.name().to_owned(), request.direction == usual.direction);
    add("lines", request.lines_max.to_string(), request.lines_max == 0);
    add("line-height", request.line_height.to_string(), request.line_height == usual.line_height);
    add("width", request.width_max.unwrap_or_default().to_string(), request.width_max.is_none());
    add("spans", request.spans.iter().count().to_string(), request.spans.is_empty());
    line
}
