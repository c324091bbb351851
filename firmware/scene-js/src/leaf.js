// The size of a node without children: by its style, by the rules of its container, or by the text in it.

/** What `measureText` finds. */
const measured = { width: 0, height: 0 };

/** Sizes a leaf and leaves the result in `out`. */
function layoutLeaf(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight) {
  const hasEdges = (given[node] & GIVEN_EDGES) !== 0;
  const edgesWidth = hasEdges ? edges(node, PADDING_LEFT, parentWidth) : 0;
  const edgesHeight = hasEdges ? edges(node, PADDING_TOP, parentWidth) : 0;
  let width = knownWidth;
  let height = knownHeight;
  let minWidth = null;
  let minHeight = null;
  let maxWidth = null;
  let maxHeight = null;
  let ratio = 0;
  if ((mode & CONTENT_SIZE) === 0) {
    leafStyle(node, parentWidth, parentHeight, edgesWidth, edgesHeight);
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
    out.width = max(clamp(width, minWidth, maxWidth), edgesWidth);
    out.height = max(clamp(height, minHeight, maxHeight), edgesHeight);
    return;
  }
  measured.width = 0;
  measured.height = 0;
  if (nodeKind[node] === KIND_TEXT) {
    if (knownWidth !== null && knownHeight !== null) {
      // With both sizes known the text has no say; it is shaped when it is first painted.
      measured.width = knownWidth;
      measured.height = knownHeight;
    } else {
      measureText(
        node,
        onlyMeasure && knownWidth !== null,
        onlyMeasure && knownHeight !== null,
        leafRoom(width === null ? roomWidth : width, minWidth, maxWidth, edgesWidth),
        leafRoom(height === null ? roomHeight : height, minHeight, maxHeight, edgesHeight),
      );
    }
  }
  width = clamp(width === null ? fround(measured.width + edgesWidth) : width, minWidth, maxWidth);
  height = clamp(height === null ? fround(measured.height + edgesHeight) : height, minHeight, maxHeight);
  height = max(height, ratio === 0 ? 0 : fround(width / ratio));
  out.width = max(width, edgesWidth);
  out.height = max(height, edgesHeight);
}

/** A leaf's sizes by its own style. The aspect ratio has no say in the largest one. */
function leafStyle(node, parentWidth, parentHeight, edgesWidth, edgesHeight) {
  const ratio = aspectRatio[node];
  const isContentBox = (styleBits[node] & STYLE_CONTENT_BOX) !== 0;
  const moreWidth = isContentBox ? edgesWidth : 0;
  const moreHeight = isContentBox ? edgesHeight : 0;
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

/** The room within a leaf's padding and border. */
function leafRoom(room, least, most, edges) {
  return room === MIN_CONTENT || room === MAX_CONTENT ? room : fround(clamp(room, least, most) - edges);
}

/** Lays out a text, which may have a first baseline. */
function layoutText(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight) {
  layoutLeaf(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight);
  if ((mode & PERFORM_LAYOUT) === 0 || !givesBaseline(node)) {
    return;
  }
  const whole = parentWidth === null ? 0 : parentWidth;
  const inner = fround(fround(out.width - edge(node, PADDING_LEFT, whole)) - edge(node, PADDING_RIGHT, whole));
  const shaped = shapeText(textOf[node], inner > 0 ? inner : 0);
  if (shaped.height > 0) {
    out.baseline = fround(edge(node, PADDING_TOP, whole) + shaped.baseline);
  }
}

/**
 * True when a text has a first baseline. One of a given height is shaped when it is first painted, so it has one only
 * where its parent aligns it by that.
 */
function givesBaseline(node) {
  const parent = parentOf[node];
  return lengthUnit[node * LENGTHS + HEIGHT] !== UNIT_PIXELS || (parent !== NONE && alignsBaseline(node, parent));
}
