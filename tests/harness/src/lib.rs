//! Boots boards in QEMU, presses their keys, talks to a shell in them and reads their screens.
//! Used by the tests in `tests/qemu` and by `scripts/run` and `scripts/bench`; it knows the
//! image's outside (disks, ports, `ferrule status`) and nothing of its inside.

#![forbid(unsafe_code)]

mod agent;
mod console;
mod error;
mod extra;
mod factory;
mod figures;
mod keys;
mod measure;
mod options;
mod permit;
mod picture;
mod process;
mod qemu;
mod qmp;
mod server;
mod stick;
mod wait;
mod workdir;
mod xvfb;

pub use agent::Output;
pub use console::Console;
pub use error::{Error, Result};
pub use factory::unpack_factory_bundle;
pub use figures::{Figure, Figures};
pub use measure::{measure, measure_both};
pub use options::{BootOptions, Clock, DataDisk, ExtraFile, Gpu, HOST_ADDRESS, Screen};
pub use picture::{Difference, Picture, Tolerance};
pub use qmp::Qmp;
pub use server::{Authority, Date, Misdeed, Request, Server, Validity};
pub use stick::Stick;
pub use wait::{BOOT_TIME_MAX, REACTION_TIME_MAX, wait_for};
