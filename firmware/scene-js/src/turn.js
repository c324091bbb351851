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
    paintDue = true;
  }
}

/** Another turn begins. */
function setTurn(now) {
  turn = now;
}

/**
 * Computes the frame that will be shown at `nowUs`, up to its paint: layout; scrolls; the focus that commands ask for; keys;
 * what the app is told of the focus; scrolls that set off; lists; animations; images that fade in; animations that are over.
 */
function runTurn(nowUs) {
  layOut();
}

/** Gives back what the host holds for the scene, which must not be used afterwards. */
function releaseScene() {
  for (let node = 1; node < tableNodes; node++) {
    if (nodeKind[node] !== KIND_FREE && textOf[node] !== null) {
      releaseText(textOf[node]);
    }
  }
}
