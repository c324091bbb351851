//! Ways of the focus that the app describes: scopes, wrapping, neighbours, disabled nodes, modals, held keys.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use RemoteKey::{Down, Left, Right, Up};
use common::{Stage, node, px, word};
use ferrule_abi::{KeyPhase, Prop, RemoteKey, Value};

const ON: Value<'static> = Value::Flag(true);

/// A box of 100 × 100 at a place, which can have the focus.
fn tile(stage: &mut Stage, parent: u32, raw: u32, x: f32, y: f32) {
    let props = [
        (Prop::Position, word("absolute")),
        (Prop::Left, px(x)),
        (Prop::Top, px(y)),
        (Prop::Width, px(100.0)),
        (Prop::Height, px(100.0)),
        (Prop::Focusable, ON),
    ];
    stage.view(parent, raw, &props);
}

/// A page with a scope (2) of tiles 10, 11, ... in lines, and single tiles above (3) and below (4) it.
fn scope(stage: &mut Stage, kind: &str, lines: &[u32]) {
    stage.view(0, 1, &[]);
    let props = [
        (Prop::Position, word("absolute")),
        (Prop::Top, px(150.0)),
        (Prop::Width, px(1280.0)),
        (Prop::Height, px(400.0)),
        (Prop::FocusScope, word(kind)),
    ];
    stage.view(1, 2, &props);
    tile(stage, 1, 3, 0.0, 0.0);
    tile(stage, 1, 4, 0.0, 600.0);
    let mut raw = 10;
    for (line, &count) in lines.iter().enumerate() {
        for column in 0..count {
            tile(stage, 2, raw, 110.0 * column as f32, 110.0 * line as f32);
            raw += 1;
        }
    }
    stage.present(1);
    stage.focus(10);
    stage.tick(0);
}

fn walk(stage: &mut Stage, what: &str, steps: &[(RemoteKey, u32)]) {
    for (at, &(key, want)) in steps.iter().enumerate() {
        stage.press(key);
        assert_eq!(stage.focused(), want, "{what}, step {at}: {}", key.name());
    }
}

#[test]
fn scopes_are_walked_in_their_order() {
    for (kind, lines, wraps, steps) in [
        // Boxes of a row may stand in lines; the order counts.
        ("row", &[2, 2][..], false, &[(Right, 11), (Right, 12), (Right, 13), (Right, 13), (Left, 12)][..]),
        ("row", &[3], true, &[(Left, 12), (Right, 10), (Right, 11), (Down, 4), (Up, 10)]),
        ("column", &[3], false, &[(Down, 11), (Down, 12), (Down, 4)]),
        ("column", &[1, 1], true, &[(Down, 11), (Down, 10), (Up, 11), (Up, 10)]),
        (
            "grid",
            &[3, 3, 2],
            false,
            &[(Right, 11), (Right, 12), (Right, 12), (Down, 15), (Down, 17), (Up, 14)],
        ),
        ("grid", &[3, 3, 2], false, &[(Down, 13), (Down, 16), (Down, 4), (Up, 16), (Left, 16)]),
        (
            "grid",
            &[3, 1, 3],
            false,
            &[(Right, 11), (Right, 12), (Down, 13), (Down, 14), (Up, 13), (Up, 10), (Up, 3)],
        ),
        (
            "grid",
            &[2, 2, 1],
            true,
            &[(Right, 11), (Right, 12), (Right, 13), (Right, 14), (Right, 10), (Left, 14)],
        ),
        ("grid", &[3, 2], true, &[(Up, 13), (Right, 14), (Down, 11), (Right, 12), (Up, 14), (Up, 11)]),
        ("grid", &[2], true, &[(Down, 4)]),
        ("grid", &[1], true, &[(Right, 10)]),
        ("none", &[2, 2], true, &[(Right, 11), (Right, 11), (Down, 13), (Left, 12)]),
    ] {
        let mut stage = Stage::new();
        scope(&mut stage, kind, lines);
        stage.set(2, Prop::FocusWrap, Value::Flag(wraps));
        walk(&mut stage, &format!("{kind} {lines:?} {wraps}"), steps);
    }
}

#[test]
fn scopes_pass_over_what_cannot_have_the_focus() {
    let mut stage = Stage::new();
    scope(&mut stage, "row", &[5]);
    stage.set(11, Prop::Disabled, ON);
    stage.set(12, Prop::Visible, Value::Flag(false));
    stage.set(14, Prop::Focusable, Value::Flag(false));
    walk(&mut stage, "gaps", &[(Right, 13), (Right, 13), (Left, 10)]);
    stage.set(2, Prop::FocusWrap, ON);
    walk(&mut stage, "wrapping over gaps", &[(Left, 13), (Right, 10)]);
}

#[test]
fn members_of_a_scope_may_hold_several_nodes() {
    let mut stage = Stage::new();
    scope(&mut stage, "row", &[1]);
    for (group, x) in [(20, 300.0), (30, 500.0)] {
        let props = [
            (Prop::Position, word("absolute")),
            (Prop::Left, px(x)),
            (Prop::Width, px(100.0)),
            (Prop::FocusMemory, ON),
        ];
        stage.view(2, group, &props);
        for line in 0..2 {
            tile(&mut stage, group, group + 1 + line, 0.0, 120.0 * line as f32);
        }
    }
    walk(&mut stage, "groups", &[(Right, 21), (Down, 22), (Right, 32), (Left, 22), (Left, 10), (Right, 22)]);
}

#[test]
fn a_named_neighbour_goes_before_boxes_while_it_can_have_the_focus() {
    let mut stage = Stage::new();
    scope(&mut stage, "none", &[3]);
    stage.set(10, Prop::FocusRight, Value::Node(node(12)));
    stage.set(2, Prop::FocusUp, Value::Node(node(4)));
    walk(&mut stage, "named", &[(Right, 12), (Up, 4), (Up, 10), (Right, 12), (Left, 11), (Left, 10)]);
    stage.set(12, Prop::Disabled, ON);
    walk(&mut stage, "disabled", &[(Right, 11), (Left, 10)]);
    stage.set(12, Prop::Disabled, Value::Unset);
    stage.set(12, Prop::Visible, Value::Flag(false));
    walk(&mut stage, "hidden", &[(Right, 11), (Left, 10)]);
    stage.remove(4);
    walk(&mut stage, "removed", &[(Up, 3)]);
    stage.set(3, Prop::FocusDown, Value::Node(node(2)));
    walk(&mut stage, "a container", &[(Down, 10)]);
    stage.set(3, Prop::FocusDown, Value::Node(node(77)));
    assert_eq!(stage.engine.refused_commands(), 1, "a node that was never made");
}

#[test]
fn a_named_neighbour_does_not_lead_out_of_a_trap() {
    let mut stage = Stage::new();
    scope(&mut stage, "none", &[3]);
    stage.set(2, Prop::FocusTrap, ON);
    stage.set(10, Prop::FocusUp, Value::Node(node(3)));
    walk(&mut stage, "trapped", &[(Up, 10), (Right, 11)]);
}

#[test]
fn a_node_that_is_disabled_hands_the_focus_on() {
    let mut stage = Stage::new();
    scope(&mut stage, "row", &[4]);
    walk(&mut stage, "there", &[(Right, 11), (Right, 12)]);
    stage.events();
    stage.set(12, Prop::Disabled, ON);
    stage.tick(16);
    assert_eq!(stage.events(), ["focus 11 from 12"]);
    stage.set(2, Prop::Disabled, ON);
    stage.tick(16);
    assert!([3, 4].contains(&stage.focused()), "what is in a disabled node is disabled");
    stage.set(3, Prop::Disabled, ON);
    stage.set(4, Prop::Disabled, ON);
    stage.tick(16);
    assert_eq!(stage.focused(), 0);
    stage.set(2, Prop::Disabled, Value::Unset);
    stage.tick(16);
    assert!(stage.focused() >= 10);
}

/// A modal with two buttons, on top of the page.
fn modal(stage: &mut Stage, raw: u32) {
    stage.view(1, raw, &[(Prop::Position, word("absolute")), (Prop::Left, px(900.0)), (Prop::FocusTrap, ON)]);
    tile(stage, raw, raw + 1, 0.0, 0.0);
    tile(stage, raw, raw + 2, 0.0, 150.0);
    stage.focus(raw);
    stage.tick(16);
}

#[test]
fn the_focus_comes_back_when_a_modal_goes() {
    type Close = fn(&mut Stage);
    let ways: [(&str, Close); 3] = [
        ("removed", |stage| stage.remove(50)),
        ("hidden", |stage| stage.set(50, Prop::Visible, Value::Flag(false))),
        ("disabled", |stage| stage.set(50, Prop::Disabled, ON)),
    ];
    for (what, close) in ways {
        let mut stage = Stage::new();
        scope(&mut stage, "row", &[6]);
        walk(&mut stage, what, &[(Right, 11), (Right, 12)]);
        modal(&mut stage, 50);
        walk(&mut stage, what, &[(Down, 52), (Down, 52), (Left, 52)]);
        close(&mut stage);
        stage.tick(16);
        assert_eq!(stage.focused(), 12, "{what}");
    }
}

#[test]
fn modals_over_modals_lead_back_one_by_one_or_all_at_once() {
    let mut stage = Stage::new();
    scope(&mut stage, "row", &[6]);
    walk(&mut stage, "there", &[(Right, 11)]);
    modal(&mut stage, 50);
    walk(&mut stage, "first", &[(Down, 52)]);
    modal(&mut stage, 60);
    assert_eq!(stage.focused(), 61);
    stage.remove(60);
    stage.tick(16);
    assert_eq!(stage.focused(), 52);
    modal(&mut stage, 60);
    stage.remove(50);
    stage.tick(16);
    assert_eq!(stage.focused(), 61, "the upper one stays");
    stage.remove(60);
    stage.tick(16);
    assert_eq!(stage.focused(), 11, "what the lower one would have led back to");
}

#[test]
fn what_a_modal_leads_back_to_may_have_gone() {
    let mut stage = Stage::new();
    scope(&mut stage, "row", &[6]);
    walk(&mut stage, "there", &[(Right, 11), (Right, 12)]);
    modal(&mut stage, 50);
    stage.remove(12);
    stage.tick(16);
    stage.remove(50);
    stage.tick(16);
    assert!([11, 13].contains(&stage.focused()), "beside it: {}", stage.focused());
}

#[test]
fn a_held_key_moves_step_by_step_within_a_turn_and_stops_at_the_end() {
    let mut stage = Stage::new();
    scope(&mut stage, "row", &[5]);
    stage.set(2, Prop::FocusWrap, ON);
    stage.tick(16);
    stage.events();
    stage.key_phase(Right, KeyPhase::Down);
    for _ in 0..6 {
        stage.key_phase(Right, KeyPhase::Repeat);
    }
    stage.tick(16);
    assert_eq!(
        stage.events(),
        ["focus 14 from 10", "key right Repeat", "key right Repeat", "key right Repeat"]
    );
    stage.key_phase(Right, KeyPhase::Up);
    walk(&mut stage, "a new press", &[(Right, 10)]);
}

#[test]
fn a_key_held_for_long_takes_more_steps_where_the_app_allows_it() {
    let mut stage = Stage::new();
    scope(&mut stage, "row", &[60]);
    stage.set(2, Prop::RepeatSteps, px(3.0));
    stage.key_phase(Right, KeyPhase::Down);
    let mut places = Vec::new();
    for _ in 0..24 {
        stage.tick(16);
        places.push(stage.focused() - 10);
        stage.key_phase(Right, KeyPhase::Repeat);
    }
    let steps: Vec<u32> = places.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(steps, [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3]);
    stage.key_phase(Right, KeyPhase::Up);
    stage.press(Left);
    stage.key_phase(Left, KeyPhase::Repeat);
    let before = stage.focused();
    stage.tick(16);
    assert_eq!(before - stage.focused(), 1, "another key begins slowly");
}

#[test]
fn steps_of_a_held_key_end_where_the_container_ends() {
    let mut stage = Stage::new();
    scope(&mut stage, "row", &[4]);
    tile(&mut stage, 1, 5, 1100.0, 150.0);
    stage.set(2, Prop::RepeatSteps, px(16.0));
    for _ in 0..40 {
        stage.key_phase(Left, KeyPhase::Repeat);
    }
    stage.tick(16);
    stage.key_phase(Right, KeyPhase::Down);
    for _ in 0..9 {
        stage.key_phase(Right, KeyPhase::Repeat);
    }
    stage.tick(16);
    assert_eq!(stage.focused(), 5, "step by step it leaves");
    stage.focus(12);
    stage.key_phase(Right, KeyPhase::Repeat);
    stage.tick(16);
    assert_eq!(stage.focused(), 13, "but not with the second step of one repeat");
}

#[test]
fn a_node_removed_while_a_key_is_held_breaks_nothing() {
    let mut stage = Stage::new();
    scope(&mut stage, "row", &[8]);
    for raw in 11..16 {
        stage.key_phase(Right, if raw == 11 { KeyPhase::Down } else { KeyPhase::Repeat });
        stage.tick(16);
        assert_eq!(stage.focused(), raw);
        if raw == 13 {
            stage.remove(13);
            stage.remove(10);
            stage.tick(16);
            assert_eq!(stage.focused(), 12, "the nearest, the first of equals");
            stage.focus(14);
            stage.tick(16);
            break;
        }
    }
    stage.key_phase(Right, KeyPhase::Repeat);
    stage.tick(16);
    assert_eq!(stage.focused(), 15);
}

#[test]
fn right_to_left_rows_and_scrolls_are_mirrored() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::LayoutDirection, word("rtl"))]);
    let rail = [
        (Prop::Direction, word("row")),
        (Prop::Scroll, word("x")),
        (Prop::ScrollPadding, px(20.0)),
        (Prop::FocusScope, word("row")),
        (Prop::Width, px(500.0)),
        (Prop::Height, px(100.0)),
    ];
    stage.view(1, 2, &rail);
    for raw in 10..20 {
        stage.view(2, raw, &[(Prop::Width, px(100.0)), (Prop::Height, px(100.0)), (Prop::Focusable, ON)]);
    }
    stage.present(1);
    stage.tick(0);
    assert_eq!((stage.focused(), stage.layout(10).0), (10, 1180.0), "rows begin at the right");
    walk(&mut stage, "rtl", &[(Right, 10), (Left, 11), (Left, 12), (Left, 13), (Left, 14)]);
    stage.rest();
    assert_eq!(stage.layout(14).0, 800.0, "as little as needed, with the padding at the left");
    walk(&mut stage, "rtl", &[(Left, 15), (Left, 16), (Left, 17), (Left, 18), (Left, 19), (Left, 19)]);
    stage.rest();
    assert_eq!(stage.layout(19).0, 780.0, "the end is at the left");
    stage.set(2, Prop::ScrollPolicy, word("start"));
    walk(&mut stage, "rtl", &[(Right, 18), (Right, 17), (Right, 16), (Right, 15), (Right, 14), (Right, 13)]);
    stage.rest();
    assert_eq!(stage.layout(13).0, 1160.0, "the start is at the right");
}
