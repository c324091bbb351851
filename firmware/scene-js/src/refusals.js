// Why commands were not carried out, in the words of the other engine, and how often the log hears of it.

const REFUSED_NO_SUCH_NODE = 'the node does not exist: create it first';
const REFUSED_NUMBER_IN_USE = 'the number is in use: remove its node first';
const REFUSED_TOO_MANY_NODES = `the scene has ${NODES_MAX} nodes: remove some`;
const REFUSED_NOT_A_VIEW = 'only a view has children';
const REFUSED_INSIDE_ITSELF = 'the parent is inside the child';
const REFUSED_TOO_DEEP = `the scene would be more than ${DEPTH_MAX} deep`;
const REFUSED_BAD_SIBLING = '`before` is not a child of the parent';
const REFUSED_NOT_FOR_THIS_KIND = 'this kind of node does not have the property';
const REFUSED_WRONG_VALUE = 'the property does not take this value';
const REFUSED_NOT_ANIMATABLE = 'the property does not animate';
const REFUSED_TOO_MUCH_TEXT = `the scene has ${TEXT_BYTES_MAX} bytes of text: shorten it`;
const REFUSED_TOO_MANY_TIMINGS = 'too many different timings: use fewer';
const REFUSED_TOO_MANY_ANIMATIONS = 'too many animations: let some end first';
const REFUSED_BAD_KEYFRAMES =
  `the keyframes cannot be read, are none or more than ${KEYFRAMES_MAX}, or take no time for ever`;
const REFUSED_SPRING_AMONG_KEYFRAMES =
  'a spring leads to a single last value, once and forwards: use a curve';
const REFUSED_NOT_FOCUSABLE = 'nothing there can have the focus';
const REFUSED_NOT_A_LIST = 'the node is not a list: set `itemCount` first';
const REFUSED_NO_SUCH_ITEM = 'the list has fewer items: insert some or set `itemCount`';
const REFUSED_TOO_MANY_ITEMS =
  `a list has ${LIST_ITEMS_MAX} items and no more, ${LIST_SIZED_ITEMS_MAX} with sizes of their own`;

const LIST_ITEMS_MAX = 1000000;
const LIST_SIZED_ITEMS_MAX = 100000;

const LOG_WARNING = 2;
/** Refused commands that are logged one by one; after these only each doubling of their number is. */
const LOGGED_SINGLY = 8;

/** Commands that were refused since the last `Begin`, and why the last one was. */
let refusedCount = 0;
let lastRefusal = null;

/** Notes a refused command by its name. `node` is NONE for one that names no node. */
function noteRefusal(name, node, why) {
  refusedCount += 1;
  lastRefusal = why;
  if (refusedCount <= LOGGED_SINGLY || (refusedCount & (refusedCount - 1)) === 0) {
    host.log(LOG_WARNING, `${name} of node ${node} refused: ${why} (${refusedCount} refused so far)`);
  }
}

function forgetRefusals() {
  refusedCount = 0;
  lastRefusal = null;
}
