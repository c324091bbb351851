//! Thousands of random operations, good and bad, with the invariants checked after each. The same operations twice
//! give the same display lists and events.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::dice::Dice;
use common::{Stage, encoded, keyframes, node, px, word};
use ferrule_abi::command::Timing;
use ferrule_abi::list::ImageId;
use ferrule_abi::motion::{AnimationAction, AnimationId, Play, PlayDirection, StepPosition};
use ferrule_abi::text::{TextSpan, TextSpans};
use ferrule_abi::{
    Color, Command, Easing, EngineInput, ItemSizes, KeyPhase, Keyword, NodeKind, Prop, RemoteKey, StyleState,
    Value, ValueKind,
};

/// Operations per seed, and seeds.
const OPERATIONS: usize = 6_000;
const SEEDS: [u64; 3] = [1, 0x5eed, 0xcafe];

impl Dice {
    /// Mostly nodes that exist, sometimes others.
    fn node(&mut self) -> u32 {
        1 + self.roll(60)
    }

    fn value(&mut self, prop: Prop) -> Value<'static> {
        if self.roll(12) == 0 {
            return Value::Unset;
        }
        match prop.kind() {
            ValueKind::Length => match self.roll(9) {
                0 | 1 => Value::Auto,
                2 | 3 => Value::Percent(self.roll(120) as f32),
                4 if !prop.keywords().is_empty() => Value::Keyword(self.pick(prop.keywords())),
                5 => px(-(self.roll(40) as f32)),
                _ => px(self.roll(900) as f32 * 0.75),
            },
            ValueKind::Spacing => match self.roll(4) {
                0 => Value::Percent(self.roll(30) as f32),
                _ => px(self.roll(60) as f32 * 0.5),
            },
            ValueKind::Number => match self.roll(8) {
                0 => px(-(self.roll(50) as f32)),
                1 => px(self.roll(2000) as f32),
                _ => px(self.roll(30) as f32 * 0.25),
            },
            ValueKind::Color => Value::Color(Color(self.roll(u32::MAX) << 8 | self.pick(&[0, 0x80, 0xff]))),
            ValueKind::Text => Value::Text(self.pick(&["", "a", "a longer text", "images/x.jpg", "ß漢字"])),
            ValueKind::Keyword if self.roll(12) == 0 => Value::Keyword(self.pick(Keyword::ALL)),
            ValueKind::Keyword => Value::Keyword(self.pick(prop.keywords())),
            ValueKind::Flag => Value::Flag(self.roll(2) == 0),
            ValueKind::Node => Value::Node(node(self.node())),
        }
    }

    fn timing(&mut self) -> Timing {
        Timing {
            duration_ms: self.pick(&[0, 50, 150, 400]),
            delay_ms: self.pick(&[0, 0, 0, 30]),
            easing: self.easing(),
        }
    }

    fn easing(&mut self) -> Easing {
        let steps = Easing::Steps { count: 3, position: StepPosition::End };
        let springs = [-0.4, 0.0, 0.5].map(|bounce| Easing::Spring { bounce });
        self.pick(&[
            Easing::Linear,
            Easing::EASE,
            Easing::EASE_OUT,
            steps,
            springs[0],
            springs[1],
            springs[2],
        ])
    }

    fn play(&mut self) -> Play {
        Play {
            duration_ms: self.pick(&[0, 50, 150, 400]),
            delay_ms: self.pick(&[0, 0, 0, 30]),
            repeat: self.pick(&[1, 1, 1, 2, 5, 0]),
            direction: self.pick(&[PlayDirection::Normal, PlayDirection::Reverse, PlayDirection::Alternate]),
        }
    }

    fn keyframes(&mut self) -> Vec<u8> {
        let props = [Prop::TranslateX, Prop::Scale, Prop::Fill, Prop::FillTo, Prop::Opacity, Prop::Width];
        let mut all = Vec::new();
        for _ in 0..self.roll(5) {
            let prop = self.pick(&props);
            let offset = self.pick(&[0.0, 0.3, 0.5, 1.0, 1.0, 1.0]);
            all.push((prop, offset, self.value(prop), self.easing()));
        }
        keyframes(&all)
    }

    fn action(&mut self) -> AnimationAction {
        match self.roll(6) {
            0 => AnimationAction::Pause,
            1 => AnimationAction::Cancel,
            2 => AnimationAction::Finish,
            3 => AnimationAction::Seek { to_ms: self.roll(600) },
            _ => AnimationAction::Resume,
        }
    }
}

fn set(stage: &mut Stage, dice: &mut Dice) {
    let prop = dice.pick(Prop::ALL);
    // Whole pages hidden or without a place are dull.
    let rare = matches!(
        prop,
        Prop::Visible | Prop::Disabled | Prop::Opacity | Prop::Scale | Prop::Position | Prop::Display
    );
    if rare && dice.roll(8) != 0 {
        return;
    }
    let state = if dice.roll(5) == 0 { StyleState::Focused } else { StyleState::Base };
    if dice.roll(40) == 0 {
        let bytes = encoded(&[TextSpan { end: 4, size: Some(dice.roll(40) as f32), ..TextSpan::default() }]);
        let spans = TextSpans::from_bytes(&bytes).unwrap();
        stage.command(Command::StyleText { node: node(dice.node()), spans });
    }
    let value = if dice.roll(40) == 0 { dice.value(Prop::Text) } else { dice.value(prop) };
    stage.command(Command::Set { node: node(dice.node()), prop, state, value });
}

fn grow(stage: &mut Stage, dice: &mut Dice) {
    let raw = dice.node();
    let kind = dice.pick(&[NodeKind::View, NodeKind::View, NodeKind::View, NodeKind::Text, NodeKind::Image]);
    stage.create(raw, kind);
    let size =
        [(Prop::Width, px(50.0 + dice.roll(300) as f32)), (Prop::Height, px(20.0 + dice.roll(200) as f32))];
    for (prop, value) in size {
        if dice.roll(3) != 0 {
            stage.set(raw, prop, value);
        }
    }
    stage.set(raw, Prop::Fill, Value::Color(Color(0xff)));
    match kind {
        NodeKind::Text => stage.set(raw, Prop::Text, Value::Text("some text")),
        NodeKind::Image => stage.set(raw, Prop::Source, Value::Text("images/y.png")),
        NodeKind::View if dice.roll(3) == 0 => {
            stage.set(raw, Prop::Scroll, word(dice.pick(&["x", "y"])));
            stage.set(raw, Prop::Direction, word(dice.pick(&["row", "column"])));
        }
        NodeKind::View => stage.set(raw, Prop::Focusable, Value::Flag(dice.roll(2) == 0)),
    }
    let parent = dice.node();
    stage.insert(parent, raw);
}

fn image_news(stage: &mut Stage, dice: &mut Dice) {
    let mut held: Vec<u32> = stage.host().images.iter().copied().collect();
    held.sort_unstable();
    let Some(&image) = held.get(dice.roll(8) as usize) else { return };
    match dice.roll(4) {
        0 => {
            stage.input(EngineInput::ImageFailed { image: ImageId(image), reason: "no" });
        }
        1 => {
            stage.input(EngineInput::ImageEvicted { image: ImageId(image) });
        }
        _ => stage.input(EngineInput::ImageReady { image: ImageId(image), width: 320, height: 200 }),
    }
}

/// Something about lists; node 1 to 6 often are some.
fn list(stage: &mut Stage, dice: &mut Dice) {
    let list = node(1 + dice.roll(6));
    let (at, count, to) = (dice.roll(40), dice.roll(6), dice.roll(40));
    let sizes: Vec<u8> = (0..count).flat_map(|_| (dice.roll(300) as f32 * 0.5).to_le_bytes()).collect();
    stage.command(match dice.roll(20) {
        0..=9 => Command::ListBind { list, index: at, node: node(dice.node()) },
        10..=11 => Command::ListInsert { list, at, count },
        12..=13 => Command::ListRemove { list, at, count },
        14..=15 => Command::ListMove { list, from: at, count, to },
        16 => Command::ListSizes { list, at, sizes: ItemSizes::new(&sizes).unwrap() },
        17 => Command::ListFocus { list, index: at },
        _ => {
            let value = px(dice.pick(&[0.0, 1.0, 20.0, 40.0, 100_000.0]));
            Command::Set { node: list, prop: Prop::ItemCount, state: StyleState::Base, value }
        }
    });
}

fn operate(stage: &mut Stage, dice: &mut Dice) {
    let raw = dice.node();
    match dice.roll(100) {
        0..=17 => grow(stage, dice),
        18..=41 => set(stage, dice),
        42..=44 => list(stage, dice),
        45..=52 => {
            let before = (dice.roll(3) == 0).then(|| node(dice.node()));
            let parent = node(dice.node());
            stage.command(Command::Insert { parent, child: node(raw), before });
        }
        53..=58 => stage.remove(raw),
        59 => list(stage, dice),
        60..=61 => {
            let prop = dice.pick(Prop::ALL);
            let timing = dice.timing();
            stage.command(Command::Transition { node: node(raw), prop, timing });
        }
        62..=64 => {
            let keyframes = dice.keyframes();
            let (animation, play) = (AnimationId(dice.roll(4)), dice.play());
            stage.command(Command::Animate { node: node(raw), animation, play, keyframes: &keyframes });
        }
        65 => {
            let (animation, action) = (AnimationId(dice.roll(4)), dice.action());
            stage.command(Command::ControlAnimation { node: node(raw), animation, action });
        }
        66 if dice.roll(4) == 0 => stage.command(Command::ReduceMotion { on: dice.roll(3) == 0 }),
        66 => {
            let timing = dice.timing();
            stage.command(Command::LayoutTransition { node: node(raw), timing });
        }
        67 => stage.focus(raw),
        68 => stage.present(raw),
        69 if dice.roll(6) == 0 => stage.command(Command::Begin),
        69..=72 => image_news(stage, dice),
        73 => {
            let (width, height) = dice.pick(&[(1280, 720), (1920, 1080), (1280, 720)]);
            stage.input(EngineInput::Display { width, height, connected: dice.roll(2) == 0 });
        }
        74..=84 => {
            let phase = dice.pick(&[KeyPhase::Down, KeyPhase::Repeat, KeyPhase::Up]);
            stage.key_phase(dice.pick(RemoteKey::ALL), phase);
        }
        _ => {
            stage.tick(dice.pick(&[0, 1, 16, 16, 33, 500]));
        }
    }
}

/// Plays a seed; answers everything that came out.
fn play(seed: u64) -> (Vec<u8>, usize) {
    let mut stage = Stage::new();
    let mut dice = Dice(seed);
    let (mut out, mut painted) = (Vec::new(), 0);
    for step in 0..OPERATIONS {
        operate(&mut stage, &mut dice);
        let verified = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| stage.verify()));
        assert!(verified.is_ok(), "seed {seed:#x}, step {step}");
        out.extend_from_slice(stage.engine.display_list());
        painted += stage.items().len();
        if dice.roll(20) == 0 {
            out.extend_from_slice(stage.engine.events());
        }
    }
    (out, painted)
}

#[test]
fn random_operations_break_nothing_and_repeat_exactly() {
    let mut shown = 0;
    for seed in SEEDS {
        let (first, painted) = play(seed);
        assert!(first == play(seed).0, "seed {seed:#x} plays differently the second time");
        shown += painted;
    }
    assert!(shown > OPERATIONS * SEEDS.len(), "the seeds show hardly anything: {shown} items");
}
