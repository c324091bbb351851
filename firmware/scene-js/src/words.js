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

/** 1 for the properties of layout. */
const isLayoutProp = new Uint8Array(256);
for (let prop = 0; prop < 256; prop++) {
  isLayoutProp[prop] = lengthOfProp[prop] >= 0 ? 1 : 0;
}
for (const prop of [
  PROP_POSITION, PROP_DIRECTION, PROP_GAP, PROP_ALIGN, PROP_ALIGN_SELF, PROP_JUSTIFY, PROP_GROW, PROP_SHRINK, PROP_SCROLL,
  PROP_WRAP, PROP_LINE_COUNT, PROP_ALIGN_CONTENT, PROP_ASPECT_RATIO, PROP_BOX_SIZING, PROP_DISPLAY, PROP_OVERFLOW,
  PROP_OVERFLOW_X, PROP_OVERFLOW_Y, PROP_LAYOUT_DIRECTION,
]) {
  isLayoutProp[prop] = 1;
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
