//! How much an engine module may take.

/// Bytes of a module file. A larger one is not loaded.
pub const MODULE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Bytes of linear memory unless the board says otherwise: two of the largest scenes, the one on screen and the one being
/// built. Growing beyond it fails inside the module.
pub const MEMORY_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Elements of the module's function table.
pub const TABLE_ELEMENTS_MAX: usize = 16 * 1024;
/// Fuel of one slice. wasmi's dispatch may take native stack while it runs; between slices the stack is as it was.
pub const FUEL_SLICE: u64 = 1_000_000;
/// Fuel of one call. A unit is at most about two native instructions, so this is about 1.2 s of a stick of 1 GIPS. A
/// frame of a home screen takes a thousandth of it, the first layout of the largest scene there can be half.
pub const FUEL_PER_CALL_MAX: u64 = 600_000_000;

/// The limits of one VM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EngineLimits {
    /// Bytes of linear memory.
    pub memory_bytes_max: usize,
    /// Fuel of one call.
    pub fuel_per_call_max: u64,
}

impl Default for EngineLimits {
    fn default() -> Self {
        Self { memory_bytes_max: MEMORY_BYTES_MAX, fuel_per_call_max: FUEL_PER_CALL_MAX }
    }
}
