//! The engine in this process: its script in a realm of its own, which the app's script cannot reach, and the calls into
//! it. `services` is what the script may ask for, `turn` what ferrule orders.

mod bytes;
mod services;
mod turn;

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;

use boa_engine::{Context, JsError, JsObject, JsResult, JsString, JsValue, Source};
use ferrule_abi::{ABI_VERSION, NodeId};
use rustix::time::{ClockId, clock_gettime};

use crate::error::RuntimeError;
use crate::host::Host;
use crate::report;
use bytes::Tray;

pub(crate) use turn::{apply_commands, order, ready};

/// The script's name in stack traces and messages.
const NAME: &str = "engine.js";

/// A loaded script and its functions.
pub(crate) struct Engine {
    this: JsObject,
    apply: JsObject,
    input: JsObject,
    tick: JsObject,
    display_list: JsObject,
    events: JsObject,
    dump: JsObject,
    /// Where the script finds the batches it is given.
    tray: Tray,
    /// CPU time in calls since the last turn, in microseconds.
    cpu_us: Cell<u64>,
    /// ferrule was told that a tick is wanted, and has not sent one since.
    pub(crate) wanted: Cell<bool>,
    /// The app has presented a scene.
    pub(crate) presented: Cell<bool>,
    /// The events of the turn under way, kept for their memory.
    turn_events: RefCell<Vec<u8>>,
}

/// What a tick came to.
struct Ticked {
    changed: bool,
    animating: bool,
    has_events: bool,
}

impl Engine {
    /// Runs the script in a new realm and makes an engine for a UI of this size.
    ///
    /// # Errors
    /// When the script throws, or what it answers is not an engine of this version.
    pub(crate) fn load(
        script: &[u8],
        width: u16,
        height: u16,
        context: &mut Context,
    ) -> Result<Self, RuntimeError> {
        let realm = context.create_realm().map_err(|error| failed("load", &error, context))?;
        let apps = context.enter_realm(realm);
        let made = make(script, width, height, context);
        let engine = made.and_then(|this| Self::of(this, context));
        context.enter_realm(apps);
        engine.map_err(|error| failed("load", &error, context))
    }

    fn of(this: JsObject, context: &mut Context) -> JsResult<Self> {
        let abi = this.get(JsString::from("abi"), context)?;
        if abi.as_number() != Some(f64::from(ABI_VERSION)) {
            let abi = abi.display();
            let message = format!("it speaks version {abi}, ferrule {ABI_VERSION}: use a matching pair");
            return Err(wrong(message));
        }
        let mut function = |name: &str| {
            let value = this.get(JsString::from(name), context)?;
            let function = value.as_callable();
            function
                .ok_or_else(|| wrong(format!("it has no function `{name}`: use an engine of this version")))
        };
        Ok(Self {
            apply: function("apply")?,
            input: function("input")?,
            tick: function("tick")?,
            display_list: function("displayList")?,
            events: function("events")?,
            dump: function("dump")?,
            tray: Tray::new(context)?,
            this,
            cpu_us: Cell::new(0),
            wanted: Cell::new(false),
            presented: Cell::new(false),
            turn_events: RefCell::default(),
        })
    }

    /// Carries out a batch of commands.
    fn apply(&self, batch: &[u8], context: &mut Context) -> Result<(), RuntimeError> {
        self.take_batch("apply", &self.apply, batch, context)
    }

    /// Takes a batch of inputs.
    fn input(&self, batch: &[u8], context: &mut Context) -> Result<(), RuntimeError> {
        self.take_batch("input", &self.input, batch, context)
    }

    fn take_batch(
        &self,
        name: &'static str,
        function: &JsObject,
        batch: &[u8],
        context: &mut Context,
    ) -> Result<(), RuntimeError> {
        let view = self.tray.put(batch, context).map_err(|error| failed(name, &error, context))?;
        let answer = self.call(name, function, &[view], context)?;
        if answer.is_null() {
            Ok(())
        } else {
            Err(told(name, &format!("it refused a batch: {}", answer.display())))
        }
    }

    /// Computes a frame.
    fn tick(&self, now_us: u64, context: &mut Context) -> Result<Ticked, RuntimeError> {
        // Exact up to 285 years of uptime.
        let answer = self.call("tick", &self.tick, &[JsValue::from(now_us as f64)], context)?;
        let bits = answer.as_number().unwrap_or(0.0) as u32;
        Ok(Ticked { changed: bits & 1 != 0, animating: bits & 2 != 0, has_events: bits & 4 != 0 })
    }

    /// Hands the newest display list to `take`.
    fn display_list<T>(
        &self,
        take: impl FnOnce(&[u8]) -> T,
        context: &mut Context,
    ) -> Result<T, RuntimeError> {
        let answer = self.call("displayList", &self.display_list, &[], context)?;
        bytes::read(&answer, take, context).map_err(|error| failed("displayList", &error, context))
    }

    /// Copies the events since the last call to `to`.
    fn events(&self, to: &mut Vec<u8>, context: &mut Context) -> Result<(), RuntimeError> {
        let answer = self.call("events", &self.events, &[], context)?;
        let copy = |events: &[u8]| to.extend_from_slice(events);
        bytes::read(&answer, copy, context).map_err(|error| failed("events", &error, context))
    }

    /// Hands a piece of the engine's description of itself to `take`.
    fn dump<T>(
        &self,
        after: Option<NodeId>,
        take: impl FnOnce(&[u8]) -> T,
        context: &mut Context,
    ) -> Result<T, RuntimeError> {
        let after = JsValue::from(after.map_or(0, NodeId::get));
        let answer = self.call("dump", &self.dump, &[after], context)?;
        bytes::read(&answer, take, context).map_err(|error| failed("dump", &error, context))
    }

    fn call(
        &self,
        name: &'static str,
        function: &JsObject,
        arguments: &[JsValue],
        context: &mut Context,
    ) -> Result<JsValue, RuntimeError> {
        let before = thread_cpu_us();
        let answer = function.call(&self.this.clone().into(), arguments, context);
        self.cpu_us.set(self.cpu_us.get() + (thread_cpu_us() - before));
        answer.map_err(|error| failed(name, &error, context))
    }
}

fn make(script: &[u8], width: u16, height: u16, context: &mut Context) -> JsResult<JsObject> {
    let script = context.eval(Source::from_bytes(script).with_path(Path::new(NAME)))?;
    let Some(script) = script.as_callable() else {
        return Err(wrong("its value is not a function: use an engine of this version".to_owned()));
    };
    let services = services::object(context)?;
    let engine =
        script.call(&JsValue::undefined(), &[services.into(), width.into(), height.into()], context)?;
    engine.as_object().ok_or_else(|| wrong("it makes no engine: use one of this version".to_owned()))
}

fn wrong(message: String) -> JsError {
    boa_engine::JsNativeError::typ().with_message(message).into()
}

fn told(call: &'static str, why: &str) -> RuntimeError {
    RuntimeError::EngineScript(format!("{NAME} failed in `{call}`: {why}"))
}

/// What ended a call: ferrule's silence, or an error of the script's.
fn failed(call: &'static str, error: &JsError, context: &mut Context) -> RuntimeError {
    let interrupted = Host::of(context).ok().and_then(|host: Rc<Host>| host.interrupted.take());
    interrupted.unwrap_or_else(|| told(call, &report::describe(error, context)))
}

/// CPU time of this thread in microseconds.
fn thread_cpu_us() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    u64::try_from(time.tv_sec).unwrap_or(0) * 1_000_000 + u64::try_from(time.tv_nsec).unwrap_or(0) / 1_000
}
