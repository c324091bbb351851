//! Downloads over real sockets, from servers that behave and servers that do not.

mod attacks;
mod certificates;
mod common;
mod mirrors;
