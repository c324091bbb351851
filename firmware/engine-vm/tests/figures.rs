//! What a home screen costs in the interpreter, in figures that are the same on every machine.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Typewriter, encoded, engine_wasm, home};
use ferrule_abi::limits::NODES_MAX;
use ferrule_abi::list::ImageId;
use ferrule_abi::{
    Color, Command, DisplayList, EngineInput, KeyEvent, KeyPhase, Keyword, NodeId, NodeKind, Prop, RemoteKey,
    StyleState, Value,
};
use ferrule_engine_vm::{EngineVm, MEMORY_BYTES_MAX};

/// Bytes of the module, before `wasm-opt`.
const MODULE_BYTES_MAX: usize = 320 * 1024;
/// Linear memory with the home screen in it.
const HOME_MEMORY_BYTES_MAX: usize = 1024 * 1024;
/// Fuel of one tick during a scroll with a held key. A unit is about two native instructions, so this is about
/// Fuel of a tick in which nothing happens. wasmi charges for the whole body of a function, also for what is skipped.
const REST_FUEL_MAX: u64 = 10_000;
/// 1.5 ms on a stick of 1 GIPS.
const SCROLL_FUEL_MAX: u64 = 750_000;
/// Fuel of the first tick: layout of everything and the first list.
const FIRST_FUEL_MAX: u64 = 15_000_000;

struct Home {
    vm: EngineVm,
    services: Typewriter,
    now_us: u64,
}

impl Home {
    /// The home screen, with all images that were asked for so far.
    fn start() -> (Self, u64) {
        let services = Typewriter::default();
        let vm = EngineVm::load(engine_wasm(), 1280, 720, Box::new(services.clone())).unwrap();
        let mut home = Self { vm, services, now_us: 1_000_000 };
        for batch in home::batches() {
            home.vm.apply(&batch).unwrap();
        }
        home.vm.tick(home.now_us).unwrap();
        let first = home.vm.fuel_used();
        home.deliver(0);
        (home, first)
    }

    /// Makes the images ready that were asked for after the first `from`; answers how many there are now.
    fn deliver(&mut self, from: usize) -> usize {
        let asked = self.services.0.lock().unwrap().images.len();
        let ready = |image| EngineInput::ImageReady { image: ImageId(image as u32), width: 220, height: 124 };
        let news: Vec<_> = (from + 1..=asked).map(ready).collect();
        self.vm.input(&encoded(&news)).unwrap();
        asked
    }

    /// Holds a key for a number of frames; answers the fuel of each tick.
    fn hold(&mut self, key: RemoteKey, frames: u32) -> Vec<u64> {
        let mut fuel = Vec::new();
        let mut images = self.services.0.lock().unwrap().images.len();
        for frame in 0..frames {
            if frame % 6 == 0 {
                let event = KeyEvent { key, phase: KeyPhase::Repeat, time_us: self.now_us };
                self.vm.input(&encoded(&[EngineInput::Key(event)])).unwrap();
            }
            images = self.deliver(images);
            self.now_us += 16_667;
            self.vm.tick(self.now_us).unwrap();
            fuel.push(self.vm.fuel_used());
            DisplayList::parse(self.vm.list().unwrap()).unwrap();
            self.vm.events().unwrap();
        }
        fuel
    }
}

fn report(what: &str, fuel: &[u64]) -> u64 {
    let worst = fuel.iter().copied().max().unwrap_or(0);
    let average = fuel.iter().sum::<u64>() / fuel.len().max(1) as u64;
    println!("{what}: {average} units of fuel a tick, at most {worst}");
    worst
}

#[test]
fn a_home_screen_is_within_its_budgets() {
    println!("module: {} bytes", engine_wasm().len());
    assert!(engine_wasm().len() <= MODULE_BYTES_MAX);
    let (mut home, first) = Home::start();
    println!("first tick: {first} units of fuel");
    assert!(first <= FIRST_FUEL_MAX);
    let across = report("held right", &home.hold(RemoteKey::Right, 90));
    let down = report("held down", &home.hold(RemoteKey::Down, 40));
    assert!(across <= SCROLL_FUEL_MAX && down <= SCROLL_FUEL_MAX);
    home.hold(RemoteKey::Menu, 120);
    let rest = report("at rest", &home.hold(RemoteKey::Menu, 1)[..]);
    assert!(rest <= REST_FUEL_MAX, "a tick in which nothing happens looks at nothing: {rest}");
    let items = DisplayList::parse(home.vm.list().unwrap()).unwrap().len();
    println!("memory: {} bytes, list: {items} items", home.vm.memory_bytes());
    assert!(home.vm.memory_bytes() <= HOME_MEMORY_BYTES_MAX);
}

/// The largest scene there can be: every number taken, every byte of text, in rows of a hundred.
fn largest_scene() -> Vec<Vec<u8>> {
    let node = |raw| NodeId::new(raw).unwrap();
    let set = |raw, prop, value| Command::Set { node: node(raw), prop, state: StyleState::Base, value };
    let mut commands = vec![Command::Begin];
    let text = "sixty-four bytes of text, less one, which is what a node gets..";
    for raw in 1..=NODES_MAX {
        let is_row = raw % 100 == 2;
        let kind = if raw == 1 || is_row { NodeKind::View } else { NodeKind::Text };
        commands.push(Command::Create { node: node(raw), kind });
        if kind == NodeKind::Text {
            commands.push(set(raw, Prop::Text, Value::Text(text)));
            let focused = Value::Color(Color::WHITE);
            let state = StyleState::Focused;
            commands.push(Command::Set { node: node(raw), prop: Prop::Fill, state, value: focused });
        }
        let parent = if is_row || raw == 1 { 1 } else { raw - (raw - 2) % 100 };
        if raw > 1 {
            commands.push(Command::Insert { parent: node(parent), child: node(raw), before: None });
        }
        if is_row {
            commands.push(set(raw, Prop::Direction, Value::Keyword(Keyword::Row)));
            commands.push(set(raw, Prop::Scroll, Value::Keyword(Keyword::X)));
        }
    }
    commands.push(Command::Present { root: node(1) });
    commands.chunks(400).map(encoded).collect()
}

#[test]
fn two_of_the_largest_scenes_fit() {
    let services = Typewriter::default();
    let mut vm = EngineVm::load(engine_wasm(), 1280, 720, Box::new(services.clone())).unwrap();
    let batches = largest_scene();
    for turn in 0..3 {
        for batch in &batches {
            vm.apply(batch).unwrap();
        }
        let turn = vm.tick(turn * 16_667).unwrap();
        assert!(turn.changed);
        println!("largest scene: {} units of fuel, {} bytes", vm.fuel_used(), vm.memory_bytes());
        assert!(vm.memory_bytes() <= MEMORY_BYTES_MAX);
    }
    let logs = services.0.lock().unwrap().logs.clone();
    assert!(logs.is_empty(), "{logs:?}");
}
