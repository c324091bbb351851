//! What attackers, careless publishers and bad networks do, as data.

use std::fs;

use ferrule_bundle::trust::{Envelope, ReleaseBody, Role};
use serde::Deserialize;

use crate::device::Stick;
use crate::publisher::{Publisher, Tree, content};

/// One deed. Those of the publisher happen first, then those to published files, in their order; those to the
/// device before it checks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) enum Deed {
    /// Whose body, the place of a field, and the JSON that stands there: `-` for nothing, `key release/7` for a public key.
    /// The place `text` replaces text instead: `from -> to`.
    Edit(String, String, String),
    /// Which role, and the keys that sign it.
    Sign(Vec<String>),
    /// Newer roots are published, up to this version.
    Roots(u64),
    /// The timestamp has this number.
    Timestamp(u64),
    /// A chunk is published as something else: which file, which chunk, and what.
    Pack(String, usize, Pack),
    /// A bit of a file is flipped; counted from its end when negative.
    Flip(String, i64),
    /// A file ends after so many bytes; so many before its end when negative.
    Cut(String, i64),
    /// Bytes, as text, follow a file.
    Append(String, String),
    /// A file is this text.
    Text(String, String),
    /// A file is so many bytes.
    Fill(String, usize),
    /// A file's bytes from an offset are these, in hex.
    Patch(String, usize, String),
    /// A file is the file of another path, or, behind `12:`, of the publication of release 12.
    Copy(String, String),
    /// A file is not there.
    Remove(String),
    /// The first signature of a file stands there a second time, under this key id unless it is empty.
    Twice(String, String),
    /// The first signature of a file is written as a second number that stands for the same.
    Malleate(String),
    /// The timestamp announces the release's file as it is now.
    Announce,
    /// The network is gone after so many files.
    GoneAfter(usize),
    /// The device has been running for so many seconds.
    Uptime(u64),
    /// A property of the device, and its value.
    Device(String, String),
    /// A file of the data partition holds this text.
    Stored(String, String),
    /// A byte of a file of the data partition is another one.
    StoredFlip(String, usize),
    /// A file of the data partition holds what is published at this path.
    StoredCopy(String, String),
    /// A file or folder of the data partition is a link to this; `outside` lies beside the data partition.
    StoredLink(String, String),
    /// A file or folder of the data partition is gone.
    StoredRemove(String),
}

/// What a chunk is published as.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Pack {
    /// Text.
    Text,
    /// A frame of which the end is missing.
    Short,
    /// A frame with something behind it.
    Trailing,
    /// Two frames.
    TwoFrames,
    /// A frame of a gigabyte.
    Gigabyte,
    /// A frame with a small window and much in it.
    Bomb,
    /// A frame of other content.
    Other,
    /// A frame that wants a dictionary.
    Dictionary,
    /// A frame that is to be skipped.
    Skippable,
}

impl Pack {
    fn bytes(self, content: &[u8]) -> Vec<u8> {
        let frame = zstd::bulk::compress(content, 19).unwrap();
        match self {
            Self::Text => b"no frame".to_vec(),
            Self::Short => frame[..frame.len() - 1].to_vec(),
            Self::Trailing => [frame.as_slice(), b"x"].concat(),
            Self::TwoFrames => [frame.as_slice(), &zstd::bulk::compress(b"x", 1).unwrap()].concat(),
            Self::Gigabyte => zstd::bulk::compress(&vec![0; 1 << 30], 1).unwrap(),
            Self::Bomb => {
                // Blocks of a repeated byte, 64 KiB each, under a window of 64 KiB.
                let block = [&(65_536_u32 << 3 | 1 << 1).to_le_bytes()[..3], b"x"].concat();
                [&[0x28, 0xb5, 0x2f, 0xfd, 0x00, 6 << 3][..], &block.repeat(100)].concat()
            }
            Self::Other => zstd::bulk::compress(b"something else", 1).unwrap(),
            Self::Dictionary => vec![0x28, 0xb5, 0x2f, 0xfd, 0x21, 7, 1, 9, 0, 0],
            Self::Skippable => [&[0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0][..], b"skip"].concat(),
        }
    }
}

impl Deed {
    /// The tree that comes of a publication and these deeds.
    pub(crate) fn publish(deeds: &[Self], mut publisher: Publisher) -> Tree {
        for deed in deeds {
            match deed {
                Self::Edit(role, place, json) => {
                    let role = Role::from_name(role).unwrap_or_else(|| panic!("no role {role}"));
                    publisher.edits.push((role, place.clone(), json.clone()));
                    if role == Role::Root {
                        publisher.root_version = publisher.root_version.max(2);
                    }
                }
                Self::Sign(names) => {
                    let role = Role::from_name(&names[0]).unwrap_or_else(|| panic!("no role {}", names[0]));
                    publisher.signers.insert(role.name(), names[1..].to_vec());
                    if role == Role::Root {
                        publisher.root_version = publisher.root_version.max(2);
                    }
                }
                Self::Roots(version) => publisher.root_version = *version,
                Self::Timestamp(number) => publisher.timestamp = *number,
                Self::Pack(path, index, pack) => {
                    let content = &content(publisher.number)[path];
                    let piece = content.chunks(65_536).nth(*index).unwrap();
                    publisher.packed.push((path.clone(), *index, pack.bytes(piece)));
                }
                _ => {}
            }
        }
        let mut tree = publisher.tree();
        for deed in deeds {
            deed.tamper(&mut tree, &publisher);
        }
        tree
    }

    /// Whether it is about roots: those stay published when the attack is over.
    pub(crate) fn is_root(&self) -> bool {
        match self {
            Self::Edit(role, ..) => role == "root",
            Self::Sign(names) => names[0] == "root" || names[0] == "timestamp" || names[0] == "release",
            Self::Roots(_) => true,
            _ => false,
        }
    }

    pub(crate) fn gone_after(&self) -> Option<usize> {
        if let Self::GoneAfter(files) = self { Some(*files) } else { None }
    }

    fn tamper(&self, tree: &mut Tree, publisher: &Publisher) {
        match self {
            Self::Flip(path, bit) => {
                let bytes = file(tree, path);
                let bit = bit.rem_euclid(bytes.len() as i64 * 8) as usize;
                bytes[bit / 8] ^= 1 << (bit % 8);
            }
            Self::Cut(path, length) => {
                let bytes = file(tree, path);
                let length = if *length < 0 { bytes.len() as i64 + length } else { *length };
                bytes.truncate(length as usize);
            }
            Self::Append(path, text) => file(tree, path).extend_from_slice(text.as_bytes()),
            Self::Text(path, text) => {
                let path = resolved(tree, path);
                tree.insert(path, text.clone().into_bytes());
            }
            Self::Fill(path, bytes) => {
                let path = resolved(tree, path);
                tree.insert(path, vec![b'F'; *bytes]);
            }
            Self::Patch(path, offset, hex) => {
                let new: Vec<u8> = (0..hex.len() / 2)
                    .map(|n| u8::from_str_radix(&hex[2 * n..2 * n + 2], 16).unwrap())
                    .collect();
                file(tree, path)[*offset..*offset + new.len()].copy_from_slice(&new);
            }
            Self::Copy(path, from) => {
                let bytes = match from.strip_prefix("12:") {
                    Some(from) => Publisher::of(12).tree()[from].clone(),
                    None => file(tree, from).clone(),
                };
                let path = resolved(tree, path);
                tree.insert(path, bytes);
            }
            Self::Remove(path) => {
                let path = resolved(tree, path);
                assert!(tree.remove(&path).is_some(), "no {path} to remove");
            }
            Self::Twice(path, id) => twice(file(tree, path), id),
            Self::Malleate(path) => malleate(&mut file(tree, path)[48..112]),
            Self::Announce => {
                let release = file(tree, &format!("releases/{}", publisher.number)).clone();
                tree.insert("timestamp".into(), publisher.announcing(&release));
            }
            _ => {}
        }
    }

    /// What happens to the device.
    pub(crate) fn happen(&self, stick: &mut Stick) {
        match self {
            Self::Uptime(seconds) => stick.uptime = *seconds,
            Self::Device(property, value) => match property.as_str() {
                "hardware" => stick.device.hardware.clone_from(value),
                "abi" => stick.device.abi = value.parse().unwrap(),
                "textures_mib" => stick.device.budgets.textures_mib = value.parse().unwrap(),
                _ => panic!("no property {property}"),
            },
            Self::Stored(path, text) => store(stick, path, text.as_bytes()),
            Self::StoredFlip(path, at) => {
                let mut bytes = fs::read(stick.dir.join(path)).unwrap();
                bytes[*at] ^= 0xff;
                store(stick, path, &bytes);
            }
            Self::StoredCopy(path, from) => store(stick, path, &Publisher::of(13).tree()[from]),
            Self::StoredLink(path, to) => {
                let path = gone(stick, path);
                std::os::unix::fs::symlink(to, path).unwrap();
            }
            Self::StoredRemove(path) => drop(gone(stick, path)),
            _ => {}
        }
    }
}

/// A published file; `chunk app.js 1` is one by the file it belongs to.
fn file<'a>(tree: &'a mut Tree, path: &str) -> &'a mut Vec<u8> {
    let path = resolved(tree, path);
    tree.get_mut(&path).unwrap_or_else(|| panic!("{path} is not published"))
}

fn resolved(tree: &Tree, path: &str) -> String {
    let Some(chunk) = path.strip_prefix("chunk ") else { return path.to_owned() };
    let (name, index) = chunk.split_once(' ').unwrap();
    let release = tree.iter().find(|(path, _)| path.starts_with("releases/")).unwrap().1;
    let release = ReleaseBody::parse(Envelope::parse(release).unwrap().body).unwrap();
    let entry = release.files.iter().find(|file| file.path == name).unwrap();
    entry.chunks[index.parse::<usize>().unwrap()].stored.path()
}

fn twice(bytes: &mut Vec<u8>, id: &str) {
    let mut signature = bytes[16..112].to_vec();
    if !id.is_empty() {
        signature[..32].copy_from_slice(&[u8::from_str_radix(id, 16).unwrap(); 32]);
    }
    bytes[9] += 1;
    let end = 16 + 96 * (usize::from(bytes[9]) - 1);
    bytes.splice(end..end, signature);
}

/// Adds the group's order to the second half of a signature.
fn malleate(signature: &mut [u8]) {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0;
    for (byte, order) in signature[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
}

fn store(stick: &Stick, path: &str, bytes: &[u8]) {
    fs::write(gone(stick, path), bytes).unwrap();
}

/// Removes what is there, and says where.
fn gone(stick: &Stick, path: &str) -> std::path::PathBuf {
    let path = stick.dir.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
    path
}
