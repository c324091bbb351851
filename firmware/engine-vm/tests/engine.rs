//! The real engine module in the interpreter, end to end.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Typewriter, encoded, engine_wasm};
use ferrule_abi::{
    Color, Command, DisplayList, EngineInput, Event, Item, KeyEvent, KeyPhase, NodeId, NodeKind, Prop,
    RemoteKey, StyleState, Value, records,
};
use ferrule_engine_vm::{CallError, EngineVm};

fn node(raw: u32) -> NodeId {
    NodeId::new(raw).unwrap()
}

fn set(raw: u32, prop: Prop, value: Value<'static>) -> Command<'static> {
    Command::Set { node: node(raw), prop, state: StyleState::Base, value }
}

/// A root with two focusable boxes above each other, a text and an image.
fn page() -> Vec<u8> {
    let mut commands = vec![Command::Begin];
    for (raw, kind) in [
        (1, NodeKind::View),
        (2, NodeKind::View),
        (3, NodeKind::View),
        (4, NodeKind::Text),
        (5, NodeKind::Image),
    ] {
        commands.push(Command::Create { node: node(raw), kind });
        if raw > 1 {
            commands.push(Command::Insert { parent: node(1), child: node(raw), before: None });
        }
    }
    for raw in [2, 3] {
        commands.push(set(raw, Prop::Height, Value::Number(100.0)));
        commands.push(set(raw, Prop::Fill, Value::Color(Color(0xff00_00ff))));
        commands.push(set(raw, Prop::Focusable, Value::Flag(true)));
    }
    commands.push(set(4, Prop::Text, Value::Text("Ferrule")));
    commands.push(set(5, Prop::Source, Value::Text("a.png")));
    commands.push(set(5, Prop::Height, Value::Number(50.0)));
    commands.push(Command::Present { root: node(1) });
    encoded(&commands)
}

fn start() -> (EngineVm, Typewriter) {
    let services = Typewriter::default();
    let vm = EngineVm::load(engine_wasm(), 1280, 720, Box::new(services.clone())).unwrap();
    (vm, services)
}

#[test]
fn a_page_becomes_a_list_and_keys_become_events() {
    let (mut vm, services) = start();
    vm.apply(&page()).unwrap();
    let turn = vm.tick(1_000).unwrap();
    assert!(turn.changed && turn.events && !turn.animating);
    let list = DisplayList::parse(vm.list().unwrap()).unwrap();
    let runs = list.items().filter(|item| matches!(item, Item::GlyphRun(_))).count();
    let quads = list.items().filter(|item| matches!(item, Item::Quad(_))).count();
    assert_eq!((runs, quads), (1, 2));
    assert_eq!(services.0.lock().unwrap().images, [("a.png".to_owned(), 1280, 50)]);

    let key = KeyEvent { key: RemoteKey::Down, phase: KeyPhase::Down, time_us: 2_000 };
    vm.input(&encoded(&[EngineInput::Key(key)])).unwrap();
    assert!(vm.tick(17_000).unwrap().events);
    let events: Vec<_> = records::<Event<'_>>(vm.events().unwrap()).map(Result::unwrap).collect();
    let first = Event::FocusChanged { node: Some(node(2)), previous: None };
    let second = Event::FocusChanged { node: Some(node(3)), previous: Some(node(2)) };
    assert_eq!(events, [first, second]);
    assert!(vm.events().unwrap().is_empty());
    assert!(!vm.tick(33_000).unwrap().changed, "nothing changed, so there is no frame");
}

#[test]
fn a_bad_batch_is_refused_and_the_engine_lives_on() {
    let (mut vm, _) = start();
    let error = vm.apply(&[99]).unwrap_err();
    assert!(matches!(error, CallError::Refused { call: "apply", status: 3 }), "{error}");
    assert!(!error.is_fatal());
    let too_long = vec![0; ferrule_abi::limits::BATCH_BYTES_MAX + 1];
    assert!(matches!(vm.apply(&too_long), Err(CallError::BatchTooLong { .. })));
    vm.apply(&page()).unwrap();
    assert!(vm.tick(1_000).unwrap().changed);
}

#[test]
fn commands_for_nodes_that_do_not_exist_are_logged() {
    let (mut vm, services) = start();
    vm.apply(&encoded(&[set(77, Prop::Width, Value::Number(1.0))])).unwrap();
    let logs = services.0.lock().unwrap().logs.clone();
    assert_eq!(logs.len(), 1);
    assert!(logs[0].0 == 2 && logs[0].1.contains("width of node 77"), "{logs:?}");
}
