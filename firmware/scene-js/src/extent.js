// How far subtrees reach, so that painting can pass by what is off screen, and how far content can scroll.

/** Brings the extents up to date in the marked part of the tree. */
function updateExtent(node) {
  if ((nodeFlags[node] & FLAG_EXTENT_DIRTY) === 0) {
    return;
  }
  const width = boxWidth[node];
  const height = boxHeight[node];
  let x0 = 0;
  let y0 = 0;
  let x1 = width;
  let y1 = height;
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    updateExtent(child);
    const x = boxX[child];
    const y = boxY[child];
    const left = fround(extentX0[child] + x);
    const top = fround(extentY0[child] + y);
    const right = fround(extentX1[child] + x);
    const bottom = fround(extentY1[child] + y);
    x0 = left < x0 ? left : x0;
    y0 = top < y0 ? top : y0;
    x1 = right > x1 ? right : x1;
    y1 = bottom > y1 ? bottom : y1;
  }
  const overflows = x0 !== 0 || y0 !== 0 || x1 !== width || y1 !== height;
  const flags = nodeFlags[node] & ~(FLAG_EXTENT_DIRTY | FLAG_OVERFLOWS);
  nodeFlags[node] = overflows ? flags | FLAG_OVERFLOWS : flags;
  const clips = (flags & FLAG_CLIP) !== 0;
  extentX0[node] = clips ? 0 : x0;
  extentY0[node] = clips ? 0 : y0;
  extentX1[node] = clips ? width : x1;
  extentY1[node] = clips ? height : y1;
}
