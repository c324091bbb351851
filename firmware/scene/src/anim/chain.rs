//! A list that is walked each frame, with a chain through it for every node, so that what a node has in the list is
//! found by a few links and never searched for. Order is kept: what set off first comes first.

use alloc::vec::Vec;

use crate::tree::{Index, NONE, Node, Table};

/// A place in the list.
pub(crate) type Link = u16;
/// The end of a chain.
pub(crate) const END: Link = Link::MAX;

/// Chains of a node, by the list that they lead through.
pub(crate) const CHAINS: usize = 2;
/// The chain through the transitions.
pub(crate) const MOVERS: usize = 0;
/// The chain through the animations.
pub(crate) const PLAYERS: usize = 1;

/// Something of a node that stands in a list.
#[derive(Debug)]
pub(crate) struct Linked<T> {
    /// The node; [`NONE`] when it is over and waits to be swept away.
    pub(crate) node: Index,
    /// The next one of the same node.
    next: Link,
    /// The thing.
    pub(crate) of: T,
}

/// The list.
#[derive(Debug)]
pub(crate) struct Chained<T, const CHAIN: usize> {
    list: Vec<Linked<T>>,
    /// Those of the list that are over.
    over: usize,
}

impl<T, const CHAIN: usize> Default for Chained<T, CHAIN> {
    fn default() -> Self {
        Self { list: Vec::new(), over: 0 }
    }
}

impl<T, const CHAIN: usize> Chained<T, CHAIN> {
    /// How many are under way.
    pub(crate) fn count(&self) -> usize {
        self.list.len() - self.over
    }

    /// Length of the list; some of it may be over.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn at(&self, at: usize) -> &Linked<T> {
        &self.list[at]
    }

    pub(crate) fn at_mut(&mut self, at: usize) -> &mut Linked<T> {
        &mut self.list[at]
    }

    /// The items of a node, newest first.
    pub(crate) fn of(&self, node: &Node) -> impl Iterator<Item = &Linked<T>> {
        let mut link = node.chains[CHAIN];
        core::iter::from_fn(move || {
            let item = (link != END).then(|| &self.list[usize::from(link)])?;
            link = item.next;
            Some(item)
        })
    }

    /// The item of a node that fits.
    pub(crate) fn find(&self, node: &Node, fits: impl Fn(&T) -> bool) -> Option<usize> {
        let mut link = node.chains[CHAIN];
        while link != END {
            let at = usize::from(link);
            let item = &self.list[at];
            if fits(&item.of) {
                return Some(at);
            }
            link = item.next;
        }
        None
    }

    /// Appends an item of a node, unless there are `most` under way.
    pub(crate) fn push(&mut self, nodes: &mut Table, node: Index, of: T, most: usize) -> bool {
        if self.list.len() >= most {
            self.sweep(nodes);
        }
        if self.list.len() >= most {
            return false;
        }
        let first = &mut nodes.at_mut(node).chains[CHAIN];
        self.list.push(Linked { node, next: *first, of });
        *first = (self.list.len() - 1) as Link;
        true
    }

    /// Ends an item. It keeps its place until the next sweep.
    #[inline(never)]
    pub(crate) fn end(&mut self, nodes: &mut Table, at: usize) {
        let Linked { node, next, .. } = self.list[at];
        self.relink(nodes, node, at, next);
        self.list[at].node = NONE;
        self.over += 1;
    }

    /// Ends all items of a node that is removed, telling of each.
    pub(crate) fn forget(&mut self, node: &Node, mut tell: impl FnMut(&T)) {
        let mut link = node.chains[CHAIN];
        while link != END {
            let item = &mut self.list[usize::from(link)];
            tell(&item.of);
            item.node = NONE;
            link = item.next;
            self.over += 1;
        }
    }

    /// Lets the link of a node's chain that leads to a place lead elsewhere.
    fn relink(&mut self, nodes: &mut Table, node: Index, at: usize, to: Link) {
        let first = &mut nodes.at_mut(node).chains[CHAIN];
        let mut link = usize::from(*first);
        if link == at {
            *first = to;
            return;
        }
        while usize::from(self.list[link].next) != at {
            link = usize::from(self.list[link].next);
        }
        self.list[link].next = to;
    }

    /// Takes those that are over out of the list.
    #[inline(never)]
    pub(crate) fn sweep(&mut self, nodes: &mut Table) {
        if self.over == 0 {
            return;
        }
        let mut kept = 0;
        for at in 0..self.list.len() {
            let node = self.list[at].node;
            if node == NONE {
                continue;
            }
            if kept != at {
                self.relink(nodes, node, at, kept as Link);
                self.list.swap(kept, at);
            }
            kept += 1;
        }
        self.list.truncate(kept);
        self.over = 0;
    }
}
