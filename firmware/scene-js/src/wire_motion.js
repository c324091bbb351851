// Reading timings, easings and the other records about motion.

const EASING_LINEAR = 0;
const EASING_BEZIER = 1;
const EASING_STEPS = 2;
const EASING_SPRING = 3;

/** How far the control points of a curve may reach beyond 0 to 1 up and down. */
const CURVE_REACH_MAX = 10;
/** Largest bounce of a spring, either sign. */
const BOUNCE_MAX = fround(0.9);
const KEYFRAMES_MAX = 256;
const KEYFRAMES_BYTES_MAX = 8192;

const ACTION_PAUSE = 0;
const ACTION_RESUME = 1;
const ACTION_SEEK = 2;
const ACTION_CANCEL = 3;
const ACTION_FINISH = 4;

/** An easing, and for timings how long it takes. Of the other numbers only those of the easing's kind count. */
function Timing() {
  this.durationMs = 0;
  this.delayMs = 0;
  this.easing = EASING_LINEAR;
  /** The control points of a curve. */
  this.x1 = 0;
  this.y1 = 0;
  this.x2 = 0;
  this.y2 = 0;
  /** Steps, and 1 when each is taken at the start of its time. */
  this.count = 0;
  this.position = 0;
  /** Of a spring. */
  this.bounce = 0;
}

/** What `readTiming` and `readEasing` found. */
const timing = new Timing();
/** What `readPlay` found: how an animation runs. Direction 0 is forwards, 1 backwards, 2 both in turn. */
const play = { durationMs: 0, delayMs: 0, repeat: 0, direction: 0 };

function readTiming() {
  timing.durationMs = readU16();
  timing.delayMs = readU16();
  readEasing();
}

function readEasing() {
  timing.easing = readCode('easing', 4);
  let isSound = true;
  switch (timing.easing) {
    case EASING_BEZIER:
      timing.x1 = readNumber();
      timing.y1 = readNumber();
      timing.x2 = readNumber();
      timing.y2 = readNumber();
      isSound = isCurveTime(timing.x1) && isCurveTime(timing.x2) && isCurveReach(timing.y1) && isCurveReach(timing.y2);
      break;
    case EASING_STEPS:
      timing.count = readU16();
      timing.position = readCode('step position', 2);
      isSound = timing.count > 0;
      break;
    case EASING_SPRING:
      timing.bounce = readNumber();
      isSound = timing.bounce <= BOUNCE_MAX && timing.bounce >= -BOUNCE_MAX;
      break;
    default:
  }
  if (!isSound) {
    fail(BROKEN_RANGE);
  }
}

function isCurveTime(x) {
  return x >= 0 && x <= 1;
}

function isCurveReach(y) {
  return y >= -CURVE_REACH_MAX && y <= CURVE_REACH_MAX;
}

function readPlay() {
  play.durationMs = readU16();
  play.delayMs = readU16();
  play.repeat = readU32();
  play.direction = readCode('direction', 3);
}
