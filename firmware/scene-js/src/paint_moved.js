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
function paintTransformed(node, opacity, x0, y0, x1, y1) {
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
  const values = node * SLOTS;
  const by = shownValues[values + SLOT_SCALE];
  const degrees = shownValues[values + SLOT_ROTATE];
  if (scale === 1 && by === 1 && degrees === 0 && looks === null) {
    paintShifted(node, opacity, x0, y0, width, height, canPass);
    return;
  }
  const insideX = fround(width * (looks === null ? MIDDLE : looks.originX));
  const insideY = fround(height * (looks === null ? MIDDLE : looks.originY));
  const pivotX = fround(fround(x0 + insideX) + shownValues[values + SLOT_TRANSLATE_X]);
  const pivotY = fround(fround(y0 + insideY) + shownValues[values + SLOT_TRANSLATE_Y]);
  const aboutX = fround(fround(scale * pivotX) + shiftX);
  const aboutY = fround(fround(scale * pivotY) + shiftY);
  // From here on coordinates count from the node's own corner.
  const cornerX = fround(pivotX - scaledPart(by, width, looks === null ? MIDDLE : looks.originX));
  const cornerY = fround(pivotY - scaledPart(by, height, looks === null ? MIDDLE : looks.originY));
  const outerScale = scale;
  const outerX = shiftX;
  const outerY = shiftY;
  shiftX = fround(shiftX + fround(scale * cornerX));
  shiftY = fround(shiftY + fround(scale * cornerY));
  scale = fround(scale * by);
  if (!(scale > 0)) {
    unseen = FLAG_REPAINT;
  } else {
    const right = fround(fround(scale * width) + shiftX);
    const bottom = fround(fround(scale * height) + shiftY);
    const left = fround(fround(scale * 0) + shiftX);
    const top = fround(fround(scale * 0) + shiftY);
    if (degrees !== 0 && openCount < LIST_DEPTH_MAX) {
      paintTurned(node, degrees, aboutX, aboutY, opacity, left, top, right, bottom);
    } else if (!canPass || reaches(node, 0, 0)) {
      paintContents(node, 0, 0, opacity, left, top, right, bottom);
    } else {
      unseen = FLAG_REPAINT;
    }
  }
  scale = outerScale;
  shiftX = outerX;
  shiftY = outerY;
}

/**
 * Paints a node that is only shifted, where nothing is scaled: the rest of `paintTransformed` with less arithmetic. The corner
 * comes about through the middle of the box, as it does there.
 */
function paintShifted(node, opacity, x0, y0, width, height, canPass) {
  const insideX = fround(width * MIDDLE);
  const insideY = fround(height * MIDDLE);
  const values = node * SLOTS;
  const pivotX = fround(fround(x0 + insideX) + shownValues[values + SLOT_TRANSLATE_X]);
  const pivotY = fround(fround(y0 + insideY) + shownValues[values + SLOT_TRANSLATE_Y]);
  const outerX = shiftX;
  const outerY = shiftY;
  const left = fround(outerX + fround(pivotX - insideX));
  const top = fround(outerY + fround(pivotY - insideY));
  shiftX = left;
  shiftY = top;
  if (!canPass || reaches(node, 0, 0)) {
    paintContents(node, 0, 0, opacity, left, top, fround(width + left), fround(height + top));
  } else {
    unseen = FLAG_REPAINT;
  }
  shiftX = outerX;
  shiftY = outerY;
}

/** A part of a scaled length. */
function scaledPart(scale, length, part) {
  return fround(fround(scale * length) * part);
}

/** Paints a node within a turn of so many degrees about a point. */
function paintTurned(node, degrees, aboutX, aboutY, opacity, x0, y0, x1, y1) {
  sinCos(fround(degrees / 360));
  const sine = wave.sine;
  const cosine = wave.cosine;
  const e = turnOffset(aboutX, cosine, aboutX, -sine, aboutY);
  const f = turnOffset(aboutY, sine, aboutX, cosine, aboutY);
  // The way back of the edges of what can be seen.
  const backE = turnOffset(aboutX, cosine, aboutX, sine, aboutY);
  const backF = turnOffset(aboutY, -sine, aboutX, cosine, aboutY);
  const outerNear = [nearX0, nearY0, nearX1, nearY1];
  const outerClip = [clipX0, clipY0, clipX1, clipY1];
  mapArea(cosine, -sine, sine, cosine, backE, backF, nearX0, nearY0, nearX1, nearY1);
  setNear(area.x0, area.y0, area.x1, area.y1);
  const isSeen = transformedBelow[node] > 0 || driftOf[node] !== null || reaches(node, 0, 0);
  if (isSeen && openTurn(cosine, sine, -sine, cosine, e, f)) {
    mapArea(cosine, -sine, sine, cosine, backE, backF, clipX0, clipY0, clipX1, clipY1);
    setClip(area.x0, area.y0, area.x1, area.y1);
    openCount += 1;
    paintContents(node, 0, 0, opacity, x0, y0, x1, y1);
    openCount -= 1;
    turnsOpen -= 1;
    putEnd(ITEM_POP_TRANSFORM);
    setClip(outerClip[0], outerClip[1], outerClip[2], outerClip[3]);
  } else {
    unseen = FLAG_REPAINT;
  }
  setNear(outerNear[0], outerNear[1], outerNear[2], outerNear[3]);
}

/** `from - first × x - second × y`, as the offset of a turn is made up. */
function turnOffset(from, first, x, second, y) {
  return fround(fround(from - fround(first * x)) - fround(second * y));
}

/** Opens a turn by its six numbers. False when there is no room. */
function openTurn(a, b, c, d, e, f) {
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
function paintGroup(node, x, y, opacity, x0, y0, x1, y1) {
  if (!openGroup(node, x, y, opacity, x0, y0, x1, y1)) {
    paintParts(node, x, y, opacity, x0, y0, x1, y1);
    return;
  }
  openCount += 1;
  paintParts(node, x, y, 1, x0, y0, x1, y1);
  openCount -= 1;
  putEnd(ITEM_POP_GROUP);
}

/** Answers whether the group is open: something of it is to be seen and near enough to be written, and there is room. */
function openGroup(node, x, y, opacity, x0, y0, x1, y1) {
  let left = clipX0;
  let top = clipY0;
  let right = clipX1;
  let bottom = clipY1;
  if (transformedBelow[node] === 0) {
    const by = GROUP_SLACK_PIXELS;
    const ownX0 = fround(fround(scale * fround(x + extentX0[node])) + shiftX);
    const ownY0 = fround(fround(scale * fround(y + extentY0[node])) + shiftY);
    const ownX1 = fround(fround(scale * fround(x + extentX1[node])) + shiftX);
    const ownY1 = fround(fround(scale * fround(y + extentY1[node])) + shiftY);
    left = max(fround(min(ownX0, x0) - by), left);
    top = max(fround(min(ownY0, y0) - by), top);
    right = min(fround(max(ownX1, x1) + by), right);
    bottom = min(fround(max(ownY1, y1) + by), bottom);
  }
  if (!isSound(left, top, right, bottom) || !listHasRoom()) {
    return false;
  }
  const at = listEnd;
  putRect(at, left, top, right, bottom);
  listWords[at + 5] = opacity;
  closeArea(ITEM_PUSH_GROUP, at + 6, left, top, right, bottom);
  return true;
}
