//! Arrow keys: which node comes next, from the boxes on the screen.
//!
//! The search goes outwards: first among the focused node's siblings, then among its parent's, and so on, up to a
//! focus trap or the root. At each level a sibling with everything in it is one *group*. A group counts when
//! something focusable in it lies beyond the focused node in the key's direction and it is in line: the thing found
//! or the group overlaps the focused node across the direction, or the group as a whole lies beyond it. So a rail's
//! last tile does not lead diagonally into the next rail, while a menu beside the rails is found from any of them.
//! The nearest group wins; inside it the search goes on in the same way until it comes to a focusable node, or to a
//! container that remembers one.
//!
//! Before boxes come the app's words: a neighbour that it named for a node or a container, and the order of a focus
//! scope's children (`scope`).

use ferrule_abi::{Keyword, RemoteKey};

use crate::guide::guide_of;
use crate::items::Goal;
use crate::reveal::{bounds_of, content_shift};
use crate::scene::Scene;
use crate::tree::{Edges, Flag, Index, NONE};

/// What a pixel of sideways distance weighs against one of distance when single nodes are compared.
const SIDEWAYS_WEIGHT_NODE: f32 = 2.0;
/// The same between groups: the nearer row is right even when it is shorter.
const SIDEWAYS_WEIGHT_GROUP: f32 = 0.1;
/// What a pixel between the centres weighs; decides between nodes that are otherwise as good.
const CENTRE_WEIGHT: f32 = 0.05;

/// A direction as an axis and a sign.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heading {
    horizontal: bool,
    forward: bool,
}

impl Heading {
    fn of(key: RemoteKey) -> Option<Self> {
        Some(match key {
            RemoteKey::Left => Self { horizontal: true, forward: false },
            RemoteKey::Right => Self { horizontal: true, forward: true },
            RemoteKey::Up => Self { horizontal: false, forward: false },
            RemoteKey::Down => Self { horizontal: false, forward: true },
            _ => return None,
        })
    }

    pub(crate) fn is_horizontal(self) -> bool {
        self.horizontal
    }

    pub(crate) fn is_forward(self) -> bool {
        self.forward
    }

    /// Start and end along the direction; going back the axis is mirrored.
    fn along(self, bounds: &Edges) -> (f32, f32) {
        let (start, end) = if self.horizontal { (bounds.x0, bounds.x1) } else { (bounds.y0, bounds.y1) };
        if self.forward { (start, end) } else { (-end, -start) }
    }

    fn across(self, bounds: &Edges) -> (f32, f32) {
        if self.horizontal { (bounds.y0, bounds.y1) } else { (bounds.x0, bounds.x1) }
    }

    /// How far `to` lies beyond `from`; nothing when it does not. Boxes may overlap by half the smaller one.
    fn gap(self, from: &Edges, to: &Edges) -> Option<f32> {
        let ((from_start, from_end), (start, end)) = (self.along(from), self.along(to));
        let overlap = 0.5 * (from_end - from_start).min(end - start);
        (start >= from_end - overlap && start > from_start).then_some((start - from_end).max(0.0))
    }

    /// How far two boxes are apart across the direction; 0 when they overlap.
    fn sideways(self, from: &Edges, to: &Edges) -> f32 {
        let ((from_start, from_end), (start, end)) = (self.across(from), self.across(to));
        (start - from_end).max(from_start - end).max(0.0)
    }

    fn overlaps(self, from: &Edges, to: &Edges) -> bool {
        let ((from_start, from_end), (start, end)) = (self.across(from), self.across(to));
        start < from_end && from_start < end
    }

    fn centres(self, from: &Edges, to: &Edges) -> f32 {
        let ((from_start, from_end), (start, end)) = (self.across(from), self.across(to));
        ((start + end) - (from_start + from_end)).abs() * 0.5
    }
}

/// A search from one place.
pub(crate) struct Search<'a> {
    pub(crate) scene: &'a Scene,
    pub(crate) heading: Heading,
    from: Edges,
    /// The key is held: nothing wraps around.
    pub(crate) held: bool,
}

/// What a group has to offer.
#[derive(Clone, Copy, Debug, Default)]
struct Offer {
    /// Distance to the nearest node beyond.
    gap: Option<f32>,
    /// One of them is in line.
    in_line: bool,
}

impl Scene {
    /// The node that an arrow key leads to from the focused one.
    pub(crate) fn neighbour(&self, key: RemoteKey) -> Option<Goal> {
        let heading = Heading::of(key)?;
        let current = self.focus.current();
        self.nodes.get(current)?;
        let held = self.focus.held().is_held();
        let search = Search { scene: self, heading, from: self.focus_bounds(), held };
        let trap = self.trap_around(current);
        if let Some(list) = self.nodes.at(current).items()
            && let Some(found) = search.beyond_in_list(current, list, list.focused)
        {
            return Some(found);
        }
        let mut inside = current;
        loop {
            if let Some(found) = self.named_neighbour(inside, key, trap) {
                return Some(found);
            }
            if inside == trap {
                return None;
            }
            let outer = self.nodes.at(inside).parent;
            let item = self.nodes.at(outer).items().and_then(|list| Some((list, list.item_of(inside)?)));
            let found = match guide_of(&self.nodes, outer) {
                _ if item.is_some() => item.and_then(|(list, item)| search.beyond_in_list(outer, list, item)),
                Some(guide) if guide.scope() != Keyword::None => search.beyond_in_scope(outer, guide, inside),
                _ => search.best_in(outer, inside),
            };
            if found.is_some() {
                return found;
            }
            inside = outer;
        }
    }

    /// The innermost container that the focus cannot leave by keys.
    fn trap_around(&self, index: Index) -> Index {
        let is_trap = |&index: &Index| index == self.root || self.nodes.at(index).flags.has(Flag::FocusTrap);
        self.nodes.upward(index).find(is_trap).unwrap_or(index)
    }

    /// Where the app sends the focus from a node, if it can go there.
    fn named_neighbour(&self, from: Index, key: RemoteKey, trap: Index) -> Option<Goal> {
        let to = guide_of(&self.nodes, from)?.neighbour(key);
        if to == NONE || !self.is_reachable(to) || !self.nodes.is_within(to, trap) {
            return None;
        }
        self.entry(to)
    }
}

impl Search<'_> {
    /// The best node among a container's children other than the one we come from.
    fn best_in(&self, container: Index, except: Index) -> Option<Goal> {
        let (x, y) = self.content_origin(container);
        let group = self.best_group(container, except, (x, y), true)?;
        self.enter(group, (x, y))
    }

    /// Goes down into a group to a node.
    fn enter(&self, group: Index, origin: (f32, f32)) -> Option<Goal> {
        let node = self.scene.nodes.at(group);
        if let Some(list) = node.items() {
            return self.enter_list(group, list, &self.bounds(group, origin));
        }
        if node.flags.has(Flag::Focusable) {
            return Some(Goal::node(group));
        }
        if let Some(remembered) = self.scene.remembered(group) {
            return Some(remembered);
        }
        let inner = self.inner_origin(group, origin);
        let next = self.best_group(group, NONE, inner, false)?;
        self.enter(next, inner)
    }

    /// Goes to a child of a scope or list, whatever lies between.
    pub(crate) fn come_to(&self, member: Index, scope: Index) -> Option<Goal> {
        self.enter(member, self.content_origin(scope)).or_else(|| self.scene.entry(member))
    }

    /// The middle of where the focus is.
    pub(crate) fn centre(&self) -> (f32, f32) {
        ((self.from.x0 + self.from.x1) * 0.5, (self.from.y0 + self.from.y1) * 0.5)
    }

    /// How far a child's centre is from the focus's, across the direction.
    pub(crate) fn sideways_centres(&self, child: Index) -> f32 {
        let parent = self.scene.nodes.at(child).parent;
        self.heading.centres(&self.from, &self.bounds(child, self.content_origin(parent)))
    }

    fn best_group(
        &self,
        container: Index,
        except: Index,
        origin: (f32, f32),
        must_be_in_line: bool,
    ) -> Option<Index> {
        let mut best: Option<(f32, Index)> = None;
        for &child in &self.scene.nodes.at(container).children {
            if child == except {
                continue;
            }
            let Some(score) = self.score(child, origin, must_be_in_line) else { continue };
            if best.is_none_or(|(least, _)| score < least) {
                best = Some((score, child));
            }
        }
        best.map(|(_, child)| child)
    }

    /// Smaller is better; nothing when the group does not count.
    fn score(&self, group: Index, origin: (f32, f32), must_be_in_line: bool) -> Option<f32> {
        let mut offer = Offer::default();
        self.survey(group, origin, &mut offer);
        let gap = offer.gap?;
        let bounds = self.bounds(group, origin);
        let (heading, from) = (self.heading, &self.from);
        let in_line =
            offer.in_line || heading.overlaps(from, &bounds) || heading.gap(from, &bounds).is_some();
        if must_be_in_line && !in_line {
            return None;
        }
        let single = self.scene.nodes.at(group).flags.has(Flag::Focusable);
        let weight = if single { SIDEWAYS_WEIGHT_NODE } else { SIDEWAYS_WEIGHT_GROUP };
        let sideways = heading.sideways(from, &bounds) * weight;
        let centres = if single { heading.centres(from, &bounds) * CENTRE_WEIGHT } else { 0.0 };
        Some(gap + sideways + centres)
    }

    /// Looks at every focusable node of a group. What is inside a focusable node is not reached by arrows.
    fn survey(&self, index: Index, origin: (f32, f32), offer: &mut Offer) {
        let node = self.scene.nodes.at(index);
        if node.bars_focus() || node.focusables == 0 {
            return;
        }
        if node.takes_focus() {
            let bounds = self.bounds(index, origin);
            if let Some(gap) = self.heading.gap(&self.from, &bounds) {
                offer.gap = Some(offer.gap.map_or(gap, |least| least.min(gap)));
                offer.in_line |= self.heading.overlaps(&self.from, &bounds);
            }
            return;
        }
        let inner = self.inner_origin(index, origin);
        for &child in &node.children {
            self.survey(child, inner, offer);
        }
    }

    fn bounds(&self, index: Index, (x, y): (f32, f32)) -> Edges {
        let layout = self.scene.nodes.at(index).layout;
        Edges { x0: x + layout.x, y0: y + layout.y, x1: x + layout.x + layout.w, y1: y + layout.y + layout.h }
    }

    /// Where a node's content begins, given where its parent's does.
    fn inner_origin(&self, index: Index, (x, y): (f32, f32)) -> (f32, f32) {
        let layout = self.scene.nodes.at(index).layout;
        let (dx, dy) = content_shift(&self.scene.nodes, index);
        (x + layout.x - dx, y + layout.y - dy)
    }

    fn content_origin(&self, index: Index) -> (f32, f32) {
        let bounds = bounds_of(&self.scene.nodes, index);
        let (dx, dy) = content_shift(&self.scene.nodes, index);
        (bounds.x0 - dx, bounds.y0 - dy)
    }
}
