// What `Set` does to a node. Answers null, or why it was refused.

const TEXT_BYTES_MAX = 512 * 1024;

/** Bytes of all texts and paths, in UTF-8. */
let textBytes = 0;

/**
 * `value` is a number, a keyword's number, a flag, a colour, a node or a text; of a text, `bytes` is its length in UTF-8.
 * `state` is 1 for a value that applies while the node has the focus.
 */
function setProp(node, prop, state, kind, value, bytes) {
  if (!exists(node)) {
    return REFUSED_NO_SUCH_NODE;
  }
  if ((takersOf[kind] & (1 << kindOfProp[prop])) === 0) {
    return REFUSED_WRONG_VALUE;
  }
  const family = familyOf[prop];
  if (family === FAMILY_ANIMATED) {
    setAnimated(node, prop, state, kind, value);
    return null;
  }
  if (state !== 0) {
    return REFUSED_NOT_ANIMATABLE;
  }
  switch (family) {
    case FAMILY_LAYOUT:
      return setLayout(node, prop, kind, value);
    case FAMILY_TEXT:
      return setTextProp(node, prop, kind, value, bytes);
    case FAMILY_IMAGE:
      return setImageProp(node, prop, kind, value, bytes);
    case FAMILY_LOOK:
      return setLook(node, prop, kind, value);
    case FAMILY_GUIDE:
      return setGuide(node, prop, kind, value);
    case FAMILY_LIST:
      return setList(node, prop, kind, value);
    case FAMILY_SCROLLING:
      return setScrolling(node, prop, kind, value);
    default:
      setFact(node, prop, kind, value);
      return null;
  }
}

/** Sets what every kind of node has and every value of the right kind fits. */
function setFact(node, prop, kind, value) {
  const isUnset = kind === VALUE_UNSET;
  const isOn = !isUnset && value === true;
  switch (prop) {
    case PROP_CLIP:
      setCause(node, FLAG_CUT, isOn);
      break;
    case PROP_VISIBLE:
      setCause(node, FLAG_INVISIBLE, !isUnset && !isOn);
      break;
    case PROP_FOCUSABLE:
      setFocusable(node, isOn);
      break;
    case PROP_FOCUS_MEMORY:
      setFlag(node, FLAG_FOCUS_MEMORY, isOn);
      break;
    case PROP_FOCUS_TRAP:
      setFlag(node, FLAG_FOCUS_TRAP, isOn);
      break;
    case PROP_DISABLED:
      setFlag(node, FLAG_DISABLED, isOn);
      break;
    case PROP_Z:
      setZ(node, isUnset ? 0 : value);
      break;
    default:
      fillAngle[node] = isUnset ? 0 : value;
      repaintPart(node);
  }
}

function setZ(node, z) {
  zOf[node] = z;
  if (z !== 0 && parentOf[node] !== NONE) {
    nodeFlags[parentOf[node]] |= FLAG_ORDERED_CHILDREN;
  }
  repaintPart(node);
}

function setLayout(node, prop, kind, value) {
  const result = setLayoutProp(node, prop, kind, value);
  if (result === SET_WRONG) {
    return REFUSED_WRONG_VALUE;
  }
  if (result === SET_SAME) {
    return null;
  }
  switch (prop) {
    case PROP_SCROLL:
      // The other axis starts anew.
      resetScroll(node);
      break;
    case PROP_DISPLAY:
    case PROP_OVERFLOW:
    case PROP_OVERFLOW_X:
    case PROP_OVERFLOW_Y:
      followCauses(node);
      break;
    case PROP_LAYOUT_DIRECTION:
      inheritDirection(node, inheritedBits(node));
      directionChanged(node);
      break;
    case PROP_ALIGN:
    case PROP_DIRECTION:
      alignmentChanged(node);
      break;
    default:
  }
  if (isInnerProp[prop] !== 0) {
    contentChanged(node);
  } else {
    styleChanged(node);
  }
  mark(node, FLAG_REPAINT);
  return null;
}

/** Sets a flag from which others follow. */
function setCause(node, cause, isOn) {
  putFlag(node, cause, isOn);
  followCauses(node);
}

function putFlag(node, flag, isOn) {
  nodeFlags[node] = isOn ? nodeFlags[node] | flag : nodeFlags[node] & ~flag;
}

/** Brings the flags up to date that follow from a property and a layout property together. */
function followCauses(node) {
  const flags = nodeFlags[node];
  const bits = styleBits[node];
  setFlag(node, FLAG_HIDDEN, (flags & FLAG_INVISIBLE) !== 0 || (bits & STYLE_NONE) !== 0);
  setFlag(node, FLAG_CLIP, (flags & FLAG_CUT) !== 0 || (bits & (STYLE_HIDES_X | STYLE_HIDES_Y)) !== 0);
}

function setFlag(node, flag, isOn) {
  if (isOn === ((nodeFlags[node] & flag) !== 0)) {
    return;
  }
  putFlag(node, flag, isOn);
  if (flag === FLAG_CLIP) {
    // Clipping cuts the extent.
    contentChanged(node);
  } else if (flag === FLAG_HIDDEN || flag === FLAG_DISABLED) {
    treeChanged();
  }
  repaint(node);
}
