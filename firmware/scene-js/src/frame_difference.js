// What differs between the list on screen and the next one.

/**
 * Finds where two lists paint differently and brings the bytes on screen from the old one to the new. Answers whether there is
 * anything; lists that differ and paint nowhere still are different.
 */
function findDifference(old, next) {
  damage.isEmpty = true;
  if (old.items !== next.items) {
    compareSpans(old, next);
    return true;
  }
  const oldEnds = old.ends;
  const newEnds = next.ends;
  const items = next.items;
  let item = 0;
  while (item < items && oldEnds[item] === newEnds[item]) {
    item += 1;
  }
  const isDifferent = compareItems(old, next, 0, item);
  if (item === items) {
    return isDifferent;
  }
  compareRest(old, next, item);
  return true;
}

/** The same for items that have as many words in both lists. */
function compareItems(old, next, first, last) {
  const oldWords = old.words;
  const newWords = next.words;
  const ends = old.ends;
  let isDifferent = false;
  let from = startOfItemWords(old, first);
  for (let item = first; item < last; item++) {
    const to = ends[item];
    let word = from;
    while (word < to && oldWords[word] === newWords[word]) {
      word += 1;
    }
    if (word < to) {
      isDifferent = true;
      writeItem(newWords, oldWords, from, to, oldWords[from] === newWords[from]);
      addDamage(old.areas, item);
      addDamage(next.areas, item);
    }
    from = to;
  }
  return isDifferent;
}

/** The same for lists of as many items, from an item on that has not as many words as before. */
function compareRest(old, next, first) {
  for (let item = first; item < next.items; item++) {
    if (!isSameItem(old, item, next, item)) {
      addDamage(old.areas, item);
      addDamage(next.areas, item);
    }
  }
  writeItems(next, first);
}

/** The same for lists of more or fewer items: between what they have in common at their beginnings and at their ends. */
function compareSpans(old, next) {
  const shorter = old.items < next.items ? old.items : next.items;
  let first = 0;
  while (first < shorter && isSameItem(old, first, next, first)) {
    first += 1;
  }
  let tail = 0;
  while (tail < shorter - first && isSameItem(old, old.items - 1 - tail, next, next.items - 1 - tail)) {
    tail += 1;
  }
  for (let item = first; item < old.items - tail; item++) {
    addDamage(old.areas, item);
  }
  for (let item = first; item < next.items - tail; item++) {
    addDamage(next.areas, item);
  }
  writeItems(next, first);
}

function startOfItemWords(sheet, item) {
  return item === 0 ? HEADER_WORDS : sheet.ends[item - 1];
}

function isSameItem(old, oldItem, next, newItem) {
  const oldStart = startOfItemWords(old, oldItem);
  const newStart = startOfItemWords(next, newItem);
  const length = next.ends[newItem] - newStart;
  if (old.ends[oldItem] - oldStart !== length) {
    return false;
  }
  const oldWords = old.words;
  const newWords = next.words;
  for (let i = 0; i < length; i++) {
    if (oldWords[oldStart + i] !== newWords[newStart + i]) {
      return false;
    }
  }
  return true;
}

/** Adds where an item paints to what differs. */
function addDamage(areas, item) {
  const at = item * AREA_CELLS;
  const x0 = areas[at];
  const y0 = areas[at + 1];
  const x1 = areas[at + 2];
  const y1 = areas[at + 3];
  if (!(x0 < x1 && y0 < y1)) {
    return;
  }
  const total = damage;
  if (total.isEmpty) {
    total.isEmpty = false;
    total.x0 = x0;
    total.y0 = y0;
    total.x1 = x1;
    total.y1 = y1;
    return;
  }
  if (x0 < total.x0) {
    total.x0 = x0;
  }
  if (y0 < total.y0) {
    total.y0 = y0;
  }
  if (x1 > total.x1) {
    total.x1 = x1;
  }
  if (y1 > total.y1) {
    total.y1 = y1;
  }
}
