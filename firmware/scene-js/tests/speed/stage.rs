//! A twin with an app around it that answers what any app does: lists get nodes, images get their sizes.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::list::ImageId;
use ferrule_abi::{
    Batch, Command, EngineInput, Event, KeyEvent, KeyPhase, NodeId, NodeKind, Prop, RemoteKey, StyleState,
    Value, records,
};
use ferrule_conformance::engine::Engine;
use ferrule_conformance::twin::Twin;
use rustix::time::{ClockId, clock_gettime};

/// Between two frames.
const FRAME_US: u64 = 16_667;
/// Frames until a scene has come to rest.
const REST_FRAMES_MAX: u32 = 400;

/// Makes the node of an item, or gives it what another item shows.
pub(crate) type Bind = fn(&mut Stage, node: Option<u32>, item: u32) -> u32;

/// An engine and what an app knows of its scene.
pub(crate) struct Stage {
    twin: Twin,
    now_us: u64,
    batch: Batch,
    last_node: u32,
    /// The nodes of each list by their items.
    bound: BTreeMap<u32, BTreeMap<u32, u32>>,
    pub(crate) bind: Option<Bind>,
    answered: u32,
}

/// Microseconds that this thread has had of a processor: other work on the machine does not count.
fn cpu_us() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}

pub(crate) fn id(raw: u32) -> NodeId {
    NodeId::new(raw).unwrap()
}

impl Stage {
    pub(crate) fn new() -> Self {
        let (twin, batch) = (Twin::new(1280, 720), Batch::new(BATCH_BYTES_MAX));
        Self { twin, now_us: 1_000_000, batch, last_node: 0, bound: BTreeMap::new(), bind: None, answered: 0 }
    }

    /// Adds a command to the batch of the next frame.
    pub(crate) fn command(&mut self, command: &Command<'_>) {
        if self.batch.push(command).is_err() {
            self.send();
            self.batch.push(command).unwrap();
        }
    }

    fn send(&mut self) {
        self.twin.apply(self.batch.as_bytes()).unwrap();
        self.batch.clear();
    }

    /// Makes a node with its properties and puts it in a parent.
    pub(crate) fn node(&mut self, kind: NodeKind, parent: u32, props: &[(Prop, Value<'_>)]) -> u32 {
        self.last_node += 1;
        let node = self.last_node;
        self.command(&Command::Create { node: id(node), kind });
        props.iter().for_each(|&(prop, value)| self.set(node, prop, value));
        if parent != 0 {
            self.command(&Command::Insert { parent: id(parent), child: id(node), before: None });
        }
        node
    }

    pub(crate) fn set(&mut self, node: u32, prop: Prop, value: Value<'_>) {
        self.command(&Command::Set { node: id(node), prop, state: StyleState::Base, value });
    }

    pub(crate) fn key(&mut self, key: RemoteKey, phase: KeyPhase) {
        let mut batch = Batch::new(BATCH_BYTES_MAX);
        batch.push(&EngineInput::Key(KeyEvent { key, phase, time_us: self.now_us })).unwrap();
        self.twin.input(batch.as_bytes()).unwrap();
    }

    /// A frame. Answers the microseconds that the engine took for it, its commands included; what the app does on its
    /// events is not counted until the next frame.
    pub(crate) fn frame(&mut self) -> f64 {
        let (took_us, _) = self.turn();
        took_us
    }

    /// Frames until nothing moves any more.
    pub(crate) fn rest(&mut self) {
        for _ in 0..REST_FRAMES_MAX {
            let (_, is_moving) = self.turn();
            if !is_moving && self.batch.is_empty() {
                return;
            }
        }
        panic!("it does not come to rest");
    }

    fn turn(&mut self) -> (f64, bool) {
        self.now_us += FRAME_US;
        let start_us = cpu_us();
        self.send();
        let turn = self.twin.tick(self.now_us);
        let took_us = cpu_us() - start_us;
        let events = self.twin.events();
        for event in records::<Event<'_>>(&events) {
            if let Event::RangeChanged { list, first, count } = event.unwrap() {
                self.bind_range(list.get(), first, count);
            }
        }
        self.answer_images();
        (took_us, turn.animating)
    }

    /// Gives items nodes, first those of items that are not wanted any more.
    fn bind_range(&mut self, list: u32, first: u32, count: u32) {
        let mut bound = self.bound.remove(&list).unwrap_or_default();
        let wanted = first..first + count;
        let mut idle: Vec<u32> =
            bound.extract_if(.., |item, _| !wanted.contains(item)).map(|(_, node)| node).collect();
        let bind = self.bind.unwrap();
        for item in wanted {
            if let Entry::Vacant(place) = bound.entry(item) {
                let node = bind(self, idle.pop(), item);
                place.insert(node);
                self.command(&Command::ListBind { list: id(list), index: item, node: id(node) });
            }
        }
        self.bound.insert(list, bound);
    }

    fn answer_images(&mut self) {
        let asked: Vec<u32> =
            self.twin.asked().images.keys().copied().filter(|&image| image > self.answered).collect();
        for image in asked {
            self.answered = image;
            self.twin.asked().answered(image);
            let mut batch = Batch::new(BATCH_BYTES_MAX);
            batch.push(&EngineInput::ImageReady { image: ImageId(image), width: 240, height: 135 }).unwrap();
            self.twin.input(batch.as_bytes()).unwrap();
        }
    }
}
