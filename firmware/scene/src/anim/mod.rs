//! Values and boxes on the move: transitions that follow from changes, and animations that the app asks for.
//!
//! | module | holds |
//! |---|---|
//! | `course`, `spring` | where a movement is at a time, in closed form |
//! | `timings` | the different timings of transitions |
//! | `movers` | transitions under way |
//! | `drift` | boxes on their way to where the layout has them |
//! | `keyframes`, `player`, `players` | animations through keyframes |
//! | `show` | putting values on screen |
//! | `chain` | how a node finds what moves it |
//! | `commands` | what commands do to a scene |
//!
//! A property is moved by one thing at most: the newest transition or animation takes it over where it is, with its
//! speed. What takes over goes on from the last tick, so that no frame is lost; what sets off from rest does so at the
//! next one.

mod chain;
mod commands;
mod course;
pub(crate) mod drift;
mod keyframes;
mod movers;
mod player;
mod players;
mod show;
mod spring;
mod timings;
mod verify;

use ferrule_abi::motion::{AnimationAction, AnimationId, Play, PlayDirection, Timing};

pub(crate) use chain::{CHAINS, END, Link};
pub(crate) use drift::Drift;
use drift::Drifters;
use keyframes::Script;
use movers::{Momentum, Movers, Part};
use player::Player;
use players::Players;
pub(crate) use players::Released;
use show::note_place;
pub(crate) use show::show;
use timings::Timings;

use crate::refusal::Refusal;
use crate::slots::{Slot, Unit};
use crate::tree::{Index, Node, Table};

/// Everything that moves in a scene.
#[derive(Debug, Default)]
pub(crate) struct Animations {
    timings: Timings,
    movers: Movers,
    players: Players,
    drifters: Drifters,
    /// What is over and not reported yet.
    pub(crate) released: Released,
    /// Motion is reduced.
    reduced: bool,
    /// A later tick will change something.
    running: bool,
}

impl Animations {
    /// True when a later tick will change something.
    pub(crate) fn is_running(&self) -> bool {
        self.running
    }

    /// Transitions and animations that are not over.
    pub(crate) fn count(&self) -> usize {
        self.movers.count() + self.players.count()
    }

    /// Those of a node.
    pub(crate) fn count_of(&self, node: &Node) -> usize {
        self.movers.of(node).count() + self.players.of(node).count()
    }

    /// Lets changes of a slot take time. False when there are too many different timings.
    pub(crate) fn set_transition(
        &mut self,
        nodes: &mut Table,
        index: Index,
        slot: Slot,
        timing: &Timing,
    ) -> bool {
        let Some(number) = self.timings.acquire(timing) else { return false };
        let old = core::mem::replace(&mut nodes.at_mut(index).transitions[slot as usize], number);
        self.timings.release(old);
        true
    }

    /// Lets changes of a node's box take time. False when there are too many different timings.
    pub(crate) fn set_layout_transition(&mut self, nodes: &mut Table, index: Index, timing: &Timing) -> bool {
        let Some(number) = self.timings.acquire(timing) else { return false };
        let old = self.drifters.add(nodes, index, number);
        self.timings.release(old);
        true
    }

    /// Switches movements off or on.
    pub(crate) fn reduce(&mut self, on: bool) {
        self.reduced = on;
    }

    /// True when movements go to their ends at once.
    pub(crate) fn is_reduced(&self) -> bool {
        self.reduced
    }

    /// Takes a slot away from what moves it. Answers whether something does, and with what momentum.
    fn take(&mut self, nodes: &mut Table, index: Index, slot: Slot) -> Option<Option<Momentum>> {
        if let Some(at) = self.movers.find(nodes, index, Part::Value(slot)) {
            let momentum = self.movers.momentum(at, &self.timings);
            self.movers.stop(nodes, &mut self.timings, at);
            return Some(momentum);
        }
        self.players.take(nodes, (index, slot), &mut self.released)
    }

    /// Brings a slot to where its base or overlay now wants it: over time when there is a transition and the node
    /// `is_seen`, else at once. An animation loses it.
    pub(crate) fn follow(
        &mut self,
        nodes: &mut Table,
        index: Index,
        slot: Slot,
        focused: bool,
        is_seen: bool,
    ) {
        let taken = self.players.take(nodes, (index, slot), &mut self.released);
        let node = nodes.at(index);
        let target = node.target(slot, focused);
        let running = self.movers.find(nodes, index, Part::Value(slot));
        if running.map_or(node.shown.bits(slot), |at| self.movers.end_of(at)) == target {
            return;
        }
        let momentum = running.map_or(taken.flatten(), |at| self.movers.momentum(at, &self.timings));
        let takes_time = is_seen && node.transitions[slot as usize] != 0;
        if takes_time && self.movers.start(nodes, &mut self.timings, (index, slot), target, momentum) {
            return;
        }
        if let Some(at) = running {
            self.movers.stop(nodes, &mut self.timings, at);
        }
        show(nodes, index, slot, target);
    }

    /// Boxes were computed anew: those with a layout transition move to their new places. `can_be_seen` tells the
    /// nodes that were on the page before; those that are not on it at all have no place.
    pub(crate) fn follow_layout(
        &mut self,
        nodes: &mut Table,
        on_page: impl Fn(&Table, Index) -> bool,
        can_be_seen: impl Fn(&Table, Index) -> bool,
    ) {
        let mut place = 0;
        while let Some(index) = self.drifters.get(place) {
            place += 1;
            if !on_page(nodes, index) {
                continue;
            }
            let Some(gone) = drift::gone(nodes, index) else { continue };
            let number = nodes.at(index).drift.as_ref().map_or(0, |drift| drift.timing);
            let running = self.movers.find(nodes, index, Part::Box);
            let momentum = running.and_then(|at| self.movers.momentum(at, &self.timings));
            let response = running.and_then(|at| self.movers.response(at, &self.timings));
            let takes_time = number != 0 && can_be_seen(nodes, index);
            if takes_time && self.movers.start_box(nodes, &mut self.timings, index, number, momentum) {
                drift::set_off(nodes, index, gone, response.as_ref());
            } else if let Some(at) = running {
                self.movers.stop(nodes, &mut self.timings, at);
                drift::arrive(nodes, index);
            }
            nodes.repaint(index);
            note_place(nodes, index);
        }
    }

    /// Starts an animation.
    ///
    /// # Errors
    /// Why there is none now.
    pub(crate) fn animate(
        &mut self,
        nodes: &mut Table,
        index: Index,
        id: AnimationId,
        play: &Play,
        keyframes: &[u8],
    ) -> Result<(), Refusal> {
        let mut script = Script::read(keyframes, play, nodes.at(index))?;
        let has_room = self.players.has_room(script.frames.len());
        if !has_room && play.repeat == 0 {
            return Err(Refusal::TooManyAnimations);
        }
        let mut since_us = None;
        for track in &mut script.tracks {
            let Some(Some(momentum)) = self.take(nodes, index, track.slot) else { continue };
            if track.from_here && play.direction != PlayDirection::Reverse {
                let speed = if track.slot.unit() == Unit::Color { 0.0 } else { momentum.speed };
                track.carried = Some(speed);
                since_us = Some(momentum.since_us);
            }
        }
        if !has_room {
            let slots = script.tracks.iter().map(|track| (index, track.slot));
            self.released.slots.extend(slots);
            self.released.reports.push(players::Report { node: index, id, ended: true });
            players::conclude_at_once(nodes, index, play, script);
            return Ok(());
        }
        let mut player = Player::new(id, play, script);
        if let Some(since_us) = since_us {
            player.carry_on(since_us);
        }
        self.players.start(nodes, index, player);
        Ok(())
    }

    /// True when the node has an animation of this number.
    pub(crate) fn is_taken(&self, nodes: &Table, index: Index, id: AnimationId) -> bool {
        self.players.find(nodes, index, id).is_some()
    }

    /// Does something to an animation, if it is not over.
    pub(crate) fn control(
        &mut self,
        nodes: &mut Table,
        index: Index,
        id: AnimationId,
        action: AnimationAction,
    ) {
        if let Some(at) = self.players.find(nodes, index, id) {
            self.players.control(nodes, at, action, &mut self.released);
        }
    }

    /// True when an animation was asked for that moves the second colour of a gradient.
    pub(crate) fn makes_gradient(&self, nodes: &Table, index: Index) -> bool {
        self.players.was_given(nodes, index, Slot::FillTo)
    }

    /// Forgets a node that is removed and was taken out of the table.
    pub(crate) fn forget(&mut self, nodes: &mut Table, index: Index, node: &Node) {
        self.movers.forget(&mut self.timings, node);
        self.players.forget(index, node, &mut self.released);
        self.released.slots.retain(|&(of, _)| of != index);
        for &number in &node.transitions {
            self.timings.release(number);
        }
        if let Some(drift) = &node.drift {
            self.timings.release(drift.timing);
            self.drifters.forget(nodes, drift);
        }
    }

    /// Moves everything to where it is at `now_us`. Answers whether something on screen changed.
    pub(crate) fn advance(&mut self, nodes: &mut Table, now_us: i64) -> bool {
        let moved = self.movers.advance(nodes, &mut self.timings, now_us, self.reduced);
        let (changed, goes) = self.players.advance(nodes, now_us, self.reduced, &mut self.released);
        self.running = goes || self.movers.count() > 0;
        moved || changed
    }
}
