//! What an app has beside its nodes: promises, saved state, timers and the files of its bundle.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::App;
use ferrule_abi::limits::SAVED_STATE_BYTES_MAX;
use ferrule_abi::message::{AppMessage, HostMessage};

#[test]
fn promises_report_rejections_that_nobody_handles() {
    let mut app = App::start(
        r#"
        Promise.reject(new Error("handled")).catch(() => {});
        async function fails() { throw new RangeError("late") }
        fails();
        import("other.js");
        "#,
    );
    let (level, text) = app.log();
    assert_eq!(level, 1);
    assert!(text.contains("unhandled rejection") && text.contains("RangeError: late"), "{text}");
    assert!(text.contains("(app.js:3:"), "{text}");
    assert!(app.log().1.contains("unhandled rejection"));
    assert_eq!(app.ping(), [""; 0]);
}

#[test]
fn state_is_saved_and_comes_back() {
    let script = "console.log(ferrule.state === null ? 'none' : ferrule.state.page[1].id); \
                  ferrule.saveState({page: [1, {id: 'é'}], skip: undefined})";
    let mut app = App::start(script);
    assert_eq!(app.log().1, "none");
    let saved = app.next(|message| match message {
        AppMessage::SaveState(state) => state.to_vec(),
        other => panic!("{other:?}"),
    });
    assert_eq!(String::from_utf8_lossy(&saved), r#"{"page":[1,{"id":"é"}]}"#);
    let mut again = App::start_with_state(script, &saved);
    assert_eq!(again.log().1, "é");
    let mut broken = App::start_with_state(script, b"{]");
    assert!(broken.log().1.contains("starting without a saved state"));
    assert_eq!(broken.log().1, "none");
    let full = format!("\"{}\"", "x".repeat(SAVED_STATE_BYTES_MAX - 2));
    let mut full = App::start_with_state("ferrule.saveState(ferrule.state)", full.as_bytes());
    full.next(|message| {
        assert!(matches!(message, AppMessage::SaveState(s) if s.len() == SAVED_STATE_BYTES_MAX))
    });
}

#[test]
fn timers_run_in_order_and_can_be_cleared() {
    let mut app = App::start(
        r#"
        let count = 0;
        setTimeout((word) => console.log(word), 30, "second");
        setTimeout(() => console.log("first"), 1);
        clearTimeout(setTimeout(() => console.log("never"), 1));
        const every = setInterval(() => {
            if (++count === 3) { clearInterval(every); console.log("three"); setTimeout(() => console.log("last")) }
        }, 20);
        for (let n = 0; n < 300; n++) try { setTimeout(() => {}, 1e9) } catch (error) {
            console.log(error.name, n); break;
        }
        "#,
    );
    for line in ["RangeError 253", "first", "second", "three", "last"] {
        assert_eq!(app.log().1, line);
    }
}

#[test]
fn files_arrive_whole_or_fail() {
    let mut app = App::start(
        r#"
        const show = (file) => console.log(file.text(), file.bytes().length, file.bytes()[0]);
        ferrule.fetch("a.txt").then(show);
        ferrule.fetch("b.json").then((file) => console.log(file.json().list[1], Object.keys(file.json()).join()));
        ferrule.fetch("c.json").then((file) => file.json()).catch((error) => console.log(error.name, error.message));
        ferrule.fetch("d").catch((error) => console.log(error.message));
        ferrule.fetch("e").catch((error) => console.log(error.message));
        ["f", "g", "h"].map(ferrule.fetch);
        ferrule.fetch("i").catch((error) => console.log(error.message));
        "#,
    );
    let mut asked = Vec::new();
    for _ in 0..8 {
        app.next(|message| match message {
            AppMessage::Fetch { id, path } => asked.push((*id, (*path).to_owned())),
            other => panic!("{other:?}"),
        });
    }
    assert_eq!(asked.iter().map(|(_, path)| path.as_str()).collect::<String>(), "a.txtb.jsonc.jsondefgh");
    assert!(app.log().1.contains("8 fetches are under way"));
    let ids: Vec<u32> = asked.iter().map(|(id, _)| *id).collect();
    app.send(&HostMessage::FetchData { id: ids[0], total: 5, offset: 0, bytes: b"he" });
    let json = br#"{"z":0,"list":[1,"two"]}"#;
    app.send(&HostMessage::FetchData { id: ids[1], total: json.len() as u32, offset: 0, bytes: json });
    assert_eq!(app.log().1, "two z,list");
    app.send(&HostMessage::FetchData { id: ids[0], total: 5, offset: 2, bytes: b"llo" });
    assert_eq!(app.log().1, "hello 5 104");
    app.send(&HostMessage::FetchData { id: ids[2], total: 1, offset: 0, bytes: b"{" });
    assert!(app.log().1.starts_with("SyntaxError the file is not JSON"));
    app.send(&HostMessage::FetchFailed { id: ids[3], reason: "no file `d`" });
    assert_eq!(app.log().1, "no file `d`");
    app.send(&HostMessage::FetchData { id: ids[4], total: 2, offset: 1, bytes: b"x" });
    assert!(app.log().1.contains("did not fit together"));
    app.send(&HostMessage::FetchFailed { id: 4_000_000, reason: "unknown fetches are ignored" });
    assert_eq!(app.ping(), [""; 0]);
}
