//! Which node has the focus, and that it is never lost: when its node goes, the nearest one takes it; when a modal
//! goes, the focus comes back to where it was before.

use alloc::vec::Vec;

use ferrule_abi::{Event, KeyEvent, KeyPhase, RemoteKey};

use crate::events::Events;
use crate::guide::Held;
use crate::items::Goal;
use crate::reveal::bounds_of;
use crate::scene::Scene;
use crate::slots::Slot;
use crate::tree::{Edges, Flag, Index, NONE, Table, node_id};

/// A place on the page, to come back to or near.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) bounds: Edges,
    /// The innermost node there that still exists.
    pub(crate) anchor: Index,
}

/// Where the focus was before it came into a trap.
#[derive(Clone, Copy, Debug)]
struct Return {
    trap: Index,
    place: Place,
}

/// The focus of a scene.
#[derive(Debug, Default)]
pub(crate) struct Focus {
    current: Index,
    /// What the app was last told.
    told: Index,
    /// A `Focus` command that waits for the layout.
    requested: Index,
    /// Where it was when its node went away.
    lost: Option<Place>,
    /// One for each trap that the focus came into, outer ones first.
    returns: Vec<Return>,
    held: Held,
    /// The tree changed: the focus may not be valid any more, or there may be a first one.
    check_due: bool,
    /// The layout changed: the focused node may have moved out of sight.
    reveal_due: bool,
    /// Another root came: the new focus is shown without scrolling there.
    fresh: bool,
}

impl Focus {
    /// The focused node or [`NONE`].
    pub(crate) const fn current(&self) -> Index {
        self.current
    }

    /// True for the node that was last told to be focused, whose focused values are shown.
    pub(crate) fn is_told(&self, index: Index) -> bool {
        index != NONE && self.told == index
    }

    /// True when nothing waits for [`Scene::settle_focus`].
    pub(crate) fn is_settled(&self) -> bool {
        !self.check_due && !self.fresh && self.requested == NONE
    }

    /// Where the focus was when its node went away.
    pub(crate) const fn lost(&self) -> Option<Place> {
        self.lost
    }

    /// The key that is held down.
    pub(crate) const fn held(&self) -> &Held {
        &self.held
    }

    /// Puts it on another node without further ado.
    pub(crate) fn set(&mut self, index: Index) {
        self.current = index;
    }

    pub(crate) fn request(&mut self, index: Index) {
        self.requested = index;
    }

    pub(crate) fn tree_changed(&mut self) {
        self.check_due = true;
    }

    pub(crate) fn layout_changed(&mut self) {
        self.reveal_due = true;
    }

    pub(crate) fn root_changed(&mut self) {
        self.check_due = true;
        self.fresh = true;
        self.lost = None;
    }

    /// A subtree is about to be removed.
    pub(crate) fn leaves(&mut self, nodes: &Table, top: Index) {
        self.check_due = true;
        let parent = nodes.at(top).parent;
        if self.current != NONE && nodes.is_within(self.current, top) {
            self.lose(nodes, top);
        }
        let around = |place: Place| Place { anchor: parent, ..place };
        if let Some(lost) = &mut self.lost
            && nodes.is_within(lost.anchor, top)
        {
            *lost = around(*lost);
        }
        for at in 0..self.returns.len() {
            let place = self.returns[at].place;
            if nodes.is_within(place.anchor, top) {
                // With a modal goes what came out of it: from there the way leads to before that modal.
                let outer = self.returns[..at].iter().find(|outer| {
                    nodes.is_within(outer.trap, top) && nodes.is_within(place.anchor, outer.trap)
                });
                self.returns[at].place = outer.map_or(around(place), |outer| outer.place);
            }
        }
        self.returns.retain(|each| !nodes.is_within(each.trap, top));
        if nodes.is_within(self.requested, top) {
            self.requested = NONE;
        }
    }

    /// Lets go of the focus because `top`, which it is in, cannot have it any more.
    fn lose(&mut self, nodes: &Table, top: Index) {
        let current = self.current;
        let before_trap = self
            .returns
            .iter()
            .find(|each| nodes.is_within(each.trap, top) && nodes.is_within(current, each.trap))
            .map(|each| each.place);
        let bounds = bounds_of(nodes, current);
        self.lost = Some(before_trap.unwrap_or(Place { bounds, anchor: current }));
        self.current = NONE;
    }

    /// Notes where the focus came from into traps, and forgets the traps that it left and that nothing leads back to.
    fn note_traps(&mut self, nodes: &Table, root: Index, from: Index) {
        let current = self.current;
        if nodes.get(from).is_some() && nodes.is_within(from, root) {
            let place = Place { bounds: bounds_of(nodes, from), anchor: from };
            let known = self.returns.len();
            for trap in nodes.upward(current).filter(|&index| nodes.at(index).flags.has(Flag::FocusTrap)) {
                let is_known = self.returns.iter().any(|each| each.trap == trap);
                if trap != root && !is_known && !nodes.is_within(from, trap) {
                    self.returns.insert(known, Return { trap, place });
                }
            }
        }
        for at in (0..self.returns.len()).rev() {
            let trap = self.returns[at].trap;
            let leads_back =
                self.returns[at + 1..].iter().any(|each| nodes.is_within(each.place.anchor, trap));
            if !leads_back && !nodes.is_within(current, trap) {
                self.returns.remove(at);
            }
        }
    }
}

impl Scene {
    /// Settles the focus after commands: requests, nodes that went, nodes that came.
    ///
    /// # Errors
    /// The node of a request that cannot have the focus; the rest is settled all the same.
    pub(crate) fn settle_focus(&mut self) -> Result<(), Index> {
        let mut result = Ok(());
        let before = self.focus.current;
        let fresh = core::mem::take(&mut self.focus.fresh);
        if core::mem::take(&mut self.focus.check_due) {
            self.follow_items();
            self.drop_unreachable();
        }
        let requested = core::mem::replace(&mut self.focus.requested, NONE);
        if requested != NONE {
            match self.is_reachable(requested).then(|| self.entry(requested)).flatten() {
                Some(goal) => self.go_to(goal),
                None => result = Err(requested),
            }
        }
        if self.focus.current == NONE {
            self.replacement().into_iter().for_each(|goal| self.go_to(goal));
        }
        if self.focus.current != NONE {
            self.focus.lost = None;
        }
        let reveal = core::mem::take(&mut self.focus.reveal_due);
        let asked = requested != NONE && result.is_ok();
        if asked || self.focus.current != before || self.focus.current != self.focus.told {
            self.arrive(fresh);
        } else if reveal || fresh {
            self.reveal(fresh);
        }
        result
    }

    /// Notes what happens to a key, for the steps of a held one.
    pub(crate) fn note_held(&mut self, key: KeyEvent) {
        match key.phase {
            KeyPhase::Down => self.focus.held.down(key.key),
            KeyPhase::Repeat => self.focus.held.repeat(key.key),
            KeyPhase::Up => self.focus.held.up(),
        }
    }

    /// Moves the focus by an arrow key, by several steps when it is held for long and the app allows it. Answers whether
    /// it moved.
    pub(crate) fn go(&mut self, key: RemoteKey) -> bool {
        let (steps, within) = self.repeat_steps();
        for step in 0..steps {
            let goal =
                self.neighbour(key).filter(|goal| step == 0 || self.nodes.is_within(goal.node, within));
            let Some(goal) = goal else { return step > 0 };
            self.go_to(goal);
            self.arrive(false);
        }
        true
    }

    fn go_to(&mut self, goal: Goal) {
        self.focus.current = goal.node;
        self.note_items(goal);
    }

    /// Leaves the marks of a new focus that the next step depends on: memory, and where containers are to scroll.
    fn arrive(&mut self, at_once: bool) {
        let mut remembered = self.focus.current;
        let mut at = remembered;
        while let Some(node) = self.nodes.get_mut(at) {
            if node.list.is_some() {
                // Its nodes show now this item and now that; the list knows which one it is.
                remembered = at;
            }
            if node.flags.has(Flag::FocusMemory) {
                node.remembered = remembered;
            }
            at = node.parent;
        }
        self.reveal(at_once);
    }

    /// Tells the app and the two nodes of a change since the last time.
    pub(crate) fn announce(&mut self, events: &mut Events) {
        let (previous, current) = (self.focus.told, self.focus.current);
        if previous != current {
            self.focus.note_traps(&self.nodes, self.root, previous);
            self.focus.told = current;
            self.follow_focus(previous);
            self.follow_focus(current);
            events.push_node(&Event::FocusChanged { node: node_id(current), previous: node_id(previous) });
            // Whoever has the focus may be painted over its neighbours.
            for index in [previous, current] {
                if self.nodes.get(index).is_some() {
                    self.repaint_part(index);
                }
            }
        }
        self.announce_items(events);
    }

    /// Brings a node's focused values to where they are to be now.
    fn follow_focus(&mut self, index: Index) {
        let mask = self.nodes.get(index).and_then(|node| node.overlay.as_ref()).map_or(0, |o| o.mask);
        for &slot in Slot::ALL {
            // A flat gradient's second colour goes with the first.
            let of_fill = slot == Slot::FillTo && mask & Slot::Fill.bit() != 0;
            if mask & slot.bit() != 0 || of_fill {
                self.follow(index, slot);
            }
        }
    }

    /// Lets go of a focus that is hidden, not focusable any more or not on this page.
    fn drop_unreachable(&mut self) {
        let current = self.focus.current;
        if current == NONE || self.can_have_focus(current) {
            return;
        }
        if self.root != NONE && self.nodes.is_within(current, self.root) {
            let mut outermost = current;
            for index in self.nodes.upward(current).take_while(|&index| index != self.root) {
                if self.nodes.at(index).bars_focus() {
                    outermost = index;
                }
            }
            self.focus.lose(&self.nodes, outermost);
        }
        self.focus.current = NONE;
    }
}
