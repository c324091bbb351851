//! Everything in `attacks.toml`: each attack ends with a fault of its own, in time, and a server that works is found.

use std::time::{Duration, Instant};

use crate::common::{BYTES_MAX, FILE, Folder, VALID, content, fault, name, source};
use ferrule_harness::{Authority, Misdeed, Server};
use ferrule_net::Source;
use serde::Deserialize;

const WITHIN_MS: u64 = 4_000;
/// How long a test machine may be busy with something else.
const SLACK: Duration = Duration::from_secs(2);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    over: Over,
    does: Misdeed,
    #[serde(default)]
    also: Vec<Also>,
    fault: String,
    within: Option<u64>,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Over {
    #[default]
    Both,
    Http,
    Https,
}

/// What the server does at another path.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Also {
    path: String,
    does: Misdeed,
}

fn run(over: Over, start: impl Fn(&Folder) -> Server, authority: Option<&Authority>) {
    let cases: Cases = toml::from_str(include_str!("attacks.toml")).expect("attacks.toml is wrong");
    let cases: Vec<Case> =
        cases.case.into_iter().filter(|case| case.over == Over::Both || case.over == over).collect();
    assert!(cases.len() >= 25, "only {} cases", cases.len());
    let folder = Folder::new();
    let mut wrong = Vec::new();
    for case in &cases {
        let (bad, good) = (start(&folder), start(&folder));
        bad.misbehave(FILE, case.does.clone(), None);
        for also in &case.also {
            bad.misbehave(&also.path, also.does.clone(), None);
        }
        let began = Instant::now();
        let found = fault(source(&[&bad], authority).get(FILE, BYTES_MAX));
        let took = began.elapsed();
        if name(&found) != case.fault {
            wrong.push(format!("{}: {found:?} in place of {}", case.name, case.fault));
        }
        if took > Duration::from_millis(case.within.unwrap_or(WITHIN_MS)) + SLACK {
            wrong.push(format!("{}: took {took:?}", case.name));
        }
        match source(&[&bad, &good], authority).get(FILE, BYTES_MAX) {
            Ok(Some(bytes)) if bytes == content() => {}
            Ok(_) => wrong.push(format!("{}: with a second server: not the file", case.name)),
            Err(error) => wrong.push(format!("{}: with a second server: {error}", case.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_attack_over_http_has_its_fault_and_the_other_server_is_used() {
    run(Over::Http, Folder::http, None);
}

#[test]
fn every_attack_over_https_has_its_fault_and_the_other_server_is_used() {
    let authority = Authority::new(VALID).unwrap();
    let start = |folder: &Folder| Server::https(&folder.0, &authority, VALID).unwrap();
    run(Over::Https, start, Some(&authority));
}
