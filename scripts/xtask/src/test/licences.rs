//! `cargo deny`: licences, sources and duplicates always; advisories where their database can be reached.

use super::libtest::Tally;
use super::report;
use crate::error::Error;
use crate::{build, exec, paths};
use std::process::Command;

/// Seconds that fetching the advisory database may take before it counts as unreachable.
const FETCH_SECONDS_MAX: &str = "60";

/// Runs the checks; builds cargo-deny first where it is missing.
pub(crate) fn check() -> Tally {
    let setup = exec::visible(Command::new(paths::root().join("scripts/setup")).args(["--quiet", "--deny"]));
    if let Err(error) = setup {
        return report("deny", Err(error));
    }
    let mut tally = Tally::default();
    let mut command = deny();
    command.args(["check", "--hide-inclusion-graph", "bans", "licenses", "sources"]);
    tally += report("deny bans licences sources", exec::visible(&mut command));
    if database() {
        let mut command = deny();
        command.args(["check", "--disable-fetch", "advisories"]);
        tally += report("deny advisories", exec::visible(&mut command));
    } else {
        println!("test deny advisories ... skipped: their database cannot be reached from here");
    }
    tally
}

fn deny() -> Command {
    let mut command = Command::new(paths::cache().join("bin/cargo-deny"));
    command.current_dir(paths::root()).env("CARGO", build::CARGO).env("RUSTC", build::RUSTC).arg("--locked");
    command
}

/// Fetches the advisory database; whether that worked.
fn database() -> bool {
    let program = paths::cache().join("bin/cargo-deny");
    let mut command = Command::new("timeout");
    command.current_dir(paths::root()).arg(FETCH_SECONDS_MAX).arg(program).args(["fetch", "db"]);
    let fetched: Result<Vec<u8>, Error> = exec::output(&mut command);
    fetched.is_ok()
}
