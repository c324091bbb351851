// What a node's own box looks like: shadow, fill and border; and how items are written.

/** Largest coordinate that is accepted in a list. */
const LIST_COORDINATE_MAX = 1e6;
/** How far a shadow is seen beyond its box, as a multiple of its blur. */
const SHADOW_REACH = 1.5;

/** Begins an item with a box: its first five words. */
function putRect(at, x0, y0, x1, y1) {
  const words = listWords;
  words[at] = 0;
  words[at + 1] = x0;
  words[at + 2] = y0;
  words[at + 3] = fround(x1 - x0);
  words[at + 4] = fround(y1 - y0);
}

/** Completes an item as `closeItem` does; the area is within the turns that are open. */
function closeArea(head, end, x0, y0, x1, y1) {
  if (turnsOpen === 0) {
    closeItem(head, end, x0, y0, x1, y1);
    return;
  }
  mapToScreen(x0, y0, x1, y1);
  closeItem(head, end, area.x0, area.y0, area.x1, area.y1);
}

/** True for a box that is seen and accepted in a list; what is not a number fails too. */
function isSound(x0, y0, x1, y1) {
  const most = LIST_COORDINATE_MAX;
  return (
    x0 < x1 && y0 < y1 && x0 >= -most && x0 <= most && y0 >= -most && y0 <= most &&
    fround(x1 - x0) <= most && fround(y1 - y0) <= most
  );
}

/** A length on the screen. */
function lengthOnScreen(value) {
  return value > 0 ? min(fround(value * scale), LIST_COORDINATE_MAX) : 0;
}

/** Writes the corners of a node's box at `at`, if they are not sharp. Answers which part that is, as bits of the head. */
function putCorners(node, at) {
  const radius = shownValues[node * SLOTS + SLOT_RADIUS];
  const looks = looksOf[node];
  if (looks !== null && looks.hasCorners) {
    return putOwnCorners(looks, radius, at);
  }
  if (radius <= 0) {
    return 0;
  }
  const onScreen = lengthOnScreen(radius);
  listWords[at] = onScreen;
  return onScreen === 0 ? 0 : PART_RADIUS;
}

function putOwnCorners(looks, radius, at) {
  const words = listWords;
  const topLeft = lengthOnScreen(looks.topLeft === null ? radius : looks.topLeft);
  const topRight = lengthOnScreen(looks.topRight === null ? radius : looks.topRight);
  const bottomRight = lengthOnScreen(looks.bottomRight === null ? radius : looks.bottomRight);
  const bottomLeft = lengthOnScreen(looks.bottomLeft === null ? radius : looks.bottomLeft);
  words[at] = topLeft;
  if (topLeft === topRight && topLeft === bottomRight && topLeft === bottomLeft) {
    return topLeft === 0 ? 0 : PART_RADIUS;
  }
  words[at + 1] = topRight;
  words[at + 2] = bottomRight;
  words[at + 3] = bottomLeft;
  return PART_RADII;
}

/** Words of the corners that `putCorners` wrote. */
function cornerWords(part) {
  return part === 0 ? 0 : part === PART_RADIUS ? 1 : 4;
}

/** Paints fill and border of a box that is seen. */
function paintFill(node, opacity, x0, y0, x1, y1) {
  const values = node * SLOTS;
  const from = shownValues[values + SLOT_FILL];
  let to = from;
  if ((nodeFlags[node] & FLAG_GRADIENT) !== 0) {
    to = shownValues[values + SLOT_FILL_TO];
  }
  const borderColor = shownValues[values + SLOT_BORDER_COLOR];
  const border = (borderColor & 255) === 0 ? 0 : lengthOnScreen(shownValues[values + SLOT_BORDER_WIDTH]);
  if ((from & 255) === 0 && (to & 255) === 0 && !(border > 0)) {
    return;
  }
  const start = listEnd;
  const words = listWords;
  if (!isSound(x0, y0, x1, y1) || !listHasRoom()) {
    return;
  }
  // As `putRect` does.
  words[start] = 0;
  words[start + 1] = x0;
  words[start + 2] = y0;
  words[start + 3] = fround(x1 - x0);
  words[start + 4] = fround(y1 - y0);
  words[start + 5] = from;
  let head = ITEM_SOLID;
  let end = start + 6;
  if (from !== to) {
    head = putGradient(node, end, to);
    end += head === ITEM_LINEAR ? 2 : 5;
  }
  if (looksOf[node] !== null || shownValues[values + SLOT_RADIUS] > 0) {
    const corners = putCorners(node, end);
    end += cornerWords(corners);
    head += corners;
  }
  if (border > 0) {
    words[end] = border;
    words[end + 1] = borderColor;
    end += 2;
    head += PART_BORDER;
  }
  if (opacity !== 1) {
    words[end] = opacity;
    end += 1;
    head += PART_OPACITY;
  }
  closeArea(
    head, end, x0 > clipX0 ? x0 : clipX0, y0 > clipY0 ? y0 : clipY0, x1 < clipX1 ? x1 : clipX1, y1 < clipY1 ? y1 : clipY1,
  );
}

/** Writes the rest of a gradient behind its first colour. Answers which item it is. */
function putGradient(node, at, to) {
  const words = listWords;
  const looks = looksOf[node];
  words[at] = to;
  if (looks === null || !looks.isRadial) {
    words[at + 1] = fillAngle[node];
    return ITEM_LINEAR;
  }
  words[at + 1] = looks.centreX;
  words[at + 2] = looks.centreY;
  words[at + 3] = looks.radius;
  words[at + 4] = looks.radius;
  return ITEM_RADIAL;
}

/** Paints the shadow of a box. */
function paintShadow(node, opacity, x0, y0, x1, y1) {
  if (!isSound(x0, y0, x1, y1)) {
    return;
  }
  const most = LIST_COORDINATE_MAX;
  const looks = looksOf[node];
  const offsetX = looks === null ? 0 : within(fround(scale * looks.shadowX), -most, most);
  const offsetY = looks === null ? 0 : within(fround(scale * looks.shadowY), -most, most);
  const spread = looks === null ? 0 : within(fround(scale * looks.shadowSpread), -most, most);
  const blur = lengthOnScreen(shownValues[node * SLOTS + SLOT_SHADOW_BLUR]);
  const by = fround(spread + fround(blur * SHADOW_REACH));
  const left = max(fround(fround(x0 + offsetX) - by), clipX0);
  const top = max(fround(fround(y0 + offsetY) - by), clipY0);
  const right = min(fround(fround(x1 + offsetX) + by), clipX1);
  const bottom = min(fround(fround(y1 + offsetY) + by), clipY1);
  if (!(left < right && top < bottom) || !listHasRoom()) {
    return;
  }
  const words = listWords;
  const start = listEnd;
  putRect(start, x0, y0, x1, y1);
  words[start + 5] = shownValues[node * SLOTS + SLOT_SHADOW_COLOR];
  words[start + 6] = offsetX;
  words[start + 7] = offsetY;
  words[start + 8] = blur;
  words[start + 9] = spread;
  const corners = putCorners(node, start + 10);
  let end = start + 10 + cornerWords(corners);
  let head = ITEM_SHADOW + corners;
  if (opacity !== 1) {
    words[end] = opacity;
    end += 1;
    head += PART_OPACITY;
  }
  closeArea(head, end, left, top, right, bottom);
}

/** Opens a clip at a node's box, unless nothing in it reaches out. `clip…` is what is seen of it. Answers whether it is open. */
function openClip(node, x0, y0, x1, y1) {
  const reachesOut =
    (nodeFlags[node] & FLAG_OVERFLOWS) !== 0 || transformedBelow[node] > 0 || scrollAxis[node] !== SCROLL_NONE;
  const looks = looksOf[node];
  const hasCorners = shownValues[node * SLOTS + SLOT_RADIUS] > 0 || (looks !== null && looks.hasCorners);
  // Corners that are too far away to be written are not seen.
  const mayBeRound = hasCorners && isSound(x0, y0, x1, y1);
  if (!(reachesOut || mayBeRound) || !(clipX0 < clipX1 && clipY0 < clipY1) || openCount >= LIST_DEPTH_MAX) {
    return false;
  }
  const start = listEnd;
  putRect(start, x0, y0, x1, y1);
  const corners = mayBeRound ? putCorners(node, start + 5) : 0;
  if (corners === 0) {
    if (!reachesOut) {
      return false;
    }
    // With round corners the box must be whole, else its corners would move.
    putRect(start, max(x0, 0), max(y0, 0), min(x1, screenWidth), min(y1, screenHeight));
  }
  if (!listHasRoom()) {
    return false;
  }
  closeArea(ITEM_PUSH_CLIP + corners, start + 5 + cornerWords(corners), clipX0, clipY0, clipX1, clipY1);
  return true;
}
