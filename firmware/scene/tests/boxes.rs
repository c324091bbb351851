//! Layout transitions: boxes that move to where the layout has them.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Stage, linear, node, px, word};
use ferrule_abi::command::Timing;
use ferrule_abi::{Color, Command, Easing, Prop, RemoteKey, Value};

const FILL: (Prop, Value<'static>) = (Prop::Fill, Value::Color(Color(0xff00_00ff)));

fn moves(stage: &mut Stage, raw: u32, timing: Timing) {
    stage.command(Command::LayoutTransition { node: node(raw), timing });
}

/// A row of boxes 2, 3 and 4, of which 4 has a layout transition and a box 5 in it.
fn row(timing: Timing) -> Stage {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::Direction, word("row")), (Prop::Align, word("flex-start"))]);
    for raw in 2..=4 {
        let size = [(Prop::Width, px(100.0)), (Prop::Height, px(80.0))];
        stage.view(1, raw, &size);
        stage.set(raw, Prop::Focusable, Value::Flag(true));
    }
    stage.set(4, FILL.0, FILL.1);
    stage.view(4, 5, &[(Prop::Width, px(20.0)), (Prop::Height, px(20.0)), FILL]);
    moves(&mut stage, 4, timing);
    stage.present(1);
    stage.tick(10);
    assert_eq!(stage.quads(), [(200.0, 0.0, 100.0, 80.0), (200.0, 0.0, 20.0, 20.0)]);
    assert!(!stage.last.animating, "a first layout is no movement");
    stage
}

#[test]
fn a_box_moves_to_its_new_place_and_takes_its_children_along() {
    let mut stage = row(linear(100));
    stage.set(2, Prop::Width, px(300.0));
    stage.tick(10);
    assert_eq!(stage.quads()[0].0, 200.0, "it sets off where it was");
    assert!(stage.last.animating);
    stage.tick(50);
    assert_eq!(stage.quads(), [(300.0, 0.0, 100.0, 80.0), (300.0, 0.0, 20.0, 20.0)]);
    assert_eq!(stage.layout(4).0, 400.0, "for others it is there already");
    stage.tick(50);
    assert_eq!(stage.quads()[1].0, 400.0);
    assert!(!stage.last.animating);
    assert!(!stage.tick(10).changed);
}

#[test]
fn a_box_grows_to_its_new_size() {
    let mut stage = row(linear(100));
    stage.set(4, Prop::Width, px(200.0));
    stage.set(4, Prop::Height, px(40.0));
    stage.tick(10);
    stage.tick(50);
    assert_eq!(stage.quads(), [(200.0, 0.0, 150.0, 60.0), (200.0, 0.0, 20.0, 20.0)]);
    stage.rest();
    assert_eq!(stage.quads()[0], (200.0, 0.0, 200.0, 40.0));
}

#[test]
fn an_interrupted_box_goes_on_with_its_speed() {
    let mut stage = row(linear(100));
    stage.set(2, Prop::Width, px(200.0));
    stage.tick(10);
    stage.tick(50);
    assert_eq!(stage.quads()[0].0, 250.0);
    stage.set(2, Prop::Width, px(100.0));
    stage.tick(5);
    assert!(stage.quads()[0].0 > 250.0, "it was going right: {:?}", stage.quads());
    stage.rest();
    assert_eq!(stage.quads()[0].0, 200.0);
}

#[test]
fn springs_move_boxes_too() {
    let spring = Timing { duration_ms: 200, delay_ms: 0, easing: Easing::Spring { bounce: 0.5 } };
    let mut stage = row(spring);
    stage.set(2, Prop::Width, px(300.0));
    let mut most = 0.0_f32;
    for _ in 0..100 {
        stage.tick(10);
        most = most.max(stage.quads()[0].0);
    }
    assert!((410.0..500.0).contains(&most), "{most}");
    assert!(!stage.last.animating);
    assert_eq!(stage.quads()[0].0, 400.0);
}

#[test]
fn another_parent_or_a_first_size_is_a_jump() {
    let mut stage = row(linear(100));
    stage.insert(2, 4);
    stage.tick(10);
    assert_eq!(stage.quads()[0].0, 0.0);
    assert!(!stage.last.animating);
    stage.view(
        1,
        6,
        &[(Prop::Width, px(50.0)), (Prop::Height, px(50.0)), (Prop::Display, word("none")), FILL],
    );
    moves(&mut stage, 6, linear(100));
    stage.tick(10);
    stage.set(6, Prop::Display, word("flex"));
    stage.tick(10);
    assert!(!stage.last.animating, "what was not there does not grow out of nothing");
    // And a node that goes takes its movement along.
    stage.set(6, Prop::MarginLeft, px(90.0));
    stage.tick(10);
    assert!(stage.last.animating);
    stage.remove(6);
    stage.tick(10);
    assert!(!stage.last.animating);
}

#[test]
fn reordered_siblings_change_places() {
    let mut stage = row(linear(100));
    let before = Some(node(2));
    stage.command(Command::Insert { parent: node(1), child: node(4), before });
    stage.tick(10);
    stage.tick(50);
    assert_eq!(stage.quads()[0].0, 100.0);
    stage.press(RemoteKey::Left);
    assert_eq!(stage.focused(), 4, "the focus goes by where things will be");
}

#[test]
fn a_box_on_its_way_is_painted_though_the_layout_has_it_off_screen() {
    let mut stage = row(linear(100));
    stage.set(4, Prop::Left, px(2000.0));
    stage.tick(10);
    stage.tick(20);
    assert_eq!(stage.quads()[0].0, 600.0);
    stage.rest();
    assert_eq!(stage.quads(), []);
}

#[test]
fn reduced_motion_puts_boxes_in_their_places() {
    let mut stage = row(linear(100));
    stage.command(Command::ReduceMotion { on: true });
    stage.set(2, Prop::Width, px(300.0));
    stage.tick(10);
    assert_eq!(stage.quads()[0].0, 400.0);
    assert!(!stage.last.animating);
}

#[test]
fn boxes_within_boxes_are_removed_together() {
    let mut stage = row(linear(100));
    stage.view(1, 6, &[]);
    stage.view(6, 7, &[]);
    moves(&mut stage, 7, linear(100));
    moves(&mut stage, 6, linear(100));
    stage.tick(16);
    stage.remove(6);
    stage.tick(16);
    stage.remove(1);
    stage.tick(16);
}
