// What the embedder gets, and what the script needs of it.
//
// The script's value is a function `(host, width, height)` that answers an engine with an empty scene for a UI of so many
// pixels. It throws nothing and keeps no time: the same calls give the same bytes.
//
// `host` has these functions. They are called during `apply`, `input` and `tick` only, and must not call the engine.
//
// - `decodeText(bytes, from, count)`: the string that stands in UTF-8 in `count` bytes of the Uint8Array `bytes` from
//   `from` on; null when it is not UTF-8.
// - `measureText(text, size, weight, isItalic, align, direction, letterSpacing, linesMost, lineHeight, widthMost, to, spans)`:
//   shapes and measures a text and keeps the layout until `releaseText`. The arguments are those of `TextRequest` in
//   `firmware/abi`: `align` and `direction` are numbers of keywords, `linesMost` is 0 for no limit, `widthMost` is Infinity
//   for one unbounded line, `spans` is a Uint8Array of encoded spans or null for none. Leaves in the Float32Array `to` the
//   width, the height, the first baseline, and 1 when a line may run from right to left, else 0. Answers the layout's number;
//   0 when the text could not be shaped.
// - `releaseText(layout)`: gives a layout back.
// - `requestImage(path, width, height)`: asks for an image file of the bundle, decoded to about that size. Answers its
//   number; 0 when the queue is full, then the engine asks again later. The outcome comes by `input`.
// - `releaseImage(image)`: gives an image back, each one exactly once, also after it failed or was evicted.
// - `log(level, text)`: writes a line to the log: level 2 is a warning.

return {
  /** The version of the protocols that the engine was made for. */
  abi: ABI_VERSION,

  /** Carries out a batch of commands, a Uint8Array. Answers null, or why it could not be read to its end. */
  apply: applyBatch,

  /** Takes a batch of inputs, a Uint8Array. Answers null, or why it could not be read to its end. */
  input: takeInput,

  /**
   * Computes the frame that will be shown at a time, in microseconds, never going back. Answers a sum of: 1, there is a new
   * display list; 2, something moves, so the next frame needs another tick; 4, there are events to read.
   */
  tick,

  /** The newest display list, a Uint8Array that holds until the next `tick`. */
  displayList: shownList,

  /** The events since the last call, a Uint8Array that holds until the next call of anything. */
  events: takeEvents,

  /**
   * Describes the scene on screen to an inspector: the turn and the first nodes, or the nodes that follow `after`, 0 for none.
   * What does not fit a batch comes with the next call; the end is an answer without a node. A Uint8Array that holds until the
   * next call.
   */
  dump(after) {
    return live.dumpScene(after);
  },

  /** For tests: writes a node's box to a Float32Array of 4 cells; see `readBox` in scene.js. */
  readBox(node, to) {
    return live.readBox(node, to);
  },

  /** For tests: what a node shows; see `readShown` in scene.js. */
  readShown(node) {
    return live.readShown(node);
  },

  /** For tests: boxes that the last tick measured or laid out. */
  boxesComputed() {
    return live.boxesComputed();
  },

  /** Commands refused since the last `Begin`. */
  refusedCommands() {
    return refusedCount;
  },

  /** For tests: why the last refused command was refused; null when none was. */
  lastRefusal() {
    return lastRefusal;
  },

  /** For tests: answers null, or what does not hold between two calls. */
  verify() {
    return live.verifyInvariants() || live.brokenPicture() || (staging === null ? null : staging.verifyInvariants());
  },
};
