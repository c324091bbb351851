//! Reading a board folder: inheritance, strict types, and the checks that span several fields.

use crate::merge::{Sources, merge};
use crate::types::Board;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

/// Largest board file that is read, in bytes. A larger one is refused.
pub const BOARD_FILE_BYTES_MAX: u64 = 64 * 1024;
/// Longest chain of `inherits`, in files. A longer one, or a circle, is refused.
pub const INHERIT_DEPTH_MAX: usize = 4;

/// What boards inherit from: no board by itself, so messages do not offer it.
const BASE: &str = "base";

/// Why a board cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such folder under `board/`.
    #[error("no board `{name}`: {path} does not exist; known boards: {known}", path = .path.display())]
    Unknown {
        /// What was asked for.
        name: String,
        /// The file that would define it.
        path: PathBuf,
        /// The boards there are, separated by blanks.
        known: String,
    },
    /// The file is there and cannot be read.
    #[error("{path}: {cause}", path = .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The file is larger than [`BOARD_FILE_BYTES_MAX`].
    #[error("{path}: larger than {BOARD_FILE_BYTES_MAX} bytes, which no board file is", path = .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// A value, a field or the file's syntax is wrong.
    #[error("{path}:{line}: {message}", path = .path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong and what to write instead.
        message: String,
    },
}

/// Reads `boards/<name>/board.toml` and all it inherits from.
///
/// # Errors
/// When the board does not exist, cannot be read, or says something wrong: see [`Error`].
pub fn load(boards: &Path, name: &str) -> Result<Board, Error> {
    let mut sources = Sources::default();
    let texts = read_chain(boards, name, &mut sources)?;
    let mut root = Spanned::new(0..0, DeTable::new());
    for text in texts.iter().rev() {
        let heir = parse(text, &sources)?;
        root = Spanned::new(heir.span(), merge(root.into_inner(), heir.into_inner()));
    }
    let table = root.get_mut();
    table.remove("inherits");
    if let Some(value) = table.get("name") {
        return Err(invalid(
            &sources,
            value.span().start,
            "unknown field `name`: a board is named by its folder",
        ));
    }
    let place = table.get("architecture").map_or(0, |value| value.span().start);
    table.insert(
        Spanned::new(place..place, "name".into()),
        Spanned::new(place..place, DeValue::String(name.into())),
    );
    name_hardware(table, name);
    let cap = span_of(table, "memory", "cap_mib");
    let interval = span_of(table, "repeat", "interval_min_ms");
    let board = Board::deserialize(Deserializer::from(root)).map_err(|error| from_toml(&sources, &error))?;
    check_memory(&board).map_err(|message| invalid(&sources, cap, message))?;
    check_repeat(&board).map_err(|message| invalid(&sources, interval, message))?;
    Ok(board)
}

/// A board that updates is a hardware class of its own unless it says which one it belongs to.
fn name_hardware(table: &mut DeTable<'_>, name: &str) {
    let update = table.iter_mut().find(|(key, _)| key.get_ref() == "update");
    if let Some(DeValue::Table(update)) = update.map(|(_, value)| value.get_mut()) {
        let place = update.iter().next().map_or(0, |(key, _)| key.span().start);
        update
            .entry(Spanned::new(place..place, "hardware".into()))
            .or_insert_with(|| Spanned::new(place..place, DeValue::String(name.to_owned().into())));
    }
}

/// The texts of the board and its ancestors, the board's own first, each behind its padding.
fn read_chain(boards: &Path, name: &str, sources: &mut Sources) -> Result<Vec<String>, Error> {
    let mut texts = Vec::new();
    let mut next = Some((name.to_owned(), 0));
    while let Some((name, asked_at)) = next.take() {
        if texts.len() == INHERIT_DEPTH_MAX {
            let message =
                format!("`inherits` goes in a circle or through more than {INHERIT_DEPTH_MAX} files");
            return Err(invalid(sources, asked_at, message));
        }
        let path = boards.join(&name).join("board.toml");
        let content = match read(boards, &name, &path) {
            Err(Error::Unknown { known, .. }) if !texts.is_empty() => {
                let message = format!("inherits from `{name}`, which does not exist; known boards: {known}");
                return Err(invalid(sources, asked_at, message));
            }
            other => other?,
        };
        let text = sources.add(path, content);
        next = parent(parse(&text, sources)?.get_ref(), sources)?;
        texts.push(text);
    }
    Ok(texts)
}

fn parse<'i>(text: &'i str, sources: &Sources) -> Result<Spanned<DeTable<'i>>, Error> {
    DeTable::parse(text).map_err(|error| from_toml(sources, &error))
}

/// The name this file inherits from, with the offset where it says so.
fn parent(table: &DeTable<'_>, sources: &Sources) -> Result<Option<(String, usize)>, Error> {
    let Some(value) = table.get("inherits") else {
        return Ok(None);
    };
    match value.get_ref() {
        DeValue::String(name) if is_board_name(name) => Ok(Some((name.to_string(), value.span().start))),
        _ => Err(invalid(
            sources,
            value.span().start,
            "`inherits` is the name of another board, for example \"base\"",
        )),
    }
}

/// Board names become paths, so they are letters, digits and hyphens.
fn is_board_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn read(boards: &Path, name: &str, path: &Path) -> Result<String, Error> {
    if !is_board_name(name) || !path.exists() {
        return Err(Error::Unknown { name: name.to_owned(), path: path.to_owned(), known: known(boards) });
    }
    let unreadable = |cause| Error::Unreadable { path: path.to_owned(), cause };
    if std::fs::metadata(path).map_err(unreadable)?.len() > BOARD_FILE_BYTES_MAX {
        return Err(Error::TooLarge { path: path.to_owned() });
    }
    std::fs::read_to_string(path).map_err(unreadable)
}

/// The names of all boards, for messages.
fn known(boards: &Path) -> String {
    let entries = std::fs::read_dir(boards).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().join("board.toml").exists())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != BASE)
        .collect();
    names.sort();
    names.join(" ")
}

fn span_of(root: &DeTable<'_>, table: &str, field: &str) -> usize {
    let inner = root.get(table).and_then(|value| value.get_ref().as_table());
    inner.and_then(|table| table.get(field)).map_or(0, |value| value.span().start)
}

fn check_memory(board: &Board) -> Result<(), String> {
    let (cap, total) = (board.memory.cap_mib, board.memory.lines.total_mib());
    if total <= cap {
        return Ok(());
    }
    Err(format!(
        "the memory lines add up to {total} MiB, over the cap of {cap} MiB: take {} MiB off the lines",
        total - cap
    ))
}

fn check_repeat(board: &Board) -> Result<(), String> {
    let repeat = &board.repeat;
    if repeat.interval_min_ms <= repeat.interval_ms {
        return Ok(());
    }
    Err(format!(
        "interval_min_ms ({}) is above interval_ms ({}): lower it, or set both alike for an even rate",
        repeat.interval_min_ms, repeat.interval_ms
    ))
}

fn invalid(sources: &Sources, offset: usize, message: impl Into<String>) -> Error {
    let (path, line) = sources.locate(offset).unwrap_or_default();
    Error::Invalid { path, line, message: message.into() }
}

fn from_toml(sources: &Sources, error: &toml::de::Error) -> Error {
    let mut message = error.message().replace('\n', "; ");
    if message.starts_with("missing field") {
        message.push_str(": set it in this table, or in a board this one inherits from");
    }
    invalid(sources, error.span().map_or(0, |span| span.start), message)
}
