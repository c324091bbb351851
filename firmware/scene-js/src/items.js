// The focus in lists: it is an item, whether a node shows it or not, and moves by numbers.
//
// Where the focus goes is a *goal*: a node that can have it, or an item of a list that has no such node. It is one number,
// so that a search makes no garbage: the node, and beyond that, for an item, the item's number and one.

/** More than there are nodes. */
const GOAL_NODES = 16384;
/** Nowhere. */
const NO_GOAL = 0;

function itemAsGoal(node, item) {
  return node + (item + 1) * GOAL_NODES;
}

/** The node, or the list. */
function nodeOfGoal(goal) {
  return goal % GOAL_NODES | 0;
}

/** The item; NO_ITEM when the node itself can have the focus. */
function itemOfGoal(goal) {
  return Math.floor(goal / GOAL_NODES) - 1;
}

/** Where the focus goes that comes to an item: into its node, or to the bare item. */
function itemGoal(node, list, item) {
  const bound = nodeOfItem(list, item);
  const goal = bound === NONE ? NO_GOAL : entry(bound);
  return goal === NO_GOAL ? itemAsGoal(node, item) : goal;
}

/**
 * Finds in `itemBox` the item with the focus of a list that has the focus itself, because no node shows the item. False when
 * the focus is elsewhere.
 */
function findBareItem() {
  if (focusCurrent === NONE || !hasItems(focusCurrent)) {
    return false;
  }
  findItemBox(listOf[focusCurrent], listOf[focusCurrent].focused);
  return true;
}

/** Keeps the focus on its items when nodes were bound, moved or lost: the outermost list decides. */
function followItems() {
  let leads = NONE;
  let inside = NONE;
  for (let at = focusCurrent; at !== NONE; at = parentOf[at]) {
    if (hasItems(at) && (inside === NONE || itemOf(listOf[at], inside) !== listOf[at].focused)) {
      leads = at;
    }
    if (at === root) {
      break;
    }
    inside = at;
  }
  if (leads !== NONE) {
    focusCurrent = nodeOfGoal(itemGoal(leads, listOf[leads], listOf[leads].focused));
  }
}

/** Notes in every list around the focus which item it is in. `goal` is where the focus goes. */
function noteItems(goal) {
  const node = nodeOfGoal(goal);
  if (goal >= GOAL_NODES) {
    listOf[node].focused = itemOfGoal(goal);
  }
  for (let inside = node; inside !== root; ) {
    const parent = parentOf[inside];
    if (parent === NONE) {
      return;
    }
    if (listOf[parent] !== null) {
      const item = itemOf(listOf[parent], inside);
      listOf[parent].focused = item === NO_ITEM ? listOf[parent].focused : item;
    }
    inside = parent;
  }
}

/** Tells the app which items have the focus in the lists around it, where that is another than it was told. */
function announceItems() {
  for (let at = focusCurrent; at !== NONE; at = parentOf[at]) {
    const list = listOf[at];
    if (list !== null && list.count > 0 && list.toldFocus !== list.focused && tellItemFocused(at, list.focused)) {
      list.toldFocus = list.focused;
    }
    if (at === root) {
      return;
    }
  }
}

/** Tells the app which items want nodes and which nodes lost their items. */
function tellLists() {
  for (let at = 0; at < lists.length; at++) {
    const node = lists[at];
    const list = listOf[node];
    const scroll = scrollOf[node];
    const offset = scroll === null ? 0 : scroll.offset;
    const target = scroll === null ? 0 : scroll.target;
    if (list.lookedOffset !== offset || list.lookedTarget !== target) {
      list.lookedOffset = offset;
      list.lookedTarget = target;
      tellRangeOf(node, list, offset, target);
    }
    while (list.unbound.length > 0) {
      tellItemUnbound(node, list.unbound.pop());
    }
  }
}

/** Tells which items a list wants, where it stands and where it is heading, if they are others than were told. */
function tellRangeOf(node, list, offset, target) {
  findWanted(list, offset, target);
  const { first, count } = found;
  // Before its first layout a list wants nothing.
  const isDue = list.toldFirst !== NO_ITEM || list.frame.length > 0;
  if (!isDue || (list.toldFirst === first && list.toldCount === count)) {
    return;
  }
  if (tellRange(node, first, count)) {
    list.toldFirst = first;
    list.toldCount = count;
  } else {
    // There was no room: another time.
    list.lookedOffset = NaN;
  }
}

/** The goal that comes after an item of a list, passing by those whose nodes cannot have the focus. */
function beyondInList(node, list, item) {
  const wraps = heldRepeats === 0 && wrapsAround(node);
  let from = item;
  for (let tries = list.boundItems.length; tries >= 0; tries--) {
    const next = nextItem(list, from, wraps);
    if (next === NO_ITEM || next === item) {
      return NO_GOAL;
    }
    const bound = nodeOfItem(list, next);
    if (bound === NONE) {
      return itemAsGoal(node, next);
    }
    if (entry(bound) !== NO_GOAL) {
      return comeTo(bound, node);
    }
    from = next;
  }
  return NO_GOAL;
}

/** The item that a step leads to, or NO_ITEM. */
function nextItem(list, item, wraps) {
  const { count, columns, frame } = list;
  const isMirrored = headingIsHorizontal === frame.isHorizontal ? frame.isMirrored : frame.isCrossMirrored;
  const isForward = headingIsForward !== isMirrored;
  const line = Math.floor(item / columns);
  const lastLine = Math.floor((count - 1) / columns);
  const column = item - line * columns;
  if (headingIsHorizontal === frame.isHorizontal) {
    let next = isForward ? line + 1 : line - 1;
    if (next < 0 || next > lastLine) {
      if (!wraps) {
        return NO_ITEM;
      }
      next = isForward ? 0 : lastLine;
    }
    return min(next * columns + column, count - 1);
  }
  // Across, a step at the end of a line is one in the order where the list wraps around.
  if (isForward ? column + 1 < columns && item + 1 < count : column > 0) {
    return isForward ? item + 1 : item - 1;
  }
  if (!wraps || columns === 1) {
    return NO_ITEM;
  }
  if (isForward) {
    return item + 1 < count ? item + 1 : 0;
  }
  return item > 0 ? item - 1 : count - 1;
}

/**
 * Goes into a list from outside: to the item it remembers, or to the one in sight that is nearest. `x` and `y` are where the
 * list's box is.
 */
function enterList(node, list, x, y) {
  let item = list.focused;
  if ((nodeFlags[node] & FLAG_FOCUS_MEMORY) === 0) {
    const target = scrollOf[node] === null ? 0 : scrollOf[node].target;
    const middleX = fround(fround(fromX0 + fromX1) * 0.5);
    const middleY = fround(fround(fromY0 + fromY1) * 0.5);
    item = itemNear(list, fround(middleX - x), fround(middleY - y), target);
  }
  const bound = nodeOfItem(list, item);
  if (bound !== NONE && entry(bound) !== NO_GOAL) {
    return comeTo(bound, node);
  }
  return itemGoal(node, list, item);
}
