// Flexbox over the node table, redone only where something changed.
//
// A change climbs from its node to the nearest boundary, a node whose own size cannot depend on what is inside it, and
// only the boundary is laid out again, with the constraints it had before. The root is always one.

/** Boundaries to be laid out again; those that are not on the page wait until they are. */
const boundaries = [];
let layoutRoot = NONE;
/** The root itself, its content, or its size changed. */
let rootIsDue = false;
/** Something changed since the last run. */
let layoutIsDue = false;
/** Items kept for the next layout; more are given back. */
const ITEMS_KEPT = 1024;

/**
 * Lays out a node, or only measures it, unless the result is known. Leaves it in `out`. Sizes that are not known are
 * null; room is a number of pixels, MIN_CONTENT or MAX_CONTENT.
 */
function layoutNode(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight) {
  const cells = cacheCells;
  const valid = cacheValid[node];
  const isFull = (mode & PERFORM_LAYOUT) !== 0;
  const key = mode & KEY_MODE;
  const width = knownWidth === null || knownWidth !== knownWidth ? ABSENT : knownWidth;
  const height = knownHeight === null || knownHeight !== knownHeight ? ABSENT : knownHeight;
  const wholeWidth = parentWidth === null || parentWidth !== parentWidth ? ABSENT : parentWidth;
  const wholeHeight = parentHeight === null || parentHeight !== parentHeight ? ABSENT : parentHeight;
  // Where the size is known, the room for it does not matter.
  const across = knownWidth !== null ? 0 : roomWidth === MAX_CONTENT ? Infinity : roomWidth === MIN_CONTENT ? -Infinity : roomWidth;
  const down = knownHeight !== null ? 0 : roomHeight === MAX_CONTENT ? Infinity : roomHeight === MIN_CONTENT ? -Infinity : roomHeight;
  if (valid !== 0) {
    // A size that was computed for both axes answers for one.
    const orKey = isFull ? key : key | AXIS_BOTH;
    let bit = isFull ? FINAL_BIT : 1;
    let at = node * NODE_CELLS + (isFull ? FINAL * ENTRY_CELLS : 0);
    const endBit = isFull ? FINAL_BIT : FINAL_BIT - 1;
    for (; bit <= endBit; bit <<= 1, at += ENTRY_CELLS) {
      if ((valid & bit) !== 0) {
        const mode = cells[at];
        if (
          (mode === key || mode === orKey) && cells[at + 1] === width && cells[at + 2] === height &&
          cells[at + 3] === across && cells[at + 4] === down &&
          cells[at + 5] === wholeWidth && cells[at + 6] === wholeHeight
        ) {
          out.width = cells[at + 7];
          out.height = cells[at + 8];
          const baseline = cells[at + 9];
          out.baseline = baseline === ABSENT ? null : baseline;
          return;
        }
      }
    }
  }
  if (isFull) {
    nodeFlags[node] |= FLAG_EXTENT_DIRTY;
  }
  if ((styleBits[node] & STYLE_GONE) !== 0) {
    hideContent(node);
  } else if (firstChildOf[node] !== NONE) {
    layoutFlex(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight);
  } else {
    layoutLeaf(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight);
  }
  const at = node * NODE_CELLS + claimEntry(node, mode) * ENTRY_CELLS;
  cells[at] = key;
  cells[at + 1] = width;
  cells[at + 2] = height;
  cells[at + 3] = across;
  cells[at + 4] = down;
  cells[at + 5] = wholeWidth;
  cells[at + 6] = wholeHeight;
  cells[at + 7] = out.width;
  cells[at + 8] = out.height;
  cells[at + 9] = out.baseline === null ? ABSENT : out.baseline;
}

/** Takes the boxes from everything inside a node that is gone. */
function hideContent(node) {
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    cacheValid[child] = 0;
    setBox(child, 0, 0, 0, 0);
    hideContent(child);
  }
  out.width = 0;
  out.height = 0;
  out.baseline = null;
}

/** Another node is the root, or none. */
function setLayoutRoot(root) {
  // While a node inside a tree was the root, the nodes around it were not told of changes.
  let at = layoutRoot;
  while (at !== NONE && exists(at)) {
    cacheValid[at] = 0;
    at = parentOf[at];
  }
  layoutRoot = root;
  rootIsDue = true;
  layoutIsDue = true;
}

/** A node's content or children changed. */
function contentChanged(node) {
  layoutIsDue = true;
  let at = node;
  while (at !== NONE) {
    const wasLaidOut = (cacheValid[at] & FINAL_BIT) !== 0;
    cacheValid[at] = 0;
    if (at === layoutRoot) {
      rootIsDue = true;
      return;
    }
    const parent = parentOf[at];
    if (parent === NONE || isBoundary(at)) {
      enqueueBoundary(at);
      return;
    }
    // What is not laid out has told its parents before.
    if (!wasLaidOut && at !== node) {
      return;
    }
    at = parent;
  }
}

/** A node's own place or size changed. */
function styleChanged(node) {
  cacheValid[node] = 0;
  const parent = parentOf[node];
  if (parent === NONE || node === layoutRoot) {
    contentChanged(node);
  }
  if (parent !== NONE) {
    contentChanged(parent);
  }
}

function enqueueBoundary(node) {
  // What was never placed is reached from what it hangs in, which is not laid out either.
  if (cachePlaced[node] !== 0 && (nodeFlags[node] & FLAG_LAYOUT_QUEUED) === 0) {
    nodeFlags[node] |= FLAG_LAYOUT_QUEUED;
    boundaries.push(node);
  }
}

/** Lays out what changed on the page, whose root has the size given. */
function runLayouts(width, height) {
  layoutIsDue = false;
  itemsTop = 0;
  framesTop = 0;
  if (rootIsDue) {
    rootIsDue = false;
    layOutRoot(width, height);
  }
  let kept = 0;
  for (let i = 0; i < boundaries.length; i++) {
    const node = boundaries[i];
    // Others were removed, and perhaps made anew under their number.
    if (exists(node) && (nodeFlags[node] & FLAG_LAYOUT_QUEUED) !== 0) {
      if (isWithin(node, layoutRoot)) {
        layOutBoundary(node);
      } else {
        boundaries[kept] = node;
        kept += 1;
      }
    }
  }
  boundaries.length = kept;
  if (flexItems.length > ITEMS_KEPT) {
    flexItems.length = ITEMS_KEPT;
  }
}

function layOutRoot(width, height) {
  const root = layoutRoot;
  if (root === NONE || !exists(root)) {
    return;
  }
  setBox(root, 0, 0, width, height);
  layoutNode(root, PERFORM_LAYOUT | AXIS_BOTH, width, height, width, height, width, height);
  markExtents(root);
}

/** Lays a boundary out again in the place where it was. */
function layOutBoundary(node) {
  nodeFlags[node] &= ~FLAG_LAYOUT_QUEUED;
  if (cachePlaced[node] === 0 || (cacheValid[node] & FINAL_BIT) !== 0) {
    return;
  }
  const at = node * NODE_CELLS + FINAL * ENTRY_CELLS;
  const cells = cacheCells;
  const width = cells[at + 1];
  const height = cells[at + 2];
  layoutNode(
    node,
    cells[at] | PERFORM_LAYOUT,
    fromCell(width),
    fromCell(height),
    fromCell(cells[at + 5]),
    fromCell(cells[at + 6]),
    roomFromCell(width, cells[at + 3]),
    roomFromCell(height, cells[at + 4]),
  );
  markExtents(node);
}

/** Marks the way from the top to a node whose layout changed. */
function markExtents(node) {
  for (let at = node; at !== NONE; at = parentOf[at]) {
    nodeFlags[at] |= FLAG_EXTENT_DIRTY;
  }
}
