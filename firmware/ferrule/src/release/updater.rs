//! The thread that judges a release on trial, then asks for newer ones, and reports.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use ferrule_board::{Board, TlsRoots};
use ferrule_net::{Http, Limits, Roots};
use ferrule_slots::DataDir;
use ferrule_update::{CheckError, Outcome};

use super::launch::Updates;
use super::report::Reporter;
use super::trial::{Signs, Verdict, judge};
use crate::clock::{now_us, thread_cpu_us};
use crate::exit::Failure;
use crate::logging;
use crate::options::{FACTORY_BUNDLE, Options};
use crate::stats::{ReleaseReport, Report, Stats};

/// From the start to the first check: the home screen comes first.
const FIRST_CHECK_AFTER: Duration = Duration::from_secs(5);
/// From a check that failed to the next one, which may find the network up; twice as long after each further failure.
const RETRY_AFTER: Duration = Duration::from_secs(15);
/// Time between two looks at a release on trial.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// Time between two lines about a download.
const SAY_EVERY_US: u64 = 2_000_000;
/// How much this thread yields to all others.
const NICENESS: i32 = 15;
/// Questions that wait.
const QUESTIONS_MAX: usize = 2;
/// File in the folder of the roots of trust.
const TLS_FILE: &str = "tls.pem";
/// TLS and decompression keep their tables on the heap.
const STACK_BYTES: usize = 512 * 1024;

/// What others want of this thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Look for a newer release now.
    Check,
    /// The same, and start it as soon as it is there.
    StartNewer,
}

/// Where releases come from.
struct Settings {
    /// Published trees, best first.
    servers: Vec<String>,
    /// Who vouches for the servers.
    roots: Roots,
    /// From one check to the next.
    interval: Duration,
    /// Where the crash report of an earlier process is.
    data: PathBuf,
}

/// A way to ask the thread. One question more than it keeps is answered with "busy".
pub(crate) fn questions() -> (SyncSender<Asked>, Receiver<Asked>) {
    sync_channel(QUESTIONS_MAX)
}

/// Starts the thread. `watched` is true while the app has to show that it is alive.
///
/// # Errors
/// When the system refuses a thread.
pub(crate) fn start(
    updates: Updates,
    options: &Options,
    board: &Board,
    asked: Receiver<Asked>,
    watched: Arc<AtomicBool>,
    stats: Stats,
) -> Result<(), Failure> {
    let Some(settings) = settings(options, board) else { return Ok(()) };
    watched.store(updates.start.trial, Ordering::Relaxed);
    stats.edit().release = describe(&updates);
    let work = move || {
        if let Err(error) = rustix::process::nice(NICENESS) {
            log::warn!("the updater keeps its priority: {error}");
        }
        Thread { updates, settings, watched, stats, asked }.run();
    };
    thread::Builder::new()
        .name("updater".into())
        .stack_size(STACK_BYTES)
        .spawn(work)
        .map(drop)
        .map_err(|source| Failure::System { what: "starting the updater", source })
}

fn settings(options: &Options, board: &Board) -> Option<Settings> {
    let update = board.update.as_ref()?;
    let pinned = options.tls_roots.clone().or_else(|| match &update.tls {
        TlsRoots::Webpki => None,
        TlsRoots::Pem(_) => Some(options.trust.join(TLS_FILE)),
    });
    let roots = pinned.map_or(Roots::WebPki, |file| {
        let read = fs::read(&file).inspect_err(|error| log::warn!("{}: {error}", file.display()));
        // Without a certificate no server is asked, and the log says why.
        Roots::Pem(read.unwrap_or_default())
    });
    let servers = if options.servers.is_empty() { &update.servers } else { &options.servers };
    let interval = Duration::from_secs(update.interval_s.into());
    Some(Settings { servers: servers.clone(), roots, interval, data: options.data.clone() })
}

fn describe(updates: &Updates) -> ReleaseReport {
    ReleaseReport {
        slot: updates.slot().map_or_else(|| "factory".into(), |slot| slot.to_string()),
        number: updates.release.as_ref().map_or(0, |release| release.number),
        version: updates.release.as_ref().map(|release| release.version.clone()).unwrap_or_default(),
        trial: updates.start.trial,
        tries_left: updates.start.tries_left,
        ..ReleaseReport::default()
    }
}

struct Thread {
    updates: Updates,
    settings: Settings,
    watched: Arc<AtomicBool>,
    stats: Stats,
    asked: Receiver<Asked>,
}

impl Thread {
    fn run(mut self) {
        if self.updates.start.trial {
            self.watch();
        }
        let time = self.updates.updater.time();
        let Settings { servers, roots, .. } = &self.settings;
        let http = Http::new(servers, roots, move || time.at(now_us()), Limits::default());
        let mut http = match http {
            Ok(http) => http,
            Err(error) => return log::warn!("no updates: {error}"),
        };
        let mut reporter = Reporter::default();
        let (mut wait, mut retry) = (FIRST_CHECK_AFTER, RETRY_AFTER);
        loop {
            let start_newer = match self.asked.recv_timeout(wait) {
                Ok(Asked::StartNewer) => true,
                Ok(Asked::Check) | Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            http.begin();
            let before_us = thread_cpu_us();
            let checked = self.check(&mut http);
            self.stats.edit().release.check_cpu_us = thread_cpu_us() - before_us;
            if let Ok(Outcome::Ready { urgent, release, .. }) = &checked
                && (*urgent || start_newer)
            {
                let why = if *urgent { "it is urgent" } else { "the app asks for it" };
                start_other(&format!("release {release} starts now: {why}"));
            }
            (wait, retry) = match &checked {
                Ok(_) => (self.settings.interval, RETRY_AFTER),
                Err(_) => (retry.min(self.settings.interval), retry.saturating_mul(2)),
            };
            self.tell(checked);
            reporter.report(&mut http, &self.updates, &self.stats, &self.settings.data);
        }
    }

    /// Looks after a release on trial until it is good. Returns only then.
    fn watch(&self) {
        loop {
            let (signs, started_us) = {
                let report = self.stats.edit();
                (signs(&report), report.started_us)
            };
            match judge(&signs, started_us, now_us()) {
                Verdict::Open => thread::sleep(LOOK_EVERY),
                Verdict::Good => break,
                Verdict::Bad(end) => {
                    if !end.may_be_luck()
                        && let Err(error) = self.updates.updater.slots().fail_trial(&end.to_string())
                    {
                        log::warn!("the end of the trial cannot be noted: {error}");
                    }
                    let why = format!("the release on trial is not good: {end}");
                    logging::write_crash_report(&self.settings.data, &why);
                    start_other(&why);
                }
            }
        }
        self.watched.store(false, Ordering::Relaxed);
        let Some(release) = &self.updates.release else { return };
        match self.updates.updater.slots().good(release) {
            Ok(()) => {
                log::info!("release {} has proved good", release.number);
                self.stats.edit().release.trial = false;
            }
            Err(error) => log::warn!("release {} is good, which cannot be noted: {error}", release.number),
        }
    }

    fn check(&mut self, http: &mut Http) -> Result<Outcome, CheckError> {
        let factory = DataDir::open(FACTORY_BUNDLE.as_ref());
        let (stats, mut said_us) = (&self.stats, now_us());
        let checked = self.updates.updater.check(http, Some(&factory), now_us(), &mut |progress| {
            stats.edit().release.missing_chunks = progress.missing as u64;
            if now_us() - said_us >= SAY_EVERY_US {
                said_us = now_us();
                log::info!("release {}: {} chunks to go", progress.release, progress.missing);
            }
        });
        stats.edit().release.missing_chunks = 0;
        checked
    }

    fn tell(&self, checked: Result<Outcome, CheckError>) {
        let mut report = self.stats.edit();
        report.release.checks += 1;
        report.release.alarm = None;
        match checked {
            Ok(outcome) => {
                log::info!("update check: {outcome}");
                report.release.last_check = outcome.to_string();
            }
            Err(error) => {
                log::warn!("update check: {error}");
                report.release.last_check = error.to_string();
                if error.is_alarm() {
                    report.release.alarm = Some(error.to_string());
                }
            }
        }
    }
}

fn signs(report: &Report) -> Signs {
    Signs {
        presented_us: report.app.presented_us,
        connected: report.display.connected,
        flips_of_app: report.frames.flips_before_app.map_or(0, |before| report.frames.flips - before),
        app_ends: report.app.restarts,
        app_hangs: report.app.hangs,
        engine_failures: report.engine.restarts,
    }
}

/// Ends the process: the next one starts what the slots say. The screen goes dark for the time of a start.
fn start_other(why: &str) -> ! {
    let failure = Failure::OtherRelease(why.to_owned());
    log::info!("{failure}");
    std::process::exit(failure.code().into());
}
