//! Groups, round clips and transforms: single pixels, what they cost, and what happens when there is no room.

mod common;

use common::shapes::turn;
use common::{Canvas, base, image, run, solid, squares};
use ferrule_abi::list::{Clip, Fill, Group, ImageId, Quad};
use ferrule_abi::{Color, Item, Radii, Rect, Transform};
use ferrule_gles::{PaintStats, PainterLimits};

const RED: u32 = 0xff00_00ff;
const GREEN: u32 = 0x00ff_00ff;
const NOTHING: [u8; 4] = [0; 4];

fn group(rect: Rect, opacity: f32, items: &[Item]) -> Vec<Item> {
    let mut all = vec![Item::PushGroup(Group { rect, opacity })];
    all.extend(items);
    all.push(Item::PopGroup);
    all
}

fn clip(rect: Rect, radius: f32, items: &[Item]) -> Vec<Item> {
    let mut all = vec![Item::PushClip(Clip { rect, radii: Radii::all(radius) })];
    all.extend(items);
    all.push(Item::PopClip);
    all
}

fn turned(by: Transform, items: &[Item]) -> Vec<Item> {
    let mut all = vec![Item::PushTransform(by)];
    all.extend(items);
    all.push(Item::PopTransform);
    all
}

const WHOLE: Rect = Rect::new(0.0, 0.0, 64.0, 64.0);

/// Red with green over a part of it.
fn pair() -> [Item; 2] {
    [solid(0.0, 0.0, 40.0, 40.0, RED), solid(20.0, 20.0, 40.0, 40.0, GREEN)]
}

#[test]
fn a_group_fades_as_one() {
    let (shot, stats) = Canvas::new(64, 64).paint_with_stats(&group(WHOLE, 0.5, &pair()));
    shot.expect(10, 10, [128, 0, 0, 128]);
    shot.expect(30, 30, [0, 128, 0, 128]);
    shot.expect(50, 50, [0, 128, 0, 128]);
    shot.expect(62, 62, NOTHING);
    assert_eq!((stats.layers, stats.draw_calls, stats.layer_pixels), (1, 2, 64 * 64));
}

#[test]
fn a_group_over_something_blends_once() {
    let mut items = vec![solid(0.0, 0.0, 64.0, 64.0, 0xffff_ffff)];
    items.extend(group(WHOLE, 0.25, &pair()));
    let shot = Canvas::new(64, 64).paint(&items);
    shot.expect(30, 30, [191, 255, 191, 255]);
    shot.expect(10, 10, [255, 191, 191, 255]);
}

#[test]
fn a_group_takes_no_more_than_what_is_seen_of_it() {
    let mut canvas = Canvas::new(64, 64);
    let inner = group(Rect::new(-100.0, 10.0, 200.0, 20.0), 0.5, &pair());
    let (_, stats) = canvas.paint_with_stats(&clip(Rect::new(16.0, 0.0, 8.0, 64.0), 0.0, &inner));
    assert_eq!((stats.layers, stats.layer_pixels), (1, 8 * 20));
    assert_eq!(canvas.painter.layer_bytes(), 64 * 64 * 4, "sides come in steps");
}

#[test]
fn groups_that_need_no_layer_take_none() {
    let mut canvas = Canvas::new(64, 64);
    let mut layers = |opacity, items: &[Item]| {
        let (shot, stats) = canvas.paint_with_stats(&group(WHOLE, opacity, items));
        (stats.layers, shot.pixel(30, 30))
    };
    assert_eq!(layers(1.0, &pair()), (0, [0, 255, 0, 255]));
    assert_eq!(layers(0.0, &pair()), (0, NOTHING));
    assert_eq!(layers(0.5, &[]), (0, NOTHING), "nothing is in it");
    assert_eq!(layers(0.5, &[solid(70.0, 0.0, 9.0, 9.0, RED)]), (0, NOTHING), "nothing of it is seen");
}

#[test]
fn layers_are_kept_and_used_again() {
    let mut canvas = Canvas::new(64, 64);
    let mut both = group(Rect::new(0.0, 0.0, 64.0, 32.0), 0.5, &pair());
    both.extend(group(Rect::new(0.0, 32.0, 64.0, 32.0), 0.5, &pair()));
    let (first, _) = canvas.paint_with_stats(&both);
    let bytes = canvas.painter.layer_bytes();
    // Both are shown by the screen's quads, which are drawn last, so they are two layers.
    assert_eq!(bytes, 2 * 64 * 64 * 4);
    let (second, stats) = canvas.paint_with_stats(&both);
    assert_eq!((stats.layers, canvas.painter.layer_bytes()), (2, bytes));
    assert!(first.bytes() == second.bytes());
    canvas.painter.shrink_images(0);
    assert_eq!(canvas.painter.layer_bytes(), 0);
    assert!(canvas.paint(&both).bytes() == first.bytes());
    for _ in 0..300 {
        canvas.paint(&[]);
    }
    assert_eq!(canvas.painter.layer_bytes(), 0, "layers that are not used for long are freed");
}

#[test]
fn without_room_groups_fade_their_items_one_by_one() {
    let limits = PainterLimits { texture_bytes_max: 4096, layer_bytes_max: 64 * 64 * 4 - 1 };
    let (shot, stats) = Canvas::with_limits(64, 64, limits).paint_with_stats(&group(WHOLE, 0.5, &pair()));
    shot.expect(10, 10, [128, 0, 0, 128]);
    shot.expect(30, 30, [64, 128, 0, 191]);
    assert_eq!((stats.layers, stats.layers_refused), (0, 1));
}

#[test]
fn a_round_clip_cuts_corners_without_a_layer() {
    let items = clip(Rect::new(8.0, 8.0, 48.0, 48.0), 16.0, &[solid(0.0, 0.0, 64.0, 64.0, RED)]);
    let (shot, stats) = Canvas::new(64, 64).paint_with_stats(&items);
    let disc = Quad { radii: Radii::all(16.0), fill: Fill::Solid(Color(RED)), ..base(8.0, 8.0, 48.0, 48.0) };
    let same = Canvas::new(64, 64).paint(&[Item::Quad(disc)]);
    let differs = shot.bytes().iter().zip(same.bytes()).any(|(one, other)| one.abs_diff(*other) > 1);
    assert!(!differs, "a clipped box is the rounded box");
    assert_eq!((stats.layers, stats.draw_calls), (0, 1));
}

#[test]
fn a_round_clip_that_cuts_nothing_costs_nothing() {
    let mut canvas = Canvas::new(64, 64);
    let inside = clip(Rect::new(20.0, 20.0, 20.0, 20.0), 0.0, &[solid(0.0, 0.0, 64.0, 64.0, GREEN)]);
    let wide = Rect::new(4.0, 4.0, 56.0, 56.0);
    let mut items = vec![solid(0.0, 0.0, 64.0, 64.0, RED)];
    items.extend(clip(wide, 20.0, &inside));
    let (_, stats) = canvas.paint_with_stats(&items);
    assert_eq!(stats.draw_calls, 2, "the mask was open before it was known what is in it");
    let mut items = vec![solid(0.0, 0.0, 64.0, 64.0, RED)];
    let rounded = clip(wide, 20.0, &[solid(0.0, 0.0, 64.0, 64.0, GREEN)]);
    items.extend(clip(Rect::new(20.0, 20.0, 20.0, 20.0), 0.0, &rounded));
    let (shot, stats) = canvas.paint_with_stats(&items);
    shot.expect(20, 20, [0, 255, 0, 255]);
    assert_eq!(stats.draw_calls, 1);
}

#[test]
fn round_clips_within_round_clips_take_a_layer_only_where_they_cross() {
    let paint = |inner: Rect, layer_bytes_max: usize| -> (common::Shot, PaintStats) {
        let limits = PainterLimits { texture_bytes_max: 4096, layer_bytes_max };
        let content = clip(inner, 12.0, &[solid(0.0, 0.0, 64.0, 64.0, RED)]);
        Canvas::with_limits(64, 64, limits).paint_with_stats(&clip(WHOLE, 32.0, &content))
    };
    let (shot, stats) = paint(Rect::new(20.0, 20.0, 24.0, 24.0), 1 << 20);
    assert_eq!((stats.layers, stats.layers_refused), (0, 0));
    shot.expect(20, 20, NOTHING);
    let (shot, stats) = paint(Rect::new(0.0, 0.0, 40.0, 40.0), 1 << 20);
    assert_eq!((stats.layers, stats.layers_refused), (1, 0));
    shot.expect(5, 5, NOTHING);
    shot.expect(39, 39, NOTHING);
    shot.expect(20, 20, [255, 0, 0, 255]);
    let (shot, stats) = paint(Rect::new(0.0, 0.0, 40.0, 40.0), 0);
    assert_eq!((stats.layers, stats.layers_refused), (0, 1));
    shot.expect(5, 5, NOTHING);
    shot.expect(39, 39, [255, 0, 0, 255]);
    shot.expect(41, 20, NOTHING);
}

#[test]
fn transforms_move_boxes_text_and_clips_alike() {
    let mut canvas = Canvas::new(64, 64);
    let layout = canvas.text("H", 40.0, 700, None);
    canvas.painter.upload_image(ImageId(1), &squares(4, 2, &[[255, 0, 0, 255], [0, 0, 255, 255]])).unwrap();
    let quarter = Transform::rotation(1.0, 0.0, 32.0, 32.0);
    let picture = Item::Quad(image(16.0, 24.0, 32.0, 16.0, 1, Rect::new(0.0, 0.0, 1.0, 1.0)));
    let shot = canvas.paint(&turned(quarter, &[picture]));
    shot.expect(32, 20, [255, 0, 0, 255]);
    shot.expect(32, 44, [0, 0, 255, 255]);
    shot.expect(26, 32 + 14, [0, 0, 255, 255]);
    shot.expect(20, 32, NOTHING);
    let cut = clip(Rect::new(0.0, 0.0, 64.0, 32.0), 0.0, &[solid(0.0, 0.0, 64.0, 64.0, GREEN)]);
    let shot = canvas.paint(&turned(quarter, &cut));
    shot.expect(20, 20, NOTHING);
    shot.expect(44, 20, [0, 255, 0, 255]);
    let upright = canvas.paint(&[Item::GlyphRun(run(layout, 12.0, 8.0))]);
    let tipped = canvas.paint(&turned(quarter, &[Item::GlyphRun(run(layout, 12.0, 8.0))]));
    let inked = |shot: &common::Shot| shot.bytes().chunks_exact(4).filter(|pixel| pixel[3] > 128).count();
    let (one, other) = (inked(&upright), inked(&tipped));
    assert!(one > 200 && one.abs_diff(other) * 20 < one, "{one} and {other} pixels");
}

#[test]
fn turned_edges_are_smooth_and_areas_stay() {
    let quad = Item::Quad(base(16.0, 16.0, 32.0, 32.0));
    for degrees in [1.0, 10.0, 30.0, 45.0, 77.0] {
        let shot = Canvas::new(64, 64).paint(&turned(turn(degrees, 32.0, 32.0), &[quad]));
        let area: f32 = shot.bytes().chunks_exact(4).map(|pixel| f32::from(pixel[3]) / 255.0).sum();
        assert!((area - 1024.0).abs() < 8.0, "{degrees}: {area}");
        let partly = shot.bytes().chunks_exact(4).filter(|pixel| (8..248).contains(&pixel[3])).count();
        assert!(partly > 60, "{degrees}: {partly}");
    }
}

#[test]
fn turned_items_are_culled_and_cut_by_the_scissor_only_where_they_cross() {
    let mut canvas = Canvas::new(64, 64);
    let by = turn(30.0, 32.0, 32.0);
    let inside = solid(28.0, 28.0, 8.0, 8.0, RED);
    let cross = solid(28.0, 0.0, 8.0, 64.0, RED);
    let view = Rect::new(8.0, 16.0, 48.0, 32.0);
    let mut draws = |items: &[Item]| {
        let (shot, stats) = canvas.paint_with_stats(&clip(view, 0.0, &turned(by, items)));
        shot.expect(32, 15, NOTHING);
        shot.expect(32, 48, NOTHING);
        (stats.draw_calls, stats.culled)
    };
    assert_eq!(draws(&[inside, inside]), (1, 0));
    assert_eq!(draws(&[inside, cross]), (2, 0));
    assert_eq!(draws(&[solid(100.0, 100.0, 8.0, 8.0, RED)]), (0, 1));
    let flat = Transform { a: 0.0, ..Transform::IDENTITY };
    let (_, stats) = canvas.paint_with_stats(&turned(flat, &[inside]));
    assert_eq!((stats.draw_calls, stats.culled), (0, 1));
}

#[test]
fn the_framebuffer_of_the_frame_is_bound_again() {
    let mut canvas = Canvas::new(64, 64);
    canvas.paint(&group(WHOLE, 0.5, &pair()));
    // Reading back is from whatever is bound: a layer would be read if it were.
    canvas.paint(&[solid(0.0, 0.0, 64.0, 64.0, GREEN)]).expect(60, 60, [0, 255, 0, 255]);
    canvas.frame.damage = Some(Rect::new(0.0, 0.0, 16.0, 16.0));
    let shot = canvas.paint(&group(WHOLE, 0.5, &pair()));
    shot.expect(10, 10, [128, 0, 0, 128]);
    shot.expect(60, 60, [0, 255, 0, 255]);
}
