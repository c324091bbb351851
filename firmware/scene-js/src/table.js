// The node table: every fact about a node stands at its number in an array of that fact. The arrays grow together, to whole
// pages and at least twofold. Children are linked, so that inserting and removing moves nothing.
//
// What is read often stands in plain arrays: the VM reads them in half the time of typed ones, and gives whole numbers as
// such. The rest stands in typed arrays, which take less room and round by themselves. What the VM reads from one of these is
// a float to it, and a float that is used as an index goes through a string, which costs ten times the access; so it is made
// an integer before: `| 0`.

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
const nodeKind = [];
const nodeFlags = [];
const parentOf = [];
const firstChildOf = [];
const lastChildOf = [];
const nextOf = [];
const previousOf = [];
/** Focusable nodes in the subtree, the node itself included. */
const focusables = [];
/** Nodes below the node that are transformed. */
const transformedBelow = [];
/** The turn in which a node was made; its values change at once until that turn is over. */
let bornIn = new Uint32Array(0);
/** Larger ones are painted over smaller ones among siblings. */
const zOf = [];
/** The direction of a linear gradient, in degrees. */
let fillAngle = new Float32Array(0);

/** Boxes relative to the parent's box, as flexbox computed them. */
const boxX = [];
const boxY = [];
const boxWidth = [];
const boxHeight = [];

/** The boxes of the whole subtree by their edges, relative to this node's box. */
const extentX0 = [];
const extentY0 = [];
const extentX1 = [];
const extentY1 = [];

/** Lengthens a list of what few nodes have, with nulls. */
function growList(list, length) {
  for (let node = list.length; node < length; node++) {
    list.push(null);
  }
}

/** Lengthens an array of whole numbers with zeros. */
function growNumbers(array, length) {
  let at = array.length;
  // A call costs more than its arguments.
  for (; at + 8 <= length; at += 8) {
    array.push(0, 0, 0, 0, 0, 0, 0, 0);
  }
  for (; at < length; at++) {
    array.push(0);
  }
}

/** The same for fractions. The first cell, which is no node's, is one, so that the VM keeps them as floats from the start. */
function growFloats(array, length) {
  if (array.length === 0) {
    array.push(0.5);
  }
  growNumbers(array, length);
}

/** Makes room for a node number. */
function growTable(node) {
  if (node < tableNodes) {
    return;
  }
  const pages = Math.floor(node / PAGE_NODES) + 1;
  const nodes = min(NODES_MAX + 1, max(pages * PAGE_NODES, 2 * tableNodes));
  growNumbers(nodeKind, nodes);
  growNumbers(nodeFlags, nodes);
  growNumbers(parentOf, nodes);
  growNumbers(firstChildOf, nodes);
  growNumbers(lastChildOf, nodes);
  growNumbers(nextOf, nodes);
  growNumbers(previousOf, nodes);
  growNumbers(focusables, nodes);
  growNumbers(transformedBelow, nodes);
  bornIn = grown(bornIn, nodes);
  growFloats(zOf, nodes);
  fillAngle = grown(fillAngle, nodes);
  growFloats(boxX, nodes);
  growFloats(boxY, nodes);
  growFloats(boxWidth, nodes);
  growFloats(boxHeight, nodes);
  growFloats(extentX0, nodes);
  growFloats(extentY0, nodes);
  growFloats(extentX1, nodes);
  growFloats(extentY1, nodes);
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
    node = parentOf[node];
  }
  return true;
}
