// How far subtrees reach, so that painting can pass by what is off screen, and how far content can scroll.

/** Brings the extents up to date in the marked part of the tree. */
function updateExtent(node) {
  if ((nodeFlags[node] & FLAG_EXTENT_DIRTY) === 0) {
    return;
  }
  const width = boxWidth[node];
  const height = boxHeight[node];
  let x0 = 0;
  let y0 = 0;
  let x1 = width;
  let y1 = height;
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    if ((nodeFlags[child] & FLAG_PARKED) !== 0) {
      continue;
    }
    updateExtent(child);
    const x = boxX[child];
    const y = boxY[child];
    const left = fround(extentX0[child] + x);
    const top = fround(extentY0[child] + y);
    const right = fround(extentX1[child] + x);
    const bottom = fround(extentY1[child] + y);
    x0 = left < x0 ? left : x0;
    y0 = top < y0 ? top : y0;
    x1 = right > x1 ? right : x1;
    y1 = bottom > y1 ? bottom : y1;
  }
  const overflows = x0 !== 0 || y0 !== 0 || x1 !== width || y1 !== height;
  const flags = nodeFlags[node] & ~(FLAG_EXTENT_DIRTY | FLAG_OVERFLOWS);
  nodeFlags[node] = overflows ? flags | FLAG_OVERFLOWS : flags;
  const clips = (flags & FLAG_CLIP) !== 0;
  extentX0[node] = clips ? 0 : x0;
  extentY0[node] = clips ? 0 : y0;
  extentX1[node] = clips ? width : x1;
  extentY1[node] = clips ? height : y1;
  if (scrollAxis[node] !== SCROLL_NONE) {
    updateScrollRange(node, clips);
  }
}

/** Lets a node scroll as far as its content reaches out at the far end, with margin and padding. */
function updateScrollRange(node, clips) {
  const isAcross = scrollAxis[node] === SCROLL_X;
  const isBackwards = scrollsBackwards(node);
  const isList = listOf[node] !== null;
  const scroll = scrollOf[node];
  const before = scroll.offset;
  setScrollRange(scroll, isList ? listRange(listOf[node]) : hiddenLength(node, isAcross, isBackwards));
  if (scroll.offset !== before) {
    mark(node, FLAG_REPAINT);
  }
  if (!clips) {
    // Scrolled to its end the content stands this much nearer to the start.
    widenExtent(node, isAcross, isBackwards, scroll.range);
  }
}

/** How far a node's content reaches out at the far end. */
function hiddenLength(node, isAcross, isBackwards) {
  const whole = innerWidth(parentOf[node]);
  const edgeAt = isAcross ? PADDING_LEFT : PADDING_TOP;
  const margin = (isAcross ? MARGIN_LEFT : MARGIN_TOP) + (isBackwards ? 0 : 1);
  const edgeSize = edge(node, isBackwards ? edgeAt : edgeAt + 1, whole);
  const length = isAcross ? boxWidth[node] : boxHeight[node];
  const width = innerWidth(node);
  let most = 0;
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    if ((styleBits[child] & STYLE_NONE) === 0) {
      const at = isAcross ? boxX[child] : boxY[child];
      const space = resolveOrZero(child, margin, width);
      let hidden;
      if (isBackwards) {
        hidden = fround(fround(space + edgeSize) - at);
      } else {
        const end = fround(at + (isAcross ? boxWidth[child] : boxHeight[child]));
        hidden = fround(fround(fround(end + space) + edgeSize) - length);
      }
      most = hidden > most ? hidden : most;
    }
  }
  return most;
}

function widenExtent(node, isAcross, isBackwards, range) {
  if (isAcross) {
    if (isBackwards) {
      extentX1[node] = fround(extentX1[node] + range);
    } else {
      extentX0[node] = fround(extentX0[node] - range);
    }
  } else if (isBackwards) {
    extentY1[node] = fround(extentY1[node] + range);
  } else {
    extentY0[node] = fround(extentY0[node] - range);
  }
}

/** The width of which percentages of a node's children are. */
function innerWidth(node) {
  if (node === NONE) {
    return 0;
  }
  if ((given[node] & GIVEN_EDGES) === 0) {
    return boxWidth[node];
  }
  const whole = (shared[node] & GIVEN_PADDING) !== 0 ? innerWidth(parentOf[node]) : 0;
  const width = fround(boxWidth[node] - edge(node, PADDING_LEFT, whole));
  return fround(width - edge(node, PADDING_RIGHT, whole));
}
