//! What a change costs to lay out, and that what is laid out bit by bit is where it would be at once.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Stage, px, word};
use ferrule_abi::{NodeKind, Prop, Value};

type Style = Vec<(Prop, Value<'static>)>;

const ROW: (Prop, Value<'static>) = (Prop::Direction, Value::Keyword(ferrule_abi::Keyword::Row));

/// A page of 12 rails with 8 tiles of a picture and a title: 301 nodes. Rail r is node 10 + r, its tile t is
/// 100 + 10 r + t, with the picture 300 and the title 600 further on.
fn page() -> Stage {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::Gap, px(20.0)), (Prop::PaddingLeft, px(60.0)), (Prop::Scroll, word("y"))]);
    for rail in 0..12 {
        let height = (Prop::Height, px(220.0));
        stage.view(1, 10 + rail, &[ROW, (Prop::Gap, px(16.0)), (Prop::Scroll, word("x")), height]);
        for tile in 100 + 10 * rail..100 + 10 * rail + 8 {
            stage.view(10 + rail, tile, &[(Prop::Width, px(240.0)), (Prop::Gap, px(8.0))]);
            stage.add(tile, tile + 300, NodeKind::Image, &[(Prop::Height, px(135.0))]);
            stage.add(
                tile,
                tile + 600,
                NodeKind::Text,
                &[(Prop::Text, Value::Text("A title of some length"))],
            );
        }
    }
    stage.present(1);
    stage.tick(0);
    stage
}

#[test]
fn a_text_change_touches_its_boundary_only() {
    let mut stage = page();
    assert!(stage.engine.boxes_computed() >= 301, "{}", stage.engine.boxes_computed());
    stage.tick(16);
    assert_eq!(stage.engine.boxes_computed(), 0, "nothing changed");
    // The tile is as high as the rail and 240 wide, but its height is not its own: the rail is laid out again, and its
    // other tiles keep what they know.
    stage.set(733, Prop::Text, Value::Text("Another title, which is long enough for two lines"));
    stage.tick(16);
    let cost = stage.engine.boxes_computed();
    assert!((1..=8).contains(&cost), "{cost} boxes for a text in a tile");
    // With a height of its own the tile is the boundary.
    stage.set(133, Prop::Height, px(200.0));
    stage.tick(16);
    stage.set(733, Prop::Text, Value::Text("A third title"));
    stage.tick(16);
    let cost = stage.engine.boxes_computed();
    assert!((1..=5).contains(&cost), "{cost} boxes for a text in a tile of its own size");
    // A colour is no layout at all.
    stage.set(733, Prop::TextColor, Value::Color(ferrule_abi::Color(0xff)));
    stage.tick(16);
    assert_eq!(stage.engine.boxes_computed(), 0);
}

#[test]
fn arranging_children_anew_does_not_climb_out_of_a_boundary() {
    let mut stage = page();
    stage.set(13, Prop::ColumnGap, px(24.0));
    stage.tick(16);
    let cost = stage.engine.boxes_computed();
    assert!((1..=4).contains(&cost), "{cost} boxes: the tiles move and keep their layout");
}

#[test]
fn absolute_boxes_between_given_edges_are_boundaries() {
    let mut stage = page();
    let edges =
        [(Prop::Left, px(0.0)), (Prop::Right, px(0.0)), (Prop::Top, px(0.0)), (Prop::Bottom, px(0.0))];
    stage.view(1, 50, &[&edges[..], &[(Prop::Position, word("absolute"))]].concat());
    stage.add(50, 51, NodeKind::Text, &[(Prop::Text, Value::Text("loading"))]);
    stage.tick(16);
    stage.set(51, Prop::Text, Value::Text("still loading, please wait"));
    stage.tick(16);
    let cost = stage.engine.boxes_computed();
    assert!((1..=5).contains(&cost), "{cost} boxes for a text on an overlay");
}

#[test]
fn what_is_not_displayed_costs_nothing() {
    let mut stage = page();
    stage.set(13, Prop::Display, word("none"));
    stage.tick(16);
    stage.set(733, Prop::Text, Value::Text("nobody sees this"));
    stage.set(733, Prop::FontSize, px(40.0));
    stage.tick(16);
    assert!(stage.engine.boxes_computed() <= 1, "{}", stage.engine.boxes_computed());
    assert_eq!(stage.layout(133).2, 0.0);
    stage.set(13, Prop::Display, word("flex"));
    stage.tick(16);
    assert_eq!(stage.layout(133).2, 240.0);
}

#[test]
fn a_baseline_that_moves_takes_its_neighbours_along() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[ROW, (Prop::Align, word("baseline"))]);
    // A badge of a given size with a padding, as boundaries are.
    let side = [(Prop::Width, px(200.0)), (Prop::Height, px(100.0)), (Prop::Shrink, px(0.0))];
    stage.view(1, 2, &[&side[..], &[(Prop::PaddingTop, px(10.0))]].concat());
    stage.add(2, 3, NodeKind::Text, &[(Prop::Text, Value::Text("new")), (Prop::FontSize, px(20.0))]);
    stage.add(1, 4, NodeKind::Text, &[(Prop::Text, Value::Text("Title")), (Prop::FontSize, px(60.0))]);
    stage.present(1);
    stage.tick(0);
    // A typewriter's baseline is one font size down.
    assert_eq!((stage.layout(2).1, stage.layout(4).1), (30.0, 0.0));
    stage.set(3, Prop::FontSize, px(40.0));
    stage.tick(16);
    assert_eq!((stage.layout(2).1, stage.layout(4).1), (10.0, 0.0));
    stage.set(3, Prop::FontSize, px(90.0));
    stage.tick(16);
    assert_eq!((stage.layout(2).1, stage.layout(4).1), (0.0, 40.0));
    // Where nobody is aligned by it, the change stays inside.
    stage.set(1, Prop::Align, word("start"));
    stage.tick(16);
    stage.set(3, Prop::FontSize, px(20.0));
    stage.tick(16);
    let cost = stage.engine.boxes_computed();
    assert!((1..=4).contains(&cost), "{cost} boxes for a baseline that nobody is aligned by");
}

#[test]
fn texts_of_a_given_size_have_a_baseline_where_it_is_asked_for() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[ROW]);
    for (raw, size) in [(2, 20.0), (3, 50.0)] {
        let style = [(Prop::Width, px(300.0)), (Prop::Height, px(80.0)), (Prop::FontSize, px(size))];
        stage.add(1, raw, NodeKind::Text, &[&style[..], &[(Prop::Text, Value::Text("Title"))]].concat());
    }
    stage.present(1);
    stage.tick(0);
    assert_eq!((stage.layout(2).1, stage.layout(3).1), (0.0, 0.0));
    stage.set(1, Prop::Align, word("baseline"));
    stage.tick(16);
    assert_eq!((stage.layout(2).1, stage.layout(3).1), (30.0, 0.0));
}

#[test]
fn deep_trees_cost_in_proportion_to_their_depth() {
    let start = (Prop::Align, word("start"));
    let wrap = (Prop::Wrap, word("wrap"));
    let baseline = (Prop::Align, word("baseline"));
    let nests: [(&str, Vec<Style>); 10] = [
        ("columns", vec![vec![]]),
        ("rows and columns", vec![vec![ROW], vec![]]),
        ("rows and columns at the start", vec![vec![ROW, start], vec![start]]),
        ("baselines", vec![vec![ROW, baseline]]),
        ("baselines in columns", vec![vec![ROW, baseline], vec![]]),
        ("baselines that stretch", vec![vec![ROW, baseline, (Prop::Height, word("stretch"))]]),
        ("wrapping", vec![vec![ROW, wrap], vec![wrap]]),
        (
            "content sizes",
            vec![vec![(Prop::Width, word("min-content"))], vec![ROW, (Prop::Width, word("fit-content"))]],
        ),
        (
            "percentages",
            vec![vec![ROW, (Prop::Basis, Value::Percent(50.0))], vec![(Prop::Height, Value::Percent(50.0))]],
        ),
        ("ratios", vec![vec![(Prop::AspectRatio, px(1.5)), ROW, start], vec![(Prop::AspectRatio, px(0.7))]]),
    ];
    for (name, styles) in &nests {
        let mut stage = Stage::new();
        stage.view(0, 1, &[]);
        for level in 0..30 {
            let (outer, inner) = (1 + 2 * level, 3 + 2 * level);
            stage.view(outer, inner, &styles[level as usize % styles.len()]);
            stage.add(outer, inner - 1, NodeKind::Text, &[(Prop::Text, Value::Text("text to break"))]);
        }
        stage.present(1);
        stage.engine.tick(0);
        // 61 nodes. Without remembering enough it is thousands of millions.
        let cost = stage.engine.boxes_computed();
        assert!(cost < 6_000, "{name}: {cost} boxes");
    }
}

#[test]
fn sizes_do_not_grow_to_infinity() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    let style = [
        (Prop::Width, Value::Percent(1000.0)),
        (Prop::PaddingTop, Value::Percent(1000.0)),
        (Prop::AspectRatio, px(0.001)),
        (Prop::MarginLeft, Value::Percent(1000.0)),
        (Prop::Shrink, px(0.0)),
    ];
    for raw in 2..=60 {
        stage.view(raw - 1, raw, &style);
    }
    stage.present(1);
    stage.engine.tick(0);
    for raw in 1..=60 {
        let (x, y, w, h) = stage.layout(raw);
        assert!([x, y, w, h].iter().all(|side| side.is_finite()), "node {raw}: {:?}", (x, y, w, h));
    }
}
