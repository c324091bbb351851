// Values and boxes on their way by a transition.

/** Transitions under way at a time. A further one goes to its end at once. */
const MOVERS_MAX = 4096;
/** Fastest speed that is carried on, in units per second; more cannot be seen. */
const SPEED_MAX = 1000000;
/** Longest way, so that no chain of overshooting movements ever leaves the range of numbers. */
const DISTANCE_MAX = 2000000;

/** What of a node moves: a slot, or its painted box, whose numbers are in the node's drift. */
const PART_BOX = SLOTS;

/** All transitions; what set off first comes first. Some may be over. */
const movers = [];
/** Those of them that are over. */
let moversOver = 0;
/** By node: its newest transition that is not over, or null. */
const moverOf = [];
/** The time of the last tick, in microseconds. */
let lastTickUs = 0;

/** A movement. */
function Mover(node, part, timing, departure) {
  this.node = node;
  this.part = part;
  /** The number of its timing. */
  this.timing = timing;
  /** Null: it is over and waits to be swept away. */
  this.departure = departure;
  /** The colour that it starts from, or the distance from the end. */
  this.from = 0;
  /** In units per second. */
  this.speed = 0;
  this.to = 0;
  /** It is a number, in this cell of `shownValues`. */
  this.isNumber = part !== PART_BOX && !isColorSlot(part);
  this.cell = node * SLOTS + part;
  /** Where the layout has the node when its part is a transform, else null; and that it is known not to be there. */
  this.home = this.isNumber && (TRANSFORM_SLOTS & (1 << part)) !== 0 ? defaultValues[part] : null;
  this.isAway = this.home === null;
  /** The mark of its node when it moved; a box marks it itself. */
  this.mark = part === PART_BOX ? 0 : markOfSlot(part);
  /** The next one of the same node, or null. */
  this.next = null;
}

/** A speed that is carried on, kept within what matters. */
function carriedSpeed(speed) {
  return bounded(speed, -SPEED_MAX, SPEED_MAX);
}

/** A way that is gone, kept within what matters. */
function boundedWay(distance) {
  return bounded(distance, -DISTANCE_MAX, DISTANCE_MAX);
}

function moverCount() {
  return movers.length - moversOver;
}

/** The mover of a part of a node, or null. */
function findMover(node, part) {
  let mover = moverOf[node];
  while (mover !== null && mover.part !== part) {
    mover = mover.next;
  }
  return mover;
}

/** Where the movement stands that was asked last. */
const moverResponse = new Response();

/** Where a mover that a tick has seen stood at the last one, in `moverResponse`; null when it was over. */
function lastResponseOf(mover) {
  const departure = mover.departure;
  const elapsedUs = lastTickUs - departure.startUs;
  return courseAt(departure.course, elapsedUs, departure.carries, moverResponse) ? moverResponse : null;
}

/** What another movement can go on from: a speed in units per second, and when it was so. */
const momentum = { speed: 0, sinceUs: 0 };

/** Leaves in `momentum` what can go on from a mover. False when no tick has seen it yet. */
function noteMomentum(mover) {
  if (mover.departure.startUs === NEVER) {
    return false;
  }
  const response = mover.isNumber ? lastResponseOf(mover) : null;
  momentum.speed = response === null ? 0 : carriedSpeed(rateOf(response, mover.from, mover.speed));
  momentum.sinceUs = lastTickUs;
  return true;
}

/**
 * Moves a part of a node to `to`, a value from where it is, with `momentum` or from the next tick on; in place of the mover
 * that the part has. False when there is no room.
 */
function startMover(node, part, timing, to, hasMomentum) {
  const old = findMover(node, part);
  if (old === null && !hasRoomForMover()) {
    return false;
  }
  const departure = departureOf(timing, hasMomentum ? momentum.sinceUs : NEVER, hasMomentum);
  const mover = old === null ? new Mover(node, part, timing, departure) : old;
  keepTiming(timing);
  if (old === null) {
    mover.next = moverOf[node];
    moverOf[node] = mover;
    movers.push(mover);
  } else {
    releaseTiming(old.timing);
    old.timing = timing;
    old.departure = departure;
  }
  if (part !== PART_BOX) {
    const shown = shownValues[mover.cell];
    mover.from = mover.isNumber ? boundedWay(fround(shown - to)) : shown;
    mover.to = to;
    mover.speed = hasMomentum ? momentum.speed : 0;
  }
  return true;
}

function hasRoomForMover() {
  if (movers.length >= MOVERS_MAX) {
    sweepMovers();
  }
  return movers.length < MOVERS_MAX;
}

/** Stops a mover where it is. It keeps its place until the next sweep. */
function stopMover(mover) {
  const node = mover.node;
  if (moverOf[node] === mover) {
    moverOf[node] = mover.next;
  } else {
    let before = moverOf[node];
    while (before.next !== mover) {
      before = before.next;
    }
    before.next = mover.next;
  }
  endMover(mover);
}

function endMover(mover) {
  releaseTiming(mover.timing);
  mover.departure = null;
  moversOver += 1;
}

/** Forgets the movers of a node that is removed. */
function forgetMovers(node) {
  for (let mover = moverOf[node]; mover !== null; mover = mover.next) {
    endMover(mover);
  }
  moverOf[node] = null;
}

/** Takes those that are over out of the list. */
function sweepMovers() {
  if (moversOver === 0) {
    return;
  }
  let kept = 0;
  for (let at = 0; at < movers.length; at++) {
    const mover = movers[at];
    if (mover.departure !== null) {
      movers[kept] = mover;
      kept += 1;
    }
  }
  movers.length = kept;
  moversOver = 0;
}

/**
 * Moves everything to where it is at `nowUs`, or to its end when motion is reduced. Answers whether something on screen
 * changed. What moves a thousand numbers a frame stands in line: a call costs as much as reading four properties.
 */
function advanceMovers(nowUs) {
  const shown = shownValues;
  const count = movers.length;
  let hasChanged = false;
  let departure = null;
  let response = null;
  let canRest = false;
  let share = 0;
  let push = 0;
  for (let at = 0; at < count; at++) {
    const mover = movers[at];
    if (mover.departure !== departure) {
      departure = mover.departure;
      response = departure === null ? null : depart(departure, nowUs);
      if (response !== null) {
        share = response.share;
        push = response.push;
        canRest = departure.course.ease === null;
      }
    }
    if (response !== null && mover.isNumber) {
      let left = fround(mover.from * share);
      if (mover.speed !== 0) {
        left = fround(left + fround(mover.speed * push));
      }
      if (canRest && left < REST_PIXELS && left > -REST_PIXELS && numberRests(mover, left, response)) {
        hasChanged = finishMover(mover) || hasChanged;
      } else {
        const number = fround(mover.to + left);
        const cell = mover.cell;
        if (hasChanged || shown[cell] !== number) {
          hasChanged = true;
          shown[cell] = number;
          if ((nodeFlags[mover.node] & mover.mark) === 0) {
            mark(mover.node, mover.mark);
          }
          if (!mover.isAway || number === mover.home) {
            mover.isAway = number !== mover.home;
            notePlace(mover.node);
          }
        }
      }
    } else if (departure !== null) {
      hasChanged = advanceOtherMover(mover, response, canRest) || hasChanged;
    }
  }
  sweepMovers();
  return hasChanged;
}

/** Where those that set off together are at `nowUs`, which hold until the next question; null when they are over. */
function depart(departure, nowUs) {
  if (departure.startUs === NEVER) {
    departure.startUs = nowUs;
  }
  const goes = courseAt(departure.course, nowUs - departure.startUs, departure.carries, moverResponse);
  return goes && !isMotionReduced ? moverResponse : null;
}

function numberRests(mover, left, response) {
  return isAtRest((RATIO_SLOTS & (1 << mover.part)) === 0, left, rateOf(response, mover.from, mover.speed));
}

/** Shows a mover's end and stops it. Answers whether something on screen changed. */
function finishMover(mover) {
  stopMover(mover);
  return show(mover.node, mover.part, mover.to);
}

/** Moves what is not a number, or comes to its end. Answers whether something on screen changed. */
function advanceOtherMover(mover, response, canRest) {
  if (mover.part === PART_BOX) {
    return advanceBox(mover, response, canRest);
  }
  if (response === null || (canRest && isAtRest(false, response.share, response.shareRate))) {
    return finishMover(mover);
  }
  const color = mixColors(mover.from, mover.to, fround(1 - response.share));
  if (shownValues[mover.cell] === color) {
    return false;
  }
  shownValues[mover.cell] = color;
  mark(mover.node, mover.mark);
  return true;
}
