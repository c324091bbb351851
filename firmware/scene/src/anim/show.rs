//! Putting values on screen: what has to be told to whom when a node looks different.

use crate::slots::Slot;
use crate::tree::{Flag, Index, NONE, Node, Table};

/// Values of one node on their way to the screen; [`Showing::done`] tells what follows from that.
pub(super) struct Showing<'a> {
    node: &'a mut Node,
    /// The slots that have another value than before.
    touched: u32,
}

impl<'a> Showing<'a> {
    pub(super) fn new(node: &'a mut Node) -> Self {
        Self { node, touched: 0 }
    }

    /// Puts a value on screen.
    #[inline(always)]
    pub(super) fn put(&mut self, slot: Slot, bits: u32) {
        let shown = &mut self.node.shown.0[slot as usize];
        if *shown != bits {
            *shown = bits;
            self.touched |= slot.bit();
        }
    }

    /// Marks the node when it is another than before. `above` is a parent that is known to be marked.
    #[inline(always)]
    pub(super) fn done(self, above: Index) -> Follows {
        let Self { node, touched } = self;
        if touched == 0 {
            return Follows { changed: false, mark: false, place: false };
        }
        let flag = if touched & Slot::REACHING_INSIDE != 0 { Flag::Repaint } else { Flag::RepaintPart };
        let mark = !node.flags.is_marked() && node.parent != above;
        let place =
            touched & Slot::TRANSFORMS != 0 && node.flags.has(Flag::Transformed) == node.shown.is_in_place();
        node.flags.put(flag, true);
        Follows { changed: true, mark, place }
    }
}

/// What follows from values that were put on screen.
pub(super) struct Follows {
    /// The node is another than before.
    pub(super) changed: bool,
    /// The nodes above have to be marked.
    mark: bool,
    /// The node may have left its place or be back there.
    place: bool,
}

impl Follows {
    /// Tells the table. The parent of a node that had to tell it is `above` afterwards.
    #[inline(always)]
    pub(super) fn tell(&self, nodes: &mut Table, index: Index, above: &mut Index) {
        if self.mark || self.place {
            *above = self.tell_table(nodes, index);
        }
    }

    #[inline(never)]
    fn tell_table(&self, nodes: &mut Table, index: Index) -> Index {
        let parent = nodes.at(index).parent;
        nodes.mark_upward(parent);
        if self.place {
            note_place(nodes, index);
        }
        parent
    }
}

/// Puts a value on screen. Answers whether it is another than before.
pub(crate) fn show(nodes: &mut Table, index: Index, slot: Slot, bits: u32) -> bool {
    let mut showing = Showing::new(nodes.at_mut(index));
    showing.put(slot, bits);
    let follows = showing.done(NONE);
    follows.tell(nodes, index, &mut { NONE });
    follows.changed
}

/// Keeps the ancestors' count of scaled or shifted nodes right.
#[inline(never)]
pub(super) fn note_place(nodes: &mut Table, index: Index) {
    let node: &mut Node = nodes.at_mut(index);
    let now = !node.is_in_place();
    if node.flags.has(Flag::Transformed) == now {
        return;
    }
    node.flags.put(Flag::Transformed, now);
    let mut at = node.parent;
    while at != NONE {
        let node = nodes.at_mut(at);
        node.transformed = if now { node.transformed + 1 } else { node.transformed.saturating_sub(1) };
        at = node.parent;
    }
}
