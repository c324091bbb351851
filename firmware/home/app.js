// The factory app: rails of works under a hero panel, and a page for each work. What must move at once (focus,
// scrolling, animation) is the engine's; this builds nodes and answers events.

const ACCENT = "#8fb4ff", BASE = "#0a0d1a", CLEAR = "#0a0d1a00", WHITE = "#f4f6ff", SOFT = "#b7bed6";
const EASE_OUT = [0.2, 0.8, 0.2, 1];
const LEFT = 60, TILE_WIDTH = 248, TILE_HEIGHT = 143, FIRST_TILES = 7;

const { view, text, image } = ferrule;
const { width: WIDTH, height: HEIGHT } = ferrule.screen;

let works, rails = [], page = "home", opened = null, origin = null;
const state = ferrule.state || { rail: 0, tile: 0, open: null, list: [] };

// ---- Saving: where the viewer is, a moment after the last key, so that scrolling costs nothing.

let saving = 0;
function saveSoon() {
    clearTimeout(saving);
    saving = setTimeout(save, 250);
}
function save() {
    clearTimeout(saving);
    state.open = opened ? works.indexOf(opened) : null;
    ferrule.saveState(state);
}

// ---- Tiles and rails.

const FRAME_FOCUS = { scale: 1.07, borderWidth: 3, borderColor: "#ffffffff" };
const FRAME_TIMES = { scale: { duration: 160, easing: EASE_OUT }, borderWidth: 120 };

function tile(work, onActivate) {
    const frame = view({
        width: TILE_WIDTH, height: TILE_HEIGHT, padding: 4, radius: 16, borderColor: "#ffffffff",
        focusable: true, focused: FRAME_FOCUS, transitions: FRAME_TIMES, onActivate,
    }, [image({ source: work.tile, width: 240, height: 135, radius: 12, fill: "#1b2138" })]);
    frame.work = work;
    return frame;
}

function card(work, onActivate) {
    const frame = tile(work, onActivate);
    const title = text({ text: work.title, fontSize: 17, color: SOFT, maxLines: 1, marginLeft: 6, width: 236 });
    const node = view({ width: TILE_WIDTH, gap: 6 }, [frame, title]);
    node.frame = frame;
    return node;
}

function addRail(pageNode, data) {
    const row = view({
        direction: "row", gap: 14, paddingLeft: LEFT - 4, paddingRight: LEFT, paddingTop: 8, width: WIDTH, height: 184,
        scroll: "x", scrollPolicy: "start", scrollPadding: LEFT - 4, focusMemory: true,
    });
    const rail = { row, frames: [], waiting: data.works.slice() };
    pageNode.append(view({ width: WIDTH, height: 236 }, [
        text({ text: data.title, fontSize: 24, fontWeight: 700, color: WHITE, marginLeft: LEFT, height: 34 }),
        row,
    ]));
    rails.push(rail);
    return rail;
}

function addTiles(rail, count) {
    for (const index of rail.waiting.splice(0, count)) {
        const node = card(works[index], openThis);
        node.frame.rail = rails.indexOf(rail);
        node.frame.tile = rail.frames.length;
        rail.frames.push(node.frame);
        rail.row.append(node);
    }
}

// ---- The hero panel: two pictures, of which the nearer one fades in over the other.

function scrim(left, top, width, height, angle, from, to) {
    return view({ position: "absolute", left, top, width, height, z: 2, fill: from, fillTo: to, fillAngle: angle });
}

function billboard(left, top, width, height) {
    const picture = () => image({ position: "absolute", left, top, width, height, opacity: 0 });
    const pictures = [picture(), picture()];
    const root = view({ position: "absolute", left: 0, top: 0, width: WIDTH, height: top + height }, [
        pictures[0], pictures[1],
        scrim(left, top, width / 2, height, 0, BASE, CLEAR),
        scrim(left, top + height - 170, width, 170, 90, CLEAR, BASE),
    ]);
    root.show = (work) => {
        const [far, near] = pictures;
        pictures.reverse();
        far.set({ z: 0 });
        // Not quite invisible, because what is invisible is not loaded.
        near.set({ z: 1, opacity: 0.01 });
        // A picture may arrive, or be there in full, when it is no longer the one to show.
        const isShown = () => pictures[0] === near;
        const fade = () => isShown() && near.animate({ opacity: 1 }, 420)
            .finished.then((whole) => whole && isShown() && far.set({ opacity: 0 }));
        if (near.path === work.hero) fade();
        else near.set({ source: near.path = work.hero, onLoad: fade });
    };
    return root;
}

function legend(work, top, width) {
    const kicker = text({ text: work.kicker, fontSize: 19, fontWeight: 700, color: ACCENT });
    const title = text({ text: work.title, fontSize: 52, fontWeight: 700, color: WHITE, maxLines: 2, lineHeight: 1.15 });
    const words = text({ text: work.text, fontSize: 21, color: SOFT, maxLines: 3, lineHeight: 1.4, maxWidth: width - 80 });
    const root = view({
        position: "absolute", left: LEFT, top, width, gap: 10, align: "start", transitions: { opacity: 140 },
    }, [kicker, title, words]);
    root.show = (work) => {
        kicker.set({ text: work.kicker });
        title.set({ text: work.title });
        words.set({ text: work.text });
    };
    return root;
}

let home, pages, hero, heroText, heroWork, heroTimer = 0;

// Follows the focus once it rests, so that a held key does not drag pictures along.
function heroFollows(work) {
    clearTimeout(heroTimer);
    if (work === heroWork) {
        heroText.set({ opacity: 1 });
        return;
    }
    heroText.set({ opacity: 0 });
    heroTimer = setTimeout(() => {
        heroWork = work;
        hero.show(work);
        heroText.show(work);
        heroText.set({ opacity: 1 });
    }, 180);
}

// ---- The page of one work.

function button(label, onActivate) {
    const node = view({
        height: 56, radius: 28, paddingLeft: 30, paddingRight: 30, align: "center", justify: "center", fill: "#ffffff1f",
        focusable: true, focused: { fill: "#3f6bff", scale: 1.05 }, transitions: { fill: 140, scale: 140 }, onActivate,
    });
    node.label = text({ text: label, fontSize: 20, fontWeight: 700, color: WHITE });
    return node.append(node.label);
}

function detail(work) {
    const inList = () => state.list.includes(works.indexOf(work));
    const label = () => (inList() ? "Remove from my list" : "Add to my list");
    const keep = button(label(), () => {
        const index = works.indexOf(work);
        state.list = inList() ? state.list.filter((each) => each !== index) : [...state.list, index].slice(-100);
        keep.label.set({ text: label() });
        save();
    });
    const board = billboard(480, 0, 800, 450);
    board.show(work);
    const start = works.indexOf(work);
    const like = [1, 8, 15, 22].map((step) => works[(start + step) % works.length]);
    const node = view({
        position: "absolute", left: 0, top: 0, width: WIDTH, height: HEIGHT, fill: BASE, focusTrap: true, z: 2,
    }, [
        board,
        legend(work, 96, 620),
        view({ position: "absolute", left: LEFT, top: 386, direction: "row", gap: 16 }, [keep, button("Back", close)]),
        text({ position: "absolute", left: LEFT, top: 470, text: "More like this", fontSize: 24, fontWeight: 700, color: WHITE }),
        view({ position: "absolute", left: LEFT - 4, top: 512, direction: "row", gap: 14, focusMemory: true },
            like.map((other) => card(other, function () { replace(this.work); }))),
    ]);
    node.keep = keep;
    return node;
}

let sheet = null;

function openThis() {
    origin = this;
    open(this.work, 320);
}

function open(work, duration) {
    if (sheet) return;
    page = "detail";
    opened = work;
    sheet = detail(work);
    sheet.set({ opacity: duration ? 0 : 1, translateX: duration ? 90 : 0 });
    home.append(sheet);
    sheet.keep.focus();
    save();
    const mine = sheet;
    const covered = () => page === "detail" && sheet === mine && pages.set({ visible: false });
    if (!duration) covered();
    else sheet.animate({ opacity: 1, translateX: 0 }, { duration, easing: EASE_OUT }).finished.then((whole) => whole && covered());
}

function replace(work) {
    const old = sheet;
    sheet = null;
    open(work, 320);
    setTimeout(() => old.remove(), 340);
}

function close() {
    if (!sheet) return;
    const old = sheet;
    sheet = null;
    page = "home";
    opened = null;
    pages.set({ visible: true });
    old.set({ focusTrap: false });
    (origin || rails[0].frames[0]).focus();
    save();
    old.animate({ opacity: 0, translateX: 90 }, { duration: 240, easing: "ease-in" }).finished.then(() => old.remove());
}

// ---- Events.

ferrule.onFocusChange = (node) => {
    if (!node || page !== "home" || node.rail === undefined) return;
    origin = node;
    state.rail = node.rail;
    state.tile = node.tile;
    heroFollows(node.work);
    saveSoon();
};

ferrule.onKey = ({ key, phase }) => {
    if (phase !== "down") return;
    if (key === "back" && page === "detail") close();
    else if (key === "home" || key === "back") {
        close();
        rails[0].frames[0].focus();
    }
};

// ---- Start: what is visible first, the rest in turns of its own.

function build(catalog) {
    works = catalog.works;
    state.rail = Math.min(state.rail, catalog.rails.length - 1);
    const list = view({
        position: "absolute", left: 0, top: 405, width: WIDTH, height: HEIGHT - 405, clip: true,
        scroll: "y", scrollPolicy: "start", scrollPadding: 42, fill: BASE, fillTo: "#05060c", fillAngle: 90,
    });
    // The rails down to the one below the saved one are needed to stand where the viewer left.
    const first = Math.max(state.rail + 2, 2);
    catalog.rails.slice(0, first).forEach((data, index) => {
        addTiles(addRail(list, data), index === state.rail ? Math.max(FIRST_TILES, state.tile + FIRST_TILES) : FIRST_TILES);
    });
    const frames = rails[state.rail].frames;
    const start = frames[Math.min(state.tile, frames.length - 1)];
    heroWork = start.work;
    hero = billboard(560, 0, 720, 405);
    hero.show(heroWork);
    heroText = legend(heroWork, 104, 640);
    pages = view({ position: "absolute", left: 0, top: 0, width: WIDTH, height: HEIGHT }, [
        hero, heroText, list,
        view({ position: "absolute", left: LEFT, top: 40, direction: "row", gap: 12, align: "center" }, [
            view({ width: 14, height: 26, radius: 5, fill: ACCENT, fillTo: "#3f6bff", fillAngle: 90 }),
            text({ text: "Ferrule", fontSize: 24, fontWeight: 700, color: WHITE }),
        ]),
    ]);
    home = view({ width: WIDTH, height: HEIGHT, fill: BASE }, [pages]);
    origin = start;
    start.focus();
    if (works[state.open]) open(works[state.open], 0);
    ferrule.present(home);

    const later = catalog.rails.slice(first);
    const rest = () => {
        const rail = rails.find((each) => each.waiting.length) || (later.length && addRail(list, later.shift()));
        if (!rail) return;
        addTiles(rail, 10);
        setTimeout(rest, 0);
    };
    setTimeout(rest, 0);
}

ferrule.fetch("catalog.json").then((file) => build(file.json()));
