//! A product with its keys, and signed metadata of it to start from.

use ferrule_bundle::trust::{
    AbiRange, Chunk, Current, EngineShare, FileEntry, Hash, Needs, ReleaseBody, Report, Role, RoleKeys, Root,
    RootBody, SecretKey, Stored, TimestampBody, Wave, limits::CHUNK_BYTES, sign,
};

/// When everything here was issued; it expires a day later.
pub(crate) const ISSUED: u64 = 1_764_000_000;
/// A time at which nothing here has expired.
pub(crate) const NOW: u64 = ISSUED + 3600;
const DAY: u64 = 86_400;

/// Key number `n` of a role; the same in every run.
pub(crate) fn key(role: Role, n: u8) -> SecretKey {
    SecretKey::from_seed([role.byte() * 16 + n; 32])
}

/// The first keys of a role.
pub(crate) fn keys(role: Role, count: u8) -> Vec<SecretKey> {
    (0..count).map(|n| key(role, n)).collect()
}

fn role_keys(role: Role, threshold: u8, count: u8) -> RoleKeys {
    RoleKeys { threshold, keys: keys(role, count).iter().map(SecretKey::public).collect() }
}

/// Two of three for roots and releases, one of one for timestamps.
pub(crate) fn root_body(version: u64) -> RootBody {
    RootBody {
        version,
        product: "home".into(),
        issued: ISSUED,
        expires: ISSUED + DAY,
        root_keys: role_keys(Role::Root, 2, 3),
        release_keys: role_keys(Role::Release, 2, 3),
        timestamp_keys: role_keys(Role::Timestamp, 1, 1),
    }
}

/// Signed by as many keys as are needed.
pub(crate) fn root_bytes(body: &RootBody) -> Vec<u8> {
    sign(Role::Root, &body.to_bytes().unwrap(), &keys(Role::Root, 2)).unwrap()
}

pub(crate) fn root() -> Root {
    Root::from_image(&root_bytes(&root_body(1))).unwrap()
}

/// The entry of a file with this content, and the stored bytes of its chunks.
pub(crate) fn file(path: &str, content: &[u8]) -> (FileEntry, Vec<Vec<u8>>) {
    let mut stored = Vec::new();
    let chunks = content.chunks(CHUNK_BYTES).map(|piece| {
        let packed = zstd::bulk::compress(piece, 19).unwrap();
        let zstd = packed.len() < piece.len();
        let bytes = if zstd { packed } else { piece.to_vec() };
        let entry = Stored { sha256: Hash::of(&bytes), bytes: bytes.len() as u32, zstd };
        stored.push(bytes);
        Chunk { sha256: Hash::of(piece), stored: entry }
    });
    let chunks = chunks.collect();
    (FileEntry { path: path.into(), bytes: content.len() as u64, sha256: Hash::of(content), chunks }, stored)
}

/// Text that compresses like a script, two chunks and a bit of it.
pub(crate) fn script() -> Vec<u8> {
    let mut text = String::new();
    let mut n = 1_u32;
    while text.len() < 2 * CHUNK_BYTES + 4321 {
        n = n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        text += &format!("const tile{} = row.child({}, \"shelf\");\n", n >> 20, n >> 28);
    }
    text.into_bytes()
}

pub(crate) fn release_body() -> ReleaseBody {
    ReleaseBody {
        number: 12,
        product: "home".into(),
        version: "2026.11.3".into(),
        issued: ISSUED,
        expires: ISSUED + DAY,
        hardware: vec!["qemu-arm64".into(), "qemu-armv7".into()],
        abi: AbiRange { min: 3, max: 3 },
        needs: Needs { app_process_mib: 48, wasm_mib: 4, textures_mib: 32 },
        floor: 9,
        urgent: false,
        waves: vec![Wave { after: 3600, share: 100 }, Wave { after: 14_400, share: 500 }],
        engines: [("qemu-arm64".into(), EngineShare { js_share: 500 })].into(),
        report: Some(Report { url: "https://example.org/report".into(), interval: 3600 }),
        files: vec![
            file("app.js", &script()).0,
            file("empty", b"").0,
            file("img/a.png", &[7; 300]).0,
            file("manifest.json", b"{}").0,
        ],
    }
}

/// Signed by as many keys as are needed.
pub(crate) fn release_bytes(body: &ReleaseBody) -> Vec<u8> {
    sign(Role::Release, &body.to_bytes().unwrap(), &keys(Role::Release, 2)).unwrap()
}

/// The timestamp that announces a release.
pub(crate) fn timestamp_body(release: &[u8]) -> TimestampBody {
    TimestampBody {
        number: 4711,
        issued: ISSUED,
        expires: ISSUED + DAY,
        release: Current { number: 12, bytes: release.len() as u64, sha256: Hash::of(release) },
        halt: false,
        share: 0,
    }
}

pub(crate) fn timestamp_bytes(body: &TimestampBody) -> Vec<u8> {
    sign(Role::Timestamp, &body.to_bytes().unwrap(), &keys(Role::Timestamp, 1)).unwrap()
}

/// The seeds to play: the given ones, unless `FERRULE_SEEDS` names others.
pub(crate) fn seeds(given: &[u64]) -> Vec<u64> {
    let Ok(text) = std::env::var("FERRULE_SEEDS") else { return given.to_vec() };
    text.split(',')
        .map(|seed| seed.trim().parse().expect("FERRULE_SEEDS is numbers joined by commas"))
        .collect()
}

/// Random numbers that a seed and a number bring back (SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64, n: u64) -> Self {
        let mut dice = Self(seed ^ n.wrapping_mul(0xd6e8_feb8_6659_fd93));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below the count.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.next() as u8
    }
}
