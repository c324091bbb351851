// How everything looks: colours, measures, and the pieces that all pages are made of. What must move at once (focus,
// scrolling, animation) is the engine's; the app builds nodes and answers events.

const BASE = "#0a0d1a", DEEP = "#05060c", CLEAR = "#0a0d1a00", WHITE = "#f4f6ff", SOFT = "#b7bed6";
const PANEL = "#161b30", FAINT = "#ffffff14", EMPTY = "#1b2138";
const EASE_OUT = [0.2, 0.8, 0.2, 1];
const LEFT = 60;

const { view, text, image } = ferrule;
const { width: WIDTH, height: HEIGHT } = ferrule.screen;

// ---- Texts and boxes.

function heading(words, props) {
    return text({ text: words, fontSize: 24, fontWeight: 700, color: WHITE, ...props });
}

function scrim(left, top, width, height, angle, from, to) {
    return view({ position: "absolute", left, top, width, height, fill: from, fillTo: to, fillAngle: angle });
}

// A picture that runs into the background at its left and its lower edge, and fades over to the next one.
function backdrop(left, width, height, source) {
    const picture = image({ position: "absolute", left, top: 0, width, height, source, fadeIn: 420 });
    const root = view({ position: "absolute", left: 0, top: 0, width: WIDTH, height }, [
        picture,
        scrim(left, 0, width / 2, height, 0, BASE, CLEAR),
        scrim(left, height - 170, width, 170, 90, CLEAR, BASE),
    ]);
    root.picture = picture;
    return root;
}

// What a work is called and about.
function legend(props) {
    const kicker = text({ fontSize: 19, fontWeight: 700, color: accent().light });
    const title = text({ fontSize: 52, fontWeight: 700, color: WHITE, maxLines: 2, lineHeight: 1.15 });
    const words = text({ fontSize: 21, color: SOFT, maxLines: 3, lineHeight: 1.4, maxWidth: 560 });
    const root = view({ gap: 10, align: "start", width: 640, ...props }, [kicker, title, words]);
    root.kicker = kicker;
    root.show = (work) => {
        kicker.set({ text: work.kicker });
        title.set({ text: work.title });
        words.set({ text: work.text });
        return root;
    };
    return root;
}

function button(label, onActivate, props) {
    const node = view({
        height: 56, radius: 28, paddingLeft: 30, paddingRight: 30, align: "center", justify: "center", fill: FAINT,
        focusable: true, focused: { fill: accent().strong, scale: 1.05 }, transitions: { fill: 140, scale: 140 },
        onActivate, ...props,
    });
    node.label = text({ text: label, fontSize: 20, fontWeight: 700, color: WHITE });
    return node.append(node.label);
}

// ---- Lists of works. A list knows its items by two functions of their numbers: `workAt` and `captionAt`; `pick` is what
// OK does. All lists share the functions below, so that a tile costs no closure.

const TILE_FOCUS = { scale: 1.08, borderWidth: 3, shadowColor: "#000000c0" };
const TILE_TIMES = { scale: { duration: 160, easing: EASE_OUT }, borderWidth: 120, shadowColor: 160 };

function newTile(list) {
    const { width, height } = list.picture;
    const tile = view({
        padding: 4, radius: 16, borderColor: WHITE, shadowBlur: 30, shadowY: 12, focusable: true,
        focused: TILE_FOCUS, transitions: TILE_TIMES, onActivate: pickTile,
    });
    tile.picture = image({ width, height, radius: 12, fill: EMPTY });
    tile.caption = text({
        position: "absolute", left: 6, top: height + 14, width: width - 4, fontSize: 17, color: SOFT, maxLines: 1,
    });
    tile.list = list;
    return tile.append(tile.picture).append(tile.caption);
}

function bindTile(index, used) {
    const tile = used || newTile(this);
    const work = works[this.workAt(index)];
    tile.item = index;
    tile.picture.set({ source: work.tile });
    tile.caption.set({ text: prefs.captions ? this.captionAt(index, work) : "" });
    return tile;
}

function pickTile() {
    this.list.pick(this.item);
}

// OK while the focus is on an item that no node shows yet.
function pickBare() {
    this.pick(this.focusedItem);
}

// A rail: a heading and a list along x. The tiles are the list's items; their captions reach out below.
function rail(title, itemCount, props, own) {
    const items = ferrule.list({
        itemCount, itemSize: 248, direction: "row", scroll: "x", scrollPolicy: "start", scrollPadding: LEFT - 4, gap: 14,
        paddingLeft: LEFT - 4, paddingRight: LEFT, paddingTop: 8, paddingBottom: 52, width: WIDTH, height: 203, overscan: 6,
        focusMemory: true, placeholderColor: FAINT, placeholderRadius: 16, bind: bindTile, onActivate: pickBare, ...props,
    });
    items.picture = { width: 240, height: 135 };
    items.captionAt = titleOf;
    Object.assign(items, own);
    const root = view({ width: WIDTH, shrink: 0 }, [heading(title, { marginLeft: LEFT, height: 34 }), items]);
    root.items = items;
    return root;
}

function titleOf(index, work) {
    return work.title;
}
