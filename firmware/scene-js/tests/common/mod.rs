//! What the tests share.

// Each test binary uses a part of this, and a surprise ends the test.
#![allow(dead_code, clippy::unwrap_used)]

pub(crate) mod page;
