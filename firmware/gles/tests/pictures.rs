//! Whole pictures, compared with reviewed ones in `tests/golden`. `FERRULE_BLESS=1` writes them anew: look at them.

mod common;

use common::{Canvas, base, image, run, solid, squares};
use ferrule_abi::list::{Clip, Fill, GlyphRun, ImageId, Quad};
use ferrule_abi::{Color, Item, Radii, Rect};

const BACKGROUND: u32 = 0x1020_30ff;

#[test]
fn boxes() {
    let mut items = vec![solid(0.0, 0.0, 320.0, 200.0, BACKGROUND)];
    let fills = [
        Fill::Solid(Color(0xe050_40ff)),
        Fill::Linear { from: Color(0x40a0_e0ff), to: Color(0x4030_80ff), angle: 0.0 },
        Fill::Linear { from: Color(0xffff_ffff), to: Color(0xffff_ff00), angle: 60.0 },
        Fill::Solid(Color(0x50e0_8080)),
    ];
    for (column, fill) in fills.into_iter().enumerate() {
        let x = 10.0 + column as f32 * 78.0;
        let border = Quad { border_width: 4.0, border_color: Color::WHITE, ..base(0.0, 0.0, 0.0, 0.0) };
        let rows = [
            base(0.0, 0.0, 0.0, 0.0),
            Quad { radii: Radii::all(12.0), ..base(0.0, 0.0, 0.0, 0.0) },
            Quad { radii: Radii::all(12.0), ..border },
            Quad { radii: Radii::all(100.0), opacity: 0.6, border_width: 1.5, ..border },
        ];
        for (row, quad) in rows.into_iter().enumerate() {
            let rect = Rect::new(x + row as f32 * 0.25, 10.0 + row as f32 * 46.25, 66.0, 38.0);
            items.push(Item::Quad(Quad { rect, fill, ..quad }));
        }
    }
    Canvas::new(320, 200).paint(&items).assert_picture("boxes");
}

#[test]
fn text() {
    let mut canvas = Canvas::new(480, 330);
    let mut items = vec![solid(0.0, 0.0, 480.0, 330.0, BACKGROUND)];
    let lines = [
        ("Ferrule draws text, 1234567890", 28.0, 400),
        ("Bold: Grüße, Ελλάδα, Привет", 28.0, 700),
        ("مرحبا بالعالم — العربية", 28.0, 400),
        ("שלום עולם  नमस्ते दुनिया  สวัสดี", 28.0, 400),
        ("你好世界 日本語 こんにちは", 28.0, 400),
        ("你好世界 日本語 こんにちは", 28.0, 700),
        ("Small text at fourteen pixels: the quick brown fox", 14.0, 400),
    ];
    for (row, (line, size, weight)) in lines.into_iter().enumerate() {
        let layout = canvas.text(line, size, weight, None);
        items.push(Item::GlyphRun(run(layout, 10.0, 6.0 + row as f32 * 40.0)));
    }
    let layout = canvas.text("Faded and coloured", 20.0, 400, None);
    let faded = GlyphRun { color: Color(0xff80_40ff), opacity: 0.5, ..run(layout, 10.0, 290.0) };
    items.push(Item::GlyphRun(faded));
    canvas.paint(&items).assert_picture("text");
}

#[test]
fn scaled_text() {
    let mut canvas = Canvas::new(420, 300);
    let mut items = vec![solid(0.0, 0.0, 420.0, 300.0, BACKGROUND)];
    let layout = canvas.text("Scaled text", 24.0, 400, None);
    let mut y = 5.0;
    for scale in [0.5, 0.9, 1.0, 1.1, 1.6, 3.0] {
        items.push(Item::GlyphRun(GlyphRun { scale, ..run(layout, 10.0, y) }));
        y += 34.0 * scale + 2.0;
    }
    canvas.paint(&items).assert_picture("scaled-text");
}

#[test]
fn tiles_as_in_a_rail() {
    let mut canvas = Canvas::new(400, 160);
    // A UI of half the resolution, as 720p on a 1440p mode.
    (canvas.frame.ui_width, canvas.frame.ui_height) = (200.0, 80.0);
    let colors = [[200, 60, 40, 255], [240, 200, 60, 255], [40, 120, 200, 255], [60, 160, 80, 255]];
    canvas.painter.upload_image(ImageId(1), &squares(16, 2, &colors)).unwrap();
    let title = canvas.text("Tile", 12.0, 600, None);
    let mut items = vec![solid(0.0, 0.0, 200.0, 80.0, BACKGROUND)];
    items.push(Item::PushClip(Clip::new(Rect::new(10.0, 0.0, 180.0, 80.0))));
    for index in 0..4_u8 {
        let x = -20.0 + 60.0 * f32::from(index);
        let is_focused = index == 2;
        // The middle of a square image in a wide box: cover.
        let cover = image(x, 10.0, 54.0, 40.0, 1, Rect::new(0.0, 0.13, 1.0, 0.74));
        let border_width = if is_focused { 2.0 } else { 0.0 };
        items.push(Item::Quad(Quad {
            radii: Radii::all(5.0),
            border_width,
            border_color: Color::WHITE,
            ..cover
        }));
        let opacity = if is_focused { 1.0 } else { 0.6 };
        items.push(Item::GlyphRun(GlyphRun { opacity, ..run(title, x + 4.0, 52.0) }));
    }
    items.push(Item::PopClip);
    canvas.paint(&items).assert_picture("tiles");
}

#[test]
fn hole_under_controls() {
    let layers = [
        solid(0.0, 0.0, 200.0, 120.0, BACKGROUND),
        Item::Quad(Quad { fill: Fill::Hole, radii: Radii::all(20.0), ..base(20.0, 10.0, 160.0, 100.0) }),
        Item::Quad(Quad { radii: Radii::all(4.0), opacity: 0.8, ..base(40.0, 90.0, 120.0, 8.0) }),
        Item::Quad(Quad {
            radii: Radii::all(4.0),
            fill: Fill::Solid(Color(0xe050_40ff)),
            ..base(40.0, 90.0, 50.0, 8.0)
        }),
    ];
    Canvas::new(200, 120).paint(&layers).assert_picture("hole");
}
