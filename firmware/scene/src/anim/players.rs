//! The animations of a scene: starting, controlling and ending them.

use alloc::vec::Vec;

use ferrule_abi::limits::ANIMATIONS_MAX;
use ferrule_abi::motion::{AnimationAction, AnimationId, Play};

use crate::anim::chain::{Chained, END, Linked, PLAYERS};
use crate::anim::keyframes::{Script, Track};
use crate::anim::movers::Momentum;
use crate::anim::player::{LastEased, Player, Progress};
use crate::anim::show::{Showing, show};
use crate::slots::Slot;
use crate::tree::{Flag, Index, NONE, Node, Table};

/// Keyframes of all animations of a scene together. An animation that would go beyond it is treated as one beyond
/// [`ANIMATIONS_MAX`].
pub(crate) const SCENE_KEYFRAMES_MAX: usize = 32 * 1024;

const _: () = assert!(ANIMATIONS_MAX < END as usize);

/// An animation that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) node: Index,
    pub(crate) id: AnimationId,
    /// All its properties came to their ends.
    pub(crate) ended: bool,
}

/// What is over, and which properties are no longer an animation's and follow their base values again.
#[derive(Debug, Default)]
pub(crate) struct Released {
    pub(crate) reports: Vec<Report>,
    pub(crate) slots: Vec<(Index, Slot)>,
}

/// All animations under way.
#[derive(Debug, Default)]
pub(crate) struct Players {
    chained: Chained<Player, PLAYERS>,
    keyframes: usize,
    /// The time of the last tick, in microseconds.
    now_us: i64,
}

impl Players {
    /// How many are under way.
    pub(crate) fn count(&self) -> usize {
        self.chained.count()
    }

    /// Those of a node, newest first.
    pub(crate) fn of(&self, node: &Node) -> impl Iterator<Item = &Linked<Player>> {
        self.chained.of(node)
    }

    /// An animation of a node.
    pub(crate) fn find(&self, nodes: &Table, index: Index, id: AnimationId) -> Option<usize> {
        self.find_by(nodes, index, |player| player.id == id)
    }

    fn find_by(&self, nodes: &Table, index: Index, fits: impl Fn(&Player) -> bool) -> Option<usize> {
        self.chained.find(nodes.at(index), fits)
    }

    /// True when an animation moves the property.
    pub(crate) fn holds(&self, nodes: &Table, index: Index, slot: Slot) -> bool {
        let has = |track: &Track| track.is_live && track.slot == slot;
        self.find_by(nodes, index, |player| player.script.tracks.iter().any(has)).is_some()
    }

    /// True when an animation has a track of the property that was asked for.
    pub(crate) fn was_given(&self, nodes: &Table, index: Index, slot: Slot) -> bool {
        let has = |track: &Track| track.is_live && !track.is_twin && track.slot == slot;
        self.find_by(nodes, index, |player| player.script.tracks.iter().any(has)).is_some()
    }

    /// True when another animation of so many keyframes fits.
    pub(crate) fn has_room(&self, keyframes: usize) -> bool {
        self.chained.count() < ANIMATIONS_MAX && self.keyframes + keyframes <= SCENE_KEYFRAMES_MAX
    }

    /// Starts an animation; there must be room.
    pub(crate) fn start(&mut self, nodes: &mut Table, index: Index, player: Player) {
        let keyframes = player.script.frames.len();
        if self.chained.push(nodes, index, player, ANIMATIONS_MAX) {
            self.keyframes += keyframes;
        }
    }

    /// Takes a property away from the animation that moves it. Answers whether there is one, and what momentum the
    /// property has.
    pub(crate) fn take(
        &mut self,
        nodes: &mut Table,
        (index, slot): (Index, Slot),
        released: &mut Released,
    ) -> Option<Option<Momentum>> {
        if nodes.at(index).chains[PLAYERS] == END {
            return None;
        }
        let has = |track: &Track| track.is_live && track.slot == slot;
        let at = self.find_by(nodes, index, |player| player.script.tracks.iter().any(has))?;
        let player = &mut self.chained.at_mut(at).of;
        let taken = player.script.tracks.iter_mut().find(|track| has(track))?;
        taken.is_live = false;
        let taken = *taken;
        let momentum = player.momentum(&taken, self.now_us);
        if !taken.is_twin {
            player.live -= 1;
            player.is_whole = false;
            if player.live == 0 {
                self.end(nodes, at, released);
            }
        }
        Some(momentum)
    }

    /// Does something to an animation.
    pub(crate) fn control(
        &mut self,
        nodes: &mut Table,
        at: usize,
        action: AnimationAction,
        released: &mut Released,
    ) {
        let player = &mut self.chained.at_mut(at).of;
        match action {
            AnimationAction::Pause => player.pause(self.now_us),
            AnimationAction::Resume => player.resume(),
            AnimationAction::Seek { to_ms } => player.seek(to_ms),
            AnimationAction::Finish => self.conclude(nodes, at, released),
            AnimationAction::Cancel => {
                player.is_whole = false;
                self.release(nodes, at, released);
            }
        }
    }

    /// Puts an animation's last values on screen, makes them base values, and ends it.
    #[inline(never)]
    fn conclude(&mut self, nodes: &mut Table, at: usize, released: &mut Released) {
        let Linked { node, of: ref player, .. } = *self.chained.at(at);
        for track in player.script.tracks.iter().filter(|track| track.is_live) {
            settle(nodes, node, track, player.end_of(track, self.now_us));
        }
        self.release(nodes, at, released);
    }

    /// Ends an animation and lets go of what it still has.
    fn release(&mut self, nodes: &mut Table, at: usize, released: &mut Released) {
        let Linked { node, of: ref player, .. } = *self.chained.at(at);
        let live = player.script.tracks.iter().filter(|track| track.is_live);
        released.slots.extend(live.map(|track| (node, track.slot)));
        self.end(nodes, at, released);
    }

    fn end(&mut self, nodes: &mut Table, at: usize, released: &mut Released) {
        let Linked { node, of: Player { id, is_whole, ref script, .. }, .. } = *self.chained.at(at);
        self.keyframes -= script.frames.len();
        released.reports.push(Report { node, id, ended: is_whole });
        self.chained.end(nodes, at);
    }

    /// Ends the animations of a node that is removed.
    pub(crate) fn forget(&mut self, index: Index, node: &Node, released: &mut Released) {
        self.chained.forget(node, |player| {
            self.keyframes -= player.script.frames.len();
            released.reports.push(Report { node: index, id: player.id, ended: false });
        });
    }

    /// Moves everything to where it is at `now_us`. Answers whether something on screen changed, and whether another
    /// tick is needed.
    #[inline(never)]
    pub(crate) fn advance(
        &mut self,
        nodes: &mut Table,
        now_us: i64,
        is_reduced: bool,
        released: &mut Released,
    ) -> (bool, bool) {
        self.now_us = now_us;
        let (mut changed, mut goes) = (false, false);
        let (mut last, mut above) = (LastEased::new(), NONE);
        for at in 0..self.chained.len() {
            let Linked { node, of: ref mut player, .. } = *self.chained.at_mut(at);
            if node == NONE {
                continue;
            }
            let mut showing = Showing::new(nodes.at_mut(node));
            let progress = player.advance(&mut showing, now_us, is_reduced, &mut last);
            let follows = showing.done(above);
            follows.tell(nodes, node, &mut above);
            changed |= follows.changed || progress == Progress::Over;
            goes |= progress == Progress::Goes;
            if progress == Progress::Over {
                self.conclude(nodes, at, released);
            }
        }
        self.chained.sweep(nodes);
        (changed, goes)
    }
}

/// Ends an animation for which there is no room: its last values are there at once.
pub(crate) fn conclude_at_once(nodes: &mut Table, index: Index, play: &Play, script: Script) {
    let player = Player::new(AnimationId(0), play, script);
    for track in &player.script.tracks {
        settle(nodes, index, track, player.end_of(track, 0));
    }
}

/// Makes a value the base value and shows it.
fn settle(nodes: &mut Table, index: Index, track: &Track, bits: u32) {
    let node = nodes.at_mut(index);
    if !track.is_twin {
        node.base.0[track.slot as usize] = bits;
        if track.slot == Slot::FillTo {
            node.flags.put(Flag::BaseFillTo, true);
        }
    }
    show(nodes, index, track.slot, bits);
}
