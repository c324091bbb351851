// Sizes that did not fit a node's own cache, for the length of one layout.
//
// A node deep in alternating rows and columns is measured under a dozen constraints in one layout, and each of them
// measures its children under several more. With too few of them remembered the work doubles at every level. Only few are of
// use for the next layout, so they are not kept with the nodes.

/** Sizes remembered; each has one place where it can be. */
const SPILL_SLOTS = 1024;

const spillCells = new Float32Array(SPILL_SLOTS * ENTRY_CELLS);
const spillNode = new Uint16Array(SPILL_SLOTS);
/** Number of the layout that left a size; what others left is out of date. */
const spillLayout = new Uint32Array(SPILL_SLOTS);
let layoutNumber = 1;

/** The key that is looked for, as numbers and as bits. */
const soughtCells = new Float32Array(5);
const soughtBits = new Int32Array(soughtCells.buffer);
/** `ABSENT` as bits, and those of the NaN that stands for it in the other engine. */
const ABSENT_BITS = new Int32Array(new Float32Array([ABSENT]).buffer)[0];
const NAN_BITS = 0x7fc00000;

/** Forgets everything. */
function clearSpill() {
  layoutNumber += 1;
}

/** The place of a key whose bits stand at `at`: spread over all, and the same for all axes asked for. */
function spillPlace(node, mode, bits, at) {
  const width = bits[at + 1];
  const height = bits[at + 2];
  let wholeWidth = bits[at + 3];
  let wholeHeight = bits[at + 4];
  wholeWidth = wholeWidth === ABSENT_BITS ? NAN_BITS : wholeWidth;
  wholeHeight = wholeHeight === ABSENT_BITS ? NAN_BITS : wholeHeight;
  const sides = Math.imul(width, 0xc2b2ae35) ^ ((height << 15) | (height >>> 17));
  const parent = ((wholeWidth << 7) | (wholeWidth >>> 25)) ^ ((wholeHeight << 21) | (wholeHeight >>> 11));
  const digest = sides ^ Math.imul(parent, 0x27d4eb2f) ^ ((mode & ~AXIS_BOTH) << 8);
  const mixed = Math.imul(Math.imul(node, 0x9e3779b1) ^ digest, 0x85ebca6b);
  return (mixed >>> 16) % SPILL_SLOTS;
}

/** Keeps a node's cached size, whose cells begin at `at`, in place of another perhaps. */
function spill(node, at) {
  const slot = spillPlace(node, cacheCells[at], cacheBits, at);
  const to = slot * ENTRY_CELLS;
  spillNode[slot] = node;
  spillLayout[slot] = layoutNumber;
  for (let i = 0; i < ENTRY_CELLS; i++) {
    spillCells[to + i] = cacheCells[at + i];
  }
}

/** Leaves a node's size for a key in `out`. False when it is not known. */
function recallSpilled(node, mode, width, height, wholeWidth, wholeHeight) {
  const sought = soughtCells;
  sought[1] = width;
  sought[2] = height;
  sought[3] = wholeWidth;
  sought[4] = wholeHeight;
  const slot = spillPlace(node, mode, soughtBits, 0);
  if (spillNode[slot] !== node || spillLayout[slot] !== layoutNumber) {
    return false;
  }
  const at = slot * ENTRY_CELLS;
  const kept = spillCells[at];
  if (
    (kept !== mode && kept !== (mode | AXIS_BOTH)) || spillCells[at + 1] !== width || spillCells[at + 2] !== height ||
    spillCells[at + 3] !== wholeWidth || spillCells[at + 4] !== wholeHeight
  ) {
    return false;
  }
  out.width = spillCells[at + 5];
  out.height = spillCells[at + 6];
  out.baseline = null;
  return true;
}
