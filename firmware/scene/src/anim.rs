//! Values on the move: transitions that follow from changes, and animations that the app asks for.

use alloc::vec::Vec;

use ferrule_abi::Prop;
use ferrule_abi::command::Timing;

use crate::easing::{between, ease};
use crate::tree::{Flag, Index, NONE, Node, SLOTS, Slot, Table};

/// Values moving at a time. A further one goes to its end at once.
pub(crate) const ANIMATIONS_MAX: usize = 1024;
/// Different timings of transitions in one scene; apps have a handful. A further one is refused.
pub(crate) const TIMINGS_MAX: usize = 255;

const SLOT_PROPS: [(Slot, Prop); SLOTS] = [
    (Slot::Opacity, Prop::Opacity),
    (Slot::TranslateX, Prop::TranslateX),
    (Slot::TranslateY, Prop::TranslateY),
    (Slot::Scale, Prop::Scale),
    (Slot::Fill, Prop::Fill),
    (Slot::FillTo, Prop::FillTo),
    (Slot::Radius, Prop::Radius),
    (Slot::BorderWidth, Prop::BorderWidth),
    (Slot::BorderColor, Prop::BorderColor),
    (Slot::TextColor, Prop::TextColor),
];

impl Slot {
    /// Every slot in order.
    pub(crate) fn all() -> impl Iterator<Item = Slot> {
        SLOT_PROPS.iter().map(|&(slot, _)| slot)
    }

    /// The slot of a property, if it animates.
    pub(crate) fn of(prop: Prop) -> Option<Slot> {
        SLOT_PROPS.iter().find(|&&(_, p)| p == prop).map(|&(slot, _)| slot)
    }

    /// The slot's property.
    pub(crate) fn prop(self) -> Prop {
        SLOT_PROPS[self as usize].1
    }
}

/// A value on its way.
#[derive(Clone, Copy, Debug)]
struct Moving {
    node: Index,
    slot: Slot,
    from: u32,
    to: u32,
    timing: Timing,
    /// Nothing until the first tick that sees it.
    start_us: Option<u64>,
    /// Its end is an event.
    reports: bool,
}

/// An animation that reached its end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ended {
    pub(crate) node: Index,
    pub(crate) prop: Prop,
}

/// All values on the move, and the timings of transitions.
#[derive(Debug, Default)]
pub(crate) struct Animations {
    moving: Vec<Moving>,
    timings: Vec<Timing>,
    /// Ends that are not reported yet.
    ended: Vec<Ended>,
}

impl Animations {
    /// True when a later tick will change something.
    pub(crate) fn is_running(&self) -> bool {
        !self.moving.is_empty()
    }

    /// The ends since the last call, in order.
    pub(crate) fn take_ended(&mut self, mut report: impl FnMut(Ended)) {
        for ended in self.ended.drain(..) {
            report(ended);
        }
    }

    /// The number a node stores for a transition's timing; nothing when there are too many different ones.
    pub(crate) fn timing_number(&mut self, timing: Timing) -> Option<u8> {
        if timing.duration_ms == 0 && timing.delay_ms == 0 {
            return Some(0);
        }
        let found = self.timings.iter().position(|known| *known == timing);
        let at = match found {
            Some(at) => at,
            None if self.timings.len() == TIMINGS_MAX => return None,
            None => {
                self.timings.push(timing);
                self.timings.len() - 1
            }
        };
        Some((at + 1) as u8)
    }

    /// Brings a slot to where its base or overlay now wants it: over time when there is a transition and the node
    /// `is_seen`, else at once.
    pub(crate) fn follow(
        &mut self,
        nodes: &mut Table,
        index: Index,
        slot: Slot,
        focused: bool,
        is_seen: bool,
    ) {
        let node = nodes.at(index);
        let target = node.target(slot, focused);
        let running = self.moving.iter().position(|m| m.node == index && m.slot == slot);
        if running.map_or(node.shown.bits(slot), |at| self.moving[at].to) == target {
            return;
        }
        let number = node.transitions[slot as usize];
        let timing = number.checked_sub(1).and_then(|at| self.timings.get(usize::from(at)).copied());
        match timing {
            Some(timing) if is_seen => self.start(nodes, index, slot, target, timing, false),
            _ => {
                self.cancel(index, slot);
                show(nodes, index, slot, target);
            }
        }
    }

    /// Moves a slot from where it is to `to`. A value already on the move goes on from where it is.
    pub(crate) fn start(
        &mut self,
        nodes: &mut Table,
        index: Index,
        slot: Slot,
        to: u32,
        timing: Timing,
        reports: bool,
    ) {
        self.cancel(index, slot);
        if self.moving.len() == ANIMATIONS_MAX {
            show(nodes, index, slot, to);
            if reports {
                self.ended.push(Ended { node: index, prop: slot.prop() });
            }
            return;
        }
        let from = nodes.at(index).shown.bits(slot);
        self.moving.push(Moving { node: index, slot, from, to, timing, start_us: None, reports });
    }

    /// Stops a slot where it is.
    fn cancel(&mut self, index: Index, slot: Slot) {
        self.moving.retain(|m| m.node != index || m.slot != slot);
    }

    /// Forgets a node that is removed.
    pub(crate) fn forget(&mut self, index: Index) {
        self.moving.retain(|m| m.node != index);
        self.ended.retain(|e| e.node != index);
    }

    /// Moves everything to where it is at `now_us`. Answers whether a value on screen changed.
    pub(crate) fn advance(&mut self, nodes: &mut Table, now_us: u64) -> bool {
        let mut changed = false;
        let ended = &mut self.ended;
        self.moving.retain_mut(|moving| {
            let start = *moving.start_us.get_or_insert(now_us);
            let elapsed = now_us.saturating_sub(start);
            let delay = u64::from(moving.timing.delay_ms) * 1000;
            let duration = u64::from(moving.timing.duration_ms) * 1000;
            if elapsed < delay {
                return true;
            }
            let elapsed = elapsed - delay;
            if elapsed >= duration {
                changed |= show(nodes, moving.node, moving.slot, moving.to);
                if moving.reports {
                    ended.push(Ended { node: moving.node, prop: moving.slot.prop() });
                }
                return false;
            }
            let done = ease(moving.timing.easing, elapsed as f32 / duration as f32);
            let value = between(moving.slot, moving.from, moving.to, done);
            changed |= show(nodes, moving.node, moving.slot, value);
            true
        });
        changed
    }

    /// The nodes with values on the move, for the invariants.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (Index, Slot)> {
        self.moving.iter().map(|m| (m.node, m.slot))
    }
}

/// Puts a value on screen. Answers whether it is another than before.
pub(crate) fn show(nodes: &mut Table, index: Index, slot: Slot, bits: u32) -> bool {
    let node = nodes.at_mut(index);
    if node.shown.bits(slot) == bits {
        return false;
    }
    node.shown.0[slot as usize] = bits;
    if matches!(slot, Slot::TranslateX | Slot::TranslateY | Slot::Scale) {
        note_transform(nodes, index);
    }
    true
}

/// Keeps the ancestors' count of scaled or shifted nodes right.
fn note_transform(nodes: &mut Table, index: Index) {
    let node: &mut Node = nodes.at_mut(index);
    let now = !node.shown.is_in_place();
    if node.flags.has(Flag::Transformed) == now {
        return;
    }
    node.flags.put(Flag::Transformed, now);
    let mut at = node.parent;
    while at != NONE {
        let node = nodes.at_mut(at);
        node.transformed = if now { node.transformed + 1 } else { node.transformed.saturating_sub(1) };
        at = node.parent;
    }
}
