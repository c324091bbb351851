// Arrow keys: which node comes next, from the boxes on the screen.
//
// The search goes outwards: first among the focused node's siblings, then among its parent's, and so on, up to a focus trap
// or the root. At each level a sibling with everything in it is one *group*. A group counts when something focusable in it
// lies beyond the focused node in the key's direction and it is in line: the thing found or the group overlaps the focused
// node across the direction, or the group as a whole lies beyond it. So a rail's last tile does not lead diagonally into the
// next rail, while a menu beside the rails is found from any of them. The nearest group wins; inside it the search goes on
// in the same way until it comes to a focusable node, or to a container that remembers one.
//
// Before boxes come the app's words: a neighbour that it named for a node or a container, and the order of a focus scope's
// children (`scope.js`).

/** What a pixel of sideways distance weighs against one of distance when single nodes are compared. */
const SIDEWAYS_WEIGHT_NODE = 2;
/** The same between groups: the nearer row is right even when it is shorter. 0.1 as `f32`. */
const SIDEWAYS_WEIGHT_GROUP = 0.10000000149011612;
/** What a pixel between the centres weighs; decides between nodes that are otherwise as good. 0.05 as `f32`. */
const CENTRE_WEIGHT = 0.05000000074505806;
/** In place of a distance: does not lie beyond. */
const NOT_BEYOND = -1;

/** The direction of the search as an axis and a sign. */
let headingIsHorizontal = false;
let headingIsForward = false;
/** Where the search begins: the focus's edges on the screen. */
let fromX0 = 0;
let fromY0 = 0;
let fromX1 = 0;
let fromY1 = 0;
/** The same along the direction, where the axis is mirrored going back, and across it. */
let fromStart = 0;
let fromEnd = 0;
let fromNear = 0;
let fromFar = 0;

/** What `along` and `across` make of a box. */
let spanStart = 0;
let spanEnd = 0;
let spanNear = 0;
let spanFar = 0;

/** What `findContentOrigin` found. */
let originX = 0;
let originY = 0;

/** What a group has to offer: the distance to the nearest node beyond, and whether one of them is in line. */
let offerGap = NOT_BEYOND;
let offerInLine = false;

/** The goal that an arrow key leads to from the focused node, or NO_GOAL. */
function neighbour(key) {
  if (focusCurrent === NONE) {
    return NO_GOAL;
  }
  aimSearch(key);
  const current = focusCurrent;
  const trap = trapAround(current);
  if (hasItems(current)) {
    const goal = beyondInList(current, listOf[current], listOf[current].focused);
    if (goal !== NO_GOAL) {
      return goal;
    }
  }
  for (let inside = current; ; inside = parentOf[inside]) {
    const named = namedNeighbour(inside, key, trap);
    if (named !== NO_GOAL) {
      return named;
    }
    if (inside === trap) {
      return NO_GOAL;
    }
    const goal = beyondIn(parentOf[inside], inside);
    if (goal !== NO_GOAL) {
      return goal;
    }
  }
}

/** The best goal in a container other than in the child that we come from. */
function beyondIn(container, inside) {
  if (hasItems(container)) {
    const item = itemOf(listOf[container], inside);
    if (item !== NO_ITEM) {
      return beyondInList(container, listOf[container], item);
    }
  }
  const guide = guideOf[container];
  if (guide !== null && guide.scope !== WORD_NONE) {
    return beyondInScope(container, guide, inside);
  }
  findContentOrigin(container);
  const x = originX;
  const y = originY;
  const group = bestGroup(container, inside, x, y, true);
  return group === NONE ? NO_GOAL : enter(group, x, y);
}

/** Notes where a search begins and where it goes. */
function aimSearch(key) {
  headingIsHorizontal = key === KEY_LEFT || key === KEY_RIGHT;
  headingIsForward = key === KEY_RIGHT || key === KEY_DOWN;
  const isItem = findBareItem();
  boundsOf(focusCurrent);
  fromX0 = boundsX0;
  fromY0 = boundsY0;
  fromX1 = boundsX1;
  fromY1 = boundsY1;
  if (isItem) {
    fromX0 = fround(fround(boundsX0 + itemBox.x) - contentShiftX(focusCurrent));
    fromY0 = fround(fround(boundsY0 + itemBox.y) - contentShiftY(focusCurrent));
    fromX1 = fround(fromX0 + itemBox.width);
    fromY1 = fround(fromY0 + itemBox.height);
  }
  turnSpan(fromX0, fromY0, fromX1, fromY1);
  fromStart = spanStart;
  fromEnd = spanEnd;
  fromNear = spanNear;
  fromFar = spanFar;
}

/** Looks at a box along the direction and across it. */
function turnSpan(x0, y0, x1, y1) {
  const start = headingIsHorizontal ? x0 : y0;
  const end = headingIsHorizontal ? x1 : y1;
  spanStart = headingIsForward ? start : -end;
  spanEnd = headingIsForward ? end : -start;
  spanNear = headingIsHorizontal ? y0 : x0;
  spanFar = headingIsHorizontal ? y1 : x1;
}

/** Looks at a node's box, given where its parent's content begins. */
function turnBox(node, x, y) {
  const x0 = fround(x + boxX[node]);
  const y0 = fround(y + boxY[node]);
  turnSpan(x0, y0, fround(x0 + boxWidth[node]), fround(y0 + boxHeight[node]));
}

/** How far the span lies beyond where we come from, or NOT_BEYOND. Boxes may overlap by half the smaller one. */
function gapToSpan() {
  const overlap = fround(0.5 * min(fround(fromEnd - fromStart), fround(spanEnd - spanStart)));
  if (spanStart >= fround(fromEnd - overlap) && spanStart > fromStart) {
    return max(fround(spanStart - fromEnd), 0);
  }
  return NOT_BEYOND;
}

/** How far the span is from where we come from across the direction; 0 when they overlap. */
function sidewaysToSpan() {
  return max(max(fround(spanNear - fromFar), fround(fromNear - spanFar)), 0);
}

function spanOverlaps() {
  return spanNear < fromFar && fromNear < spanFar;
}

/** How far the centres are apart across the direction. */
function centresToSpan() {
  const way = fround(fround(spanNear + spanFar) - fround(fromNear + fromFar));
  return fround((way < 0 ? -way : way) * 0.5);
}

/** The innermost container that the focus cannot leave by keys. */
function trapAround(node) {
  for (let at = node; at !== NONE; at = parentOf[at]) {
    if (at === root || (nodeFlags[at] & FLAG_FOCUS_TRAP) !== 0) {
      return at;
    }
  }
  return node;
}

/** Where the app sends the focus from a node, if it can go there. */
function namedNeighbour(node, key, trap) {
  const guide = guideOf[node];
  const to = guide === null ? NONE : namedFor(guide, key);
  return to === NONE || !isReachable(to) || !isWithin(to, trap) ? NO_GOAL : entry(to);
}

/** Goes down into a group to a node. `x` and `y` are where the content of the group's parent begins. */
function enter(group, x, y) {
  if (hasItems(group)) {
    return enterList(group, listOf[group], fround(x + boxX[group]), fround(y + boxY[group]));
  }
  if ((nodeFlags[group] & FLAG_FOCUSABLE) !== 0) {
    return group;
  }
  const goal = remembered(group);
  if (goal !== NO_GOAL) {
    return goal;
  }
  const innerX = innerOriginX(group, x);
  const innerY = innerOriginY(group, y);
  const next = bestGroup(group, NONE, innerX, innerY, false);
  return next === NONE ? NO_GOAL : enter(next, innerX, innerY);
}

/** Goes to a child of a scope or list, whatever lies between. */
function comeTo(member, scope) {
  findContentOrigin(scope);
  const goal = enter(member, originX, originY);
  return goal === NO_GOAL ? entry(member) : goal;
}

/** The best group in a container, or NONE. `x` and `y` are where its content begins. */
function bestGroup(container, except, x, y, mustBeInLine) {
  let best = NONE;
  let least = 0;
  for (let child = firstChildOf[container]; child !== NONE; child = nextOf[child]) {
    if (child !== except) {
      const score = scoreOf(child, x, y, mustBeInLine);
      if (score >= 0 && (best === NONE || score < least)) {
        best = child;
        least = score;
      }
    }
  }
  return best;
}

/** Smaller is better; NOT_BEYOND when the group does not count. */
function scoreOf(group, x, y, mustBeInLine) {
  offerGap = NOT_BEYOND;
  offerInLine = false;
  survey(group, x, y);
  if (offerGap < 0) {
    return NOT_BEYOND;
  }
  turnBox(group, x, y);
  if (mustBeInLine && !offerInLine && !spanOverlaps() && gapToSpan() < 0) {
    return NOT_BEYOND;
  }
  if ((nodeFlags[group] & FLAG_FOCUSABLE) !== 0) {
    const sideways = fround(sidewaysToSpan() * SIDEWAYS_WEIGHT_NODE);
    return fround(fround(offerGap + sideways) + fround(centresToSpan() * CENTRE_WEIGHT));
  }
  return fround(offerGap + fround(sidewaysToSpan() * SIDEWAYS_WEIGHT_GROUP));
}

/** Looks at every focusable node of a group. What is inside a focusable node is not reached by arrows. */
function survey(node, x, y) {
  const flags = nodeFlags[node];
  if ((flags & FLAGS_BAR_FOCUS) !== 0 || focusables[node] === 0) {
    return;
  }
  if ((flags & FLAG_FOCUSABLE) !== 0 || hasItems(node)) {
    turnBox(node, x, y);
    const gap = gapToSpan();
    if (gap >= 0) {
      offerGap = offerGap < 0 ? gap : min(offerGap, gap);
      offerInLine = offerInLine || spanOverlaps();
    }
    return;
  }
  const innerX = innerOriginX(node, x);
  const innerY = innerOriginY(node, y);
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    survey(child, innerX, innerY);
  }
}

/** Where a node's content begins, given where its parent's does. */
function innerOriginX(node, x) {
  return fround(fround(x + boxX[node]) - contentShiftX(node));
}

function innerOriginY(node, y) {
  return fround(fround(y + boxY[node]) - contentShiftY(node));
}

/** Finds where a node's content begins on the screen. */
function findContentOrigin(node) {
  boundsOf(node);
  originX = fround(boundsX0 - contentShiftX(node));
  originY = fround(boundsY0 - contentShiftY(node));
}
