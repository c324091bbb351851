// Boxes in place of items that no node is bound to yet, so that a list that scrolls faster than the app binds is never
// empty.

/** Paints the items in sight that have no node. `x` and `y` are the list's corner in layout coordinates. */
function paintPlaceholders(node, scale, shiftX, shiftY, x, y, opacity, clipX0, clipY0, clipX1, clipY1) {
  const list = listOf[node];
  if ((list.placeholder & 255) === 0) {
    return;
  }
  findInSight(list, scrollOf[node] === null ? 0 : scrollOf[node].offset);
  const { first, count } = found;
  const items = list.boundItems;
  let bound = boundPlace(list, first);
  for (let item = first; item < first + count; item++) {
    if (bound < items.length && items[bound] === item) {
      bound += 1;
      continue;
    }
    findItemBox(list, item);
    const left = fround(x + itemBox.x);
    const top = fround(y + itemBox.y);
    const x0 = fround(fround(scale * round(left)) + shiftX);
    const y0 = fround(fround(scale * round(top)) + shiftY);
    const x1 = fround(fround(scale * round(fround(left + itemBox.width))) + shiftX);
    const y1 = fround(fround(scale * round(fround(top + itemBox.height))) + shiftY);
    const isSeen = x0 < clipX1 && clipX0 < x1 && y0 < clipY1 && clipY0 < y1;
    if (isSeen && isSound(x0, y0, x1, y1) && listHasRoom()) {
      paintPlaceholder(list, scale, opacity, x0, y0, x1, y1);
      closeArea(
        placeholderHead, placeholderEnd, max(x0, clipX0), max(y0, clipY0), min(x1, clipX1), min(y1, clipY1),
      );
    }
  }
}

/** The item that `paintPlaceholder` wrote: its first word without the length, and where it ends. */
let placeholderHead = 0;
let placeholderEnd = 0;

/** Writes the item of a box. */
function paintPlaceholder(list, scale, opacity, x0, y0, x1, y1) {
  const radius = min(fround(list.placeholderRadius * scale), COORDINATE_MAX);
  putRect(listEnd, x0, y0, x1, y1);
  listWords[listEnd + 5] = list.placeholder;
  placeholderHead = ITEM_SOLID;
  placeholderEnd = listEnd + 6;
  if (radius !== 0) {
    listWords[placeholderEnd] = radius;
    placeholderEnd += 1;
    placeholderHead += PART_RADIUS;
  }
  if (opacity !== 1) {
    listWords[placeholderEnd] = opacity;
    placeholderEnd += 1;
    placeholderHead += PART_OPACITY;
  }
}
