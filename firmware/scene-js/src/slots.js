// The properties that move: each has a slot, a cell in every node's values. A cell is a number or a colour.

const SLOT_OPACITY = 0;
const SLOT_TRANSLATE_X = 1;
const SLOT_TRANSLATE_Y = 2;
const SLOT_SCALE = 3;
const SLOT_FILL = 4;
const SLOT_FILL_TO = 5;
const SLOT_RADIUS = 6;
const SLOT_BORDER_WIDTH = 7;
const SLOT_BORDER_COLOR = 8;
const SLOT_TEXT_COLOR = 9;
const SLOT_ROTATE = 10;
const SLOT_SHADOW_COLOR = 11;
const SLOT_SHADOW_BLUR = 12;
const SLOT_TINT = 13;
const SLOTS = 14;

const BOX_COLORS = (1 << SLOT_FILL) | (1 << SLOT_FILL_TO) | (1 << SLOT_BORDER_COLOR) | (1 << SLOT_SHADOW_COLOR);
/** Bit n: slot n is a colour. */
const COLOR_SLOTS = BOX_COLORS | (1 << SLOT_TEXT_COLOR) | (1 << SLOT_TINT);
/** It scales or shifts or turns the node, so that it is no more where the layout has it. */
const TRANSFORM_SLOTS = (1 << SLOT_TRANSLATE_X) | (1 << SLOT_TRANSLATE_Y) | (1 << SLOT_SCALE) | (1 << SLOT_ROTATE);
/** What is in the node moves or fades along. */
const PLACING_SLOTS = TRANSFORM_SLOTS | (1 << SLOT_OPACITY);
/** It is a number of which 1 is the whole; other numbers count in pixels or degrees. */
const RATIO_SLOTS = (1 << SLOT_OPACITY) | (1 << SLOT_SCALE);

const TRANSPARENT = 0;
const WHITE = 4294967295;

/** The slots of properties by their numbers. */
const slotOfProp = new Uint8Array(256);
slotOfProp[PROP_OPACITY] = SLOT_OPACITY;
slotOfProp[PROP_TRANSLATE_X] = SLOT_TRANSLATE_X;
slotOfProp[PROP_TRANSLATE_Y] = SLOT_TRANSLATE_Y;
slotOfProp[PROP_SCALE] = SLOT_SCALE;
slotOfProp[PROP_FILL] = SLOT_FILL;
slotOfProp[PROP_FILL_TO] = SLOT_FILL_TO;
slotOfProp[PROP_RADIUS] = SLOT_RADIUS;
slotOfProp[PROP_BORDER_WIDTH] = SLOT_BORDER_WIDTH;
slotOfProp[PROP_BORDER_COLOR] = SLOT_BORDER_COLOR;
slotOfProp[PROP_COLOR] = SLOT_TEXT_COLOR;
slotOfProp[PROP_ROTATE] = SLOT_ROTATE;
slotOfProp[PROP_SHADOW_COLOR] = SLOT_SHADOW_COLOR;
slotOfProp[PROP_SHADOW_BLUR] = SLOT_SHADOW_BLUR;
slotOfProp[PROP_TINT] = SLOT_TINT;

/** What a node starts with, and what `Unset` leads back to. */
const defaultValues = new Array(SLOTS).fill(0);
defaultValues[SLOT_OPACITY] = 1;
defaultValues[SLOT_SCALE] = 1;
defaultValues[SLOT_TEXT_COLOR] = WHITE;
defaultValues[SLOT_TINT] = WHITE;

function isColorSlot(slot) {
  return (COLOR_SLOTS & (1 << slot)) !== 0;
}
