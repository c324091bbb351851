//! `xtask test`: everything that must hold before a change lands, from formatting to the real image in QEMU.
//! All stages run, whatever fails before them, and the last line counts what passed.

mod libtest;
mod licences;

use crate::error::Error;
use crate::progress::Progress;
use crate::{bench, build, image, paths};
use libtest::Tally;
use sha2::{Digest, Sha256};
use std::process::{Command, ExitCode};

const HELP: &str = "\
Usage: scripts/test [FILTER]

Runs all checks and tests. With a FILTER: only the stage of that name, or only the tests whose name contains it.
Stages:
  fmt      the formatting of the sources
  clippy   lints, all of them errors
  deny     licences, advisories (where their database is reachable) and duplicates of dependencies
  unit     tests that run on this machine
  image    images of both boards, and that a second build gives the same bytes
  qemu     the images booted in QEMU: pictures, keys, hot-plug, crashes, budgets
Only when asked for, since it takes long:
  soak     power cuts of a real ext4, five times as many as a usual run has
The last line is `N passed, N failed`. Exit codes: 0 all passed, 1 something failed, 2 wrong usage.
";

/// The boards that are built and booted.
const BOARDS: [&str; 2] = ["qemu-arm64", "qemu-armv7"];
/// The package whose tests boot the images, which must therefore be built first.
const QEMU_PACKAGE: &str = "ferrule-qemu-tests";
const QEMU_TARGET: &str = "qemu";

/// Power cuts of a real file system in the stage of that name.
const SOAK_CUTS: usize = 10_000;

/// One part of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Fmt,
    Clippy,
    Deny,
    Unit,
    Image,
    Qemu,
    /// Not part of a usual run.
    Soak,
}

impl Stage {
    const ALL: [Self; 6] = [Self::Fmt, Self::Clippy, Self::Deny, Self::Unit, Self::Image, Self::Qemu];

    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::Deny => "deny",
            Self::Unit => "unit",
            Self::Image => "image",
            Self::Qemu => "qemu",
            Self::Soak => "soak",
        }
    }
}

/// `xtask test`.
pub(crate) fn main(mut args: lexopt::Parser) -> Result<ExitCode, Error> {
    let mut filter = None;
    while let Some(arg) = args.next()? {
        match arg {
            lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => {
                print!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            lexopt::Arg::Value(value) if filter.is_none() => {
                filter = Some(value.to_string_lossy().into_owned())
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let tally = run(filter.as_deref(), &Progress::new());
    if tally.passed + tally.failed == 0 {
        return Err(Error::Usage(format!("no test's name contains `{}`", filter.unwrap_or_default())));
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    Ok(if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The stages to run, and the filter for test names.
fn plan(filter: Option<&str>) -> (Vec<Stage>, Option<&str>) {
    match filter {
        None => (Stage::ALL.to_vec(), None),
        Some(name) => match Stage::ALL.into_iter().chain([Stage::Soak]).find(|stage| stage.name() == name) {
            Some(stage) => (vec![stage], None),
            None => (vec![Stage::Unit, Stage::Qemu], Some(name)),
        },
    }
}

fn run(filter: Option<&str>, progress: &Progress) -> Tally {
    let (stages, tests) = plan(filter);
    let mut total = Tally::default();
    for stage in stages {
        progress.step(stage.name());
        let tally = match stage {
            Stage::Fmt => check("fmt", cargo().args(["fmt", "--all", "--check"])),
            Stage::Clippy => check(
                "clippy",
                cargo().args([
                    "clippy",
                    "--workspace",
                    "--all-targets",
                    "--locked",
                    "--quiet",
                    "--",
                    "-D",
                    "warnings",
                ]),
            ),
            Stage::Deny => licences::check(),
            Stage::Unit => unit(tests, progress),
            Stage::Image => images(),
            Stage::Qemu => qemu(tests, progress),
            Stage::Soak => soak(),
        };
        total += tally;
    }
    total
}

/// The tests that run on this machine, those of the engine with the module that ships.
fn unit(filter: Option<&str>, progress: &Progress) -> Tally {
    match build::engine(progress) {
        Ok(module) => libtest::run(
            cargo()
                .args(["test", "--workspace", "--exclude", QEMU_PACKAGE])
                .env("FERRULE_ENGINE_WASM", module),
            filter,
        ),
        Err(error) => report("engine.wasm", Err(error)),
    }
}

/// What is worth more repetitions than a usual run has time for.
fn soak() -> Tally {
    libtest::run(
        cargo()
            .args(["test", "--package", "ferrule-slots", "--test", "power"])
            .env("FERRULE_CUTS", SOAK_CUTS.to_string()),
        Some("ext4"),
    )
}

/// Cargo with the project's compiler, in the checkout.
fn cargo() -> Command {
    let mut command = Command::new(build::CARGO);
    command.current_dir(paths::root()).env("RUSTC", build::RUSTC);
    command
}

/// A check that passes or fails as a whole.
fn check(name: &str, command: &mut Command) -> Tally {
    report(name, crate::exec::visible(command))
}

/// Counts a step as one test and says how it went.
fn report(name: &str, result: Result<(), Error>) -> Tally {
    match result {
        Ok(()) => {
            println!("test {name} ... ok");
            Tally { passed: 1, failed: 0 }
        }
        Err(error) => {
            println!("test {name} ... FAILED\nerror: {error}");
            Tally { passed: 0, failed: 1 }
        }
    }
}

/// Builds all images, and one of them a second time from the same programs.
fn images() -> Tally {
    let mut tally = Tally::default();
    for board in BOARDS {
        let made = image::make(board).map(|table| print!("{table}"));
        tally += report(&format!("image {board}"), made);
        tally += report(&format!("image {board} again gives the same bytes"), same_bytes(board));
    }
    tally
}

/// Packs a board's image again in a fresh folder and compares every file.
fn same_bytes(board: &str) -> Result<(), Error> {
    let again = paths::target().join("image-again").join(board);
    paths::remove_dir(&again)?;
    image::make_in(board, &again.join("out"), &again.join("work"))?;
    for name in image::FILES {
        let digest = |path: std::path::PathBuf| Ok::<_, Error>(Sha256::digest(paths::read(&path)?));
        if digest(paths::out(board).join(name))? != digest(again.join("out").join(name))? {
            return Err(Error::Different(format!(
                "{} and {}",
                paths::out(board).join(name).display(),
                again.display()
            )));
        }
    }
    paths::remove_dir(&again)
}

/// The tests that boot images, after bringing those up to date.
fn qemu(filter: Option<&str>, progress: &Progress) -> Tally {
    let mut command = cargo();
    command.args(["test", "--package", QEMU_PACKAGE, "--test", QEMU_TARGET]);
    if !libtest::any_matches(&mut command, filter) {
        return Tally::default();
    }
    for board in BOARDS {
        let made = image::make(board).and_then(|_| bench::make_gl_floor(board, progress));
        if let Err(error) = made {
            return report(&format!("image {board}"), Err(error));
        }
    }
    let mut command = cargo();
    command.args(["test", "--package", QEMU_PACKAGE, "--test", QEMU_TARGET]);
    libtest::run(&mut command, filter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_a_stage_or_a_part_of_test_names() {
        assert_eq!(plan(None), (Stage::ALL.to_vec(), None));
        assert_eq!(plan(Some("fmt")), (vec![Stage::Fmt], None));
        assert_eq!(plan(Some("soak")), (vec![Stage::Soak], None));
        assert_eq!(plan(Some("hotplug")), (vec![Stage::Unit, Stage::Qemu], Some("hotplug")));
    }
}
