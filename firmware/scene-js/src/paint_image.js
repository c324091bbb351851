// Painting images: fitted into their boxes, cut in nine, fading in over what was there before.

/** The part of an image that is shown, as fractions of it, and the part of the box that it takes. */
const fit = { left: 0, top: 0, width: 1, height: 1, x0: 0, y0: 0, x1: 0, y1: 0 };

/** Paints an image's node, and asks for the image when it is near the screen. */
function paintImage(node, opacity, x0, y0, x1, y1) {
  const content = imageOf[node];
  const looks = looksOf[node];
  const isSliced = looks !== null && looks.isSliced;
  const isNear = x0 < nearX1 && nearX0 < x1 && y0 < nearY1 && nearY0 < y1;
  content.isNear = isNear;
  if (isNear && content.state <= IMAGE_REFUSED) {
    wantImage(node, content, isSliced ? OWN_SIZE : boxWidth[node], isSliced ? OWN_SIZE : boxHeight[node]);
  }
  if ((shownValues[node * SLOTS + SLOT_SHADOW_COLOR] & 255) !== 0) {
    paintShadow(node, opacity, x0, y0, x1, y1);
  }
  if (!(x0 < clipX1 && clipX0 < x1 && y0 < clipY1 && clipY0 < y1)) {
    return;
  }
  const isReady = content.state === IMAGE_READY;
  if (!isReady || content.fade !== FADE_OVER) {
    paintFading(node, content, opacity, x0, y0, x1, y1);
    return;
  }
  if (leavesBars(content, content.width, content.height, x0, y0, x1, y1)) {
    paintFill(node, opacity, x0, y0, x1, y1);
  }
  putImage(node, content, content.image, content.width, content.height, 1, opacity, x0, y0, x1, y1);
}

/** Paints what stands for an image that is not there, or not yet with all its opacity. */
function paintFading(node, content, opacity, x0, y0, x1, y1) {
  const previous = content.previous;
  const width = content.previousWidth;
  const height = content.previousHeight;
  if (previous === 0 || leavesBars(content, width, height, x0, y0, x1, y1)) {
    paintFill(node, opacity, x0, y0, x1, y1);
  }
  if (previous !== 0) {
    putImage(node, content, previous, width, height, 1, opacity, x0, y0, x1, y1);
  }
  const done = content.fade === FADE_OVER ? 1 : content.fade === FADE_DUE ? 0 : content.fadeDone;
  if (content.state === IMAGE_READY && done > 0) {
    putImage(node, content, content.image, content.width, content.height, done, opacity, x0, y0, x1, y1);
  }
}

/** True when an image of this size does not cover the box: the background shows in the bars. */
function leavesBars(content, width, height, x0, y0, x1, y1) {
  if (content.fit !== WORD_CONTAIN) {
    return false;
  }
  fitImage(WORD_CONTAIN, width, height, x0, y0, x1, y1);
  return fit.x0 !== x0 || fit.y0 !== y0 || fit.x1 !== x1 || fit.y1 !== y1;
}

/** Leaves in `fit` how an image of this size stands in a box. */
function fitImage(word, width, height, x0, y0, x1, y1) {
  fit.left = 0;
  fit.top = 0;
  fit.width = 1;
  fit.height = 1;
  fit.x0 = x0;
  fit.y0 = y0;
  fit.x1 = x1;
  fit.y1 = y1;
  if (word === WORD_FILL) {
    return;
  }
  const boxW = fround(x1 - x0);
  const boxH = fround(y1 - y0);
  // Above 1: the image is wider in shape than the box.
  const across = fround((width > 1 ? width : 1) * boxH);
  const wider = fround(across / max(fround((height > 1 ? height : 1) * boxW), LEAST_NORMAL));
  if (word === WORD_CONTAIN) {
    if (wider > 1) {
      const margin = fround(fround(boxH - fround(boxH / wider)) * 0.5);
      fit.y0 = fround(y0 + margin);
      fit.y1 = fround(y1 - margin);
    } else {
      const margin = fround(fround(boxW - fround(boxW * wider)) * 0.5);
      fit.x0 = fround(x0 + margin);
      fit.x1 = fround(x1 - margin);
    }
  } else if (wider > 1) {
    fit.width = fround(1 / wider);
    fit.left = fround(fround(1 - fit.width) * 0.5);
  } else {
    fit.height = wider;
    fit.top = fround(fround(1 - wider) * 0.5);
  }
}

/** The least normal `f32`. */
const LEAST_NORMAL = 1.1754943508222875e-38;

/** Writes an image and nothing under it; its box is seen. `done` is the image's own opacity. */
function putImage(node, content, image, width, height, done, opacity, x0, y0, x1, y1) {
  const looks = looksOf[node];
  const tint = shownValues[node * SLOTS + SLOT_TINT];
  const seen = done === 1 ? opacity : fround(opacity * done);
  if (looks !== null && looks.isSliced) {
    putNinePatch(looks, image, tint, seen, x0, y0, x1, y1);
    return;
  }
  fitImage(content.fit, width, height, x0, y0, x1, y1);
  if (!isSound(fit.x0, fit.y0, fit.x1, fit.y1) || !listHasRoom()) {
    return;
  }
  const words = listWords;
  const start = listEnd;
  putRect(start, fit.x0, fit.y0, fit.x1, fit.y1);
  words[start + 5] = image;
  let head = ITEM_IMAGE;
  let end = start + 6;
  if (fit.width !== 1 || fit.height !== 1 || fit.left !== 0 || fit.top !== 0) {
    words[end] = fit.left;
    words[end + 1] = fit.top;
    words[end + 2] = fit.width;
    words[end + 3] = fit.height;
    end += 4;
    head += PART_SOURCE;
  }
  if (tint !== WHITE) {
    words[end] = tint;
    end += 1;
    head += PART_TINT;
  }
  if (fit.x0 === x0 && fit.y0 === y0 && fit.x1 === x1 && fit.y1 === y1) {
    const corners = putCorners(node, end);
    end += cornerWords(corners);
    head += corners;
    const borderColor = shownValues[node * SLOTS + SLOT_BORDER_COLOR];
    const border = (borderColor & 255) === 0 ? 0 : lengthOnScreen(shownValues[node * SLOTS + SLOT_BORDER_WIDTH]);
    if (border > 0) {
      words[end] = border;
      words[end + 1] = borderColor;
      end += 2;
      head += PART_BORDER;
    }
  }
  if (seen !== 1) {
    words[end] = seen;
    end += 1;
    head += PART_OPACITY;
  }
  closeArea(
    head, end, fit.x0 > clipX0 ? fit.x0 : clipX0, fit.y0 > clipY0 ? fit.y0 : clipY0,
    fit.x1 < clipX1 ? fit.x1 : clipX1, fit.y1 < clipY1 ? fit.y1 : clipY1,
  );
}

/** Writes an image that is cut in nine. */
function putNinePatch(looks, image, tint, opacity, x0, y0, x1, y1) {
  if (!isSound(x0, y0, x1, y1) || !listHasRoom()) {
    return;
  }
  const words = listWords;
  const start = listEnd;
  putRect(start, x0, y0, x1, y1);
  words[start + 5] = image;
  words[start + 6] = looks.sliceLeft;
  words[start + 7] = looks.sliceTop;
  words[start + 8] = looks.sliceRight;
  words[start + 9] = looks.sliceBottom;
  words[start + 10] = fround(looks.sliceLeft * scale);
  words[start + 11] = fround(looks.sliceTop * scale);
  words[start + 12] = fround(looks.sliceRight * scale);
  words[start + 13] = fround(looks.sliceBottom * scale);
  let head = ITEM_NINE_PATCH;
  let end = start + 14;
  if (tint !== WHITE) {
    words[end] = tint;
    end += 1;
    head += PART_TINT;
  }
  if (opacity !== 1) {
    words[end] = opacity;
    end += 1;
    head += PART_OPACITY;
  }
  closeArea(
    head, end, x0 > clipX0 ? x0 : clipX0, y0 > clipY0 ? y0 : clipY0, x1 < clipX1 ? x1 : clipX1, y1 < clipY1 ? y1 : clipY1,
  );
}
