// Reading records, as `firmware/abi` writes them. The first thing that cannot be read is kept in `broken`; from there on
// every answer is 0.

const STRING_BYTES_MAX = 4096;

const BROKEN_TRUNCATED = 'the bytes end inside a record';
const BROKEN_TEXT = 'a string is not UTF-8';
const BROKEN_RANGE = `a number is not finite or beyond ${COORDINATE_MAX}`;
const BROKEN_NODE = `a node number is not in 1..=${NODES_MAX}`;
const BROKEN_LENGTH = 'a string or block is longer than its limit';

/** The batch that is being read, where in it, where it ends, and why it cannot be read on. */
let batchView = new DataView(new ArrayBuffer(0));
let batchBytes = new Uint8Array(0);
let batchAt = 0;
let batchEnd = 0;
let broken = null;

/** The value that `readValue` found: a number, a keyword's number, a flag, a colour, a node or a text. */
const value = { kind: VALUE_UNSET, of: 0, bytes: 0 };

function openBatch(bytes) {
  batchBytes = bytes;
  batchView = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  batchAt = 0;
  batchEnd = bytes.length;
  broken = null;
}

/** Forgets the batch, so that it is not kept in memory. Answers why it could not be read to its end, or null. */
function closeBatch() {
  batchBytes = NO_BYTES;
  batchView = NO_VIEW;
  batchAt = 0;
  batchEnd = 0;
  return broken;
}

/** The batch that is open while none is. */
const NO_BYTES = batchBytes;
const NO_VIEW = batchView;

/** Where reading goes on after the block that is open. */
let outerAt = 0;
let outerEnd = 0;

/** Goes on in a block of the batch, which is sound so far. Blocks are not nested. */
function openBlock(from, to) {
  outerAt = batchAt;
  outerEnd = batchEnd;
  batchAt = from;
  batchEnd = to;
}

/** Leaves the block. Answers why it could not be read to its end, or null; the batch around it is sound all the same. */
function closeBlock() {
  const why = broken;
  batchAt = outerAt;
  batchEnd = outerEnd;
  broken = null;
  return why;
}

/** True when there is another record. */
function hasMore() {
  return batchAt < batchEnd && broken === null;
}

function fail(why) {
  if (broken === null) {
    broken = why;
  }
}

function failTag(what, tag) {
  fail(`unknown ${what} ${tag}`);
}

/** True when there are so many bytes left. */
function has(count) {
  if (batchAt + count > batchEnd) {
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

function readU16() {
  if (!has(2)) {
    return 0;
  }
  batchAt += 2;
  return batchView.getUint16(batchAt - 2, true) | 0;
}

function readU32() {
  if (!has(4)) {
    return 0;
  }
  batchAt += 4;
  return batchView.getUint32(batchAt - 4, true);
}

/** A node's number; without `orNone` it must be one. */
function readNode(orNone) {
  const node = readU32() | 0;
  if (broken === null && (node > NODES_MAX || node < 0 || (node === NONE && !orNone))) {
    fail(BROKEN_NODE);
  }
  return node;
}

function readNumber() {
  if (!has(4)) {
    return 0;
  }
  batchAt += 4;
  const number = batchView.getFloat32(batchAt - 4, true);
  // NaN fails the comparison too.
  if (!(number <= COORDINATE_MAX && number >= -COORDINATE_MAX)) {
    fail(BROKEN_RANGE);
  }
  return number;
}

/** A byte that is one of `count` codes from 0 on. */
function readCode(what, count) {
  const code = readByte();
  if (code >= count) {
    failTag(what, code);
  }
  return code;
}

function readProp() {
  const prop = readByte();
  if (broken === null && kindOfProp[prop] === 0) {
    failTag('property', prop);
  }
  return prop;
}

/** The length of a text or block of at most `most` bytes, which are all there. */
function checkLength(count, most) {
  if (count > most) {
    fail(BROKEN_LENGTH);
  }
  return has(count) ? count : 0;
}

/** A text; its length in UTF-8 is left in `value.bytes`. */
function readText() {
  const count = checkLength(readU16(), STRING_BYTES_MAX);
  value.bytes = count;
  if (count === 0) {
    return '';
  }
  const text = host.decodeText(batchBytes, batchAt, count);
  batchAt += count;
  if (text === null) {
    fail(BROKEN_TEXT);
  }
  return text;
}

/** Passes a block of at most `most` bytes by. Answers where it begins; it ends where reading goes on. */
function readBlock(most) {
  const count = checkLength(readU32(), most);
  batchAt += count;
  return batchAt - count;
}

function readValue() {
  const kind = readByte();
  value.kind = kind;
  value.of = 0;
  value.bytes = 0;
  switch (kind) {
    case VALUE_UNSET:
    case VALUE_AUTO:
      break;
    case VALUE_NUMBER:
    case VALUE_PERCENT:
      value.of = readNumber();
      break;
    case VALUE_COLOR:
      value.of = readU32();
      break;
    case VALUE_TEXT:
      value.of = readText();
      break;
    case VALUE_KEYWORD:
      value.of = readByte();
      if (isWord[value.of] === 0) {
        failTag('keyword', value.of);
      }
      break;
    case VALUE_FLAG:
      value.of = readByte() !== 0;
      break;
    case VALUE_NODE:
      value.of = readNode(false);
      break;
    default:
      failTag('value', kind);
  }
}
