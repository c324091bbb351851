//! How the process starts, ends and behaves at rest.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::App;
use ferrule_abi::message::{AppMessage, HostMessage};
use ferrule_abi::{ABI_VERSION, EngineKind};

#[test]
fn a_script_that_does_not_load_says_where_and_ends_with_its_code() {
    for (script, says) in [
        ("let a = 1;\nlet b = ;", "app.js did not load: SyntaxError"),
        ("let a = 1;\n  a.b.c();", "(app.js:2:"),
        ("throw 'word'", "word"),
        (&"[".repeat(400), "SyntaxError"),
    ] {
        let mut app = App::start(script);
        let (level, text) = app.log();
        assert!(level == 1 && text.contains(says), "{script}: {text}");
        assert_eq!(app.exit(), Some(4), "{script}");
    }
}

#[test]
fn what_is_not_the_protocol_ends_the_process() {
    let mut app = App::spawn("1");
    app.next(|message| assert_eq!(*message, AppMessage::Hello { abi: ABI_VERSION }));
    let engine = EngineKind::Wasm;
    app.send(&HostMessage::Hello { abi: ABI_VERSION + 1, width: 1, height: 1, engine, state: b"" });
    assert_eq!(app.exit(), Some(3));
    let mut app = App::spawn("1");
    app.send(&HostMessage::Ping { sequence: 1 });
    assert_eq!(app.exit(), Some(3));
    let mut app = App::start("1");
    app.send_raw(&[99]);
    assert_eq!(app.exit(), Some(3));
    let mut app = App::start("1");
    app.send(&HostMessage::Events(&[200]));
    assert_eq!(app.exit(), Some(3));
}

#[test]
fn it_ends_when_ferrule_does_and_refuses_to_run_by_hand() {
    let mut app = App::start("setInterval(() => {}, 1000)");
    assert_eq!(app.ping(), [""; 0]);
    assert_eq!(app.close(), Some(0));
    assert_eq!(App::spawn("1").close(), Some(0));
    for (arguments, code) in
        [(&["app.js"][..], 2), (&[][..], 2), (&["--help"][..], 0), (&["--version"][..], 0)]
    {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_ferrule-app"))
            .args(arguments)
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn an_app_at_rest_sleeps() {
    let mut app = App::start("const root = ferrule.view(); ferrule.present(root); setTimeout(() => {}, 1e6)");
    assert_eq!(app.commands().len(), 2);
    assert_eq!(app.ping(), [""; 0]);
    // In the kernel's poll, all threads: nothing runs and nothing will until a message comes.
    let asleep = || {
        std::fs::read_dir(format!("/proc/{}/task", app.pid())).unwrap().all(|task| {
            let stat = std::fs::read_to_string(task.unwrap().path().join("stat")).unwrap();
            stat.rsplit(')').next().unwrap().trim_start().starts_with('S')
        })
    };
    let start = std::time::Instant::now();
    while !asleep() {
        assert!(start.elapsed().as_secs() < 20, "it never sleeps");
        std::thread::yield_now();
    }
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", app.pid())).unwrap();
    let line = |name: &str| limits.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    assert!(line("Max open files").contains(" 8 "), "{limits}");
    assert!(line("Max core file size").contains(" 0 "), "{limits}");
    let status = std::fs::read_to_string(format!("/proc/{}/status", app.pid())).unwrap();
    assert!(status.contains("NoNewPrivs:\t1"), "{status}");
}

#[test]
fn deep_structures_do_not_end_the_process() {
    let mut app = App::start(
        r#"
        let nested = [];
        for (let n = 0; n < 3000; n++) nested = [nested];
        try { console.log(String(nested).length) } catch (error) { console.log(error.name) }
        try { ferrule.saveState(nested) } catch (error) { console.log(error.name) }
        for (let n = 0; n < 200; n++) new ArrayBuffer(2 * 1024 * 1024);
        console.log("done");
        "#,
    );
    app.log();
    assert_eq!(app.log().1, "RangeError");
    assert_eq!(app.log().1, "done");
    let status = std::fs::read_to_string(format!("/proc/{}/status", app.pid())).unwrap();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    let kilobytes: u64 = peak.split_whitespace().nth(1).unwrap().parse().unwrap();
    assert!(kilobytes < 120 * 1024, "{peak}");
}
