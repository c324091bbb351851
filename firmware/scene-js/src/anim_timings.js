// The different timings of transitions: nodes and movements hold their numbers.

/** Different timings in use at a time in one scene; apps have a handful. A further one is refused. */
const TIMINGS_MAX = 255;

/** A timing's number is its place here; 0 is for changes at once. */
const timings = [null];

/** A timing in use. */
function TimingEntry(given) {
  this.timing = Object.assign(new Timing(), given);
  this.course = courseOf(given);
  /** Nodes' transitions and movements that have the number. Without one it can be another timing's. */
  this.users = 1;
  /** What set off last by it. */
  this.departure = null;
}

/** What several movements have in common that set off together: they follow each other. */
function Departure(entry, startUs, carries) {
  this.course = entry.course;
  /** In microseconds; NEVER until the first tick that sees it. */
  this.startUs = startUs;
  /** They carry on from other movements. */
  this.carries = carries;
}

/** No time is this. */
const NEVER = -1;

function isSameTiming(a, b) {
  if (a.durationMs !== b.durationMs || a.delayMs !== b.delayMs || a.easing !== b.easing) {
    return false;
  }
  switch (a.easing) {
    case EASING_BEZIER:
      return a.x1 === b.x1 && a.y1 === b.y1 && a.x2 === b.x2 && a.y2 === b.y2;
    case EASING_STEPS:
      return a.count === b.count && a.position === b.position;
    case EASING_SPRING:
      return a.bounce === b.bounce;
    default:
      return true;
  }
}

/** A number for a timing, which must be given back with `releaseTiming`; null when there are too many. */
function acquireTiming(timing) {
  if (timing.durationMs === 0 && timing.delayMs === 0) {
    return 0;
  }
  let free = 0;
  for (let number = 1; number < timings.length; number++) {
    const entry = timings[number];
    if (isSameTiming(entry.timing, timing)) {
      entry.users += 1;
      return number;
    }
    if (entry.users === 0) {
      free = number;
    }
  }
  if (free === 0) {
    if (timings.length > TIMINGS_MAX) {
      return null;
    }
    free = timings.length;
    timings.push(null);
  }
  timings[free] = new TimingEntry(timing);
  return free;
}

function keepTiming(number) {
  if (number !== 0) {
    timings[number].users += 1;
  }
}

function releaseTiming(number) {
  if (number !== 0) {
    timings[number].users -= 1;
  }
}

/** What movements have in common that set off now by the timing of a number. */
function departureOf(number, startUs, carries) {
  const entry = timings[number];
  const last = entry.departure;
  if (last !== null && last.startUs === startUs && last.carries === carries) {
    return last;
  }
  entry.departure = new Departure(entry, startUs, carries);
  return entry.departure;
}
