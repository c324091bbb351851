//! Which promises wait for which animations.
//!
//! The engine reports the end of an animation that ran through, and says nothing of one that was interrupted. So this
//! side settles the promise of an interrupted one when it interrupts it.

use ferrule_abi::{NodeId, Prop};

use crate::limits::ANIMATIONS_MAX;

/// Animations under way, each with a `T` to settle.
#[derive(Debug)]
pub(crate) struct Animations<T> {
    running: Vec<Animation<T>>,
}

#[derive(Debug)]
struct Animation<T> {
    node: NodeId,
    props: Vec<Prop>,
    whole: bool,
    settle: T,
}

impl<T> Default for Animations<T> {
    fn default() -> Self {
        Self { running: Vec::new() }
    }
}

/// What to settle, and whether every property reached its end.
pub(crate) type Settled<T> = Vec<(T, bool)>;

impl<T> Animations<T> {
    /// True when another animation can be waited for.
    pub(crate) fn has_room(&self) -> bool {
        self.running.len() < ANIMATIONS_MAX
    }

    /// Waits for the end of all `props` of a node.
    pub(crate) fn start(&mut self, node: NodeId, props: Vec<Prop>, settle: T) {
        self.running.push(Animation { node, props, whole: true, settle });
    }

    /// A property reached its end.
    pub(crate) fn ended(&mut self, node: NodeId, prop: Prop) -> Settled<T> {
        self.drop_prop(node, prop, true)
    }

    /// A property was set or animated anew before it reached its end.
    pub(crate) fn interrupted(&mut self, node: NodeId, prop: Prop) -> Settled<T> {
        self.drop_prop(node, prop, false)
    }

    /// Nodes were removed, or events were lost: nothing more will be heard of these.
    pub(crate) fn forget(&mut self, gone: impl Fn(NodeId) -> bool) -> Settled<T> {
        self.running.extract_if(.., |each| gone(each.node)).map(|each| (each.settle, false)).collect()
    }

    fn drop_prop(&mut self, node: NodeId, prop: Prop, whole: bool) -> Settled<T> {
        // Oldest first: of two animations of one property, only the first can be the one that was interrupted.
        let waits = |each: &Animation<T>| each.node == node && each.props.contains(&prop);
        let Some(index) = self.running.iter().position(waits) else { return Vec::new() };
        let animation = &mut self.running[index];
        animation.props.retain(|&each| each != prop);
        animation.whole &= whole;
        if !animation.props.is_empty() {
            return Vec::new();
        }
        let animation = self.running.remove(index);
        vec![(animation.settle, animation.whole)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_waits_for_all_its_properties_and_learns_of_interruption() {
        let [a, b] = [1, 2].map(|raw| NodeId::new(raw).unwrap());
        let mut animations = Animations::default();
        animations.start(a, vec![Prop::Opacity, Prop::Scale], 'p');
        animations.start(b, vec![Prop::Opacity], 'q');
        animations.start(b, vec![Prop::Fill], 'r');
        assert_eq!(animations.ended(a, Prop::Opacity), []);
        assert_eq!(animations.ended(a, Prop::Fill), []);
        assert_eq!(animations.interrupted(a, Prop::Scale), [('p', false)]);
        assert_eq!(animations.ended(b, Prop::Opacity), [('q', true)]);
        assert_eq!(animations.forget(|node| node == b), [('r', false)]);
        assert_eq!(animations.ended(b, Prop::Fill), []);
    }
}
