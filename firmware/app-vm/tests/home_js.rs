//! The factory app on the engine's JavaScript twin, both in one real process: it presents, its lists are sound, keys move
//! the focus, and the description has it. That the pictures are those of the other engine is shown in tests/qemu.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod common;

use std::path::Path;

use common::App;
use ferrule_abi::dump::Dumped;
use ferrule_abi::limits::FETCH_CHUNK_BYTES;
use ferrule_abi::list::ImageId;
use ferrule_abi::message::{AppMessage, HostMessage};
use ferrule_abi::remote::{EngineOrder, EngineReport};
use ferrule_abi::text::TextMetrics;
use ferrule_abi::{Batch, DisplayList, EngineInput, Event, KeyEvent, KeyPhase, NodeId, RemoteKey, records};

const HOME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../home");

/// What came of a tick.
#[derive(Default)]
struct Frame {
    list: Vec<u8>,
    changed: bool,
    animating: bool,
    presented: bool,
}

/// ferrule, as far as the engine needs it.
struct Ferrule {
    app: App,
    texts: u32,
    images: u32,
    now_us: u64,
    wanted: bool,
    focused: Option<NodeId>,
}

impl Ferrule {
    fn start() -> Self {
        let script = ferrule_bundle::join_script(&Path::new(HOME).join("app")).unwrap();
        let app = App::start_with_engine(&script, ferrule_scene_js::ENGINE);
        Self { app, texts: 0, images: 0, now_us: 1_000_000, wanted: false, focused: None }
    }

    /// Takes messages, answering what is asked, until `done` finds what it waits for.
    fn pump<T>(&mut self, mut done: impl FnMut(&EngineReport<'_>) -> Option<T>) -> T {
        loop {
            enum Answer<T> {
                Done(T),
                Order(EngineOrder<'static>),
                File(u32, String),
                Nothing,
            }
            let (texts, images) = (&mut self.texts, &mut self.images);
            let answer = self.app.next(|message| match message {
                AppMessage::Engine(EngineReport::MeasureText(request)) => {
                    *texts += 1;
                    let width = request.text.chars().count() as f32 * request.size / 2.0;
                    let (height, baseline) = (request.size * request.line_height, request.size);
                    let metrics = TextMetrics { layout: *texts, width, height, baseline, is_rtl: false };
                    Answer::Order(EngineOrder::TextMeasured(metrics))
                }
                AppMessage::Engine(EngineReport::RequestImage { .. }) => {
                    *images += 1;
                    Answer::Order(EngineOrder::ImageRequested(ImageId(*images)))
                }
                AppMessage::Engine(EngineReport::Log { text, .. }) => panic!("the engine says: {text}"),
                AppMessage::Engine(report) => done(report).map_or(Answer::Nothing, Answer::Done),
                AppMessage::Fetch { id, path } => Answer::File(*id, (*path).to_owned()),
                AppMessage::Log { text, .. } => panic!("the app says: {text}"),
                _ => Answer::Nothing,
            });
            match answer {
                Answer::Done(found) => return found,
                Answer::Order(order) => self.app.order(&order),
                Answer::File(id, path) => self.serve(id, &path),
                Answer::Nothing => {}
            }
        }
    }

    fn serve(&self, id: u32, path: &str) {
        let bytes = std::fs::read(Path::new(HOME).join(path)).unwrap();
        let mut offset = 0;
        for piece in bytes.chunks(FETCH_CHUNK_BYTES) {
            self.app.send(&HostMessage::FetchData { id, total: bytes.len() as u32, offset, bytes: piece });
            offset += piece.len() as u32;
        }
    }

    /// Waits until a tick is wanted.
    fn wait_wanted(&mut self) {
        if !self.wanted {
            self.pump(|report| (*report == EngineReport::Want).then_some(()));
        }
        self.wanted = true;
    }

    /// Ticks, with the inputs given.
    fn tick(&mut self, inputs: &[EngineInput<'_>]) -> Frame {
        if !inputs.is_empty() {
            let mut batch = Batch::new(1000);
            inputs.iter().for_each(|input| batch.push(input).unwrap());
            self.app.order(&EngineOrder::Inputs(batch.as_bytes()));
        }
        self.now_us += 16_667;
        self.wanted = false;
        self.app.order(&EngineOrder::Tick { now_us: self.now_us });
        let mut frame = Frame::default();
        let mut focused = self.focused;
        self.pump(|report| match report {
            EngineReport::List { bytes, .. } => {
                frame.list.extend_from_slice(bytes);
                None
            }
            EngineReport::Turn(turn) => {
                (frame.changed, frame.animating) = (turn.changed, turn.animating);
                frame.presented = turn.presented;
                for event in records::<Event<'_>>(turn.events) {
                    if let Event::FocusChanged { node, .. } = event.unwrap() {
                        focused = node;
                    }
                }
                Some(())
            }
            _ => None,
        });
        self.focused = focused;
        assert_eq!(frame.changed, !frame.list.is_empty());
        frame
    }

    /// Ticks until nothing moves; gives the last list.
    fn settle(&mut self, first: Frame) -> Frame {
        let mut last = first;
        for _ in 0..400 {
            if !last.animating {
                return last;
            }
            let next = self.tick(&[]);
            last = if next.changed { next } else { Frame { animating: next.animating, ..last } };
        }
        panic!("it never comes to rest");
    }

    fn press(&mut self, key: RemoteKey) -> Frame {
        let event = |phase| EngineInput::Key(KeyEvent { key, phase, time_us: 1 });
        self.tick(&[event(KeyPhase::Down), event(KeyPhase::Up)])
    }
}

#[test]
fn the_factory_app_presents_and_takes_keys() {
    let mut ferrule = Ferrule::start();
    let mut home = Frame::default();
    while !home.presented {
        ferrule.wait_wanted();
        home = ferrule.tick(&[]);
    }
    assert!(DisplayList::parse(&home.list).unwrap().items().count() > 20);
    home = ferrule.settle(home);
    let focus = ferrule.focused.expect("the app asked for the focus");
    let right = ferrule.press(RemoteKey::Right);
    assert!(right.changed && ferrule.focused.is_some_and(|node| node != focus));
    let right = ferrule.settle(right);
    assert_ne!(right.list, home.list);
    let beside = ferrule.focused;
    // The tile may be another node by now: lists use their nodes again.
    let left = ferrule.press(RemoteKey::Left);
    ferrule.settle(left);
    assert!(ferrule.focused.is_some() && ferrule.focused != beside);
    let focus = ferrule.focused;
    ferrule.app.order(&EngineOrder::Describe { after: None });
    let described = ferrule.pump(|report| match report {
        EngineReport::Described(piece) => {
            let Some(Ok(Dumped::Turn(turn))) = records::<Dumped<'_>>(piece).next() else { panic!("no turn") };
            Some((turn.focus, turn.nodes))
        }
        _ => None,
    });
    assert!(described.0 == focus && described.1 > 50, "{described:?}");
}
