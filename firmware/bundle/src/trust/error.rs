//! Every way in which published metadata or content can be refused, one variant per way.

use super::envelope::Role;
use super::hash::{Hash, PublicKey};
use super::limits::{CHUNK_BYTES, SIGNATURES_MAX};

/// Why a root, timestamp, release or chunk is not accepted. The messages are for whoever publishes: they name what is
/// wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrustError {
    /// Something else came in its place.
    #[error(
        "not a signed file of a bundle: it does not begin with FERRULE1; is a captive portal or an error page \
         answering in place of the server?"
    )]
    Magic,
    /// The end is missing, or something follows it.
    #[error("{bytes} bytes where the header says {expected}; publish the whole file and nothing behind it")]
    Length {
        /// What is there.
        bytes: usize,
        /// What the header says, as far as there is one.
        expected: usize,
    },
    /// The role byte is none that there is.
    #[error("role {found} in the header; there are 1 (root), 2 (release) and 3 (timestamp)")]
    UnknownRole {
        /// The byte.
        found: u8,
    },
    /// A signed file of another role.
    #[error("this is a {found}, a {expected} belongs here; publish each file at its own path")]
    WrongRole {
        /// What belongs here.
        expected: Role,
        /// What came.
        found: Role,
    },
    /// None, or too many.
    #[error("{role}: {found} signatures in the header; write 1 to {SIGNATURES_MAX}")]
    SignatureCount {
        /// Of what.
        role: Role,
        /// What the header says.
        found: u8,
    },
    /// Bytes 10 and 11 of the header.
    #[error("{role}: bytes 10 and 11 of the header are not zero; write zero")]
    Reserved {
        /// Of what.
        role: Role,
    },
    /// Empty, or beyond the role's limit.
    #[error("{role}: a body of {bytes} bytes; write 1 to {bytes_max}")]
    BodyLength {
        /// Of what.
        role: Role,
        /// What the header says.
        bytes: usize,
        /// The role's limit.
        bytes_max: usize,
    },
    /// Key ids not ascending, or one twice.
    #[error(
        "{role}: key id {key} is out of order or there twice; write signatures by ascending key id, each once"
    )]
    SignatureOrder {
        /// Of what.
        role: Role,
        /// The second of the two.
        key: Hash,
    },
    /// A key of the role is named, and it did not sign this.
    #[error("{role}: the signature by key {key} does not verify; sign these very bytes again")]
    BadSignature {
        /// Of what.
        role: Role,
        /// The key's id.
        key: Hash,
    },
    /// Not enough of the role's keys signed.
    #[error(
        "{role}: signed by {valid} of the keys in root {version}, {threshold} are needed; have it signed by more"
    )]
    Threshold {
        /// Of what.
        role: Role,
        /// The root whose keys were asked for.
        version: u64,
        /// Good signatures.
        valid: usize,
        /// Needed ones.
        threshold: usize,
    },
    /// The body is not JSON, or a field is unknown, missing, there twice or of another kind.
    #[error("{role}: {message}; write exactly the fields of FORMAT.md")]
    Json {
        /// Of what.
        role: Role,
        /// What is wrong, and where.
        message: String,
    },
    /// A field is out of its range.
    #[error("{role}: `{field}` is {value}; {cure}")]
    Field {
        /// Of what.
        role: Role,
        /// Which one, as a path from the body's top.
        field: String,
        /// What it says, shortened to fit a log line.
        value: String,
        /// What to write instead.
        cure: String,
    },
    /// Bytes for which anybody can sign, or which are no key.
    #[error("root: `{field}` {key} is not a usable Ed25519 key; make another with keygen")]
    WeakKey {
        /// Which one, as a path from the body's top.
        field: String,
        /// The key.
        key: PublicKey,
    },
    /// The same key twice, in one role or in two.
    #[error("root: `{field}` {key} is there twice; give each role keys of its own")]
    KeyTwice {
        /// The second place.
        field: String,
        /// The key.
        key: PublicKey,
    },
    /// Not the one that comes next.
    #[error("root: version {found} where {expected} belongs; publish each version at its own path")]
    RootVersion {
        /// The next one.
        expected: u64,
        /// What came.
        found: u64,
    },
    /// For other devices.
    #[error(
        "{role}: for product `{found}`, this device is a `{expected}`; publish each product in a tree of its own"
    )]
    Product {
        /// Of what.
        role: Role,
        /// The root's.
        expected: String,
        /// What came.
        found: String,
    },
    /// A path that could lead out of the bundle, or that file systems do not agree on.
    #[error(
        "release: `files[{index}].path` \"{path}\": {fault}; write names joined by `/`, relative to the bundle"
    )]
    Path {
        /// Which file.
        index: usize,
        /// The path, shortened to fit a log line.
        path: String,
        /// What is wrong with it.
        fault: &'static str,
    },
    /// Paths not ascending, or one twice.
    #[error(
        "release: `files[{index}].path` \"{path}\" is out of order or there twice; sort the files by the bytes of their paths"
    )]
    PathOrder {
        /// Which file.
        index: usize,
        /// Its path.
        path: String,
    },
    /// A file where another file's folder is.
    #[error(
        "release: `files[{index}].path` \"{path}\" lies in \"{file}\", which is a file; rename one of them"
    )]
    PathInFile {
        /// Which file.
        index: usize,
        /// Its path.
        path: String,
        /// The file that would have to be a folder.
        file: String,
    },
    /// The bundle's manifest is not among the files.
    #[error("release: no file `manifest.json`; build the release from a whole bundle")]
    NoManifest,
    /// The chunks do not make up the file.
    #[error("release: \"{path}\": {found} chunks, {bytes} bytes have {expected}; build the release again")]
    ChunkCount {
        /// Which file.
        path: String,
        /// Its size.
        bytes: u64,
        /// How many it must have.
        expected: u64,
        /// How many it has.
        found: usize,
    },
    /// What is said about a chunk as stored does not fit its content.
    #[error("release: \"{path}\" chunk {chunk}: {fault}; build the release again")]
    ChunkEntry {
        /// Which file.
        path: String,
        /// Which chunk, from 0.
        chunk: usize,
        /// What does not fit.
        fault: &'static str,
    },
    /// Longer or shorter than the announced one.
    #[error(
        "release: {found} bytes where the timestamp says {expected}; publish the release that was announced"
    )]
    ReleaseBytes {
        /// The timestamp's.
        expected: u64,
        /// What came.
        found: usize,
    },
    /// Another release than the announced one.
    #[error(
        "release: SHA-256 {found} where the timestamp says {expected}; publish the release that was announced"
    )]
    ReleaseHash {
        /// The timestamp's.
        expected: Hash,
        /// What came.
        found: Hash,
    },
    /// The announced bytes call themselves by another number.
    #[error(
        "release: number {found} where the timestamp says {expected}; make the timestamp from the release"
    )]
    ReleaseNumber {
        /// The timestamp's.
        expected: u64,
        /// What came.
        found: u64,
    },
    /// An old timestamp.
    #[error(
        "timestamp: number {found}, this device has accepted {accepted}; an old one is being replayed, or the counter was lost"
    )]
    TimestampReplayed {
        /// The highest accepted so far.
        accepted: u64,
        /// What came.
        found: u64,
    },
    /// Two timestamps of one number.
    #[error(
        "timestamp: number {number} came before with other content; give each timestamp a number of its own"
    )]
    TimestampChanged {
        /// The number.
        number: u64,
    },
    /// A higher number with an earlier time.
    #[error(
        "timestamp: issued at {found}, before the last accepted one at {accepted}; set the clock that issues them"
    )]
    TimestampBackwards {
        /// When the last accepted one was issued, in seconds since 1970.
        accepted: u64,
        /// When this one was.
        found: u64,
    },
    /// A new timestamp for an old release.
    #[error(
        "timestamp: release {found}, this device has accepted {accepted}; to go back, publish the old files as a new release"
    )]
    ReleaseReplayed {
        /// The highest accepted so far.
        accepted: u64,
        /// What the timestamp names.
        found: u64,
    },
    /// A release that a later one has ruled out.
    #[error(
        "timestamp: release {found} is below this device's rollback floor of {floor}; publish the old files as a new release"
    )]
    BelowFloor {
        /// The lowest release that may still start.
        floor: u64,
        /// What the timestamp names.
        found: u64,
    },
    /// Its time is over.
    #[error("{role}: expired at {expires}, by this device's reckoning it is {now}; publish a new one")]
    Expired {
        /// Of what.
        role: Role,
        /// In seconds since 1970.
        expires: u64,
        /// In seconds since 1970.
        now: u64,
    },
    /// A chunk as stored is shorter or longer than signed.
    #[error("chunk {chunk}: {found} bytes, the release says {expected}; publish the chunks of this release")]
    ChunkBytes {
        /// Its name: the hash of the stored bytes.
        chunk: Hash,
        /// The release's.
        expected: u32,
        /// What came.
        found: usize,
    },
    /// A chunk as stored is not what was signed.
    #[error("chunk {chunk}: its bytes have the SHA-256 {found}; publish the chunks of this release")]
    ChunkHash {
        /// Its name: the hash of the stored bytes.
        chunk: Hash,
        /// What came.
        found: Hash,
    },
    /// The stored bytes are what was signed, but no zstd frame.
    #[error("chunk {chunk}: {message}; build the release again")]
    ChunkZstd {
        /// Its name: the hash of the stored bytes.
        chunk: Hash,
        /// What the decoder says.
        message: String,
    },
    /// It decompresses to more than a chunk can hold.
    #[error("chunk {chunk}: more than {CHUNK_BYTES} bytes come out of it; build the release again")]
    ChunkOutput {
        /// Its name: the hash of the stored bytes.
        chunk: Hash,
    },
    /// Bytes behind the frame.
    #[error("chunk {chunk}: {bytes} bytes follow the zstd frame; build the release again")]
    ChunkTrailing {
        /// Its name: the hash of the stored bytes.
        chunk: Hash,
        /// How many.
        bytes: usize,
    },
    /// What comes out of it is not what was signed.
    #[error(
        "chunk {chunk}: its content has the SHA-256 {found}, the release says {expected}; build the release again"
    )]
    ContentHash {
        /// Its name: the hash of the stored bytes.
        chunk: Hash,
        /// The release's.
        expected: Hash,
        /// What came.
        found: Hash,
    },
}
