//! Boxes, their shadows and their edges.

use ferrule_abi::list::{Clip, Fill, ImageId, Quad, Shadow};
use ferrule_abi::{Color, Item, Radii, Rect};

use crate::clips::clip;
use crate::common::shapes::*;
use crate::common::{base, image, solid};
use crate::turns::turned;

pub(crate) fn linear_gradients() -> Vec<Item> {
    let mut items = backdrop();
    for (index, angle) in [0.0, 30.0, 90.0, 135.0, 180.0, -60.0].into_iter().enumerate() {
        let (x, y) = grid(index, 3, 104.0, 86.0);
        let fill = Fill::Linear { from: Color(0xf0a0_30ff), to: Color(0x5020_c0ff), angle };
        let quad = Quad { radii: Radii::all(10.0), fill, ..base(x, y, 92.0, 74.0) };
        items.push(Item::Quad(quad));
    }
    items
}

pub(crate) fn radial_gradients() -> Vec<Item> {
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

pub(crate) fn uneven(top_left: f32, top_right: f32, bottom_right: f32, bottom_left: f32) -> Radii {
    Radii { top_left, top_right, bottom_right, bottom_left }
}

pub(crate) fn radii_per_corner() -> Vec<Item> {
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

pub(crate) fn borders() -> Vec<Item> {
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

pub(crate) fn shadow(rect: Rect, blur: f32) -> Shadow {
    let (radii, color, offset) = (Radii::all(10.0), Color(0xff), (0.0, 0.0));
    Shadow { rect, radii, color, offset, blur, spread: 0.0, opacity: 1.0 }
}

pub(crate) fn shadow_blurs() -> Vec<Item> {
    let mut items = light();
    for (index, blur) in [0.0, 2.0, 8.0, 20.0, 40.0, 80.0].into_iter().enumerate() {
        let (x, y) = grid(index, 3, 104.0, 86.0);
        items.push(Item::Shadow(shadow(Rect::new(x + 20.0, y + 16.0, 56.0, 42.0), blur)));
    }
    items
}

pub(crate) fn shadow_offset_spread() -> Vec<Item> {
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

pub(crate) fn hole() -> Vec<Item> {
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

pub(crate) fn hairlines() -> Vec<Item> {
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

pub(crate) fn card() -> Vec<Item> {
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
