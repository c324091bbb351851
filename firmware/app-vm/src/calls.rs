//! Waiting for ferrule's answer in the middle of a turn.

use std::collections::VecDeque;
use std::os::fd::OwnedFd;

use ferrule_abi::limits::{FETCH_BYTES_MAX, FETCH_CHUNK_BYTES, FETCHES_MAX};
use ferrule_abi::message::{HostMessage, MESSAGE_BYTES_MAX};
use ferrule_abi::remote::EngineOrder;
use ferrule_abi::{Reader, Record, WireError};
use rustix::io::{Errno, retry_on_intr};
use rustix::net::{RecvFlags, recv};

use crate::error::RuntimeError;

/// Messages that may arrive while an answer is waited for: all pieces of all files under way, and a few more. ferrule
/// sends no more, so beyond it the protocol is broken.
const ASIDE_MAX: usize = FETCHES_MAX * FETCH_BYTES_MAX.div_ceil(FETCH_CHUNK_BYTES) + 16;

/// The messages that arrived before an answer, in order.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    aside: VecDeque<Vec<u8>>,
    bytes: Vec<u8>,
}

impl Calls {
    /// Waits until `take` finds the answer in a message; others are put aside.
    ///
    /// # Errors
    /// When ferrule is gone, the socket fails, or what came is not the protocol.
    pub(crate) fn wait<T>(
        &mut self,
        socket: &OwnedFd,
        take: fn(&EngineOrder<'_>) -> Option<T>,
    ) -> Result<T, RuntimeError> {
        loop {
            let message = receive(socket, &mut self.bytes, RecvFlags::empty())?;
            if let HostMessage::Engine(order) =
                HostMessage::decode(&mut Reader::new(message)).map_err(RuntimeError::Message)?
                && let Some(answer) = take(&order)
            {
                return Ok(answer);
            }
            if self.aside.len() == ASIDE_MAX {
                return Err(RuntimeError::OutOfOrder("more messages than there can be before an answer"));
            }
            self.aside.push_back(message.to_vec());
        }
    }

    /// The oldest message that was put aside.
    pub(crate) fn next_aside(&mut self) -> Option<Vec<u8>> {
        self.aside.pop_front()
    }

    /// Whether one waits.
    pub(crate) fn has_aside(&self) -> bool {
        !self.aside.is_empty()
    }
}

/// The next message, in `bytes`.
///
/// # Errors
/// [`RuntimeError::Gone`] when ferrule closed the socket; [`RuntimeError::Channel`], also with `AGAIN` when nothing waits
/// and `flags` say not to wait; [`RuntimeError::Message`] when it is too long.
pub(crate) fn receive<'a>(
    socket: &OwnedFd,
    bytes: &'a mut Vec<u8>,
    flags: RecvFlags,
) -> Result<&'a [u8], RuntimeError> {
    bytes.resize(MESSAGE_BYTES_MAX, 0);
    match retry_on_intr(|| recv(socket, &mut bytes[..], flags | RecvFlags::TRUNC)) {
        Ok((_, 0)) | Err(Errno::CONNRESET) => Err(RuntimeError::Gone),
        Ok((_, len)) => bytes.get(..len).ok_or(RuntimeError::Message(WireError::TooLong)),
        Err(error) => Err(RuntimeError::Channel(error)),
    }
}
