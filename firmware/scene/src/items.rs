//! The focus in lists: it is an item, whether a node shows it or not, and moves by numbers.

use ferrule_abi::{Event, NodeId};

use crate::events::Events;
use crate::guide::guide_of;
use crate::list::ListState;
use crate::navigate::Search;
use crate::reveal::{bounds_of, content_shift};
use crate::scene::Scene;
use crate::tree::{Edges, Flag, Index, LayoutBox, NONE, node_id};

/// Where the focus goes: to a node that can have it, or to an item of a list that has no such node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Goal {
    /// The node, or the list.
    pub(crate) node: Index,
    /// The item; nothing when the node itself can have the focus.
    pub(crate) item: Option<u32>,
}

impl Goal {
    /// A node that can have the focus.
    pub(crate) const fn node(node: Index) -> Self {
        Self { node, item: None }
    }
}

impl Scene {
    /// Where the focus goes that comes to an item: into its node, or to the bare item.
    pub(crate) fn item_goal(&self, index: Index, list: &ListState, item: u32) -> Goal {
        let bound = list.node_of(item).and_then(|node| self.entry(node));
        bound.unwrap_or(Goal { node: index, item: Some(item) })
    }

    /// The item with the focus of a list that has the focus itself, because no node shows the item.
    pub(crate) fn bare_item(&self) -> Option<LayoutBox> {
        let list = self.nodes.get(self.focus.current())?.items()?;
        Some(list.item_box(list.focused))
    }

    /// Where the focus is on the screen once all scrolling has come to rest.
    pub(crate) fn focus_bounds(&self) -> Edges {
        let current = self.focus.current();
        let bounds = bounds_of(&self.nodes, current);
        let Some(item) = self.bare_item() else { return bounds };
        let (dx, dy) = content_shift(&self.nodes, current);
        let (x, y) = (bounds.x0 + item.x - dx, bounds.y0 + item.y - dy);
        Edges { x0: x, y0: y, x1: x + item.w, y1: y + item.h }
    }

    /// Keeps the focus on its items when nodes were bound, moved or lost: the outermost list decides.
    pub(crate) fn follow_items(&mut self) {
        let current = self.focus.current();
        let mut leads = NONE;
        let mut inside = NONE;
        for index in self.on_page(current) {
            if let Some(list) = self.nodes.at(index).items()
                && (inside == NONE || list.item_of(inside) != Some(list.focused))
            {
                leads = index;
            }
            inside = index;
        }
        if let Some(list) = self.nodes.get(leads).and_then(|node| node.items()) {
            let goal = self.item_goal(leads, list, list.focused);
            self.focus.set(goal.node);
        }
    }

    /// Notes in every list around the focus which item it is in. `goal` is where the focus goes.
    pub(crate) fn note_items(&mut self, goal: Goal) {
        if let Some(item) = goal.item
            && let Some(list) = &mut self.nodes.at_mut(goal.node).list
        {
            list.focused = item;
        }
        let mut inside = goal.node;
        while let Some(node) = self.nodes.get(inside).filter(|_| inside != self.root) {
            let parent = node.parent;
            if let Some(list) = self.nodes.get_mut(parent).and_then(|node| node.list.as_deref_mut())
                && let Some(item) = list.item_of(inside)
            {
                list.focused = item;
            }
            inside = parent;
        }
    }

    /// Tells the app which items have the focus in the lists around it, where that is another than it was told.
    pub(crate) fn announce_items(&mut self, events: &mut Events) {
        let mut at = self.focus.current();
        while let Some(node) = self.nodes.get_mut(at) {
            let parent = node.parent;
            if let Some(list) = node.list.as_deref_mut().filter(|list| list.count() > 0)
                && list.told_focus != Some(list.focused)
                && let Some(id) = node_id(at)
                && events.push_node(&Event::ItemFocused { list: id, index: list.focused })
            {
                list.told_focus = Some(list.focused);
            }
            at = if at == self.root { NONE } else { parent };
        }
    }

    /// Tells the app which items want nodes and which nodes lost their items.
    pub(crate) fn tell_lists(&mut self, events: &mut Events) {
        for at in 0..self.lists.len() {
            let index = self.lists[at];
            let (Some(id), Some(node)) = (node_id(index), self.nodes.get_mut(index)) else { continue };
            let Some(list) = node.list.as_deref_mut() else { continue };
            let stands = node.scroll.as_ref().map_or((0.0, 0.0), |scroll| (scroll.offset(), scroll.target()));
            if list.looked_at != Some(stands) {
                list.looked_at = Some(stands);
                tell_range(list, id, stands, events);
            }
            while let Some(node) = list.unbound.pop() {
                if let Some(node) = node_id(node) {
                    events.push_node(&Event::ItemUnbound { list: id, node });
                }
            }
        }
    }
}

/// Tells which items a list wants, where it stands and where it is heading, if they are others than were told.
fn tell_range(list: &mut ListState, id: NodeId, (offset, target): (f32, f32), events: &mut Events) {
    let (first, count) = list.wanted(offset, target);
    // Before its first layout a list wants nothing.
    let is_due = list.told_range.is_some() || list.frame().length > 0.0;
    if !is_due || list.told_range == Some((first, count)) {
        return;
    }
    if events.push_node(&Event::RangeChanged { list: id, first, count }) {
        list.told_range = Some((first, count));
    } else {
        // There was no room: another time.
        list.looked_at = None;
    }
}

impl Search<'_> {
    /// The item that comes after another of a list, passing by those whose nodes cannot have the focus.
    pub(crate) fn beyond_in_list(&self, index: Index, list: &ListState, item: u32) -> Option<Goal> {
        let wraps = !self.held && guide_of(&self.scene.nodes, index).is_some_and(|guide| guide.wraps());
        let mut from = item;
        for _ in 0..=list.bound().len() {
            let next = self.next_item(list, from, wraps).filter(|&next| next != item)?;
            match list.node_of(next) {
                Some(node) if self.scene.entry(node).is_none() => from = next,
                Some(node) => return self.come_to(node, index),
                None => return Some(Goal { node: index, item: Some(next) }),
            }
        }
        None
    }

    fn next_item(&self, list: &ListState, item: u32, wraps: bool) -> Option<u32> {
        let (count, columns) = (list.count(), list.columns());
        let frame = list.frame();
        let horizontal = self.heading.is_horizontal();
        let forward = self.heading.is_forward() != frame.is_mirrored(horizontal);
        let (line, last_line) = (item / columns, (count - 1) / columns);
        let column = item % columns;
        let at = |line: u32| (line * columns + column).min(count - 1);
        if horizontal == frame.horizontal {
            return match forward {
                true if line < last_line => Some(at(line + 1)),
                false if line > 0 => Some(at(line - 1)),
                _ if wraps => Some(if forward { at(0) } else { at(last_line) }),
                _ => None,
            };
        }
        // Across, a step at the end of a line is one in the order where the list wraps around.
        match forward {
            true if column + 1 < columns && item + 1 < count => Some(item + 1),
            false if column > 0 => Some(item - 1),
            _ if !wraps || columns == 1 => None,
            true => Some(if item + 1 < count { item + 1 } else { 0 }),
            false => Some(if item > 0 { item - 1 } else { count - 1 }),
        }
    }

    /// Goes into a list from outside: to the item it remembers, or to the one in sight that is nearest.
    pub(crate) fn enter_list(&self, index: Index, list: &ListState, bounds: &Edges) -> Option<Goal> {
        let node = self.scene.nodes.at(index);
        let item = if node.flags.has(Flag::FocusMemory) {
            list.focused
        } else {
            let target = node.scroll.as_ref().map_or(0.0, |scroll| scroll.target());
            let (x, y) = self.centre();
            list.item_near(x - bounds.x0, y - bounds.y0, target)
        };
        match list.node_of(item) {
            Some(node) if self.scene.entry(node).is_some() => self.come_to(node, index),
            _ => Some(self.scene.item_goal(index, list, item)),
        }
    }
}
