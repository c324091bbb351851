//! Reading and writing records: the one place that turns bytes into numbers and strings.

use alloc::vec::Vec;
use core::marker::PhantomData;

use crate::geometry::{Color, Rect};
use crate::limits::{COORDINATE_MAX, STRING_BYTES_MAX};
use crate::{NodeId, limits};

/// Why bytes are not what they allege to be, or why a record could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireError {
    /// The bytes end inside a record.
    Truncated,
    /// A tag that this version does not know; `what` names the field.
    UnknownTag {
        /// The field.
        what: &'static str,
        /// The byte found.
        tag: u8,
    },
    /// A string is not UTF-8.
    NotText,
    /// A number is not finite or beyond [`limits::COORDINATE_MAX`].
    OutOfRange,
    /// A node number is zero or above [`limits::NODES_MAX`].
    BadNode,
    /// A string or block is longer than its limit.
    TooLong,
    /// A list's structure is wrong: what is opened is not closed, or a length does not fit.
    BadStructure,
    /// The batch has no room for the record; what was in it is unharmed.
    Full,
}

impl core::fmt::Display for WireError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Truncated => write!(f, "the bytes end inside a record"),
            Self::UnknownTag { what, tag } => write!(f, "unknown {what} {tag}"),
            Self::NotText => write!(f, "a string is not UTF-8"),
            Self::OutOfRange => write!(f, "a number is not finite or beyond {}", limits::COORDINATE_MAX),
            Self::BadNode => write!(f, "a node number is not in 1..={}", limits::NODES_MAX),
            Self::TooLong => write!(f, "a string or block is longer than its limit"),
            Self::BadStructure => write!(f, "what is opened is not closed, or a length does not fit"),
            Self::Full => write!(f, "the batch is full"),
        }
    }
}

impl core::error::Error for WireError {}

/// Something that stands in a batch.
pub trait Record<'a>: Sized {
    /// Appends the record.
    ///
    /// # Errors
    /// [`WireError::TooLong`] when a string of it is beyond its limit.
    fn encode(&self, to: &mut Writer) -> Result<(), WireError>;

    /// Reads one record.
    ///
    /// # Errors
    /// Any of [`WireError`] but `Full`.
    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError>;
}

/// Walks borrowed bytes.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts at the beginning of `bytes`.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// True when everything was read.
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What was not read yet.
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next `count` bytes.
    ///
    /// # Errors
    /// [`WireError::Truncated`].
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], WireError> {
        if count > self.rest.len() {
            return Err(WireError::Truncated);
        }
        let (head, tail) = self.rest.split_at(count);
        self.rest = tail;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let (head, tail) = self.rest.split_first_chunk::<N>().ok_or(WireError::Truncated)?;
        self.rest = tail;
        Ok(*head)
    }

    /// One byte.
    ///
    /// # Errors
    /// [`WireError::Truncated`].
    pub fn u8(&mut self) -> Result<u8, WireError> {
        Ok(self.array::<1>()?[0])
    }

    /// Two bytes.
    ///
    /// # Errors
    /// [`WireError::Truncated`].
    pub fn u16(&mut self) -> Result<u16, WireError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    /// Four bytes.
    ///
    /// # Errors
    /// [`WireError::Truncated`].
    pub fn u32(&mut self) -> Result<u32, WireError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// Eight bytes.
    ///
    /// # Errors
    /// [`WireError::Truncated`].
    pub fn u64(&mut self) -> Result<u64, WireError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    /// A number that is finite and within [`COORDINATE_MAX`].
    ///
    /// # Errors
    /// [`WireError::OutOfRange`], [`WireError::Truncated`].
    pub fn f32(&mut self) -> Result<f32, WireError> {
        let value = f32::from_le_bytes(self.array()?);
        // NaN fails the comparison too.
        if value.abs() <= COORDINATE_MAX { Ok(value) } else { Err(WireError::OutOfRange) }
    }

    /// A rectangle whose size is not negative.
    ///
    /// # Errors
    /// [`WireError::OutOfRange`], [`WireError::Truncated`].
    pub fn rect(&mut self) -> Result<Rect, WireError> {
        let rect = Rect::new(self.f32()?, self.f32()?, self.f32()?, self.f32()?);
        if rect.w < 0.0 || rect.h < 0.0 { Err(WireError::OutOfRange) } else { Ok(rect) }
    }

    /// A colour.
    ///
    /// # Errors
    /// [`WireError::Truncated`].
    pub fn color(&mut self) -> Result<Color, WireError> {
        Ok(Color(self.u32()?))
    }

    /// A string of at most [`STRING_BYTES_MAX`] bytes.
    ///
    /// # Errors
    /// [`WireError::TooLong`], [`WireError::NotText`], [`WireError::Truncated`].
    pub fn str(&mut self) -> Result<&'a str, WireError> {
        let count = usize::from(self.u16()?);
        if count > STRING_BYTES_MAX {
            return Err(WireError::TooLong);
        }
        core::str::from_utf8(self.bytes(count)?).map_err(|_| WireError::NotText)
    }

    /// A block of at most `max` bytes.
    ///
    /// # Errors
    /// [`WireError::TooLong`], [`WireError::Truncated`].
    pub fn block(&mut self, max: usize) -> Result<&'a [u8], WireError> {
        let count = self.u32()? as usize;
        if count > max {
            return Err(WireError::TooLong);
        }
        self.bytes(count)
    }

    /// A node number.
    ///
    /// # Errors
    /// [`WireError::BadNode`], [`WireError::Truncated`].
    pub fn node(&mut self) -> Result<NodeId, WireError> {
        NodeId::new(self.u32()?).ok_or(WireError::BadNode)
    }

    /// A node number or nothing, which is written as zero.
    ///
    /// # Errors
    /// [`WireError::BadNode`], [`WireError::Truncated`].
    pub fn node_or_none(&mut self) -> Result<Option<NodeId>, WireError> {
        match self.u32()? {
            0 => Ok(None),
            raw => NodeId::new(raw).map(Some).ok_or(WireError::BadNode),
        }
    }
}

/// Appends to a growing buffer. Used through [`Batch`], which holds the cap.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// One byte.
    pub fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    /// Two bytes.
    pub fn u16(&mut self, value: u16) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// Four bytes.
    pub fn u32(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// Eight bytes.
    pub fn u64(&mut self, value: u64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A number.
    pub fn f32(&mut self, value: f32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A rectangle.
    pub fn rect(&mut self, rect: &Rect) {
        for value in [rect.x, rect.y, rect.w, rect.h] {
            self.f32(value);
        }
    }

    /// A colour.
    pub fn color(&mut self, color: Color) {
        self.u32(color.0);
    }

    /// A string.
    ///
    /// # Errors
    /// [`WireError::TooLong`] beyond [`STRING_BYTES_MAX`].
    pub fn str(&mut self, text: &str) -> Result<(), WireError> {
        if text.len() > STRING_BYTES_MAX {
            return Err(WireError::TooLong);
        }
        self.u16(text.len() as u16);
        self.bytes.extend_from_slice(text.as_bytes());
        Ok(())
    }

    /// Bytes as they are; their number is known otherwise.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// A block.
    ///
    /// # Errors
    /// [`WireError::TooLong`] beyond `max`.
    pub fn block(&mut self, block: &[u8], max: usize) -> Result<(), WireError> {
        if block.len() > max {
            return Err(WireError::TooLong);
        }
        self.u32(block.len() as u32);
        self.bytes.extend_from_slice(block);
        Ok(())
    }

    /// A node number.
    pub fn node(&mut self, node: NodeId) {
        self.u32(node.get());
    }

    /// A node number or nothing.
    pub fn node_or_none(&mut self, node: Option<NodeId>) {
        self.u32(node.map_or(0, NodeId::get));
    }
}

/// Records one after another, up to a cap. When a record does not fit, it is not written and the caller is told.
#[derive(Clone, Debug)]
pub struct Batch {
    to: Writer,
    bytes_max: usize,
}

impl Batch {
    /// An empty batch that never grows beyond `bytes_max`. Memory is taken as it is needed.
    pub const fn new(bytes_max: usize) -> Self {
        Self { to: Writer { bytes: Vec::new() }, bytes_max }
    }

    /// Appends a record, whole or not at all.
    ///
    /// # Errors
    /// [`WireError::Full`], or what the record's own encoding reports.
    pub fn push<'a, R: Record<'a>>(&mut self, record: &R) -> Result<(), WireError> {
        let before = self.to.bytes.len();
        let mut result = record.encode(&mut self.to);
        if result.is_ok() && self.to.bytes.len() > self.bytes_max {
            result = Err(WireError::Full);
        }
        if result.is_err() {
            self.to.bytes.truncate(before);
        }
        result
    }

    /// Appends records that were encoded elsewhere, whole or not at all.
    ///
    /// # Errors
    /// [`WireError::Full`].
    pub fn push_encoded(&mut self, bytes: &[u8]) -> Result<(), WireError> {
        if self.to.bytes.len() + bytes.len() > self.bytes_max {
            return Err(WireError::Full);
        }
        self.to.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// What was written.
    pub fn as_bytes(&self) -> &[u8] {
        &self.to.bytes
    }

    /// True when nothing was written.
    pub fn is_empty(&self) -> bool {
        self.to.bytes.is_empty()
    }

    /// Forgets the records and keeps the memory.
    pub fn clear(&mut self) {
        self.to.bytes.clear();
    }
}

/// The records of a batch, in order. Ends after the first error.
pub fn records<'a, R: Record<'a>>(bytes: &'a [u8]) -> Records<'a, R> {
    Records { from: Reader::new(bytes), record: PhantomData }
}

/// Iterator of [`records`].
#[derive(Clone, Debug)]
pub struct Records<'a, R> {
    from: Reader<'a>,
    record: PhantomData<R>,
}

impl<'a, R: Record<'a>> Iterator for Records<'a, R> {
    type Item = Result<R, WireError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.from.is_empty() {
            return None;
        }
        let record = R::decode(&mut self.from);
        if record.is_err() {
            self.from = Reader::new(&[]);
        }
        Some(record)
    }
}
