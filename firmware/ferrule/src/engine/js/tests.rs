//! Plays the app's process to the engine: turns in order, lists in pieces, and every breach.

#![allow(clippy::panic, reason = "a test stops at the first surprise")]

use std::os::unix::process::ExitStatusExt;

use ferrule_abi::list::ListBuilder;
use ferrule_abi::text::TextRequest;
use ferrule_abi::{ABI_VERSION, Event, KeyEvent, KeyPhase, Rect, RemoteKey};

use super::*;
use crate::app::AppProgram;
use crate::engine::services::tests::services;
use crate::release::Trial;

/// The engine and an app that never starts, so that orders go nowhere.
struct Stage {
    engine: JsEngine,
    app: AppSupervisor,
    services: NativeServices,
    stats: Stats,
}

/// A bundle that the engine takes its splash from. Tests run at the same time, so each names its own.
fn bundle(test: &str) -> Arc<Bundle> {
    let dir = std::env::temp_dir().join(format!("ferrule-js-{}-{test}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let manifest = format!(
        r##"{{"name":"t","version":"1","abi":{ABI_VERSION},"app":"app.js","engine":"js",
            "engines":{{"wasm":"engine.wasm","js":"engine.js"}},"splash":{{"fill":"#102030","title":"T"}}}}"##
    );
    std::fs::write(dir.join("manifest.json"), manifest).unwrap();
    for file in ["app.js", "engine.js", "engine.wasm"] {
        std::fs::write(dir.join(file), "1").unwrap();
    }
    let bundle = Bundle::open(&dir).unwrap();
    // It is open, and nothing more is read of it.
    std::fs::remove_dir_all(&dir).unwrap();
    Arc::new(bundle)
}

impl Stage {
    fn new(test: &str) -> Self {
        let (bundle, services, stats) = (bundle(test), services(), Stats::default());
        let engine = JsEngine::new(&bundle, &services, (1280, 720), &stats).unwrap();
        let program = AppProgram { program: "/nowhere".into(), engine: EngineKind::Js, bundle };
        let app = AppSupervisor::new(program, Vec::new(), Trial::default(), stats.clone());
        Self { engine, app, services, stats }
    }

    /// With the splash shown and a process that is ready for ticks.
    fn ready(test: &str) -> Self {
        let mut stage = Self::new(test);
        assert!(stage.tick().unwrap().changed);
        stage.begin();
        stage
    }

    fn begin(&mut self) {
        self.engine.app_began().unwrap();
        self.say(EngineReport::Want).unwrap();
    }

    /// A tick, and its answer if it is there at once.
    fn tick(&mut self) -> Option<Turn> {
        self.engine.tick(5, Frame::default(), &mut self.app, 1_000).unwrap();
        self.engine.take_turn()
    }

    fn say(&mut self, report: EngineReport<'_>) -> Result<Option<EngineOrder<'static>>, Fault> {
        self.engine.app_said(&Said::Engine(report))
    }

    /// Says what is refused, and says why.
    fn refused(&mut self, report: EngineReport<'_>) -> String {
        match self.say(report) {
            Err(Fault::App(why)) => why,
            other => panic!("{report:?} gave {other:?}"),
        }
    }

    fn texts(&self) -> u64 {
        self.services.counts().1
    }

    /// Ticks and answers with a small list.
    fn present(&mut self) -> Turn {
        assert!(self.tick().is_none());
        let list = list();
        let total = list.len() as u32;
        self.say(EngineReport::List { total, offset: 0, bytes: &list }).unwrap();
        self.say(EngineReport::Turn(SHOWN)).unwrap();
        self.engine.take_turn().unwrap()
    }
}

const SHOWN: RemoteTurn<'_> =
    RemoteTurn { changed: true, animating: false, presented: true, cpu_us: 7, events: &[] };

fn list() -> Vec<u8> {
    ListBuilder::default().finish(Rect::new(0.0, 0.0, 1.0, 1.0)).to_vec()
}

fn key(phase: KeyPhase) -> EngineInput<'static> {
    EngineInput::Key(KeyEvent { key: RemoteKey::Ok, phase, time_us: 1 })
}

#[test]
fn the_splash_is_shown_until_the_app_has_presented() {
    let mut stage = Stage::new("splash");
    assert!(stage.engine.wants_tick());
    let splash = stage.tick().unwrap();
    assert!(splash.changed && splash.frame.list.len() > list().len());
    let splash_texts = stage.texts();
    assert_ne!(splash_texts, 0);
    assert!(!stage.engine.wants_tick());
    // Nobody is there yet.
    assert!(!stage.tick().unwrap().changed);
    stage.begin();
    assert!(stage.engine.wants_tick());
    assert!(stage.tick().is_none());
    let list = list();
    stage.say(EngineReport::List { total: list.len() as u32, offset: 0, bytes: &list }).unwrap();
    stage.say(EngineReport::Turn(RemoteTurn { presented: false, ..SHOWN })).unwrap();
    assert!(!stage.engine.take_turn().unwrap().changed, "an app that has not presented shows nothing");
    assert_eq!((stage.texts(), stage.engine.shows_app()), (splash_texts, false));
    let shown = stage.present();
    assert!(shown.changed);
    assert_eq!((shown.frame.list, shown.outside_cpu_us), (list, 7));
    assert_eq!((stage.texts(), stage.engine.shows_app()), (0, true));
}

#[test]
fn lists_arrive_in_pieces_and_the_turn_says_whether_there_is_one() {
    let mut stage = Stage::ready("pieces");
    let mut batch = Batch::new(64);
    batch.push(&Event::FocusChanged { node: NodeId::new(3), previous: None }).unwrap();
    assert!(stage.tick().is_none());
    let piece = |offset, bytes| EngineReport::List { total: 6, offset, bytes };
    stage.say(piece(0, b"abc")).unwrap();
    stage.say(piece(3, b"def")).unwrap();
    stage.say(EngineReport::Turn(RemoteTurn { events: batch.as_bytes(), ..SHOWN })).unwrap();
    let turn = stage.engine.take_turn().unwrap();
    assert_eq!(turn.frame.list, b"abcdef");
    assert_eq!(stage.engine.turn_events(), batch.as_bytes());
    // The next frame may be shorter, in the same memory.
    stage.engine.tick(6, turn.frame, &mut stage.app, 0).unwrap();
    stage.say(EngineReport::List { total: 0, offset: 0, bytes: b"" }).unwrap();
    stage.say(EngineReport::Turn(SHOWN)).unwrap();
    assert_eq!(stage.engine.take_turn().unwrap().frame.list, b"");
    assert_eq!(stage.engine.turn_events(), b"");
    assert!(stage.tick().is_none());
    stage.say(EngineReport::Turn(RemoteTurn { changed: false, animating: true, ..SHOWN })).unwrap();
    let turn = stage.engine.take_turn().unwrap();
    assert!(!turn.changed && turn.animating);
}

#[test]
fn rubbish_and_disorder_are_the_apps_end_and_the_display_gets_its_frame_back() {
    let piece = |total, offset, bytes| EngineReport::List { total, offset, bytes };
    let beyond = DISPLAY_LIST_BYTES_MAX as u32 + 1;
    let rows: [(&[EngineReport<'_>], EngineReport<'_>, &str); 9] = [
        (&[], piece(6, 1, b"a"), "does not continue"),
        (&[piece(6, 0, b"abc")], piece(6, 2, b"a"), "does not continue"),
        (&[piece(6, 0, b"abc")], piece(6, 3, b"abcd"), "does not continue"),
        (&[piece(6, 0, b"abc")], piece(7, 3, b"d"), "two sizes"),
        (&[piece(1, 0, b"a")], piece(1, 1, b""), "is whole"),
        (&[], piece(beyond, 0, b"a"), "beyond its limit"),
        (&[], piece(6, 0, b""), "an empty piece"),
        (&[piece(6, 0, b"abc")], EngineReport::Turn(SHOWN), "in the middle"),
        (&[], EngineReport::Turn(SHOWN), "missing"),
    ];
    for (before, last, says) in rows {
        let mut stage = Stage::ready(&format!("rubbish-{says}"));
        assert!(stage.tick().is_none());
        for report in before {
            stage.say(*report).unwrap();
        }
        let why = stage.refused(last);
        assert!(why.contains(says), "{last:?}: {why}");
        stage.engine.app_ended(None, 0).unwrap();
        let turn = stage.engine.take_turn().expect(says);
        assert!(!turn.changed && !turn.animating, "{last:?}");
        assert!(!stage.engine.shows_app(), "{last:?}");
    }
    let mut stage = Stage::ready("unasked");
    assert!(stage.refused(piece(1, 0, b"a")).contains("no tick asked for"));
    assert!(stage.refused(EngineReport::Turn(SHOWN)).contains("no tick asked for"));
    assert!(stage.refused(EngineReport::Described(b"")).contains("nobody asked for"));
    assert!(matches!(stage.engine.app_said(&Said::Commands(b"")), Err(Fault::App(_))));
}

#[test]
fn a_process_that_dies_in_a_tick_leaves_its_picture_and_the_texts_in_it() {
    let mut stage = Stage::ready("death");
    let text = || EngineReport::MeasureText(TextRequest::new("a", 20.0));
    assert!(matches!(stage.say(text()), Ok(Some(EngineOrder::TextMeasured(metrics))) if metrics.layout != 0));
    stage.present();
    assert_eq!(stage.texts(), 1);
    assert!(stage.tick().is_none());
    assert_eq!(stage.engine.tick_deadline_us(), Some(1_000 + TURN_TIME_MAX_US));
    stage.engine.app_ended(Some(ExitStatus::from_raw(9)), 0).unwrap();
    assert!(!stage.engine.take_turn().unwrap().changed);
    assert_eq!(stage.engine.tick_deadline_us(), None);
    assert_eq!(stage.texts(), 1, "the picture is still up");
    assert!(!stage.tick().unwrap().changed);
    // One that dies before it has presented takes its own with it, and no more.
    stage.begin();
    stage.say(text()).unwrap();
    assert_eq!(stage.texts(), 2);
    stage.engine.app_ended(None, 0).unwrap();
    assert_eq!(stage.texts(), 1);
    stage.begin();
    stage.say(text()).unwrap();
    assert!(stage.present().changed);
    assert_eq!(stage.texts(), 1, "the new one's");
}

#[test]
fn an_engine_that_keeps_failing_ends_ferrule() {
    let mut stage = Stage::ready("failing");
    let failed = Some(ExitStatus::from_raw(i32::from(ENGINE_FAILED_CODE) << 8));
    assert!(stage.engine.app_ended(failed, 0).is_ok());
    assert!(stage.engine.app_ended(Some(ExitStatus::from_raw(9)), 1).is_ok());
    assert!(stage.engine.app_ended(failed, 2).is_ok());
    assert!(matches!(stage.engine.app_ended(failed, 3), Err(Failure::EngineDead { count: 3, .. })));
}

#[test]
fn inputs_wait_for_a_tick_and_keys_leave_room_for_the_rest() {
    let mut stage = Stage::ready("inputs");
    stage.present();
    assert!(!stage.engine.wants_tick());
    stage.engine.input(&key(KeyPhase::Down)).unwrap();
    assert!(stage.engine.wants_tick());
    assert!(stage.tick().is_none());
    assert!(!stage.engine.wants_tick(), "the tick took them");
    while stage.stats.edit().events.keys_dropped == 0 {
        stage.engine.input(&key(KeyPhase::Repeat)).unwrap();
    }
    let evicted = EngineInput::ImageEvicted { image: ferrule_abi::list::ImageId(1) };
    let others = (0..).take_while(|_| stage.engine.input(&evicted).is_ok()).count();
    assert!(others > 1000, "{others}");
    assert!(matches!(stage.engine.input(&evicted), Err(Fault::App(_))));
    // Keys between two processes are nobody's.
    stage.engine.app_ended(None, 0).unwrap();
    stage.engine.input(&key(KeyPhase::Down)).unwrap();
    stage.begin();
    assert!(stage.engine.inputs.is_empty());
}

#[test]
fn an_app_that_begins_without_a_display_hears_of_it() {
    let mut stage = Stage::new("unplugged");
    stage.engine.input(&EngineInput::Display { width: 1280, height: 720, connected: false }).unwrap();
    stage.begin();
    assert!(!stage.engine.inputs.is_empty());
}

#[test]
fn the_splash_and_then_the_app_can_be_described() {
    let mut stage = Stage::new("describe");
    stage.tick().unwrap();
    stage.engine.describe(None, &mut stage.app).unwrap();
    assert!(!stage.engine.take_description().unwrap().is_empty());
    stage.begin();
    stage.present();
    stage.engine.describe(None, &mut stage.app).unwrap();
    assert_eq!(stage.engine.take_description(), None);
    stage.say(EngineReport::Described(b"x")).unwrap();
    assert_eq!(stage.engine.take_description(), Some(b"x".to_vec()));
}
