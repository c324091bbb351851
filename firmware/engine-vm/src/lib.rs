//! Runs the engine module: wasmi with limits on memory, time and everything else a guest could take too much of.
//!
//! [`EngineVm::load`] checks a module before it runs: its size, that it validates, and each import and export by
//! name and type. The engine cannot block, crash or outgrow the native side: its memory has a cap, each call has a
//! budget of fuel, and every address it gives is checked where it is used. A trap ends the VM, not the process.

#![forbid(unsafe_code)]

mod error;
mod guest;
mod imports;
mod interface;
mod limits;
mod services;
mod vm;

pub use error::{CallError, LoadError};
pub use limits::{
    EngineLimits, FUEL_PER_CALL_MAX, FUEL_SLICE, MEMORY_BYTES_MAX, MODULE_BYTES_MAX, TABLE_ELEMENTS_MAX,
};
pub use services::Services;
pub use vm::{EngineVm, Turn};
