//! The app's runtime: Boa, the `ferrule` API and an event loop on one socket.
//!
//! The process can do nothing but talk on that socket. It is single-threaded; everything the JavaScript side needs is
//! in [`host::Host`], which native functions find in Boa's context. What an app may do is in `ferrule.d.ts`.

#![forbid(unsafe_code)]

mod animations;
mod api;
mod calls;
mod engine;
mod error;
mod exit;
mod fence;
mod fetches;
mod hooks;
mod host;
mod jobs;
mod json;
mod limits;
mod lists;
mod motion;
mod nodes;
mod outbox;
mod props;
mod report;
mod rich_text;
mod runtime;
mod timers;
mod value;

pub use error::RuntimeError;
pub use exit::Exit;
pub use fence::fence;
pub use limits::*;
pub use runtime::run;
