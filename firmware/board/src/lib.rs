//! Board files: everything Ferrule knows about one stick, as data.
//!
//! A board is a folder `board/<name>/` with a `board.toml`, which may inherit from another. The image builder reads it with
//! [`load`], which is strict: an unknown field, a wrong value or memory lines that do not fit name the file, the line and the
//! cure. It writes the resolved board to `/etc/ferrule/board.json`, which the device reads with [`Board::from_json`].
//! What a builder does with the packages and what the process does with the keymap is left to them.

#![forbid(unsafe_code)]

mod keys;
mod load;
mod merge;
mod types;
mod update;
mod values;

pub use ferrule_abi::RemoteKey;
pub use keys::{evdev_code, evdev_name};
pub use load::{BOARD_FILE_BYTES_MAX, Error, INHERIT_DEPTH_MAX, load};
pub use types::{
    Architecture, Board, Compression, Display, Fonts, Gpu, Images, Kernel, KmsInterface, Memory, MemoryLines,
    OpaqueImages, Qemu, Repeat, Rootfs,
};
pub use update::{SERVERS_MAX, TlsRoots, Update};
pub use values::Mode;
