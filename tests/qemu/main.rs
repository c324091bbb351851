//! The promises of the whole stick, tested on the real image in QEMU: what is on the screen, what
//! the remote does, what survives, and what it costs. The images must have been built
//! (`scripts/test` does, `scripts/image BOARD` for one).
//!
//! Golden pictures are in `golden/`; `FERRULE_BLESS=1` rewrites those of the tests that run.

mod boot;
mod bring_up;
mod budgets;
mod bundles;
mod connector;
mod crashes;
mod engines;
mod hostile;
mod looping_app;
mod network;
mod pages;
mod releases;
mod remote;
mod rest;
mod rollback;
mod shop;
mod support;
