// The size of a node without children: by its style, by the rules of its container, or by the text in it.

/** What `measureText` finds. */
const measured = { width: 0, height: 0 };

/** Sizes a leaf and leaves the result in `out`. */
function layoutLeaf(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight) {
  const hasPadding = (given[node] & GIVEN_PADDING) !== 0;
  const paddingWidth = hasPadding ? paddingSum(node, PADDING_LEFT, parentWidth) : 0;
  const paddingHeight = hasPadding ? paddingSum(node, PADDING_TOP, parentWidth) : 0;
  let width = knownWidth;
  let height = knownHeight;
  let minWidth = null;
  let minHeight = null;
  let maxWidth = null;
  let maxHeight = null;
  let ratio = 0;
  if ((mode & CONTENT_SIZE) === 0) {
    leafStyle(node, parentWidth, parentHeight, paddingWidth, paddingHeight);
    ratio = aspectRatio[node];
    width = width === null ? styled.width : width;
    height = height === null ? styled.height : height;
    minWidth = styled.minWidth;
    minHeight = styled.minHeight;
    maxWidth = styled.maxWidth;
    maxHeight = styled.maxHeight;
  }
  out.baseline = null;
  const onlyMeasure = (mode & PERFORM_LAYOUT) === 0;
  if (onlyMeasure && width !== null && height !== null) {
    out.width = max(clamp(width, minWidth, maxWidth), paddingWidth);
    out.height = max(clamp(height, minHeight, maxHeight), paddingHeight);
    return;
  }
  measured.width = 0;
  measured.height = 0;
  if (nodeKind[node] === KIND_TEXT) {
    measureLeafText(
      node,
      onlyMeasure ? knownWidth : null,
      onlyMeasure ? knownHeight : null,
      leafRoom(width === null ? roomWidth : width, minWidth, maxWidth, paddingWidth),
      leafRoom(height === null ? roomHeight : height, minHeight, maxHeight, paddingHeight),
    );
  }
  width = clamp(width === null ? fround(measured.width + paddingWidth) : width, minWidth, maxWidth);
  height = clamp(height === null ? fround(measured.height + paddingHeight) : height, minHeight, maxHeight);
  height = max(height, ratio === 0 ? 0 : fround(width / ratio));
  out.width = max(width, paddingWidth);
  out.height = max(height, paddingHeight);
}

/** A leaf's sizes by its own style. The aspect ratio has no say in the largest one. */
function leafStyle(node, parentWidth, parentHeight, paddingWidth, paddingHeight) {
  const ratio = aspectRatio[node];
  const isContentBox = (styleBits[node] & STYLE_CONTENT_BOX) !== 0;
  const moreWidth = isContentBox ? paddingWidth : 0;
  const moreHeight = isContentBox ? paddingHeight : 0;
  resolveSize(node, WIDTH, parentWidth, parentHeight, ratio);
  styled.width = addOptional(pair.width, moreWidth);
  styled.height = addOptional(pair.height, moreHeight);
  resolveSize(node, MIN_WIDTH, parentWidth, parentHeight, ratio);
  styled.minWidth = addOptional(pair.width, moreWidth);
  styled.minHeight = addOptional(pair.height, moreHeight);
  resolveSize(node, MAX_WIDTH, parentWidth, parentHeight, 0);
  styled.maxWidth = addOptional(pair.width, moreWidth);
  styled.maxHeight = addOptional(pair.height, moreHeight);
}

/** The room within a leaf's padding. */
function leafRoom(room, least, most, padding) {
  return room === MIN_CONTENT || room === MAX_CONTENT ? room : fround(clamp(room, least, most) - padding);
}

/** Measures a text, unless both its sizes are known: then it has no say, and is shaped when it is first painted. */
function measureLeafText(node, knownWidth, knownHeight, roomWidth, roomHeight) {
  const at = node * LENGTHS;
  const width = knownWidth === null && lengthUnit[at + WIDTH] === UNIT_PIXELS ? lengthValue[at + WIDTH] : knownWidth;
  const height = knownHeight === null && lengthUnit[at + HEIGHT] === UNIT_PIXELS ? lengthValue[at + HEIGHT] : knownHeight;
  if (width !== null && height !== null) {
    measured.width = width;
    measured.height = height;
  } else {
    measureText(node, knownWidth, knownHeight, roomWidth, roomHeight);
  }
}
