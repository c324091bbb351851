// What the engine gets of a scene.

return {
  animate,
  brokenPicture,
  controlAnimation,
  createNode,
  dumpScene,
  insertNode,
  listBind,
  listFocus,
  listInsert,
  listMove,
  listRemove,
  listSizes,
  presentNode,
  reduceMotion,
  releaseScene,
  removeNode,
  requestFocus,
  resize,
  runTurn,
  setLayoutTransition,
  setProp,
  setTransition,
  setTurn,
  settleImage,
  styleText,
  tellEnds,
  verifyInvariants,

  /**
   * The bits of what a node shows: of each property that moves in the order of the slots, and of how far its painted box is
   * from the computed one, as x, y, width and height. Nothing when there is no such node.
   */
  readShown(node) {
    const bits = new Uint32Array(exists(node) ? SLOTS + 4 : 0);
    if (bits.length === 0) {
      return new Uint8Array(0);
    }
    const numbers = new Float32Array(bits.buffer);
    for (let slot = 0; slot < SLOTS; slot++) {
      (isColorSlot(slot) ? bits : numbers)[slot] = shownValues[node * SLOTS + slot];
    }
    numbers.set(driftOf[node] === null ? [0, 0, 0, 0] : driftOf[node].offset, SLOTS);
    return new Uint8Array(bits.buffer);
  },

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
    boundsOf(node);
    to[0] = boundsX0;
    to[1] = boundsY0;
    to[2] = fround(boundsX1 - boundsX0);
    to[3] = fround(boundsY1 - boundsY0);
    return true;
  },
};
