// Which node has the focus, and that it is never lost: when its node goes, the nearest one takes it; when a modal goes, the
// focus comes back to where it was before.
//
// A *place* on the page, to come back to or near, is the edges of a box, and as its anchor the innermost node there that
// still exists. Places are never changed, so several may share one.

/** The focused node. */
let focusCurrent = NONE;
/** What the app was last told. */
let focusTold = NONE;
/** A node that a `Focus` command named, which waits for the layout. */
let focusRequested = NONE;
/** The place of the focus when its node went away; null while it has one. */
let lostPlace = null;
/** One for each trap that the focus came into, outer ones first: the trap, and the place where the focus was before. */
let focusReturns = [];
/** The tree changed: the focus may not be valid any more, or there may be a first one. */
let focusCheckIsDue = false;
/** The layout changed: the focused node may have moved out of sight. */
let revealIsDue = false;
/** Another root came: the new focus is shown without scrolling there. */
let focusIsFresh = false;

/** What has the focus may not be able to any more, or something else may be. */
function treeChanged() {
  focusCheckIsDue = true;
}

/** Boxes are elsewhere, or how far content scrolls to show them. */
function layoutChanged() {
  revealIsDue = true;
}

/** Another page is shown. */
function rootChanged() {
  focusCheckIsDue = true;
  focusIsFresh = true;
  lostPlace = null;
}

/** A `Focus` command. Answers why it is refused, or null; whether the node can have the focus shows in the next turn. */
function requestFocus(node) {
  if (!exists(node)) {
    return REFUSED_NO_SUCH_NODE;
  }
  focusRequested = node;
  return null;
}

/** True when nothing waits for `settleFocus`. */
function isFocusSettled() {
  return !focusCheckIsDue && !focusIsFresh && focusRequested === NONE;
}

/** Where a node is now, as a place. */
function placeOf(node) {
  boundsOf(node);
  return { x0: boundsX0, y0: boundsY0, x1: boundsX1, y1: boundsY1, anchor: node };
}

/** The same place with another anchor. */
function anchoredAt(place, anchor) {
  return { x0: place.x0, y0: place.y0, x1: place.x1, y1: place.y1, anchor };
}

/** A subtree is about to be removed. */
function focusLeaves(top) {
  focusCheckIsDue = true;
  const parent = parentOf[top];
  if (focusCurrent !== NONE && isWithin(focusCurrent, top)) {
    loseFocus(top);
  }
  if (lostPlace !== null && isWithin(lostPlace.anchor, top)) {
    lostPlace = anchoredAt(lostPlace, parent);
  }
  for (let at = 0; at < focusReturns.length; at++) {
    const place = focusReturns[at].place;
    if (isWithin(place.anchor, top)) {
      // With a modal goes what came out of it: from there the way leads to before that modal.
      const outer = returnFrom(place.anchor, top, at);
      focusReturns[at].place = outer === null ? anchoredAt(place, parent) : outer;
    }
  }
  focusReturns = focusReturns.filter((each) => !isWithin(each.trap, top));
  if (isWithin(focusRequested, top)) {
    focusRequested = NONE;
  }
}

/** The place before the first of so many traps that is in `top` and that a node is in; null when there is none. */
function returnFrom(node, top, count) {
  for (let at = 0; at < count; at++) {
    const { trap, place } = focusReturns[at];
    if (isWithin(trap, top) && isWithin(node, trap)) {
      return place;
    }
  }
  return null;
}

/** Lets go of the focus because `top`, which it is in, cannot have it any more. */
function loseFocus(top) {
  const place = returnFrom(focusCurrent, top, focusReturns.length);
  lostPlace = place === null ? placeOf(focusCurrent) : place;
  focusCurrent = NONE;
}

/** Notes where the focus came from into traps, and forgets the traps that it left and that nothing leads back to. */
function noteTraps(from) {
  if (root !== NONE && exists(from) && isWithin(from, root)) {
    const place = placeOf(from);
    const known = focusReturns.length;
    for (let trap = focusCurrent; trap !== NONE; trap = parentOf[trap]) {
      const isTrap = (nodeFlags[trap] & FLAG_FOCUS_TRAP) !== 0 && trap !== root;
      if (isTrap && !focusReturns.some((each) => each.trap === trap) && !isWithin(from, trap)) {
        focusReturns.splice(known, 0, { trap, place });
      }
    }
  }
  for (let at = focusReturns.length - 1; at >= 0; at--) {
    const trap = focusReturns[at].trap;
    let leadsBack = isWithin(focusCurrent, trap);
    for (let later = at + 1; later < focusReturns.length && !leadsBack; later++) {
      leadsBack = isWithin(focusReturns[later].place.anchor, trap);
    }
    if (!leadsBack) {
      focusReturns.splice(at, 1);
    }
  }
}

/**
 * Settles the focus after commands: requests, nodes that went, nodes that came. Answers the node of a request that cannot
 * have the focus, or NONE; the rest is settled all the same.
 */
function settleFocus() {
  let refused = NONE;
  const before = focusCurrent;
  const isFresh = focusIsFresh;
  focusIsFresh = false;
  if (focusCheckIsDue) {
    focusCheckIsDue = false;
    followItems();
    dropUnreachable();
  }
  const requested = focusRequested;
  focusRequested = NONE;
  if (requested !== NONE) {
    const goal = isReachable(requested) ? entry(requested) : NO_GOAL;
    if (goal === NO_GOAL) {
      refused = requested;
    } else {
      goTo(goal);
    }
  }
  if (focusCurrent === NONE) {
    const goal = replacement();
    if (goal !== NO_GOAL) {
      goTo(goal);
    }
  }
  if (focusCurrent !== NONE) {
    lostPlace = null;
  }
  const mustReveal = revealIsDue;
  revealIsDue = false;
  const isAsked = requested !== NONE && refused === NONE;
  if (isAsked || focusCurrent !== before || focusCurrent !== focusTold) {
    arriveAtFocus(isFresh);
  } else if (mustReveal || isFresh) {
    reveal(isFresh);
  }
  return refused;
}

/**
 * Moves the focus by an arrow key, by several steps when it is held for long and the app allows it. Answers whether it moved.
 */
function go(key) {
  const container = repeatContainer();
  const steps =
    container === NONE ? 1 : min(1 + Math.floor(heldRepeats / REPEATS_PER_STEP), guideOf[container].repeatSteps);
  for (let step = 0; step < steps; step++) {
    const goal = neighbour(key);
    if (goal === NO_GOAL || (step > 0 && !isWithin(nodeOfGoal(goal), container))) {
      return step > 0;
    }
    goTo(goal);
    arriveAtFocus(false);
  }
  return true;
}

function goTo(goal) {
  focusCurrent = nodeOfGoal(goal);
  noteItems(goal);
}

/** Leaves the marks of a new focus that the next step depends on: memory, and where containers are to scroll. */
function arriveAtFocus(atOnce) {
  let mark = focusCurrent;
  for (let at = focusCurrent; at !== NONE; at = parentOf[at]) {
    if (listOf[at] !== null) {
      // Its nodes show now this item and now that; the list knows which one it is.
      mark = at;
    }
    if ((nodeFlags[at] & FLAG_FOCUS_MEMORY) !== 0) {
      rememberedOf[at] = mark;
    }
  }
  reveal(atOnce);
}

/** Tells the app and the two nodes of a change since the last time. */
function announce() {
  const previous = focusTold;
  if (previous !== focusCurrent) {
    noteTraps(previous);
    focusTold = focusCurrent;
    followFocus(previous);
    followFocus(focusCurrent);
    tellFocus(focusCurrent, previous);
    // Whoever has the focus may be painted over its neighbours.
    liftedChanged(previous);
    liftedChanged(focusCurrent);
  }
  announceItems();
}

/** A node has the focus now, or not any more. */
function liftedChanged(node) {
  if (exists(node)) {
    repaintPart(node);
  }
}

/** Brings a node's focused values to where they are to be now. */
function followFocus(node) {
  const overlay = exists(node) ? overlayOf[node] : null;
  let mask = overlay === null ? 0 : overlay.mask;
  if ((mask & (1 << SLOT_FILL)) !== 0) {
    // A flat gradient's second colour goes with the first.
    mask |= 1 << SLOT_FILL_TO;
  }
  // From the lowest bit on.
  for (; mask !== 0; mask &= mask - 1) {
    follow(node, 31 - Math.clz32(mask & -mask));
  }
}

/** Lets go of a focus that is hidden, not focusable any more or not on this page. */
function dropUnreachable() {
  const current = focusCurrent;
  if (current === NONE || canHaveFocus(current)) {
    return;
  }
  if (root !== NONE && isWithin(current, root)) {
    let outermost = current;
    for (let at = current; at !== root; at = parentOf[at]) {
      if ((nodeFlags[at] & FLAGS_BAR_FOCUS) !== 0) {
        outermost = at;
      }
    }
    loseFocus(outermost);
  }
  focusCurrent = NONE;
}
