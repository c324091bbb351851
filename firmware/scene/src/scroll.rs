//! Scrolling: where a container's content stands, and the spring that moves it there.
//!
//! The spring is critically damped and computed in closed form from the moment of its last change, so its course
//! does not depend on how often it is looked at. A new target keeps the speed: with a held key the content moves
//! evenly.

use ferrule_abi::Keyword;

use crate::math::{clamp, exp_neg};

/// How fast a scroll follows, in 1/s: after 0.25 s it has 6 % of its way left.
const SPRING_RATE: f32 = 18.0;
/// Closer than this, in pixels, and slower than [`REST_SPEED`], a scroll is at its target.
const REST_DISTANCE: f32 = 0.5;
/// In pixels per second.
const REST_SPEED: f32 = 20.0;

/// The state of a node with scroll properties.
#[derive(Clone, Debug)]
pub(crate) struct ScrollState {
    policy: Keyword,
    padding: f32,
    /// How far the content can go; offsets are within 0 to this.
    range: f32,
    /// Where the content stands on screen.
    offset: f32,
    /// Where it is to stand. The spring hears of it once a turn.
    target: f32,
    /// Where the spring pulls to.
    goal: f32,
    /// The spring's last change: distance to the goal, speed, time.
    distance: f32,
    speed: f32,
    since_us: u64,
    moving: bool,
}

impl Default for ScrollState {
    fn default() -> Self {
        Self {
            policy: Keyword::Minimal,
            padding: 0.0,
            range: 0.0,
            offset: 0.0,
            target: 0.0,
            goal: 0.0,
            distance: 0.0,
            speed: 0.0,
            since_us: 0,
            moving: false,
        }
    }
}

impl ScrollState {
    pub(crate) fn set_policy(&mut self, policy: Keyword) {
        self.policy = policy;
    }

    pub(crate) fn set_padding(&mut self, padding: f32) {
        self.padding = padding.max(0.0);
    }

    /// Back to the start, for another axis or none.
    pub(crate) fn reset(&mut self) {
        self.range = 0.0;
        self.jump(0.0);
    }

    pub(crate) fn range(&self) -> f32 {
        self.range
    }

    pub(crate) fn offset(&self) -> f32 {
        self.offset
    }

    /// Where the content will stand. Navigation looks at this, so that it does not depend on the moment of a key.
    pub(crate) fn target(&self) -> f32 {
        self.target
    }

    pub(crate) fn is_moving(&self) -> bool {
        self.moving || self.target != self.goal
    }

    /// The content or the container changed its size. What now lies beyond an end jumps back to it.
    pub(crate) fn set_range(&mut self, range: f32) {
        self.range = range;
        if !(0.0..=range).contains(&self.target) {
            self.jump(self.target);
        }
    }

    /// What is in sight moved within the content: goes along, without anything to be seen. The range follows.
    pub(crate) fn shift(&mut self, by: f32) {
        self.offset += by;
        self.target += by;
        self.goal += by;
    }

    /// Stands at an offset at once.
    pub(crate) fn jump(&mut self, to: f32) {
        self.target = clamp(to, 0.0, self.range);
        self.goal = self.target;
        self.offset = self.target;
        self.moving = false;
    }

    /// Wants to stand at an offset. Answers whether that is another than before.
    pub(crate) fn aim(&mut self, to: f32) -> bool {
        let to = clamp(to, 0.0, self.range);
        core::mem::replace(&mut self.target, to) != to
    }

    /// Sets off for the target, from wherever it is, if it is not on its way there. Several keys of a turn aim several
    /// times and set off once.
    pub(crate) fn launch(&mut self, now_us: u64) {
        if self.target == self.goal {
            return;
        }
        self.advance(now_us);
        let speed = if self.moving { self.speed_at(now_us) } else { 0.0 };
        self.goal = self.target;
        self.distance = self.offset - self.goal;
        self.speed = speed;
        self.since_us = now_us;
        self.moving = true;
    }

    /// Moves to where it is at `now_us`.
    pub(crate) fn advance(&mut self, now_us: u64) {
        if !self.moving {
            return;
        }
        let (left, speed) = self.course(now_us);
        if left.abs() < REST_DISTANCE && speed.abs() < REST_SPEED {
            self.offset = self.goal;
            self.moving = false;
        } else {
            self.offset = self.goal + left;
        }
    }

    fn speed_at(&self, now_us: u64) -> f32 {
        self.course(now_us).1
    }

    /// Distance from the goal and speed at a time.
    fn course(&self, now_us: u64) -> (f32, f32) {
        let seconds = now_us.saturating_sub(self.since_us) as f32 * 1.0e-6;
        let decay = exp_neg(SPRING_RATE * seconds);
        let drive = self.speed + SPRING_RATE * self.distance;
        let swing = self.distance + drive * seconds;
        (swing * decay, (drive - SPRING_RATE * swing) * decay)
    }

    /// The offset that shows the span from `start` to `end` of the content in a view of `length`, by the policy.
    pub(crate) fn offset_to_show(&self, start: f32, end: f32, length: f32) -> f32 {
        let wanted = match self.policy {
            Keyword::Start => start - self.padding,
            Keyword::Center => (start + end - length) * 0.5,
            _ => {
                // A span larger than the view shows its start.
                let least = end + self.padding - length;
                let most = start - self.padding;
                let is_page = self.policy == Keyword::Page;
                match () {
                    // The next page begins with what did not fit this one, the page before ends with it.
                    () if is_page && self.target < least => most,
                    () if is_page && self.target > most => least.min(most),
                    () => self.target.max(least).min(most),
                }
            }
        };
        clamp(wanted, 0.0, self.range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(range: f32) -> ScrollState {
        let mut state = ScrollState::default();
        state.set_range(range);
        state
    }

    fn set_off(scroll: &mut ScrollState, to: f32, now_us: u64) {
        assert!(scroll.aim(to));
        scroll.launch(now_us);
    }

    #[test]
    fn the_course_does_not_depend_on_the_ticks() {
        let (mut fine, mut coarse) = (state(1000.0), state(1000.0));
        set_off(&mut fine, 800.0, 0);
        set_off(&mut coarse, 800.0, 0);
        for tick in 1..=20 {
            fine.advance(tick * 5_000);
        }
        coarse.advance(100_000);
        assert_eq!(fine.offset(), coarse.offset());
        assert!(fine.offset() > 400.0 && fine.offset() < 800.0, "{}", fine.offset());
    }

    #[test]
    fn it_comes_to_rest_at_its_target_without_overshooting() {
        let mut scroll = state(1000.0);
        set_off(&mut scroll, 300.0, 0);
        let mut last = 0.0;
        for tick in 1..200 {
            scroll.advance(tick * 16_667);
            assert!(scroll.offset() >= last && scroll.offset() <= 300.0);
            last = scroll.offset();
        }
        assert!(!scroll.is_moving());
        assert_eq!(scroll.offset(), 300.0);
    }

    #[test]
    fn a_new_target_keeps_the_speed() {
        let mut scroll = state(10_000.0);
        set_off(&mut scroll, 200.0, 0);
        scroll.advance(100_000);
        let before = scroll.speed_at(100_000);
        set_off(&mut scroll, 400.0, 100_000);
        let after = scroll.speed_at(100_000);
        assert!((before - after).abs() < 1.0, "{before} {after}");
    }

    #[test]
    fn aiming_twice_sets_off_once_and_from_where_it_was() {
        let (mut twice, mut once) = (state(1000.0), state(1000.0));
        assert!(twice.aim(300.0) && twice.aim(600.0) && !twice.aim(600.0));
        assert!(twice.is_moving());
        twice.launch(0);
        set_off(&mut once, 600.0, 0);
        twice.advance(70_000);
        once.advance(70_000);
        assert_eq!(twice.offset(), once.offset());
    }

    #[test]
    fn policies_show_the_span() {
        let mut scroll = state(1000.0);
        scroll.set_padding(10.0);
        for (policy, at, start, end, want) in [
            (Keyword::Minimal, 0.0, 0.0, 100.0, 0.0),
            (Keyword::Minimal, 0.0, 450.0, 550.0, 60.0),
            (Keyword::Minimal, 300.0, 200.0, 290.0, 190.0),
            (Keyword::Minimal, 300.0, 400.0, 500.0, 300.0),
            (Keyword::Start, 0.0, 450.0, 550.0, 440.0),
            (Keyword::Center, 0.0, 450.0, 550.0, 250.0),
            (Keyword::Start, 0.0, 5000.0, 5100.0, 1000.0),
            (Keyword::Page, 0.0, 380.0, 480.0, 0.0),
            (Keyword::Page, 0.0, 450.0, 550.0, 440.0),
            (Keyword::Page, 440.0, 840.0, 930.0, 440.0),
            (Keyword::Page, 440.0, 330.0, 430.0, 0.0),
            (Keyword::Page, 900.0, 700.0, 800.0, 310.0),
            (Keyword::Page, 0.0, 600.0, 1300.0, 590.0),
        ] {
            scroll.set_policy(policy);
            scroll.jump(at);
            assert_eq!(scroll.offset_to_show(start, end, 500.0), want, "{policy:?} {start}");
        }
    }
}
