//! The event loop: one turn is the messages that wait, the timers that are due, and one batch of commands.

use std::os::fd::OwnedFd;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use boa_engine::context::ContextBuilder;
use boa_engine::module::IdleModuleLoader;
use boa_engine::{Context, JsError, Source};
use ferrule_abi::message::{AppMessage, HostMessage, MESSAGE_BYTES_MAX};
use ferrule_abi::{ABI_VERSION, Reader, Record};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, retry_on_intr};
use rustix::net::{RecvFlags, recv};

use crate::api;
use crate::error::RuntimeError;
use crate::hooks::Hooks;
use crate::host::Host;
use crate::jobs::Jobs;
use crate::limits::{CALLS_MAX, MESSAGES_PER_TURN_MAX};
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
    let mut inbox = Inbox { bytes: vec![0; MESSAGE_BYTES_MAX] };
    let mut context = context(&host).map_err(|error| RuntimeError::Engine(error.to_string()))?;
    if !greet(&host, &mut inbox, &mut context)? {
        return Ok(());
    }
    load(script, name, &mut context).inspect_err(|error| host.log(1, &error.to_string()))?;
    loop {
        settle(&mut context);
        host.outbox.borrow_mut().flush();
        match host.outbox.borrow().failure() {
            None => {}
            Some(Errno::PIPE | Errno::CONNRESET) => return Ok(()),
            Some(error) => return Err(RuntimeError::Channel(error)),
        }
        if !turn(&host, &mut inbox, &mut context)? {
            return Ok(());
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
    context.insert_data(Rc::clone(host));
    Ok(context)
}

/// Waits for ferrule's greeting and installs the API with what it says. False when ferrule is gone.
fn greet(host: &Rc<Host>, inbox: &mut Inbox, context: &mut Context) -> Result<bool, RuntimeError> {
    let outbox = host.outbox.borrow();
    let Some(bytes) = inbox.receive(outbox.socket(), RecvFlags::empty())? else { return Ok(false) };
    let message = HostMessage::decode(&mut Reader::new(bytes)).map_err(|_| RuntimeError::Greeting)?;
    let HostMessage::Hello { abi: ABI_VERSION, width, height, state } = message else {
        return Err(RuntimeError::Greeting);
    };
    drop(outbox);
    api::install(host, width, height, state, context)
        .map_err(|error| RuntimeError::Engine(error.to_string()))?;
    Ok(true)
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

/// Waits for messages or a timer and handles what there is. False when ferrule is gone.
fn turn(host: &Rc<Host>, inbox: &mut Inbox, context: &mut Context) -> Result<bool, RuntimeError> {
    let until = host.timers.borrow().next_due();
    let wait = until.map(|at| timespec(at.saturating_duration_since(Instant::now())));
    let ready = {
        let outbox = host.outbox.borrow();
        let mut fds = [PollFd::new(outbox.socket(), PollFlags::IN)];
        retry_on_intr(|| poll(&mut fds, wait.as_ref())).map_err(RuntimeError::Channel)?
    };
    // Timers that are set while this turn's messages are handled wait for the next turn, so that what a message
    // brought about is sent first.
    let now = Instant::now();
    if ready > 0 {
        for _ in 0..MESSAGES_PER_TURN_MAX {
            let outbox = host.outbox.borrow();
            let bytes = match inbox.receive(outbox.socket(), RecvFlags::DONTWAIT) {
                Ok(Some(bytes)) => bytes,
                Ok(None) => return Ok(false),
                Err(RuntimeError::Channel(Errno::AGAIN)) => break,
                Err(error) => return Err(error),
            };
            drop(outbox);
            let message = HostMessage::decode(&mut Reader::new(bytes)).map_err(RuntimeError::Message)?;
            api::receive(host, &message, context)?;
        }
    }
    loop {
        let due = host.timers.borrow_mut().take_due(now);
        let Some(callback) = due else { return Ok(true) };
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

/// The receiving half: one buffer for every message.
struct Inbox {
    bytes: Vec<u8>,
}

impl Inbox {
    /// The next message; nothing when ferrule closed the socket.
    fn receive(&mut self, socket: &OwnedFd, flags: RecvFlags) -> Result<Option<&[u8]>, RuntimeError> {
        let received = retry_on_intr(|| recv(socket, &mut self.bytes[..], flags | RecvFlags::TRUNC));
        match received {
            Ok((_, 0)) | Err(Errno::CONNRESET) => Ok(None),
            Ok((_, len)) if len > self.bytes.len() => {
                Err(RuntimeError::Message(ferrule_abi::WireError::TooLong))
            }
            Ok((_, len)) => Ok(Some(&self.bytes[..len])),
            Err(error) => Err(RuntimeError::Channel(error)),
        }
    }
}
