// Flexbox, after https://www.w3.org/TR/css-flexbox-1/#layout-algorithm, in the order and with the arithmetic of the crate
// `taffy`, which the other engine uses. This file has the steps; the files around it have what each does.

/**
 * Lays out a node with children, or only measures it. Leaves the size in `out`. Sizes that are not known are null; room
 * is a number of pixels, MIN_CONTENT or MAX_CONTENT.
 */
function layoutFlex(node, mode, knownWidth, knownHeight, parentWidth, parentHeight, roomWidth, roomHeight) {
  const frame = pushFrame();
  setUpFrame(frame, node, parentWidth);
  const isRow = frame.isRow;
  let edgesWidth = 0;
  let edgesHeight = 0;
  if ((given[node] & GIVEN_EDGES) !== 0) {
    edgesWidth = edgesByKind(node, PADDING_LEFT, parentWidth);
    edgesHeight = edgesByKind(node, PADDING_TOP, parentWidth);
  }
  sizeByStyle(node, mode, parentWidth, parentHeight, edgesWidth, edgesHeight);
  const width = knownWidth !== null ? knownWidth : styled.width;
  const height = knownHeight !== null ? knownHeight : styled.height;
  const onlyMeasure = (mode & PERFORM_LAYOUT) === 0;
  const axis = mode & AXIS_BOTH;
  if (onlyMeasure && width !== null && (height !== null || axis === AXIS_HORIZONTAL)) {
    popFrame(frame);
    out.width = width;
    out.height = height === null ? 0 : height;
    out.baseline = null;
    return;
  }
  const widthIsDefinite = knownWidth === null || (mode & WIDTH_INDEFINITE) === 0;
  const heightIsDefinite = knownHeight === null || (mode & HEIGHT_INDEFINITE) === 0;
  setUpSizes(
    frame,
    isRow ? width : height,
    isRow ? height : width,
    isRow ? widthIsDefinite : heightIsDefinite,
    isRow ? heightIsDefinite : widthIsDefinite,
    isRow ? roomWidth : roomHeight,
    isRow ? roomHeight : roomWidth,
  );
  makeItems(frame);
  for (let i = frame.first; i < frame.end; i++) {
    sizeItemBase(frame, flexItems[i]);
  }
  collectLines(frame);
  setMainSize(frame);
  if (onlyMeasure && axis === (isRow ? AXIS_HORIZONTAL : AXIS_VERTICAL)) {
    popFrame(frame);
    out.width = isRow ? frame.outerMain : 0;
    out.height = isRow ? 0 : frame.outerMain;
    out.baseline = null;
    return;
  }
  sizeAcross(frame);
  const linesCross = setCrossSize(frame);
  let baseline = null;
  if (!onlyMeasure) {
    alignLines(frame, linesCross);
    placeItems(frame);
    baseline = containerBaseline(frame);
    layoutOthers(frame);
  }
  out.width = isRow ? frame.outerMain : frame.outerCross;
  out.height = isRow ? frame.outerCross : frame.outerMain;
  out.baseline = baseline;
  popFrame(frame);
}

/** What `sizeByStyle` finds: the size in pixels that the style gives, or null. */
const styled = { width: null, height: null, minWidth: null, minHeight: null, maxWidth: null, maxHeight: null };

/** The size, least and largest size of a container by its own style, with its edges. Leaves them in `styled`. */
function sizeByStyle(node, mode, parentWidth, parentHeight, edgesWidth, edgesHeight) {
  const bits = given[node];
  const ratio = aspectRatio[node];
  const isContentBox = (styleBits[node] & STYLE_CONTENT_BOX) !== 0;
  styled.minWidth = null;
  styled.minHeight = null;
  styled.maxWidth = null;
  styled.maxHeight = null;
  styled.width = null;
  styled.height = null;
  if ((bits & GIVEN_MIN) !== 0) {
    resolveSize(node, MIN_WIDTH, parentWidth, parentHeight, ratio);
    styled.minWidth = isContentBox ? addOptional(pair.width, edgesWidth) : pair.width;
    styled.minHeight = isContentBox ? addOptional(pair.height, edgesHeight) : pair.height;
  }
  if ((bits & GIVEN_MAX) !== 0) {
    resolveSize(node, MAX_WIDTH, parentWidth, parentHeight, ratio);
    styled.maxWidth = isContentBox ? addOptional(pair.width, edgesWidth) : pair.width;
    styled.maxHeight = isContentBox ? addOptional(pair.height, edgesHeight) : pair.height;
  }
  if ((mode & CONTENT_SIZE) === 0 && (bits & GIVEN_SIZE) !== 0) {
    resolveSize(node, WIDTH, parentWidth, parentHeight, ratio);
    const width = isContentBox ? addOptional(pair.width, edgesWidth) : pair.width;
    const height = isContentBox ? addOptional(pair.height, edgesHeight) : pair.height;
    styled.width = clampOptional(width, styled.minWidth, styled.maxWidth);
    styled.height = clampOptional(height, styled.minHeight, styled.maxHeight);
  }
  // A largest size that is not above the least one decides.
  if (styled.minWidth !== null && styled.maxWidth !== null && styled.maxWidth <= styled.minWidth) {
    styled.width = styled.minWidth;
  }
  if (styled.minHeight !== null && styled.maxHeight !== null && styled.maxHeight <= styled.minHeight) {
    styled.height = styled.minHeight;
  }
  if (styled.width !== null) {
    styled.width = max(styled.width, edgesWidth);
  }
  if (styled.height !== null) {
    styled.height = max(styled.height, edgesHeight);
  }
}

/** What `resolveSize` finds. */
const pair = { width: null, height: null };

function addOptional(value, more) {
  return value === null ? null : fround(value + more);
}

/** A size of two lengths, the second of which follows from the first by the aspect ratio. Leaves it in `pair`. */
function resolveSize(node, widthAt, wholeWidth, wholeHeight, ratio) {
  let width = resolve(node, widthAt, wholeWidth);
  let height = resolve(node, widthAt + 1, wholeHeight);
  if (ratio !== 0) {
    if (height === null) {
      height = width === null ? null : fround(width / ratio);
    } else if (width === null) {
      width = fround(height * ratio);
    }
  }
  pair.width = width;
  pair.height = height;
}

/** What the container's own style says, apart from its size. */
function setUpFrame(frame, node, parentWidth) {
  const bits = styleBits[node];
  const isRow = (bits & STYLE_ROW) !== 0;
  frame.node = node;
  frame.isRow = isRow;
  frame.isReverse = (bits & STYLE_REVERSE) !== 0;
  frame.isRtl = (bits & STYLE_RTL) !== 0;
  frame.edgesMain = 0;
  frame.edgesCross = 0;
  frame.edgeMainStart = 0;
  frame.edgeMainEnd = 0;
  frame.edgeCrossStart = 0;
  frame.edgeCrossEnd = 0;
  if ((given[node] & GIVEN_EDGES) !== 0) {
    const main = isRow ? PADDING_LEFT : PADDING_TOP;
    const cross = isRow ? PADDING_TOP : PADDING_LEFT;
    frame.edgeMainStart = edge(node, main, parentWidth);
    frame.edgeMainEnd = edge(node, main + 1, parentWidth);
    frame.edgeCrossStart = edge(node, cross, parentWidth);
    frame.edgeCrossEnd = edge(node, cross + 1, parentWidth);
    frame.edgesMain = fround(frame.edgeMainStart + frame.edgeMainEnd);
    frame.edgesCross = fround(frame.edgeCrossStart + frame.edgeCrossEnd);
  }
}

/** What follows from the size of the container and the room it has. */
function setUpSizes(frame, main, cross, mainIsDefinite, crossIsDefinite, roomMain, roomCross) {
  const node = frame.node;
  const isRow = frame.isRow;
  const wrap = wrapMode[node];
  frame.wraps = wrap !== WRAP_NONE;
  frame.wrapsInReverse = wrap === WRAP_REVERSE || wrap === WRAP_BALANCE_REVERSE;
  frame.balances = wrap >= WRAP_BALANCE && !hasMoreChildren(node, BALANCED_CHILDREN_MAX);
  frame.lineCountLeast = frame.wraps ? max(lineCountLeast[node], 1) : 1;
  frame.alignItems = unlessNormal(alignItems[node], ALIGN_STRETCH);
  frame.alignContent = unlessNormal(alignContent[node], ALIGN_STRETCH);
  frame.justify = unlessNormal(justifyContent[node], ALIGN_FLEX_START);
  frame.minMain = isRow ? styled.minWidth : styled.minHeight;
  frame.minCross = isRow ? styled.minHeight : styled.minWidth;
  frame.maxMain = isRow ? styled.maxWidth : styled.maxHeight;
  frame.maxCross = isRow ? styled.maxHeight : styled.maxWidth;
  frame.knownCross = cross;
  frame.innerMain = main === null ? null : fround(main - frame.edgesMain);
  frame.innerCross = cross === null ? null : fround(cross - frame.edgesCross);
  frame.mainIsDefinite = mainIsDefinite;
  frame.hasDefiniteMain = mainIsDefinite && main !== null;
  frame.hasDefiniteCross = crossIsDefinite && cross !== null;
  frame.crossRoomIsDefinite = frame.hasDefiniteCross || (roomCross !== MIN_CONTENT && roomCross !== MAX_CONTENT);
  frame.roomMain = innerRoom(main, roomMain, frame.edgesMain);
  frame.roomCross = innerRoom(cross, roomCross, frame.edgesCross);
  frame.outerMain = 0;
  frame.outerCross = 0;
  frame.contentMain = 0;
  frame.contentCross = 0;
  frame.gapMain = 0;
  frame.gapCross = 0;
  if ((given[node] & GIVEN_GAP) !== 0) {
    setGaps(frame, cross !== null && !crossIsDefinite);
  }
}

/** The gaps. `isLoose`: the size across is given and yet follows from the content; then shares of it are nothing. */
function setGaps(frame, isLoose) {
  const node = frame.node;
  const main = frame.isRow ? COLUMN_GAP : ROW_GAP;
  const cross = frame.isRow ? ROW_GAP : COLUMN_GAP;
  frame.gapMain = resolveOrZero(node, main, frame.innerMain === null ? 0 : frame.innerMain);
  if (!isLoose || lengthUnit[node * LENGTHS + cross] !== UNIT_SHARE) {
    frame.gapCross = resolveOrZero(node, cross, frame.innerCross === null ? 0 : frame.innerCross);
  }
}

/** Children beyond which a container does not balance its lines: the work grows with their square. */
const BALANCED_CHILDREN_MAX = 128;

function hasMoreChildren(node, most) {
  let count = 0;
  for (let child = firstChildOf[node]; child !== NONE && count <= most; child = nextOf[child]) {
    count += 1;
  }
  return count > most;
}

/** An alignment, or what `normal` stands for. */
function unlessNormal(alignment, normal) {
  return (alignment & ALIGN_KEYWORD) === ALIGN_NORMAL ? normal : alignment;
}

/** The room within padding and border. */
function innerRoom(known, room, edges) {
  if (known === null) {
    if (room === MIN_CONTENT || room === MAX_CONTENT) {
      return room;
    }
    known = room;
  }
  const inner = fround(known - edges);
  return inner > 0 ? inner : 0;
}
