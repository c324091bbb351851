//! What is published in the tests, and how a disk is looked at.

use std::sync::Arc;

use ferrule_bundle::trust::Hash;
use ferrule_slots::{BootId, Disk, Run, Signed, Slots, State, stored_root};

use crate::spec::{Seen, declared_floor};
use crate::support::{Published, Publisher};

/// Releases and roots, more of them than a run needs.
#[derive(Clone)]
pub(crate) struct World {
    releases: Arc<Vec<Published>>,
    /// The stored roots by the newest's version.
    roots: Vec<Vec<u8>>,
}

const RELEASES: u64 = 120;
const ROOTS: u64 = 8;

impl World {
    pub(crate) fn new() -> Self {
        let publisher = Publisher::new();
        let release = |number: u64| {
            let app = format!("const app = {number};\n").repeat(40);
            let files: [(&str, &[u8]); 3] =
                [("app.js", app.as_bytes()), ("img/a.png", b"the same in all releases"), ("img/empty", b"")];
            publisher.release(number, declared_floor(number), &files)
        };
        let root = |version| format!("root {version}; ").repeat(60).into_bytes();
        Self {
            releases: Arc::new((1..=RELEASES).map(release).collect()),
            roots: (0..=ROOTS).map(|newest| (1..=newest).flat_map(root).collect()).collect(),
        }
    }

    pub(crate) fn release(&self, number: u64) -> &Published {
        &self.releases[usize::try_from(number - 1).expect("it is small")]
    }

    /// The roots up to a version; nothing for version 0.
    pub(crate) fn roots(&self, version: u64) -> Option<&[u8]> {
        self.roots.get(usize::try_from(version).ok()?).map(Vec::as_slice)
    }

    /// Signatures are tested elsewhere; here an envelope is signed when it was published.
    fn signed(&self) -> Box<Signed> {
        let published = Arc::clone(&self.releases);
        Box::new(move |envelope| {
            published.iter().find(|one| one.envelope == envelope).map(|one| one.release.clone())
        })
    }

    pub(crate) fn open<D: Disk>(&self, disk: D, boot: u8) -> Slots<D> {
        Slots::open(disk, BootId([boot; 16]), self.signed())
    }

    /// Starts what the device would start, holds it to what was signed, and tells what is to be seen.
    pub(crate) fn start<D: Disk>(&self, disk: &D, slots: &Slots<D>) -> Result<Seen, String> {
        let start = slots.start();
        let installed = slots.installed();
        let release = match start.run {
            Run::Factory => 0,
            Run::Slot(slot) => {
                let number = installed[slot as usize].release;
                let published = self.release(number);
                let envelope = slots.read_release(slot).map_err(|error| error.to_string())?;
                if envelope != published.envelope {
                    return Err(format!("slot {slot} has another envelope than release {number}"));
                }
                for file in &published.release.files {
                    let path = format!("{}/{}", slot.bundle(), file.path);
                    let content = disk.read(&path, 1 << 20).map_err(|cause| format!("{path}: {cause}"))?;
                    if content.len() as u64 != file.bytes || content != published.content(&file.path) {
                        return Err(format!("release {number} starts with unsigned bytes in {path}"));
                    }
                }
                number
            }
        };
        let stored = stored_root(disk).map_err(|error| error.to_string())?;
        let root = self.roots.iter().position(|roots| *roots == stored);
        Ok(Seen {
            release,
            trial: start.trial,
            tries_left: start.tries_left,
            floors: slots.floors(),
            root: root.ok_or_else(|| format!("torn roots, {} bytes", stored.len()))? as u64,
            root_noted: slots.root_version(),
            slots: installed.map(|slot| match slot.state {
                State::Empty => (State::Empty, 0, 0),
                state => (state, slot.release, slot.power_losses),
            }),
        })
    }

    /// A hash that differs for each number.
    pub(crate) fn hash(number: u64) -> Hash {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&number.to_le_bytes());
        Hash(bytes)
    }
}
