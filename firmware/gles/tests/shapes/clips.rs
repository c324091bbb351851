//! Round clips and groups, in each other.

use ferrule_abi::list::{Clip, Fill, Group, Quad};
use ferrule_abi::{Color, Item, Radii, Rect};

use crate::boxes::{shadow, uneven};
use crate::common::shapes::*;
use crate::common::{base, image, solid};

pub(crate) fn clip(x: f32, y: f32, w: f32, h: f32, radius: f32) -> Item {
    Item::PushClip(Clip { rect: Rect::new(x, y, w, h), radii: Radii::all(radius) })
}

pub(crate) fn clip_round() -> Vec<Item> {
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

pub(crate) fn clip_nested() -> Vec<Item> {
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

pub(crate) fn clip_crossing() -> Vec<Item> {
    let mut items = backdrop();
    items.push(clip(20.0, 20.0, 180.0, 140.0, 70.0));
    items.push(solid(0.0, 0.0, 320.0, 180.0, 0x3050_70ff));
    items.push(clip(120.0, 40.0, 180.0, 120.0, 60.0));
    items.extend(stripes());
    items.push(Item::PopClip);
    items.push(Item::PopClip);
    items
}

pub(crate) fn pile(x: f32, opacity: f32) -> Vec<Item> {
    let colors = [0xe050_40ff, 0x40a0_e0ff, 0xf0c8_40ff];
    let quads = (0..3_u8).zip(colors).map(|(index, color)| {
        let at = f32::from(index) * 26.0;
        let quad = Quad { opacity, radii: Radii::all(12.0), ..base(x + at, 30.0 + at, 70.0, 70.0) };
        Item::Quad(Quad { fill: Fill::Solid(Color(color)), ..quad })
    });
    quads.collect()
}

pub(crate) fn group(x: f32, opacity: f32, items: Vec<Item>) -> Vec<Item> {
    let mut all = vec![Item::PushGroup(Group { rect: Rect::new(x, 10.0, 140.0, 160.0), opacity })];
    all.extend(items);
    all.push(Item::PopGroup);
    all
}

pub(crate) fn group_against_single() -> Vec<Item> {
    let mut items = backdrop();
    items.extend(group(10.0, 0.5, pile(20.0, 1.0)));
    items.extend(pile(180.0, 0.5));
    items
}

pub(crate) fn group_nested() -> Vec<Item> {
    let mut items = backdrop();
    let mut inner = pile(20.0, 1.0);
    inner.extend(group(10.0, 0.5, vec![solid(40.0, 20.0, 60.0, 150.0, 0xffff_ffff)]));
    items.extend(group(10.0, 0.6, inner));
    items.extend(group(170.0, 1.0, pile(180.0, 1.0)));
    items.extend(group(170.0, 0.0, vec![solid(0.0, 0.0, 320.0, 180.0, 0xff)]));
    items
}

pub(crate) fn group_in_clip() -> Vec<Item> {
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

pub(crate) fn hole_in_group() -> Vec<Item> {
    let mut items = light();
    let mut inner = pile(20.0, 1.0);
    let hole = Quad { fill: Fill::Hole, radii: Radii::all(30.0), ..base(50.0, 60.0, 60.0, 60.0) };
    inner.push(Item::Quad(hole));
    items.extend(group(10.0, 0.8, inner));
    items.extend(pile(180.0, 1.0));
    items.push(Item::Quad(Quad { rect: Rect::new(210.0, 60.0, 60.0, 60.0), ..hole }));
    items
}

pub(crate) fn deep_groups() -> Vec<Item> {
    let mut items = backdrop();
    let rect = Rect::new(10.0, 10.0, 300.0, 160.0);
    for _ in 0..6 {
        items.push(Item::PushGroup(Group { rect, opacity: 0.8 }));
    }
    items.extend(pile(100.0, 1.0));
    items.extend([Item::PopGroup; 6]);
    items
}
