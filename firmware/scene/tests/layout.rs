//! Properties in, boxes out.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Stage, px, word};
use ferrule_abi::{Color, NodeKind, Prop, RemoteKey, Value};

const RED: Color = Color(0xff00_00ff);

#[test]
fn a_column_stretches_and_a_row_grows() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::Gap, px(10.0)), (Prop::PaddingLeft, px(40.0)), (Prop::PaddingTop, px(20.0))]);
    stage.view(1, 2, &[(Prop::Height, px(100.0))]);
    stage.view(1, 3, &[(Prop::Grow, px(1.0)), (Prop::Direction, word("row"))]);
    stage.view(3, 4, &[(Prop::Grow, px(1.0))]);
    stage.view(3, 5, &[(Prop::Grow, px(3.0)), (Prop::MarginLeft, px(40.0))]);
    stage.present(1);
    stage.tick(0);
    assert_eq!(stage.layout(2), (40.0, 20.0, 1240.0, 100.0));
    assert_eq!(stage.layout(3), (40.0, 130.0, 1240.0, 590.0));
    assert_eq!(stage.layout(4), (40.0, 130.0, 300.0, 590.0));
    assert_eq!(stage.layout(5), (380.0, 130.0, 900.0, 590.0));
}

#[test]
fn alignment_and_absolute_boxes() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::Align, word("center")), (Prop::Justify, word("space-between"))]);
    for (raw, own) in [(2, None), (3, Some("end"))] {
        stage.view(1, raw, &[(Prop::Width, px(200.0)), (Prop::Height, px(100.0))]);
        if let Some(own) = own {
            stage.set(raw, Prop::AlignSelf, word(own));
        }
    }
    let absolute = (Prop::Position, word("absolute"));
    stage.view(1, 4, &[absolute, (Prop::Right, px(10.0)), (Prop::Bottom, px(20.0)), (Prop::Width, px(30.0))]);
    stage.view(1, 5, &[absolute, (Prop::Left, Value::Percent(50.0)), (Prop::Right, px(0.0))]);
    stage.present(1);
    stage.tick(0);
    assert_eq!(stage.layout(2), (540.0, 0.0, 200.0, 100.0));
    assert_eq!(stage.layout(3), (1080.0, 620.0, 200.0, 100.0));
    assert_eq!(stage.layout(4), (1240.0, 700.0, 30.0, 0.0));
    assert_eq!(stage.layout(5).0, 640.0);
    assert_eq!(stage.layout(5).2, 640.0);
}

#[test]
fn text_takes_the_room_of_its_lines() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::Width, px(400.0))]);
    // 20 letters of 10 pixels.
    let long = (Prop::Text, Value::Text("abcdefghijklmnopqrst"));
    let style = [long, (Prop::FontSize, px(20.0)), (Prop::LineHeight, px(1.5))];
    stage.view(1, 2, &[(Prop::Direction, word("row"))]);
    stage.add(2, 3, NodeKind::Text, &style);
    stage.view(1, 4, &[(Prop::Width, px(100.0))]);
    stage.add(4, 5, NodeKind::Text, &style);
    stage.add(4, 6, NodeKind::Text, &style);
    stage.set(6, Prop::MaxLines, px(1.0));
    stage.present(1);
    stage.tick(0);
    assert_eq!(stage.layout(3), (0.0, 0.0, 200.0, 30.0));
    assert_eq!(stage.layout(5), (0.0, 30.0, 100.0, 60.0));
    assert_eq!(stage.layout(6), (0.0, 90.0, 100.0, 30.0));
    stage.set(5, Prop::Text, Value::Text("abc"));
    stage.tick(16);
    assert_eq!(stage.layout(6), (0.0, 60.0, 100.0, 30.0));
}

#[test]
fn a_text_is_shaped_once_for_its_box() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    stage.add(1, 2, NodeKind::Text, &[(Prop::Text, Value::Text("Ferrule"))]);
    stage.view(1, 3, &[(Prop::Height, px(10.0))]);
    stage.present(1);
    stage.tick(0);
    let shaped = stage.host().shaped;
    assert!(shaped <= 2, "shaped {shaped} times");
    stage.set(3, Prop::Height, px(20.0));
    stage.set(2, Prop::TextColor, Value::Color(ferrule_abi::Color(0xff00_00ff)));
    stage.tick(16);
    assert_eq!(stage.host().shaped, shaped, "neither a sibling nor a colour needs it shaped again");
}

#[test]
fn texts_off_screen_with_a_given_size_are_not_shaped() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::Scroll, word("y"))]);
    for raw in 2..42 {
        stage.view(1, raw, &[(Prop::Height, px(100.0))]);
        let size = [(Prop::Width, px(200.0)), (Prop::Height, px(30.0)), (Prop::Text, Value::Text("a title"))];
        stage.add(raw, raw + 100, NodeKind::Text, &size);
    }
    stage.present(1);
    stage.tick(0);
    assert_eq!(stage.host().shaped, 8, "one for each row on screen");
}

#[test]
fn children_keep_their_size_along_a_scrolling_axis() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::Direction, word("row")), (Prop::Scroll, word("x")), (Prop::Gap, px(20.0))]);
    for raw in 2..12 {
        stage.view(1, raw, &[(Prop::Width, px(300.0)), (Prop::Focusable, Value::Flag(true))]);
    }
    stage.present(1);
    stage.tick(0);
    assert_eq!(stage.layout(3), (320.0, 0.0, 300.0, 720.0));
    assert_eq!(stage.layout(11), (2880.0, 0.0, 300.0, 720.0));
    stage.press(RemoteKey::Right);
    assert_eq!(stage.focused(), 3);
}

#[test]
fn another_screen_size_is_laid_out_and_told() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    stage.view(1, 2, &[(Prop::Height, Value::Percent(50.0))]);
    stage.present(1);
    stage.tick(0);
    stage.events();
    stage.input(ferrule_abi::EngineInput::Display { width: 1920, height: 1080, connected: true });
    assert!(stage.tick(16).changed);
    assert_eq!(stage.layout(2), (0.0, 0.0, 1920.0, 540.0));
    assert_eq!(stage.events(), ["display 1920x1080 true"]);
}

#[test]
fn a_right_to_left_rail_starts_at_the_right_and_scrolls_to_the_left() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::LayoutDirection, word("rtl"))]);
    let rail = [(Prop::Direction, word("row")), (Prop::Scroll, word("x")), (Prop::Gap, px(20.0))];
    stage.view(1, 2, &rail);
    for raw in 10..20 {
        let size = [(Prop::Width, px(300.0)), (Prop::Height, px(100.0))];
        stage.view(2, raw, &[&size[..], &[(Prop::Focusable, Value::Flag(true))]].concat());
    }
    stage.present(1);
    stage.tick(0);
    assert_eq!(stage.layout(10), (980.0, 0.0, 300.0, 100.0));
    assert_eq!(stage.layout(12).0, 340.0);
    assert_eq!(stage.focused(), 10);
    for _ in 10..19 {
        stage.press(RemoteKey::Left);
    }
    assert_eq!(stage.focused(), 19);
    // Ten tiles and nine gaps are 3180 pixels: the last stands at the left edge.
    assert_eq!(stage.layout(19), (0.0, 0.0, 300.0, 100.0));
}

#[test]
fn what_is_not_displayed_has_no_focus_and_hidden_overflow_is_cut_off() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    for raw in [2, 3] {
        stage.view(1, raw, &[(Prop::Height, px(50.0)), (Prop::Focusable, Value::Flag(true))]);
    }
    stage.view(1, 4, &[(Prop::Width, px(100.0)), (Prop::Height, px(20.0))]);
    stage.view(4, 5, &[(Prop::Height, px(90.0)), (Prop::Shrink, px(0.0)), (Prop::Fill, Value::Color(RED))]);
    stage.set(2, Prop::Display, word("none"));
    stage.present(1);
    stage.tick(0);
    assert_eq!((stage.focused(), stage.layout(3).1), (3, 0.0));
    let clips =
        |stage: &Stage| stage.items().iter().any(|item| matches!(item, ferrule_abi::Item::PushClip(_)));
    assert!(!clips(&stage));
    stage.set(4, Prop::OverflowY, word("hidden"));
    stage.tick(16);
    assert!(clips(&stage));
    // Either cause is enough, and neither undoes the other.
    stage.set(4, Prop::Clip, Value::Flag(true));
    stage.set(4, Prop::OverflowY, word("visible"));
    stage.tick(16);
    assert!(clips(&stage));
    stage.set(2, Prop::Display, Value::Unset);
    stage.tick(16);
    assert_eq!(stage.layout(3).1, 50.0);
}
