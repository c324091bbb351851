//! Whether the test of power cuts can fail: mistakes are made on purpose, and each must be noticed.

use ferrule_slots::{Bug, seed};

use crate::model::Sabotage;
use crate::run;
use crate::world::World;

/// States in which a mistake must have been noticed.
const STATES_MAX: u64 = 400_000;

const SABOTAGES: [Sabotage; 14] = [
    Sabotage::FileSync("bundle/app.js"),
    Sabotage::FileSync("release.new"),
    Sabotage::FileSync("root.new"),
    Sabotage::DirSync("bundle"),
    Sabotage::DirSync("/sub"),
    Sabotage::DirSync("slots/a"),
    Sabotage::DirSync("slots/b"),
    Sabotage::DirSync("slots"),
    Sabotage::DirSync("trust"),
    Sabotage::DirSync(""),
    Sabotage::DurableWrite,
    Sabotage::OneCopy,
    Sabotage::DeleteBeforeRename,
    Sabotage::CopyForRename,
];

const BUGS: [Bug; 17] = [
    Bug::ChecksumIgnored,
    Bug::SequenceReversed,
    Bug::TryNotSpent,
    Bug::StartNotNoted,
    Bug::BootIgnored,
    Bug::PowerLossesUnlimited,
    Bug::FloorIgnored,
    Bug::FloorEarly,
    Bug::FloorNotRaised,
    Bug::LastGoodOverwritten,
    Bug::BeginNotNoted,
    Bug::ResumedBelieved,
    Bug::TrialBeforeSync,
    Bug::MarksFall,
    Bug::RootNotedFirst,
    Bug::FailureForgotten,
    Bug::GoodForgotten,
];

#[test]
fn every_mistake_is_noticed() {
    let world = World::new();
    let mut unnoticed = Vec::new();
    let mut note = |name: String, result: Result<u64, String>| match result {
        Err(why) => println!("{name}: {}", why.lines().next().unwrap_or_default()),
        Ok(_) => unnoticed.push(name),
    };
    for sabotage in SABOTAGES {
        note(format!("{sabotage:?}"), run(&world, 1..100, STATES_MAX, Some(sabotage)));
    }
    for bug in BUGS {
        seed(Some(bug));
        note(format!("{bug:?}"), run(&world, 1..100, STATES_MAX, None));
        seed(None);
    }
    assert_eq!(unnoticed, Vec::<String>::new());
}
