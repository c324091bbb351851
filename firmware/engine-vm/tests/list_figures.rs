//! What a grid of ten thousand items costs in the interpreter, in figures that are the same on every machine.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Typewriter, encoded, engine_wasm};
use ferrule_abi::command::Timing;
use ferrule_abi::list::ImageId;
use ferrule_abi::{
    Color, Command, DisplayList, Easing, EngineInput, Event, KeyEvent, KeyPhase, Keyword, NodeId, NodeKind,
    Prop, RemoteKey, StyleState, Value, records,
};
use ferrule_engine_vm::EngineVm;

/// Items of the grid.
const ITEMS: f32 = 10_000.0;
/// Fuel of binding a line of five used tiles and laying them out, beyond the paint of a frame. `figures` holds that.
const BIND_FUEL_MAX: u64 = 600_000;
/// What a step may cost beyond the paint of a frame in which the content only moves.
const STEP_EXTRA_FUEL_MAX: u64 = 40_000;
/// What a step may cost more in the grid than in one of a hundred items: places are computed, not looked up.
const STEP_FUEL_SPREAD: u64 = 2_000;

const LIST: u32 = 2;

fn node(raw: u32) -> NodeId {
    NodeId::new(raw).unwrap()
}

fn set(raw: u32, prop: Prop, value: Value<'static>) -> Command<'static> {
    Command::Set { node: node(raw), prop, state: StyleState::Base, value }
}

fn px(pixels: f32) -> Value<'static> {
    Value::Number(pixels)
}

/// A page with the grid and an app that binds what it is asked for.
struct Grid {
    vm: EngineVm,
    services: Typewriter,
    images: usize,
    now_us: u64,
    bound: Vec<(u32, u32)>,
    next: u32,
}

impl Grid {
    fn start(items: f32) -> Self {
        let services = Typewriter::default();
        let vm = EngineVm::load(engine_wasm(), 1280, 720, Box::new(services.clone())).unwrap();
        let view = NodeKind::View;
        let page = [
            Command::Begin,
            Command::Create { node: node(1), kind: view },
            Command::Create { node: node(LIST), kind: view },
            set(LIST, Prop::Grow, px(1.0)),
            set(LIST, Prop::Clip, Value::Flag(true)),
            set(LIST, Prop::Scroll, Value::Keyword(Keyword::Y)),
            set(LIST, Prop::Columns, px(5.0)),
            set(LIST, Prop::ItemSize, px(170.0)),
            set(LIST, Prop::Gap, px(20.0)),
            set(LIST, Prop::Overscan, px(5.0)),
            set(LIST, Prop::PlaceholderColor, Value::Color(Color(0x2020_30ff))),
            set(LIST, Prop::ItemCount, px(items)),
            Command::Insert { parent: node(1), child: node(LIST), before: None },
            Command::Present { root: node(1) },
        ];
        let mut grid = Self { vm, services, images: 0, now_us: 1_000_000, bound: vec![], next: 10 };
        grid.vm.apply(&encoded(&page)).unwrap();
        grid.tick();
        grid.tick();
        grid
    }

    /// A tile of a picture and a title, as on the home screen.
    fn tile(&mut self, commands: &mut Vec<Command<'static>>) -> u32 {
        let (tile, picture, title) = (self.next, self.next + 1, self.next + 2);
        self.next += 3;
        for (raw, kind) in [(tile, NodeKind::View), (picture, NodeKind::Image), (title, NodeKind::Text)] {
            commands.push(Command::Create { node: node(raw), kind });
        }
        for raw in [picture, title] {
            commands.push(Command::Insert { parent: node(tile), child: node(raw), before: None });
        }
        let timing = Timing { duration_ms: 160, delay_ms: 0, easing: Easing::EASE_OUT };
        commands.extend([
            set(tile, Prop::Focusable, Value::Flag(true)),
            set(picture, Prop::Height, px(124.0)),
            set(picture, Prop::Radius, px(8.0)),
            set(title, Prop::FontSize, px(20.0)),
            set(title, Prop::Height, px(28.0)),
            Command::Transition { node: node(tile), prop: Prop::Scale, timing },
            Command::Set { node: node(tile), prop: Prop::Scale, state: StyleState::Focused, value: px(1.08) },
        ]);
        tile
    }

    /// A tick and what the app does about it. Answers the fuel of the tick and of binding.
    fn tick(&mut self) -> (u64, u64) {
        let asked = self.services.0.lock().unwrap().images.len();
        let ready = |image| EngineInput::ImageReady { image: ImageId(image as u32), width: 220, height: 124 };
        let news: Vec<_> = (self.images + 1..=asked).map(ready).collect();
        self.images = asked;
        self.vm.input(&encoded(&news)).unwrap();
        self.now_us += 16_667;
        self.vm.tick(self.now_us).unwrap();
        let tick = self.vm.fuel_used();
        DisplayList::parse(self.vm.list().unwrap()).unwrap();
        let events = self.vm.events().unwrap().to_vec();
        let range = records::<Event<'_>>(&events).map(Result::unwrap).filter_map(|event| match event {
            Event::RangeChanged { first, count, .. } => Some(first..first + count),
            _ => None,
        });
        let Some(range) = range.last() else { return (tick, 0) };
        let mut commands = Vec::new();
        for item in range.clone() {
            if self.bound.iter().any(|&(bound, _)| bound == item) {
                continue;
            }
            let again = self.bound.iter().position(|(bound, _)| !range.contains(bound));
            let tile = match again {
                Some(at) => self.bound.remove(at).1,
                None => self.tile(&mut commands),
            };
            let source = if item % 2 == 0 { "images/even.jpg" } else { "images/odd.jpg" };
            commands.push(set(tile + 1, Prop::Source, Value::Text(source)));
            let title = if item % 2 == 0 { "An even film" } else { "An odd film" };
            commands.push(set(tile + 2, Prop::Text, Value::Text(title)));
            commands.push(Command::ListBind { list: node(LIST), index: item, node: node(tile) });
            self.bound.push((item, tile));
        }
        if commands.is_empty() {
            return (tick, 0);
        }
        self.vm.apply(&encoded(&commands)).unwrap();
        (tick, self.vm.fuel_used())
    }

    /// Holds a key for a number of steps, six frames each. Answers the worst fuel of ticks with a step, of other ticks,
    /// and of binding.
    fn hold(&mut self, key: RemoteKey, steps: u32) -> [u64; 3] {
        let mut worst = [0; 3];
        let mut bound = 0;
        for frame in 0..steps * 6 {
            let steps = frame % 6 == 0;
            if steps {
                let event = KeyEvent { key, phase: KeyPhase::Repeat, time_us: self.now_us };
                self.vm.input(&encoded(&[EngineInput::Key(event)])).unwrap();
            }
            let (tick, bind) = self.tick();
            let kind = if steps && bound == 0 { 0 } else { 1 };
            // The layout of what was bound falls into the next tick.
            worst[kind] = worst[kind].max(if bound == 0 { tick } else { 0 });
            worst[2] = worst[2].max(if bound == 0 { 0 } else { bound + tick });
            bound = bind;
        }
        worst
    }
}

#[test]
fn a_held_key_in_a_grid_of_ten_thousand_is_within_its_budget() {
    let mut small = Grid::start(100.0);
    let [few, ..] = small.hold(RemoteKey::Down, 16);
    let mut grid = Grid::start(ITEMS);
    // Until there are tiles enough to be used again.
    grid.hold(RemoteKey::Down, 10);
    let [step, other, bind] = grid.hold(RemoteKey::Down, 60);
    println!("held down in a grid of 10,000: at most {step} units of fuel for a step, {other} between steps");
    println!("of 100: {few}; binding a line of five tiles and laying it out: {bind}");
    println!("memory: {} bytes, {} nodes", grid.vm.memory_bytes(), grid.next);
    assert!(step <= other + STEP_EXTRA_FUEL_MAX);
    assert!(bind <= other + BIND_FUEL_MAX);
    assert!(step <= few + STEP_FUEL_SPREAD, "the number of items costs something");
    assert_eq!(grid.vm.memory_bytes(), small.vm.memory_bytes(), "items take no memory");
    assert!(grid.services.0.lock().unwrap().logs.is_empty());
}
