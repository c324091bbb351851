// The start: what is in sight first, the rest in turns of its own.

// The tiles in sight come before the rails below them.
const REST_MS = 120;

function build(file) {
    catalog = file.json();
    works = catalog.works;
    forgetWhatIsGone();
    ferrule.reduceMotion(prefs.calm);
    screen = view({ width: WIDTH, height: HEIGHT, fill: BASE });
    const [first, ...others] = saved.pages;
    const home = kinds.home();
    const spot = first ? first.spot : home.spot;
    Object.assign(home, { kind: "home", subject: null, spot });
    pages.push(home);
    screen.append(home.root);

    // The rails down to the one below the focus are needed to stand where the viewer left.
    const near = Math.min(Math.max(spot[0], 1) + 1, catalog.rails.length);
    catalog.rails.slice(0, near).forEach(home.addRail);
    const at = catalog.rails[Math.max(spot[0], 1) - 1].works;
    home.show(at[Math.min(spot[0] ? spot[1] : 0, at.length - 1)]);
    focusSpot(home);
    others.forEach(({ kind, subject, spot: place }) => open(kind, subject, place));
    ferrule.present(screen);
    setTimeout(inTurns, REST_MS, home, catalog.rails.slice(near).map((data) => () => home.addRail(data)));
}

// What was saved may be about works that an update took out of the catalogue.
function forgetWhatIsGone() {
    const isThere = (number) => number in works;
    kept.splice(0, KEPT_MAX, ...kept.filter(isThere));
    saved.pages = (saved.pages || []).filter(({ kind, subject }) => kinds[kind] && (!subject || isThere(subject.work)));
    saved.pages.forEach(({ subject }) => { if (subject) subject.trail = subject.trail.filter(isThere); });
}

ferrule.fetch("catalog.json").then(build);
