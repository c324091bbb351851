// What the engine gets of a scene.

return {
  createNode,
  insertNode,
  presentNode,
  releaseScene,
  removeNode,
  resize,
  runTurn,
  setProp,
  setTurn,
  verifyInvariants,

  /** Boxes that the last turn measured or laid out: what layout cost, since what is kept from before is not counted. */
  boxesComputed() {
    return boxesComputed;
  },

  /**
   * Writes where a node will be on the screen once all scrolling has come to rest, without transforms, as four numbers: its
   * left and top edge, its width and height. False when there is no such node.
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
};
