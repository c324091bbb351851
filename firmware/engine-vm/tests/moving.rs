//! What a thousand moving nodes cost in the interpreter, in figures that are the same on every machine.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Typewriter, encoded, engine_wasm};
use ferrule_abi::command::Timing;
use ferrule_abi::motion::{AnimationId, Keyframe, Play, PlayDirection};
use ferrule_abi::{Color, Command, Easing, Keyword, NodeId, NodeKind, Prop, StyleState, Value};
use ferrule_engine_vm::EngineVm;

/// Fuel of one tick in which two thousand values of a thousand nodes move, without the painting.
const MOVING_FUEL_MAX: u64 = 1_500_000;
/// The same with a thousand boxes painted.
const PAINTED_FUEL_MAX: u64 = 6_000_000;
/// Fuel of starting two thousand transitions, commands and all: it grows with their number and not with its square.
const START_FUEL_MAX: u64 = 16_000_000;
/// Fuel of one tick in which a thousand animations of two properties run and their boxes are painted.
const ANIMATED_FUEL_MAX: u64 = 2_500_000;
/// Nodes that move at once, in rows that all are on the screen.
const MOVING: u32 = 1000;
const PER_ROW: u32 = 50;

fn node(raw: u32) -> NodeId {
    NodeId::new(raw).unwrap()
}

fn set(raw: u32, prop: Prop, value: Value<'static>) -> Command<'static> {
    Command::Set { node: node(raw), prop, state: StyleState::Base, value }
}

/// Sends commands in batches that fit; answers the fuel of all.
fn send(vm: &mut EngineVm, commands: &[Command<'_>]) -> u64 {
    let mut fuel = 0;
    for batch in commands.chunks(400) {
        vm.apply(&encoded(batch)).unwrap();
        fuel += vm.fuel_used();
    }
    fuel
}

/// A screen of small boxes with transitions of `translateX` and `opacity`, numbered from 1000.
fn boxes(timing: impl Fn(u32) -> Timing) -> EngineVm {
    let mut vm = EngineVm::load(engine_wasm(), 1280, 720, Box::new(Typewriter::default())).unwrap();
    let mut commands = vec![Command::Create { node: node(1), kind: NodeKind::View }];
    for at in 0..MOVING {
        let (row, raw) = (2 + at / PER_ROW, 1000 + at);
        if at % PER_ROW == 0 {
            commands.push(Command::Create { node: node(row), kind: NodeKind::View });
            commands.push(set(row, Prop::Direction, Value::Keyword(Keyword::Row)));
            commands.push(Command::Insert { parent: node(1), child: node(row), before: None });
        }
        commands.push(Command::Create { node: node(raw), kind: NodeKind::View });
        commands.push(set(raw, Prop::Width, Value::Number(24.0)));
        commands.push(set(raw, Prop::Height, Value::Number(34.0)));
        commands.push(set(raw, Prop::Fill, Value::Color(Color(0x4060_80ff))));
        commands.push(Command::Insert { parent: node(row), child: node(raw), before: None });
        for prop in [Prop::TranslateX, Prop::Opacity] {
            commands.push(Command::Transition { node: node(raw), prop, timing: timing(at) });
        }
    }
    commands.push(Command::Present { root: node(1) });
    send(&mut vm, &commands);
    vm.tick(1_000_000).unwrap();
    vm
}

/// Ticks for a quarter of a second; answers the fuel of each.
fn quarter_second(vm: &mut EngineVm) -> Vec<u64> {
    let frames = (1..=15).map(|frame| {
        assert!(vm.tick(1_000_000 + frame * 16_667).unwrap().animating);
        vm.fuel_used()
    });
    frames.collect()
}

fn report(what: &str, fuel: &[u64]) -> u64 {
    let worst = fuel.iter().copied().max().unwrap_or(0);
    let average = fuel.iter().sum::<u64>() / fuel.len().max(1) as u64;
    println!("{what}: {average} units of fuel a tick, at most {worst}");
    worst
}

#[test]
fn a_thousand_moving_nodes_are_within_their_budget() {
    let alike = |_| Timing { duration_ms: 400, delay_ms: 0, easing: Easing::EASE_OUT };
    let each = |at| Timing { duration_ms: 400, delay_ms: (at % 200) as u16, easing: Easing::EASE_OUT };
    let timings: [(&str, &dyn Fn(u32) -> Timing); 2] = [("alike", &alike), ("each its own", &each)];
    for (name, timing) in timings {
        let mut vm = boxes(timing);
        let mut commands = Vec::new();
        for raw in 1000..1000 + MOVING {
            commands.push(set(raw, Prop::TranslateX, Value::Number(100.0)));
            commands.push(set(raw, Prop::Opacity, Value::Number(0.5)));
        }
        let start = send(&mut vm, &commands);
        println!("starting 2000 transitions: {start} units of fuel");
        assert!(start <= START_FUEL_MAX);
        let painted = report(&format!("1000 nodes moving, timings {name}"), &quarter_second(&mut vm));
        assert!(painted <= PAINTED_FUEL_MAX);
        let mut vm = boxes(timing);
        commands.push(set(1, Prop::Visible, Value::Flag(false)));
        send(&mut vm, &commands);
        let moving = report("the same on a hidden page", &quarter_second(&mut vm)[1..]);
        assert!(moving <= MOVING_FUEL_MAX);
        println!("memory: {} bytes", vm.memory_bytes());
    }
}

/// What `scripts/bench` measures as `crowd`: boxes with round corners in one parent, each with an animation.
#[test]
fn a_thousand_animations_are_within_their_budget() {
    let mut vm = EngineVm::load(engine_wasm(), 1280, 720, Box::new(Typewriter::default())).unwrap();
    let mut commands = vec![Command::Create { node: node(1), kind: NodeKind::View }];
    for at in 0..MOVING {
        let raw = 1000 + at;
        commands.push(Command::Create { node: node(raw), kind: NodeKind::View });
        commands.push(set(raw, Prop::Position, Value::Keyword(Keyword::Absolute)));
        let (left, top) = (at % 40 * 31, at / 40 * 28);
        let numbers =
            [(Prop::Left, left), (Prop::Top, top), (Prop::Width, 20), (Prop::Height, 18), (Prop::Radius, 4)];
        commands.extend(numbers.map(|(prop, number)| set(raw, prop, Value::Number(number as f32))));
        commands.push(set(raw, Prop::Fill, Value::Color(Color(0x8fb4_ffff))));
        commands.push(Command::Insert { parent: node(1), child: node(raw), before: None });
    }
    commands.push(Command::Present { root: node(1) });
    send(&mut vm, &commands);
    vm.tick(1_000_000).unwrap();
    let to =
        |prop, number| Keyframe { prop, offset: 1.0, value: Value::Number(number), easing: Easing::EASE };
    let keyframes = encoded(&[to(Prop::TranslateX, 40.0), to(Prop::Opacity, 0.4)]);
    let play = Play { duration_ms: 1000, delay_ms: 0, repeat: 1, direction: PlayDirection::Normal };
    let animate =
        |raw| Command::Animate { node: node(raw), animation: AnimationId(raw), play, keyframes: &keyframes };
    let start = send(&mut vm, &(1000..1000 + MOVING).map(animate).collect::<Vec<_>>());
    println!("starting 1000 animations: {start} units of fuel");
    assert!(start <= START_FUEL_MAX);
    let painted = report("1000 nodes with animations", &quarter_second(&mut vm));
    assert!(painted <= ANIMATED_FUEL_MAX);
}
