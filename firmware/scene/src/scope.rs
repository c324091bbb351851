//! Focus scopes: containers whose children are walked in their order instead of by their boxes.
//!
//! In a row or column the order is all that counts. In a grid the children are lines of text, so to say: a child that
//! does not stand beside the one before it begins a new line; along a line the order counts, between lines the nearest
//! centre. At the ends the focus leaves the scope, unless it wraps around.

use ferrule_abi::Keyword;

use crate::guide::Guide;
use crate::items::Goal;
use crate::navigate::Search;
use crate::tree::{Index, NONE};

impl Search<'_> {
    /// The node that comes after a child of a scope; nothing when the scope says nothing about this direction or ends.
    pub(crate) fn beyond_in_scope(&self, scope: Index, guide: &Guide, inside: Index) -> Option<Goal> {
        let children = &self.scene.nodes.at(scope).children;
        let at = children.iter().position(|&child| child == inside)?;
        match (guide.scope(), self.heading.is_horizontal()) {
            (Keyword::Row, true) | (Keyword::Column, false) => {
                let next = self.next_member(children, at);
                self.come_to(next.or_else(|| self.first_member(children, guide, inside))?, scope)
            }
            (Keyword::Grid, true) => {
                let next = self.next_member(children, at).filter(|&next| self.is_same_line(inside, next));
                let next = next.or_else(|| {
                    // The next line, or around from the last to the first.
                    let wraps = guide.wraps() && !self.held;
                    wraps.then(|| self.next_member(children, at)).flatten()
                });
                self.come_to(next.or_else(|| self.first_member(children, guide, inside))?, scope)
            }
            (Keyword::Grid, false) => {
                let next = self.in_next_line(children, at);
                self.come_to(next.or_else(|| self.in_first_line(children, guide, inside))?, scope)
            }
            _ => None,
        }
    }

    /// True when the key points the way that the children run: from right to left they are mirrored.
    fn is_onward(&self, children: &[Index]) -> bool {
        let parent = children.first().map_or(NONE, |&child| self.scene.nodes.at(child).parent);
        let Some(style) = self.scene.nodes.get(parent).map(|node| &node.style) else { return true };
        let mirrored = if self.heading.is_horizontal() {
            style.is_right_to_left() != (style.is_row() && style.is_reversed())
        } else {
            !style.is_row() && style.is_reversed()
        };
        self.heading.is_forward() != mirrored
    }

    /// Children from a place on in the direction of the key.
    fn onward<'c>(&self, children: &'c [Index], at: Option<usize>) -> impl Iterator<Item = Index> + 'c {
        let forward = self.is_onward(children);
        let (back, front) = match (at, forward) {
            (Some(at), true) => (&children[..0], &children[at + 1..]),
            (Some(at), false) => (&children[..at], &children[..0]),
            (None, true) => (&children[..0], children),
            (None, false) => (children, &children[..0]),
        };
        front.iter().chain(back.iter().rev()).copied()
    }

    fn next_member(&self, children: &[Index], at: usize) -> Option<Index> {
        self.onward(children, Some(at)).find(|&child| self.scene.entry(child).is_some())
    }

    /// The member at the end that the key points away from, for a scope that wraps.
    fn first_member(&self, children: &[Index], guide: &Guide, inside: Index) -> Option<Index> {
        if !guide.wraps() || self.held {
            return None;
        }
        self.onward(children, None).find(|&child| child != inside && self.scene.entry(child).is_some())
    }

    /// The member of the next line whose centre is nearest.
    fn in_next_line(&self, children: &[Index], at: usize) -> Option<Index> {
        let mut line = 0;
        let mut last = children[at];
        self.nearest_while(self.onward(children, Some(at)), |child| {
            line += u32::from(!self.is_same_line(last, child));
            last = child;
            line == 1
        })
    }

    /// The same of the line at the end that the key points away from, for a scope that wraps.
    fn in_first_line(&self, children: &[Index], guide: &Guide, inside: Index) -> Option<Index> {
        let mut last = self.first_member(children, guide, inside)?;
        let mut ended = false;
        self.nearest_while(self.onward(children, None), |child| {
            ended |= !self.is_same_line(last, child);
            last = child;
            !ended
        })
        .filter(|&found| found != inside)
    }

    /// Of the members for which `counts` answers true, the one whose centre is nearest to where the focus is.
    fn nearest_while(
        &self,
        members: impl Iterator<Item = Index>,
        mut counts: impl FnMut(Index) -> bool,
    ) -> Option<Index> {
        let mut best: Option<(f32, Index)> = None;
        for child in members.filter(|&child| self.scene.entry(child).is_some()) {
            if !counts(child) {
                continue;
            }
            let distance = self.sideways_centres(child);
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, child));
            }
        }
        best.map(|(_, child)| child)
    }

    /// True when two neighbours in the order stand beside each other: neither begins below the other's middle.
    fn is_same_line(&self, one: Index, other: Index) -> bool {
        let (one, other) = (self.scene.nodes.at(one).layout, self.scene.nodes.at(other).layout);
        other.y < one.y + one.h * 0.5 && one.y < other.y + other.h * 0.5
    }
}
