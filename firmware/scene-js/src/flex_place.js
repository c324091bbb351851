// Alignment: where items stand on their line, lines in the container, and the boxes that come of it.

/** Of an alignment of several things: what it comes to with the free room there is. Answers a keyword. */
function contentAlignment(alignment, free, count) {
  let keyword = alignment & ALIGN_KEYWORD;
  let isSafe = (alignment & ALIGN_SAFE) !== 0;
  if (count <= 1 || free <= 0) {
    if (keyword === ALIGN_STRETCH || keyword === ALIGN_SPACE_BETWEEN) {
      keyword = ALIGN_FLEX_START;
      isSafe = true;
    } else if (keyword === ALIGN_SPACE_AROUND || keyword === ALIGN_SPACE_EVENLY) {
      keyword = ALIGN_CENTER;
      isSafe = true;
    }
  }
  return isSafe && free <= 0 ? ALIGN_START : keyword;
}

/** How far the first thing is from the start. */
function firstOffset(keyword, free, count, isReverse) {
  switch (keyword) {
    case ALIGN_FLEX_START:
      return isReverse ? free : 0;
    case ALIGN_FLEX_END:
      return isReverse ? 0 : free;
    case ALIGN_END:
      return free;
    case ALIGN_CENTER:
      return fround(free / 2);
    case ALIGN_SPACE_AROUND:
      return free >= 0 ? fround(fround(free / count) / 2) : fround(free / 2);
    case ALIGN_SPACE_EVENLY:
      return free >= 0 ? fround(free / (count + 1)) : fround(free / 2);
    default:
      return 0;
  }
}

/** How far each further thing is from the one before. */
function nextOffset(keyword, free, count, gap) {
  const shared = free > 0 ? free : 0;
  switch (keyword) {
    case ALIGN_SPACE_BETWEEN:
      return fround(gap + fround(shared / (count - 1)));
    case ALIGN_SPACE_AROUND:
      return fround(gap + fround(shared / count));
    case ALIGN_SPACE_EVENLY:
      return fround(gap + fround(shared / (count + 1)));
    default:
      return gap;
  }
}

/** Shares out what room is left along a line: among margins, or by `justifyContent`. */
function justifyLine(frame, line) {
  const first = line.first;
  const end = line.end;
  const count = end - first;
  let total = -0;
  let autos = 0;
  for (let i = first; i < end; i++) {
    const item = flexItems[i];
    total = fround(total + item.targetOuterMain);
    if (item.autoMainStart) {
      autos += 1;
    }
    if (item.autoMainEnd) {
      autos += 1;
    }
  }
  let free = fround(frame.contentMain - fround(gaps(frame.gapMain, count) + total));
  if (free > 0 && autos > 0) {
    shareMargins(first, end, fround(free / autos));
    free = 0;
  }
  const isReverse = frame.isReverse;
  const keyword = contentAlignment(frame.justify, free, count);
  const next = nextOffset(keyword, free, count, frame.gapMain);
  for (let i = first; i < end; i++) {
    flexItems[i].offsetMain = next;
  }
  if (count > 0) {
    flexItems[isReverse ? end - 1 : first].offsetMain = firstOffset(keyword, free, count, isReverse);
  }
}

function shareMargins(first, end, margin) {
  for (let i = first; i < end; i++) {
    const item = flexItems[i];
    if (item.autoMainStart) {
      item.marginMainStart = margin;
    }
    if (item.autoMainEnd) {
      item.marginMainEnd = margin;
    }
    item.marginMain = fround(item.marginMainStart + item.marginMainEnd);
  }
}

/** Aligns the items of a line across it. */
function alignLineItems(frame, line) {
  const cross = line.cross;
  const highest = highestBaseline(line);
  let below = 0;
  for (let i = line.first; i < line.end; i++) {
    const item = flexItems[i];
    if (item.sitsOnBaseline) {
      const distance = fround(item.targetOuterCross - item.baseline);
      below = distance > below ? distance : below;
    }
  }
  for (let i = line.first; i < line.end; i++) {
    const item = flexItems[i];
    const free = fround(cross - item.targetOuterCross);
    if (item.autoCrossStart || item.autoCrossEnd) {
      if (item.autoCrossStart && item.autoCrossEnd) {
        item.marginCrossStart = fround(free / 2);
        item.marginCrossEnd = item.marginCrossStart;
      } else if (item.autoCrossStart) {
        item.marginCrossStart = free;
      } else {
        item.marginCrossEnd = free;
      }
      item.marginCross = fround(item.marginCrossStart + item.marginCrossEnd);
    } else {
      item.offsetCross = crossOffset(frame, item, free, highest, below);
    }
  }
}

/** How far an item without automatic margins is from its place at the start of the line. */
function crossOffset(frame, item, free, highest, below) {
  const align = item.align;
  const keyword = (align & ALIGN_SAFE) !== 0 && free < 0 ? ALIGN_START : align & ALIGN_KEYWORD;
  const isRtlColumn = !frame.isRow && frame.isRtl;
  switch (keyword) {
    case ALIGN_START:
      return isRtlColumn ? free : 0;
    case ALIGN_END:
      return isRtlColumn ? 0 : free;
    case ALIGN_FLEX_END:
      return frame.wrapsInReverse !== isRtlColumn ? 0 : free;
    case ALIGN_CENTER:
      return fround(free / 2);
    case ALIGN_BASELINE:
      if (!frame.isRow) {
        // In columns it is the start.
        return frame.wrapsInReverse !== (isRtlColumn && !frame.wraps) ? free : 0;
      }
      if (frame.wrapsInReverse) {
        return fround(fround(fround(free + item.targetOuterCross) - below) - item.baseline);
      }
      return fround(highest - item.baseline);
    default:
      return frame.wrapsInReverse !== isRtlColumn ? free : 0;
  }
}

/** Aligns the lines in the container. */
function alignLines(frame, total) {
  const count = frame.lineCount;
  const gap = frame.gapCross;
  const free = fround(fround(frame.contentCross - total) - gaps(gap, count));
  const keyword = contentAlignment(frame.alignContent, free, count);
  const next = nextOffset(keyword, free, count, gap);
  for (let i = 0; i < count; i++) {
    frame.lines[i].offset = next;
  }
  if (count > 0) {
    const isReverse = frame.wrapsInReverse;
    frame.lines[isReverse ? count - 1 : 0].offset = firstOffset(keyword, free, count, isReverse);
  }
}

/** Gives every item its box and lays out what is in it. */
function placeItems(frame) {
  const count = frame.lineCount;
  const isReverse = frame.wrapsInReverse;
  const isRtlColumn = !frame.isRow && frame.isRtl;
  let cross = isRtlColumn ? fround(frame.outerCross - frame.edgeCrossEnd) : frame.edgeCrossStart;
  for (let i = 0; i < count; i++) {
    const line = frame.lines[isReverse ? count - 1 - i : i];
    const size = fround(line.offset + line.cross);
    if (isRtlColumn) {
      cross = fround(cross - size);
      placeLine(frame, line, cross, 0);
    } else {
      placeLine(frame, line, cross, line.offset);
      cross = fround(cross + size);
    }
  }
}

function placeLine(frame, line, cross, lineOffset) {
  const isRtlRow = frame.isRow && frame.isRtl;
  let main = isRtlRow ? fround(frame.outerMain - frame.edgeMainEnd) : frame.edgeMainStart;
  const step = frame.isReverse ? -1 : 1;
  let at = frame.isReverse ? line.end - 1 : line.first;
  for (let i = line.first; i < line.end; i++) {
    const item = flexItems[at];
    at += step;
    const length = placeItem(frame, item, main, cross, lineOffset);
    main = isRtlRow ? fround(main - length) : fround(main + length);
  }
}

/** Places an item at a point of its line. Answers the length it takes there. */
function placeItem(frame, item, main, cross, lineOffset) {
  const node = item.node;
  const isRow = frame.isRow;
  let mainRoom = fround(frame.outerMain - item.marginMain);
  let crossRoom = fround(frame.outerCross - item.marginCross);
  mainRoom = mainRoom > 0 ? mainRoom : 0;
  crossRoom = crossRoom > 0 ? crossRoom : 0;
  const mode = PERFORM_LAYOUT | AXIS_BOTH | CONTENT_SIZE | indefiniteSizes(frame, item);
  const innerMain = frame.innerMain;
  const innerCross = frame.innerCross;
  if (isRow) {
    layoutNode(node, mode, item.targetMain, item.targetCross, innerMain, innerCross, mainRoom, crossRoom);
  } else {
    layoutNode(node, mode, item.targetCross, item.targetMain, innerCross, innerMain, crossRoom, mainRoom);
  }
  const width = out.width;
  const height = out.height;
  const offset = item.offsetMain;
  let start = fround(main + offset);
  let end = fround(fround(cross + item.offsetCross) + lineOffset);
  end = fround(end + item.marginCrossStart);
  const inner = baselineWithin(item);
  if (isRow) {
    item.baseline = fround(end + inner);
  } else {
    item.baseline = fround(fround(start + item.marginMainStart) + inner);
  }
  end = fround(end + item.insetCross);
  if (isRow && frame.isRtl) {
    start = fround(fround(main - offset) - item.marginMainEnd);
    start = fround(fround(start - item.insetMain) - width);
  } else {
    start = fround(fround(start + item.marginMainStart) + item.insetMain);
  }
  setBox(node, isRow ? start : end, isRow ? end : start, width, height);
  return fround(fround(offset + item.marginMain) + (isRow ? width : height));
}

/** The baseline of the container: that of the item at its visual start. */
function containerBaseline(frame) {
  const count = frame.lineCount;
  if (count === 0) {
    return null;
  }
  const line = frame.lines[frame.wrapsInReverse ? count - 1 : 0];
  if (line.first === line.end) {
    return null;
  }
  if (!frame.isRow) {
    return flexItems[frame.isReverse ? line.end - 1 : line.first].baseline;
  }
  for (let i = line.first; i < line.end; i++) {
    if (flexItems[i].sitsOnBaseline) {
      return flexItems[i].baseline;
    }
  }
  return flexItems[line.first].baseline;
}
