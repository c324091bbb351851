// Two display lists, the one on screen and the one being made, and what differs between them.
//
// The words of both are plain arrays of numbers, which the VM reads and writes faster than typed ones. The bytes of the one
// on screen stand beside them; of these only the words that changed are written.

const LIST_BYTES_MAX = 262144;
const LIST_DEPTH_MAX = 32;
/** Words in front of the first item. */
const HEADER_WORDS = 5;
/**
 * Words of a list beyond which items are left out. The 64 that are kept free after them, not counting the header, are enough
 * to close everything open, with one word each, after an item of any length.
 */
const LIST_WORDS_MAX = 65477;
const LIST_WORDS_AT_FIRST = 2048;

/** What an item is. */
const ITEM_SOLID = 1;
const ITEM_LINEAR = 2;
const ITEM_RADIAL = 3;
const ITEM_IMAGE = 4;
const ITEM_NINE_PATCH = 6;
const ITEM_SHADOW = 7;
const ITEM_GLYPH_RUN = 8;
const ITEM_PUSH_CLIP = 9;
const ITEM_POP_CLIP = 10;
const ITEM_PUSH_GROUP = 11;
const ITEM_POP_GROUP = 12;
const ITEM_PUSH_TRANSFORM = 13;
const ITEM_POP_TRANSFORM = 14;

/** Optional parts of an item, as bits of its first word. */
const PART_SOURCE = 256;
const PART_TINT = 512;
const PART_SCALE = 1024;
const PART_RADIUS = 2048;
const PART_RADII = 4096;
const PART_BORDER = 8192;
const PART_OPACITY = 16384;

/** Cells of an area: its edges. */
const AREA_CELLS = 4;

/** A list. Its arrays keep their length from frame to frame; what counts of them is that of `items`. */
function Sheet() {
  this.words = [];
  /** Where each item ends; kept apart from other numbers, so that they are whole numbers to the VM. */
  this.ends = [];
  /** The area in which each item paints. */
  this.areas = [];
  this.items = 0;
}

let shownSheet = new Sheet();
let nextSheet = new Sheet();
/** The list that is being made: its arrays, and how many words and items there are. */
let listWords = nextSheet.words;
let listEnds = nextSheet.ends;
let listAreas = nextSheet.areas;
let listEnd = HEADER_WORDS;
let listItems = 0;
/** Nodes that the newest paint looked at. */
let nodesVisited = 0;
/** Items were left out because the list is full. */
let listIsFull = false;
/** Everything is to be painted again. */
let frameIsWhole = true;

/** The bytes of the list on screen, and its words as what they are. */
let frameBytes = new Uint8Array(LIST_WORDS_AT_FIRST * 4);
let frameFloats = new Float32Array(frameBytes.buffer);
let frameBits = new Uint32Array(frameBytes.buffer);

/** Where the lists differ; empty while nothing was found. */
const damage = { isEmpty: true, x0: 0, y0: 0, x1: 0, y1: 0 };

/** Starts the next list. */
function startList() {
  listWords = nextSheet.words;
  listEnds = nextSheet.ends;
  listAreas = nextSheet.areas;
  // Items begin behind the header, and an array with a hole would be a slow one.
  while (listWords.length < HEADER_WORDS) {
    listWords.push(0);
  }
  listEnd = HEADER_WORDS;
  listItems = 0;
  listIsFull = false;
  startGaps();
}

/** True when another item fits; otherwise it is noted that one is missing. */
function listHasRoom() {
  if (listEnd <= LIST_WORDS_MAX) {
    return true;
  }
  listIsFull = true;
  return false;
}

/** Completes the item whose words go up to `end`; its first word is `head`, without the length. It paints within an area. */
function closeItem(head, end, x0, y0, x1, y1) {
  const item = listItems;
  const areas = listAreas;
  const at = item * AREA_CELLS;
  listWords[listEnd] = head + ((end - listEnd) << 16);
  listEnds[item] = end;
  areas[at] = x0;
  areas[at + 1] = y0;
  areas[at + 2] = x1;
  areas[at + 3] = y1;
  listEnd = end;
  listItems = item + 1;
}

/** An item that closes what another one opened. There is always room for it. */
function putEnd(tag) {
  closeItem(tag, listEnd + 1, 0, 0, 0, 0);
}

/** Shows the next list if it differs from the one on screen. Answers whether it does. */
function finishList(width, height) {
  if (isBestPatched()) {
    const isDifferent = patchBetweenGaps();
    if (isDifferent) {
      writeHeader(width, height);
    }
    return isDifferent;
  }
  fillGaps();
  const next = nextSheet;
  next.items = listItems;
  makeFrameRoom(listEnd);
  if (frameIsWhole) {
    frameIsWhole = false;
    damage.isEmpty = false;
    damage.x0 = 0;
    damage.y0 = 0;
    damage.x1 = width;
    damage.y1 = height;
    writeItems(next, 0);
  } else if (!findDifference(shownSheet, next)) {
    // The same items, which may reach elsewhere now.
    const areas = shownSheet.areas;
    shownSheet.areas = next.areas;
    next.areas = areas;
    return false;
  }
  nextSheet = shownSheet;
  shownSheet = next;
  writeHeader(width, height);
  return true;
}

/** The list on screen. */
function shownList() {
  return frameBytes.subarray(0, shownEnd() * 4);
}

/** Words of the list on screen. */
function shownEnd() {
  const items = shownSheet.items;
  return items === 0 ? HEADER_WORDS : shownSheet.ends[items - 1];
}

function makeFrameRoom(words) {
  if (words * 4 > frameBytes.length) {
    frameBytes = grown(frameBytes, min(LIST_BYTES_MAX, max(words * 4, 2 * frameBytes.length)));
    frameFloats = new Float32Array(frameBytes.buffer);
    frameBits = new Uint32Array(frameBytes.buffer);
  }
}

/** The area outside of which nothing changed, in whole pixels and on the screen, and the number of items. */
function writeHeader(width, height) {
  const x0 = max(damage.x0, 0);
  const y0 = max(damage.y0, 0);
  const x1 = min(damage.x1, width);
  const y1 = min(damage.y1, height);
  if (!damage.isEmpty && x0 < x1 && y0 < y1) {
    const left = floor(x0);
    const top = floor(y0);
    frameFloats[0] = left;
    frameFloats[1] = top;
    frameFloats[2] = fround(-floor(-x1) - left);
    frameFloats[3] = fround(-floor(-y1) - top);
  } else {
    frameFloats.fill(0, 0, 4);
  }
  frameBits[4] = shownSheet.items;
}

/** Writes a list's items from one on. */
function writeItems(sheet, first) {
  let from = startOfItemWords(sheet, first);
  for (let item = first; item < sheet.items; item++) {
    const to = sheet.ends[item];
    writeItem(sheet.words, sheet.words, from, to, false);
    from = to;
  }
}

/** Writes an item's words as bytes; with `isPatch` only those that are not as in `before`. */
function writeItem(words, before, from, to, isPatch) {
  const floats = frameFloats;
  const bits = frameBits;
  const head = words[from];
  let wholes = wholesOfHead[head & 0x7fff] | 0;
  if (wholes === 0) {
    wholes = wholesOf(head);
    wholesOfHead[head & 0x7fff] = wholes;
  }
  for (let at = from; at < to; at++) {
    const word = words[at];
    if (!isPatch || word !== before[at]) {
      if ((wholes & 1) !== 0) {
        bits[at] = word;
      } else {
        // A zero is written as +0.
        floats[at] = word + 0;
      }
    }
    wholes >>>= 1;
  }
}

/** Bit n: word n of an item with this head is a whole number, not a float. By the head without its length; 0: not known. */
const wholesOfHead = new Uint32Array(32768);

function wholesOf(head) {
  const tag = head & 255;
  let wholes = 1;
  let next = 5;
  switch (tag) {
    case ITEM_LINEAR:
      wholes |= 3 << next;
      next += 3;
      break;
    case ITEM_RADIAL:
      wholes |= 3 << next;
      next += 6;
      break;
    case ITEM_GLYPH_RUN:
      wholes |= 3 << 3;
      break;
    case ITEM_SOLID:
    case ITEM_IMAGE:
      wholes |= 1 << next;
      next += 1;
      break;
    case ITEM_NINE_PATCH:
      wholes |= 1 << next;
      next += 9;
      break;
    case ITEM_SHADOW:
      wholes |= 1 << next;
      next += 5;
      break;
    default:
  }
  next += (head & PART_SOURCE) !== 0 ? 4 : 0;
  if ((head & PART_TINT) !== 0) {
    wholes |= 1 << next;
    next += 1;
  }
  next += (head & PART_SCALE) !== 0 ? 1 : 0;
  next += (head & PART_RADIUS) !== 0 ? 1 : (head & PART_RADII) !== 0 ? 4 : 0;
  if ((head & PART_BORDER) !== 0) {
    wholes |= 2 << next;
  }
  return wholes;
}
