// Focus scopes: containers whose children are walked in their order instead of by their boxes.
//
// In a row or column the order is all that counts. In a grid the children are lines of text, so to say: a child that does
// not stand beside the one before it begins a new line; along a line the order counts, between lines the nearest centre. At
// the ends the focus leaves the scope, unless it wraps around.

/** True when a walk through a scope's children goes from the first to the last. */
let walksForward = true;
/** Where the scope's content begins on the screen. */
let scopeX = 0;
let scopeY = 0;

/** The goal that comes after a child of a scope; NO_GOAL when the scope says nothing about this direction or ends. */
function beyondInScope(scope, guide, inside) {
  const isGrid = guide.scope === WORD_GRID;
  if (!isGrid && (guide.scope === WORD_ROW) !== headingIsHorizontal) {
    return NO_GOAL;
  }
  walksForward = isOnward(scope);
  findContentOrigin(scope);
  scopeX = originX;
  scopeY = originY;
  const wraps = guide.wraps && heldRepeats === 0;
  let next;
  if (isGrid && !headingIsHorizontal) {
    next = inNextLine(inside);
    next = next === NONE && wraps ? inFirstLine(scope, inside) : next;
  } else {
    next = nextMember(inside);
    if (isGrid && next !== NONE && !wraps && !isSameLine(inside, next)) {
      // Only around it goes to the next line, and from the last to the first.
      next = NONE;
    }
    next = next === NONE && wraps ? firstMember(scope, inside) : next;
  }
  return next === NONE ? NO_GOAL : comeTo(next, scope);
}

/** True when the key points the way that the children run: from right to left they are mirrored. */
function isOnward(scope) {
  const bits = styleBits[scope];
  const isRow = (bits & STYLE_ROW) !== 0;
  const isReverse = (bits & STYLE_REVERSE) !== 0;
  const isMirrored = headingIsHorizontal ? ((bits & STYLE_RTL) !== 0) !== (isRow && isReverse) : !isRow && isReverse;
  return headingIsForward !== isMirrored;
}

/** The sibling that comes after a child on the walk, or NONE. */
function stepOn(child) {
  return walksForward ? nextOf[child] : previousOf[child];
}

/** The child with which the walk begins. */
function walkStart(scope) {
  return walksForward ? firstChildOf[scope] : lastChildOf[scope];
}

/** The next member that the focus can go to, or NONE. */
function nextMember(child) {
  let at = stepOn(child);
  while (at !== NONE && entry(at) === NO_GOAL) {
    at = stepOn(at);
  }
  return at;
}

/** The member at the end that the key points away from, for a scope that wraps; NONE when there is no other. */
function firstMember(scope, inside) {
  let at = walkStart(scope);
  while (at !== NONE && (at === inside || entry(at) === NO_GOAL)) {
    at = stepOn(at);
  }
  return at;
}

/** The member of the next line whose centre is nearest, or NONE. */
function inNextLine(child) {
  let last = child;
  let line = 0;
  let best = NONE;
  let least = 0;
  for (let at = nextMember(child); at !== NONE && line < 2; at = nextMember(at)) {
    line += isSameLine(last, at) ? 0 : 1;
    last = at;
    if (line === 1) {
      const distance = sidewaysCentres(at);
      if (best === NONE || distance < least) {
        best = at;
        least = distance;
      }
    }
  }
  return best;
}

/** The same of the line at the end that the key points away from, for a scope that wraps. */
function inFirstLine(scope, inside) {
  let last = firstMember(scope, inside);
  if (last === NONE) {
    return NONE;
  }
  let best = NONE;
  let least = 0;
  let at = walkStart(scope);
  at = entry(at) === NO_GOAL ? nextMember(at) : at;
  for (; at !== NONE && isSameLine(last, at); at = nextMember(at)) {
    last = at;
    const distance = sidewaysCentres(at);
    if (best === NONE || distance < least) {
      best = at;
      least = distance;
    }
  }
  return best === inside ? NONE : best;
}

/** How far a child's centre is from the focus's, across the direction. */
function sidewaysCentres(child) {
  turnBox(child, scopeX, scopeY);
  return centresToSpan();
}

/** True when two neighbours in the order stand beside each other: neither begins below the other's middle. */
function isSameLine(one, other) {
  const y = boxY[one];
  const otherY = boxY[other];
  return otherY < fround(y + fround(boxHeight[one] * 0.5)) && y < fround(otherY + fround(boxHeight[other] * 0.5));
}
