// Changing styles. Every setter answers whether the value is another now.

const FIELD_GROW = 0;
const FIELD_SHRINK = 1;
const FIELD_RATIO = 2;

const FIELD_WRAP = 0;
const FIELD_LINES_LEAST = 1;
const FIELD_SCROLL = 2;
const FIELD_ALIGN_ITEMS = 3;
const FIELD_ALIGN_SELF = 4;
const FIELD_ALIGN_CONTENT = 5;
const FIELD_JUSTIFY = 6;

/** True when the length at `which` is 0 pixels by default, and otherwise is automatic. */
function isPixelsByDefault(which) {
  return which >= MARGIN_LEFT && which < BASIS;
}

function setLength(node, which, unit, value) {
  const at = node * LENGTHS + which;
  const rounded = fround(value);
  if (lengthUnit[at] === unit && lengthValue[at] === rounded) {
    return false;
  }
  lengthUnit[at] = unit;
  lengthValue[at] = rounded;
  const isDefault = isPixelsByDefault(which) ? unit === UNIT_PIXELS && rounded === 0 : unit === UNIT_AUTO;
  if (isDefault) {
    given[node] &= ~(1 << which);
  } else {
    given[node] |= 1 << which;
  }
  return true;
}

function setNumber(node, field, value) {
  const numbers = field === FIELD_GROW ? flexGrow : field === FIELD_SHRINK ? flexShrink : aspectRatio;
  const rounded = fround(value);
  const changed = numbers[node] !== rounded;
  numbers[node] = rounded;
  return changed;
}

function keywordsOf(field) {
  switch (field) {
    case FIELD_WRAP:
      return wrapMode;
    case FIELD_LINES_LEAST:
      return lineCountLeast;
    case FIELD_SCROLL:
      return scrollAxis;
    case FIELD_ALIGN_ITEMS:
      return alignItems;
    case FIELD_ALIGN_SELF:
      return alignSelf;
    case FIELD_ALIGN_CONTENT:
      return alignContent;
    default:
      return justifyContent;
  }
}

function setKeyword(node, field, word) {
  const words = keywordsOf(field);
  const changed = words[node] !== word;
  words[node] = word;
  return changed;
}

/** Sets or clears one of the `STYLE` bits. */
function setStyleBit(node, bit, on) {
  const before = styleBits[node];
  styleBits[node] = on ? before | bit : before & ~bit;
  return styleBits[node] !== before;
}
