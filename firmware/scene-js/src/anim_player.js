// One animation through keyframes: its clock, and where its properties are at a time.

const DIRECTION_NORMAL = 0;
const DIRECTION_REVERSE = 1;
const DIRECTION_ALTERNATE = 2;

/** The clock's time was 0 at a moment. */
const CLOCK_RUNS = 0;
/** The same, and no tick has seen it: it goes on from other movements. */
const CLOCK_CARRIES = 1;
/** It goes on from a time at the next tick. */
const CLOCK_WAITS = 2;
/** It stands at a time. */
const CLOCK_PAUSED = 3;
/** The animation is over and waits to be swept away. */
const CLOCK_OVER = 4;

/** What a tick came to for an animation: it goes on; it needs no more ticks before something is done to it; it is over. */
const PROGRESS_GOES = 0;
const PROGRESS_STANDS = 1;
const PROGRESS_OVER = 2;

/** How an animation runs through its keyframes; times are in microseconds. */
function Plan(play) {
  this.delayUs = play.delayMs * 1000;
  this.runUs = play.durationMs * 1000;
  this.runSeconds = fround(fround(this.runUs) * MICRO);
  this.repeat = play.repeat;
  this.direction = play.direction;
}

/** The plan that was made last: many animations have the same. */
let lastPlan = null;

function planOf(play) {
  const last = lastPlan;
  if (
    last === null || last.delayUs !== play.delayMs * 1000 || last.runUs !== play.durationMs * 1000 ||
    last.repeat !== play.repeat || last.direction !== play.direction
  ) {
    lastPlan = new Plan(play);
  }
  return lastPlan;
}

/** An animation under way, of what `readScript` found. */
function Player(node, id, plan) {
  this.node = node;
  this.id = id;
  this.plan = plan;
  /** The next one of the same node, or null. */
  this.next = null;
  /** Its time in microseconds since it was started, its delay included, as its clock has it. */
  this.clock = CLOCK_WAITS;
  this.clockUs = 0;
  /** It stands, but was not shown yet where it stands. */
  this.isStale = true;
  this.tracks = scriptTracks;
  /** Keyframes of all its tracks. */
  this.frames = scriptFrames;
  /** Properties that were not set or animated anew. */
  this.live = 0;
  for (const track of scriptTracks) {
    this.live += track.isTwin ? 0 : 1;
  }
  /** No property was. */
  this.isWhole = true;
}

/** Its time at the last tick. */
function timeOf(player) {
  return player.clock <= CLOCK_CARRIES ? lastTickUs - player.clockUs : player.clockUs;
}

function setClock(player, clock, us) {
  player.clock = clock;
  player.clockUs = us;
}

/** Goes to a time after the delay. */
function seekPlayer(player, toMs) {
  player.isStale = true;
  setClock(player, player.clock === CLOCK_PAUSED ? CLOCK_PAUSED : CLOCK_WAITS, player.plan.delayUs + toMs * 1000);
}

/** Moves an animation whose clock does not simply run, or all of which are reduced, at `lastTickUs`. */
function advanceOther(player) {
  if (player.clock === CLOCK_OVER) {
    return PROGRESS_STANDS;
  }
  if (player.clock !== CLOCK_PAUSED && isMotionReduced) {
    if (player.plan.repeat !== 0) {
      return PROGRESS_OVER;
    }
    // One that never ends stands at the start of its run.
    const startUs = player.plan.delayUs;
    player.isStale = player.isStale || player.clock !== CLOCK_WAITS || player.clockUs !== startUs;
    setClock(player, CLOCK_WAITS, startUs);
  } else if (player.clock !== CLOCK_PAUSED) {
    setClock(player, CLOCK_RUNS, player.clock === CLOCK_WAITS ? lastTickUs - player.clockUs : player.clockUs);
    findMoment(player.plan, timeOf(player));
    return showTracks(player) ? PROGRESS_OVER : PROGRESS_GOES;
  }
  if (player.isStale) {
    player.isStale = false;
    findMoment(player.plan, timeOf(player));
    showTracks(player);
  }
  return PROGRESS_STANDS;
}

/** A point of time of animations with keyframes. */
const moment = {
  /** The plan of which it is one. */
  plan: null,
  /** Since they were started, their delay included. */
  elapsedUs: 0,
  /** The delay is not over. */
  isWaiting: false,
  /** From 0 to 1, the way that the keyframes count. */
  progress: 0,
  isBackwards: false,
  /** In the first run, in which properties may carry on from another movement. */
  isFirst: false,
  /** All runs are done. */
  isDone: false,
};

/** Leaves the point of the keyframes at a time in `moment`. Animations that set off together are at the same one. */
function findMoment(plan, elapsedUs) {
  if (moment.plan === plan && moment.elapsedUs === elapsedUs) {
    return;
  }
  const sinceUs = elapsedUs - plan.delayUs;
  const direction = plan.direction;
  moment.plan = plan;
  moment.elapsedUs = elapsedUs;
  moment.isWaiting = sinceUs < 0;
  if (sinceUs < 0) {
    moment.isBackwards = direction === DIRECTION_REVERSE;
    moment.progress = moment.isBackwards ? 1 : 0;
    moment.isFirst = true;
    moment.isDone = false;
    return;
  }
  const runUs = plan.runUs;
  const repeat = plan.repeat;
  const runs = runUs === 0 ? repeat : Math.floor(sinceUs / runUs);
  const isDone = repeat !== 0 && runs >= repeat;
  // The last run ends where the next would begin.
  const run = isDone ? repeat - 1 : runs;
  const done = isDone ? 1 : fround(fround(sinceUs - run * runUs) / fround(runUs));
  const isBackwards = direction === DIRECTION_ALTERNATE ? run % 2 === 1 : direction === DIRECTION_REVERSE;
  moment.progress = isBackwards ? fround(1 - done) : done;
  moment.isBackwards = isBackwards;
  moment.isFirst = run === 0 && !isBackwards;
  moment.isDone = isDone;
}

/**
 * Shows every live property at the moment. Answers whether all have come to their ends. A number on an ordinary way stands
 * in line, as in `advanceMovers`.
 */
function showTracks(player) {
  const shown = shownValues;
  const tracks = player.tracks;
  const progress = moment.progress;
  const isUnderWay = !moment.isWaiting && progress < 1;
  let marks = 0;
  let isOver = true;
  for (let at = 0; at < tracks.length; at++) {
    const track = tracks[at];
    if (track.isSimple && isUnderWay) {
      let way = track.way;
      let span = way.span;
      if (progress < span.start || progress >= span.end) {
        way = wayAt(track, progress);
        span = way.span;
      }
      if (span !== lastSpan || progress !== lastSpanAt) {
        easeSpan(span, progress);
      }
      const value = fround(way.from + fround(way.length * eased.done));
      const cell = track.cell;
      if (shown[cell] !== value) {
        shown[cell] = value;
        marks |= track.mark;
        if (!track.isAway || value === track.home) {
          noteHome(player, track, value);
        }
      }
      isOver = isOver && moment.isDone;
    } else if (track.isLive) {
      isOver = showOther(player, track) && isOver;
    }
  }
  if (marks !== 0) {
    playersChanged = true;
    mark(player.node, marks);
  }
  return isOver;
}

/** A transform is another now, and at home, or was until now. */
function noteHome(player, track, value) {
  track.isAway = value !== track.home;
  notePlace(player.node);
}

/** Shows a property that is not a number on an ordinary way. Answers whether it has come to its end. */
function showOther(player, track) {
  // Until its time comes a property is where it was, unless it was on its way.
  if (moment.isWaiting && !track.carries) {
    return false;
  }
  if (show(player.node, track.slot, trackValue(player, track))) {
    track.isAway = track.home === null;
    playersChanged = true;
  }
  return trackEnds;
}

/** The value of a property at the end. An animation that never ends ends with its run. */
function endOf(player, track) {
  const plan = player.plan;
  let isLast = plan.direction !== DIRECTION_REVERSE;
  if (plan.repeat === 0) {
    findMoment(plan, timeOf(player));
    isLast = !moment.isBackwards;
  } else if (plan.direction === DIRECTION_ALTERNATE) {
    isLast = plan.repeat % 2 === 1;
  }
  const ways = track.ways;
  return isLast ? ways[ways.length - 1].to : ways[0].from;
}

/** The property whose value was computed last has come to its end, and how fast it was, in units per second. */
let trackEnds = false;
let trackRate = 0;
/** Where the movement of a track stands. */
const trackResponse = new Response();

/** The value of a property at the moment; see `trackEnds` too. */
function trackValue(player, track) {
  const progress = moment.progress;
  trackRate = 0;
  trackEnds = moment.isDone;
  if (track.spring !== null) {
    return alongCourse(player, track, true);
  }
  if (progress >= 1) {
    return track.ways[track.ways.length - 1].to;
  }
  const way = wayAt(track, progress);
  if (moment.isFirst && track.carries && way === track.ways[0]) {
    return alongCourse(player, track, false);
  }
  easeSpan(way.span, progress);
  if (track.isColor) {
    return mixColors(way.from, way.to, eased.done);
  }
  if (way.span.seconds > 0) {
    const rate = fround(fround(way.length * eased.rate) / way.span.seconds);
    trackRate = moment.isBackwards ? -rate : rate;
  }
  return fround(way.from + fround(way.length * eased.done));
}

/** The way that a property is on, `progress` being less than 1; of ways that begin at the same point the last one. */
function wayAt(track, progress) {
  let way = track.way;
  if (progress < way.span.start || progress >= way.span.end) {
    const ways = track.ways;
    let at = ways.length - 1;
    while (at > 0 && ways[at].span.start > progress) {
      at -= 1;
    }
    way = ways[at];
    track.way = way;
  }
  return way;
}

/** How a span was eased last: many properties are at the same point of the same one. */
let lastSpan = null;
let lastSpanAt = 0;

/** Leaves in `eased` where a span is at a progress between its start and end. */
function easeSpan(span, progress) {
  lastSpan = span;
  lastSpanAt = progress;
  easeAt(span.ease, fround(fround(progress - span.start) / span.width));
}

/** Others have asked for eases. */
function forgetSpan() {
  lastSpan = null;
}

/** The value of a property on a way that has a course of its own: a spring's, or the first when it `carries`. */
function alongCourse(player, track, isSpring) {
  const way = track.ways[0];
  const from = way.from;
  const to = way.to;
  if (track.course === null) {
    const delayUs = player.plan.delayUs;
    track.course = isSpring
      ? new Course(delayUs, player.plan.runSeconds, null, track.spring)
      : new Course(delayUs, way.span.seconds, way.span.ease, null);
  }
  const response = trackResponse;
  const goes = courseAt(track.course, moment.elapsedUs, track.carries, response);
  forgetSpan();
  if (!goes) {
    trackEnds = trackEnds || isSpring;
    return to;
  }
  let rests = isSpring;
  let value;
  if (track.isColor) {
    rests = rests && isAtRest(false, response.share, response.shareRate);
    value = mixColors(from, to, fround(1 - response.share));
  } else {
    const distance = fround(from - to);
    const left = leftOf(response, distance, track.speed);
    trackRate = rateOf(response, distance, track.speed);
    rests = rests && isAtRest((RATIO_SLOTS & (1 << track.slot)) === 0, left, trackRate);
    value = fround(to + left);
  }
  if (isSpring) {
    trackEnds = rests;
  }
  return rests ? to : value;
}
