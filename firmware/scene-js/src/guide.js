// What the app says about the focus's ways beyond what boxes say: neighbours, scopes, wrapping, steps of a held key.

/** Repeats of a held key after which it takes one step more, where the app allows it. */
const REPEATS_PER_STEP = 8;
/** Most steps of one repeat. */
const REPEAT_STEPS_MAX = 16;

/** What happens to a key. */
const PHASE_DOWN = 0;
const PHASE_REPEAT = 1;
const PHASE_UP = 2;

/** The focus properties of a node that few nodes have. */
function Guide() {
  /** Neighbours that the app named; NONE where boxes decide. */
  this.up = NONE;
  this.down = NONE;
  this.left = NONE;
  this.right = NONE;
  /** `none`, `row`, `column` or `grid`. */
  this.scope = WORD_NONE;
  /** A press at the end leads to the other end. */
  this.wraps = false;
  this.repeatSteps = 1;
}

/** The guides by node number; null for most. */
const guideOf = [];

/** The key that is held down, 0 for none, and how often it was repeated. */
let heldKey = 0;
let heldRepeats = 0;

/** Notes what happens to a key, for the steps of a held one. */
function noteHeld(key, phase) {
  if (phase === PHASE_REPEAT && heldKey === key) {
    heldRepeats += 1;
  } else {
    heldKey = phase === PHASE_UP ? 0 : key;
    heldRepeats = phase === PHASE_REPEAT ? 1 : 0;
  }
}

/** Sets a focus property. */
function setGuide(node, prop, kind, value) {
  const isSet = kind !== VALUE_UNSET;
  if (kind === VALUE_NODE && !exists(value)) {
    return REFUSED_NO_SUCH_NODE;
  }
  if (guideOf[node] === null) {
    if (!isSet) {
      return null;
    }
    guideOf[node] = new Guide();
  }
  const guide = guideOf[node];
  switch (prop) {
    case PROP_FOCUS_SCOPE: {
      const word = isSet ? value : WORD_NONE;
      if (word !== WORD_NONE && word !== WORD_ROW && word !== WORD_COLUMN && word !== WORD_GRID) {
        return REFUSED_WRONG_VALUE;
      }
      guide.scope = word;
      break;
    }
    case PROP_FOCUS_WRAP:
      guide.wraps = isSet && value;
      break;
    case PROP_REPEAT_STEPS:
      guide.repeatSteps = isSet ? Math.floor(within(value, 1, REPEAT_STEPS_MAX)) : 1;
      break;
    case PROP_FOCUS_UP:
      guide.up = isSet ? value : NONE;
      break;
    case PROP_FOCUS_DOWN:
      guide.down = isSet ? value : NONE;
      break;
    case PROP_FOCUS_LEFT:
      guide.left = isSet ? value : NONE;
      break;
    default:
      guide.right = isSet ? value : NONE;
  }
  return null;
}

/** The node that the app named for an arrow key; NONE when it named none. */
function namedFor(guide, key) {
  switch (key) {
    case KEY_UP:
      return guide.up;
    case KEY_DOWN:
      return guide.down;
    case KEY_LEFT:
      return guide.left;
    default:
      return guide.right;
  }
}

/** The container that the steps of a held key after the first stay in, which allows more than one; NONE for one step. */
function repeatContainer() {
  if (heldRepeats >= REPEATS_PER_STEP) {
    for (let at = focusCurrent; at !== NONE; at = parentOf[at]) {
      if (guideOf[at] !== null && guideOf[at].repeatSteps > 1) {
        return at;
      }
    }
  }
  return NONE;
}

/** True when the app lets the focus go around in a scope or list. */
function wrapsAround(node) {
  return guideOf[node] !== null && guideOf[node].wraps;
}
