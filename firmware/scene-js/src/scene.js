// What the engine gets of a scene.

return {
  createNode,
  insertNode,
  isMoving,
  listBind,
  listFocus,
  listInsert,
  listMove,
  listRemove,
  listSizes,
  presentNode,
  releaseScene,
  removeNode,
  requestFocus,
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
    boundsOf(node);
    to[0] = boundsX0;
    to[1] = boundsY0;
    to[2] = fround(boundsX1 - boundsX0);
    to[3] = fround(boundsY1 - boundsY0);
    return true;
  },
};
