// Walks what is visible and writes the display list.
//
// Boxes stand on whole pixels: a box's edges are rounded where its parents put them, and scroll offsets are rounded too, so
// that text stays sharp. Only scale, translation and rotation move things by fractions. Scale and translation are in the boxes
// of the list; a rotation is an item around what it turns.
//
// Where a node's parent puts things is `scale`, `shiftX` and `shiftY` (screen = scale × layout + shift) and `x` and `y`, the
// corner in layout coordinates, not rounded. `clip` is what can be seen, `near` where images are wanted already. They are
// passed on as numbers: in the VM the arguments of a function cost less than objects or shared variables.

/** What reaches further out of a group than this (a shadow, glyphs), in pixels, may be cut off while the group fades. */
const GROUP_SLACK_PIXELS = 64;

/** Clips, groups and turns that are open. */
let openCount = 0;

/** Paints the page into the next list. */
function paintPage() {
  paintCount = (paintCount + 1) >>> 0;
  nodesVisited = 0;
  openCount = 0;
  imagesAreRefused = false;
  if (root === NONE) {
    return;
  }
  const by = REQUEST_OVERSCAN_PIXELS;
  liftFocus(true);
  paintNode(
    root, 1, 0, 0, 0, 0, 1, 0, 0, screenWidth, screenHeight, -by, -by, screenWidth + by, screenHeight + by,
  );
  liftFocus(false);
}

/** Paints a node and what is in it. */
function paintNode(
  node, scale, shiftX, shiftY, x, y, opacity, clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
) {
  nodesVisited += 1;
  const flags = nodeFlags[node];
  if ((flags & (FLAG_HIDDEN | FLAG_PARKED)) !== 0) {
    return;
  }
  const own = shownValues[node * SLOTS + SLOT_OPACITY];
  if (own !== 1) {
    opacity = fround(opacity * within(own, 0, 1));
  }
  if (opacity <= 0) {
    return;
  }
  x = fround(x + boxX[node]);
  y = fround(y + boxY[node]);
  const isTransformed = (flags & FLAG_TRANSFORMED) !== 0;
  // Most of a long list is passed by here.
  if (
    !isTransformed && transformedBelow[node] === 0 &&
    !reaches(node, scale, shiftX, shiftY, x, y, nearX0, nearY0, nearX1, nearY1)
  ) {
    return;
  }
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
    paintTransformed(
      node, scale, shiftX, shiftY, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
    );
    return;
  }
  if (scale !== 1) {
    x0 = fround(scale * x0);
    y0 = fround(scale * y0);
    x1 = fround(scale * x1);
    y1 = fround(scale * y1);
  }
  paintContents(
    node, scale, shiftX, shiftY, x, y, opacity, fround(x0 + shiftX), fround(y0 + shiftY), fround(x1 + shiftX),
    fround(y1 + shiftY), clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
  );
}

/** True when something of a node's extent may be within an area. `x` and `y` are the node's own corner. */
function reaches(node, scale, shiftX, shiftY, x, y, x0, y0, x1, y1) {
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
    fround(fround(left + shiftX) - 1) < x1 && x0 < fround(fround(right + shiftX) + 1) &&
    fround(fround(top + shiftY) - 1) < y1 && y0 < fround(fround(bottom + shiftY) + 1)
  );
}

/** Paints a node that stands at a box of the screen, as one picture where its opacity asks for that. */
function paintContents(
  node, scale, shiftX, shiftY, x, y, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
) {
  if (opacity < 1 && looksOf[node] !== null && looksOf[node].isGroup && openCount < LIST_DEPTH_MAX) {
    paintGroup(
      node, scale, shiftX, shiftY, x, y, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
    );
    return;
  }
  paintParts(
    node, scale, shiftX, shiftY, x, y, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
  );
}

/** Paints a node's box and what is in it. */
function paintParts(
  node, scale, shiftX, shiftY, x, y, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
) {
  const kind = nodeKind[node];
  if (kind === KIND_IMAGE) {
    paintImage(
      node, scale, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1, x0 < nearX1 && nearX0 < x1 && y0 < nearY1 && nearY0 < y1,
    );
    return;
  }
  paintBackground(node, scale, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1);
  if (kind === KIND_TEXT) {
    if (x0 < clipX1 && clipX0 < x1 && y0 < clipY1 && clipY0 < y1) {
      paintText(node, scale, opacity, x0, y0, clipX0, clipY0, clipX1, clipY1);
    }
  } else if (firstChildOf[node] !== NONE || hasItems(node)) {
    paintChildren(
      node, scale, shiftX, shiftY, x, y, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
    );
  }
}

/** Paints what is in a view. */
function paintChildren(
  node, scale, shiftX, shiftY, x, y, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
) {
  const axis = scrollAxis[node];
  if (axis !== SCROLL_NONE) {
    const offset = round(scrollOf[node].offset);
    const by = fround(scale * (scrollsBackwards(node) ? -offset : offset));
    if (axis === SCROLL_X) {
      shiftX = fround(shiftX - by);
    } else {
      shiftY = fround(shiftY - by);
    }
  }
  let isCut = false;
  if ((nodeFlags[node] & FLAG_CLIP) !== 0) {
    clipX0 = x0 > clipX0 ? x0 : clipX0;
    clipY0 = y0 > clipY0 ? y0 : clipY0;
    clipX1 = x1 < clipX1 ? x1 : clipX1;
    clipY1 = y1 < clipY1 ? y1 : clipY1;
    nearX0 = max(nearX0, fround(x0 - REQUEST_OVERSCAN_PIXELS));
    nearY0 = max(nearY0, fround(y0 - REQUEST_OVERSCAN_PIXELS));
    nearX1 = min(nearX1, fround(x1 + REQUEST_OVERSCAN_PIXELS));
    nearY1 = min(nearY1, fround(y1 + REQUEST_OVERSCAN_PIXELS));
    if (!(nearX0 < nearX1 && nearY0 < nearY1)) {
      return;
    }
    isCut = openClip(node, scale, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1);
  }
  if (isCut) {
    openCount += 1;
  }
  if (hasItems(node)) {
    paintPlaceholders(node, scale, shiftX, shiftY, x, y, opacity, clipX0, clipY0, clipX1, clipY1);
  }
  if ((nodeFlags[node] & FLAG_ORDERED_CHILDREN) !== 0) {
    const start = arrangeChildren(node);
    for (let at = start; at < orderEnd; at++) {
      paintNode(
        paintOrder[at], scale, shiftX, shiftY, x, y, opacity, clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
      );
    }
    orderEnd = start;
  } else {
    const lifted = liftedOf[node];
    for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
      if (child !== lifted) {
        paintNode(
          child, scale, shiftX, shiftY, x, y, opacity, clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
        );
      }
    }
    if (lifted !== NONE) {
      paintNode(
        lifted, scale, shiftX, shiftY, x, y, opacity, clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
      );
    }
  }
  if (isCut) {
    openCount -= 1;
    putEnd(ITEM_POP_CLIP);
  }
}
