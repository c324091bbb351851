// Sizes of a list's items that differ, with sums by blocks, so that the place of any item is found without adding up all
// before it.
//
// The order of additions is fixed, because sums of floats depend on it: a block's start is the start of the block before it
// plus that block's items added one by one from its first; an item's start is its block's start plus the items before it in
// the block, one by one. Each item counts with the gap after it.

/** Items of a block. */
const BLOCK_ITEMS = 64;
/** Stands for a size that is not known. */
const SIZE_UNKNOWN = -1;

/** The sizes of items from the first on, as far as the table reaches; those beyond it are unknown. */
function ItemSizes() {
  this.sizes = new Float32Array(0);
  /** How many of `sizes` are in use. */
  this.count = 0;
  /** Where each block starts. */
  this.starts = [];
  /** What an unknown item takes. */
  this.estimate = 0;
  this.gap = 0;
}

/** Changes what is between items and what unknown ones take. */
function setSizesFrame(table, estimate, gap) {
  if (table.estimate !== estimate || table.gap !== gap) {
    table.estimate = estimate;
    table.gap = gap;
    addUpSizes(table, 0);
  }
}

/** Makes the table as long as said; what comes in is unknown. */
function resizeSizes(table, count) {
  if (count > table.sizes.length) {
    table.sizes = grown(table.sizes, min(LIST_SIZED_ITEMS_MAX, max(count, 2 * table.sizes.length)));
  }
  if (count > table.count) {
    table.sizes.fill(SIZE_UNKNOWN, table.count, count);
  }
  table.count = count;
}

/** Sets the sizes of items from `at` on: `count` floats from a place of the batch. The table grows to hold them. */
function setSizes(table, at, from, count) {
  const end = min(at + count, LIST_SIZED_ITEMS_MAX);
  if (end > table.count) {
    resizeSizes(table, end);
  }
  const sizes = table.sizes;
  for (let index = at; index < end; index++) {
    // Nothing is smaller than a pixel, so that what is in sight is never without end.
    sizes[index] = max(batchView.getFloat32(from + 4 * (index - at), true), 1);
  }
  addUpSizes(table, at);
}

/** Unknown items come in. */
function insertSizes(table, at, count) {
  if (at >= table.count) {
    return;
  }
  const more = min(count, LIST_SIZED_ITEMS_MAX - at);
  const end = min(table.count, LIST_SIZED_ITEMS_MAX - more);
  resizeSizes(table, end + more);
  table.sizes.copyWithin(at + more, at, end);
  table.sizes.fill(SIZE_UNKNOWN, at, at + more);
  addUpSizes(table, at);
}

/** Items go. */
function removeSizes(table, at, count) {
  const end = min(at + count, table.count);
  if (at < end) {
    table.sizes.copyWithin(at, end, table.count);
    table.count -= end - at;
    addUpSizes(table, at);
  }
}

/** Items go to another place. When that reaches beyond what the table can hold, what is on the way is forgotten. */
function rotateSizes(table, from, count, to) {
  const first = min(from, to);
  const end = max(from, to) + count;
  if (end > LIST_SIZED_ITEMS_MAX || first >= table.count) {
    table.count = min(table.count, first);
    addUpSizes(table, table.count);
    return;
  }
  if (table.count < end) {
    resizeSizes(table, end);
  }
  const moved = table.sizes.slice(from, from + count);
  if (to > from) {
    table.sizes.copyWithin(from, from + count, end);
  } else {
    table.sizes.copyWithin(to + count, to, from);
  }
  table.sizes.set(moved, to);
  addUpSizes(table, first);
}

/** Where an item starts. */
function startOfSized(table, index) {
  const { sizes, starts, count, gap } = table;
  const isKnown = index < count;
  const end = isKnown ? index : count;
  const block = isKnown ? Math.floor(index / BLOCK_ITEMS) : max(starts.length - 1, 0);
  let start = starts.length > 0 ? starts[block] : 0;
  for (let at = min(block * BLOCK_ITEMS, count); at < end; at++) {
    const size = sizes[at];
    start = fround(start + fround((size === SIZE_UNKNOWN ? table.estimate : size) + gap));
  }
  return isKnown ? start : fround(start + fround((index - count) * fround(table.estimate + gap)));
}

/** An item's size without the gap. */
function sizeOfSized(table, index) {
  const size = index < table.count ? table.sizes[index] : SIZE_UNKNOWN;
  return size === SIZE_UNKNOWN ? table.estimate : size;
}

/** The last item that starts at a place or before it; the first one when none does. */
function sizedAt(table, at) {
  const { sizes, starts, count, estimate, gap } = table;
  // What is not a number becomes zero too.
  const place = max(at, 0);
  let block = 0;
  let last = starts.length;
  // The first block that starts beyond the place, by halves.
  while (block < last) {
    const middle = (block + last) >> 1;
    if (starts[middle] <= place) {
      block = middle + 1;
    } else {
      last = middle;
    }
  }
  block = max(block - 1, 0);
  let start = starts.length > 0 ? starts[block] : 0;
  for (let index = block * BLOCK_ITEMS; index < count; index++) {
    const size = sizes[index];
    const next = fround(start + fround((size === SIZE_UNKNOWN ? estimate : size) + gap));
    if (next > place) {
      return index;
    }
    start = next;
  }
  return count + wholeItems(fround(fround(place - start) / fround(estimate + gap)));
}

/** Adds up the blocks from the one of an item on. */
function addUpSizes(table, from) {
  const { sizes, starts, estimate, gap } = table;
  let block = min(Math.floor(from / BLOCK_ITEMS), max(starts.length - 1, 0));
  starts.length = min(starts.length, block + 1);
  if (starts.length === 0) {
    starts.push(0);
  }
  let start = starts[block];
  let at = block * BLOCK_ITEMS;
  while (at + BLOCK_ITEMS < table.count) {
    for (const end = at + BLOCK_ITEMS; at < end; at++) {
      const size = sizes[at];
      start = fround(start + fround((size === SIZE_UNKNOWN ? estimate : size) + gap));
    }
    starts.push(start);
  }
}

/** The whole part of a number of items. Negative numbers and what is not a number become zero. */
function wholeItems(items) {
  return items >= 1 ? Math.floor(items) : 0;
}
