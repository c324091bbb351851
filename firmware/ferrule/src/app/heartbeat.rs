//! Finds out whether an app still takes its turns: it is asked from time to time, and has to answer.
//!
//! Asking wakes an idle app, so it is done only while a release is on trial.

/// Time between an answer and the next question.
const ASK_EVERY_US: u64 = 1_000_000;
/// An app that has worked this long since it was asked, without an answer, will not come back.
const WORKED_MAX_US: u64 = 2_000_000;
/// The same for one that waits for something.
const WAITED_MAX_US: u64 = 6_000_000;

/// The questions to one app process.
#[derive(Debug, Default)]
pub(super) struct Heartbeat {
    sequence: u32,
    asked: Option<Asked>,
    next_us: u64,
}

#[derive(Clone, Copy, Debug)]
struct Asked {
    at_us: u64,
    /// The process's CPU time then, where the kernel tells it.
    cpu_us: Option<u64>,
}

impl Heartbeat {
    /// When to look again.
    pub(super) fn deadline_us(&self) -> u64 {
        self.asked.map_or(self.next_us, |asked| asked.at_us.max(self.next_us) + ASK_EVERY_US)
    }

    /// The number of the question to ask now, if it is time for one.
    pub(super) fn ask(&mut self, now_us: u64, cpu_us: Option<u64>) -> Option<u32> {
        if self.asked.is_some() || now_us < self.next_us {
            return None;
        }
        self.sequence = self.sequence.wrapping_add(1);
        self.asked = Some(Asked { at_us: now_us, cpu_us });
        Some(self.sequence)
    }

    /// An answer came. One to an older question says nothing.
    pub(super) fn answered(&mut self, sequence: u32, now_us: u64) {
        if sequence == self.sequence && self.asked.take().is_some() {
            self.next_us = now_us + ASK_EVERY_US;
        }
    }

    /// Whether the app does not answer any more.
    pub(super) fn is_lost(&mut self, now_us: u64, cpu_us: Option<u64>) -> bool {
        let Some(asked) = self.asked else { return false };
        // So that the next look is a while from now, and not at once.
        self.next_us = now_us;
        let waited = now_us.saturating_sub(asked.at_us);
        let worked = match (asked.cpu_us, cpu_us) {
            (Some(then), Some(now)) => now.saturating_sub(then),
            _ => 0,
        };
        worked >= WORKED_MAX_US || waited >= WAITED_MAX_US
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_answers_is_asked_again_after_a_while() {
        let mut beat = Heartbeat::default();
        assert_eq!(beat.ask(5, Some(0)), Some(1));
        assert_eq!(beat.ask(6, Some(0)), None);
        beat.answered(1, 10);
        assert!(!beat.is_lost(100_000_000, Some(9_000_000)));
        assert_eq!(beat.deadline_us(), 10 + ASK_EVERY_US);
        assert_eq!(beat.ask(10 + ASK_EVERY_US, Some(0)), Some(2));
        beat.answered(1, 20 + ASK_EVERY_US);
        assert!(beat.asked.is_some());
    }

    #[test]
    fn work_without_an_answer_is_a_hang_and_waiting_is_one_later() {
        let mut beat = Heartbeat::default();
        beat.ask(0, Some(100));
        assert!(!beat.is_lost(WORKED_MAX_US, Some(WORKED_MAX_US)));
        assert!(beat.is_lost(WORKED_MAX_US + 200, Some(WORKED_MAX_US + 100)));
        assert!(!beat.is_lost(WAITED_MAX_US - 1, Some(100)));
        assert!(beat.is_lost(WAITED_MAX_US, None));
    }

    #[test]
    fn an_unanswered_question_does_not_wake_the_loop_all_the_time() {
        let mut beat = Heartbeat::default();
        beat.ask(0, None);
        assert!(!beat.is_lost(1_500_000, None));
        assert!(beat.deadline_us() > 1_500_000);
    }
}
