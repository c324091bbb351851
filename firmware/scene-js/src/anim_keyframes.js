// Keyframes as an animation needs them: per property a track from offset 0 to 1, with what was left out filled in.

/** When a way between two keyframes begins and ends, from 0 to 1, how many seconds it takes, and how it runs. */
function Span(start, end, seconds, ease) {
  this.start = start;
  this.end = end;
  this.width = fround(end - start);
  this.seconds = seconds;
  this.ease = ease;
}

/** Spans kept to be shared by the animations that have the same; with more in use some stand there twice. */
const SPANS_KEPT = 64;
const keptSpans = [];

function spanOf(start, end, ease, plan) {
  const seconds = fround(fround(end - start) * plan.runSeconds);
  for (const span of keptSpans) {
    if (span.start === start && span.end === end && span.ease === ease && span.seconds === seconds) {
      return span;
    }
  }
  if (keptSpans.length === SPANS_KEPT) {
    keptSpans.length = 0;
  }
  const span = new Span(start, end, seconds, ease);
  keptSpans.push(span);
  return span;
}

/** A way between two values, numbers or colours. */
function Way(span, from, to) {
  this.span = span;
  this.from = from;
  this.to = to;
  /** For numbers: how far it is. */
  this.length = fround(to - from);
}

/** A keyframe as it was given; `ease` is how the way to it runs, or null when that is by `spring`, which is null else. */
function Keyframe(slot, offset, value, ease, spring) {
  this.slot = slot;
  this.offset = offset;
  this.value = value;
  this.ease = ease;
  this.spring = spring;
}

/** One property of an animation, which goes these ways from offset 0 to 1. */
function Track(node, slot, ways, spring, fromHere) {
  this.slot = slot;
  this.cell = node * SLOTS + slot;
  this.isColor = isColorSlot(slot);
  /** Where the layout has the node when the slot is a transform, else null; and that it is known not to be there. */
  this.home = (TRANSFORM_SLOTS & (1 << slot)) !== 0 ? defaultValues[slot] : null;
  this.isAway = this.home === null;
  /** The mark of its node when it moved. */
  this.mark = markOfSlot(slot);
  this.ways = ways;
  /** The way that it was on last. */
  this.way = ways[0];
  /** It has but one way, which is this spring's; else null. */
  this.spring = spring;
  /** It starts from where the property was. */
  this.fromHere = fromHere;
  /** It goes on from another movement, with `speed`, in units per second. */
  this.carries = false;
  this.speed = 0;
  /** The course of a spring, or of the first way of what `carries`; null until it is needed. */
  this.course = null;
  /** The property was not set or animated anew since. */
  this.isLive = true;
  /** It is live, a number, and goes ordinary ways only. */
  this.isSimple = spring === null && !this.isColor;
  /** The second colour of a flat gradient goes along with the first; it is nobody's own track. */
  this.isTwin = false;
}

/** The tracks that `readScript` found, and how many keyframes they have. */
let scriptTracks = [];
let scriptFrames = 0;

/**
 * Reads the keyframes of a block of the batch for a node as it is now. Answers null, or why there can be no such animation.
 */
function readScript(node, plan, from, to) {
  const given = [];
  openBlock(from, to);
  let why = null;
  while (hasMore() && why === null) {
    why = readKeyframe(given);
  }
  why = closeBlock() === null ? why : REFUSED_BAD_KEYFRAMES;
  if (why !== null) {
    return why;
  }
  if (given.length === 0 || (plan.repeat === 0 && plan.runUs === 0)) {
    return REFUSED_BAD_KEYFRAMES;
  }
  scriptTracks = [];
  scriptFrames = 0;
  let start = 0;
  while (start < given.length) {
    let end = start + 1;
    while (end < given.length && given[end].slot === given[start].slot) {
      end += 1;
    }
    why = addTrack(node, plan, given, start, end);
    if (why !== null) {
      return why;
    }
    start = end;
  }
  addTwin(node);
  return null;
}

/** Reads a keyframe and puts it in its place among those before. Answers null, or what is wrong with it. */
function readKeyframe(given) {
  const prop = readProp();
  const offset = readNumber();
  if (!(offset >= 0 && offset <= 1)) {
    fail(BROKEN_RANGE);
  }
  readValue();
  readEasing();
  if (broken !== null) {
    return REFUSED_BAD_KEYFRAMES;
  }
  if (animates[prop] === 0) {
    return REFUSED_NOT_ANIMATABLE;
  }
  const slot = slotOfProp[prop] | 0;
  if (value.kind !== (isColorSlot(slot) ? VALUE_COLOR : VALUE_NUMBER)) {
    return REFUSED_WRONG_VALUE;
  }
  if (given.length === KEYFRAMES_MAX) {
    return REFUSED_BAD_KEYFRAMES;
  }
  const ease = easeOf(timing);
  const spring = ease === null ? new Spring(timing.bounce) : null;
  // A zero is +0.
  sortIn(given, new Keyframe(slot, offset, value.of + 0, ease, spring));
  return null;
}

/** Puts a keyframe in its place by property and offset, after its equals. They come nearly in order. */
function sortIn(all, keyframe) {
  const slot = keyframe.slot;
  const offset = keyframe.offset;
  let place = all.length;
  all.push(keyframe);
  while (place > 0) {
    const before = all[place - 1];
    if (before.slot < slot || (before.slot === slot && before.offset <= offset)) {
      break;
    }
    all[place] = before;
    place -= 1;
  }
  all[place] = keyframe;
}

/** Adds the track of one property, whose keyframes are given from `start` to before `end`. */
function addTrack(node, plan, given, start, end) {
  const slot = given[start].slot;
  const fromHere = given[start].offset > 0;
  let spring = null;
  for (let at = start; at < end && spring === null; at++) {
    spring = given[at].spring;
  }
  if (spring !== null) {
    const isSingle = end - start === 1 && given[start].offset === 1;
    if (!isSingle || plan.repeat !== 1 || plan.direction !== DIRECTION_NORMAL) {
      return REFUSED_SPRING_AMONG_KEYFRAMES;
    }
  }
  const ways = [];
  let offset = 0;
  let value = fromHere ? shownValues[node * SLOTS + slot] : given[start].value;
  for (let at = fromHere ? start : start + 1; at < end; at++) {
    const next = given[at];
    ways.push(new Way(spanOf(offset, next.offset, next.ease === null ? EVEN : next.ease, plan), value, next.value));
    offset = next.offset;
    value = next.value;
  }
  if (offset < 1) {
    const to = targetOf(node, slot, false);
    ways.push(new Way(spanOf(offset, 1, given[end - 1].ease, plan), value, to));
  }
  scriptTracks.push(new Track(node, slot, ways, spring, fromHere));
  scriptFrames += ways.length + 1;
  return null;
}

/** While there is but one colour, the second follows it. */
function addTwin(node) {
  let fill = null;
  for (const track of scriptTracks) {
    if (track.slot === SLOT_FILL_TO) {
      return;
    }
    fill = track.slot === SLOT_FILL ? track : fill;
  }
  if (fill !== null && (nodeFlags[node] & FLAG_BASE_FILL_TO) === 0) {
    const twin = new Track(node, SLOT_FILL_TO, fill.ways, fill.spring, fill.fromHere);
    twin.isTwin = true;
    scriptTracks.push(twin);
  }
}
