//! Everything under a transform.

use ferrule_abi::list::{Fill, ImageId, Quad, Shadow};
use ferrule_abi::{Color, Item, Radii, Transform};

use crate::boxes::shadow;
use crate::clips::{clip, group, pile};
use crate::common::shapes::*;
use crate::common::{base, image};

pub(crate) fn turned(degrees: f32, x: f32, y: f32, items: Vec<Item>) -> Vec<Item> {
    let mut all = vec![Item::PushTransform(turn(degrees, x, y))];
    all.extend(items);
    all.push(Item::PopTransform);
    all
}

pub(crate) fn rotation() -> Vec<Item> {
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

pub(crate) fn rotation_clip() -> Vec<Item> {
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

pub(crate) fn rotation_in_viewport() -> Vec<Item> {
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

pub(crate) fn skew_and_mirror() -> Vec<Item> {
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
