//! Texts made to hurt: each is shaped or refused, in bounded time and memory.

mod common;

use std::time::{Duration, Instant};

use common::{request, shaper, spans};
use ferrule_abi::Keyword;
use ferrule_abi::limits::{STRING_BYTES_MAX, TEXT_SPANS_MAX};
use ferrule_abi::text::{TextRequest, TextSpan, TextSpans};
use ferrule_text::{SHAPER_CACHE_BYTES_DEFAULT, TextError};

/// Far more than any takes, with the other tests of a busy machine beside it; what is quadratic takes minutes.
const TIME_MAX: Duration = Duration::from_secs(20);

fn flood(of: &str) -> String {
    of.repeat(STRING_BYTES_MAX / of.len())
}

#[test]
fn odd_texts_are_shaped_or_refused_but_do_no_harm() {
    let mut shaper = shaper();
    let texts = [
        "\u{202e}\u{202d}\u{2066}\u{2067}x\u{2069}",
        "\u{0301}\u{0301}\u{0301}",
        "\0\t\u{1b}[31m\u{7f}",
        "👨\u{200d}👩\u{200d}👧 👍🏽 🇩🇪 1\u{fe0f}\u{20e3}",
        "\u{feff}\u{fffd}\u{e000}\u{10ffff}\u{378}",
        "\u{2028}\u{2029}\u{85}\u{b}\u{c}\u{1c}",
        "مرحبا hello שלום 123 你好 \u{0e01}\u{0e49}\u{0e49}\u{0e49}",
        " \u{a0}\u{3000} ",
        "\u{200d}\u{200d}क्\u{200d}ष\u{200c}",
    ];
    for text in texts {
        for width_max in [None, Some(0.0), Some(1.0), Some(50.0)] {
            for lines_max in [0, 1, 2] {
                for direction in [Keyword::None, Keyword::Ltr, Keyword::Rtl] {
                    for align in [Keyword::Start, Keyword::Center, Keyword::Justify] {
                        let request = TextRequest { width_max, lines_max, align, direction, ..request(text) };
                        let layout = shaper.measure(&request);
                        assert_ne!(layout.clone().err(), Some(TextError::Failed), "{request:?}");
                        let layout = layout.unwrap();
                        assert!(layout.glyphs.iter().all(|glyph| glyph.x.is_finite() && glyph.y.is_finite()));
                        assert!(lines_max == 0 || layout.lines <= u32::from(lines_max), "{request:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn control_characters_are_not_seen_and_tabs_are_wide() {
    let mut shaper = shaper();
    assert_eq!(shaper.measure(&request("\0\u{1b}\u{7f}\u{200d}")).unwrap().width, 0.0);
    assert_eq!(shaper.measure(&request("\0\u{1b}")).unwrap().glyphs.len(), 0);
    let [plain, tabbed] = ["ab", "a\tb"].map(|text| shaper.measure(&request(text)).unwrap().width);
    assert!((tabbed - plain - 32.0).abs() < 1.0, "{tabbed} {plain}");
}

#[test]
fn floods_take_bounded_time_and_memory() {
    let mut shaper = shaper();
    let floods = [
        "\u{0301}",
        "e\u{0301}",
        "\u{200d}",
        "\u{202e}",
        "\u{2067}",
        "\u{2067}\u{2069}",
        "(\u{5d0}",
        "[",
        " ",
        "\u{a0}",
        "\n",
        "\u{2029}",
        "\u{5d0}a",
        "क्",
        "\u{0e49}",
        "ก์",
        "\u{fdfa}",
        "\u{378}",
        "\u{10ffff}",
        "👨\u{200d}",
        "🇩",
        "\u{ac00}",
        "\u{1100}",
        "ﷺ",
        "a\u{ad}",
        "!?",
    ];
    for of in floods {
        let text = flood(of);
        let started = Instant::now();
        for (width_max, lines_max) in
            [(None, 0), (Some(0.0), 0), (Some(0.0), 1), (Some(500.0), 0), (Some(500.0), 3)]
        {
            let request = TextRequest { width_max, lines_max, letter_spacing: 1.0, ..request(&text) };
            match shaper.measure(&request) {
                Ok(layout) => assert!(layout.bytes() < 1 << 20, "{of:?}"),
                Err(error) => assert_eq!(error, TextError::TooManyGlyphs, "{of:?}"),
            }
        }
        assert!(started.elapsed() < TIME_MAX, "{of:?} took {:?}", started.elapsed());
        assert!(shaper.cache_bytes() <= SHAPER_CACHE_BYTES_DEFAULT, "{of:?}");
    }
}

#[test]
fn as_many_spans_as_there_may_be_on_the_longest_text() {
    let mut shaper = shaper();
    let text = flood("aé\u{5d0}");
    let many: Vec<TextSpan> = (0..TEXT_SPANS_MAX as u16)
        .map(|index| TextSpan {
            start: index * 61,
            end: u16::MAX - index,
            weight: Some(index * 1000),
            size: Some(1.0 + f32::from(index)),
            is_italic: Some(index % 2 == 0),
            letter_spacing: Some(f32::from(index) - 32.0),
            color: None,
        })
        .collect();
    let bytes = spans(&many);
    let spans = TextSpans::from_bytes(&bytes).unwrap();
    for (width_max, lines_max) in [(None, 0), (Some(0.0), 1), (Some(100.0), 0), (Some(100.0), 2)] {
        let layout = shaper.measure(&TextRequest { spans, width_max, lines_max, ..request(&text) }).unwrap();
        assert!(layout.height.is_finite() && layout.width.is_finite());
    }
}

#[test]
fn spans_outside_the_text_and_inside_characters_do_no_harm() {
    let mut shaper = shaper();
    let plain = shaper.measure(&request("é你👍")).unwrap();
    for start in 0..12_u16 {
        for end in [start, start + 1, 9, 10, 4096, u16::MAX] {
            let bytes = spans(&[TextSpan { start, end, weight: Some(700), ..TextSpan::default() }]);
            let spans = TextSpans::from_bytes(&bytes).unwrap();
            let layout = shaper.measure(&TextRequest { spans, ..request("é你👍") }).unwrap();
            assert_eq!(layout.glyphs.len(), plain.glyphs.len(), "{start} to {end}");
            if end <= start || start >= 9 {
                assert_eq!(layout, plain, "{start} to {end}");
            }
        }
    }
}
