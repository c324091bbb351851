// What of the last list can be kept, so that only changed subtrees are walked again.
//
// A node's items in the list depend on what is in its subtree and on where its parents put it. Changes mark their node:
// `FLAG_REPAINT` when what is in it stands elsewhere, `FLAG_REPAINT_PART` when it looks different, and also at every node
// above a marked one. A node without a mark whose parents put it where they did before has its items copied from the list
// before. What is not painted because it is out of sight keeps its mark: nothing in it was looked at.

/** With one of these a node cannot be painted as it was. */
const FLAGS_MARKED = FLAG_REPAINT | FLAG_REPAINT_PART;

/** By node: where its items begin in the newest list, counted from its parent's first one, and how many there are. */
const segmentOffset = [];
const segmentItems = [];

/** The root and the screen of the last paint, when all of it is in the list; NONE when nothing can be kept. */
let lastRoot = NONE;
let lastWidth = 0;
let lastHeight = 0;

/** Nothing around the node whose children are painted that its items depend on has changed since the last paint. */
let pastIsSame = false;
/** Where that node's items began in the last list and begin in the next. */
let pastStart = 0;
let nextStart = 0;

function growSegments(nodes) {
  growNumbers(segmentOffset, nodes);
  growNumbers(segmentItems, nodes);
}

/** Begins a paint of the page: what can be kept of the last one? */
function startSegments() {
  pastIsSame = lastRoot === root && lastWidth === screenWidth && lastHeight === screenHeight;
  pastStart = 0;
  nextStart = 0;
}

/** Ends it. */
function endSegments() {
  lastRoot = listIsFull ? NONE : root;
  lastWidth = screenWidth;
  lastHeight = screenHeight;
}

/** Marks a node and those above it, without asking for a paint. */
function mark(node, flag) {
  const flags = nodeFlags[node];
  nodeFlags[node] = flags | flag;
  if ((flags & FLAGS_MARKED) !== 0) {
    return;
  }
  for (let at = parentOf[node]; at !== NONE; at = parentOf[at]) {
    const above = nodeFlags[at];
    if ((above & FLAGS_MARKED) !== 0) {
      return;
    }
    nodeFlags[at] = above | FLAG_REPAINT_PART;
  }
}

/** A node stands or scrolls differently, with what is in it. */
function repaint(node) {
  mark(node, FLAG_REPAINT);
  paintDue = true;
}

/** A node looks different where it is, or has other children. */
function repaintPart(node) {
  mark(node, FLAG_REPAINT_PART);
  paintDue = true;
}

/** True when the newest paint found an image near the screen, or kept what is around it where that was so. */
function wasNear(node, content) {
  if (!content.isNear) {
    return false;
  }
  // What was passed by has its mark.
  for (let at = node; at !== NONE && (nodeFlags[at] & FLAG_REPAINT) === 0; at = parentOf[at]) {
    if (at === root) {
      return true;
    }
  }
  return false;
}
