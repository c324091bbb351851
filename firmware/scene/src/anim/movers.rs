//! Values and boxes on their way by a transition.

use ferrule_abi::Color;
use ferrule_abi::limits::{ANIMATIONS_MAX, COORDINATE_MAX};

use crate::anim::chain::{Chained, END, Linked, MOVERS};
use crate::anim::course::{Course, Response};
use crate::anim::show::{Showing, note_place, show};
use crate::anim::spring::is_at_rest;
use crate::anim::timings::{TimingNumber, Timings};
use crate::easing::mix;
use crate::math::clamp;
use crate::slots::{Slot, Unit};
use crate::tree::{Index, NONE, Node, Table};

/// Transitions under way at a time. A further one goes to its end at once.
pub(crate) const MOVERS_MAX: usize = ANIMATIONS_MAX;
/// Fastest speed that is carried on, in units per second; more cannot be seen.
const SPEED_MAX: f32 = 1.0e6;
/// Longest way, so that no chain of overshooting movements ever leaves the range of numbers.
const DISTANCE_MAX: f32 = 2.0 * COORDINATE_MAX;

const _: () = assert!(MOVERS_MAX < END as usize);

/// What of a node moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A value.
    Value(Slot),
    /// Its painted box; the numbers are in the node's drift.
    Box,
}

impl Part {
    /// The slot, when it holds a number.
    fn number(self) -> Option<Slot> {
        match self {
            Self::Value(slot) if slot.unit() != Unit::Color => Some(slot),
            Self::Value(_) | Self::Box => None,
        }
    }
}

/// A speed that is carried on, kept within what matters.
pub(crate) fn carried(speed: f32) -> f32 {
    clamp(speed, -SPEED_MAX, SPEED_MAX)
}

/// A way that is gone, kept within what matters.
pub(crate) fn way(distance: f32) -> f32 {
    clamp(distance, -DISTANCE_MAX, DISTANCE_MAX)
}

/// A movement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mover {
    pub(crate) part: Part,
    timing: TimingNumber,
    /// It carries on from another movement.
    carries: bool,
    /// Nothing until the first tick that sees it.
    start_us: Option<i64>,
    /// The colour it starts from, or the bits of the distance from the end.
    from: u32,
    /// In units per second.
    speed: f32,
    pub(crate) to: u32,
}

/// What a movement can go on from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Momentum {
    /// In units per second; 0 for a colour.
    pub(crate) speed: f32,
    /// When it was so: at the last tick, in microseconds.
    pub(crate) since_us: i64,
}

impl Mover {
    /// A movement that goes on from a momentum, or sets off at the next tick.
    fn new(part: Part, timing: TimingNumber, momentum: Option<Momentum>) -> Self {
        Self {
            part,
            timing,
            carries: momentum.is_some(),
            start_us: momentum.map(|momentum| momentum.since_us),
            from: 0,
            speed: momentum.map_or(0.0, |momentum| momentum.speed),
            to: 0,
        }
    }
}

/// All transitions under way.
#[derive(Debug, Default)]
pub(crate) struct Movers {
    chained: Chained<Mover, MOVERS>,
    /// The time of the last tick, in microseconds.
    now_us: i64,
}

/// What the movers before this one were given. Those that set off together follow each other.
struct Memo {
    timing: TimingNumber,
    carries: bool,
    start_us: Option<i64>,
    /// Nothing: it is over.
    response: Option<Response>,
    /// The same of a course that ends after a time. One that ends at rest is asked whether it is.
    runs: Option<Response>,
}

impl Memo {
    /// A mover is looked at; with the first tick that sees it it sets off.
    #[inline(never)]
    fn new(mover: &mut Mover, timings: &mut Timings, now_us: i64, at_once: bool) -> Self {
        let start_us = *mover.start_us.get_or_insert(now_us);
        let response = timings.response(mover.timing, start_us, now_us, mover.carries);
        let response = response.filter(|_| !at_once);
        let can_rest = timings.course(mover.timing).is_some_and(Course::is_spring);
        Self {
            timing: mover.timing,
            carries: mover.carries,
            start_us: Some(start_us),
            response,
            runs: response.filter(|_| !can_rest),
        }
    }

    fn can_rest(&self) -> bool {
        self.runs.is_none()
    }
}

impl Movers {
    /// How many are under way.
    pub(crate) fn count(&self) -> usize {
        self.chained.count()
    }

    /// Those of a node, newest first.
    pub(crate) fn of(&self, node: &Node) -> impl Iterator<Item = &Linked<Mover>> {
        self.chained.of(node)
    }

    /// The mover of a part, if it is on its way.
    pub(crate) fn find(&self, nodes: &Table, index: Index, part: Part) -> Option<usize> {
        self.chained.find(nodes.at(index), |mover| mover.part == part)
    }

    /// Where a mover leads.
    pub(crate) fn end_of(&self, at: usize) -> u32 {
        self.chained.at(at).of.to
    }

    /// Where a mover stood at the last tick; nothing when no tick has seen it yet.
    pub(crate) fn response(&self, at: usize, timings: &Timings) -> Option<Response> {
        let mover = &self.chained.at(at).of;
        timings.course(mover.timing)?.at(self.now_us - mover.start_us?, mover.carries)
    }

    /// What can go on from a mover; nothing when no tick has seen it yet.
    pub(crate) fn momentum(&self, at: usize, timings: &Timings) -> Option<Momentum> {
        let mover = &self.chained.at(at).of;
        mover.start_us?;
        let speed = match mover.part {
            Part::Value(slot) if slot.unit() != Unit::Color => {
                let response = self.response(at, timings);
                response.map_or(0.0, |response| response.rate(f32::from_bits(mover.from), mover.speed))
            }
            Part::Value(_) | Part::Box => 0.0,
        };
        Some(Momentum { speed: carried(speed), since_us: self.now_us })
    }

    /// Moves a value from where it is to `to`, with what momentum it has. False when there is no room.
    pub(crate) fn start(
        &mut self,
        nodes: &mut Table,
        timings: &mut Timings,
        (index, slot): (Index, Slot),
        to: u32,
        momentum: Option<Momentum>,
    ) -> bool {
        let node = nodes.at(index);
        let (shown, timing) = (node.shown.bits(slot), node.transitions[slot as usize]);
        let from = match slot.unit() {
            Unit::Color => shown,
            Unit::Pixels | Unit::Ratio => way(f32::from_bits(shown) - f32::from_bits(to)).to_bits(),
        };
        let mover = Mover::new(Part::Value(slot), timing, momentum);
        self.put(nodes, timings, index, Mover { from, to, ..mover })
    }

    /// Moves a node's painted box to where the layout has it; the way and the speed are in its drift.
    pub(crate) fn start_box(
        &mut self,
        nodes: &mut Table,
        timings: &mut Timings,
        index: Index,
        timing: TimingNumber,
        momentum: Option<Momentum>,
    ) -> bool {
        self.put(nodes, timings, index, Mover::new(Part::Box, timing, momentum))
    }

    /// Puts a mover in the place of the one that its part has, or at the end.
    fn put(&mut self, nodes: &mut Table, timings: &mut Timings, index: Index, mover: Mover) -> bool {
        timings.keep(mover.timing);
        if let Some(at) = self.find(nodes, index, mover.part) {
            let old = core::mem::replace(&mut self.chained.at_mut(at).of, mover);
            timings.release(old.timing);
            return true;
        }
        let has_room = self.chained.push(nodes, index, mover, MOVERS_MAX);
        if !has_room {
            timings.release(mover.timing);
        }
        has_room
    }

    /// Stops a mover where it is.
    #[inline(never)]
    pub(crate) fn stop(&mut self, nodes: &mut Table, timings: &mut Timings, at: usize) {
        timings.release(self.chained.at(at).of.timing);
        self.chained.end(nodes, at);
    }

    /// Forgets the movers of a node that is removed.
    pub(crate) fn forget(&mut self, timings: &mut Timings, node: &Node) {
        self.chained.forget(node, |mover| timings.release(mover.timing));
    }

    /// Moves everything to where it is at `now_us`, or to its end when `at_once`. Answers whether something on screen
    /// changed.
    ///
    /// What is rare is in functions of its own, because an interpreter's fuel counts a loop's body whole.
    #[inline(never)]
    pub(crate) fn advance(
        &mut self,
        nodes: &mut Table,
        timings: &mut Timings,
        now_us: i64,
        at_once: bool,
    ) -> bool {
        self.now_us = now_us;
        let mut changed = false;
        // No mover has this number.
        let mut memo = Memo { timing: 0, carries: false, start_us: None, response: None, runs: None };
        let mut above = NONE;
        for at in 0..self.chained.len() {
            let Linked { node, of: ref mut mover, .. } = *self.chained.at_mut(at);
            if node == NONE {
                continue;
            }
            if memo.start_us != mover.start_us || memo.timing != mover.timing || memo.carries != mover.carries
            {
                memo = Memo::new(mover, timings, now_us, at_once);
            }
            if let (Some(response), Some(slot)) = (&memo.runs, mover.part.number()) {
                let value = f32::from_bits(mover.to) + response.left(f32::from_bits(mover.from), mover.speed);
                let mut showing = Showing::new(nodes.at_mut(node));
                showing.put(slot, value.to_bits());
                let follows = showing.done(above);
                follows.tell(nodes, node, &mut above);
                changed |= follows.changed;
                continue;
            }
            let (moved, over) = advance_rare(mover, nodes, node, &memo);
            changed |= moved;
            if over {
                self.stop(nodes, timings, at);
            }
        }
        self.chained.sweep(nodes);
        changed
    }
}

/// Moves what is not a number, is a spring's or comes to its end. Answers whether something on screen changed, and
/// whether it has come to its end.
#[inline(never)]
fn advance_rare(mover: &Mover, nodes: &mut Table, index: Index, memo: &Memo) -> (bool, bool) {
    let slot = match mover.part {
        Part::Value(slot) => slot,
        Part::Box => return advance_box(nodes, index, memo),
    };
    let Some(response) = &memo.response else { return (show(nodes, index, slot, mover.to), true) };
    let (rests, bits) = match slot.unit() {
        Unit::Color => {
            let color = mix(Color(mover.from), Color(mover.to), 1.0 - response.share);
            (is_at_rest(Unit::Color, response.share, response.share_rate), color.0)
        }
        unit => {
            let distance = f32::from_bits(mover.from);
            let (left, rate) = (response.left(distance, mover.speed), response.rate(distance, mover.speed));
            (is_at_rest(unit, left, rate), (f32::from_bits(mover.to) + left).to_bits())
        }
    };
    let over = memo.can_rest() && rests;
    (show(nodes, index, slot, if over { mover.to } else { bits }), over)
}

fn advance_box(nodes: &mut Table, index: Index, memo: &Memo) -> (bool, bool) {
    let Some(drift) = &mut nodes.at_mut(index).drift else { return (false, true) };
    let before = drift.offset;
    let over = drift.advance(memo.response.as_ref(), memo.can_rest());
    let moved = drift.offset != before;
    if moved {
        nodes.repaint(index);
        note_place(nodes, index);
    }
    (moved, over)
}
