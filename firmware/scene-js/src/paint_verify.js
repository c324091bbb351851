// What must hold of the picture between two calls, for tests: what is on screen, of which parts were kept, is what a walk
// over everything paints.

/** Answers null, or what a walk over everything does otherwise. */
function brokenPicture() {
  if (paintDue || layoutIsDue || listIsFull) {
    return null;
  }
  const visited = nodesVisited;
  const flags = nodeFlags.slice();
  const refused = refusedImages.slice();
  const held = heldImages.length;
  const texts = heldTexts();
  lastRoot = NONE;
  startList();
  paintPage();
  const isSame = isSameList(shownSheet);
  for (let node = 0; node < tableNodes; node++) {
    nodeFlags[node] = flags[node];
  }
  nodesVisited = visited;
  takeBackImages(refused, held);
  if (heldTexts() !== texts) {
    return 'texts had to be shaped again';
  }
  return isSame ? null : 'a walk over everything paints something else';
}

/** The layouts of all texts. */
function heldTexts() {
  const layouts = [];
  for (let node = 1; node < tableNodes; node++) {
    const content = exists(node) ? textOf[node] : null;
    if (content !== null) {
      layouts.push(content.first.isHeld, content.first.layout, content.second.isHeld, content.second.layout);
    }
  }
  return layouts.join();
}

/** True when the list that is being made has the items of another. */
function isSameList(old) {
  let isSame = listItems === old.items;
  for (let item = 0; item < listItems && isSame; item++) {
    isSame = listEnds[item] === old.ends[item];
  }
  for (let at = HEADER_WORDS; at < listEnd && isSame; at++) {
    isSame = listWords[at] === old.words[at];
  }
  return isSame;
}

/** Brings the images back to what they were before the walk asked for those that had been refused. */
function takeBackImages(refused, held) {
  heldImages.length = held;
  holders.length = held;
  refusedImages.length = 0;
  for (const node of refused) {
    refusedImages.push(node);
    if (exists(node) && imageOf[node] !== null && imageOf[node].state === IMAGE_WAITING) {
      imageOf[node].state = IMAGE_REFUSED;
    }
  }
}
