//! The engine as its thread sees it, whichever implementation runs: the one seam between the two.

use std::process::ExitStatus;

use ferrule_abi::remote::EngineOrder;
use ferrule_abi::{EngineInput, EngineKind, NodeId};

use crate::app::{AppSupervisor, Said};
use crate::exit::Failure;
use crate::messages::Frame;

/// Why the engine did not do what it was asked to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The app is to blame, and is ended.
    App(String),
    /// The engine failed: it and the app start afresh.
    Engine(String),
}

/// A tick's answer.
pub(crate) struct Turn {
    /// The frame given with the tick. Its list is new only when `changed`.
    pub(crate) frame: Frame,
    /// There is something new to paint.
    pub(crate) changed: bool,
    /// Another tick is wanted although nothing new came in.
    pub(crate) animating: bool,
    /// CPU time that the engine took outside of this process, in microseconds.
    pub(crate) outside_cpu_us: u64,
}

impl Turn {
    /// The answer of an engine that has nothing to say.
    pub(crate) fn nothing_new(frame: Frame) -> Self {
        Self { frame, changed: false, animating: false, outside_cpu_us: 0 }
    }
}

/// An implementation of the engine. No call waits for a guest without a bound on its work.
pub(crate) trait Backend {
    /// Which one it is.
    fn kind(&self) -> EngineKind;

    /// Something happened: a key, news of an image, another screen.
    fn input(&mut self, input: &EngineInput<'_>) -> Result<(), Fault>;

    /// An app process says hello.
    fn app_began(&mut self) -> Result<(), Fault>;

    /// The app's process says something to the engine, or as the engine. Answers what is to be sent back.
    fn app_said(&mut self, said: &Said<'_>) -> Result<Option<EngineOrder<'static>>, Fault>;

    /// The app's process ended. What was waiting for it is answered with nothing.
    ///
    /// # Errors
    /// When the engine was the reason, too often.
    fn app_ended(&mut self, status: Option<ExitStatus>, now_us: u64) -> Result<(), Failure>;

    /// Whether a tick would show something new.
    fn wants_tick(&self) -> bool;

    /// Begins the frame that is shown at `target_us`. One at a time; [`Backend::take_turn`] has the answer.
    fn tick(
        &mut self,
        target_us: u64,
        frame: Frame,
        app: &mut AppSupervisor,
        now_us: u64,
    ) -> Result<(), Fault>;

    /// The answer to a tick, once it is there.
    fn take_turn(&mut self) -> Option<Turn>;

    /// The events of the last turn, which the status counts. The app has them already.
    fn turn_events(&self) -> &[u8];

    /// When a tick without an answer is too late, which is the app's fault.
    fn tick_deadline_us(&self) -> Option<u64> {
        None
    }

    /// Whether the app has presented a scene that the lists show.
    fn shows_app(&self) -> bool;

    /// Asks for a piece of the engine's description of itself: the nodes that follow `after`.
    fn describe(&mut self, after: Option<NodeId>, app: &mut AppSupervisor) -> Result<(), Fault>;

    /// That piece, once it is there.
    fn take_description(&mut self) -> Option<Vec<u8>>;

    /// Bytes of linear memory and of the VM in all, where the engine has a VM in this process.
    fn memory_bytes(&self) -> (u64, u64);

    /// Replaces an engine that failed with a new one that shows the splash. A tick under way is answered with nothing new,
    /// also when this fails.
    ///
    /// # Errors
    /// When it failed too often of late, or does not start any more.
    fn restart(&mut self, why: &str, size: (u16, u16), now_us: u64) -> Result<(), Failure>;
}
