//! What the display list says.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Stage, px, word};
use ferrule_abi::list::{Clip, Fill};
use ferrule_abi::{Color, Item, Keyword, NodeKind, Prop, Radii, Rect, Value};

const ON: Value<'static> = Value::Flag(true);

fn fill(color: u32) -> (Prop, Value<'static>) {
    (Prop::Fill, Value::Color(Color(color)))
}

fn place(x: f32, y: f32, w: f32, h: f32) -> [(Prop, Value<'static>); 5] {
    [
        (Prop::Position, word("absolute")),
        (Prop::Left, px(x)),
        (Prop::Top, px(y)),
        (Prop::Width, px(w)),
        (Prop::Height, px(h)),
    ]
}

fn boxed(stage: &mut Stage, parent: u32, raw: u32, bounds: (f32, f32, f32, f32), color: u32) {
    stage.view(parent, raw, &place(bounds.0, bounds.1, bounds.2, bounds.3));
    if color != 0 {
        stage.set(raw, Prop::Fill, Value::Color(Color(color)));
    }
}

fn fills(stage: &Stage) -> Vec<u32> {
    let color = |item| match item {
        Item::Quad(quad) => match quad.fill {
            Fill::Solid(color) => Some(color.0),
            _ => None,
        },
        _ => None,
    };
    stage.items().into_iter().filter_map(color).collect()
}

#[test]
fn nothing_changed_is_no_frame() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[fill(0x1111_11ff)]);
    stage.present(1);
    assert!(stage.tick(0).changed);
    assert_eq!(stage.damage(), Rect::new(0.0, 0.0, 1280.0, 720.0));
    stage.set(1, Prop::Fill, Value::Color(Color(0x1111_11ff)));
    stage.set(1, Prop::Z, px(3.0));
    let turn = stage.tick(16);
    assert!(!turn.changed && !turn.animating && !turn.events, "{turn:?}");
}

#[test]
fn the_damage_is_where_the_lists_differ() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[fill(0x1111_11ff)]);
    for raw in 2..8 {
        boxed(&mut stage, 1, raw, (raw as f32 * 100.0, 50.0, 80.0, 80.0), 0x2222_22ff);
    }
    stage.present(1);
    stage.tick(0);
    stage.set(4, Prop::Fill, Value::Color(Color(0x3333_33ff)));
    stage.tick(16);
    assert_eq!(stage.damage(), Rect::new(400.0, 50.0, 80.0, 80.0));
    stage.set(5, Prop::Left, px(520.0));
    stage.tick(16);
    assert_eq!(stage.damage(), Rect::new(500.0, 50.0, 100.0, 80.0), "where it was and where it is");
    stage.remove(3);
    stage.tick(16);
    assert_eq!(stage.damage(), Rect::new(300.0, 50.0, 80.0, 80.0));
    boxed(&mut stage, 1, 9, (10.0, 600.0, 20.5, 20.0), 0x4444_44ff);
    stage.tick(16);
    assert_eq!(stage.damage(), Rect::new(10.0, 600.0, 21.0, 20.0));
}

#[test]
fn z_orders_siblings_and_equals_stay_in_order() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    for (raw, color) in [(2, 0xaaff), (3, 0xbbff), (4, 0xccff), (5, 0xddff)] {
        boxed(&mut stage, 1, raw, (0.0, 0.0, 50.0, 50.0), color);
    }
    stage.set(2, Prop::Z, px(2.0));
    stage.set(5, Prop::Z, px(-1.0));
    stage.present(1);
    stage.tick(0);
    assert_eq!(fills(&stage), [0xddff, 0xbbff, 0xccff, 0xaaff]);
    stage.set(2, Prop::Z, Value::Unset);
    stage.tick(16);
    assert_eq!(fills(&stage), [0xddff, 0xaaff, 0xbbff, 0xccff]);
}

#[test]
fn the_focused_tile_covers_its_neighbours_but_not_the_layer_above() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    boxed(&mut stage, 1, 2, (0.0, 0.0, 900.0, 300.0), 0);
    stage.set(2, Prop::Scroll, word("x"));
    for (card, color) in [(10, 0xaaff), (20, 0xbbff)] {
        boxed(&mut stage, 2, card, (card as f32 * 10.0, 0.0, 100.0, 100.0), 0);
        boxed(&mut stage, card, card + 1, (0.0, 0.0, 100.0, 80.0), color);
        stage.set(card + 1, Prop::Focusable, ON);
    }
    boxed(&mut stage, 1, 3, (0.0, 0.0, 900.0, 50.0), 0xccff);
    stage.present(1);
    stage.tick(0);
    assert_eq!(stage.focused(), 11);
    assert_eq!(fills(&stage), [0xbbff, 0xaaff, 0xccff]);
    stage.press(ferrule_abi::RemoteKey::Right);
    assert_eq!(fills(&stage), [0xaaff, 0xbbff, 0xccff]);
}

#[test]
fn clips_cut_and_are_left_out_where_nothing_reaches_over() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    boxed(&mut stage, 1, 2, (100.0, 100.0, 200.0, 200.0), 0);
    stage.set(2, Prop::Clip, ON);
    boxed(&mut stage, 2, 3, (10.0, 10.0, 100.0, 100.0), 0xff);
    stage.present(1);
    stage.tick(0);
    assert!(matches!(stage.items()[..], [Item::Quad(_)]), "everything is inside");
    stage.set(3, Prop::Width, px(500.0));
    stage.tick(16);
    let clip = Item::PushClip(Clip::new(Rect::new(100.0, 100.0, 200.0, 200.0)));
    assert_eq!(stage.items()[0], clip);
    assert!(matches!(stage.items()[..], [Item::PushClip(_), Item::Quad(_), Item::PopClip]));
    assert_eq!(stage.damage(), Rect::new(100.0, 100.0, 200.0, 200.0), "damage ends at the clip");
    boxed(&mut stage, 2, 4, (300.0, 0.0, 50.0, 50.0), 0xff);
    stage.tick(16);
    assert_eq!(stage.quads().len(), 1, "what is cut away is not in the list");
}

#[test]
fn what_is_off_screen_is_not_in_the_list() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    boxed(&mut stage, 1, 2, (2000.0, 0.0, 100.0, 100.0), 0xff);
    boxed(&mut stage, 2, 3, (-1000.0, 0.0, 100.0, 100.0), 0xff);
    boxed(&mut stage, 1, 4, (0.0, 800.0, 100.0, 100.0), 0xff);
    stage.present(1);
    stage.tick(0);
    assert_eq!(stage.quads(), [(1000.0, 0.0, 100.0, 100.0)], "a child that reaches in is seen");
    stage.set(4, Prop::TranslateY, px(-200.0));
    stage.tick(16);
    assert_eq!(stage.quads().len(), 2, "a shifted box as well");
    boxed(&mut stage, 1, 5, (3000.0, 0.0, 100.0, 100.0), 0);
    boxed(&mut stage, 5, 6, (0.0, 0.0, 100.0, 100.0), 0xff);
    stage.set(6, Prop::TranslateX, px(-2500.0));
    stage.tick(16);
    assert_eq!(stage.quads()[2], (500.0, 0.0, 100.0, 100.0), "and one inside of a box that is off screen");
    stage.set(1, Prop::Visible, Value::Flag(false));
    stage.tick(16);
    assert_eq!(stage.items().len(), 0);
}

#[test]
fn backgrounds_borders_and_gradients() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    boxed(&mut stage, 1, 2, (0.0, 0.0, 100.0, 100.0), 0);
    stage.present(1);
    stage.tick(0);
    assert_eq!(stage.items().len(), 0, "an empty box is nothing");
    stage.set(2, Prop::BorderWidth, px(4.0));
    stage.tick(16);
    assert_eq!(stage.items().len(), 0, "a border without a colour is nothing");
    stage.set(2, Prop::BorderColor, Value::Color(Color::WHITE));
    stage.set(2, Prop::Radius, px(-5.0));
    stage.tick(16);
    let Item::Quad(quad) = stage.items()[0] else { panic!("a quad") };
    assert_eq!((quad.border_width, quad.radii), (4.0, Radii::NONE));
    stage.set(2, Prop::Fill, Value::Color(Color(0x1111_11ff)));
    stage.set(2, Prop::FillTo, Value::Color(Color(0x2222_22ff)));
    stage.set(2, Prop::FillAngle, px(90.0));
    stage.tick(16);
    let Item::Quad(quad) = stage.items()[0] else { panic!("a quad") };
    let want = Fill::Linear { from: Color(0x1111_11ff), to: Color(0x2222_22ff), angle: 90.0 };
    assert_eq!(quad.fill, want);
    stage.set(2, Prop::FillTo, Value::Unset);
    stage.tick(16);
    assert_eq!(fills(&stage), [0x1111_11ff]);
}

#[test]
fn boxes_stand_on_whole_pixels_without_gaps() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::Direction, word("row"))]);
    for raw in 2..9 {
        stage.view(1, raw, &[(Prop::Grow, px(1.0)), fill(0xff)]);
    }
    stage.present(1);
    stage.tick(0);
    let quads = stage.quads();
    assert_eq!(quads.len(), 7);
    for pair in quads.windows(2) {
        assert_eq!(pair[0].0 + pair[0].2, pair[1].0);
        assert_eq!(pair[0].0.fract(), 0.0);
    }
    assert_eq!(quads[6].0 + quads[6].2, 1280.0);
}

#[test]
fn a_text_is_a_glyph_run_at_its_corner() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::PaddingLeft, px(30.0)), (Prop::PaddingTop, px(20.0))]);
    let props = [(Prop::Text, Value::Text("abc")), (Prop::PaddingLeft, px(5.0)), (Prop::Scale, px(2.0))];
    stage.add(1, 2, NodeKind::Text, &props);
    stage.set(2, Prop::AlignSelf, Value::Keyword(Keyword::Start));
    stage.set(2, Prop::FontSize, px(20.0));
    stage.set(2, Prop::LineHeight, px(1.0));
    stage.present(1);
    stage.tick(0);
    assert_eq!(stage.layout(2), (30.0, 20.0, 35.0, 20.0));
    let Item::GlyphRun(run) = stage.items()[0] else { panic!("a run") };
    // 35 × 20 about its centre, doubled; the padding too.
    assert_eq!((run.x, run.y, run.scale), (30.0 - 17.5 + 10.0, 10.0, 2.0));
    assert_eq!(run.color, Color::WHITE);
}

#[test]
fn absurd_numbers_make_no_bad_list() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[fill(0xff)]);
    let mut parent = 1;
    for raw in 2..40 {
        stage.view(parent, raw, &[fill(0xff), (Prop::Scale, px(1.0e6)), (Prop::TranslateX, px(-1.0e6))]);
        stage.set(raw, Prop::Width, px(1.0e6));
        stage.set(raw, Prop::Radius, px(1.0e6));
        parent = raw;
    }
    stage.present(1);
    stage.tick(0);
    for raw in 2..40 {
        stage.set(raw, Prop::Scale, px(-1.0));
    }
    stage.tick(16);
    assert_eq!(stage.quads(), [(0.0, 0.0, 1280.0, 720.0)]);
}

#[test]
fn a_list_that_is_full_drops_what_is_painted_last() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    boxed(&mut stage, 1, 2, (0.0, 0.0, 100.0, 100.0), 0);
    stage.set(2, Prop::Clip, ON);
    for raw in 3..8000 {
        boxed(&mut stage, 2, raw, (raw as f32 * 0.01, 50.0, 80.0, 80.0), 0xff);
        stage.set(raw, Prop::Radius, px(4.0));
        stage.set(raw, Prop::BorderWidth, px(2.0));
        stage.set(raw, Prop::BorderColor, Value::Color(Color::WHITE));
    }
    stage.present(1);
    stage.engine.tick(0);
    let items = stage.items();
    assert!(items.len() > 4000 && items.len() < 8000, "{}", items.len());
    assert!(matches!(items.last(), Some(Item::PopClip)));
    assert!(stage.host().logs.iter().any(|line| line.contains("full")));
}
