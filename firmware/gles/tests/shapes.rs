//! Pictures of every kind of item, compared with reviewed ones in `tests/golden/shapes`. `FERRULE_BLESS=1` writes them
//! anew: look at them.

mod common;

use common::shapes::*;
use common::{Canvas, base, image, run, solid};
use ferrule_abi::list::{Clip, Fill, GlyphRun, Group, ImageId, NinePatch, Quad, Shadow};
use ferrule_abi::{Color, Insets, Item, Radii, Rect, Transform};

const WIDTH: u32 = 320;
const HEIGHT: u32 = 180;

/// Name, what it shows, and its items.
type Picture = (&'static str, fn() -> Vec<Item>);

const PICTURES: &[Picture] = &[
    ("linear-gradients", linear_gradients),
    ("radial-gradients", radial_gradients),
    ("radii-per-corner", radii_per_corner),
    ("borders", borders),
    ("shadow-blurs", shadow_blurs),
    ("shadow-offset-spread", shadow_offset_spread),
    ("clip-round", clip_round),
    ("clip-nested", clip_nested),
    ("clip-crossing", clip_crossing),
    ("group-against-single", group_against_single),
    ("group-nested", group_nested),
    ("group-in-clip", group_in_clip),
    ("rotation", rotation),
    ("rotation-clip", rotation_clip),
    ("rotation-in-viewport", rotation_in_viewport),
    ("skew-and-mirror", skew_and_mirror),
    ("tint", tint),
    ("image-fits", image_fits),
    ("image-corners", image_corners),
    ("nine-patch", nine_patch),
    ("nine-patch-small", nine_patch_small),
    ("hole", hole),
    ("hole-in-group", hole_in_group),
    ("hairlines", hairlines),
    ("card", card),
    ("fallback", deep_groups),
];

#[test]
fn every_shape_looks_as_reviewed() {
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    for (id, pixels) in [(PHOTO, photo()), (ICON, icon()), (FRAME, frame())] {
        canvas.painter.upload_image(ImageId(id), &pixels).unwrap();
    }
    let failures: Vec<String> = PICTURES
        .iter()
        .filter_map(|(name, items)| canvas.paint(&items()).compare_picture(&format!("shapes/{name}")).err())
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Text in turned and faded parts; apart, because it needs the fonts.
#[test]
fn text_turns_and_fades_with_what_it_is_in() {
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    let layout = canvas.text("Turned text", 26.0, 600, None);
    let mut items = backdrop();
    for (index, degrees) in [-30.0, 8.0, 90.0].into_iter().enumerate() {
        let (x, y) = ([8.0, 126.0, 312.0][index], [112.0, 16.0, 12.0][index]);
        items.push(Item::PushTransform(turn(degrees, x, y)));
        items.push(Item::GlyphRun(run(layout, x, y)));
        items.push(Item::PopTransform);
    }
    items.push(Item::PushGroup(Group { rect: Rect::new(10.0, 120.0, 300.0, 60.0), opacity: 0.5 }));
    items.push(solid(20.0, 132.0, 150.0, 24.0, 0xe050_40ff));
    items.push(Item::GlyphRun(GlyphRun { scale: 1.2, ..run(layout, 60.0, 128.0) }));
    items.push(Item::PopGroup);
    canvas.paint(&items).assert_picture("shapes/turned-text");
}

fn linear_gradients() -> Vec<Item> {
    let mut items = backdrop();
    for (index, angle) in [0.0, 30.0, 90.0, 135.0, 180.0, -60.0].into_iter().enumerate() {
        let (x, y) = grid(index, 3, 104.0, 86.0);
        let fill = Fill::Linear { from: Color(0xf0a0_30ff), to: Color(0x5020_c0ff), angle };
        let quad = Quad { radii: Radii::all(10.0), fill, ..base(x, y, 92.0, 74.0) };
        items.push(Item::Quad(quad));
    }
    items
}

fn radial_gradients() -> Vec<Item> {
    let (sun, night) = (Color(0xfff0_a0ff), Color(0x4020_80ff));
    let radial = |from, to, centre, radius| Fill::Radial { from, to, centre, radius };
    let fills = [
        radial(sun, night, (0.5, 0.5), (0.5, 0.5)),
        radial(sun, night, (0.0, 0.0), (1.0, 1.0)),
        radial(Color::WHITE, Color(0xffff_ff00), (0.5, 0.5), (74.0 / 92.0 / 2.0, 0.5)),
        radial(Color(0), Color(0xff), (0.5, 0.4), (0.8, 0.8)),
        radial(sun, night, (0.5, 0.5), (0.0, 0.0)),
        radial(sun, night, (1.5, 0.5), (1.0, 0.5)),
    ];
    let mut items = backdrop();
    for (index, fill) in fills.into_iter().enumerate() {
        let (x, y) = grid(index, 3, 104.0, 86.0);
        let border_width = if index % 2 == 1 { 4.0 } else { 0.0 };
        let border_color = if index == 5 { Color(0xffff_ff80) } else { Color::WHITE };
        let quad =
            Quad { radii: Radii::all(16.0), border_width, border_color, fill, ..base(x, y, 92.0, 74.0) };
        items.push(Item::Quad(quad));
    }
    items
}

fn uneven(top_left: f32, top_right: f32, bottom_right: f32, bottom_left: f32) -> Radii {
    Radii { top_left, top_right, bottom_right, bottom_left }
}

fn radii_per_corner() -> Vec<Item> {
    let shapes = [
        uneven(24.0, 24.0, 0.0, 0.0),
        uneven(0.0, 12.0, 24.0, 37.0),
        uneven(500.0, 0.0, 500.0, 0.0),
        uneven(0.0, 0.0, 30.0, 0.0),
        uneven(8.0, 30.0, 8.0, 30.0),
        uneven(37.0, 37.0, 37.0, 20.0),
    ];
    let fills = [
        Fill::Solid(Color(0x40a0_e0ff)),
        Fill::Linear { from: Color(0x40a0_e0ff), to: Color(0x4030_80ff), angle: 45.0 },
        Fill::image(ImageId(PHOTO)),
    ];
    let mut items = backdrop();
    for (index, radii) in shapes.into_iter().enumerate() {
        let (x, y) = grid(index, 3, 104.0, 86.0);
        let (border_width, border_color) = (if index > 2 { 5.0 } else { 0.0 }, Color(0xffff_ffc0));
        let fill = fills[index % 3];
        // Off the pixels, so that the parts' common edges are too.
        let shift = 0.3 * index as f32;
        let quad = Quad { radii, border_width, border_color, fill, ..base(x + shift, y, 91.5, 74.0) };
        items.push(Item::Quad(quad));
    }
    items
}

fn borders() -> Vec<Item> {
    let mut items = backdrop();
    for (index, border_width) in [0.5, 1.0, 2.0, 6.0, 20.0, 60.0].into_iter().enumerate() {
        let (x, y) = grid(index, 3, 104.0, 86.0);
        let border_color = if index % 2 == 0 { Color(0xffc8_40ff) } else { Color(0xffc8_4080) };
        let fill = Fill::Solid(if index == 3 { Color::TRANSPARENT } else { Color(0x2060_60ff) });
        let radii = Radii::all(index as f32 * 6.0);
        let quad = Quad { radii, border_width, border_color, fill, ..base(x, y, 92.0, 74.0) };
        items.push(Item::Quad(quad));
    }
    items
}

fn shadow(rect: Rect, blur: f32) -> Shadow {
    let (radii, color, offset) = (Radii::all(10.0), Color(0xff), (0.0, 0.0));
    Shadow { rect, radii, color, offset, blur, spread: 0.0, opacity: 1.0 }
}

fn shadow_blurs() -> Vec<Item> {
    let mut items = light();
    for (index, blur) in [0.0, 2.0, 8.0, 20.0, 40.0, 80.0].into_iter().enumerate() {
        let (x, y) = grid(index, 3, 104.0, 86.0);
        items.push(Item::Shadow(shadow(Rect::new(x + 20.0, y + 16.0, 56.0, 42.0), blur)));
    }
    items
}

fn shadow_offset_spread() -> Vec<Item> {
    let rect = |index| {
        let (x, y) = grid(index, 3, 104.0, 86.0);
        Rect::new(x + 16.0, y + 14.0, 60.0, 40.0)
    };
    let tinted = Color(0xd020_60ff);
    let shadows = [
        Shadow { offset: (0.0, 8.0), ..shadow(rect(0), 16.0) },
        Shadow { spread: 8.0, ..shadow(rect(1), 8.0) },
        Shadow { spread: -12.0, offset: (0.0, 24.0), ..shadow(rect(2), 12.0) },
        Shadow { color: tinted, offset: (-10.0, -6.0), ..shadow(rect(3), 10.0) },
        Shadow { radii: uneven(0.0, 30.0, 0.0, 20.0), ..shadow(rect(4), 12.0) },
        Shadow { opacity: 0.4, radii: Radii::NONE, offset: (6.0, 6.0), ..shadow(rect(5), 0.0) },
    ];
    let mut items = light();
    for shadow in shadows {
        items.push(Item::Shadow(shadow));
        let radii = shadow.radii;
        items.push(Item::Quad(Quad { radii, ..Quad::new(shadow.rect, Fill::Solid(Color(0xffff_ffe0))) }));
    }
    items
}

fn clip(x: f32, y: f32, w: f32, h: f32, radius: f32) -> Item {
    Item::PushClip(Clip { rect: Rect::new(x, y, w, h), radii: Radii::all(radius) })
}

fn clip_round() -> Vec<Item> {
    let mut items = backdrop();
    items.push(clip(20.0, 20.0, 120.0, 140.0, 40.0));
    items.extend(stripes());
    items.push(Item::PopClip);
    items.push(Item::PushClip(Clip {
        rect: Rect::new(180.0, 20.0, 120.0, 140.0),
        radii: uneven(0.0, 60.0, 20.0, 60.0),
    }));
    items.push(Item::Quad(image(160.0, 0.0, 160.0, 180.0, PHOTO, WHOLE)));
    items.push(Item::Shadow(shadow(Rect::new(200.0, 60.0, 140.0, 60.0), 20.0)));
    items.push(solid(210.0, 70.0, 120.0, 40.0, 0xf2a8_3bff));
    items.push(Item::PopClip);
    items
}

/// A round clip well inside of another one, which needs no layer.
fn clip_nested() -> Vec<Item> {
    let mut items = backdrop();
    items.push(clip(10.0, 10.0, 300.0, 160.0, 50.0));
    items.extend(stripes());
    for index in 0..3_u8 {
        items.push(clip(40.0 + 84.0 * f32::from(index), 40.0, 72.0, 100.0, 20.0));
        items.push(solid(0.0, 0.0, 320.0, 180.0, 0x1018_28ff));
        items.push(Item::Quad(image(30.0, 50.0, 260.0, 60.0, PHOTO, WHOLE)));
        items.push(Item::PopClip);
    }
    items.push(solid(150.0, 0.0, 20.0, 180.0, 0xffff_ff60));
    items.push(Item::PopClip);
    items
}

/// Round clips whose curves cross: the inner one takes a layer.
fn clip_crossing() -> Vec<Item> {
    let mut items = backdrop();
    items.push(clip(20.0, 20.0, 180.0, 140.0, 70.0));
    items.push(solid(0.0, 0.0, 320.0, 180.0, 0x3050_70ff));
    items.push(clip(120.0, 40.0, 180.0, 120.0, 60.0));
    items.extend(stripes());
    items.push(Item::PopClip);
    items.push(Item::PopClip);
    items
}

/// Three boxes over each other.
fn pile(x: f32, opacity: f32) -> Vec<Item> {
    let colors = [0xe050_40ff, 0x40a0_e0ff, 0xf0c8_40ff];
    let quads = (0..3_u8).zip(colors).map(|(index, color)| {
        let at = f32::from(index) * 26.0;
        let quad = Quad { opacity, radii: Radii::all(12.0), ..base(x + at, 30.0 + at, 70.0, 70.0) };
        Item::Quad(Quad { fill: Fill::Solid(Color(color)), ..quad })
    });
    quads.collect()
}

fn group(x: f32, opacity: f32, items: Vec<Item>) -> Vec<Item> {
    let mut all = vec![Item::PushGroup(Group { rect: Rect::new(x, 10.0, 140.0, 160.0), opacity })];
    all.extend(items);
    all.push(Item::PopGroup);
    all
}

fn group_against_single() -> Vec<Item> {
    let mut items = backdrop();
    items.extend(group(10.0, 0.5, pile(20.0, 1.0)));
    items.extend(pile(180.0, 0.5));
    items
}

fn group_nested() -> Vec<Item> {
    let mut items = backdrop();
    let mut inner = pile(20.0, 1.0);
    inner.extend(group(10.0, 0.5, vec![solid(40.0, 20.0, 60.0, 150.0, 0xffff_ffff)]));
    items.extend(group(10.0, 0.6, inner));
    items.extend(group(170.0, 1.0, pile(180.0, 1.0)));
    items.extend(group(170.0, 0.0, vec![solid(0.0, 0.0, 320.0, 180.0, 0xff)]));
    items
}

fn group_in_clip() -> Vec<Item> {
    let mut items = backdrop();
    items.push(clip(30.0, 20.0, 260.0, 140.0, 60.0));
    items.extend(group(10.0, 0.7, pile(20.0, 1.0)));
    // Cut by its bounds and by the clip.
    let mut cut = vec![clip(170.0, 40.0, 200.0, 100.0, 30.0)];
    cut.extend(stripes());
    cut.push(Item::PopClip);
    items.extend(group(170.0, 0.7, cut));
    items.push(Item::PopClip);
    items
}

fn turned(degrees: f32, x: f32, y: f32, items: Vec<Item>) -> Vec<Item> {
    let mut all = vec![Item::PushTransform(turn(degrees, x, y))];
    all.extend(items);
    all.push(Item::PopTransform);
    all
}

fn rotation() -> Vec<Item> {
    let mut items = backdrop();
    let fills = [
        Fill::Solid(Color(0xf2a8_3bff)),
        Fill::Linear { from: Color(0x40a0_e0ff), to: Color(0x4030_80ff), angle: 0.0 },
        Fill::image(ImageId(PHOTO)),
        Fill::Radial { from: Color::WHITE, to: Color(0x8020_40ff), centre: (0.5, 0.5), radius: (0.5, 0.5) },
        Fill::Solid(Color(0x2060_60ff)),
        Fill::Hole,
    ];
    for (index, fill) in fills.into_iter().enumerate() {
        let (x, y) = grid(index, 3, 104.0, 86.0);
        let (radii, border_width) = (Radii::all(index as f32 * 4.0), if index > 2 { 4.0 } else { 0.0 });
        let quad = Quad {
            radii,
            border_width,
            fill,
            border_color: Color::WHITE,
            ..base(x + 18.0, y + 14.0, 60.0, 46.0)
        };
        let cast = Shadow { offset: (4.0, 6.0), ..shadow(quad.rect, 10.0) };
        let degrees = [1.0, 7.0, 15.0, 30.0, 45.0, 80.0][index];
        items.extend(turned(degrees, x + 48.0, y + 37.0, vec![Item::Shadow(cast), Item::Quad(quad)]));
    }
    items
}

fn rotation_clip() -> Vec<Item> {
    let mut items = backdrop();
    let mut sharp = vec![clip(25.0, 40.0, 110.0, 100.0, 0.0)];
    sharp.extend(stripes());
    sharp.push(Item::PopClip);
    items.extend(turned(20.0, 80.0, 90.0, sharp));
    let mut round = vec![
        clip(185.0, 40.0, 110.0, 100.0, 30.0),
        Item::Quad(image(160.0, 20.0, 160.0, 140.0, PHOTO, WHOLE)),
    ];
    round.extend(group(170.0, 0.6, pile(190.0, 1.0)));
    round.push(Item::PopClip);
    items.extend(turned(-15.0, 240.0, 90.0, round));
    items
}

/// Turned things at the edges of upright clips.
fn rotation_in_viewport() -> Vec<Item> {
    let mut items = backdrop();
    items.push(clip(40.0, 40.0, 240.0, 100.0, 0.0));
    for index in 0..4_u8 {
        let x = 30.0 + 86.0 * f32::from(index);
        let quad = image(x - 30.0, 40.0, 60.0, 100.0, PHOTO, WHOLE);
        items.extend(turned(25.0, x, 90.0, vec![Item::Quad(Quad { radii: Radii::all(8.0), ..quad })]));
    }
    items.push(Item::PopClip);
    items
}

fn skew_and_mirror() -> Vec<Item> {
    let mut items = backdrop();
    let maps = [
        Transform { a: -1.0, e: 100.0, ..Transform::IDENTITY },
        Transform { c: 0.5, e: 100.0, ..Transform::IDENTITY },
        Transform { a: 1.4, d: 0.7, b: 0.2, e: 200.0, f: 10.0, ..Transform::IDENTITY },
        Transform { d: -1.0, e: 10.0, f: 170.0, ..Transform::IDENTITY },
        Transform { a: 0.5, b: 0.5, c: -0.5, d: 0.5, e: 165.0, f: 90.0 },
        Transform { a: 0.0, d: 0.0, ..Transform::IDENTITY },
    ];
    for map in maps {
        items.push(Item::PushTransform(map));
        let quad = image(15.0, 15.0, 70.0, 55.0, PHOTO, WHOLE);
        let border_color = Color::WHITE;
        items.push(Item::Quad(Quad { radii: Radii::all(12.0), border_width: 3.0, border_color, ..quad }));
        items.push(Item::PopTransform);
    }
    items
}

fn tinted(x: f32, y: f32, image: u32, tint: u32) -> Item {
    let fill = Fill::Image { image: ImageId(image), source: WHOLE, tint: Color(tint) };
    Item::Quad(Quad::new(Rect::new(x, y, 64.0, 64.0), fill))
}

fn tint() -> Vec<Item> {
    let mut items = backdrop();
    for (index, color) in [0xffff_ffff, 0xff40_40ff, 0x40ff_80ff, 0x4080_ff80].into_iter().enumerate() {
        let x = 10.0 + 78.0 * index as f32;
        items.push(tinted(x, 14.0, ICON, color));
        items.push(tinted(x, 98.0, PHOTO, color));
    }
    items
}

fn image_fits() -> Vec<Item> {
    let mut items = backdrop();
    let parts = [
        // Fill, cover, contain, a corner, one pixel in the middle, nothing.
        (Rect::new(10.0, 10.0, 92.0, 74.0), WHOLE),
        (Rect::new(114.0, 10.0, 92.0, 74.0), Rect::new(0.19, 0.0, 0.62, 1.0)),
        (Rect::new(218.0, 24.0, 92.0, 46.0), WHOLE),
        (Rect::new(10.0, 96.0, 92.0, 74.0), Rect::new(0.5, 0.5, 0.5, 0.5)),
        (Rect::new(114.0, 96.0, 92.0, 74.0), Rect::new(0.5, 0.5, 1.0 / 64.0, 1.0 / 32.0)),
        (Rect::new(218.0, 96.0, 92.0, 74.0), Rect::new(-0.5, -0.5, 2.0, 2.0)),
    ];
    for (rect, source) in parts {
        items.push(Item::Quad(image(rect.x, rect.y, rect.w, rect.h, PHOTO, source)));
    }
    items
}

fn image_corners() -> Vec<Item> {
    let mut items = backdrop();
    for (index, radius) in [0.0, 8.0, 24.0, 200.0].into_iter().enumerate() {
        let quad = image(12.0 + 76.5 * index as f32, 20.5, 66.0, 66.0, PHOTO, Rect::new(0.25, 0.0, 0.5, 1.0));
        let border_color = Color(0xffff_ffff);
        items.push(Item::Quad(Quad { radii: Radii::all(radius), ..quad }));
        let below = Rect { y: 98.0, ..quad.rect };
        let bordered =
            Quad { rect: below, radii: Radii::all(radius), border_width: 5.0, border_color, ..quad };
        items.push(Item::Quad(Quad { opacity: 0.6, ..bordered }));
    }
    items
}

fn patch(x: f32, y: f32, w: f32, h: f32, insets: f32) -> NinePatch {
    NinePatch {
        rect: Rect::new(x, y, w, h),
        image: ImageId(FRAME),
        source: Insets::all(8.0),
        insets: Insets::all(insets),
        tint: Color::WHITE,
        opacity: 1.0,
    }
}

fn nine_patch() -> Vec<Item> {
    let mut items = backdrop();
    items.push(Item::NinePatch(patch(10.0, 10.0, 24.0, 24.0, 8.0)));
    items.push(Item::NinePatch(patch(50.0, 10.0, 120.0, 60.0, 8.0)));
    items.push(Item::NinePatch(patch(190.0, 10.0, 120.0, 60.0, 20.0)));
    items.push(Item::NinePatch(NinePatch { tint: Color(0x60c0_ffff), ..patch(10.0, 84.0, 90.0, 86.0, 8.0) }));
    items.push(Item::NinePatch(NinePatch { opacity: 0.5, ..patch(114.3, 84.4, 90.2, 86.0, 8.0) }));
    let uneven = Insets { left: 4.0, top: 16.0, right: 24.0, bottom: 0.0 };
    items.push(Item::NinePatch(NinePatch { insets: uneven, ..patch(218.0, 84.0, 90.0, 86.0, 8.0) }));
    items
}

/// Boxes that the insets do not fit, and one that is turned.
fn nine_patch_small() -> Vec<Item> {
    let mut items = backdrop();
    for (index, (w, h)) in
        [(8.0, 8.0), (16.0, 40.0), (40.0, 10.0), (1.0, 40.0), (60.0, 60.0)].into_iter().enumerate()
    {
        items.push(Item::NinePatch(patch(12.0 + 44.0 * index as f32, 20.0, w, h, 12.0)));
    }
    items.extend(turned(20.0, 80.0, 130.0, vec![Item::NinePatch(patch(30.0, 100.0, 100.0, 60.0, 12.0))]));
    let wide = NinePatch { source: Insets::all(100.0), ..patch(200.0, 100.0, 100.0, 60.0, 12.0) };
    items.push(Item::NinePatch(wide));
    items
}

fn hole() -> Vec<Item> {
    let mut items = backdrop();
    let hole = Quad { fill: Fill::Hole, ..base(20.0, 20.0, 130.0, 140.0) };
    items.push(Item::Quad(Quad { radii: uneven(0.0, 40.0, 10.0, 60.0), ..hole }));
    items.push(Item::Quad(Quad { rect: Rect::new(170.0, 20.0, 130.0, 60.0), opacity: 0.5, ..hole }));
    items.push(clip(170.0, 100.0, 130.0, 60.0, 30.0));
    items.push(Item::Quad(Quad { rect: Rect::new(160.0, 90.0, 100.0, 90.0), ..hole }));
    items.push(Item::PopClip);
    items.push(solid(60.0, 130.0, 160.0, 10.0, 0xf2a8_3bff));
    items
}

fn hole_in_group() -> Vec<Item> {
    let mut items = light();
    let mut inner = pile(20.0, 1.0);
    let hole = Quad { fill: Fill::Hole, radii: Radii::all(30.0), ..base(50.0, 60.0, 60.0, 60.0) };
    inner.push(Item::Quad(hole));
    items.extend(group(10.0, 0.8, inner));
    items.extend(pile(180.0, 1.0));
    items.push(Item::Quad(Quad { rect: Rect::new(210.0, 60.0, 60.0, 60.0), ..hole }));
    items
}

/// Lines from a quarter of a pixel to two, on pixels and between them, upright and turned.
fn hairlines() -> Vec<Item> {
    let mut items = vec![solid(0.0, 0.0, 320.0, 180.0, 0xff)];
    for (index, width) in [0.25, 0.5, 0.75, 1.0, 1.5, 2.0].into_iter().enumerate() {
        let x = 10.0 + 24.0 * index as f32;
        items.push(solid(x, 10.0, width, 70.0, 0xffff_ffff));
        items.push(solid(x + 10.5, 10.0, width, 70.0, 0xffff_ffff));
        let y = 94.0 + 14.0 * index as f32;
        items.push(solid(10.0, y, 140.0, width, 0xffff_ffff));
        items.push(Item::Quad(Quad { radii: Radii::all(4.0), ..base(10.0, y + 6.25, 140.0, width) }));
        let line = solid(170.0, 90.0, 140.0, width, 0xffff_ffff);
        items.extend(turned(-50.0 + 20.0 * index as f32, 180.0, 90.0, vec![line]));
    }
    items
}

/// A focused card as an app makes it.
fn card() -> Vec<Item> {
    let mut items = backdrop();
    for index in 0..3_u8 {
        let is_focused = index == 1;
        let grow = if is_focused { 8.0 } else { 0.0 };
        let rect = Rect::new(
            20.0 + 98.0 * f32::from(index) - grow,
            36.0 - grow,
            86.0 + 2.0 * grow,
            108.0 + 2.0 * grow,
        );
        if is_focused {
            items.push(Item::Shadow(Shadow { offset: (0.0, 10.0), opacity: 0.8, ..shadow(rect, 24.0) }));
        }
        let radii = Radii::all(10.0);
        items.push(Item::PushClip(Clip { rect, radii }));
        items.push(Item::Quad(image(rect.x, rect.y, rect.w, rect.h, PHOTO, Rect::new(0.3, 0.0, 0.4, 1.0))));
        let shade = Fill::Linear { from: Color(0), to: Color(0xe0), angle: 90.0 };
        items.push(Item::Quad(Quad { fill: shade, ..base(rect.x, rect.bottom() - 50.0, rect.w, 50.0) }));
        items.push(solid(rect.x, rect.bottom() - 5.0, rect.w * 0.6, 5.0, 0xe050_40ff));
        items.push(Item::PopClip);
        if is_focused {
            let (fill, border_width) = (Fill::Solid(Color::TRANSPARENT), 3.0);
            let ring = Quad { radii, border_width, border_color: Color::WHITE, ..Quad::new(rect, fill) };
            items.push(Item::Quad(ring));
        }
    }
    items
}

/// Groups deeper than there are layers: the innermost ones fade their items one by one.
fn deep_groups() -> Vec<Item> {
    let mut items = backdrop();
    let rect = Rect::new(10.0, 10.0, 300.0, 160.0);
    for _ in 0..6 {
        items.push(Item::PushGroup(Group { rect, opacity: 0.8 }));
    }
    items.extend(pile(100.0, 1.0));
    items.extend([Item::PopGroup; 6]);
    items
}
