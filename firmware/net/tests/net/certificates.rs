//! Who is believed to be a server: by whom it is vouched for, by which name, and when, on devices whose clock is behind.

use std::path::Path;

use crate::common::{
    BYTES_MAX, FILE, Folder, NOW, VALID, assert_content, content, fault, limits, name, source, source_at,
};
use ferrule_harness::{Authority, Server, Validity};
use ferrule_net::{Http, NetError, Roots, Source};

const LAST_YEAR: Validity = ((2025, 1, 1), (2026, 1, 1));
const NEXT_YEAR: Validity = ((2027, 1, 1), (2028, 1, 1));
/// 1970 and 2038, where clocks end up.
const BEGINNING_OF_TIME: u64 = 0;
const END_OF_TIME: u64 = i32::MAX as u64;

/// What comes of a download when the authority and the server's certificate are valid then, and the device's time is `now`.
fn download(authority: Validity, server: Validity, now: u64) -> String {
    let folder = Folder::new();
    let authority = Authority::new(authority).expect("an authority");
    let server = Server::https(&folder.0, &authority, server).expect("a server");
    let answer = source_at(&[&server], Some(&authority), now, limits()).get(FILE, BYTES_MAX);
    match answer {
        Ok(Some(bytes)) if bytes == content() => "accepted".into(),
        other => fault(other).to_string(),
    }
}

#[test]
fn a_certificate_of_today_is_accepted() {
    assert_eq!(download(VALID, VALID, NOW), "accepted");
}

#[test]
fn a_clock_that_is_behind_stops_nothing() {
    assert_eq!(download(VALID, VALID, BEGINNING_OF_TIME), "accepted");
    assert_eq!(download(NEXT_YEAR, NEXT_YEAR, NOW), "accepted");
    // The two begin at different times: the later one counts.
    assert_eq!(download(((2020, 1, 1), (2030, 1, 1)), NEXT_YEAR, BEGINNING_OF_TIME), "accepted");
}

#[test]
fn a_certificate_that_ended_before_the_devices_time_is_refused() {
    let message = download(VALID, LAST_YEAR, NOW);
    assert!(message.contains("expired"), "{message}");
    let message = download(VALID, VALID, END_OF_TIME);
    assert!(message.contains("expired"), "{message}");
}

#[test]
fn a_chain_that_was_never_valid_at_once_is_refused() {
    let message = download(LAST_YEAR, LAST_YEAR, BEGINNING_OF_TIME);
    assert_eq!(message, "accepted");
    let inverted = ((2027, 1, 1), (2026, 1, 1));
    let message = download(VALID, inverted, BEGINNING_OF_TIME);
    assert!(message.contains("certificate is refused"), "{message}");
}

#[test]
fn the_emulated_boards_certificate_is_that_of_the_development_authority() {
    let keys = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../board/dev-keys");
    let folder = Folder::new();
    let authority = Authority::development(&keys.join("tls.key")).unwrap();
    let server = Server::https(&folder.0, &authority, VALID).unwrap();
    let roots = Roots::Pem(std::fs::read(keys.join("tls.pem")).unwrap());
    assert_content(Http::new(&[server.url()], &roots, || NOW, limits()).unwrap().get(FILE, BYTES_MAX));
}

#[test]
fn another_authority_is_refused_and_the_webs_are_too() {
    let folder = Folder::new();
    let (ours, other) = (Authority::new(VALID).unwrap(), Authority::new(VALID).unwrap());
    let server = Server::https(&folder.0, &other, VALID).unwrap();
    for authority in [Some(&ours), None] {
        for now in [BEGINNING_OF_TIME, NOW] {
            let answer = source_at(&[&server], authority, now, limits()).get(FILE, BYTES_MAX);
            assert_eq!(name(&fault(answer)), "Certificate");
        }
    }
    assert!(server.requests().is_empty(), "a server that is not believed hears nothing");
}

#[test]
fn another_name_is_refused() {
    let folder = Folder::new();
    let authority = Authority::new(VALID).unwrap();
    let server = Server::https(&folder.0, &authority, VALID).unwrap();
    // The certificate names localhost, but not this other name of the loopback interface.
    let url = server.url().replace("127.0.0.1", "127.0.0.2");
    let port = url.trim_end_matches('/').rsplit(':').next().unwrap().to_owned();
    let relay = std::net::TcpListener::bind(("127.0.0.2", 0)).unwrap();
    let url = url.replace(&port, &relay.local_addr().unwrap().port().to_string());
    let target = format!("127.0.0.1:{port}");
    std::thread::spawn(move || {
        for stream in relay.incoming().flatten() {
            let forward = std::net::TcpStream::connect(&target).unwrap();
            let pairs = [(stream.try_clone().unwrap(), forward.try_clone().unwrap()), (forward, stream)];
            for (mut from, mut to) in pairs {
                std::thread::spawn(move || std::io::copy(&mut from, &mut to));
            }
        }
    });
    let roots = Roots::Pem(authority.pem().into_bytes());
    let mut source = Http::new(&[url], &roots, || NOW, limits()).unwrap();
    assert_eq!(name(&fault(source.get(FILE, BYTES_MAX))), "Certificate");
}

#[test]
fn tls_from_a_server_without_it_is_named() {
    let folder = Folder::new();
    let plain = folder.http();
    let url = plain.url().replace("http://", "https://");
    let mut source = Http::new(&[url], &Roots::WebPki, || NOW, limits()).unwrap();
    assert_eq!(name(&fault(source.get(FILE, BYTES_MAX))), "Tls");
}

#[test]
fn roots_that_are_none_are_refused() {
    let texts = ["", "not PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"];
    for text in texts {
        let roots = Roots::Pem(text.as_bytes().to_vec());
        let made = Http::new(&["https://example.org/".into()], &roots, || NOW, limits());
        assert!(matches!(made, Err(NetError::Roots(_))), "{text:?}: {made:?}");
    }
}

#[test]
fn a_connection_is_used_again() {
    let folder = Folder::new();
    let authority = Authority::new(VALID).unwrap();
    for server in [Server::https(&folder.0, &authority, VALID).unwrap(), folder.http()] {
        let mut source = source(&[&server], Some(&authority));
        for _ in 0..10 {
            assert_content(source.get(FILE, BYTES_MAX));
        }
        assert_eq!((server.requests().len(), server.connections()), (10, 1));
    }
}
