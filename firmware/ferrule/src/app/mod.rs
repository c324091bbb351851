//! The app process, seen from ferrule: starting it, talking to it, noticing its end.

mod heartbeat;
mod link;
mod process;
mod restart;
mod supervisor;

pub(crate) use link::Said;
pub(crate) use process::AppProgram;
pub(crate) use supervisor::{AppSupervisor, News};
