//! What may be on the disk after a loss of power: every change that was not synced is there, is not there, or is half there.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::FxHasher;

use crate::dice::Dice;
use crate::model::{Image, Node, Write, apply_change, put};

/// Bytes that storage writes at once, or tears.
const SECTOR_BYTES: usize = 512;
/// Up to so many changes all combinations are tried.
const CHANGES_EXHAUSTIVE_MAX: u32 = 6;

/// What becomes of a change that was not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Lost,
    Done,
    /// Half of a sector's bytes are new.
    Torn,
    /// The sector holds what nobody wrote.
    Garbage,
}

/// Calls `visit` with the states that a loss of power may leave of this moment: all combinations of few changes; of many the
/// regular ones and `random` more.
pub(crate) fn each_cut(
    moment: &Image,
    random: usize,
    dice: &mut Dice,
    visit: &mut dyn FnMut(Image) -> Result<(), String>,
) -> Result<(), String> {
    let count: usize = moment.0.iter().map(|node| units(node)).sum();
    let mut fates = vec![Fate::Done; count];
    if count == 0 {
        return visit(cut(moment, &fates));
    }
    let exhaustive = u32::try_from(count).is_ok_and(|count| count <= CHANGES_EXHAUSTIVE_MAX);
    if exhaustive {
        for mask in 0..1_usize << count {
            for (index, fate) in fates.iter_mut().enumerate() {
                *fate = if mask >> index & 1 == 1 { Fate::Done } else { Fate::Lost };
            }
            visit(cut(moment, &fates))?;
        }
    } else {
        visit(cut(moment, &fates))?;
        for common in [Fate::Lost, Fate::Done] {
            let other = if common == Fate::Lost { Fate::Done } else { Fate::Lost };
            for index in 0..count {
                fates.fill(common);
                fates[index] = other;
                visit(cut(moment, &fates))?;
            }
        }
        // Everything up to a point, as a disk without a cache does it.
        for end in 0..count {
            fates.fill(Fate::Lost);
            fates[..end].fill(Fate::Done);
            visit(cut(moment, &fates))?;
        }
    }
    for _ in 0..random {
        let weight = 1 + dice.below(7);
        for fate in &mut fates {
            *fate = match dice.below(8) {
                roll if roll < weight => Fate::Done,
                7 => Fate::Torn,
                6 => Fate::Garbage,
                _ => Fate::Lost,
            };
        }
        visit(cut(moment, &fates))?;
    }
    Ok(())
}

/// How many changes of a file or folder have a fate of their own.
fn units(node: &Node) -> usize {
    match node {
        Node::Dir { pending, .. } => pending.len(),
        Node::File { pending, .. } => pending.iter().map(write_units).sum(),
    }
}

fn write_units(write: &Write) -> usize {
    match write {
        Write::Len(_) => 1,
        Write::At(offset, bytes) => sectors(*offset, bytes.len()).count(),
    }
}

/// The pieces of a write that lie in one sector each, as ranges of its bytes.
fn sectors(offset: usize, len: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let end = len.min(start + SECTOR_BYTES - (offset + start) % SECTOR_BYTES);
        let piece = (start < len).then_some(start..end);
        start = end;
        piece
    })
}

/// The disk as it comes back.
fn cut(moment: &Image, fates: &[Fate]) -> Image {
    let mut fates = fates.iter().copied();
    Image(
        moment
            .0
            .iter()
            .map(|node| if units(node) == 0 { Rc::clone(node) } else { cut_node(node, &mut fates) })
            .collect(),
    )
}

fn cut_node(node: &Node, fates: &mut impl Iterator<Item = Fate>) -> Rc<Node> {
    let mut fate = || fates.next().unwrap_or(Fate::Done);
    Rc::new(match node {
        Node::Dir { durable, pending, .. } => {
            let mut names = BTreeMap::clone(durable);
            for change in pending {
                // A name is there or not.
                if fate() == Fate::Done {
                    apply_change(&mut names, change);
                }
            }
            let names = Rc::new(names);
            Node::Dir { durable: Rc::clone(&names), live: names, pending: Vec::new() }
        }
        Node::File { durable, pending, .. } => {
            let mut content = durable.to_vec();
            for write in pending {
                match write {
                    Write::Len(len) => {
                        if fate() == Fate::Done {
                            content.resize(*len, 0);
                        }
                    }
                    Write::At(offset, bytes) => {
                        for piece in sectors(*offset, bytes.len()) {
                            write_sector(&mut content, offset + piece.start, &bytes[piece], fate());
                        }
                    }
                }
            }
            let content = Rc::new(content);
            Node::File { durable: Rc::clone(&content), live: content, pending: Vec::new() }
        }
    })
}

fn write_sector(content: &mut Vec<u8>, offset: usize, bytes: &[u8], fate: Fate) {
    match fate {
        Fate::Lost => {}
        Fate::Done => put(content, offset, bytes),
        Fate::Torn => put(content, offset, &bytes[..bytes.len() / 2]),
        Fate::Garbage => put(content, offset, &vec![0xa5; bytes.len()]),
    }
}

/// Tells states apart by what can be reached in them.
pub(crate) fn fingerprint(image: &Image) -> u64 {
    let mut hasher = FxHasher::default();
    walk(image, 0, &mut hasher);
    hasher.finish()
}

fn walk(image: &Image, node: usize, hasher: &mut FxHasher) {
    match &*image.0[node] {
        Node::File { live, .. } => live.hash(hasher),
        Node::Dir { live, .. } => {
            for (name, &node) in live.iter() {
                name.hash(hasher);
                walk(image, node, hasher);
            }
            0xff_u8.hash(hasher);
        }
    }
}
