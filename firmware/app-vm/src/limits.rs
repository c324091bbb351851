//! The app process's own caps. Those of the protocol are in `ferrule_abi::limits`.

/// Virtual stack of the thread that runs Boa, in bytes. Boa's parser and its builtins recurse natively: 8 MB dies at 340
/// nested brackets. Only what is used costs memory.
pub const STACK_BYTES: usize = 64 * 1024 * 1024;
/// Bytes of the script that the process is given. A larger one is not run.
pub const SCRIPT_BYTES_MAX: usize = 1024 * 1024;
/// Timers that wait at once. A further `setTimeout` or `setInterval` throws.
pub const TIMERS_MAX: usize = 256;
/// Milliseconds between two calls of an interval, at least. A shorter one is lengthened.
pub const INTERVAL_MS_MIN: u32 = 4;
/// Longest delay of a timer in milliseconds, about 24 days. A longer one is shortened.
pub const TIMER_MS_MAX: u32 = i32::MAX as u32;
/// Bytes of one `ArrayBuffer`. A larger one throws a `RangeError`.
pub const BUFFER_BYTES_MAX: u64 = 2 * 1024 * 1024;
/// Buffers after which garbage is collected: Boa's collector does not see their bytes, so dropped ones would pile up.
pub const BUFFERS_PER_COLLECTION: u32 = 16;
/// Nested JavaScript calls before a `RangeError`.
pub const CALLS_MAX: usize = 512;
/// Values on the VM's stack before a `RangeError`. The engine in JavaScript needs about 12,000 for the deepest page.
pub const STACK_VALUES_MAX: usize = 32 * 1024;
/// Nesting of a value that is read from or written as JSON. A deeper one throws.
pub const JSON_DEPTH_MAX: usize = 64;
/// Removed node numbers that are kept back before one is used again, so that an event still under way for a removed node
/// does not reach a new one.
pub const NODE_REUSE_DELAY: usize = 256;
/// Open files of the process. It holds five and opens none.
pub const OPEN_FILES_MAX: u64 = 8;
/// Messages handled in one turn before timers get theirs and the turn's commands are sent.
pub const MESSAGES_PER_TURN_MAX: usize = 16;
/// How much the process yields to ferrule's threads where they share a processor: pictures come before JavaScript.
pub const NICENESS: i32 = 10;
