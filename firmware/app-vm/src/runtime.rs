//! The event loop: one turn is the messages that wait, the timers that are due, and one batch of commands.

use std::convert::Infallible;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use boa_engine::context::ContextBuilder;
use boa_engine::module::IdleModuleLoader;
use boa_engine::{Context, JsError, Source};
use ferrule_abi::message::{AppMessage, HostMessage};
use ferrule_abi::remote::EngineOrder;
use ferrule_abi::{ABI_VERSION, Command, EngineKind, Reader, Record};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, retry_on_intr};
use rustix::net::RecvFlags;

use crate::api;
use crate::calls::receive;
use crate::engine::{self, Engine};
use crate::error::RuntimeError;
use crate::hooks::Hooks;
use crate::host::Host;
use crate::jobs::Jobs;
use crate::limits::{CALLS_MAX, MESSAGES_PER_TURN_MAX, STACK_VALUES_MAX};
use crate::outbox::Outbox;
use crate::report;

/// Greets ferrule, runs the script and then the event loop until ferrule closes the socket.
///
/// `name` stands for the script in stack traces. Needs a stack of [`crate::STACK_BYTES`].
///
/// # Errors
/// What ended it before ferrule did. A script that does not load is reported to ferrule's log first.
pub fn run(channel: OwnedFd, script: &[u8], name: &str) -> Result<(), RuntimeError> {
    let mut outbox = Outbox::new(channel);
    // A greeting always fits.
    let _ = outbox.send(&AppMessage::Hello { abi: ABI_VERSION });
    let host = Host::new(outbox);
    let mut context = context(&host).map_err(|error| RuntimeError::Engine(error.to_string()))?;
    let ended = begin(&host, script, name, &mut context).and_then(|()| turns(&host, &mut context));
    match ended {
        Err(RuntimeError::Gone) => Ok(()),
        Err(error) => {
            // A script's developer looks for the reason in the log.
            if matches!(error, RuntimeError::Script(_) | RuntimeError::EngineScript(_)) {
                host.log(1, &error.to_string());
            }
            Err(error)
        }
        Ok(never) => match never {},
    }
}

/// Runs the event loop until it fails.
fn turns(host: &Rc<Host>, context: &mut Context) -> Result<Infallible, RuntimeError> {
    let mut inbox = Vec::new();
    loop {
        commit(host, context)?;
        match host.outbox.borrow().failure() {
            None => {}
            Some(Errno::PIPE | Errno::CONNRESET) => return Err(RuntimeError::Gone),
            Some(error) => return Err(RuntimeError::Channel(error)),
        }
        turn(host, &mut inbox, context)?;
    }
}

/// Ends what the app's code left to do, and passes its commands on.
///
/// # Errors
/// When the engine is in this process and fails.
pub(crate) fn commit(host: &Rc<Host>, context: &mut Context) -> Result<(), RuntimeError> {
    settle(context);
    match host.engine.get() {
        Some(engine) => engine::apply_commands(host, engine, context),
        None => {
            host.outbox.borrow_mut().flush();
            Ok(())
        }
    }
}

/// Boa with our hooks, limits and job queue.
fn context(host: &Rc<Host>) -> Result<Context, JsError> {
    let mut context = ContextBuilder::new()
        .host_hooks(Rc::new(Hooks::default()))
        .job_executor(Rc::new(Jobs::default()))
        .module_loader(Rc::new(IdleModuleLoader))
        .build()?;
    context.strict(true);
    context.runtime_limits_mut().set_recursion_limit(CALLS_MAX);
    context.runtime_limits_mut().set_stack_size_limit(STACK_VALUES_MAX);
    context.insert_data(Rc::clone(host));
    Ok(context)
}

/// Waits for ferrule's greeting, loads the engine if it is to be here, installs the API and loads the app.
fn begin(host: &Rc<Host>, script: &[u8], name: &str, context: &mut Context) -> Result<(), RuntimeError> {
    let mut inbox = Vec::new();
    let message = next(host, &mut inbox).map_err(greeting)?;
    let HostMessage::Hello { abi: ABI_VERSION, width, height, engine, state } = message else {
        return Err(RuntimeError::Greeting);
    };
    if engine == EngineKind::Js {
        let script = engine_script(host)?;
        let engine = Engine::load(&script, width, height, context)?;
        host.outbox.borrow_mut().keep_batches();
        // The cell is empty: there is one greeting.
        let _ = host.engine.set(engine);
        // As ferrule does it for an app whose engine it holds: the first scene is built beside an empty one.
        // A command of one byte always fits.
        let _ = host.outbox.borrow_mut().command(&Command::Begin);
    }
    api::install(host, width, height, state, context)
        .map_err(|error| RuntimeError::Engine(error.to_string()))?;
    load(script, name, context)?;
    if let Some(engine) = host.engine.get() {
        commit(host, context)?;
        engine::ready(host, engine);
    }
    Ok(())
}

fn greeting(error: RuntimeError) -> RuntimeError {
    if matches!(error, RuntimeError::Message(_)) { RuntimeError::Greeting } else { error }
}

/// The next message, waiting for it.
fn next<'a>(host: &Host, inbox: &'a mut Vec<u8>) -> Result<HostMessage<'a>, RuntimeError> {
    let bytes = receive(host.outbox.borrow().socket(), inbox, RecvFlags::empty())?;
    HostMessage::decode(&mut Reader::new(bytes)).map_err(RuntimeError::Message)
}

/// Collects the engine's script, which follows the greeting.
fn engine_script(host: &Host) -> Result<Vec<u8>, RuntimeError> {
    let mut inbox = Vec::new();
    let mut script = Vec::new();
    loop {
        let HostMessage::Engine(EngineOrder::Script { total, offset, bytes }) = next(host, &mut inbox)?
        else {
            return Err(RuntimeError::OutOfOrder("something else before the engine's script"));
        };
        let (total, end) = (total as usize, script.len() + bytes.len());
        if offset as usize != script.len() || end > total || (bytes.is_empty() && end < total) {
            return Err(RuntimeError::OutOfOrder("a piece of the engine's script that does not fit"));
        }
        script.reserve_exact(total - script.len());
        script.extend_from_slice(bytes);
        if end == total {
            return Ok(script);
        }
    }
}

fn load(script: &[u8], name: &str, context: &mut Context) -> Result<(), RuntimeError> {
    let source = Source::from_bytes(script).with_path(Path::new(name));
    match context.eval(source) {
        Ok(_) => Ok(()),
        Err(error) => {
            Err(RuntimeError::Script(format!("{name} did not load: {}", report::describe(&error, context))))
        }
    }
}

/// Waits for messages or a timer and handles what there is.
fn turn(host: &Rc<Host>, inbox: &mut Vec<u8>, context: &mut Context) -> Result<(), RuntimeError> {
    let until = host.timers.borrow().next_due();
    let wait = until.map(|at| timespec(at.saturating_duration_since(Instant::now())));
    let wait = if host.calls.borrow().has_aside() { Some(timespec(Duration::ZERO)) } else { wait };
    {
        let outbox = host.outbox.borrow();
        let mut fds = [PollFd::new(outbox.socket(), PollFlags::IN)];
        retry_on_intr(|| poll(&mut fds, wait.as_ref())).map_err(RuntimeError::Channel)?;
    }
    // Timers that are set while this turn's messages are handled wait for the next turn, so that what a message
    // brought about is sent first.
    let now = Instant::now();
    for _ in 0..MESSAGES_PER_TURN_MAX {
        let aside = host.calls.borrow_mut().next_aside();
        let bytes = match &aside {
            Some(bytes) => bytes,
            None => match receive(host.outbox.borrow().socket(), inbox, RecvFlags::DONTWAIT) {
                Err(RuntimeError::Channel(Errno::AGAIN)) => break,
                received => received?,
            },
        };
        let message = HostMessage::decode(&mut Reader::new(bytes)).map_err(RuntimeError::Message)?;
        api::receive(host, &message, context)?;
    }
    loop {
        let due = host.timers.borrow_mut().take_due(now);
        let Some(callback) = due else { return Ok(()) };
        api::call(&callback.function, &callback.arguments, context);
    }
}

/// Runs jobs and reports rejections that nobody handled.
pub(crate) fn settle(context: &mut Context) {
    if let Err(error) = context.run_jobs() {
        report::uncaught(&error, context);
    }
    report::unhandled_rejections(context);
}

fn timespec(wait: Duration) -> Timespec {
    Timespec { tv_sec: wait.as_secs() as i64, tv_nsec: wait.subsec_nanos().into() }
}
