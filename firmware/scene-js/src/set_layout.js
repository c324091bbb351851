// How commands change the layout half of a style: what each property takes, and within which bounds.

/** Largest coordinate or length, in pixels, and largest percentage, either sign. More is taken as this. */
const COORDINATE_MAX = 1e6;
const PERCENT_MAX = 1000;
const RATIO_LEAST = fround(0.001);
const RATIO_MOST = 1000;
const LINES_MAX = 64;

/** Answers of the setters: nothing changed, it did, or the property does not take the value. */
const SET_SAME = 0;
const SET_CHANGED = 1;
const SET_WRONG = 2;

/** Kinds of values, as they stand in commands. */
const VALUE_UNSET = 0;
const VALUE_NUMBER = 1;
const VALUE_PERCENT = 2;
const VALUE_AUTO = 3;
const VALUE_COLOR = 4;
const VALUE_TEXT = 5;
const VALUE_KEYWORD = 6;
const VALUE_FLAG = 7;
const VALUE_NODE = 8;

/** Changes a property of layout; `value` is a number or the number of a keyword. */
function setLayoutProp(node, prop, kind, value) {
  if (prop === PROP_GAP) {
    const rows = setLengthProp(node, PROP_GAP, ROW_GAP, kind, value);
    return max(rows, setLengthProp(node, PROP_GAP, COLUMN_GAP, kind, value));
  }
  const which = lengthOfProp[prop] | 0;
  if (which >= 0) {
    return setLengthProp(node, prop, which, kind, value);
  }
  const takesNumber = kindOfProp[prop] === KIND_OF_NUMBER;
  if (kind !== VALUE_UNSET && kind !== (takesNumber ? VALUE_NUMBER : VALUE_KEYWORD)) {
    return SET_WRONG;
  }
  return takesNumber ? setNumberProp(node, prop, kind, value) : setWordProp(node, prop, kind === VALUE_UNSET ? -1 : value);
}

function put(array, node, value) {
  if (array[node] === value) {
    return SET_SAME;
  }
  array[node] = value;
  return SET_CHANGED;
}

function setNumberProp(node, prop, kind, value) {
  const isSet = kind === VALUE_NUMBER;
  switch (prop) {
    case PROP_GROW:
      return put(flexGrow, node, isSet ? within(value, 0, COORDINATE_MAX) : 0);
    case PROP_SHRINK:
      return put(flexShrink, node, isSet ? within(value, 0, COORDINATE_MAX) : 1);
    case PROP_LINE_COUNT:
      return put(lineCountLeast, node, isSet ? Math.floor(within(value, 1, LINES_MAX)) : 1);
    default:
      return put(aspectRatio, node, isSet && value > 0 ? within(value, RATIO_LEAST, RATIO_MOST) : 0);
  }
}

function setLengthProp(node, prop, which, kind, value) {
  // Only insets and margins may be negative.
  const isSigned = which >= LEFT && which < PADDING_LEFT;
  const takes = kindOfProp[prop];
  switch (kind) {
    case VALUE_UNSET:
      return putLength(node, which, isPixelsByDefault(which) ? UNIT_PIXELS : UNIT_UNSET, 0);
    case VALUE_NUMBER:
      return putLength(node, which, UNIT_PIXELS, within(value, isSigned ? -COORDINATE_MAX : 0, COORDINATE_MAX));
    case VALUE_PERCENT: {
      const percent = within(value, isSigned ? -PERCENT_MAX : 0, PERCENT_MAX);
      return takes === KIND_OF_NUMBER ? SET_WRONG : putLength(node, which, UNIT_SHARE, fround(percent / 100));
    }
    case VALUE_AUTO:
      return takes === KIND_OF_LENGTH ? putLength(node, which, UNIT_AUTO, 0) : SET_WRONG;
    case VALUE_KEYWORD: {
      const unit = unitOfWord[value];
      const takesWord = which === BASIS || ((which === WIDTH || which === HEIGHT) && unit !== UNIT_CONTENT);
      return takesWord && unit !== UNIT_UNSET ? putLength(node, which, unit, 0) : SET_WRONG;
    }
    default:
      return SET_WRONG;
  }
}

/** True for the lengths that are 0 pixels when nothing was said. */
function isPixelsByDefault(which) {
  return which >= MARGIN_LEFT && which < BASIS;
}

function putLength(node, which, unit, value) {
  const at = node * LENGTHS + which;
  if (lengthUnit[at] === unit && lengthValue[at] === value) {
    return SET_SAME;
  }
  lengthUnit[at] = unit;
  lengthValue[at] = value;
  const isDefault = isPixelsByDefault(which) ? unit === UNIT_PIXELS && value === 0 : unit === UNIT_UNSET;
  const bit = 1 << which;
  given[node] = isDefault ? given[node] & ~bit : given[node] | bit;
  shared[node] = unit === UNIT_SHARE ? shared[node] | bit : shared[node] & ~bit;
  return SET_CHANGED;
}

/** Sets some of a node's style bits to what they are in `bits`. */
function putBits(node, mask, bits) {
  return put(styleBits, node, (styleBits[node] & ~mask) | bits);
}

/** `word` is -1 for the default. */
function setWordProp(node, prop, word) {
  switch (prop) {
    case PROP_POSITION:
      return takes(word, WORD_RELATIVE, WORD_ABSOLUTE)
        ? putBits(node, STYLE_ABSOLUTE, word === WORD_ABSOLUTE ? STYLE_ABSOLUTE : 0) : SET_WRONG;
    case PROP_DIRECTION:
      return setDirection(node, word);
    case PROP_WRAP:
      return setWrap(node, word);
    case PROP_ALIGN:
      return setAlignment(alignItems, node, alignmentOfItem, word, ALIGN_STRETCH);
    case PROP_ALIGN_SELF:
      return setAlignment(alignSelf, node, alignmentOfItem, word, ALIGN_AUTO);
    case PROP_ALIGN_CONTENT:
      return setAlignment(alignContent, node, alignmentOfContent, word, ALIGN_STRETCH);
    case PROP_JUSTIFY:
      return setAlignment(justifyContent, node, alignmentOfContent, word, ALIGN_FLEX_START);
    case PROP_BOX_SIZING:
      return takes(word, WORD_BORDER_BOX, WORD_CONTENT_BOX)
        ? putBits(node, STYLE_CONTENT_BOX, word === WORD_CONTENT_BOX ? STYLE_CONTENT_BOX : 0) : SET_WRONG;
    case PROP_DISPLAY:
      return takes(word, WORD_FLEX, WORD_NONE)
        ? putBits(node, STYLE_NONE, word === WORD_NONE ? STYLE_NONE : 0) : SET_WRONG;
    case PROP_OVERFLOW:
      return setOverflow(node, word, STYLE_HIDES_X | STYLE_HIDES_Y);
    case PROP_OVERFLOW_X:
      return setOverflow(node, word, STYLE_HIDES_X);
    case PROP_OVERFLOW_Y:
      return setOverflow(node, word, STYLE_HIDES_Y);
    case PROP_LAYOUT_DIRECTION:
      return takes(word, WORD_LTR, WORD_RTL)
        ? putBits(node, STYLE_OWN_LTR | STYLE_OWN_RTL, word < 0 ? 0 : word === WORD_RTL ? STYLE_OWN_RTL : STYLE_OWN_LTR)
        : SET_WRONG;
    default:
      return setScrollAxis(node, word);
  }
}

/** True for the default and for two words. */
function takes(word, first, second) {
  return word < 0 || word === first || word === second;
}

function setAlignment(array, node, words, word, otherwise) {
  if (word < 0) {
    return put(array, node, otherwise);
  }
  return words[word] === ALIGN_AUTO ? SET_WRONG : put(array, node, words[word]);
}

function setWrap(node, word) {
  switch (word) {
    case -1:
    case WORD_NOWRAP:
      return put(wrapMode, node, WRAP_NONE);
    case WORD_WRAP:
      return put(wrapMode, node, WRAP_FORWARD);
    case WORD_WRAP_REVERSE:
      return put(wrapMode, node, WRAP_REVERSE);
    case WORD_BALANCE:
      return put(wrapMode, node, WRAP_BALANCE);
    case WORD_BALANCE_REVERSE:
      return put(wrapMode, node, WRAP_BALANCE_REVERSE);
    default:
      return SET_WRONG;
  }
}

function setDirection(node, word) {
  const mask = STYLE_ROW | STYLE_REVERSE;
  switch (word) {
    case -1:
    case WORD_COLUMN:
      return putBits(node, mask, 0);
    case WORD_ROW:
      return putBits(node, mask, STYLE_ROW);
    case WORD_COLUMN_REVERSE:
      return putBits(node, mask, STYLE_REVERSE);
    case WORD_ROW_REVERSE:
      return putBits(node, mask, mask);
    default:
      return SET_WRONG;
  }
}

function setOverflow(node, word, mask) {
  return takes(word, WORD_VISIBLE, WORD_HIDDEN) ? putBits(node, mask, word === WORD_HIDDEN ? mask : 0) : SET_WRONG;
}

function setScrollAxis(node, word) {
  switch (word) {
    case -1:
    case WORD_NONE:
      return put(scrollAxis, node, SCROLL_NONE);
    case WORD_X:
      return put(scrollAxis, node, SCROLL_X);
    case WORD_Y:
      return put(scrollAxis, node, SCROLL_Y);
    default:
      return SET_WRONG;
  }
}
