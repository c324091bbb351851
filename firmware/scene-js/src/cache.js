// What a node's layout came to the last few times, so that unchanged parts are not computed again: six sizes and the
// result of the last full layout. `layoutNode` searches it in line, since a call costs as much as four such tests.

const AXIS_HORIZONTAL = 1;
const AXIS_VERTICAL = 2;
const AXIS_BOTH = 3;
/** The node's own size styles do not count. */
const CONTENT_SIZE = 4;
const WIDTH_INDEFINITE = 8;
const HEIGHT_INDEFINITE = 16;
const WIDTH_KNOWN = 32;
const HEIGHT_KNOWN = 64;
/** The children get their places too; otherwise only the size is asked for. Not part of an entry's key. */
const PERFORM_LAYOUT = 128;
const KEY_MODE = CONTENT_SIZE | AXIS_BOTH;
/** The mode of an entry that answers nothing. */
const KEY_NONE = 0;

/** Room for content: a number of pixels, or one of these two. */
const MIN_CONTENT = false;
const MAX_CONTENT = true;

const MEASURES = 6;
const FINAL = MEASURES;
const FINAL_BIT = 1 << FINAL;
/**
 * Cells of an entry: its key, which is the mode, per axis the known size or without one the room for it, and the parent's
 * size where the style has shares of it; then width and height.
 */
const ENTRY_CELLS = 7;
const NODE_CELLS = ENTRY_CELLS * (MEASURES + 1);
/** A number that is not there. No size is as low. */
const ABSENT = -3.4028234663852886e38;

/** Where results are left. */
const out = { width: 0, height: 0, baseline: null };

let cacheCells = new Float32Array(0);
/** The same cells as bits. */
let cacheBits = new Int32Array(0);
/** The first baseline of the last full layout, from the box's top. */
let cacheBaseline = new Float32Array(0);
/** Bit n: entry n holds. */
let cacheValid = new Uint8Array(0);
/** Which measure is overwritten next. */
let cacheNext = new Uint8Array(0);
/** 1 when the final entry was computed once, so that its constraints are known even when its result does not hold. */
let cachePlaced = new Uint8Array(0);

function growCache(nodes) {
  cacheCells = grown(cacheCells, nodes * NODE_CELLS);
  cacheBits = new Int32Array(cacheCells.buffer);
  cacheBaseline = grown(cacheBaseline, nodes);
  cacheValid = grown(cacheValid, nodes);
  cacheNext = grown(cacheNext, nodes);
  cachePlaced = grown(cachePlaced, nodes);
}

function resetCache(node) {
  cacheValid[node] = 0;
  cacheNext[node] = 0;
  cachePlaced[node] = 0;
}

/** Which entry takes the next result, which now holds. A size that makes room for it is kept for this layout. */
function claimEntry(node, mode) {
  if ((mode & PERFORM_LAYOUT) !== 0) {
    cachePlaced[node] = 1;
    cacheValid[node] |= FINAL_BIT;
    return FINAL;
  }
  const entry = cacheNext[node] | 0;
  const bit = 1 << entry;
  if ((cacheValid[node] & bit) !== 0) {
    spill(node, node * NODE_CELLS + entry * ENTRY_CELLS);
  }
  cacheNext[node] = entry === MEASURES - 1 ? 0 : entry + 1;
  cacheValid[node] |= bit;
  return entry;
}

/** A known size or a parent's size in a cell. */
function fromCell(value) {
  return value === ABSENT ? null : value;
}

/** The room in a cell. */
function roomFromCell(value) {
  return value === Infinity ? MAX_CONTENT : value === -Infinity ? MIN_CONTENT : value;
}
