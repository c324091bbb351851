//! The engine in the app's process: the way of commands, ticks and events between a stand-in for the engine, the app and
//! ferrule, and what ends the process. The real engine is tested against its twin in `firmware/scene-js`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod common;

use common::App;
use ferrule_abi::limits::LIST_CHUNK_BYTES;
use ferrule_abi::list::ImageId;
use ferrule_abi::message::HostMessage;
use ferrule_abi::remote::{ENGINE_FAILED_CODE, EngineOrder, EngineReport};
use ferrule_abi::text::TextMetrics;
use ferrule_abi::{ABI_VERSION, Batch, EngineKind, Event, Keyword, NodeId};

/// An engine that logs what it is told and whose ticks do what `onTick` says.
fn engine(on_tick: &str) -> String {
    format!(
        "(function (host, width, height) {{
            let list = new Uint8Array(0), events = new Uint8Array(0), applied = 0;
            const log = (text) => host.log(3, text);
            log(`made ${{width}}x${{height}}`);
            return {{
                abi: {ABI_VERSION},
                apply(bytes) {{ applied += bytes.length; return null; }},
                input(bytes) {{ log(`input ${{bytes}}`); return null; }},
                tick(now) {{ {on_tick} }},
                displayList: () => list,
                events: () => events,
                dump: (after) => new Uint8Array([after]),
            }};
        }})"
    )
}

fn log(app: &mut App) -> String {
    app.report(|report| match report {
        EngineReport::Log { level: 3, text } => (*text).to_owned(),
        other => panic!("not a line: {other:?}"),
    })
}

fn want(app: &mut App) {
    app.report(|report| assert_eq!(*report, EngineReport::Want));
}

/// The next turn: changed, animating, presented, and its events.
fn turn(app: &mut App) -> (bool, bool, bool, Vec<u8>) {
    app.report(|report| match report {
        EngineReport::Turn(turn) => (turn.changed, turn.animating, turn.presented, turn.events.to_vec()),
        other => panic!("not a turn: {other:?}"),
    })
}

/// Starts an app with an engine and lets it come up.
fn start(script: &str, on_tick: &str) -> App {
    let mut app = App::start_with_engine(script, &engine(on_tick));
    assert_eq!(log(&mut app), "made 1280x720");
    app
}

#[test]
fn commands_stay_inside_and_a_tick_sees_all_of_them() {
    let script = "
        const root = ferrule.view();
        setTimeout(() => ferrule.present(root), 200);";
    let mut app = start(script, "log(`tick ${now} after ${applied} bytes`); return 2;");
    // Loaded, which is one wish however much was applied.
    want(&mut app);
    app.order(&EngineOrder::Tick { now_us: 1 << 40 });
    let first = log(&mut app);
    let before = applied(&first);
    assert!(first.starts_with("tick 1099511627776 after ") && before > 0, "{first}");
    assert_eq!(turn(&mut app), (false, true, false, vec![]));
    // The timer's turn is another one.
    want(&mut app);
    app.order(&EngineOrder::Inputs(&[7, 8]));
    app.order(&EngineOrder::Tick { now_us: 2 });
    assert_eq!(log(&mut app), "input 7,8");
    assert!(applied(&log(&mut app)) > before);
    assert_eq!(turn(&mut app), (false, true, true, vec![]));
}

/// The bytes of commands that a line tells of.
fn applied(line: &str) -> usize {
    let count = line.split_once(" after ").and_then(|(_, rest)| rest.strip_suffix(" bytes"));
    count.and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("{line}"))
}

#[test]
fn a_list_comes_in_pieces_before_its_turn_and_events_go_to_the_app() {
    let mut batch = Batch::new(64);
    let node = NodeId::new(1).unwrap();
    batch.push(&Event::Activated { node }).unwrap();
    let on_tick = format!(
        "list = new Uint8Array(now).fill(5).subarray(1); events = new Uint8Array({:?}); return now ? 5 : 1;",
        batch.as_bytes()
    );
    let script = "ferrule.view({ onActivate() { console.log('activated'); ferrule.present(this); } });";
    let mut app = start(script, &on_tick);
    want(&mut app);
    let now_us = LIST_CHUNK_BYTES as u64 + 11;
    app.order(&EngineOrder::Tick { now_us });
    for (at, len) in [(0, LIST_CHUNK_BYTES), (LIST_CHUNK_BYTES as u32, 10)] {
        app.report(|report| match *report {
            EngineReport::List { total, offset, bytes } => {
                assert_eq!((u64::from(total), offset, bytes.len()), (now_us - 1, at, len));
                assert!(bytes.iter().all(|&byte| byte == 5));
            }
            ref other => panic!("not a piece: {other:?}"),
        });
    }
    assert_eq!(turn(&mut app), (true, false, false, batch.as_bytes().to_vec()));
    assert_eq!(app.log().1, "activated");
    // The handler's command.
    want(&mut app);
    // An empty list is one empty piece.
    app.order(&EngineOrder::Tick { now_us: 0 });
    app.report(|report| assert_eq!(*report, EngineReport::List { total: 0, offset: 0, bytes: b"" }));
    assert_eq!(turn(&mut app), (true, false, true, vec![]));
}

#[test]
fn an_answer_is_waited_for_and_what_comes_before_it_is_handled_afterwards_in_order() {
    let on_tick = "
        const to = new Float32Array(4), spans = new Uint8Array(20);
        spans.set([1, 0, 2, 0, 8, 1]);
        const layout = host.measureText('वाह', 20, 700, true, 5, 0, 1.5, 2, 1.25, Infinity, to, spans);
        log(`layout ${layout} ${to}`);
        log(`image ${host.requestImage('a.png', 30, 40)}`);
        host.releaseText(layout);
        host.releaseImage(9);
        log(host.decodeText(new Uint8Array([65, 66, 67]), 1, 2));
        log(`${host.decodeText(new Uint8Array([255]), 0, 1)}`);
        return 0;";
    let mut app = start("ferrule.onDisplay = () => console.log('display');", on_tick);
    want(&mut app);
    app.order(&EngineOrder::Tick { now_us: 1 });
    app.report(|report| match report {
        EngineReport::MeasureText(request) => {
            assert_eq!((request.text, request.size, request.weight), ("वाह", 20.0, 700));
            assert_eq!((request.is_italic, request.align), (true, Keyword::Start));
            assert_eq!((request.letter_spacing, request.lines_max, request.line_height), (1.5, 2, 1.25));
            assert_eq!((request.direction, request.width_max), (Keyword::None, None));
            let spans: Vec<_> =
                request.spans.iter().map(|span| (span.start, span.end, span.is_italic)).collect();
            assert_eq!(spans, [(1, 2, Some(true))]);
        }
        other => panic!("not a request: {other:?}"),
    });
    app.order(&EngineOrder::Describe { after: NodeId::new(3) });
    app.send(&HostMessage::Ping { sequence: 4 });
    let metrics = TextMetrics { layout: 6, width: 1.5, height: 2.0, baseline: 1.0, is_rtl: true };
    app.order(&EngineOrder::TextMeasured(metrics));
    assert_eq!(log(&mut app), "layout 6 1.5,2,1,1");
    app.report(|report| {
        assert_eq!(*report, EngineReport::RequestImage { path: "a.png", width: 30, height: 40 });
    });
    app.order(&EngineOrder::ImageRequested(ImageId(8)));
    assert_eq!(log(&mut app), "image 8");
    app.report(|report| assert_eq!(*report, EngineReport::ReleaseText { layout: 6 }));
    app.report(|report| assert_eq!(*report, EngineReport::ReleaseImage { image: ImageId(9) }));
    assert_eq!((log(&mut app), log(&mut app)), ("BC".to_owned(), "null".to_owned()));
    assert_eq!(turn(&mut app), (false, false, false, vec![]));
    app.report(|report| assert_eq!(*report, EngineReport::Described(&[3])));
    app.next(|message| assert_eq!(*message, ferrule_abi::message::AppMessage::Pong { sequence: 4 }));
}

#[test]
fn an_engine_that_fails_says_where_and_ends_the_process_with_its_code() {
    let code = Some(i32::from(ENGINE_FAILED_CODE));
    for (script, says) in [
        ("(", "engine.js failed in `load`: SyntaxError"),
        ("1", "not a function"),
        ("(function () { return { abi: 1 }; })", "it speaks version 1"),
        (&format!("(() => ({{ abi: {ABI_VERSION} }}))"), "no function `apply`"),
    ] {
        let mut app = App::start_with_engine("1", script);
        let (level, text) = app.log();
        assert!(level == 1 && text.contains(says), "{script}: {text}");
        assert_eq!(app.exit(), code, "{script}");
    }
    let mut app = start("ferrule.view()", "null.x;");
    want(&mut app);
    app.order(&EngineOrder::Tick { now_us: 1 });
    let (_, text) = app.log();
    assert!(text.contains("`tick`: TypeError") && text.contains("engine.js:"), "{text}");
    assert_eq!(app.exit(), code);
}

#[test]
fn the_app_cannot_reach_into_the_engine() {
    let script = "
        Math.fround = () => 7; Uint8Array.prototype.fill = null; Object.prototype.set = 1;
        console.log(typeof host + typeof list);
        try { Function('return 1')() } catch (error) { console.log(error.name) }";
    let mut app =
        start(script, "log(`${Math.fround(2)} ${typeof ferrule} ${new Uint8Array(1).fill(3)}`); return 0;");
    assert_eq!(app.log().1, "undefinedundefined");
    assert_eq!(app.log().1, "EvalError");
    want(&mut app);
    app.order(&EngineOrder::Tick { now_us: 1 });
    assert_eq!(log(&mut app), "2 undefined 3");
}

#[test]
fn orders_out_of_order_end_the_process() {
    let protocol = Some(3);
    let rows: [fn(&mut App); 4] = [
        |app| app.order(&EngineOrder::TextMeasured(TextMetrics::default())),
        |app| app.order(&EngineOrder::Script { total: 1, offset: 0, bytes: b"1" }),
        |app| app.send(&HostMessage::Events(&[])),
        |app| app.greet(EngineKind::Js, b""),
    ];
    for (row, breach) in rows.iter().enumerate() {
        let mut app = start("1", "return 0;");
        want(&mut app);
        breach(&mut app);
        assert_eq!(app.exit(), protocol, "row {row}");
    }
    // Pieces of the script that do not follow one another, or something else in their place.
    for (total, offset, bytes) in [(9, 1, &b"a"[..]), (1, 0, b"ab"), (2, 0, b"")] {
        let mut app = App::spawn("1");
        app.next(|_| ());
        app.greet(EngineKind::Js, b"");
        app.order(&EngineOrder::Script { total, offset, bytes });
        assert_eq!(app.exit(), protocol, "{total} {offset}");
    }
    let mut app = App::start("1");
    app.order(&EngineOrder::Tick { now_us: 1 });
    assert_eq!(app.exit(), protocol);
    // Ferrule's end in the middle of a call is a peaceful one.
    let mut app = start("1", "host.requestImage('a', 1, 1); return 0;");
    want(&mut app);
    app.order(&EngineOrder::Tick { now_us: 1 });
    app.report(|report| assert!(matches!(report, EngineReport::RequestImage { .. }), "{report:?}"));
    assert_eq!(app.close(), Some(0));
}

#[test]
fn more_commands_than_a_batch_holds_all_arrive() {
    let script = "
        const root = ferrule.view();
        for (let n = 0; n < 8000; n++) root.set({ width: n });";
    let mut app = start(script, "log(`${applied}`); return 0;");
    want(&mut app);
    app.order(&EngineOrder::Tick { now_us: 1 });
    let applied: usize = log(&mut app).parse().unwrap();
    assert!(applied > 8000 * 8, "{applied}");
}
