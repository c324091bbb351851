//! The engine gives the same bytes in the interpreter and as native code.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Typewriter, encoded, engine_wasm, home};
use ferrule_abi::list::ImageId;
use ferrule_abi::{EngineInput, KeyEvent, KeyPhase, RemoteKey};
use ferrule_engine_vm::EngineVm;
use ferrule_scene::Engine;

/// A walk over the page: keys held, tapped and released, at uneven times.
const KEYS: [RemoteKey; 12] = [
    RemoteKey::Right,
    RemoteKey::Right,
    RemoteKey::Down,
    RemoteKey::Ok,
    RemoteKey::Right,
    RemoteKey::Down,
    RemoteKey::Back,
    RemoteKey::Left,
    RemoteKey::Up,
    RemoteKey::Down,
    RemoteKey::Down,
    RemoteKey::Up,
];

#[test]
fn lists_and_events_are_the_same_natively_and_interpreted() {
    let mut vm = EngineVm::load(engine_wasm(), 1280, 720, Box::new(Typewriter::default())).unwrap();
    let mut native = Engine::new(Typewriter::default(), 1280, 720);
    for batch in home::batches() {
        vm.apply(&batch).unwrap();
        native.apply(&batch).unwrap();
    }
    let mut now_us = 5_000_000;
    let mut changed = 0;
    for frame in 0..240_u64 {
        let mut inputs =
            vec![EngineInput::ImageReady { image: ImageId(frame as u32), width: 220, height: 124 }];
        if frame % 7 == 0 {
            let key = KEYS[(frame / 7) as usize % KEYS.len()];
            inputs.push(EngineInput::Key(KeyEvent { key, phase: KeyPhase::Down, time_us: now_us }));
        }
        let batch = encoded(&inputs);
        vm.input(&batch).unwrap();
        native.input(&batch).unwrap();
        now_us += 16_000 + frame * 37 % 5_000;
        let (interpreted, here) = (vm.tick(now_us).unwrap(), native.tick(now_us));
        let bits = (interpreted.changed, interpreted.animating, interpreted.events);
        assert_eq!(bits, (here.changed, here.animating, here.events), "frame {frame}");
        assert!(vm.list().unwrap() == native.display_list(), "the lists of frame {frame} differ");
        assert_eq!(vm.events().unwrap(), native.events(), "frame {frame}");
        changed += u32::from(here.changed);
    }
    assert!(changed > 150, "only {changed} frames moved");
}
