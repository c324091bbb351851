// What must hold of focus, scrolling and lists after every call, for tests: it takes long.

/** Answers null, or what does not hold. */
function brokenFocus() {
  for (let node = 1; node < tableNodes; node++) {
    if (nodeKind[node] !== KIND_FREE) {
      const broken = brokenCount(node) || brokenScroll(node) || brokenList(node);
      if (broken !== null) {
        return `node ${node}: ${broken}`;
      }
    }
  }
  if (lists.some((node) => !exists(node) || listOf[node] === null)) {
    return 'a list does not exist';
  }
  if (!isFocusSettled()) {
    return null;
  }
  if (focusCurrent !== NONE && !canHaveFocus(focusCurrent)) {
    return `the focus is on ${focusCurrent}, which cannot have it`;
  }
  if (focusCurrent === NONE && root !== NONE && entry(root) !== NO_GOAL) {
    return 'nothing has the focus, but something could';
  }
  return brokenFocusedItem();
}

/** Answers null, or that a node does not know how many can have the focus in it. */
function brokenCount(node) {
  let count = ((nodeFlags[node] & FLAG_FOCUSABLE) !== 0 ? 1 : 0) + (hasItems(node) ? 1 : 0);
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    count += focusables[child];
  }
  return count === focusables[node] ? null : `${count} focusables, counted ${focusables[node]}`;
}

function brokenScroll(node) {
  const scroll = scrollOf[node];
  if (scroll === null) {
    return scrollAxis[node] === SCROLL_NONE ? null : 'it cannot scroll';
  }
  if (!(scroll.target >= 0 && scroll.target <= scroll.range)) {
    return `it scrolls to ${scroll.target} of ${scroll.range}`;
  }
  return isScrollMoving(scroll) && !scrolling.includes(node) ? 'its scroll hangs' : null;
}

/** Answers null, or what is wrong with a node as a list or as a child of one. */
function brokenList(node) {
  const around = parentOf[node] === NONE ? null : listOf[parentOf[node]];
  const isParked = around !== null && itemOf(around, node) === NO_ITEM;
  if (isParked !== ((nodeFlags[node] & FLAG_PARKED) !== 0)) {
    return `parked should be ${isParked}`;
  }
  const list = listOf[node];
  if (lists.includes(node) !== (list !== null) || ((styleBits[node] & STYLE_LIST) !== 0) !== (list !== null)) {
    return 'it is a list, or not, unlike what the scene says';
  }
  if (list === null) {
    return null;
  }
  if (list.focused >= max(list.count, 1)) {
    return `the focus is on item ${list.focused}`;
  }
  for (let at = 0; at < list.boundItems.length; at++) {
    const item = list.boundItems[at];
    if (item >= list.count || (at > 0 && item <= list.boundItems[at - 1])) {
      return `item ${item} is bound out of order`;
    }
    if (!exists(list.boundNodes[at]) || parentOf[list.boundNodes[at]] !== node) {
      return `item ${item} is shown by the child of another`;
    }
  }
  return null;
}

/** Answers null, or that a list around the focus has its focus on another item. */
function brokenFocusedItem() {
  for (let at = focusCurrent; at !== NONE && at !== root; at = parentOf[at]) {
    const outer = parentOf[at];
    if (outer !== NONE && hasItems(outer) && itemOf(listOf[outer], at) !== listOf[outer].focused) {
      return `the focus is in item ${itemOf(listOf[outer], at)} of ${outer}, which says ${listOf[outer].focused}`;
    }
  }
  return null;
}
