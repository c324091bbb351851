// Nodes whose box moves when layout changes it: how far the painted box is from the one that flexbox computed.

/** By node: what it knows of its boxes when it has a layout transition, else null. */
const driftOf = [];
/** The nodes that have layout transitions. */
const drifters = [];

/** What a node with a layout transition knows of its boxes. Arrays are x, y, width, height, in pixels. */
function Drift(node, timing, place) {
  /** How far the painted box is from the computed one. */
  this.offset = [0, 0, 0, 0];
  this.distance = [0, 0, 0, 0];
  this.speed = [0, 0, 0, 0];
  /** The box that was computed last, without a size before the first layout, and in which parent. */
  this.known = [boxX[node], boxY[node], boxWidth[node], boxHeight[node]];
  this.parent = parentOf[node];
  /** The number of its timing. */
  this.timing = timing;
  /** Where the node stands in the list of drifters. */
  this.place = place;
}

/** How far a box has gone that was compared last. */
const gone = [0, 0, 0, 0];

/** True when the painted box is not where the layout has it. */
function isDrifting(node) {
  const drift = driftOf[node];
  if (drift === null) {
    return false;
  }
  const offset = drift.offset;
  return offset[0] !== 0 || offset[1] !== 0 || offset[2] !== 0 || offset[3] !== 0;
}

/** A node gets a layout transition, or another one. Answers the timing that it had. */
function addDrifter(node, timing) {
  const drift = driftOf[node];
  if (drift === null) {
    driftOf[node] = new Drift(node, timing, drifters.length);
    drifters.push(node);
    return 0;
  }
  const old = drift.timing;
  drift.timing = timing;
  return old;
}

/** A node is removed. */
function forgetDrifter(node) {
  const drift = driftOf[node];
  if (drift === null) {
    return;
  }
  releaseTiming(drift.timing);
  const last = drifters.pop();
  if (last !== node) {
    drifters[drift.place] = last;
    driftOf[last].place = drift.place;
  }
  driftOf[node] = null;
}

/**
 * Compares a node's box with the one known before. Answers whether that is to be seen as a movement: the node had a size
 * before, and in the same parent. How far it has gone is left in `gone`.
 */
function noteGone(node, drift) {
  const known = drift.known;
  const hadSize = known[2] > 0 || known[3] > 0;
  const wasThere = drift.parent === parentOf[node] && hadSize;
  const x = boxX[node];
  const y = boxY[node];
  const width = boxWidth[node];
  const height = boxHeight[node];
  gone[0] = fround(x - known[0]);
  gone[1] = fround(y - known[1]);
  gone[2] = fround(width - known[2]);
  gone[3] = fround(height - known[3]);
  known[0] = x;
  known[1] = y;
  known[2] = width;
  known[3] = height;
  drift.parent = parentOf[node];
  return wasThere && (gone[0] !== 0 || gone[1] !== 0 || gone[2] !== 0 || gone[3] !== 0);
}

/** A node's box went somewhere else within what scrolled along with it: on the screen nothing moved. */
function carryDrift(node, x, y) {
  const drift = driftOf[node];
  if (drift !== null) {
    drift.known[0] = fround(drift.known[0] + x);
    drift.known[1] = fround(drift.known[1] + y);
  }
}

/** A node's painted box is where the layout has it. */
function arrive(drift) {
  drift.offset.fill(0);
}

/**
 * Sets a drift off from where the painted box is, now that the computed one has `gone` further, with the speed that it had
 * by a response, or without one from rest.
 */
function setDriftOff(drift, response) {
  for (let i = 0; i < 4; i++) {
    const speed = response === null ? 0 : rateOf(response, drift.distance[i], drift.speed[i]);
    drift.speed[i] = carriedSpeed(speed);
    const distance = boundedWay(fround(drift.offset[i] - gone[i]));
    drift.offset[i] = distance;
    drift.distance[i] = distance;
  }
}

/** Where a box is to be painted next, from the computed one. */
const driftNext = [0, 0, 0, 0];

/**
 * Moves the box of a mover to where a response has it; to the end without one, where the mover stops. Answers whether it is
 * somewhere else now.
 */
function advanceBox(mover, response, canRest) {
  const drift = driftOf[mover.node];
  let isDone = response === null || canRest;
  for (let i = 0; i < 4 && response !== null; i++) {
    const distance = drift.distance[i];
    const speed = drift.speed[i];
    const left = leftOf(response, distance, speed);
    driftNext[i] = left;
    isDone = isDone && isAtRest(true, left, rateOf(response, distance, speed));
  }
  if (isDone) {
    stopMover(mover);
  }
  const offset = drift.offset;
  let hasMoved = false;
  for (let i = 0; i < 4; i++) {
    const next = isDone ? 0 : driftNext[i];
    hasMoved = hasMoved || offset[i] !== next;
    offset[i] = next;
  }
  if (hasMoved) {
    mark(mover.node, FLAG_REPAINT);
    notePlace(mover.node);
  }
  return hasMoved;
}

/** Boxes were computed anew: those with a layout transition move to their new places. */
function followLayout() {
  for (let place = 0; place < drifters.length; place++) {
    const node = drifters[place];
    // What is not on the page has no place.
    if (isWithin(node, root) && noteGone(node, driftOf[node])) {
      followBox(node, driftOf[node]);
      mark(node, FLAG_REPAINT);
      notePlace(node);
    }
  }
}

/** Sends a node's painted box to where it has `gone`. */
function followBox(node, drift) {
  const running = findMover(node, PART_BOX);
  const hasMomentum = running !== null && noteMomentum(running);
  const response = hasMomentum ? lastResponseOf(running) : null;
  const takesTime = drift.timing !== 0 && isSeen(node);
  if (takesTime && startMover(node, PART_BOX, drift.timing, 0, hasMomentum)) {
    setDriftOff(drift, response);
  } else if (running !== null) {
    stopMover(running);
    arrive(drift);
  }
}
