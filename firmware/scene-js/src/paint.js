// Walks what is visible and writes the display list.
//
// Boxes stand on whole pixels: a box's edges are rounded where its parents put them, and scroll offsets are rounded too, so
// that text stays sharp. Only scale, translation and rotation move things by fractions. Scale and translation are in the boxes
// of the list; a rotation is an item around what it turns.
//
// Where a node's parent puts things is `x` and `y`, its corner in layout coordinates, not rounded, and the variables `scale`,
// `shiftX` and `shiftY`: screen = scale × layout + shift. `clip…` is what can be seen, `near…` where images are wanted already.
// Most nodes leave these variables as they are, and an argument costs the VM more than reading a variable; who changes them
// puts them back.

/** What reaches further out of a group than this (a shadow, glyphs), in pixels, may be cut off while the group fades. */
const GROUP_SLACK_PIXELS = 64;

/** Clips, groups and turns that are open. */
let openCount = 0;
let scale = 1;
let shiftX = 0;
let shiftY = 0;
let clipX0 = 0;
let clipY0 = 0;
let clipX1 = 0;
let clipY1 = 0;
let nearX0 = 0;
let nearY0 = 0;
let nearX1 = 0;
let nearY1 = 0;
/** Of the node that is painted, what `past…` in paint_kept.js is of the one around it. */
let isSame = false;
let ownPastStart = 0;
let ownNextStart = 0;
/** What of that node is out of sight, as the mark that it keeps: 0 for nothing. */
let unseen = 0;

/** Paints the page into the next list. */
function paintPage() {
  nodesVisited = 0;
  openCount = 0;
  retryImages();
  startSegments();
  const by = REQUEST_OVERSCAN_PIXELS;
  scale = 1;
  shiftX = 0;
  shiftY = 0;
  setClip(0, 0, screenWidth, screenHeight);
  setNear(-by, -by, screenWidth + by, screenHeight + by);
  if (root !== NONE) {
    liftFocus(true);
    paintNode(root, 0, 0, 1);
    liftFocus(false);
  }
  endSegments();
}

function setClip(x0, y0, x1, y1) {
  clipX0 = x0;
  clipY0 = y0;
  clipX1 = x1;
  clipY1 = y1;
}

function setNear(x0, y0, x1, y1) {
  nearX0 = x0;
  nearY0 = y0;
  nearX1 = x1;
  nearY1 = y1;
}

/** Paints a node and what is in it, or keeps it. Answers whether all of it is in sight. */
function paintNode(node, x, y, opacity) {
  nodesVisited += 1;
  const first = listItems;
  const flags = nodeFlags[node];
  const start = pastStart + segmentOffset[node];
  segmentOffset[node] = first - nextStart;
  if (pastIsSame && (flags & FLAGS_MARKED) === 0 && keepItems(start, segmentItems[node])) {
    return true;
  }
  isSame = pastIsSame && (flags & FLAG_REPAINT) === 0;
  ownPastStart = start;
  ownNextStart = first;
  unseen = FLAG_REPAINT;
  if ((flags & (FLAG_HIDDEN | FLAG_PARKED)) === 0) {
    const own = shownValues[node * SLOTS + SLOT_OPACITY];
    if (own !== 1) {
      opacity = fround(opacity * (own > 0 ? own < 1 ? own : 1 : 0));
    }
    if (opacity > 0) {
      lookAt(node, flags, fround(x + boxX[node]), fround(y + boxY[node]), opacity);
    }
  }
  const left = unseen;
  segmentItems[node] = listItems - first;
  nodeFlags[node] = (flags & ~FLAGS_MARKED) | left;
  return left === 0;
}

/** Paints a node and what is in it, if it is in sight. `x` and `y` are its own corner. */
function lookAt(node, flags, x, y, opacity) {
  const isTransformed = (flags & FLAG_TRANSFORMED) !== 0;
  // Most of a long list is passed by here.
  if (!isTransformed && transformedBelow[node] === 0 && !reaches(node, x, y)) {
    return;
  }
  unseen = 0;
  // What is a whole number of 24 bits is as it should be.
  let x0 = (x << 8) >> 8;
  x0 = x0 === x ? x0 : round(x);
  let y0 = (y << 8) >> 8;
  y0 = y0 === y ? y0 : round(y);
  const right = fround(x + boxWidth[node]);
  let x1 = (right << 8) >> 8;
  x1 = x1 === right ? x1 : round(right);
  const bottom = fround(y + boxHeight[node]);
  let y1 = (bottom << 8) >> 8;
  y1 = y1 === bottom ? y1 : round(bottom);
  if (isTransformed) {
    paintTransformed(node, opacity, x0, y0, x1, y1);
    return;
  }
  if (scale !== 1) {
    x0 = fround(scale * x0);
    y0 = fround(scale * y0);
    x1 = fround(scale * x1);
    y1 = fround(scale * y1);
  }
  paintContents(
    node, x, y, opacity, fround(x0 + shiftX), fround(y0 + shiftY), fround(x1 + shiftX), fround(y1 + shiftY),
  );
}

/** True when something of a node's extent may be near what is seen. `x` and `y` are the node's own corner. */
function reaches(node, x, y) {
  let left = fround(x + extentX0[node]);
  let top = fround(y + extentY0[node]);
  let right = fround(x + extentX1[node]);
  let bottom = fround(y + extentY1[node]);
  if (scale !== 1) {
    left = fround(scale * left);
    top = fround(scale * top);
    right = fround(scale * right);
    bottom = fround(scale * bottom);
  }
  // A pixel more, for the rounding.
  return (
    fround(fround(left + shiftX) - 1) < nearX1 && nearX0 < fround(fround(right + shiftX) + 1) &&
    fround(fround(top + shiftY) - 1) < nearY1 && nearY0 < fround(fround(bottom + shiftY) + 1)
  );
}

/** Paints a node that stands at a box of the screen, as one picture where its opacity asks for that. */
function paintContents(node, x, y, opacity, x0, y0, x1, y1) {
  const looks = opacity < 1 ? looksOf[node] : null;
  if (looks !== null && looks.isGroup && openCount < LIST_DEPTH_MAX) {
    paintGroup(node, x, y, opacity, x0, y0, x1, y1);
  } else {
    paintParts(node, x, y, opacity, x0, y0, x1, y1);
  }
}

/** Paints a node's box and what is in it. */
function paintParts(node, x, y, opacity, x0, y0, x1, y1) {
  const kind = nodeKind[node];
  if (kind === KIND_IMAGE) {
    paintImage(node, opacity, x0, y0, x1, y1);
    return;
  }
  if ((shownValues[node * SLOTS + SLOT_SHADOW_COLOR] & 255) !== 0) {
    paintShadow(node, opacity, x0, y0, x1, y1);
  }
  if (x0 < clipX1 && clipX0 < x1 && y0 < clipY1 && clipY0 < y1) {
    paintFill(node, opacity, x0, y0, x1, y1);
    if (kind === KIND_TEXT) {
      paintText(node, opacity, x0, y0);
    }
  }
  if (kind !== KIND_VIEW) {
    return;
  }
  if (firstChildOf[node] !== NONE || hasItems(node)) {
    paintChildren(node, x, y, opacity, x0, y0, x1, y1);
  }
}

/** Paints what is in a view, as far as it scrolls and clips. */
function paintChildren(node, x, y, opacity, x0, y0, x1, y1) {
  const axis = scrollAxis[node];
  const outerX = shiftX;
  const outerY = shiftY;
  if (axis !== SCROLL_NONE) {
    const offset = round(scrollOf[node].offset);
    const by = fround(scale * (scrollsBackwards(node) ? -offset : offset));
    if (axis === SCROLL_X) {
      shiftX = fround(shiftX - by);
    } else {
      shiftY = fround(shiftY - by);
    }
  }
  if ((nodeFlags[node] & FLAG_CLIP) !== 0) {
    paintWithin(node, x, y, opacity, x0, y0, x1, y1);
  } else {
    paintEachChild(node, x, y, opacity);
  }
  shiftX = outerX;
  shiftY = outerY;
}

/** Paints what is in a view that cuts it off at its box. */
function paintWithin(node, x, y, opacity, x0, y0, x1, y1) {
  const outerClipX0 = clipX0;
  const outerClipY0 = clipY0;
  const outerClipX1 = clipX1;
  const outerClipY1 = clipY1;
  const outerNearX0 = nearX0;
  const outerNearY0 = nearY0;
  const outerNearX1 = nearX1;
  const outerNearY1 = nearY1;
  const by = REQUEST_OVERSCAN_PIXELS;
  setNear(
    max(nearX0, fround(x0 - by)), max(nearY0, fround(y0 - by)), min(nearX1, fround(x1 + by)), min(nearY1, fround(y1 + by)),
  );
  if (nearX0 < nearX1 && nearY0 < nearY1) {
    setClip(max(clipX0, x0), max(clipY0, y0), min(clipX1, x1), min(clipY1, y1));
    const isCut = openClip(node, x0, y0, x1, y1);
    openCount += isCut ? 1 : 0;
    paintEachChild(node, x, y, opacity);
    if (isCut) {
      openCount -= 1;
      putEnd(ITEM_POP_CLIP);
    }
    setClip(outerClipX0, outerClipY0, outerClipX1, outerClipY1);
  } else {
    unseen = FLAG_REPAINT;
  }
  setNear(outerNearX0, outerNearY0, outerNearX1, outerNearY1);
}

function paintEachChild(node, x, y, opacity) {
  if (hasItems(node)) {
    paintPlaceholders(node, scale, shiftX, shiftY, x, y, opacity, clipX0, clipY0, clipX1, clipY1);
  }
  const outerIsSame = pastIsSame;
  const outerPast = pastStart;
  const outerNext = nextStart;
  pastIsSame = isSame;
  pastStart = ownPastStart;
  nextStart = ownNextStart;
  const isWhole =
    (nodeFlags[node] & FLAG_ORDERED_CHILDREN) !== 0 ? paintInOrder(node, x, y, opacity) : paintAsLinked(node, x, y, opacity);
  unseen = isWhole ? 0 : FLAG_REPAINT_PART;
  pastIsSame = outerIsSame;
  pastStart = outerPast;
  nextStart = outerNext;
}

/** Paints children by their `z`. Answers whether all of them are in sight. */
function paintInOrder(node, x, y, opacity) {
  const start = arrangeChildren(node);
  const end = orderEnd;
  let isWhole = true;
  for (let at = start; at < end; at++) {
    isWhole = paintNode(paintOrder[at], x, y, opacity) && isWhole;
  }
  orderEnd = start;
  return isWhole;
}

/** Paints children one after the other, the lifted one last. Answers whether all of them are in sight. */
function paintAsLinked(node, x, y, opacity) {
  const lifted = liftedOf[node];
  let isWhole = true;
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    if (child !== lifted) {
      isWhole = paintNode(child, x, y, opacity) && isWhole;
    }
  }
  if (lifted !== NONE) {
    isWhole = paintNode(lifted, x, y, opacity) && isWhole;
  }
  return isWhole;
}
