//! Every flexbox case on every implementation, and which cases are left out.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

use ferrule_conformance::engine::Engine;
use ferrule_conformance::native::Native;
use ferrule_conformance::twin::Twin;
use ferrule_conformance::wasm::Wasm;
use ferrule_conformance::{flexbox, run};

const CASES: &str = include_str!("../flexbox/flexbox.xml");
const LEFT_OUT: &str = include_str!("../flexbox/left-out.txt");
/// Cases in the file.
const COUNT: usize = 952;
/// Of a hundred cases so many may be left out.
const LEFT_OUT_PERCENT_MAX: usize = 5;

fn left_out() -> Vec<(&'static str, &'static str)> {
    LEFT_OUT
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(": ").unwrap())
        .collect()
}

#[test]
fn what_is_left_out_is_listed_with_its_reason() {
    let tests = flexbox::read(CASES).unwrap();
    assert_eq!(tests.len(), COUNT);
    let mut outside: Vec<(&str, &str)> = tests
        .iter()
        .filter_map(|test| Some((test.name.as_str(), test.case.as_ref().err()?.as_str())))
        .collect();
    let mut listed = left_out();
    outside.sort_unstable();
    listed.sort_unstable();
    assert_eq!(outside, listed);
    assert!(listed.len() * 100 <= COUNT * LEFT_OUT_PERCENT_MAX, "{} of {COUNT} are left out", listed.len());
}

/// Runs all cases, each on an engine of its own.
fn run_all(make: fn() -> Box<dyn Engine>) {
    let tests = flexbox::read(CASES).unwrap();
    let mut passed = 0;
    let mut failures = Vec::new();
    for test in &tests {
        let Ok(case) = &test.case else { continue };
        match run::flexbox(make().as_mut(), case) {
            Ok(()) => passed += 1,
            Err(failure) => failures.push(format!("{}: {failure}", test.name)),
        }
    }
    assert!(failures.is_empty(), "{} fail:\n{}", failures.len(), failures.join("\n"));
    assert_eq!(passed, COUNT - left_out().len());
}

#[test]
fn the_native_engine_passes_every_case() {
    run_all(|| Box::new(Native::new(1280, 720)));
}

#[test]
fn the_module_passes_every_case() {
    run_all(|| Box::new(Wasm::new(1280, 720)));
}

#[test]
fn the_twin_passes_every_case() {
    run_all(|| Box::new(Twin::new(1280, 720)));
}
