//! The remote's way through a scene.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use RemoteKey::{Back, Down, Left, Ok, Right, Up};
use common::{Stage, px, word};
use ferrule_abi::{Command, KeyPhase, Prop, RemoteKey, Value};

const ON: Value<'static> = Value::Flag(true);

/// A page of rails: rail n is node n × 100 and its tiles follow. Tiles are 200 × 150 with gaps of 20.
fn rails(stage: &mut Stage, lengths: &[u32]) {
    stage.view(0, 1, &[(Prop::Scroll, word("y")), (Prop::Gap, px(50.0))]);
    for (at, &length) in lengths.iter().enumerate() {
        let rail = (at as u32 + 1) * 100;
        let props = [
            (Prop::Direction, word("row")),
            (Prop::Scroll, word("x")),
            (Prop::Gap, px(20.0)),
            (Prop::FocusMemory, ON),
        ];
        stage.view(1, rail, &props);
        for tile in 1..=length {
            let props = [(Prop::Width, px(200.0)), (Prop::Height, px(150.0)), (Prop::Focusable, ON)];
            stage.view(rail, rail + tile, &props);
        }
    }
    stage.present(1);
    stage.tick(0);
}

fn walk(stage: &mut Stage, steps: &[(RemoteKey, u32)]) {
    for (at, &(key, want)) in steps.iter().enumerate() {
        stage.press(key);
        assert_eq!(stage.focused(), want, "step {at}: {}", key.name());
    }
}

#[test]
fn the_first_focusable_node_has_the_focus_at_the_start() {
    let mut stage = Stage::new();
    rails(&mut stage, &[3, 3]);
    assert_eq!(stage.focused(), 101);
    assert_eq!(stage.events(), ["focus 101 from 0"]);
}

#[test]
fn arrows_go_along_rails_and_rails_remember() {
    let mut stage = Stage::new();
    rails(&mut stage, &[10, 10, 10]);
    let there = [(Right, 102), (Right, 103), (Down, 203), (Right, 204), (Down, 304), (Left, 303)];
    walk(&mut stage, &there);
    walk(&mut stage, &[(Up, 204), (Up, 103), (Down, 204), (Left, 203), (Up, 103)]);
}

#[test]
fn the_end_of_a_rail_leads_nowhere_and_the_app_hears_the_key() {
    let mut stage = Stage::new();
    rails(&mut stage, &[2, 6]);
    walk(&mut stage, &[(Right, 102)]);
    stage.events();
    walk(&mut stage, &[(Right, 102), (Up, 102)]);
    assert_eq!(stage.events(), ["key right Down", "key up Down"]);
}

#[test]
fn the_nearer_row_is_next_even_when_it_is_shorter() {
    let mut stage = Stage::new();
    rails(&mut stage, &[6, 2, 6]);
    for _ in 0..5 {
        stage.press(Right);
    }
    walk(&mut stage, &[(Down, 202), (Down, 302), (Up, 202), (Up, 106)]);
}

#[test]
fn several_keys_in_one_turn_act_in_order() {
    let mut stage = Stage::new();
    rails(&mut stage, &[5, 5]);
    stage.events();
    for (key, phase) in [(Right, KeyPhase::Down), (Right, KeyPhase::Repeat), (Right, KeyPhase::Up)] {
        stage.key_phase(key, phase);
    }
    stage.key_phase(Down, KeyPhase::Down);
    stage.key_phase(Ok, KeyPhase::Down);
    stage.tick(16);
    // One event for three steps, and before what came of the last.
    let want = ["focus 203 from 101", "activated 203"];
    assert_eq!(stage.events(), want);
}

#[test]
fn which_keys_the_app_hears() {
    let mut stage = Stage::new();
    rails(&mut stage, &[1]);
    stage.events();
    for key in [Back, RemoteKey::PlayPause, Left, Ok] {
        for phase in [KeyPhase::Down, KeyPhase::Repeat, KeyPhase::Up] {
            stage.key_phase(key, phase);
        }
    }
    stage.tick(16);
    let want = [
        "key back Down",
        "key back Repeat",
        "key back Up",
        "key play-pause Down",
        "key play-pause Repeat",
        "key play-pause Up",
        "key left Down",
        "key left Repeat",
        "activated 101",
    ];
    assert_eq!(stage.events(), want);
}

#[test]
fn a_menu_beside_the_rails_is_found_from_any_of_them() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::Direction, word("row"))]);
    stage.view(1, 2, &[(Prop::Width, px(200.0)), (Prop::FocusMemory, ON)]);
    for raw in 10..13 {
        stage.view(2, raw, &[(Prop::Height, px(60.0)), (Prop::Focusable, ON)]);
    }
    stage.view(1, 3, &[(Prop::Grow, px(1.0))]);
    for raw in 20..24 {
        stage.view(3, raw, &[(Prop::Height, px(180.0)), (Prop::Focusable, ON)]);
    }
    stage.present(1);
    stage.tick(0);
    assert_eq!(stage.focused(), 10);
    let steps =
        [(Down, 11), (Right, 20), (Down, 21), (Down, 22), (Down, 23), (Left, 11), (Up, 10), (Right, 20)];
    walk(&mut stage, &steps);
}

#[test]
fn focus_does_not_leave_a_trap() {
    let mut stage = Stage::new();
    rails(&mut stage, &[4, 4]);
    let modal = [
        (Prop::Position, word("absolute")),
        (Prop::Left, px(300.0)),
        (Prop::Top, px(180.0)),
        (Prop::Direction, word("row")),
        (Prop::FocusTrap, ON),
    ];
    stage.view(1, 50, &modal);
    for raw in [51, 52] {
        stage.view(50, raw, &[(Prop::Width, px(100.0)), (Prop::Height, px(50.0)), (Prop::Focusable, ON)]);
    }
    stage.focus(50);
    stage.tick(16);
    walk(&mut stage, &[(Right, 52), (Right, 52), (Up, 52), (Down, 52), (Left, 51), (Left, 51)]);
    stage.remove(50);
    stage.tick(16);
    assert_eq!(stage.focused(), 101, "back to where it was before");
}

#[test]
fn when_the_focused_node_goes_its_neighbour_has_the_focus() {
    let mut stage = Stage::new();
    rails(&mut stage, &[4, 4]);
    walk(&mut stage, &[(Right, 102), (Right, 103)]);
    stage.events();
    stage.remove(103);
    stage.tick(16);
    assert_eq!(stage.focused(), 104, "the next one has taken its place");
    assert_eq!(stage.events(), ["focus 104 from 103"]);
    stage.remove(100);
    stage.tick(16);
    assert_eq!(stage.focused() / 100, 2);
    stage.set(200, Prop::Visible, Value::Flag(false));
    stage.tick(16);
    assert_eq!(stage.focused(), 0, "nothing is left");
    stage.set(200, Prop::Visible, Value::Flag(true));
    stage.tick(16);
    assert_eq!(stage.focused() / 100, 2, "and it comes back");
    let focused = stage.focused();
    stage.set(focused, Prop::Focusable, Value::Flag(false));
    stage.tick(16);
    assert!(stage.focused() != focused && stage.focused() / 100 == 2);
}

#[test]
fn when_a_whole_rail_goes_the_next_one_has_the_focus() {
    let mut stage = Stage::new();
    rails(&mut stage, &[4, 4, 4]);
    walk(&mut stage, &[(Right, 102), (Down, 202), (Down, 302)]);
    stage.remove(300);
    stage.tick(16);
    assert_eq!(stage.focused(), 202);
}

#[test]
fn a_list_that_is_filled_again_has_the_focus_where_it_was() {
    let mut stage = Stage::new();
    rails(&mut stage, &[5, 5]);
    walk(&mut stage, &[(Down, 201), (Right, 202), (Right, 203)]);
    for tile in 201..206 {
        stage.remove(tile);
    }
    for tile in 211..216 {
        let props = [(Prop::Width, px(200.0)), (Prop::Height, px(150.0)), (Prop::Focusable, ON)];
        stage.view(200, tile, &props);
    }
    stage.tick(16);
    assert_eq!(stage.focused(), 213);
}

#[test]
fn focus_commands_go_to_a_node_or_into_it() {
    let mut stage = Stage::new();
    rails(&mut stage, &[4, 4]);
    stage.focus(204);
    stage.tick(16);
    assert_eq!(stage.focused(), 204);
    stage.focus(100);
    stage.tick(16);
    assert_eq!(stage.focused(), 101);
    stage.focus(200);
    stage.tick(16);
    assert_eq!(stage.focused(), 204, "the rail remembers");
    stage.view(1, 60, &[]);
    stage.focus(60);
    stage.tick(16);
    assert_eq!(stage.focused(), 204, "nothing there can have it");
    assert_eq!(stage.engine.refused_commands(), 1);
}

#[test]
fn another_page_has_a_focus_of_its_own_and_the_first_page_can_remember() {
    let mut stage = Stage::new();
    rails(&mut stage, &[4, 4]);
    stage.set(1, Prop::FocusMemory, ON);
    walk(&mut stage, &[(Down, 201), (Right, 202)]);
    stage.view(0, 500, &[]);
    stage.view(500, 501, &[(Prop::Height, px(100.0)), (Prop::Focusable, ON)]);
    stage.present(500);
    stage.tick(16);
    assert_eq!(stage.focused(), 501);
    stage.present(1);
    stage.tick(16);
    assert_eq!(stage.focused(), 202);
}

#[test]
fn a_focus_survives_a_move_in_the_tree() {
    let mut stage = Stage::new();
    rails(&mut stage, &[4, 4]);
    walk(&mut stage, &[(Right, 102)]);
    stage.events();
    stage.command(Command::Insert { parent: common::node(200), child: common::node(102), before: None });
    stage.tick(16);
    assert_eq!(stage.focused(), 102);
    assert_eq!(stage.events(), Vec::<String>::new());
}
