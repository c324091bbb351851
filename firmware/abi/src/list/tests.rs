//! Lists read back as they were written, and nothing else is accepted.

use alloc::vec::Vec;

use super::*;
use crate::limits::{COORDINATE_MAX, LIST_DEPTH_MAX};
use crate::wire::WireError;

const PLACE: Rect = Rect::new(1.0, 2.0, 30.0, 40.0);

fn uneven() -> Radii {
    Radii { top_left: 1.0, top_right: 2.0, bottom_right: 3.0, bottom_left: 4.0 }
}

/// One of each kind, with and without its optional parts.
fn every_item() -> Vec<Item> {
    let radial =
        Fill::Radial { from: Color::BLACK, to: Color::WHITE, centre: (0.5, -1.0), radius: (2.0, 0.0) };
    let linear = Fill::Linear { from: Color::BLACK, to: Color::WHITE, angle: -90.0 };
    let part =
        Fill::Image { image: ImageId(7), source: Rect::new(0.1, 0.2, 0.3, 0.4), tint: Color(0x1234_5678) };
    let fills = [Fill::Solid(Color(0x0102_0304)), linear, radial, Fill::image(ImageId(9)), part, Fill::Hole];
    let mut items: Vec<Item> = fills.iter().map(|fill| Item::Quad(Quad::new(PLACE, *fill))).collect();
    items.extend(fills.iter().map(|fill| {
        let (radii, border_width, border_color) = (uneven(), 3.0, Color::WHITE);
        Item::Quad(Quad { radii, border_width, border_color, opacity: 0.25, ..Quad::new(PLACE, *fill) })
    }));
    items.push(Item::Quad(Quad { radii: Radii::all(6.0), ..Quad::new(PLACE, radial) }));
    for (tint, opacity) in [(Color::WHITE, 1.0), (Color::BLACK, 0.5)] {
        let (source, insets) = (Insets::all(2.0), Insets { left: 1.0, top: 2.0, right: 3.0, bottom: 0.0 });
        items.push(Item::NinePatch(NinePatch {
            rect: PLACE,
            image: ImageId(3),
            source,
            insets,
            tint,
            opacity,
        }));
    }
    for (radii, opacity) in [(Radii::NONE, 1.0), (uneven(), 0.5)] {
        let shadow = Shadow {
            rect: PLACE,
            radii,
            color: Color::BLACK,
            offset: (-3.0, 4.0),
            blur: 12.0,
            spread: -2.0,
            opacity,
        };
        items.push(Item::Shadow(shadow));
    }
    for (scale, opacity) in [(1.0, 1.0), (0.5, 0.5)] {
        let layout = LayoutId(5);
        items.push(Item::GlyphRun(GlyphRun { layout, x: -1.0, y: 2.0, scale, color: Color::WHITE, opacity }));
    }
    items
}

fn nested(inner: Vec<Item>) -> Vec<Item> {
    let mut items = Vec::from([
        Item::PushTransform(Transform::rotation(0.6, 0.8, 10.0, 20.0)),
        Item::PushClip(Clip { rect: PLACE, radii: uneven() }),
        Item::PushClip(Clip { rect: PLACE, radii: Radii::all(2.0) }),
        Item::PushGroup(Group { rect: PLACE, opacity: 0.5 }),
        Item::PushClip(Clip::new(PLACE)),
    ]);
    items.extend(inner);
    items.extend([Item::PopClip, Item::PopGroup, Item::PopClip, Item::PopClip, Item::PopTransform]);
    items
}

fn built(items: &[Item]) -> Vec<u8> {
    let mut builder = ListBuilder::default();
    for item in items {
        builder.push(item).unwrap();
    }
    builder.finish(Rect::new(0.0, 0.0, 8.0, 8.0)).to_vec()
}

/// A list of one item from raw words.
fn raw(tag: u32, flags: u32, words: &[u32]) -> Result<Item, WireError> {
    let length = words.len() as u32 + 1;
    let header = [0, 0, 0, 0, 1, tag | flags << 8 | length << 16];
    let bytes: Vec<u8> = header.iter().chain(words).flat_map(|word| word.to_le_bytes()).collect();
    DisplayList::parse(&bytes).map(|list| list.items().next().unwrap())
}

#[test]
fn a_list_reads_back_as_it_was_written() {
    let items = nested(every_item());
    let bytes = built(&items);
    let list = DisplayList::parse(&bytes).unwrap();
    assert_eq!(list.damage(), Rect::new(0.0, 0.0, 8.0, 8.0));
    assert_eq!(list.len() as usize, items.len());
    for (have, want) in list.items().zip(&items) {
        assert_eq!(have, *want);
    }
}

#[test]
fn plain_items_are_short() {
    let words = |item: Item| (built(&[item]).len() - HEADER_WORDS * WORD_BYTES) / WORD_BYTES;
    assert_eq!(words(Item::Quad(Quad::new(PLACE, Fill::Solid(Color::WHITE)))), 6);
    assert_eq!(words(Item::Quad(Quad::new(PLACE, Fill::image(ImageId(1))))), 6);
    let rounded = Quad { radii: Radii::all(8.0), ..Quad::new(PLACE, Fill::Solid(Color::WHITE)) };
    assert_eq!(words(Item::Quad(rounded)), 7);
    assert_eq!(words(Item::PushClip(Clip::new(PLACE))), 5);
    assert_eq!(words(every_item().pop().unwrap()), 7, "a glyph run with scale and opacity");
}

#[test]
fn the_words_are_those_of_the_table() {
    let rect = PLACE;
    let quad = Quad {
        radii: Radii::all(4.0),
        border_width: 2.0,
        border_color: Color(0xff),
        opacity: 0.5,
        ..Quad::new(rect, Fill::Solid(Color(0x0102_0304)))
    };
    let bytes = built(&[Item::Quad(quad)]);
    let words: Vec<u32> = bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect();
    let number = |value: f32| value.to_bits();
    let header = [number(0.0), number(0.0), number(8.0), number(8.0), 1];
    assert_eq!(words[..5], header);
    let flags = u32::from(flag::RADIUS | flag::BORDER | flag::OPACITY);
    let place = [rect.x, rect.y, rect.w, rect.h].map(number);
    assert_eq!(words[5], 1 | flags << 8 | 10 << 16);
    assert_eq!(words[6..10], place);
    assert_eq!(words[10..], [0x0102_0304, number(4.0), number(2.0), 0xff, number(0.5)]);
}

#[test]
fn what_is_opened_is_closed_in_order() {
    let (clip, group) =
        (Item::PushClip(Clip::new(PLACE)), Item::PushGroup(Group { rect: PLACE, opacity: 1.0 }));
    for wrong in [
        &[clip][..],
        &[Item::PopClip],
        &[clip, Item::PopGroup],
        &[clip, group, Item::PopClip, Item::PopGroup],
        &[group, Item::PopTransform],
    ] {
        assert_eq!(DisplayList::parse(&built(wrong)).unwrap_err(), WireError::BadStructure, "{wrong:?}");
    }
    let deep = |depth: usize| {
        let mut items = alloc::vec![clip; depth];
        items.resize(depth * 2, Item::PopClip);
        built(&items)
    };
    assert!(DisplayList::parse(&deep(LIST_DEPTH_MAX)).is_ok());
    assert_eq!(DisplayList::parse(&deep(LIST_DEPTH_MAX + 1)).unwrap_err(), WireError::BadStructure);
}

#[test]
fn every_truncation_is_refused() {
    let bytes = built(&nested(every_item()));
    for end in 0..bytes.len() {
        assert!(DisplayList::parse(&bytes[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn lengths_flags_and_tags_must_fit() {
    let one = 1.0_f32.to_bits();
    let solid = [one, one, one, one, 0xff];
    let has = |flags: u8| u32::from(flags);
    assert!(raw(1, 0, &solid).is_ok());
    assert_eq!(raw(1, 0, &solid[..4]), Err(WireError::Truncated));
    assert_eq!(raw(1, 0, &[one, one, one, one, 0xff, one]), Err(WireError::BadStructure));
    assert_eq!(raw(1, has(flag::OPACITY), &solid), Err(WireError::Truncated));
    assert_eq!(raw(1, has(flag::SOURCE), &solid), Err(WireError::BadStructure));
    assert_eq!(raw(1, 128, &solid), Err(WireError::BadStructure));
    let both = has(flag::RADIUS | flag::RADII);
    assert_eq!(raw(1, both, &[one; 10]), Err(WireError::BadStructure));
    assert!(matches!(raw(0, 0, &[]), Err(WireError::UnknownTag { tag: 0, .. })));
    assert!(matches!(raw(15, 0, &[]), Err(WireError::UnknownTag { tag: 15, .. })));
    let mut endless = built(&[Item::Quad(Quad::new(PLACE, Fill::Hole))]);
    endless[22..24].fill(0);
    assert_eq!(DisplayList::parse(&endless).unwrap_err(), WireError::BadStructure, "an item of no words");
    endless[22..24].fill(255);
    assert_eq!(DisplayList::parse(&endless).unwrap_err(), WireError::Truncated);
}

/// Puts bad numbers into every word of every item: each is refused, or the word is a colour or a number that may be
/// anything.
#[test]
fn numbers_are_finite_and_in_range() {
    for item in every_item().into_iter().chain(nested(Vec::new())) {
        let good = built(&[item]);
        let words = good.len() / WORD_BYTES;
        for bad in [f32::NAN, f32::INFINITY, COORDINATE_MAX * 2.0] {
            let refused = (HEADER_WORDS + 1..words).filter(|word| {
                let mut bytes = good.clone();
                bytes[word * WORD_BYTES..][..WORD_BYTES].copy_from_slice(&bad.to_le_bytes());
                matches!(DisplayList::parse(&bytes), Err(WireError::OutOfRange))
            });
            let free = words - HEADER_WORDS - 1 - refused.count();
            assert_eq!(free, free_words(&item), "{item:?} {bad}");
        }
    }
    let one = 1.0_f32.to_bits();
    let minus = (-1.0_f32).to_bits();
    assert_eq!(raw(1, 0, &[one, one, minus, one, 0]), Err(WireError::OutOfRange));
    assert_eq!(raw(1, u32::from(flag::RADIUS), &[one, one, one, one, 0, minus]), Err(WireError::OutOfRange));
    let two = 2.0_f32.to_bits();
    assert_eq!(raw(1, u32::from(flag::OPACITY), &[one, one, one, one, 0, two]), Err(WireError::OutOfRange));
    assert_eq!(raw(8, u32::from(flag::SCALE), &[one, one, 1, 0, 0]), Err(WireError::OutOfRange));
}

/// Words of an item that may be anything: colours and the numbers of images and layouts.
fn free_words(item: &Item) -> usize {
    match item {
        Item::Quad(quad) => {
            let fill = match quad.fill {
                Fill::Solid(_) => 1,
                Fill::Linear { .. } | Fill::Radial { .. } => 2,
                Fill::Image { tint, .. } => 1 + usize::from(tint != Color::WHITE),
                Fill::Hole => 0,
            };
            fill + usize::from(quad.border_width > 0.0)
        }
        Item::NinePatch(patch) => 1 + usize::from(patch.tint != Color::WHITE),
        Item::Shadow(_) => 1,
        Item::GlyphRun(_) => 2,
        _ => 0,
    }
}

#[test]
fn random_words_never_panic() {
    let mut state = 0x2545_f491_u32;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    };
    let good = built(&nested(every_item()));
    for _ in 0..20_000 {
        let mut bytes = good.clone();
        for _ in 0..1 + random() % 4 {
            let at = random() as usize % bytes.len();
            bytes[at] = random() as u8;
        }
        if let Ok(list) = DisplayList::parse(&bytes) {
            assert_eq!(list.items().count(), list.len() as usize);
        }
    }
}

#[test]
fn a_full_list_stays_as_it_was() {
    let mut builder = ListBuilder::default();
    let quad = Quad::new(PLACE, Fill::Hole);
    while builder.push(&quad).is_ok() {}
    let (bytes, items) = (builder.as_bytes().len(), builder.len());
    assert_eq!(builder.push(&quad), Err(WireError::Full));
    assert_eq!((builder.as_bytes().len(), builder.len()), (bytes, items));
    assert!(DisplayList::parse(builder.finish(PLACE)).is_ok());
}

#[test]
fn a_zero_has_no_sign() {
    let list = |zero: f32| {
        let mut builder = ListBuilder::default();
        let rect = Rect::new(zero, zero, 5.0, 5.0);
        builder.push(&Quad { border_width: 1.0, opacity: zero, ..Quad::new(rect, Fill::Hole) }).unwrap();
        builder.push(&Transform { b: zero, e: zero, ..Transform::IDENTITY }).unwrap();
        builder.finish(Rect::new(zero, 0.0, 0.0, 0.0)).to_vec()
    };
    assert_eq!(list(-0.0), list(0.0));
}

#[test]
fn a_solid_box_is_written_as_the_quad_that_it_is() {
    for radius in [0.0, -0.0, 4.0] {
        for opacity in [1.0, 0.5, 0.0] {
            let (rect, color) = (Rect::new(-0.0, 2.0, 30.0, 40.0), Color(0x1234_5678));
            let radii = Radii::all(radius);
            let quad = Quad { radii, opacity, ..Quad::new(rect, Fill::Solid(color)) };
            let mut lists = [ListBuilder::default(), ListBuilder::default()];
            lists[0].push(&SolidBox { rect, color, radius, opacity }).unwrap();
            lists[1].push(&quad).unwrap();
            assert_eq!(lists[0].words(), lists[1].words(), "radius {radius}, opacity {opacity}");
        }
    }
}
