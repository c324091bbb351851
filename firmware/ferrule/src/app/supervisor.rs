//! Keeps an app process running, and stands between it and the engine thread whatever it does.

use std::process::ExitStatus;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;

use ferrule_abi::remote::EngineOrder;
use ferrule_abi::{EngineKind, Event, records};
use rustix::event::PollFlags;

use super::heartbeat::Heartbeat;
use super::link::{AppLink, Inbound, Said};
use super::process::{AppProcess, AppProgram};
use super::restart::RestartDelay;
use crate::channel::Sender;
use crate::clock::cpu_us_of;
use crate::messages::{Fetched, ReadJob};
use crate::release::{Asked, Trial};
use crate::stats::Stats;

/// The app: a running process, or the time when the next one starts.
pub(crate) struct AppSupervisor {
    program: AppProgram,
    state: State,
    delay: RestartDelay,
    /// Number of the present process: answers to an earlier one's fetches are not for it.
    generation: u32,
    saved_state: Vec<u8>,
    /// A process ended, with this status, and nobody was told yet.
    ended: Option<Option<ExitStatus>>,
    /// Whether it has to show that it is alive.
    watched: Arc<AtomicBool>,
    updater: Option<SyncSender<Asked>>,
    heartbeat: Heartbeat,
    presents: bool,
    stats: Stats,
}

/// What is for the engine of what an app's process did.
pub(crate) enum News<'a> {
    /// It is up.
    Began,
    /// It says something.
    Said(Said<'a>),
}

enum State {
    Waiting { next_start_us: u64 },
    Running(Box<AppLink>),
}

impl AppSupervisor {
    /// An app that starts at once.
    pub(crate) fn new(program: AppProgram, saved_state: Vec<u8>, trial: Trial, stats: Stats) -> Self {
        stats.edit().app.state = "absent";
        Self {
            program,
            state: State::Waiting { next_start_us: 0 },
            delay: RestartDelay::default(),
            generation: 0,
            saved_state,
            ended: None,
            watched: trial.watched,
            updater: trial.updater,
            heartbeat: Heartbeat::default(),
            presents: false,
            stats,
        }
    }

    /// The next process runs with this engine.
    pub(crate) fn use_engine(&mut self, engine: EngineKind) {
        self.program.engine = engine;
    }

    /// When it has to be started, if it is not running.
    pub(crate) fn next_start_us(&self) -> Option<u64> {
        match self.state {
            State::Waiting { next_start_us } => Some(next_start_us),
            State::Running(_) => None,
        }
    }

    /// Starts it if it is not running and its time has come.
    pub(crate) fn start_if_due(&mut self, now_us: u64) {
        if self.next_start_us().is_none_or(|at| at > now_us) {
            return;
        }
        match self.program.start() {
            Ok(process) => {
                self.generation = self.generation.wrapping_add(1);
                let mut report = self.stats.edit();
                report.app.pid = Some(process.pid());
                report.app.state = "starting";
                log::info!("the app starts, process {}", process.pid());
                self.heartbeat = Heartbeat::default();
                self.presents = false;
                self.state = State::Running(Box::new(AppLink::new(process, now_us)));
            }
            Err(error) => {
                log::warn!("the app does not start: {error}");
                self.state = State::Waiting { next_start_us: self.delay.next_start_us(now_us, now_us) };
            }
        }
    }

    /// The process's descriptors and what to wait for on its socket.
    pub(crate) fn poll_on(&self) -> Option<(&AppProcess, PollFlags)> {
        match &self.state {
            State::Waiting { .. } => None,
            State::Running(link) => Some(link.poll_on()),
        }
    }

    /// Takes what the app sent, notices its end, and hands what is the engine's to `engine`, whose answer goes back. An app
    /// that it refuses is ended.
    pub(crate) fn receive(
        &mut self,
        read: &mut Sender<ReadJob>,
        size: (u16, u16),
        now_us: u64,
        mut engine: impl FnMut(&News<'_>) -> Result<Option<EngineOrder<'static>>, String>,
    ) {
        let State::Running(link) = &mut self.state else { return };
        let mut hello = false;
        let mut refused = Vec::new();
        let generation = self.generation;
        let (stats, saved_state) = (&self.stats, &mut self.saved_state);
        let (heartbeat, updater) = (&mut self.heartbeat, &self.updater);
        let result = link.receive(|inbound| {
            match inbound {
                Inbound::Hello => {
                    hello = true;
                    return engine(&News::Began);
                }
                Inbound::Said(said) => {
                    if let Said::Commands(batch) = said {
                        count_commands(batch, stats);
                    }
                    return engine(&News::Said(said));
                }
                Inbound::SaveState(state) => {
                    saved_state.clear();
                    saved_state.extend_from_slice(state);
                    stats.edit().app.saved_state = String::from_utf8_lossy(state).into_owned();
                    if read.send(ReadJob::Keep(state.to_owned())).is_err() {
                        log::debug!("the reader is busy: this state is kept only while ferrule runs");
                    }
                }
                Inbound::Fetch { id, path } => {
                    if read.send(ReadJob::Fetch { generation, id, path: path.to_owned() }).is_err() {
                        refused.push(id);
                    }
                }
                Inbound::Update => {
                    match updater.as_ref().map(|updater| updater.try_send(Asked::StartNewer)) {
                        Some(Ok(())) => log::info!("the app asks for a newer release"),
                        Some(Err(_)) => log::debug!("the app asks for a newer release again"),
                        None => log::info!("the app asks for a newer release; this ferrule does not update"),
                    }
                }
                Inbound::Pong { sequence } => heartbeat.answered(sequence, now_us),
            }
            Ok(None)
        });
        for id in refused {
            link.push_file(id, Err("too many files are being read; try again".into()));
        }
        let script = if hello { self.program.engine_script() } else { Ok(None) };
        let greeting = match script {
            Ok(script) if hello => link.greet(size, script, &self.saved_state),
            script => script.map(drop),
        };
        if hello {
            self.stats.edit().app.state = "running";
        }
        if let Err(why) = result.and(greeting) {
            self.end(&why, now_us);
            return;
        }
        if link.has_ended() {
            self.end("its process is gone", now_us);
        }
    }

    /// Queues the engine's events for the app.
    pub(crate) fn push_events(&mut self, events: &[u8]) {
        if let State::Running(link) = &mut self.state {
            let count = records::<Event<'_>>(events).count();
            link.push_events(events, u32::try_from(count).unwrap_or(u32::MAX));
        }
    }

    /// Queues an order to the engine in the app's process.
    ///
    /// # Errors
    /// When the process does not take its orders; it should be ended.
    pub(crate) fn order(&mut self, order: &EngineOrder<'_>) -> Result<(), String> {
        match &mut self.state {
            State::Running(link) => link.push_order(order),
            State::Waiting { .. } => Ok(()),
        }
    }

    /// The app's scene is on its way to the screen.
    pub(crate) fn presented(&mut self, now_us: u64) {
        if self.presents {
            return;
        }
        let mut report = self.stats.edit();
        if report.app.state == "running" {
            report.app.state = "presenting";
            report.app.presented_us.get_or_insert(now_us);
            self.presents = true;
        }
    }

    /// When to look after an app that is watched.
    pub(crate) fn heartbeat_us(&self) -> Option<u64> {
        let watched = self.presents && self.watched.load(Ordering::Relaxed);
        watched.then(|| self.heartbeat.deadline_us())
    }

    /// Asks an app that is watched whether it is alive, and ends one that is not.
    pub(crate) fn look_after(&mut self, now_us: u64) {
        if self.heartbeat_us().is_none_or(|at| at > now_us) {
            return;
        }
        let State::Running(link) = &mut self.state else { return };
        let cpu_us = cpu_us_of(link.poll_on().0.pid());
        if self.heartbeat.is_lost(now_us, cpu_us) {
            self.stats.edit().app.hangs += 1;
            return self.end("it hangs", now_us);
        }
        if let Some(sequence) = self.heartbeat.ask(now_us, cpu_us)
            && let Err(why) = link.push_ping(sequence)
        {
            self.end(&why, now_us);
        }
    }

    /// How the process ended, once after each end; inside nothing when that is not known.
    pub(crate) fn take_ended(&mut self) -> Option<Option<ExitStatus>> {
        self.ended.take()
    }

    /// Queues a file the app asked for, if it is still the same process.
    pub(crate) fn push_file(&mut self, file: Fetched) {
        if let State::Running(link) = &mut self.state
            && file.generation == self.generation
        {
            link.push_file(file.id, file.bytes);
        }
    }

    /// Sends the app what is queued, as far as it reads.
    pub(crate) fn flush(&mut self, now_us: u64) {
        let State::Running(link) = &mut self.state else { return };
        match link.flush() {
            Ok(0) => {}
            Ok(lost) => self.stats.edit().app.events_lost += u64::from(lost),
            Err(why) => self.end(&why, now_us),
        }
    }

    /// Ends the process, if there is one, and starts another in time.
    pub(crate) fn end(&mut self, why: &str, now_us: u64) {
        let State::Running(link) = &self.state else { return };
        let next_start_us = self.delay.next_start_us(link.started_us, now_us);
        let State::Running(link) = std::mem::replace(&mut self.state, State::Waiting { next_start_us })
        else {
            return;
        };
        let status = link.end();
        self.ended = Some(status);
        self.presents = false;
        match status {
            Some(status) => log::warn!("the app ended: {why}; {status}"),
            None => log::warn!("the app ended: {why}"),
        }
        let mut report = self.stats.edit();
        report.app.pid = None;
        report.app.state = "absent";
        report.app.restarts += 1;
    }
}

fn count_commands(batch: &[u8], stats: &Stats) {
    let mut report = stats.edit();
    report.app.command_batches += 1;
    report.app.command_bytes += batch.len() as u64;
}
