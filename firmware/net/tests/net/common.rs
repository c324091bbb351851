//! A folder of files to serve, an authority, and limits that a test can wait for.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ferrule_harness::{Authority, Server, Validity};
use ferrule_net::{Fault, Http, Limits, NetError, Roots};

/// A certificate's validity around [`NOW`].
pub(crate) const VALID: Validity = ((2026, 1, 1), (2027, 1, 1));
/// 2026-07-01, in seconds since 1970.
pub(crate) const NOW: u64 = 1_782_864_000;
/// The only file of the folder.
pub(crate) const FILE: &str = "file";
pub(crate) const FILE_BYTES: usize = 10_000;
/// What is taken of it.
pub(crate) const BYTES_MAX: usize = 20_000;

/// A folder with [`FILE`], removed on drop.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("ferrule-net-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a temporary folder");
        std::fs::write(path.join(FILE), content()).expect("a temporary file");
        Self(path)
    }

    pub(crate) fn http(&self) -> Server {
        Server::http(&self.0).expect("a server")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's cleaning of the temporary directory.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What is in [`FILE`].
pub(crate) fn content() -> Vec<u8> {
    (0..FILE_BYTES).map(|index| (index % 251) as u8).collect()
}

pub(crate) fn limits() -> Limits {
    Limits {
        resolve: Duration::from_secs(5),
        connect: Duration::from_secs(2),
        response: Duration::from_millis(600),
        window: Duration::from_millis(400),
        bytes_per_second_min: 4096,
        check: Duration::from_secs(60),
        post: Duration::from_secs(2),
        rest: Duration::from_millis(10),
        rest_max: Duration::from_millis(50),
        tries: 2,
        redirects: 4,
    }
}

/// A source over these servers that trusts `authority` at [`NOW`].
pub(crate) fn source(servers: &[&Server], authority: Option<&Authority>) -> Http {
    source_at(servers, authority, NOW, limits())
}

pub(crate) fn source_at(
    servers: &[&Server],
    authority: Option<&Authority>,
    now: u64,
    limits: Limits,
) -> Http {
    let urls: Vec<String> = servers.iter().map(|server| server.url()).collect();
    let roots = authority.map_or(Roots::WebPki, |authority| Roots::Pem(authority.pem().into_bytes()));
    Http::new(&urls, &roots, move || now, limits).expect("good settings")
}

/// Asserts that the whole of [`FILE`] came.
#[track_caller]
pub(crate) fn assert_content(result: Result<Option<Vec<u8>>, NetError>) {
    match result {
        Ok(Some(bytes)) => assert!(bytes == content(), "{} other bytes", bytes.len()),
        Ok(None) => panic!("the file was said not to be there"),
        Err(error) => panic!("{error}"),
    }
}

/// The fault of the last server.
#[track_caller]
pub(crate) fn fault(result: Result<Option<Vec<u8>>, NetError>) -> Fault {
    match result {
        Err(NetError::Server { fault, .. }) => fault,
        Ok(answer) => panic!("no fault, but {:?} bytes", answer.map(|bytes| bytes.len())),
        Err(error) => panic!("no server's fault: {error}"),
    }
}

/// The name of a fault's variant.
pub(crate) fn name(fault: &Fault) -> String {
    format!("{fault:?}").chars().take_while(|character| character.is_alphanumeric()).collect()
}
