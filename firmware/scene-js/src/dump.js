// The engine's answer to an inspector: the page's tree and what the last turn cost, as `firmware/abi` has it.

const DUMPED_TURN = 1;
const DUMPED_NODE = 2;
/** Bytes of a node's record without its label. */
const NODE_REPORT_BYTES = 30;
/** Bytes of a label; a longer text is cut at a character. */
const LABEL_BYTES_MAX = 48;

const FACT_FOCUSED = 1;
const FACT_FOCUSABLE = 2;
const FACT_HIDDEN = 4;
const FACT_CLIPS = 8;
const FACT_SCROLLS = 16;

/** The newest answer: the largest batch. */
let dumpView = null;
let dumpEnd = 0;

/**
 * Describes the scene: the turn and the first nodes of the page, or with `after` the nodes that follow this one. What does
 * not fit a batch comes with the next call; the end is an answer without a node.
 */
function dumpScene(after) {
  dumpView = dumpView === null ? new DataView(new ArrayBuffer(BATCH_BYTES_MAX)) : dumpView;
  dumpEnd = 0;
  let node = root;
  if (after === NONE) {
    dumpTurn();
  } else {
    node = exists(after) && root !== NONE && isWithin(after, root) ? nextOnPage(after) : NONE;
  }
  while (node !== NONE && dumpNode(node)) {
    node = nextOnPage(node);
  }
  return new Uint8Array(dumpView.buffer, 0, dumpEnd);
}

/** The node of the page that comes after one, each before what is in it; NONE at the end. */
function nextOnPage(node) {
  if (firstChildOf[node] !== NONE) {
    return firstChildOf[node];
  }
  while (node !== root && nextOf[node] === NONE) {
    node = parentOf[node];
  }
  return node === root ? NONE : nextOf[node];
}

function dumpWord(word) {
  dumpView.setUint32(dumpEnd, word, true);
  dumpEnd += 4;
}

function dumpByte(byte) {
  dumpView.setUint8(dumpEnd, byte);
  dumpEnd += 1;
}

function dumpHalf(half) {
  dumpView.setUint16(dumpEnd, half, true);
  dumpEnd += 2;
}

function dumpNumber(number) {
  // A zero is written as +0.
  dumpView.setFloat32(dumpEnd, number + 0, true);
  dumpEnd += 4;
}

function dumpTurn() {
  dumpByte(DUMPED_TURN);
  dumpWord(turn);
  dumpWord(root);
  dumpWord(focusCurrent);
  dumpWord(nodeCount);
  dumpWord(moverCount() + playerCount());
  dumpWord(heldImages.length);
  dumpWord(textBytes);
  dumpWord(shownSheet.items);
  dumpWord(shownEnd() * 4);
  dumpWord(nodesVisited);
}

/** False when there is no room for the node. */
function dumpNode(node) {
  const label = labelOf(node);
  if (dumpEnd + NODE_REPORT_BYTES + label.length > BATCH_BYTES_MAX) {
    return false;
  }
  let depth = 0;
  for (let at = node; at !== root; at = parentOf[at]) {
    depth += 1;
  }
  let children = 0;
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    children += 1;
  }
  dumpByte(DUMPED_NODE);
  dumpWord(node);
  dumpByte(depth);
  dumpByte(nodeKind[node] - KIND_VIEW);
  dumpByte(factsOf(node));
  dumpHalf(children);
  dumpHalf(animationsOf(node));
  boundsOf(node);
  dumpNumber(boundsX0);
  dumpNumber(boundsY0);
  dumpNumber(fround(boundsX1 - boundsX0));
  dumpNumber(fround(boundsY1 - boundsY0));
  dumpHalf(label.length);
  for (const byte of label) {
    dumpByte(byte);
  }
  return true;
}

function factsOf(node) {
  const flags = nodeFlags[node];
  return (
    (focusCurrent === node ? FACT_FOCUSED : 0) | ((flags & FLAG_FOCUSABLE) !== 0 ? FACT_FOCUSABLE : 0) |
    ((flags & FLAG_HIDDEN) !== 0 ? FACT_HIDDEN : 0) | ((flags & FLAG_CLIP) !== 0 ? FACT_CLIPS : 0) |
    (scrollAxis[node] !== SCROLL_NONE ? FACT_SCROLLS : 0)
  );
}

/** The beginning of a node's text, or of its image's path, in UTF-8. */
function labelOf(node) {
  const text = textOf[node] !== null ? textOf[node].text : imageOf[node] !== null ? imageOf[node].path : '';
  const bytes = [];
  for (const letter of text) {
    const code = letter.codePointAt(0);
    const count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes.length + count > LABEL_BYTES_MAX) {
      break;
    }
    // The first byte says how many there are.
    bytes.push(count === 1 ? code : ((0xf00 >> count) & 0xff) | (code >> (6 * (count - 1))));
    for (let rest = count - 2; rest >= 0; rest--) {
      bytes.push(0x80 | ((code >> (6 * rest)) & 0x3f));
    }
  }
  return bytes;
}
