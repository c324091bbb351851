// What the numbers of properties and keywords stand for here.

/** Where `lengthValue` has a property; -1 for what is not a length. */
const lengthOfProp = new Int8Array(256).fill(-1);
lengthOfProp[PROP_WIDTH] = WIDTH;
lengthOfProp[PROP_HEIGHT] = HEIGHT;
lengthOfProp[PROP_MIN_WIDTH] = MIN_WIDTH;
lengthOfProp[PROP_MIN_HEIGHT] = MIN_HEIGHT;
lengthOfProp[PROP_MAX_WIDTH] = MAX_WIDTH;
lengthOfProp[PROP_MAX_HEIGHT] = MAX_HEIGHT;
lengthOfProp[PROP_LEFT] = LEFT;
lengthOfProp[PROP_TOP] = TOP;
lengthOfProp[PROP_RIGHT] = RIGHT;
lengthOfProp[PROP_BOTTOM] = BOTTOM;
lengthOfProp[PROP_PADDING_LEFT] = PADDING_LEFT;
lengthOfProp[PROP_PADDING_TOP] = PADDING_TOP;
lengthOfProp[PROP_PADDING_RIGHT] = PADDING_RIGHT;
lengthOfProp[PROP_PADDING_BOTTOM] = PADDING_BOTTOM;
lengthOfProp[PROP_MARGIN_LEFT] = MARGIN_LEFT;
lengthOfProp[PROP_MARGIN_TOP] = MARGIN_TOP;
lengthOfProp[PROP_MARGIN_RIGHT] = MARGIN_RIGHT;
lengthOfProp[PROP_MARGIN_BOTTOM] = MARGIN_BOTTOM;
lengthOfProp[PROP_BORDER_LEFT] = BORDER_LEFT;
lengthOfProp[PROP_BORDER_TOP] = BORDER_TOP;
lengthOfProp[PROP_BORDER_RIGHT] = BORDER_RIGHT;
lengthOfProp[PROP_BORDER_BOTTOM] = BORDER_BOTTOM;
lengthOfProp[PROP_ROW_GAP] = ROW_GAP;
lengthOfProp[PROP_COLUMN_GAP] = COLUMN_GAP;
lengthOfProp[PROP_BASIS] = BASIS;

/** The sizing keywords by their numbers, as units; 0 for any other word. */
const unitOfWord = new Uint8Array(256);
unitOfWord[WORD_STRETCH] = UNIT_STRETCH;
unitOfWord[WORD_MIN_CONTENT] = UNIT_MIN_CONTENT;
unitOfWord[WORD_MAX_CONTENT] = UNIT_MAX_CONTENT;
unitOfWord[WORD_FIT_CONTENT] = UNIT_FIT_CONTENT;
unitOfWord[WORD_CONTENT] = UNIT_CONTENT;

/** Alignments of children across the main axis by the numbers of their words; `ALIGN_AUTO` for any other word. */
const alignmentOfItem = new Uint8Array(256).fill(ALIGN_AUTO);
alignmentOfItem[WORD_START] = ALIGN_START;
alignmentOfItem[WORD_CENTER] = ALIGN_CENTER;
alignmentOfItem[WORD_END] = ALIGN_END;
alignmentOfItem[WORD_STRETCH] = ALIGN_STRETCH;
alignmentOfItem[WORD_BASELINE] = ALIGN_BASELINE;
alignmentOfItem[WORD_FLEX_START] = ALIGN_FLEX_START;
alignmentOfItem[WORD_FLEX_END] = ALIGN_FLEX_END;
alignmentOfItem[WORD_SELF_START] = ALIGN_SELF_START;
alignmentOfItem[WORD_SELF_END] = ALIGN_SELF_END;
alignmentOfItem[WORD_SAFE_START] = ALIGN_START | ALIGN_SAFE;
alignmentOfItem[WORD_SAFE_END] = ALIGN_END | ALIGN_SAFE;
alignmentOfItem[WORD_SAFE_CENTER] = ALIGN_CENTER | ALIGN_SAFE;
alignmentOfItem[WORD_SAFE_FLEX_START] = ALIGN_FLEX_START | ALIGN_SAFE;
alignmentOfItem[WORD_SAFE_FLEX_END] = ALIGN_FLEX_END | ALIGN_SAFE;
alignmentOfItem[WORD_SAFE_SELF_START] = ALIGN_SELF_START | ALIGN_SAFE;
alignmentOfItem[WORD_SAFE_SELF_END] = ALIGN_SELF_END | ALIGN_SAFE;
alignmentOfItem[WORD_UNSAFE_START] = ALIGN_START | ALIGN_UNSAFE;
alignmentOfItem[WORD_UNSAFE_END] = ALIGN_END | ALIGN_UNSAFE;
alignmentOfItem[WORD_UNSAFE_CENTER] = ALIGN_CENTER | ALIGN_UNSAFE;
alignmentOfItem[WORD_UNSAFE_FLEX_START] = ALIGN_FLEX_START | ALIGN_UNSAFE;
alignmentOfItem[WORD_UNSAFE_FLEX_END] = ALIGN_FLEX_END | ALIGN_UNSAFE;
alignmentOfItem[WORD_UNSAFE_SELF_START] = ALIGN_SELF_START | ALIGN_UNSAFE;
alignmentOfItem[WORD_UNSAFE_SELF_END] = ALIGN_SELF_END | ALIGN_UNSAFE;

/** The same for children along the main axis and for lines. */
const alignmentOfContent = new Uint8Array(alignmentOfItem);
alignmentOfContent[WORD_SPACE_BETWEEN] = ALIGN_SPACE_BETWEEN;
alignmentOfContent[WORD_SPACE_AROUND] = ALIGN_SPACE_AROUND;
alignmentOfContent[WORD_SPACE_EVENLY] = ALIGN_SPACE_EVENLY;
for (const word of [
  WORD_BASELINE, WORD_SELF_START, WORD_SELF_END, WORD_SAFE_SELF_START, WORD_SAFE_SELF_END,
  WORD_UNSAFE_SELF_START, WORD_UNSAFE_SELF_END,
]) {
  alignmentOfContent[word] = ALIGN_AUTO;
}

/** Which kinds of properties take a kind of value, as bits. */
const takersOf = new Uint16Array(9);
takersOf[VALUE_UNSET] = 0xffff;
takersOf[VALUE_NUMBER] = (1 << KIND_OF_NUMBER) | (1 << KIND_OF_LENGTH) | (1 << KIND_OF_SPACING);
takersOf[VALUE_PERCENT] = (1 << KIND_OF_LENGTH) | (1 << KIND_OF_SPACING);
takersOf[VALUE_AUTO] = 1 << KIND_OF_LENGTH;
takersOf[VALUE_COLOR] = 1 << KIND_OF_COLOR;
takersOf[VALUE_TEXT] = 1 << KIND_OF_TEXT;
takersOf[VALUE_KEYWORD] = (1 << KIND_OF_KEYWORD) | (1 << KIND_OF_LENGTH);
takersOf[VALUE_FLAG] = 1 << KIND_OF_FLAG;
takersOf[VALUE_NODE] = 1 << KIND_OF_NODE;

/** What carries a property out: one that is not named below is of layout. */
const FAMILY_LAYOUT = 0;
const FAMILY_ANIMATED = 1;
const FAMILY_FACT = 2;
const FAMILY_TEXT = 3;
const FAMILY_IMAGE = 4;
const FAMILY_LOOK = 5;
const FAMILY_GUIDE = 6;
const FAMILY_LIST = 7;
const FAMILY_SCROLLING = 8;

const familyOf = new Uint8Array(256);
for (let prop = 0; prop < 256; prop++) {
  familyOf[prop] = animates[prop] === 1 ? FAMILY_ANIMATED : FAMILY_LAYOUT;
}
setFamily(FAMILY_FACT, [
  PROP_FILL_ANGLE, PROP_Z, PROP_CLIP, PROP_VISIBLE, PROP_FOCUSABLE, PROP_FOCUS_MEMORY, PROP_FOCUS_TRAP, PROP_DISABLED,
]);
setFamily(FAMILY_TEXT, [
  PROP_TEXT, PROP_FONT_SIZE, PROP_FONT_WEIGHT, PROP_TEXT_ALIGN, PROP_MAX_LINES, PROP_LINE_HEIGHT, PROP_LETTER_SPACING,
  PROP_ITALIC, PROP_TEXT_DIRECTION,
]);
setFamily(FAMILY_IMAGE, [PROP_SOURCE, PROP_FIT, PROP_FADE_IN]);
setFamily(FAMILY_LOOK, [
  PROP_GROUP, PROP_ORIGIN_X, PROP_ORIGIN_Y, PROP_RADIUS_TOP_LEFT, PROP_RADIUS_TOP_RIGHT, PROP_RADIUS_BOTTOM_RIGHT,
  PROP_RADIUS_BOTTOM_LEFT, PROP_SHADOW_X, PROP_SHADOW_Y, PROP_SHADOW_SPREAD, PROP_FILL_SHAPE, PROP_FILL_X, PROP_FILL_Y,
  PROP_FILL_RADIUS, PROP_SLICE_LEFT, PROP_SLICE_TOP, PROP_SLICE_RIGHT, PROP_SLICE_BOTTOM,
]);
setFamily(FAMILY_GUIDE, [
  PROP_FOCUS_UP, PROP_FOCUS_DOWN, PROP_FOCUS_LEFT, PROP_FOCUS_RIGHT, PROP_FOCUS_SCOPE, PROP_FOCUS_WRAP, PROP_REPEAT_STEPS,
]);
setFamily(FAMILY_LIST, [
  PROP_ITEM_COUNT, PROP_COLUMNS, PROP_ITEM_SIZE, PROP_OVERSCAN, PROP_PLACEHOLDER_COLOR, PROP_PLACEHOLDER_RADIUS,
]);
setFamily(FAMILY_SCROLLING, [PROP_SCROLL_POLICY, PROP_SCROLL_PADDING]);

function setFamily(family, props) {
  for (const prop of props) {
    familyOf[prop] = family;
  }
}

/**
 * 1 for the properties that say how children are arranged: they can change a node's own size, but neither its place in the
 * parent nor what it asks of the parent.
 */
const isInnerProp = new Uint8Array(256);
for (const prop of [
  PROP_DIRECTION, PROP_WRAP, PROP_LINE_COUNT, PROP_GAP, PROP_ROW_GAP, PROP_COLUMN_GAP, PROP_ALIGN, PROP_ALIGN_CONTENT,
  PROP_JUSTIFY,
]) {
  isInnerProp[prop] = 1;
}
