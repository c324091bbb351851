//! Inheritance: tables merge, everything else is replaced by the heir's value.
//!
//! Values keep the place they came from. Files are laid end to end in one imaginary text (each is parsed behind as many blanks
//! as the files before it are long), so one offset names both the file and the line in it.

use std::path::PathBuf;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The files of one board in the order they were read, and where each begins in the imaginary text.
#[derive(Default)]
pub(crate) struct Sources {
    files: Vec<(PathBuf, usize, String)>,
    end: usize,
}

impl Sources {
    /// Adds a file and returns the text to parse: blanks up to its place, then its content.
    pub(crate) fn add(&mut self, path: PathBuf, content: String) -> String {
        let padded = format!("{}{content}", " ".repeat(self.end));
        self.files.push((path, self.end, content));
        self.end = padded.len();
        padded
    }

    /// File and line (from 1) of an offset.
    pub(crate) fn locate(&self, offset: usize) -> Option<(PathBuf, usize)> {
        let (path, start, content) = self.files.iter().rev().find(|(_, start, _)| *start <= offset)?;
        let before = content.as_bytes().get(..offset - start).unwrap_or(content.as_bytes());
        Some((path.clone(), 1 + before.iter().filter(|byte| **byte == b'\n').count()))
    }
}

/// Lays `heir` over `base`.
pub(crate) fn merge<'i>(mut base: DeTable<'i>, heir: DeTable<'i>) -> DeTable<'i> {
    for (key, value) in heir {
        let old = base.remove(key.get_ref().as_ref());
        let merged = match old {
            Some(old) => merge_value(old, value),
            None => value,
        };
        base.insert(key, merged);
    }
    base
}

fn merge_value<'i>(old: Spanned<DeValue<'i>>, new: Spanned<DeValue<'i>>) -> Spanned<DeValue<'i>> {
    let span = new.span();
    let value = match (old.into_inner(), new.into_inner()) {
        (DeValue::Table(old), DeValue::Table(new)) => DeValue::Table(merge(old, new)),
        (_, new) => new,
    };
    Spanned::new(span, value)
}
