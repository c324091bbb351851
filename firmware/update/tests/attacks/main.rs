//! Attacks on updates, as data: each is refused with its own error, and the device goes on with its last good release.
//!
//! A case says what is published or stored instead of the right thing (`deeds.rs`), and what the check must say to it.
//! Around every case stands the same story: a device runs release 12, release 13 is published, the attack happens, the
//! device starts again, and then an honest server is asked.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod case;
mod deeds;
mod device;
mod disk;
mod publisher;

use case::Case;

const FILES: [(&str, &str, usize); 5] = [
    ("signatures.toml", include_str!("signatures.toml"), 40),
    ("replay.toml", include_str!("replay.toml"), 20),
    ("bodies.toml", include_str!("bodies.toml"), 30),
    ("content.toml", include_str!("content.toml"), 20),
    ("storage.toml", include_str!("storage.toml"), 8),
];
/// Cases in all files: fewer mean that a file is not read as a whole.
const CASES_MIN: usize = 120;

fn run(file: &str) {
    let (_, text, cases_min) = FILES.into_iter().find(|(name, ..)| *name == file).unwrap();
    let cases = Case::read(text).unwrap_or_else(|error| panic!("{file}: {error}"));
    assert!(cases.len() >= cases_min, "{file}: only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        if let Err(what) = case.run() {
            wrong.push(format!("{file}: {}: {what}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn signatures_and_envelopes() {
    run("signatures.toml");
}

#[test]
fn old_and_mixed_metadata() {
    run("replay.toml");
}

#[test]
fn bodies_that_were_rightly_signed() {
    run("bodies.toml");
}

#[test]
fn content() {
    run("content.toml");
}

#[test]
fn what_lies_on_the_data_partition() {
    run("storage.toml");
}

#[test]
fn every_case_has_a_name_of_its_own() {
    let cases: Vec<Case> = FILES.iter().flat_map(|(_, text, _)| Case::read(text).unwrap()).collect();
    let names: std::collections::BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "a name stands twice");
    assert!(cases.len() >= CASES_MIN, "only {} cases", cases.len());
}
