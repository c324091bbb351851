// Balanced line breaking, https://drafts.csswg.org/css-flexbox-2/#balancing: the division of the items into as many lines
// as greedy breaking would need, or as are asked for, with the least sum of squared line lengths. Of equal ones that
// with most items on the first line, then on the second, and so on. The arithmetic is f64, so nothing is rounded here.
//
// A dynamic program over the number of lines and the first item of what is left, with divide and conquer over the line
// ends. Its tables are made when a balanced container is laid out, which is rare.

const MOST_F32 = 3.4028234663852886e38;

/** The problem being solved. */
const balance = {
  gap: 0,
  limit: Infinity,
  lastEnd: 0,
  sums: [],
  zeros: [],
  fitEnds: [],
  ends: [],
  before: [],
  after: [],
  choices: [],
};

function balanceSize(value) {
  return value > MOST_F32 ? MOST_F32 : value > 0 ? value : 0;
}

/** The length of the line with the items from one to another. */
function balanceLength(first, last) {
  const before = first === 0 ? 0 : balance.sums[first - 1];
  return balance.sums[last] - before - balance.gap;
}

function balanceCost(first, last) {
  const length = balanceLength(first, last);
  return last > first && length > balance.limit ? Infinity : length * length;
}

/** Divides the items of a container into balanced lines. */
function balanceLines(frame, room) {
  const first = frame.first;
  const lengths = [];
  for (let i = first; i < frame.end; i++) {
    lengths.push(flexItems[i].hypotheticalOuterMain);
  }
  let at = first;
  for (const count of balancedCounts(lengths, room, frame.gapMain, frame.lineCountLeast)) {
    pushLine(frame, at, at + count);
    at += count;
  }
}

/** The length of the longest line when the items are balanced over as few lines as are asked for. */
function widestBalancedLine(frame) {
  const lengths = [];
  for (let i = frame.first; i < frame.end; i++) {
    lengths.push(itemLength(flexItems[i]));
  }
  let widest = 0;
  let at = 0;
  for (const count of balancedCounts(lengths, Infinity, frame.gapMain, frame.lineCountLeast)) {
    let length = -0;
    for (let i = at; i < at + count; i++) {
      length = fround(length + lengths[i]);
    }
    widest = max(widest, fround(length + gaps(frame.gapMain, count)));
    at += count;
  }
  return widest;
}

/** How many items stand on each line. There is at least one item. */
function balancedCounts(lengths, limit, gap, leastLines) {
  const count = lengths.length;
  setUpBalance(lengths, limit, gap);
  const greedy = greedyLineCounts(count);
  const lines = max(greedy[0], min(max(leastLines, 1), count));
  if (lines === count) {
    return new Array(count).fill(1);
  }
  findFitEnds(count);
  balance.before = [];
  for (let start = 0; start < count; start++) {
    balance.before.push(balanceCost(start, count - 1));
  }
  balance.after = new Array(count).fill(Infinity);
  const rows = [];
  for (let line = 2; line <= lines; line++) {
    balance.lastEnd = count - line;
    let start = 0;
    while (start < balance.lastEnd && greedy[start] > line) {
      balance.after[start] = Infinity;
      start += 1;
    }
    balance.choices = new Array(count).fill(0);
    rows.push(balance.choices);
    fillBalanceRow(start, balance.lastEnd, 0, endsBefore(balance.lastEnd + 1, 0, balance.ends.length));
    const swap = balance.before;
    balance.before = balance.after;
    balance.after = swap;
  }
  return readCounts(rows, count);
}

function setUpBalance(lengths, limit, gap) {
  balance.gap = balanceSize(gap);
  balance.limit = limit;
  balance.sums = [];
  balance.zeros = [];
  balance.ends = [];
  let sum = 0;
  for (let i = 0; i < lengths.length; i++) {
    const size = balanceSize(lengths[i]);
    sum += size + balance.gap;
    balance.sums.push(sum);
    balance.zeros.push(size === 0);
    if (i > 0 && size !== 0) {
      balance.ends.push(i - 1);
    }
  }
}

/** For the items from each one on, the number of lines that greedy breaking needs, which no division can undercut. */
function greedyLineCounts(count) {
  const counts = new Array(count + 1).fill(0);
  let lineEnd = count;
  for (let start = count - 1; start >= 0; start--) {
    while (lineEnd > start + 1 && balanceLength(start, lineEnd - 1) > balance.limit) {
      lineEnd -= 1;
    }
    counts[start] = 1 + counts[lineEnd];
  }
  return counts;
}

/** For each item, the last one that fits on a line with it. */
function findFitEnds(count) {
  balance.fitEnds = [];
  let end = 0;
  for (let start = 0; start < count; start++) {
    if (end < start) {
      end = start;
    }
    while (end + 1 < count && balanceLength(start, end + 1) <= balance.limit) {
      end += 1;
    }
    balance.fitEnds.push(end);
  }
}

/** The index of the first line end within bounds that is not before an item. */
function endsBefore(item, low, high) {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (balance.ends[middle] < item) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Solves one number of lines for the first items within bounds, of which the middle one splits the ends in two. */
function fillBalanceRow(low, high, endLow, endHigh) {
  if (low > high) {
    return;
  }
  const start = low + ((high - low) >> 1);
  const firstEnd = endsBefore(start, endLow, endHigh);
  let least = Infinity;
  let best = -1;
  for (let at = firstEnd; at < endHigh; at++) {
    const end = balance.ends[at];
    const cost = balanceCost(start, end);
    if (cost === Infinity) {
      break;
    }
    const total = cost + balance.before[end + 1];
    if (total <= least) {
      least = total;
      best = at;
    }
  }
  let choice = best < 0 ? -1 : balance.ends[best];
  // An item of no length ends a line rather than beginning the next; of those ends only the last possible one counts.
  const zeroEnd = min(balance.fitEnds[start], balance.lastEnd);
  if (balance.zeros[zeroEnd + 1]) {
    const total = balanceCost(start, zeroEnd) + balance.before[zeroEnd + 1];
    if (total < least || (total === least && choice < zeroEnd)) {
      least = total;
      choice = zeroEnd;
    }
  }
  balance.after[start] = least;
  balance.choices[start] = choice < 0 ? start : choice;
  if (start > low) {
    fillBalanceRow(low, start - 1, endLow, best < 0 ? endHigh : best + 1);
  }
  if (start < high) {
    fillBalanceRow(start + 1, high, best < 0 ? firstEnd : best, endHigh);
  }
}

function readCounts(rows, count) {
  const counts = [];
  let start = 0;
  for (let row = rows.length - 1; row >= 0; row--) {
    const end = rows[row][start];
    counts.push(end - start + 1);
    start = end + 1;
  }
  counts.push(count - start);
  return counts;
}
