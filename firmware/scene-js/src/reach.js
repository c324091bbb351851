// Where the focus can be: what is reachable, where it goes that comes to a container, what is nearest to a place.

/** With one of these neither a node nor what is in it can have the focus. */
const FLAGS_BAR_FOCUS = FLAG_HIDDEN | FLAG_DISABLED | FLAG_PARKED;

/** Which descendant had the focus last, of containers with focus memory. */
let rememberedOf = new Uint16Array(0);

/** The node that `nearestGoal` found so far, NONE for none, and how far it is. */
let nearestNode = NONE;
let nearestDistance = 0;

/** True when the focus can be on a node, as far as the node is concerned: it is focusable, or a list with items. */
function takesFocus(node) {
  return (nodeFlags[node] & FLAG_FOCUSABLE) !== 0 || hasItems(node);
}

/** True when the node is on the page and nothing bars the focus from it. */
function isReachable(node) {
  if (!exists(node)) {
    return false;
  }
  for (let at = node; at !== NONE; at = parentOf[at]) {
    if ((nodeFlags[at] & FLAGS_BAR_FOCUS) !== 0) {
      return false;
    }
    if (at === root) {
      return true;
    }
  }
  return false;
}

/** True when the node itself can have the focus now. */
function canHaveFocus(node) {
  return isReachable(node) && takesFocus(node);
}

/** A goal when there is no focus: near where it was, else the page's first; NO_GOAL when nothing can have it. */
function replacement() {
  if (root === NONE) {
    return NO_GOAL;
  }
  if (lostPlace !== null && exists(lostPlace.anchor)) {
    for (let at = lostPlace.anchor; at !== NONE; at = parentOf[at]) {
      const goal = isReachable(at) ? nearestGoal(at, lostPlace) : NO_GOAL;
      if (goal !== NO_GOAL) {
        return goal;
      }
    }
  }
  return entry(root);
}

/** Where the focus goes that comes to a node as a whole: itself, what it remembers, or its first; NO_GOAL when nowhere. */
function entry(node) {
  if (!exists(node) || (nodeFlags[node] & FLAGS_BAR_FOCUS) !== 0 || focusables[node] === 0) {
    return NO_GOAL;
  }
  if (takesFocus(node)) {
    return goalAt(node);
  }
  let goal = remembered(node);
  for (let child = firstChildOf[node]; goal === NO_GOAL && child !== NONE; child = nextOf[child]) {
    goal = entry(child);
  }
  return goal;
}

/** Where the focus goes at a node that takes it: there, or to the item that has it in a list. */
function goalAt(node) {
  return hasItems(node) ? itemGoal(node, listOf[node], listOf[node].focused) : node;
}

/** The goal that a container remembers, or NO_GOAL if the focus cannot go there. */
function remembered(node) {
  const target = rememberedOf[node] | 0;
  if ((nodeFlags[node] & FLAG_FOCUS_MEMORY) === 0 || target === NONE || !exists(target) || !takesFocus(target)) {
    return NO_GOAL;
  }
  for (let at = target; at !== node; at = parentOf[at]) {
    if (at === NONE || (nodeFlags[at] & FLAGS_BAR_FOCUS) !== 0) {
      return NO_GOAL;
    }
  }
  return goalAt(target);
}

/** The goal in a subtree that is nearest to a place, the first of equals; NO_GOAL when there is none. */
function nearestGoal(top, place) {
  nearestNode = NONE;
  visitFocusables(top, fround(place.x0 + place.x1), fround(place.y0 + place.y1));
  return nearestNode === NONE ? NO_GOAL : goalAt(nearestNode);
}

/** Compares the focusable nodes of a subtree with a point, given by twice its coordinates. */
function visitFocusables(node, x, y) {
  if ((nodeFlags[node] & FLAGS_BAR_FOCUS) !== 0 || focusables[node] === 0) {
    return;
  }
  if (takesFocus(node)) {
    boundsOf(node);
    const dx = fround(fround(boundsX0 + boundsX1) - x);
    const dy = fround(fround(boundsY0 + boundsY1) - y);
    const distance = fround(fround(dx * dx) + fround(dy * dy));
    if (nearestNode === NONE || distance < nearestDistance) {
      nearestNode = node;
      nearestDistance = distance;
    }
  }
  if (hasItems(node)) {
    return;
  }
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    visitFocusables(child, x, y);
  }
}

/** Makes a node focusable or not. */
function setFocusable(node, isOn) {
  if (((nodeFlags[node] & FLAG_FOCUSABLE) !== 0) !== isOn) {
    putFlag(node, FLAG_FOCUSABLE, isOn);
    countFocusable(node, isOn);
  }
}

/** Keeps the count of what can have the focus right, in a node and those above it. */
function countFocusable(node, isOn) {
  const more = isOn ? 1 : -1;
  for (let at = node; at !== NONE; at = parentOf[at]) {
    focusables[at] += more;
  }
  treeChanged();
}

function growFocus(nodes) {
  rememberedOf = grown(rememberedOf, nodes);
  growList(guideOf, nodes);
  growList(scrollOf, nodes);
  growList(listOf, nodes);
}

/** Forgets what a node had to do with focus and scrolling, because it goes. */
function freeFocus(node) {
  if (listOf[node] !== null) {
    lists.splice(lists.indexOf(node), 1);
    listOf[node] = null;
  }
  rememberedOf[node] = NONE;
  guideOf[node] = null;
  scrollOf[node] = null;
}
