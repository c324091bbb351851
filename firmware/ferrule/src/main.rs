//! The process that owns the screen, the remote and the memory of a stick: command line, wiring of the threads, and
//! the way out.

mod app;
mod channel;
mod clock;
mod display;
mod engine;
mod exit;
mod inspect;
mod logging;
mod messages;
mod options;
mod release;
mod saved_state;
mod stats;
mod status;
mod wiring;
mod workers;

use std::process::ExitCode;

use ferrule_memory::CountingAllocator;

use exit::Failure;
use options::{Options, Verb};

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

fn main() -> ExitCode {
    let started_us = clock::now_us();
    let options = match options::parse(std::env::args_os()) {
        Ok(options) => options,
        Err(failure) => {
            eprintln!("ferrule: {failure}");
            return (&failure).into();
        }
    };
    match run(&options, started_us) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("ferrule: {failure}");
            (&failure).into()
        }
    }
}

fn run(options: &Options, started_us: u64) -> Result<(), Failure> {
    match &options.verb {
        Verb::Print(text) => print!("{text}"),
        Verb::Status { reset } => {
            status::ask(&options.run, *reset)
                .map_err(|source| Failure::System { what: "asking the running ferrule", source })?;
        }
        Verb::Update => {
            status::ask_update(&options.run)
                .map_err(|source| Failure::System { what: "asking the running ferrule", source })?;
        }
        Verb::Tree { json } => {
            status::ask_tree(&options.run, *json)
                .map_err(|source| Failure::System { what: "asking the running ferrule", source })?;
        }
        Verb::Probe => {
            let board = wiring::board(options)?;
            print!("{}", ferrule_kms::probe::report(&display::policy(&board)));
        }
        Verb::Run => return Err(wiring::run(options, started_us)),
        Verb::FactoryScreen(code) => return Err(wiring::factory_screen(options, *code, started_us)),
    }
    Ok(())
}
