//! The status socket: a thread that answers `ferrule status`, and the client that asks.
//!
//! One request per connection: the line `status`, `reset`, `tree` or `update`. The answer is one JSON document, then the end; for
//! `update`, and for `tree` when there is none, a line that says what is. The socket belongs to ferrule's user and group; nobody else can open it.

use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::mpsc::{SyncSender, TrySendError};
use std::thread;
use std::time::Duration;

use crate::channel::Sender;
use crate::clock::now_us;
use crate::inspect;
use crate::release::Asked;
use crate::stats::{Report, Stats};

/// File in the run directory.
const SOCKET_FILE: &str = "status.sock";
/// A client that does not ask or read in this time is dropped.
const CLIENT_TIMEOUT: Duration = Duration::from_secs(1);
/// Longest request line.
const REQUEST_BYTES_MAX: usize = 16;
const STACK_BYTES: usize = 128 * 1024;

/// Those whom requests are passed on to.
#[derive(Default)]
pub(crate) struct Others {
    /// The engine, which describes its tree.
    pub(crate) engine: Option<Sender<inspect::Request>>,
    /// The updater.
    pub(crate) updater: Option<SyncSender<Asked>>,
}

/// Starts answering. Without a run directory there is no socket, which is said and is no failure.
pub(crate) fn serve(run: &Path, stats: Stats, mut others: Others) {
    let path = run.join(SOCKET_FILE);
    // A socket left by a killed process would be in the way.
    let _ = fs::remove_file(&path);
    let listener = match UnixListener::bind(&path) {
        Ok(listener) => listener,
        Err(error) => return log::warn!("{}: no status socket: {error}", path.display()),
    };
    if let Err(error) = fs::set_permissions(&path, fs::Permissions::from_mode(0o660)) {
        log::warn!("{}: {error}", path.display());
    }
    let answering = move || {
        for client in listener.incoming() {
            if let Err(error) = client.and_then(|client| answer(client, &stats, &mut others)) {
                log::debug!("a status client went away: {error}");
            }
        }
    };
    if let Err(error) = thread::Builder::new().name("status".into()).stack_size(STACK_BYTES).spawn(answering)
    {
        log::warn!("no status socket: {error}");
    }
}

fn answer(mut client: UnixStream, stats: &Stats, others: &mut Others) -> io::Result<()> {
    client.set_read_timeout(Some(CLIENT_TIMEOUT))?;
    client.set_write_timeout(Some(CLIENT_TIMEOUT))?;
    let mut request = [0; REQUEST_BYTES_MAX];
    let count = client.read(&mut request)?;
    let request = &request[..count];
    let mut document = if request == b"update\n" {
        ask_updater(others.updater.as_ref()).into()
    } else if request == b"tree\n" {
        let page = others
            .engine
            .as_mut()
            .map_or_else(|| Err("no engine runs: this is the factory screen".into()), inspect::ask);
        page.map_or_else(|why| Ok(why.into_bytes()), |page| serde_json::to_vec(&page))?
    } else {
        serde_json::to_vec(&report(stats, request == b"reset\n"))?
    };
    document.push(b'\n');
    client.write_all(&document)
}

fn report(stats: &Stats, reset: bool) -> Report {
    let mut report = {
        let mut live = stats.edit();
        let report = live.clone();
        if reset {
            live.samples.clear();
        }
        report
    };
    report.now_us = now_us();
    // The two threads write at their own times, so that only the reader sees both.
    report.idle = report.display_idle && report.engine.images_pending == 0;
    report
}

/// Asks the running ferrule and prints its figures.
///
/// # Errors
/// When there is none, or it does not answer.
pub(crate) fn ask(run: &Path, reset: bool) -> io::Result<()> {
    print!("{}", request(run, if reset { b"reset\n" } else { b"status\n" })?);
    Ok(())
}

/// Passes the question on, and says what became of it.
fn ask_updater(updater: Option<&SyncSender<Asked>>) -> &'static str {
    match updater.map(|updater| updater.try_send(Asked::Check)) {
        Some(Ok(())) => "ferrule looks for a newer release; `ferrule status` shows what came of it",
        Some(Err(TrySendError::Full(_))) => {
            "ferrule is busy with a release: it is on trial, or being fetched; ask again later"
        }
        Some(Err(TrySendError::Disconnected(_))) => {
            "ferrule cannot ask its servers: its log says what to correct in [update] of the board"
        }
        None => {
            "this ferrule does not update: it runs a bundle of the command line, or its board has no [update]"
        }
    }
}

/// Asks the running ferrule to look for a newer release, and prints what it says.
///
/// # Errors
/// When there is none, or it does not answer.
pub(crate) fn ask_update(run: &Path) -> io::Result<()> {
    print!("{}", request(run, b"update\n")?);
    Ok(())
}

/// Asks the running ferrule for the engine's tree and prints it, as JSON or for people.
///
/// # Errors
/// When there is none, or it does not answer.
pub(crate) fn ask_tree(run: &Path, json: bool) -> io::Result<()> {
    let answer = request(run, b"tree\n")?;
    let page: inspect::Page =
        serde_json::from_str(&answer).map_err(|_| io::Error::other(answer.trim_end().to_owned()))?;
    if json {
        print!("{answer}");
    } else {
        print!("{}", page.text());
    }
    Ok(())
}

fn request(run: &Path, line: &[u8]) -> io::Result<String> {
    let mut stream = UnixStream::connect(run.join(SOCKET_FILE))?;
    stream.set_read_timeout(Some(CLIENT_TIMEOUT * 5))?;
    stream.write_all(line)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_means_that_the_display_rests_and_no_image_is_awaited() {
        let stats = Stats::default();
        let is_idle = |display_idle, images_pending| {
            stats.edit().display_idle = display_idle;
            stats.edit().engine.images_pending = images_pending;
            let (mut here, there) = UnixStream::pair().unwrap();
            here.write_all(b"status\n").unwrap();
            answer(there, &stats, &mut Others::default()).unwrap();
            let mut text = String::new();
            here.read_to_string(&mut text).unwrap();
            text.contains("\"idle\":true")
        };
        assert!(is_idle(true, 0));
        assert!(!is_idle(true, 1));
        assert!(!is_idle(false, 0));
    }

    #[test]
    fn a_reset_forgets_the_samples_after_printing_them() {
        let stats = Stats::default();
        stats.edit().samples.draw_calls.push(7);
        let ask = |request: &[u8]| {
            let (mut here, there) = UnixStream::pair().unwrap();
            here.write_all(request).unwrap();
            answer(there, &stats, &mut Others::default()).unwrap();
            let mut text = String::new();
            here.read_to_string(&mut text).unwrap();
            text
        };
        assert!(ask(b"status\n").contains("\"draw_calls\":[7]"));
        assert!(ask(b"reset\n").contains("\"draw_calls\":[7]"));
        assert!(ask(b"status\n").contains("\"draw_calls\":[]"));
    }

    #[test]
    fn without_an_engine_a_tree_is_refused_with_the_reason() {
        let (mut here, there) = UnixStream::pair().unwrap();
        here.write_all(b"tree\n").unwrap();
        answer(there, &Stats::default(), &mut Others::default()).unwrap();
        let mut text = String::new();
        here.read_to_string(&mut text).unwrap();
        assert!(text.contains("factory screen"), "{text}");
    }

    #[test]
    fn who_asks_for_a_release_hears_what_becomes_of_it() {
        let (updater, asked) = std::sync::mpsc::sync_channel(1);
        assert!(ask_updater(Some(&updater)).contains("looks for"));
        assert!(ask_updater(Some(&updater)).contains("busy"));
        drop(asked);
        assert!(ask_updater(Some(&updater)).contains("cannot ask"));
        assert!(ask_updater(None).contains("does not update"));
    }
}
