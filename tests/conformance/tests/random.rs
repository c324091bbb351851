//! Random stories on several implementations at once. A story that fails is made short and written as a case file:
//! add it to `scenes/`, with a name that says what it shows.
//!
//! `FERRULE_SEEDS=7,8` plays other seeds, `FERRULE_FAMILIES=layout,focus` a part of the features (`src/families.rs`),
//! `FERRULE_OPERATIONS=1000` fewer steps.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use ferrule_conformance::dice::Dice;
use ferrule_conformance::engine::Engine;
use ferrule_conformance::families::{self, Families};
use ferrule_conformance::lockstep::Lockstep;
use ferrule_conformance::native::Native;
use ferrule_conformance::random::{Maker, STORY_STEPS_MAX, shrink};
use ferrule_conformance::script::{self, Step};
use ferrule_conformance::twin::Twin;
use ferrule_conformance::wasm::Wasm;

/// Steps for each seed.
const OPERATIONS: u32 = 100_000;
const SEEDS: [u64; 2] = [1, 0x5eed];

type Engines = fn() -> Vec<Box<dyn Engine>>;

fn native_and_module() -> Vec<Box<dyn Engine>> {
    vec![Box::new(Native::new(1280, 720)), Box::new(Wasm::new(1280, 720))]
}

fn native_and_twin() -> Vec<Box<dyn Engine>> {
    vec![Box::new(Native::new(1280, 720)), Box::new(Twin::new(1280, 720))]
}

fn variable<T>(name: &str, usual: T, read: impl Fn(&str) -> Option<T>) -> T {
    let Ok(text) = std::env::var(name) else { return usual };
    read(&text).unwrap_or_else(|| panic!("{name}={text} cannot be read"))
}

/// Why a story fails, if it does.
fn failure(story: &[Step], engines: Engines, families: Families) -> Option<String> {
    let play = AssertUnwindSafe(|| {
        let mut engines = Lockstep::new(engines(), families);
        story.iter().find_map(|step| engines.step(step).err())
    });
    catch_unwind(play).unwrap_or_else(|panic| Some(words_of(panic.as_ref())))
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_owned()
}

/// Plays stories of a seed. Answers how many steps there were and how many display lists changed.
fn play(seed: u64, operations: u32, engines: Engines, families: Families) -> (u32, u32) {
    let mut dice = Dice::new(seed);
    let (mut steps, mut changed) = (0, 0);
    while steps < operations {
        let mut maker = Maker::new(dice.any(), families);
        let length = (STORY_STEPS_MAX / 4 + dice.roll(STORY_STEPS_MAX * 3 / 4)).min(operations - steps);
        let mut story = Vec::new();
        let told = catch_unwind(AssertUnwindSafe(|| {
            let mut engines = Lockstep::new(engines(), families);
            for _ in 0..length {
                story.push(maker.step(&mut engines));
                engines.step(&story[story.len() - 1])?;
                changed += u32::from(engines.turn.changed);
            }
            Ok(())
        }));
        let error: Option<String> = match told {
            Ok(result) => result.err(),
            Err(panic) => Some(words_of(panic.as_ref())),
        };
        if let Some(error) = error {
            report(seed, &story, &error, engines, families);
        }
        steps += length;
    }
    (steps, changed)
}

/// Ends the test with the shortest story that fails.
fn report(seed: u64, story: &[Step], error: &str, engines: Engines, families: Families) -> ! {
    println!("seed {seed:#x} fails after {} steps:\n{error}\nmaking it short ...", story.len());
    std::panic::set_hook(Box::new(|_| {}));
    let short = shrink(story, |story| failure(story, engines, families).is_some());
    let _ = std::panic::take_hook();
    let error = failure(&short, engines, families).unwrap_or_default();
    let lines: String = short.iter().map(|step| script::line(step) + "\n").collect();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("seed-{seed:x}.scene"));
    std::fs::write(&path, format!("# Found by seed {seed:#x}.\n\n{lines}")).unwrap();
    panic!("seed {seed:#x}: {error}\nafter ({}):\n{lines}", path.display());
}

/// Plays all seeds, each in a thread of its own.
fn play_all(engines: Engines, families: Families) {
    let seeds = variable("FERRULE_SEEDS", SEEDS.to_vec(), |text| {
        text.split(',').map(|seed| seed.trim().parse().ok()).collect()
    });
    let operations = variable("FERRULE_OPERATIONS", OPERATIONS, |text| text.parse().ok());
    let families = variable("FERRULE_FAMILIES", families, Families::from_names);
    let threads: Vec<_> = seeds
        .into_iter()
        .map(|seed| (seed, std::thread::spawn(move || play(seed, operations, engines, families))))
        .collect();
    for (seed, thread) in threads {
        match thread.join() {
            Ok((steps, changed)) => println!("seed {seed:#x}: {steps} steps, {changed} new display lists"),
            Err(panic) => panic!("{}", words_of(panic.as_ref())),
        }
    }
}

#[test]
fn the_module_does_what_the_native_engine_does() {
    play_all(native_and_module, Families::ALL);
}

#[test]
fn the_twin_does_what_the_native_engine_does() {
    play_all(native_and_twin, families::TWIN);
}
