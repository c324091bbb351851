//! Which of several siblings is painted over the others.

use ferrule_abi::Keyword;

use super::Walk;
use crate::host::Host;
use crate::tree::{Flag, Index};

impl<H: Host> Walk<'_, H> {
    /// Notes what covers its neighbours: the focused node, which often grows, and in a list what it is in.
    pub(super) fn lift_focus(&mut self) {
        let lifted = &mut self.painter.lifted;
        lifted.clear();
        let mut at = self.focus;
        while let Some(node) = self.nodes.get(at) {
            lifted.push((node.parent, at));
            at = node.parent;
            if self.nodes.get(at).is_some_and(|parent| parent.style.scroll() != Keyword::None) {
                return;
            }
        }
        // Outside of lists pages and layers keep their order.
        lifted.truncate(1);
    }

    /// Puts the children from `start` on into painting order: by z, and among equals the lifted one last.
    pub(super) fn arrange(&mut self, parent: Index, start: usize) {
        let children = &mut self.painter.order[start..];
        let lifted = self.painter.lifted.iter().find(|(of, _)| *of == parent);
        if let Some(at) = lifted.and_then(|(_, node)| children.iter().position(|child| child == node)) {
            children[at..].rotate_left(1);
        }
        if !self.nodes.at(parent).flags.has(Flag::OrderedChildren) {
            return;
        }
        // Insertion keeps the order of equals, needs no memory, and children are nearly in order.
        for at in 1..children.len() {
            let mut to = at;
            while to > 0 && self.nodes.at(children[to - 1]).z > self.nodes.at(children[to]).z {
                children.swap(to - 1, to);
                to -= 1;
            }
        }
    }
}
