// Painting texts.

/** What of a font's size a glyph may reach out of its line, for the damage. */
const GLYPH_OVERHANG = 0.5;

/** Paints a text whose box begins at a corner on the screen. */
function paintText(node, opacity, x0, y0) {
  const content = textOf[node];
  let room = boxWidth[node];
  if ((given[node] & GIVEN_EDGES) !== 0) {
    const whole = (shared[node] & GIVEN_PADDING) !== 0 ? innerWidth(parentOf[node]) : 0;
    const left = edge(node, PADDING_LEFT, whole);
    room = fround(fround(room - left) - edge(node, PADDING_RIGHT, whole));
    x0 = fround(x0 + fround(scale * left));
    y0 = fround(y0 + fround(scale * edge(node, PADDING_TOP, whole)));
  }
  const shaped = shapeText(content, room > 0 ? room : 0);
  const color = shownValues[node * SLOTS + SLOT_TEXT_COLOR];
  if (shaped.layout === 0 || (color & 255) === 0) {
    return;
  }
  const most = LIST_COORDINATE_MAX;
  if (!(x0 <= most && x0 >= -most && y0 <= most && y0 >= -most && scale <= most)) {
    return;
  }
  const size = content.spanSize > content.size ? content.spanSize : content.size;
  const by = fround(scale * fround(size * GLYPH_OVERHANG));
  const box = boxWidth[node];
  const width = shaped.width > box ? shaped.width : box;
  const left = max(clipX0, fround(x0 - by));
  const top = max(clipY0, fround(y0 - by));
  const right = min(clipX1, fround(fround(x0 + fround(scale * width)) + by));
  const bottom = min(clipY1, fround(fround(y0 + fround(scale * shaped.height)) + by));
  if (!(left < right && top < bottom) || !listHasRoom()) {
    return;
  }
  const words = listWords;
  const start = listEnd;
  words[start] = 0;
  words[start + 1] = x0;
  words[start + 2] = y0;
  words[start + 3] = shaped.layout;
  words[start + 4] = color;
  let head = ITEM_GLYPH_RUN;
  let end = start + 5;
  if (scale !== 1) {
    words[end] = scale;
    end += 1;
    head += PART_SCALE;
  }
  if (opacity !== 1) {
    words[end] = opacity;
    end += 1;
    head += PART_OPACITY;
  }
  closeArea(head, end, left, top, right, bottom);
}
