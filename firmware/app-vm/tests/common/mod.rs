//! Plays ferrule to a real `ferrule-app` process.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

use std::io::Write;
use std::os::fd::OwnedFd;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use ferrule_abi::limits::SCRIPT_CHUNK_BYTES;
use ferrule_abi::message::{AppMessage, HostMessage, MESSAGE_BYTES_MAX};
use ferrule_abi::motion::{Keyframe, Play};
use ferrule_abi::remote::{EngineOrder, EngineReport};
use ferrule_abi::{
    ABI_VERSION, Batch, Command, EngineKind, Event, NodeKind, Reader, Record, StyleState, Value, records,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{MemfdFlags, memfd_create};
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, recv, send, socketpair};

/// How long any single answer may take.
const DEADLINE: Duration = Duration::from_secs(20);

/// A running app and our end of its socket.
pub(crate) struct App {
    child: Child,
    socket: Option<OwnedFd>,
    bytes: Vec<u8>,
}

impl App {
    /// Starts a script and answers its greeting for a screen of 1280×720.
    pub(crate) fn start(script: &str) -> Self {
        Self::start_with_state(script, b"")
    }

    /// As `start`, with a state from an earlier run.
    pub(crate) fn start_with_state(script: &str, state: &[u8]) -> Self {
        let mut app = Self::spawn(script);
        app.next(|message| assert_eq!(*message, AppMessage::Hello { abi: ABI_VERSION }));
        app.greet(EngineKind::Wasm, state);
        app
    }

    /// As `start`, with an engine in the process.
    pub(crate) fn start_with_engine(script: &str, engine: &str) -> Self {
        let mut app = Self::spawn(script);
        app.next(|message| assert_eq!(*message, AppMessage::Hello { abi: ABI_VERSION }));
        app.greet(EngineKind::Js, b"");
        app.send_engine(engine);
        app
    }

    /// Answers the greeting.
    pub(crate) fn greet(&self, engine: EngineKind, state: &[u8]) {
        self.send(&HostMessage::Hello { abi: ABI_VERSION, width: 1280, height: 720, engine, state });
    }

    /// Sends an engine's script.
    pub(crate) fn send_engine(&self, script: &str) {
        let (total, mut offset) = (script.len() as u32, 0);
        for bytes in script.as_bytes().chunks(SCRIPT_CHUNK_BYTES) {
            self.order(&EngineOrder::Script { total, offset, bytes });
            offset += bytes.len() as u32;
        }
    }

    /// Sends an order to the engine.
    pub(crate) fn order(&self, order: &EngineOrder<'_>) {
        self.send(&HostMessage::Engine(*order));
    }

    /// Reads the next message, which must be the engine's.
    pub(crate) fn report<T>(&mut self, read: impl FnOnce(&EngineReport<'_>) -> T) -> T {
        self.next(|message| match message {
            AppMessage::Engine(report) => read(report),
            other => panic!("not the engine's: {other:?}"),
        })
    }

    /// Starts a script and nothing else.
    pub(crate) fn spawn(script: &str) -> Self {
        let (ours, theirs) =
            socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None).unwrap();
        let mut file = std::fs::File::from(memfd_create("script", MemfdFlags::CLOEXEC).unwrap());
        file.write_all(script.as_bytes()).unwrap();
        let script =
            rustix::fs::seek(&file, rustix::fs::SeekFrom::Start(0)).map(|_| OwnedFd::from(file)).unwrap();
        let child = std::process::Command::new(env!("CARGO_BIN_EXE_ferrule-app"))
            .arg("app.js")
            .stdin(theirs)
            .stdout(script)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, socket: Some(ours), bytes: vec![0; MESSAGE_BYTES_MAX] }
    }

    /// Sends one message.
    pub(crate) fn send(&self, message: &HostMessage<'_>) {
        let mut bytes = Batch::new(MESSAGE_BYTES_MAX);
        bytes.push(message).unwrap();
        self.send_raw(bytes.as_bytes());
    }

    /// Sends any bytes.
    pub(crate) fn send_raw(&self, bytes: &[u8]) {
        assert_eq!(send(self.socket.as_ref().unwrap(), bytes, SendFlags::NOSIGNAL), Ok(bytes.len()));
    }

    /// Sends events as one message.
    pub(crate) fn events(&self, events: &[Event<'_>]) {
        let mut batch = Batch::new(MESSAGE_BYTES_MAX - 64);
        events.iter().for_each(|event| batch.push(event).unwrap());
        self.send(&HostMessage::Events(batch.as_bytes()));
    }

    /// The next message, whatever it is; fails after the deadline or when the app is gone.
    pub(crate) fn next<T>(&mut self, read: impl FnOnce(&AppMessage<'_>) -> T) -> T {
        let len = self.receive().expect("the app closed its socket");
        read(&AppMessage::decode(&mut Reader::new(&self.bytes[..len])).unwrap())
    }

    fn receive(&mut self) -> Option<usize> {
        let socket = self.socket.as_ref().unwrap();
        let mut fds = [PollFd::new(socket, PollFlags::IN)];
        let wait = Timespec { tv_sec: DEADLINE.as_secs() as i64, tv_nsec: 0 };
        assert_eq!(poll(&mut fds, Some(&wait)), Ok(1), "nothing came before the deadline");
        match recv(socket, &mut self.bytes[..], RecvFlags::empty()) {
            Ok((0, _)) | Err(rustix::io::Errno::CONNRESET) => None,
            result => Some(result.unwrap().0),
        }
    }

    /// The next message, if one comes within some milliseconds.
    pub(crate) fn next_within<T>(&mut self, ms: i64, read: impl FnOnce(&AppMessage<'_>) -> T) -> Option<T> {
        let wait = Timespec { tv_sec: 0, tv_nsec: ms * 1_000_000 };
        let mut fds = [PollFd::new(self.socket.as_ref().unwrap(), PollFlags::IN)];
        let ready = poll(&mut fds, Some(&wait)).unwrap() > 0;
        ready.then(|| self.next(read))
    }

    /// The commands of the next message, which must be a batch, one line each.
    pub(crate) fn commands(&mut self) -> Vec<String> {
        self.next(|message| match message {
            AppMessage::Commands(batch) => lines(batch),
            other => panic!("not a batch: {other:?}"),
        })
    }

    /// The level and text of the next message, which must be a line for the log.
    pub(crate) fn log(&mut self) -> (u8, String) {
        self.next(|message| match message {
            AppMessage::Log { level, text } => (*level, (*text).to_owned()),
            other => panic!("not a log line: {other:?}"),
        })
    }

    /// Waits for a ping's answer, and gives the log lines that came before it.
    pub(crate) fn ping(&mut self) -> Vec<String> {
        self.send(&HostMessage::Ping { sequence: 77 });
        let mut lines = Vec::new();
        loop {
            let line = self.next(|message| match message {
                AppMessage::Pong { sequence: 77 } => None,
                AppMessage::Log { text, .. } => Some((*text).to_owned()),
                other => Some(format!("{other:?}")),
            });
            match line {
                Some(line) => lines.push(line),
                None => return lines,
            }
        }
    }

    /// The process's number.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Closes our end and waits for the process.
    pub(crate) fn close(mut self) -> Option<i32> {
        self.socket = None;
        self.exit()
    }

    /// Waits for the process to end by itself and gives its exit code.
    pub(crate) fn exit(&mut self) -> Option<i32> {
        let start = Instant::now();
        while start.elapsed() < DEADLINE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::yield_now();
        }
        panic!("the app did not end");
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The commands of a batch, one line each.
pub(crate) fn lines(batch: &[u8]) -> Vec<String> {
    records::<Command<'_>>(batch).map(|command| line(&command.unwrap())).collect()
}

/// A command as tests write it.
fn line(command: &Command<'_>) -> String {
    match command {
        Command::Begin => "begin".into(),
        Command::Create { node, kind } => {
            let kind = match kind {
                NodeKind::View => "view",
                NodeKind::Text => "text",
                NodeKind::Image => "image",
            };
            format!("create {} {kind}", node.get())
        }
        Command::Set { node, prop, state, value } => {
            let state = if *state == StyleState::Focused { " focused" } else { "" };
            format!("set {}{state} {} {}", node.get(), prop.name(), shown(value))
        }
        Command::Insert { parent, child, before } => {
            let before = before.map(|before| format!(" before {}", before.get())).unwrap_or_default();
            format!("insert {} into {}{before}", child.get(), parent.get())
        }
        Command::StyleText { node, spans } => {
            let spans = spans.iter().map(|span| format!("{span:?}")).collect::<Vec<_>>();
            format!("style {} {}", node.get(), spans.join(" "))
        }
        Command::Remove { node } => format!("remove {}", node.get()),
        Command::Transition { node, prop, timing } => {
            format!("transition {} {} {timing:?}", node.get(), prop.name()).replace("Timing ", "")
        }
        Command::LayoutTransition { node, timing } => {
            format!("transition {} layout {timing:?}", node.get()).replace("Timing ", "")
        }
        Command::Animate { node, animation, play, keyframes } => {
            let frames = records::<Keyframe<'_>>(keyframes).map(|frame| {
                let Keyframe { prop, offset, value, easing } = frame.unwrap();
                format!(" {} {offset} {} {easing:?}", prop.name(), shown(&value))
            });
            let Play { duration_ms, delay_ms, repeat, direction } = play;
            let play = format!("{delay_ms}+{duration_ms}x{repeat} {direction:?}");
            format!("animate {} #{} {play}:{}", node.get(), animation.0, frames.collect::<Vec<_>>().join(","))
        }
        Command::ControlAnimation { node, animation, action } => {
            format!("control {} #{} {action:?}", node.get(), animation.0)
        }
        Command::ReduceMotion { on } => format!("reduce motion {on}"),
        Command::Focus { node } => format!("focus {}", node.get()),
        Command::Present { root } => format!("present {}", root.get()),
        Command::ListBind { list, index, node } => format!("bind {} {index} to {}", list.get(), node.get()),
        Command::ListInsert { list, at, count } => format!("insert items {} {at}+{count}", list.get()),
        Command::ListRemove { list, at, count } => format!("remove items {} {at}+{count}", list.get()),
        Command::ListMove { list, from, count, to } => {
            format!("move items {} {from}+{count} to {to}", list.get())
        }
        Command::ListSizes { list, at, sizes } => {
            format!("sizes {} {at} {:?}", list.get(), sizes.iter().collect::<Vec<_>>())
        }
        Command::ListFocus { list, index } => format!("focus item {} {index}", list.get()),
    }
}

fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Unset => "unset".into(),
        Value::Number(number) => format!("{number}"),
        Value::Percent(share) => format!("{share}%"),
        Value::Auto => "auto".into(),
        Value::Color(color) => format!("#{:08x}", color.0),
        Value::Text(text) => format!("\"{text}\""),
        Value::Keyword(word) => word.name().into(),
        Value::Flag(on) => format!("{on}"),
        Value::Node(node) => format!("node {}", node.get()),
    }
}
