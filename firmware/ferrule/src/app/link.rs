//! The conversation with one app process: messages in, events and file pieces out, each bounded.
//!
//! An app that does not read loses events, and is told how many once it reads again. Its own messages wait in the
//! socket, whose size the kernel bounds, until the engine has time for them. With the engine in its process it gets orders
//! instead of events, and one that asks without taking the answers is ended.

use std::collections::VecDeque;
use std::process::ExitStatus;

use ferrule_abi::limits::{BATCH_BYTES_MAX, FETCH_CHUNK_BYTES, FETCHES_MAX, SCRIPT_CHUNK_BYTES};
use ferrule_abi::message::{AppMessage, HostMessage, MESSAGE_BYTES_MAX};
use ferrule_abi::remote::{EngineOrder, EngineReport};
use ferrule_abi::{ABI_VERSION, Batch, EngineKind, Event, Record, WireError, records};
use rustix::event::PollFlags;
use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags, recv, send};

use super::process::AppProcess;

/// Messages taken from the app in one turn; the rest waits for the next, so that a flood cannot hold up a key.
const MESSAGES_PER_TURN_MAX: usize = 16;

/// Orders and answers that wait for room in the socket: inputs, a tick, a request for a description, and the answer to the
/// one question that an engine asks at a time.
const ORDERS_MAX: usize = 8;

/// What the app's process says to the engine, or as the engine.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Said<'a> {
    /// It edits the scene.
    Commands(&'a [u8]),
    /// Its engine reports.
    Engine(EngineReport<'a>),
}

/// What an app said, as far as it concerns others.
pub(crate) enum Inbound<'a> {
    /// It is up.
    Hello,
    /// It has something for the engine, or from it.
    Said(Said<'a>),
    /// It wants a file.
    Fetch {
        /// The fetch's number.
        id: u32,
        /// Bundle-relative path.
        path: &'a str,
    },
    /// It saves its state.
    SaveState(&'a [u8]),
    /// It wants a newer release to be started.
    Update,
    /// It answers a question whether it is alive.
    Pong {
        /// The question's number.
        sequence: u32,
    },
}

/// A connection to a running app process.
pub(crate) struct AppLink {
    process: AppProcess,
    /// When it was started.
    pub(crate) started_us: u64,
    greeted: bool,
    inbox: Vec<u8>,
    /// The engine's script, as far as it was not sent yet.
    script: Option<Script>,
    /// Encoded orders and answers, in order.
    orders: VecDeque<Vec<u8>>,
    events: Batch,
    events_lost: u32,
    files: VecDeque<FileOut>,
    fetches: usize,
    outbox: Batch,
}

/// The engine's script on its way.
struct Script {
    bytes: Vec<u8>,
    sent: usize,
}

/// A file on its way to the app.
struct FileOut {
    id: u32,
    bytes: Vec<u8>,
    sent: usize,
}

impl AppLink {
    /// A conversation that has not begun.
    pub(crate) fn new(process: AppProcess, started_us: u64) -> Self {
        Self {
            process,
            started_us,
            greeted: false,
            inbox: vec![0; MESSAGE_BYTES_MAX],
            script: None,
            orders: VecDeque::new(),
            events: Batch::new(BATCH_BYTES_MAX),
            events_lost: 0,
            files: VecDeque::new(),
            fetches: 0,
            outbox: Batch::new(MESSAGE_BYTES_MAX),
        }
    }

    /// Whether the process at the other end has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.process.has_ended()
    }

    /// Ends the conversation and the process, and says how the process ended.
    pub(crate) fn end(self) -> Option<ExitStatus> {
        self.process.end()
    }

    /// The socket and the exit descriptor, with what to wait for on the socket.
    pub(crate) fn poll_on(&self) -> (&AppProcess, PollFlags) {
        let has_more = !self.events.is_empty() || !self.files.is_empty() || !self.orders.is_empty();
        let wants_out = self.greeted && (has_more || self.script.is_some());
        let flags = if wants_out { PollFlags::IN | PollFlags::OUT } else { PollFlags::IN };
        (&self.process, flags)
    }

    /// Takes what the app sent, up to a turn's share, and hands on what concerns others. What `each` answers is sent back.
    ///
    /// # Errors
    /// When it broke the protocol, or `each` refuses; it should be ended.
    pub(crate) fn receive(
        &mut self,
        mut each: impl FnMut(Inbound<'_>) -> Result<Option<EngineOrder<'static>>, String>,
    ) -> Result<(), String> {
        for _ in 0..MESSAGES_PER_TURN_MAX {
            let count =
                match recv(self.process.socket(), &mut self.inbox, RecvFlags::DONTWAIT | RecvFlags::TRUNC) {
                    Err(Errno::AGAIN) => return Ok(()),
                    Ok((_, 0)) | Err(Errno::CONNRESET) => return Err("it closed its socket".into()),
                    Ok((_, count)) => count,
                    Err(Errno::INTR) => continue,
                    Err(error) => return Err(format!("reading from it: {error}")),
                };
            let Some(message) = self.inbox.get(..count) else {
                return Err(format!("a message of {count} bytes; the most is {MESSAGE_BYTES_MAX}"));
            };
            let answer =
                match one_record(message).map_err(|error| format!("a message that is wrong: {error}"))? {
                    AppMessage::Hello { abi: ABI_VERSION } if !self.greeted => {
                        self.greeted = true;
                        each(Inbound::Hello)?
                    }
                    AppMessage::Hello { abi } if !self.greeted => {
                        return Err(format!("it speaks version {abi}, ferrule speaks {ABI_VERSION}"));
                    }
                    _ if !self.greeted => return Err("it did not begin with Hello".into()),
                    AppMessage::Hello { .. } => return Err("a second Hello".into()),
                    AppMessage::Commands(batch) => each(Inbound::Said(Said::Commands(batch)))?,
                    AppMessage::Engine(report) => each(Inbound::Said(Said::Engine(report)))?,
                    AppMessage::SaveState(state) => each(Inbound::SaveState(state))?,
                    AppMessage::Fetch { id, path } => {
                        if self.fetches == FETCHES_MAX {
                            return Err(format!("more than {FETCHES_MAX} fetches at a time"));
                        }
                        self.fetches += 1;
                        each(Inbound::Fetch { id, path })?
                    }
                    AppMessage::Log { level, text } => {
                        log_for_app(level, text);
                        None
                    }
                    AppMessage::Update => each(Inbound::Update)?,
                    AppMessage::Pong { sequence } => each(Inbound::Pong { sequence })?,
                };
            if let Some(answer) = answer {
                self.push_order(&answer)?;
                self.flush_orders()?;
            }
        }
        Ok(())
    }

    /// Answers its Hello. A script is that of the engine, which runs in its process then.
    ///
    /// # Errors
    /// When the message cannot be sent.
    pub(crate) fn greet(
        &mut self,
        (width, height): (u16, u16),
        script: Option<Vec<u8>>,
        state: &[u8],
    ) -> Result<(), String> {
        let engine = if script.is_some() { EngineKind::Js } else { EngineKind::Wasm };
        self.script = script.map(|bytes| Script { bytes, sent: 0 });
        self.send(&HostMessage::Hello { abi: ABI_VERSION, width, height, engine, state })
            .map_err(|error| format!("greeting it: {error}"))
    }

    /// Queues an order to the engine in its process.
    ///
    /// # Errors
    /// When it has not taken earlier ones: it should be ended.
    pub(crate) fn push_order(&mut self, order: &EngineOrder<'_>) -> Result<(), String> {
        self.push_message(&HostMessage::Engine(*order))
    }

    /// Queues the question whether it is alive.
    ///
    /// # Errors
    /// As [`AppLink::push_order`].
    pub(crate) fn push_ping(&mut self, sequence: u32) -> Result<(), String> {
        self.push_message(&HostMessage::Ping { sequence })
    }

    fn push_message(&mut self, message: &HostMessage<'_>) -> Result<(), String> {
        if self.orders.len() == ORDERS_MAX {
            return Err(format!("more than {ORDERS_MAX} orders and answers that it has not taken"));
        }
        let mut encoded = Batch::new(MESSAGE_BYTES_MAX);
        encoded.push(message).map_err(|error| format!("an order to it: {error}"))?;
        self.orders.push_back(encoded.as_bytes().to_vec());
        Ok(())
    }

    /// Queues events, encoded. When they do not fit, they are lost and counted.
    pub(crate) fn push_events(&mut self, encoded: &[u8], count: u32) {
        if self.events.push_encoded(encoded).is_err() {
            self.events_lost += count;
        }
    }

    /// Answers a fetch.
    pub(crate) fn push_file(&mut self, id: u32, bytes: Result<Vec<u8>, String>) {
        match bytes {
            Ok(bytes) => self.files.push_back(FileOut { id, bytes, sent: 0 }),
            Err(reason) => {
                self.fetches = self.fetches.saturating_sub(1);
                let reason = &reason[..reason.floor_char_boundary(512)];
                if let Err(error) = self.send(&HostMessage::FetchFailed { id, reason }) {
                    log::warn!("the app does not hear that fetch {id} failed: {error}");
                }
            }
        }
    }

    /// Sends as much as the socket takes.
    pub(crate) fn flush(&mut self) -> Result<u32, String> {
        let mut lost = 0;
        if self.greeted && self.flush_script()? {
            self.flush_orders()?;
            lost = self.flush_events()?;
            self.flush_files()?;
        }
        Ok(lost)
    }

    /// Sends the engine's script. True when all of it is on its way, and other messages can follow.
    fn flush_script(&mut self) -> Result<bool, String> {
        while let Some(Script { bytes, sent }) = self.script.take() {
            let end = bytes.len().min(sent + SCRIPT_CHUNK_BYTES);
            let (total, offset) = (bytes.len() as u32, sent as u32);
            let piece = HostMessage::Engine(EngineOrder::Script { total, offset, bytes: &bytes[sent..end] });
            match self.send(&piece) {
                Ok(()) if end == bytes.len() => {}
                Ok(()) => self.script = Some(Script { bytes, sent: end }),
                Err(Errno::AGAIN) => {
                    self.script = Some(Script { bytes, sent });
                    return Ok(false);
                }
                Err(error) => return Err(format!("sending the engine: {error}")),
            }
        }
        Ok(true)
    }

    fn flush_orders(&mut self) -> Result<(), String> {
        while let Some(order) = self.orders.front() {
            match send_bytes(&self.process, order) {
                Ok(()) => drop(self.orders.pop_front()),
                Err(Errno::AGAIN) => return Ok(()),
                Err(error) => return Err(format!("sending an order: {error}")),
            }
        }
        Ok(())
    }

    fn flush_events(&mut self) -> Result<u32, String> {
        if self.events.is_empty() {
            return Ok(0);
        }
        let lost = self.events_lost;
        if lost > 0 && self.events.push(&Event::Overflow { lost }).is_ok() {
            self.events_lost = 0;
        }
        match send_message(&self.process, &mut self.outbox, &HostMessage::Events(self.events.as_bytes())) {
            Ok(()) => {
                self.events.clear();
                Ok(lost - self.events_lost)
            }
            Err(Errno::AGAIN) => Ok(0),
            Err(error) => Err(format!("sending events: {error}")),
        }
    }

    fn flush_files(&mut self) -> Result<(), String> {
        while let Some(file) = self.files.pop_front() {
            let end = file.bytes.len().min(file.sent + FETCH_CHUNK_BYTES);
            let piece = HostMessage::FetchData {
                id: file.id,
                total: file.bytes.len() as u32,
                offset: file.sent as u32,
                bytes: &file.bytes[file.sent..end],
            };
            match self.send(&piece) {
                Ok(()) if end == file.bytes.len() => self.fetches = self.fetches.saturating_sub(1),
                Ok(()) => self.files.push_front(FileOut { sent: end, ..file }),
                Err(Errno::AGAIN) => {
                    self.files.push_front(file);
                    return Ok(());
                }
                Err(error) => return Err(format!("sending a file: {error}")),
            }
        }
        Ok(())
    }

    fn send(&mut self, message: &HostMessage<'_>) -> Result<(), Errno> {
        send_message(&self.process, &mut self.outbox, message)
    }
}

fn send_message(process: &AppProcess, outbox: &mut Batch, message: &HostMessage<'_>) -> Result<(), Errno> {
    outbox.clear();
    // A message is never larger than its own limits allow, so this fails only on a defect here.
    outbox.push(message).map_err(|_| Errno::MSGSIZE)?;
    send_bytes(process, outbox.as_bytes())
}

fn send_bytes(process: &AppProcess, bytes: &[u8]) -> Result<(), Errno> {
    match send(process.socket(), bytes, SendFlags::DONTWAIT | SendFlags::NOSIGNAL) {
        Ok(_) => Ok(()),
        // It has ended; the exit descriptor says so.
        Err(Errno::PIPE | Errno::CONNRESET | Errno::NOTCONN) => Ok(()),
        Err(error) => Err(error),
    }
}

fn one_record<'a, R: Record<'a>>(message: &'a [u8]) -> Result<R, WireError> {
    let mut all = records::<R>(message);
    let first = all.next().ok_or(WireError::Truncated)??;
    if all.next().is_some() { Err(WireError::BadStructure) } else { Ok(first) }
}

/// An app's errors are the world being bad, not a defect in ferrule.
fn log_for_app(level: u8, text: &str) {
    let level = match level {
        0..=2 => log::Level::Warn,
        3 => log::Level::Info,
        _ => log::Level::Debug,
    };
    log::log!(target: "app", level, "{text}");
}

#[cfg(test)]
mod tests;
