//! A request's style and spans resolved: which style each byte of the text has.

use ferrule_abi::Color;
use ferrule_abi::text::{TextRequest, TextSpan};

/// How a part of the text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    pub(crate) size: f32,
    pub(crate) weight: u16,
    pub(crate) is_italic: bool,
    pub(crate) letter_spacing: f32,
    pub(crate) color: Option<Color>,
}

impl Style {
    fn of(request: &TextRequest<'_>) -> Self {
        Self {
            size: request.size,
            weight: request.weight,
            is_italic: request.is_italic,
            letter_spacing: request.letter_spacing,
            color: None,
        }
    }

    fn with(self, span: &TextSpan) -> Self {
        Self {
            size: span.size.unwrap_or(self.size),
            weight: span.weight.unwrap_or(self.weight),
            is_italic: span.is_italic.unwrap_or(self.is_italic),
            letter_spacing: span.letter_spacing.unwrap_or(self.letter_spacing),
            color: span.color.or(self.color),
        }
    }

    /// True when letters of both can be shaped as one.
    pub(crate) fn shapes_like(&self, other: &Self) -> bool {
        (self.size, self.weight, self.is_italic) == (other.size, other.weight, other.is_italic)
            && (self.letter_spacing == 0.0) == (other.letter_spacing == 0.0)
    }
}

/// Styles from byte to byte: each ends where the next begins, the last at the end of the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Styles(Vec<(u32, Style)>);

impl Styles {
    pub(crate) fn resolve(request: &TextRequest<'_>) -> Self {
        let base = Style::of(request);
        let end = request.text.len() as u32;
        if request.spans.is_empty() {
            return Self(vec![(end, base)]);
        }
        let place = |byte: u16| request.text.floor_char_boundary(usize::from(byte)) as u32;
        let spans: Vec<(u32, u32, TextSpan)> =
            request.spans.iter().map(|span| (place(span.start), place(span.end), span)).collect();
        let mut ends: Vec<u32> = spans.iter().flat_map(|(start, end, _)| [*start, *end]).collect();
        ends.push(end);
        ends.sort_unstable();
        ends.dedup();
        let mut styles: Vec<(u32, Style)> = Vec::with_capacity(ends.len());
        for end in ends.into_iter().filter(|&byte| byte > 0 || request.text.is_empty()) {
            let covers = |span: &&(u32, u32, TextSpan)| span.0 < end && end <= span.1;
            let style = spans.iter().filter(covers).fold(base, |style, (_, _, span)| style.with(span));
            match styles.last_mut() {
                Some(last) if last.1 == style => last.0 = end,
                _ => styles.push((end, style)),
            }
        }
        Self(styles)
    }

    /// The style with this number.
    pub(crate) fn get(&self, index: u16) -> Style {
        self.0[usize::from(index).min(self.0.len() - 1)].1
    }

    /// The number of the style at a byte, which is at or after the one that `from` was found for, and where it ends.
    pub(crate) fn at(&self, byte: u32, from: u16) -> (u16, u32) {
        let rest = self.0.iter().enumerate().skip(usize::from(from));
        let found = rest.into_iter().find(|(_, (end, _))| byte < *end);
        found.map_or((self.0.len() as u16 - 1, u32::MAX), |(index, (end, _))| (index as u16, *end))
    }

    /// Heap bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<(u32, Style)>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrule_abi::text::TextSpans;
    use ferrule_abi::{Batch, Record};

    fn weights(text: &str, spans: &[(u16, u16, u16)]) -> Vec<(u32, u16)> {
        let mut bytes = Batch::new(10_000);
        for &(start, end, weight) in spans {
            let span = TextSpan { start, end, weight: Some(weight), ..TextSpan::default() };
            bytes.push(&span).unwrap();
        }
        let spans = TextSpans::from_bytes(bytes.as_bytes()).unwrap();
        let styles = Styles::resolve(&TextRequest { spans, ..TextRequest::new(text, 20.0) });
        styles.0.iter().map(|(end, style)| (*end, style.weight)).collect()
    }

    #[test]
    fn later_spans_count_and_neighbours_of_one_style_are_one() {
        assert_eq!(weights("abcdef", &[]), [(6, 400)]);
        assert_eq!(weights("abcdef", &[(1, 3, 700)]), [(1, 400), (3, 700), (6, 400)]);
        assert_eq!(weights("abcdef", &[(0, 6, 700), (2, 3, 100)]), [(2, 700), (3, 100), (6, 700)]);
        assert_eq!(weights("abcdef", &[(0, 2, 700), (2, 6, 700)]), [(6, 700)]);
    }

    #[test]
    fn ends_beyond_the_text_and_inside_characters_are_moved_and_empty_spans_do_nothing() {
        assert_eq!(weights("aéb", &[(2, 9999, 700)]), [(1, 400), (4, 700)]);
        assert_eq!(weights("aéb", &[(3, 2, 700), (1, 2, 700), (4, 4, 700)]), [(4, 400)]);
        assert_eq!(weights("", &[(0, 5, 700)]), [(0, 400)]);
        assert!(<TextSpan as Record>::decode(&mut ferrule_abi::Reader::new(&[])).is_err());
    }
}
