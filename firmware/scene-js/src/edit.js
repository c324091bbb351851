// Making, moving and removing nodes. Each answers null, or why it was refused; then everything is as before.

const DEPTH_MAX = 64;

function createNode(node, kind) {
  if (exists(node)) {
    return REFUSED_NUMBER_IN_USE;
  }
  if (nodeCount === NODES_MAX) {
    return REFUSED_TOO_MANY_NODES;
  }
  growTable(node);
  resetNode(node, kind);
  textOf[node] = kind === KIND_TEXT ? new TextContent() : null;
  imageOf[node] = kind === KIND_IMAGE ? new ImageContent() : null;
  looksOf[node] = null;
  nodeCount += 1;
  return null;
}

function insertNode(parent, child, before) {
  if (!exists(parent) || !exists(child)) {
    return REFUSED_NO_SUCH_NODE;
  }
  if (nodeKind[parent] !== KIND_VIEW) {
    return REFUSED_NOT_A_VIEW;
  }
  if (isWithin(parent, child)) {
    return REFUSED_INSIDE_ITSELF;
  }
  if (before !== NONE && (before === child || !exists(before) || parentOf[before] !== parent)) {
    return REFUSED_BAD_SIBLING;
  }
  let depth = 1;
  for (let at = parentOf[parent]; at !== NONE; at = parentOf[at]) {
    depth += 1;
  }
  if (depth + levels(child) > DEPTH_MAX) {
    return REFUSED_TOO_DEEP;
  }
  unlink(child);
  const previous = before === NONE ? lastChildOf[parent] : previousOf[before];
  parentOf[child] = parent;
  previousOf[child] = previous;
  nextOf[child] = before;
  if (previous === NONE) {
    firstChildOf[parent] = child;
  } else {
    nextOf[previous] = child;
  }
  if (before === NONE) {
    lastChildOf[parent] = child;
  } else {
    previousOf[before] = child;
  }
  // In a list a child is not seen until it is bound to an item.
  nodeFlags[child] |= listOf[parent] === null ? FLAG_EXTENT_DIRTY : FLAG_EXTENT_DIRTY | FLAG_PARKED;
  if (nodeKind[child] === KIND_TEXT) {
    // Whether it has a baseline depends on the parent.
    cacheValid[child] = 0;
  }
  if (zOf[child] !== 0) {
    nodeFlags[parent] |= FLAG_ORDERED_CHILDREN;
  }
  countAbove(child, focusables[child], transformedWithin(child));
  inheritDirection(child, styleBits[parent]);
  directionChanged(child);
  contentChanged(parent);
  treeChanged();
  mark(child, FLAG_REPAINT);
  repaintPart(parent);
  return null;
}

/** Transformed nodes of a subtree, its top included. */
function transformedWithin(node) {
  return transformedBelow[node] + ((nodeFlags[node] & FLAG_TRANSFORMED) !== 0 ? 1 : 0);
}

/** Changes the counts of every node above one. */
function countAbove(node, moreFocusables, moreTransformed) {
  if (moreFocusables === 0 && moreTransformed === 0) {
    return;
  }
  for (let at = parentOf[node]; at !== NONE; at = parentOf[at]) {
    focusables[at] += moreFocusables;
    transformedBelow[at] += moreTransformed;
  }
}

/** Takes a node out of its parent, if it has one. */
function unlink(child) {
  const parent = parentOf[child];
  if (parent === NONE) {
    return;
  }
  countAbove(child, -focusables[child], -transformedWithin(child));
  const previous = previousOf[child];
  const next = nextOf[child];
  if (previous === NONE) {
    firstChildOf[parent] = next;
  } else {
    nextOf[previous] = next;
  }
  if (next === NONE) {
    lastChildOf[parent] = previous;
  } else {
    previousOf[next] = previous;
  }
  parentOf[child] = NONE;
  previousOf[child] = NONE;
  nextOf[child] = NONE;
  nodeFlags[child] &= ~FLAG_PARKED;
  if (listOf[parent] !== null) {
    forgetBound(listOf[parent], child);
  }
  contentChanged(parent);
  repaintPart(parent);
}

function removeNode(node) {
  if (!exists(node)) {
    return REFUSED_NO_SUCH_NODE;
  }
  focusLeaves(node);
  if (root !== NONE && isWithin(root, node)) {
    root = NONE;
    setLayoutRoot(NONE);
  }
  unlink(node);
  paintDue = true;
  freeNode(node);
  return null;
}

/** Frees a node and what hangs below it. The depth of a scene bounds the recursion. */
function freeNode(node) {
  forgetAnimations(node);
  let child = firstChildOf[node];
  while (child !== NONE) {
    const next = nextOf[child];
    freeNode(child);
    child = next;
  }
  if (textOf[node] !== null) {
    textBytes -= textOf[node].bytes;
    releaseText(textOf[node]);
    textOf[node] = null;
  }
  freeFocus(node);
  if (imageOf[node] !== null) {
    textBytes -= imageOf[node].bytes;
    dropImages(node, imageOf[node]);
    imageOf[node] = null;
  }
  nodeKind[node] = KIND_FREE;
  nodeCount -= 1;
}

/** Levels of a subtree: 1 for a single node. */
function levels(node) {
  let below = 0;
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    const height = levels(child);
    below = height > below ? height : below;
  }
  return below + 1;
}
