//! What must hold between two calls, for tests.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::anim::Animations;
use crate::anim::chain::Linked;
use crate::anim::movers::Part;
use crate::slots::Slot;
use crate::tree::Table;

impl Animations {
    /// Checks that chains and lists agree, that nothing moves twice, and that timings are counted right.
    pub(crate) fn verify(&self, nodes: &Table) -> Result<(), String> {
        let (mut movers, mut players, mut users) = (0, 0, 0);
        for (index, node) in nodes.iter() {
            users += node.transitions.iter().filter(|&&number| number != 0).count();
            users += usize::from(node.drift.as_ref().is_some_and(|drift| drift.timing != 0));
            let mut parts = Vec::new();
            for mover in self.movers.of(node) {
                users += 1;
                movers += 1;
                if mover.node != index || parts.contains(&mover.of.part) {
                    return Err(format!("node {index} has the mover {mover:?}"));
                }
                parts.push(mover.of.part);
            }
            for Linked { node, of: player, .. } in self.players.of(node) {
                players += 1;
                let live = player.script.tracks.iter().filter(|track| track.is_live);
                let own = live.clone().filter(|track| !track.is_twin).count();
                if *node != index || own == 0 || own != player.live {
                    return Err(format!("node {index} has the animation {player:?}"));
                }
                for track in live {
                    if parts.contains(&Part::Value(track.slot)) {
                        return Err(format!("{:?} of {index} moves twice", track.slot));
                    }
                    parts.push(Part::Value(track.slot));
                }
            }
            let drifts = node.drift.as_ref().is_some_and(|drift| drift.offset != [0.0; 4]);
            if drifts && !parts.contains(&Part::Box) {
                return Err(format!("the box of {index} hangs"));
            }
        }
        if (movers, players) != (self.movers.count(), self.players.count()) {
            return Err(format!("{movers} movers and {players} animations are linked, not all there are"));
        }
        if users != self.timings.users() as usize {
            return Err(format!("{users} users of timings, counted {}", self.timings.users()));
        }
        if !self.released.slots.is_empty() {
            return Err(format!("nobody followed {:?}", self.released.slots));
        }
        Ok(())
    }

    /// True when the slot is on its way.
    pub(crate) fn moves(&self, nodes: &Table, index: crate::tree::Index, slot: Slot) -> bool {
        self.movers.find(nodes, index, Part::Value(slot)).is_some() || self.players.holds(nodes, index, slot)
    }
}
