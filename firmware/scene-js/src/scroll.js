// Scrolling: where a container's content stands, and the spring that moves it there.
//
// The spring is critically damped and computed in closed form from the moment of its last change, so its course does not
// depend on how often it is looked at. A new target keeps the speed: with a held key the content moves evenly.

/** How fast a scroll follows, in 1/s: after 0.25 s it has 6 % of its way left. */
const SCROLL_RATE = 18;
/** Closer than this, in pixels, and slower than `SCROLL_REST_SPEED`, a scroll is at its target. */
const SCROLL_REST_DISTANCE = 0.5;
/** In pixels per second. */
const SCROLL_REST_SPEED = 20;
/** A microsecond in seconds, as `f32`. */
const MICROSECOND = 9.999999974752427e-7;

/** The state of a node with scroll properties. */
function ScrollState() {
  this.policy = WORD_MINIMAL;
  this.padding = 0;
  /** How far the content can go, in pixels; offsets are within 0 to this. */
  this.range = 0;
  /** Where the content stands on screen. */
  this.offset = 0;
  /** Where it is to stand. The spring hears of it once a turn. */
  this.target = 0;
  /** Where the spring pulls to. */
  this.goal = 0;
  /** The spring's last change: distance to the goal, speed, and time in microseconds. */
  this.distance = 0;
  this.speed = 0;
  this.since = 0;
  this.hasLaunched = false;
}

/** The scroll states by node number; null for nodes that were never told to scroll. */
const scrollOf = [];
/** Containers whose content is on its way. */
let scrolling = [];

/** Distance from the goal and speed, as `computeCourse` found them. */
let courseLeft = 0;
let courseSpeed = 0;

/** The scroll state of a node, which gets one if it has none. */
function scrollStateOf(node) {
  if (scrollOf[node] === null) {
    scrollOf[node] = new ScrollState();
  }
  return scrollOf[node];
}

/** Sets a scroll property other than the axis. */
function setScrolling(node, prop, kind, value) {
  if (prop === PROP_SCROLL_PADDING) {
    scrollStateOf(node).padding = kind === VALUE_NUMBER ? max(value, 0) : 0;
  } else {
    const word = kind === VALUE_UNSET ? WORD_MINIMAL : value;
    if (word !== WORD_MINIMAL && word !== WORD_START && word !== WORD_CENTER && word !== WORD_PAGE) {
      return REFUSED_WRONG_VALUE;
    }
    scrollStateOf(node).policy = word;
  }
  layoutChanged();
  return null;
}

/** A node scrolls along another axis, or no more: back to the start. */
function resetScroll(node) {
  const scroll = scrollStateOf(node);
  scroll.range = 0;
  jumpScroll(scroll, 0);
}

/** True while a scroll is not where it is to be. */
function isScrollMoving(scroll) {
  return scroll.hasLaunched || scroll.target !== scroll.goal;
}

/** The content or the container changed its size. What now lies beyond an end jumps back to it. */
function setScrollRange(scroll, range) {
  scroll.range = range;
  if (!(scroll.target >= 0 && scroll.target <= range)) {
    jumpScroll(scroll, scroll.target);
  }
}

/** What is in sight moved within the content: goes along, without anything to be seen. The range follows. */
function shiftScroll(scroll, by) {
  scroll.offset = fround(scroll.offset + by);
  scroll.target = fround(scroll.target + by);
  scroll.goal = fround(scroll.goal + by);
}

/** Stands at an offset at once. */
function jumpScroll(scroll, to) {
  const target = within(to, 0, scroll.range);
  scroll.target = target;
  scroll.goal = target;
  scroll.offset = target;
  scroll.hasLaunched = false;
}

/** Wants to stand at an offset. Answers whether that is another than before. */
function aimScroll(scroll, to) {
  const before = scroll.target;
  scroll.target = within(to, 0, scroll.range);
  return scroll.target !== before;
}

/**
 * Sets off for the target, from wherever it is, if it is not on its way there. Several keys of a turn aim several times and
 * set off once. `now` is in microseconds.
 */
function launchScroll(scroll, now) {
  if (scroll.target === scroll.goal) {
    return;
  }
  advanceScroll(scroll, now);
  scroll.speed = scroll.hasLaunched ? courseSpeed : 0;
  scroll.goal = scroll.target;
  scroll.distance = fround(scroll.offset - scroll.goal);
  scroll.since = now;
  scroll.hasLaunched = true;
}

/** Moves to where it is at a time, and leaves its speed in `courseSpeed` if it moves on. */
function advanceScroll(scroll, now) {
  if (!scroll.hasLaunched) {
    return;
  }
  computeCourse(scroll, now);
  const isNear = courseLeft < SCROLL_REST_DISTANCE && courseLeft > -SCROLL_REST_DISTANCE;
  if (isNear && courseSpeed < SCROLL_REST_SPEED && courseSpeed > -SCROLL_REST_SPEED) {
    scroll.offset = scroll.goal;
    scroll.hasLaunched = false;
  } else {
    scroll.offset = fround(scroll.goal + courseLeft);
  }
}

/** Distance from the goal and speed at a time. */
function computeCourse(scroll, now) {
  const seconds = fround(fround(max(now - scroll.since, 0)) * MICROSECOND);
  const decay = expNeg(fround(SCROLL_RATE * seconds));
  const drive = fround(scroll.speed + fround(SCROLL_RATE * scroll.distance));
  const swing = fround(scroll.distance + fround(drive * seconds));
  courseLeft = fround(swing * decay);
  courseSpeed = fround(fround(drive - fround(SCROLL_RATE * swing)) * decay);
}

/** The offset that shows the span from `start` to `end` of the content in a view of `length`, by the policy. */
function offsetToShow(scroll, start, end, length) {
  const padding = scroll.padding;
  let wanted;
  if (scroll.policy === WORD_START) {
    wanted = fround(start - padding);
  } else if (scroll.policy === WORD_CENTER) {
    wanted = fround(fround(fround(start + end) - length) * 0.5);
  } else {
    // A span larger than the view shows its start.
    const least = fround(fround(end + padding) - length);
    const most = fround(start - padding);
    const isPage = scroll.policy === WORD_PAGE;
    if (isPage && scroll.target < least) {
      // The next page begins with what did not fit this one, the page before ends with it.
      wanted = most;
    } else if (isPage && scroll.target > most) {
      wanted = min(least, most);
    } else {
      wanted = within(scroll.target, least, most);
    }
  }
  return within(wanted, 0, scroll.range);
}
