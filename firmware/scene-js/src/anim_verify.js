// What must hold of everything that moves between two calls, for tests.

/** Answers null, or what does not hold of movements as a whole. */
function brokenAnimations() {
  let found = 0;
  let users = 0;
  for (let node = 1; node < tableNodes; node++) {
    if (nodeKind[node] !== KIND_FREE) {
      found += animationsOf(node);
      users += timingUsersOf(node);
      const broken = brokenMovers(node) || brokenPlayers(node) || brokenValues(node);
      if (broken !== null) {
        return `node ${node}: ${broken}`;
      }
    }
  }
  const count = moverCount() + playerCount();
  if (found !== count) {
    return `${found} movements are linked, of ${count}`;
  }
  let counted = 0;
  for (const entry of timings) {
    counted += entry === null ? 0 : entry.users;
  }
  if (users !== counted) {
    return `${users} users of timings, counted ${counted}`;
  }
  return releasedCells.length === 0 ? null : `nobody followed ${releasedCells}`;
}

/** The uses of timings by a node and its movers. */
function timingUsersOf(node) {
  let users = 0;
  for (let slot = 0; slot < SLOTS; slot++) {
    users += transitions[node * SLOTS + slot] !== 0 ? 1 : 0;
  }
  for (let mover = moverOf[node]; mover !== null; mover = mover.next) {
    users += mover.timing !== 0 ? 1 : 0;
  }
  return users + (driftOf[node] !== null && driftOf[node].timing !== 0 ? 1 : 0);
}

/** Answers null, or what is wrong with a node's transitions. */
function brokenMovers(node) {
  for (let mover = moverOf[node]; mover !== null; mover = mover.next) {
    if (mover.node !== node || mover.departure === null || findMover(node, mover.part) !== mover) {
      return `it has a wrong mover of ${mover.part}`;
    }
  }
  const drift = driftOf[node];
  if (drift !== null && drifters[drift.place] !== node) {
    return 'it is not where it says among the drifters';
  }
  return isDrifting(node) && findMover(node, PART_BOX) === null ? 'its box hangs' : null;
}

/** Answers null, or what is wrong with a node's animations. */
function brokenPlayers(node) {
  let moved = 0;
  for (let player = playerOf[node]; player !== null; player = player.next) {
    let live = 0;
    for (const track of player.tracks) {
      if (track.isLive) {
        live += track.isTwin ? 0 : 1;
        if ((moved & (1 << track.slot)) !== 0 || findMover(node, track.slot) !== null) {
          return `slot ${track.slot} moves twice`;
        }
        moved |= 1 << track.slot;
      }
    }
    if (player.node !== node || player.clock === CLOCK_OVER || live === 0 || live !== player.live) {
      return `it has a wrong animation ${player.id}`;
    }
  }
  return null;
}

/** Answers null, or what is wrong with what a node shows. */
function brokenValues(node) {
  const isFocused = focusTold === node;
  for (let slot = 0; slot < SLOTS; slot++) {
    const value = shownValues[node * SLOTS + slot];
    const isMoving = findMover(node, slot) !== null || isAnimated(node, slot);
    if (!isMoving && value !== targetOf(node, slot, isFocused)) {
      return `slot ${slot} rests at ${value}, not at ${targetOf(node, slot, isFocused)}`;
    }
    if (value !== fround(value) && !isColorSlot(slot)) {
      return `slot ${slot} shows ${value}, which is no f32`;
    }
  }
  if (isInPlace(node) === ((nodeFlags[node] & FLAG_TRANSFORMED) !== 0)) {
    return 'it is transformed, or not, unlike what it says';
  }
  let below = 0;
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    below += transformedWithin(child);
  }
  return below === transformedBelow[node] ? null : `${below} below are transformed, counted ${transformedBelow[node]}`;
}
