//! The engine module's life: loading it, starting it again after a failure, giving up when it keeps failing.

use std::collections::VecDeque;
use std::sync::Arc;

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::{Batch, EngineInput};
use ferrule_bundle::Bundle;
use ferrule_engine_vm::EngineVm;
use ferrule_memory::thread_heap_bytes;

use super::services::NativeServices;
use super::splash;
use crate::exit::Failure;
use crate::stats::Stats;

/// Failures of the engine within [`FAILURE_WINDOW_US`] that end the process.
const FAILURES_MAX: usize = 3;
const FAILURE_WINDOW_US: u64 = 60_000_000;

/// A loaded engine module and what is needed to load it again.
pub(crate) struct Engine {
    pub(crate) vm: EngineVm,
    module: Vec<u8>,
    bundle: Arc<Bundle>,
    services: NativeServices,
    failures: VecDeque<u64>,
    /// Heap that loading took beside the linear memory, in bytes.
    code_bytes: u64,
}

impl Engine {
    /// Loads the bundle's engine and shows the splash on a screen of this size.
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
        let module = bundle.engine()?;
        let vm = start(&module, bundle, services, size)
            .map_err(|error| Failure::EngineLoad(format!("{}: {error}", bundle.manifest().engine)))?;
        let taken = u64::try_from(thread_heap_bytes() - before).unwrap_or(0);
        stats.edit().engine.module_bytes = module.len() as u64;
        Ok(Self {
            module,
            bundle: Arc::clone(bundle),
            services: services.clone(),
            failures: VecDeque::new(),
            code_bytes: taken.saturating_sub(vm.memory_bytes() as u64),
            vm,
        })
    }

    /// Bytes of linear memory, and of the VM in all: module file, its translation, instance and linear memory.
    pub(crate) fn memory_bytes(&self) -> (u64, u64) {
        let linear = self.vm.memory_bytes() as u64;
        (linear, self.code_bytes + linear)
    }

    /// Replaces a failed VM with a new one that shows the splash.
    ///
    /// # Errors
    /// When it failed too often of late, or does not start any more.
    pub(crate) fn restart(&mut self, why: &str, size: (u16, u16), now_us: u64) -> Result<(), Failure> {
        self.failures.push_back(now_us);
        self.failures.retain(|&at| now_us.saturating_sub(at) < FAILURE_WINDOW_US);
        if self.failures.len() >= FAILURES_MAX {
            return Err(Failure::EngineDead { count: self.failures.len(), last: why.to_owned() });
        }
        log::warn!("the engine failed and is started again: {why}");
        self.services.start_afresh();
        self.vm = start(&self.module, &self.bundle, &self.services, size).map_err(Failure::EngineLoad)?;
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
