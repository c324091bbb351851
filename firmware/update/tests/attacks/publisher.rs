//! Somebody with all keys, who publishes release 12 and then release 13, and says otherwise where a case wants it.

use std::collections::BTreeMap;
use std::sync::Mutex;

use ferrule_bundle::trust::{
    AbiRange, Chunk, Current, FileEntry, Hash, Needs, ReleaseBody, Role, RoleKeys, RootBody, SecretKey,
    Stored, TimestampBody, limits::CHUNK_BYTES, sign,
};
use serde_json::Value;

/// When everything was issued.
pub(crate) const ISSUED: u64 = 1_764_000_000;
/// Seconds for which timestamps last; releases and roots last ten times as long.
pub(crate) const LASTS: u64 = 172_800;

/// Published files by path.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// The key of a name: `release/0`, or `stranger/0` for one that no root knows.
pub(crate) fn key(name: &str) -> SecretKey {
    SecretKey::from_seed(Hash::of(name.as_bytes()).0)
}

fn keys(names: &[String]) -> Vec<SecretKey> {
    names.iter().map(|name| key(name)).collect()
}

/// One publication: what is said, and who signs it.
#[derive(Clone)]
pub(crate) struct Publisher {
    /// The version of the root that is published beside the image's; 1 when none is.
    pub(crate) root_version: u64,
    pub(crate) number: u64,
    pub(crate) timestamp: u64,
    /// Changes of bodies: whose, where, and the JSON to stand there.
    pub(crate) edits: Vec<(Role, String, String)>,
    pub(crate) signers: BTreeMap<&'static str, Vec<String>>,
    /// Chunks that are published other than by compressing them: of which file, which one, and as what.
    pub(crate) packed: Vec<(String, usize, Vec<u8>)>,
}

impl Publisher {
    /// A publication of a release: of 12 under timestamp 4711, of 13 under 4713.
    pub(crate) fn of(number: u64) -> Self {
        let names = |role: &str, count| (0..count).map(|n| format!("{role}/{n}")).collect();
        Self {
            root_version: 1,
            number,
            timestamp: 4687 + 2 * number,
            edits: Vec::new(),
            signers: [
                ("root", names("root", 2)),
                ("release", names("release", 2)),
                ("timestamp", names("timestamp", 1)),
            ]
            .into(),
            packed: Vec::new(),
        }
    }

    /// The root in the image.
    pub(crate) fn image() -> Vec<u8> {
        Self::of(1).signed(Role::Root, root_body(1).to_bytes().unwrap())
    }

    /// The published tree.
    pub(crate) fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        tree.insert("root/1".into(), Self::image());
        for version in 2..=self.root_version {
            let body = root_body(version).to_bytes().unwrap();
            let body = if version == self.root_version { self.edited(Role::Root, body) } else { body };
            tree.insert(format!("root/{version}"), self.signed(Role::Root, body));
        }
        let release = self.release(&mut tree);
        let timestamp = self.announcing(&release);
        tree.insert(format!("releases/{}", self.number), release);
        tree.insert("timestamp".into(), timestamp);
        tree
    }

    /// The timestamp for a release's envelope.
    pub(crate) fn announcing(&self, release: &[u8]) -> Vec<u8> {
        let issued = ISSUED + self.number;
        let body = TimestampBody {
            number: self.timestamp,
            issued,
            expires: issued + LASTS,
            release: Current { number: self.number, bytes: release.len() as u64, sha256: Hash::of(release) },
            halt: false,
            share: 0,
        };
        self.signed(Role::Timestamp, self.edited(Role::Timestamp, body.to_bytes().unwrap()))
    }

    /// The release's envelope; its chunks come into the tree.
    fn release(&self, tree: &mut Tree) -> Vec<u8> {
        let files = content(self.number);
        let entries = files.iter().map(|(path, content)| self.file(path, content, tree)).collect();
        let issued = ISSUED + self.number;
        let body = ReleaseBody {
            number: self.number,
            product: "home".into(),
            version: format!("1.{}", self.number),
            issued,
            expires: issued + 10 * LASTS,
            hardware: vec!["qemu-arm64".into()],
            abi: AbiRange { min: 3, max: 3 },
            needs: Needs { app_process_mib: 48, wasm_mib: 4, textures_mib: 32 },
            floor: self.number - 3,
            urgent: false,
            waves: Vec::new(),
            engines: BTreeMap::new(),
            report: None,
            files: entries,
        };
        self.signed(Role::Release, self.edited(Role::Release, body.to_bytes().unwrap()))
    }

    fn file(&self, path: &str, content: &[u8], tree: &mut Tree) -> FileEntry {
        let chunk = |(index, piece): (usize, &[u8])| {
            let other = self.packed.iter().find(|(file, chunk, _)| file == path && *chunk == index);
            let packed = match other {
                Some((_, _, packed)) => packed.clone(),
                None => compressed(piece),
            };
            let zstd = packed.len() < piece.len();
            let bytes = if zstd { packed } else { piece.to_vec() };
            let stored = Stored { sha256: Hash::of(&bytes), bytes: bytes.len() as u32, zstd };
            tree.insert(stored.path(), bytes);
            Chunk { sha256: Hash::of(piece), stored }
        };
        FileEntry {
            path: path.into(),
            bytes: content.len() as u64,
            sha256: Hash::of(content),
            chunks: content.chunks(CHUNK_BYTES).enumerate().map(chunk).collect(),
        }
    }

    fn signed(&self, role: Role, body: Vec<u8>) -> Vec<u8> {
        sign(role, &body, &keys(&self.signers[role.name()])).unwrap()
    }

    /// A body with what the case says in place of what it said. A text that begins with `=` is the whole body; `a -> b`
    /// replaces text, for what no JSON writer would write.
    fn edited(&self, role: Role, body: Vec<u8>) -> Vec<u8> {
        let mut bytes = body;
        for (_, place, json) in self.edits.iter().filter(|(of, ..)| *of == role) {
            if place == "text" {
                let text = String::from_utf8(bytes).unwrap();
                let (from, to) = json.split_once(" -> ").unwrap_or_else(|| panic!("no ` -> ` in {json}"));
                assert!(text.contains(from), "no {from} in {text}");
                bytes = text.replacen(from, to, 1).into_bytes();
                continue;
            }
            let mut body: Value = serde_json::from_slice(&bytes).unwrap();
            set(&mut body, place, json);
            bytes = serde_json::to_vec_pretty(&body).unwrap();
        }
        bytes
    }
}

/// Puts JSON at a place of a body; `-` takes away what is there.
fn set(body: &mut Value, place: &str, json: &str) {
    let (parent, name) = place.rsplit_once('/').unwrap_or_else(|| panic!("{place} does not begin with /"));
    let parent = body.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent} in the body"));
    // A key's name stands for its public half.
    let json = match json.strip_prefix("key ") {
        Some(name) => format!("\"{}\"", key(name).public()),
        None => json.to_owned(),
    };
    let value = || serde_json::from_str(&json).unwrap_or_else(|error| panic!("{json}: {error}"));
    match parent {
        Value::Object(fields) if json == "-" => drop(fields.remove(name).expect("nothing to take away")),
        Value::Object(fields) => drop(fields.insert(name.into(), value())),
        Value::Array(entries) if json == "-" => drop(entries.remove(name.parse().unwrap())),
        Value::Array(entries) => entries[name.parse::<usize>().unwrap()] = value(),
        _ => panic!("{place} is not in an object or array"),
    }
}

/// A zstd frame of a chunk, made once for all cases.
fn compressed(piece: &[u8]) -> Vec<u8> {
    static FRAMES: Mutex<BTreeMap<Hash, Vec<u8>>> = Mutex::new(BTreeMap::new());
    let mut frames = FRAMES.lock().unwrap();
    frames.entry(Hash::of(piece)).or_insert_with(|| zstd::bulk::compress(piece, 19).unwrap()).clone()
}

/// Two of three for roots and releases, one of one for timestamps.
pub(crate) fn root_body(version: u64) -> RootBody {
    let role = |name: &str, threshold, count| RoleKeys {
        threshold,
        keys: (0..count).map(|n| key(&format!("{name}/{n}")).public()).collect(),
    };
    RootBody {
        version,
        product: "home".into(),
        issued: ISSUED,
        expires: ISSUED + 10 * LASTS,
        root_keys: role("root", 2, 3),
        release_keys: role("release", 2, 3),
        timestamp_keys: role("timestamp", 1, 1),
    }
}

/// The files of a release.
pub(crate) fn content(number: u64) -> BTreeMap<String, Vec<u8>> {
    let mut script = String::new();
    while script.len() < 2 * CHUNK_BYTES + 999 {
        script += &format!("const line{} = {};\n", script.len(), number * 7919 + script.len() as u64 / 3);
    }
    let noise = (0..94_u64).flat_map(|n| Hash::of(&(n + 1000 * number).to_le_bytes()).0).collect();
    [
        ("app.js", script.into_bytes()),
        ("empty", Vec::new()),
        ("img/noise", noise),
        ("img/same", vec![7; 70_000]),
        ("manifest.json", format!("{{\"version\":\"1.{number}\"}}").into_bytes()),
    ]
    .map(|(path, bytes)| (path.to_owned(), bytes))
    .into()
}
