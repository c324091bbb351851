//! Every case file in `scenes/` on every implementation. `FERRULE_BLESS=1` writes what must come of them anew: look at
//! what changed.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use ferrule_conformance::lockstep::Lockstep;
use ferrule_conformance::native::Native;
use ferrule_conformance::script::{Case, line, steps};
use ferrule_conformance::twin::Twin;
use ferrule_conformance::wasm::Wasm;

/// Cases that there are at least.
const CASES_MIN: usize = 400;
/// Threads that run them.
const THREADS: usize = 2;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenes")
}

/// Every case file, by its path from the folder.
fn files() -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![folder()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder()).unwrap().to_str().unwrap();
                assert!(name.ends_with(".scene"), "{name} is no case");
                files.push(name.to_owned());
            }
        }
    }
    files.sort_unstable();
    files
}

fn engines((width, height): (u16, u16)) -> Lockstep {
    Lockstep::new(vec![
        Box::new(Native::new(width, height)),
        Box::new(Wasm::new(width, height)),
        Box::new(Twin::new(width, height)),
    ])
}

/// Runs a case, or writes it anew. Answers what is wrong with it.
fn run(name: &str, bless: bool) -> Result<(), String> {
    let path = folder().join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    let at = |error| format!("tests/conformance/scenes/{name}:{error}");
    let case = Case::read(&text).map_err(at)?;
    let played = catch_unwind(AssertUnwindSafe(|| {
        let mut engines = engines(case.screen);
        if bless { case.blessed(&mut engines).map(Some) } else { case.run(&mut engines).map(|()| None) }
    }));
    let played = played.map_err(|_| format!("tests/conformance/scenes/{name}: an engine panics"))?;
    if let Some(blessed) = played.map_err(at)?
        && blessed != text
    {
        std::fs::write(&path, blessed).unwrap();
    }
    Ok(())
}

#[test]
fn all_engines_pass_every_case() {
    let bless = std::env::var("FERRULE_BLESS").is_ok_and(|value| value == "1");
    let only = std::env::var("FERRULE_CASES").unwrap_or_default();
    let all = files();
    let count = all.len();
    let files: Vec<String> = all.into_iter().filter(|name| name.contains(&only)).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut failures = Vec::new();
        while let Some(name) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            failures.extend(run(name, bless).err());
        }
        failures
    };
    let failures: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let line = format!("{} of {count} cases ran\n", files.len());
    std::io::stderr().write_all(line.as_bytes()).unwrap();
    assert!(failures.is_empty(), "{} fail:\n{}", failures.len(), failures.join("\n"));
    assert!(count >= CASES_MIN, "there are only {count} cases");
}

#[test]
fn steps_are_written_as_they_are_read() {
    for name in files() {
        let text = std::fs::read_to_string(folder().join(&name)).unwrap();
        for step in Case::read(&text).unwrap().steps() {
            let line = line(step);
            assert_eq!(steps(&line), Ok(vec![step.clone()]), "{name}: {line}");
        }
    }
}
