// Values between two values: easing curves, numbers and colours.

/** Steps of the search for a curve's parameter. Four or five are the rule. */
const SEARCH_STEPS_MAX = 12;
/** How exactly the parameter's x is met. */
const SEARCH_ERROR = 9.999999974752427e-7;
/** Steepest rise of a curve that movements answer to; one that starts upright has no speed to go on with. */
const RATE_MAX = 50;
/** How far from a point without direction, such as a start with its control point in it, the direction is taken. */
const NUDGE = 0.00390625;
const NUDGE_SQUARED = 0.0000152587890625;

/** Eases kept to be shared by those who ask for the same; with more in use some stand there twice. */
const EASES_KEPT = 64;
const keptEases = [];

/** How a way of fixed length runs, prepared to be asked often: one kind of easing, the numbers of the others are 0. */
function Ease(kind) {
  this.kind = kind;
  /** A curve as two polynomials: factors of the parameter, its square and its cube. */
  this.x1 = 0;
  this.x2 = 0;
  this.x3 = 0;
  this.y1 = 0;
  this.y2 = 0;
  this.y3 = 0;
  /** Steps, and how many of them are taken at the very start. */
  this.count = 0;
  this.first = 0;
}

const EVEN = new Ease(EASING_LINEAR);

/** The ease of what `readEasing` found; null for a spring, whose way has no fixed length. */
function easeOf(timing) {
  if (timing.easing === EASING_SPRING) {
    return null;
  }
  if (timing.easing === EASING_LINEAR) {
    return EVEN;
  }
  const ease = new Ease(timing.easing);
  if (timing.easing === EASING_STEPS) {
    ease.count = timing.count;
    ease.first = timing.position;
  } else {
    ease.x1 = fround(3 * timing.x1);
    ease.x2 = fround(fround(3 * fround(timing.x2 - timing.x1)) - ease.x1);
    ease.x3 = fround(fround(1 - ease.x1) - ease.x2);
    ease.y1 = fround(3 * timing.y1);
    ease.y2 = fround(fround(3 * fround(timing.y2 - timing.y1)) - ease.y1);
    ease.y3 = fround(fround(1 - ease.y1) - ease.y2);
  }
  return keptEase(ease);
}

/** The one of equal eases that stands for all of them. */
function keptEase(ease) {
  for (const kept of keptEases) {
    if (
      kept.kind === ease.kind && kept.x1 === ease.x1 && kept.x2 === ease.x2 && kept.y1 === ease.y1 &&
      kept.y2 === ease.y2 && kept.count === ease.count && kept.first === ease.first
    ) {
      return kept;
    }
  }
  if (keptEases.length === EASES_KEPT) {
    keptEases.length = 0;
  }
  keptEases.push(ease);
  return ease;
}

/** What `easeAt` found: how much of the way is done, and how much more per whole time. */
const eased = { done: 0, rate: 0 };

/** Where an ease is at `progress` of the time, from 0 to 1; a curve may overshoot. */
function easeAt(ease, progress) {
  switch (ease.kind) {
    case EASING_LINEAR:
      eased.done = progress;
      eased.rate = 1;
      break;
    case EASING_STEPS: {
      const taken = floor(fround(progress * ease.count)) + ease.first;
      eased.done = bounded(fround(taken / ease.count), 0, 1);
      eased.rate = 0;
      break;
    }
    default:
      curveAt(ease, progress);
  }
}

/** A number that is one within bounds. */
function bounded(value, least, most) {
  return value < least ? least : value > most ? most : value;
}

/** How far a polynomial is at a parameter. */
function polynomialAt(first, second, third, t) {
  return fround(fround(fround(fround(fround(third * t) + second) * t) + first) * t);
}

/** How fast it rises there. */
function riseAt(first, second, third, t) {
  return fround(fround(fround(fround(fround(3 * third) * t) + 2 * second) * t) + first);
}

function curveAt(ease, x) {
  const t = parameterAt(ease, x);
  const isFlat = riseAt(ease.x1, ease.x2, ease.x3, t) < NUDGE;
  const at = isFlat ? bounded(t, NUDGE, 1 - NUDGE) : t;
  const along = riseAt(ease.x1, ease.x2, ease.x3, at);
  const up = riseAt(ease.y1, ease.y2, ease.y3, at);
  const rate = fround(up / (along > NUDGE_SQUARED ? along : NUDGE_SQUARED));
  eased.done = polynomialAt(ease.y1, ease.y2, ease.y3, t);
  eased.rate = bounded(rate, -RATE_MAX, RATE_MAX);
}

/**
 * The parameter where a curve's x is `x`: Newton's method, halving where it would leave what is known. x grows with the
 * parameter.
 */
function parameterAt(ease, x) {
  const first = ease.x1;
  const second = ease.x2;
  const third = ease.x3;
  let low = 0;
  let high = 1;
  let t = x;
  for (let i = 0; i < SEARCH_STEPS_MAX; i++) {
    const error = fround(polynomialAt(first, second, third, t) - x);
    if (error < SEARCH_ERROR && error > -SEARCH_ERROR) {
      break;
    }
    if (error > 0) {
      high = t;
    } else {
      low = t;
    }
    const next = fround(t - fround(error / riseAt(first, second, third, t)));
    t = next > low && next < high ? next : fround(fround(low + high) * 0.5);
  }
  return t;
}

/** What was mixed last, and what came of it: many properties fade between the same colours at once. */
const mixed = { from: 0, to: 0, done: NaN, color: 0 };

/**
 * Mixes two straight colours as if they were premultiplied, so that fading from or to a transparent colour does not pass
 * through that colour's hidden channels.
 */
function mixColors(from, to, done) {
  if (from !== mixed.from || to !== mixed.to || done !== mixed.done) {
    mixed.from = from;
    mixed.to = to;
    mixed.done = done;
    mixed.color = mixAnew(from, to, bounded(done, 0, 1));
  }
  return mixed.color;
}

function mixAnew(from, to, part) {
  const fromWeight = fround((from & 255) * fround(1 - part));
  const toWeight = fround((to & 255) * part);
  const alpha = fround(fromWeight + toWeight);
  if (alpha <= 0) {
    return (to & 0xffffff00) >>> 0;
  }
  const red = mixChannels(from >>> 24, fromWeight, to >>> 24, toWeight, alpha);
  const green = mixChannels((from >>> 16) & 255, fromWeight, (to >>> 16) & 255, toWeight, alpha);
  const blue = mixChannels((from >>> 8) & 255, fromWeight, (to >>> 8) & 255, toWeight, alpha);
  return ((red << 24) | (green << 16) | (blue << 8) | fround(alpha + 0.5)) >>> 0;
}

/** Half a step further is the nearest whole number. Rounding counts only where that is close to the next one. */
function mixChannels(from, fromWeight, to, toWeight, alpha) {
  if (from === to) {
    return from;
  }
  const near = (from * fromWeight + to * toWeight) / alpha + 0.5;
  const whole = near | 0;
  const fraction = near - whole;
  if (fraction > 0.001 && fraction < 0.999) {
    return whole;
  }
  const value = fround(fround(fround(from * fromWeight) + fround(to * toWeight)) / alpha);
  return fround(value + 0.5) & 255;
}
