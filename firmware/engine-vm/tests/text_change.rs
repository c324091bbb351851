//! What a change of one text on a page of 300 nodes costs in the interpreter, in figures that are the same on every machine.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Typewriter, encoded, engine_wasm};
use ferrule_abi::{Command, Keyword, NodeId, NodeKind, Prop, StyleState, Value};
use ferrule_engine_vm::EngineVm;

/// Fuel of the tick that lays out and paints after the change of a text that decides over the sizes around it.
const CHANGE_FUEL_MAX: u64 = 4_000_000;

/// Builds a page and keeps its commands.
#[derive(Default)]
struct Page {
    commands: Vec<Command<'static>>,
    last: u32,
}

impl Page {
    fn add(&mut self, parent: u32, kind: NodeKind, props: &[(Prop, Value<'static>)]) -> u32 {
        self.last += 1;
        let node = NodeId::new(self.last).unwrap();
        self.commands.push(Command::Create { node, kind });
        for &(prop, value) in props {
            self.commands.push(Command::Set { node, prop, state: StyleState::Base, value });
        }
        if let Some(parent) = NodeId::new(parent) {
            self.commands.push(Command::Insert { parent, child: node, before: None });
        }
        self.last
    }
}

#[test]
fn a_text_change_on_a_page_of_300_nodes_is_within_its_budget() {
    const ROW: (Prop, Value<'static>) = (Prop::Direction, Value::Keyword(Keyword::Row));
    const GROW: (Prop, Value<'static>) = (Prop::Grow, Value::Number(1.0));
    let px = Value::Number;
    let mut page = Page::default();
    let root = page.add(0, NodeKind::View, &[ROW]);
    let column = page.add(root, NodeKind::View, &[GROW]);
    let mut labels = Vec::new();
    for _ in 0..15 {
        let row = page.add(column, NodeKind::View, &[ROW, (Prop::Height, px(44.0))]);
        for _ in 0..6 {
            let cell = page.add(row, NodeKind::View, &[GROW, (Prop::PaddingLeft, px(4.0))]);
            let text = [(Prop::Text, Value::Text("A cell")), (Prop::MaxLines, px(1.0))];
            labels.push(page.add(cell, NodeKind::Text, &text));
            page.add(cell, NodeKind::View, &[(Prop::Height, px(4.0))]);
        }
    }
    let side = page.add(root, NodeKind::View, &[(Prop::Width, px(160.0))]);
    for _ in 0..14 {
        page.add(side, NodeKind::Text, &[(Prop::Text, Value::Text("A line"))]);
    }
    assert!(page.last >= 300);
    let mut vm = EngineVm::load(engine_wasm(), 1280, 720, Box::new(Typewriter::default())).unwrap();
    page.commands.push(Command::Present { root: NodeId::new(root).unwrap() });
    for batch in page.commands.chunks(400) {
        vm.apply(&encoded(batch)).unwrap();
    }
    vm.tick(1_000_000).unwrap();
    println!("first layout and paint of {} nodes: {} units of fuel", page.last, vm.fuel_used());
    let node = NodeId::new(labels[0]).unwrap();
    for (at, text) in ["A longer cell", "Cell", "Another one", "A cell"].into_iter().enumerate() {
        let value = Value::Text(text);
        vm.apply(&encoded(&[Command::Set { node, prop: Prop::Text, state: StyleState::Base, value }]))
            .unwrap();
        assert!(vm.tick(2_000_000 + at as u64 * 16_667).unwrap().changed);
        println!("change to {text:?}: {} units of fuel", vm.fuel_used());
        assert!(vm.fuel_used() <= CHANGE_FUEL_MAX);
    }
}
