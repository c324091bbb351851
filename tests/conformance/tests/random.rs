//! Random stories on several implementations at once. A story that fails is made short and written as a case file:
//! add it to `scenes/`, with a name that says what it shows.
//!
//! `FERRULE_SEEDS=7,8` plays other seeds, `FERRULE_FAMILIES=layout,focus` a part of the features (`src/families.rs`),
//! `FERRULE_OPERATIONS=1000` fewer steps.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use ferrule_conformance::dice::Dice;
use ferrule_conformance::families::Families;
use ferrule_conformance::lockstep::Lockstep;
use ferrule_conformance::native::Native;
use ferrule_conformance::random::{Maker, STORY_STEPS, shrink};
use ferrule_conformance::script::{self, Step};
use ferrule_conformance::twin::Twin;
use ferrule_conformance::wasm::Wasm;

/// Steps for each seed.
const OPERATIONS: u32 = 100_000;
const SEEDS: [u64; 1] = [0x5eed];
/// Threads that play the stories of a seed.
const THREADS: usize = 2;

fn engines() -> Lockstep {
    Lockstep::new(vec![
        Box::new(Native::new(1280, 720)),
        Box::new(Wasm::new(1280, 720)),
        Box::new(Twin::new(1280, 720)),
    ])
}

fn variable<T>(name: &str, usual: T, read: impl Fn(&str) -> Option<T>) -> T {
    let Ok(text) = std::env::var(name) else { return usual };
    read(&text).unwrap_or_else(|| panic!("{name}={text} cannot be read"))
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_owned()
}

/// A story that fails, and why.
struct Failure {
    story: Vec<Step>,
    error: String,
}

/// Makes a story and plays it. Answers how many display lists changed.
fn tell(seed: u64, families: Families) -> Result<u32, Failure> {
    let (mut story, mut changed) = (Vec::new(), 0);
    let told = catch_unwind(AssertUnwindSafe(|| {
        let mut maker = Maker::new(seed, families);
        let mut engines = engines();
        for _ in 0..STORY_STEPS {
            story.push(maker.step(&mut engines));
            engines.step(&story[story.len() - 1])?;
            changed += u32::from(engines.turn.changed);
        }
        Ok(())
    }));
    match told {
        Ok(Ok(())) => Ok(changed),
        Ok(Err(error)) => Err(Failure { story, error }),
        Err(panic) => Err(Failure { story, error: words_of(panic.as_ref()) }),
    }
}

/// Why a story fails, if it does.
fn failure(story: &[Step]) -> Option<String> {
    let play = AssertUnwindSafe(|| {
        let mut engines = engines();
        story.iter().find_map(|step| engines.step(step).err())
    });
    catch_unwind(play).unwrap_or_else(|panic| Some(words_of(panic.as_ref())))
}

/// Plays the stories of a seed, some at a time. Answers how many steps there were and how many display lists changed.
fn play(seed: u64, operations: u32, families: Families) -> Result<(u32, u32), Failure> {
    let mut dice = Dice::new(seed);
    let stories: Vec<u64> = (0..operations.div_ceil(STORY_STEPS)).map(|_| dice.any()).collect();
    let (next, changed, failed) = (AtomicU32::new(0), AtomicU32::new(0), AtomicBool::new(false));
    let work = || {
        while let Some(&story) = stories.get(next.fetch_add(1, Ordering::Relaxed) as usize)
            && !failed.load(Ordering::Relaxed)
        {
            let told = tell(story, families);
            failed.fetch_or(told.is_err(), Ordering::Relaxed);
            changed.fetch_add(told?, Ordering::Relaxed);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().unwrap())
    })?;
    Ok((stories.len() as u32 * STORY_STEPS, changed.into_inner()))
}

/// Ends the test with the shortest story that fails.
fn report(seed: u64, failure: &Failure) -> ! {
    let Failure { story, error } = failure;
    println!("seed {seed} fails after {} steps:\n{error}\nmaking it short ...", story.len());
    std::panic::set_hook(Box::new(|_| {}));
    let short = shrink(story, |story| self::failure(story).is_some());
    let _ = std::panic::take_hook();
    let error = self::failure(&short).unwrap_or_default();
    let lines: String = short.iter().map(|step| script::line(step) + "\n").collect();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("seed-{seed}.scene"));
    std::fs::write(&path, format!("# Found by seed {seed}.\n\n{lines}= list\n")).unwrap();
    panic!("seed {seed}: {error}\nafter ({}):\n{lines}", path.display());
}

#[test]
fn all_engines_do_the_same() {
    let seeds = variable("FERRULE_SEEDS", SEEDS.to_vec(), |text| {
        text.split(',').map(|seed| seed.trim().parse().ok()).collect()
    });
    let operations = variable("FERRULE_OPERATIONS", OPERATIONS, |text| text.parse().ok());
    let families = variable("FERRULE_FAMILIES", Families::ALL, Families::from_names);
    for seed in seeds {
        match play(seed, operations, families) {
            Ok((steps, changed)) => {
                let line = format!("seed {seed}: {steps} steps, {changed} new display lists\n");
                // Seen also when all is well.
                std::io::stderr().write_all(line.as_bytes()).unwrap();
                assert!(changed > 0, "nothing is ever painted");
            }
            Err(failure) => report(seed, &failure),
        }
    }
}
