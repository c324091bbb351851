// What the embedder gets.

/** The size of the screen, in pixels. */
let screenWidth = 0;
let screenHeight = 0;

return {
  /** Carries out a batch of commands. Answers null, or why it could not be read to its end. */
  apply: applyBatch,

  /** The screen has a size. */
  resize(width, height) {
    screenWidth = width;
    screenHeight = height;
    rootIsDue = true;
    layoutIsDue = true;
  },

  /** Brings all boxes on the page up to date. */
  layOut() {
    boxesComputed = 0;
    if (layoutRoot !== NONE && layoutIsDue) {
      runLayouts(screenWidth, screenHeight);
      updateExtent(layoutRoot);
    }
  },

  /**
   * Writes where a node is on the screen as four numbers: its left and top edge, its width and height. False when there is
   * no such node.
   */
  readBox(node, to) {
    if (!exists(node)) {
      return false;
    }
    let x = boxX[node];
    let y = boxY[node];
    for (let at = parentOf[node] | 0; at !== NONE; at = parentOf[at] | 0) {
      x = fround(x + boxX[at]);
      y = fround(y + boxY[at]);
    }
    to[0] = x;
    to[1] = y;
    to[2] = fround(fround(x + boxWidth[node]) - x);
    to[3] = fround(fround(y + boxHeight[node]) - y);
    return true;
  },

  /** Boxes that the last `layOut` measured or laid out. */
  boxesComputed() {
    return boxesComputed;
  },

  /** Commands that were refused so far. */
  refusedCommands() {
    return refusedCount;
  },

  /** Why the last refused command was refused; null when none was. */
  lastRefusal() {
    return lastRefusal;
  },

  /** For tests: answers null, or what does not hold between two calls. */
  verify: verifyInvariants,
};
