//! Which nodes show which items of the app's lists, and which are there to be used again.
//!
//! The engine says which items it wants and places the nodes; the app fills them in. What is in between is here, so
//! that scrolling costs the app one call per item that comes into sight.

use ferrule_abi::NodeId;

/// The nodes of one list.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    count: u32,
    focused: u32,
    /// First item that the engine wants, and the one after the last.
    wanted: (u32, u32),
    /// Items and their nodes, in the order of items.
    bound: Vec<(u32, NodeId)>,
    /// Nodes without an item.
    spare: Vec<NodeId>,
}

impl Pool {
    /// Items of the list.
    pub(crate) const fn count(&self) -> u32 {
        self.count
    }

    /// The item that has the focus or had it last.
    pub(crate) const fn focused(&self) -> u32 {
        self.focused
    }

    pub(crate) fn set_focused(&mut self, item: u32) {
        self.focused = item;
    }

    /// The node of an item.
    pub(crate) fn node_of(&self, item: u32) -> Option<NodeId> {
        self.place(item).ok().map(|at| self.bound[at].1)
    }

    /// Items with nodes among `count` from `first` on.
    pub(crate) fn bound_among(&self, first: u32, count: u32) -> Vec<(u32, NodeId)> {
        let within = |&&(item, _): &&(u32, NodeId)| item >= first && item - first < count;
        self.bound.iter().filter(within).copied().collect()
    }

    fn place(&self, item: u32) -> Result<usize, usize> {
        self.bound.binary_search_by_key(&item, |&(item, _)| item)
    }

    /// The engine wants other items.
    pub(crate) fn set_wanted(&mut self, first: u32, count: u32) {
        self.wanted = (first, first.saturating_add(count));
    }

    /// The first wanted item, from `from` on, that has no node.
    pub(crate) fn next_missing(&self, from: u32) -> Option<u32> {
        let (first, end) = self.wanted;
        (from.max(first)..end.min(self.count)).find(|&item| self.place(item).is_err())
    }

    /// Takes a node to be used again: a spare one, or that of the farthest item that is not wanted.
    pub(crate) fn take(&mut self) -> Option<NodeId> {
        if let Some(node) = self.spare.pop() {
            return Some(node);
        }
        let (first, end) = self.wanted;
        let distance = |item: u32| first.saturating_sub(item).max((item + 1).saturating_sub(end));
        let (at, far) =
            self.bound.iter().map(|&(item, _)| distance(item)).enumerate().max_by_key(|&(_, far)| far)?;
        (far > 0).then(|| self.bound.remove(at).1)
    }

    /// Notes that a node shows an item.
    pub(crate) fn bind(&mut self, item: u32, node: NodeId) {
        self.forget(node);
        match self.place(item) {
            Ok(at) => {
                let before = core::mem::replace(&mut self.bound[at].1, node);
                self.spare.push(before);
            }
            Err(at) => self.bound.insert(at, (item, node)),
        }
    }

    /// A node was taken and not used.
    pub(crate) fn give_back(&mut self, node: NodeId) {
        self.spare.push(node);
    }

    /// A node is another's or was removed.
    pub(crate) fn forget(&mut self, node: NodeId) {
        self.bound.retain(|&(_, each)| each != node);
        self.spare.retain(|&each| each != node);
    }

    /// Changes the number of items; they come and go at the end.
    pub(crate) fn set_count(&mut self, count: u32) {
        if count < self.count {
            self.remove(count, self.count - count);
        }
        self.count = count;
    }

    /// Items come in.
    pub(crate) fn insert(&mut self, at: u32, count: u32) {
        self.count += count;
        self.renumber(|item| Some(if item < at { item } else { item + count }));
    }

    /// Items go, and their nodes become spare.
    pub(crate) fn remove(&mut self, at: u32, count: u32) {
        self.count -= count;
        self.renumber(|item| match item {
            _ if item < at => Some(item),
            _ if item < at + count => None,
            _ => Some(item - count),
        });
    }

    /// Items go to another place with their nodes.
    pub(crate) fn shift(&mut self, from: u32, count: u32, to: u32) {
        self.renumber(|item| {
            if (from..from + count).contains(&item) {
                return Some(item - from + to);
            }
            let item = if item < from { item } else { item - count };
            Some(if item < to { item } else { item + count })
        });
    }

    fn renumber(&mut self, number: impl Fn(u32) -> Option<u32>) {
        let spare = &mut self.spare;
        self.bound.retain_mut(|(item, node)| match number(*item) {
            Some(new) => {
                *item = new;
                true
            }
            None => {
                spare.push(*node);
                false
            }
        });
        self.bound.sort_unstable_by_key(|&(item, _)| item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(raw: u32) -> NodeId {
        NodeId::new(raw).unwrap()
    }

    /// A list of a hundred items of which ten are wanted, and bound to nodes 11 to 20.
    fn pool() -> Pool {
        let mut pool = Pool::default();
        pool.set_count(100);
        pool.set_wanted(10, 10);
        while let Some(item) = pool.next_missing(0) {
            assert_eq!(pool.take(), None);
            pool.bind(item, node(item + 1));
        }
        pool
    }

    #[test]
    fn the_farthest_unwanted_node_is_used_first() {
        let mut pool = pool();
        pool.set_wanted(13, 10);
        let mut used = Vec::new();
        while let Some(item) = pool.next_missing(0) {
            let again = pool.take().unwrap();
            pool.bind(item, again);
            used.push((item, again.get()));
        }
        assert_eq!(used, [(20, 11), (21, 12), (22, 13)]);
        assert_eq!(pool.take(), None, "what is wanted stays");
        pool.set_wanted(14, 9);
        assert_eq!(pool.take(), Some(node(14)));
        pool.give_back(node(14));
        assert_eq!(pool.take(), Some(node(14)));
    }

    #[test]
    fn nodes_stay_with_their_items() {
        let mut pool = pool();
        pool.insert(12, 3);
        assert_eq!((pool.count(), pool.node_of(11), pool.node_of(15)), (103, Some(node(12)), Some(node(13))));
        assert_eq!(pool.next_missing(0), Some(12));
        pool.remove(11, 2);
        assert_eq!((pool.node_of(10), pool.node_of(13)), (Some(node(11)), Some(node(13))));
        assert_eq!(pool.take(), Some(node(12)), "its item went");
        pool.shift(13, 2, 50);
        assert_eq!(
            (pool.node_of(50), pool.node_of(51), pool.node_of(13)),
            (Some(node(13)), Some(node(14)), Some(node(15)))
        );
        pool.shift(50, 2, 13);
        assert_eq!((pool.node_of(13), pool.node_of(15)), (Some(node(13)), Some(node(15))));
        pool.set_count(12);
        assert_eq!(pool.bound_among(0, 100), [(10, node(11))]);
    }

    #[test]
    fn a_node_is_bound_once() {
        let mut pool = pool();
        pool.bind(30, node(11));
        assert_eq!((pool.node_of(10), pool.node_of(30)), (None, Some(node(11))));
        pool.bind(11, node(90));
        assert_eq!(pool.take(), Some(node(12)));
        pool.forget(node(90));
        assert_eq!(pool.node_of(11), None);
    }
}
