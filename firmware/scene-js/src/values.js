// What nodes look like: the values that commands set, the overlays that apply while a node has the focus, and the values on
// screen, which are the one or the other or on the way there.
//
// These are plain arrays: the VM reads them in half the time of typed ones. No cell is ever -0.

/** At `node * SLOTS + slot`: a number, which is an `f32`, or a colour. */
const baseValues = [];
const shownValues = [];
/** The number of the timing of changes to a slot; 0 for changes at once. */
const transitions = [];
/** By node: the values that apply while it has the focus, or null. */
const overlayOf = [];

/** Bit n of the mask: slot n is set. */
function Overlay() {
  this.mask = 0;
  this.values = new Array(SLOTS).fill(0);
}

function growValues(nodes) {
  growFloats(baseValues, nodes * SLOTS);
  growFloats(shownValues, nodes * SLOTS);
  growNumbers(transitions, nodes * SLOTS);
  growList(overlayOf, nodes);
}

function resetValues(node) {
  for (let slot = 0, at = node * SLOTS; slot < SLOTS; slot++, at++) {
    baseValues[at] = defaultValues[slot];
    shownValues[at] = defaultValues[slot];
    transitions[at] = 0;
  }
  overlayOf[node] = null;
}

/** Where a slot's value is heading. */
function targetOf(node, slot, isFocused) {
  const overlay = isFocused ? overlayOf[node] : null;
  if (overlay !== null && (overlay.mask & (1 << slot)) !== 0) {
    return overlay.values[slot];
  }
  // Without a second colour the gradient is flat.
  if (slot === SLOT_FILL_TO && (nodeFlags[node] & FLAG_BASE_FILL_TO) === 0) {
    return targetOf(node, SLOT_FILL, isFocused);
  }
  return baseValues[node * SLOTS + slot];
}

/** Sets a property that moves, for a node as it is (state 0) or while it has the focus. */
function setAnimated(node, prop, state, kind, value) {
  const slot = slotOfProp[prop] | 0;
  const isSet = kind !== VALUE_UNSET;
  // A zero is +0.
  const to = isSet ? value + 0 : defaultValues[slot];
  if (state === 0) {
    baseValues[node * SLOTS + slot] = to;
    if (slot === SLOT_FILL_TO) {
      putFlag(node, FLAG_BASE_FILL_TO, isSet);
    }
  } else {
    setOverlay(node, slot, isSet, to);
  }
  follow(node, slot);
  if (slot === SLOT_FILL) {
    // The second colour of a flat gradient goes along.
    follow(node, SLOT_FILL_TO);
  }
  noteGradient(node);
  repaintPart(node);
}

function setOverlay(node, slot, isSet, value) {
  let overlay = overlayOf[node];
  if (isSet) {
    overlay = overlay === null ? new Overlay() : overlay;
    overlayOf[node] = overlay;
    overlay.values[slot] = value;
    overlay.mask |= 1 << slot;
  } else if (overlay !== null) {
    overlay.mask &= ~(1 << slot);
  }
}

/** Keeps apart the nodes that have a second colour. */
function noteGradient(node) {
  const overlay = overlayOf[node];
  const isOverlaid = overlay !== null && (overlay.mask & (1 << SLOT_FILL_TO)) !== 0;
  const isGradient = isOverlaid || (nodeFlags[node] & FLAG_BASE_FILL_TO) !== 0 || movesSecondColor(node);
  if (isGradient !== ((nodeFlags[node] & FLAG_GRADIENT) !== 0)) {
    putFlag(node, FLAG_GRADIENT, isGradient);
    mark(node, FLAG_REPAINT_PART);
  }
}

/** The mark of a node of which a slot is shown another value: does what is in it look different as well? */
function markOfSlot(slot) {
  return (PLACING_SLOTS & (1 << slot)) !== 0 ? FLAG_REPAINT : FLAG_REPAINT_PART;
}

/** Puts a value on screen. Answers whether it is another than before. */
function show(node, slot, value) {
  const at = node * SLOTS + slot;
  if (shownValues[at] === value) {
    return false;
  }
  shownValues[at] = value;
  mark(node, markOfSlot(slot));
  if ((TRANSFORM_SLOTS & (1 << slot)) !== 0) {
    // Most of what moves was moving before.
    if ((nodeFlags[node] & FLAG_TRANSFORMED) === 0 || value === defaultValues[slot]) {
      notePlace(node);
    }
  }
  return true;
}

/** True when a node is painted where the layout has it: neither scaled, shifted nor turned, nor on its way there. */
function isInPlace(node) {
  const at = node * SLOTS;
  return (
    shownValues[at + SLOT_TRANSLATE_X] === 0 && shownValues[at + SLOT_TRANSLATE_Y] === 0 &&
    shownValues[at + SLOT_SCALE] === 1 && shownValues[at + SLOT_ROTATE] === 0 && !isDrifting(node)
  );
}

/** Keeps the ancestors' count of transformed nodes right. */
function notePlace(node) {
  const isMoved = !isInPlace(node);
  if (((nodeFlags[node] & FLAG_TRANSFORMED) !== 0) === isMoved) {
    return;
  }
  putFlag(node, FLAG_TRANSFORMED, isMoved);
  const more = isMoved ? 1 : -1;
  for (let at = parentOf[node]; at !== NONE; at = parentOf[at]) {
    transformedBelow[at] += more;
  }
}
