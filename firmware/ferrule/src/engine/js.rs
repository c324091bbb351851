//! The engine as JavaScript in the app's process: orders out, reports in, both over the app's socket, in strict order.
//!
//! Until the app has presented, the splash is shown; after its process ended, its last picture stays until the next one
//! has presented. Nothing here waits for the process.

use std::process::ExitStatus;
use std::sync::Arc;

use ferrule_abi::limits::{BATCH_BYTES_MAX, DISPLAY_LIST_BYTES_MAX};
use ferrule_abi::remote::{ENGINE_FAILED_CODE, EngineOrder, EngineReport, RemoteTurn};
use ferrule_abi::{Batch, EngineInput, EngineKind, NodeId, WireError};
use ferrule_bundle::Bundle;
use ferrule_engine_vm::Services;

use super::backend::{Backend, Fault, Turn};
use super::failures::Failures;
use super::services::NativeServices;
use super::splash::SplashScene;
use crate::app::{AppSupervisor, Said};
use crate::exit::Failure;
use crate::messages::Frame;
use crate::stats::Stats;

/// How long the process may take for a tick, in microseconds. It is far beyond the slowest page on the slowest stick; then
/// the app hangs, and is started again.
const TURN_TIME_MAX_US: u64 = 30_000_000;
/// Bytes of inputs that wait for a tick before keys are dropped. The rest is for what must not be lost.
const KEY_BYTES_MAX: usize = BATCH_BYTES_MAX / 2;

/// Failures within a minute that end ferrule: there is no other engine left.
const FAILURES_MAX: usize = 3;

/// What ferrule knows of the engine in the app's process.
pub(crate) struct JsEngine {
    bundle: Arc<Bundle>,
    /// For what the present process makes.
    services: NativeServices,
    /// What is shown before the first app's scene.
    splash: Option<SplashScene>,
    process: Process,
    /// Inputs for the next tick.
    inputs: Batch,
    /// The screen as it is now, for an engine that begins.
    display: (u16, u16, bool),
    /// The tick under way.
    under_way: Option<UnderWay>,
    turn: Option<Turn>,
    events: Vec<u8>,
    is_describing: bool,
    description: Option<Vec<u8>>,
    failures: Failures,
    stats: Stats,
}

/// How far the present process has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Process {
    /// There is none, or it has not said hello.
    Absent,
    /// It loads the engine and the app.
    Loading,
    /// It takes ticks.
    Ready {
        /// It wants one.
        wants: bool,
        /// Its scene is on the screen.
        presented: bool,
    },
}

struct UnderWay {
    frame: Frame,
    deadline_us: u64,
    /// Bytes of the list that is arriving.
    list_total: Option<usize>,
}

impl UnderWay {
    /// Takes in a piece of a list.
    fn take_piece(&mut self, total: u32, offset: u32, bytes: &[u8]) -> Result<(), &'static str> {
        let (total, list) = (total as usize, &mut self.frame.list);
        match self.list_total {
            None => list.clear(),
            Some(before) if before != total => return Err("two sizes of one display list"),
            Some(before) if before == list.len() => return Err("more of a display list that is whole"),
            Some(_) => {}
        }
        if total > DISPLAY_LIST_BYTES_MAX {
            return Err("a display list beyond its limit");
        }
        if offset as usize != list.len() || list.len() + bytes.len() > total {
            return Err("a piece of a display list that does not continue it");
        }
        if bytes.is_empty() && total > 0 {
            return Err("an empty piece of a display list");
        }
        list.extend_from_slice(bytes);
        self.list_total = Some(total);
        Ok(())
    }

    /// Whether a whole list arrived.
    fn has_list(&self) -> Result<bool, &'static str> {
        match self.list_total {
            None => Ok(false),
            Some(total) if total == self.frame.list.len() => Ok(true),
            Some(_) => Err("a turn in the middle of a display list"),
        }
    }
}

fn breach(what: &str) -> Fault {
    Fault::App(format!("its engine sent {what}"))
}

impl JsEngine {
    /// An engine that comes with the app; the splash is shown on a screen of this size.
    ///
    /// # Errors
    /// When the splash cannot be shown.
    pub(crate) fn new(
        bundle: &Arc<Bundle>,
        services: &NativeServices,
        size: (u16, u16),
        stats: &Stats,
    ) -> Result<Self, Failure> {
        let splash = new_splash(bundle, services, size).map_err(|error| splash_failed(&error))?;
        Ok(Self {
            bundle: Arc::clone(bundle),
            services: services.new_scope(),
            splash: Some(splash),
            process: Process::Absent,
            inputs: Batch::new(BATCH_BYTES_MAX),
            display: (size.0, size.1, true),
            under_way: None,
            turn: None,
            events: Vec::new(),
            is_describing: false,
            description: None,
            failures: Failures::new(FAILURES_MAX),
            stats: stats.clone(),
        })
    }

    /// Queues an input for the next tick. A key that does not fit is dropped; anything else has room kept for it.
    fn queue(&mut self, input: &EngineInput<'_>) -> Result<(), Fault> {
        let is_key = matches!(input, EngineInput::Key(_));
        if is_key && self.inputs.as_bytes().len() > KEY_BYTES_MAX {
            self.stats.edit().events.keys_dropped += 1;
            return Ok(());
        }
        let full = |_| Fault::App("it has taken no inputs for so long that no more can be kept".into());
        self.inputs.push(input).map_err(full)
    }

    fn engine_said(&mut self, report: &EngineReport<'_>) -> Result<Option<EngineOrder<'static>>, Fault> {
        match *report {
            EngineReport::Want => self.wanted(),
            EngineReport::List { total, offset, bytes } => {
                let under_way = self.under_way.as_mut().ok_or("a display list that no tick asked for");
                under_way.and_then(|tick| tick.take_piece(total, offset, bytes)).map_err(breach)?;
            }
            EngineReport::Turn(turn) => self.turn_came(&turn).map_err(breach)?,
            EngineReport::MeasureText(ref request) => {
                return Ok(Some(EngineOrder::TextMeasured(self.services.measure_text(request))));
            }
            EngineReport::ReleaseText { layout } => self.services.release_text(layout),
            EngineReport::RequestImage { path, width, height } => {
                let image = self.services.request_image(path, width, height);
                return Ok(Some(EngineOrder::ImageRequested(image)));
            }
            EngineReport::ReleaseImage { image } => self.services.release_image(image),
            EngineReport::Log { level, text } => self.services.log(level, text),
            EngineReport::Described(records) => {
                if !std::mem::take(&mut self.is_describing) {
                    return Err(breach("a description that nobody asked for"));
                }
                self.description = Some(records.to_vec());
            }
        }
        Ok(None)
    }

    fn wanted(&mut self) {
        self.process = match self.process {
            Process::Ready { presented, .. } => Process::Ready { wants: true, presented },
            Process::Absent | Process::Loading => Process::Ready { wants: true, presented: false },
        };
    }

    fn turn_came(&mut self, turn: &RemoteTurn<'_>) -> Result<(), &'static str> {
        let tick = self.under_way.take().ok_or("a turn that no tick asked for")?;
        let fault = match tick.has_list() {
            Ok(has_list) if has_list != turn.changed => {
                Some("a turn whose display list is missing or not announced")
            }
            Ok(_) => None,
            Err(what) => Some(what),
        };
        let shown_before = matches!(self.process, Process::Ready { presented: true, .. });
        // A list of an app that has not presented is empty: what is on screen stays.
        let changed = fault.is_none() && turn.changed && turn.presented;
        if changed && !shown_before {
            self.splash = None;
            self.services.drop_others();
        }
        self.process = Process::Ready { wants: false, presented: shown_before || changed };
        self.events.extend_from_slice(turn.events);
        // The display gets its frame back whatever the turn is like.
        self.turn = Some(Turn {
            frame: tick.frame,
            changed,
            animating: turn.animating,
            outside_cpu_us: turn.cpu_us.into(),
        });
        fault.map_or(Ok(()), Err)
    }

    /// The splash's answer to a tick, when it has one.
    fn tick_splash(&mut self, target_us: u64, frame: Frame) -> Option<Frame> {
        let Some(splash) = self.splash.as_mut().filter(|splash| splash.wants_tick()) else {
            return Some(frame);
        };
        let mut answer = Turn::nothing_new(frame);
        let turn = splash.tick(target_us, &mut answer.frame.list);
        (answer.changed, answer.animating) = (turn.changed, turn.animating);
        self.turn = Some(answer);
        None
    }
}

fn new_splash(
    bundle: &Bundle,
    services: &NativeServices,
    size: (u16, u16),
) -> Result<SplashScene, WireError> {
    SplashScene::new(&bundle.manifest().splash, services.clone(), size)
}

fn splash_failed(error: &WireError) -> Failure {
    Failure::EngineLoad(format!("the splash cannot be shown: {error}"))
}

impl Backend for JsEngine {
    fn kind(&self) -> EngineKind {
        EngineKind::Js
    }

    fn input(&mut self, input: &EngineInput<'_>) -> Result<(), Fault> {
        if let EngineInput::Display { width, height, connected } = *input {
            self.display = (width, height, connected);
        }
        if let Some(splash) = &mut self.splash {
            let mut one = Batch::new(BATCH_BYTES_MAX);
            // One input always fits.
            let _ = one.push(input);
            splash.input(one.as_bytes());
        }
        // What happens between two processes concerns neither.
        if self.process == Process::Absent { Ok(()) } else { self.queue(input) }
    }

    fn app_began(&mut self) -> Result<(), Fault> {
        self.process = Process::Loading;
        let (width, height, connected) = self.display;
        // Its greeting names the size already, and takes for granted that there is a display.
        if connected { Ok(()) } else { self.queue(&EngineInput::Display { width, height, connected }) }
    }

    fn app_said(&mut self, said: &Said<'_>) -> Result<Option<EngineOrder<'static>>, Fault> {
        match said {
            Said::Engine(report) => self.engine_said(report),
            Said::Commands(_) => Err(Fault::App("it sends commands, and its engine is its own".into())),
        }
    }

    fn app_ended(&mut self, status: Option<ExitStatus>, now_us: u64) -> Result<(), Failure> {
        let presented = matches!(self.process, Process::Ready { presented: true, .. });
        if !presented {
            self.services.start_afresh();
        }
        // A scene that was shown keeps its resources until the next one is.
        self.services = self.services.new_scope();
        self.process = Process::Absent;
        self.inputs.clear();
        self.is_describing = false;
        if let Some(tick) = self.under_way.take() {
            self.turn = Some(Turn::nothing_new(tick.frame));
        }
        if status.and_then(|status| status.code()) == Some(ENGINE_FAILED_CODE.into()) {
            let path = &self.bundle.manifest().engines.js;
            self.failures.note(&format!("{path} failed; the log says where"), now_us)?;
        }
        Ok(())
    }

    fn wants_tick(&self) -> bool {
        let process_wants = match self.process {
            Process::Ready { wants, .. } => wants || !self.inputs.is_empty(),
            Process::Absent | Process::Loading => false,
        };
        process_wants || self.splash.as_ref().is_some_and(SplashScene::wants_tick)
    }

    fn tick(
        &mut self,
        target_us: u64,
        frame: Frame,
        app: &mut AppSupervisor,
        now_us: u64,
    ) -> Result<(), Fault> {
        self.events.clear();
        let Some(frame) = self.tick_splash(target_us, frame) else { return Ok(()) };
        let Process::Ready { presented, .. } = self.process else {
            self.turn = Some(Turn::nothing_new(frame));
            return Ok(());
        };
        self.process = Process::Ready { wants: false, presented };
        self.under_way = Some(UnderWay { frame, deadline_us: now_us + TURN_TIME_MAX_US, list_total: None });
        if !self.inputs.is_empty() {
            app.order(&EngineOrder::Inputs(self.inputs.as_bytes())).map_err(Fault::App)?;
            self.inputs.clear();
        }
        app.order(&EngineOrder::Tick { now_us: target_us }).map_err(Fault::App)
    }

    fn take_turn(&mut self) -> Option<Turn> {
        self.turn.take()
    }

    fn turn_events(&self) -> &[u8] {
        &self.events
    }

    fn tick_deadline_us(&self) -> Option<u64> {
        self.under_way.as_ref().map(|tick| tick.deadline_us)
    }

    fn shows_app(&self) -> bool {
        matches!(self.process, Process::Ready { presented: true, .. })
    }

    fn describe(&mut self, after: Option<NodeId>, app: &mut AppSupervisor) -> Result<(), Fault> {
        if !self.shows_app() {
            // What is on screen is the splash, or the picture of an app that is gone.
            self.description =
                Some(self.splash.as_mut().map(|splash| splash.dump(after)).unwrap_or_default());
            return Ok(());
        }
        self.is_describing = true;
        app.order(&EngineOrder::Describe { after }).map_err(Fault::App)
    }

    fn take_description(&mut self) -> Option<Vec<u8>> {
        self.description.take()
    }

    fn memory_bytes(&self) -> (u64, u64) {
        (0, 0)
    }

    fn restart(&mut self, why: &str, _size: (u16, u16), now_us: u64) -> Result<(), Failure> {
        // It starts afresh with the app, whose process is ended and started again.
        self.failures.note(why, now_us)
    }
}

#[cfg(test)]
mod tests;
