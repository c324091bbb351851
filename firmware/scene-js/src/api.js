// What the embedder gets.

return {
  createNode,
  insertNode,
  removeNode,
  setRoot: setLayoutRoot,
  setLength,
  setNumber,
  setKeyword,
  setStyleBit,
  styleChanged,

  /** Lays out what changed on a screen of a size in pixels. */
  layOut(width, height) {
    runLayouts(fround(width), fround(height));
    if (layoutRoot !== NONE && exists(layoutRoot)) {
      updateExtent(layoutRoot);
    }
  },

  /** Writes a node's box, relative to its parent's, as four numbers. */
  readBox(node, to, at) {
    to[at] = boxX[node];
    to[at + 1] = boxY[node];
    to[at + 2] = boxWidth[node];
    to[at + 3] = boxHeight[node];
  },
};
