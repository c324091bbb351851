// A damped spring in closed form. The formulas stand in `firmware/scene/src/anim/spring.rs`.

/** Bounces nearer to 0 than this are 0: the two other forms divide by nearly nothing there. */
const CRITICAL_BOUNCE = 0.009999999776482582;
/** Nearer to its end than this, in pixels, and slower than the next, a spring is at rest. */
const REST_PIXELS = 0.10000000149011612;
const REST_PIXELS_PER_SECOND = 3;
/** The same for what counts in wholes, such as opacity and scale, and for the way between two colours. */
const REST_RATIO = 0.0010000000474974513;
const REST_RATIO_PER_SECOND = 0.029999999329447746;

const DAMPING_UNDER = 1;
const DAMPING_CRITICAL = 2;
const DAMPING_OVER = 3;

/** How a spring swings, whatever its duration. */
function Spring(bounce) {
  this.damping = DAMPING_CRITICAL;
  /** The damping ratio. */
  this.ratio = 1;
  this.root = 0;
  if (bounce > CRITICAL_BOUNCE) {
    this.damping = DAMPING_UNDER;
    this.ratio = fround(1 - bounce);
    this.root = squareRoot(fround(1 - fround(this.ratio * this.ratio)));
  } else if (bounce < -CRITICAL_BOUNCE) {
    this.damping = DAMPING_OVER;
    this.ratio = fround(1 / fround(1 + bounce));
    this.root = squareRoot(fround(fround(this.ratio * this.ratio) - 1));
  }
}

/** True when a spring this far from its end and this fast is at rest. */
function isAtRest(isPixels, left, rate) {
  const distance = isPixels ? REST_PIXELS : REST_RATIO;
  const speed = isPixels ? REST_PIXELS_PER_SECOND : REST_RATIO_PER_SECOND;
  return left < distance && left > -distance && rate < speed && rate > -speed;
}

/** Leaves in `to` where a spring of a duration is some time after it set off, both in seconds, the duration more than 0. */
function springAt(spring, seconds, duration, to) {
  const frequency = fround(TAU / duration);
  const angle = fround(frequency * seconds);
  const ratio = spring.ratio;
  const root = spring.root;
  if (spring.damping === DAMPING_UNDER) {
    const decay = expNeg(fround(ratio * angle));
    sinCos(fround(root * fround(seconds / duration)));
    const sine = wave.sine;
    const cosine = wave.cosine;
    const lag = fround(fround(ratio / root) * sine);
    to.share = fround(decay * fround(cosine + lag));
    to.push = fround(fround(decay * sine) / fround(frequency * root));
    to.pushRate = fround(decay * fround(cosine - lag));
  } else if (spring.damping === DAMPING_CRITICAL) {
    const decay = expNeg(angle);
    to.share = fround(decay * fround(1 + angle));
    to.push = fround(decay * seconds);
    to.pushRate = fround(decay * fround(1 - angle));
  } else {
    const slow = fround(ratio - root);
    const fast = fround(ratio + root);
    const long = expNeg(fround(slow * angle));
    const short = expNeg(fround(fast * angle));
    const between = fround(1 / fround(fast - slow));
    to.share = fround(fround(fround(fast * long) - fround(slow * short)) * between);
    to.push = fround(fround(fround(long - short) * between) / frequency);
    to.pushRate = fround(fround(fround(fast * short) - fround(slow * long)) * between);
  }
  to.shareRate = fround(fround(-frequency * frequency) * to.push);
}
