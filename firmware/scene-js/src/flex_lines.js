// Breaking items into lines, and the container's size along the main axis.

/** Collects the items into lines. */
function collectLines(frame) {
  const first = frame.first;
  const end = frame.end;
  if (!frame.wraps) {
    pushLine(frame, first, end);
    return;
  }
  if (first === end && frame.balances) {
    return;
  }
  // Without a size of its own the container was measured with everything on one line.
  const room = frame.mainIsDefinite ? wrapRoom(frame) : MAX_CONTENT;
  if (room === MIN_CONTENT) {
    for (let i = first; i < end; i++) {
      pushLine(frame, i, i + 1);
    }
  } else if (frame.balances) {
    balanceLines(frame, room === MAX_CONTENT ? Infinity : room);
  } else if (room === MAX_CONTENT) {
    pushLine(frame, first, end);
  } else {
    breakLines(frame, room);
  }
}

/** The room against which items wrap. */
function wrapRoom(frame) {
  const room = frame.roomMain;
  const isDefinite = room !== MIN_CONTENT && room !== MAX_CONTENT;
  if (frame.maxMain !== null) {
    let length = isDefinite ? room : frame.maxMain;
    if (!frame.hasDefiniteMain) {
      length = min(length, frame.maxMain);
    }
    return frame.minMain === null ? length : max(length, frame.minMain);
  }
  // An automatic height follows from the content, whatever room there is.
  return isDefinite && !frame.isRow && !frame.hasDefiniteMain ? MAX_CONTENT : room;
}

/** Fills each line with as many items as fit, at least one. */
function breakLines(frame, room) {
  const end = frame.end;
  const gap = frame.gapMain;
  let first = frame.first;
  while (first < end) {
    let length = flexItems[first].hypotheticalOuterMain;
    let next = first + 1;
    while (next < end) {
      length = fround(length + fround(flexItems[next].hypotheticalOuterMain + gap));
      if (length > room) {
        break;
      }
      next += 1;
    }
    pushLine(frame, first, next);
    first = next;
  }
}

/** Finds the container's size along the main axis and its gaps, which may depend on it. */
function setMainSize(frame) {
  if (frame.innerMain !== null) {
    frame.contentMain = frame.innerMain;
    frame.outerMain = fround(frame.innerMain + frame.edgesMain);
    return;
  }
  const room = frame.roomMain;
  let size;
  if (room === MAX_CONTENT || (room === MIN_CONTENT && !frame.wraps)) {
    size = fround(contentMainSize(frame) + frame.edgesMain);
  } else {
    size = fround(longestLine(frame) + frame.edgesMain);
    if (room !== MIN_CONTENT) {
      if (frame.balances) {
        if (frame.first < frame.end) {
          size = max(size, min(fround(widestBalancedLine(frame) + frame.edgesMain), room));
        }
      } else if (frame.lineCount > 1) {
        size = max(size, room);
      }
    }
  }
  size = max(clamp(size, frame.minMain, frame.maxMain), frame.edgesMain);
  const inner = fround(size - frame.edgesMain);
  frame.outerMain = size;
  frame.contentMain = inner > 0 ? inner : 0;
  frame.innerMain = frame.contentMain;
  if ((given[frame.node] & GIVEN_GAP) !== 0) {
    frame.gapMain = resolveOrZero(frame.node, frame.isRow ? COLUMN_GAP : ROW_GAP, frame.innerMain);
  }
}

/** An item's length on a line that is measured by base sizes. */
function itemLength(item) {
  const basis = item.minMain === null ? item.basis : max(item.basis, item.minMain);
  return max(fround(basis + item.marginMain), item.edgesMain);
}

function longestLine(frame) {
  let longest = 0;
  for (let i = 0; i < frame.lineCount; i++) {
    const line = frame.lines[i];
    let length = -0;
    for (let j = line.first; j < line.end; j++) {
      length = fround(length + itemLength(flexItems[j]));
    }
    length = fround(length + gaps(frame.gapMain, line.end - line.first));
    longest = i === 0 ? length : laterInOrder(longest, length);
  }
  return longest;
}

/** The least or the largest size of the content along the main axis: that of the longest line. */
function contentMainSize(frame) {
  const floorsByLargest = frame.wraps && frame.isRow;
  let size = 0;
  for (let i = 0; i < frame.lineCount; i++) {
    const line = frame.lines[i];
    for (let j = line.first; j < line.end; j++) {
      const item = flexItems[j];
      item.fraction = flexFraction(frame, item);
    }
    let largest = 0;
    let length = -0;
    for (let j = line.first; j < line.end; j++) {
      const item = flexItems[j];
      const part = fround(fround(item.basis + flexContribution(item)) + item.marginMain);
      if (floorsByLargest) {
        largest = max(largest, part);
      }
      length = fround(length + part);
    }
    length = fround(length + gaps(frame.gapMain, line.end - line.first));
    size = max(size, max(largest, length));
  }
  return size;
}

/** How much an item would flex to have the size of its content, per unit of its flexibility. */
function flexFraction(frame, item) {
  const margin = item.marginMain;
  const difference = fround(fround(contentContribution(frame, item) - margin) - item.basis);
  if (difference > 0) {
    return fround(difference / max(1, item.grow));
  }
  if (difference < 0) {
    return fround(difference / fround(max(1, item.shrink) * item.innerBasis));
  }
  return 0;
}

function flexContribution(item) {
  const fraction = item.fraction;
  if (fraction > 0) {
    return fround(max(1, item.grow) * fraction);
  }
  if (fraction < 0) {
    const scaled = fround(max(1, item.shrink) * item.innerBasis);
    return scaled === 0 ? 0 : fround(scaled * fraction);
  }
  return 0;
}

/** What an item adds to the content size of its line, with its margins. */
function contentContribution(frame, item) {
  const margin = item.marginMain;
  const preferred = item.sizeMain;
  const basis = frame.isRow && preferred !== null ? max(item.basis, preferred) : item.basis;
  let least = item.minMain;
  if (item.shrink === 0) {
    least = least === null ? basis : max(least, basis);
  }
  least = least === null ? item.leastMain : max(least, item.leastMain);
  let most = item.maxMain;
  if (item.grow === 0) {
    most = most === null ? basis : min(most, basis);
  }
  if (most === null) {
    most = Infinity;
  }
  if (preferred !== null && (most <= least || most <= preferred)) {
    return fround(max(min(preferred, most), least) + margin);
  }
  if (most <= least) {
    return fround(least + margin);
  }
  if (item.hides) {
    return fround(item.basis + margin);
  }
  let inner = preferred === null ? measuredContribution(frame, item) : max(preferred, item.edgesByKind);
  if (!frame.isRow) {
    inner = max(inner, item.basis);
  }
  return clamp(fround(inner + margin), item.minMain, item.maxMain);
}

/** The size of an item's content along the main axis within the container's constraints. */
function measuredContribution(frame, item) {
  let room = frame.roomCross;
  if (room !== MIN_CONTENT && room !== MAX_CONTENT) {
    const whole = frame.innerCross === null ? room : frame.innerCross;
    room = fround((frame.lineCountLeast > 1 ? dividedRoom(frame, whole) : whole) - item.marginCross);
    room = clamp(room > 0 ? room : 0, item.minCross, item.maxCross);
  }
  let cross = clampOptional(item.sizeCross, item.ratioMinCross, item.ratioMaxCross);
  if (cross === null && item.align === ALIGN_STRETCH && room !== MIN_CONTENT && room !== MAX_CONTENT) {
    cross = room;
  }
  const isRow = frame.isRow;
  let size;
  if (isRow) {
    const mode = AXIS_HORIZONTAL | CONTENT_SIZE;
    layoutNode(item.node, mode, null, cross, frame.innerMain, frame.innerCross, frame.roomMain, room);
    size = out.width;
  } else {
    const mode = AXIS_VERTICAL | CONTENT_SIZE;
    layoutNode(item.node, mode, cross, null, frame.innerCross, frame.innerMain, room, frame.roomMain);
    size = out.height;
  }
  if (item.ratio !== null && cross !== null) {
    size = max(size, isRow ? fround(cross * item.ratio) : fround(cross / item.ratio));
  }
  return size;
}
