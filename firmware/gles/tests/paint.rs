//! What is painted where: single pixels of small lists, and what painting them took.

mod common;

use common::{Canvas, base, image, run, solid, squares};
use ferrule_abi::list::{Clip, Fill, GlyphRun, ImageId, LayoutId, Quad};
use ferrule_abi::{Color, Item, Radii, Rect};
use ferrule_gles::FRAME_RASTERIZED_MAX;

const WHOLE: Rect = Rect::new(0.0, 0.0, 1.0, 1.0);
const RED: [u8; 4] = [255, 0, 0, 255];
const GREEN: [u8; 4] = [0, 255, 0, 255];
const BLUE: [u8; 4] = [0, 0, 255, 255];
const WHITE: [u8; 4] = [255; 4];
const NOTHING: [u8; 4] = [0; 4];

#[test]
fn solid_boxes_fill_exactly_their_pixels() {
    let shot = Canvas::new(16, 16).paint(&[solid(2.0, 3.0, 4.0, 5.0, 0xff00_00ff)]);
    for y in 0..16 {
        for x in 0..16 {
            let inside = (2..6).contains(&x) && (3..8).contains(&y);
            shot.expect(x, y, if inside { RED } else { NOTHING });
        }
    }
}

#[test]
fn edges_between_pixels_are_smooth() {
    let shot = Canvas::new(8, 8).paint(&[solid(1.5, 2.0, 4.0, 4.25, 0xffff_ffff)]);
    shot.expect(1, 3, [128; 4]);
    shot.expect(2, 3, WHITE);
    shot.expect(5, 3, [128; 4]);
    shot.expect(6, 3, NOTHING);
    shot.expect(3, 5, WHITE);
    shot.expect(3, 6, [64; 4]);
    shot.expect(3, 1, NOTHING);
}

#[test]
fn colours_blend_premultiplied() {
    let shot = Canvas::new(4, 4)
        .paint(&[solid(0.0, 0.0, 2.0, 4.0, 0xff00_00ff), solid(0.0, 0.0, 4.0, 4.0, 0x00ff_0080)]);
    shot.expect(0, 0, [127, 128, 0, 255]);
    shot.expect(3, 0, [0, 128, 0, 128]);
}

#[test]
fn opacity_fades_fill_border_image_and_text() {
    let mut canvas = Canvas::new(64, 64);
    canvas.painter.upload_image(ImageId(1), &squares(4, 1, &[WHITE])).unwrap();
    let layout = canvas.text("H", 48.0, 700, None);
    let half = |quad: Quad| Item::Quad(Quad { opacity: 0.5, ..quad });
    let bordered = Quad { border_width: 4.0, border_color: Color(0x00ff_00ff), ..base(0.0, 0.0, 16.0, 16.0) };
    let shot = canvas.paint(&[
        half(bordered),
        half(image(20.0, 0.0, 4.0, 4.0, 1, WHOLE)),
        Item::GlyphRun(GlyphRun { opacity: 0.5, ..run(layout, 32.0, 0.0) }),
    ]);
    shot.expect(1, 8, [0, 128, 0, 128]);
    shot.expect(8, 8, [128; 4]);
    shot.expect(21, 1, [128; 4]);
    let strongest = (32..64).map(|x| shot.pixel(x, 40)).max_by_key(|pixel| pixel[3]);
    assert_eq!(strongest, Some([128; 4]));
}

#[test]
fn corners_are_round_and_the_radius_at_most_half_the_side() {
    let disc = Item::Quad(Quad { radii: Radii::all(1000.0), ..base(4.0, 4.0, 24.0, 24.0) });
    let shot = Canvas::new(32, 32).paint(&[disc]);
    let mut area = 0.0;
    for y in 0..32 {
        for x in 0..32 {
            let distance = (x as f32 - 15.5).hypot(y as f32 - 15.5);
            let alpha = shot.pixel(x, y)[3];
            area += f32::from(alpha) / 255.0;
            assert!(distance > 11.4 || alpha == 255, "{x},{y}: {alpha}");
            assert!(distance < 12.6 || alpha == 0, "{x},{y}: {alpha}");
        }
    }
    let disc = std::f32::consts::PI * 144.0;
    assert!((area - disc).abs() < disc * 0.01, "{area} instead of {disc}");
}

#[test]
fn borders_lie_inside_over_the_fill() {
    let quad = Quad {
        border_width: 3.0,
        border_color: Color(0x0000_ff80),
        fill: Fill::Solid(Color(0xff00_00ff)),
        ..base(2.0, 2.0, 12.0, 12.0)
    };
    let shot = Canvas::new(16, 16).paint(&[Item::Quad(quad)]);
    shot.expect(1, 8, NOTHING);
    shot.expect(2, 8, [127, 0, 128, 255]);
    shot.expect(4, 8, [127, 0, 128, 255]);
    shot.expect(5, 8, RED);
    shot.expect(10, 8, RED);
    shot.expect(11, 8, [127, 0, 128, 255]);
    shot.expect(13, 13, [127, 0, 128, 255]);
}

#[test]
fn gradients_run_in_their_direction() {
    for (angle, start, end) in
        [(0.0, (0, 8), (63, 8)), (90.0, (8, 0), (8, 63)), (180.0, (63, 8), (0, 8)), (45.0, (0, 0), (63, 63))]
    {
        let fill = Fill::Linear { from: Color(0xff00_00ff), to: Color(0x0000_ffff), angle };
        let shot = Canvas::new(64, 64).paint(&[Item::Quad(Quad { fill, ..base(0.0, 0.0, 64.0, 64.0) })]);
        shot.expect(start.0, start.1, [254, 0, 1, 255]);
        shot.expect(end.0, end.1, [1, 0, 254, 255]);
        shot.expect(32, 32, [127, 0, 128, 255]);
    }
}

#[test]
fn a_clipped_gradient_keeps_its_colours() {
    let fill = Fill::Linear { from: Color(0x0000_00ff), to: Color(0xffff_ffff), angle: 30.0 };
    let quad = Item::Quad(Quad { fill, ..base(-20.0, -10.0, 100.0, 90.0) });
    let mut canvas = Canvas::new(64, 64);
    let whole = canvas.paint(&[quad]);
    let clipped =
        canvas.paint(&[Item::PushClip(Clip::new(Rect::new(20.0, 20.0, 20.0, 20.0))), quad, Item::PopClip]);
    for at in 20..40 {
        clipped.expect(at, 30, whole.pixel(at, 30));
    }
    clipped.expect(19, 30, NOTHING);
    clipped.expect(40, 30, NOTHING);
}

#[test]
fn images_show_the_part_asked_for() {
    let mut canvas = Canvas::new(64, 32);
    canvas.painter.upload_image(ImageId(1), &squares(8, 2, &[RED, GREEN, BLUE, WHITE])).unwrap();
    let right_column = Rect::new(0.5, 0.0, 0.5, 1.0);
    let shot = canvas.paint(&[
        Item::Quad(image(0.0, 0.0, 32.0, 32.0, 1, WHOLE)),
        Item::Quad(image(32.0, 0.0, 32.0, 32.0, 1, right_column)),
    ]);
    shot.expect(4, 4, RED);
    shot.expect(28, 4, GREEN);
    shot.expect(4, 28, BLUE);
    shot.expect(28, 28, WHITE);
    shot.expect(40, 4, GREEN);
    shot.expect(60, 28, WHITE);
}

#[test]
fn a_clipped_image_is_cut_and_not_squeezed() {
    let mut canvas = Canvas::new(32, 32);
    canvas.painter.upload_image(ImageId(1), &squares(8, 2, &[RED, GREEN, BLUE, WHITE])).unwrap();
    let picture = Item::Quad(image(0.0, 0.0, 32.0, 32.0, 1, WHOLE));
    let whole = canvas.paint(&[picture]);
    let cut =
        canvas.paint(&[Item::PushClip(Clip::new(Rect::new(10.0, 0.0, 15.0, 32.0))), picture, Item::PopClip]);
    for x in 10..25 {
        cut.expect(x, 20, whole.pixel(x, 20));
    }
    cut.expect(9, 20, NOTHING);
    cut.expect(25, 20, NOTHING);
}

#[test]
fn clips_nest_and_end() {
    let everything = solid(0.0, 0.0, 32.0, 32.0, 0xffff_ffff);
    let items = [
        Item::PushClip(Clip::new(Rect::new(4.0, 4.0, 16.0, 16.0))),
        Item::PushClip(Clip::new(Rect::new(10.0, 10.0, 20.0, 20.0))),
        everything,
        Item::PopClip,
        solid(4.0, 4.0, 2.0, 2.0, 0xff00_00ff),
        Item::PopClip,
        solid(28.0, 0.0, 4.0, 4.0, 0x00ff_00ff),
    ];
    let shot = Canvas::new(32, 32).paint(&items);
    shot.expect(10, 10, WHITE);
    shot.expect(19, 19, WHITE);
    shot.expect(9, 10, NOTHING);
    shot.expect(20, 19, NOTHING);
    shot.expect(4, 4, RED);
    shot.expect(30, 1, GREEN);
}

#[test]
fn a_hole_takes_everything_away_with_round_corners() {
    let hole = Item::Quad(Quad { fill: Fill::Hole, radii: Radii::all(8.0), ..base(4.0, 4.0, 24.0, 24.0) });
    let over = solid(14.0, 14.0, 4.0, 4.0, 0x00ff_00ff);
    let shot = Canvas::new(32, 32).paint(&[solid(0.0, 0.0, 32.0, 32.0, 0xff00_00ff), hole, over]);
    shot.expect(2, 16, RED);
    shot.expect(4, 4, RED);
    shot.expect(8, 16, NOTHING);
    shot.expect(15, 15, GREEN);
    let edge = shot.pixel(6, 6);
    assert!(edge[0] == edge[3] && edge[1] == 0, "{edge:?}");
}

#[test]
fn the_ui_is_scaled_and_centred() {
    let mut canvas = Canvas::new(30, 20);
    (canvas.frame.ui_width, canvas.frame.ui_height) = (10.0, 10.0);
    let shot = canvas.paint(&[solid(0.0, 0.0, 5.0, 10.0, 0xffff_ffff)]);
    shot.expect(4, 10, NOTHING);
    shot.expect(5, 0, WHITE);
    shot.expect(14, 19, WHITE);
    shot.expect(15, 10, NOTHING);
}

#[test]
fn only_damage_is_painted() {
    let mut canvas = Canvas::new(32, 32);
    canvas.paint(&[solid(0.0, 0.0, 32.0, 32.0, 0xff00_00ff)]);
    canvas.frame.damage = Some(Rect::new(8.0, 8.0, 8.0, 8.0));
    let shot = canvas.paint(&[solid(0.0, 0.0, 32.0, 12.0, 0x0000_ffff)]);
    shot.expect(10, 10, BLUE);
    shot.expect(10, 14, NOTHING);
    shot.expect(20, 10, RED);
    shot.expect(10, 20, RED);
    // One pixel around it may have been faded.
    shot.expect(6, 10, RED);
    shot.expect(17, 10, RED);
}

#[test]
fn unknown_images_and_layouts_are_left_out() {
    let items = [
        Item::Quad(image(0.0, 0.0, 8.0, 8.0, 7, WHOLE)),
        Item::GlyphRun(run(LayoutId(7), 0.0, 0.0)),
        solid(8.0, 0.0, 8.0, 8.0, 0xff00_00ff),
    ];
    let (shot, stats) = Canvas::new(16, 16).paint_with_stats(&items);
    shot.expect(4, 4, NOTHING);
    shot.expect(12, 4, RED);
    assert_eq!((stats.missing, stats.draw_calls, stats.vertices), (2, 1, 4));
}

#[test]
fn what_is_out_of_sight_costs_nothing() {
    let mut canvas = Canvas::new(64, 64);
    let layout = canvas.text("out of sight", 20.0, 400, None);
    let (_, stats) = canvas.paint_with_stats(&[
        solid(64.0, 0.0, 8.0, 8.0, 0xffff_ffff),
        solid(0.0, -9.0, 8.0, 8.0, 0xffff_ffff),
        Item::GlyphRun(run(layout, 0.0, 100.0)),
        Item::GlyphRun(run(layout, 400.0, 0.0)),
        solid(0.0, 0.0, 8.0, 8.0, 0xffff_ff00),
        Item::PushClip(Clip::new(Rect::new(80.0, 80.0, 8.0, 8.0))),
        solid(0.0, 0.0, 64.0, 64.0, 0xffff_ffff),
        Item::PopClip,
    ]);
    assert_eq!((stats.draw_calls, stats.vertices, stats.upload_bytes), (0, 0, 0));
    assert_eq!(stats.glyphs_rasterized, 0);
}

#[test]
fn only_a_change_of_image_makes_another_draw() {
    let mut canvas = Canvas::new(64, 64);
    let layout = canvas.text("text", 20.0, 400, None);
    for id in [1, 2] {
        canvas.painter.upload_image(ImageId(id), &squares(4, 1, &[RED])).unwrap();
    }
    let box_and_text = [solid(0.0, 0.0, 8.0, 8.0, 0xffff_ffff), Item::GlyphRun(run(layout, 0.0, 0.0))];
    let picture = |id| Item::Quad(image(0.0, 0.0, 8.0, 8.0, id, WHOLE));
    let mut items = Vec::new();
    for id in [1, 1, 2, 1] {
        items.extend(box_and_text);
        items.push(picture(id));
    }
    let (_, stats) = canvas.paint_with_stats(&items);
    assert_eq!(stats.draw_calls, 3);
    assert_eq!(stats.vertices, (4 + 4 + 4 * 4) * 4);
    let (_, again) = canvas.paint_with_stats(&items);
    assert!(stats.glyphs_rasterized >= 3);
    assert_eq!(again.glyphs_rasterized, 0);
    assert!(stats.upload_bytes > again.upload_bytes);
    assert_eq!(again.upload_bytes, again.vertices * 56);
}

#[test]
fn more_quads_than_one_draw_takes_are_all_painted() {
    // 5000 boxes are more than one batch; the list's cap is not far off.
    let mut items: Vec<Item> = Vec::new();
    for index in 0..5000_u16 {
        let (x, y) = (f32::from(index % 100), f32::from(index / 100));
        items.push(solid(x, y, 1.0, 1.0, 0xffff_ffff));
    }
    let (shot, stats) = Canvas::new(100, 50).paint_with_stats(&items);
    assert_eq!((stats.vertices, stats.draw_calls), (20_000, 2));
    assert!(shot.bytes().iter().all(|byte| *byte == 255));
}

#[test]
fn glyphs_that_are_new_all_at_once_are_spread_over_frames() {
    let mut canvas = Canvas::new(2000, 400);
    let mut items = Vec::new();
    for step in 0..60_u8 {
        let layout = canvas.text("abcdefghijkl", 10.0 + f32::from(step) / 8.0, 400, None);
        items.push(Item::GlyphRun(run(layout, f32::from(step % 10) * 200.0, f32::from(step / 10) * 40.0)));
    }
    let (_, first) = canvas.paint_with_stats(&items);
    assert!(first.is_incomplete);
    assert_eq!(first.glyphs_rasterized, FRAME_RASTERIZED_MAX);
    let mut frames = 1;
    let last = loop {
        let (_, stats) = canvas.paint_with_stats(&items);
        frames += 1;
        assert!(frames < 10, "{stats:?}");
        if !stats.is_incomplete {
            break stats;
        }
    };
    assert_eq!(last.vertices, 60 * 12 * 4);
}

#[test]
fn a_full_atlas_is_emptied_without_losing_what_was_gathered() {
    let mut canvas = Canvas::new(1200, 300);
    let (mut filler, mut frame) = (Vec::new(), Vec::new());
    for size in 90..120_u8 {
        let layout = canvas.text("ABCDEFGHIJKLM", f32::from(size), 700, None);
        filler.push(Item::GlyphRun(run(layout, 0.0, 100.0)));
    }
    let layout = canvas.text("Qy", 40.0, 400, None);
    frame.push(Item::GlyphRun(run(layout, 0.0, 0.0)));
    let alone = canvas.paint(&frame);
    frame.extend(&filler);
    let mut clears = 0;
    for _ in 0..3 {
        let (shot, stats) = canvas.paint_with_stats(&frame);
        clears += stats.atlas_clears;
        for at in 0..60 {
            shot.expect(at, 30, alone.pixel(at, 30));
        }
    }
    assert!(clears > 0, "the test needs more letters");
}

#[test]
fn text_that_is_not_scaled_lies_on_whole_pixels() {
    let mut canvas = Canvas::new(200, 50);
    let layout = canvas.text("Illinois", 24.0, 400, None);
    let whole = canvas.paint(&[Item::GlyphRun(run(layout, 4.0, 4.0))]);
    let near = canvas.paint(&[Item::GlyphRun(run(layout, 4.3, 3.8))]);
    let shifted = canvas.paint(&[Item::GlyphRun(run(layout, 4.6, 4.0))]);
    assert!(whole.bytes() == near.bytes());
    assert!(whole.bytes() != shifted.bytes());
}
