//! The emulator's control socket: QMP, one JSON object a line, as much of it as a stick needs.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::error::{Error, Result};

/// Longest silence of the emulator before a command counts as failed. Emulators under load pause
/// for seconds while they write disks.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(30);

/// A connection after capability negotiation.
#[derive(Debug)]
pub struct Qmp {
    writer: UnixStream,
    reader: BufReader<UnixStream>,
}

impl Qmp {
    /// Reads the greeting and enters command mode.
    pub(crate) fn new(socket: UnixStream) -> Result<Self> {
        let failed =
            |error: std::io::Error| Error::Qmp { command: "connect".into(), message: error.to_string() };
        socket.set_read_timeout(Some(ANSWER_TIME_MAX)).map_err(failed)?;
        let writer = socket.try_clone().map_err(failed)?;
        let mut qmp = Self { writer, reader: BufReader::new(socket) };
        let greeting = qmp.read("greeting")?;
        if greeting.get("QMP").is_none() {
            let message = format!("not a QMP greeting: {greeting}");
            return Err(Error::Qmp { command: "connect".into(), message });
        }
        qmp.execute("qmp_capabilities", json!({}))?;
        Ok(qmp)
    }

    /// Runs one command and returns its result; events in between are dropped.
    ///
    /// # Errors
    /// [`Error::Qmp`] with the emulator's words when it refuses, closes or stays silent.
    pub fn execute(&mut self, command: &str, arguments: Value) -> Result<Value> {
        let line = format!("{}\n", json!({"execute": command, "arguments": arguments}));
        self.writer
            .write_all(line.as_bytes())
            .map_err(|error| Error::Qmp { command: command.to_owned(), message: error.to_string() })?;
        loop {
            let mut answer = self.read(command)?;
            if let Some(result) = answer.get_mut("return") {
                return Ok(result.take());
            }
            if let Some(error) = answer.get("error") {
                let message = error["desc"].as_str().unwrap_or("no description").to_owned();
                return Err(Error::Qmp { command: command.to_owned(), message });
            }
        }
    }

    fn read(&mut self, command: &str) -> Result<Value> {
        let failed = |message: String| Error::Qmp { command: command.to_owned(), message };
        let mut line = String::new();
        match self.reader.read_line(&mut line) {
            Ok(0) => Err(failed("the emulator closed the socket".into())),
            Ok(_) => serde_json::from_str(&line).map_err(|error| failed(error.to_string())),
            Err(error) => Err(failed(format!("no answer: {error}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A peer that greets and then answers each command with the next of `answers`.
    fn peer(answers: &'static [&'static str]) -> Qmp {
        let (ours, theirs) = UnixStream::pair().unwrap();
        std::thread::spawn(move || {
            let mut reader = BufReader::new(theirs.try_clone().unwrap());
            let mut writer = theirs;
            writeln!(writer, r#"{{"QMP": {{"version": {{}}}}}}"#).unwrap();
            for answer in ["{\"return\": {}}"].iter().chain(answers) {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                assert!(serde_json::from_str::<Value>(&line).unwrap()["execute"].is_string());
                writeln!(writer, "{answer}").unwrap();
            }
        });
        Qmp::new(ours).unwrap()
    }

    #[test]
    fn results_come_back_and_events_are_skipped() {
        let mut qmp = peer(&["{\"event\": \"RESET\"}\n{\"return\": {\"status\": \"running\"}}"]);
        let result = qmp.execute("query-status", json!({})).unwrap();
        assert_eq!(result["status"], "running");
    }

    #[test]
    fn refusals_and_silence_name_the_command() {
        let mut qmp = peer(&["{\"error\": {\"class\": \"GenericError\", \"desc\": \"no surface\"}}"]);
        let refused = qmp.execute("screendump", json!({})).unwrap_err().to_string();
        assert!(refused.contains("screendump") && refused.contains("no surface"), "{refused}");
        let gone = qmp.execute("quit", json!({})).unwrap_err().to_string();
        assert!(gone.contains("quit"), "{gone}");
    }
}
