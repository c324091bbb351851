// Which of several siblings is painted over the others.

/** Which child is painted last among its equals, by its parent; NONE for no other than the order says. */
const liftedOf = [];
/** Children in painting order, as a stack. */
const paintOrder = [];
let orderEnd = 0;

function growOrder(nodes) {
  while (liftedOf.length < nodes) {
    liftedOf.push(NONE);
  }
}

/**
 * Notes what covers its neighbours, or forgets it again: the focused node, which often grows, and in a list what it is in.
 */
function liftFocus(isLifted) {
  const focused = focusCurrent;
  for (let at = focused; at !== NONE; at = parentOf[at]) {
    const parent = parentOf[at];
    if (parent === NONE) {
      break;
    }
    liftedOf[parent] = isLifted ? at : NONE;
    if (scrollAxis[parent] !== SCROLL_NONE) {
      return;
    }
  }
  // Outside of lists pages and layers keep their order.
  const kept = focused === NONE ? NONE : parentOf[focused];
  for (let at = kept; at !== NONE; at = parentOf[at]) {
    if (at !== kept) {
      liftedOf[at] = NONE;
    }
  }
}

/**
 * Puts the children of a node on top of the painting order: by z, and among equals the lifted one last. Answers where they
 * begin; they end at `orderEnd`.
 */
function arrangeChildren(node) {
  const order = paintOrder;
  const start = orderEnd;
  const lifted = liftedOf[node];
  let end = start;
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    if (child !== lifted) {
      order[end] = child;
      end += 1;
    }
  }
  if (lifted !== NONE) {
    order[end] = lifted;
    end += 1;
  }
  orderEnd = end;
  // Insertion keeps the order of equals, and children are nearly in order.
  for (let at = start + 1; at < end; at++) {
    const child = order[at];
    const z = zOf[child];
    let to = at;
    while (to > start && zOf[order[to - 1]] > z) {
      order[to] = order[to - 1];
      to -= 1;
    }
    order[to] = child;
  }
  return start;
}
