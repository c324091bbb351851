// Items of the list on screen that stand in the next one as well.
//
// While everything so far stands where it stood, what is kept is not even copied: the next list has a gap there, and at the
// end only what was written anew is compared and put in place. The first item that stands elsewhere ends this: the gaps are
// filled, and from there on what is kept is copied.

/** Every gap of the next list is where the same items are on screen. */
let hasGaps = false;
/** What was written between the gaps, as the items from `freshFrom` up to `freshTo`; so many of them. */
const freshFrom = [];
const freshTo = [];
let freshCount = 0;
/** Where what is written since the last gap begins. */
let freshStart = 0;
/** Items in gaps. */
let gapItems = 0;

/** Begins a list without gaps yet. Its arrays get as long as those on screen, so that a gap is no hole. */
function startGaps() {
  hasGaps = true;
  freshCount = 0;
  freshStart = 0;
  gapItems = 0;
  lengthen(nextSheet.words, shownSheet.words.length);
  lengthen(nextSheet.ends, shownSheet.ends.length);
  lengthen(nextSheet.areas, shownSheet.areas.length);
}

function lengthen(array, length) {
  for (let at = array.length; at < length; at++) {
    array.push(0);
  }
}

/** Appends items of the list on screen once more. False when there is no room. */
function keepItems(first, count) {
  const old = shownSheet;
  const last = first + count;
  if (last > old.items) {
    return false;
  }
  if (count === 0) {
    return true;
  }
  const start = startOfItemWords(old, first);
  if (hasGaps && first === listItems && start === listEnd) {
    noteFresh();
    listItems = last;
    listEnd = old.ends[last - 1];
    freshStart = last;
    gapItems += count;
    return true;
  }
  if (old.ends[last - 1] + listEnd - start > LIST_WORDS_MAX) {
    return false;
  }
  fillGaps();
  copyItems(old, first, last, listEnd - start, listItems - first);
  listItems += count;
  listEnd = listEnds[listItems - 1];
  return true;
}

/** Notes what was written since the last gap. */
function noteFresh() {
  if (freshStart < listItems) {
    freshFrom[freshCount] = freshStart;
    freshTo[freshCount] = listItems;
    freshCount += 1;
  }
}

/** Copies items from the list on screen to as many words and items further on in the next one. */
function copyItems(old, first, last, wordsOn, itemsOn) {
  const words = listWords;
  const oldWords = old.words;
  const end = startOfItemWords(old, last);
  for (let at = startOfItemWords(old, first); at < end; at++) {
    words[at + wordsOn] = oldWords[at];
  }
  const ends = listEnds;
  const oldEnds = old.ends;
  for (let item = first; item < last; item++) {
    ends[item + itemsOn] = oldEnds[item] + wordsOn;
  }
  copyAreas(listAreas, old.areas, first, last, itemsOn);
}

function copyAreas(to, from, first, last, itemsOn) {
  const on = itemsOn * AREA_CELLS;
  const end = last * AREA_CELLS;
  for (let at = first * AREA_CELLS; at < end; at++) {
    to[at + on] = from[at];
  }
}

/** Copies what stands in the gaps, if there are any; then the list is whole. */
function fillGaps() {
  if (!hasGaps) {
    return;
  }
  hasGaps = false;
  let item = 0;
  for (let run = 0; run < freshCount; run++) {
    copyItems(shownSheet, item, freshFrom[run], 0, 0);
    item = freshTo[run];
  }
  copyItems(shownSheet, item, freshStart, 0, 0);
}

/**
 * True when the next list has its gaps, between them items of the same lengths as those on screen, and not so many that
 * filling the gaps is less work.
 */
function isBestPatched() {
  const isAsLong = listItems === shownSheet.items && listEnd === shownEnd();
  if (!hasGaps || !isAsLong || frameIsWhole || listItems - gapItems > 2 * gapItems) {
    return false;
  }
  noteFresh();
  freshStart = listItems;
  const ends = listEnds;
  const oldEnds = shownSheet.ends;
  for (let run = 0; run < freshCount; run++) {
    const to = freshTo[run];
    for (let item = freshFrom[run]; item < to; item++) {
      if (ends[item] !== oldEnds[item]) {
        return false;
      }
    }
  }
  return true;
}

/** Puts what was written between the gaps in its place on screen. Answers whether something is another now. */
function patchBetweenGaps() {
  const old = shownSheet;
  const next = nextSheet;
  damage.isEmpty = true;
  let isDifferent = false;
  for (let run = 0; run < freshCount; run++) {
    const first = freshFrom[run];
    const last = freshTo[run];
    isDifferent = compareItems(old, next, first, last) || isDifferent;
    copyWords(old.words, next.words, startOfItemWords(old, first), old.ends[last - 1]);
    copyAreas(old.areas, next.areas, first, last, 0);
  }
  return isDifferent;
}

function copyWords(to, from, first, end) {
  for (let at = first; at < end; at++) {
    to[at] = from[at];
  }
}
