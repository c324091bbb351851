//! Images: parts, corners, tints and nine-patches.

use ferrule_abi::list::{Fill, ImageId, NinePatch, Quad};
use ferrule_abi::{Color, Insets, Item, Radii, Rect};

use crate::common::image;
use crate::common::shapes::*;
use crate::turns::turned;

pub(crate) fn tinted(x: f32, y: f32, image: u32, tint: u32) -> Item {
    let fill = Fill::Image { image: ImageId(image), source: WHOLE, tint: Color(tint) };
    Item::Quad(Quad::new(Rect::new(x, y, 64.0, 64.0), fill))
}

pub(crate) fn tint() -> Vec<Item> {
    let mut items = backdrop();
    for (index, color) in [0xffff_ffff, 0xff40_40ff, 0x40ff_80ff, 0x4080_ff80].into_iter().enumerate() {
        let x = 10.0 + 78.0 * index as f32;
        items.push(tinted(x, 14.0, ICON, color));
        items.push(tinted(x, 98.0, PHOTO, color));
    }
    items
}

pub(crate) fn image_fits() -> Vec<Item> {
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

pub(crate) fn image_corners() -> Vec<Item> {
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

pub(crate) fn patch(x: f32, y: f32, w: f32, h: f32, insets: f32) -> NinePatch {
    NinePatch {
        rect: Rect::new(x, y, w, h),
        image: ImageId(FRAME),
        source: Insets::all(8.0),
        insets: Insets::all(insets),
        tint: Color::WHITE,
        opacity: 1.0,
    }
}

pub(crate) fn nine_patch() -> Vec<Item> {
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

pub(crate) fn nine_patch_small() -> Vec<Item> {
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
