//! What an inspector is told.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Stage, px};
use ferrule_abi::dump::{Dumped, Facts, NodeReport, TurnReport};
use ferrule_abi::{NodeId, NodeKind, Prop, Value, records};

/// Every record, page by page as a caller reads them: number and depth of each node, and the turn.
fn dumped(stage: &mut Stage) -> (TurnReport, Vec<(u32, u8)>) {
    let (mut turn, mut nodes, mut after) = (None, Vec::new(), None);
    loop {
        let bytes = stage.engine.dump(after).to_vec();
        let before = nodes.len();
        for record in records::<Dumped<'_>>(&bytes) {
            match record.unwrap() {
                Dumped::Turn(report) => assert!(turn.replace(report).is_none(), "one turn"),
                Dumped::Node(NodeReport { node, depth, .. }) => nodes.push((node.get(), depth)),
            }
        }
        if nodes.len() == before {
            return (turn.unwrap(), nodes);
        }
        after = NodeId::new(nodes.last().unwrap().0);
    }
}

#[test]
fn the_page_is_told_in_order_and_nothing_else() {
    let mut stage = Stage::new();
    for (raw, parent) in [(1, 0), (5, 1), (2, 5), (9, 5), (3, 1), (4, 3), (8, 0)] {
        stage.view(parent, raw, &[]);
    }
    stage.present(1);
    stage.tick(16);
    let (turn, nodes) = dumped(&mut stage);
    assert_eq!(nodes, [(1, 0), (5, 1), (2, 2), (9, 2), (3, 1), (4, 2)]);
    assert_eq!((turn.root, turn.nodes, turn.visited), (NodeId::new(1), 7, 6));
    assert!(stage.engine.dump(NodeId::new(8)).is_empty(), "8 is not on the page");
    assert!(stage.engine.dump(NodeId::new(77)).is_empty(), "77 does not exist");
}

#[test]
fn a_node_is_told_with_its_box_text_and_state() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    stage.view(
        1,
        2,
        &[(Prop::Width, px(100.0)), (Prop::Height, px(40.0)), (Prop::Focusable, Value::Flag(true))],
    );
    stage.add(
        1,
        3,
        NodeKind::Text,
        &[(Prop::Text, Value::Text("Hello")), (Prop::Visible, Value::Flag(false))],
    );
    stage.present(1);
    stage.tick(16);
    let bytes = stage.engine.dump(None).to_vec();
    let nodes: Vec<NodeReport<'_>> = records::<Dumped<'_>>(&bytes)
        .filter_map(|record| if let Dumped::Node(report) = record.unwrap() { Some(report) } else { None })
        .collect();
    assert_eq!((nodes[1].bounds.w, nodes[1].bounds.h), (100.0, 40.0));
    assert!(nodes[1].facts.has(Facts::FOCUSED.and(Facts::FOCUSABLE, true)));
    assert_eq!((nodes[2].kind, nodes[2].label), (NodeKind::Text, "Hello"));
    assert!(nodes[2].facts.has(Facts::HIDDEN) && nodes[2].bounds.y == 40.0);
}

#[test]
fn a_large_page_comes_in_pieces() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    for raw in 2..=4000 {
        stage.view(1, raw, &[]);
    }
    stage.present(1);
    stage.tick(16);
    let (_, nodes) = dumped(&mut stage);
    assert_eq!(nodes.len(), 4000);
    assert!(nodes.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0));
}
