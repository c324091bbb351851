//! Which server is asked next: pure bookkeeping, with the time passed in.

use std::time::{Duration, Instant};

/// The servers in the board's order, and what is known of each.
#[derive(Debug)]
pub(crate) struct Mirrors {
    mirrors: Vec<Mirror>,
    /// Who is asked first: the last one that answered.
    current: usize,
}

#[derive(Debug)]
struct Mirror {
    /// The address of the published tree, with a `/` at its end.
    base: String,
    /// Failures in a row.
    failures: u32,
    rest: Rest,
}

#[derive(Clone, Copy, Debug)]
enum Rest {
    None,
    /// It failed in a way that may pass.
    Until(Instant),
    /// It asked for this long, also from later checks.
    Asked(Instant),
    /// It is not asked again in this check.
    Check,
}

/// What to do next.
#[derive(Debug, PartialEq)]
pub(crate) enum Next {
    Ask(usize),
    Wait(Duration),
    Nobody,
}

impl Mirrors {
    pub(crate) fn new(bases: &[String]) -> Self {
        let mirror = |base: &String| Mirror { base: base.clone(), failures: 0, rest: Rest::None };
        Self { mirrors: bases.iter().map(mirror).collect(), current: 0 }
    }

    pub(crate) fn len(&self) -> usize {
        self.mirrors.len()
    }

    pub(crate) fn base(&self, index: usize) -> &str {
        &self.mirrors[index].base
    }

    /// A new check: old failures are forgotten, what servers asked for is not.
    pub(crate) fn begin(&mut self) {
        for mirror in &mut self.mirrors {
            mirror.failures = 0;
            if !matches!(mirror.rest, Rest::Asked(_)) {
                mirror.rest = Rest::None;
            }
        }
    }

    /// The first server from the current one on that may be asked (`open`) and does not rest; or how long to wait for the first that
    /// will, if that is not longer than `wait_max`.
    pub(crate) fn next(&self, open: impl Fn(usize) -> bool, now: Instant, wait_max: Duration) -> Next {
        let count = self.mirrors.len();
        let order = (0..count).map(|step| (self.current + step) % count).filter(|index| open(*index));
        let mut wait: Option<Duration> = None;
        for index in order {
            match self.mirrors[index].rests(now) {
                Some(Duration::ZERO) => return Next::Ask(index),
                Some(time) if time <= wait_max => {
                    wait = Some(wait.map_or(time, |wait| wait.min(time)));
                }
                _ => {}
            }
        }
        wait.map_or(Next::Nobody, Next::Wait)
    }

    /// It answered.
    pub(crate) fn worked(&mut self, index: usize) {
        self.mirrors[index].failures = 0;
        self.mirrors[index].rest = Rest::None;
        self.current = index;
    }

    /// It failed in a way that may pass: it rests for `first`, after the next failure twice as long, at most `rest_max`.
    pub(crate) fn failed(&mut self, index: usize, now: Instant, first: Duration, rest_max: Duration) {
        const DOUBLINGS_MAX: u32 = 16;
        let mirror = &mut self.mirrors[index];
        let rest = first.saturating_mul(1 << mirror.failures.min(DOUBLINGS_MAX)).min(rest_max);
        mirror.failures += 1;
        mirror.rest = Rest::Until(now + rest);
        self.move_on(index);
    }

    /// It asked to be left alone.
    pub(crate) fn asked(&mut self, index: usize, now: Instant, rest: Duration) {
        self.mirrors[index].rest = Rest::Asked(now + rest);
        self.move_on(index);
    }

    /// It is of no use in this check.
    pub(crate) fn useless(&mut self, index: usize) {
        self.mirrors[index].rest = Rest::Check;
        self.move_on(index);
    }

    fn move_on(&mut self, index: usize) {
        if self.current == index {
            self.current = (index + 1) % self.mirrors.len();
        }
    }
}

impl Mirror {
    /// How long it still rests; nothing when it does so to the end of the check.
    fn rests(&self, now: Instant) -> Option<Duration> {
        match self.rest {
            Rest::None => Some(Duration::ZERO),
            Rest::Until(end) | Rest::Asked(end) => Some(end.saturating_duration_since(now)),
            Rest::Check => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn three() -> (Mirrors, Instant) {
        (Mirrors::new(&["a/".into(), "b/".into(), "c/".into()]), Instant::now())
    }

    fn next(mirrors: &Mirrors, now: Instant) -> Next {
        mirrors.next(|_| true, now, 8 * SECOND)
    }

    #[test]
    fn who_answered_is_asked_again_and_who_failed_is_passed_by() {
        let (mut mirrors, now) = three();
        assert_eq!(next(&mirrors, now), Next::Ask(0));
        mirrors.failed(0, now, SECOND, 8 * SECOND);
        assert_eq!(next(&mirrors, now), Next::Ask(1));
        mirrors.worked(1);
        assert_eq!(next(&mirrors, now + 60 * SECOND), Next::Ask(1));
    }

    #[test]
    fn rests_double_up_to_their_limit_and_end_with_success() {
        let (mut mirrors, now) = three();
        mirrors.useless(1);
        mirrors.useless(2);
        for seconds in [1, 2, 4, 8, 8] {
            mirrors.failed(0, now, SECOND, 8 * SECOND);
            assert_eq!(next(&mirrors, now), Next::Wait(seconds * SECOND));
        }
        assert_eq!(next(&mirrors, now + 8 * SECOND), Next::Ask(0));
        mirrors.worked(0);
        mirrors.failed(0, now, SECOND, 8 * SECOND);
        assert_eq!(next(&mirrors, now), Next::Wait(SECOND));
    }

    #[test]
    fn the_shortest_rest_is_waited_for_and_long_ones_are_not() {
        let (mut mirrors, now) = three();
        mirrors.failed(0, now, 5 * SECOND, 8 * SECOND);
        mirrors.failed(1, now, 3 * SECOND, 8 * SECOND);
        mirrors.asked(2, now, 60 * SECOND);
        assert_eq!(next(&mirrors, now), Next::Wait(3 * SECOND));
        assert_eq!(mirrors.next(|index| index == 2, now, 8 * SECOND), Next::Nobody);
    }

    #[test]
    fn a_new_check_forgets_failures_but_not_what_a_server_asked_for() {
        let (mut mirrors, now) = three();
        mirrors.useless(0);
        mirrors.asked(1, now, 60 * SECOND);
        mirrors.failed(2, now, SECOND, 8 * SECOND);
        mirrors.begin();
        assert_eq!(mirrors.next(|index| index == 0, now, SECOND), Next::Ask(0));
        assert_eq!(mirrors.next(|index| index == 1, now, SECOND), Next::Nobody);
        assert_eq!(mirrors.next(|index| index == 2, now, SECOND), Next::Ask(2));
        assert_eq!(mirrors.next(|index| index == 1, now + 60 * SECOND, SECOND), Next::Ask(1));
    }
}
