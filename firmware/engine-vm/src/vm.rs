//! One loaded engine module and its calls.

use ferrule_abi::limits::{BATCH_BYTES_MAX, DISPLAY_LIST_BYTES_MAX};
use ferrule_abi::{ABI_VERSION, NodeId};
use wasmi::{
    CompilationMode, Config, EnforcedLimits, Engine, Linker, Module, OperatorCost, Store, StoreLimitsBuilder,
    TypedFunc, TypedResumableCall, WasmParams, WasmResults,
};

use crate::error::{CallError, LoadError};
use crate::guest::GuestSpan;
use crate::imports::{self, State};
use crate::interface::{self, Exports};
use crate::limits::{EngineLimits, FUEL_SLICE, MODULE_BYTES_MAX, TABLE_ELEMENTS_MAX};
use crate::services::Services;

/// Bit of `tick`'s answer: there is a new display list.
const TURN_CHANGED: u32 = 1;
/// Bit of `tick`'s answer: another tick is wanted.
const TURN_ANIMATING: u32 = 2;
/// Bit of `tick`'s answer: there are events.
const TURN_EVENTS: u32 = 4;

/// What a tick came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// There is a new display list.
    pub changed: bool,
    /// Something moves: the next frame needs another tick.
    pub animating: bool,
    /// There are events to read.
    pub events: bool,
}

/// A running engine module.
pub struct EngineVm {
    store: Store<State>,
    exports: Exports,
    /// The module's batch buffer.
    buffer: u32,
    limits: EngineLimits,
    module_bytes: usize,
    fuel_used: u64,
    dead: bool,
}

impl std::fmt::Debug for EngineVm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EngineVm")
            .field("limits", &self.limits)
            .field("module_bytes", &self.module_bytes)
            .field("dead", &self.dead)
            .finish_non_exhaustive()
    }
}

impl EngineVm {
    /// Loads a module with the default limits and starts it for a UI of `width` × `height` pixels.
    ///
    /// # Errors
    /// What is wrong with the module; nothing of it runs before it passed the checks.
    pub fn load(
        wasm: &[u8],
        width: u32,
        height: u32,
        services: Box<dyn Services + Send>,
    ) -> Result<Self, LoadError> {
        Self::load_with(wasm, EngineLimits::default(), width, height, services)
    }

    /// Like [`EngineVm::load`] with limits of one's own.
    ///
    /// # Errors
    /// As [`EngineVm::load`].
    pub fn load_with(
        wasm: &[u8],
        limits: EngineLimits,
        width: u32,
        height: u32,
        services: Box<dyn Services + Send>,
    ) -> Result<Self, LoadError> {
        if wasm.len() > MODULE_BYTES_MAX {
            return Err(LoadError::TooLarge { bytes: wasm.len() });
        }
        let engine = Engine::new(&config());
        let module = Module::new(&engine, wasm).map_err(LoadError::Invalid)?;
        interface::check(&module)?;
        let store_limits = StoreLimitsBuilder::new()
            .memory_size(limits.memory_bytes_max)
            .table_elements(TABLE_ELEMENTS_MAX)
            .instances(1)
            .memories(1)
            .tables(1)
            .build();
        let mut store = Store::new(&engine, State::new(services, store_limits));
        store.limiter(|state| &mut state.limits);
        store.set_fuel(FUEL_SLICE).map_err(LoadError::Instantiation)?;
        let mut linker = Linker::new(&engine);
        imports::define(&mut linker).map_err(LoadError::Instantiation)?;
        let instance = linker.instantiate_and_start(&mut store, &module).map_err(LoadError::Instantiation)?;
        let exports = Exports::of(&store, &instance)?;
        store.data_mut().memory = Some(exports.memory);
        let mut vm =
            Self { store, exports, buffer: 0, limits, module_bytes: wasm.len(), fuel_used: 0, dead: false };
        vm.start(width, height)?;
        Ok(vm)
    }

    fn start(&mut self, width: u32, height: u32) -> Result<(), LoadError> {
        let found = self.call(|e| &e.ferrule_abi, "ferrule_abi", ()).map_err(LoadError::Start)?;
        if found != ABI_VERSION {
            return Err(LoadError::WrongAbi { found, expected: ABI_VERSION });
        }
        let status = self.call(|e| &e.init, "init", (width, height)).map_err(LoadError::Start)?;
        accept("init", status).map_err(LoadError::Start)?;
        self.buffer = self.call(|e| &e.buffer, "buffer", ()).map_err(LoadError::Start)?;
        let span = GuestSpan::new(self.buffer, BATCH_BYTES_MAX as u32);
        if self.buffer == 0 || span.bytes(self.memory(), BATCH_BYTES_MAX).is_none() {
            return Err(LoadError::Start(bad_span("buffer", span)));
        }
        Ok(())
    }

    /// Carries out a batch of [`ferrule_abi::Command`]s.
    ///
    /// # Errors
    /// [`CallError`]; see [`CallError::is_fatal`].
    pub fn apply(&mut self, batch: &[u8]) -> Result<(), CallError> {
        let length = self.fill_buffer("apply", batch)?;
        accept("apply", self.call(|e| &e.apply, "apply", length)?)
    }

    /// Takes a batch of [`ferrule_abi::EngineInput`]s.
    ///
    /// # Errors
    /// [`CallError`]; see [`CallError::is_fatal`].
    pub fn input(&mut self, batch: &[u8]) -> Result<(), CallError> {
        let length = self.fill_buffer("input", batch)?;
        accept("input", self.call(|e| &e.input, "input", length)?)
    }

    /// Computes the frame that will be shown at `now_us` (microseconds, `CLOCK_MONOTONIC`).
    ///
    /// # Errors
    /// [`CallError`]; the VM is dead after any.
    pub fn tick(&mut self, now_us: u64) -> Result<Turn, CallError> {
        let bits = self.call(|e| &e.tick, "tick", now_us)?;
        Ok(Turn {
            changed: bits & TURN_CHANGED != 0,
            animating: bits & TURN_ANIMATING != 0,
            events: bits & TURN_EVENTS != 0,
        })
    }

    /// The newest display list, as the module alleges: [`ferrule_abi::DisplayList::parse`] tells whether it is one.
    ///
    /// # Errors
    /// [`CallError`]; the VM is dead after any.
    pub fn list(&mut self) -> Result<&[u8], CallError> {
        let packed = self.call(|e| &e.list, "list", ())?;
        self.read("list", packed, DISPLAY_LIST_BYTES_MAX)
    }

    /// The events since the last call, as the module alleges.
    ///
    /// # Errors
    /// [`CallError`]; the VM is dead after any.
    pub fn events(&mut self) -> Result<&[u8], CallError> {
        let packed = self.call(|e| &e.events, "events", ())?;
        self.read("events", packed, BATCH_BYTES_MAX)
    }

    /// A piece of the module's description of itself: [`ferrule_abi::dump::Dumped`] records of the nodes that follow
    /// `after`, or from the start. An answer without a node is the end.
    ///
    /// # Errors
    /// [`CallError`]; the VM is dead after any.
    pub fn dump(&mut self, after: Option<NodeId>) -> Result<&[u8], CallError> {
        let packed = self.call(|e| &e.dump, "dump", after.map_or(0, NodeId::get))?;
        self.read("dump", packed, BATCH_BYTES_MAX)
    }

    /// Bytes of the module's linear memory now. What wasmi takes for the module's code comes on top: about five
    /// bytes for each byte of code, which it does not tell.
    pub fn memory_bytes(&self) -> usize {
        self.exports.memory.data_size(&self.store)
    }

    /// Bytes of the module file.
    pub fn module_bytes(&self) -> usize {
        self.module_bytes
    }

    /// Fuel that the last call used: about one unit per Wasm instruction, the same on every machine.
    pub fn fuel_used(&self) -> u64 {
        self.fuel_used
    }

    /// True when an earlier call ended the VM.
    pub fn is_dead(&self) -> bool {
        self.dead
    }

    fn memory(&self) -> &[u8] {
        self.exports.memory.data(&self.store)
    }

    /// Puts a batch where the module looks for it; answers its length.
    fn fill_buffer(&mut self, call: &'static str, batch: &[u8]) -> Result<u32, CallError> {
        if self.dead {
            return Err(CallError::Dead);
        }
        if batch.len() > BATCH_BYTES_MAX {
            return Err(CallError::BatchTooLong { bytes: batch.len() });
        }
        let length = batch.len() as u32;
        let span = GuestSpan::new(self.buffer, length);
        match span.bytes_mut(self.exports.memory.data_mut(&mut self.store)) {
            Some(slot) => slot.copy_from_slice(batch),
            None => {
                self.dead = true;
                return Err(bad_span(call, span));
            }
        }
        Ok(length)
    }

    fn read(&mut self, call: &'static str, packed: u64, bytes_max: usize) -> Result<&[u8], CallError> {
        let span = GuestSpan::unpack(packed);
        if span.bytes(self.memory(), bytes_max).is_none() {
            self.dead = true;
        }
        span.bytes(self.memory(), bytes_max).ok_or_else(|| bad_span(call, span))
    }

    /// Calls an export in slices of fuel, up to the limit.
    fn call<P: WasmParams, R: WasmResults>(
        &mut self,
        export: impl FnOnce(&Exports) -> &TypedFunc<P, R>,
        name: &'static str,
        params: P,
    ) -> Result<R, CallError> {
        if self.dead {
            return Err(CallError::Dead);
        }
        let result = self.call_in_slices(export, name, params);
        self.dead = result.is_err();
        result
    }

    fn call_in_slices<P: WasmParams, R: WasmResults>(
        &mut self,
        export: impl FnOnce(&Exports) -> &TypedFunc<P, R>,
        call: &'static str,
        params: P,
    ) -> Result<R, CallError> {
        let failed = |source: wasmi::Error| CallError::Trapped { call, source };
        let fuel = self.limits.fuel_per_call_max;
        let mut left = fuel;
        let slice = FUEL_SLICE.min(left);
        self.store.set_fuel(slice).map_err(failed)?;
        left -= slice;
        let mut state = export(&self.exports).call_resumable(&mut self.store, params).map_err(failed)?;
        loop {
            match state {
                TypedResumableCall::Finished(result) => {
                    let unused = self.store.get_fuel().map_err(failed)?;
                    self.fuel_used = (fuel - left).saturating_sub(unused);
                    return Ok(result);
                }
                TypedResumableCall::HostTrap(trap) => {
                    let text = trap.host_error().to_string();
                    return Err(failed(wasmi::Error::new(text)));
                }
                TypedResumableCall::OutOfFuel(paused) => {
                    let unused = self.store.get_fuel().map_err(failed)?;
                    // An operation that needs more than a slice, like growing the memory by much, gets it at once.
                    let slice = FUEL_SLICE.max(paused.required_fuel().saturating_sub(unused));
                    if slice > left {
                        return Err(CallError::OutOfFuel { call, fuel });
                    }
                    left -= slice;
                    self.store.set_fuel(unused.saturating_add(slice)).map_err(failed)?;
                    state = paused.resume(&mut self.store).map_err(failed)?;
                }
            }
        }
    }
}

/// The interpreter's settings.
fn config() -> Config {
    // Growing is the one cheap-looking operation that takes native stack and copies the memory.
    let cost = OperatorCost { memory_grow: 255, table_grow: 255, ..OperatorCost::default() };
    let mut config = Config::default();
    config
        // A function translated at its first call pays with fuel for it; where a slice ends there, the call cannot go on.
        .compilation_mode(CompilationMode::Eager)
        .consume_fuel(true)
        .operator_cost(cost)
        .enforced_limits(EnforcedLimits::strict())
        .allow_start_fn(false)
        .ignore_custom_sections(true)
        .wasm_tail_call(false)
        .wasm_multi_memory(false)
        .wasm_custom_page_sizes(false)
        .wasm_wide_arithmetic(false);
    config
}

fn accept(call: &'static str, status: u32) -> Result<(), CallError> {
    if status == 0 { Ok(()) } else { Err(CallError::Refused { call, status }) }
}

fn bad_span(call: &'static str, span: GuestSpan) -> CallError {
    CallError::BadSpan { call, address: span.address(), length: span.length() }
}
