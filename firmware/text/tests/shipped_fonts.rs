//! Shaping and rasterising with the fonts that the boards ship, taken from the same Debian packages.

mod common;

use common::{ARABIC, ENGLISH, fonts, request, shaper};
use ferrule_abi::limits::STRING_BYTES_MAX;
use ferrule_abi::text::TextRequest;
use ferrule_text::{
    FONT_SIZE_PIXELS_MAX, GLYPHS_MAX, LETTER_SPACING_PIXELS_MAX, LINE_HEIGHT_MAX, Rasterizer,
    SHAPER_CACHE_BYTES_DEFAULT, Shaper, TextError,
};

#[test]
fn a_line_has_the_height_and_baseline_asked_for() {
    let layout = shaper().measure(&request("Ferrule")).unwrap();
    assert_eq!((layout.lines, layout.height), (1, 40.0));
    assert_eq!(layout.glyphs.len(), 7);
    assert!((90.0..130.0).contains(&layout.width), "{}", layout.width);
    // Noto Sans: ascent 1.069, descent 0.293.
    assert!((layout.baseline - 32.0 * (1.069 + (1.25 - 1.362) / 2.0)).abs() < 0.1, "{}", layout.baseline);
    assert!(layout.glyphs.iter().all(|glyph| glyph.y == layout.baseline));
}

#[test]
fn an_empty_text_has_one_line_and_no_glyphs() {
    let layout = shaper().measure(&request("")).unwrap();
    assert_eq!((layout.lines, layout.height, layout.width, layout.glyphs.len()), (1, 40.0, 0.0, 0));
}

#[test]
fn baselines_are_the_same_in_every_script() {
    let mut shaper = shaper();
    let latin = shaper.measure(&request(ENGLISH)).unwrap();
    for text in [ARABIC, "שלום", "नमस्ते", "สวัสดี", "你好世界", "こんにちは", "안녕하세요", "🎉👍"]
    {
        let layout = shaper.measure(&request(text)).unwrap();
        assert_eq!((layout.baseline, layout.height), (latin.baseline, latin.height), "{text}");
    }
}

#[test]
fn every_shipped_script_has_glyphs_with_pixels() {
    let fonts = fonts();
    let mut shaper = Shaper::new(&fonts, SHAPER_CACHE_BYTES_DEFAULT);
    let mut rasterizer = Rasterizer::new(&fonts);
    for weight in [400, 700] {
        // A character without a glyph becomes the .notdef box, the same one for any text.
        let missing = shaper.measure(&TextRequest { weight, ..request("\u{10ffff}") }).unwrap().glyphs[0].key;
        for text in ["Aé", "Ж", "Ω", "م", "ש", "न", "ส", "你", "こ", "カ", "한", "힣", "😀", "🎉", "★"]
        {
            let layout = shaper.measure(&TextRequest { weight, ..request(text) }).unwrap();
            for glyph in &layout.glyphs {
                assert_ne!(glyph.key, missing, "{text} at weight {weight}");
                let mask = rasterizer.rasterize(glyph.key).unwrap();
                assert_eq!(mask.alpha.len(), (mask.width * mask.height) as usize, "{text}");
                assert!(mask.alpha.iter().any(|alpha| *alpha > 128), "{text} at weight {weight}");
            }
        }
    }
}

#[test]
fn bold_is_wider_or_thickened() {
    let fonts = fonts();
    let mut shaper = Shaper::new(&fonts, SHAPER_CACHE_BYTES_DEFAULT);
    let mut rasterizer = Rasterizer::new(&fonts);
    let mut ink = |text, weight| {
        let layout = shaper.measure(&TextRequest { weight, ..request(text) }).unwrap();
        let masks = layout.glyphs.iter().map(|glyph| rasterizer.rasterize(glyph.key).unwrap());
        masks.flat_map(|mask| mask.alpha).map(u64::from).sum::<u64>()
    };
    for text in ["H", "ש", "世"] {
        let (regular, bold) = (ink(text, 400), ink(text, 700));
        assert!(bold > regular + regular / 20, "{text}: {regular} {bold}");
        assert_eq!(ink(text, 500), regular, "{text}");
        assert_eq!(ink(text, 600), bold, "{text}");
    }
}

#[test]
fn half_pixel_masks_are_shifted() {
    let fonts = fonts();
    let key = Shaper::new(&fonts, 0).measure(&request("l")).unwrap().glyphs[0].key;
    let mut rasterizer = Rasterizer::new(&fonts);
    let centre = |mask: ferrule_text::GlyphMask| {
        let (mut sum, mut moment) = (0.0, 0.0);
        for (index, alpha) in mask.alpha.iter().enumerate() {
            let x = index % mask.width as usize;
            sum += f64::from(*alpha);
            moment += f64::from(*alpha) * (x as f64 + f64::from(mask.left));
        }
        moment / sum
    };
    let whole = centre(rasterizer.rasterize(key).unwrap());
    let half = centre(rasterizer.rasterize(key.with_half_pixel(true)).unwrap());
    assert!((half - whole - 0.5).abs() < 0.05, "{whole} {half}");
}

#[test]
fn lines_break_at_the_width_and_stay_within_it() {
    let layout = shaper().measure(&TextRequest { width_max: Some(300.0), ..request(ENGLISH) }).unwrap();
    assert_eq!(layout.lines, 3);
    assert_eq!(layout.height, 120.0);
    assert!(layout.width <= 300.0 && layout.width > 150.0, "{}", layout.width);
    let mut baselines: Vec<f32> = layout.glyphs.iter().map(|glyph| glyph.y - layout.baseline).collect();
    baselines.dedup();
    assert_eq!(baselines, [0.0, 40.0, 80.0]);
}

#[test]
fn a_word_wider_than_the_line_is_broken() {
    let layout =
        shaper().measure(&TextRequest { width_max: Some(100.0), ..request("Donaudampfschiff") }).unwrap();
    assert!(layout.lines >= 3);
    assert!(layout.width <= 100.0, "{}", layout.width);
}

#[test]
fn line_feeds_end_lines() {
    let layout = shaper().measure(&request("one\r\ntwo\n\nfour")).unwrap();
    assert_eq!((layout.lines, layout.glyphs.len()), (4, 10));
}

#[test]
fn what_exceeds_the_lines_becomes_an_ellipsis() {
    let mut shaper = shaper();
    let ellipsis = shaper.measure(&request("\u{2026}")).unwrap().glyphs[0].key;
    let mut last = |text, lines_max, width_max| {
        let layout = shaper.measure(&TextRequest { lines_max, width_max, ..request(text) }).unwrap();
        assert!(layout.lines <= u32::from(lines_max), "{text}");
        assert!(width_max.is_none_or(|max| layout.width <= max), "{text}");
        let of_ellipsis = layout.glyphs.iter().filter(|glyph| glyph.key == ellipsis).count();
        (layout.lines, of_ellipsis)
    };
    assert_eq!(last(ENGLISH, 1, Some(300.0)), (1, 1));
    assert_eq!(last(ENGLISH, 2, Some(300.0)), (2, 1));
    assert_eq!(last(ENGLISH, 3, Some(300.0)), (3, 0));
    assert_eq!(last(ENGLISH, 1, None), (1, 0));
    assert_eq!(last("one\ntwo", 1, None), (1, 1), "lines left out");
    assert_eq!(last("one\ntwo", 2, None), (2, 0));
    assert_eq!(last("one\ntwo\nthree", 2, Some(300.0)), (2, 1));
}

#[test]
fn arabic_letters_join() {
    let mut shaper = shaper();
    let alone = shaper.measure(&request("ه")).unwrap().glyphs[0].key;
    let joined = shaper.measure(&request("ههه")).unwrap();
    assert_eq!(joined.glyphs.len(), 3);
    assert!(joined.glyphs.iter().all(|glyph| glyph.key != alone));
}

#[test]
fn requests_out_of_range_are_refused() {
    let long = "x".repeat(STRING_BYTES_MAX + 1);
    let base = request("x");
    let mut shaper = shaper();
    let mut check = |request: TextRequest<'_>| shaper.measure(&request).map(|layout| layout.glyphs.len());
    assert_eq!(check(TextRequest { size: FONT_SIZE_PIXELS_MAX, ..base }), Ok(1));
    assert_eq!(check(TextRequest { line_height: LINE_HEIGHT_MAX, ..base }), Ok(1));
    assert_eq!(check(TextRequest { width_max: Some(0.0), ..base }), Ok(1));
    assert_eq!(check(TextRequest { width_max: Some(f32::INFINITY), ..base }), Ok(1));
    for size in [0.0, -1.0, f32::NAN, f32::INFINITY, FONT_SIZE_PIXELS_MAX + 1.0] {
        assert_eq!(check(TextRequest { size, ..base }), Err(TextError::Size), "{size}");
    }
    for line_height in [0.0, -1.0, f32::NAN, f32::INFINITY, LINE_HEIGHT_MAX + 1.0] {
        assert_eq!(check(TextRequest { line_height, ..base }), Err(TextError::LineHeight), "{line_height}");
    }
    assert_eq!(check(TextRequest { letter_spacing: -LETTER_SPACING_PIXELS_MAX, ..base }), Ok(1));
    for letter_spacing in [f32::NAN, f32::INFINITY, LETTER_SPACING_PIXELS_MAX + 1.0] {
        assert_eq!(
            check(TextRequest { letter_spacing, ..base }),
            Err(TextError::LetterSpacing),
            "{letter_spacing}"
        );
    }
    for width in [-1.0, f32::NAN, f32::NEG_INFINITY] {
        assert_eq!(check(TextRequest { width_max: Some(width), ..base }), Err(TextError::Width), "{width}");
    }
    let bytes = STRING_BYTES_MAX + 1;
    assert_eq!(check(TextRequest { text: &long, ..base }), Err(TextError::TooLong { bytes }));
}

#[test]
fn the_longest_text_is_shaped() {
    let longest = "x".repeat(STRING_BYTES_MAX);
    let layout = shaper().measure(&request(&longest)).unwrap();
    assert_eq!(layout.glyphs.len(), STRING_BYTES_MAX);
    assert!(layout.glyphs.len() <= GLYPHS_MAX);
}

#[test]
fn the_same_request_gives_the_same_layout_from_the_cache() {
    let mut shaper = shaper();
    let first = shaper.measure(&request(ENGLISH)).unwrap();
    let bytes = shaper.cache_bytes();
    assert!(bytes > 0);
    let second = shaper.measure(&request(ENGLISH)).unwrap();
    assert!(std::sync::Arc::ptr_eq(&first, &second));
    assert_eq!(shaper.cache_bytes(), bytes);
    shaper.shrink_cache(0);
    assert_eq!(shaper.cache_bytes(), 0);
    assert_eq!(shaper.measure(&request(ENGLISH)).unwrap(), first);
}

#[test]
fn keys_of_one_thread_are_understood_by_another() {
    let fonts = fonts();
    let there = fonts.clone();
    let layout = std::thread::spawn(move || Shaper::new(&there, 0).measure(&request(ENGLISH)).unwrap());
    let layout = layout.join().unwrap();
    let mut rasterizer = Rasterizer::new(&fonts);
    assert!(layout.glyphs.iter().all(|glyph| rasterizer.rasterize(glyph.key).is_some()));
}
