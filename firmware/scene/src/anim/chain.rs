//! A list that is walked each frame, with a chain through it for every node, so that what a node has in the list is
//! found by a few links and never searched for. Order is kept: what set off first comes first.

use alloc::vec::Vec;

use crate::tree::{Index, NONE, Node, Table};

/// A place in the list.
pub(crate) type Link = u16;
/// The end of a chain.
pub(crate) const END: Link = Link::MAX;

/// Something of a node that stands in a list.
pub(crate) trait Linked {
    /// Where the chain of a node begins.
    fn first(node: &Node) -> Link;
    /// Lets the chain of a node begin elsewhere.
    fn set_first(node: &mut Node, first: Link);
    /// The node; [`NONE`] when it is over and waits to be swept away.
    fn node(&self) -> Index;
    /// It is over.
    fn end(&mut self);
    /// The next one of the same node.
    fn next(&self) -> Link;
    /// Lets another one be the next.
    fn set_next(&mut self, next: Link);
}

/// The list.
#[derive(Debug)]
pub(crate) struct Chained<T> {
    list: Vec<T>,
    /// Those of the list that are over.
    over: usize,
}

impl<T> Default for Chained<T> {
    fn default() -> Self {
        Self { list: Vec::new(), over: 0 }
    }
}

impl<T: Linked> Chained<T> {
    /// How many are under way.
    pub(crate) fn count(&self) -> usize {
        self.list.len() - self.over
    }

    /// Length of the list; some of it may be over.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn at(&self, at: usize) -> &T {
        &self.list[at]
    }

    pub(crate) fn at_mut(&mut self, at: usize) -> &mut T {
        &mut self.list[at]
    }

    /// The items of a node, newest first.
    pub(crate) fn of(&self, node: &Node) -> impl Iterator<Item = &T> {
        let mut link = T::first(node);
        core::iter::from_fn(move || {
            let item = (link != END).then(|| &self.list[usize::from(link)])?;
            link = item.next();
            Some(item)
        })
    }

    /// The item of a node that fits.
    pub(crate) fn find(&self, node: &Node, fits: impl Fn(&T) -> bool) -> Option<usize> {
        let mut link = T::first(node);
        while link != END {
            let at = usize::from(link);
            let item = &self.list[at];
            if fits(item) {
                return Some(at);
            }
            link = item.next();
        }
        None
    }

    /// Appends an item, unless there are `most` under way.
    pub(crate) fn push(&mut self, nodes: &mut Table, mut item: T, most: usize) -> bool {
        if self.list.len() >= most {
            self.sweep(nodes);
        }
        if self.list.len() >= most {
            return false;
        }
        let node = nodes.at_mut(item.node());
        item.set_next(T::first(node));
        T::set_first(node, self.list.len() as Link);
        self.list.push(item);
        true
    }

    /// Ends an item. It keeps its place until the next sweep.
    #[inline(never)]
    pub(crate) fn end(&mut self, nodes: &mut Table, at: usize) {
        let (node, next) = (self.list[at].node(), self.list[at].next());
        self.relink(nodes, node, at, next);
        self.list[at].end();
        self.over += 1;
    }

    /// Ends all items of a node that is removed, telling of each.
    pub(crate) fn forget(&mut self, node: &Node, mut tell: impl FnMut(&T)) {
        let mut link = T::first(node);
        while link != END {
            let item = &mut self.list[usize::from(link)];
            tell(item);
            item.end();
            link = item.next();
            self.over += 1;
        }
    }

    /// Lets the link of a node's chain that leads to a place lead elsewhere.
    fn relink(&mut self, nodes: &mut Table, node: Index, at: usize, to: Link) {
        let node = nodes.at_mut(node);
        let mut link = usize::from(T::first(node));
        if link == at {
            T::set_first(node, to);
            return;
        }
        while usize::from(self.list[link].next()) != at {
            link = usize::from(self.list[link].next());
        }
        self.list[link].set_next(to);
    }

    /// Takes those that are over out of the list.
    #[inline(never)]
    pub(crate) fn sweep(&mut self, nodes: &mut Table) {
        if self.over == 0 {
            return;
        }
        let mut kept = 0;
        for at in 0..self.list.len() {
            let node = self.list[at].node();
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
