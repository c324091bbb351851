// The text of a text node and its shaped layouts, at most two at a time: one unbounded and one at the width shown.

const SAME_WIDTH_PIXELS = fround(0.01);
const SNUG_PIXELS = 0.5;

const TEXT_ALIGN_START = 0;

/** A layout by the host and what it was made for; layout 0 takes no room and is not painted. */
function ShapedText() {
  this.isHeld = false;
  /** Infinite for one unbounded line. */
  this.widthMost = 0;
  this.layout = 0;
  this.width = 0;
  this.height = 0;
  this.baseline = 0;
}

function TextContent() {
  this.text = '';
  this.size = 24;
  this.weight = 400;
  this.linesMost = 0;
  this.lineHeight = fround(1.2);
  this.align = TEXT_ALIGN_START;
  this.first = new ShapedText();
  this.second = new ShapedText();
  /** The second layout makes room for the next. */
  this.secondIsOldest = false;
}

/** The texts by node number. */
const textOf = [];
const NO_TEXT = new ShapedText();
/** Where the host leaves the width, height and baseline of a text. */
const metrics = new Float32Array(3);

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
    return (
      widthMost === Infinity || (slack >= -SAME_WIDTH_PIXELS && (content.align === TEXT_ALIGN_START || slack < SNUG_PIXELS))
    );
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
    content.text, content.size, content.weight, content.align, content.linesMost, content.lineHeight, widthMost, metrics,
  );
  releaseShaped(shaped);
  shaped.isHeld = true;
  shaped.widthMost = widthMost;
  shaped.layout = layout;
  shaped.width = soundSide(metrics[0]);
  shaped.height = soundSide(metrics[1]);
  shaped.baseline = soundSide(metrics[2]);
  return shaped;
}

/** A size from the host that layout can work with. */
function soundSide(value) {
  if (value !== value || value === Infinity || value === -Infinity) {
    return 0;
  }
  return min(max(value, 0), 1e5);
}

/** Measures a text within the room given. Leaves its size in `measured`. */
function measureText(node, knownWidth, knownHeight, roomWidth, roomHeight) {
  const content = textOf[node];
  let widthMost = Infinity;
  if (knownWidth !== null) {
    widthMost = max(knownWidth, 0);
  } else if (roomWidth === MIN_CONTENT) {
    if (content.linesMost > 0) {
      // It can shrink to an ellipsis and less.
      measured.width = 0;
      measured.height = knownHeight === null ? shapeText(content, Infinity).height : knownHeight;
      return;
    }
    widthMost = 0;
  } else if (roomWidth !== MAX_CONTENT) {
    widthMost = max(roomWidth, 0);
  }
  const shaped = shapeText(content, widthMost);
  measured.width = knownWidth === null ? shaped.width : knownWidth;
  measured.height = knownHeight === null ? shaped.height : knownHeight;
}
