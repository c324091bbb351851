// The items' used sizes: flexible lengths along the main axis, and the sizes of lines and items across it.

/** Finds everything across the main axis, and the items' final sizes and margins along it. */
function sizeAcross(frame) {
  for (let i = 0; i < frame.lineCount; i++) {
    flexLine(frame, frame.lines[i]);
  }
  for (let i = frame.first; i < frame.end; i++) {
    sizeItemAcross(frame, flexItems[i]);
  }
  if (frame.isRow) {
    for (let i = 0; i < frame.lineCount; i++) {
      measureBaselines(frame, frame.lines[i]);
    }
  }
  sizeLinesAcross(frame);
  if (frame.alignContent === ALIGN_STRETCH) {
    stretchLines(frame);
  }
  for (let i = 0; i < frame.lineCount; i++) {
    const line = frame.lines[i];
    stretchItems(line);
    justifyLine(frame, line);
    alignLineItems(frame, line);
  }
}

/** Resolves the flexible lengths of a line, https://www.w3.org/TR/css-flexbox-1/#resolve-flexible-lengths */
function flexLine(frame, line) {
  const first = line.first;
  const end = line.end;
  const gap = gaps(frame.gapMain, end - first);
  let total = -0;
  for (let i = first; i < end; i++) {
    total = fround(total + flexItems[i].hypotheticalOuterMain);
  }
  const used = fround(gap + total);
  const inner = frame.innerMain;
  const grows = used < inner;
  const shrinks = used > inner;
  const isExact = !grows && !shrinks;
  let taken = -0;
  for (let i = first; i < end; i++) {
    const item = flexItems[i];
    const size = item.hypotheticalMain;
    item.targetMain = size;
    if (
      isExact ||
      (item.grow === 0 && item.shrink === 0) ||
      (grows && item.basis > size) ||
      (shrinks && item.basis < size)
    ) {
      item.frozen = true;
      item.targetOuterMain = fround(size + item.marginMain);
      taken = fround(taken + item.targetOuterMain);
    } else {
      taken = fround(taken + fround(item.basis + item.marginMain));
    }
  }
  if (!isExact) {
    const free = fround(inner - fround(gap + taken));
    while (flexRound(frame, line, gap, used, free, grows, shrinks)) {
      // Each round freezes an item.
    }
  }
}

/** Shares the free room out among the items that are not frozen and freezes some. False when all were frozen. */
function flexRound(frame, line, gap, used, initialFree, grows, shrinks) {
  const first = line.first;
  const end = line.end;
  let taken = 0;
  let growth = 0;
  let shrinkage = 0;
  let allFrozen = true;
  for (let i = first; i < end; i++) {
    const item = flexItems[i];
    if (item.frozen) {
      taken = fround(taken + item.targetOuterMain);
    } else {
      allFrozen = false;
      taken = fround(taken + fround(item.basis + item.marginMain));
      growth = fround(growth + item.grow);
      shrinkage = fround(shrinkage + item.shrink);
    }
  }
  if (allFrozen) {
    return false;
  }
  let free = fround(frame.innerMain - fround(gap + taken));
  if (grows && growth < 1) {
    free = min(fround(fround(initialFree * growth) - gap), free);
  } else if (shrinks && shrinkage < 1) {
    free = max(fround(fround(initialFree * shrinkage) - gap), free);
  }
  if (isNormal(free)) {
    if (grows && growth > 0) {
      growItems(first, end, free, growth);
    } else if (shrinks && shrinkage > 0) {
      shrinkItems(first, end, free);
    }
  }
  freezeItems(first, end);
  return true;
}

function growItems(first, end, free, growth) {
  for (let i = first; i < end; i++) {
    const item = flexItems[i];
    if (!item.frozen) {
      item.targetMain = fround(item.basis + fround(free * fround(item.grow / growth)));
    }
  }
}

function shrinkItems(first, end, free) {
  let sum = -0;
  for (let i = first; i < end; i++) {
    const item = flexItems[i];
    if (!item.frozen) {
      sum = fround(sum + fround(item.innerBasis * item.shrink));
    }
  }
  if (!(sum > 0)) {
    return;
  }
  for (let i = first; i < end; i++) {
    const item = flexItems[i];
    if (!item.frozen) {
      const scaled = fround(item.innerBasis * item.shrink);
      item.targetMain = fround(item.basis + fround(free * fround(scaled / sum)));
    }
  }
}

/** Brings the targets within their bounds and freezes those that were brought furthest. */
function freezeItems(first, end) {
  let total = 0;
  for (let i = first; i < end; i++) {
    const item = flexItems[i];
    if (!item.frozen) {
      const target = item.targetMain;
      let size = clamp(target, item.leastMain, item.maxMain);
      size = size > 0 ? size : 0;
      item.violation = fround(size - target);
      item.targetMain = size;
      item.targetOuterMain = fround(size + item.marginMain);
      total = fround(total + item.violation);
    }
  }
  for (let i = first; i < end; i++) {
    const item = flexItems[i];
    if (!item.frozen) {
      item.frozen = total > 0 ? item.violation > 0 : total < 0 ? item.violation < 0 : true;
    }
  }
}

/** The hypothetical size of an item across the main axis. */
function sizeItemAcross(frame, item) {
  // What will be stretched to a line of known size need not be measured.
  if (!frame.wraps && frame.knownCross !== null && item.stretches && !item.sitsOnBaseline) {
    return;
  }
  let cross = clampOptional(item.sizeCross, item.ratioMinCross, item.ratioMaxCross);
  if (cross !== null) {
    cross = max(cross, item.edgesCross);
  } else {
    cross = clamp(measureAcross(frame, item), item.ratioMinCross, item.ratioMaxCross);
    cross = max(cross, item.edgesCross);
  }
  item.hypotheticalCross = cross;
  item.hypotheticalOuterCross = fround(cross + item.marginCross);
}

/** Measures an item across the main axis, in the room that its style asks for. */
function measureAcross(frame, item) {
  const isRow = frame.isRow;
  const inner = frame.innerCross;
  let stretch = null;
  if (inner !== null) {
    stretch = fround((frame.lineCountLeast > 1 ? dividedRoom(frame, inner) : inner) - item.marginCross);
    stretch = stretch > 0 ? stretch : 0;
  }
  let room = keywordRoom(item.node * LENGTHS + (isRow ? HEIGHT : WIDTH), stretch);
  if (room === null) {
    room = frame.roomCross;
    if (room !== MIN_CONTENT && room !== MAX_CONTENT) {
      room = fround((frame.lineCountLeast > 1 ? dividedRoom(frame, room) : room) - item.marginCross);
      room = max(clamp(room > 0 ? room : 0, item.ratioMinCross, item.ratioMaxCross), item.edgesCross);
    }
  }
  let mainRoom = fround(frame.outerMain - item.marginMain);
  mainRoom = mainRoom > 0 ? mainRoom : 0;
  const target = item.targetMain;
  if (isRow) {
    const mode = AXIS_VERTICAL | CONTENT_SIZE | indefiniteMain(frame, item);
    layoutNode(item.node, mode, target, null, frame.innerMain, inner, mainRoom, room);
    return out.height;
  }
  const mode = AXIS_HORIZONTAL | CONTENT_SIZE | indefiniteMain(frame, item);
  layoutNode(item.node, mode, null, target, inner, frame.innerMain, room, mainRoom);
  return out.width;
}

/** The mode bit that says that the item's size along the main axis follows from its content. */
function indefiniteMain(frame, item) {
  if (frame.hasDefiniteMain || item.basisIsDefinite) {
    return 0;
  }
  return frame.isRow ? WIDTH_INDEFINITE : HEIGHT_INDEFINITE;
}

/** `indefiniteMain` together with the same for the cross axis. */
function indefiniteSizes(frame, item) {
  const main = indefiniteMain(frame, item);
  // A width that fits the content into definite room is definite; a height that follows from the content is not.
  if (item.stretches || item.sizeCross !== null || (!frame.isRow && frame.crossRoomIsDefinite)) {
    return main;
  }
  return main | (frame.isRow ? HEIGHT_INDEFINITE : WIDTH_INDEFINITE);
}

/** Lays out the items of a row that sit on a common baseline, to find theirs. */
function measureBaselines(frame, line) {
  let count = 0;
  for (let i = line.first; i < line.end; i++) {
    if (flexItems[i].sitsOnBaseline) {
      count += 1;
    }
  }
  if (count <= 1) {
    return;
  }
  for (let i = line.first; i < line.end; i++) {
    const item = flexItems[i];
    if (item.sitsOnBaseline) {
      const mode = PERFORM_LAYOUT | AXIS_BOTH | CONTENT_SIZE | indefiniteSizes(frame, item);
      let width = fround(frame.outerMain - item.marginMain);
      width = width > 0 ? width : 0;
      let height = frame.knownCross === null ? frame.roomCross : frame.knownCross;
      if (height !== MIN_CONTENT && height !== MAX_CONTENT) {
        height = fround(height - item.marginCross);
        height = height > 0 ? height : 0;
      }
      const cross = item.hypotheticalCross;
      layoutNode(item.node, mode, item.targetMain, cross, frame.innerMain, frame.innerCross, width, height);
      item.baseline = fround(baselineWithin(item) + item.marginCrossStart);
    }
  }
}

/** The baseline of the item whose layout is in `out`, from its top; without one its bottom stands in. */
function baselineWithin(item) {
  const height = out.height;
  if (item.hidesY) {
    const baseline = min(out.baseline === null ? height : out.baseline, height);
    return baseline > 0 ? baseline : 0;
  }
  return out.baseline === null ? height : out.baseline;
}

function sizeLinesAcross(frame) {
  const edges = frame.edgesCross;
  if (!frame.wraps && frame.knownCross !== null) {
    const cross = fround(clamp(frame.knownCross, frame.minCross, frame.maxCross) - edges);
    frame.lines[0].cross = cross > 0 ? cross : 0;
    return;
  }
  for (let i = 0; i < frame.lineCount; i++) {
    const line = frame.lines[i];
    const highest = highestBaseline(line);
    let cross = 0;
    for (let j = line.first; j < line.end; j++) {
      const item = flexItems[j];
      let size = item.hypotheticalOuterCross;
      if (item.sitsOnBaseline) {
        size = fround(fround(highest - item.baseline) + size);
      }
      cross = size > cross ? size : cross;
    }
    line.cross = cross;
  }
  if (!frame.wraps) {
    const least = frame.minCross === null ? null : fround(frame.minCross - edges);
    const most = frame.maxCross === null ? null : fround(frame.maxCross - edges);
    frame.lines[0].cross = clamp(frame.lines[0].cross, least, most);
  }
}

/** The largest distance of a baseline from the top of its item. */
function highestBaseline(line) {
  let highest = 0;
  for (let i = line.first; i < line.end; i++) {
    const baseline = flexItems[i].baseline;
    highest = baseline > highest ? baseline : highest;
  }
  return highest;
}

/** Widens the lines evenly where they leave room. */
function stretchLines(frame) {
  const known = frame.knownCross === null ? frame.minCross : frame.knownCross;
  if (known === null) {
    return;
  }
  const inner = fround(clamp(known, frame.minCross, frame.maxCross) - frame.edgesCross);
  const least = inner > 0 ? inner : 0;
  const total = fround(linesCross(frame) + gaps(frame.gapCross, frame.lineCount));
  if (total < least) {
    const more = fround(fround(least - total) / frame.lineCount);
    for (let i = 0; i < frame.lineCount; i++) {
      const line = frame.lines[i];
      line.cross = fround(line.cross + more);
    }
  }
}

/** The lines' sizes together. */
function linesCross(frame) {
  let total = -0;
  for (let i = 0; i < frame.lineCount; i++) {
    total = fround(total + frame.lines[i].cross);
  }
  return total;
}

/** The items' used sizes across the main axis. */
function stretchItems(line) {
  const cross = line.cross;
  for (let i = line.first; i < line.end; i++) {
    const item = flexItems[i];
    let size = item.hypotheticalCross;
    if (item.stretches) {
      size = fround(cross - item.marginCross);
      size = clamp(size > 0 ? size : 0, item.minCross, item.maxCross);
    }
    item.targetCross = size;
    item.targetOuterCross = fround(size + item.marginCross);
  }
}

/** Finds the container's size across the main axis. Answers the lines' sizes together. */
function setCrossSize(frame) {
  const total = linesCross(frame);
  const edges = frame.edgesCross;
  let size = frame.knownCross;
  if (size === null) {
    size = fround(fround(total + gaps(frame.gapCross, frame.lineCount)) + edges);
  }
  size = max(clamp(size, frame.minCross, frame.maxCross), edges);
  const inner = fround(size - edges);
  frame.outerCross = size;
  frame.contentCross = inner > 0 ? inner : 0;
  return total;
}
