// The arithmetic that both engines share: see ARITHMETIC.md. Every sum, difference, product and quotient of two f32 goes
// through `fround`; these helpers only choose between values, so they need no rounding.

const fround = Math.fround;

/** The larger value; of two equal ones the first. What is not a number loses. */
function max(a, b) {
  return b > a || a !== a ? b : a;
}

/** The smaller value; of two equal ones the first. What is not a number loses. */
function min(a, b) {
  return b < a || a !== a ? b : a;
}

/** The value within two bounds, of which either may be null; the lower one wins. */
function clamp(value, least, most) {
  if (most !== null && (most < value || value !== value)) {
    value = most;
  }
  if (least !== null && (least > value || value !== value)) {
    value = least;
  }
  return value;
}

/** `clamp` for a value that may be null. */
function clampOptional(value, least, most) {
  return value === null ? null : clamp(value, least, most);
}

/** The later in the total order of floats, in which -0 comes before 0; of two equal ones the second. */
function laterInOrder(a, b) {
  if (a === 0 && b === 0) {
    return 1 / a > 0 ? a : b;
  }
  return a > b || a !== a ? a : b;
}

/** True for what is neither zero nor below the normal range nor infinite nor NaN. */
function isNormal(value) {
  const magnitude = value < 0 ? -value : value;
  return magnitude >= 1.1754943508222875e-38 && magnitude <= 3.4028234663852886e38;
}

/** Bounds as `f32::max` and then `f32::min` set them: the lower one for what is not a number. */
function within(value, least, most) {
  return min(max(value, least), most);
}

/** A longer copy of a typed array. */
function grown(array, length) {
  const longer = new array.constructor(length);
  longer.set(array);
  return longer;
}
