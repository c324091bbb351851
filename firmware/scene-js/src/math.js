// The few functions beyond + - × ÷, made of these alone and rounded after each, so that both engines get the same bits.
// Constants are the `f32` next to what their names say.

/** Beyond this every `f32` is a whole number. */
const WHOLE = 8388608;

/** The largest whole number not above a value. */
function floor(value) {
  if (value >= WHOLE || value <= -WHOLE) {
    return value;
  }
  const cut = value | 0;
  return cut > value ? cut - 1 : cut;
}

/** The nearest whole number; halves go up. */
function round(value) {
  return floor(fround(value + 0.5));
}

/** Beyond this `expNeg` is zero: the smallest powers of two would be reached. */
const EXP_ZERO = 80;
const LOG_2_E = 1.4426950216293335;
/** ln 2 in two parts; the first has so few digits that its multiples are exact. */
const LN_2_HIGH = 0.693359375;
const LN_2_LOW = -0.00021219444170128554;
const ONE_6TH = 0.1666666716337204;
const ONE_24TH = 0.0416666679084301;
const ONE_120TH = 0.008333333767950535;
const ONE_720TH = 0.0013888889225199819;
const ONE_5040TH = 0.00019841270113829523;
const ONE_40320TH = 0.000024801587642286904;
const TAU = 6.2831854820251465;

/** 2 to the power of `-n` at n. */
const powersOfHalf = [1];
for (let n = 1; n <= 126; n++) {
  powersOfHalf.push(powersOfHalf[n - 1] * 0.5);
}

/** e to the power of `-x`, for `x >= 0`; relative error below 1e-6. */
function expNeg(x) {
  if (x >= EXP_ZERO || x !== x) {
    return 0;
  }
  // e^-x = 2^-n × 2^-f, where n is whole and f is within 0 to 1.
  const whole = floor(fround(x * LOG_2_E));
  // The polynomial takes f in units of e again, in two parts, so that nothing of x is lost when n is large.
  const rest = fround(fround(x - fround(whole * LN_2_HIGH)) - fround(whole * LN_2_LOW));
  let series = fround(ONE_5040TH - fround(rest * ONE_40320TH));
  series = fround(ONE_720TH - fround(rest * series));
  series = fround(ONE_120TH - fround(rest * series));
  series = fround(ONE_24TH - fround(rest * series));
  series = fround(ONE_6TH - fround(rest * series));
  series = fround(0.5 - fround(rest * series));
  series = fround(1 - fround(rest * series));
  series = fround(1 - fround(rest * series));
  return fround(series * powersOfHalf[whole < 126 ? whole : 126]);
}

/** What `sinCos` found. */
const wave = { sine: 0, cosine: 1 };

/** Sine and cosine of an angle in whole turns, `turns >= 0`; error below 1e-6 of a turn that `f32` can tell apart. */
function sinCos(turns) {
  // The nearest quarter, and what is left, within an eighth to either side.
  const quarter = floor(fround(fround(turns * 4) + 0.5));
  const angle = fround(fround(turns - fround(quarter * 0.25)) * TAU);
  const square = fround(angle * angle);
  let sine = fround(ONE_5040TH - fround(square / 362880));
  sine = fround(ONE_120TH - fround(square * sine));
  sine = fround(ONE_6TH - fround(square * sine));
  sine = fround(angle * fround(1 - fround(square * sine)));
  let cosine = fround(ONE_720TH - fround(square * ONE_40320TH));
  cosine = fround(ONE_24TH - fround(square * cosine));
  cosine = fround(0.5 - fround(square * cosine));
  cosine = fround(1 - fround(square * cosine));
  // Four quarters are a turn again.
  switch (quarter - 4 * floor(quarter * 0.25)) {
    case 0:
      wave.sine = sine;
      wave.cosine = cosine;
      break;
    case 1:
      wave.sine = cosine;
      wave.cosine = -sine;
      break;
    case 2:
      wave.sine = -sine;
      wave.cosine = -cosine;
      break;
    default:
      wave.sine = -cosine;
      wave.cosine = sine;
  }
}

/** The square root of a number from 0.001 to 100, by Newton's method; relative error below 1e-6. */
function squareRoot(value) {
  let root = fround(fround(value + 1) * 0.5);
  for (let i = 0; i < 10; i++) {
    root = fround(fround(root + fround(value / root)) * 0.5);
  }
  return root;
}
