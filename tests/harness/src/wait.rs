//! Waiting on a condition with a deadline. Deadlines are wall time and generous: they catch hangs,
//! they measure nothing.

use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// From start to the agent's first word, on a host that emulates several guests on two cores.
pub const BOOT_TIME_MAX: Duration = Duration::from_secs(240);
/// For one reaction of a running stick: a page change, a restart, a shell command.
pub const REACTION_TIME_MAX: Duration = Duration::from_secs(90);
/// Pause between two looks at a condition, so that the watcher does not take the guest's CPU.
pub(crate) const POLL_PERIOD: Duration = Duration::from_millis(150);

/// Calls `look` until it returns `Some`, at most for `deadline`.
///
/// # Errors
/// [`Error::Deadline`] naming `what`, or the first error of `look`.
pub fn wait_for<T>(deadline: Duration, what: &str, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let start = Instant::now();
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if start.elapsed() >= deadline {
            return Err(Error::Deadline { what: what.to_owned(), after: deadline, detail: String::new() });
        }
        std::thread::sleep(POLL_PERIOD);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_what_was_found() {
        let mut turns = 0;
        let found = wait_for(REACTION_TIME_MAX, "three turns", || {
            turns += 1;
            Ok((turns == 3).then_some(turns))
        });
        assert_eq!(found.unwrap(), 3);
    }

    #[test]
    fn names_what_it_waited_for() {
        let error = wait_for::<()>(Duration::ZERO, "rain", || Ok(None)).unwrap_err();
        assert!(error.to_string().contains("rain"), "{error}");
    }
}
