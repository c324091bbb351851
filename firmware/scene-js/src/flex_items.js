// Making the items of a container, and the base size of each along the main axis.

function makeItems(frame) {
  const isRow = frame.isRow;
  const wholeMain = frame.mainIsDefinite ? frame.innerMain : null;
  const wholeWidth = isRow ? wholeMain : frame.innerCross;
  const wholeHeight = isRow ? frame.innerCross : wholeMain;
  const innerWidth = isRow ? frame.innerMain : frame.innerCross;
  // Where the main axis scrolls the items keep their sizes.
  const rigid = scrollsAlongMain(frame.node);
  let child = firstChildOf[frame.node];
  while (child !== NONE) {
    const bits = styleBits[child];
    if ((bits & (STYLE_ABSOLUTE | STYLE_NONE)) === 0) {
      const item = pushItem();
      item.node = child;
      const lengths = given[child];
      setItemSpacing(frame, item, lengths, innerWidth);
      setItemSizes(frame, item, lengths, bits, wholeWidth, wholeHeight, rigid);
      setItemFlex(frame, item, bits, rigid);
    }
    child = nextOf[child];
  }
  frame.end = itemsTop;
}

/** Margins, padding, border, and the shift of a relative position. */
function setItemSpacing(frame, item, lengths, innerWidth) {
  const node = item.node;
  const isRow = frame.isRow;
  if ((lengths & GIVEN_EDGES) === 0) {
    item.edgesMain = 0;
    item.edgesCross = 0;
    item.edgesByKind = 0;
  } else {
    item.edgesMain = edges(node, isRow ? PADDING_LEFT : PADDING_TOP, innerWidth);
    item.edgesCross = edges(node, isRow ? PADDING_TOP : PADDING_LEFT, innerWidth);
    item.edgesByKind = edgesByKind(node, isRow ? PADDING_LEFT : PADDING_TOP, innerWidth);
  }
  if ((lengths & GIVEN_MARGIN) === 0) {
    item.marginMain = 0;
    item.marginCross = 0;
    item.marginMainStart = 0;
    item.marginMainEnd = 0;
    item.marginCrossStart = 0;
    item.marginCrossEnd = 0;
    item.autoMainStart = false;
    item.autoMainEnd = false;
    item.autoCrossStart = false;
    item.autoCrossEnd = false;
  } else {
    setItemMargins(item, isRow ? MARGIN_LEFT : MARGIN_TOP, isRow ? MARGIN_TOP : MARGIN_LEFT, innerWidth);
  }
  item.insetMain = 0;
  item.insetCross = 0;
  if ((lengths & GIVEN_INSET) !== 0) {
    setItemInset(frame, item);
  }
}

function setItemMargins(item, main, cross, innerWidth) {
  const node = item.node;
  const units = node * LENGTHS;
  item.marginMainStart = resolveOrZero(node, main, innerWidth);
  item.marginMainEnd = resolveOrZero(node, main + 1, innerWidth);
  item.marginCrossStart = resolveOrZero(node, cross, innerWidth);
  item.marginCrossEnd = resolveOrZero(node, cross + 1, innerWidth);
  item.marginMain = fround(item.marginMainStart + item.marginMainEnd);
  item.marginCross = fround(item.marginCrossStart + item.marginCrossEnd);
  item.autoMainStart = lengthUnit[units + main] === UNIT_AUTO;
  item.autoMainEnd = lengthUnit[units + main + 1] === UNIT_AUTO;
  item.autoCrossStart = lengthUnit[units + cross] === UNIT_AUTO;
  item.autoCrossEnd = lengthUnit[units + cross + 1] === UNIT_AUTO;
}

/** Where a relative position moves the item. From right to left the right edge has the say. */
function setItemInset(frame, item) {
  const node = item.node;
  const isRow = frame.isRow;
  const innerWidth = isRow ? frame.innerMain : frame.innerCross;
  const innerHeight = isRow ? frame.innerCross : frame.innerMain;
  const left = resolve(node, LEFT, innerWidth);
  const right = resolve(node, RIGHT, innerWidth);
  const top = resolve(node, TOP, innerHeight);
  const bottom = resolve(node, BOTTOM, innerHeight);
  let across = 0;
  if (frame.isRtl && isRow) {
    across = right !== null ? right : left !== null ? -left : 0;
  } else if (frame.isRtl) {
    across = right !== null ? -right : left !== null ? left : 0;
  } else {
    across = left !== null ? left : right !== null ? -right : 0;
  }
  const down = top !== null ? top : bottom !== null ? -bottom : 0;
  item.insetMain = isRow ? across : down;
  item.insetCross = isRow ? down : across;
}

/** The sizes that the item's style gives. */
function setItemSizes(frame, item, lengths, bits, wholeWidth, wholeHeight, rigid) {
  const node = item.node;
  const isRow = frame.isRow;
  const ratio = aspectRatio[node];
  item.ratio = ratio === 0 ? null : ratio;
  item.sizeMain = null;
  item.sizeCross = null;
  item.minMain = null;
  item.minCross = null;
  item.maxMain = null;
  item.maxCross = null;
  if ((lengths & GIVEN_SIZE) !== 0) {
    resolveSize(node, WIDTH, wholeWidth, wholeHeight, ratio);
    item.sizeMain = isRow ? pair.width : pair.height;
    item.sizeCross = isRow ? pair.height : pair.width;
  }
  if ((lengths & GIVEN_MIN) !== 0) {
    resolveSize(node, MIN_WIDTH, wholeWidth, wholeHeight, 0);
    item.minMain = isRow ? pair.width : pair.height;
    item.minCross = isRow ? pair.height : pair.width;
  }
  if ((lengths & (1 << (isRow ? MIN_WIDTH : MIN_HEIGHT))) === 0) {
    item.minMain = leastUnsaid(node, isRow, rigid);
  }
  if ((lengths & GIVEN_MAX) !== 0) {
    resolveSize(node, MAX_WIDTH, wholeWidth, wholeHeight, 0);
    item.maxMain = isRow ? pair.width : pair.height;
    item.maxCross = isRow ? pair.height : pair.width;
  }
  if ((bits & STYLE_CONTENT_BOX) !== 0) {
    addItemEdges(item);
  }
  item.ratioMinMain = item.minMain;
  item.ratioMinCross = item.minCross;
  item.ratioMaxMain = item.maxMain;
  item.ratioMaxCross = item.maxCross;
  if (ratio !== 0) {
    item.ratioMinMain = transferred(item.minMain, item.minCross, ratio, isRow);
    item.ratioMinCross = transferred(item.minCross, item.minMain, ratio, !isRow);
    item.ratioMaxMain = transferred(item.maxMain, item.maxCross, ratio, isRow);
    item.ratioMaxCross = transferred(item.maxCross, item.maxMain, ratio, !isRow);
  }
}

/**
 * The least size along the main axis of an item that says nothing about it, or null for what its content needs. Where
 * nothing makes it smaller than it says, its content need not be measured to know how small it may be.
 */
function leastUnsaid(node, isRow, rigid) {
  const kind = nodeKind[node];
  if (keepsSize(node, rigid) || (isRow && kind !== KIND_VIEW)) {
    return 0;
  }
  if (isRow || kind !== KIND_TEXT) {
    return null;
  }
  // As high as it says, whatever the text, so that it need not be shaped to know that.
  const at = node * LENGTHS;
  const most = lengthUnit[at + MAX_HEIGHT];
  if (lengthUnit[at + HEIGHT] !== UNIT_PIXELS || most === UNIT_SHARE) {
    return null;
  }
  const height = lengthValue[at + HEIGHT];
  return most === UNIT_PIXELS ? min(height, lengthValue[at + MAX_HEIGHT]) : height;
}

/** Widens sizes that are those of the content. */
function addItemEdges(item) {
  item.sizeMain = addOptional(item.sizeMain, item.edgesMain);
  item.sizeCross = addOptional(item.sizeCross, item.edgesCross);
  item.minMain = addOptional(item.minMain, item.edgesMain);
  item.minCross = addOptional(item.minCross, item.edgesCross);
  item.maxMain = addOptional(item.maxMain, item.edgesMain);
  item.maxCross = addOptional(item.maxCross, item.edgesCross);
}

/** A size, or what follows from the size along the other axis. */
function transferred(own, other, ratio, isWidth) {
  if (own !== null || other === null) {
    return own;
  }
  return isWidth ? fround(other * ratio) : fround(other / ratio);
}

/** Alignment, overflow and flexibility. */
function setItemFlex(frame, item, bits, rigid) {
  const node = item.node;
  const isRow = frame.isRow;
  const hidesX = hidesAcross(node);
  const hidesY = hidesDown(node);
  item.hides = hidesX || hidesY;
  item.hidesMain = isRow ? hidesX : hidesY;
  item.hidesY = hidesY;
  item.grow = flexGrow[node];
  item.shrink = rigid ? 0 : flexShrink[node];
  item.basisIsDefinite = false;
  item.frozen = false;
  item.violation = 0;
  item.baseline = 0;
  item.offsetMain = 0;
  item.offsetCross = 0;

  const align = ownAlignment(frame, node, bits);
  item.align = align;
  const hasAuto = item.autoCrossStart || item.autoCrossEnd;
  const unit = lengthUnit[node * LENGTHS + (isRow ? HEIGHT : WIDTH)];
  // What is aligned by its baseline does not stretch: with both, each level of such nodes would be laid out twice.
  const isOnBaseline = isRow && (align & ALIGN_KEYWORD) === ALIGN_BASELINE;
  item.stretches =
    !hasAuto && (unit === UNIT_STRETCH ? !isOnBaseline : align === ALIGN_STRETCH && unit <= UNIT_AUTO);
  item.sitsOnBaseline = align === ALIGN_BASELINE && !hasAuto;
}

/** How a child is aligned across the main axis, in terms of the container. */
function ownAlignment(frame, child, bits) {
  const own = alignSelf[child] === ALIGN_AUTO ? frame.alignItems : alignSelf[child];
  const keyword = own & ALIGN_KEYWORD;
  if (keyword === ALIGN_NORMAL) {
    return ALIGN_STRETCH;
  }
  if (keyword !== ALIGN_SELF_START && keyword !== ALIGN_SELF_END) {
    return own;
  }
  const isTurned = !frame.isRow && ((bits & STYLE_RTL) !== 0) !== frame.isRtl;
  const isStart = (keyword === ALIGN_SELF_START) !== isTurned;
  return (own & ~ALIGN_KEYWORD) | (isStart ? ALIGN_START : ALIGN_END);
}

/** A line's share of the room across a container that asks for several. */
function dividedRoom(frame, room) {
  const lines = frame.lineCountLeast;
  return fround(fround(room - fround((lines - 1) * frame.gapCross)) / lines);
}

/** The base size and the hypothetical size of an item along the main axis. */
function sizeItemBase(frame, item) {
  const room = itemCrossRoom(frame, item);
  let crossIsDefinite = item.sizeCross !== null;
  let cross = clampOptional(item.sizeCross, item.ratioMinCross, item.ratioMaxCross);
  if (cross === null && item.align === ALIGN_STRETCH && !item.autoCrossStart && !item.autoCrossEnd) {
    cross = room === MIN_CONTENT || room === MAX_CONTENT ? null : room;
    crossIsDefinite = !frame.wraps && frame.hasDefiniteCross && frame.innerCross !== null;
  }
  const wholeMain = frame.mainIsDefinite ? frame.innerMain : null;
  let basis = styledBasis(frame, item, wholeMain);
  if (basis === null && crossIsDefinite && item.ratio !== null && cross !== null) {
    basis = frame.isRow ? fround(cross * item.ratio) : fround(cross / item.ratio);
    item.basisIsDefinite = true;
  }
  if (basis === null) {
    let mainRoom = basisRoom(frame, item, wholeMain);
    if (mainRoom === null) {
      mainRoom = frame.roomMain === MIN_CONTENT ? MIN_CONTENT : MAX_CONTENT;
    }
    basis = measureMain(frame, item, cross, mainRoom, room);
  }
  basis = max(basis, item.edgesByKind);
  item.basis = basis;
  item.innerBasis = fround(basis - item.edgesByKind);

  let least = item.minMain;
  if (least === null && item.hidesMain) {
    least = 0;
  }
  if (least === null) {
    // The automatic least size, https://www.w3.org/TR/css-flexbox-1/#min-size-auto
    least = measureMain(frame, item, cross, MIN_CONTENT, room);
    least = clamp(least, null, item.sizeMain);
    least = max(clamp(least, null, item.ratioMaxMain), item.edgesMain);
  }
  item.leastMain = least;
  if (item.ratioMinMain !== null) {
    least = max(least, item.ratioMinMain);
  }
  const hypothetical = clamp(basis, max(least, item.edgesMain), item.ratioMaxMain);
  item.hypotheticalMain = hypothetical;
  item.hypotheticalOuterMain = fround(hypothetical + item.marginMain);
}

/** The room across the main axis for an item, without its margins, within its least and largest size. */
function itemCrossRoom(frame, item) {
  const room = frame.roomCross;
  if (room === MIN_CONTENT) {
    return item.ratioMinCross === null ? room : item.ratioMinCross;
  }
  if (room === MAX_CONTENT) {
    return item.ratioMaxCross === null ? room : item.ratioMaxCross;
  }
  const whole = frame.innerCross === null ? room : frame.innerCross;
  const inner = fround((frame.lineCountLeast > 1 ? dividedRoom(frame, whole) : whole) - item.marginCross);
  return clamp(inner > 0 ? inner : 0, item.ratioMinCross, item.ratioMaxCross);
}

/** The room within an item's margins along the main axis, where the container's size is known. */
function mainStretch(item, wholeMain) {
  if (wholeMain === null) {
    return null;
  }
  const size = fround(wholeMain - item.marginMain);
  return size > 0 ? size : 0;
}

/** The base size that the style gives, or null when the item must be measured. */
function styledBasis(frame, item, wholeMain) {
  const node = item.node;
  const at = node * LENGTHS;
  let unit = lengthUnit[at + BASIS];
  if (unit === UNIT_PIXELS || (unit === UNIT_SHARE && wholeMain !== null)) {
    item.basisIsDefinite = true;
    const basis = resolve(node, BASIS, wholeMain);
    return (styleBits[node] & STYLE_CONTENT_BOX) !== 0 ? fround(basis + item.edgesMain) : basis;
  }
  if (unit <= UNIT_AUTO) {
    if (item.sizeMain !== null) {
      item.basisIsDefinite = true;
      return item.sizeMain;
    }
    unit = lengthUnit[at + (frame.isRow ? WIDTH : HEIGHT)];
  }
  if (unit === UNIT_STRETCH && wholeMain !== null) {
    item.basisIsDefinite = true;
    return mainStretch(item, wholeMain);
  }
  return null;
}

/** The room that a keyword of the basis, or of the size that stands in for it, asks to be measured in; or null. */
function basisRoom(frame, item, wholeMain) {
  const at = item.node * LENGTHS;
  let which = BASIS;
  if (lengthUnit[at + BASIS] <= UNIT_AUTO) {
    which = frame.isRow ? WIDTH : HEIGHT;
  }
  return keywordRoom(at + which, mainStretch(item, wholeMain));
}

/** The room that a sizing keyword asks to be measured in; null for anything else. */
function keywordRoom(at, stretch) {
  switch (lengthUnit[at]) {
    case UNIT_MIN_CONTENT:
      return MIN_CONTENT;
    case UNIT_MAX_CONTENT:
      return MAX_CONTENT;
    case UNIT_FIT_CONTENT:
      return stretch;
    default:
      return null;
  }
}

/** Measures an item's content along the main axis. */
function measureMain(frame, item, cross, mainRoom, crossRoom) {
  if (frame.isRow) {
    layoutNode(item.node, AXIS_HORIZONTAL | CONTENT_SIZE, null, cross, null, frame.innerCross, mainRoom, crossRoom);
    return out.width;
  }
  layoutNode(item.node, AXIS_VERTICAL | CONTENT_SIZE, cross, null, frame.innerCross, null, crossRoom, mainRoom);
  return out.height;
}
