// What `Set` does to an image.

/** Longest time in which an image fades in. */
const FADE_MS_MAX = 10000;

/** Changes a property of an image. Answers null, or why it was refused. */
function setImageProp(node, prop, kind, value, bytes) {
  const content = imageOf[node];
  if (content === null) {
    return REFUSED_NOT_FOR_THIS_KIND;
  }
  const isSet = kind !== VALUE_UNSET;
  if (prop === PROP_FADE_IN) {
    content.fadeMs = isSet ? within(value, 0, FADE_MS_MAX) : 0;
  } else if (prop === PROP_FIT) {
    if (isSet && value !== WORD_COVER && value !== WORD_CONTAIN && value !== WORD_FILL) {
      return REFUSED_WRONG_VALUE;
    }
    content.fit = isSet ? value : WORD_COVER;
  } else {
    const path = isSet ? value : '';
    if (content.path === path) {
      return null;
    }
    const total = textBytes - content.bytes + bytes;
    if (total > TEXT_BYTES_MAX) {
      return REFUSED_TOO_MUCH_TEXT;
    }
    textBytes = total;
    content.path = path;
    content.bytes = bytes;
    replaceImage(node, content);
  }
  repaintPart(node);
  return null;
}
