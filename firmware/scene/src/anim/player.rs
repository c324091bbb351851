//! One animation through keyframes: its clock, and where its properties are at a time.

use ferrule_abi::Color;
use ferrule_abi::motion::{AnimationId, Play, PlayDirection};

use crate::anim::course::Course;
use crate::anim::keyframes::{Frame, Script, Track};
use crate::anim::movers::{Momentum, carried};
use crate::anim::show::Showing;
use crate::anim::spring::is_at_rest;
use crate::easing::{Ease, Eased, between, mix};
use crate::slots::Unit;

/// An animation's time, in microseconds since it was started, its delay included.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Clock {
    /// Goes on from this time at the next tick.
    Waits(i64),
    /// Its time was 0 at this moment.
    Runs(i64),
    /// Stands at this time.
    Paused(i64),
}

/// What a tick came to for an animation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It goes on.
    Goes,
    /// It needs no more ticks before something is done to it.
    Stands,
    /// It is at its end.
    Over,
}

/// How a way was eased last. Many properties are at the same point of the same way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LastEased {
    ease: Ease,
    progress: f32,
    eased: Eased,
}

impl LastEased {
    pub(crate) fn new() -> Self {
        Self { ease: Ease::Linear, progress: 0.0, eased: Ease::Linear.at(0.0) }
    }

    fn at(&mut self, ease: &Ease, progress: f32) -> Eased {
        if self.progress != progress || self.ease != *ease {
            *self = Self { ease: *ease, progress, eased: ease.at(progress) };
        }
        self.eased
    }
}

/// A point of time of an animation with keyframes.
#[derive(Clone, Copy, Debug)]
struct Moment {
    /// Since it was started, its delay included.
    elapsed_us: i64,
    /// From 0 to 1, the way that the keyframes count.
    progress: f32,
    backwards: bool,
    /// In the first run, in which properties may carry on from another movement.
    is_first: bool,
    /// All runs are done.
    is_done: bool,
}

/// An animation under way.
#[derive(Debug)]
pub(crate) struct Player {
    pub(crate) id: AnimationId,
    clock: Clock,
    /// It stands, but was not shown yet where it stands.
    is_stale: bool,
    delay_us: i64,
    run_us: i64,
    repeat: u32,
    direction: PlayDirection,
    pub(crate) script: Script,
    /// Properties that were not set or animated anew.
    pub(crate) live: usize,
    /// No property was.
    pub(crate) is_whole: bool,
}

impl Player {
    pub(crate) fn new(id: AnimationId, play: &Play, script: Script) -> Self {
        let live = script.tracks.iter().filter(|track| !track.is_twin).count();
        Self {
            id,
            clock: Clock::Waits(0),
            is_stale: true,
            delay_us: i64::from(play.delay_ms) * 1000,
            run_us: i64::from(play.duration_ms) * 1000,
            repeat: play.repeat,
            direction: play.direction,
            script,
            live,
            is_whole: true,
        }
    }

    pub(crate) fn never_ends(&self) -> bool {
        self.repeat == 0
    }

    /// It goes on from other movements, which were seen last at this time.
    pub(crate) fn carry_on(&mut self, since_us: i64) {
        self.clock = Clock::Runs(since_us);
    }

    /// How fast a property of it was at the last tick; nothing when it stands.
    pub(crate) fn momentum(&self, track: &Track, now_us: i64) -> Option<Momentum> {
        let runs = matches!(self.clock, Clock::Runs(_));
        runs.then(|| Momentum { speed: carried(track.rate), since_us: now_us })
    }

    /// Its time at the last tick.
    fn time(&self, now_us: i64) -> i64 {
        match self.clock {
            Clock::Waits(at) | Clock::Paused(at) => at,
            Clock::Runs(origin) => now_us - origin,
        }
    }

    pub(crate) fn pause(&mut self, now_us: i64) {
        self.clock = Clock::Paused(self.time(now_us));
    }

    pub(crate) fn resume(&mut self) {
        if let Clock::Paused(at) = self.clock {
            self.clock = Clock::Waits(at);
        }
    }

    /// Goes to a time after the delay.
    pub(crate) fn seek(&mut self, to_ms: u32) {
        let at = self.delay_us + i64::from(to_ms) * 1000;
        self.is_stale = true;
        self.clock =
            if matches!(self.clock, Clock::Paused(_)) { Clock::Paused(at) } else { Clock::Waits(at) };
    }

    /// Puts on screen where the animation is at `now_us`, or where it stands or ends when motion `is_reduced`.
    #[inline(always)]
    pub(super) fn advance(
        &mut self,
        showing: &mut Showing<'_>,
        now_us: i64,
        is_reduced: bool,
        last: &mut LastEased,
    ) -> Progress {
        match self.clock {
            Clock::Runs(origin) if !is_reduced && let Some(moment) = self.in_first_run(now_us - origin) => {
                let is_over = self.show_all(showing, moment, last);
                if is_over { Progress::Over } else { Progress::Goes }
            }
            _ => self.advance_otherwise(showing, now_us, is_reduced, last),
        }
    }

    /// The same for one that does not run, or not for the first time.
    #[inline(never)]
    fn advance_otherwise(
        &mut self,
        showing: &mut Showing<'_>,
        now_us: i64,
        is_reduced: bool,
        last: &mut LastEased,
    ) -> Progress {
        let runs = matches!(self.clock, Clock::Runs(_)) && !is_reduced;
        if !runs && let Some(progress) = self.stand(now_us, is_reduced) {
            return progress;
        }
        let moment = self.moment(self.time(now_us));
        let is_over = self.show_all(showing, moment, last);
        match (&self.clock, is_over) {
            (Clock::Runs(_), true) => Progress::Over,
            (Clock::Runs(_), false) => Progress::Goes,
            (Clock::Waits(_) | Clock::Paused(_), _) => Progress::Stands,
        }
    }

    /// Sets the clock of one that does not run yet, or no more. Answers what it came to when nothing is to be shown.
    fn stand(&mut self, now_us: i64, is_reduced: bool) -> Option<Progress> {
        match self.clock {
            Clock::Paused(_) => {}
            _ if is_reduced && !self.never_ends() => return Some(Progress::Over),
            _ if is_reduced => {
                let stood = self.clock == Clock::Waits(self.delay_us);
                self.is_stale |= !stood;
                self.clock = Clock::Waits(self.delay_us);
            }
            Clock::Waits(at) => {
                self.clock = Clock::Runs(now_us - at);
                return None;
            }
            Clock::Runs(_) => return None,
        }
        let was_stale = core::mem::take(&mut self.is_stale);
        (!was_stale).then_some(Progress::Stands)
    }

    /// The point of the keyframes at a time in the first run, when that goes forwards.
    #[inline(always)]
    fn in_first_run(&self, elapsed_us: i64) -> Option<Moment> {
        let since_us = elapsed_us - self.delay_us;
        let is_in = since_us >= 0 && since_us < self.run_us && self.direction != PlayDirection::Reverse;
        is_in.then(|| Moment {
            elapsed_us,
            progress: since_us as f32 / self.run_us as f32,
            backwards: false,
            is_first: true,
            is_done: false,
        })
    }

    /// The point of the keyframes at a time.
    fn moment(&self, elapsed_us: i64) -> Moment {
        let since_us = elapsed_us - self.delay_us;
        if since_us < 0 {
            let backwards = self.direction == PlayDirection::Reverse;
            let progress = if backwards { 1.0 } else { 0.0 };
            return Moment { elapsed_us, progress, backwards, is_first: true, is_done: false };
        }
        let runs = if self.run_us == 0 { i64::from(self.repeat) } else { since_us / self.run_us };
        let is_done = self.repeat != 0 && runs >= i64::from(self.repeat);
        // The last run ends where the next would begin.
        let run = if is_done { i64::from(self.repeat) - 1 } else { runs };
        let done = if is_done { 1.0 } else { (since_us - run * self.run_us) as f32 / self.run_us as f32 };
        let backwards = match self.direction {
            PlayDirection::Normal => false,
            PlayDirection::Reverse => true,
            PlayDirection::Alternate => run % 2 == 1,
        };
        let progress = if backwards { 1.0 - done } else { done };
        Moment { elapsed_us, progress, backwards, is_first: run == 0 && !backwards, is_done }
    }

    /// Shows every live property. Answers whether all have come to their ends.
    #[inline(always)]
    fn show_all(&mut self, showing: &mut Showing<'_>, moment: Moment, last: &mut LastEased) -> bool {
        let times = Times { delay_us: self.delay_us, run_us: self.run_us };
        let mut is_over = true;
        let Script { frames, tracks } = &mut self.script;
        for track in tracks.iter_mut() {
            if !track.is_live {
                continue;
            }
            let (bits, ends) =
                if track.carried.is_none() && track.spring.is_none() && moment.elapsed_us >= times.delay_us {
                    (along(track, frames, &moment, &times, last), moment.is_done)
                } else if let Some(shown) = special(track, frames, &{ moment }, &times, last) {
                    shown
                } else {
                    is_over = false;
                    continue;
                };
            is_over &= ends;
            showing.put(track.slot, bits);
        }
        is_over
    }

    /// The value of a property at the end. One that never ends ends with its run.
    pub(crate) fn end_of(&self, track: &Track, now_us: i64) -> u32 {
        let last = match (self.repeat, self.direction) {
            (0, _) => !self.moment(self.time(now_us)).backwards,
            (_, PlayDirection::Normal) => true,
            (_, PlayDirection::Reverse) => false,
            (repeat, PlayDirection::Alternate) => repeat % 2 == 1,
        };
        self.script.frames[usize::from(if last { track.last } else { track.first })].bits
    }
}

/// The times of an animation, in microseconds.
struct Times {
    delay_us: i64,
    run_us: i64,
}

impl Times {
    fn run_seconds(&self) -> f32 {
        self.run_us as f32 * 1.0e-6
    }
}

/// The value of a property that waits, is on a spring, or may carry on from another movement, and whether it has come to
/// its end. Nothing for one that waits where it is.
#[inline(never)]
fn special(
    track: &mut Track,
    frames: &[Frame],
    moment: &Moment,
    times: &Times,
    last: &mut LastEased,
) -> Option<(u32, bool)> {
    // Until its time comes a property is where it was, unless it was on its way.
    if moment.elapsed_us < times.delay_us && track.carried.is_none() {
        return None;
    }
    if let Some(spring) = track.spring {
        let course = Course::spring(times.delay_us, times.run_seconds(), spring);
        return Some(single_way(track, frames, &course, moment.elapsed_us));
    }
    if moment.is_first && moment.progress < 1.0 {
        let (from, to) = find_way(track, frames, moment.progress);
        if track.at == track.first {
            let seconds = (to.offset - from.offset) * times.run_seconds();
            let course = Course::timed(times.delay_us, seconds, to.ease);
            return Some((single_way(track, frames, &course, moment.elapsed_us).0, moment.is_done));
        }
    }
    Some((along(track, frames, moment, times, last), moment.is_done))
}

/// The value of a property on a way that has a course of its own, and whether it has come to its end.
fn single_way(track: &mut Track, frames: &[Frame], course: &Course, elapsed_us: i64) -> (u32, bool) {
    let (from, to) = (frames[usize::from(track.first)].bits, frames[usize::from(track.first) + 1].bits);
    track.rate = 0.0;
    let Some(response) = course.at(elapsed_us, track.carried.is_some()) else { return (to, true) };
    let unit = track.slot.unit();
    if unit == Unit::Color {
        let rests = course.is_spring() && is_at_rest(unit, response.share, response.share_rate);
        return (if rests { to } else { between(track.slot, from, to, 1.0 - response.share) }, rests);
    }
    let distance = f32::from_bits(from) - f32::from_bits(to);
    let speed = track.carried.unwrap_or(0.0);
    let left = response.left(distance, speed);
    track.rate = response.rate(distance, speed);
    let rests = course.is_spring() && is_at_rest(unit, left, track.rate);
    (if rests { to } else { (f32::from_bits(to) + left).to_bits() }, rests)
}

/// Finds the way that a property is on at a progress below 1.
#[inline(never)]
fn find_way<'a>(track: &mut Track, frames: &'a [Frame], progress: f32) -> (&'a Frame, &'a Frame) {
    let (first, end) = (usize::from(track.first), usize::from(track.last));
    let mut at = usize::from(track.at);
    while at > first && frames[at].offset > progress {
        at -= 1;
    }
    while at + 1 < end && frames[at + 1].offset <= progress {
        at += 1;
    }
    track.at = at as u16;
    (&frames[at], &frames[at + 1])
}

/// The value of a property at a point of its keyframes.
#[inline(always)]
fn along(track: &mut Track, frames: &[Frame], moment: &Moment, times: &Times, last: &mut LastEased) -> u32 {
    let progress = moment.progress;
    track.rate = 0.0;
    if progress >= 1.0 {
        return frames[usize::from(track.last)].bits;
    }
    let (from, to) = match frames.get(usize::from(track.at)..) {
        Some([from, to, ..]) if from.offset <= progress && progress < to.offset => (from, to),
        _ => find_way(track, frames, progress),
    };
    let width = to.offset - from.offset;
    // Two frames at the same offset are a jump.
    let local = if width > 0.0 { (progress - from.offset) / width } else { 1.0 };
    let eased = last.at(&to.ease, local);
    if track.slot.unit() == Unit::Color {
        return mix(Color(from.bits), Color(to.bits), eased.done).0;
    }
    let (from, to) = (f32::from_bits(from.bits), f32::from_bits(to.bits));
    let seconds = width * times.run_seconds();
    if seconds > 0.0 {
        let rate = (to - from) * eased.rate / seconds;
        track.rate = if moment.backwards { -rate } else { rate };
    }
    (from + (to - from) * eased.done).to_bits()
}
