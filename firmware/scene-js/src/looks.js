// Properties of a box that few nodes have, so that those who have none carry no room for them.

/** The middle of a box, as a fraction of it. */
const MIDDLE = 0.5;
/** Largest fraction taken for a point or a radius: as many times the box's size. */
const FRACTION_MAX = 100;

function Looks() {
  /** The point that scale and rotation keep in place, as fractions of the box. */
  this.originX = MIDDLE;
  this.originY = MIDDLE;
  /** Radii of the corners; null where one follows `radius`. */
  this.topLeft = null;
  this.topRight = null;
  this.bottomRight = null;
  this.bottomLeft = null;
  this.hasCorners = false;
  /** How far the shadow lies to the right and below, in pixels. */
  this.shadowX = 0;
  this.shadowY = 0;
  /** How far the shadow is larger on each side, in pixels. */
  this.shadowSpread = 0;
  /** The gradient runs from a point outwards. */
  this.isRadial = false;
  /** That point, as fractions of the box. */
  this.centreX = MIDDLE;
  this.centreY = MIDDLE;
  /** Where the gradient ends, as a fraction of the box. */
  this.radius = MIDDLE;
  /** Where a nine-patch is cut, in pixels of its image. */
  this.sliceLeft = 0;
  this.sliceTop = 0;
  this.sliceRight = 0;
  this.sliceBottom = 0;
  /** The image is a nine-patch. */
  this.isSliced = false;
  /** Its opacity fades it and what is in it as one picture. */
  this.isGroup = false;
}

/** What few boxes have, by node number. */
const looksOf = [];

function growLooks(nodes) {
  growList(looksOf, nodes);
}

/** Sets a property of `Looks`. Answers null, or why it was refused. */
function setLook(node, prop, kind, value) {
  let looks = looksOf[node];
  if (looks === null) {
    looks = new Looks();
    looksOf[node] = looks;
  }
  const isSet = kind !== VALUE_UNSET;
  if (prop === PROP_FILL_SHAPE) {
    if (isSet && value !== WORD_LINEAR && value !== WORD_RADIAL) {
      return REFUSED_WRONG_VALUE;
    }
    looks.isRadial = value === WORD_RADIAL;
  } else if (prop === PROP_GROUP) {
    looks.isGroup = value === true;
  } else {
    setLookNumber(looks, prop, isSet, isSet ? value : 0);
  }
  repaint(node);
  return null;
}

function setLookNumber(looks, prop, isSet, value) {
  const fraction = isSet ? within(value, -FRACTION_MAX, FRACTION_MAX) : MIDDLE;
  const positive = value > 0 ? value : 0;
  switch (prop) {
    case PROP_ORIGIN_X:
      looks.originX = fraction;
      break;
    case PROP_ORIGIN_Y:
      looks.originY = fraction;
      break;
    case PROP_SHADOW_X:
      looks.shadowX = value;
      break;
    case PROP_SHADOW_Y:
      looks.shadowY = value;
      break;
    case PROP_SHADOW_SPREAD:
      looks.shadowSpread = value;
      break;
    case PROP_FILL_X:
      looks.centreX = fraction;
      break;
    case PROP_FILL_Y:
      looks.centreY = fraction;
      break;
    case PROP_FILL_RADIUS:
      looks.radius = fraction > 0 ? fraction : 0;
      break;
    case PROP_SLICE_LEFT:
      looks.sliceLeft = positive;
      break;
    case PROP_SLICE_TOP:
      looks.sliceTop = positive;
      break;
    case PROP_SLICE_RIGHT:
      looks.sliceRight = positive;
      break;
    case PROP_SLICE_BOTTOM:
      looks.sliceBottom = positive;
      break;
    default:
      setCorner(looks, prop, isSet ? value : null);
  }
  looks.isSliced = looks.sliceLeft > 0 || looks.sliceTop > 0 || looks.sliceRight > 0 || looks.sliceBottom > 0;
}

/** `radius` is null for a corner that follows the radius of all. */
function setCorner(looks, prop, radius) {
  switch (prop) {
    case PROP_RADIUS_TOP_LEFT:
      looks.topLeft = radius;
      break;
    case PROP_RADIUS_TOP_RIGHT:
      looks.topRight = radius;
      break;
    case PROP_RADIUS_BOTTOM_RIGHT:
      looks.bottomRight = radius;
      break;
    default:
      looks.bottomLeft = radius;
  }
  looks.hasCorners =
    looks.topLeft !== null || looks.topRight !== null || looks.bottomRight !== null || looks.bottomLeft !== null;
}
