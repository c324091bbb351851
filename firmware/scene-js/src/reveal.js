// Bringing the focus into view: where boxes stand once all scrolling has come to rest, and where containers are to scroll.

/** What `boundsOf` found: the edges of a box on the screen. */
let boundsX0 = 0;
let boundsY0 = 0;
let boundsX1 = 0;
let boundsY1 = 0;

/** A node's box on the screen once all scrolling has come to rest, not counting transforms. */
function boundsOf(node) {
  let x = boxX[node];
  let y = boxY[node];
  for (let at = parentOf[node]; at !== NONE; at = parentOf[at]) {
    const axis = scrollAxis[at];
    if (axis === SCROLL_NONE) {
      x = fround(x + boxX[at]);
      y = fround(y + boxY[at]);
    } else {
      const shift = contentShift(at);
      x = fround(x + (axis === SCROLL_X ? fround(boxX[at] - shift) : boxX[at]));
      y = fround(y + (axis === SCROLL_Y ? fround(boxY[at] - shift) : boxY[at]));
    }
  }
  boundsX0 = x;
  boundsY0 = y;
  boundsX1 = fround(x + boxWidth[node]);
  boundsY1 = fround(y + boxHeight[node]);
}

/** How far a scrolling node's content will stand to the left or up, along the axis that scrolls. */
function contentShift(node) {
  const target = scrollOf[node].target;
  return scrollsBackwards(node) ? -target : target;
}

/** The same to the left. */
function contentShiftX(node) {
  return scrollAxis[node] === SCROLL_X ? contentShift(node) : 0;
}

/** The same up. */
function contentShiftY(node) {
  return scrollAxis[node] === SCROLL_Y ? contentShift(node) : 0;
}

/**
 * Aims every container around the focus so that it can be seen. In a list it is the whole item that counts, so that nothing
 * moves when its node comes.
 */
function reveal(atOnce) {
  const current = focusCurrent;
  if (current === NONE) {
    return;
  }
  let at = current;
  if (!findBareItem()) {
    itemBox.x = boxX[current];
    itemBox.y = boxY[current];
    itemBox.width = boxWidth[current];
    itemBox.height = boxHeight[current];
    at = parentOf[current];
  }
  for (; at !== NONE; at = parentOf[at]) {
    if (hasItems(at)) {
      findItemBox(listOf[at], listOf[at].focused);
    }
    if (scrollAxis[at] !== SCROLL_NONE) {
      aimAtSpan(at, atOnce);
    }
    itemBox.x = fround(itemBox.x + fround(boxX[at] - contentShiftX(at)));
    itemBox.y = fround(itemBox.y + fround(boxY[at] - contentShiftY(at)));
  }
}

/** Aims a container so that what stands in `itemBox` is in sight. */
function aimAtSpan(node, atOnce) {
  const scroll = scrollOf[node];
  const isAcross = scrollAxis[node] === SCROLL_X;
  const size = isAcross ? itemBox.width : itemBox.height;
  const length = isAcross ? boxWidth[node] : boxHeight[node];
  let start = isAcross ? itemBox.x : itemBox.y;
  if (scrollsBackwards(node)) {
    start = fround(fround(length - start) - size);
  }
  const offset = offsetToShow(scroll, start, fround(start + size), length);
  if (atOnce) {
    jumpScroll(scroll, offset);
    repaint(node);
  } else if (aimScroll(scroll, offset) && scrolling.indexOf(node) < 0) {
    scrolling.push(node);
  }
}

/** Sets every scroll off that was aimed anew. `now` is in microseconds. */
function launchScrolls(now) {
  for (let at = 0; at < scrolling.length; at++) {
    const node = scrolling[at];
    const scroll = exists(node) ? scrollOf[node] : null;
    if (scroll !== null && isMotionReduced) {
      jumpScroll(scroll, scroll.target);
      repaint(node);
    } else if (scroll !== null) {
      launchScroll(scroll, now);
    }
  }
}

/** Moves every scroll on its way. Answers whether one moved. */
function advanceScrolls(now) {
  let hasMoved = false;
  let kept = 0;
  for (let at = 0; at < scrolling.length; at++) {
    const node = scrolling[at];
    const scroll = exists(node) ? scrollOf[node] : null;
    if (scroll !== null) {
      const before = scroll.offset;
      advanceScroll(scroll, now);
      if (scroll.offset !== before) {
        hasMoved = true;
        mark(node, FLAG_REPAINT);
      }
      if (isScrollMoving(scroll)) {
        scrolling[kept] = node;
        kept += 1;
      }
    }
  }
  scrolling.length = kept;
  return hasMoved;
}
