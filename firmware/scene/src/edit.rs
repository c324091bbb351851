//! Making, moving and removing nodes.

use ferrule_abi::NodeKind;
use ferrule_abi::limits::{DEPTH_MAX, NODES_MAX};

use crate::host::Host;
use crate::layout;
use crate::refusal::Refusal;
use crate::scene::Scene;
use crate::tree::{Content, Flag, Index, NONE, Node, Table};

impl Scene {
    pub(crate) fn create(&mut self, index: Index, kind: NodeKind) -> Result<(), Refusal> {
        if self.nodes.get(index).is_some() {
            return Err(Refusal::NumberInUse);
        }
        if self.nodes.len() == NODES_MAX {
            return Err(Refusal::TooManyNodes);
        }
        self.nodes.put(index, Node::new(kind, self.turn));
        Ok(())
    }

    pub(crate) fn insert(&mut self, parent: Index, child: Index, before: Index) -> Result<(), Refusal> {
        let parent_node = self.nodes.get(parent).ok_or(Refusal::NoSuchNode)?;
        self.nodes.get(child).ok_or(Refusal::NoSuchNode)?;
        if !matches!(parent_node.content, Content::View) {
            return Err(Refusal::NotAView);
        }
        if self.nodes.is_within(parent, child) {
            return Err(Refusal::InsideItself);
        }
        if before != NONE && (before == child || self.nodes.get(before).map(|n| n.parent) != Some(parent)) {
            return Err(Refusal::BadSibling);
        }
        let depth = 1 + self.nodes.ancestors(parent).count() as u32;
        if depth + height(&self.nodes, child) > DEPTH_MAX {
            return Err(Refusal::TooDeep);
        }
        self.unlink(child);
        let in_list = self.nodes.at(parent).list.is_some();
        let node = self.nodes.at_mut(child);
        node.parent = parent;
        node.flags.put(Flag::ExtentDirty, true);
        // Until it is bound to an item.
        node.flags.put(Flag::Parked, in_list);
        if let Content::Text(_) = node.content {
            // Whether it has a baseline depends on the parent.
            node.cache.clear();
        }
        let ordered = node.z != 0.0;
        let children = &mut self.nodes.at_mut(parent).children;
        let at = children.iter().position(|&c| c == before).unwrap_or(children.len());
        children.insert(at, child);
        if ordered {
            self.nodes.at_mut(parent).flags.put(Flag::OrderedChildren, true);
        }
        let (focusables, transformed) = counts(self.nodes.at(child));
        for_ancestors(&mut self.nodes, child, |node| {
            node.focusables += focusables;
            node.transformed += transformed;
        });
        let direction = self.nodes.at(parent).style.layout_direction;
        layout::inherit_direction(&mut self.nodes, child, direction);
        self.layouts.direction_changed(&self.nodes, child);
        self.layouts.content_changed(&mut self.nodes, parent);
        self.focus.tree_changed();
        self.nodes.repaint(child);
        self.repaint_part(parent);
        Ok(())
    }

    /// Takes a node out of its parent, if it has one.
    fn unlink(&mut self, child: Index) {
        let node = self.nodes.at(child);
        let parent = node.parent;
        if parent == NONE {
            return;
        }
        let (focusables, transformed) = counts(node);
        for_ancestors(&mut self.nodes, child, |node| {
            node.focusables -= focusables;
            node.transformed -= transformed;
        });
        let parent_node = self.nodes.at_mut(parent);
        parent_node.children.retain(|&c| c != child);
        if let Some(list) = &mut parent_node.list {
            list.forget(child);
        }
        let node = self.nodes.at_mut(child);
        node.parent = NONE;
        node.flags.put(Flag::Parked, false);
        self.layouts.content_changed(&mut self.nodes, parent);
        self.repaint_part(parent);
    }

    pub(crate) fn remove<H: Host>(&mut self, host: &mut H, index: Index) -> Result<(), Refusal> {
        self.nodes.get(index).ok_or(Refusal::NoSuchNode)?;
        self.focus.leaves(&self.nodes, index);
        if self.root != NONE && self.nodes.is_within(self.root, index) {
            self.root = NONE;
            self.layouts.set_root(&mut self.nodes, NONE);
        }
        self.unlink(index);
        self.paint_due = true;
        self.free(host, index);
        Ok(())
    }

    /// Frees a node and what hangs below it. The depth of a scene bounds the recursion.
    fn free<H: Host>(&mut self, host: &mut H, index: Index) {
        let Some(mut node) = self.nodes.take(index) else { return };
        // While those below it are freed, it is not in the table any more: nothing may lead to it.
        self.animations.forget(&mut self.nodes, index, &node);
        for &child in &node.children {
            self.free(host, child);
        }
        if node.list.is_some() {
            self.lists.retain(|&list| list != index);
        }
        match &mut node.content {
            Content::View => {}
            Content::Text(content) => {
                self.text_bytes -= content.text_bytes();
                content.release(host);
            }
            Content::Image(content) => {
                self.text_bytes -= content.path.len();
                self.images.drop_of(host, index, content);
            }
        }
    }
}

/// Focusable and transformed nodes of a subtree, its top included.
fn counts(node: &Node) -> (u16, u16) {
    (node.focusables, node.transformed + u16::from(node.flags.has(Flag::Transformed)))
}

/// Changes every node above `index`.
pub(crate) fn for_ancestors(nodes: &mut Table, index: Index, mut change: impl FnMut(&mut Node)) {
    let mut at = nodes.at(index).parent;
    while at != NONE {
        let node = nodes.at_mut(at);
        change(node);
        at = node.parent;
    }
}

/// Levels of a subtree: 1 for a single node.
fn height(nodes: &Table, index: Index) -> u32 {
    1 + nodes.at(index).children.iter().map(|&child| height(nodes, child)).max().unwrap_or(0)
}
