//! Published metadata and chunks: what is signed is accepted, and nothing else is.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod accepted;
mod support;
