// What commands do to lists. Whatever changes, what is on screen stays where it is, the focus stays on its item, and nodes
// stay bound to theirs.

/** Changes of the order of items. */
const EDIT_NONE = 0;
const EDIT_INSERT = 1;
const EDIT_REMOVE = 2;
const EDIT_MOVE = 3;

/** The change that is being made: `count` items come in or go at `at`, or go from there to `to`. */
const edit = { kind: EDIT_NONE, at: 0, count: 0, to: 0 };
/** The item that stays where it is during a change, NO_ITEM for none, and where it started. */
let anchor = NO_ITEM;
let anchorStart = 0;

/** The number that an item has after the edit; NO_ITEM when it goes. */
function numberAfterEdit(item) {
  const { kind, at, count } = edit;
  switch (kind) {
    case EDIT_INSERT:
      return item < at ? item : item + count;
    case EDIT_REMOVE:
      if (item < at) {
        return item;
      }
      return item < at + count ? NO_ITEM : item - count;
    case EDIT_MOVE: {
      if (item >= at && item < at + count) {
        return item - at + edit.to;
      }
      // First as if those that move were taken out, then as if they came in again.
      const left = item < at ? item : item - count;
      return left < edit.to ? left : left + count;
    }
    default:
      return item;
  }
}

/** The same, with the item that takes the place of one that goes. */
function heirAfterEdit(item) {
  const number = numberAfterEdit(item);
  return number === NO_ITEM ? edit.at : number;
}

/** Sets a property of a list; makes the view one. */
function setList(node, prop, kind, value) {
  if (nodeKind[node] !== KIND_VIEW) {
    return REFUSED_NOT_FOR_THIS_KIND;
  }
  becomeList(node);
  const list = listOf[node];
  const isSet = kind !== VALUE_UNSET;
  switch (prop) {
    case PROP_ITEM_COUNT:
      setItemCount(node, isSet ? min(wholeItems(value), LIST_ITEMS_MAX) : 0);
      return null;
    case PROP_COLUMNS:
      holdAnchor(node);
      list.columns = isSet ? within(wholeItems(value), 1, LIST_COLUMNS_MAX) : 1;
      keepInPlace(node);
      return null;
    case PROP_ITEM_SIZE:
      holdAnchor(node);
      setItemSize(list, isSet ? value : null);
      keepInPlace(node);
      return null;
    case PROP_OVERSCAN:
      list.lookedOffset = NaN;
      list.overscan = isSet ? min(wholeItems(value), OVERSCAN_MAX) : OVERSCAN_DEFAULT;
      break;
    case PROP_PLACEHOLDER_COLOR:
      list.placeholder = isSet ? value : 0;
      break;
    default:
      list.placeholderRadius = isSet ? max(value, 0) : 0;
  }
  repaintPart(node);
  return null;
}

function becomeList(node) {
  if (listOf[node] !== null) {
    return;
  }
  listOf[node] = new ListState();
  styleBits[node] |= STYLE_LIST;
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    nodeFlags[child] |= FLAG_PARKED;
  }
  repaint(node);
  lists.push(node);
  styleChanged(node);
  treeChanged();
}

/** More items come in and go at the end. */
function setItemCount(node, count) {
  const list = listOf[node];
  askAgain(list);
  const before = list.count;
  if (count > before) {
    editList(node, EDIT_INSERT, before, count - before, 0);
  } else if (count < before) {
    editList(node, EDIT_REMOVE, count, before - count, 0);
  }
}

/** Answers why a command for items of a list is refused, or null. */
function refusalOfItems(node, at, count) {
  if (!exists(node)) {
    return REFUSED_NO_SUCH_NODE;
  }
  if (listOf[node] === null) {
    return REFUSED_NOT_A_LIST;
  }
  return at + count > listOf[node].count ? REFUSED_NO_SUCH_ITEM : null;
}

function listInsert(node, at, count) {
  const refusal = refusalOfItems(node, at, 0);
  if (refusal !== null) {
    return refusal;
  }
  if (count > LIST_ITEMS_MAX - listOf[node].count) {
    return REFUSED_TOO_MANY_ITEMS;
  }
  editList(node, EDIT_INSERT, at, count, 0);
  return null;
}

function listRemove(node, at, count) {
  const refusal = refusalOfItems(node, at, count);
  if (refusal === null) {
    editList(node, EDIT_REMOVE, at, count, 0);
  }
  return refusal;
}

function listMove(node, from, count, to) {
  const refusal = refusalOfItems(node, max(from, to), count);
  if (refusal === null) {
    editList(node, EDIT_MOVE, from, count, to);
  }
  return refusal;
}

/** Gives items sizes of their own: `count` floats from a place of the batch. */
function listSizes(node, at, from, count) {
  const refusal = refusalOfItems(node, at, count);
  if (refusal !== null) {
    return refusal;
  }
  if (at + count > LIST_SIZED_ITEMS_MAX) {
    return REFUSED_TOO_MANY_ITEMS;
  }
  const list = listOf[node];
  holdAnchor(node);
  if (list.sizes === null) {
    list.sizes = new ItemSizes();
  }
  setSizesFrame(list.sizes, list.itemSize, list.frame.gap);
  setSizes(list.sizes, at, from, count);
  keepInPlace(node);
  return null;
}

function listFocus(node, item) {
  const refusal = refusalOfItems(node, item, 1);
  if (refusal === null) {
    listOf[node].focused = item;
    focusRequested = node;
    treeChanged();
  }
  return refusal;
}

/** Shows an item by a node. */
function listBind(node, item, child) {
  const refusal = refusalOfItems(node, item, 1) || refusalOfBound(node, child);
  if (refusal !== null) {
    return refusal;
  }
  const list = listOf[node];
  const before = nodeOfItem(list, item);
  if (before === child) {
    return null;
  }
  if (before !== NONE) {
    forgetBound(list, before);
    park(list, before);
  }
  forgetBound(list, child);
  bindItem(list, item, child);
  nodeFlags[child] &= ~FLAG_PARKED;
  renew(child);
  contentChanged(node);
  treeChanged();
  mark(child, FLAG_REPAINT);
  repaintPart(node);
  return null;
}

/** Makes a node a child of a list. Answers why it cannot be one, or null. */
function refusalOfBound(node, child) {
  if (!exists(child)) {
    return REFUSED_NO_SUCH_NODE;
  }
  return parentOf[child] === node ? null : insertNode(node, child, NONE);
}

/** A child that lost its item is not seen until it is bound again. */
function park(list, child) {
  nodeFlags[child] |= FLAG_PARKED;
  mark(child, FLAG_REPAINT);
  list.unbound.push(child);
}

/** A node that shows another item now is like a new one: what changes in this turn changes at once. */
function renew(node) {
  bornIn[node] = turn;
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    renew(child);
  }
}

function editList(node, kind, at, count, to) {
  edit.kind = kind;
  edit.at = at;
  edit.count = count;
  edit.to = to;
  const list = listOf[node];
  const hadItems = list.count > 0;
  renumberBound(list);
  // Even where the numbers stay the same other items have them.
  askAgain(list);
  holdAnchor(node);
  applyEdit(list);
  keepInPlace(node);
  edit.kind = EDIT_NONE;
  const hasSome = list.count > 0;
  if (hasSome !== hadItems) {
    countFocusable(node, hasSome);
  }
}

/** Renumbers the items of bound nodes by the edit. Those for which there is no number lose their item. */
function renumberBound(list) {
  const items = list.boundItems;
  const nodes = list.boundNodes;
  let kept = 0;
  for (let at = 0; at < items.length; at++) {
    const item = numberAfterEdit(items[at]);
    const node = nodes[at];
    if (item === NO_ITEM) {
      park(list, node);
    } else {
      // Only items that move come before others that they came after.
      let place = kept;
      for (; place > 0 && items[place - 1] > item; place--) {
        items[place] = items[place - 1];
        nodes[place] = nodes[place - 1];
      }
      items[place] = item;
      nodes[place] = node;
      kept += 1;
    }
  }
  items.length = kept;
  nodes.length = kept;
}

/** Does to a list what the edit says, but for its bound nodes. */
function applyEdit(list) {
  const { kind, at, count } = edit;
  const focused = list.count > 0 ? heirAfterEdit(list.focused) : 0;
  const sizes = list.sizes;
  if (kind === EDIT_INSERT) {
    list.count += count;
    if (sizes !== null) {
      insertSizes(sizes, at, count);
    }
  } else if (kind === EDIT_REMOVE) {
    list.count -= count;
    if (sizes !== null) {
      removeSizes(sizes, at, count);
    }
  } else if (sizes !== null) {
    rotateSizes(sizes, at, count, edit.to);
  }
  list.focused = min(focused, max(list.count - 1, 0));
}

/**
 * Notes what is to stay where it is while items change: the item with the focus if it is in sight, else the first one. The
 * change follows, and then `keepInPlace`, or in a layout `keepAnchor`.
 */
function holdAnchor(node) {
  const list = listOf[node];
  list.lookedOffset = NaN;
  anchor = anchorItem(list, scrollOf[node] === null ? 0 : scrollOf[node].target);
  anchorStart = anchor === NO_ITEM ? 0 : startOfItem(list, anchor);
}

/** Scrolls along with what was noted. Answers how far the content went that stays where it is on the screen. */
function keepAnchor(node) {
  const list = listOf[node];
  const scroll = scrollOf[node];
  if (scroll === null || !(list.frame.length > 0)) {
    return 0;
  }
  let went = 0;
  if (anchor !== NO_ITEM && list.count > 0) {
    const item = min(heirAfterEdit(anchor), list.count - 1);
    went = fround(startOfItem(list, item) - anchorStart);
    shiftScroll(scroll, went);
  }
  setScrollRange(scroll, listRange(list));
  return went;
}

/** Lets no item move on the screen because the content went along with the scroll. */
function carryItems(node, went) {
  const frame = listOf[node].frame;
  const along = frame.isMirrored ? -went : went;
  const nodes = listOf[node].boundNodes;
  for (let at = 0; at < nodes.length && went !== 0; at++) {
    carryDrift(nodes[at], frame.isHorizontal ? along : 0, frame.isHorizontal ? 0 : along);
  }
}

/** Scrolls along after a change of items, and has the list laid out. */
function keepInPlace(node) {
  carryItems(node, keepAnchor(node));
  contentChanged(node);
  treeChanged();
  repaint(node);
}
