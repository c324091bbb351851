// The scene as a whole: what is on screen, and what a turn does to it.

/** The node on screen; NONE before the first `Present`. */
let root = NONE;
/** The turn of the last `Present`: what is older than a turn has been seen. */
let presented = 0;
/** Something on screen may look different. */
let paintDue = false;

/** Shows a view as the root of the screen. */
function presentNode(node) {
  if (!exists(node)) {
    return REFUSED_NO_SUCH_NODE;
  }
  if (nodeKind[node] !== KIND_VIEW) {
    return REFUSED_NOT_A_VIEW;
  }
  if (root !== node) {
    root = node;
    presented = turn;
    inheritDirection(node, inheritedBits(node));
    setLayoutRoot(node);
    rootChanged();
  }
  paintDue = true;
  return null;
}

/** True when the node's changes are to be seen as movements: it was on screen in an earlier turn. */
function isSeen(node) {
  return root !== NONE && presented !== turn && bornIn[node] !== turn;
}

/** The screen has another size. */
function resize() {
  rootIsDue = true;
  layoutIsDue = true;
  paintDue = true;
}

/** Brings boxes, extents and scroll ranges up to date. */
function layOut() {
  boxesComputed = 0;
  if (root !== NONE && layoutIsDue) {
    runLayouts(screenWidth, screenHeight);
    updateExtent(root);
    followLayout();
    layoutChanged();
    paintDue = true;
  }
}

/** Another turn begins. */
function setTurn(now) {
  turn = now;
}

/** Computes the frame that will be shown at `nowUs`. Answers `TURN_CHANGED` and `TURN_ANIMATING`, where they hold. */
function runTurn(nowUs) {
  layOut();
  let hasMoved = advanceScrolls(nowUs);
  const refused = settleFocus();
  if (refused !== NONE) {
    noteRefusal('focus', refused, REFUSED_NOT_FOCUSABLE);
  }
  pressKeys();
  announce();
  launchScrolls(nowUs);
  tellLists();
  hasMoved = advanceAnimations(nowUs) || hasMoved;
  hasMoved = advanceFades(nowUs) || hasMoved;
  tellEnds(false);
  let bits = 0;
  if (hasMoved || refusedImages.length > 0 || paintDue) {
    paintDue = false;
    bits = paint() ? TURN_CHANGED : 0;
  }
  // A full queue empties with an answer, which is an input; without one due there is only asking again.
  const mustAsk = refusedImages.length > 0 && !waitsForImage();
  return isMoving() || mustAsk ? bits | TURN_ANIMATING : bits;
}

/** True when a later turn will show something else. */
function isMoving() {
  return isAnimating || scrolling.length > 0 || fading.length > 0;
}

/** Acts on the keys since the last turn. What the scene has no use for is the app's. */
function pressKeys() {
  if (keysLost > 0) {
    host.log(LOG_WARNING, `${keysLost} keys beyond ${KEYS_PER_TURN_MAX} in one turn are dropped`);
    keysLost = 0;
  }
  for (let at = 0; at < keyCount * KEY_CELLS; at += KEY_CELLS) {
    const key = keys[at] | 0;
    const phase = keys[at + 1] | 0;
    if (!press(key, phase)) {
      tellKey(key, phase, keys[at + 2], keys[at + 3]);
    }
  }
  keyCount = 0;
}

/** Acts on a key. False when the scene has no use for it. */
function press(key, phase) {
  noteHeld(key, phase);
  const isArrow = key === KEY_UP || key === KEY_DOWN || key === KEY_LEFT || key === KEY_RIGHT;
  if ((isArrow || key === KEY_OK) && phase === PHASE_UP) {
    return true;
  }
  if (isArrow && go(key)) {
    return true;
  }
  // The app hears first where the focus was when the key came.
  announce();
  if (key === KEY_OK && focusCurrent !== NONE) {
    if (phase === PHASE_DOWN) {
      tellActivated(focusCurrent);
    }
    return true;
  }
  return false;
}

/** Paints the scene. Answers whether the picture is another. */
function paint() {
  startList();
  paintPage();
  if (listIsFull) {
    host.log(LOG_WARNING, 'the display list is full: what is painted last is missing; show less at a time');
  }
  releaseFarImages();
  return finishList(screenWidth, screenHeight);
}

/** Gives back what the host holds for the scene, which must not be used afterwards. */
function releaseScene() {
  for (const image of heldImages) {
    host.releaseImage(image);
  }
  for (let node = 1; node < tableNodes; node++) {
    if (nodeKind[node] !== KIND_FREE && textOf[node] !== null) {
      releaseText(textOf[node]);
    }
  }
}
