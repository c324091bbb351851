//! What the commands of motion do to a scene.

use ferrule_abi::NodeId;
use ferrule_abi::Prop;
use ferrule_abi::motion::{AnimationAction, AnimationId, Play, Timing};

use crate::refusal::Refusal;
use crate::scene::Scene;
use crate::slots::Slot;
use crate::tree::{Flag, Index, index_of};

impl Scene {
    /// Brings a slot to what base and overlay say now.
    pub(crate) fn follow(&mut self, index: Index, slot: Slot) {
        let focused = self.focus.is_told(index);
        let seen = self.is_seen(index);
        self.animations.follow(&mut self.nodes, index, slot, focused, seen);
    }

    /// Brings the properties that animations let go of to what base and overlay say.
    fn follow_released(&mut self) {
        while let Some((index, slot)) = self.animations.released.slots.pop() {
            self.follow(index, slot);
            if slot == Slot::Fill {
                // The second colour of a flat gradient goes along.
                self.follow(index, Slot::FillTo);
            }
            self.note_gradient(index);
            self.paint_due = true;
        }
    }

    /// Keeps apart the nodes that have a second colour.
    pub(crate) fn note_gradient(&mut self, index: Index) {
        let animated = self.animations.makes_gradient(&self.nodes, index);
        let node = self.nodes.at_mut(index);
        let overlaid = node.overlay.as_ref().is_some_and(|o| o.mask & Slot::FillTo.bit() != 0);
        let gradient = animated || overlaid || node.flags.has(Flag::BaseFillTo);
        if node.flags.has(Flag::Gradient) != gradient {
            node.flags.put(Flag::Gradient, gradient);
            self.nodes.repaint_part(index);
        }
    }

    pub(crate) fn set_transition(
        &mut self,
        index: Index,
        prop: Prop,
        timing: &Timing,
    ) -> Result<(), Refusal> {
        self.nodes.get(index).ok_or(Refusal::NoSuchNode)?;
        let slot = Slot::of(prop).ok_or(Refusal::NotAnimatable)?;
        let mut fits = self.animations.set_transition(&mut self.nodes, index, slot, timing);
        if slot == Slot::Fill && !self.nodes.at(index).flags.has(Flag::BaseFillTo) {
            fits &= self.animations.set_transition(&mut self.nodes, index, Slot::FillTo, timing);
        }
        if fits { Ok(()) } else { Err(Refusal::TooManyTimings) }
    }

    pub(crate) fn set_layout_transition(&mut self, index: Index, timing: &Timing) -> Result<(), Refusal> {
        self.nodes.get(index).ok_or(Refusal::NoSuchNode)?;
        let fits = self.animations.set_layout_transition(&mut self.nodes, index, timing);
        if fits { Ok(()) } else { Err(Refusal::TooManyTimings) }
    }

    pub(crate) fn animate(
        &mut self,
        node: NodeId,
        id: AnimationId,
        play: &Play,
        keyframes: &[u8],
    ) -> Result<(), Refusal> {
        let index = index_of(node);
        self.nodes.get(index).ok_or(Refusal::NoSuchNode)?;
        if self.animations.is_taken(&self.nodes, index, id) {
            return Err(Refusal::NumberInUse);
        }
        self.animations.animate(&mut self.nodes, index, id, play, keyframes)?;
        self.note_gradient(index);
        self.follow_released();
        self.paint_due = true;
        Ok(())
    }

    pub(crate) fn control_animation(
        &mut self,
        node: NodeId,
        id: AnimationId,
        action: AnimationAction,
    ) -> Result<(), Refusal> {
        let index = index_of(node);
        self.nodes.get(index).ok_or(Refusal::NoSuchNode)?;
        self.animations.control(&mut self.nodes, index, id, action);
        self.follow_released();
        self.paint_due = true;
        Ok(())
    }

    /// Moves everything to where it is at `now_us`. Answers whether something on screen changed.
    pub(crate) fn advance_animations(&mut self, now_us: u64) -> bool {
        // The sign is for times before a start; a clock gets nowhere near it.
        let moved = self.animations.advance(&mut self.nodes, now_us as i64);
        self.follow_released();
        moved
    }

    /// Sends the boxes on their way that layout changed.
    pub(crate) fn follow_layout(&mut self) {
        let Self { animations, nodes, root, presented, turn, .. } = self;
        let stays = presented != turn;
        animations.follow_layout(
            nodes,
            |nodes, index| nodes.is_within(index, *root),
            |nodes, index| stays && nodes.at(index).born != *turn,
        );
    }
}
