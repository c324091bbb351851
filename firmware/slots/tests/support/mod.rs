//! A publisher for the tests: keys made of fixed seeds, roots and releases signed by them.

use std::collections::BTreeMap;

use ferrule_bundle::trust::limits::CHUNK_BYTES;
use ferrule_bundle::trust::{
    AbiRange, Chunk, FileEntry, Hash, Needs, Release, ReleaseBody, Role, RoleKeys, Root, RootBody, SecretKey,
    Stored, sign,
};
use ferrule_slots::{Disk, Install, Signed, SlotsError};

const ISSUED: u64 = 1_764_000_000;
const EXPIRES: u64 = 1_795_536_000;

/// A release, its envelope, and the files it was made of.
#[derive(Clone)]
pub(crate) struct Published {
    pub(crate) release: Release,
    pub(crate) envelope: Vec<u8>,
    files: BTreeMap<String, Vec<u8>>,
}

/// Signs whatever is wanted.
pub(crate) struct Publisher {
    root_key: SecretKey,
    release_key: SecretKey,
    timestamp_key: SecretKey,
}

impl Publisher {
    pub(crate) fn new() -> Self {
        let [root_key, release_key, timestamp_key] = [1, 2, 3].map(|seed| SecretKey::from_seed([seed; 32]));
        Self { root_key, release_key, timestamp_key }
    }

    /// A root as it is published.
    pub(crate) fn root(&self, version: u64) -> Vec<u8> {
        let keys = |key: &SecretKey| RoleKeys { threshold: 1, keys: vec![key.public()] };
        let body = RootBody {
            version,
            product: "home".into(),
            issued: ISSUED,
            expires: EXPIRES,
            root_keys: keys(&self.root_key),
            release_keys: keys(&self.release_key),
            timestamp_keys: keys(&self.timestamp_key),
        };
        sign(Role::Root, &body.to_bytes().unwrap(), std::slice::from_ref(&self.root_key)).unwrap()
    }

    /// Tells what is signed, as the device does.
    pub(crate) fn signed(&self) -> Box<Signed> {
        let root = Root::from_image(&self.root(1)).unwrap();
        Box::new(move |envelope| root.installed(envelope).ok())
    }

    /// A release of these files and a manifest, published as raw chunks.
    pub(crate) fn release(&self, number: u64, floor: u64, files: &[(&str, &[u8])]) -> Published {
        let mut all: BTreeMap<String, Vec<u8>> =
            files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect();
        all.entry("manifest.json".into()).or_insert_with(|| format!("release {number}").into_bytes());
        let body = ReleaseBody {
            number,
            product: "home".into(),
            version: number.to_string(),
            issued: ISSUED,
            expires: EXPIRES,
            hardware: vec!["qemu-arm64".into()],
            abi: AbiRange { min: 1, max: 9 },
            needs: Needs::default(),
            floor,
            urgent: false,
            waves: Vec::new(),
            engines: BTreeMap::new(),
            report: None,
            files: all.iter().map(|(path, bytes)| entry(path, bytes)).collect(),
        };
        self.publish(&body, all)
    }

    fn publish(&self, body: &ReleaseBody, files: BTreeMap<String, Vec<u8>>) -> Published {
        let key = std::slice::from_ref(&self.release_key);
        let envelope = sign(Role::Release, &body.to_bytes().unwrap(), key).unwrap();
        let release = self.signed()(&envelope).expect("it is signed by the root's keys");
        Published { release, envelope, files }
    }

    /// A release with a file whose chunks are right and whose own hash is not.
    pub(crate) fn contradicting(&self, number: u64, path: &str, bytes: &[u8]) -> Published {
        let published = self.release(number, 0, &[(path, bytes)]);
        let mut body = (*published.release).clone();
        body.files.iter_mut().find(|file| file.path == path).unwrap().sha256 = Hash([7; 32]);
        self.publish(&body, published.files)
    }
}

fn entry(path: &str, bytes: &[u8]) -> FileEntry {
    let chunk = |content: &[u8]| {
        let sha256 = Hash::of(content);
        Chunk { sha256, stored: Stored { sha256, bytes: u32::try_from(content.len()).unwrap(), zstd: false } }
    };
    FileEntry {
        path: path.into(),
        bytes: bytes.len() as u64,
        sha256: Hash::of(bytes),
        chunks: bytes.chunks(CHUNK_BYTES).map(chunk).collect(),
    }
}

impl Published {
    /// The content of a chunk.
    pub(crate) fn chunk(&self, file: usize, index: usize) -> &[u8] {
        self.files[&self.release.files[file].path].chunks(CHUNK_BYTES).nth(index).unwrap()
    }

    /// All of a file.
    pub(crate) fn content(&self, path: &str) -> &[u8] {
        &self.files[path]
    }

    /// Fetches one chunk that an installation lacks.
    pub(crate) fn feed_one<D: Disk>(&self, install: &mut Install<D>) -> Result<bool, SlotsError> {
        match install.missing() {
            None => Ok(false),
            Some(wanted) => install.put(self.chunk(wanted.file, wanted.index)).map(|()| true),
        }
    }

    /// Fetches all chunks that an installation lacks. Returns how many there were.
    pub(crate) fn feed<D: Disk>(&self, install: &mut Install<D>) -> Result<usize, SlotsError> {
        let mut count = 0;
        while self.feed_one(install)? {
            count += 1;
        }
        Ok(count)
    }

    /// Installs it.
    pub(crate) fn install<D: Disk>(&self, slots: &ferrule_slots::Slots<D>) -> Result<(), SlotsError> {
        let mut install = slots.begin(&self.release, &self.envelope, None)?;
        self.feed(&mut install)?;
        install.finish()
    }
}
