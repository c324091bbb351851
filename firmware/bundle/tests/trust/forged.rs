//! Forgeries: every bit flipped, every length cut to, and a million random mutations. None is accepted, none panics.
//!
//! `FERRULE_SEEDS=7,8` plays other seeds; a failure names its seed and its number.

use std::thread;

use ferrule_bundle::trust::{Chunk, Hash, Root, Stored, Timestamp, TrustError};

use crate::support::*;

const SEEDS: [u64; 1] = [24_301];
const MUTATIONS: u64 = 1_000_000;

/// What the device is given, and what it has to check it by.
struct Corpus {
    root: Root,
    root_bytes: Vec<u8>,
    next_bytes: Vec<u8>,
    timestamp: Timestamp,
    timestamp_bytes: Vec<u8>,
    release_bytes: Vec<u8>,
    chunks: Vec<(Chunk, Vec<u8>, Vec<u8>)>,
}

/// One thing a device is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Image,
    Next,
    Timestamp,
    Release,
    Installed,
    Chunk(usize),
    /// A chunk whose stored bytes somebody with the release's keys has signed as they are.
    SignedChunk(usize),
}

impl Corpus {
    fn new() -> Self {
        let mut body = release_body();
        body.files.truncate(4);
        let release_bytes = release_bytes(&body);
        let timestamp_bytes = timestamp_bytes(&timestamp_body(&release_bytes));
        let noise: Vec<u8> = (0..999_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let mut chunks = Vec::new();
        for content in [&script()[..3000], &noise, &[9; 20_000], &script()[5000..20_000]] {
            let (entry, mut stored) = file("f", content);
            chunks.push((entry.chunks[0].clone(), stored.remove(0), content.to_vec()));
        }
        Self {
            root: root(),
            root_bytes: root_bytes(&root_body(1)),
            next_bytes: root_bytes(&root_body(2)),
            timestamp: root().timestamp(&timestamp_bytes).unwrap(),
            timestamp_bytes,
            release_bytes,
            chunks,
        }
    }

    fn kinds(&self) -> Vec<Kind> {
        let chunks = 0..self.chunks.len();
        [Kind::Image, Kind::Next, Kind::Timestamp, Kind::Release, Kind::Installed]
            .into_iter()
            .chain(chunks.clone().map(Kind::Chunk))
            .chain(chunks.map(Kind::SignedChunk))
            .collect()
    }

    fn bytes(&self, kind: Kind) -> &[u8] {
        match kind {
            Kind::Image => &self.root_bytes,
            Kind::Next => &self.next_bytes,
            Kind::Timestamp => &self.timestamp_bytes,
            Kind::Release | Kind::Installed => &self.release_bytes,
            Kind::Chunk(n) | Kind::SignedChunk(n) => &self.chunks[n].1,
        }
    }

    /// What the device says to these bytes in place of the right ones.
    fn check(&self, kind: Kind, bytes: &[u8]) -> Result<(), TrustError> {
        match kind {
            Kind::Image => Root::from_image(bytes).map(drop),
            Kind::Next => self.root.next(bytes).map(drop),
            Kind::Timestamp => self.root.timestamp(bytes).map(drop),
            Kind::Release => self.root.release(bytes, &self.timestamp).map(drop),
            Kind::Installed => self.root.installed(bytes).map(drop),
            Kind::Chunk(n) => self.chunks[n].0.content(bytes).map(drop),
            Kind::SignedChunk(n) => {
                let (chunk, _, content) = &self.chunks[n];
                let stored =
                    Stored { sha256: Hash::of(bytes), bytes: bytes.len() as u32, zstd: chunk.stored.zstd };
                let given = Chunk { sha256: chunk.sha256, stored }.content(bytes)?;
                assert!(given == *content, "other content was accepted");
                Ok(())
            }
        }
    }

    /// Asks for these bytes to be refused, unless they are the right ones. A zstd frame can say the same in two ways:
    /// a signed one that still gives the right content is no forgery.
    fn refuse(&self, kind: Kind, bytes: &[u8], what: &str) {
        let accepted = self.check(kind, bytes).is_ok();
        // Any root signed by its own keys can be built into an image.
        let right = bytes == self.bytes(kind) || kind == Kind::Image && bytes == self.next_bytes;
        assert!(accepted || !right, "{kind:?}, {what}: the right bytes were refused");
        assert!(!accepted || right || matches!(kind, Kind::SignedChunk(_)), "{kind:?}, {what}: accepted");
    }
}

/// Runs the work of `0..count` on all processors.
fn spread(count: u64, work: impl Fn(u64) + Sync) {
    let threads = thread::available_parallelism().map_or(1, |n| n.get()) as u64;
    thread::scope(|scope| {
        for first in 0..threads {
            let work = &work;
            scope.spawn(move || (first..count).step_by(threads as usize).for_each(work));
        }
    });
}

#[test]
fn every_single_bit_counts() {
    let corpus = Corpus::new();
    for kind in corpus.kinds() {
        let right = corpus.bytes(kind);
        spread(right.len() as u64 * 8, |bit| {
            let mut bytes = right.to_vec();
            bytes[bit as usize / 8] ^= 1 << (bit % 8);
            corpus.refuse(kind, &bytes, &format!("bit {bit} flipped"));
        });
    }
}

#[test]
fn every_byte_counts() {
    let corpus = Corpus::new();
    for kind in corpus.kinds() {
        let right = corpus.bytes(kind);
        for length in 0..=right.len() {
            corpus.refuse(kind, &right[..length], &format!("cut to {length}"));
        }
        corpus.refuse(kind, &[right, b"\0"].concat(), "a byte behind it");
        corpus.refuse(kind, &[b"\0", right].concat(), "a byte before it");
    }
}

/// A signature more than needed may be anybody's; still, what is accepted is what was signed.
#[test]
fn a_foreign_signature_changes_nothing_of_what_is_said() {
    let signed = ferrule_bundle::trust::cosign(
        &timestamp_bytes(&timestamp_body(b"release")),
        &key(ferrule_bundle::trust::Role::Release, 9),
    )
    .unwrap();
    let right = root().timestamp(&signed).unwrap();
    let mut accepted = 0;
    for bit in 0..signed.len() * 8 {
        let mut bytes = signed.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(timestamp) = root().timestamp(&bytes) {
            assert_eq!(timestamp, right);
            accepted += 1;
        }
    }
    assert!((64 * 8..=96 * 8).contains(&accepted), "{accepted} flips in 96 foreign bytes");
}

#[test]
fn a_million_random_mutations_are_refused() {
    let corpus = Corpus::new();
    let kinds = corpus.kinds();
    let others: Vec<&[u8]> = kinds.iter().map(|kind| corpus.bytes(*kind)).collect();
    for seed in seeds(&SEEDS) {
        println!("seed {seed}: {MUTATIONS} mutations");
        spread(MUTATIONS, |n| {
            let mut dice = Dice::new(seed, n);
            let kind = kinds[dice.below(kinds.len())];
            let mut bytes = corpus.bytes(kind).to_vec();
            for _ in 0..=dice.below(3) {
                mutate(&mut bytes, &mut dice, &others);
            }
            corpus.refuse(kind, &bytes, &format!("seed {seed}, mutation {n}"));
        });
    }
}

/// One change, of those that programs and people make.
fn mutate(bytes: &mut Vec<u8>, dice: &mut Dice, others: &[&[u8]]) {
    const INTERESTING: [u8; 8] = [0, 1, 0x7f, 0x80, 0xff, b'"', b'9', b'}'];
    if bytes.is_empty() {
        return bytes.push(dice.byte());
    }
    let length = bytes.len();
    // Half of all changes hit the header and what follows it, where the structure is.
    let reach = if dice.below(2) == 0 { length.min(64) } else { length };
    let at = dice.below(reach);
    let end = (at + 1 + dice.below(40)).min(length);
    match dice.below(10) {
        0 => bytes[at] ^= 1 << dice.below(8),
        1 => bytes[at] = dice.byte(),
        2 => bytes[at] = INTERESTING[dice.below(INTERESTING.len())],
        3 => bytes.truncate(at),
        4 => drop(bytes.drain(at..end)),
        5 => bytes.insert(at, dice.byte()),
        6 => bytes.extend_from_within(at..end),
        7 => {
            let piece = bytes[at..end].to_vec();
            let to = dice.below(length - piece.len() + 1);
            bytes[to..to + piece.len()].copy_from_slice(&piece);
        }
        8 => {
            let other = others[dice.below(others.len())];
            let end = end.min(other.len());
            if at < end {
                bytes[at..end].copy_from_slice(&other[at..end]);
            }
        }
        _ => {
            let other = others[dice.below(others.len())];
            bytes.truncate(at);
            bytes.extend(&other[at.min(other.len())..]);
        }
    }
}
