//! The engine thread's loop.

use std::sync::Arc;
use std::thread;

use ferrule_abi::{EngineInput, EngineKind, Event, records};
use ferrule_bundle::Bundle;
use ferrule_memory::thread_allocations;
use ferrule_text::Shaper;
use rustix::event::{PollFd, PollFlags, poll};

use super::backend::{Backend, Fault, Turn};
use super::inspection::Inspection;
use super::js::JsEngine;
use super::services::NativeServices;
use super::wasm::WasmEngine;
use crate::app::{AppProgram, AppSupervisor, News};
use crate::channel::{Receiver, Sender};
use crate::clock::{now_us, thread_cpu_us, until};
use crate::exit::Failure;
use crate::inspect;
use crate::messages::{Fetched, Frame, FromEngine, ReadJob, ToEngine};
use crate::release::Trial;
use crate::stats::Stats;
use crate::workers::Workers;

/// Stack of the engine thread. wasmi's dispatch needs at least 1 MiB for the deepest guest calls it allows.
const STACK_BYTES: usize = 2 * 1024 * 1024;

/// What the engine thread is made of.
pub(crate) struct EngineThread {
    pub(crate) bundle: Arc<Bundle>,
    pub(crate) app: AppProgram,
    /// Whether the JavaScript engine takes over from a module that does not load or keeps failing.
    pub(crate) may_fall_back: bool,
    pub(crate) shaper: Shaper,
    pub(crate) workers: Workers,
    pub(crate) inbox: Receiver<ToEngine>,
    pub(crate) outbox: Sender<FromEngine>,
    /// Requests for a description of the page.
    pub(crate) inspections: Receiver<inspect::Request>,
    pub(crate) stats: Stats,
    /// Size of the UI in pixels until the display says otherwise.
    pub(crate) size: (u16, u16),
    /// What an app saved before this process started.
    pub(crate) saved_state: Vec<u8>,
    pub(crate) trial: Trial,
}

/// Starts the thread. Its failures come as [`FromEngine::Failed`].
///
/// # Errors
/// When the system refuses a thread.
pub(crate) fn start(parts: EngineThread) -> Result<(), Failure> {
    thread::Builder::new()
        .name("engine".into())
        .stack_size(STACK_BYTES)
        .spawn(move || run(parts))
        .map(drop)
        .map_err(|source| Failure::System { what: "starting the engine thread", source })
}

fn run(parts: EngineThread) {
    let services = NativeServices::new(parts.shaper, parts.workers.decode);
    let mut outbox = parts.outbox;
    let load_kind = |kind| load(kind, &parts.bundle, &services, parts.size, &parts.stats);
    let mut program = parts.app;
    let loaded = load_kind(program.engine).or_else(|failure| {
        program.engine =
            other_engine(program.engine, parts.may_fall_back, &failure, &parts.stats).ok_or(failure)?;
        load_kind(program.engine)
    });
    let engine = match loaded {
        Ok(engine) => engine,
        Err(failure) => return fail(&mut outbox, failure),
    };
    parts.stats.edit().engine.kind = engine.kind().name();
    log::info!("the engine is ready ({})", engine.kind().name());
    let mut turn = Loop {
        engine,
        services,
        bundle: parts.bundle,
        may_fall_back: parts.may_fall_back,
        app: AppSupervisor::new(program, parts.saved_state, parts.trial, parts.stats.clone()),
        inbox: parts.inbox,
        outbox,
        inspection: Inspection::new(parts.inspections),
        fetched: parts.workers.fetched,
        read: parts.workers.read,
        stats: parts.stats,
        size: parts.size,
        wanted: false,
        frame_cpu_us: thread_cpu_us(),
        frame_allocations: thread_allocations(),
    };
    loop {
        if let Err(failure) = turn.step() {
            return fail(&mut turn.outbox, failure);
        }
    }
}

fn load(
    kind: EngineKind,
    bundle: &Arc<Bundle>,
    services: &NativeServices,
    size: (u16, u16),
    stats: &Stats,
) -> Result<Box<dyn Backend>, Failure> {
    Ok(match kind {
        EngineKind::Wasm => Box::new(WasmEngine::load(bundle, services, size, stats)?),
        EngineKind::Js => Box::new(JsEngine::new(bundle, services, size, stats)?),
    })
}

/// The engine that takes the place of one that failed for good: a module's twin runs wherever JavaScript does.
fn other_engine(
    failed: EngineKind,
    may_fall_back: bool,
    failure: &Failure,
    stats: &Stats,
) -> Option<EngineKind> {
    if failed != EngineKind::Wasm || !may_fall_back {
        return None;
    }
    log::warn!("the engine's twin in JavaScript takes over: {failure}");
    stats.edit().engine.fallback = Some(failure.to_string());
    Some(EngineKind::Js)
}

fn fail(outbox: &mut Sender<FromEngine>, failure: Failure) {
    outbox.send_waiting(FromEngine::Failed(failure));
}

struct Loop {
    engine: Box<dyn Backend>,
    services: NativeServices,
    bundle: Arc<Bundle>,
    may_fall_back: bool,
    app: AppSupervisor,
    inbox: Receiver<ToEngine>,
    outbox: Sender<FromEngine>,
    inspection: Inspection,
    fetched: Receiver<Fetched>,
    read: Sender<ReadJob>,
    stats: Stats,
    size: (u16, u16),
    /// The display was told that a tick would show something, and has not ticked since.
    wanted: bool,
    /// CPU time of this thread when the last frame was sent.
    frame_cpu_us: u64,
    /// How often it had taken memory from the heap by then.
    frame_allocations: u64,
}

impl Loop {
    fn step(&mut self) -> Result<(), Failure> {
        self.app.start_if_due(now_us());
        self.app.look_after(now_us());
        if self.engine.wants_tick() && !self.wanted {
            // There is always room: one `Want` and one answer are under way at most.
            self.wanted = self.outbox.send(FromEngine::Want).is_ok();
        }
        self.wait()?;
        match self.turn() {
            Ok(()) => {}
            Err(Fault::App(why)) => self.app.end(&why, now_us()),
            Err(Fault::Engine(why)) => self.restart_engine(&why)?,
        }
        if let Some(status) = self.app.take_ended() {
            self.engine.app_ended(status, now_us())?;
            self.inspection.give_up("the app ended");
        }
        self.send_turn();
        self.report();
        Ok(())
    }

    /// Waits until there is something to do.
    fn wait(&self) -> Result<(), Failure> {
        let deadlines = [self.app.next_start_us(), self.app.heartbeat_us(), self.engine.tick_deadline_us()];
        let timeout = until(deadlines.into_iter().flatten().min(), now_us());
        let mut fds = heapless::Vec::<PollFd<'_>, 5>::new();
        let mut add = |fd| drop(fds.push(fd));
        add(PollFd::new(&self.inbox, PollFlags::IN));
        if let Some(requests) = self.inspection.poll_on() {
            add(PollFd::new(requests, PollFlags::IN));
        }
        add(PollFd::new(&self.fetched, PollFlags::IN));
        if let Some((process, flags)) = self.app.poll_on() {
            add(PollFd::from_borrowed_fd(process.socket(), flags));
            add(PollFd::from_borrowed_fd(process.exit_fd(), PollFlags::IN));
        }
        match poll(&mut fds, timeout.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
            Err(error) => Err(Failure::system("waiting in the engine thread")(error)),
        }
    }

    /// Everything that came in, in order: the display's news up to a tick, files, what the app's process says, then the
    /// tick.
    fn turn(&mut self) -> Result<(), Fault> {
        let tick = self.take_inbox()?;
        while let Some(file) = self.fetched.receive() {
            self.app.push_file(file);
        }
        let heard = self.hear_app();
        let mut ticked = Ok(());
        if let Some((target_us, frame)) = tick {
            self.wanted = false;
            ticked = self.engine.tick(target_us, frame, &mut self.app, now_us());
        }
        heard.and(ticked)?;
        if self.engine.tick_deadline_us().is_some_and(|at| now_us() >= at) {
            return Err(Fault::App("it hangs: it has not answered a tick in time".into()));
        }
        let inspected = self.inspection.step(self.engine.as_mut(), &mut self.app);
        self.app.flush(now_us());
        inspected
    }

    /// Takes what the app's process says.
    fn hear_app(&mut self) -> Result<(), Fault> {
        let engine = &mut self.engine;
        let mut failed = None;
        self.app.receive(&mut self.read, self.size, now_us(), |news| {
            let answer = match news {
                News::Began => engine.app_began().map(|()| None),
                News::Said(said) => engine.app_said(said),
            };
            answer.or_else(|fault| match fault {
                Fault::App(why) => Err(why),
                Fault::Engine(why) => {
                    failed = Some(why);
                    Ok(None)
                }
            })
        });
        if self.engine.shows_app() {
            self.app.presented(now_us());
        }
        failed.map_or(Ok(()), |why| Err(Fault::Engine(why)))
    }

    /// Takes the display's news; gives the tick that ends them, if there is one.
    fn take_inbox(&mut self) -> Result<Option<(u64, Frame)>, Fault> {
        while let Some(message) = self.inbox.receive() {
            if let ToEngine::Tick { target_us, frame } = message {
                // Keys behind a tick belong to the next one.
                return Ok(Some((target_us, frame)));
            }
            self.take_input(message)?;
        }
        Ok(None)
    }

    fn take_input(&mut self, message: ToEngine) -> Result<(), Fault> {
        let reason_text;
        let input = match message {
            ToEngine::Tick { .. } => return Ok(()),
            ToEngine::Key(key) => EngineInput::Key(key),
            ToEngine::ImageReady { image, width, height } => {
                self.services.image_settled();
                EngineInput::ImageReady { image, width, height }
            }
            ToEngine::ImageFailed { image, reason } => {
                self.services.image_settled();
                reason_text = reason;
                let reason = &reason_text[..reason_text.floor_char_boundary(512)];
                EngineInput::ImageFailed { image, reason }
            }
            ToEngine::ImageEvicted(image) => EngineInput::ImageEvicted { image },
            ToEngine::Display { width, height, connected } => {
                self.size = (width, height);
                EngineInput::Display { width, height, connected }
            }
        };
        self.engine.input(&input)
    }

    /// Sends the answer to a tick, once it is there. After a failure it is: nothing new.
    fn send_turn(&mut self) {
        let Some(Turn { mut frame, changed, animating, outside_cpu_us }) = self.engine.take_turn() else {
            return;
        };
        count_events(self.engine.turn_events(), &self.stats);
        self.services.collect(&mut frame.resources);
        if changed {
            let cpu_us = thread_cpu_us();
            frame.engine_cpu_us = cpu_us - self.frame_cpu_us + outside_cpu_us;
            let allocations = thread_allocations();
            let samples = &mut self.stats.edit().samples;
            samples.engine_cpu_us.push(frame.engine_cpu_us);
            samples.engine_allocations.push(allocations - self.frame_allocations);
            (self.frame_cpu_us, self.frame_allocations) = (cpu_us, allocations);
        }
        if self.outbox.send(FromEngine::Turn { frame, changed, animating }).is_err() {
            log::error!("the queue to the display is full although one tick is under way at most");
        }
    }

    fn restart_engine(&mut self, why: &str) -> Result<(), Failure> {
        self.inspection.give_up(why);
        if let Err(failure) = self.engine.restart(why, self.size, now_us()) {
            self.fall_back(failure)?;
        }
        self.stats.edit().engine.restarts += 1;
        // Its scene went with the old engine.
        self.app.end("the engine started afresh", now_us());
        Ok(())
    }

    /// Puts the other engine in the place of one that failed for good.
    fn fall_back(&mut self, failure: Failure) -> Result<(), Failure> {
        let kind =
            other_engine(self.engine.kind(), self.may_fall_back, &failure, &self.stats).ok_or(failure)?;
        // The tick under way was given with the engine that is going.
        self.send_turn();
        self.services.start_afresh();
        self.engine = load(kind, &self.bundle, &self.services, self.size, &self.stats)?;
        self.app.use_engine(kind);
        self.stats.edit().engine.kind = kind.name();
        Ok(())
    }

    fn report(&self) {
        let (images_pending, layouts) = self.services.counts();
        let mut report = self.stats.edit();
        report.wakeups.engine += 1;
        report.engine.images_pending = images_pending;
        report.engine.layouts = layouts;
        (report.engine.linear_memory_bytes, report.engine.vm_bytes) = self.engine.memory_bytes();
    }
}

/// Counts what the status shows of the events.
fn count_events(events: &[u8], stats: &Stats) {
    let mut report = stats.edit();
    for event in records::<Event<'_>>(events).flatten() {
        match event {
            Event::FocusChanged { node, .. } => {
                report.engine.focus = node.map(ferrule_abi::NodeId::get);
                report.events.focus_changes += 1;
            }
            Event::Activated { .. } => report.events.activations += 1,
            _ => {}
        }
    }
}
