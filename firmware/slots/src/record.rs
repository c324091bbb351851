//! The record of what is in the slots: 512 bytes with a checksum, and what is decided from them alone.

use ferrule_bundle::trust::{Floors, Hash};

use crate::seeded::{Bug, seeded};
use crate::{POWER_LOSSES_MAX, Slot, TRIES_MAX};

/// Bytes of the record: one sector, the unit that storage writes.
pub(crate) const RECORD_BYTES: usize = 512;
/// Bytes of the reason why a slot is not started. A longer one is cut.
pub const WHY_BYTES_MAX: usize = 80;

const MAGIC: &[u8; 8] = b"FERSLOT1";
const CHECKSUM_AT: usize = RECORD_BYTES - 4;
const SLOTS_AT: usize = 128;
const SLOT_BYTES: usize = 128;
const WHY_AT: usize = 48;

/// What has become of the release in a slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing that could be started.
    #[default]
    Empty = 0,
    /// A release is being put together here.
    Installing = 1,
    /// Complete, and has yet to prove good.
    Trial = 2,
    /// Has proved good.
    Good = 3,
    /// Did not prove good; never started again.
    Failed = 4,
}

/// What the record says about a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) state: State,
    /// Starts that are left to a trial.
    pub(crate) tries: u8,
    /// Starts of the trial that a loss of power ended.
    pub(crate) power_losses: u8,
    pub(crate) release: u64,
    /// Hash of the release's envelope.
    pub(crate) envelope: Hash,
    why: [u8; WHY_BYTES_MAX],
}

impl Entry {
    /// Why the slot is not started, when something is to be said.
    pub(crate) fn why(&self) -> Option<&str> {
        let len = self.why.iter().position(|&byte| byte == 0).unwrap_or(WHY_BYTES_MAX);
        std::str::from_utf8(&self.why[..len]).ok().filter(|why| !why.is_empty())
    }

    /// A slot with the release in this state, and nothing else to say.
    pub(crate) fn with(state: State, release: u64, envelope: Hash) -> Self {
        let tries = if state == State::Trial { TRIES_MAX } else { 0 };
        Self { state, tries, release, envelope, ..Self::default() }
    }

    /// No longer to be started.
    pub(crate) fn close(&mut self, state: State, why: &str) {
        let mut end = why.len().min(WHY_BYTES_MAX);
        while !why.is_char_boundary(end) {
            end -= 1;
        }
        self.state = state;
        self.tries = 0;
        self.why = [0; WHY_BYTES_MAX];
        self.why[..end].copy_from_slice(&why.as_bytes()[..end]);
    }
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            state: State::Empty,
            tries: 0,
            power_losses: 0,
            release: 0,
            envelope: Hash::default(),
            why: [0; WHY_BYTES_MAX],
        }
    }
}

/// A start of a trial of which it is not known how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) slot: Slot,
    /// The system's start in which it began.
    pub(crate) boot: [u8; 16],
}

/// All that the device remembers beside the slots' files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// Counts the writes: the higher one of two copies is the newer.
    pub(crate) sequence: u64,
    pub(crate) root_version: u64,
    pub(crate) floors: Floors,
    /// Highest release that was ever complete in a slot.
    pub(crate) complete: u64,
    /// Highest release that ever failed.
    pub(crate) failed: u64,
    /// Changes of what is started, and starts of trials, since a release last proved good.
    pub(crate) transitions: u8,
    /// What was started last; nothing for the factory's bundle.
    pub(crate) last: Option<Slot>,
    pub(crate) attempt: Option<Attempt>,
    pub(crate) slots: [Entry; 2],
}

impl Record {
    /// The bytes as they are stored.
    pub(crate) fn encode(&self) -> [u8; RECORD_BYTES] {
        let mut bytes = [0; RECORD_BYTES];
        let mut put = |at: usize, field: &[u8]| bytes[at..at + field.len()].copy_from_slice(field);
        put(0, MAGIC);
        put(8, &self.sequence.to_le_bytes());
        put(16, &self.root_version.to_le_bytes());
        put(24, &self.floors.timestamp.to_le_bytes());
        put(32, &self.floors.timestamp_sha256.0);
        put(64, &self.floors.release.to_le_bytes());
        put(72, &self.floors.rollback.to_le_bytes());
        put(80, &self.floors.time.to_le_bytes());
        put(88, &self.complete.to_le_bytes());
        put(96, &self.failed.to_le_bytes());
        put(104, &[self.transitions, code(self.last), code(self.attempt.map(|attempt| attempt.slot))]);
        put(112, &self.attempt.map_or([0; 16], |attempt| attempt.boot));
        for (index, entry) in self.slots.iter().enumerate() {
            let at = SLOTS_AT + index * SLOT_BYTES;
            put(at, &[entry.state as u8, entry.tries, entry.power_losses]);
            put(at + 8, &entry.release.to_le_bytes());
            put(at + 16, &entry.envelope.0);
            put(at + WHY_AT, &entry.why);
        }
        let checksum = crc32fast::hash(&bytes[..CHECKSUM_AT]);
        bytes[CHECKSUM_AT..].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    /// The record of these bytes, when they are a whole one.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; RECORD_BYTES] = bytes.try_into().ok()?;
        let checksum = u32::from_le_bytes(field(bytes, CHECKSUM_AT));
        let intact = crc32fast::hash(&bytes[..CHECKSUM_AT]) == checksum || seeded(Bug::ChecksumIgnored);
        if bytes[..8] != *MAGIC || !intact {
            return None;
        }
        let number = |at| u64::from_le_bytes(field(bytes, at));
        let attempt = slot(bytes[106])?.map(|slot| Attempt { slot, boot: field(bytes, 112) });
        Some(Self {
            sequence: number(8),
            root_version: number(16),
            floors: Floors {
                timestamp: number(24),
                timestamp_sha256: Hash(field(bytes, 32)),
                release: number(64),
                rollback: number(72),
                time: number(80),
            },
            complete: number(88),
            failed: number(96),
            transitions: bytes[104],
            last: slot(bytes[105])?,
            attempt,
            slots: [entry(bytes, SLOTS_AT)?, entry(bytes, SLOTS_AT + SLOT_BYTES)?],
        })
    }
}

fn field<const N: usize>(bytes: &[u8; RECORD_BYTES], at: usize) -> [u8; N] {
    std::array::from_fn(|index| bytes[at + index])
}

fn code(slot: Option<Slot>) -> u8 {
    slot.map_or(0, |slot| slot as u8 + 1)
}

/// Outer: whether the byte means anything; inner: whether it means a slot.
fn slot(code: u8) -> Option<Option<Slot>> {
    match code {
        0 => Some(None),
        1 => Some(Some(Slot::A)),
        2 => Some(Some(Slot::B)),
        _ => None,
    }
}

fn entry(bytes: &[u8; RECORD_BYTES], at: usize) -> Option<Entry> {
    let state = match bytes[at] {
        0 => State::Empty,
        1 => State::Installing,
        2 => State::Trial,
        3 => State::Good,
        4 => State::Failed,
        _ => return None,
    };
    let (tries, power_losses) = (bytes[at + 1], bytes[at + 2]);
    if tries > TRIES_MAX || power_losses > POWER_LOSSES_MAX {
        return None;
    }
    Some(Entry {
        state,
        tries,
        power_losses,
        release: u64::from_le_bytes(field(bytes, at + 8)),
        envelope: Hash(field(bytes, at + 16)),
        why: field(bytes, at + WHY_AT),
    })
}
