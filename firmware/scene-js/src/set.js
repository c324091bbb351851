// What `Set` does to a node. Answers null, or why it was refused.

const TEXT_BYTES_MAX = 512 * 1024;

const REFUSED_NOT_FOR_THIS_KIND = 'this kind of node does not have the property';
const REFUSED_WRONG_VALUE = 'the property does not take this value';
const REFUSED_TOO_MUCH_TEXT = 'the scene has too many bytes of text: shorten it';
const REFUSED_NOT_OF_LAYOUT = 'this script lays out and has no such property';

/** Bytes of all texts, in UTF-8. */
let textBytes = 0;

/** `value` is a number, a keyword's number, a flag or a text; of a text, `bytes` is its length in UTF-8. */
function setProp(node, prop, kind, value, bytes) {
  if (!exists(node)) {
    return REFUSED_NO_SUCH_NODE;
  }
  switch (prop) {
    case PROP_CLIP:
      return setCause(node, FLAG_CUT, kind, value, false);
    case PROP_VISIBLE:
      return setCause(node, FLAG_INVISIBLE, kind, value, true);
    case PROP_TEXT:
    case PROP_FONT_SIZE:
    case PROP_FONT_WEIGHT:
    case PROP_TEXT_ALIGN:
    case PROP_MAX_LINES:
    case PROP_LINE_HEIGHT:
      return setTextProp(node, prop, kind, value, bytes);
    default:
      return isLayoutProp[prop] !== 0 ? setLayout(node, prop, kind, value) : REFUSED_NOT_OF_LAYOUT;
  }
}

function setLayout(node, prop, kind, value) {
  const result = setLayoutProp(node, prop, kind, value);
  if (result === SET_WRONG) {
    return REFUSED_WRONG_VALUE;
  }
  if (result === SET_SAME) {
    return null;
  }
  switch (prop) {
    case PROP_DISPLAY:
    case PROP_OVERFLOW:
    case PROP_OVERFLOW_X:
    case PROP_OVERFLOW_Y:
      followCauses(node);
      break;
    case PROP_LAYOUT_DIRECTION:
      inheritDirection(node, inheritedBits(node));
      directionChanged(node);
      break;
    case PROP_ALIGN:
    case PROP_DIRECTION:
      alignmentChanged(node);
      break;
    default:
  }
  if (isInnerProp[prop] !== 0) {
    contentChanged(node);
  } else {
    styleChanged(node);
  }
  return null;
}

/** Sets a flag from which others follow; with `isOpposite` the flag is on where the property is off. */
function setCause(node, cause, kind, value, isOpposite) {
  if (kind !== VALUE_FLAG && kind !== VALUE_UNSET) {
    return REFUSED_WRONG_VALUE;
  }
  const isOn = kind === VALUE_FLAG && value !== isOpposite;
  putFlag(node, cause, isOn);
  followCauses(node);
  return null;
}

function putFlag(node, flag, isOn) {
  nodeFlags[node] = isOn ? nodeFlags[node] | flag : nodeFlags[node] & ~flag;
}

/** Brings the flags up to date that follow from a property and a layout property together. */
function followCauses(node) {
  const flags = nodeFlags[node];
  const bits = styleBits[node];
  putFlag(node, FLAG_HIDDEN, (flags & FLAG_INVISIBLE) !== 0 || (bits & STYLE_NONE) !== 0);
  const clips = (flags & FLAG_CUT) !== 0 || (bits & (STYLE_HIDES_X | STYLE_HIDES_Y)) !== 0;
  if (clips !== ((flags & FLAG_CLIP) !== 0)) {
    putFlag(node, FLAG_CLIP, clips);
    // Clipping cuts the extent.
    contentChanged(node);
  }
}

function setTextProp(node, prop, kind, value, bytes) {
  const isAlign = prop === PROP_TEXT_ALIGN;
  const takes = prop === PROP_TEXT ? VALUE_TEXT : isAlign ? VALUE_KEYWORD : VALUE_NUMBER;
  if (kind !== VALUE_UNSET && kind !== takes) {
    return REFUSED_WRONG_VALUE;
  }
  const content = textOf[node];
  if (content === null) {
    return REFUSED_NOT_FOR_THIS_KIND;
  }
  const isSet = kind !== VALUE_UNSET;
  let changed;
  if (prop === PROP_TEXT) {
    const text = isSet ? value : '';
    const total = textBytes - content.bytes + (isSet ? bytes : 0);
    if (total > TEXT_BYTES_MAX) {
      return REFUSED_TOO_MUCH_TEXT;
    }
    changed = content.text !== text;
    content.text = text;
    content.bytes = isSet ? bytes : 0;
    textBytes = total;
  } else if (isAlign) {
    if (isSet && (value < WORD_START || value > WORD_END) && (value < WORD_LEFT || value > WORD_JUSTIFY)) {
      return REFUSED_WRONG_VALUE;
    }
    const align = isSet ? value : WORD_START;
    changed = content.align !== align;
    content.align = align;
  } else {
    changed = setTextNumber(content, prop, isSet ? value : null);
  }
  if (changed) {
    releaseText(content);
    contentChanged(node);
  }
  return null;
}

/** Changes a number, null for its default; answers whether it is another now. */
function setTextNumber(content, prop, value) {
  let before;
  if (prop === PROP_FONT_SIZE) {
    before = content.size;
    content.size = value === null ? FONT_SIZE_DEFAULT : within(value, 1, 512);
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
  before = content.lineHeight;
  content.lineHeight = value === null ? LINE_HEIGHT_DEFAULT : within(value, 0.5, 10);
  return content.lineHeight !== before;
}
