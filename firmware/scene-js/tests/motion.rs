//! Random transitions, animations and layout transitions move alike in both engines: what every node shows after each tick
//! is equal bit for bit, and so are the events.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

use ferrule_abi::limits::{BATCH_BYTES_MAX, COORDINATE_MAX};
use ferrule_abi::motion::{
    AnimationAction, AnimationId, Keyframe, Play, PlayDirection, StepPosition, Timing,
};
use ferrule_abi::{Batch, Color, Command, Easing, NodeId, NodeKind, Prop, StyleState, Value, ValueKind};
use ferrule_conformance::dice::Dice;
use ferrule_conformance::engine::Engine;
use ferrule_conformance::native::Native;
use ferrule_conformance::twin::Twin;

/// Each seed is a page and what happens to it.
const SEEDS: std::ops::Range<u64> = 0..120;
/// Nodes of a page; the first is the root.
const NODES: u32 = 10;
/// Turns of a seed.
const TURNS: u32 = 40;
/// Commands before the longest turn.
const COMMANDS: u32 = 5;

fn id(raw: u32) -> NodeId {
    NodeId::new(raw).unwrap()
}

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

    fn apply(&mut self, command: &Command<'_>) {
        let mut batch = Batch::new(BATCH_BYTES_MAX);
        batch.push(command).unwrap();
        self.story.push(format!("{command:?}"));
        self.native.apply(batch.as_bytes()).unwrap();
        self.twin.apply(batch.as_bytes()).unwrap();
    }

    /// Ticks both and compares. Answers how many nodes are shown otherwise than by default.
    fn tick(&mut self, seed: u64, later_us: u64) -> u32 {
        self.now_us += later_us;
        self.story.push(format!("tick at {}", self.now_us));
        let (native, twin) = (self.native.tick(self.now_us), self.twin.tick(self.now_us));
        let story = || format!("seed {seed}, after\n{}", self.story.join("\n"));
        assert_eq!(native, twin, "turns, {}", story());
        assert_eq!(self.native.display_list(), self.twin.display_list(), "display lists, {}", story());
        let mut shown = 0;
        for raw in 1..=NODES {
            let (native, twin) = (self.native.shown_values(id(raw)), self.twin.shown_values(id(raw)));
            assert_eq!(native.as_deref().map(words), twin.as_deref().map(words), "node {raw}, {}", story());
            shown += u32::from(native.is_some_and(|values| !is_in_place(&values)));
        }
        let story = story();
        assert_eq!(self.native.events(), self.twin.events(), "events, {story}");
        let refused = (self.native.refused_commands(), self.twin.refused_commands());
        assert_eq!(refused.0, refused.1, "refused: {}, {story}", self.twin.last_refusal());
        self.native.verify().unwrap_or_else(|broken| panic!("native: {broken}, {story}"));
        self.twin.verify().unwrap_or_else(|broken| panic!("twin: {broken}, {story}"));
        shown
    }
}

/// True when a node is neither shifted nor scaled, nor its box on its way.
fn is_in_place(values: &[u32]) -> bool {
    values[1..4] == [0, 0, 1.0_f32.to_bits()] && values[14..] == [0; 4]
}

/// The bits without the sign of zero, which is open (ARITHMETIC.md). No colour is only that bit.
fn words(values: &[u32]) -> Vec<u32> {
    values.iter().map(|&bits| if bits == 1 << 31 { 0 } else { bits }).collect()
}

struct Maker {
    random: Dice,
    /// Properties that this seed moves, so that they meet.
    props: Vec<Prop>,
    timings: Vec<Timing>,
}

impl Maker {
    fn new(seed: u64) -> Self {
        let mut random = Dice::new(seed);
        let all: Vec<Prop> = Prop::ALL.iter().copied().filter(|prop| prop.animates()).collect();
        let props = (0..=1 + random.roll(4)).map(|_| random.pick(&all)).collect();
        let mut maker = Self { random, props, timings: Vec::new() };
        maker.timings = (0..3).map(|_| maker.timing()).collect();
        maker
    }

    fn node(&mut self) -> NodeId {
        id(1 + self.random.roll(NODES))
    }

    /// Lengths that are seldom whole, either sign, and the largest.
    fn length(&mut self) -> f32 {
        match self.random.roll(12) {
            0 => 0.0,
            1 => -0.0,
            2 => 1.0,
            3 => COORDINATE_MAX,
            4 => -self.random.length(300.0),
            5 | 6 => self.random.length(2.0),
            _ => self.random.length(300.0),
        }
    }

    fn value(&mut self, prop: Prop) -> Value<'static> {
        if prop.kind() == ValueKind::Color {
            let colors = [0, 0xff, 0xffff_ffff, 0x1234_5678, 0xff00_0001, 0x80ff_40c0];
            return Value::Color(Color(self.random.pick(&colors)));
        }
        Value::Number(self.length())
    }

    fn easing(&mut self) -> Easing {
        let mut part = || self.random.roll(10_001) as f32 / 10_000.0;
        let points = [part(), part() * 3.0 - 1.0, part(), part() * 3.0 - 1.0];
        match self.random.roll(10) {
            0 => Easing::Linear,
            1 => self.random.pick(&[Easing::EASE, Easing::EASE_IN, Easing::EASE_OUT, Easing::EASE_IN_OUT]),
            2 => {
                Easing::CubicBezier(self.random.pick(&[[1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 1.0, 0.0], [0.0; 4]]))
            }
            3 | 4 => Easing::CubicBezier(points),
            5 => {
                let position = self.random.pick(&[StepPosition::Start, StepPosition::End]);
                Easing::Steps { count: self.random.pick(&[1, 3, 60_000]), position }
            }
            6 => Easing::Spring { bounce: self.random.pick(&[0.0, 0.005, -0.01, 0.9, -0.9]) },
            _ => Easing::Spring { bounce: self.random.length(1.8) * 0.5 - 0.45 },
        }
    }

    fn timing(&mut self) -> Timing {
        let duration_ms = self.random.pick(&[0, 1, 80, 250, 250, 300, 65_535]);
        let delay_ms = self.random.pick(&[0, 0, 0, 0, 7, 90]);
        Timing { duration_ms, delay_ms, easing: self.easing() }
    }

    fn play(&mut self) -> Play {
        Play {
            duration_ms: self.random.pick(&[0, 1, 80, 250, 250, 300]),
            delay_ms: self.random.pick(&[0, 0, 0, 7, 90]),
            repeat: self.random.pick(&[0, 1, 1, 1, 2, 3, u32::MAX]),
            direction: self.random.pick(&[
                PlayDirection::Normal,
                PlayDirection::Normal,
                PlayDirection::Reverse,
                PlayDirection::Alternate,
            ]),
        }
    }

    /// Keyframes, encoded; sometimes a spring's single one, which needs to run once and forwards, and sometimes bad ones.
    fn keyframes(&mut self, play: &mut Play) -> Vec<u8> {
        let mut batch = Batch::new(BATCH_BYTES_MAX);
        if self.random.one_in(4) {
            (play.repeat, play.direction) = (1, PlayDirection::Normal);
            let easing = Easing::Spring { bounce: self.random.length(1.8) * 0.5 - 0.45 };
            let prop = self.random.pick(&self.props);
            batch.push(&Keyframe { prop, offset: 1.0, value: self.value(prop), easing }).unwrap();
        } else {
            for _ in 0..=self.random.roll(5) {
                let prop = self.random.pick(&self.props);
                let offset = self.random.pick(&[0.0, 0.0, 0.25, 0.3, 0.7, 1.0, 1.0]);
                let easing = match self.easing() {
                    Easing::Spring { .. } if !self.random.one_in(20) => Easing::Linear,
                    easing => easing,
                };
                let value = if self.random.one_in(60) { Value::Unset } else { self.value(prop) };
                batch.push(&Keyframe { prop, offset, value, easing }).unwrap();
            }
        }
        let mut bytes = batch.as_bytes().to_vec();
        if self.random.one_in(60) {
            bytes.pop();
        }
        bytes
    }

    fn action(&mut self) -> AnimationAction {
        match self.random.roll(8) {
            0 | 1 => AnimationAction::Pause,
            2 | 3 => AnimationAction::Resume,
            4 | 5 => AnimationAction::Seek { to_ms: self.random.roll(500) },
            6 => AnimationAction::Cancel,
            _ => AnimationAction::Finish,
        }
    }

    /// The page to begin with: a few rows of boxes.
    fn page(&mut self, pair: &mut Pair) {
        for raw in 1..=NODES {
            pair.apply(&Command::Create { node: id(raw), kind: NodeKind::View });
            for prop in [Prop::Width, Prop::Height] {
                let value = Value::Number(20.0 + self.random.length(200.0));
                pair.apply(&Command::Set { node: id(raw), prop, state: StyleState::Base, value });
            }
            if raw > 1 {
                let parent = id(1 + self.random.roll(raw - 1));
                pair.apply(&Command::Insert { parent, child: id(raw), before: None });
            }
            for _ in 0..self.random.roll(4) {
                let prop = self.random.pick(&self.props);
                let timing = self.random.pick(&self.timings);
                pair.apply(&Command::Transition { node: id(raw), prop, timing });
            }
            if self.random.one_in(3) {
                let timing = self.random.pick(&self.timings);
                pair.apply(&Command::LayoutTransition { node: id(raw), timing });
            }
        }
        pair.apply(&Command::Present { root: id(1) });
    }

    fn change(&mut self, pair: &mut Pair) {
        let node = self.node();
        match self.random.roll(32) {
            0..=9 => self.set(pair, node),
            10..=13 => self.move_box(pair, node),
            14..=20 => {
                let mut play = self.play();
                let keyframes = self.keyframes(&mut play);
                let animation = AnimationId(self.random.roll(4));
                pair.apply(&Command::Animate { node, animation, play, keyframes: &keyframes });
            }
            21..=26 => {
                let (animation, action) = (AnimationId(self.random.roll(4)), self.action());
                pair.apply(&Command::ControlAnimation { node, animation, action });
            }
            27 => {
                let (prop, timing) = (self.random.pick(&self.props), self.timing());
                pair.apply(&Command::Transition { node, prop, timing });
            }
            28 => pair.apply(&Command::LayoutTransition { node, timing: self.timing() }),
            29 => pair.apply(&Command::ReduceMotion { on: self.random.one_in(3) }),
            30 => self.edit(pair, node),
            _ => {
                let timing = self.timing();
                pair.apply(&Command::Transition { node, prop: Prop::Width, timing });
            }
        }
    }

    fn set(&mut self, pair: &mut Pair, node: NodeId) {
        let prop = self.random.pick(&self.props);
        let value = if self.random.one_in(6) { Value::Unset } else { self.value(prop) };
        let state = if self.random.one_in(8) { StyleState::Focused } else { StyleState::Base };
        pair.apply(&Command::Set { node, prop, state, value });
    }

    fn move_box(&mut self, pair: &mut Pair, node: NodeId) {
        let prop = self.random.pick(&[Prop::Width, Prop::Height, Prop::MarginLeft, Prop::MarginTop]);
        let value = Value::Number(self.random.length(250.0));
        pair.apply(&Command::Set { node, prop, state: StyleState::Base, value });
    }

    fn edit(&mut self, pair: &mut Pair, node: NodeId) {
        match self.random.roll(8) {
            0 => pair.apply(&Command::Remove { node }),
            1 => pair.apply(&Command::Present { root: node }),
            2 => pair.apply(&Command::Begin),
            3 | 4 => pair.apply(&Command::Create { node, kind: NodeKind::View }),
            _ => pair.apply(&Command::Insert { parent: self.node(), child: node, before: None }),
        }
    }

    fn later_us(&mut self) -> u64 {
        match self.random.roll(8) {
            0 => 0,
            1 => 1,
            2 => u64::from(self.random.roll(2_000_000)),
            _ => 8_000 + u64::from(self.random.roll(9_000)),
        }
    }
}

#[test]
fn both_engines_move_alike() {
    let mut shown = 0;
    for seed in SEEDS {
        let mut maker = Maker::new(seed);
        let mut pair = Pair::new();
        maker.page(&mut pair);
        pair.tick(seed, 0);
        for _ in 0..TURNS {
            if maker.random.one_in(2) {
                for _ in 0..=maker.random.roll(COMMANDS) {
                    maker.change(&mut pair);
                }
            }
            let later_us = maker.later_us();
            shown += pair.tick(seed, later_us);
        }
    }
    assert!(shown > 6_000, "only {shown} nodes were seen out of their places: the test says little");
}
