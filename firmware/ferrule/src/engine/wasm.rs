//! The engine as a WebAssembly module in this process: its life, and the way of keys, commands and ticks to it.

use std::process::ExitStatus;
use std::sync::Arc;

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::remote::EngineOrder;
use ferrule_abi::{Batch, Command, EngineInput, EngineKind, NodeId, records};
use ferrule_bundle::Bundle;
use ferrule_engine_vm::{CallError, EngineVm};
use ferrule_memory::thread_heap_bytes;

use super::backend::{Backend, Fault, Turn};
use super::failures::Failures;
use super::services::NativeServices;
use super::splash;
use crate::app::{AppSupervisor, Said};
use crate::exit::Failure;
use crate::messages::Frame;
use crate::stats::Stats;

/// Failures within a minute that end the module's use: its twin takes over.
const FAILURES_MAX: usize = 2;

/// A loaded engine module and what is needed to load it again.
pub(crate) struct WasmEngine {
    vm: EngineVm,
    module: Vec<u8>,
    bundle: Arc<Bundle>,
    services: NativeServices,
    failures: Failures,
    /// Heap that loading took beside the linear memory, in bytes.
    code_bytes: u64,
    /// Inputs for the next call.
    inputs: Batch,
    /// Something changed that a tick would show.
    wants: bool,
    shows_app: bool,
    under_way: Option<Frame>,
    turn: Option<Turn>,
    /// The last turn's events.
    events: Vec<u8>,
    description: Option<Vec<u8>>,
}

impl WasmEngine {
    /// Loads the bundle's module and shows the splash on a screen of this size.
    ///
    /// # Errors
    /// When the module cannot be read, is not an engine, or does not start.
    pub(crate) fn load(
        bundle: &Arc<Bundle>,
        services: &NativeServices,
        size: (u16, u16),
        stats: &Stats,
    ) -> Result<Self, Failure> {
        let before = thread_heap_bytes();
        let module = bundle.engine(EngineKind::Wasm)?;
        let vm = start(&module, bundle, services, size)
            .map_err(|error| Failure::EngineLoad(format!("{}: {error}", bundle.manifest().engines.wasm)))?;
        let taken = u64::try_from(thread_heap_bytes() - before).unwrap_or(0);
        stats.edit().engine.module_bytes = module.len() as u64;
        Ok(Self {
            module,
            bundle: Arc::clone(bundle),
            services: services.clone(),
            failures: Failures::new(FAILURES_MAX),
            code_bytes: taken.saturating_sub(vm.memory_bytes() as u64),
            vm,
            inputs: Batch::new(BATCH_BYTES_MAX),
            wants: true,
            shows_app: false,
            under_way: None,
            turn: None,
            events: Vec::new(),
            description: None,
        })
    }

    /// Gives the module the inputs that came.
    fn hand_inputs(&mut self) -> Result<(), Fault> {
        if self.inputs.is_empty() {
            return Ok(());
        }
        let taken = self.vm.input(self.inputs.as_bytes()).map_err(failed);
        self.inputs.clear();
        taken
    }

    fn apply(&mut self, batch: &[u8]) -> Result<(), Fault> {
        self.hand_inputs()?;
        self.wants = true;
        // The engine refuses what is not a batch, and the app is to blame.
        self.vm.apply(batch).map_err(|error| match error.is_fatal() {
            true => failed(error),
            false => Fault::App(error.to_string()),
        })?;
        let presents = |command| matches!(command, Ok(Command::Present { .. }));
        self.shows_app |= records::<Command<'_>>(batch).any(presents);
        Ok(())
    }

    fn compute(&mut self, target_us: u64, app: &mut AppSupervisor) -> Result<(), Fault> {
        self.hand_inputs()?;
        let ticked = self.vm.tick(target_us).map_err(failed)?;
        let Some(frame) = &mut self.under_way else { return Ok(()) };
        if ticked.changed {
            frame.list.clear();
            frame.list.extend_from_slice(self.vm.list().map_err(failed)?);
        }
        self.events.clear();
        if ticked.events {
            self.events.extend_from_slice(self.vm.events().map_err(failed)?);
            app.push_events(&self.events);
        }
        let Some(frame) = self.under_way.take() else { return Ok(()) };
        let (changed, animating) = (ticked.changed, ticked.animating);
        self.turn = Some(Turn { changed, animating, ..Turn::nothing_new(frame) });
        self.wants = false;
        Ok(())
    }
}

fn failed(error: CallError) -> Fault {
    Fault::Engine(error.to_string())
}

impl Backend for WasmEngine {
    fn kind(&self) -> EngineKind {
        EngineKind::Wasm
    }

    fn input(&mut self, input: &EngineInput<'_>) -> Result<(), Fault> {
        self.wants = true;
        if self.inputs.push(input).is_ok() {
            return Ok(());
        }
        self.hand_inputs()?;
        self.inputs.push(input).map_err(|error| Fault::Engine(error.to_string()))
    }

    fn app_began(&mut self) -> Result<(), Fault> {
        self.shows_app = false;
        // It makes room for a new scene beside the one on screen. One byte always fits.
        let mut batch = Batch::new(BATCH_BYTES_MAX);
        let _ = batch.push(&Command::Begin);
        self.apply(batch.as_bytes())
    }

    fn app_said(&mut self, said: &Said<'_>) -> Result<Option<EngineOrder<'static>>, Fault> {
        match said {
            Said::Commands(batch) => self.apply(batch).map(|()| None),
            Said::Engine(_) => Err(Fault::App("it speaks as the engine, which is not in its process".into())),
        }
    }

    fn app_ended(&mut self, _status: Option<ExitStatus>, _now_us: u64) -> Result<(), Failure> {
        // Its scene stays and answers keys.
        Ok(())
    }

    fn wants_tick(&self) -> bool {
        self.wants
    }

    fn tick(
        &mut self,
        target_us: u64,
        frame: Frame,
        app: &mut AppSupervisor,
        _now_us: u64,
    ) -> Result<(), Fault> {
        self.under_way = Some(frame);
        self.compute(target_us, app)
    }

    fn take_turn(&mut self) -> Option<Turn> {
        self.turn.take()
    }

    fn turn_events(&self) -> &[u8] {
        &self.events
    }

    fn shows_app(&self) -> bool {
        self.shows_app
    }

    fn describe(&mut self, after: Option<NodeId>, _app: &mut AppSupervisor) -> Result<(), Fault> {
        self.description = Some(self.vm.dump(after).map_err(failed)?.to_vec());
        Ok(())
    }

    fn take_description(&mut self) -> Option<Vec<u8>> {
        self.description.take()
    }

    fn memory_bytes(&self) -> (u64, u64) {
        let linear = self.vm.memory_bytes() as u64;
        (linear, self.code_bytes + linear)
    }

    fn restart(&mut self, why: &str, size: (u16, u16), now_us: u64) -> Result<(), Failure> {
        self.events.clear();
        self.turn = self.under_way.take().map(Turn::nothing_new);
        self.failures.note(why, now_us)?;
        log::warn!("the engine failed and is started again: {why}");
        self.services.start_afresh();
        self.inputs.clear();
        self.vm = start(&self.module, &self.bundle, &self.services, size).map_err(Failure::EngineLoad)?;
        self.wants = true;
        Ok(())
    }
}

fn start(
    module: &[u8],
    bundle: &Bundle,
    services: &NativeServices,
    (width, height): (u16, u16),
) -> Result<EngineVm, String> {
    let mut vm = EngineVm::load(module, width.into(), height.into(), Box::new(services.clone()))
        .map_err(|error| error.to_string())?;
    let mut inputs = Batch::new(BATCH_BYTES_MAX);
    inputs
        .push(&EngineInput::Display { width, height, connected: true })
        .map_err(|error| error.to_string())?;
    vm.input(inputs.as_bytes()).map_err(|error| error.to_string())?;
    let splash = splash::commands(&bundle.manifest().splash).map_err(|error| error.to_string())?;
    vm.apply(splash.as_bytes()).map_err(|error| error.to_string())?;
    Ok(vm)
}
