//! Everything that goes out on the socket: the turn's command batch, and single messages. With the engine in this process
//! the batches stay here until the turn's end.

use std::os::fd::OwnedFd;

use ferrule_abi::limits::{BATCH_BYTES_MAX, STRING_BYTES_MAX};
use ferrule_abi::message::{AppMessage, MESSAGE_BYTES_MAX};
use ferrule_abi::{Batch, Command, WireError};
use rustix::io::{Errno, retry_on_intr};
use rustix::net::{SendFlags, send};

/// Where the app's commands go.
#[derive(Debug)]
enum Commands {
    /// To ferrule; a full batch at once.
    Sent,
    /// To the engine in this process, at the turn's end. The batches that are full already are the app's own memory, which
    /// the kernel caps.
    Kept(Vec<Vec<u8>>),
}

/// The sending half. Sending blocks while ferrule is behind, which holds up the app and nothing else.
#[derive(Debug)]
pub(crate) struct Outbox {
    socket: OwnedFd,
    commands: Batch,
    to: Commands,
    /// A scene was presented since the batches were taken.
    presents: bool,
    message: Batch,
    failure: Option<Errno>,
}

impl Outbox {
    pub(crate) const fn new(socket: OwnedFd) -> Self {
        Self {
            socket,
            commands: Batch::new(BATCH_BYTES_MAX),
            to: Commands::Sent,
            presents: false,
            message: Batch::new(MESSAGE_BYTES_MAX),
            failure: None,
        }
    }

    pub(crate) const fn socket(&self) -> &OwnedFd {
        &self.socket
    }

    /// Keeps batches for the engine in this process from now on.
    pub(crate) fn keep_batches(&mut self) {
        self.to = Commands::Kept(Vec::new());
    }

    /// Adds a command to the turn's batch. A full batch is sent, or put aside, and the command begins the next.
    pub(crate) fn command(&mut self, command: &Command<'_>) -> Result<(), WireError> {
        self.presents |= matches!(command, Command::Present { .. });
        match self.commands.push(command) {
            Err(WireError::Full) => {
                self.flush();
                self.commands.push(command)
            }
            result => result,
        }
    }

    /// Takes the batches that were kept, and whether a scene is presented in them.
    pub(crate) fn take_batches(&mut self) -> (Vec<Vec<u8>>, bool) {
        self.flush();
        let batches = match &mut self.to {
            Commands::Sent => Vec::new(),
            Commands::Kept(batches) => std::mem::take(batches),
        };
        (batches, std::mem::take(&mut self.presents))
    }

    /// Sends the turn's batch, or puts it aside, if there is anything in it.
    pub(crate) fn flush(&mut self) {
        if self.commands.is_empty() {
            return;
        }
        if let Commands::Kept(batches) = &mut self.to {
            batches.push(self.commands.as_bytes().to_vec());
            self.commands.clear();
            return;
        }
        let message = AppMessage::Commands(self.commands.as_bytes());
        // A full batch always fits a message.
        let _ = transmit(&self.socket, &mut self.message, &mut self.failure, &message);
        self.commands.clear();
    }

    /// Sends one message now; commands that wait in the batch go later.
    ///
    /// # Errors
    /// [`WireError::TooLong`] when a field is beyond its limit. A failing socket shows in [`Outbox::failure`], because
    /// the app's code, which is under way, can do nothing about it.
    pub(crate) fn send(&mut self, message: &AppMessage<'_>) -> Result<(), WireError> {
        transmit(&self.socket, &mut self.message, &mut self.failure, message)
    }

    /// Sends a line for the log, cut at the longest string that fits.
    pub(crate) fn log(&mut self, level: u8, text: &str) {
        let text = &text[..text.floor_char_boundary(STRING_BYTES_MAX)];
        // Cut to fit, so it is never too long.
        let _ = self.send(&AppMessage::Log { level, text });
    }

    /// Why sending failed; ferrule is gone then.
    pub(crate) const fn failure(&self) -> Option<Errno> {
        self.failure
    }
}

/// Encodes into `buffer` and sends, unless sending failed before.
fn transmit(
    socket: &OwnedFd,
    buffer: &mut Batch,
    failure: &mut Option<Errno>,
    message: &AppMessage<'_>,
) -> Result<(), WireError> {
    buffer.clear();
    buffer.push(message)?;
    if failure.is_none() {
        *failure = retry_on_intr(|| send(socket, buffer.as_bytes(), SendFlags::NOSIGNAL)).err();
    }
    Ok(())
}

/// Checks once that the largest record fits an empty batch, which `command` relies on.
const _: () = assert!(STRING_BYTES_MAX + 64 < BATCH_BYTES_MAX);

#[cfg(test)]
mod tests {
    use super::*;
    use ferrule_abi::{NodeId, Reader, Record, records};
    use rustix::net::{AddressFamily, RecvFlags, SocketFlags, SocketType, recv, socketpair};

    #[test]
    fn a_full_batch_is_sent_and_nothing_is_lost_or_reordered() {
        let (ours, theirs) =
            socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None).unwrap();
        let mut outbox = Outbox::new(ours);
        let count = BATCH_BYTES_MAX as u32 / 5 + 100;
        for n in 0..count {
            outbox.command(&Command::Remove { node: NodeId::new(n % 8000 + 1).unwrap() }).unwrap();
        }
        outbox.flush();
        outbox.flush();
        drop(outbox);
        let mut seen = 0;
        let mut messages = 0;
        loop {
            let mut bytes = vec![0; MESSAGE_BYTES_MAX];
            let (len, _) = recv(&theirs, &mut bytes[..], RecvFlags::empty()).unwrap();
            if len == 0 {
                break;
            }
            messages += 1;
            let message = AppMessage::decode(&mut Reader::new(&bytes[..len])).unwrap();
            let AppMessage::Commands(batch) = message else { panic!("{message:?}") };
            for command in records::<Command<'_>>(batch) {
                assert_eq!(command, Ok(Command::Remove { node: NodeId::new(seen % 8000 + 1).unwrap() }));
                seen += 1;
            }
        }
        assert_eq!((seen, messages), (count, 2));
    }
}
