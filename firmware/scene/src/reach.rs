//! Where the focus can be: what is reachable, where it goes that comes to a container, what is nearest to a place.

use crate::items::Goal;
use crate::reveal::bounds_of;
use crate::scene::Scene;
use crate::tree::{Edges, Flag, Index, NONE, Node};

impl Scene {
    /// True when the node is on the page and nothing bars the focus from it.
    pub(crate) fn is_reachable(&self, index: Index) -> bool {
        let mut at = index;
        while let Some(node) = self.nodes.get(at) {
            if node.bars_focus() {
                return false;
            }
            if at == self.root {
                return true;
            }
            at = node.parent;
        }
        false
    }

    /// The node and what it is in, up to the root of the page.
    pub(crate) fn on_page(&self, index: Index) -> impl Iterator<Item = Index> {
        let mut ended = false;
        self.nodes.upward(index).take_while(move |&at| !core::mem::replace(&mut ended, at == self.root))
    }

    /// True when the node itself can have the focus now.
    pub(crate) fn can_have_focus(&self, index: Index) -> bool {
        self.nodes.get(index).is_some_and(Node::takes_focus) && self.is_reachable(index)
    }

    /// A focus when there is none: near where it was, else the page's first.
    pub(crate) fn replacement(&self) -> Option<Goal> {
        if self.root == NONE {
            return None;
        }
        if let Some(lost) = self.focus.lost() {
            for anchor in self.nodes.upward(lost.anchor).filter(|&anchor| self.is_reachable(anchor)) {
                if let Some(nearest) = self.nearest(anchor, &lost.bounds) {
                    return Some(nearest);
                }
            }
        }
        self.entry(self.root)
    }

    /// Where the focus goes that comes to a node as a whole: itself, what it remembers, or its first.
    pub(crate) fn entry(&self, index: Index) -> Option<Goal> {
        let node = self.nodes.get(index)?;
        if node.bars_focus() || node.focusables == 0 {
            return None;
        }
        if node.takes_focus() {
            return Some(self.goal_at(index));
        }
        if let Some(remembered) = self.remembered(index) {
            return Some(remembered);
        }
        node.children.iter().find_map(|&child| self.entry(child))
    }

    /// Where the focus goes at a node that takes it: there, or to the item that has it in a list.
    fn goal_at(&self, index: Index) -> Goal {
        match self.nodes.at(index).items() {
            Some(list) => self.item_goal(index, list, list.focused),
            None => Goal::node(index),
        }
    }

    /// The descendant that a container remembers, if the focus can go there.
    pub(crate) fn remembered(&self, index: Index) -> Option<Goal> {
        let node = self.nodes.get(index)?;
        let remembered = node.remembered;
        if !node.flags.has(Flag::FocusMemory) || remembered == NONE {
            return None;
        }
        let mut at = remembered;
        let mut valid = self.nodes.get(at)?.takes_focus();
        while at != index {
            let node = self.nodes.get(at)?;
            valid &= !node.bars_focus();
            at = node.parent;
        }
        valid.then(|| self.goal_at(remembered))
    }

    /// The focusable node in a subtree that is nearest to a place. The first of equals.
    fn nearest(&self, top: Index, to: &Edges) -> Option<Goal> {
        let mut best: Option<(f32, Index)> = None;
        self.visit_focusables(top, &mut |index| {
            let bounds = bounds_of(&self.nodes, index);
            let dx = (bounds.x0 + bounds.x1) - (to.x0 + to.x1);
            let dy = (bounds.y0 + bounds.y1) - (to.y0 + to.y1);
            let distance = dx * dx + dy * dy;
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, index));
            }
        });
        best.map(|(_, index)| self.goal_at(index))
    }

    fn visit_focusables(&self, index: Index, visit: &mut impl FnMut(Index)) {
        let Some(node) = self.nodes.get(index) else { return };
        if node.bars_focus() || node.focusables == 0 {
            return;
        }
        if node.takes_focus() {
            visit(index);
        }
        if node.items().is_some() {
            return;
        }
        for &child in &node.children {
            self.visit_focusables(child, visit);
        }
    }
}
