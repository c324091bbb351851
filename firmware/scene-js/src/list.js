// Virtual lists: which items there are, where they stand, which nodes show them.
//
// A list knows a number, a size and a few nodes. Items that no node is bound to cost nothing, and every place is computed
// when it is asked for.

const LIST_COLUMNS_MAX = 64;
/** Pixels of an item when the app says nothing. */
const ITEM_SIZE_DEFAULT = 100;
/** Items of the overscan when the app says nothing. */
const OVERSCAN_DEFAULT = 4;
/** Most items of the overscan. */
const OVERSCAN_MAX = 64;
/** No item. */
const NO_ITEM = -1;

/** A list. */
function ListState() {
  this.count = 0;
  this.columns = 1;
  this.itemSize = ITEM_SIZE_DEFAULT;
  this.overscan = OVERSCAN_DEFAULT;
  this.placeholder = 0;
  this.placeholderRadius = 0;
  /** Sizes that differ; null while none was given. */
  this.sizes = null;
  /** The items that nodes are bound to, in order, and these nodes. */
  this.boundItems = [];
  this.boundNodes = [];
  /** The item that has the focus, or had it last. */
  this.focused = 0;
  this.frame = new ListFrame();
  /** What the app was told: the item with the focus, the range; NO_ITEM when it must be told anew. */
  this.toldFocus = NO_ITEM;
  this.toldFirst = NO_ITEM;
  this.toldCount = 0;
  /** Where the content stood, and where it was heading, when the range was last computed; NaN when it must be anew. */
  this.lookedOffset = NaN;
  this.lookedTarget = NaN;
  /** Nodes that lost their item and that the app has not heard of. */
  this.unbound = [];
}

/** The list's own box and what of it is not for items, along the main axis and across it. */
function ListFrame() {
  /** The main axis is x. */
  this.isHorizontal = false;
  /** Items begin at the right, or at the bottom. */
  this.isMirrored = false;
  /** Columns begin at the right. */
  this.isCrossMirrored = false;
  this.length = 0;
  this.breadth = 0;
  /** Padding before and after the items. */
  this.before = 0;
  this.after = 0;
  /** Padding across: on the side where columns begin, and on the other. */
  this.near = 0;
  this.far = 0;
  this.gap = 0;
  this.crossGap = 0;
}

/** The lists by node number; null for what is none. */
const listOf = [];
/** Every list's node. */
let lists = [];

/** The box that `findItemBox` found, relative to the list's. */
const itemBox = { x: 0, y: 0, width: 0, height: 0 };
/** First item and number of items, as `findInSight` and `findWanted` found them. */
const found = { first: 0, count: 0 };

/** True for a list with items. */
function hasItems(node) {
  return listOf[node] !== null && listOf[node].count > 0;
}

/** Where an item is among the bound ones, or where it would come in. */
function boundPlace(list, item) {
  const items = list.boundItems;
  let first = 0;
  let last = items.length;
  while (first < last) {
    const middle = (first + last) >> 1;
    if (items[middle] < item) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first;
}

/** The node of an item, or NONE. */
function nodeOfItem(list, item) {
  const at = boundPlace(list, item);
  return at < list.boundItems.length && list.boundItems[at] === item ? list.boundNodes[at] : NONE;
}

/** The item that a child shows, or NO_ITEM. */
function itemOf(list, node) {
  const at = list.boundNodes.indexOf(node);
  return at < 0 ? NO_ITEM : list.boundItems[at];
}

/** True when items have sizes of their own. */
function isSized(list) {
  return list.sizes !== null && list.columns === 1;
}

/** Where a line starts in the content, which begins at 0 with the padding. */
function lineStart(list, line) {
  const start = isSized(list)
    ? startOfSized(list.sizes, line) : fround(line * fround(list.itemSize + list.frame.gap));
  return fround(list.frame.before + start);
}

function lineSize(list, line) {
  return isSized(list) ? sizeOfSized(list.sizes, line) : list.itemSize;
}

/** The number of lines. */
function lineCount(list) {
  return Math.ceil(list.count / list.columns);
}

/** Where an item starts in the content. */
function startOfItem(list, item) {
  return lineStart(list, Math.floor(item / list.columns));
}

/** The last line that starts at a place of the content or before it, within the list. There must be items. */
function lineAt(list, at) {
  const place = fround(at - list.frame.before);
  const line = isSized(list)
    ? sizedAt(list.sizes, place) : wholeItems(fround(place / fround(list.itemSize + list.frame.gap)));
  return min(line, max(lineCount(list) - 1, 0));
}

/** How far the content can scroll. */
function listRange(list) {
  const frame = list.frame;
  const last = lineCount(list) - 1;
  const end = last < 0 ? frame.before : fround(lineStart(list, last) + lineSize(list, last));
  return max(fround(fround(end + frame.after) - frame.length), 0);
}

/** Finds the item's box relative to the list's, while it is not scrolled. */
function findItemBox(list, item) {
  const frame = list.frame;
  const { columns, itemSize } = list;
  // Most lists have one column and items of one size.
  const isPlain = columns === 1 && list.sizes === null;
  const line = columns === 1 ? item : Math.floor(item / columns);
  const start = isPlain
    ? fround(frame.before + fround(line * fround(itemSize + frame.gap))) : lineStart(list, line);
  const size = isPlain ? itemSize : lineSize(list, line);
  const breadth = columnBreadth(list);
  let across = frame.near;
  if (columns !== 1) {
    across = fround(across + fround((item - line * columns) * fround(breadth + frame.crossGap)));
  }
  const along = frame.isMirrored ? fround(fround(frame.length - start) - size) : start;
  if (frame.isCrossMirrored) {
    across = fround(fround(frame.breadth - across) - breadth);
  }
  if (frame.isHorizontal) {
    itemBox.x = along;
    itemBox.y = across;
    itemBox.width = size;
    itemBox.height = breadth;
  } else {
    itemBox.x = across;
    itemBox.y = along;
    itemBox.width = breadth;
    itemBox.height = size;
  }
}

/** What each column takes across the main axis. */
function columnBreadth(list) {
  const { columns, frame } = list;
  const room = fround(fround(frame.breadth - frame.near) - frame.far);
  if (columns === 1) {
    return room > 0 ? room : 0;
  }
  return max(fround(fround(room - fround((columns - 1) * frame.crossGap)) / columns), 0);
}

/** The item nearest to a point of the list's box, given where the content stands. There must be items. */
function itemNear(list, x, y, target) {
  const frame = list.frame;
  let along = frame.isHorizontal ? x : y;
  let across = frame.isHorizontal ? y : x;
  if (frame.isMirrored) {
    along = fround(frame.length - along);
  }
  if (frame.isCrossMirrored) {
    across = fround(frame.breadth - across);
  }
  // Only what is in sight once the content has come to rest.
  const place = fround(target + within(along, 0, frame.length));
  let line = lineAt(list, place);
  if (line + 1 < lineCount(list)) {
    const ends = fround(fround(lineStart(list, line) + lineSize(list, line)) + lineStart(list, line + 1));
    line += place > fround(ends * 0.5) ? 1 : 0;
  }
  const step = fround(columnBreadth(list) + frame.crossGap);
  const beyond = fround(fround(across - frame.near) + fround(frame.crossGap * 0.5));
  const column = wholeItems(fround(beyond / max(step, 1)));
  return min(line * list.columns + min(column, list.columns - 1), list.count - 1);
}

/** Finds the items that are in sight when the content stands at an offset. */
function findInSight(list, offset) {
  findBetween(list, offset, fround(offset + list.frame.length));
}

/** Finds the items that show between two places of the content. */
function findBetween(list, from, to) {
  found.first = 0;
  found.count = 0;
  if (list.count === 0 || list.frame.length <= 0) {
    return;
  }
  let first = lineAt(list, from);
  if (fround(lineStart(list, first) + lineSize(list, first)) <= from) {
    first += 1;
  }
  let last = lineAt(list, to);
  if (lineStart(list, last) >= to) {
    last -= 1;
  }
  if (last < 0 || first > last) {
    return;
  }
  found.first = first * list.columns;
  found.count = min((last + 1) * list.columns, list.count) - found.first;
}

/**
 * Finds the items that need nodes: what is in sight, now and where the content is heading, and the overscan. On a long way
 * only where it is heading counts: what flies by is not worth binding.
 */
function findWanted(list, offset, target) {
  const length = list.frame.length;
  const way = fround(offset - target);
  const isNear = way <= length && -way <= length;
  const from = isNear ? min(offset, target) : target;
  const to = isNear ? max(offset, target) : target;
  findBetween(list, from, fround(to + length));
  if (found.count > 0) {
    const start = max(found.first - list.overscan, 0);
    found.count = min(found.first + found.count + list.overscan, list.count) - start;
    found.first = start;
  }
}

/** Tells the range again, even if the same numbers are wanted. */
function askAgain(list) {
  list.toldFirst = NO_ITEM;
  list.lookedOffset = NaN;
}

/**
 * The item that is to stay where it is when others come and go: the one with the focus if it is in sight, else the first in
 * sight; NO_ITEM when none is.
 */
function anchorItem(list, target) {
  findInSight(list, target);
  if (found.count === 0) {
    return NO_ITEM;
  }
  const isInSight = list.focused >= found.first && list.focused < found.first + found.count;
  return isInSight ? list.focused : found.first;
}

/** Changes the size of items that have none of their own; null for the default. */
function setItemSize(list, size) {
  list.itemSize = size === null ? ITEM_SIZE_DEFAULT : max(size, 1);
  if (list.sizes !== null) {
    setSizesFrame(list.sizes, list.itemSize, list.frame.gap);
  }
}

/** Ties a node to an item, after both were loosened. */
function bindItem(list, item, node) {
  const at = boundPlace(list, item);
  list.boundItems.splice(at, 0, item);
  list.boundNodes.splice(at, 0, node);
}

/** Looses a node from its item, if it has one. */
function forgetBound(list, node) {
  const at = list.boundNodes.indexOf(node);
  if (at >= 0) {
    list.boundItems.splice(at, 1);
    list.boundNodes.splice(at, 1);
  }
  const lost = list.unbound.indexOf(node);
  if (lost >= 0) {
    list.unbound.splice(lost, 1);
  }
}
