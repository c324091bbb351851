//! Transitions, animations and scrolling over time.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Stage, linear, node, px, word};
use ferrule_abi::{
    Color, Command, Easing, Item, KeyPhase, NodeKind, Prop, RemoteKey, Value, command::Timing,
};

const ON: Value<'static> = Value::Flag(true);
const RED: Value<'static> = Value::Color(Color(0xff00_00ff));
const BLUE: Value<'static> = Value::Color(Color(0x0000_ffff));

/// A page with two focusable boxes beside each other.
fn pair(stage: &mut Stage) {
    stage.view(0, 1, &[(Prop::Direction, word("row"))]);
    for raw in [2, 3] {
        let props = [(Prop::Width, px(100.0)), (Prop::Height, px(100.0)), (Prop::Fill, RED)];
        stage.view(1, raw, &props);
        stage.set(raw, Prop::Focusable, ON);
    }
    stage.present(1);
    stage.tick(0);
}

fn transition(stage: &mut Stage, raw: u32, prop: Prop, timing: Timing) {
    stage.command(Command::Transition { node: node(raw), prop, timing });
}

/// Opacity of the first quad: the box without the focus, or the only one.
fn opacity(stage: &Stage) -> f32 {
    stage
        .items()
        .iter()
        .find_map(|item| if let Item::Quad(q) = item { Some(q.opacity) } else { None })
        .unwrap()
}

#[test]
fn a_transition_starts_at_the_tick_that_sees_it_and_ends_exactly() {
    let mut stage = Stage::new();
    pair(&mut stage);
    transition(&mut stage, 3, Prop::Opacity, linear(100));
    stage.set(3, Prop::Opacity, px(0.0));
    let turn = stage.tick(500);
    assert!(turn.animating && !turn.changed, "it is where it was");
    stage.tick(50);
    assert!((opacity(&stage) - 0.5).abs() < 0.01);
    assert!(stage.last.animating && stage.last.changed);
    stage.tick(50);
    assert!(!stage.last.animating);
    assert_eq!(stage.quads(), [(0.0, 0.0, 100.0, 100.0)], "what cannot be seen is not in the list");
    assert!(!stage.tick(16).changed);
    assert_eq!(stage.events(), ["focus 2 from 0"], "transitions do not report");
}

#[test]
fn an_interrupted_transition_goes_on_from_where_it_is() {
    let mut stage = Stage::new();
    pair(&mut stage);
    transition(&mut stage, 3, Prop::Opacity, linear(100));
    stage.set(3, Prop::Opacity, px(0.2));
    stage.tick(16);
    stage.tick(50);
    assert!((opacity(&stage) - 0.6).abs() < 0.01);
    stage.set(3, Prop::Opacity, px(1.0));
    stage.tick(0);
    assert!((opacity(&stage) - 0.6).abs() < 0.01, "no jump");
    stage.tick(10);
    assert!(opacity(&stage) < 0.6, "it was going down: {}", opacity(&stage));
    stage.tick(40);
    assert!((opacity(&stage) - 0.65).abs() < 0.01, "{}", opacity(&stage));
    stage.tick(50);
    assert_eq!(opacity(&stage), 1.0);
}

#[test]
fn what_was_made_this_turn_does_not_move() {
    let mut stage = Stage::new();
    pair(&mut stage);
    stage.create(4, NodeKind::View);
    transition(&mut stage, 4, Prop::Opacity, linear(100));
    stage.set(4, Prop::Opacity, px(0.5));
    stage.insert(1, 4);
    assert!(!stage.tick(16).animating);
}

#[test]
fn delays_hold_and_easings_curve() {
    let mut stage = Stage::new();
    pair(&mut stage);
    let timing = Timing { duration_ms: 100, delay_ms: 50, easing: Easing::EASE_IN };
    transition(&mut stage, 3, Prop::Opacity, timing);
    stage.set(3, Prop::Opacity, px(0.5));
    stage.tick(16);
    stage.tick(49);
    assert_eq!(opacity(&stage), 1.0);
    stage.tick(51);
    assert!(opacity(&stage) > 0.8, "ease-in is slow at first: {}", opacity(&stage));
    stage.tick(50);
    assert_eq!(opacity(&stage), 0.5);
}

#[test]
fn an_animation_reports_its_end_and_its_value_stays() {
    let mut stage = Stage::new();
    pair(&mut stage);
    stage.events();
    stage.animate(3, 1, Prop::TranslateX, px(40.0), 100);
    stage.tick(16);
    stage.tick(50);
    assert_eq!(stage.quads()[0], (120.0, 0.0, 100.0, 100.0));
    stage.tick(60);
    assert_eq!(stage.quads()[0], (140.0, 0.0, 100.0, 100.0));
    assert_eq!(stage.events(), ["ended 3 #1"]);
    stage.animate(3, 2, Prop::TranslateX, px(0.0), 100);
    stage.tick(16);
    stage.set(3, Prop::TranslateX, px(7.0));
    stage.rest();
    assert_eq!(stage.quads()[0].0, 107.0);
    assert_eq!(stage.events(), ["cancelled 3 #2"]);
    stage.animate(3, 3, Prop::Width, px(1.0), 100);
    assert_eq!(stage.engine.refused_commands(), 1, "widths do not animate");
    assert_eq!(stage.events(), ["cancelled 3 #3"], "refused ones report too");
}

#[test]
fn focused_values_come_and_go_with_the_focus() {
    let mut stage = Stage::new();
    pair(&mut stage);
    for raw in [2, 3] {
        stage.set_focused(raw, Prop::Scale, px(1.25));
        stage.set_focused(raw, Prop::Fill, BLUE);
        transition(&mut stage, raw, Prop::Scale, linear(100));
    }
    stage.tick(16);
    stage.rest();
    let grown = (-12.5, -12.5, 125.0, 125.0);
    assert_eq!(stage.quads(), [(100.0, 0.0, 100.0, 100.0), grown], "the focused one is painted last");
    stage.press(RemoteKey::Right);
    stage.tick(50);
    let (a, b) = (stage.quads()[0], stage.quads()[1]);
    assert!((a.2 - 112.5).abs() < 0.1 && (b.2 - 112.5).abs() < 0.1, "{a:?} {b:?}");
    stage.rest();
    assert_eq!(stage.quads(), [(0.0, 0.0, 100.0, 100.0), (87.5, -12.5, 125.0, 125.0)]);
    stage.set_focused(3, Prop::Scale, Value::Unset);
    stage.rest();
    assert_eq!(stage.quads()[1], (100.0, 0.0, 100.0, 100.0));
}

#[test]
fn scale_and_shift_are_inherited() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    stage.view(1, 2, &[(Prop::Width, px(200.0)), (Prop::Height, px(200.0)), (Prop::Scale, px(0.5))]);
    stage.set(2, Prop::TranslateX, px(100.0));
    let props = [(Prop::Width, px(100.0)), (Prop::Height, px(100.0)), (Prop::Fill, RED)];
    stage.view(2, 3, &props);
    stage.set(3, Prop::TranslateY, px(40.0));
    stage.set(3, Prop::Opacity, px(0.5));
    stage.set(2, Prop::Opacity, px(0.5));
    stage.present(1);
    stage.tick(0);
    // The box of 2 shrinks about its centre to 50..150 and goes 100 to the right.
    assert_eq!(stage.quads(), [(150.0, 70.0, 50.0, 50.0)]);
    assert_eq!(opacity(&stage), 0.25);
}

/// A rail of 20 tiles, 300 wide with gaps of 20, on a screen of 1280.
fn rail(stage: &mut Stage, policy: &str) {
    stage.view(0, 1, &[]);
    let props = [
        (Prop::Direction, word("row")),
        (Prop::Scroll, word("x")),
        (Prop::ScrollPolicy, word(policy)),
        (Prop::Gap, px(20.0)),
        (Prop::Clip, ON),
    ];
    stage.view(1, 2, &props);
    for raw in 10..30 {
        let props = [(Prop::Width, px(300.0)), (Prop::Height, px(200.0)), (Prop::Fill, RED)];
        stage.view(2, raw, &props);
        stage.set(raw, Prop::Focusable, ON);
    }
    stage.present(1);
    stage.tick(0);
}

#[test]
fn the_focused_tile_is_kept_in_sight() {
    let mut stage = Stage::new();
    rail(&mut stage, "minimal");
    assert_eq!(stage.quads().len(), 4, "tiles off screen are not in the list");
    for _ in 0..3 {
        stage.press(RemoteKey::Right);
    }
    assert!(!stage.last.animating || stage.layout(13).0 <= 980.0);
    stage.press(RemoteKey::Right);
    assert!(stage.last.animating);
    stage.rest();
    assert_eq!(stage.layout(14), (980.0, 0.0, 300.0, 200.0), "flush with the right edge");
    stage.press(RemoteKey::Left);
    stage.rest();
    assert_eq!(stage.layout(14).0, 980.0, "what is in sight does not scroll");
}

#[test]
fn other_policies_put_it_at_the_start_or_in_the_middle() {
    for (policy, third) in [("start", 0.0), ("center", 490.0)] {
        let mut stage = Stage::new();
        rail(&mut stage, policy);
        for _ in 0..3 {
            stage.press(RemoteKey::Right);
        }
        stage.rest();
        assert_eq!(stage.layout(13).0, third, "{policy}");
        for _ in 0..16 {
            stage.press(RemoteKey::Right);
        }
        stage.rest();
        assert_eq!(stage.layout(29).0, 980.0, "{policy}: not beyond the end");
    }
}

#[test]
fn a_held_key_scrolls_evenly() {
    let mut stage = Stage::new();
    rail(&mut stage, "start");
    let mut steps = Vec::new();
    let mut last = stage.quads()[0].0;
    for frame in 0..60 {
        if frame % 5 == 0 {
            stage.key_phase(RemoteKey::Right, KeyPhase::Repeat);
        }
        stage.tick(16);
        let first = stage.quads()[0].0;
        // A tile that leaves makes the next one the first.
        let moved = last - first;
        steps.push(if moved < -150.0 { moved + 320.0 } else { moved });
        last = first;
    }
    let steady = &steps[20..];
    let (least, most) = steady.iter().fold((f32::MAX, f32::MIN), |(a, b), &s| (a.min(s), b.max(s)));
    assert!(least > 30.0 && most < 110.0, "between {least} and {most} pixels a frame: {steps:?}");
}

#[test]
fn pages_scroll_down_while_rails_scroll_across() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::Scroll, word("y")), (Prop::ScrollPolicy, word("center"))]);
    for rail in [100, 200, 300, 400] {
        stage.view(1, rail, &[(Prop::Direction, word("row")), (Prop::Scroll, word("x"))]);
        for tile in 1..10 {
            stage.view(rail, rail + tile, &[(Prop::Width, px(300.0)), (Prop::Height, px(300.0))]);
            stage.set(rail + tile, Prop::Focusable, ON);
        }
    }
    stage.present(1);
    stage.tick(0);
    for _ in 0..5 {
        stage.press(RemoteKey::Right);
    }
    stage.press(RemoteKey::Down);
    stage.press(RemoteKey::Down);
    stage.rest();
    assert_eq!(stage.focused(), 304);
    assert_eq!(stage.layout(304), (900.0, 720.0 - 510.0, 300.0, 300.0));
    assert_eq!(stage.layout(106).0, 980.0, "the first rail stays where it was scrolled to");
    stage.set(1, Prop::ScrollPadding, px(10.0));
    for raw in [200, 300, 400] {
        stage.remove(raw);
    }
    stage.rest();
    assert_eq!(stage.layout(106), (980.0, 0.0, 300.0, 300.0), "a shorter page has less to scroll");
}
