// Pages: a stack of them with the home page at the bottom. One is in sight; Back leaves it. A page is
// `{ root, groups, spot }`: its groups are lists and rows of buttons, and its spot `[group, item]` is where the focus is,
// which is all that it takes to come back to it after a restart.

const pages = [];
// Makes a page of a kind, for a subject.
const kinds = {};
let screen;

const top = () => pages[pages.length - 1];

// Every page covers the screen, keeps the focus while it is there, and gives it back when it goes.
function sheet(props, children) {
    return view({
        position: "absolute", left: 0, top: 0, width: WIDTH, height: HEIGHT, fill: BASE, fillTo: DEEP, fillAngle: 90,
        clip: true, group: true, focusTrap: true, z: 1, ...props,
    }, children);
}

// Adds a list, or a row of buttons, to a page's groups, so that the page knows its spot.
function addGroup(page, members) {
    const group = page.groups.push(members) - 1;
    if (Array.isArray(members)) members.forEach((node, item) => Object.assign(node, { page, group, item }));
    else Object.assign(members, { page, group });
    return members;
}

// Where a focused node of the page is: a tile of a list, a list whose tile is not there yet, or a button.
function spotOf(page, node) {
    const holder = node.list || node;
    if (holder.page !== page) return null;
    return [holder.group, node.item === undefined ? node.focusedItem : node.item];
}

function focusSpot(page) {
    const [at, item] = page.spot;
    const group = page.groups[at] || page.groups[0];
    const last = group.length - 1;
    if (Array.isArray(group)) group[Math.min(item, last)].focus();
    else group.focusItem(Math.max(0, Math.min(item, last)));
}

// Does one step after the other, each in a turn of its own, so that no frame has to wait for all of them.
function inTurns(page, steps) {
    if (steps.length === 0) return;
    setTimeout(() => {
        if (page.gone) return;
        steps[0]();
        inTurns(page, steps.slice(1));
    }, 20);
}

// Opens a page above the others. `subject` is what it is about, `spot` where its focus was in an earlier run.
function open(kind, subject, spot) {
    const page = mount(kind, subject, spot);
    pages.push(page);
    if (!spot) {
        save();
        arrive(page).then(() => cover(page));
    } else cover(page);
}

function mount(kind, subject, spot) {
    const page = kinds[kind](subject);
    Object.assign(page, { kind, subject, spot: spot || page.spot || [0, 0] });
    screen.append(page.root);
    // After a restart the focus may be where it takes all parts to be.
    const steps = page.steps || [];
    if (spot) steps.forEach((step) => step());
    else inTurns(page, steps);
    focusSpot(page);
    return page;
}

function arrive(page) {
    page.root.set({ opacity: 0, translateX: 70 });
    return page.root.animate({ opacity: 1, translateX: 0 }, { duration: 300, easing: EASE_OUT }).finished;
}

// Hides what a page covers, if it still is open.
function cover(page) {
    const at = pages.indexOf(page);
    if (at > 0) pages[at - 1].root.set({ visible: false });
}

function leave(page) {
    page.gone = true;
    page.root.set({ disabled: true, z: 2 });
    page.root.animate({ opacity: 0, translateX: 70 }, { duration: 220, easing: "ease-in" })
        .finished.then(() => page.root.remove());
}

// Leaves the page in sight for the one below it.
function close() {
    const page = pages.pop();
    top().root.set({ visible: true });
    focusSpot(top());
    leave(page);
    save();
}

// Puts another page in the place of the one in sight.
function replace(kind, subject, spot) {
    const old = pages.pop();
    old.gone = true;
    const page = mount(kind, subject, spot);
    pages.push(page);
    arrive(page).then(() => {
        old.root.remove();
        cover(page);
    });
    save();
}

function goHome() {
    if (pages.length === 1) return;
    // Those in between are out of sight.
    while (pages.length > 2) {
        const between = pages.splice(1, 1)[0];
        between.gone = true;
        between.root.remove();
    }
    close();
}

// ---- Questions: a modal above everything. The engine keeps the focus in it and gives it back when it goes.

let question = null;

function ask(title, words, choices, direction) {
    const panel = view({
        width: 560, padding: 40, gap: 14, radius: 24, fill: PANEL, shadowColor: "#000000b0", shadowBlur: 60, shadowY: 20,
        scale: 0.94, transitions: { scale: { duration: 200, easing: EASE_OUT } },
    }, [
        text({ text: title, fontSize: 30, fontWeight: 700, color: WHITE, maxLines: 2 }),
        text({ text: words, fontSize: 20, color: SOFT, maxLines: 4, lineHeight: 1.4, marginBottom: 12 }),
        ...choices.map(([label, act]) => button(label, () => { answer(); if (act) act(); })),
    ]);
    question = view({
        position: "absolute", left: 0, top: 0, width: WIDTH, height: HEIGHT, z: 9, fill: "#03040ac0", align: "center",
        justify: "center", focusTrap: true, opacity: 0, transitions: { opacity: 180 }, layoutDirection: direction,
    }, [panel]);
    screen.append(question);
    question.focus();
    question.set({ opacity: 1 });
    panel.set({ scale: 1 });
}

// Takes the question away.
function answer() {
    const old = question;
    question = null;
    old.set({ disabled: true });
    old.animate({ opacity: 0 }, 140).finished.then(() => old.remove());
}

// ---- Keys that the engine did not use, and where the focus is.

ferrule.onKey = ({ key, phase }) => {
    if (phase !== "down") return;
    const page = top();
    if (question) {
        if (key === "back" || key === "home") answer();
    } else if (key === "back") goBack(page);
    else if (key === "home" || key === "menu") {
        goHome();
        pages[0].jump(key);
    } else if (page.onKey) page.onKey(key);
};

function goBack(page) {
    if (page.back) page.back();
    else close();
}

ferrule.onFocusChange = (node) => {
    const page = top();
    const spot = node && !question ? spotOf(page, node) : null;
    if (!spot) return;
    page.spot = spot;
    if (page.onSpot) page.onSpot(spot);
    saveSoon();
};
