//! Random trees and random changes come to the same boxes in both engines, bit for bit, and are refused alike.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::{
    Batch, Command, EngineInput, Keyword, NodeId, NodeKind, Prop, Rect, StyleState, Value, ValueKind,
};
use ferrule_conformance::dice::Dice;
use ferrule_conformance::engine::Engine;
use ferrule_conformance::native::Native;
use ferrule_conformance::twin::Twin;

/// Each seed is a tree and what happens to it.
const SEEDS: std::ops::Range<u64> = 0..800;
/// Nodes of the largest tree.
const NODES: u32 = 24;
/// Batches of changes to a tree.
const ROUNDS: u32 = 5;
/// What texts say.
const TEXTS: &[&str] = &[
    "",
    "a",
    "Ferrule",
    "a\u{200b}line\u{200b}of\u{200b}text",
    "ein\u{200b}längerer\u{200b}Text, mit ß und ü",
];
/// Changes in the largest batch.
const CHANGES: u32 = 6;

/// Both engines, which get the same.
struct Pair {
    native: Native,
    twin: Twin,
    now_us: u64,
    /// What they got, for the message when they differ.
    story: Vec<String>,
}

impl Pair {
    fn new() -> Self {
        let (native, twin) = (Native::new(1280, 720), Twin::new(1280, 720));
        Self { native, twin, now_us: 0, story: Vec::new() }
    }

    fn apply(&mut self, commands: &[Command<'_>]) {
        let mut batch = Batch::new(BATCH_BYTES_MAX);
        for command in commands {
            batch.push(command).unwrap();
            self.story.push(format!("{command:?}"));
        }
        assert_eq!(self.native.apply(batch.as_bytes()), self.twin.apply(batch.as_bytes()));
    }

    fn resize(&mut self, width: u16, height: u16) {
        let mut batch = Batch::new(BATCH_BYTES_MAX);
        batch.push(&EngineInput::Display { width, height, connected: true }).unwrap();
        self.native.input(batch.as_bytes()).unwrap();
        self.twin.input(batch.as_bytes()).unwrap();
        self.story.push(format!("a screen of {width} × {height}"));
    }

    /// Lays both out and compares all boxes. Answers how many there are.
    fn compare(&mut self, seed: u64) -> u32 {
        self.now_us += 16_000;
        self.native.tick(self.now_us);
        self.twin.tick(self.now_us);
        self.story.push(String::from("tick"));
        self.twin.verify().unwrap();
        let refused = (self.native.refused_commands(), self.twin.refused_commands());
        assert_eq!(refused.0, refused.1, "seed {seed}: refused, {}", self.twin.last_refusal());
        let computed = (self.native.boxes_computed(), self.twin.boxes_computed());
        assert_eq!(computed.0, computed.1, "seed {seed}: boxes computed, after\n{}", self.story.join("\n"));
        let mut boxes = 0;
        for raw in 1..=NODES {
            let node = id(raw);
            let (native, twin) = (self.native.layout_box(node), self.twin.layout_box(node));
            let same = native.map(bits) == twin.map(bits);
            assert!(
                same,
                "seed {seed}, node {raw}: {twin:?}, not {native:?}, after\n{}",
                self.story.join("\n")
            );
            boxes += u32::from(native.is_some());
        }
        boxes
    }
}

/// The same bits, but for the sign of zero, which `f32::max` leaves open (ARITHMETIC.md).
fn bits(rect: Rect) -> [u32; 4] {
    [rect.x, rect.y, rect.w, rect.h].map(|side| (side + 0.0).to_bits())
}

fn id(raw: u32) -> NodeId {
    NodeId::new(raw).unwrap()
}

fn set(raw: u32, prop: Prop, value: Value<'static>) -> Command<'static> {
    Command::Set { node: id(raw), prop, state: StyleState::Base, value }
}

/// Makes a node with properties in a parent, 0 for none.
fn add(
    commands: &mut Vec<Command<'static>>,
    parent: u32,
    raw: u32,
    kind: NodeKind,
    props: &[(Prop, Value<'static>)],
) {
    commands.push(Command::Create { node: id(raw), kind });
    commands.extend(props.iter().map(|&(prop, value)| set(raw, prop, value)));
    if parent != 0 {
        commands.push(Command::Insert { parent: id(parent), child: id(raw), before: None });
    }
}

/// The properties of layout.
fn layout_props() -> Vec<Prop> {
    let others =
        [Prop::Scroll, Prop::Text, Prop::FontSize, Prop::MaxLines, Prop::LineHeight, Prop::TextAlign];
    let is_layout = |prop: &Prop| {
        let code = *prop as u8;
        (1..40).contains(&code) || (120..140).contains(&code) || others.contains(prop)
    };
    Prop::ALL.iter().copied().filter(is_layout).collect()
}

struct Maker {
    random: Dice,
    /// Properties that this seed uses, so that every one is seen among few others too.
    props: Vec<Prop>,
}

impl Maker {
    fn new(seed: u64) -> Self {
        let mut random = Dice::new(seed);
        let all = layout_props();
        let count = 4 + random.roll(all.len() as u32 - 4);
        let mut props: Vec<Prop> = (0..count).map(|_| random.pick(&all)).collect();
        // What trees are made of.
        props.extend([Prop::Width, Prop::Height, Prop::Direction, Prop::Text, Prop::Grow]);
        Self { random, props }
    }

    fn node(&mut self) -> NodeId {
        id(1 + self.random.roll(NODES))
    }

    fn set(&mut self, node: NodeId) -> Command<'static> {
        let prop = self.random.pick(&self.props);
        Command::Set { node, prop, state: StyleState::Base, value: self.value(prop) }
    }

    fn value(&mut self, prop: Prop) -> Value<'static> {
        if self.random.one_in(12) {
            return Value::Unset;
        }
        match prop.kind() {
            ValueKind::Length | ValueKind::Spacing => self.length(prop),
            ValueKind::Number => Value::Number(self.number(prop)),
            ValueKind::Keyword => Value::Keyword(self.random.pick(prop.keywords())),
            ValueKind::Flag => Value::Flag(self.random.one_in(2)),
            ValueKind::Text => Value::Text(self.random.pick(TEXTS)),
            // No property of layout is of another kind.
            _ => Value::Unset,
        }
    }

    fn length(&mut self, prop: Prop) -> Value<'static> {
        use Prop as P;
        let size = matches!(
            prop,
            P::Width | P::Height | P::MinWidth | P::MinHeight | P::MaxWidth | P::MaxHeight | P::Basis
        );
        let most = if size { 400.0 } else { 40.0 };
        match self.random.roll(10) {
            0..=4 => Value::Number(self.random.length(most)),
            5 => Value::Number(-self.random.length(most)),
            6 | 7 => Value::Percent(self.random.length(if size { 120.0 } else { 20.0 })),
            8 if prop.keywords().is_empty() => Value::Auto,
            8 => Value::Keyword(self.random.pick(prop.keywords())),
            _ => Value::Auto,
        }
    }

    fn number(&mut self, prop: Prop) -> f32 {
        match prop {
            Prop::Grow | Prop::Shrink => self.random.pick(&[0.0, 0.0, 0.3, 0.7, 1.0, 2.5, -1.0]),
            Prop::AspectRatio => self.random.pick(&[0.0, 0.5, 1.0, 1.777_777_8, 3.0]),
            Prop::LineCount => self.random.pick(&[0.0, 1.0, 2.0, 3.6, 70.0]),
            Prop::FontSize => self.random.pick(&[10.0, 20.0, 33.3, 900.0]),
            Prop::MaxLines => self.random.pick(&[0.0, 1.0, 2.5]),
            _ => self.random.length(12.0),
        }
    }

    /// The tree to begin with.
    fn tree(&mut self) -> Vec<Command<'static>> {
        let mut commands = Vec::new();
        let mut views: Vec<NodeId> = Vec::new();
        for raw in 1..=1 + self.random.roll(NODES) {
            let node = id(raw);
            let kinds = [NodeKind::View, NodeKind::View, NodeKind::View, NodeKind::Text, NodeKind::Image];
            let kind = if raw == 1 { NodeKind::View } else { self.random.pick(&kinds) };
            commands.push(Command::Create { node, kind });
            for _ in 0..self.random.roll(7) {
                commands.push(self.set(node));
            }
            if !views.is_empty() {
                // Rather a young parent, so that the tree gets deep.
                let count = views.len() as u32;
                let back = self.random.roll(count).min(self.random.roll(count));
                let parent = views[(count - 1 - back) as usize];
                commands.push(Command::Insert { parent, child: node, before: None });
            }
            if kind == NodeKind::View {
                views.push(node);
            }
        }
        commands.push(Command::Present { root: id(1) });
        commands
    }

    fn change(&mut self) -> Command<'static> {
        let node = self.node();
        match self.random.roll(12) {
            0 => Command::Create { node, kind: self.random.pick(&[NodeKind::View, NodeKind::Text]) },
            1 => Command::Remove { node },
            2 | 3 => {
                let before = self.random.one_in(2).then(|| self.node());
                Command::Insert { parent: self.node(), child: node, before }
            }
            4 if self.random.one_in(4) => Command::Present { root: node },
            _ => self.set(node),
        }
    }
}

#[test]
fn both_engines_come_to_the_same_boxes() {
    let mut boxes = 0;
    for seed in SEEDS {
        let mut maker = Maker::new(seed);
        let mut pair = Pair::new();
        pair.apply(&maker.tree());
        boxes += pair.compare(seed);
        for _ in 0..ROUNDS {
            let changes: Vec<_> = (0..=maker.random.roll(CHANGES)).map(|_| maker.change()).collect();
            pair.apply(&changes);
            if maker.random.one_in(10) {
                pair.resize(100 + maker.random.roll(1800) as u16, 100 + maker.random.roll(900) as u16);
            }
            boxes += pair.compare(seed);
        }
    }
    println!("{boxes} boxes of the seeds {SEEDS:?}");
}

#[test]
fn values_are_refused_alike() {
    let mut pair = Pair::new();
    let nodes = [(1, NodeKind::View), (2, NodeKind::Text)].map(|(raw, kind)| (id(raw), kind));
    pair.apply(&nodes.map(|(node, kind)| Command::Create { node, kind }));
    let mut values =
        vec![Value::Unset, Value::Number(5.5), Value::Percent(7.0), Value::Auto, Value::Text("x")];
    values.extend([Value::Flag(true), Value::Color(ferrule_abi::Color(7))]);
    values.extend(Keyword::ALL.iter().map(|&word| Value::Keyword(word)));
    for prop in layout_props() {
        for &value in &values {
            for (node, _) in nodes {
                pair.apply(&[Command::Set { node, prop, state: StyleState::Base, value }]);
                let refused = (pair.native.refused_commands(), pair.twin.refused_commands());
                assert_eq!(refused.0, refused.1, "{prop:?} {value:?} {node:?}: {}", pair.twin.last_refusal());
            }
        }
    }
}

#[test]
fn a_baseline_that_moves_takes_its_neighbours_along() {
    let mut pair = Pair::new();
    let mut commands = Vec::new();
    let row = (Prop::Direction, Value::Keyword(Keyword::Row));
    add(&mut commands, 0, 1, NodeKind::View, &[row, (Prop::Align, Value::Keyword(Keyword::Baseline))]);
    // A badge of a given size, as boundaries are.
    let badge = [(Prop::Width, 200.0), (Prop::Height, 100.0), (Prop::Shrink, 0.0), (Prop::PaddingTop, 10.0)];
    add(&mut commands, 1, 2, NodeKind::View, &badge.map(|(prop, value)| (prop, Value::Number(value))));
    add(&mut commands, 2, 3, NodeKind::Text, &[(Prop::Text, Value::Text("new"))]);
    let title = [(Prop::Text, Value::Text("Title")), (Prop::FontSize, Value::Number(72.0))];
    add(&mut commands, 1, 4, NodeKind::Text, &title);
    commands.push(Command::Present { root: id(1) });
    pair.apply(&commands);
    let mut tops = Vec::new();
    for size in [24.0, 36.0, 96.0] {
        pair.apply(&[set(3, Prop::FontSize, Value::Number(size))]);
        pair.compare(0);
        tops.push([2, 4].map(|raw| pair.twin.layout_box(id(raw)).unwrap().y));
    }
    assert_eq!(tops, [[10.0, 0.0], [5.0, 0.0], [0.0, 20.0]]);
}

#[test]
fn a_deep_tree_costs_its_depth() {
    let mut pair = Pair::new();
    let mut commands = Vec::new();
    // Rows and columns in turn, each level with a text beside the next level.
    for level in 0..12 {
        let direction = if level % 2 == 0 { Keyword::Row } else { Keyword::Column };
        let (view, text) = (2 * level + 1, 2 * level + 2);
        let parent = if level == 0 { 0 } else { view - 2 };
        add(&mut commands, parent, view, NodeKind::View, &[(Prop::Direction, Value::Keyword(direction))]);
        add(&mut commands, view, text, NodeKind::Text, &[(Prop::Text, Value::Text("a text of some length"))]);
    }
    commands.push(Command::Present { root: id(1) });
    pair.apply(&commands);
    pair.compare(0);
    let computed = pair.twin.boxes_computed();
    assert!(computed < 1000, "{computed} boxes computed for 24 nodes");
}
