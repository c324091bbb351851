//! Several servers: who is asked when, what "not there" means, and how a download is ended.

use std::time::{Duration, Instant};

use crate::common::{
    BYTES_MAX, FILE, FILE_BYTES, Folder, NOW, assert_content, fault, limits, name, source, source_at,
};
use ferrule_harness::Misdeed;
use ferrule_net::{Fault, Http, Limits, NetError, Roots, Source};

/// Longer than any cancelled or cut-off call may take.
const SOON: Duration = Duration::from_secs(3);

#[test]
fn the_server_that_answered_is_asked_again() {
    let folder = Folder::new();
    let (first, second) = (folder.http(), folder.http());
    first.misbehave("", Misdeed::Status(500), Some(1));
    let mut source = source(&[&first, &second], None);
    for _ in 0..3 {
        assert_content(source.get(FILE, BYTES_MAX));
    }
    assert_eq!((first.requests().len(), second.requests().len()), (1, 3));
}

#[test]
fn what_may_pass_is_tried_again_and_what_will_not_is_not() {
    let folder = Folder::new();
    let server = folder.http();
    server.misbehave("", Misdeed::Cut(100), Some(1));
    assert_content(source(&[&server], None).get(FILE, BYTES_MAX));
    assert_eq!(server.requests().len(), 2);
    let server = folder.http();
    server.misbehave("", Misdeed::Page, None);
    assert_eq!(name(&fault(source(&[&server], None).get(FILE, BYTES_MAX))), "Page");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn nothing_is_there_when_all_that_answer_say_so() {
    let folder = Folder::new();
    let (first, second) = (folder.http(), folder.http());
    assert_eq!(source(&[&first, &second], None).get("missing", BYTES_MAX).unwrap(), None);
    assert_eq!((first.requests().len(), second.requests().len()), (1, 1));
    // One that lags behind does not hide what the other has.
    for status in [404, 410] {
        first.behave();
        first.misbehave("", Misdeed::Status(status), None);
        assert_content(source(&[&first, &second], None).get(FILE, BYTES_MAX));
    }
    second.misbehave("", Misdeed::Status(500), None);
    assert_eq!(source(&[&first, &second], None).get(FILE, BYTES_MAX).unwrap(), None);
}

#[test]
fn an_answer_that_was_refused_is_got_elsewhere() {
    let folder = Folder::new();
    let (forger, honest) = (folder.http(), folder.http());
    forger.misbehave("", Misdeed::Other("forged".into()), None);
    let mut source = source(&[&forger, &honest], None);
    assert_eq!(source.get(FILE, BYTES_MAX).unwrap().unwrap(), b"forged");
    assert!(source.refused(), "there is another server");
    assert_content(source.get(FILE, BYTES_MAX));
    assert!(!source.refused(), "there is no third");
    let error = source.get(FILE, BYTES_MAX).unwrap_err();
    assert!(matches!(error, NetError::Resting { .. }), "{error}");
    forger.behave();
    source.begin();
    assert_content(source.get(FILE, BYTES_MAX));
}

#[test]
fn a_busy_server_is_left_alone_for_as_long_as_it_asks() {
    let folder = Folder::new();
    let server = folder.http();
    server.misbehave("", Misdeed::Busy(60), Some(1));
    let mut source = source(&[&server], None);
    assert!(matches!(fault(source.get(FILE, BYTES_MAX)), Fault::Busy { seconds: 60, .. }));
    source.begin();
    let error = source.get(FILE, BYTES_MAX).unwrap_err();
    assert!(matches!(error, NetError::Resting { .. }), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_file_as_long_as_allowed_is_taken_and_one_byte_more_is_not() {
    let folder = Folder::new();
    let server = folder.http();
    let mut source = source(&[&server], None);
    assert_content(source.get(FILE, FILE_BYTES));
    assert_eq!(name(&fault(source.get(FILE, FILE_BYTES - 1))), "TooLarge");
}

#[test]
fn an_empty_file_is_a_file() {
    let folder = Folder::new();
    std::fs::write(folder.0.join("empty"), b"").unwrap();
    let server = folder.http();
    assert_eq!(source(&[&server], None).get("empty", BYTES_MAX).unwrap().unwrap(), b"");
}

#[test]
fn cancelling_ends_a_call_at_once_and_all_later_ones() {
    let folder = Folder::new();
    for misdeed in [Misdeed::Silence, Misdeed::SlowBody(60_000)] {
        let server = folder.http();
        server.misbehave("", misdeed, None);
        // Without the end from outside the call would take a minute.
        let minute = Duration::from_secs(60);
        let limits = Limits { response: minute, window: minute, ..limits() };
        let mut source = source_at(&[&server], None, NOW, limits);
        let cancel = source.canceller();
        let call = std::thread::spawn(move || {
            let first = source.get(FILE, BYTES_MAX);
            (first, source.get(FILE, BYTES_MAX))
        });
        while server.requests().is_empty() {
            std::thread::yield_now();
        }
        let began = Instant::now();
        cancel.cancel();
        let (first, later) = call.join().unwrap();
        assert!(matches!(first, Err(NetError::Cancelled)), "{first:?}");
        assert!(matches!(later, Err(NetError::Cancelled)), "{later:?}");
        assert!(began.elapsed() < SOON);
    }
}

#[test]
fn cancelling_ends_a_rest() {
    let folder = Folder::new();
    let server = folder.http();
    server.misbehave("", Misdeed::Status(500), None);
    let minute = Duration::from_secs(60);
    let mut source = source_at(&[&server], None, NOW, Limits { rest: minute, rest_max: minute, ..limits() });
    let cancel = source.canceller();
    let call = std::thread::spawn(move || source.get(FILE, BYTES_MAX));
    while server.requests().is_empty() {
        std::thread::yield_now();
    }
    let began = Instant::now();
    cancel.cancel();
    assert!(matches!(call.join().unwrap(), Err(NetError::Cancelled)));
    assert!(began.elapsed() < SOON);
}

#[test]
fn a_check_has_a_budget_of_time_over_all_its_calls() {
    let folder = Folder::new();
    let server = folder.http();
    let check = Duration::from_millis(500);
    let mut source = source_at(&[&server], None, NOW, Limits { check, ..limits() });
    // A call under way is ended by it too.
    server.misbehave("", Misdeed::Silence, None);
    let began = Instant::now();
    let error = source.get(FILE, BYTES_MAX).unwrap_err();
    assert!(matches!(error, NetError::OutOfTime { .. }), "{error}");
    assert!(began.elapsed() >= check && began.elapsed() < SOON);
    server.behave();
    let error = source.get(FILE, BYTES_MAX).unwrap_err();
    assert!(matches!(error, NetError::OutOfTime { .. }), "{error}");
    source.begin();
    assert_content(source.get(FILE, BYTES_MAX));
}

#[test]
fn a_report_is_posted_once_and_its_refusal_told() {
    let folder = Folder::new();
    let server = folder.http();
    let mut source = source(&[&server], None);
    let url = format!("{}report", server.url());
    source.post(&url, b"{}").unwrap();
    let request = &server.requests()[0];
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "report"));
    assert_eq!(request.body, b"{}");
    let misdeeds =
        [Misdeed::Status(500), Misdeed::Silence, Misdeed::Redirect("/report".into()), Misdeed::Endless];
    for (misdeed, fault) in misdeeds.into_iter().zip(["Status", "Silent", "Status", ""]) {
        server.behave();
        server.misbehave("", misdeed, None);
        let before = server.requests().len();
        let began = Instant::now();
        match source.post(&url, b"{}") {
            Err(NetError::Server { fault: found, .. }) => assert_eq!(name(&found), fault),
            // An answer after the status is nobody's business.
            other => assert!(other.is_ok() && fault.is_empty(), "{other:?}"),
        }
        assert!(began.elapsed() < SOON);
        assert_eq!(server.requests().len(), before + 1);
    }
}

#[test]
fn servers_that_cannot_be_asked_are_refused_at_once() {
    let make = |servers: &[&str]| {
        let servers: Vec<String> = servers.iter().map(|&server| server.to_owned()).collect();
        Http::new(&servers, &Roots::WebPki, || NOW, limits())
    };
    assert!(matches!(make(&[]), Err(NetError::Servers { count: 0, .. })));
    assert!(make(&["http://a/"; 8]).is_ok());
    assert!(matches!(make(&["http://a/"; 9]), Err(NetError::Servers { count: 9, .. })));
    for server in ["", "a/", "ftp://a/", "http:///", "http://a", "http://a b/", "https://a/tree"] {
        let made = make(&[server]);
        assert!(matches!(made, Err(NetError::Address { .. })), "{server:?}: {made:?}");
    }
}

#[test]
fn nobody_there_and_no_such_name_are_told_apart() {
    let get = |url: &str| {
        let mut source = Http::new(&[url.to_owned()], &Roots::WebPki, || NOW, limits()).unwrap();
        name(&fault(source.get(FILE, BYTES_MAX)))
    };
    // A port that was free a moment ago; the name is one that never exists (RFC 2606).
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(get(&format!("http://127.0.0.1:{port}/")), "Unreachable");
    assert_eq!(get("http://ferrule.invalid/"), "Name");
}
