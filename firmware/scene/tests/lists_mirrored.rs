//! Lists from right to left and from the bottom up.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use RemoteKey::{Down, Left, Right, Up};
use common::{Stage, node, px, word};
use ferrule_abi::{Command, NodeKind, Prop, RemoteKey, Value};

/// A list of 500 × 300 with thirty items, all bound, of nodes from 100 on.
fn list(props: &[(Prop, Value<'_>)]) -> Stage {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::Align, word("start"))]);
    let own = [(Prop::Width, px(500.0)), (Prop::Height, px(300.0)), (Prop::ItemSize, px(100.0))];
    stage.view(1, 2, &own);
    for &(prop, value) in props {
        stage.set(2, prop, value);
    }
    stage.set(2, Prop::ItemCount, px(30.0));
    for item in 0..30 {
        stage.add(0, 100 + item, NodeKind::View, &[(Prop::Focusable, Value::Flag(true))]);
        stage.command(Command::ListBind { list: node(2), index: item, node: node(100 + item) });
    }
    stage.present(1);
    stage.tick(0);
    stage
}

fn walk(stage: &mut Stage, steps: &[(RemoteKey, u32)]) {
    for (at, &(key, want)) in steps.iter().enumerate() {
        stage.press(key);
        assert_eq!(stage.focused(), 100 + want, "step {at}: {}", key.name());
    }
    stage.rest();
}

#[test]
fn a_rail_from_right_to_left() {
    let rtl = (Prop::LayoutDirection, word("rtl"));
    let mut stage = list(&[rtl, (Prop::Scroll, word("x")), (Prop::PaddingRight, px(30.0))]);
    assert_eq!(stage.layout(100), (370.0, 0.0, 100.0, 300.0));
    assert_eq!(stage.layout(101).0, 270.0);
    walk(&mut stage, &[(Right, 0), (Left, 1), (Left, 2), (Left, 3), (Left, 4), (Left, 5)]);
    assert_eq!(stage.layout(105).0, 0.0, "in sight at the left");
    assert_eq!(stage.layout(104).0, 100.0);
    let events = stage.events();
    assert_eq!(events.last().unwrap(), "range 2 0+10", "{events:?}");
}

#[test]
fn a_grid_from_right_to_left_has_its_columns_mirrored() {
    let rtl = (Prop::LayoutDirection, word("rtl"));
    let mut stage = list(&[rtl, (Prop::Scroll, word("y")), (Prop::Columns, px(5.0))]);
    assert_eq!((stage.layout(100).0, stage.layout(104).0), (400.0, 0.0));
    walk(&mut stage, &[(Left, 1), (Left, 2), (Down, 7), (Right, 6), (Up, 1)]);
}

#[test]
fn a_list_from_the_bottom_up() {
    let mut stage = list(&[(Prop::Direction, word("column-reverse")), (Prop::Scroll, word("y"))]);
    assert_eq!((stage.layout(100).1, stage.layout(102).1), (200.0, 0.0));
    walk(&mut stage, &[(Down, 0), (Up, 1), (Up, 2), (Up, 3), (Up, 4)]);
    assert_eq!(stage.layout(104).1, 0.0);
    assert_eq!(stage.layout(103).1, 100.0);
}
