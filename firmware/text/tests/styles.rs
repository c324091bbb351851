//! Letter spacing, spans, directions, alignment, ellipsis, and where lines end.
// A helper may stop a test at the first surprise.
#![allow(clippy::unwrap_used)]

mod common;

use common::{ARABIC, ENGLISH, fonts, lines, request, shaper, spans};
use ferrule_abi::text::{TextRequest, TextSpan, TextSpans};
use ferrule_abi::{Color, Keyword};
use ferrule_text::{GlyphKey, Rasterizer, SHAPER_CACHE_BYTES_DEFAULT, Shaper, TextError, TextLayout};

const HEBREW: &str = "הטקסט הזה ארוך מדי בשביל שורה אחת קצרה כזאת";
const THAI: &str = "ภาษาไทยเป็นภาษาที่มีระดับเสียงของคำแน่นอน";
const SPAN: TextSpan = TextSpan {
    start: 0,
    end: 0,
    weight: None,
    color: None,
    size: None,
    is_italic: None,
    letter_spacing: None,
};

/// Where the ink of a layout begins, about.
fn left_edge(layout: &TextLayout) -> f32 {
    layout.glyphs.iter().map(|glyph| glyph.x).fold(f32::INFINITY, f32::min)
}

fn keys(layout: &TextLayout) -> Vec<GlyphKey> {
    layout.glyphs.iter().map(|glyph| glyph.key).collect()
}

fn ellipsis(shaper: &mut Shaper) -> GlyphKey {
    shaper.measure(&request("\u{2026}")).unwrap().glyphs[0].key
}

#[test]
fn letter_spacing_is_between_letters_and_not_behind_the_last() {
    let mut shaper = shaper();
    let mut width = |text, letter_spacing| {
        shaper.measure(&TextRequest { letter_spacing, ..request(text) }).unwrap().width
    };
    assert!((width("abc", 5.0) - width("abc", 0.0) - 10.0).abs() < 0.01);
    assert!((width("abc", -2.0) - width("abc", 0.0) + 4.0).abs() < 0.01);
    assert!(width("abc", -500.0) >= 0.0);
    // Marks move with their letter, and letters that join stay joined.
    assert!((width("e\u{301}e\u{301}", 5.0) - width("e\u{301}e\u{301}", 0.0) - 5.0).abs() < 0.01);
    assert!((width("ที่ที่", 5.0) - width("ที่ที่", 0.0) - 5.0).abs() < 0.01);
    assert_eq!(width(ARABIC, 5.0), width(ARABIC, 0.0));
    assert_eq!(width("नमस्ते", 5.0), width("नमस्ते", 0.0));
}

#[test]
fn marks_stay_on_their_letters_in_spaced_text() {
    let mut shaper = shaper();
    let mut offset = |letter_spacing| {
        let layout = shaper.measure(&TextRequest { letter_spacing, ..request("ที่") }).unwrap();
        layout.glyphs[1].x - layout.glyphs[0].x
    };
    assert_eq!(offset(20.0), offset(0.0));
}

#[test]
fn spans_change_what_they_name_and_keep_the_rest() {
    let mut shaper = shaper();
    let color = Some(Color(0xff80_40ff));
    let bytes = spans(&[TextSpan { start: 4, end: 9, weight: Some(700), color, ..SPAN }]);
    let plain = shaper.measure(&request(ENGLISH)).unwrap();
    let spanned = TextRequest { spans: TextSpans::from_bytes(&bytes).unwrap(), ..request(ENGLISH) };
    let layout = shaper.measure(&spanned).unwrap();
    let bold = shaper.measure(&TextRequest { weight: 700, ..request("quick") }).unwrap();
    assert_eq!(keys(&layout)[..4], keys(&plain)[..4]);
    assert_eq!(keys(&layout)[4..9], keys(&bold));
    assert_eq!(keys(&layout)[9..], keys(&plain)[9..]);
    let colors: Vec<_> = layout.glyphs.iter().map(|glyph| glyph.color).collect();
    assert!(colors[4..9].iter().all(|of| *of == color) && colors[9..].iter().all(Option::is_none));
    assert_eq!(layout.height, plain.height);
}

#[test]
fn a_colour_does_not_tear_letters_apart() {
    let mut shaper = shaper();
    let plain = shaper.measure(&request(ARABIC)).unwrap();
    let bytes = spans(&[TextSpan { start: 2, end: 6, color: Some(Color::WHITE), ..SPAN }]);
    let spans = TextSpans::from_bytes(&bytes).unwrap();
    let colored = shaper.measure(&TextRequest { spans, ..request(ARABIC) }).unwrap();
    assert_eq!(keys(&colored), keys(&plain));
    assert_eq!(colored.glyphs.iter().filter(|glyph| glyph.color.is_some()).count(), 2);
}

#[test]
fn letters_join_across_a_change_of_weight() {
    let mut shaper = shaper();
    let bytes = spans(&[TextSpan { start: 2, end: 4, weight: Some(700), ..SPAN }]);
    let spans = TextSpans::from_bytes(&bytes).unwrap();
    let mixed = shaper.measure(&TextRequest { spans, ..request("ههه") }).unwrap();
    let plain = shaper.measure(&request("ههه")).unwrap();
    let bold = shaper.measure(&TextRequest { weight: 700, ..request("ههه") }).unwrap();
    assert_eq!(keys(&mixed), [keys(&plain)[0], keys(&bold)[1], keys(&plain)[2]]);
}

#[test]
fn a_line_is_as_high_as_its_largest_text() {
    let mut shaper = shaper();
    let bytes = spans(&[TextSpan { start: 0, end: 3, size: Some(64.0), ..SPAN }]);
    let spans = TextSpans::from_bytes(&bytes).unwrap();
    let layout = shaper.measure(&TextRequest { spans, ..request("one\ntwo") }).unwrap();
    assert_eq!(layout.height, 80.0 + 40.0);
    assert_eq!(layout.glyphs[0].key.size(), 64.0);
    let small = common::spans(&[TextSpan { start: 0, end: 3, size: Some(8.0), ..SPAN }]);
    let spans = TextSpans::from_bytes(&small).unwrap();
    let layout = shaper.measure(&TextRequest { spans, ..request("one\ntwo") }).unwrap();
    assert_eq!(layout.height, 80.0);
    let huge = common::spans(&[TextSpan { start: 0, end: 3, size: Some(0.0), ..SPAN }]);
    let spans = TextSpans::from_bytes(&huge).unwrap();
    assert_eq!(shaper.measure(&TextRequest { spans, ..request("one") }), Err(TextError::Size));
}

#[test]
fn italics_lean_to_the_right() {
    let fonts = fonts();
    let mut shaper = Shaper::new(&fonts, SHAPER_CACHE_BYTES_DEFAULT);
    let mut rasterizer = Rasterizer::new(&fonts);
    let upright = shaper.measure(&request("l")).unwrap();
    let italic = shaper.measure(&TextRequest { is_italic: true, ..request("l") }).unwrap();
    assert_eq!(upright.width, italic.width);
    let [upright, italic] =
        [upright, italic].map(|layout| rasterizer.rasterize(layout.glyphs[0].key).unwrap());
    assert!(italic.width > upright.width + 3, "{} {}", italic.width, upright.width);
    let weight_of_row = |row: &[u8]| {
        let moment = |(x, alpha): (usize, &u8)| x as f64 * f64::from(*alpha);
        row.iter().enumerate().map(moment).sum::<f64>()
            / row.iter().map(|alpha| f64::from(*alpha)).sum::<f64>()
    };
    let rows: Vec<&[u8]> = italic.alpha.chunks_exact(italic.width as usize).collect();
    assert!(weight_of_row(rows[1]) > weight_of_row(rows[rows.len() - 2]) + 3.0);
}

#[test]
fn start_and_end_follow_the_direction_and_left_and_right_do_not() {
    let mut shaper = shaper();
    let mut share = |text, align, direction| {
        let request = TextRequest { align, direction, width_max: Some(1000.0), ..request(text) };
        let layout = shaper.measure(&request).unwrap();
        left_edge(&layout) / (1000.0 - layout.width)
    };
    use Keyword::{Center, End, Justify, Left, Ltr, None, Right, Rtl, Start};
    for (text, align, direction, want) in [
        (ENGLISH, Start, None, 0.0),
        (ENGLISH, Center, None, 0.5),
        (ENGLISH, End, None, 1.0),
        (ENGLISH, Right, None, 1.0),
        (ENGLISH, Justify, None, 0.0),
        (ENGLISH, Start, Rtl, 1.0),
        (ENGLISH, End, Rtl, 0.0),
        (ENGLISH, Left, Rtl, 0.0),
        (ARABIC, Start, None, 1.0),
        (ARABIC, Center, None, 0.5),
        (ARABIC, End, None, 0.0),
        (ARABIC, Left, None, 0.0),
        (ARABIC, Start, Ltr, 0.0),
        (ARABIC, Justify, None, 1.0),
    ] {
        let found = share(text, align, direction);
        assert!((found - want).abs() < 0.01, "{text} {align:?} {direction:?}: {found}");
    }
    let mut shaper = common::shaper();
    let lone = shaper.measure(&request(ARABIC)).unwrap();
    assert!(left_edge(&lone).abs() < 3.0 && lone.is_rtl, "no width, no alignment");
    let two = shaper.measure(&request("مرحبا\nب")).unwrap();
    let of_second = two.glyphs.last().unwrap().x;
    assert!(of_second > two.width / 2.0, "within the widest line");
}

#[test]
fn the_base_direction_orders_what_has_none() {
    let mut shaper = shaper();
    let mut first = |text, direction| {
        let layout = shaper.measure(&TextRequest { direction, ..request(text) }).unwrap();
        (keys(&layout)[0], layout.is_rtl)
    };
    let exclamation = first("!", Keyword::Ltr).0;
    assert_ne!(first("Hello!", Keyword::Ltr).0, exclamation);
    assert_eq!(first("Hello!", Keyword::Rtl), (exclamation, true));
    assert_ne!(first("Hello!", Keyword::None).0, exclamation);
    assert!(!first("123", Keyword::None).1);
    // Each paragraph decides for itself; the layout tells that one of them begins on the right.
    assert!(first("Hello\nשלום", Keyword::None).1);
}

#[test]
fn embedded_words_are_in_their_own_order() {
    let mut shaper = shaper();
    let order = |layout: &TextLayout| keys(layout);
    let whole = shaper.measure(&request("ab שלום cd")).unwrap();
    let hebrew = shaper.measure(&request("שלום")).unwrap();
    let latin = shaper.measure(&request("ab")).unwrap();
    assert_eq!(order(&whole)[..2], order(&latin));
    assert_eq!(order(&whole)[3..7], order(&hebrew));
    // In a paragraph from right to left, the first word is on the right.
    let rtl = shaper.measure(&TextRequest { direction: Keyword::Rtl, ..request("ab שלום cd") }).unwrap();
    assert_eq!(order(&rtl)[8..], order(&latin));
    // Brackets are mirrored.
    let brackets = shaper.measure(&TextRequest { direction: Keyword::Rtl, ..request("(") }).unwrap();
    let closing = shaper.measure(&request(")")).unwrap();
    assert_eq!(order(&brackets), order(&closing));
}

#[test]
fn the_ellipsis_is_at_the_logical_end() {
    let mut shaper = shaper();
    let ellipsis = ellipsis(&mut shaper);
    let mut places = |text, direction, lines_max| {
        let width_max = Some(300.0);
        let layout =
            shaper.measure(&TextRequest { lines_max, width_max, direction, ..request(text) }).unwrap();
        assert!(layout.width <= 300.0 + 0.02, "{text}: {}", layout.width);
        assert_eq!(layout.lines, u32::from(lines_max));
        let last = layout.glyphs.chunk_by(|a, b| a.y == b.y).last().unwrap();
        last.iter()
            .enumerate()
            .filter(|(_, glyph)| glyph.key == ellipsis)
            .map(|(at, _)| at == 0)
            .collect::<Vec<_>>()
    };
    assert_eq!(places(ENGLISH, Keyword::None, 1), [false]);
    assert_eq!(places(ENGLISH, Keyword::Rtl, 1), [true]);
    assert_eq!(places(HEBREW, Keyword::None, 1), [true]);
    assert_eq!(places(HEBREW, Keyword::None, 2), [true]);
    assert_eq!(places(HEBREW, Keyword::Ltr, 1), [false]);
    assert_eq!(places("Hello, the rest is הטקסט הזה ארוך מדי", Keyword::None, 1), [false]);
}

#[test]
fn what_is_left_before_the_ellipsis_is_the_beginning_of_the_text() {
    let mut shaper = shaper();
    let whole = shaper.measure(&request(HEBREW)).unwrap();
    let cut =
        shaper.measure(&TextRequest { lines_max: 1, width_max: Some(300.0), ..request(HEBREW) }).unwrap();
    let left = cut.glyphs.len() - 1;
    assert_eq!(
        keys(&cut)[1..],
        keys(&whole)[whole.glyphs.len() - left..],
        "the rightmost letters come first"
    );
    let narrow =
        shaper.measure(&TextRequest { lines_max: 1, width_max: Some(1.0), ..request(HEBREW) }).unwrap();
    assert_eq!(narrow.glyphs.len(), 1, "the ellipsis alone");
}

#[test]
fn the_ellipsis_has_the_style_of_the_letter_before_it() {
    let mut shaper = shaper();
    let color = Some(Color(0x1234_56ff));
    let bytes =
        spans(&[TextSpan { start: 0, end: 4, ..SPAN }, TextSpan { start: 4, end: 99, color, ..SPAN }]);
    let spans = TextSpans::from_bytes(&bytes).unwrap();
    let request = TextRequest { spans, lines_max: 1, width_max: Some(300.0), ..request(ENGLISH) };
    let layout = shaper.measure(&request).unwrap();
    assert_eq!(layout.glyphs.last().unwrap().color, color);
    assert_eq!(layout.glyphs[0].color, None);
}

#[test]
fn justified_lines_end_at_the_width_but_for_the_last() {
    let request = TextRequest { align: Keyword::Justify, width_max: Some(300.0), ..request(ENGLISH) };
    let mut shaper = shaper();
    let justified = shaper.measure(&request).unwrap();
    let ragged = shaper.measure(&TextRequest { align: Keyword::Start, ..request }).unwrap();
    let (justified_lines, ragged_lines) = (lines(&justified), lines(&ragged));
    assert_eq!(justified_lines.len(), 3);
    assert_eq!(justified_lines[2], ragged_lines[2]);
    for line in 0..2 {
        assert_eq!(justified_lines[line][0], 0.0);
        assert!(justified_lines[line].last() > ragged_lines[line].last());
    }
    assert_eq!(justified.width, 300.0);
}

#[test]
fn ideographs_and_thai_fill_their_lines() {
    let mut shaper = shaper();
    for text in
        ["这是一个没有空格的很长的中文句子需要在任何地方换行", "日本語の文章には空白がありませんから", THAI]
    {
        let one = shaper.measure(&request(text)).unwrap();
        let layout = shaper.measure(&TextRequest { width_max: Some(200.0), ..request(text) }).unwrap();
        let least = (one.width / 200.0).ceil() as u32;
        assert!(
            (least..=least + 1).contains(&layout.lines),
            "{text}: {} lines, {least} at least",
            layout.lines
        );
        assert!(layout.width <= 200.0 && layout.width > 140.0, "{text}: {}", layout.width);
    }
    // A word that is broken is broken between clusters: marks never begin a line.
    let narrow = shaper.measure(&TextRequest { width_max: Some(1.0), ..request("ที่นี่") }).unwrap();
    assert_eq!((narrow.lines, narrow.glyphs.len()), (2, 6));
}

#[test]
fn another_width_breaks_the_same_letters_anew() {
    let mut shaper = shaper();
    let wide = shaper.measure(&request(ENGLISH)).unwrap();
    let before = shaper.cache_bytes();
    let narrow = shaper.measure(&TextRequest { width_max: Some(300.0), ..request(ENGLISH) }).unwrap();
    let without_spaces = |layout: &TextLayout| layout.glyphs.len();
    assert!(without_spaces(&narrow) < without_spaces(&wide), "spaces at ends of lines are not kept");
    // One layout more, and no second copy of the shaped letters, which are larger.
    let shaped = ENGLISH.len() * 48;
    assert!(shaper.cache_bytes() - before < narrow.bytes() + shaped, "{}", shaper.cache_bytes() - before);
    // A text measured without width fits in what it measured.
    for text in [ENGLISH, ARABIC, HEBREW, THAI, "你好世界 日本語"] {
        let free = shaper.measure(&request(text)).unwrap();
        let fitted = shaper.measure(&TextRequest { width_max: Some(free.width), ..request(text) }).unwrap();
        assert_eq!((fitted.lines, fitted.width), (1, free.width), "{text}");
    }
}
