//! Nodes whose box moves when layout changes it: how far the painted box is from the one that flexbox computed.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::anim::course::Response;
use crate::anim::movers::{carried, way};
use crate::anim::spring::is_at_rest;
use crate::anim::timings::TimingNumber;
use crate::slots::Unit;
use crate::tree::{Index, LayoutBox, Table};

/// What a node with a layout transition knows of its boxes. Arrays are x, y, width, height, in pixels.
#[derive(Clone, Debug)]
pub(crate) struct Drift {
    /// How far the painted box is from the computed one.
    pub(crate) offset: [f32; 4],
    distance: [f32; 4],
    speed: [f32; 4],
    /// The box that was computed last, without a size before the first layout, and in which parent.
    known: (LayoutBox, Index),
    pub(crate) timing: TimingNumber,
    /// Where the node stands in the list of drifters.
    place: u16,
}

impl Drift {
    /// Sets off from where the painted box is, now that the computed one has gone `gone` further, with the speed that
    /// it had by `response`.
    fn set_off(&mut self, gone: [f32; 4], response: Option<&Response>) {
        for (at, gone) in gone.into_iter().enumerate() {
            let speed = response.map_or(0.0, |response| response.rate(self.distance[at], self.speed[at]));
            self.speed[at] = carried(speed);
            self.offset[at] = way(self.offset[at] - gone);
            self.distance[at] = self.offset[at];
        }
    }

    /// Moves to where a response has it; to the end without one. Answers whether it has come to its end.
    pub(crate) fn advance(&mut self, response: Option<&Response>, can_rest: bool) -> bool {
        let Some(response) = response else {
            self.offset = [0.0; 4];
            return true;
        };
        let mut at_rest = can_rest;
        for at in 0..4 {
            let (distance, speed) = (self.distance[at], self.speed[at]);
            self.offset[at] = response.left(distance, speed);
            at_rest &= is_at_rest(Unit::Pixels, self.offset[at], response.rate(distance, speed));
        }
        if at_rest {
            self.offset = [0.0; 4];
        }
        at_rest
    }
}

/// The nodes that have layout transitions.
#[derive(Debug, Default)]
pub(crate) struct Drifters {
    list: Vec<Index>,
}

impl Drifters {
    /// A node gets a layout transition, or another one. Answers the timing that it had.
    pub(crate) fn add(&mut self, nodes: &mut Table, index: Index, timing: TimingNumber) -> TimingNumber {
        let node = nodes.at_mut(index);
        match &mut node.drift {
            Some(drift) => core::mem::replace(&mut drift.timing, timing),
            None => {
                let (offset, place) = ([0.0; 4], self.list.len() as u16);
                let known = (node.layout, node.parent);
                node.drift =
                    Some(Box::new(Drift { offset, distance: offset, speed: offset, known, timing, place }));
                self.list.push(index);
                0
            }
        }
    }

    /// A node is removed.
    pub(crate) fn forget(&mut self, nodes: &mut Table, drift: &Drift) {
        let place = usize::from(drift.place);
        self.list.swap_remove(place);
        let moved = self.list.get(place).and_then(|&moved| nodes.get_mut(moved));
        if let Some(drift) = moved.and_then(|node| node.drift.as_mut()) {
            drift.place = place as u16;
        }
    }

    /// The nodes, by place.
    pub(crate) fn get(&self, place: usize) -> Option<Index> {
        self.list.get(place).copied()
    }
}

/// Compares a node's box with the one known before. Answers how far it has gone when that is to be seen as a movement:
/// the node had a size before, and in the same parent.
pub(crate) fn gone(nodes: &mut Table, index: Index) -> Option<[f32; 4]> {
    let node = nodes.at_mut(index);
    let (to, parent) = (node.layout, node.parent);
    let drift = node.drift.as_mut()?;
    let (from, former) = core::mem::replace(&mut drift.known, (to, parent));
    let gone = [to.x - from.x, to.y - from.y, to.w - from.w, to.h - from.h];
    let was_there = former == parent && (from.w > 0.0 || from.h > 0.0);
    (was_there && gone != [0.0; 4]).then_some(gone)
}

/// A node's box went somewhere else within what scrolled along with it: on the screen nothing moved.
pub(crate) fn carry(nodes: &mut Table, index: Index, (x, y): (f32, f32)) {
    if let Some(drift) = &mut nodes.at_mut(index).drift {
        drift.known.0.x += x;
        drift.known.0.y += y;
    }
}

/// A node's painted box is where the layout has it.
pub(crate) fn arrive(nodes: &mut Table, index: Index) {
    if let Some(drift) = &mut nodes.at_mut(index).drift {
        drift.offset = [0.0; 4];
    }
}

/// Sets a node's drift off; see [`Drift::set_off`].
pub(crate) fn set_off(nodes: &mut Table, index: Index, gone: [f32; 4], response: Option<&Response>) {
    if let Some(drift) = &mut nodes.at_mut(index).drift {
        drift.set_off(gone, response);
    }
}
