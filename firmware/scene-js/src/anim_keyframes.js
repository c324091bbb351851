// Keyframes as an animation needs them: per property a track from offset 0 to 1, with what was left out filled in.

/** A value, a number or a colour, at a point of the way, and how the way to it runs. */
function Frame(offset, value, ease) {
  this.offset = offset;
  this.value = value;
  this.ease = ease;
}

/** A keyframe as it was given; `spring` is null when its easing is none. */
function Keyframe(slot, frame, spring) {
  this.slot = slot;
  this.frame = frame;
  this.spring = spring;
}

/** One property of an animation. */
function Track(slot, first, last, spring, fromHere) {
  this.slot = slot;
  /** Its frames: from the first, at offset 0, to the last, at offset 1, that one included. */
  this.first = first;
  this.last = last;
  /** The frame that it was at last, so that the next one is near. */
  this.at = first;
  /** It has but one way, which is this spring's; else null. */
  this.spring = spring;
  /** The course of a spring, or of the first way of what `carries`; null until it is needed. */
  this.course = null;
  /** It starts from where the property was. */
  this.fromHere = fromHere;
  /** It goes on from another movement, with `speed`, in units per second. */
  this.carries = false;
  this.speed = 0;
  /** How fast it was at the last tick, in units per second. */
  this.rate = 0;
  /** The property was not set or animated anew since. */
  this.isLive = true;
  /** The second colour of a flat gradient goes along with the first; it is nobody's own track. */
  this.isTwin = false;
}

/** The frames and tracks that `readScript` found. */
let scriptFrames = [];
let scriptTracks = [];

/**
 * Reads the keyframes of a block of the batch for a node as it is now. Answers null, or why there can be no such animation.
 */
function readScript(node, play, from, to) {
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
  if (given.length === 0 || (play.repeat === 0 && play.durationMs === 0)) {
    return REFUSED_BAD_KEYFRAMES;
  }
  scriptFrames = [];
  scriptTracks = [];
  let start = 0;
  while (start < given.length) {
    let end = start + 1;
    while (end < given.length && given[end].slot === given[start].slot) {
      end += 1;
    }
    why = addTrack(node, play, given, start, end);
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
  const frame = new Frame(offset, value.of + 0, ease === null ? EVEN : ease);
  sortIn(given, new Keyframe(slot, frame, spring));
  return null;
}

/** Puts a keyframe in its place by property and offset, after its equals. They come nearly in order. */
function sortIn(all, keyframe) {
  const slot = keyframe.slot;
  const offset = keyframe.frame.offset;
  let place = all.length;
  all.push(keyframe);
  while (place > 0) {
    const before = all[place - 1];
    if (before.slot < slot || (before.slot === slot && before.frame.offset <= offset)) {
      break;
    }
    all[place] = before;
    place -= 1;
  }
  all[place] = keyframe;
}

/** Adds the track of one property, whose keyframes are given from `start` to before `end`. */
function addTrack(node, play, given, start, end) {
  const slot = given[start].slot;
  const fromHere = given[start].frame.offset > 0;
  let spring = null;
  for (let i = start; i < end && spring === null; i++) {
    spring = given[i].spring;
  }
  if (spring !== null) {
    const isSingle = end - start === 1 && given[start].frame.offset === 1;
    if (!isSingle || play.repeat !== 1 || play.direction !== DIRECTION_NORMAL) {
      return REFUSED_SPRING_AMONG_KEYFRAMES;
    }
  }
  const first = scriptFrames.length;
  if (fromHere) {
    scriptFrames.push(new Frame(0, shownValues[node * SLOTS + slot], EVEN));
  }
  for (let i = start; i < end; i++) {
    scriptFrames.push(given[i].frame);
  }
  const last = given[end - 1].frame;
  if (last.offset < 1) {
    scriptFrames.push(new Frame(1, targetOf(node, slot, false), last.ease));
  }
  scriptTracks.push(new Track(slot, first, scriptFrames.length - 1, spring, fromHere));
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
    const twin = new Track(SLOT_FILL_TO, fill.first, fill.last, fill.spring, fill.fromHere);
    twin.isTwin = true;
    scriptTracks.push(twin);
  }
}
