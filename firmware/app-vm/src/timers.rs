//! Timers in the order in which they are due.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::limits::{INTERVAL_MS_MIN, TIMER_MS_MAX, TIMERS_MAX};

/// Waiting timers, each with a `T` that says what to call.
#[derive(Debug)]
pub(crate) struct Timers<T> {
    /// By time and number, so that timers due at the same time run in the order in which they were set.
    due: BTreeMap<(Instant, u32), Timer<T>>,
    last: u32,
}

#[derive(Debug)]
struct Timer<T> {
    what: T,
    every: Option<Duration>,
}

impl<T> Default for Timers<T> {
    fn default() -> Self {
        Self { due: BTreeMap::new(), last: 0 }
    }
}

impl<T: Clone> Timers<T> {
    /// Sets a timer; nothing when [`TIMERS_MAX`] wait already.
    pub(crate) fn set(&mut self, now: Instant, delay_ms: u32, repeats: bool, what: T) -> Option<u32> {
        if self.due.len() >= TIMERS_MAX {
            return None;
        }
        let least = if repeats { INTERVAL_MS_MIN } else { 0 };
        let delay = Duration::from_millis(delay_ms.clamp(least, TIMER_MS_MAX).into());
        self.last = self.last.wrapping_add(1).max(1);
        self.due.insert((now + delay, self.last), Timer { what, every: repeats.then_some(delay) });
        Some(self.last)
    }

    /// Forgets a timer. A number that names none is ignored, as in browsers.
    pub(crate) fn clear(&mut self, number: u32) {
        self.due.retain(|&(_, each), _| each != number);
    }

    /// When the next one is due.
    pub(crate) fn next_due(&self) -> Option<Instant> {
        self.due.first_key_value().map(|(&(at, _), _)| at)
    }

    /// Takes the next timer due at `now`; a repeating one is set again, after `now`.
    pub(crate) fn take_due(&mut self, now: Instant) -> Option<T> {
        let entry = self.due.first_entry()?;
        let (at, number) = *entry.key();
        if at > now {
            return None;
        }
        let timer = entry.remove();
        if let Some(every) = timer.every {
            let what = timer.what.clone();
            // Calls that were missed are not made up for.
            self.due.insert((now.max(at) + every, number), Timer { what, every: timer.every });
        }
        Some(timer.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(timers: &mut Timers<char>, now: Instant) -> String {
        std::iter::from_fn(|| timers.take_due(now)).collect()
    }

    #[test]
    fn timers_run_in_the_order_of_their_time_and_then_of_their_setting() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut timers = Timers::default();
        timers.set(start, 20, false, 'c');
        timers.set(start, 10, false, 'a');
        timers.set(start, 10, false, 'b');
        let gone = timers.set(start, 10, false, 'x').unwrap();
        timers.clear(gone);
        timers.clear(999);
        assert_eq!(timers.next_due(), Some(at(10)));
        assert_eq!(run(&mut timers, at(9)), "");
        assert_eq!(run(&mut timers, at(10)), "ab");
        assert_eq!(run(&mut timers, at(100)), "c");
        assert_eq!(timers.next_due(), None);
    }

    #[test]
    fn intervals_repeat_and_do_not_make_up_for_missed_calls() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut timers = Timers::default();
        let number = timers.set(start, 10, true, 'i').unwrap();
        assert_eq!(run(&mut timers, at(10)), "i");
        assert_eq!(run(&mut timers, at(55)), "i");
        assert_eq!(timers.next_due(), Some(at(65)));
        timers.clear(number);
        assert_eq!(timers.next_due(), None);
        timers.set(start, 0, true, 'j');
        assert_eq!(timers.next_due(), Some(at(u64::from(INTERVAL_MS_MIN))));
    }

    #[test]
    fn one_timer_too_many_is_refused() {
        let start = Instant::now();
        let mut timers = Timers::default();
        for _ in 0..TIMERS_MAX {
            assert!(timers.set(start, 1, false, 'x').is_some());
        }
        assert!(timers.set(start, 1, false, 'x').is_none());
    }
}
