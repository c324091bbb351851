//! The course of one movement over time, in closed form.
//!
//! A movement leads from where a value is to where it shall be. At any time
//!
//! > value = end + distance × share + speed × push
//!
//! with the distance from the end and the speed when it set off. Share and push depend only on the timing and the time
//! since, so that movements that set off together share them, and the course does not depend on how often it is
//! looked at.
//!
//! A **spring** takes the speed as its own. A **timed** course that sets off from rest is its curve and nothing else:
//! share is 1 − curve(t / T). One that *carries* on from another movement is corrected so that position and speed are
//! continuous where it sets off and nothing of the correction is left at the end: with
//!
//! > q(t) = P (1 − P)², P = t / span, span = T or at most [`MOMENTUM_SECONDS`]
//!
//! which is 0 at both ends, rises with slope 1 / span at first and is level at the end, push is span × q(t), and share
//! gets start rate × span × q(t), which takes the curve's own first speed away. While it waits for its delay a carrying
//! movement coasts in the same way, from the start of the delay.

use ferrule_abi::motion::Timing;

use crate::anim::spring::Spring;
use crate::easing::Ease;

/// Longest time for which a timed movement still goes where the one before it went.
pub(crate) const MOMENTUM_SECONDS: f32 = 0.4;

/// Where a movement stands and how fast that changes, per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Response {
    pub(crate) share: f32,
    pub(crate) push: f32,
    pub(crate) share_rate: f32,
    pub(crate) push_rate: f32,
}

impl Response {
    /// Has not set off.
    const WAITING: Self = Self { share: 1.0, push: 0.0, share_rate: 0.0, push_rate: 0.0 };

    /// How far it still is from its end.
    pub(crate) fn left(&self, distance: f32, speed: f32) -> f32 {
        distance * self.share + speed * self.push
    }

    /// How fast it is, per second.
    pub(crate) fn rate(&self, distance: f32, speed: f32) -> f32 {
        distance * self.share_rate + speed * self.push_rate
    }
}

/// What a movement follows.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Timed(Ease),
    Spring(Spring),
}

/// A timing, prepared to be asked often.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Course {
    delay_us: i64,
    seconds: f32,
    shape: Shape,
    /// Part of the way per second with which it sets off from rest.
    start_rate: f32,
}

impl Course {
    pub(crate) fn new(timing: &Timing) -> Self {
        let delay_us = i64::from(timing.delay_ms) * 1000;
        let seconds = f32::from(timing.duration_ms) * 0.001;
        match Ease::new(timing.easing) {
            Some(ease) => Self::timed(delay_us, seconds, ease),
            None => Self::spring(delay_us, seconds, Spring::new(timing.easing)),
        }
    }

    pub(crate) fn timed(delay_us: i64, seconds: f32, ease: Ease) -> Self {
        let start_rate = if delay_us > 0 || seconds <= 0.0 { 0.0 } else { ease.at(0.0).rate / seconds };
        Self { delay_us, seconds, shape: Shape::Timed(ease), start_rate }
    }

    pub(crate) fn spring(delay_us: i64, seconds: f32, spring: Spring) -> Self {
        Self { delay_us, seconds, shape: Shape::Spring(spring), start_rate: 0.0 }
    }

    /// True when it ends by coming to rest.
    pub(crate) fn is_spring(&self) -> bool {
        matches!(self.shape, Shape::Spring(_))
    }

    /// Where a movement is some time after it set off; nothing when its time is over.
    pub(crate) fn at(&self, elapsed_us: i64, carries: bool) -> Option<Response> {
        let under_way_us = elapsed_us - self.delay_us;
        let seconds = under_way_us as f32 * 1.0e-6;
        let is_timed = !self.is_spring();
        if under_way_us >= 0 && seconds >= self.seconds && (is_timed || self.seconds <= 0.0) {
            return None;
        }
        let mut response = match &self.shape {
            _ if under_way_us < 0 => Response::WAITING,
            Shape::Timed(ease) => {
                let eased = ease.at(seconds / self.seconds);
                Response {
                    share: 1.0 - eased.done,
                    share_rate: -eased.rate / self.seconds,
                    ..Response::WAITING
                }
            }
            Shape::Spring(spring) => {
                let response = spring.at(seconds, self.seconds);
                if self.delay_us == 0 {
                    return Some(response);
                }
                // What it came with is gone, or goes, by itself.
                Response { push: 0.0, push_rate: 0.0, ..response }
            }
        };
        if carries {
            self.coast(elapsed_us, &mut response);
        }
        Some(response)
    }

    /// Adds what is left of the speed that it came with.
    fn coast(&self, elapsed_us: i64, response: &mut Response) {
        let whole = if self.is_spring() { 0.0 } else { self.seconds };
        let span = (self.delay_us as f32 * 1.0e-6 + whole).min(MOMENTUM_SECONDS);
        let part = elapsed_us as f32 * 1.0e-6 / span;
        if part >= 1.0 || part.is_nan() {
            return;
        }
        let rest = 1.0 - part;
        let (push, push_rate) = (span * part * rest * rest, rest * (1.0 - 3.0 * part));
        response.push += push;
        response.push_rate += push_rate;
        response.share += self.start_rate * push;
        response.share_rate += self.start_rate * push_rate;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrule_abi::Easing;

    fn timings() -> impl Iterator<Item = Timing> {
        let easings = [Easing::Linear, Easing::EASE, Easing::EASE_IN, Easing::EASE_OUT];
        let springs = [-0.9, -0.3, 0.0, 0.2, 0.9].map(|bounce| Easing::Spring { bounce });
        let all = easings.into_iter().chain(springs);
        all.flat_map(|easing| [0, 80].map(|delay_ms| Timing { duration_ms: 300, delay_ms, easing }))
    }

    #[test]
    fn a_carrying_movement_starts_where_it_was_and_as_fast() {
        for timing in timings() {
            let start = Course::new(&timing).at(0, true).unwrap();
            assert!((start.share - 1.0).abs() < 1.0e-5 && start.push.abs() < 1.0e-5, "{timing:?} {start:?}");
            assert!(start.share_rate.abs() < 0.01, "{timing:?} {start:?}");
            assert!((start.push_rate - 1.0).abs() < 1.0e-4, "{timing:?} {start:?}");
        }
    }

    #[test]
    fn rates_are_the_slopes_of_the_course() {
        const STEP_US: i64 = 500;
        for timing in timings() {
            let course = Course::new(&timing);
            for carries in [false, true] {
                let mut last = course.at(0, carries);
                for step in 1..1200 {
                    let next = course.at(step * STEP_US, carries);
                    // A delay ends in a corner: the curve sets off at its own speed.
                    let corner = step * STEP_US == i64::from(timing.delay_ms) * 1000;
                    if let (Some(a), Some(b), false) = (last, next, corner) {
                        let slope = |from: f32, to: f32| (to - from) / (STEP_US as f32 * 1.0e-6);
                        let share = slope(a.share, b.share) - (a.share_rate + b.share_rate) * 0.5;
                        let push = slope(a.push, b.push) - (a.push_rate + b.push_rate) * 0.5;
                        assert!(share.abs() < 0.05, "{timing:?} {carries} at {step}: share {share}");
                        assert!(push.abs() < 0.05, "{timing:?} {carries} at {step}: push {push}");
                    }
                    last = next;
                }
            }
        }
    }

    #[test]
    fn it_arrives() {
        for timing in timings() {
            let course = Course::new(&timing);
            let last = course.at(i64::from(timing.delay_ms) * 1000 + 299_999, true);
            if course.is_spring() {
                let late = course.at(60_000_000, true).unwrap();
                assert!(late.share.abs() < 1.0e-4 && late.push.abs() < 1.0e-4, "{timing:?} {late:?}");
            } else {
                let last = last.unwrap();
                assert!(last.share.abs() < 1.0e-3 && last.push.abs() < 1.0e-4, "{timing:?} {last:?}");
                assert_eq!(course.at(i64::from(timing.delay_ms) * 1000 + 300_000, true), None);
            }
        }
    }

    #[test]
    fn no_time_at_all_is_over_at_once() {
        for easing in [Easing::Linear, Easing::Spring { bounce: 0.5 }] {
            let course = Course::new(&Timing { duration_ms: 0, delay_ms: 10, easing });
            assert!(course.at(9_999, false).is_some());
            assert_eq!(course.at(10_000, false), None);
        }
    }
}
