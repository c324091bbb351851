// The working records of flexbox: one frame per level of nesting and one item per child in it. They are made when first
// needed and used again, so that a layout allocates nothing. Their sizes are along the main and the cross axis; a size
// that is not there is null. A record's field is cheaper to read than an element of a typed array.

function FlexItem() {
  this.node = NONE;
  this.ratio = null;
  this.align = ALIGN_STRETCH;
  this.grow = 0;
  this.shrink = 0;
  /** What reaches out of it is hidden: along any axis, along the main axis, below. */
  this.hides = false;
  this.hidesMain = false;
  this.hidesY = false;
  /** Its cross size is that of the line. */
  this.stretches = false;
  /** It is aligned by its baseline. */
  this.sitsOnBaseline = false;
  this.basisIsDefinite = false;
  this.frozen = false;
  this.sizeMain = null;
  this.sizeCross = null;
  this.minMain = null;
  this.minCross = null;
  this.maxMain = null;
  this.maxCross = null;
  /** Least and largest sizes with those that follow from the other axis by the aspect ratio. */
  this.ratioMinMain = null;
  this.ratioMinCross = null;
  this.ratioMaxMain = null;
  this.ratioMaxCross = null;
  this.insetMain = 0;
  this.insetCross = 0;
  /** Padding and border of both sides together; the last along the main axis, added up in another order. */
  this.edgesMain = 0;
  this.edgesCross = 0;
  this.edgesByKind = 0;
  this.marginMain = 0;
  this.marginCross = 0;
  this.marginMainStart = 0;
  this.marginMainEnd = 0;
  this.marginCrossStart = 0;
  this.marginCrossEnd = 0;
  this.autoMainStart = false;
  this.autoMainEnd = false;
  this.autoCrossStart = false;
  this.autoCrossEnd = false;
  this.basis = 0;
  this.innerBasis = 0;
  this.leastMain = 0;
  this.fraction = 0;
  this.violation = 0;
  this.hypotheticalMain = 0;
  this.hypotheticalCross = 0;
  this.hypotheticalOuterMain = 0;
  this.hypotheticalOuterCross = 0;
  this.targetMain = 0;
  this.targetCross = 0;
  this.targetOuterMain = 0;
  this.targetOuterCross = 0;
  this.offsetMain = 0;
  this.offsetCross = 0;
  this.baseline = 0;
}

/** A run of items and its place along the cross axis. */
function FlexLine() {
  this.first = 0;
  this.end = 0;
  this.cross = 0;
  this.offset = 0;
}

const EDGE_START = 0;
const EDGE_CENTER = 1;
const EDGE_END = 2;

/** One axis of an absolute box. What is automatic is null. */
function AbsoluteAxis() {
  /** The container's border at the start, and its size within the border. */
  this.border = 0;
  this.room = 0;
  this.start = null;
  this.end = null;
  this.marginStart = null;
  this.marginEnd = null;
  this.hasAutoMargin = false;
  this.align = ALIGN_NORMAL;
  this.isInline = false;
  this.isReversed = false;
  this.scrolls = false;
  /** Where the box would stand without insets: at an edge of an area. */
  this.staticStart = 0;
  this.staticEnd = 0;
  this.staticEdge = EDGE_START;
  this.staticIsSafe = false;
  /** The room between the insets. */
  this.between = 0;
  this.betweenEnd = 0;
}

function FlexFrame() {
  this.node = NONE;
  this.isRow = false;
  this.isReverse = false;
  this.isRtl = false;
  this.wraps = false;
  this.wrapsInReverse = false;
  this.balances = false;
  this.lineCountLeast = 1;
  this.alignItems = ALIGN_STRETCH;
  this.alignContent = ALIGN_STRETCH;
  this.justify = ALIGN_FLEX_START;

  this.minMain = null;
  this.minCross = null;
  this.maxMain = null;
  this.maxCross = null;
  this.knownCross = null;
  this.innerMain = null;
  this.innerCross = null;
  this.mainIsDefinite = false;
  this.hasDefiniteMain = false;
  this.hasDefiniteCross = false;
  this.crossRoomIsDefinite = false;
  this.roomMain = MAX_CONTENT;
  this.roomCross = MAX_CONTENT;

  /** Padding and border. */
  this.edgesMain = 0;
  this.edgesCross = 0;
  this.edgeMainStart = 0;
  this.edgeMainEnd = 0;
  this.edgeCrossStart = 0;
  this.edgeCrossEnd = 0;
  this.gapMain = 0;
  this.gapCross = 0;
  this.outerMain = 0;
  this.outerCross = 0;
  this.contentMain = 0;
  this.contentCross = 0;

  /** The items of this container: a stretch of `flexItems`. */
  this.first = 0;
  this.end = 0;
  this.lines = [];
  this.lineCount = 0;

  /** The axes of the absolute child under way. */
  this.across = new AbsoluteAxis();
  this.down = new AbsoluteAxis();
}

const flexItems = [];
const flexFrames = [];
/** Items and frames in use by the containers under way. */
let itemsTop = 0;
let framesTop = 0;

function pushFrame() {
  if (framesTop === flexFrames.length) {
    flexFrames.push(new FlexFrame());
  }
  const frame = flexFrames[framesTop];
  framesTop += 1;
  frame.first = itemsTop;
  frame.end = itemsTop;
  frame.lineCount = 0;
  return frame;
}

function popFrame(frame) {
  itemsTop = frame.first;
  framesTop -= 1;
}

function pushItem() {
  if (itemsTop === flexItems.length) {
    flexItems.push(new FlexItem());
  }
  const item = flexItems[itemsTop];
  itemsTop += 1;
  return item;
}

function pushLine(frame, first, end) {
  if (frame.lineCount === frame.lines.length) {
    frame.lines.push(new FlexLine());
  }
  const line = frame.lines[frame.lineCount];
  frame.lineCount += 1;
  line.first = first;
  line.end = end;
  line.cross = 0;
  line.offset = 0;
}

/** The gaps between a number of things. */
function gaps(gap, count) {
  return count <= 1 ? 0 : fround(gap * (count - 1));
}
