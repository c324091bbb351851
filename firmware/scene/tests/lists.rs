//! Virtual lists: ranges, recycled nodes, and the focus, which is an item.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use RemoteKey::{Down, Left, Right, Up};
use common::list_app::{App, LIST, ON};
use common::{Stage, node, px, word};
use ferrule_abi::{Color, Command, KeyPhase, NodeKind, Prop, RemoteKey, Value};

#[test]
fn the_app_hears_what_is_in_sight_and_the_overscan() {
    for (count, columns, extra, want) in [
        (10_000, 1.0, vec![], (0, 7)),
        (10_000, 5.0, vec![], (0, 27)),
        (3, 1.0, vec![], (0, 3)),
        (12, 5.0, vec![], (0, 12)),
        (10_000, 1.0, vec![(Prop::Scroll, word("x"))], (0, 12)),
        (10_000, 1.0, vec![(Prop::Gap, px(25.0))], (0, 6)),
        (10_000, 1.0, vec![(Prop::PaddingTop, px(250.0))], (0, 5)),
        (10_000, 1.0, vec![(Prop::Overscan, px(0.0))], (0, 5)),
        (1_000_000, 64.0, vec![], (0, 322)),
    ] {
        let mut props = vec![(Prop::Columns, px(columns))];
        props.extend(extra);
        let app = App::new(count, &props);
        assert_eq!((app.range, app.ranges), (want, 1), "{count} {columns} {props:?}");
        assert_eq!(app.told, [format!("focus {LIST}"), "item 0".into()], "the bare first item has the focus");
    }
    assert_eq!(App::new(0, &[]).range, (0, 0));
}

#[test]
fn bound_nodes_stand_in_their_items_boxes() {
    let props = [
        (Prop::Columns, px(3.0)),
        (Prop::Gap, px(10.0)),
        (Prop::PaddingLeft, px(20.0)),
        (Prop::PaddingTop, px(30.0)),
    ];
    let mut app = App::new(100, &props);
    app.bind();
    app.tick();
    assert_eq!(app.stage.layout(app.node_of(0)), (20.0, 30.0, 320.0, 100.0));
    assert_eq!(app.stage.layout(app.node_of(2)), (680.0, 30.0, 320.0, 100.0));
    assert_eq!(app.stage.layout(app.node_of(4)), (350.0, 140.0, 320.0, 100.0));
    let shown = app.node_of(4);
    app.stage.command(Command::ListBind { list: node(LIST), index: 5, node: node(shown) });
    app.tick();
    assert_eq!(app.stage.layout(shown), (680.0, 140.0, 320.0, 100.0), "bound again it moves");
    app.stage.set(LIST, Prop::Columns, px(1.0));
    app.tick();
    assert_eq!(app.stage.layout(shown), (20.0, 580.0, 980.0, 100.0));
}

#[test]
fn keys_never_wait_for_the_app() {
    let mut app = App::new(10_000, &[]);
    app.press(Down, KeyPhase::Down);
    for _ in 0..60 {
        app.press(Down, KeyPhase::Repeat);
    }
    assert_eq!(app.told.last().unwrap(), "item 61");
    assert_eq!(app.stage.focused(), LIST, "nothing is bound");
    app.told.clear();
    app.bind();
    app.tick();
    assert_eq!(app.item(), Some(61), "the node gets the focus when it comes");
    assert_eq!(app.told, [format!("focus {}", app.node_of(61))]);
    app.rest();
    assert_eq!(app.place(61), (0.0, 400.0));
    assert!(app.range.0 <= 57 && app.range.1 <= 9);
}

#[test]
fn a_list_of_ten_thousand_is_held_through_to_its_end_and_back() {
    for columns in [1, 5] {
        let mut app = App::new(10_000, &[(Prop::Columns, px(columns as f32))]);
        app.bind();
        for (key, want) in [(Down, 10_000 - columns), (Up, 0)] {
            app.press(key, KeyPhase::Down);
            for at in 0..10_000 / columns {
                app.press(key, KeyPhase::Repeat);
                if at % 7 == 0 {
                    app.bind();
                }
            }
            app.rest();
            assert_eq!(app.item(), Some(want));
        }
        // Two views while it moves, and the overscan.
        assert!(app.made <= 11 * columns + 4, "{} nodes for ten thousand items", app.made);
        assert_eq!(app.place(0), (0.0, 0.0));
    }
}

#[test]
fn grids_are_walked_by_numbers() {
    for (wraps, steps) in [
        (
            false,
            &[(Right, 1), (Down, 5), (Right, 6), (Right, 7), (Right, 7), (Down, 10), (Left, 9), (Left, 8)][..],
        ),
        (false, &[(Left, 0), (Up, 0), (Down, 4), (Down, 8), (Down, 8), (Left, 8)]),
        (true, &[(Left, 10), (Right, 0), (Up, 8), (Down, 0), (Right, 1), (Right, 2), (Right, 3), (Right, 4)]),
        (true, &[(Right, 1), (Right, 2), (Right, 3), (Up, 10), (Down, 2)]),
    ] {
        let mut app = App::new(11, &[(Prop::Columns, px(4.0)), (Prop::FocusWrap, Value::Flag(wraps))]);
        app.bind();
        app.tick();
        for (at, &(key, want)) in steps.iter().enumerate() {
            app.press(key, KeyPhase::Down);
            assert_eq!(app.item(), Some(want), "wraps {wraps}, step {at}: {}", key.name());
        }
    }
}

#[test]
fn several_repeats_of_a_turn_are_one_change() {
    let mut app = App::new(10_000, &[]);
    app.bind();
    app.tick();
    app.told.clear();
    app.ranges = 0;
    for _ in 0..20 {
        app.stage.key_phase(Down, KeyPhase::Repeat);
    }
    app.tick();
    assert_eq!(app.told, [format!("focus {LIST}"), "item 20".into()]);
    assert_eq!((app.range, app.ranges), ((14, 9), 1), "a far way: only where it ends");
}

#[test]
fn placeholders_stand_for_what_is_not_bound() {
    let color = Color(0x2030_40ff);
    let mut app = App::new(50, &[(Prop::PlaceholderColor, Value::Color(color)), (Prop::Clip, ON)]);
    let boxes = |app: &App| app.stage.quads().iter().map(|quad| quad.1).collect::<Vec<_>>();
    assert_eq!(boxes(&app), [0.0, 100.0, 200.0, 300.0, 400.0]);
    app.stage.add(0, 100, NodeKind::View, &[(Prop::Focusable, ON)]);
    app.stage.command(Command::ListBind { list: node(LIST), index: 1, node: node(100) });
    app.tick();
    assert_eq!(boxes(&app), [0.0, 200.0, 300.0, 400.0]);
    app.stage.command(Command::ListFocus { list: node(LIST), index: 49 });
    app.tick();
    for _ in 0..200 {
        app.tick();
    }
    assert_eq!(boxes(&app), [0.0, 100.0, 200.0, 300.0, 400.0]);
}

#[test]
fn a_command_moves_the_focus_to_an_item_that_is_not_bound() {
    let mut app = App::new(1_000, &[]);
    app.bind();
    app.tick();
    app.stage.command(Command::ListFocus { list: node(LIST), index: 700 });
    app.rest();
    assert_eq!(app.item(), Some(700));
    app.stage.command(Command::ListFocus { list: node(LIST), index: 1_000 });
    assert_eq!(app.stage.engine.refused_commands(), 1);
}

#[test]
fn a_recycled_node_changes_at_once_and_drops_its_focus_style() {
    let mut app = App::new(1_000, &[]);
    app.bind();
    let shown = app.node_of(0);
    app.stage.set_focused(shown, Prop::Scale, px(1.2));
    app.stage.set(shown, Prop::Fill, Value::Color(Color(0xff)));
    let command = Command::Transition { node: node(shown), prop: Prop::Fill, timing: common::linear(500) };
    app.stage.command(command);
    app.tick();
    app.tick();
    assert_eq!(app.stage.quads()[0].2, 1200.0);
    app.stage.command(Command::ListBind { list: node(LIST), index: 3, node: node(shown) });
    app.stage.set(shown, Prop::Fill, Value::Color(Color(0x00ff_00ff)));
    app.tick();
    assert_eq!(app.stage.focused(), LIST);
    let quad = app.stage.items().into_iter().find_map(|item| match item {
        ferrule_abi::Item::Quad(quad) => Some(quad),
        _ => None,
    });
    let quad = quad.unwrap();
    assert_eq!((quad.rect.w, quad.rect.y), (1000.0, 300.0));
    assert!(!app.stage.last.animating, "its colour is another item's: {quad:?}");
}

#[test]
fn rails_in_a_list_remember_their_items() {
    let mut stage = Stage::new();
    let page = [(Prop::Scroll, word("y")), (Prop::ItemSize, px(200.0)), (Prop::ItemCount, px(50.0))];
    stage.view(0, 1, &page);
    stage.present(1);
    for rail in 0..8 {
        let raw = 100 * (rail + 1);
        let props = [
            (Prop::Scroll, word("x")),
            (Prop::ItemSize, px(150.0)),
            (Prop::ItemCount, px(1_000.0)),
            (Prop::FocusMemory, Value::Flag(rail != 1)),
        ];
        stage.add(0, raw, NodeKind::View, &props);
        stage.command(Command::ListBind { list: node(1), index: rail, node: node(raw) });
        for item in 0..12 {
            stage.add(0, raw + 1 + item, NodeKind::View, &[(Prop::Focusable, ON)]);
            stage.command(Command::ListBind { list: node(raw), index: item, node: node(raw + 1 + item) });
        }
    }
    stage.tick(0);
    assert_eq!(stage.focused(), 101);
    for (at, &(key, want)) in [
        (Right, 102),
        (Right, 103),
        (Down, 203),
        (Right, 204),
        (Down, 301),
        (Right, 302),
        (Up, 202),
        (Up, 103),
        (Down, 203),
        (Down, 302),
        (Down, 401),
        (Down, 501),
    ]
    .iter()
    .enumerate()
    {
        stage.press(key);
        assert_eq!(stage.focused(), want, "step {at}: {}", key.name());
    }
    for _ in 0..7 {
        stage.press(Down);
    }
    stage.rest();
    assert_eq!(stage.focused(), 1, "a rail that is not bound yet");
    stage.events();
    stage.command(Command::ListBind { list: node(1), index: 11, node: node(100) });
    stage.tick(16);
    assert_eq!(stage.focused(), 103, "the rail's node came with its own memory");
    assert_eq!(stage.events(), ["focus 103 from 1"]);
}

#[test]
fn lists_are_found_beside_other_things() {
    let mut app = App::new(1_000, &[]);
    app.bind();
    let props = [
        (Prop::Position, word("absolute")),
        (Prop::Left, px(1100.0)),
        (Prop::Top, px(210.0)),
        (Prop::Width, px(100.0)),
        (Prop::Height, px(80.0)),
        (Prop::Focusable, ON),
    ];
    app.stage.view(1, 3, &props);
    app.tick();
    app.press(Right, KeyPhase::Down);
    assert_eq!(app.stage.focused(), 3);
    app.press(Left, KeyPhase::Down);
    assert_eq!(app.item(), Some(2), "the item at its height");
    app.press(Right, KeyPhase::Down);
    app.stage.set(LIST, Prop::FocusMemory, ON);
    app.stage.set(3, Prop::Top, px(400.0));
    app.press(Left, KeyPhase::Down);
    assert_eq!(app.item(), Some(2), "the one that had the focus");
    app.stage.set(LIST, Prop::Disabled, ON);
    app.tick();
    assert_eq!(app.stage.focused(), 3);
}

#[test]
fn a_key_held_for_long_skips_items_where_the_app_allows_it() {
    let mut app = App::new(10_000, &[(Prop::RepeatSteps, px(8.0))]);
    app.press(Down, KeyPhase::Down);
    for _ in 0..80 {
        app.press(Down, KeyPhase::Repeat);
    }
    // The press, 7 repeats of one step, 8 each of two to seven, and the rest of eight.
    assert_eq!(app.told.last().unwrap(), &format!("item {}", 1 + 7 + 8 * (2 + 3 + 4 + 5 + 6 + 7) + 25 * 8));
    app.rest();
    assert_eq!(app.place(424), (0.0, 400.0));
}

#[test]
fn a_held_key_stops_at_the_end_and_a_press_wraps_around() {
    let mut app = App::new(30, &[(Prop::FocusWrap, ON)]);
    app.press(Down, KeyPhase::Down);
    for _ in 0..40 {
        app.press(Down, KeyPhase::Repeat);
    }
    assert_eq!(app.told.last().unwrap(), "key down");
    app.press(Down, KeyPhase::Up);
    app.press(Down, KeyPhase::Down);
    assert_eq!(app.told.last().unwrap(), "item 0");
    app.press(Up, KeyPhase::Down);
    assert_eq!(app.told.last().unwrap(), "item 29");
}

#[test]
fn nothing_moves_when_an_items_node_comes() {
    let mut app = App::new(100, &[(Prop::ScrollPolicy, word("start"))]);
    for _ in 0..5 {
        app.press(Down, KeyPhase::Down);
    }
    for _ in 0..100 {
        app.tick();
    }
    app.stage.add(0, 100, NodeKind::View, &[]);
    let inner = [(Prop::MarginTop, px(40.0)), (Prop::Height, px(30.0)), (Prop::Focusable, ON)];
    app.stage.view(100, 101, &inner);
    app.stage.command(Command::ListBind { list: node(LIST), index: 5, node: node(100) });
    app.tick();
    assert_eq!((app.stage.focused(), app.stage.last.animating), (101, false));
    assert_eq!(app.stage.layout(100).1, 0.0, "the item is at the start, not what has the focus in it");
}

#[test]
fn a_page_remembers_the_list_and_not_a_node_that_shows_another_item_now() {
    let mut app = App::new(1_000, &[]);
    app.stage.view(0, 3, &[(Prop::Direction, word("row"))]);
    app.stage.view(3, 4, &[(Prop::FocusMemory, ON), (Prop::Width, px(1000.0))]);
    app.stage.insert(4, LIST);
    app.stage.view(3, 5, &[(Prop::Width, px(100.0)), (Prop::Height, px(400.0)), (Prop::Focusable, ON)]);
    app.stage.present(3);
    app.serve();
    app.press(Down, KeyPhase::Down);
    let before = app.node_of(1);
    app.press(Right, KeyPhase::Down);
    assert_eq!(app.stage.focused(), 5);
    app.stage.command(Command::ListBind { list: node(LIST), index: 4, node: node(before) });
    app.stage.add(0, 200, NodeKind::View, &[(Prop::Focusable, ON)]);
    app.stage.command(Command::ListBind { list: node(LIST), index: 1, node: node(200) });
    app.press(Left, KeyPhase::Down);
    assert_eq!(app.stage.focused(), 200);
}
