// What must hold after every call, for tests: it takes long.

/** Answers null, or what does not hold. */
function verifyInvariants() {
  let nodes = 0;
  let bytes = 0;
  for (let node = 1; node < tableNodes; node++) {
    if (nodeKind[node] !== KIND_FREE) {
      nodes += 1;
      bytes += textOf[node] === null ? 0 : textOf[node].bytes;
      bytes += imageOf[node] === null ? 0 : imageOf[node].bytes;
      const broken = brokenLinks(node) || brokenStyle(node) || brokenCounts(node) || brokenImages(node);
      if (broken !== null) {
        return `node ${node}: ${broken}`;
      }
    }
  }
  if (nodes !== nodeCount) {
    return `${nodes} nodes, counted ${nodeCount}`;
  }
  if (bytes !== textBytes) {
    return `${bytes} bytes of text, counted ${textBytes}`;
  }
  if (root !== layoutRoot || (root !== NONE && !exists(root))) {
    return 'the root does not exist';
  }
  return itemsTop === 0 && framesTop === 0 ? brokenFocus() || brokenAnimations() : 'a container was not left';
}

/** Answers null, or what is wrong with a node's place in the tree. */
function brokenLinks(node) {
  const parent = parentOf[node];
  if (parent === NONE && (nextOf[node] !== NONE || previousOf[node] !== NONE)) {
    return 'it has siblings and no parent';
  }
  if (parent !== NONE && !exists(parent)) {
    return `its parent ${parent} does not exist`;
  }
  let depth = 1;
  for (let at = parent; at !== NONE; at = parentOf[at]) {
    depth += 1;
    if (depth > DEPTH_MAX) {
      return 'it is too deep';
    }
  }
  let previous = NONE;
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    if (!exists(child) || parentOf[child] !== node || previousOf[child] !== previous) {
      return `its child ${child} is another's`;
    }
    previous = child;
  }
  return lastChildOf[node] === previous ? null : 'its last child is another';
}

/** Answers null, or which count of what is below a node is wrong. */
function brokenCounts(node) {
  let focusablesCounted = ((nodeFlags[node] & FLAG_FOCUSABLE) !== 0 ? 1 : 0) + (hasItems(node) ? 1 : 0);
  let transformedCounted = 0;
  for (let child = firstChildOf[node]; child !== NONE; child = nextOf[child]) {
    focusablesCounted += focusables[child];
    transformedCounted += transformedWithin(child);
  }
  if (focusablesCounted !== focusables[node]) {
    return `${focusablesCounted} focusable nodes, counted ${focusables[node]}`;
  }
  if (transformedCounted !== transformedBelow[node]) {
    return `${transformedCounted} transformed nodes, counted ${transformedBelow[node]}`;
  }
  return isInPlace(node) === ((nodeFlags[node] & FLAG_TRANSFORMED) === 0) ? null : 'it is transformed, or not';
}

/** Answers null, or what is wrong with the images that a node has. */
function brokenImages(node) {
  const content = imageOf[node];
  const held = heldImages.filter((_, at) => holders[at] === node).sort();
  const own = [];
  if (content !== null && (content.state === IMAGE_WAITING || content.state === IMAGE_READY)) {
    own.push(content.image);
  }
  if (content !== null && content.previous !== 0) {
    own.push(content.previous);
  }
  own.sort();
  return held.join() === own.join() ? null : `it has the images ${own}, the scene holds ${held}`;
}

/** Answers null, or what is wrong with what is known about a node's lengths at a glance. */
function brokenStyle(node) {
  for (let which = 0; which < LENGTHS; which++) {
    const at = node * LENGTHS + which;
    const unit = lengthUnit[at];
    const isUnset = isPixelsByDefault(which) ? unit === UNIT_PIXELS && lengthValue[at] === 0 : unit === UNIT_UNSET;
    if (isUnset === ((given[node] & (1 << which)) !== 0)) {
      return `length ${which} is not as it is said to be`;
    }
    if ((unit === UNIT_SHARE) !== ((shared[node] & (1 << which)) !== 0)) {
      return `length ${which} is not the share it is said to be`;
    }
  }
  const inherited = inheritedBits(node);
  const own = styleBits[node] & (STYLE_OWN_LTR | STYLE_OWN_RTL);
  const isRtl = own === 0 ? (inherited & STYLE_RTL) !== 0 : own === STYLE_OWN_RTL;
  // At the top a direction that was inherited stays until the node is put elsewhere.
  return parentOf[node] === NONE || isRtl === ((styleBits[node] & STYLE_RTL) !== 0) ? null : 'its direction is another';
}
