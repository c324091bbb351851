//! The different timings of transitions: nodes and movements hold one byte each.

use alloc::vec::Vec;

use ferrule_abi::motion::Timing;

use crate::anim::course::{Course, Response};

/// Different timings in use at a time in one scene; apps have a handful. A further one is refused.
pub(crate) const TIMINGS_MAX: usize = 255;

/// A timing's number plus one; 0 is for changes at once.
pub(crate) type TimingNumber = u8;

#[derive(Debug)]
struct Entry {
    timing: Timing,
    course: Course,
    /// Where those stand that set off together, as far as it was asked in this tick.
    last: Option<Asked>,
    /// Nodes' transitions and movements that have the number. Without one it can be another timing's.
    users: u32,
}

/// A question to a course, and its answer.
#[derive(Clone, Copy, Debug)]
struct Asked {
    start_us: i64,
    now_us: i64,
    carries: bool,
    answer: Option<Response>,
}

/// The timings in use.
#[derive(Debug, Default)]
pub(crate) struct Timings {
    entries: Vec<Entry>,
}

impl Timings {
    /// A number for a timing; nothing when there are too many. It must be given back with [`Timings::release`].
    pub(crate) fn acquire(&mut self, timing: &Timing) -> Option<TimingNumber> {
        if timing.duration_ms == 0 && timing.delay_ms == 0 {
            return Some(0);
        }
        let mut free = None;
        for (at, entry) in self.entries.iter_mut().enumerate() {
            if entry.timing == *timing {
                entry.users += 1;
                return Some((at + 1) as TimingNumber);
            }
            if entry.users == 0 {
                free = Some(at);
            }
        }
        let entry = Entry { timing: *timing, course: Course::new(timing), last: None, users: 1 };
        let at = match free {
            Some(at) => {
                self.entries[at] = entry;
                at
            }
            None if self.entries.len() == TIMINGS_MAX => return None,
            None => {
                self.entries.push(entry);
                self.entries.len() - 1
            }
        };
        Some((at + 1) as TimingNumber)
    }

    /// One more user of a number.
    pub(crate) fn keep(&mut self, number: TimingNumber) {
        if let Some(entry) = self.entry(number) {
            entry.users += 1;
        }
    }

    /// One user of a number less.
    pub(crate) fn release(&mut self, number: TimingNumber) {
        if let Some(entry) = self.entry(number) {
            entry.users -= 1;
        }
    }

    fn entry(&mut self, number: TimingNumber) -> Option<&mut Entry> {
        self.entries.get_mut(usize::from(number.checked_sub(1)?))
    }

    /// The course of a number; nothing for 0.
    pub(crate) fn course(&self, number: TimingNumber) -> Option<&Course> {
        self.entries.get(usize::from(number.checked_sub(1)?)).map(|entry| &entry.course)
    }

    /// Where a movement that set off at `start_us` is at `now_us`; nothing when it is over. Those that set off together
    /// are computed once.
    pub(crate) fn response(
        &mut self,
        number: TimingNumber,
        start_us: i64,
        now_us: i64,
        carries: bool,
    ) -> Option<Response> {
        let entry = self.entry(number)?;
        if let Some(last) = &entry.last
            && (last.start_us, last.now_us, last.carries) == (start_us, now_us, carries)
        {
            return last.answer;
        }
        let answer = entry.course.at(now_us - start_us, carries);
        entry.last = Some(Asked { start_us, now_us, carries, answer });
        answer
    }

    /// Users of all numbers, for the invariants.
    pub(crate) fn users(&self) -> u32 {
        self.entries.iter().map(|entry| entry.users).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrule_abi::Easing;

    fn timing(duration_ms: u16) -> Timing {
        Timing { duration_ms, delay_ms: 0, easing: Easing::Linear }
    }

    #[test]
    fn numbers_are_shared_run_out_and_come_back() {
        let mut timings = Timings::default();
        assert_eq!(timings.acquire(&timing(0)), Some(0));
        for ms in 1..=255 {
            assert_eq!(timings.acquire(&timing(ms)), Some(ms as u8));
        }
        assert_eq!(timings.acquire(&timing(7)), Some(7));
        assert_eq!(timings.acquire(&timing(256)), None);
        timings.release(7);
        assert_eq!(timings.acquire(&timing(256)), None, "one still has it");
        timings.release(7);
        assert_eq!(timings.acquire(&timing(256)), Some(7));
        assert_eq!(timings.users(), 255);
    }
}
