//! What of the last list can be kept, so that only changed subtrees are walked again.
//!
//! A node's items in the list depend on what is in its subtree and on where its parents put it. Changes mark their node:
//! [`Flag::Repaint`] when what is in it stands elsewhere, [`Flag::RepaintPart`] when it looks different, and also at every
//! node above a marked one. A node without a mark whose parents put it where they did before has its items copied from the
//! list before. What is not painted because it is out of sight keeps its mark: nothing in it was looked at.

use ferrule_abi::limits::DEPTH_MAX;

use crate::tree::{Flag, Index, LayoutBox, NONE, Node, Table};

/// Where a node's items stand in the newest list.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Segment {
    /// The first one, counted from its parent's first one.
    pub(super) offset: u32,
    pub(super) items: u32,
    /// The paint in which the node was looked at last, and that in which it was last kept without its parent being so.
    pub(super) walked: u32,
    pub(super) kept: u32,
}

/// What of a node was not looked at, because it is out of sight: nothing, something in it, or what is in it altogether.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Unseen {
    None = 0,
    Parts = Flag::RepaintPart as u32,
    All = Flag::Repaint as u32,
}

/// What the walk knows of a node's surroundings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Past {
    /// Nothing around it that its items depend on has changed since the last paint.
    pub(super) same: bool,
    /// Where its parent's items began in the last list and begin in the next.
    pub(super) was: u32,
    pub(super) is: u32,
}

impl Past {
    /// Where a node's items began in the last list, if it was in it; in the next one they begin at `first`.
    pub(super) fn find(&self, node: &mut Node, first: u32) -> u32 {
        let was = self.was.wrapping_add(node.segment.offset);
        node.segment.offset = first - self.is;
        was
    }
}

impl Node {
    /// Notes that a paint looked at the node, which has so many items in the list. Answers whether all of it is in sight.
    pub(super) fn looked_at(&mut self, items: u32, paint: u32, unseen: Unseen) -> bool {
        self.segment.items = items;
        self.segment.walked = paint;
        self.flags.set_marks(unseen);
        unseen == Unseen::None
    }
}

impl Table {
    /// Layout has a box for a node.
    pub(crate) fn place(&mut self, index: Index, to: LayoutBox) {
        let node = self.at_mut(index);
        if node.layout != to {
            node.layout = to;
            self.repaint(index);
        }
    }

    /// A node stands or scrolls differently, with what is in it.
    pub(crate) fn repaint(&mut self, index: Index) {
        self.mark(index, Flag::Repaint);
    }

    /// A node looks different where it is, or has other children.
    pub(crate) fn repaint_part(&mut self, index: Index) {
        self.mark(index, Flag::RepaintPart);
    }

    /// [`Table::repaint`] or [`Table::repaint_part`].
    pub(crate) fn mark(&mut self, index: Index, flag: Flag) {
        let node = self.at_mut(index);
        let (was_marked, parent) = (node.flags.is_marked(), node.parent);
        node.flags.put(flag, true);
        if !was_marked {
            self.mark_upward(parent);
        }
    }

    /// Something in a node is marked; nothing has to be done for [`NONE`].
    pub(crate) fn mark_upward(&mut self, mut at: Index) {
        while at != NONE {
            let node = self.at_mut(at);
            if node.flags.is_marked() {
                return;
            }
            node.flags.put(Flag::RepaintPart, true);
            at = node.parent;
        }
    }

    /// True when an image that was near the screen in paint `seen` is there in `paint`: what was kept is where it was when
    /// it was looked at.
    pub(crate) fn was_near(&self, index: Index, seen: u32, paint: u32) -> bool {
        if seen == paint {
            return true;
        }
        let mut path = [NONE; DEPTH_MAX as usize];
        let mut depth = 0;
        for (slot, at) in path.iter_mut().zip(self.upward(index)) {
            *slot = at;
            depth += 1;
        }
        let mut as_of = paint;
        for &at in path[..depth].iter().rev() {
            let segment = &self.at(at).segment;
            if segment.kept == as_of {
                as_of = segment.walked;
            }
        }
        seen == as_of
    }
}
