//! The shell in the guest: requests and length-prefixed answers over a virtio-serial port.
//! The guest's half is `agent.sh`, which the harness puts on the `extra` disk.

use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// The guest's half, started by init as root.
pub(crate) const AGENT_SCRIPT: &str = include_str!("agent.sh");
/// The port's name, which init and `agent.sh` look for.
pub(crate) const AGENT_PORT: &str = "ferrule.agent";

/// An answer's first bytes.
const MARK: &str = "=ferrule ";
/// Longest answer accepted; a command that prints more is a mistake in a test.
const OUTPUT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// How long one read blocks before the deadline is looked at again.
const READ_TURN: Duration = Duration::from_millis(200);
const READ_BYTES: usize = 64 * 1024;

/// What a command in the guest left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Exit code, 128 + signal for a killed command.
    pub code: i32,
    /// Standard output and standard error as they came.
    pub text: String,
}

/// The host's half of the connection.
#[derive(Debug)]
pub(crate) struct Agent {
    socket: UnixStream,
    received: Vec<u8>,
    last_number: u32,
}

struct Header {
    number: u32,
    code: i32,
    /// Bytes of the header with its line end, and of the output behind it.
    header_bytes: usize,
    output_bytes: usize,
}

impl Agent {
    /// Takes over a connected socket; the guest need not have opened its side yet.
    pub(crate) fn new(socket: UnixStream) -> Result<Self> {
        socket.set_read_timeout(Some(READ_TURN)).map_err(|error| Error::Agent(error.to_string()))?;
        Ok(Self { socket, received: Vec::new(), last_number: 0 })
    }

    /// Waits at most `turn` for the greeting, which is the answer to request 0.
    pub(crate) fn greeted(&mut self, turn: Duration) -> Result<bool> {
        Ok(self.answer(0, Instant::now() + turn)?.is_some())
    }

    /// Runs `command` in the guest's shell.
    ///
    /// An answer that comes after its deadline is skipped by the next call, so that one slow
    /// command does not shift all later answers.
    pub(crate) fn run(&mut self, command: &str, deadline: Duration) -> Result<Output> {
        self.last_number += 1;
        let number = self.last_number;
        let line = format!("{number} {}\n", escape(command));
        self.socket.write_all(line.as_bytes()).map_err(|error| Error::Agent(error.to_string()))?;
        self.answer(number, Instant::now() + deadline)?.ok_or_else(|| Error::Deadline {
            what: format!("`{command}` in the guest"),
            after: deadline,
            detail: String::new(),
        })
    }

    fn answer(&mut self, number: u32, end: Instant) -> Result<Option<Output>> {
        loop {
            while let Some(header) = parse_header(&self.received)? {
                let total = header.header_bytes + header.output_bytes;
                if self.received.len() < total {
                    break;
                }
                let answer: Vec<u8> = self.received.drain(..total).collect();
                if header.number == number {
                    let text = String::from_utf8_lossy(&answer[header.header_bytes..]).into_owned();
                    return Ok(Some(Output { code: header.code, text }));
                }
            }
            if Instant::now() >= end {
                return Ok(None);
            }
            self.receive()?;
        }
    }

    fn receive(&mut self) -> Result<()> {
        let mut buffer = [0; READ_BYTES];
        match self.socket.read(&mut buffer) {
            Ok(0) => Err(Error::Agent("the emulator closed the agent's port".into())),
            Ok(count) => {
                self.received.extend_from_slice(&buffer[..count]);
                Ok(())
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Ok(()),
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(()),
            Err(error) => Err(Error::Agent(error.to_string())),
        }
    }
}

/// Makes one line of a command, undone by the shell's `printf %b`.
fn escape(command: &str) -> String {
    command.replace('\\', "\\\\").replace('\n', "\\n")
}

/// The header at the front of `bytes`; `None` while its line is incomplete.
fn parse_header(bytes: &[u8]) -> Result<Option<Header>> {
    let Some(end) = bytes.iter().position(|&byte| byte == b'\n') else {
        return Ok(None);
    };
    let line = String::from_utf8_lossy(&bytes[..end]);
    let nonsense = || Error::Agent(format!("not an answer: {line:?}"));
    let fields = line.strip_prefix(MARK).ok_or_else(nonsense)?;
    let mut fields = fields.split(' ').map(str::parse::<i64>);
    let mut next = || fields.next().and_then(|field| field.ok()).ok_or_else(nonsense);
    let number = u32::try_from(next()?).map_err(|_| nonsense())?;
    let code = i32::try_from(next()?).map_err(|_| nonsense())?;
    let output_bytes = usize::try_from(next()?).map_err(|_| nonsense())?;
    if output_bytes > OUTPUT_BYTES_MAX {
        return Err(Error::Agent(format!("an answer of {output_bytes} bytes is too long")));
    }
    Ok(Some(Header { number, code, header_bytes: end + 1, output_bytes }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEADLINE: Duration = Duration::from_secs(20);

    fn pair() -> (Agent, UnixStream) {
        let (ours, theirs) = UnixStream::pair().unwrap();
        (Agent::new(ours).unwrap(), theirs)
    }

    #[test]
    fn partial_answers_are_put_together() {
        let (mut agent, mut guest) = pair();
        let writer = std::thread::spawn(move || {
            for part in ["=ferr", "ule 0 0 0\n=ferrule 1 ", "3 7\nab\n", "=x\n\n"] {
                guest.write_all(part.as_bytes()).unwrap();
                std::thread::sleep(Duration::from_millis(20));
            }
            guest
        });
        assert!(agent.greeted(DEADLINE).unwrap());
        let output = agent.run("true", DEADLINE).unwrap();
        assert_eq!(output, Output { code: 3, text: "ab\n=x\n\n".into() });
        drop(writer.join());
    }

    #[test]
    fn a_late_answer_is_skipped() {
        let (mut agent, mut guest) = pair();
        assert!(matches!(agent.run("slow", Duration::ZERO), Err(Error::Deadline { .. })));
        guest.write_all(b"=ferrule 1 0 5\nslow\n=ferrule 2 0 5\nfast\n").unwrap();
        assert_eq!(agent.run("fast", DEADLINE).unwrap().text, "fast\n");
    }

    #[test]
    fn nonsense_and_a_closed_port_are_errors() {
        let (mut agent, mut guest) = pair();
        guest.write_all(b"login: \n").unwrap();
        assert!(matches!(agent.greeted(DEADLINE), Err(Error::Agent(_))));
        let (mut agent, mut guest) = pair();
        guest.write_all(b"=ferrule 0 0 99999999\n").unwrap();
        assert!(matches!(agent.greeted(DEADLINE), Err(Error::Agent(_))));
        let (mut agent, guest) = pair();
        drop(guest);
        assert!(matches!(agent.greeted(DEADLINE), Err(Error::Agent(_))));
    }

    #[test]
    fn commands_survive_the_guests_printf() {
        let command = "echo 'a\\nb'\nprintf '%s' \"c\td\"";
        let shell = std::process::Command::new("sh")
            .args(["-c", "printf '%b' \"$0\"", &escape(command)])
            .output()
            .unwrap();
        assert_eq!(String::from_utf8(shell.stdout).unwrap(), command);
    }
}
