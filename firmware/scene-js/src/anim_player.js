// One animation through keyframes: its clock, and where its properties are at a time.

const DIRECTION_NORMAL = 0;
const DIRECTION_REVERSE = 1;
const DIRECTION_ALTERNATE = 2;

/** The clock goes on from a time at the next tick. */
const CLOCK_WAITS = 0;
/** Its time was 0 at a moment. */
const CLOCK_RUNS = 1;
/** It stands at a time. */
const CLOCK_PAUSED = 2;

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
function Player(node, id, play) {
  this.node = node;
  this.id = id;
  this.plan = planOf(play);
  /** It waits to be swept away. */
  this.isOver = false;
  /** The next one of the same node, or null. */
  this.next = null;
  /** Its time in microseconds since it was started, its delay included, as its clock has it. */
  this.clock = CLOCK_WAITS;
  this.clockUs = 0;
  /** It stands, but was not shown yet where it stands. */
  this.isStale = true;
  this.frames = scriptFrames;
  this.tracks = scriptTracks;
  /** Properties that were not set or animated anew. */
  this.live = 0;
  for (const track of scriptTracks) {
    this.live += track.isTwin ? 0 : 1;
  }
  /** No property was. */
  this.isWhole = true;
}

/** Its time at the last tick. */
function timeOf(player, nowUs) {
  return player.clock === CLOCK_RUNS ? nowUs - player.clockUs : player.clockUs;
}

function setClock(player, clock, us) {
  player.clock = clock;
  player.clockUs = us;
}

function pausePlayer(player, nowUs) {
  setClock(player, CLOCK_PAUSED, timeOf(player, nowUs));
}

function resumePlayer(player) {
  if (player.clock === CLOCK_PAUSED) {
    player.clock = CLOCK_WAITS;
  }
}

/** Goes to a time after the delay. */
function seekPlayer(player, toMs) {
  player.isStale = true;
  setClock(player, player.clock === CLOCK_PAUSED ? CLOCK_PAUSED : CLOCK_WAITS, player.plan.delayUs + toMs * 1000);
}

/** Shows where an animation is at `nowUs`, or where it stands or ends when motion is reduced. */
function advancePlayer(player, nowUs) {
  let stands = player.clock === CLOCK_PAUSED;
  if (!stands) {
    if (isMotionReduced) {
      if (player.plan.repeat !== 0) {
        return PROGRESS_OVER;
      }
      // One that never ends stands at the start of its run.
      const startUs = player.plan.delayUs;
      player.isStale = player.isStale || player.clock !== CLOCK_WAITS || player.clockUs !== startUs;
      setClock(player, CLOCK_WAITS, startUs);
      stands = true;
    } else if (player.clock === CLOCK_WAITS) {
      setClock(player, CLOCK_RUNS, nowUs - player.clockUs);
    }
  }
  if (stands) {
    if (!player.isStale) {
      return PROGRESS_STANDS;
    }
    player.isStale = false;
  }
  findMoment(player.plan, timeOf(player, nowUs));
  const isOver = showTracks(player);
  return stands ? PROGRESS_STANDS : isOver ? PROGRESS_OVER : PROGRESS_GOES;
}

/** A point of time of animations with keyframes. */
const moment = {
  /** The plan of which it is one. */
  plan: null,
  /** Since it was started, its delay included. */
  elapsedUs: 0,
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

/** Shows every live property at the moment. Answers whether all have come to their ends. */
function showTracks(player) {
  const isWaiting = moment.elapsedUs < player.plan.delayUs;
  const tracks = player.tracks;
  let isOver = true;
  for (let i = 0; i < tracks.length; i++) {
    const track = tracks[i];
    if (!track.isLive) {
      continue;
    }
    // Until its time comes a property is where it was, unless it was on its way.
    if (isWaiting && !track.carries) {
      isOver = false;
      continue;
    }
    const value = track.spring === null ? alongKeyframes(player, track) : alongSpring(player, track);
    isOver = isOver && trackEnds;
    if (show(player.node, track.slot, value)) {
      playersChanged = true;
    }
  }
  return isOver;
}

/** The value of a property at the end. An animation that never ends ends with its run. */
function endOf(player, track, nowUs) {
  const plan = player.plan;
  let isLast = plan.direction !== DIRECTION_REVERSE;
  if (plan.repeat === 0) {
    findMoment(plan, timeOf(player, nowUs));
    isLast = !moment.isBackwards;
  } else if (plan.direction === DIRECTION_ALTERNATE) {
    isLast = plan.repeat % 2 === 1;
  }
  return player.frames[isLast ? track.last : track.first].value;
}

/** The property whose value was computed last has come to its end. */
let trackEnds = false;
/** Where the movement of a track stands. */
const trackResponse = new Response();

function alongSpring(player, track) {
  if (track.course === null) {
    track.course = new Course(player.plan.delayUs, player.plan.runSeconds, null, track.spring);
  }
  return singleWay(player, track, track.course);
}

/** The value of a property on a way that has a course of its own; `trackEnds` tells whether it has come to its end. */
function singleWay(player, track, course) {
  const from = player.frames[track.first].value;
  const to = player.frames[track.first + 1].value;
  track.rate = 0;
  trackEnds = true;
  if (!courseAt(course, moment.elapsedUs, track.carries, trackResponse)) {
    return to;
  }
  const slot = track.slot;
  const canRest = course.spring !== null;
  if (isColorSlot(slot)) {
    trackEnds = canRest && isAtRest(false, trackResponse.share, trackResponse.shareRate);
    return trackEnds ? to : mixColors(from, to, fround(1 - trackResponse.share));
  }
  const distance = fround(from - to);
  const speed = track.carries ? track.speed : 0;
  const left = leftOf(trackResponse, distance, speed);
  track.rate = rateOf(trackResponse, distance, speed);
  trackEnds = canRest && isAtRest((RATIO_SLOTS & (1 << slot)) === 0, left, track.rate);
  return trackEnds ? to : fround(to + left);
}

/** The first way of a property that goes on from another movement. */
function alongCarried(player, track, seconds) {
  if (track.course === null) {
    track.course = new Course(player.plan.delayUs, seconds, player.frames[track.first + 1].ease, null);
  }
  const value = singleWay(player, track, track.course);
  forgetEase();
  trackEnds = moment.isDone;
  return value;
}

/** How a way was eased last: many properties are at the same point of the same way. */
let lastEase = null;
let lastEasedAt = 0;

/** `easeAt`, unless that was asked just now. */
function easeAgain(ease, progress) {
  if (ease !== lastEase || progress !== lastEasedAt) {
    lastEase = ease;
    lastEasedAt = progress;
    easeAt(ease, progress);
  }
}

/** Others may have asked for eases. */
function forgetEase() {
  lastEase = null;
}

/** The value of a property at the moment; `trackEnds` tells whether it has come to its end. */
function alongKeyframes(player, track) {
  const progress = moment.progress;
  const first = track.first;
  const end = track.last;
  const frames = player.frames;
  track.rate = 0;
  trackEnds = moment.isDone;
  if (progress >= 1) {
    return frames[end].value;
  }
  let at = track.at;
  while (at > first && frames[at].offset > progress) {
    at -= 1;
  }
  while (at + 1 < end && frames[at + 1].offset <= progress) {
    at += 1;
  }
  track.at = at;
  const from = frames[at];
  const to = frames[at + 1];
  const width = fround(to.offset - from.offset);
  const seconds = fround(width * player.plan.runSeconds);
  if (moment.isFirst && at === first && track.carries) {
    return alongCarried(player, track, seconds);
  }
  // Two frames at the same offset are a jump.
  easeAgain(to.ease, width > 0 ? fround(fround(progress - from.offset) / width) : 1);
  if (isColorSlot(track.slot)) {
    return mixColors(from.value, to.value, eased.done);
  }
  const way = fround(to.value - from.value);
  if (seconds > 0) {
    const rate = fround(fround(way * eased.rate) / seconds);
    track.rate = moment.isBackwards ? -rate : rate;
  }
  return fround(from.value + fround(way * eased.done));
}
