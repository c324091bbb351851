//! The limits of published metadata. What is beyond one is refused; `FORMAT.md` has the same table.

/// Bytes of a root's body.
pub const ROOT_BYTES_MAX: usize = 16 * 1024;
/// Bytes of a timestamp's body.
pub const TIMESTAMP_BYTES_MAX: usize = 4 * 1024;
/// Bytes of a release's body.
pub const RELEASE_BYTES_MAX: usize = 1024 * 1024;
/// Bytes that an envelope adds to its body.
pub const ENVELOPE_BYTES_MAX: usize = 16 + 96 * SIGNATURES_MAX;
/// Bytes of all roots that a device stores one after the other. A root for which there is no room is fetched again
/// at each check.
pub const ROOTS_BYTES_MAX: usize = 1024 * 1024;
/// Signatures of an envelope.
pub const SIGNATURES_MAX: usize = 16;
/// Keys of a role.
pub const KEYS_MAX: usize = 16;
/// Newer roots that are fetched in one check. The next check goes on from there.
pub const ROOTS_PER_CHECK_MAX: usize = 32;
/// Files of a release.
pub const FILES_MAX: usize = 2048;
/// Bytes of a file.
pub const FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Bytes of all files of a release.
pub const FILES_BYTES_MAX: u64 = 48 * 1024 * 1024;
/// Bytes of a path.
pub const PATH_BYTES_MAX: usize = ferrule_abi::limits::PATH_BYTES_MAX;
/// Bytes of content in a chunk; only a file's last chunk has less.
pub const CHUNK_BYTES: usize = 64 * 1024;
/// Waves of a release.
pub const WAVES_MAX: usize = 16;
/// Hardware classes of a release.
pub const HARDWARE_MAX: usize = 64;
/// Bytes of the name of a product or hardware class, and of a release's version.
pub const NAME_BYTES_MAX: usize = crate::NAME_BYTES_MAX;
/// Bytes of the address to which devices report.
pub const URL_BYTES_MAX: usize = 1024;
/// Seconds between two reports of a device, at least.
pub const REPORT_INTERVAL_SECONDS_MIN: u32 = 10;
/// Seconds between two reports of a device, at most: 30 days.
pub const REPORT_INTERVAL_SECONDS_MAX: u32 = 30 * 24 * 3600;
/// MiB that a release may need of anything.
pub const NEEDS_MIB_MAX: u32 = 4096;
/// All devices, in hundredths of a percent.
pub const SHARE_ALL: u16 = 10_000;
/// The largest version or number: the largest integer that every JSON reader keeps exactly, 2⁵³ − 1.
pub const NUMBER_MAX: u64 = (1 << 53) - 1;
/// The latest time, in seconds since 1970: the end of the year 9999. Milliseconds by mistake are beyond it.
pub const TIME_SECONDS_MAX: u64 = 253_402_300_799;
