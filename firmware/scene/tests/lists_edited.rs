//! Lists whose items come, go, move and change their size while they are in use.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use RemoteKey::{Down, Up};
use common::list_app::{App, LIST};
use common::{node, px};
use ferrule_abi::{Command, EngineInput, ItemSizes, KeyPhase, NodeKind, Prop, RemoteKey, StyleState, Value};

/// A list of a hundred items, with the focus on the sixth of which the fourth is the first in sight.
fn in_use() -> App {
    let mut app = App::new(100, &[]);
    app.bind();
    for _ in 0..8 {
        app.press(Down, KeyPhase::Down);
        app.bind();
    }
    for _ in 0..2 {
        app.press(Up, KeyPhase::Down);
    }
    app.rest();
    assert_eq!((app.item(), app.place(6)), (Some(6), (0.0, 200.0)));
    assert_eq!(app.range, (2, 9));
    app.told.clear();
    app
}

#[test]
fn items_come_in_and_what_is_in_sight_stays() {
    for (at, count, focus, place) in [
        (0, 3, 9, 200.0),
        (4, 2, 8, 200.0),
        (6, 1, 7, 200.0),
        (7, 5, 6, 200.0),
        (50, 9, 6, 200.0),
        (100, 1, 6, 200.0),
    ] {
        let mut app = in_use();
        let shown = app.node_of(6);
        app.insert(at, count);
        app.serve();
        assert_eq!(app.item(), Some(focus), "{count} at {at}");
        assert_eq!(app.stage.focused(), shown, "its node stays bound to it");
        assert_eq!(app.place(focus).1, place, "{count} at {at}");
        let told: &[String] = if focus == 6 { &[] } else { &[format!("item {focus}")] };
        assert_eq!(app.told, told, "{count} at {at}");
        assert_eq!(app.bound.len() as u32, app.range.1, "everything wanted is bound");
    }
}

#[test]
fn items_go_and_the_focus_stays_or_goes_to_the_next() {
    for (at, count, focus, place) in [
        (0, 2, 4, 200.0),
        (4, 2, 4, 200.0),
        (7, 3, 6, 200.0),
        (6, 1, 6, 200.0),
        (5, 3, 5, 200.0),
        (0, 98, 0, 0.0),
        (6, 94, 5, 400.0),
        (0, 5, 1, 100.0),
    ] {
        let mut app = in_use();
        let next = app.node_of(7);
        app.remove(at, count);
        app.serve();
        assert_eq!(app.item(), Some(focus), "{count} from {at}");
        assert_eq!(app.place(focus).1, place, "{count} from {at}");
        if (at, count) == (6, 1) {
            assert_eq!(app.stage.focused(), next, "the next one's node stays bound to it");
        }
        assert_eq!(app.bound.len() as u32, app.range.1, "everything wanted is bound");
    }
    let mut app = in_use();
    app.remove(0, 100);
    app.tick();
    assert_eq!((app.stage.focused(), app.range), (0, (0, 0)));
    assert_eq!(app.free.len(), app.made as usize, "all nodes are there to be used again");
    app.stage.set(LIST, Prop::ItemCount, px(40.0));
    app.serve();
    assert_eq!((app.item(), app.range), (Some(0), (0, 7)));
}

#[test]
fn items_that_move_take_node_and_focus_along() {
    for (from, count, to, focus, place) in [
        (6, 1, 4, 4, 200.0),
        (6, 1, 90, 90, 200.0),
        (5, 3, 20, 21, 200.0),
        (20, 5, 0, 11, 200.0),
        (0, 5, 20, 1, 100.0),
        (30, 10, 50, 6, 200.0),
    ] {
        let mut app = in_use();
        let shown = app.node_of(6);
        app.stage.command(Command::ListMove { list: node(LIST), from, count, to });
        app.tick();
        assert_eq!(app.stage.focused(), shown, "{count} from {from} to {to}");
        assert_eq!(app.stage.layout(shown).1, place, "{count} from {from} to {to}");
        let told: &[String] = if focus == 6 { &[] } else { &[format!("item {focus}")] };
        assert_eq!(app.told, told, "{count} from {from} to {to}");
    }
}

#[test]
fn sizes_that_come_to_be_known_do_not_move_what_is_in_sight() {
    let mut app = in_use();
    let bytes: Vec<u8> = [50.0_f32, 20.0, 160.0, 70.0].iter().flat_map(|size| size.to_le_bytes()).collect();
    app.stage.command(Command::ListSizes { list: node(LIST), at: 0, sizes: ItemSizes::new(&bytes).unwrap() });
    app.serve();
    assert_eq!((app.item(), app.place(6)), (Some(6), (0.0, 200.0)));
    assert_eq!(app.stage.layout(app.node_of(3)), (0.0, -70.0, 1000.0, 70.0));
    for _ in 0..6 {
        app.press(Up, KeyPhase::Down);
    }
    app.rest();
    assert_eq!(app.place(0), (0.0, 0.0));
    assert_eq!(app.stage.layout(app.node_of(2)), (0.0, 70.0, 1000.0, 160.0));
    assert_eq!(app.range, (0, 8), "50 + 20 + 160 + 70 + 100 + 100 fill the view");
    app.insert(1, 1);
    app.serve();
    assert_eq!(app.stage.layout(app.node_of(1)), (0.0, 50.0, 1000.0, 100.0), "the estimate");
    assert_eq!(app.stage.layout(app.node_of(3)), (0.0, 170.0, 1000.0, 160.0));
}

#[test]
fn what_does_not_fit_a_list_is_refused() {
    let mut app = App::new(10, &[]);
    app.stage.add(0, 100, NodeKind::Text, &[]);
    let list = node(LIST);
    let bad = [
        Command::ListBind { list, index: 10, node: node(100) },
        Command::ListBind { list, index: 0, node: node(77) },
        Command::ListBind { list, index: 0, node: node(1) },
        Command::ListBind { list: node(1), index: 0, node: node(100) },
        Command::ListInsert { list, at: 11, count: 1 },
        Command::ListInsert { list, at: 0, count: 999_991 },
        Command::ListInsert { list, at: 0, count: u32::MAX },
        Command::ListRemove { list, at: 5, count: 6 },
        Command::ListRemove { list, at: 1, count: u32::MAX },
        Command::ListMove { list, from: 0, count: 5, to: 6 },
        Command::ListFocus { list: node(100), index: 0 },
        Command::Set { node: node(100), prop: Prop::ItemCount, state: StyleState::Base, value: px(3.0) },
    ];
    for (at, command) in bad.into_iter().enumerate() {
        app.stage.command(command);
        assert_eq!(app.stage.engine.refused_commands(), at as u32 + 1, "{command:?}");
    }
    app.tick();
}

#[test]
fn another_screen_leaves_the_focus_in_sight() {
    let mut app = App::new(1_000, &[(Prop::Columns, px(4.0)), (Prop::Width, Value::Percent(100.0))]);
    app.bind();
    for _ in 0..30 {
        app.press(Down, KeyPhase::Down);
        app.bind();
    }
    app.rest();
    assert_eq!((app.item(), app.place(120)), (Some(120), (0.0, 400.0)));
    app.stage.input(EngineInput::Display { width: 1920, height: 1080, connected: true });
    app.serve();
    assert_eq!(app.stage.layout(app.node_of(121)), (480.0, 400.0, 480.0, 100.0));
    app.stage.set(LIST, Prop::Height, px(250.0));
    app.rest();
    assert_eq!(app.place(120), (0.0, 150.0));
    app.stage.set(LIST, Prop::ItemSize, px(60.0));
    app.serve();
    assert_eq!(app.place(120), (0.0, 150.0), "its items became smaller, but the one with the focus stays");
}

#[test]
fn the_range_is_told_again_when_other_items_have_its_numbers() {
    let mut app = App::new(100, &[]);
    app.bind();
    app.tick();
    let ranges = app.ranges;
    let changes = [
        Command::ListInsert { list: node(LIST), at: 3, count: 1 },
        Command::ListRemove { list: node(LIST), at: 2, count: 1 },
        Command::ListMove { list: node(LIST), from: 1, count: 1, to: 50 },
        Command::Set { node: node(LIST), prop: Prop::ItemCount, state: StyleState::Base, value: px(100.0) },
    ];
    for (at, command) in changes.into_iter().enumerate() {
        app.stage.command(command);
        app.tick();
        assert_eq!((app.range, app.ranges), ((0, 7), ranges + at as u32 + 1), "{command:?}");
    }
}

#[test]
fn items_with_layout_transitions_glide_only_where_they_move_on_the_screen() {
    let mut app = in_use();
    for &(item, _) in &app.bound.clone() {
        let timing = common::linear(300);
        app.stage.command(Command::LayoutTransition { node: node(item), timing });
    }
    // A layout, from which on their boxes are known.
    app.insert(100, 1);
    app.rest();
    app.insert(0, 3);
    app.tick();
    assert!(!app.stage.last.animating, "what is in sight stays");
    app.stage.command(Command::ListMove { list: node(LIST), from: 8, count: 1, to: 10 });
    app.tick();
    assert!(app.stage.last.animating, "these change places");
    app.rest();
}
