//! Sizes that did not fit a node's own cache, for the length of one layout.
//!
//! A node deep in alternating rows and columns is measured under a dozen constraints in one layout, and each of them
//! measures its children under several more. With too few of them remembered the work doubles at every level. Only
//! few are of use for the next layout, so they are not kept with the nodes.

use alloc::vec::Vec;

use crate::cache::{Entry, Key};
use crate::tree::{Index, NONE};

/// Sizes remembered; each has one place where it can be.
const SLOTS: usize = 1024;

#[derive(Clone, Copy, Debug)]
struct Slot {
    layout: u32,
    node: Index,
    entry: Entry,
}

/// The sizes of one layout.
#[derive(Debug, Default)]
pub(crate) struct Spill {
    /// Empty until the first size comes.
    slots: Vec<Slot>,
    /// Number of the layout; what others left is out of date.
    layout: u32,
}

impl Spill {
    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.layout = self.layout.wrapping_add(1);
        if self.layout == 0 {
            self.slots.clear();
        }
    }

    /// The size of a node under constraints.
    pub(crate) fn get(&self, node: Index, key: &Key) -> Option<Entry> {
        let slot = self.slots.get(place(node, key))?;
        let fits = slot.layout == self.layout && slot.node == node && slot.entry.answers(key);
        fits.then_some(slot.entry)
    }

    /// Remembers a size, in place of another perhaps.
    pub(crate) fn put(&mut self, node: Index, entry: Entry) {
        if self.slots.is_empty() {
            let free = Slot { layout: self.layout, node: NONE, entry: Entry::EMPTY };
            self.slots.resize(SLOTS, free);
        }
        let at = place(node, entry.key());
        self.slots[at] = Slot { layout: self.layout, node, entry };
    }
}

/// Where a size can be: spread over all slots, the same for all axes asked for.
fn place(node: Index, key: &Key) -> usize {
    let mixed = (u32::from(node).wrapping_mul(0x9e37_79b1) ^ key.digest()).wrapping_mul(0x85eb_ca6b);
    (mixed >> 16) as usize % SLOTS
}
