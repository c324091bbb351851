//! Bodies that are signed as they should be and say what they should not: each is refused with its own error.
//!
//! A row is the place of a field, what stands there instead (`-`: nothing), and what the error says.

use ferrule_bundle::trust::{Role, SecretKey, TrustError, sign};
use serde_json::Value;

use crate::support::*;

type Row<'a> = (&'a str, &'a str, &'a str);

/// A body with one field changed.
fn edited(body: &[u8], place: &str, json: &str) -> Vec<u8> {
    let mut body: Value = serde_json::from_slice(body).unwrap();
    if place.is_empty() {
        return json.as_bytes().to_vec();
    }
    let (parent, name) = place.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent} to change {name} in"));
    let value = || serde_json::from_str::<Value>(json).unwrap_or_else(|error| panic!("{json}: {error}"));
    match parent {
        Value::Object(fields) if json == "-" => drop(fields.remove(name).expect(name)),
        Value::Object(fields) => drop(fields.insert(name.to_owned(), value())),
        Value::Array(entries) if json == "-" => drop(entries.remove(name.parse().unwrap())),
        Value::Array(entries) => entries[name.parse::<usize>().unwrap()] = value(),
        _ => panic!("{place} is not in an object or array"),
    }
    serde_json::to_vec(&body).unwrap()
}

/// What the device says to a body that the role's keys have signed.
fn check(role: Role, body: &[u8]) -> Result<(), TrustError> {
    let count = if role == Role::Timestamp { 1 } else { 2 };
    let bytes = sign(role, body, &keys(role, count)).unwrap();
    match role {
        Role::Root => root().next(&bytes).map(drop),
        Role::Timestamp => root().timestamp(&bytes).map(drop),
        Role::Release => {
            let timestamp = root().timestamp(&timestamp_bytes(&timestamp_body(&bytes)))?;
            root().release(&bytes, &timestamp).map(drop)
        }
    }
}

fn refused(role: Role, body: &[u8], rows: &[Row]) {
    check(role, body).unwrap();
    for (place, json, says) in rows {
        let Err(error) = check(role, &edited(body, place, json)) else {
            panic!("{role}: {place} = {json} was accepted")
        };
        let message = error.to_string();
        assert!(message.contains(says), "{role}: {place} = {json}\n  gave: {message}\n  not: {says}");
        assert!(message.len() < 500 && message.contains(';'), "no cure, or too long: {message}");
    }
}

/// What is wrong with times, numbers and names in the same way for all roles.
const COMMON: [Row; 14] = [
    ("/issued", "0", "`issued` is 0; write 1 to 253402300799"),
    ("/issued", "-1", "invalid value: integer `-1`, expected u64"),
    ("/issued", "1764000000.0", "invalid type: floating point"),
    ("/issued", "\"1764000000\"", "invalid type: string"),
    ("/issued", "1764000000000", "`issued` is 1764000000000; write 1 to"),
    ("/issued", "null", "invalid type: null"),
    ("/issued", "-", "missing field `issued`"),
    ("/expires", "1764000000", "`expires` is 1764000000; write a time after `issued`"),
    ("/expires", "253402300800", "`expires` is 253402300800; write 1 to"),
    ("/expires", "18446744073709551616", "invalid type: floating point"),
    ("/expires", "-", "missing field `expires`"),
    ("/Expires", "1", "unknown field `Expires`"),
    ("", "[]", "invalid type: sequence, expected an object"),
    ("", "{}", "missing field"),
];

#[test]
fn wrong_roots_are_refused() {
    let body = root_body(2).to_bytes().unwrap();
    let key = |role, n| format!("\"{}\"", key(role, n).public());
    let weak = format!("\"01{}\"", "00".repeat(31));
    let second_encoding = format!("\"f0{}7f\"", "ff".repeat(30));
    let shouted = key(Role::Root, 0).to_uppercase();
    let many: Vec<String> = (20..37).map(|n| key(Role::Release, n)).collect();
    refused(Role::Root, &body, &COMMON);
    refused(
        Role::Root,
        &body,
        &[
            ("/version", "0", "`version` is 0; write 1 to 9007199254740991"),
            ("/version", "1", "version 1 where 2 belongs"),
            ("/version", "3", "version 3 where 2 belongs"),
            ("/version", "9007199254740992", "`version` is 9007199254740992"),
            ("/product", "\"bar\"", "root: for product `bar`, this device is a `home`"),
            ("/product", "\"\"", "`product` is \"\"; write 1 to 64 characters"),
            ("/product", "\"Home\"", "`product` is"),
            ("/product", "\"home\\u0000\"", "`product` is \"home\\0\""),
            ("/root/threshold", "0", "`root.threshold` is 0; write 1 to 3"),
            ("/root/threshold", "3", "signed by 2 of the keys in root 2, 3 are needed"),
            ("/root/threshold", "4", "`root.threshold` is 4; write 1 to 3"),
            ("/root/threshold", "256", "invalid value: integer `256`, expected u8"),
            ("/root/keys", "[]", "`root.keys` is a list of 0; write 1 to 16"),
            ("/root/keys/1", &key(Role::Root, 9), "signed by 1 of the keys in root 2"),
            ("/root", "[2, []]", "invalid type: sequence, expected an object"),
            ("/release/threshold", "0", "`release.threshold` is 0"),
            ("/release/keys/1", &key(Role::Release, 0), "`release.keys[1]`"),
            ("/release/keys/1", &key(Role::Root, 0), "is there twice; give each role keys of its own"),
            ("/release/keys/1", &weak, "is not a usable Ed25519 key"),
            ("/release/keys/1", &second_encoding, "is not a usable Ed25519 key"),
            ("/release/keys/1", "\"\"", "expected 64 lower-case hex digits"),
            ("/release/keys/1", &shouted, "expected 64 lower-case hex digits"),
            ("/release/keys", &format!("[{}]", many.join(",")), "`release.keys` is a list of 17"),
            ("/timestamp/keys/0", &key(Role::Release, 2), "`timestamp.keys[0]`"),
            ("/timestamp/keys", "-", "missing field `keys`"),
            ("/timestamp/key", "[]", "unknown field `key`"),
            ("/timestamp", "-", "missing field `timestamp`"),
            ("/delegations", "{}", "unknown field `delegations`"),
        ],
    );
}

#[test]
fn wrong_timestamps_are_refused() {
    let body = timestamp_body(b"a release").to_bytes().unwrap();
    refused(Role::Timestamp, &body, &COMMON);
    refused(
        Role::Timestamp,
        &body,
        &[
            ("/number", "0", "`number` is 0"),
            ("/number", "9007199254740992", "`number` is 9007199254740992"),
            ("/number", "18446744073709551615", "`number` is 18446744073709551615"),
            ("/release/number", "0", "`release.number` is 0"),
            ("/release/number", "-", "missing field `number`"),
            ("/release/bytes", "0", "`release.bytes` is 0; write 1 to 1050128"),
            ("/release/bytes", "1050129", "`release.bytes` is 1050129"),
            ("/release/bytes", "4294967296", "`release.bytes` is 4294967296"),
            ("/release/sha256", "\"00\"", "expected 64 lower-case hex digits"),
            ("/release/url", "\"http://x\"", "unknown field `url`"),
            ("/release", "null", "invalid type: null, expected an object"),
            ("/halt", "0", "invalid type: integer `0`, expected a boolean"),
            ("/halt", "-", "missing field `halt`"),
            ("/share", "10001", "`share` is 10001; write 0 to 10000"),
            ("/share", "-1", "expected u16"),
            ("/share", "50.5", "expected u16"),
        ],
    );
}

#[test]
fn wrong_releases_are_refused() {
    let body = release_body().to_bytes().unwrap();
    let long_url = format!("\"https://{}\"", "a".repeat(1017));
    let classes: Vec<String> = (0..65).map(|n| format!("\"c{n}\"")).collect();
    let waves: Vec<String> = (1..18).map(|n| format!("{{\"after\":{},\"share\":{n}}}", n * 60)).collect();
    refused(Role::Release, &body, &COMMON);
    refused(
        Role::Release,
        &body,
        &[
            ("/number", "11", "number 11 where the timestamp says 12"),
            ("/number", "0", "`number` is 0"),
            ("/product", "\"bar\"", "release: for product `bar`, this device is a `home`"),
            ("/version", "\"\"", "`version` is \"\"; write 1 to 64 characters"),
            ("/version", "\"1 2\"", "`version` is \"1 2\""),
            ("/hardware", "[]", "`hardware` is a list of 0; write 1 to 64"),
            ("/hardware", &format!("[{}]", classes.join(",")), "`hardware` is a list of 65"),
            (
                "/hardware",
                "[\"qemu-arm64\",\"qemu-arm64\"]",
                "`hardware[1]` is \"qemu-arm64\"; name each class once",
            ),
            ("/hardware", "[\"../etc\"]", "`hardware[0]` is"),
            ("/abi", "{\"min\":4,\"max\":3}", "`abi.min` is 4; write 0 to 3"),
            ("/abi", "[3,3]", "invalid type: sequence, expected an object"),
            ("/needs/wasm_mib", "4097", "`needs.wasm_mib` is 4097; write 0 to 4096"),
            ("/needs/cpu", "1", "unknown field `cpu`"),
            ("/floor", "13", "`floor` is 13; write 0 to 12"),
            ("/urgent", "1", "expected a boolean"),
            ("/waves", &format!("[{}]", waves.join(",")), "`waves` is a list of 17; write 0 to 16"),
            ("/waves/0/after", "14400", "`waves[1].after` is 14400; write a later time"),
            ("/waves/0/after", "253402300800", "`waves[0].after` is"),
            ("/waves/0/share", "500", "`waves[1].share` is 500; write a larger share"),
            ("/waves/0/share", "0", "`waves[0].share` is 0; write 1 to 10000"),
            ("/waves/1/share", "10001", "`waves[1].share` is 10001"),
            ("/waves/0", "[3600,100]", "invalid type: sequence, expected an object"),
            ("/engines/qemu-arm64/js_share", "10001", "`engines.qemu-arm64.js_share` is 10001"),
            (
                "/engines/stick",
                "{\"js_share\":1}",
                "`engines` is \"stick\"; name a class that `hardware` names",
            ),
            ("/engines", "[]", "invalid type: sequence, expected an object"),
            ("/report", "-", "missing field `report`"),
            ("/report/url", "\"ftp://example.org\"", "`report.url` is \"ftp://example.org\"; write https://"),
            ("/report/url", "\"https://\"", "`report.url` is"),
            ("/report/url", "\"https://a b\"", "`report.url` is"),
            ("/report/url", &long_url, "`report.url` is"),
            ("/report/interval", "9", "`report.interval` is 9; write 10 to 2592000"),
            ("/scripts", "[]", "unknown field `scripts`"),
        ],
    );
}

#[test]
fn wrong_files_are_refused() {
    let body = release_body().to_bytes().unwrap();
    let long = format!("\"{}\"", "a".repeat(256));
    refused(
        Role::Release,
        &body,
        &[
            ("/files", "[]", "`files` is a list of 0; write 1 to 2048"),
            ("/files/3", "-", "no file `manifest.json`"),
            ("/files/0/path", "\"\"", "`files[0].path` \"\": it is empty"),
            ("/files/0/path", "\"../app.js\"", "it has `.` or `..` in it"),
            ("/files/0/path", "\"a/../../b\"", "it has `.` or `..` in it"),
            ("/files/0/path", "\"./app.js\"", "it has `.` or `..` in it"),
            ("/files/0/path", "\"/etc/passwd\"", "it is absolute"),
            ("/files/0/path", "\"a//b\"", "it has an empty name in it"),
            ("/files/0/path", "\"a/\"", "it has an empty name in it"),
            ("/files/0/path", "\"a\\u0000b\"", "it has a backslash or a control character"),
            ("/files/0/path", "\"a\\u0000b\"", "\"a\\0b\""),
            ("/files/0/path", "\"a\\u009bb\"", "it has a backslash or a control character"),
            ("/files/0/path", "\"a\\\\b\"", "it has a backslash or a control character"),
            ("/files/0/path", &long, "it is too long"),
            ("/files/0/path", "\"zebra\"", "`files[1].path` \"empty\" is out of order or there twice"),
            ("/files/0/path", "\"empty\"", "`files[1].path` \"empty\" is out of order or there twice"),
            ("/files/1/path", "\"app.js/b\"", "\"app.js/b\" lies in \"app.js\", which is a file"),
            ("/files/0/bytes", "16777217", "`files[0].bytes` is 16777217; write 0 to 16777216"),
            ("/files/0/bytes", "4294967296", "`files[0].bytes` is 4294967296"),
            ("/files/0/bytes", "196609", "\"app.js\": 3 chunks, 196609 bytes have 4"),
            ("/files/0/bytes", "131072", "\"app.js\": 3 chunks, 131072 bytes have 2"),
            ("/files/0/chunks/2", "-", "\"app.js\": 2 chunks"),
            ("/files/1/bytes", "1", "\"empty\": 0 chunks, 1 bytes have 1"),
            ("/files/1/sha256", &format!("\"{}\"", "0".repeat(64)), "`files[1].sha256` is 0000"),
            ("/files/0/sha256", "\"abc\"", "expected 64 lower-case hex digits"),
            ("/files/0/mode", "511", "unknown field `mode`"),
            ("/files/0/target", "\"/etc\"", "unknown field `target`"),
            ("/files/0/chunks/0/stored/bytes", "65536", "\"app.js\" chunk 0: zstd does not make it shorter"),
            ("/files/0/chunks/0/stored/bytes", "0", "\"app.js\" chunk 0: zstd does not"),
            ("/files/0/chunks/0/stored/bytes", "4294967296", "expected u32"),
            ("/files/0/chunks/0/stored/zstd", "false", "chunk 0: stored raw, it has another length"),
            ("/files/0/chunks/0/stored/zstd", "-", "missing field `zstd`"),
            ("/files/0/chunks/0/stored", "[1,2,3]", "invalid type: sequence, expected an object"),
            ("/files/0/chunks/0", "null", "invalid type: null, expected an object"),
            ("/files/3/chunks/0/sha256", &format!("\"{}\"", "0".repeat(64)), "another hash than its content"),
        ],
    );
}

#[test]
fn too_many_files_and_too_large_ones_are_refused() {
    let mut body = release_body();
    body.files = (0..2049).map(|n| file(&format!("f{n:04}"), b"").0).collect();
    let Err(error) = check(Role::Release, &body.to_bytes().unwrap()) else { panic!("2049 files accepted") };
    assert!(error.to_string().contains("`files` is a list of 2049"), "{error}");
    body.files.truncate(2047);
    body.files.push(file("manifest.json", b"{}").0);
    check(Role::Release, &body.to_bytes().unwrap()).unwrap();

    let large = vec![0; 16 << 20];
    body.files = ["a", "b", "c"].map(|path| file(path, &large).0).to_vec();
    body.files.push(file("manifest.json", b"{}").0);
    let Err(error) = check(Role::Release, &body.to_bytes().unwrap()) else { panic!("48 MiB and 2 accepted") };
    assert!(error.to_string().contains("`files` is 50331650 bytes in all"), "{error}");
}

/// What no JSON writer would produce, so that it has to be made from text.
#[test]
fn bodies_with_two_meanings_are_refused() {
    let release = String::from_utf8(release_body().to_bytes().unwrap()).unwrap();
    let root = String::from_utf8(root_body(2).to_bytes().unwrap()).unwrap();
    let engine = "\"qemu-arm64\": {";
    for (role, text, says) in [
        (
            Role::Release,
            release.replacen("\"floor\": 9", "\"floor\": 9, \"floor\": 1", 1),
            "duplicate field `floor`",
        ),
        (
            Role::Release,
            release.replacen(engine, &format!("{engine}\"js_share\": 1}}, {engine}"), 1),
            "stands twice",
        ),
        (Role::Release, release.replacen("\"floor\": 9", "\"floor\": 09", 1), "invalid number"),
        (Role::Release, release.replacen("\"floor\": 9", "\"floor\": NaN", 1), "expected value"),
        (Role::Release, release.replacen("\"floor\": 9", "\"floor\": 9, // why", 1), "key must be a string"),
        (Role::Release, release.replacen("false,", "false,,", 1), "key must be a string"),
        (Role::Release, format!("{release}{{}}"), "trailing characters"),
        (Role::Release, release.trim_end_matches(['}', '\n']).to_owned(), "EOF while parsing"),
        (Role::Release, format!("\u{feff}{release}"), "expected value"),
        (Role::Root, root.replacen("\"home\"", "\"\\ud800\"", 1), "hex escape"),
        (Role::Root, "[".repeat(16_000), "expected an object"),
        (Role::Root, format!("{{\"version\":{}", "[".repeat(16_000)), "invalid type: sequence"),
    ] {
        assert!(text != release && text != root, "nothing changed for {says}");
        let Err(error) = check(role, text.as_bytes()) else { panic!("accepted, not: {says}") };
        assert!(error.to_string().contains(says), "gave: {error}\n  not: {says}");
    }
    let mut latin = root.into_bytes();
    let at = latin.windows(4).position(|four| four == b"home").unwrap();
    latin[at] = 0xe9;
    assert!(check(Role::Root, &latin).unwrap_err().to_string().contains("invalid unicode"));
}

/// The keys of one role do not speak for another, nor one key for two.
#[test]
fn keys_speak_for_their_role_only() {
    let body = timestamp_body(b"release").to_bytes().unwrap();
    let threshold = |role, valid, threshold| TrustError::Threshold { role, version: 1, valid, threshold };
    let release_key = sign(Role::Timestamp, &body, &keys(Role::Release, 2)).unwrap();
    assert_eq!(root().timestamp(&release_key).unwrap_err(), threshold(Role::Timestamp, 0, 1));
    let as_release = sign(Role::Release, &body, &keys(Role::Timestamp, 1)).unwrap();
    assert_eq!(root().installed(&as_release).unwrap_err(), threshold(Role::Release, 0, 2));
    assert_eq!(
        root().timestamp(&as_release).unwrap_err(),
        TrustError::WrongRole { expected: Role::Timestamp, found: Role::Release }
    );
    // The role's byte alone does not make a release of a timestamp.
    let mut renamed = timestamp_bytes(&timestamp_body(b"release"));
    renamed[8] = Role::Release.byte();
    assert_eq!(root().installed(&renamed).unwrap_err(), threshold(Role::Release, 0, 2));

    let release = release_body().to_bytes().unwrap();
    let twice: Vec<SecretKey> = vec![key(Role::Release, 1); 2];
    let once = sign(Role::Release, &release, &twice).unwrap();
    assert_eq!(root().installed(&once).unwrap_err(), threshold(Role::Release, 1, 2));
    // The same signature a second time, by hand.
    let mut forged = once.clone();
    forged[9] = 2;
    let signature = once[16..112].to_vec();
    forged.splice(112..112, signature);
    assert!(matches!(root().installed(&forged), Err(TrustError::SignatureOrder { .. })));
    // Enough good signatures do not make up for a bad one of a known key.
    let mut three = sign(Role::Release, &release, &keys(Role::Release, 3)).unwrap();
    root().installed(&three).unwrap();
    three[16 + 2 * 96 + 40] ^= 1;
    assert!(matches!(root().installed(&three), Err(TrustError::BadSignature { .. })));
}
