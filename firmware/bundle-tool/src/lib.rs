//! Making and publishing releases: what the program `ferrule-bundle` does, for tests and build scripts.
//!
//! Whatever is signed or published is checked first by the code that devices check it with, [`ferrule_bundle::trust`].

#![forbid(unsafe_code)]

mod build;
mod chunks;
mod error;
mod files;
mod inspect;
mod plan;
mod publish;
mod quick;
pub mod roots;
mod signing;
pub mod stamp;
mod tree;
pub mod units;
mod verify;
mod walk;

pub use build::{BODY_FILE, Build, Download, SIGNED_FILE, Summary};
pub use error::ToolError;
pub use files::replace as write_file;
pub use inspect::inspect;
pub use plan::Plan;
pub use publish::{Published, publish};
pub use quick::{Publisher, publish_tree};
pub use signing::add_signatures;
pub use stamp::Change;
pub use tree::Tree;
pub use verify::{Verified, verify};
