//! Pictures of every kind of item, compared with reviewed ones in `tests/golden/shapes`. `FERRULE_BLESS=1` writes them
//! anew: look at them.

#[path = "../common/mod.rs"]
mod common;

mod boxes;
mod clips;
mod images;
mod turns;

use common::shapes::*;
use common::{Canvas, run, solid};
use ferrule_abi::list::{GlyphRun, Group, ImageId};
use ferrule_abi::{Item, Rect};

const WIDTH: u32 = 320;
const HEIGHT: u32 = 180;

/// Its name and what it is painted from.
type Picture = (&'static str, fn() -> Vec<Item>);

const PICTURES: &[Picture] = &[
    ("linear-gradients", boxes::linear_gradients),
    ("radial-gradients", boxes::radial_gradients),
    ("radii-per-corner", boxes::radii_per_corner),
    ("borders", boxes::borders),
    ("shadow-blurs", boxes::shadow_blurs),
    ("shadow-offset-spread", boxes::shadow_offset_spread),
    ("clip-round", clips::clip_round),
    ("clip-nested", clips::clip_nested),
    ("clip-crossing", clips::clip_crossing),
    ("group-against-single", clips::group_against_single),
    ("group-nested", clips::group_nested),
    ("group-in-clip", clips::group_in_clip),
    ("rotation", turns::rotation),
    ("rotation-clip", turns::rotation_clip),
    ("rotation-in-viewport", turns::rotation_in_viewport),
    ("skew-and-mirror", turns::skew_and_mirror),
    ("tint", images::tint),
    ("image-fits", images::image_fits),
    ("image-corners", images::image_corners),
    ("nine-patch", images::nine_patch),
    ("nine-patch-small", images::nine_patch_small),
    ("hole", boxes::hole),
    ("hole-in-group", clips::hole_in_group),
    ("hairlines", boxes::hairlines),
    ("card", boxes::card),
    ("fallback", clips::deep_groups),
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
