// Flexbox over the node table, redone only where something changed.
//
// A change climbs from its node to the nearest boundary, a node whose own size cannot depend on what is inside it, and
// only the boundary is laid out again, with the constraints it had before. The root is always one. What still can leave a
// boundary is its first baseline; where somebody is aligned by it, the change climbs on.

/** Boundaries to be laid out again; those that are not on the page wait until they are. */
const boundaries = [];
let layoutRoot = NONE;
/** The root itself, its content, or its size changed. */
let rootIsDue = false;
/** Something changed since the last run. */
let layoutIsDue = false;
/** Boxes that the last run measured or laid out: what it cost, since what is kept from before is not counted. */
let boxesComputed = 0;
/** Items kept for the next layout; more are given back. */
const ITEMS_KEPT = 1024;
/** Sizes beyond this are taken as this: percentages of percentages must not grow to infinity. */
const SIDE_PIXELS_MAX = 1e7;

function boundedSide(side) {
  return side === null || side <= SIDE_PIXELS_MAX ? side : SIDE_PIXELS_MAX;
}

/**
 * Lays out a node, or only measures it, unless the result is known. Leaves it in `out`. Sizes that are not known are
 * null; room is a number of pixels, MIN_CONTENT or MAX_CONTENT.
 */
function layoutNode(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight) {
  const cells = cacheCells;
  const valid = cacheValid[node];
  const isFull = (mode & PERFORM_LAYOUT) !== 0;
  let key = mode & KEY_MODE;
  let width;
  let height;
  if (knownWidth !== null) {
    key |= (mode & WIDTH_INDEFINITE) | WIDTH_KNOWN;
    width = knownWidth;
  } else {
    width = roomWidth === MAX_CONTENT ? Infinity : roomWidth === MIN_CONTENT ? -Infinity : roomWidth;
  }
  if (knownHeight !== null) {
    key |= (mode & HEIGHT_INDEFINITE) | HEIGHT_KNOWN;
    height = knownHeight;
  } else {
    height = roomHeight === MAX_CONTENT ? Infinity : roomHeight === MIN_CONTENT ? -Infinity : roomHeight;
  }
  if (!isFull && firstChildOf[node] === NONE) {
    // A leaf comes to both sides at once, and the room for its height does not matter, nor without a text that for its width.
    key = (key | AXIS_BOTH) & ~(WIDTH_INDEFINITE | HEIGHT_INDEFINITE);
    if (knownWidth === null && nodeKind[node] !== KIND_TEXT) {
      width = Infinity;
    }
    if (knownHeight === null) {
      height = Infinity;
    }
  }
  let wholeWidth = ABSENT;
  let wholeHeight = ABSENT;
  if ((shared[node] & SHARED_OWN) !== 0) {
    wholeWidth = parentWidth === null ? ABSENT : parentWidth;
    wholeHeight = parentHeight === null ? ABSENT : parentHeight;
  }
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
          cells[at + 3] === wholeWidth && cells[at + 4] === wholeHeight
        ) {
          out.width = cells[at + 5];
          out.height = cells[at + 6];
          out.baseline = isFull ? fromCell(cacheBaseline[node]) : null;
          return;
        }
      }
    }
  }
  if (!isFull && recallSpilled(node, key, width, height, wholeWidth, wholeHeight)) {
    return;
  }
  boxesComputed += 1;
  if (isFull) {
    nodeFlags[node] |= FLAG_EXTENT_DIRTY;
  }
  computeNode(
    node, mode, boundedSide(knownWidth), boundedSide(knownHeight), boundedSide(parentWidth), boundedSide(parentHeight),
    roomWidth, roomHeight,
  );
  const at = node * NODE_CELLS + claimEntry(node, mode) * ENTRY_CELLS;
  cells[at] = key;
  cells[at + 1] = width;
  cells[at + 2] = height;
  cells[at + 3] = wholeWidth;
  cells[at + 4] = wholeHeight;
  cells[at + 5] = out.width;
  cells[at + 6] = out.height;
  if (isFull) {
    cacheBaseline[node] = out.baseline === null ? ABSENT : out.baseline;
  }
}

/** `layoutNode` for a result that is not known. */
function computeNode(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight) {
  const bits = styleBits[node];
  if ((bits & STYLE_NONE) !== 0) {
    hideContent(node);
    out.width = 0;
    out.height = 0;
    out.baseline = null;
  } else if ((bits & STYLE_LIST) !== 0) {
    layoutList(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight);
  } else if (firstChildOf[node] !== NONE) {
    layoutFlex(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight);
    out.width = boundedSide(out.width);
    out.height = boundedSide(out.height);
  } else if (nodeKind[node] === KIND_TEXT) {
    // Measured under other constraints it may lose the layout that it shows.
    mark(node, FLAG_REPAINT_PART);
    layoutText(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight);
  } else {
    layoutLeaf(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight);
  }
}

/** What is in a node that takes no room takes none either. */
function hideContent(node) {
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    setBox(child, 0, 0, 0, 0);
    resetCache(child);
    // Up to date, and nothing to lay out again.
    cacheValid[child] = FINAL_BIT;
    cacheCells[child * NODE_CELLS + FINAL * ENTRY_CELLS] = KEY_NONE;
    nodeFlags[child] |= FLAG_EXTENT_DIRTY;
    hideContent(child);
  }
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
    if (parent === NONE || (cachePlaced[at] !== 0 && isBoundary(at, parent))) {
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
  itemsTop = 0;
  framesTop = 0;
  clearSpill();
  do {
    if (rootIsDue) {
      rootIsDue = false;
      layOutRoot(width, height);
    }
    runBoundaries();
  } while (rootIsDue);
  layoutIsDue = false;
  if (flexItems.length > ITEMS_KEPT) {
    flexItems.length = ITEMS_KEPT;
  }
}

/** Lays out the boundaries on the page. A baseline that moved adds some further up while this runs. */
function runBoundaries() {
  let at = 0;
  while (at < boundaries.length) {
    const node = boundaries[at];
    // Others were removed, and perhaps made anew under their number.
    const isDue = exists(node) && (nodeFlags[node] & FLAG_LAYOUT_QUEUED) !== 0;
    if (isDue && !isWithin(node, layoutRoot)) {
      at += 1;
    } else {
      const last = boundaries.pop();
      if (at < boundaries.length) {
        boundaries[at] = last;
      }
      if (isDue && layOutBoundary(node) && baselineIsUsed(node)) {
        contentChanged(parentOf[node]);
        clearSpill();
      }
    }
  }
}

/** True when something on the page is placed by the node's first baseline. */
function baselineIsUsed(node) {
  let at = node;
  while (at !== layoutRoot && parentOf[at] !== NONE) {
    const parent = parentOf[at];
    if ((styleBits[at] & (STYLE_NONE | STYLE_ABSOLUTE)) !== 0) {
      return false;
    }
    if (alignsBaseline(at, parent)) {
      return true;
    }
    at = parent;
  }
  return false;
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

/** Lays a boundary out again in the place where it was. Answers whether its first baseline is another now. */
function layOutBoundary(node) {
  nodeFlags[node] &= ~FLAG_LAYOUT_QUEUED;
  if (cachePlaced[node] === 0 || (cacheValid[node] & FINAL_BIT) !== 0) {
    return false;
  }
  const at = node * NODE_CELLS + FINAL * ENTRY_CELLS;
  const cells = cacheCells;
  const key = cells[at];
  const width = cells[at + 1];
  const height = cells[at + 2];
  const baseline = cacheBaseline[node];
  layoutNode(
    node,
    key | PERFORM_LAYOUT,
    (key & WIDTH_KNOWN) !== 0 ? width : null,
    (key & HEIGHT_KNOWN) !== 0 ? height : null,
    fromCell(cells[at + 3]),
    fromCell(cells[at + 4]),
    roomFromCell(width),
    roomFromCell(height),
  );
  markExtents(node);
  return cacheBaseline[node] !== baseline;
}

/** Marks the way from the top to a node whose layout changed. */
function markExtents(node) {
  for (let at = node; at !== NONE; at = parentOf[at]) {
    nodeFlags[at] |= FLAG_EXTENT_DIRTY;
  }
}

/**
 * Hands a parent's direction on to a node and what is in it, as far as nothing there says otherwise. The caller lays the
 * node out again.
 */
function inheritDirection(node, parentBits) {
  const before = styleBits[node];
  const own = before & (STYLE_OWN_LTR | STYLE_OWN_RTL);
  const isRtl = own === 0 ? (parentBits & STYLE_RTL) !== 0 : own === STYLE_OWN_RTL;
  const bits = isRtl ? before | STYLE_RTL : before & ~STYLE_RTL;
  if (bits === before) {
    return;
  }
  styleBits[node] = bits;
  cacheValid[node] = 0;
  mark(node, FLAG_REPAINT);
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    inheritDirection(child, bits);
  }
}

/**
 * A subtree has another direction. When the page's root is in it, what changed in the root is not found by climbing.
 */
function directionChanged(top) {
  if (layoutRoot !== NONE && isWithin(layoutRoot, top)) {
    rootIsDue = true;
    layoutIsDue = true;
  }
}

/** The style bits from which a node inherits: its parent's, or at the top those of left to right. */
function inheritedBits(node) {
  return parentOf[node] === NONE ? 0 : styleBits[parentOf[node]];
}

/** The node's children have another alignment: texts of a given size give a baseline only where it is asked for. */
function alignmentChanged(node) {
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    if (nodeKind[child] === KIND_TEXT) {
      cacheValid[child] = 0;
    }
  }
}
