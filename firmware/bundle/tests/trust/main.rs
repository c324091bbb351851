//! Published metadata and chunks: what is signed is accepted, and nothing else is.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod accepted;
mod bodies;
mod forged;
mod nonsense;
mod order;
mod support;
