// What must hold after every call, for tests: it takes long.

/** Answers null, or what does not hold. */
function verifyInvariants() {
  let nodes = 0;
  let bytes = 0;
  for (let node = 1; node < tableNodes; node++) {
    if (nodeKind[node] !== KIND_FREE) {
      nodes += 1;
      bytes += textOf[node] === null ? 0 : textOf[node].bytes;
      const broken = brokenLinks(node) || brokenStyle(node);
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
