//! A stage to try the engine on: operations, a host that measures like a typewriter, and the invariants after each
//! step.

// Each test binary uses a part of this, and a surprise ends the test.
#![allow(dead_code, clippy::unwrap_used)]

pub(crate) mod list_app;

pub(crate) mod dice;

use std::collections::HashSet;

use ferrule_abi::command::Timing;
use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::list::ImageId;
use ferrule_abi::motion::{AnimationAction, AnimationId, Keyframe, Play, PlayDirection};
use ferrule_abi::text::{TextMetrics, TextRequest};
use ferrule_abi::{
    Batch, Command, DisplayList, Easing, EngineInput, Event, Item, KeyEvent, KeyPhase, Keyword, NodeId,
    NodeKind, Prop, Record, Rect, RemoteKey, StyleState, Value, records,
};
use ferrule_scene::{Engine, Host, Turn};

/// Letters are half as wide as the font is high; lines break anywhere.
#[derive(Debug, Default)]
pub(crate) struct Typewriter {
    pub(crate) texts: HashSet<u32>,
    pub(crate) images: HashSet<u32>,
    /// Path and size of each image asked for.
    pub(crate) asked: Vec<(String, u16, u16)>,
    /// Texts shaped so far.
    pub(crate) shaped: u32,
    pub(crate) logs: Vec<String>,
    /// The last text asked for, encoded.
    pub(crate) last_text: Vec<u8>,
    /// Images that the queue takes.
    pub(crate) queue: usize,
    next: u32,
}

impl Host for Typewriter {
    fn measure_text(&mut self, request: &TextRequest<'_>) -> TextMetrics {
        self.next += 1;
        self.shaped += 1;
        self.texts.insert(self.next);
        let mut batch = Batch::new(TextRequest::BYTES_MAX);
        batch.push(request).unwrap();
        self.last_text = batch.as_bytes().to_vec();
        let letter = request.size * 0.5;
        let letters = request.text.chars().count() as f32;
        let per_line = request.width_max.map_or(letters, |width| (width / letter).floor().max(1.0));
        let lines = (letters / per_line).ceil();
        let lines = if request.lines_max == 0 { lines } else { lines.min(f32::from(request.lines_max)) };
        let height = lines * request.size * request.line_height;
        TextMetrics {
            layout: self.next,
            width: letters.min(per_line) * letter,
            height,
            baseline: request.size,
            is_rtl: request.direction == Keyword::Rtl,
        }
    }

    fn release_text(&mut self, layout: u32) {
        assert!(self.texts.remove(&layout), "text {layout} was released twice");
    }

    fn request_image(&mut self, path: &str, width: u16, height: u16) -> ImageId {
        if self.images.len() >= self.queue {
            return ImageId(0);
        }
        self.next += 1;
        self.images.insert(self.next);
        self.asked.push((path.to_owned(), width, height));
        ImageId(self.next)
    }

    fn release_image(&mut self, image: ImageId) {
        assert!(self.images.remove(&image.0), "image {image:?} was released twice");
    }

    fn log(&mut self, _level: u8, text: &str) {
        self.logs.push(text.to_owned());
    }
}

/// A node number that is good.
pub(crate) fn node(raw: u32) -> NodeId {
    NodeId::new(raw).unwrap()
}

/// Pixels.
pub(crate) fn px(pixels: f32) -> Value<'static> {
    Value::Number(pixels)
}

/// A keyword.
pub(crate) fn word(name: &str) -> Value<'static> {
    Value::Keyword(Keyword::from_name(name).unwrap())
}

/// Milliseconds, evenly.
pub(crate) fn linear(duration_ms: u16) -> Timing {
    Timing { duration_ms, delay_ms: 0, easing: Easing::Linear }
}

/// Keyframes as an animation carries them: property, offset, value and easing of each.
pub(crate) fn keyframes(all: &[(Prop, f32, Value<'_>, Easing)]) -> Vec<u8> {
    let keyframe = |&(prop, offset, value, easing)| Keyframe { prop, offset, value, easing };
    encoded(&all.iter().map(keyframe).collect::<Vec<_>>())
}

/// One run forwards.
pub(crate) fn once(duration_ms: u16) -> Play {
    Play { duration_ms, delay_ms: 0, repeat: 1, direction: PlayDirection::Normal }
}

/// The engine, its clock, and what has not been sent yet.
pub(crate) struct Stage {
    pub(crate) engine: Engine<Typewriter>,
    pub(crate) now_us: u64,
    pub(crate) last: Turn,
}

impl Stage {
    /// An engine for a screen of 1280 × 720 with an empty scene.
    pub(crate) fn new() -> Self {
        let host = Typewriter { queue: usize::MAX, ..Typewriter::default() };
        Self { engine: Engine::new(host, 1280, 720), now_us: 1_000_000, last: Turn::default() }
    }

    pub(crate) fn host(&mut self) -> &mut Typewriter {
        self.engine.host_mut()
    }

    pub(crate) fn verify(&mut self) {
        self.engine.verify_invariants().unwrap();
        let held: HashSet<u32> = self.engine.held_texts().into_iter().collect();
        assert_eq!(self.engine.host().texts, held, "texts given and texts held");
        let held: HashSet<u32> = self.engine.held_images().into_iter().map(|image| image.0).collect();
        assert_eq!(self.engine.host().images, held, "images given and images held");
    }

    pub(crate) fn command(&mut self, command: Command<'_>) {
        self.engine.apply(&encoded(&[command])).unwrap();
    }

    pub(crate) fn create(&mut self, raw: u32, kind: NodeKind) {
        self.command(Command::Create { node: node(raw), kind });
    }

    pub(crate) fn insert(&mut self, parent: u32, child: u32) {
        self.command(Command::Insert { parent: node(parent), child: node(child), before: None });
    }

    /// Makes a view with properties in a parent.
    pub(crate) fn view(&mut self, parent: u32, raw: u32, props: &[(Prop, Value<'_>)]) {
        self.add(parent, raw, NodeKind::View, props);
    }

    /// Makes a node with properties in a parent; parent 0 for none.
    pub(crate) fn add(&mut self, parent: u32, raw: u32, kind: NodeKind, props: &[(Prop, Value<'_>)]) {
        self.create(raw, kind);
        for &(prop, value) in props {
            self.set(raw, prop, value);
        }
        if parent != 0 {
            self.insert(parent, raw);
        }
    }

    pub(crate) fn set(&mut self, raw: u32, prop: Prop, value: Value<'_>) {
        self.command(Command::Set { node: node(raw), prop, state: StyleState::Base, value });
    }

    pub(crate) fn set_focused(&mut self, raw: u32, prop: Prop, value: Value<'_>) {
        self.command(Command::Set { node: node(raw), prop, state: StyleState::Focused, value });
    }

    /// Starts an animation.
    pub(crate) fn play(&mut self, raw: u32, id: u32, play: Play, frames: &[(Prop, f32, Value<'_>, Easing)]) {
        let (animation, keyframes) = (AnimationId(id), keyframes(frames));
        self.command(Command::Animate { node: node(raw), animation, play, keyframes: &keyframes });
    }

    /// Animates a property evenly from where it is to a value.
    pub(crate) fn animate(&mut self, raw: u32, id: u32, prop: Prop, to: Value<'_>, duration_ms: u16) {
        self.play(raw, id, once(duration_ms), &[(prop, 1.0, to, Easing::Linear)]);
    }

    /// Does something to an animation.
    pub(crate) fn control(&mut self, raw: u32, id: u32, action: AnimationAction) {
        self.command(Command::ControlAnimation { node: node(raw), animation: AnimationId(id), action });
    }

    pub(crate) fn remove(&mut self, raw: u32) {
        self.command(Command::Remove { node: node(raw) });
    }

    pub(crate) fn focus(&mut self, raw: u32) {
        self.command(Command::Focus { node: node(raw) });
    }

    pub(crate) fn present(&mut self, raw: u32) {
        self.command(Command::Present { root: node(raw) });
    }

    pub(crate) fn input(&mut self, input: EngineInput<'_>) {
        self.engine.input(&encoded(&[input])).unwrap();
    }

    pub(crate) fn key_phase(&mut self, key: RemoteKey, phase: KeyPhase) {
        let time_us = self.now_us;
        self.input(EngineInput::Key(KeyEvent { key, phase, time_us }));
    }

    /// A key goes down and the next frame comes.
    pub(crate) fn press(&mut self, key: RemoteKey) {
        self.key_phase(key, KeyPhase::Down);
        self.tick(16);
    }

    /// Time passes and a frame comes.
    pub(crate) fn tick(&mut self, milliseconds: u64) -> Turn {
        self.now_us += milliseconds * 1000;
        self.last = self.engine.tick(self.now_us);
        self.verify();
        self.last
    }

    /// Ticks until nothing moves.
    pub(crate) fn rest(&mut self) {
        for _ in 0..1000 {
            if !self.tick(16).animating {
                return;
            }
        }
        panic!("it never comes to rest");
    }

    /// What the app was told since the last call.
    pub(crate) fn events(&mut self) -> Vec<String> {
        records::<Event<'_>>(self.engine.events()).map(|event| brief(&event.unwrap())).collect()
    }

    pub(crate) fn focused(&self) -> u32 {
        self.engine.focused().map_or(0, NodeId::get)
    }

    pub(crate) fn layout(&self, raw: u32) -> (f32, f32, f32, f32) {
        let Rect { x, y, w, h } = self.engine.layout_box(node(raw)).unwrap();
        (x, y, w, h)
    }

    pub(crate) fn items(&self) -> Vec<Item> {
        DisplayList::parse(self.engine.display_list()).unwrap().items().collect()
    }

    pub(crate) fn damage(&self) -> Rect {
        DisplayList::parse(self.engine.display_list()).unwrap().damage()
    }

    /// The boxes of all quads, in painting order.
    pub(crate) fn quads(&self) -> Vec<(f32, f32, f32, f32)> {
        let quad = |item| match item {
            Item::Quad(quad) => Some((quad.rect.x, quad.rect.y, quad.rect.w, quad.rect.h)),
            _ => None,
        };
        self.items().into_iter().filter_map(quad).collect()
    }
}

/// An event in a few letters.
fn brief(event: &Event<'_>) -> String {
    let number = |node: Option<NodeId>| node.map_or(0, NodeId::get);
    match *event {
        Event::Key(key) => format!("key {} {:?}", key.key.name(), key.phase),
        Event::FocusChanged { node, previous } => format!("focus {} from {}", number(node), number(previous)),
        Event::Activated { node } => format!("activated {}", node.get()),
        Event::ImageLoaded { node, width, height } => format!("loaded {} {width}x{height}", node.get()),
        Event::ImageFailed { node, reason } => format!("failed {} {reason}", node.get()),
        Event::AnimationEnded { node, animation } => format!("ended {} #{}", node.get(), animation.0),
        Event::AnimationCancelled { node, animation } => format!("cancelled {} #{}", node.get(), animation.0),
        Event::DisplayChanged { width, height, connected } => format!("display {width}x{height} {connected}"),
        Event::Overflow { lost } => format!("lost {lost}"),
        Event::RangeChanged { list, first, count } => format!("range {} {first}+{count}", list.get()),
        Event::ItemFocused { list, index } => format!("item {index} of {}", list.get()),
        Event::ItemUnbound { list, node } => format!("unbound {} of {}", node.get(), list.get()),
    }
}

/// Records as one batch.
pub(crate) fn encoded<'a, R: Record<'a>>(all: &[R]) -> Vec<u8> {
    let mut batch = Batch::new(BATCH_BYTES_MAX);
    for record in all {
        batch.push(record).unwrap();
    }
    batch.as_bytes().to_vec()
}
