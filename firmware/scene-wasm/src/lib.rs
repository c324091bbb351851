//! The engine as a WebAssembly module: exports and imports around [`ferrule_scene::Engine`] and nothing else.
//!
//! | export | meaning |
//! |---|---|
//! | `ferrule_abi() -> u32` | [`ferrule_abi::ABI_VERSION`] of the module |
//! | `init(width, height) -> u32` | makes the engine; 0 is good |
//! | `buffer() -> u32` | address of [`BATCH_BYTES_MAX`] bytes, where batches are put |
//! | `apply(length) -> u32` | carries out the commands in the buffer; 0 is good |
//! | `input(length) -> u32` | takes the inputs in the buffer; 0 is good |
//! | `tick(now_us) -> u32` | one turn; bit 0 changed, bit 1 animating, bit 2 events |
//! | `list() -> u64` | address << 32 \| length of the newest display list |
//! | `events() -> u64` | the same for the events since the last call |
//! | `dump(after) -> u64` | the same for [`ferrule_abi::dump::Dumped`] records of the nodes after this one; 0 from the start |
//!
//! What is not 0 is a [`Status`]. A panic is logged and traps.

mod imports;

use std::cell::RefCell;

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::{ABI_VERSION, NodeId};
use ferrule_scene::Engine;

use imports::Native;

/// What `init`, `apply` and `input` answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Status {
    /// Done.
    Good = 0,
    /// `init` was not called, or it was given a size beyond 65535.
    NotReady = 1,
    /// The length is beyond the buffer.
    TooLong = 2,
    /// A record could not be read. Those before it were carried out.
    BadRecord = 3,
}

struct Module {
    engine: Engine<Native>,
    buffer: Box<[u8]>,
}

thread_local! {
    static MODULE: RefCell<Option<Module>> = const { RefCell::new(None) };
}

/// Runs `with` on the module, or answers `otherwise` before `init`.
fn with_module<T>(otherwise: T, with: impl FnOnce(&mut Module) -> T) -> T {
    MODULE.with_borrow_mut(|module| module.as_mut().map_or(otherwise, with))
}

/// An address and a length in one number.
fn span(bytes: &[u8]) -> u64 {
    (bytes.as_ptr() as usize as u64) << 32 | bytes.len() as u64
}

/// The protocol version that the module speaks.
#[unsafe(no_mangle)]
pub extern "C" fn ferrule_abi() -> u32 {
    ABI_VERSION
}

/// Makes the engine for a UI of the size given.
#[unsafe(no_mangle)]
pub extern "C" fn init(width: u32, height: u32) -> u32 {
    let (Ok(width), Ok(height)) = (u16::try_from(width), u16::try_from(height)) else {
        return Status::NotReady as u32;
    };
    std::panic::set_hook(Box::new(|info| imports::log_line(1, &format!("engine: {info}"))));
    let engine = Engine::new(Native::new(), width, height);
    let buffer = vec![0; BATCH_BYTES_MAX].into_boxed_slice();
    MODULE.set(Some(Module { engine, buffer }));
    Status::Good as u32
}

/// Address of the batch buffer; 0 before `init`.
#[unsafe(no_mangle)]
pub extern "C" fn buffer() -> u32 {
    with_module(0, |module| module.buffer.as_mut_ptr() as usize as u32)
}

/// Carries out the commands in the first `length` bytes of the buffer.
#[unsafe(no_mangle)]
pub extern "C" fn apply(length: u32) -> u32 {
    with_module(Status::NotReady as u32, |module| match module.buffer.get(..length as usize) {
        Some(batch) => status(module.engine.apply(batch).is_ok()),
        None => Status::TooLong as u32,
    })
}

/// Takes the inputs in the first `length` bytes of the buffer.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: u32) -> u32 {
    with_module(Status::NotReady as u32, |module| match module.buffer.get(..length as usize) {
        Some(batch) => status(module.engine.input(batch).is_ok()),
        None => Status::TooLong as u32,
    })
}

fn status(good: bool) -> u32 {
    if good { Status::Good as u32 } else { Status::BadRecord as u32 }
}

/// One turn for the frame that is shown at `now_us`.
#[unsafe(no_mangle)]
pub extern "C" fn tick(now_us: u64) -> u32 {
    with_module(0, |module| {
        let turn = module.engine.tick(now_us);
        u32::from(turn.changed) | u32::from(turn.animating) << 1 | u32::from(turn.events) << 2
    })
}

/// Where the newest display list is.
#[unsafe(no_mangle)]
pub extern "C" fn list() -> u64 {
    with_module(0, |module| span(module.engine.display_list()))
}

/// Where the events since the last call are. They stay until the next call.
#[unsafe(no_mangle)]
pub extern "C" fn events() -> u64 {
    with_module(0, |module| span(module.engine.events()))
}

/// Where a piece of the dump is, which begins after the node given, or with 0 from the start.
#[unsafe(no_mangle)]
pub extern "C" fn dump(after: u32) -> u64 {
    with_module(0, |module| span(module.engine.dump(NodeId::new(after))))
}
