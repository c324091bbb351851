//! A page changed thousands of times by random operations has the boxes of the same page built from scratch.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;

use common::dice::Dice;
use common::{Stage, node, px, word};
use ferrule_abi::{Command, NodeKind, Prop, Value, ValueKind};

/// Operations per seed, and seeds.
const OPERATIONS: u32 = 1_500;
const SEEDS: [u64; 4] = [1, 0x1a70, 0xb0c5, 0x7e57];
/// Nodes are numbered up to this; the first is the root.
const NODES: u32 = 40;

/// The properties that layout depends on.
fn is_layout(prop: Prop) -> bool {
    let code = prop as u8;
    let texts = [Prop::FontSize, Prop::LineHeight, Prop::MaxLines];
    prop == Prop::Scroll || code < 40 || (120..160).contains(&code) || texts.contains(&prop)
}

impl Dice {
    /// A value that the property takes; often none, so that pages do not drown in exceptions.
    fn value(&mut self, prop: Prop) -> Value<'static> {
        if self.roll(3) == 0 {
            return Value::Unset;
        }
        match prop.kind() {
            ValueKind::Length if !prop.keywords().is_empty() && self.roll(4) == 0 => {
                Value::Keyword(self.pick(prop.keywords()))
            }
            ValueKind::Length if self.roll(5) == 0 => Value::Auto,
            ValueKind::Length | ValueKind::Spacing if self.roll(4) == 0 => {
                Value::Percent(self.roll(110) as f32)
            }
            ValueKind::Length => px(self.roll(300) as f32 * 0.5),
            ValueKind::Spacing => px(self.roll(30) as f32),
            ValueKind::Keyword => Value::Keyword(self.pick(prop.keywords())),
            _ if prop == Prop::FontSize => px(10.0 + self.roll(30) as f32),
            _ => px(self.roll(12) as f32 * 0.5),
        }
    }
}

struct Item {
    kind: NodeKind,
    parent: u32,
    text: &'static str,
    props: BTreeMap<Prop, Value<'static>>,
    children: Vec<u32>,
}

/// What the page should be, kept beside the engine.
struct Model(BTreeMap<u32, Item>);

impl Model {
    fn add(&mut self, raw: u32, kind: NodeKind) {
        let item = Item { kind, parent: 0, text: "", props: BTreeMap::new(), children: Vec::new() };
        self.0.insert(raw, item);
    }

    fn unlink(&mut self, raw: u32) {
        let parent = std::mem::take(&mut self.0.get_mut(&raw).unwrap().parent);
        if let Some(parent) = self.0.get_mut(&parent) {
            parent.children.retain(|&child| child != raw);
        }
    }

    fn is_within(&self, raw: u32, top: u32) -> bool {
        raw == top || self.0.get(&raw).is_some_and(|item| self.is_within(item.parent, top))
    }

    fn remove(&mut self, raw: u32) {
        for child in self.0.remove(&raw).unwrap().children {
            self.remove(child);
        }
    }

    /// Builds a node and what is in it, children after their parents' properties.
    fn build(&self, stage: &mut Stage, raw: u32) {
        let item = &self.0[&raw];
        stage.create(raw, item.kind);
        for (&prop, &value) in &item.props {
            stage.set(raw, prop, value);
        }
        if item.kind == NodeKind::Text {
            stage.set(raw, Prop::Text, Value::Text(item.text));
        }
        for &child in &item.children {
            self.build(stage, child);
            stage.insert(raw, child);
        }
    }
}

fn operate(stage: &mut Stage, model: &mut Model, dice: &mut Dice, props: &[Prop]) {
    let raw = 1 + dice.roll(NODES);
    let is_loose = raw != 1 && model.0.get(&raw).is_some_and(|item| item.parent == 0);
    match if is_loose { 70 } else { dice.roll(100) } {
        _ if !model.0.contains_key(&raw) => {
            let kind = dice.pick(&[NodeKind::View, NodeKind::View, NodeKind::Text, NodeKind::Image]);
            stage.create(raw, kind);
            model.add(raw, kind);
        }
        0..=64 => {
            let prop = dice.pick(props);
            let value = dice.value(prop);
            let of_text = matches!(prop, Prop::FontSize | Prop::LineHeight | Prop::MaxLines);
            if of_text && model.0[&raw].kind != NodeKind::Text {
                return;
            }
            // Pages that are not displayed show nothing.
            if prop == Prop::Display && (raw == 1 || dice.roll(4) != 0) {
                return;
            }
            stage.set(raw, prop, value);
            let item = model.0.get_mut(&raw).unwrap();
            // These two set two others each.
            let parts: &[Prop] = match prop {
                Prop::Gap => &[Prop::RowGap, Prop::ColumnGap],
                Prop::Overflow => &[Prop::OverflowX, Prop::OverflowY],
                _ => &[prop],
            };
            item.props.extend(parts.iter().map(|&part| (part, value)));
        }
        65..=89 => {
            let parent = 1 + dice.roll(NODES);
            let fits = model.0.get(&parent).is_some_and(|item| item.kind == NodeKind::View);
            if raw == 1 || !fits || model.is_within(parent, raw) {
                return;
            }
            let siblings = &model.0[&parent].children;
            let before = siblings.get(dice.roll(6) as usize).copied().filter(|&sibling| sibling != raw);
            let command =
                Command::Insert { parent: node(parent), child: node(raw), before: before.map(node) };
            stage.command(command);
            model.unlink(raw);
            let siblings = &mut model.0.get_mut(&parent).unwrap().children;
            let at = siblings.iter().position(|&sibling| Some(sibling) == before);
            siblings.insert(at.unwrap_or(siblings.len()), raw);
            model.0.get_mut(&raw).unwrap().parent = parent;
        }
        90 if raw != 1 => {
            stage.remove(raw);
            model.unlink(raw);
            model.remove(raw);
        }
        _ => {
            if model.0[&raw].kind == NodeKind::Text {
                let text =
                    dice.pick(&["", "a", "some words", "a text that is long enough to need several lines"]);
                stage.set(raw, Prop::Text, Value::Text(text));
                model.0.get_mut(&raw).unwrap().text = text;
            }
        }
    }
}

/// The boxes of a page built at once are those that the changed one has.
fn compare(stage: &Stage, model: &Model, seed: u64, step: u32) {
    let mut fresh = Stage::new();
    model.build(&mut fresh, 1);
    fresh.present(1);
    fresh.engine.tick(0);
    for &raw in model.0.keys().filter(|&&raw| model.is_within(raw, 1)) {
        let (kept, new) = (stage.layout(raw), fresh.layout(raw));
        assert!(kept == new, "seed {seed:#x}, step {step}: node {raw} is at {kept:?}, built anew at {new:?}");
    }
}

#[test]
fn a_changed_page_is_the_page_built_at_once() {
    let props: Vec<Prop> = Prop::ALL.iter().copied().filter(|&prop| is_layout(prop)).collect();
    for seed in SEEDS {
        let (mut stage, mut dice) = (Stage::new(), Dice(seed));
        let mut model = Model(BTreeMap::new());
        stage.view(0, 1, &[(Prop::Align, word("baseline"))]);
        model.add(1, NodeKind::View);
        model.0.get_mut(&1).unwrap().props.insert(Prop::Align, word("baseline"));
        stage.present(1);
        for step in 0..OPERATIONS {
            operate(&mut stage, &mut model, &mut dice, &props);
            if dice.roll(3) == 0 {
                stage.engine.tick(0);
                compare(&stage, &model, seed, step);
            }
        }
        let shown = model.0.keys().filter(|&&raw| model.is_within(raw, 1)).count();
        assert!(shown > 10, "seed {seed:#x}: only {shown} nodes on the page");
    }
}
