// How layout sees lists: each bound node gets its item's box, with no flexbox among them.

/** A list's size, which is that of an empty box, and on a full layout the boxes of its bound nodes. */
function layoutList(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight) {
  layoutLeaf(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight);
  if ((mode & PERFORM_LAYOUT) === 0) {
    return;
  }
  const width = out.width;
  const height = out.height;
  updateFrame(node, width, height, parentWidth === null ? 0 : parentWidth);
  const list = listOf[node];
  for (let at = 0; at < list.boundNodes.length; at++) {
    const child = list.boundNodes[at];
    findItemBox(list, list.boundItems[at]);
    const { x, y, width: itemWidth, height: itemHeight } = itemBox;
    layoutNode(
      child, PERFORM_LAYOUT | AXIS_BOTH, itemWidth, itemHeight, itemWidth, itemHeight, itemWidth, itemHeight,
    );
    setBox(child, x, y, itemWidth, itemHeight);
  }
  out.width = width;
  out.height = height;
  out.baseline = null;
}

/** The frame that a list has now, to compare with the one before. */
const newFrame = new ListFrame();

/** Takes note of the size that a list has now, where percentages are of `whole`. */
function updateFrame(node, width, height, whole) {
  const bits = styleBits[node];
  const axis = scrollAxis[node];
  const isRtl = (bits & STYLE_RTL) !== 0;
  const isHorizontal = axis === SCROLL_NONE ? (bits & STYLE_ROW) !== 0 : axis === SCROLL_X;
  const isReverse = (bits & STYLE_REVERSE) !== 0;
  const left = edge(node, PADDING_LEFT, whole);
  const right = edge(node, PADDING_RIGHT, whole);
  const top = edge(node, PADDING_TOP, whole);
  const bottom = edge(node, PADDING_BOTTOM, whole);
  const rowGap = resolveOrZero(node, ROW_GAP, fround(fround(height - top) - bottom));
  const columnGap = resolveOrZero(node, COLUMN_GAP, fround(fround(width - left) - right));
  const frame = newFrame;
  frame.isHorizontal = isHorizontal;
  frame.isMirrored = axis === SCROLL_NONE ? isReverse !== (isHorizontal && isRtl) : scrollsBackwards(node);
  frame.isCrossMirrored = !isHorizontal && isRtl;
  frame.length = isHorizontal ? width : height;
  frame.breadth = isHorizontal ? height : width;
  const first = isHorizontal ? left : top;
  const last = isHorizontal ? right : bottom;
  frame.before = frame.isMirrored ? last : first;
  frame.after = frame.isMirrored ? first : last;
  const side = isHorizontal ? top : left;
  const otherSide = isHorizontal ? bottom : right;
  frame.near = frame.isCrossMirrored ? otherSide : side;
  frame.far = frame.isCrossMirrored ? side : otherSide;
  frame.gap = isHorizontal ? columnGap : rowGap;
  frame.crossGap = isHorizontal ? rowGap : columnGap;
  if (!isSameFrame(listOf[node].frame, frame)) {
    holdAnchor(node);
    takeFrame(listOf[node], frame);
    keepAnchor(node);
    mark(node, FLAG_REPAINT);
  }
}

function isSameFrame(one, other) {
  return one.isHorizontal === other.isHorizontal && one.isMirrored === other.isMirrored &&
    one.isCrossMirrored === other.isCrossMirrored && one.length === other.length && one.breadth === other.breadth &&
    one.before === other.before && one.after === other.after && one.near === other.near && one.far === other.far &&
    one.gap === other.gap && one.crossGap === other.crossGap;
}

function takeFrame(list, from) {
  const frame = list.frame;
  frame.isHorizontal = from.isHorizontal;
  frame.isMirrored = from.isMirrored;
  frame.isCrossMirrored = from.isCrossMirrored;
  frame.length = from.length;
  frame.breadth = from.breadth;
  frame.before = from.before;
  frame.after = from.after;
  frame.near = from.near;
  frame.far = from.far;
  frame.gap = from.gap;
  frame.crossGap = from.crossGap;
  if (list.sizes !== null) {
    setSizesFrame(list.sizes, list.itemSize, frame.gap);
  }
}
