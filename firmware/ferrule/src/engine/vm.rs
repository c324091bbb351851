//! The engine module's life: loading it, starting it again after a failure, giving up when it keeps failing.

use std::collections::VecDeque;
use std::sync::Arc;

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::{Batch, EngineInput};
use ferrule_bundle::Bundle;
use ferrule_engine_vm::EngineVm;

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
        let module = bundle.engine()?;
        let before = resident_bytes();
        let vm = start(&module, bundle, services, size)
            .map_err(|error| Failure::EngineLoad(format!("{}: {error}", bundle.manifest().engine)))?;
        let mut report = stats.edit();
        report.engine.module_bytes = module.len() as u64;
        report.engine.vm_bytes = resident_bytes().saturating_sub(before);
        Ok(Self {
            vm,
            module,
            bundle: Arc::clone(bundle),
            services: services.clone(),
            failures: VecDeque::new(),
        })
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

/// Resident memory of this process, to see what loading a VM takes. Zero where the system does not tell.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok()).unwrap_or(0) * 1024
}
