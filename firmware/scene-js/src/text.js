// The text of a text node and its shaped layouts, at most two at a time: one unbounded and one at the width shown.

const SAME_WIDTH_PIXELS = fround(0.01);
const SNUG_PIXELS = 0.5;

const FONT_SIZE_DEFAULT = 24;
const WEIGHT_DEFAULT = 400;
/** A multiple of the font size. */
const LINE_HEIGHT_DEFAULT = fround(1.2);

/** A layout by the host and what it was made for; layout 0 takes no room and is not painted. */
function ShapedText() {
  this.isHeld = false;
  /** Infinite for one unbounded line. */
  this.widthMost = 0;
  this.layout = 0;
  this.width = 0;
  this.height = 0;
  this.baseline = 0;
  this.isRtl = false;
}

function TextContent() {
  this.text = '';
  /** Length of the text in UTF-8 and of its spans. */
  this.bytes = 0;
  this.size = FONT_SIZE_DEFAULT;
  this.weight = WEIGHT_DEFAULT;
  this.linesMost = 0;
  this.lineHeight = LINE_HEIGHT_DEFAULT;
  /** Pixels beyond what the font says. */
  this.letterSpacing = 0;
  this.isItalic = false;
  this.align = WORD_START;
  /** `none` to let the text decide. */
  this.direction = WORD_NONE;
  /** Parts in another style, as they stand in commands; null for none. */
  this.spans = null;
  /** The largest font size of a part. */
  this.spanSize = 0;
  this.first = new ShapedText();
  this.second = new ShapedText();
  /** The second layout makes room for the next. */
  this.secondIsOldest = false;
}

/** The texts by node number. */
const textOf = [];

function growTexts(nodes) {
  growList(textOf, nodes);
}

const NO_TEXT = new ShapedText();
/** Where the host leaves the width, height and baseline of a text, and 1 when it runs from right to left. */
const metrics = new Float32Array(4);

/** Gives the layouts of a text back. */
function releaseText(content) {
  releaseShaped(content.first);
  releaseShaped(content.second);
}

function releaseShaped(shaped) {
  if (shaped.isHeld && shaped.layout !== 0) {
    host.releaseText(shaped.layout);
  }
  shaped.isHeld = false;
}

/** True when a layout made for one width looks the same at another. */
function serves(content, shaped, widthMost) {
  if (!shaped.isHeld) {
    return false;
  }
  if (shaped.widthMost === Infinity) {
    const slack = fround(widthMost - shaped.width);
    // All lines begin at the left edge, however wide the box is.
    const isLeft = content.align === WORD_START && !shaped.isRtl;
    return widthMost === Infinity || (slack >= -SAME_WIDTH_PIXELS && (isLeft || slack < SNUG_PIXELS));
  }
  return Math.abs(fround(shaped.widthMost - widthMost)) < SAME_WIDTH_PIXELS;
}

/** The layout for a width, shaped now unless one of those kept will do. */
function shapeText(content, widthMost) {
  if (content.text === '') {
    return NO_TEXT;
  }
  if (serves(content, content.first, widthMost)) {
    return content.first;
  }
  if (serves(content, content.second, widthMost)) {
    return content.second;
  }
  const shaped = content.secondIsOldest ? content.second : content.first;
  content.secondIsOldest = !content.secondIsOldest;
  const layout = host.measureText(
    content.text, content.size, Math.floor(content.weight), content.isItalic, content.align, content.direction,
    content.letterSpacing, Math.floor(content.linesMost), content.lineHeight, widthMost, metrics, content.spans,
  );
  releaseShaped(shaped);
  shaped.isHeld = true;
  shaped.widthMost = widthMost;
  shaped.layout = layout;
  shaped.width = soundSide(metrics[0]);
  shaped.height = soundSide(metrics[1]);
  shaped.baseline = soundSide(metrics[2]);
  shaped.isRtl = metrics[3] === 1;
  return shaped;
}

/** A size from the host that layout can work with. */
function soundSide(value) {
  if (value !== value || value === Infinity || value === -Infinity) {
    return 0;
  }
  return min(max(value, 0), 1e5);
}

/**
 * Measures a text. Where a side is known the room along it is that side's, and it keeps it when the room is a number.
 * Leaves the size in `measured`.
 */
function measureText(node, widthIsKnown, heightIsKnown, roomWidth, roomHeight) {
  const content = textOf[node];
  const isLimited = roomWidth !== MIN_CONTENT && roomWidth !== MAX_CONTENT;
  let widthMost = Infinity;
  if (isLimited) {
    widthMost = max(roomWidth, 0);
  } else if (roomWidth === MIN_CONTENT) {
    widthMost = 0;
  }
  const keepsWidth = widthIsKnown && isLimited;
  const keepsHeight = heightIsKnown && roomHeight !== MIN_CONTENT && roomHeight !== MAX_CONTENT;
  if (roomWidth === MIN_CONTENT && content.linesMost > 0) {
    // It can shrink to an ellipsis and less.
    measured.width = 0;
    measured.height = keepsHeight ? roomHeight : shapeText(content, Infinity).height;
    return;
  }
  const shaped = shapeText(content, widthMost);
  measured.width = keepsWidth ? roomWidth : shaped.width;
  measured.height = keepsHeight ? roomHeight : shaped.height;
}
