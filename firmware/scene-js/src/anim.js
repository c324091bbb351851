// Values and boxes on the move: transitions that follow from changes, and animations that the app asks for.
//
// A property is moved by one thing at most: the newest transition or animation takes it over where it is, with its speed.
// What takes over goes on from the last tick, so that no frame is lost; what sets off from rest does so at the next one.

/** Movements that end go to their ends at once, and those that never end stand still. */
let isMotionReduced = false;
/** A later tick will change something. */
let isAnimating = false;

function growAnimations(nodes) {
  growList(moverOf, nodes);
  growList(playerOf, nodes);
  growList(driftOf, nodes);
}

/** Transitions and animations of a node that are not over. */
function animationsOf(node) {
  let count = 0;
  for (let mover = moverOf[node]; mover !== null; mover = mover.next) {
    count += 1;
  }
  for (let player = playerOf[node]; player !== null; player = player.next) {
    count += 1;
  }
  return count;
}

/** Takes a slot away from what moves it. Answers one of `TAKEN_…`. */
function takeSlot(node, slot) {
  const mover = findMover(node, slot);
  if (mover === null) {
    return takeFromPlayer(node, slot);
  }
  const hasMomentum = noteMomentum(mover);
  stopMover(mover);
  return hasMomentum ? TAKEN_WITH_MOMENTUM : TAKEN_FROM_REST;
}

/**
 * Brings a slot to where its base or overlay now wants it: over time when there is a transition and the node was seen, else
 * at once. An animation loses it.
 */
function follow(node, slot) {
  const taken = takeFromPlayer(node, slot);
  const to = targetOf(node, slot, focusTold === node);
  const cell = node * SLOTS + slot;
  const running = findMover(node, slot);
  if ((running === null ? shownValues[cell] : running.to) === to) {
    return;
  }
  const hasMomentum = running === null ? taken === TAKEN_WITH_MOMENTUM : noteMomentum(running);
  const timing = transitions[cell];
  if (timing !== 0 && isSeen(node) && startMover(node, slot, timing, to, hasMomentum)) {
    return;
  }
  if (running !== null) {
    stopMover(running);
  }
  show(node, slot, to);
}

/** Brings the properties that animations let go of to what base and overlay say. */
function followReleased() {
  while (releasedCells.length > 0) {
    const cell = releasedCells.pop();
    const slot = cell % SLOTS;
    const node = (cell - slot) / SLOTS;
    follow(node, slot);
    if (slot === SLOT_FILL) {
      // The second colour of a flat gradient goes along.
      follow(node, SLOT_FILL_TO);
    }
    noteGradient(node);
    paintDue = true;
  }
}

function setTransition(node, prop, timing) {
  if (!exists(node)) {
    return REFUSED_NO_SUCH_NODE;
  }
  if (animates[prop] === 0) {
    return REFUSED_NOT_ANIMATABLE;
  }
  const slot = slotOfProp[prop] | 0;
  let fits = setSlotTransition(node, slot, timing);
  if (slot === SLOT_FILL && (nodeFlags[node] & FLAG_BASE_FILL_TO) === 0) {
    fits = setSlotTransition(node, SLOT_FILL_TO, timing) && fits;
  }
  return fits ? null : REFUSED_TOO_MANY_TIMINGS;
}

/** Lets changes of a slot take time. False when there are too many different timings. */
function setSlotTransition(node, slot, timing) {
  const number = acquireTiming(timing);
  if (number === null) {
    return false;
  }
  const cell = node * SLOTS + slot;
  releaseTiming(transitions[cell]);
  transitions[cell] = number;
  return true;
}

/** Lets changes of a node's box take time. */
function setLayoutTransition(node, timing) {
  if (!exists(node)) {
    return REFUSED_NO_SUCH_NODE;
  }
  const number = acquireTiming(timing);
  if (number === null) {
    return REFUSED_TOO_MANY_TIMINGS;
  }
  releaseTiming(addDrifter(node, number));
  return null;
}

function reduceMotion(isOn) {
  isMotionReduced = isOn;
  return null;
}

/** Starts the animation that the block of the batch from `from` to `to` tells. */
function animate(node, id, play, from, to) {
  if (!exists(node)) {
    return REFUSED_NO_SUCH_NODE;
  }
  if (findPlayer(node, id) !== null) {
    return REFUSED_NUMBER_IN_USE;
  }
  const plan = planOf(play);
  const why = readScript(node, plan, from, to);
  if (why !== null) {
    return why;
  }
  const hasRoom = hasRoomForPlayer(scriptFrames);
  if (!hasRoom && play.repeat === 0) {
    return REFUSED_TOO_MANY_ANIMATIONS;
  }
  const player = new Player(node, id, plan);
  takeTracks(player);
  if (hasRoom) {
    startPlayer(player);
  } else {
    releaseTracks(player);
    noteEnd(node, id, true);
    settleTracks(player);
  }
  noteGradient(node);
  followReleased();
  paintDue = true;
  return null;
}

/** Takes the properties of an animation away from what moves them, and goes on from there. */
function takeTracks(player) {
  for (const track of player.tracks) {
    const hasMomentum = takeSlot(player.node, track.slot) === TAKEN_WITH_MOMENTUM;
    if (hasMomentum && track.fromHere && player.plan.direction !== DIRECTION_REVERSE) {
      track.carries = true;
      track.isSimple = false;
      track.speed = isColorSlot(track.slot) ? 0 : momentum.speed;
      setClock(player, CLOCK_CARRIES, momentum.sinceUs);
    }
  }
}

/** Does something to an animation, if it is not over. */
function controlAnimation(node, id, action, toMs) {
  if (!exists(node)) {
    return REFUSED_NO_SUCH_NODE;
  }
  const player = findPlayer(node, id);
  if (player !== null) {
    controlPlayer(player, action, toMs);
  }
  followReleased();
  paintDue = true;
  return null;
}

/** Forgets a node that is removed. */
function forgetAnimations(node) {
  forgetMovers(node);
  forgetPlayers(node);
  for (let at = node * SLOTS; at < (node + 1) * SLOTS; at++) {
    releaseTiming(transitions[at]);
  }
  forgetDrifter(node);
}

/** Moves everything to where it is at `nowUs`. Answers whether something on screen changed. */
function advanceAnimations(nowUs) {
  lastTickUs = nowUs;
  const hasMoved = advanceMovers(nowUs);
  const goes = advancePlayers();
  isAnimating = goes || moverCount() > 0;
  const hasChanged = hasMoved || playersChanged;
  followReleased();
  return hasChanged;
}

/** Tells the app of the animations that are over. `isOwn`: the scene is being built, and its app hears of it. */
function tellEnds(isOwn) {
  for (let at = 0; at < endedNodes.length; at++) {
    tellAnimation(endedNodes[at], endedIds[at], endedWhole[at], isOwn);
  }
  endedNodes.length = 0;
  endedIds.length = 0;
  endedWhole.length = 0;
}
