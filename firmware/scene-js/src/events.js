// What the app will be told, until it is read: records in order. When they are not read and the batch is full, later ones
// are counted and dropped.

const BATCH_BYTES_MAX = 65536;
/** Bytes kept free for the record that says how many events were lost. */
const OVERFLOW_BYTES = 16;
const EVENT_BYTES_AT_FIRST = 1024;

const EVENT_KEY = 1;
const EVENT_FOCUS_CHANGED = 2;
const EVENT_ACTIVATED = 3;
const EVENT_IMAGE_LOADED = 4;
const EVENT_IMAGE_FAILED = 5;
const EVENT_ANIMATION_ENDED = 6;
const EVENT_DISPLAY_CHANGED = 7;
const EVENT_OVERFLOW = 8;
const EVENT_ANIMATION_CANCELLED = 9;
const EVENT_RANGE_CHANGED = 20;
const EVENT_ITEM_FOCUSED = 21;
const EVENT_ITEM_UNBOUND = 22;

let eventBytes = new Uint8Array(EVENT_BYTES_AT_FIRST);
let eventView = new DataView(eventBytes.buffer);
let eventEnd = 0;
let eventsLost = 0;
/** A new app has begun: it must not hear of the nodes of the scene that is still on screen. */
let eventsAreMuted = false;

/** Forgets what is pending and keeps quiet about nodes, or speaks again. */
function muteEvents(isMuted) {
  eventsAreMuted = isMuted;
  if (isMuted) {
    eventEnd = 0;
    eventsLost = 0;
  }
}

/** Begins an event of so many bytes. Answers where its fields go; 0 when there is no room for it. */
function openEvent(tag, length) {
  const end = eventEnd + length;
  if (eventsLost > 0 || end > BATCH_BYTES_MAX - OVERFLOW_BYTES) {
    eventsLost += 1;
    return 0;
  }
  makeEventRoom(end);
  eventBytes[eventEnd] = tag;
  eventEnd = end;
  return end - length + 1;
}

function makeEventRoom(end) {
  if (end > eventBytes.length) {
    eventBytes = grown(eventBytes, min(BATCH_BYTES_MAX, max(end, 2 * eventBytes.length)));
    eventView = new DataView(eventBytes.buffer);
  }
}

/** True when something is to be read. */
function hasEvents() {
  return eventEnd > 0 || eventsLost > 0;
}

/** Everything since the last call. The bytes hold until the next event. */
function takeEvents() {
  if (eventsLost > 0) {
    makeEventRoom(eventEnd + OVERFLOW_BYTES);
    eventBytes[eventEnd] = EVENT_OVERFLOW;
    eventView.setUint32(eventEnd + 1, eventsLost, true);
    eventEnd += 5;
  }
  const taken = eventBytes.subarray(0, eventEnd);
  eventEnd = 0;
  eventsLost = 0;
  return taken;
}

/** An event of two words. Answers whether there was room for it. */
function tellWords(tag, first, second) {
  const at = openEvent(tag, 9);
  if (at === 0) {
    return false;
  }
  eventView.setUint32(at, first, true);
  eventView.setUint32(at + 4, second, true);
  return true;
}

/** The time is in two words, the lower one first. */
function tellKey(key, phase, timeLow, timeHigh) {
  const at = openEvent(EVENT_KEY, 11);
  if (at !== 0) {
    eventBytes[at] = key;
    eventBytes[at + 1] = phase;
    eventView.setUint32(at + 2, timeLow, true);
    eventView.setUint32(at + 6, timeHigh, true);
  }
}

function tellDisplay(width, height, isConnected) {
  const at = openEvent(EVENT_DISPLAY_CHANGED, 6);
  if (at !== 0) {
    eventView.setUint16(at, width, true);
    eventView.setUint16(at + 2, height, true);
    eventBytes[at + 4] = isConnected ? 1 : 0;
  }
}

function tellImageLoaded(node, width, height) {
  const at = openEvent(EVENT_IMAGE_LOADED, 9);
  if (at !== 0) {
    eventView.setUint32(at, node, true);
    eventView.setUint16(at + 4, width, true);
    eventView.setUint16(at + 6, height, true);
  }
}

/** The reason stands in UTF-8 in `bytes`. */
function tellImageFailed(node, bytes, from, count) {
  const at = openEvent(EVENT_IMAGE_FAILED, 7 + count);
  if (at !== 0) {
    eventView.setUint32(at, node, true);
    eventView.setUint16(at + 4, count, true);
    for (let i = 0; i < count; i++) {
      eventBytes[at + 6 + i] = bytes[from + i];
    }
  }
}

// Events that name a node of the scene on screen; an app that builds its scene does not hear of them. Each answers whether
// it need not be told again.

/** Either node may be NONE. */
function tellFocus(node, previous) {
  return eventsAreMuted || tellWords(EVENT_FOCUS_CHANGED, node, previous);
}

function tellActivated(node) {
  if (eventsAreMuted) {
    return true;
  }
  const at = openEvent(EVENT_ACTIVATED, 5);
  if (at !== 0) {
    eventView.setUint32(at, node, true);
  }
  return at !== 0;
}

/** `isOwn`: of the scene that is being built, of which its app hears. */
function tellAnimation(node, id, hasEnded, isOwn) {
  const tag = hasEnded ? EVENT_ANIMATION_ENDED : EVENT_ANIMATION_CANCELLED;
  return (eventsAreMuted && !isOwn) || tellWords(tag, node, id);
}

function tellRange(list, first, count) {
  if (eventsAreMuted) {
    return true;
  }
  const at = openEvent(EVENT_RANGE_CHANGED, 13);
  if (at === 0) {
    return false;
  }
  eventView.setUint32(at, list, true);
  eventView.setUint32(at + 4, first, true);
  eventView.setUint32(at + 8, count, true);
  return true;
}

function tellItemFocused(list, index) {
  return eventsAreMuted || tellWords(EVENT_ITEM_FOCUSED, list, index);
}

function tellItemUnbound(list, node) {
  return eventsAreMuted || tellWords(EVENT_ITEM_UNBOUND, list, node);
}
