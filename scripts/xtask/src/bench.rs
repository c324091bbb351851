//! `xtask bench`: the figures of a board on the modelled stick, as a table and as JSON.

mod sizes;

use std::process::ExitCode;

use ferrule_harness::{Figures, measure_both};

use crate::error::Error;
use crate::progress::Progress;
use crate::{build, image, paths};

const HELP: &str = "\
Usage: scripts/bench [BOARD] [--twice]

Builds a board's image (default qemu-arm64), runs one fixed scenario on the modelled stick (QEMU with icount: one
guest instruction takes one guest nanosecond) and prints frame CPU time, key to commit, start-up, memory, sizes
and GPU load; then the same with the JavaScript engine, as js.*, and how the two compare. All of it goes to
out/BOARD/bench.json as well.

Options:
  --twice   measure twice and fail when a figure differs by more than 1 % (or 0.05 ms, 0.25 MB)
  --help

Exit codes: 0 done, 1 failed, 2 wrong usage.
";

const DEFAULT_BOARD: &str = "qemu-arm64";
/// What two runs may differ by, as a share of the larger figure.
const REPEAT_SHARE_MAX: f64 = 0.01;
/// The bare GL client and its package.
const GL_FLOOR: (&str, &str) = ("gl-floor", "ferrule-gl-floor");

struct BenchOptions {
    board: String,
    twice: bool,
}

/// `xtask bench`.
pub(crate) fn main(args: lexopt::Parser) -> Result<ExitCode, Error> {
    let Some(options) = parse(args)? else {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    };
    let progress = Progress::new();
    image::make(&options.board)?;
    let figures = run(&options.board, &progress)?;
    let json = serde_json::to_string_pretty(&figures)? + "\n";
    paths::write(&paths::out(&options.board).join("bench.json"), json)?;
    print!("{}", figures.table());
    if options.twice {
        compare(&figures, &run(&options.board, &progress)?)?;
        println!("a second run agrees within {:.0} %", REPEAT_SHARE_MAX * 100.0);
    }
    Ok(ExitCode::SUCCESS)
}

fn parse(mut args: lexopt::Parser) -> Result<Option<BenchOptions>, Error> {
    let mut board = None;
    let mut twice = false;
    while let Some(arg) = args.next()? {
        match arg {
            lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => return Ok(None),
            lexopt::Arg::Long("twice") => twice = true,
            lexopt::Arg::Value(name) if board.is_none() => board = Some(name.to_string_lossy().into_owned()),
            other => return Err(other.unexpected().into()),
        }
    }
    let board = board.unwrap_or_else(|| DEFAULT_BOARD.to_owned());
    Ok(Some(BenchOptions { board, twice }))
}

fn run(name: &str, progress: &Progress) -> Result<Figures, Error> {
    let board = ferrule_board::load(&paths::boards(), name)?;
    make_gl_floor(name, progress)?;
    progress.step("measuring on the modelled stick");
    let mut figures = measure_both(name, &paths::root().join("out"))?;
    sizes::push(&mut figures, name, board.architecture)?;
    Ok(figures)
}

/// Builds the bare GL client for a board and puts it beside the image, where measurements look for it.
pub(crate) fn make_gl_floor(name: &str, progress: &Progress) -> Result<(), Error> {
    let board = ferrule_board::load(&paths::boards(), name)?;
    let libraries = image::packages(&board, progress)?.library_dirs(board.architecture);
    for (program, path) in build::programs(board.architecture, &libraries, &[GL_FLOOR])? {
        paths::write(&paths::out(name).join(program), paths::read(&path)?)?;
    }
    Ok(())
}

fn compare(first: &Figures, second: &Figures) -> Result<(), Error> {
    let unsteady = first.unsteady(second, REPEAT_SHARE_MAX);
    if unsteady.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = unsteady
        .into_iter()
        .map(|(figure, other)| {
            let second = other.map_or_else(|| "missing".to_owned(), |value| format!("{value:.3}"));
            format!("{}: {:.3}, then {second} {}", figure.name, figure.value, figure.unit)
        })
        .collect();
    Err(Error::Unsteady(lines.join("\n")))
}
