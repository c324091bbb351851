// The course of one movement over time, in closed form: value = end + distance × share + speed × push. How share and push
// follow from the timing stands in `firmware/scene/src/anim/course.rs`.

/** Longest time for which a timed movement still goes where the one before it went. */
const MOMENTUM_SECONDS = 0.4000000059604645;
/** A microsecond in seconds, and a millisecond. */
const MICRO = 9.999999974752427e-7;
const MILLI = 0.0010000000474974513;

/** Where a movement stands, and how fast that changes, per second. */
function Response() {
  this.share = 1;
  this.push = 0;
  this.shareRate = 0;
  this.pushRate = 0;
}

/** How far a movement still is from its end. */
function leftOf(response, distance, speed) {
  return fround(fround(distance * response.share) + fround(speed * response.push));
}

/** How fast it is, per second. */
function rateOf(response, distance, speed) {
  return fround(fround(distance * response.shareRate) + fround(speed * response.pushRate));
}

/** A timing, prepared to be asked often: of an ease or a spring, the other is null. */
function Course(delayUs, seconds, ease, spring) {
  this.delayUs = delayUs;
  this.seconds = seconds;
  this.ease = ease;
  this.spring = spring;
  /** Part of the way per second with which it sets off from rest. */
  this.startRate = 0;
  if (spring === null && delayUs === 0 && seconds > 0) {
    easeAt(ease, 0);
    this.startRate = fround(eased.rate / seconds);
  }
}

/** The course of what `readTiming` found. */
function courseOf(timing) {
  const ease = easeOf(timing);
  const spring = ease === null ? new Spring(timing.bounce) : null;
  return new Course(timing.delayMs * 1000, fround(timing.durationMs * MILLI), ease, spring);
}

/**
 * Leaves in `to` where a movement is some time after it set off; false when its time is over. One that `carries` goes on
 * from another.
 */
function courseAt(course, elapsedUs, carries, to) {
  const underWayUs = elapsedUs - course.delayUs;
  const seconds = fround(fround(underWayUs) * MICRO);
  const ease = course.ease;
  const whole = course.seconds;
  if (underWayUs >= 0 && seconds >= whole && (ease !== null || whole <= 0)) {
    return false;
  }
  to.share = 1;
  to.push = 0;
  to.shareRate = 0;
  to.pushRate = 0;
  if (underWayUs >= 0) {
    if (ease !== null) {
      easeAt(ease, fround(seconds / whole));
      to.share = fround(1 - eased.done);
      to.shareRate = fround(-eased.rate / whole);
    } else {
      springAt(course.spring, seconds, whole, to);
      if (course.delayUs === 0) {
        return true;
      }
      // What it came with is gone, or goes, by itself.
      to.push = 0;
      to.pushRate = 0;
    }
  }
  if (carries) {
    coast(course, elapsedUs, to);
  }
  return true;
}

/** Adds what is left of the speed that a movement came with. */
function coast(course, elapsedUs, to) {
  const whole = course.ease === null ? 0 : course.seconds;
  const spent = fround(fround(fround(course.delayUs) * MICRO) + whole);
  const span = spent < MOMENTUM_SECONDS ? spent : MOMENTUM_SECONDS;
  const part = fround(fround(fround(elapsedUs) * MICRO) / span);
  if (!(part < 1)) {
    return;
  }
  const rest = fround(1 - part);
  const push = fround(fround(fround(span * part) * rest) * rest);
  const pushRate = fround(rest * fround(1 - fround(3 * part)));
  to.push = fround(to.push + push);
  to.pushRate = fround(to.pushRate + pushRate);
  to.share = fround(to.share + fround(course.startRate * push));
  to.shareRate = fround(to.shareRate + fround(course.startRate * pushRate));
}
