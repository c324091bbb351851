// The layout half of the nodes' styles. Lengths have a unit beside their value; `given` tells at a glance which of them
// differ from their default, because most nodes say little and reading a typed array is dear in an interpreter.

/** Nothing was said. */
const UNIT_UNSET = 0;
const UNIT_AUTO = 1;
const UNIT_PIXELS = 2;
/** A share of 1 of the parent's size. */
const UNIT_SHARE = 3;
const UNIT_CONTENT = 4;
const UNIT_MIN_CONTENT = 5;
const UNIT_MAX_CONTENT = 6;
const UNIT_FIT_CONTENT = 7;
const UNIT_STRETCH = 8;

const WIDTH = 0;
const HEIGHT = 1;
const MIN_WIDTH = 2;
const MIN_HEIGHT = 3;
const MAX_WIDTH = 4;
const MAX_HEIGHT = 5;
const LEFT = 6;
const RIGHT = 7;
const TOP = 8;
const BOTTOM = 9;
const MARGIN_LEFT = 10;
const MARGIN_RIGHT = 11;
const MARGIN_TOP = 12;
const MARGIN_BOTTOM = 13;
const PADDING_LEFT = 14;
const PADDING_RIGHT = 15;
const PADDING_TOP = 16;
const PADDING_BOTTOM = 17;
const BORDER_LEFT = 18;
const BORDER_RIGHT = 19;
const BORDER_TOP = 20;
const BORDER_BOTTOM = 21;
const COLUMN_GAP = 22;
const ROW_GAP = 23;
const BASIS = 24;
const LENGTHS = 25;

/** Bits of `given`. */
const GIVEN_SIZE = (1 << WIDTH) | (1 << HEIGHT);
const GIVEN_MIN = (1 << MIN_WIDTH) | (1 << MIN_HEIGHT);
const GIVEN_MAX = (1 << MAX_WIDTH) | (1 << MAX_HEIGHT);
const GIVEN_INSET = (1 << LEFT) | (1 << RIGHT) | (1 << TOP) | (1 << BOTTOM);
const GIVEN_MARGIN = (1 << MARGIN_LEFT) | (1 << MARGIN_RIGHT) | (1 << MARGIN_TOP) | (1 << MARGIN_BOTTOM);
const GIVEN_PADDING = (1 << PADDING_LEFT) | (1 << PADDING_RIGHT) | (1 << PADDING_TOP) | (1 << PADDING_BOTTOM);
const GIVEN_BORDER = (1 << BORDER_LEFT) | (1 << BORDER_RIGHT) | (1 << BORDER_TOP) | (1 << BORDER_BOTTOM);
const GIVEN_EDGES = GIVEN_PADDING | GIVEN_BORDER;
const GIVEN_GAP = (1 << COLUMN_GAP) | (1 << ROW_GAP);

/** Bits of `shared` that depend on the parent's size; gaps are shares of the node's own. */
const SHARED_OWN = ~GIVEN_GAP;

/** Alignments: a keyword and at most one of two safety bits. */
const ALIGN_NORMAL = 0;
const ALIGN_START = 1;
const ALIGN_END = 2;
const ALIGN_FLEX_START = 3;
const ALIGN_FLEX_END = 4;
const ALIGN_CENTER = 5;
const ALIGN_STRETCH = 6;
const ALIGN_BASELINE = 7;
const ALIGN_SPACE_BETWEEN = 8;
const ALIGN_SPACE_AROUND = 9;
const ALIGN_SPACE_EVENLY = 10;
/** By the item's own direction. */
const ALIGN_SELF_START = 11;
const ALIGN_SELF_END = 12;
const ALIGN_KEYWORD = 15;
const ALIGN_SAFE = 16;
const ALIGN_UNSAFE = 32;
/** Of `alignSelf`: follows the parent's `alignItems`. */
const ALIGN_AUTO = 255;

const WRAP_NONE = 0;
const WRAP_FORWARD = 1;
const WRAP_REVERSE = 2;
const WRAP_BALANCE = 3;
const WRAP_BALANCE_REVERSE = 4;

const SCROLL_NONE = 0;
const SCROLL_X = 1;
const SCROLL_Y = 2;

const STYLE_ROW = 1;
const STYLE_REVERSE = 2;
const STYLE_ABSOLUTE = 4;
const STYLE_RTL = 8;
const STYLE_CONTENT_BOX = 16;
/** Takes no room. */
const STYLE_NONE = 32;
/** Overflow that the app asks for. */
const STYLE_HIDES_X = 64;
const STYLE_HIDES_Y = 128;
/** What it says itself about `STYLE_RTL`, which it inherits otherwise. */
const STYLE_OWN_LTR = 256;
const STYLE_OWN_RTL = 512;
/** Shows items, so it lays its children out in their boxes; they say nothing about its size. */
const STYLE_LIST = 1024;

let lengthValue = new Float32Array(0);
let lengthUnit = new Uint8Array(0);
const given = [];
/** Bit n: length n is a share of the parent's size. */
const shared = [];
const styleBits = [];
let flexGrow = new Float32Array(0);
let flexShrink = new Float32Array(0);
/** Width over height; 0 for none. */
let aspectRatio = new Float32Array(0);
let wrapMode = new Uint8Array(0);
let lineCountLeast = new Uint8Array(0);
const scrollAxis = [];
let alignItems = new Uint8Array(0);
let alignSelf = new Uint8Array(0);
let alignContent = new Uint8Array(0);
let justifyContent = new Uint8Array(0);

function growStyles(nodes) {
  lengthValue = grown(lengthValue, nodes * LENGTHS);
  lengthUnit = grown(lengthUnit, nodes * LENGTHS);
  growNumbers(given, nodes);
  growNumbers(shared, nodes);
  growNumbers(styleBits, nodes);
  flexGrow = grown(flexGrow, nodes);
  flexShrink = grown(flexShrink, nodes);
  aspectRatio = grown(aspectRatio, nodes);
  wrapMode = grown(wrapMode, nodes);
  lineCountLeast = grown(lineCountLeast, nodes);
  growNumbers(scrollAxis, nodes);
  alignItems = grown(alignItems, nodes);
  alignSelf = grown(alignSelf, nodes);
  alignContent = grown(alignContent, nodes);
  justifyContent = grown(justifyContent, nodes);
}

function resetStyle(node) {
  const at = node * LENGTHS;
  lengthValue.fill(0, at, at + LENGTHS);
  lengthUnit.fill(UNIT_UNSET, at, at + LENGTHS);
  lengthUnit.fill(UNIT_PIXELS, at + MARGIN_LEFT, at + BASIS);
  given[node] = 0;
  shared[node] = 0;
  styleBits[node] = 0;
  flexGrow[node] = 0;
  flexShrink[node] = 1;
  aspectRatio[node] = 0;
  wrapMode[node] = WRAP_NONE;
  lineCountLeast[node] = 1;
  scrollAxis[node] = SCROLL_NONE;
  alignItems[node] = ALIGN_STRETCH;
  alignSelf[node] = ALIGN_AUTO;
  alignContent[node] = ALIGN_STRETCH;
  justifyContent[node] = ALIGN_FLEX_START;
}

/** A length in pixels; null when it is automatic, a keyword, or a share of an unknown length. */
function resolve(node, which, whole) {
  const at = node * LENGTHS + which;
  const unit = lengthUnit[at];
  if (unit === UNIT_PIXELS) {
    return lengthValue[at];
  }
  if (unit === UNIT_SHARE && whole !== null) {
    return fround(whole * lengthValue[at]);
  }
  return null;
}

/** A length in pixels; 0 where `resolve` says null. */
function resolveOrZero(node, which, whole) {
  const at = node * LENGTHS + which;
  const unit = lengthUnit[at];
  if (unit === UNIT_PIXELS) {
    return lengthValue[at];
  }
  if (unit === UNIT_SHARE && whole !== null) {
    return fround(whole * lengthValue[at]);
  }
  return 0;
}

/** Padding and border on a side. */
function edge(node, padding, whole) {
  return fround(resolveOrZero(node, padding, whole) + lengthValue[node * LENGTHS + padding + 4]);
}

/** Padding and border on both sides of an axis together. */
function edges(node, padding, whole) {
  return fround(edge(node, padding, whole) + edge(node, padding + 1, whole));
}

/** The same, first the paddings and then the borders: where the other engine adds in this order, so does this one. */
function edgesByKind(node, padding, whole) {
  const at = node * LENGTHS + padding + 4;
  const paddings = fround(resolveOrZero(node, padding, whole) + resolveOrZero(node, padding + 1, whole));
  return fround(paddings + fround(lengthValue[at] + lengthValue[at + 1]));
}

/** True when children keep their sizes along the main axis because that axis scrolls. */
function scrollsAlongMain(node) {
  const axis = scrollAxis[node];
  return axis !== SCROLL_NONE && (axis === SCROLL_X) === ((styleBits[node] & STYLE_ROW) !== 0);
}

/** True when content that does not fit reaches out at the left or the top: scrolling starts at the other end. */
function scrollsBackwards(node) {
  const bits = styleBits[node];
  const isRow = (bits & STYLE_ROW) !== 0;
  const isReverse = (bits & STYLE_REVERSE) !== 0;
  if (scrollAxis[node] === SCROLL_Y) {
    return isReverse && !isRow;
  }
  const isRtl = (bits & STYLE_RTL) !== 0;
  return isRow ? isReverse !== isRtl : isRtl;
}

/** True when flexbox never makes the node smaller than it says. `rigid`: the parent's main axis scrolls. */
function keepsSize(node, rigid) {
  return (rigid || flexShrink[node] === 0) && lengthUnit[node * LENGTHS + BASIS] <= UNIT_AUTO;
}

/** What is cut off at the box holds it not open, and what scrolls neither. */
function hidesAcross(node) {
  return scrollAxis[node] !== SCROLL_NONE || (styleBits[node] & STYLE_HIDES_X) !== 0;
}

function hidesDown(node) {
  return scrollAxis[node] !== SCROLL_NONE || (styleBits[node] & STYLE_HIDES_Y) !== 0;
}

/** True when a child takes part in aligning baselines in its parent. */
function alignsBaseline(node, parent) {
  const own = alignSelf[node];
  const align = own === ALIGN_AUTO ? alignItems[parent] : own;
  return (align & ALIGN_KEYWORD) === ALIGN_BASELINE && (styleBits[parent] & STYLE_ROW) !== 0;
}

/**
 * True when nothing inside the node can change its own size or its share of the parent's room: then a change inside
 * need not be laid out any further up, unless it moves a baseline.
 */
function isBoundary(node, parent) {
  const bits = styleBits[node];
  // What is in a list does not count for its size, and an item is as large as the list says.
  if ((bits & (STYLE_NONE | STYLE_LIST)) !== 0 || (styleBits[parent] & STYLE_LIST) !== 0) {
    return true;
  }
  if ((bits & STYLE_ABSOLUTE) !== 0) {
    const align = alignSelf[node];
    const keyword = align & ALIGN_KEYWORD;
    const stretches = align === ALIGN_AUTO || keyword === ALIGN_STRETCH || keyword === ALIGN_NORMAL;
    return isPinned(node, WIDTH, LEFT, true) && isPinned(node, HEIGHT, TOP, stretches);
  }
  const at = node * LENGTHS;
  if (lengthUnit[at + WIDTH] !== UNIT_PIXELS || lengthUnit[at + HEIGHT] !== UNIT_PIXELS) {
    return false;
  }
  if (keepsSize(node, scrollsAlongMain(parent))) {
    return true;
  }
  const basis = lengthUnit[at + BASIS];
  if (basis > UNIT_PIXELS) {
    return false;
  }
  // The least size of a flexible item depends on its content unless it is given or the item scrolls.
  return (styleBits[parent] & STYLE_ROW) !== 0
    ? hidesAcross(node) || lengthUnit[at + MIN_WIDTH] === UNIT_PIXELS
    : hidesDown(node) || lengthUnit[at + MIN_HEIGHT] === UNIT_PIXELS;
}

/** True when the size of an absolute node along an axis follows from its parent's. */
function isPinned(node, size, inset, stretches) {
  const at = node * LENGTHS;
  const unit = lengthUnit[at + size];
  if (unit === UNIT_PIXELS || unit === UNIT_SHARE) {
    return true;
  }
  const start = lengthUnit[at + inset];
  const end = lengthUnit[at + inset + 1];
  const hasBoth = (start === UNIT_PIXELS || start === UNIT_SHARE) && (end === UNIT_PIXELS || end === UNIT_SHARE);
  return stretches && hasBoth && unit <= UNIT_AUTO;
}
