// What commands do to a text.

/** Largest font size in pixels. */
const FONT_SIZE_MAX = 512;

/** Changes a property of a text. Answers null, or why it was refused. */
function setTextProp(node, prop, kind, value, bytes) {
  const content = textOf[node];
  if (content === null) {
    return REFUSED_NOT_FOR_THIS_KIND;
  }
  const isSet = kind !== VALUE_UNSET;
  let changed;
  switch (prop) {
    case PROP_TEXT:
      if (textBytes - content.bytes + bytes > TEXT_BYTES_MAX) {
        return REFUSED_TOO_MUCH_TEXT;
      }
      changed = setText(content, isSet ? value : '', bytes);
      break;
    case PROP_TEXT_ALIGN: {
      if (isSet && (value < WORD_START || value > WORD_END) && (value < WORD_LEFT || value > WORD_JUSTIFY)) {
        return REFUSED_WRONG_VALUE;
      }
      const align = isSet ? value : WORD_START;
      changed = content.align !== align;
      content.align = align;
      break;
    }
    case PROP_TEXT_DIRECTION: {
      if (isSet && value !== WORD_LTR && value !== WORD_RTL) {
        return REFUSED_WRONG_VALUE;
      }
      const direction = isSet ? value : WORD_NONE;
      changed = content.direction !== direction;
      content.direction = direction;
      break;
    }
    case PROP_ITALIC: {
      const isItalic = isSet && value;
      changed = content.isItalic !== isItalic;
      content.isItalic = isItalic;
      break;
    }
    default:
      changed = setTextNumber(content, prop, isSet ? value : null);
  }
  if (changed) {
    releaseText(content);
    contentChanged(node);
    repaintPart(node);
  }
  return null;
}

/** Changes what a text says, which has no parts in another style then; answers whether something changed. */
function setText(content, text, bytes) {
  if (content.text === text && content.spans === null) {
    return false;
  }
  textBytes += bytes - content.bytes;
  content.text = text;
  content.bytes = bytes;
  content.spans = null;
  content.spanSize = 0;
  return true;
}

/** Gives parts of a text another style: spans as they stand in the command. Answers null, or why it was refused. */
function styleText(node, from, to) {
  if (!exists(node)) {
    return REFUSED_NO_SUCH_NODE;
  }
  const content = textOf[node];
  if (content === null) {
    return REFUSED_NOT_FOR_THIS_KIND;
  }
  const more = to - from - (content.spans === null ? 0 : content.spans.length);
  if (textBytes + more > TEXT_BYTES_MAX) {
    return REFUSED_TOO_MUCH_TEXT;
  }
  if (hasSpans(content, from, to)) {
    return null;
  }
  textBytes += more;
  content.bytes += more;
  content.spans = to > from ? batchBytes.slice(from, to) : null;
  content.spanSize = 0;
  for (let at = from; at < to; at += SPAN_BYTES) {
    if ((batchBytes[at + SPAN_FIELDS_AT] & SPAN_HAS_SIZE) !== 0) {
      content.spanSize = within(batchView.getFloat32(at + SPAN_SIZE_AT, true), content.spanSize, FONT_SIZE_MAX);
    }
  }
  releaseText(content);
  contentChanged(node);
  repaintPart(node);
  return null;
}

/** True when a text has these spans of the command already. */
function hasSpans(content, from, to) {
  const spans = content.spans;
  if (spans === null || spans.length !== to - from) {
    return spans === null && from === to;
  }
  for (let at = 0; at < spans.length; at++) {
    if (spans[at] !== batchBytes[from + at]) {
      return false;
    }
  }
  return true;
}

/** Changes a number, null for its default; answers whether it is another now. */
function setTextNumber(content, prop, value) {
  let before;
  if (prop === PROP_FONT_SIZE) {
    before = content.size;
    content.size = value === null ? FONT_SIZE_DEFAULT : within(value, 1, FONT_SIZE_MAX);
    return content.size !== before;
  }
  if (prop === PROP_FONT_WEIGHT) {
    before = content.weight;
    content.weight = value === null ? WEIGHT_DEFAULT : within(value, 100, 900);
    return content.weight !== before;
  }
  if (prop === PROP_MAX_LINES) {
    before = content.linesMost;
    content.linesMost = value === null ? 0 : within(value, 0, 1000);
    return content.linesMost !== before;
  }
  if (prop === PROP_LETTER_SPACING) {
    before = content.letterSpacing;
    content.letterSpacing = value === null ? 0 : within(value, -512, 512);
    return content.letterSpacing !== before;
  }
  before = content.lineHeight;
  content.lineHeight = value === null ? LINE_HEIGHT_DEFAULT : within(value, 0.5, 10);
  return content.lineHeight !== before;
}
