//! What the process gives up before it runs anything of the app's.

use rustix::io;
use rustix::process::{Resource, Rlimit, Signal, nice, set_parent_process_death_signal, setrlimit};
use rustix::thread::set_no_new_privs;

use crate::limits::{NICENESS, OPEN_FILES_MAX};

/// Gives up new privileges, core dumps and all but a handful of open files, yields to ferrule's threads, and dies with
/// ferrule.
///
/// The kernel sends the death signal when the *thread* that started this process ends, so ferrule starts it from a
/// thread that lives as long as itself.
///
/// # Errors
/// What the system refused.
pub fn fence() -> io::Result<()> {
    set_no_new_privs(true)?;
    nice(NICENESS)?;
    set_parent_process_death_signal(Some(Signal::KILL))?;
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    let files = Some(OPEN_FILES_MAX);
    setrlimit(Resource::Nofile, Rlimit { current: files, maximum: files })
}
