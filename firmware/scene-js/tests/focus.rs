//! Random pages, keys and changes lead to the same focus, the same scrolling and the same events in both engines.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::page::{Maker, NODES, id};
use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::{Batch, Command, DisplayList, EngineInput, Event, KeyEvent, KeyPhase, RemoteKey, records};
use ferrule_conformance::engine::Engine;
use ferrule_conformance::native::Native;
use ferrule_conformance::twin::Twin;

/// Each seed is a page and what happens to it.
const SEEDS: std::ops::Range<u64> = 0..40;
/// Turns of each page.
const TURNS: u32 = 24;
/// Keys in the longest turn.
const KEYS: u32 = 6;

/// Both engines, which get the same.
struct Pair {
    native: Native,
    twin: Twin,
    now_us: u64,
    /// The key that is down.
    held: Option<RemoteKey>,
    /// What they got, for the message when they differ.
    story: Vec<String>,
}

impl Pair {
    fn new() -> Self {
        let (native, twin) = (Native::new(1280, 720), Twin::new(1280, 720));
        Self { native, twin, now_us: 0, held: None, story: Vec::new() }
    }

    fn apply(&mut self, commands: &[Command<'_>]) {
        let mut batch = Batch::new(BATCH_BYTES_MAX);
        for command in commands {
            batch.push(command).unwrap();
            self.story.push(format!("{command:?}"));
        }
        self.native.apply(batch.as_bytes()).unwrap();
        self.twin.apply(batch.as_bytes()).unwrap();
    }

    fn key(&mut self, key: RemoteKey, phase: KeyPhase) {
        let mut batch = Batch::new(BATCH_BYTES_MAX);
        batch.push(&EngineInput::Key(KeyEvent { key, phase, time_us: self.now_us })).unwrap();
        self.native.input(batch.as_bytes()).unwrap();
        self.twin.input(batch.as_bytes()).unwrap();
        self.story.push(format!("{key:?} {phase:?}"));
    }

    /// Holds a key, lets it go, or presses one.
    fn press(&mut self, maker: &mut Maker) {
        use RemoteKey as R;
        let key = maker.dice.pick(&[R::Up, R::Down, R::Left, R::Right, R::Down, R::Right, R::Ok, R::Back]);
        match self.held {
            Some(key) if !maker.dice.one_in(10) => {
                // Long enough for several steps at once.
                for _ in 0..=maker.dice.roll(9) {
                    self.key(key, KeyPhase::Repeat);
                }
            }
            Some(key) => {
                self.held = None;
                self.key(key, KeyPhase::Up);
            }
            None => {
                self.key(key, KeyPhase::Down);
                if maker.dice.one_in(4) {
                    self.held = Some(key);
                } else {
                    self.key(key, KeyPhase::Up);
                }
            }
        }
    }

    /// A turn of both, after which they are compared. Answers the events.
    fn turn(&mut self, passed_us: u64, seed: u64) -> Vec<u8> {
        self.now_us += passed_us;
        self.story.push(format!("tick at {}", self.now_us));
        let turn = self.native.tick(self.now_us);
        let twin = self.twin.tick(self.now_us);
        let story = || self.story.join("\n");
        let refused = (self.native.refused_commands(), self.twin.refused_commands());
        assert_eq!(refused.0, refused.1, "seed {seed}: refused, {}\n{}", self.twin.last_refusal(), story());
        let events = (self.native.events(), self.twin.events());
        assert_eq!(told(&events.0), told(&events.1), "seed {seed}, after\n{}", story());
        let lists = (self.native.display_list(), self.twin.display_list());
        assert!(lists.0 == lists.1, "seed {seed}: {}, after\n{}", shown(&lists), story());
        assert_eq!(turn, twin, "seed {seed}: moving, after\n{}", story());
        events.0
    }

    /// Compares where the nodes stand once all scrolling has come to rest, and looks at what must hold.
    fn compare_boxes(&mut self, seed: u64) {
        self.native.verify().unwrap();
        self.twin.verify().unwrap();
        for raw in 1..=NODES {
            let (native, twin) = (self.native.layout_box(id(raw)), self.twin.layout_box(id(raw)));
            let bits = |rect: ferrule_abi::Rect| {
                // The sign of zero is open (ARITHMETIC.md).
                [rect.x, rect.y, rect.w, rect.h].map(|side| (side + 0.0).to_bits())
            };
            let same = native.map(bits) == twin.map(bits);
            assert!(
                same,
                "seed {seed}, node {raw}: {twin:?}, not {native:?}, after\n{}",
                self.story.join("\n")
            );
        }
    }
}

/// Where two display lists differ.
fn shown(lists: &(Vec<u8>, Vec<u8>)) -> String {
    let [native, twin] = [&lists.0, &lists.1].map(|list| {
        let list = DisplayList::parse(list).unwrap();
        list.items().map(|item| format!("{item:?}")).collect::<Vec<_>>()
    });
    let differs = native.iter().zip(&twin).find(|(native, twin)| native != twin);
    format!("{} items, {}; {differs:#?}", native.len(), twin.len())
}

fn told(events: &[u8]) -> Vec<String> {
    records::<Event<'_>>(events).map(|event| format!("{:?}", event.unwrap())).collect()
}

#[test]
fn both_engines_move_the_focus_and_scroll_alike() {
    let (mut moved, mut ranges) = (0, 0);
    for seed in SEEDS {
        let mut maker = Maker::new(seed);
        let mut pair = Pair::new();
        pair.apply(&maker.page());
        for turn in 0..TURNS {
            let events = pair.turn(1 + u64::from(maker.dice.roll(60_000)), seed);
            if turn % 4 == 3 {
                pair.compare_boxes(seed);
            }
            let mut answers = Vec::new();
            for event in records::<Event<'_>>(&events) {
                match event.unwrap() {
                    Event::FocusChanged { .. } | Event::ItemFocused { .. } => moved += 1,
                    Event::RangeChanged { list, first, count } => {
                        ranges += 1;
                        answers.extend(maker.bindings(list, first, count));
                    }
                    _ => {}
                }
            }
            pair.apply(&answers);
            pair.apply(&maker.changes());
            for _ in 0..maker.dice.roll(KEYS + 1) {
                pair.press(&mut maker);
            }
        }
    }
    println!("the focus moved {moved} times, lists wanted {ranges} ranges, seeds {SEEDS:?}");
    assert!(moved > 300 && ranges > 120, "{moved} moves and {ranges} ranges");
}
