//! Which promises wait for which animations. The engine reports the end of each, whatever it is.

use std::collections::HashMap;

use ferrule_abi::limits::ANIMATIONS_MAX;
use ferrule_abi::motion::AnimationId;

/// Animations under way, each with a `T` to settle.
#[derive(Debug)]
pub(crate) struct Animations<T> {
    running: HashMap<AnimationId, T>,
    next: u32,
}

impl<T> Default for Animations<T> {
    fn default() -> Self {
        Self { running: HashMap::new(), next: 0 }
    }
}

impl<T> Animations<T> {
    /// True when there can be another animation.
    pub(crate) fn has_room(&self) -> bool {
        self.running.len() < ANIMATIONS_MAX
    }

    /// Waits for the end of an animation; answers its number.
    pub(crate) fn start(&mut self, settle: T) -> AnimationId {
        self.next = self.next.wrapping_add(1);
        let id = AnimationId(self.next);
        self.running.insert(id, settle);
        id
    }

    /// True until its end is reported.
    pub(crate) fn is_running(&self, id: AnimationId) -> bool {
        self.running.contains_key(&id)
    }

    /// An animation is over.
    pub(crate) fn over(&mut self, id: AnimationId) -> Option<T> {
        self.running.remove(&id)
    }

    /// Events were lost, so nobody knows which are over.
    pub(crate) fn forget(&mut self) -> Vec<T> {
        self.running.drain().map(|(_, settle)| settle).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_settled_once() {
        let mut animations = Animations::default();
        let (a, b) = (animations.start('a'), animations.start('b'));
        assert!(animations.is_running(a) && a != b);
        assert_eq!((animations.over(a), animations.over(a)), (Some('a'), None));
        assert!(!animations.is_running(a));
        assert_eq!(animations.forget(), ['b']);
        while animations.has_room() {
            animations.start('c');
        }
        assert_eq!(animations.forget().len(), ANIMATIONS_MAX);
    }
}
