// Batches of commands. One that names a node that does not exist, or does not fit it, is skipped, counted and (some of
// them) logged; a batch that cannot be read is carried out up to the bad record.

const COMMAND_BEGIN = 1;
const COMMAND_CREATE = 2;
const COMMAND_SET = 3;
const COMMAND_INSERT = 4;
const COMMAND_REMOVE = 5;
const COMMAND_TRANSITION = 6;
const COMMAND_ANIMATE = 7;
const COMMAND_FOCUS = 8;
const COMMAND_PRESENT = 9;
const COMMAND_STYLE_TEXT = 10;
const COMMAND_LAYOUT_TRANSITION = 20;
const COMMAND_CONTROL_ANIMATION = 21;
const COMMAND_REDUCE_MOTION = 22;
const COMMAND_LIST_BIND = 30;
const COMMAND_LIST_INSERT = 31;
const COMMAND_LIST_REMOVE = 32;
const COMMAND_LIST_MOVE = 33;
const COMMAND_LIST_SIZES = 34;
const COMMAND_LIST_FOCUS = 35;

/** Spans of one text, and how they stand in bytes: two places, which fields count, four fields of which two are numbers. */
const SPANS_MAX = 64;
const SPAN_BYTES = 20;
const SPAN_FIELDS_AT = 4;
const SPAN_FIELDS_MAX = 31;
const SPAN_HAS_SIZE = 4;
const SPAN_SIZE_AT = 12;
/** Sizes that one command holds. */
const LIST_SIZES_MAX = 4096;

/** What the log calls the commands; `Set` is called by its property. */
const commandNames = [];
commandNames[COMMAND_CREATE] = 'create';
commandNames[COMMAND_INSERT] = 'insert';
commandNames[COMMAND_REMOVE] = 'remove';
commandNames[COMMAND_TRANSITION] = 'transition';
commandNames[COMMAND_ANIMATE] = 'animate';
commandNames[COMMAND_FOCUS] = 'focus';
commandNames[COMMAND_PRESENT] = 'present';
commandNames[COMMAND_STYLE_TEXT] = 'styles of a text';
commandNames[COMMAND_LAYOUT_TRANSITION] = 'layout transition';
commandNames[COMMAND_CONTROL_ANIMATION] = 'animation control';
commandNames[COMMAND_REDUCE_MOTION] = 'reduced motion';
commandNames[COMMAND_LIST_BIND] = 'bind';
commandNames[COMMAND_LIST_INSERT] = 'insert items';
commandNames[COMMAND_LIST_REMOVE] = 'remove items';
commandNames[COMMAND_LIST_MOVE] = 'move items';
commandNames[COMMAND_LIST_SIZES] = 'sizes of items';
commandNames[COMMAND_LIST_FOCUS] = 'focus an item';

/** The node that the log names for the command that was read last. */
let namedNode = NONE;

/** Carries out a batch. Answers null, or why it could not be read to its end. */
function applyBatch(bytes) {
  openBatch(bytes);
  while (hasMore()) {
    const tag = readByte();
    if (tag === COMMAND_SET) {
      applySet();
    } else {
      applyCommand(tag);
    }
  }
  return closeBatch();
}

/** Reads and carries out a `Set`, which most commands are. */
function applySet() {
  const node = readNode(false);
  const prop = readProp();
  const state = readCode('style state', 2);
  readValue();
  if (broken === null) {
    const scene = staging === null ? live : staging;
    const why = scene.setProp(node, prop, state, value.kind, value.of, value.bytes);
    scene.tellEnds(staging !== null);
    if (why !== null) {
      noteRefusal(nameOfProp[prop], node, why);
    }
  }
}

/** Reads and carries out what is not a `Set`. */
function applyCommand(tag) {
  if (tag === COMMAND_BEGIN) {
    begin();
    return;
  }
  if (commandNames[tag] === undefined) {
    failTag('command', tag);
    return;
  }
  const scene = staging === null ? live : staging;
  namedNode = NONE;
  const why = tag >= COMMAND_LIST_BIND ? listCommand(scene, tag) : nodeCommand(scene, tag);
  if (broken !== null) {
    return;
  }
  // While an app builds its scene, it hears of that scene only.
  scene.tellEnds(staging !== null);
  if (why !== null) {
    if (tag === COMMAND_ANIMATE && why !== REFUSED_NUMBER_IN_USE) {
      tellAnimation(namedNode, lastAnimation, false, true);
    }
    noteRefusal(commandNames[tag], namedNode, why);
  } else if (tag === COMMAND_PRESENT) {
    swapScenes();
  }
}

/** Answers why a command to a list was refused, or null, also when it is broken. */
function listCommand(scene, tag) {
  const list = readNode(false);
  namedNode = list;
  switch (tag) {
    case COMMAND_LIST_BIND: {
      const index = readU32();
      const node = readNode(false);
      return broken === null ? scene.listBind(list, index, node) : null;
    }
    case COMMAND_LIST_INSERT: {
      const at = readU32();
      const count = readU32();
      return broken === null ? scene.listInsert(list, at, count) : null;
    }
    case COMMAND_LIST_REMOVE: {
      const at = readU32();
      const count = readU32();
      return broken === null ? scene.listRemove(list, at, count) : null;
    }
    case COMMAND_LIST_MOVE: {
      const from = readU32();
      const count = readU32();
      const to = readU32();
      return broken === null ? scene.listMove(list, from, count, to) : null;
    }
    case COMMAND_LIST_SIZES: {
      const at = readU32();
      const from = readSizes();
      return broken === null ? scene.listSizes(list, at, from, (batchAt - from) / 4) : null;
    }
    default: {
      const index = readU32();
      return broken === null ? scene.listFocus(list, index) : null;
    }
  }
}

/** Passes the spans of a text by. Answers where they begin. */
function readSpans() {
  const count = readU16();
  if (count > SPANS_MAX) {
    fail(BROKEN_LENGTH);
  }
  const from = batchAt;
  const to = has(count * SPAN_BYTES) ? from + count * SPAN_BYTES : from;
  while (batchAt < to && broken === null) {
    const fields = batchBytes[batchAt + SPAN_FIELDS_AT];
    if (fields > SPAN_FIELDS_MAX) {
      failTag('field of a text span', fields);
    }
    batchAt += SPAN_SIZE_AT;
    readNumber();
    readNumber();
  }
  return from;
}

/** Passes sizes of items by, each from 0 up. Answers where they begin. */
function readSizes() {
  const from = readBlock(LIST_SIZES_MAX * 4);
  if (broken === null && (batchAt - from) % 4 !== 0) {
    fail(BROKEN_TRUNCATED);
  }
  for (let at = from; broken === null && at < batchAt; at += 4) {
    const size = batchView.getFloat32(at, true);
    // NaN fails the comparison too.
    if (!(size >= 0 && size <= COORDINATE_MAX)) {
      fail(BROKEN_RANGE);
    }
  }
  return from;
}

/** The animation that `Animate` named last. */
let lastAnimation = 0;

/** Answers why a command to a node was refused, or null, also when it is broken. */
function nodeCommand(scene, tag) {
  if (tag === COMMAND_REDUCE_MOTION) {
    const isOn = readByte() !== 0;
    return broken === null ? scene.reduceMotion(isOn) : null;
  }
  const node = readNode(false);
  namedNode = node;
  switch (tag) {
    case COMMAND_CREATE: {
      const kind = readCode('node kind', 3);
      return broken === null ? scene.createNode(node, kind + KIND_VIEW) : null;
    }
    case COMMAND_INSERT: {
      const child = readNode(false);
      const before = readNode(true);
      namedNode = child;
      return broken === null ? scene.insertNode(node, child, before) : null;
    }
    case COMMAND_STYLE_TEXT: {
      const from = readSpans();
      return broken === null ? scene.styleText(node, from, batchAt) : null;
    }
    case COMMAND_REMOVE:
      return broken === null ? scene.removeNode(node) : null;
    case COMMAND_FOCUS:
      return broken === null ? scene.requestFocus(node) : null;
    case COMMAND_PRESENT:
      return broken === null ? scene.presentNode(node) : null;
    default:
      return motionCommand(scene, tag, node);
  }
}

function motionCommand(scene, tag, node) {
  switch (tag) {
    case COMMAND_TRANSITION: {
      const prop = readProp();
      readTiming();
      return broken === null ? scene.setTransition(node, prop, timing) : null;
    }
    case COMMAND_LAYOUT_TRANSITION:
      readTiming();
      return broken === null ? scene.setLayoutTransition(node, timing) : null;
    case COMMAND_ANIMATE: {
      lastAnimation = readU32();
      readPlay();
      const from = readBlock(KEYFRAMES_BYTES_MAX);
      return broken === null ? scene.animate(node, lastAnimation, play, from, batchAt) : null;
    }
    default: {
      const animation = readU32();
      const action = readCode('animation action', 5);
      const toMs = action === ACTION_SEEK ? readU32() : 0;
      return broken === null ? scene.controlAnimation(node, animation, action, toMs) : null;
    }
  }
}
