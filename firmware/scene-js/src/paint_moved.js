// Painting what is scaled, shifted, turned, on its way to its place, or faded as one picture: what few nodes are.

/** A turn that items are painted within. */
function Turn() {
  /** From the coordinates of the items to the screen, through all turns around them. */
  this.a = 1;
  this.b = 0;
  this.c = 0;
  this.d = 1;
  this.e = 0;
  this.f = 0;
  /** What can be seen, on the screen. */
  this.clipX0 = 0;
  this.clipY0 = 0;
  this.clipX1 = 0;
  this.clipY1 = 0;
}

/** The turns that are open, one within the other; the rest is kept for later. */
const turns = [];
let turnsOpen = 0;

/** An area that was mapped. */
const area = { x0: 0, y0: 0, x1: 0, y1: 0 };

/** Paints a node that is not where the layout has it. `x0` to `y1` is its box, rounded, without its parents' scale and shift. */
function paintTransformed(
  node, scale, shiftX, shiftY, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
) {
  const drift = driftOf[node];
  let width = fround(x1 - x0);
  let height = fround(y1 - y0);
  let canPass = transformedBelow[node] === 0;
  if (drift !== null) {
    const offset = drift.offset;
    // A box that is still larger than it will be reaches out of its extent.
    canPass = canPass && offset[2] <= 0 && offset[3] <= 0;
    x0 = fround(x0 + offset[0]);
    y0 = fround(y0 + offset[1]);
    width = fround(width + offset[2]);
    height = fround(height + offset[3]);
  }
  width = width > 0 ? width : 0;
  height = height > 0 ? height : 0;
  const looks = looksOf[node];
  const insideX = fround(width * (looks === null ? MIDDLE : looks.originX));
  const insideY = fround(height * (looks === null ? MIDDLE : looks.originY));
  const values = node * SLOTS;
  const pivotX = fround(fround(x0 + insideX) + shownValues[values + SLOT_TRANSLATE_X]);
  const pivotY = fround(fround(y0 + insideY) + shownValues[values + SLOT_TRANSLATE_Y]);
  const by = shownValues[values + SLOT_SCALE];
  const aboutX = fround(fround(scale * pivotX) + shiftX);
  const aboutY = fround(fround(scale * pivotY) + shiftY);
  // From here on coordinates count from the node's own corner.
  const cornerX = fround(pivotX - scaledPart(by, width, looks === null ? MIDDLE : looks.originX));
  const cornerY = fround(pivotY - scaledPart(by, height, looks === null ? MIDDLE : looks.originY));
  shiftX = fround(shiftX + fround(scale * cornerX));
  shiftY = fround(shiftY + fround(scale * cornerY));
  scale = fround(scale * by);
  if (!(scale > 0)) {
    return;
  }
  const right = fround(fround(scale * width) + shiftX);
  const bottom = fround(fround(scale * height) + shiftY);
  const left = fround(fround(scale * 0) + shiftX);
  const top = fround(fround(scale * 0) + shiftY);
  const degrees = shownValues[values + SLOT_ROTATE];
  if (degrees !== 0 && openCount < LIST_DEPTH_MAX) {
    paintTurned(
      node, degrees, aboutX, aboutY, scale, shiftX, shiftY, opacity, left, top, right, bottom, clipX0, clipY0, clipX1, clipY1,
      nearX0, nearY0, nearX1, nearY1,
    );
  } else if (!canPass || reaches(node, scale, shiftX, shiftY, 0, 0, nearX0, nearY0, nearX1, nearY1)) {
    paintContents(
      node, scale, shiftX, shiftY, 0, 0, opacity, left, top, right, bottom, clipX0, clipY0, clipX1, clipY1,
      nearX0, nearY0, nearX1, nearY1,
    );
  }
}

/** A part of a scaled length. */
function scaledPart(scale, length, part) {
  return fround(fround(scale * length) * part);
}

/** Paints a node within a turn of so many degrees about a point. */
function paintTurned(
  node, degrees, aboutX, aboutY, scale, shiftX, shiftY, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1,
  nearX0, nearY0, nearX1, nearY1,
) {
  sinCos(fround(degrees / 360));
  const sine = wave.sine;
  const cosine = wave.cosine;
  const e = turnOffset(aboutX, cosine, aboutX, -sine, aboutY);
  const f = turnOffset(aboutY, sine, aboutX, cosine, aboutY);
  // The way back of the edges of what can be seen.
  const backE = turnOffset(aboutX, cosine, aboutX, sine, aboutY);
  const backF = turnOffset(aboutY, -sine, aboutX, cosine, aboutY);
  mapArea(cosine, -sine, sine, cosine, backE, backF, nearX0, nearY0, nearX1, nearY1);
  nearX0 = area.x0;
  nearY0 = area.y0;
  nearX1 = area.x1;
  nearY1 = area.y1;
  if (
    transformedBelow[node] === 0 && driftOf[node] === null &&
    !reaches(node, scale, shiftX, shiftY, 0, 0, nearX0, nearY0, nearX1, nearY1)
  ) {
    return;
  }
  if (!openTurn(cosine, sine, -sine, cosine, e, f, clipX0, clipY0, clipX1, clipY1)) {
    return;
  }
  mapArea(cosine, -sine, sine, cosine, backE, backF, clipX0, clipY0, clipX1, clipY1);
  openCount += 1;
  paintContents(
    node, scale, shiftX, shiftY, 0, 0, opacity, x0, y0, x1, y1, area.x0, area.y0, area.x1, area.y1,
    nearX0, nearY0, nearX1, nearY1,
  );
  openCount -= 1;
  turnsOpen -= 1;
  putEnd(ITEM_POP_TRANSFORM);
}

/** `from - first × x - second × y`, as the offset of a turn is made up. */
function turnOffset(from, first, x, second, y) {
  return fround(fround(from - fround(first * x)) - fround(second * y));
}

/** Opens a turn by its six numbers; `clip…` is what can be seen within the turn around it. False when there is no room. */
function openTurn(a, b, c, d, e, f, clipX0, clipY0, clipX1, clipY1) {
  while (turns.length <= turnsOpen) {
    turns.push(new Turn());
  }
  const turn = turns[turnsOpen];
  if (turnsOpen === 0) {
    turn.a = a;
    turn.b = b;
    turn.c = c;
    turn.d = d;
    turn.e = e;
    turn.f = f;
    turn.clipX0 = clipX0;
    turn.clipY0 = clipY0;
    turn.clipX1 = clipX1;
    turn.clipY1 = clipY1;
  } else {
    const outer = turns[turnsOpen - 1];
    turn.a = fround(fround(outer.a * a) + fround(outer.c * b));
    turn.b = fround(fround(outer.b * a) + fround(outer.d * b));
    turn.c = fround(fround(outer.a * c) + fround(outer.c * d));
    turn.d = fround(fround(outer.b * c) + fround(outer.d * d));
    turn.e = fround(fround(fround(outer.a * e) + fround(outer.c * f)) + outer.e);
    turn.f = fround(fround(fround(outer.b * e) + fround(outer.d * f)) + outer.f);
    mapToScreen(clipX0, clipY0, clipX1, clipY1);
    turn.clipX0 = area.x0;
    turn.clipY0 = area.y0;
    turn.clipX1 = area.x1;
    turn.clipY1 = area.y1;
  }
  // What turns about a point too far away to be written cannot be painted.
  const most = LIST_COORDINATE_MAX;
  const isNear = e <= most && e >= -most && f <= most && f >= -most;
  if (!isNear || !isFinite(turn.a + turn.b + turn.c + turn.d + turn.e + turn.f) || !listHasRoom()) {
    return false;
  }
  turnsOpen += 1;
  const words = listWords;
  const at = listEnd;
  words[at] = 0;
  words[at + 1] = a;
  words[at + 2] = b;
  words[at + 3] = c;
  words[at + 4] = d;
  words[at + 5] = e;
  words[at + 6] = f;
  closeItem(ITEM_PUSH_TRANSFORM, at + 7, turn.clipX0, turn.clipY0, turn.clipX1, turn.clipY1);
  return true;
}

/** Leaves in `area` where an area within the open turns lies on the screen. */
function mapToScreen(x0, y0, x1, y1) {
  const turn = turns[turnsOpen - 1];
  mapArea(turn.a, turn.b, turn.c, turn.d, turn.e, turn.f, x0, y0, x1, y1);
  area.x0 = max(area.x0, turn.clipX0);
  area.y0 = max(area.y0, turn.clipY0);
  area.x1 = min(area.x1, turn.clipX1);
  area.y1 = min(area.y1, turn.clipY1);
}

/** Leaves in `area` the smallest upright area around where an area goes; nowhere for an empty one. */
function mapArea(a, b, c, d, e, f, x0, y0, x1, y1) {
  if (!(x0 < x1 && y0 < y1)) {
    area.x0 = 0;
    area.y0 = 0;
    area.x1 = 0;
    area.y1 = 0;
    return;
  }
  // The far sides as a rectangle by its size has them.
  const farX = fround(x0 + fround(x1 - x0));
  const farY = fround(y0 + fround(y1 - y0));
  mapAxis(a, c, e, x0, y0, farX, farY);
  area.x0 = span.least;
  area.x1 = fround(span.least + fround(span.most - span.least));
  mapAxis(b, d, f, x0, y0, farX, farY);
  area.y0 = span.least;
  area.y1 = fround(span.least + fround(span.most - span.least));
}

const span = { least: 0, most: 0 };

/** Leaves in `span` between which numbers one coordinate of the four corners goes. */
function mapAxis(alongX, alongY, offset, x0, y0, x1, y1) {
  const leftX = fround(alongX * x0);
  const rightX = fround(alongX * x1);
  const topY = fround(alongY * y0);
  const bottomY = fround(alongY * y1);
  const first = fround(fround(leftX + topY) + offset);
  const second = fround(fround(rightX + topY) + offset);
  const third = fround(fround(leftX + bottomY) + offset);
  const fourth = fround(fround(rightX + bottomY) + offset);
  span.least = min(min(min(first, second), third), fourth);
  span.most = max(max(max(first, second), third), fourth);
}

/** Paints a node and what is in it as one picture that fades; its arguments are those of `paintParts`. */
function paintGroup(
  node, scale, shiftX, shiftY, x, y, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1, nearX0, nearY0, nearX1, nearY1,
) {
  const isOpen = openGroup(node, scale, shiftX, shiftY, x, y, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1);
  if (isOpen) {
    openCount += 1;
  }
  paintParts(
    node, scale, shiftX, shiftY, x, y, isOpen ? 1 : opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1,
    nearX0, nearY0, nearX1, nearY1,
  );
  if (isOpen) {
    openCount -= 1;
    putEnd(ITEM_POP_GROUP);
  }
}

/** Answers whether the group is open: something of it is to be seen and near enough to be written, and there is room. */
function openGroup(node, scale, shiftX, shiftY, x, y, opacity, x0, y0, x1, y1, clipX0, clipY0, clipX1, clipY1) {
  if (transformedBelow[node] === 0) {
    const by = GROUP_SLACK_PIXELS;
    const left = fround(fround(scale * fround(x + extentX0[node])) + shiftX);
    const top = fround(fround(scale * fround(y + extentY0[node])) + shiftY);
    const right = fround(fround(scale * fround(x + extentX1[node])) + shiftX);
    const bottom = fround(fround(scale * fround(y + extentY1[node])) + shiftY);
    clipX0 = max(fround(min(left, x0) - by), clipX0);
    clipY0 = max(fround(min(top, y0) - by), clipY0);
    clipX1 = min(fround(max(right, x1) + by), clipX1);
    clipY1 = min(fround(max(bottom, y1) + by), clipY1);
  }
  if (!isSound(clipX0, clipY0, clipX1, clipY1) || !listHasRoom()) {
    return false;
  }
  const words = listWords;
  const at = listEnd;
  putRect(at, clipX0, clipY0, clipX1, clipY1);
  words[at + 5] = opacity;
  closeArea(ITEM_PUSH_GROUP, at + 6, clipX0, clipY0, clipX1, clipY1);
  return true;
}
