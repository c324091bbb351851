// Images: asked for when nearly visible, given back when far away, asked for again when they come near; and how one fades in
// over what was there before.

/** How far outside of the visible area an image is asked for, in pixels. */
const REQUEST_OVERSCAN_PIXELS = 400;
/**
 * How far outside of the screen an image is given back, in pixels. More than the other one, so that going back and forth
 * does not ask again each time.
 */
const RELEASE_OVERSCAN_PIXELS = 1600;
/** Asks for an image in its own size: none is larger, and none is made larger. */
const OWN_SIZE = 65535;

/** Not asked for. */
const IMAGE_IDLE = 0;
/** Asked for while the queue was full. */
const IMAGE_REFUSED = 1;
/** Asked for. */
const IMAGE_WAITING = 2;
/** On the GPU. */
const IMAGE_READY = 3;
/** It cannot be shown; not asked for again until its path changes. */
const IMAGE_FAILED = 4;

const FADE_OVER = 0;
/** From the next turn on. */
const FADE_DUE = 1;
const FADE_UNDER_WAY = 2;

/** What an image node shows. */
function ImageContent() {
  this.path = '';
  /** Length of the path in UTF-8. */
  this.bytes = 0;
  this.fit = WORD_COVER;
  this.state = IMAGE_IDLE;
  /** The image that is waited for or ready, and its decoded size. */
  this.image = 0;
  this.width = 0;
  this.height = 0;
  /** It was near the screen when it was last looked at. */
  this.isNear = false;
  /** How long it fades in, in milliseconds; 0 for at once. */
  this.fadeMs = 0;
  this.fade = FADE_OVER;
  /** Since when it fades, and how much of it is there. */
  this.fadeSince = 0;
  this.fadeDone = 0;
  /** The image of the path before, shown until the new one is there; 0 for none. It is held like the other. */
  this.previous = 0;
  this.previousWidth = 0;
  this.previousHeight = 0;
}

/** The images by node number. */
const imageOf = [];
/** Every image that the scene holds, and the node that shows it. */
const heldImages = [];
const holders = [];
/** Nodes whose image fades in. */
const fading = [];
/** Nodes whose image was refused: it must be asked for again. */
const refusedImages = [];

function growImages(nodes) {
  growList(imageOf, nodes);
}

/** Asks for a node's image at a size in pixels, when it has a path and is not asked for already. */
function wantImage(node, content, width, height) {
  if (content.state > IMAGE_REFUSED || content.path === '' || width < 1 || height < 1) {
    return;
  }
  const image = host.requestImage(content.path, wholeSide(width), wholeSide(height));
  if (image === 0) {
    content.state = IMAGE_REFUSED;
    refusedImages.push(node);
  } else {
    content.state = IMAGE_WAITING;
    content.image = image;
    heldImages.push(image);
    holders.push(node);
  }
}

/** Has the images that were refused in the last paint looked at again in this one. */
function retryImages() {
  for (let at = 0; at < refusedImages.length; at++) {
    if (exists(refusedImages[at])) {
      mark(refusedImages[at], FLAG_REPAINT_PART);
    }
  }
  refusedImages.length = 0;
}

function wholeSide(pixels) {
  return Math.floor(within(fround(pixels + 0.5), 1, OWN_SIZE));
}

/** Gives back a node's images, those it has. */
function dropImages(node, content) {
  if (content.state === IMAGE_WAITING || content.state === IMAGE_READY) {
    host.releaseImage(content.image);
  }
  if (content.previous !== 0) {
    host.releaseImage(content.previous);
  }
  let kept = 0;
  for (let at = 0; at < holders.length; at++) {
    if (holders[at] !== node) {
      heldImages[kept] = heldImages[at];
      holders[kept] = holders[at];
      kept += 1;
    }
  }
  heldImages.length = kept;
  holders.length = kept;
  content.state = IMAGE_IDLE;
  content.previous = 0;
  content.fade = FADE_OVER;
}

/** Lets go of one image and gives it back. */
function dropImage(image) {
  const at = heldImages.indexOf(image);
  if (at >= 0) {
    heldImages.splice(at, 1);
    holders.splice(at, 1);
  }
  host.releaseImage(image);
}

function dropPrevious(content) {
  if (content.previous !== 0) {
    dropImage(content.previous);
    content.previous = 0;
  }
}

/** The node's path is another now. An image that is shown and fades stays until the next one is there. */
function replaceImage(node, content) {
  if (content.state !== IMAGE_READY) {
    if (content.state === IMAGE_WAITING) {
      dropImage(content.image);
    }
    content.state = IMAGE_IDLE;
    if (content.path === '') {
      dropPrevious(content);
    }
  } else if (content.fadeMs <= 0 || content.path === '') {
    dropImages(node, content);
  } else {
    dropPrevious(content);
    content.previous = content.image;
    content.previousWidth = content.width;
    content.previousHeight = content.height;
    content.state = IMAGE_IDLE;
  }
}

/**
 * News of an image: it is IMAGE_READY with its size, IMAGE_FAILED, or IMAGE_IDLE again. Answers the nodes that show it.
 */
function settleImage(image, state, width, height) {
  const nodes = holders.filter((_, at) => heldImages[at] === image);
  for (const node of nodes) {
    const content = imageOf[node];
    if (content.previous === image) {
      dropPrevious(content);
    } else if (state === IMAGE_READY) {
      showImage(node, content, width, height);
    } else {
      dropImages(node, content);
      content.state = state;
    }
    repaintPart(node);
  }
  return nodes;
}

function showImage(node, content, width, height) {
  content.state = IMAGE_READY;
  content.width = width;
  content.height = height;
  if (content.fadeMs > 0) {
    content.fade = FADE_DUE;
    fading.push(node);
  } else {
    dropPrevious(content);
  }
}

/** Moves every fade to where it is at `nowUs`. Answers whether there was one. */
function advanceFades(nowUs) {
  if (fading.length === 0) {
    return false;
  }
  let kept = 0;
  for (let at = 0; at < fading.length; at++) {
    const node = fading[at];
    const content = exists(node) ? imageOf[node] : null;
    if (content !== null) {
      if (!advanceFade(content, nowUs)) {
        fading[kept] = node;
        kept += 1;
      } else if (content.state === IMAGE_READY) {
        dropPrevious(content);
      }
      mark(node, FLAG_REPAINT_PART);
    }
  }
  fading.length = kept;
  return true;
}

/** Moves a fade to where it is at `nowUs`. Answers whether it is over. */
function advanceFade(content, nowUs) {
  if (content.fade === FADE_OVER) {
    return true;
  }
  const since = content.fade === FADE_DUE ? nowUs : content.fadeSince;
  const length = fround(content.fadeMs * 1000);
  const done = fround(fround(nowUs > since ? nowUs - since : 0) / (length > 1 ? length : 1));
  const isOver = isMotionReduced || done >= 1 || content.state !== IMAGE_READY;
  content.fade = isOver ? FADE_OVER : FADE_UNDER_WAY;
  content.fadeSince = since;
  content.fadeDone = done;
  return isOver;
}

/** True when an answer is due that will make room in the queue. */
function waitsForImage() {
  return holders.some((node) => imageOf[node].state === IMAGE_WAITING);
}

/**
 * Gives back what was not near the screen in the newest paint and is far away from it. Images of nodes that are hidden or
 * not in the tree stay: their page may come back, and the cache drops them when it needs the room.
 */
function releaseFarImages() {
  let kept = 0;
  for (let at = 0; at < holders.length; at++) {
    const node = holders[at];
    const image = heldImages[at];
    const content = imageOf[node];
    if (wasNear(node, content) || !isFar(node)) {
      heldImages[kept] = image;
      holders[kept] = node;
      kept += 1;
    } else {
      host.releaseImage(image);
      mark(node, FLAG_REPAINT_PART);
      if (content.previous === image) {
        content.previous = 0;
      } else {
        content.state = IMAGE_IDLE;
        content.fade = FADE_OVER;
      }
    }
  }
  heldImages.length = kept;
  holders.length = kept;
}

/** True when a node of the page is far off screen by its layout. */
function isFar(node) {
  if (root === NONE || !isWithin(node, root)) {
    return false;
  }
  boundsOf(node);
  const by = RELEASE_OVERSCAN_PIXELS;
  const isNear =
    boundsX0 < screenWidth + by && -by < boundsX1 && boundsY0 < screenHeight + by && -by < boundsY1;
  return !isNear;
}
