//! Which parts of the page are to be laid out again, and where that may stop.
//!
//! A change climbs from its node to the nearest *boundary*, a node whose own size cannot depend on what is inside
//! it, and only the boundary is laid out again, with the constraints it had before. The root is always one. What
//! still can leave a boundary is its first baseline; where somebody is aligned by it, the change climbs on.

use alloc::vec::Vec;

use taffy::style::{Direction, Position};

use crate::host::Host;
use crate::pass::Pass;
use crate::spill::Spill;
use crate::tree::{Content, Flag, Index, NONE, Table};

/// The layouts that are to be done again.
#[derive(Debug, Default)]
pub(crate) struct LayoutQueue {
    /// Each has [`Flag::LayoutQueued`]. Those that are not on the page wait here until they are.
    boundaries: Vec<Index>,
    root: Index,
    spill: Spill,
    /// The root itself, its content, or its size changed.
    root_due: bool,
    /// Something changed since the last run.
    due: bool,
}

impl LayoutQueue {
    /// True when a box on the page may be out of date.
    pub(crate) fn is_due(&self) -> bool {
        self.due
    }

    /// The screen has another size.
    pub(crate) fn screen_changed(&mut self) {
        self.root_due = true;
        self.due = true;
    }

    /// Another node is the root, or none.
    pub(crate) fn set_root(&mut self, nodes: &mut Table, root: Index) {
        // While a node inside a tree was the root, the nodes around it were not told of changes.
        let mut at = self.root;
        while let Some(node) = nodes.get_mut(at) {
            node.cache.clear();
            at = node.parent;
        }
        self.root = root;
        self.screen_changed();
    }

    /// A node's content or children changed.
    pub(crate) fn content_changed(&mut self, nodes: &mut Table, index: Index) {
        self.due = true;
        let mut at = index;
        while let Some(node) = nodes.get_mut(at) {
            let was_laid_out = node.cache.is_laid_out();
            node.cache.clear();
            if at == self.root {
                self.root_due = true;
                return;
            }
            let placed = node.cache.last_input().is_some();
            let parent = node.parent;
            if parent == NONE || placed && is_boundary(nodes, at) {
                self.enqueue(nodes, at);
                return;
            }
            // What is not laid out has told its parents before.
            if !was_laid_out && at != index {
                return;
            }
            at = parent;
        }
    }

    /// A node's own place or size changed.
    pub(crate) fn style_changed(&mut self, nodes: &mut Table, index: Index) {
        let Some(node) = nodes.get_mut(index) else { return };
        node.cache.clear();
        let parent = node.parent;
        if parent == NONE || index == self.root {
            self.content_changed(nodes, index);
        }
        if parent != NONE {
            self.content_changed(nodes, parent);
        }
    }

    /// A subtree has another direction. When the page's root is in it, what changed in the root is not found by climbing.
    pub(crate) fn direction_changed(&mut self, nodes: &Table, top: Index) {
        if self.root != NONE && nodes.is_within(self.root, top) {
            self.screen_changed();
        }
    }

    fn enqueue(&mut self, nodes: &mut Table, index: Index) {
        let node = nodes.at_mut(index);
        // What was never placed is reached from what it hangs in, which is not laid out either.
        if node.cache.last_input().is_some() && !node.flags.has(Flag::LayoutQueued) {
            node.flags.put(Flag::LayoutQueued, true);
            self.boundaries.push(index);
        }
    }

    /// Lays out what changed on the page, whose root has the size given. Answers how many boxes were computed.
    pub(crate) fn run<H: Host>(&mut self, nodes: &mut Table, host: &mut H, width: f32, height: f32) -> u32 {
        self.due = false;
        let root = self.root;
        let mut computed = 0;
        self.spill.clear();
        loop {
            if core::mem::take(&mut self.root_due) {
                let mut pass = Pass::new(nodes, host, &mut self.spill);
                pass.lay_out_root(root, width, height);
                computed += pass.computed;
            }
            // A baseline that moved adds boundaries further up while this runs.
            let mut at = 0;
            while let Some(&index) = self.boundaries.get(at) {
                match nodes.get_mut(index) {
                    Some(node) if node.flags.has(Flag::LayoutQueued) => {
                        if !nodes.is_within(index, root) {
                            at += 1;
                            continue;
                        }
                    }
                    // Removed, and perhaps made anew under its number.
                    _ => {
                        self.boundaries.swap_remove(at);
                        continue;
                    }
                }
                self.boundaries.swap_remove(at);
                let mut pass = Pass::new(nodes, host, &mut self.spill);
                let baseline_moved = pass.lay_out_boundary(index);
                computed += pass.computed;
                if baseline_moved && baseline_is_used(nodes, index, root) {
                    let parent = nodes.at(index).parent;
                    self.content_changed(nodes, parent);
                    self.spill.clear();
                }
            }
            if !self.root_due {
                break;
            }
        }
        self.due = false;
        computed
    }
}

/// True when the node's size does not depend on its content.
fn is_boundary(nodes: &Table, index: Index) -> bool {
    let node = nodes.at(index);
    // What is in a list does not count for its size, and an item is as large as the list says.
    node.list.is_some()
        || nodes
            .get(node.parent)
            .is_none_or(|parent| parent.list.is_some() || node.style.is_boundary(&parent.style))
}

/// True when something on the page is placed by the node's first baseline.
fn baseline_is_used(nodes: &Table, index: Index, root: Index) -> bool {
    let mut at = index;
    while at != root
        && let Some(node) = nodes.get(at)
        && let Some(parent) = nodes.get(node.parent)
    {
        if node.style.is_none || node.style.position == Position::Absolute {
            return false;
        }
        if node.style.aligns_baseline_in(&parent.style) {
            return true;
        }
        at = node.parent;
    }
    false
}

/// Hands a parent's direction on to a node and what is in it, as far as nothing there says otherwise. The caller
/// lays the node out again.
pub(crate) fn inherit_direction(nodes: &mut Table, index: Index, parents: Direction) {
    let Some(node) = nodes.get_mut(index) else { return };
    if !node.style.inherit_direction(parents) {
        return;
    }
    node.cache.clear();
    let direction = node.style.layout_direction;
    nodes.repaint(index);
    let Some(node) = nodes.get_mut(index) else { return };
    // Taken out while the children are visited.
    let children = core::mem::take(&mut node.children);
    for &child in &children {
        inherit_direction(nodes, child, direction);
    }
    nodes.at_mut(index).children = children;
}

/// The direction that a node inherits: its parent's, or at the top left to right.
pub(crate) fn inherited_direction(nodes: &Table, index: Index) -> Direction {
    let parent = nodes.get(index).and_then(|node| nodes.get(node.parent));
    parent.map_or(Direction::Ltr, |parent| parent.style.layout_direction)
}

/// The node's children have another alignment: texts of a given size give a baseline only where it is asked for.
pub(crate) fn alignment_changed(nodes: &mut Table, index: Index) {
    let Some(node) = nodes.get_mut(index) else { return };
    let children = core::mem::take(&mut node.children);
    for &child in &children {
        let child = nodes.at_mut(child);
        if matches!(child.content, Content::Text(_)) {
            child.cache.clear();
        }
    }
    nodes.at_mut(index).children = children;
}
