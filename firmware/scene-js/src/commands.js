// Batches of commands, as `firmware/abi` writes them. A batch that cannot be read is carried out up to the bad record.

const STRING_BYTES_MAX = 4096;

const BROKEN_TRUNCATED = 'the bytes end inside a record';
const BROKEN_TAG = 'an unknown tag';
const BROKEN_TEXT = 'a string is not UTF-8';
const BROKEN_RANGE = 'a number is not finite or out of range';
const BROKEN_NODE = 'a node number is out of range';
const BROKEN_LENGTH = 'a string is longer than its limit';

/** The batch that is being read, where in it, and why it cannot be read on. */
let batchView = new DataView(new ArrayBuffer(0));
let batchBytes = new Uint8Array(0);
let batchAt = 0;
let broken = null;
/** Commands that were refused, and why the last one was. */
let refusedCount = 0;
let lastRefusal = null;

/** The value that `readValue` found. */
const value = { kind: VALUE_UNSET, of: 0, bytes: 0 };

/** Carries out a batch. Answers null, or why it could not be read to its end. */
function applyBatch(bytes) {
  batchBytes = bytes;
  batchView = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  batchAt = 0;
  broken = null;
  while (batchAt < bytes.length && broken === null) {
    const refusal = applyCommand();
    if (refusal !== null && broken === null) {
      refusedCount += 1;
      lastRefusal = refusal;
    }
  }
  return broken;
}

/** Reads a command and carries it out, unless it is broken. Answers why it was refused, or null. */
function applyCommand() {
  const tag = readByte();
  const node = tag === 1 ? NONE : readNode(false);
  switch (tag) {
    case 2: {
      const kind = readByte();
      checkTag(kind <= 2);
      return broken === null ? createNode(node, kind + 1) : null;
    }
    case 3: {
      const prop = readProp();
      const state = readByte();
      checkTag(state <= 1);
      readValue();
      if (broken !== null) {
        return null;
      }
      return state === 0 ? setProp(node, prop, value.kind, value.of, value.bytes) : REFUSED_NOT_OF_LAYOUT;
    }
    case 4: {
      const child = readNode(false);
      const before = readNode(true);
      return broken === null ? insertNode(node, child, before) : null;
    }
    case 5:
      return broken === null ? removeNode(node) : null;
    case 9:
      return broken === null ? presentNode(node) : null;
    default:
      checkTag(false);
      return null;
  }
}

function fail(why) {
  if (broken === null) {
    broken = why;
  }
}

function checkTag(isKnown) {
  if (!isKnown) {
    fail(BROKEN_TAG);
  }
}

/** True when there are so many bytes left. */
function has(count) {
  if (batchAt + count > batchBytes.length) {
    fail(BROKEN_TRUNCATED);
  }
  return broken === null;
}

function readByte() {
  if (!has(1)) {
    return 0;
  }
  batchAt += 1;
  return batchBytes[batchAt - 1] | 0;
}

function readNode(orNone) {
  if (!has(4)) {
    return NONE;
  }
  const node = batchView.getUint32(batchAt, true) | 0;
  batchAt += 4;
  if (node > NODES_MAX || node < 0 || (node === NONE && !orNone)) {
    fail(BROKEN_NODE);
  }
  return node;
}

function readNumber() {
  if (!has(4)) {
    return 0;
  }
  const number = batchView.getFloat32(batchAt, true);
  batchAt += 4;
  // NaN fails the comparison too.
  if (!(number <= COORDINATE_MAX && number >= -COORDINATE_MAX)) {
    fail(BROKEN_RANGE);
  }
  return number;
}

function readProp() {
  const prop = readByte();
  checkTag(kindOfProp[prop] !== 0);
  return prop;
}

function readValue() {
  const kind = readByte();
  value.kind = kind;
  value.of = 0;
  switch (kind) {
    case VALUE_UNSET:
    case VALUE_AUTO:
      break;
    case VALUE_NUMBER:
    case VALUE_PERCENT:
      value.of = readNumber();
      break;
    case VALUE_COLOR:
      if (has(4)) {
        value.of = batchView.getUint32(batchAt, true);
        batchAt += 4;
      }
      break;
    case VALUE_TEXT:
      readText();
      break;
    case VALUE_KEYWORD:
      value.of = readByte();
      checkTag(isWord[value.of] !== 0);
      break;
    case VALUE_FLAG:
      value.of = readByte() !== 0;
      break;
    case VALUE_NODE:
      value.of = readNode(false);
      break;
    default:
      checkTag(false);
  }
}

function readText() {
  if (!has(2)) {
    return;
  }
  const count = batchView.getUint16(batchAt, true) | 0;
  batchAt += 2;
  if (count > STRING_BYTES_MAX) {
    fail(BROKEN_LENGTH);
  }
  if (!has(count)) {
    return;
  }
  const text = host.decodeText(batchBytes, batchAt, count);
  batchAt += count;
  if (text === null) {
    fail(BROKEN_TEXT);
  }
  value.of = text;
  value.bytes = count;
}

/** Shows a view as the root of the screen. */
function presentNode(node) {
  if (!exists(node)) {
    return REFUSED_NO_SUCH_NODE;
  }
  if (nodeKind[node] !== KIND_VIEW) {
    return REFUSED_NOT_A_VIEW;
  }
  if (layoutRoot !== node) {
    inheritDirection(node, inheritedBits(node));
    setLayoutRoot(node);
  }
  return null;
}
