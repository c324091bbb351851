// The node table: every fact about a node stands at its number in a typed array of that fact. The arrays grow together, to
// whole pages and at least twofold, because the VM does not count what old arrays hold as a reason to collect them. Children
// are linked, so that inserting and removing moves nothing.
//
// What the VM reads from a typed array is a float to it, and a float that is used as an index goes through a string, which
// costs ten times the access. So every number that is read from an array and used as an index is made an integer: `| 0`.

const NODES_MAX = 8192;
const PAGE_NODES = 256;
/** No node. */
const NONE = 0;

const KIND_FREE = 0;
const KIND_VIEW = 1;
const KIND_TEXT = 2;
const KIND_IMAGE = 3;

/** Children are cut off at the box. */
const FLAG_CLIP = 1;
/** Neither it nor its children are painted or focused. */
const FLAG_HIDDEN = 2;
/** The remote can reach it. */
const FLAG_FOCUSABLE = 4;
/** It remembers which descendant had the focus. */
const FLAG_FOCUS_MEMORY = 8;
/** Focus cannot leave it by keys. */
const FLAG_FOCUS_TRAP = 16;
/** Some value of `fillTo` is set: the background is a gradient. */
const FLAG_GRADIENT = 32;
/** The base value of `fillTo` is set; otherwise it follows `fill`. */
const FLAG_BASE_FILL_TO = 64;
const FLAG_LAYOUT_QUEUED = 128;
const FLAG_EXTENT_DIRTY = 256;
/** A child may have a `z` other than zero. */
const FLAG_ORDERED_CHILDREN = 512;
const FLAG_OVERFLOWS = 1024;
/** It is scaled, shifted or turned, or its box is on its way. */
const FLAG_TRANSFORMED = 2048;
/** `visible` is off. `FLAG_HIDDEN` follows from this and `display`. */
const FLAG_INVISIBLE = 4096;
/** `clip` is on. `FLAG_CLIP` follows from this and `overflow`. */
const FLAG_CUT = 8192;
/** Neither it nor its children can have the focus. */
const FLAG_DISABLED = 16384;
/** A child of a list that no item is bound to: as if hidden. */
const FLAG_PARKED = 32768;
/** It stands elsewhere since it was last painted, or was out of sight. */
const FLAG_REPAINT = 65536;
/** It looks different since it was last painted, or something in it is marked. */
const FLAG_REPAINT_PART = 131072;

let tableNodes = 0;
let nodeCount = 0;
let nodeKind = new Uint8Array(0);
const nodeFlags = [];
let parentOf = new Uint16Array(0);
let firstChildOf = new Uint16Array(0);
let lastChildOf = new Uint16Array(0);
let nextOf = new Uint16Array(0);
let previousOf = new Uint16Array(0);
/** Focusable nodes in the subtree, the node itself included. */
let focusables = new Uint16Array(0);
/** Nodes below the node that are transformed. */
let transformedBelow = new Uint16Array(0);
/** The turn in which a node was made; its values change at once until that turn is over. */
let bornIn = new Uint32Array(0);
/** Larger ones are painted over smaller ones among siblings. */
let zOf = new Float32Array(0);
/** The direction of a linear gradient, in degrees. */
let fillAngle = new Float32Array(0);

/** Boxes relative to the parent's box, as flexbox computed them. */
let boxX = new Float32Array(0);
let boxY = new Float32Array(0);
let boxWidth = new Float32Array(0);
let boxHeight = new Float32Array(0);

/** The boxes of the whole subtree by their edges, relative to this node's box. */
let extentX0 = new Float32Array(0);
let extentY0 = new Float32Array(0);
let extentX1 = new Float32Array(0);
let extentY1 = new Float32Array(0);

/** Lengthens a list of what few nodes have, with nulls. */
function growList(list, length) {
  for (let node = list.length; node < length; node++) {
    list.push(null);
  }
}

/** Lengthens a list of numbers with zeros. */
function growNumbers(list, length) {
  for (let node = list.length; node < length; node++) {
    list.push(0);
  }
}

/** Makes room for a node number. */
function growTable(node) {
  if (node < tableNodes) {
    return;
  }
  const pages = Math.floor(node / PAGE_NODES) + 1;
  const nodes = min(NODES_MAX + 1, max(pages * PAGE_NODES, 2 * tableNodes));
  nodeKind = grown(nodeKind, nodes);
  growNumbers(nodeFlags, nodes);
  parentOf = grown(parentOf, nodes);
  firstChildOf = grown(firstChildOf, nodes);
  lastChildOf = grown(lastChildOf, nodes);
  nextOf = grown(nextOf, nodes);
  previousOf = grown(previousOf, nodes);
  focusables = grown(focusables, nodes);
  transformedBelow = grown(transformedBelow, nodes);
  bornIn = grown(bornIn, nodes);
  zOf = grown(zOf, nodes);
  fillAngle = grown(fillAngle, nodes);
  boxX = grown(boxX, nodes);
  boxY = grown(boxY, nodes);
  boxWidth = grown(boxWidth, nodes);
  boxHeight = grown(boxHeight, nodes);
  extentX0 = grown(extentX0, nodes);
  extentY0 = grown(extentY0, nodes);
  extentX1 = grown(extentX1, nodes);
  extentY1 = grown(extentY1, nodes);
  growStyles(nodes);
  growCache(nodes);
  growTexts(nodes);
  growFocus(nodes);
  growValues(nodes);
  growAnimations(nodes);
  growImages(nodes);
  growLooks(nodes);
  growOrder(nodes);
  growSegments(nodes);
  tableNodes = nodes;
}

/** True when the number is in use. */
function exists(node) {
  return node < tableNodes && nodeKind[node] !== KIND_FREE;
}

/** Clears a free number for a new node. */
function resetNode(node, kind) {
  nodeKind[node] = kind;
  parentOf[node] = NONE;
  firstChildOf[node] = NONE;
  lastChildOf[node] = NONE;
  nextOf[node] = NONE;
  previousOf[node] = NONE;
  focusables[node] = 0;
  transformedBelow[node] = 0;
  bornIn[node] = turn;
  zOf[node] = 0;
  fillAngle[node] = 0;
  setBox(node, 0, 0, 0, 0);
  nodeFlags[node] = FLAG_REPAINT;
  extentX0[node] = 0;
  extentY0[node] = 0;
  extentX1[node] = 0;
  extentY1[node] = 0;
  resetStyle(node);
  resetValues(node);
  resetCache(node);
}

/** Puts a node's box where layout has it. The numbers are `f32` values. */
function setBox(node, x, y, width, height) {
  if (boxX[node] === x && boxY[node] === y && boxWidth[node] === width && boxHeight[node] === height) {
    return;
  }
  mark(node, FLAG_REPAINT);
  boxX[node] = x;
  boxY[node] = y;
  boxWidth[node] = width;
  boxHeight[node] = height;
}

/** True when `node` is `top` or below it. */
function isWithin(node, top) {
  while (node !== top) {
    if (node === NONE) {
      return false;
    }
    node = parentOf[node] | 0;
  }
  return true;
}
