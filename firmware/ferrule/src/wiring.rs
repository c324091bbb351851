//! Puts the process together: board, fonts, screen, remote, and either the engine with its app or the factory screen.

use std::fs;
use std::panic;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use ferrule_board::Board;
use ferrule_input::{Input, Keymap, RepeatPolicy};
use ferrule_text::{Fonts, SHAPER_CACHE_BYTES_DEFAULT, Shaper};

use crate::app::AppProgram;
use crate::channel::{Receiver, channel};
use crate::display::{self, Display, EngineLink, FactoryPicture, Screen};
use crate::engine::{self, EngineThread};
use crate::exit::Failure;
use crate::messages::{FROM_ENGINE, INSPECTIONS, TO_ENGINE};
use crate::options::Options;
use crate::release::{self, Fate, Launch, Trial};
use crate::stats::Stats;
use crate::{inspect, logging, saved_state, status, workers};

/// Lines of the user interface where no board file says how many.
const UI_HEIGHT_DEFAULT: u32 = 720;

/// Reads the resolved board file.
///
/// # Errors
/// [`Failure::BoardFile`] with the file's name.
pub(crate) fn board(options: &Options) -> Result<Board, Failure> {
    let path = options.board.display();
    let text = fs::read_to_string(&options.board)
        .map_err(|error| Failure::BoardFile(format!("{path}: {error}; give it with --board")))?;
    Board::from_json(&text)
        .map_err(|error| Failure::BoardFile(format!("{path}: {error}; build the image again")))
}

/// Runs until something ends it, and says what.
pub(crate) fn run(options: &Options, started_us: u64) -> Failure {
    logging::start(options.log);
    report_panics(&options.data);
    log::info!("ferrule {} starts", env!("CARGO_PKG_VERSION"));
    let mut fate = Fate::default();
    let failure = match start(options, started_us, &mut fate) {
        Ok(display) => display.run(),
        Err(failure) => failure,
    };
    fate.note(&failure);
    logging::write_crash_report(&options.data, &failure.to_string());
    failure
}

/// Shows the factory screen until something ends it, and says what. It makes do without a board file and without fonts, and
/// leaves the crash report of what failed before alone.
pub(crate) fn factory_screen(options: &Options, code: u8, started_us: u64) -> Failure {
    logging::start(options.log);
    report_panics(&options.data);
    log::info!("ferrule {} starts with the factory screen for code {code}", env!("CARGO_PKG_VERSION"));
    let stats = Stats::default();
    stats.edit().started_us = started_us;
    status::serve(&options.run, stats.clone(), status::Others::default());
    let or_warn = |failure: &Failure| log::warn!("the factory screen does without: {failure}");
    let board = board(options).inspect_err(or_warn).ok();
    let fonts = Fonts::load(&options.fonts).map_err(Failure::from).inspect_err(or_warn).ok();
    let ui_height = board.as_ref().map_or(UI_HEIGHT_DEFAULT, |board| board.display.ui_height);
    let policy = board.as_ref().map(display::policy).unwrap_or_default();
    display::show_factory_screen(&mut FactoryPicture::new(code, ui_height, fonts.as_ref()), policy, &stats)
}

/// A panic ends the process: init starts a whole one instead of a half. Only the decoder's and the shaper's are caught, as
/// they work on what anything may be in.
fn report_panics(data: &Path) {
    let data = data.to_owned();
    panic::set_hook(Box::new(move |info| {
        if thread::current().name() == Some(workers::DECODER) || ferrule_text::is_shaping() {
            return log::warn!("{info}");
        }
        log::error!("{info}");
        logging::write_crash_report(&data, &info.to_string());
        // 101 is what Rust's own runtime uses.
        std::process::exit(101);
    }));
}

fn start(options: &Options, started_us: u64, fate: &mut Fate) -> Result<Display, Failure> {
    let board = board(options)?;
    let (inspector, inspections) = channel::<_, INSPECTIONS>().map_err(Failure::system("making a queue"))?;
    let stats = Stats::default();
    stats.edit().started_us = started_us;
    let fonts = Fonts::load(&options.fonts)?;
    let shaper = Shaper::new(&fonts, SHAPER_CACHE_BYTES_DEFAULT);
    let mut launch = release::choose(options, &board)?;
    let mut trial = Trial::default();
    if let Some(updates) = launch.updates.take() {
        fate.of(&updates);
        let (updater, asked) = release::questions();
        trial.updater = Some(updater);
        release::start(updates, options, &board, asked, Arc::clone(&trial.watched), stats.clone())?;
    }
    let updater = trial.updater.clone();
    let engine = start_engine(options, &board, launch, shaper, inspections, trial, &stats)?;
    status::serve(&options.run, stats.clone(), status::Others { engine: Some(inspector), updater });
    let screen = Screen::open(&board, &fonts)?;
    let input = Input::open(Keymap::new(board.keymap.clone()), repeat(&board)).map_err(Failure::Input)?;
    Ok(Display::new(screen, input, engine, stats))
}

fn repeat(board: &Board) -> RepeatPolicy {
    let micros = |millis: u32| u64::from(millis) * 1000;
    RepeatPolicy {
        delay_us: micros(board.repeat.delay_ms),
        interval_us: micros(board.repeat.interval_ms),
        acceleration_percent: board.repeat.acceleration_percent,
        interval_min_us: micros(board.repeat.interval_min_ms),
        stuck_us: micros(board.repeat.stuck_timeout_ms),
    }
}

/// Starts the engine and its workers, which load while the screen is set up.
fn start_engine(
    options: &Options,
    board: &Board,
    launch: Launch,
    shaper: Shaper,
    inspections: Receiver<inspect::Request>,
    trial: Trial,
    stats: &Stats,
) -> Result<EngineLink, Failure> {
    let bundle = launch.bundle;
    let manifest = bundle.manifest();
    log::info!("bundle {} {} from {}", manifest.name, manifest.version, bundle.dir().display());
    let state_file = options.run.join(saved_state::STATE_FILE);
    let saved_state = saved_state::read(&state_file);
    let (to_engine, engine_inbox) = channel::<_, TO_ENGINE>().map_err(Failure::system("making a queue"))?;
    let (engine_outbox, from_engine) =
        channel::<_, FROM_ENGINE>().map_err(Failure::system("making a queue"))?;
    let (workers, decoded) = workers::start(&bundle, board.images.opaque, state_file)?;
    let size = (board.display.ui_width, board.display.ui_height);
    engine::start(EngineThread {
        app: AppProgram {
            program: options.app_program.clone(),
            engine: options.engine.or(launch.engine).unwrap_or(bundle.manifest().engine),
            bundle: Arc::clone(&bundle),
        },
        bundle,
        shaper,
        workers,
        inbox: engine_inbox,
        inspections,
        outbox: engine_outbox,
        stats: stats.clone(),
        size: (size.0.try_into().unwrap_or(u16::MAX), size.1.try_into().unwrap_or(u16::MAX)),
        saved_state,
        trial,
        may_fall_back: options.engine.is_none(),
    })?;
    Ok(EngineLink::new(to_engine, from_engine, decoded))
}
