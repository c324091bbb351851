// What outlives the process: where the viewer is, what they chose, what they keep. It is saved a moment after the last
// key, so that scrolling costs nothing.

const STATE_VERSION = 2;
const ACCENTS = [
    { strong: "#3f6bff", light: "#8fb4ff" }, { strong: "#0f857a", light: "#7fe0d0" },
    { strong: "#c2481a", light: "#ffb38a" }, { strong: "#c8326a", light: "#ffa3c0" },
];
// After how many milliseconds of rest the hero picture follows the focus.
const HERO_DELAYS = [0, 180, Infinity];
const KEPT_MAX = 100;

// Another version of the app may have saved something else.
const saved = ferrule.state && ferrule.state.version === STATE_VERSION ? ferrule.state : {};
const prefs = { calm: false, captions: true, hero: 1, accent: 0, ...saved.prefs };
// Numbers of works, the last one added first; ratings by number; watched chapters by number, a bit each.
const kept = saved.kept || [], ratings = saved.ratings || {}, watched = saved.watched || {};

let works = [], catalog = null, saving = 0;

function accent() {
    return ACCENTS[prefs.accent] || ACCENTS[0];
}

function saveSoon() {
    clearTimeout(saving);
    saving = setTimeout(save, 250);
}

function save() {
    clearTimeout(saving);
    const open = pages.map(({ kind, subject, spot }) => ({ kind, subject, spot }));
    ferrule.saveState({ version: STATE_VERSION, pages: open, prefs, kept, ratings, watched });
}

// Puts a work on the viewer's list or takes it off; answers whether it is on it now.
function toggleKept(number) {
    const at = kept.indexOf(number);
    if (at >= 0) kept.splice(at, 1);
    else kept.unshift(number);
    kept.length = Math.min(kept.length, KEPT_MAX);
    // The page of the list may lie below the one that this was done on.
    const mine = pages.find((page) => page.kind === "mine");
    if (mine) mine.keptChanged(at);
    save();
    return at < 0;
}
