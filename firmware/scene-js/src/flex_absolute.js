// The children that are not items: those that are gone, and those with a place of their own, which every container gives
// its own children after https://www.w3.org/TR/css-position-3/#abspos-layout

/** Lays out the children of a container that are not items. */
function layoutOthers(frame) {
  for (let child = firstChildOf[frame.node]; child !== NONE; child = nextOf[child]) {
    if ((styleBits[child] & STYLE_NONE) !== 0) {
      setBox(child, 0, 0, 0, 0);
      layoutNode(child, PERFORM_LAYOUT | AXIS_BOTH | CONTENT_SIZE, null, null, null, null, MAX_CONTENT, MAX_CONTENT);
    }
  }
  for (let child = firstChildOf[frame.node]; child !== NONE; child = nextOf[child]) {
    if ((styleBits[child] & (STYLE_ABSOLUTE | STYLE_NONE)) === STYLE_ABSOLUTE) {
      layoutAbsolute(frame, child);
    }
  }
}

/** The edge at which the main axis keeps an absolute child. */
function mainEdge(frame) {
  const isRtl = frame.isRow && frame.isRtl;
  const isReversed = frame.isReverse !== isRtl;
  switch (frame.justify & ALIGN_KEYWORD) {
    case ALIGN_START:
      return isRtl ? EDGE_END : EDGE_START;
    case ALIGN_END:
      return isRtl ? EDGE_START : EDGE_END;
    case ALIGN_FLEX_END:
      return isReversed ? EDGE_START : EDGE_END;
    case ALIGN_CENTER:
    case ALIGN_SPACE_AROUND:
    case ALIGN_SPACE_EVENLY:
      return EDGE_CENTER;
    default:
      return isReversed ? EDGE_END : EDGE_START;
  }
}

/** The edge at which the cross axis keeps an absolute child. */
function crossEdge(frame, keyword) {
  const isRtl = !frame.isRow && frame.isRtl;
  const isReversed = frame.wrapsInReverse !== isRtl;
  switch (keyword) {
    case ALIGN_START:
    case ALIGN_BASELINE:
      return isRtl ? EDGE_END : EDGE_START;
    case ALIGN_END:
      return isRtl ? EDGE_START : EDGE_END;
    case ALIGN_FLEX_END:
      return isReversed ? EDGE_START : EDGE_END;
    case ALIGN_CENTER:
      return EDGE_CENTER;
    default:
      return isReversed ? EDGE_END : EDGE_START;
  }
}

/** Where the child would stand if it were an item on its own. */
function setStaticPosition(frame, child) {
  const main = frame.isRow ? frame.across : frame.down;
  const cross = frame.isRow ? frame.down : frame.across;
  setStaticArea(main, frame.edgeMainStart, fround(frame.outerMain - frame.edgeMainEnd));
  main.staticEdge = mainEdge(frame);
  main.staticIsSafe = false;
  const align = ownAlignment(frame, child, styleBits[child]);
  setStaticArea(cross, frame.edgeCrossStart, fround(frame.outerCross - frame.edgeCrossEnd));
  cross.staticEdge = crossEdge(frame, align & ALIGN_KEYWORD);
  cross.staticIsSafe = (align & ALIGN_SAFE) !== 0;
}

/** Keeps the area within the container's edges, in terms of what is within its border. */
function setStaticArea(axis, start, end) {
  axis.staticStart = fround(start - axis.border);
  axis.staticEnd = fround(end - axis.border);
}

function setUpAxis(axis, child, insetAt, marginAt, room, width, scrolls) {
  axis.room = room;
  axis.start = resolve(child, insetAt, room);
  axis.end = resolve(child, insetAt + 1, room);
  axis.marginStart = resolve(child, marginAt, width);
  axis.marginEnd = resolve(child, marginAt + 1, width);
  axis.scrolls = scrolls;
  setBetween(axis);
}

/** The room between the insets, https://www.w3.org/TR/css-position-3/#resolving-insets */
function setBetween(axis) {
  const room = axis.room;
  let start = 0;
  let end = room;
  let startYields = axis.isReversed;
  if (axis.start !== null) {
    start = axis.start;
    startYields = startYields && axis.end !== null;
    end = axis.end === null ? room : fround(room - axis.end);
  } else if (axis.end !== null) {
    end = fround(room - axis.end);
    startYields = true;
  } else if (axis.staticEdge === EDGE_START) {
    start = axis.staticStart;
  } else if (axis.staticEdge === EDGE_END) {
    end = axis.staticEnd;
  } else {
    const center = fround(fround(axis.staticStart + axis.staticEnd) / 2);
    const rest = fround(room - center);
    if (Math.abs(center) <= Math.abs(rest)) {
      end = fround(2 * center);
    } else {
      start = fround(room - fround(2 * rest));
    }
  }
  if (end < start) {
    if (startYields) {
      start = end;
    } else {
      end = start;
    }
  }
  axis.between = start;
  axis.betweenEnd = end;
}

function orZero(value) {
  return value === null ? 0 : value;
}

/** The size of a box that fills the room between the insets. */
function stretchedSize(axis) {
  const margins = fround(orZero(axis.marginStart) + orZero(axis.marginEnd));
  const size = fround(fround(axis.betweenEnd - axis.between) - margins);
  return size > 0 ? size : 0;
}

function isStretched(axis) {
  const keyword = axis.align & ALIGN_KEYWORD;
  return axis.start !== null && axis.end !== null && (keyword === ALIGN_NORMAL || keyword === ALIGN_STRETCH);
}

/** Fills in the margins that are automatic. */
function resolveMargins(axis, size) {
  const start = axis.marginStart;
  const end = axis.marginEnd;
  const hasBothInsets = axis.start !== null && axis.end !== null;
  axis.hasAutoMargin = start === null || end === null;
  if (!axis.hasAutoMargin) {
    return;
  }
  if (!hasBothInsets) {
    axis.marginStart = start === null ? 0 : start;
    axis.marginEnd = end === null ? 0 : end;
    return;
  }
  const free = fround(fround(axis.betweenEnd - axis.between) - size);
  if (start !== null) {
    axis.marginEnd = fround(free - start);
  } else if (end !== null) {
    axis.marginStart = fround(free - end);
  } else if (free < 0 && axis.isInline) {
    axis.marginStart = axis.isReversed ? free : 0;
    axis.marginEnd = axis.isReversed ? 0 : free;
  } else {
    axis.marginStart = fround(free / 2);
    axis.marginEnd = axis.marginStart;
  }
}

function alignBetween(start, end, size, edge) {
  if (edge === EDGE_START) {
    return start;
  }
  return edge === EDGE_END ? fround(end - size) : fround(fround(fround(start + end) - size) / 2);
}

/** Where the box begins within the container's border, https://www.w3.org/TR/css-position-3/#abspos-alignment */
function positionOf(axis, size) {
  const start = axis.marginStart;
  if (axis.start !== null && (axis.end === null || axis.hasAutoMargin)) {
    return fround(axis.between + start);
  }
  if (axis.start === null && axis.end !== null) {
    return fround(fround(axis.betweenEnd - size) - axis.marginEnd);
  }
  const outer = fround(fround(size + start) + axis.marginEnd);
  const startEdge = axis.isReversed ? EDGE_END : EDGE_START;
  const fits = outer <= fround(axis.betweenEnd - axis.between);
  if (axis.start === null) {
    const offset = axis.staticIsSafe && !fits
      ? alignBetween(axis.between, axis.betweenEnd, outer, startEdge)
      : alignBetween(axis.staticStart, axis.staticEnd, outer, axis.staticEdge);
    return fround(offset + start);
  }
  const keyword = axis.align & ALIGN_KEYWORD;
  let edge = startEdge;
  if (keyword === ALIGN_CENTER) {
    edge = EDGE_CENTER;
  } else if (keyword === ALIGN_END || keyword === ALIGN_FLEX_END || keyword === ALIGN_SELF_END) {
    edge = axis.isReversed ? EDGE_START : EDGE_END;
  }
  if ((axis.align & ALIGN_SAFE) !== 0 && !fits) {
    edge = startEdge;
  }
  const isDefault = (axis.align & (ALIGN_SAFE | ALIGN_UNSAFE)) === 0;
  if (isDefault && !fits && keyword !== ALIGN_NORMAL) {
    return fround(alignWithinLimits(axis, outer, edge, startEdge) + start);
  }
  return fround(alignBetween(axis.between, axis.betweenEnd, outer, edge) + start);
}

/** A box that is larger than the room between its insets, kept within the container while it can be. */
function alignWithinLimits(axis, outer, edge, startEdge) {
  let least = min(axis.between, 0);
  let most = max(axis.betweenEnd, axis.room);
  if (axis.scrolls) {
    if (axis.isReversed) {
      least = -Infinity;
    } else {
      most = Infinity;
    }
  }
  if (outer <= fround(most - least)) {
    const start = alignBetween(axis.between, axis.betweenEnd, outer, edge);
    return max(min(start, fround(most - outer)), least);
  }
  return alignBetween(least, most, outer, startEdge);
}

