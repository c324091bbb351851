//! What the API sends, event by event and command by command, in the real process.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::App;
use ferrule_abi::keys::{KeyEvent, KeyPhase, RemoteKey};
use ferrule_abi::limits::{BATCH_BYTES_MAX, NODES_MAX};
use ferrule_abi::message::AppMessage;
use ferrule_abi::motion::AnimationId;
use ferrule_abi::{Event, NodeId};

fn node(raw: u32) -> NodeId {
    NodeId::new(raw).unwrap()
}

#[test]
fn lengths_and_words_of_layout_reach_the_engine() {
    let mut app = App::start(
        r#"
        ferrule.view({
            width: "min-content", basis: "content", left: "-5%", margin: "auto", padding: "10%", gap: "2%",
            wrap: "wrap-reverse", align: "safe center", justify: "space-evenly", alignSelf: "baseline",
            aspectRatio: 1.5, boxSizing: "content-box", display: "none", overflowX: "hidden",
            layoutDirection: "rtl", borderTop: 3,
        });
        "#,
    );
    assert_eq!(
        app.commands(),
        [
            "create 1 view",
            "set 1 width min-content",
            "set 1 basis content",
            "set 1 left -5%",
            "set 1 marginLeft auto",
            "set 1 marginTop auto",
            "set 1 marginRight auto",
            "set 1 marginBottom auto",
            "set 1 paddingLeft 10%",
            "set 1 paddingTop 10%",
            "set 1 paddingRight 10%",
            "set 1 paddingBottom 10%",
            "set 1 gap 2%",
            "set 1 wrap wrap-reverse",
            "set 1 align safe center",
            "set 1 justify space-evenly",
            "set 1 alignSelf baseline",
            "set 1 aspectRatio 1.5",
            "set 1 boxSizing content-box",
            "set 1 display none",
            "set 1 overflowX hidden",
            "set 1 layoutDirection rtl",
            "set 1 borderTop 3",
        ]
    );
    assert_eq!(app.close(), Some(0));
}

#[test]
fn a_scene_is_one_batch() {
    let mut app = App::start(
        r##"
        const title = ferrule.text({text: "नमस्ते", fontSize: 32, color: "#fff", margin: 4});
        const root = ferrule.view({
            transitions: {opacity: 200, scale: {duration: 90, delay: 5, easing: "linear"}},
            width: 200, height: "50%", direction: "row", fill: "#102030", clip: true, left: undefined,
            minWidth: "auto", focusDown: title, focusScope: "grid", focused: {scale: 1.1, borderWidth: 4}, radius: null,
        }, [title, null, false]);
        const image = ferrule.image({source: "img/a.jpg", fit: "contain"});
        root.insertBefore(image, title).set({opacity: 0.5});
        image.focus();
        ferrule.present(root);
        "##,
    );
    assert_eq!(
        app.commands(),
        [
            "create 1 text",
            "set 1 text \"नमस्ते\"",
            "set 1 fontSize 32",
            "set 1 color #ffffffff",
            "set 1 marginLeft 4",
            "set 1 marginTop 4",
            "set 1 marginRight 4",
            "set 1 marginBottom 4",
            "create 2 view",
            "set 2 width 200",
            "set 2 height 50%",
            "set 2 direction row",
            "set 2 fill #102030ff",
            "set 2 clip true",
            "set 2 minWidth auto",
            "set 2 focusDown node 1",
            "set 2 focusScope grid",
            "set 2 focused scale 1.1",
            "set 2 focused borderWidth 4",
            "set 2 radius unset",
            "transition 2 opacity { duration_ms: 200, delay_ms: 0, easing: CubicBezier([0.25, 0.1, 0.25, 1.0]) }",
            "transition 2 scale { duration_ms: 90, delay_ms: 5, easing: Linear }",
            "insert 1 into 2",
            "create 3 image",
            "set 3 source \"img/a.jpg\"",
            "set 3 fit contain",
            "insert 3 into 2 before 1",
            "set 2 opacity 0.5",
            "focus 3",
            "present 2",
        ]
    );
    assert_eq!(app.close(), Some(0));
}

#[test]
fn mistakes_throw_and_name_the_property_and_what_fits() {
    let rows = [
        ("ferrule.view({colour: 1})", "TypeError: there is no property `colour`; ferrule.d.ts lists them"),
        ("ferrule.view({Width: 1})", "did you mean `width`?"),
        (
            "ferrule.view({width: 'wide'})",
            "TypeError: `width` cannot be \"wide\"; it takes a number of pixels",
        ),
        ("ferrule.view({width: '1001%'})", "`width` cannot be"),
        (
            "ferrule.view({width: 'content'})",
            "\"auto\", \"min-content\", \"max-content\", \"fit-content\", \"stretch\" or null",
        ),
        (
            "ferrule.view({gap: 'auto'})",
            "`gap` cannot be \"auto\"; it takes a number of pixels, a percentage like \"50%\" or null",
        ),
        ("ferrule.view({borderTop: '5%'})", "`borderTop` cannot be \"5%\"; it takes a number or null"),
        ("ferrule.view({wrap: 'safe end'})", "it takes \"nowrap\", \"wrap\", "),
        ("ferrule.view({fill: 'red'})", "`fill` cannot be \"red\"; it takes \"#rgb\""),
        (
            "ferrule.view({direction: 'cover'})",
            "`direction` cannot be \"cover\"; it takes \"row\", \"column\"",
        ),
        ("ferrule.view({clip: 1})", "`clip` cannot be 1; it takes true, false"),
        ("ferrule.view({focusUp: 3})", "3 is not a node"),
        ("ferrule.view({opacity: NaN})", "RangeError: `opacity` is NaN"),
        ("ferrule.view({opacity: -1e300})", "RangeError: `opacity` is -1e+300; it must be within ±1000000"),
        (
            "ferrule.view().animate({opacity: 1}, Infinity)",
            "RangeError: `duration` is Infinity; it must be 0 to 65535",
        ),
        ("ferrule.view({width: 1e7})", "RangeError: `width` is 10000000"),
        ("ferrule.view({text: 'x'})", "`text` belongs to text nodes only"),
        ("ferrule.text({source: 'x'})", "`source` belongs to image nodes only"),
        ("ferrule.text({text: 'x'.repeat(5000)})", "RangeError: `text` has 5000 bytes"),
        ("ferrule.view({focused: {width: 3}})", "`width` cannot depend on the focus; these can: opacity"),
        ("ferrule.view({transitions: {gap: 3}})", "`gap` cannot be animated; these can: opacity"),
        ("ferrule.view({transitions: {scale: 'slow'}})", "a timing is milliseconds or {duration"),
        ("ferrule.view({transitions: {scale: {time: 3}}})", "a timing has no `time`"),
        ("ferrule.view({transitions: {scale: {easing: 'spring'}}})", "`easing` cannot be \"spring\""),
        ("ferrule.view({transitions: {scale: {easing: [2, 0, 1, 1]}}})", "both x from 0 to 1"),
        ("ferrule.view({onActivate: 1})", "`onActivate` cannot be 1; it takes a function"),
        ("ferrule.view(3)", "properties must be an object, not 3"),
        ("ferrule.view({}, 'x')", "children must be an array of nodes"),
        ("ferrule.view({}, ['x'])", "\"x\" is not a node"),
        ("ferrule.text().append(ferrule.view())", "only a view has children"),
        ("{ const a = ferrule.view(); a.append(a) }", "cannot be put into itself"),
        ("{ const a = ferrule.view(); a.remove(); a.set({}) }", "the node was removed"),
        ("ferrule.view().animate({opacity: null})", "cannot be animated to null"),
        ("ferrule.view().animate([{offset: 0.5, opacity: 1}, {offset: 0.2, opacity: 0}])", "cannot go back"),
        ("ferrule.view().animate([{offset: 2, opacity: 1}])", "`offset` cannot be 2"),
        ("ferrule.view().animate({opacity: 1}, {repeat: 0})", "`repeat` cannot be 0"),
        ("ferrule.view().animate({opacity: 1}, {repeat: 'forever', duration: 0})", "needs a `duration`"),
        ("ferrule.view().animate({opacity: 1}, {direction: 'back'})", "`direction` cannot be \"back\""),
        ("ferrule.view().animate({opacity: 1}, {easing: {spring: 1}})", "`easing` cannot be an object"),
        ("ferrule.view().animate(Array(300).fill({opacity: 1}))", "RangeError: an animation has at most 256"),
        ("ferrule.view().animate({opacity: 1}).seek('now')", "cannot seek to \"now\""),
        ("ferrule.reduceMotion(1)", "true or false, not 1"),
        ("ferrule.view().animate({opacity: 1}, {duration: -1})", "`duration` is -1"),
        ("ferrule.present({})", "an object is not a node"),
        ("ferrule.present(ferrule.text())", "TypeError: only a view can be presented"),
        ("ferrule.view.set({})", "not a callable function"),
        ("ferrule.fetch(3)", "needs the path"),
        ("setTimeout('x')", "a timer needs a function"),
        ("eval('1')", "code cannot be made from strings"),
        ("new Function('1')", "code cannot be made from strings"),
        ("new ArrayBuffer(3 * 1024 * 1024)", "RangeError"),
        ("undeclared = 1", "ReferenceError"),
        ("(function f() { f() })()", "maximum"),
        ("new FinalizationRegistry(() => {})", "ReferenceError"),
        ("ferrule.saveState('x'.repeat(5000))", "more than 4096 bytes"),
    ];
    let mut script = String::from("const attempts = [\n");
    for (attempt, _) in rows {
        script.push_str(&format!("() => {{ {attempt} }},\n"));
    }
    script.push_str("]; attempts.forEach((attempt) => setTimeout(attempt, 0));");
    let mut app = App::start(&script);
    for (attempt, says) in rows {
        let text = loop {
            let line = app.next(|message| match message {
                AppMessage::Log { level: 1, text } => Some((*text).to_owned()),
                AppMessage::Commands(_) => None,
                other => panic!("{attempt}: {other:?}"),
            });
            if let Some(line) = line {
                break line;
            }
        };
        assert!(text.contains(says), "{attempt}\n  gave: {text}\n  not: {says}");
        assert!(text.contains("(app.js:"), "{attempt}\n  has no place: {text}");
    }
    assert!(app.ping().iter().all(|line| line.starts_with("Commands")));
}

#[test]
fn events_reach_their_handlers() {
    let mut app = App::start(
        r#"
        const tell = (...words) => console.log(...words);
        const a = ferrule.view({onFocus() { tell("a focus", this === a) }, onBlur: () => tell("a blur")});
        const b = ferrule.view({onActivate: () => tell("b activate"), onFocus() { throw new Error("oops") }});
        const c = ferrule.image({onLoad: (w, h) => tell("c load", w, h), onError: (e) => tell("c error", e.message)});
        const d = ferrule.image();
        ferrule.onKey = (e) => tell("key", e.key, e.phase, e.time);
        ferrule.onFocusChange = (node, previous) => tell("change", node === b, previous === a, ferrule.focused === node);
        ferrule.onDisplay = (e) => tell("display", e.connected, ferrule.screen.width, ferrule.screen.height);
        tell(ferrule.screen.width, ferrule.screen.height, ferrule.state === null, ferrule.focused === null);
        "#,
    );
    let (a, b, c, d) = (node(1), node(2), node(3), node(4));
    let key = KeyEvent { key: RemoteKey::PlayPause, phase: KeyPhase::Repeat, time_us: 1_500 };
    app.events(&[
        Event::FocusChanged { node: Some(a), previous: None },
        Event::FocusChanged { node: Some(b), previous: Some(a) },
        Event::Activated { node: b },
        Event::ImageLoaded { node: c, width: 320, height: 180 },
        Event::ImageFailed { node: c, reason: "no such file" },
        Event::ImageFailed { node: d, reason: "img/d.png: no such file" },
        Event::Key(key),
        Event::DisplayChanged { width: 640, height: 360, connected: false },
        Event::Activated { node: node(99) },
        Event::Overflow { lost: 3 },
    ]);
    let lines = app.ping();
    let lines: Vec<_> = lines.iter().filter(|line| !line.starts_with("Commands")).collect();
    let expected = [
        "1280 720 true true",
        "a focus true",
        "change false false true",
        "a blur",
        "uncaught Error: oops",
        "change true true true",
        "b activate",
        "c load 320 180",
        "c error no such file",
        "image not shown: img/d.png: no such file",
        "key play-pause repeat 1.5",
        "display false 640 360",
        "the app was too slow: 3 events were lost",
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.contains(expected), "{line} instead of {expected}");
    }
}

#[test]
fn animations_are_sent_with_their_keyframes() {
    let mut app = App::start(
        r##"
        const a = ferrule.view({transitions: {layout: {duration: 90, easing: {spring: 0.2}}}});
        a.animate({opacity: 0, translateX: 20}, {duration: 100, delay: 10, easing: "linear"});
        a.animate([
            {scale: 1},
            {scale: 1.5, fill: "#fff", easing: {steps: 3, at: "start"}},
            {scale: 1.2, offset: 0.8, easing: {steps: 2}},
            {scale: 1},
        ], {duration: 1000, repeat: "forever", direction: "alternate"});
        const moving = a.animate([{translateY: 5}], {easing: {spring: -0.25}, repeat: 1});
        moving.pause(); moving.seek(1500); moving.resume(); moving.finish(); moving.cancel();
        ferrule.reduceMotion(true);
        "##,
    );
    let ease = "CubicBezier([0.25, 0.1, 0.25, 1.0])";
    let second = format!(
        "animate 1 #2 0+1000x0 Alternate: scale 0 1 {ease}, scale 0.4 1.5 Steps {{ count: 3, position: Start }}, \
         fill 0.4 #ffffffff Steps {{ count: 3, position: Start }}, \
         scale 0.8 1.2 Steps {{ count: 2, position: End }}, scale 1 1 {ease}"
    );
    assert_eq!(
        app.commands(),
        [
            "create 1 view",
            "transition 1 layout { duration_ms: 90, delay_ms: 0, easing: Spring { bounce: 0.2 } }",
            "animate 1 #1 10+100x1 Normal: opacity 1 0 Linear, translateX 1 20 Linear",
            &second,
            "animate 1 #3 0+300x1 Normal: translateY 1 5 Spring { bounce: -0.25 }",
            "control 1 #3 Pause",
            "control 1 #3 Seek { to_ms: 1500 }",
            "control 1 #3 Resume",
            "control 1 #3 Finish",
            "control 1 #3 Cancel",
            "reduce motion true",
        ]
    );
}

#[test]
fn animations_settle_whatever_comes_of_them() {
    let mut app = App::start(
        r##"
        const [a, b] = [ferrule.view(), ferrule.view()];
        const wait = (name, animation) => animation.finished.then((whole) => console.log(name, whole));
        const first = a.animate({opacity: 0, translateX: 20}, 100);
        wait("ended", first);
        wait("cancelled", b.animate({scale: 2}, 100));
        wait("lost", b.animate({fill: "#fff"}));
        wait("nothing", a.animate({}));
        first.finished.then(() => { first.pause(); b.remove() });
        "##,
    );
    assert_eq!(app.log(), (3, "nothing true".into()));
    app.commands();
    let (a, b) = (node(1), node(2));
    app.events(&[Event::AnimationCancelled { node: b, animation: AnimationId(2) }]);
    assert_eq!(app.log().1, "cancelled false");
    app.events(&[Event::AnimationEnded { node: a, animation: AnimationId(1) }]);
    assert_eq!(app.log().1, "ended true");
    assert_eq!(app.commands(), ["remove 2"], "what is over is not paused");
    app.events(&[Event::AnimationEnded { node: a, animation: AnimationId(77) }]);
    assert_eq!(app.ping(), [""; 0]);
    app.events(&[Event::Overflow { lost: 1 }]);
    let lines = app.ping();
    assert_eq!(lines[1..], ["lost false"], "{lines:?}");
}

#[test]
fn a_removed_subtree_frees_its_numbers() {
    let mut app = App::start(&format!(
        r#"
        for (let round = 0; round < 3; round++) {{
            const root = ferrule.view();
            for (let n = 1; n < {NODES_MAX}; n++) root.append(ferrule.view());
            let refused = "";
            try {{ ferrule.view() }} catch (error) {{ refused = error.message }}
            root.remove();
            console.log(refused);
        }}
        "#
    ));
    let mut refusals = 0;
    while refusals < 3 {
        app.next(|message| match message {
            AppMessage::Log { text, .. } => {
                assert!(text.contains("8192 nodes and no more"), "{text}");
                refusals += 1;
            }
            AppMessage::Commands(batch) => assert!(batch.len() <= BATCH_BYTES_MAX),
            other => panic!("{other:?}"),
        });
    }
}
