//! The factory app in the real process on the real engine, without a screen: keys go in, the page's tree comes out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ferrule_abi::dump::{Dumped, Facts};
use ferrule_abi::limits::{BATCH_BYTES_MAX, FETCH_CHUNK_BYTES};
use ferrule_abi::list::ImageId;
use ferrule_abi::message::{AppMessage, HostMessage};
use ferrule_abi::text::{TextMetrics, TextRequest};
use ferrule_abi::{Batch, EngineInput, KeyEvent, KeyPhase, NodeId, Record, RemoteKey, records};
use ferrule_scene::{Engine, Host};

use crate::common::{self, App};

/// How long anything that the app does on its own may take.
const DEADLINE: Duration = Duration::from_secs(20);
/// Nodes of the home page, which is the reference scene of all figures: with a rail less there are not as many.
pub(crate) const HOME_NODES_MIN: usize = 300;
/// Time between two ticks, and how long the app is waited for in between.
const FRAME_US: u64 = 16_667;
const FRAME_MS: i64 = 5;
/// How long a message is waited for while an answer is due.
const ANSWER_MS: i64 = 500;

/// The factory app's folder.
pub(crate) fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../home")
}

/// Ten pixels a letter, one line, every image taken.
#[derive(Debug, Default)]
pub(crate) struct Typewriter {
    next: u32,
    pub(crate) images: Vec<String>,
    pub(crate) logs: Vec<String>,
}

impl Host for Typewriter {
    fn measure_text(&mut self, request: &TextRequest<'_>) -> TextMetrics {
        self.next += 1;
        let width = request.text.chars().count() as f32 * 10.0;
        let height = request.size * request.line_height;
        TextMetrics { layout: self.next, width, height, baseline: request.size, is_rtl: false }
    }

    fn release_text(&mut self, _layout: u32) {}

    fn request_image(&mut self, path: &str, _width: u16, _height: u16) -> ImageId {
        self.images.push(path.to_owned());
        ImageId(self.images.len() as u32)
    }

    fn release_image(&mut self, _image: ImageId) {}

    fn log(&mut self, _level: u8, text: &str) {
        self.logs.push(text.to_owned());
    }
}

/// A node of the page.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) depth: u8,
    pub(crate) facts: Facts,
    pub(crate) x: f32,
    pub(crate) label: String,
}

/// The app and the engine.
pub(crate) struct Stage {
    app: App,
    pub(crate) engine: Engine<Typewriter>,
    now_us: u64,
    /// What the app saved last.
    pub(crate) saved: String,
    /// The commands of each batch, one line each.
    pub(crate) batches: Vec<Vec<String>>,
}

impl Stage {
    /// Starts the app with a state from an earlier run and waits for its first screen.
    pub(crate) fn start(state: &str) -> Self {
        let script = ferrule_bundle::join_script(&home().join("app")).unwrap();
        let app = App::start_with_state(&script, state.as_bytes());
        let engine = Engine::new(Typewriter::default(), 1280, 720);
        let mut stage = Self { app, engine, now_us: 1_000_000, saved: String::new(), batches: Vec::new() };
        stage.until("a first screen", |stage| stage.engine.focused().is_some());
        stage
    }

    /// Starts the app and waits until its home page is whole.
    pub(crate) fn start_whole(state: &str) -> Self {
        let mut stage = Self::start(state);
        stage.until("all tiles", |stage| stage.nodes().len() >= HOME_NODES_MIN);
        stage
    }

    /// Kills the app and starts it again with what it saved.
    pub(crate) fn again(self) -> Self {
        Self::start_whole(&self.saved)
    }

    /// Takes turns until something holds.
    #[track_caller]
    pub(crate) fn until(&mut self, what: &str, holds: impl Fn(&mut Self) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < DEADLINE, "no {what}:\n{}", self.page());
            self.turn();
        }
    }

    /// Taps a key; the engine and the app take it in.
    pub(crate) fn press(&mut self, keys: &str) {
        for name in keys.split_whitespace() {
            let key = RemoteKey::from_name(name).unwrap();
            self.key(key, KeyPhase::Down);
            self.key(key, KeyPhase::Up);
            // What the app does about it, and what follows from that.
            (0..3).for_each(|_| self.turn());
        }
    }

    /// Holds a key for a number of repeats.
    pub(crate) fn hold(&mut self, key: RemoteKey, repeats: u32) {
        self.key(key, KeyPhase::Down);
        (0..repeats).for_each(|_| self.key(key, KeyPhase::Repeat));
        self.key(key, KeyPhase::Up);
    }

    fn key(&mut self, key: RemoteKey, phase: KeyPhase) {
        let event = EngineInput::Key(KeyEvent { key, phase, time_us: self.now_us });
        self.engine.input(&encoded(&event)).unwrap();
        self.turn();
    }

    /// A tick, its events for the app, and the app's answers.
    fn turn(&mut self) {
        self.now_us += FRAME_US;
        if self.engine.tick(self.now_us).events {
            self.app.send(&HostMessage::Events(self.engine.events()));
        }
        self.app.send(&HostMessage::Ping { sequence: 1 });
        let start = Instant::now();
        while !self.take(ANSWER_MS) {
            assert!(start.elapsed() < DEADLINE, "the app does not answer");
        }
        // What a timer of the app brings.
        self.take(FRAME_MS);
    }

    /// Takes in a message. True for the answer to a ping.
    fn take(&mut self, ms: i64) -> bool {
        let Self { app, engine, saved, batches, .. } = self;
        let taken = app.next_within(ms, |message| match message {
            AppMessage::Commands(batch) => {
                engine.apply(batch).unwrap();
                batches.push(common::lines(batch));
                (false, None)
            }
            AppMessage::SaveState(state) => {
                *saved = String::from_utf8(state.to_vec()).unwrap();
                (false, None)
            }
            AppMessage::Fetch { id, path } => (false, Some((*id, std::fs::read(home().join(path)).unwrap()))),
            AppMessage::Pong { .. } => (true, None),
            other => panic!("unexpected: {other:?}"),
        });
        let Some((is_answer, fetch)) = taken else { return false };
        if let Some((id, bytes)) = fetch {
            let total = bytes.len() as u32;
            for (index, piece) in bytes.chunks(FETCH_CHUNK_BYTES).enumerate() {
                let offset = (index * FETCH_CHUNK_BYTES) as u32;
                app.send(&HostMessage::FetchData { id, total, offset, bytes: piece });
            }
        }
        is_answer
    }

    /// The nodes of the page, each before what is in it.
    pub(crate) fn nodes(&mut self) -> Vec<Seen> {
        let (mut nodes, mut after) = (Vec::new(), None::<NodeId>);
        loop {
            let before = nodes.len();
            for record in records::<Dumped<'_>>(self.engine.dump(after)) {
                if let Dumped::Node(node) = record.unwrap() {
                    after = Some(node.node);
                    let label = node.label.to_owned();
                    nodes.push(Seen { depth: node.depth, facts: node.facts, x: node.bounds.x, label });
                }
            }
            if nodes.len() == before {
                return nodes;
            }
        }
    }

    /// The nodes that nothing hides.
    pub(crate) fn visible(&mut self) -> Vec<Seen> {
        let mut hidden_below = None;
        let is_visible = |node: &Seen| {
            if hidden_below.is_some_and(|depth| node.depth > depth) {
                return false;
            }
            hidden_below = node.facts.has(Facts::HIDDEN).then_some(node.depth);
            hidden_below.is_none()
        };
        self.nodes().into_iter().filter(is_visible).collect()
    }

    /// The texts and pictures in the focused node, joined by `|`.
    pub(crate) fn focus(&mut self) -> String {
        let nodes = self.nodes();
        let at = nodes.iter().position(|node| node.facts.has(Facts::FOCUSED)).unwrap();
        let inside = nodes[at + 1..].iter().take_while(|node| node.depth > nodes[at].depth);
        let labels: Vec<&str> =
            inside.map(|node| node.label.as_str()).filter(|label| !label.is_empty()).collect();
        labels.join("|")
    }

    /// Where the focused node stands from the left.
    pub(crate) fn focus_x(&mut self) -> f32 {
        self.nodes().into_iter().find(|node| node.facts.has(Facts::FOCUSED)).unwrap().x
    }

    /// Whether a text or picture is on the page and nothing hides it.
    pub(crate) fn shows(&mut self, label: &str) -> bool {
        self.visible().iter().any(|node| node.label == label)
    }

    /// The page for a failure's message.
    fn page(&mut self) -> String {
        let line =
            |node: &Seen| format!("{:1$}{2:?} {3}\n", "", usize::from(node.depth), node.facts, node.label);
        self.visible().iter().map(line).collect()
    }

    /// The commands since a batch, one line each.
    pub(crate) fn commands_since(&self, batch: usize) -> impl Iterator<Item = &String> {
        self.batches[batch..].iter().flatten()
    }
}

fn encoded<'a>(record: &impl Record<'a>) -> Vec<u8> {
    let mut batch = Batch::new(BATCH_BYTES_MAX);
    batch.push(record).unwrap();
    batch.as_bytes().to_vec()
}
