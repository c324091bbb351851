// The size of an absolute child, and its layout.

/** Lays out an absolute child: its size, what is in it, and then its place. */
function layoutAbsolute(frame, child) {
  const node = frame.node;
  const across = frame.across;
  const down = frame.down;
  let width = frame.isRow ? frame.outerMain : frame.outerCross;
  let height = frame.isRow ? frame.outerCross : frame.outerMain;
  across.border = 0;
  down.border = 0;
  if ((given[node] & GIVEN_BORDER) !== 0) {
    const at = node * LENGTHS;
    across.border = lengthValue[at + BORDER_LEFT];
    down.border = lengthValue[at + BORDER_TOP];
    width = fround(width - fround(across.border + lengthValue[at + BORDER_RIGHT]));
    height = fround(height - fround(down.border + lengthValue[at + BORDER_BOTTOM]));
  }
  const align = alignSelf[child];
  across.align = ALIGN_NORMAL;
  across.isInline = true;
  across.isReversed = frame.isRtl;
  down.align = align === ALIGN_AUTO ? ALIGN_NORMAL : align;
  setStaticPosition(frame, child);
  setUpAxis(across, child, LEFT, MARGIN_LEFT, width, width, hidesAcross(node));
  setUpAxis(down, child, TOP, MARGIN_TOP, height, width, hidesDown(node));

  const edgesWidth = edges(child, PADDING_LEFT, width);
  const edgesHeight = edges(child, PADDING_TOP, width);
  boundAbsolute(child, width, height, edgesWidth, edgesHeight);
  const minWidth = bounds.minWidth;
  const minHeight = bounds.minHeight;
  const maxWidth = bounds.maxWidth;
  const maxHeight = bounds.maxHeight;
  const roomWidth = clamp(stretchedSize(across), minWidth, maxWidth);
  const roomHeight = clamp(stretchedSize(down), minHeight, maxHeight);
  knownAbsolute(frame, child, width, height, bounds.width, bounds.height, minWidth, minHeight, maxWidth, maxHeight);
  let knownWidth = known.width;
  let knownHeight = known.height;
  if (knownWidth === null || knownHeight === null) {
    layoutNode(child, AXIS_BOTH | CONTENT_SIZE, knownWidth, knownHeight, width, height, roomWidth, roomHeight);
    knownWidth = knownWidth === null ? out.width : knownWidth;
    knownHeight = knownHeight === null ? out.height : knownHeight;
  }
  knownWidth = clamp(knownWidth, minWidth, maxWidth);
  knownHeight = clamp(knownHeight, minHeight, maxHeight);
  const mode = PERFORM_LAYOUT | AXIS_BOTH | CONTENT_SIZE;
  layoutNode(child, mode, knownWidth, knownHeight, width, height, roomWidth, roomHeight);
  resolveMargins(across, knownWidth);
  resolveMargins(down, knownHeight);
  const x = fround(positionOf(across, knownWidth) + across.border);
  const y = fround(positionOf(down, knownHeight) + down.border);
  setBox(child, x, y, knownWidth, knownHeight);
}

/** What `boundAbsolute` finds: the size by the style or null, and the bounds of the size. */
const bounds = { width: null, height: null, minWidth: 0, minHeight: 0, maxWidth: null, maxHeight: null };

function boundAbsolute(child, width, height, edgesWidth, edgesHeight) {
  const ratio = aspectRatio[child];
  const isContentBox = (styleBits[child] & STYLE_CONTENT_BOX) !== 0;
  const moreWidth = isContentBox ? edgesWidth : 0;
  const moreHeight = isContentBox ? edgesHeight : 0;
  resolveSize(child, MIN_WIDTH, width, height, ratio);
  const minWidth = addOptional(pair.width, moreWidth);
  const minHeight = addOptional(pair.height, moreHeight);
  bounds.minWidth = minWidth === null ? edgesWidth : max(minWidth, edgesWidth);
  bounds.minHeight = minHeight === null ? edgesHeight : max(minHeight, edgesHeight);
  resolveSize(child, MAX_WIDTH, width, height, ratio);
  bounds.maxWidth = addOptional(pair.width, moreWidth);
  bounds.maxHeight = addOptional(pair.height, moreHeight);
  resolveSize(child, WIDTH, width, height, ratio);
  bounds.width = clampOptional(addOptional(pair.width, moreWidth), bounds.minWidth, bounds.maxWidth);
  bounds.height = clampOptional(addOptional(pair.height, moreHeight), bounds.minHeight, bounds.maxHeight);
}

/** What `knownAbsolute` finds: the size as far as it is known before the content is measured. */
const known = { width: null, height: null };

/** Completes a size by the aspect ratio and keeps it within bounds. */
function completeKnown(width, height, ratio, minWidth, minHeight, maxWidth, maxHeight) {
  if (ratio !== 0) {
    if (height === null) {
      height = width === null ? null : fround(width / ratio);
    } else if (width === null) {
      width = fround(height * ratio);
    }
  }
  known.width = clampOptional(width, minWidth, maxWidth);
  known.height = clampOptional(height, minHeight, maxHeight);
}

/** The size as far as the style and the room between the insets give it. */
function knownAbsolute(frame, child, width, height, ownWidth, ownHeight, minWidth, minHeight, maxWidth, maxHeight) {
  const ratio = aspectRatio[child];
  const at = child * LENGTHS;
  known.width = ownWidth;
  known.height = ownHeight;
  if (lengthUnit[at + WIDTH] > UNIT_CONTENT || lengthUnit[at + HEIGHT] > UNIT_CONTENT) {
    measureKeywords(frame, child, width, height);
    completeKnown(known.width, known.height, ratio, minWidth, minHeight, maxWidth, maxHeight);
  }
  // A width that fills its room gives the height by the aspect ratio, unless both are told to.
  const fillsWidth = known.width === null && isStretched(frame.across);
  const fillsHeight = known.height === null && isStretched(frame.down);
  const fillsBoth = fillsWidth && fillsHeight && frame.across.align === ALIGN_STRETCH && frame.down.align === ALIGN_STRETCH;
  const fillRatio = fillsBoth ? 0 : ratio;
  if (fillsWidth) {
    completeKnown(stretchedSize(frame.across), known.height, fillRatio, minWidth, minHeight, maxWidth, maxHeight);
  }
  if (known.height === null && fillsHeight) {
    completeKnown(known.width, stretchedSize(frame.down), fillRatio, minWidth, minHeight, maxWidth, maxHeight);
  }
}

/** Fills in the sizes that sizing keywords ask for. */
function measureKeywords(frame, child, width, height) {
  const at = child * LENGTHS;
  const mode = CONTENT_SIZE;
  let knownWidth = known.width;
  let knownHeight = known.height;
  const stretchWidth = keywordStretch(frame.across);
  const stretchHeight = keywordStretch(frame.down);
  const widthRoom = knownWidth === null ? keywordRoom(at + WIDTH, stretchWidth) : null;
  const heightRoom = knownHeight === null ? keywordRoom(at + HEIGHT, stretchHeight) : null;
  const fillsHeight = knownHeight === null && lengthUnit[at + HEIGHT] === UNIT_STRETCH;
  if (widthRoom !== null && heightRoom !== null) {
    layoutNode(child, mode | AXIS_BOTH, null, null, width, height, widthRoom, heightRoom);
    known.width = out.width;
    known.height = out.height;
    return;
  }
  if (knownWidth === null && lengthUnit[at + WIDTH] === UNIT_STRETCH) {
    knownWidth = stretchWidth;
  } else if (widthRoom !== null) {
    layoutNode(child, mode | AXIS_HORIZONTAL, null, knownHeight, width, height, widthRoom, stretchHeight);
    knownWidth = out.width;
  }
  if (fillsHeight) {
    knownHeight = stretchHeight;
  } else if (heightRoom !== null) {
    const room = knownWidth === null ? stretchWidth : knownWidth;
    layoutNode(child, mode | AXIS_VERTICAL, knownWidth, null, width, height, room, heightRoom);
    knownHeight = out.height;
  }
  known.width = knownWidth;
  known.height = knownHeight;
}

/** The room between the insets for a keyword: the container without the insets and margins that are given. */
function keywordStretch(axis) {
  let size = fround(axis.room - orZero(axis.start));
  size = fround(size - orZero(axis.end));
  size = fround(size - orZero(axis.marginStart));
  size = fround(size - orZero(axis.marginEnd));
  return size > 0 ? size : 0;
}
