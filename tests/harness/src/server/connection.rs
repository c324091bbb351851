//! One connection to the test server: requests in, answers or misdeeds out.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::{ServerConnection, StreamOwned};

use super::State;
use super::misdeed::Misdeed;

/// Lines of a request's head.
const HEAD_LINES_MAX: usize = 64;
/// The body of a posted request.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// A request as the server saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The path without the leading `/`.
    pub path: String,
    /// What was sent with it.
    pub body: Vec<u8>,
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

/// A connection with several owners, which closes with the last of them.
struct Shared(Arc<TcpStream>);

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (&*self.0).read(buffer)
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self.0).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self.0).flush()
    }
}

/// Serves a connection until it ends. That it breaks is part of many tests, and tells nothing here.
pub(super) fn serve(raw: Arc<TcpStream>, state: &State) {
    if let Some(misdeed) = state.misdeed(None) {
        return early(&raw, &misdeed);
    }
    // Answers are written in pieces, which shall not wait for each other.
    let _ = raw.set_nodelay(true);
    let stream = Shared(raw.clone());
    let stream: Box<dyn Stream> = match &state.tls {
        None => Box::new(stream),
        Some(config) => match ServerConnection::new(config.clone()) {
            Ok(tls) => Box::new(StreamOwned::new(tls, stream)),
            Err(_) => return,
        },
    };
    let mut stream = BufReader::new(stream);
    loop {
        let request = match read(&mut stream) {
            Ok(Some(request)) => request,
            Ok(None) => break,
            Err(_) => {
                let mut answer = Answer { stream: stream.get_mut(), raw: &raw };
                // Who sent nonsense may be gone.
                let _ = answer.send("400 Bad Request", "", &[]);
                break;
            }
        };
        state.requests().push(request.clone());
        let misdeed = state.misdeed(Some(&request.path));
        let file = file(&state.root, &request);
        let mut answer = Answer { stream: stream.get_mut(), raw: &raw };
        let answered = match misdeed {
            Some(misdeed) => answer.badly(&misdeed, file.as_deref().unwrap_or_default()),
            None => answer.well(&request, file.as_deref()),
        };
        if !matches!(answered, Ok(true)) {
            break;
        }
    }
}

/// What is done before TLS and before anything is asked for.
fn early(mut stream: &TcpStream, misdeed: &Misdeed) {
    let first: &[u8] = match misdeed {
        Misdeed::TlsGarbage => b"220 mail.example ESMTP\r\n",
        // The head of a handshake record, and two bytes of it.
        Misdeed::TlsCut => &[0x16, 3, 3, 0, 0x50, 2, 0],
        _ => &[],
    };
    if !first.is_empty() {
        // What the client says first is taken: closing with it unread would be a reset.
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(first);
    }
}

/// Reads a request; nothing when the connection ended before one.
fn read(stream: &mut impl BufRead) -> io::Result<Option<Request>> {
    // TLS begins with a byte that no request does: its sender must not wait for the end of a line.
    match stream.fill_buf()?.first() {
        Some(byte) if byte.is_ascii_uppercase() => {}
        Some(_) => return Err(io::ErrorKind::InvalidData.into()),
        None => return Ok(None),
    }
    let mut first = String::new();
    stream.read_line(&mut first)?;
    let mut words = first.split_whitespace().map(str::to_owned);
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(None) };
    let mut length = 0;
    for _ in 0..HEAD_LINES_MAX {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let line = line.trim_end();
        if line.is_empty() {
            let mut body = vec![0; length];
            stream.read_exact(&mut body)?;
            return Ok(Some(Request { method, path: path.trim_start_matches('/').to_owned(), body }));
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0).min(BODY_BYTES_MAX);
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

/// The file that is asked for, if it is there.
fn file(root: &Path, request: &Request) -> Option<Vec<u8>> {
    let plain = request.path.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    if plain { std::fs::read(root.join(&request.path)).ok() } else { None }
}

struct Answer<'a> {
    stream: &'a mut dyn Stream,
    raw: &'a TcpStream,
}

/// Whether the connection can take another request.
type Goes = io::Result<bool>;

impl Answer<'_> {
    fn well(&mut self, request: &Request, file: Option<&[u8]>) -> Goes {
        match file {
            _ if request.method == "POST" => self.send("204 No Content", "", &[]),
            Some(bytes) => self.send("200 OK", "Content-Type: application/octet-stream\r\n", bytes),
            None => self.send("404 Not Found", "", b"there is no such file\n"),
        }
    }

    fn badly(&mut self, misdeed: &Misdeed, body: &[u8]) -> Goes {
        let length = |bytes: u64| format!("HTTP/1.1 200 OK\r\nContent-Length: {bytes}\r\n\r\n");
        let whole = length(body.len() as u64);
        match misdeed {
            // These were done before, when the connection was made.
            Misdeed::Refuse | Misdeed::TlsGarbage | Misdeed::TlsCut => return Ok(false),
            Misdeed::Silence => return self.wait(),
            Misdeed::SlowHead(pause) => self.slowly(whole.as_bytes(), *pause)?,
            Misdeed::SlowBody(pause) => {
                self.put(whole.as_bytes())?;
                self.slowly(body, *pause)?;
            }
            Misdeed::Reset(bytes) => {
                self.put(whole.as_bytes())?;
                self.put(&body[..body.len().min(*bytes)])?;
                // Closing with lingering off and for no time is a reset.
                rustix::net::sockopt::set_socket_linger(self.raw, Some(Duration::ZERO))?;
            }
            Misdeed::Cut(bytes) => {
                self.put(whole.as_bytes())?;
                self.put(&body[..body.len().min(*bytes)])?;
            }
            Misdeed::Endless => {
                self.put(b"HTTP/1.1 200 OK\r\n\r\n")?;
                loop {
                    self.put(&[b'x'; 4096])?;
                }
            }
            Misdeed::Length(bytes) => {
                self.put(length(*bytes).as_bytes())?;
                self.put(body)?;
            }
            Misdeed::Page => {
                let page = b"<!DOCTYPE html><title>Welcome</title>Please log in.";
                return self.send("200 OK", "Content-Type: text/html; charset=utf-8\r\n", page);
            }
            Misdeed::Redirect(to) => return self.send("302 Found", &format!("Location: {to}\r\n"), &[]),
            Misdeed::Status(status) => return self.send(&format!("{status} As Asked"), "", &[]),
            Misdeed::Busy(seconds) => {
                return self.send("503 Busy", &format!("Retry-After: {seconds}\r\n"), &[]);
            }
            Misdeed::Garbage => self.put(b"\x00\xffSSH-2.0-nobody\r\n\r\n")?,
            Misdeed::EndlessHead => {
                self.put(b"HTTP/1.1 200 OK\r\n")?;
                loop {
                    self.put(b"X-More: and more and more and more\r\n")?;
                }
            }
            Misdeed::Encoding(name) => {
                return self.send("200 OK", &format!("Content-Encoding: {name}\r\n"), body);
            }
            Misdeed::Other(text) => return self.send("200 OK", "", text.as_bytes()),
        }
        Ok(false)
    }

    /// An answer in good form.
    fn send(&mut self, status: &str, headers: &str, body: &[u8]) -> Goes {
        self.put(format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len()).as_bytes())?;
        self.put(body)?;
        Ok(true)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)?;
        self.stream.flush()
    }

    fn slowly(&mut self, bytes: &[u8], pause_ms: u64) -> io::Result<()> {
        for byte in bytes {
            thread::sleep(Duration::from_millis(pause_ms));
            self.put(&[*byte])?;
        }
        Ok(())
    }

    /// Waits until the other side gives up.
    fn wait(&mut self) -> Goes {
        while self.stream.read(&mut [0; 64])? > 0 {}
        Ok(false)
    }
}
