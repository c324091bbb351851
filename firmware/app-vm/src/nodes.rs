//! The app's own picture of its scene: which numbers are in use and who is whose child.
//!
//! The engine holds the real tree. This mirror exists because removing a node frees the numbers of everything below it,
//! and because an event names a number while the app wants its object. It refuses what the engine would refuse, so that
//! both stay equal.

use std::collections::VecDeque;

use ferrule_abi::NodeId;
use ferrule_abi::limits::{DEPTH_MAX, NODES_MAX};

use crate::limits::NODE_REUSE_DELAY;

/// Why the tree cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TreeError {
    #[error("the scene holds {NODES_MAX} nodes and no more; remove some that are not on screen")]
    Full,
    #[error("a node cannot be put into itself or into one of its descendants")]
    Cycle,
    #[error("`before` is not a child of this node")]
    NotAChild,
    #[error("the scene would be nested deeper than {DEPTH_MAX} nodes; flatten it")]
    TooDeep,
    #[error("the node was removed")]
    Unknown,
}

/// Numbers, links and one `T` per node.
#[derive(Debug)]
pub(crate) struct Nodes<T> {
    slots: Vec<Slot<T>>,
    free: VecDeque<u16>,
}

/// Links are node numbers; zero is none.
#[derive(Debug)]
struct Slot<T> {
    value: Option<T>,
    parent: u16,
    first: u16,
    last: u16,
    previous: u16,
    next: u16,
}

impl<T> Default for Nodes<T> {
    fn default() -> Self {
        Self { slots: Vec::new(), free: VecDeque::new() }
    }
}

impl<T> Nodes<T> {
    /// Takes a number for a new node without relatives.
    pub(crate) fn create(&mut self, value: T) -> Result<NodeId, TreeError> {
        let slot = Slot { value: Some(value), parent: 0, first: 0, last: 0, previous: 0, next: 0 };
        let fresh = self.slots.len() < NODES_MAX as usize;
        let raw = if self.free.len() > NODE_REUSE_DELAY || !fresh {
            let raw = self.free.pop_front().ok_or(TreeError::Full)?;
            self.slots[usize::from(raw) - 1] = slot;
            u32::from(raw)
        } else {
            self.slots.push(slot);
            self.slots.len() as u32
        };
        NodeId::new(raw).ok_or(TreeError::Full)
    }

    /// What belongs to a node; nothing when the number is not in use.
    pub(crate) fn get(&self, node: NodeId) -> Option<&T> {
        self.slots.get(node.get() as usize - 1)?.value.as_ref()
    }

    /// The node that a node is in.
    pub(crate) fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.get(node)?;
        NodeId::new(self.slot(raw(node)).parent.into())
    }

    /// Nodes in use.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Puts a node among a parent's children, taking it out of where it was.
    pub(crate) fn insert(
        &mut self,
        parent: NodeId,
        child: NodeId,
        before: Option<NodeId>,
    ) -> Result<(), TreeError> {
        let (parent, child, before) = (raw(parent), raw(child), before.map_or(0, raw));
        for node in [parent, child] {
            if self.slots.get(usize::from(node) - 1).is_none_or(|slot| slot.value.is_none()) {
                return Err(TreeError::Unknown);
            }
        }
        if before != 0 && (before == child || self.slot(before).parent != parent) {
            return Err(TreeError::NotAChild);
        }
        let mut depth = 1;
        let mut above = parent;
        while above != 0 {
            if above == child {
                return Err(TreeError::Cycle);
            }
            depth += 1;
            above = self.slot(above).parent;
        }
        if depth + self.height(child) > DEPTH_MAX {
            return Err(TreeError::TooDeep);
        }
        self.detach(child);
        self.attach(parent, child, before);
        Ok(())
    }

    /// Takes a node and everything below it out and gives back what belonged to them.
    pub(crate) fn remove(&mut self, node: NodeId) -> Vec<T> {
        let mut removed = Vec::new();
        if self.get(node).is_none() {
            return removed;
        }
        self.detach(raw(node));
        let mut waiting = vec![raw(node)];
        while let Some(next) = waiting.pop() {
            let mut child = self.slot(next).first;
            while child != 0 {
                waiting.push(child);
                child = self.slot(child).next;
            }
            removed.extend(self.slots[usize::from(next) - 1].value.take());
            self.free.push_back(next);
        }
        removed
    }

    /// Nodes on the longest way down, without the node itself. Trees are never deeper than `DEPTH_MAX`.
    fn height(&self, node: u16) -> u32 {
        let mut tallest = 0;
        let mut child = self.slot(node).first;
        while child != 0 {
            tallest = tallest.max(1 + self.height(child));
            child = self.slot(child).next;
        }
        tallest
    }

    fn attach(&mut self, parent: u16, child: u16, before: u16) {
        let previous = if before == 0 { self.slot(parent).last } else { self.slot(before).previous };
        let slot = self.slot_mut(child);
        (slot.parent, slot.previous, slot.next) = (parent, previous, before);
        match previous {
            0 => self.slot_mut(parent).first = child,
            _ => self.slot_mut(previous).next = child,
        }
        match before {
            0 => self.slot_mut(parent).last = child,
            _ => self.slot_mut(before).previous = child,
        }
    }

    fn detach(&mut self, node: u16) {
        let Slot { parent, previous, next, .. } = *self.slot(node);
        if parent == 0 {
            return;
        }
        match previous {
            0 => self.slot_mut(parent).first = next,
            _ => self.slot_mut(previous).next = next,
        }
        match next {
            0 => self.slot_mut(parent).last = previous,
            _ => self.slot_mut(next).previous = previous,
        }
        let slot = self.slot_mut(node);
        (slot.parent, slot.previous, slot.next) = (0, 0, 0);
    }

    fn slot(&self, node: u16) -> &Slot<T> {
        &self.slots[usize::from(node) - 1]
    }

    fn slot_mut(&mut self, node: u16) -> &mut Slot<T> {
        &mut self.slots[usize::from(node) - 1]
    }
}

/// `NODES_MAX` fits sixteen bits.
const fn raw(node: NodeId) -> u16 {
    const { assert!(NODES_MAX <= u16::MAX as u32) }
    node.get() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn children(nodes: &Nodes<u32>, parent: NodeId) -> Vec<u32> {
        let mut found = Vec::new();
        let mut child = nodes.slot(raw(parent)).first;
        while child != 0 {
            found.push(nodes.slot(child).value.unwrap());
            child = nodes.slot(child).next;
        }
        let mut backwards = Vec::new();
        let mut child = nodes.slot(raw(parent)).last;
        while child != 0 {
            backwards.push(nodes.slot(child).value.unwrap());
            child = nodes.slot(child).previous;
        }
        backwards.reverse();
        assert_eq!(found, backwards);
        found
    }

    #[test]
    fn children_keep_their_order_through_moves_and_removals() {
        let mut nodes = Nodes::default();
        let ids: Vec<_> = (0..5).map(|n| nodes.create(n).unwrap()).collect();
        for &child in &ids[1..4] {
            nodes.insert(ids[0], child, None).unwrap();
        }
        assert_eq!(children(&nodes, ids[0]), [1, 2, 3]);
        nodes.insert(ids[0], ids[4], Some(ids[1])).unwrap();
        assert_eq!(children(&nodes, ids[0]), [4, 1, 2, 3]);
        nodes.insert(ids[0], ids[4], None).unwrap();
        assert_eq!(children(&nodes, ids[0]), [1, 2, 3, 4]);
        nodes.insert(ids[0], ids[3], Some(ids[2])).unwrap();
        assert_eq!(children(&nodes, ids[0]), [1, 3, 2, 4]);
        assert_eq!(nodes.remove(ids[3]), [3]);
        assert_eq!(children(&nodes, ids[0]), [1, 2, 4]);
        assert_eq!(nodes.len(), 4);
    }

    #[test]
    fn removing_a_node_frees_everything_below_it() {
        let mut nodes = Nodes::default();
        let ids: Vec<_> = (0..4).map(|n| nodes.create(n).unwrap()).collect();
        nodes.insert(ids[0], ids[1], None).unwrap();
        nodes.insert(ids[1], ids[2], None).unwrap();
        let mut removed = nodes.remove(ids[0]);
        removed.sort_unstable();
        assert_eq!(removed, [0, 1, 2]);
        assert_eq!(nodes.len(), 1);
        assert!(nodes.get(ids[2]).is_none() && nodes.get(ids[3]).is_some());
        assert_eq!(nodes.insert(ids[3], ids[2], None), Err(TreeError::Unknown));
        assert!(nodes.remove(ids[2]).is_empty());
    }

    #[test]
    fn what_the_engine_would_refuse_is_refused() {
        let mut nodes = Nodes::default();
        let ids: Vec<_> = (0..DEPTH_MAX + 1).map(|n| nodes.create(n).unwrap()).collect();
        nodes.insert(ids[0], ids[1], None).unwrap();
        assert_eq!(nodes.insert(ids[1], ids[0], None), Err(TreeError::Cycle));
        assert_eq!(nodes.insert(ids[0], ids[0], None), Err(TreeError::Cycle));
        assert_eq!(nodes.insert(ids[2], ids[1], Some(ids[0])), Err(TreeError::NotAChild));
        for pair in ids[1..ids.len() - 1].windows(2) {
            nodes.insert(pair[0], pair[1], None).unwrap();
        }
        let last = ids.len() - 1;
        assert_eq!(nodes.insert(ids[last - 1], ids[last], None), Err(TreeError::TooDeep));
        assert_eq!(nodes.insert(ids[last], ids[0], None), Err(TreeError::TooDeep));
        assert_eq!(nodes.insert(ids[last - 2], ids[last], None), Ok(()));
    }

    #[test]
    fn numbers_run_out_and_come_back_late() {
        let mut nodes = Nodes::default();
        let first = nodes.create(0).unwrap();
        nodes.remove(first);
        assert_ne!(nodes.create(1).unwrap(), first);
        while nodes.len() < NODES_MAX as usize {
            nodes.create(2).unwrap();
        }
        assert_eq!(nodes.create(3), Err(TreeError::Full));
        let some = NodeId::new(77).unwrap();
        nodes.remove(some);
        assert_eq!(nodes.create(4), Ok(some));
    }
}
