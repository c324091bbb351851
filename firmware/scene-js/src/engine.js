// The engine: the scene on screen, the scene being built, and what one turn does.

/** Keys taken in one turn. More than a remote can press between two frames; later ones are dropped and logged. */
const KEYS_PER_TURN_MAX = 64;
/** A key is its code, what happened to it, and its time in two words. */
const KEY_CELLS = 4;

const INPUT_KEY = 1;
const INPUT_IMAGE_READY = 2;
const INPUT_IMAGE_FAILED = 3;
const INPUT_IMAGE_EVICTED = 4;
const INPUT_DISPLAY = 5;

const TURN_CHANGED = 1;
const TURN_ANIMATING = 2;
const TURN_EVENTS = 4;

/** Turns so far. */
let turnCount = 0;
let isConnected = true;
const keys = new Uint32Array(KEYS_PER_TURN_MAX * KEY_CELLS);
let keyCount = 0;
let keysLost = 0;
let live = makeScene(0);
/** The scene that an app builds beside the one on screen, or null. */
let staging = null;

// An empty list is a list too.
startList();
finishList(0, 0);

/** Starts a new scene beside the one on screen. One that was never presented is dropped. */
function begin() {
  if (staging !== null) {
    staging.releaseScene();
  }
  staging = makeScene(turnCount);
  forgetRefusals();
  muteEvents(true);
}

/** Puts the new scene, if there is one, on screen and drops the old one. */
function swapScenes() {
  if (staging !== null) {
    live.releaseScene();
    live = staging;
    staging = null;
    muteEvents(false);
  }
}

/** Takes a batch of inputs. Keys wait for the next tick. Answers null, or why it could not be read to its end. */
function takeInput(bytes) {
  openBatch(bytes);
  while (hasMore()) {
    const tag = readByte();
    switch (tag) {
      case INPUT_KEY:
        takeKey();
        break;
      case INPUT_IMAGE_READY:
      case INPUT_IMAGE_FAILED:
      case INPUT_IMAGE_EVICTED:
        takeImage(tag);
        break;
      case INPUT_DISPLAY:
        takeDisplay();
        break;
      default:
        failTag('engine input', tag);
    }
  }
  return closeBatch();
}

function takeKey() {
  const key = readByte();
  if (broken === null && isKey[key] === 0) {
    failTag('remote key', key);
  }
  const phase = readCode('key phase', 3);
  const timeLow = readU32();
  const timeHigh = readU32();
  if (broken !== null) {
    return;
  }
  if (keyCount === KEYS_PER_TURN_MAX) {
    keysLost += 1;
    return;
  }
  const at = keyCount * KEY_CELLS;
  keyCount += 1;
  keys[at] = key;
  keys[at + 1] = phase;
  keys[at + 2] = timeLow;
  keys[at + 3] = timeHigh;
}

/**
 * News of an image. Only what is painted asks for images, so the scene being built has none; and while an app builds its
 * scene, the nodes on screen are not its own.
 */
function takeImage(tag) {
  const image = readU32();
  if (tag === INPUT_IMAGE_READY) {
    const width = readU16();
    const height = readU16();
    if (broken === null) {
      for (const node of live.settleImage(image, IMAGE_READY, width, height)) {
        if (staging === null) {
          tellImageLoaded(node, width, height);
        }
      }
    }
  } else if (tag === INPUT_IMAGE_EVICTED) {
    if (broken === null) {
      live.settleImage(image, IMAGE_IDLE, 0, 0);
    }
  } else {
    readText();
    if (broken === null) {
      for (const node of live.settleImage(image, IMAGE_FAILED, 0, 0)) {
        if (staging === null) {
          tellImageFailed(node, batchBytes, batchAt - value.bytes, value.bytes);
        }
      }
    }
  }
}

function takeDisplay() {
  const width = readU16();
  const height = readU16();
  const hasDisplay = readByte() !== 0;
  if (broken !== null) {
    return;
  }
  if (width !== screenWidth || height !== screenHeight) {
    screenWidth = width;
    screenHeight = height;
    live.resize();
    frameIsWhole = true;
  } else if (hasDisplay === isConnected) {
    return;
  }
  isConnected = hasDisplay;
  tellDisplay(width, height, hasDisplay);
}

/** Computes the frame that will be shown at `nowUs`, in microseconds, never going back. Answers the bits of `TURN_…`. */
function tick(nowUs) {
  live.setTurn(turnCount);
  const bits = live.runTurn(nowUs);
  turnCount = (turnCount + 1) >>> 0;
  live.setTurn(turnCount);
  if (staging !== null) {
    staging.setTurn(turnCount);
  }
  return hasEvents() ? bits | TURN_EVENTS : bits;
}
