//! The flexbox cases whose boxes a browser computed, on the script.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::twin::Vm;
use ferrule_conformance::{flexbox, font, run};

const CASES: &str = include_str!("../../../tests/conformance/flexbox/flexbox.xml");

#[test]
fn the_script_passes_every_case() {
    let vm = Vm::new();
    let mut passed = 0;
    let mut failures = Vec::new();
    for test in flexbox::read(CASES).unwrap() {
        // What is left out is listed beside the cases.
        let Ok(case) = &test.case else { continue };
        let mut engine = vm.engine(font::measure, 1280, 720);
        match run::flexbox(&mut engine, case) {
            Ok(()) => passed += 1,
            Err(failure) => failures.push(format!("{}: {failure} {}", test.name, engine.last_refusal())),
        }
    }
    assert!(failures.is_empty(), "{} fail:\n{}", failures.len(), failures.join("\n"));
    assert!(passed > 900, "only {passed} cases ran");
}
