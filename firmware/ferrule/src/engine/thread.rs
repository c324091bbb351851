//! The engine thread's loop.

use std::sync::Arc;
use std::thread;

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::{Batch, EngineInput, Event, records};
use ferrule_bundle::Bundle;
use ferrule_text::Shaper;
use rustix::event::{PollFd, PollFlags, poll};

use super::services::NativeServices;
use super::vm::Engine;
use crate::app::AppProgram;
use crate::app::AppSupervisor;
use crate::channel::{Receiver, Sender};
use crate::clock::{now_us, thread_cpu_us, until};
use crate::exit::Failure;
use crate::inspect::{self, Page};
use crate::messages::{Fetched, Frame, FromEngine, ReadJob, ToEngine};
use crate::stats::Stats;
use crate::workers::Workers;

/// Stack of the engine thread. wasmi's dispatch needs at least 1 MiB for the deepest guest calls it allows.
const STACK_BYTES: usize = 2 * 1024 * 1024;

/// What the engine thread is made of.
pub(crate) struct EngineThread {
    pub(crate) bundle: Arc<Bundle>,
    pub(crate) app: AppProgram,
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
    let engine = match Engine::load(&parts.bundle, &services, parts.size, &parts.stats) {
        Ok(engine) => engine,
        Err(failure) => return fail(&mut outbox, failure),
    };
    log::info!("the engine is ready");
    let mut turn = Loop {
        engine,
        services,
        app: AppSupervisor::new(parts.app, parts.saved_state, parts.stats.clone()),
        inbox: parts.inbox,
        outbox,
        inspections: parts.inspections,
        fetched: parts.workers.fetched,
        read: parts.workers.read,
        stats: parts.stats,
        size: parts.size,
        inputs: Batch::new(BATCH_BYTES_MAX),
        tick: None,
        wants: true,
        wanted: false,
        frame_cpu_us: thread_cpu_us(),
    };
    loop {
        if let Err(failure) = turn.step() {
            return fail(&mut turn.outbox, failure);
        }
    }
}

fn fail(outbox: &mut Sender<FromEngine>, failure: Failure) {
    outbox.send_waiting(FromEngine::Failed(failure));
}

struct Loop {
    engine: Engine,
    services: NativeServices,
    app: AppSupervisor,
    inbox: Receiver<ToEngine>,
    outbox: Sender<FromEngine>,
    inspections: Receiver<inspect::Request>,
    fetched: Receiver<Fetched>,
    read: Sender<ReadJob>,
    stats: Stats,
    size: (u16, u16),
    inputs: Batch,
    tick: Option<(u64, Frame)>,
    /// Something changed that a tick would show.
    wants: bool,
    /// The display was told so and has not ticked since.
    wanted: bool,
    /// CPU time of this thread when the last frame was sent.
    frame_cpu_us: u64,
}

impl Loop {
    fn step(&mut self) -> Result<(), Failure> {
        self.app.start_if_due(now_us());
        if self.wants && !self.wanted {
            // There is always room: one `Want` and one answer are under way at most.
            self.wanted = self.outbox.send(FromEngine::Want).is_ok();
        }
        self.wait()?;
        if let Err(why) = self.turn() {
            self.restart_engine(&why)?;
        }
        self.answer_tick();
        self.report();
        Ok(())
    }

    /// Waits until there is something to do.
    fn wait(&self) -> Result<(), Failure> {
        let timeout = until(self.app.next_start_us(), now_us());
        let mut fds = heapless::Vec::<PollFd<'_>, 5>::new();
        let mut add = |fd| drop(fds.push(fd));
        add(PollFd::new(&self.inbox, PollFlags::IN));
        add(PollFd::new(&self.inspections, PollFlags::IN));
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

    /// Everything that came in, in order: the display's news, files, the app's commands, then the tick.
    fn turn(&mut self) -> Result<(), String> {
        self.take_inbox()?;
        while let Some(file) = self.fetched.receive() {
            self.app.push_file(file);
        }
        let vm = &mut self.engine.vm;
        let mut edited = false;
        let mut failed = None;
        self.app.receive(&mut self.read, self.size, now_us(), |commands| {
            edited = true;
            match vm.apply(commands) {
                Err(error) if error.is_fatal() => failed = Some(error.to_string()),
                // The engine refuses what is not a batch, and the app is to blame.
                answer => return answer.map_err(|error| error.to_string()),
            }
            Ok(())
        });
        if let Some(error) = failed {
            return Err(error);
        }
        self.wants |= edited;
        self.run_tick()?;
        self.app.flush(now_us());
        self.inspect()
    }

    /// Describes the page to whoever asked.
    fn inspect(&mut self) -> Result<(), String> {
        while let Some(answer) = self.inspections.receive() {
            let page = Page::of(&mut self.engine.vm);
            let failed = page.as_ref().err().filter(|_| self.engine.vm.is_dead()).cloned();
            // One that does not wait any more has got its own error.
            let _ = answer.try_send(page);
            failed.map_or(Ok(()), Err)?;
        }
        Ok(())
    }

    fn take_inbox(&mut self) -> Result<(), String> {
        self.inputs.clear();
        while let Some(message) = self.inbox.receive() {
            if let ToEngine::Tick { target_us, frame } = message {
                self.tick = Some((target_us, frame));
                // Keys behind a tick belong to the next one.
                break;
            }
            self.take_input(message)?;
        }
        if self.inputs.is_empty() {
            return Ok(());
        }
        self.wants = true;
        self.engine.vm.input(self.inputs.as_bytes()).map_err(|error| error.to_string())
    }

    fn take_input(&mut self, message: ToEngine) -> Result<(), String> {
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
        if self.inputs.push(&input).is_ok() {
            return Ok(());
        }
        self.engine.vm.input(self.inputs.as_bytes()).map_err(|error| error.to_string())?;
        self.inputs.clear();
        self.inputs.push(&input).map_err(|error| error.to_string())
    }

    fn run_tick(&mut self) -> Result<(), String> {
        let Some((target_us, frame)) = &mut self.tick else { return Ok(()) };
        let turn = self.engine.vm.tick(*target_us).map_err(|error| error.to_string())?;
        if turn.changed {
            let list = self.engine.vm.list().map_err(|error| error.to_string())?;
            frame.list.clear();
            frame.list.extend_from_slice(list);
        }
        if turn.events {
            let events = self.engine.vm.events().map_err(|error| error.to_string())?;
            count_events(events, &self.stats);
            self.app.push_events(events);
        }
        self.wants = false;
        self.wanted = false;
        let (_, frame) = self.tick.take().ok_or("the tick is gone")?;
        self.send_turn(frame, turn.changed, turn.animating);
        Ok(())
    }

    fn send_turn(&mut self, mut frame: Frame, changed: bool, animating: bool) {
        self.services.collect(&mut frame.resources);
        if self.outbox.send(FromEngine::Turn { frame, changed, animating }).is_err() {
            log::error!("the queue to the display is full although one tick is under way at most");
        }
        if changed {
            let cpu_us = thread_cpu_us();
            self.stats.edit().samples.engine_cpu_us.push(cpu_us - self.frame_cpu_us);
            self.frame_cpu_us = cpu_us;
        }
    }

    /// After a failure, a tick under way still gets its answer: nothing new.
    fn answer_tick(&mut self) {
        if let Some((_, frame)) = self.tick.take() {
            self.wanted = false;
            self.send_turn(frame, false, false);
        }
    }

    fn restart_engine(&mut self, why: &str) -> Result<(), Failure> {
        self.engine.restart(why, self.size, now_us())?;
        self.stats.edit().engine.restarts += 1;
        // Its scene went with the old engine.
        self.app.restart(now_us());
        self.wants = true;
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
