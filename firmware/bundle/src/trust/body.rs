//! Checks that the fields of all bodies share.

use std::fmt::Display;
use std::ops::RangeInclusive;

use serde::Deserialize;

use super::envelope::Role;
use super::error::TrustError;
use super::json::Object;
use super::limits::{NAME_BYTES_MAX, NUMBER_MAX, TIME_SECONDS_MAX};

/// Characters of a refused value that are repeated in its error.
const ECHO_CHARS_MAX: usize = 80;

/// Reads a body as JSON, which says nothing yet about the ranges of its fields.
pub(super) fn read<'de, T: Deserialize<'de>>(role: Role, bytes: &'de [u8]) -> Result<T, TrustError> {
    match serde_json::from_slice::<Object<T>>(bytes) {
        Ok(body) => Ok(body.0),
        Err(error) => Err(TrustError::Json { role, message: error.to_string() }),
    }
}

/// The beginning of a text from outside, for an error's message.
pub(super) fn echo(text: &str) -> String {
    text.chars().take(ECHO_CHARS_MAX).flat_map(char::escape_debug).collect()
}

/// The same in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", echo(text))
}

/// One role's fields.
#[derive(Clone, Copy)]
pub(super) struct Fields(pub(super) Role);

impl Fields {
    pub(super) fn refuse(
        self,
        field: impl Into<String>,
        value: impl Display,
        cure: impl Into<String>,
    ) -> TrustError {
        TrustError::Field { role: self.0, field: field.into(), value: value.to_string(), cure: cure.into() }
    }

    /// A number in its range.
    pub(super) fn range<T: PartialOrd + Display>(
        self,
        field: impl Into<String>,
        value: T,
        range: RangeInclusive<T>,
    ) -> Result<(), TrustError> {
        if range.contains(&value) {
            return Ok(());
        }
        Err(self.refuse(field, value, format!("write {} to {}", range.start(), range.end())))
    }

    /// A version, or a number that grows.
    pub(super) fn number(self, field: &str, value: u64) -> Result<(), TrustError> {
        self.range(field, value, 1..=NUMBER_MAX)
    }

    /// `issued` and `expires`.
    pub(super) fn times(self, issued: u64, expires: u64) -> Result<(), TrustError> {
        self.range("issued", issued, 1..=TIME_SECONDS_MAX)?;
        self.range("expires", expires, 1..=TIME_SECONDS_MAX)?;
        if expires <= issued {
            return Err(self.refuse("expires", expires, format!("write a time after `issued`, {issued}")));
        }
        Ok(())
    }

    /// The name of a product or a hardware class.
    pub(super) fn name(self, field: impl Into<String>, name: &str) -> Result<(), TrustError> {
        let fits = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        if !name.is_empty() && name.len() <= NAME_BYTES_MAX && name.bytes().all(fits) {
            return Ok(());
        }
        let cure = format!("write 1 to {NAME_BYTES_MAX} characters of a-z, 0-9 and `-`");
        Err(self.refuse(field, quoted(name), cure))
    }

    /// A number of entries in its range.
    pub(super) fn count(
        self,
        field: &str,
        count: usize,
        range: RangeInclusive<usize>,
    ) -> Result<(), TrustError> {
        if range.contains(&count) {
            return Ok(());
        }
        let cure = format!("write {} to {} of them", range.start(), range.end());
        Err(self.refuse(field, format_args!("a list of {count}"), cure))
    }

    /// A body that may not be larger than its role's limit.
    pub(super) fn fits(self, bytes: Vec<u8>) -> Result<Vec<u8>, TrustError> {
        let bytes_max = self.0.body_bytes_max();
        if bytes.len() > bytes_max {
            return Err(TrustError::BodyLength { role: self.0, bytes: bytes.len(), bytes_max });
        }
        Ok(bytes)
    }
}

/// The bytes of a body, as they are signed.
///
/// # Errors
/// [`TrustError::BodyLength`] when it is beyond its role's limit.
pub(super) fn write(role: Role, body: &impl serde::Serialize) -> Result<Vec<u8>, TrustError> {
    let mut bytes = serde_json::to_vec_pretty(body)
        .map_err(|error| TrustError::Json { role, message: error.to_string() })?;
    bytes.push(b'\n');
    Fields(role).fits(bytes)
}
