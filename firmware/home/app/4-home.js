// The home page: a menu, a hero panel that follows the focus, and rails of works.

const HERO_HEIGHT = 364;

kinds.home = () => {
    const page = { groups: [], spot: [1, 0] };
    const lists = [];
    const hero = backdrop(560, 720, HERO_HEIGHT).append(scrim(560, 0, 720, 120, 90, "#0a0d1ab0", CLEAR));
    const story = legend({ position: "absolute", left: LEFT, top: 100, transitions: { opacity: 140 } });
    const mark = view({ width: 14, height: 26, radius: 5, fillAngle: 90 });
    const tabs = [
        tab("Home", () => page.jump("home")), tab("All episodes", () => open("episodes")),
        tab("My list", () => open("mine")), tab("الإعدادات", () => open("settings")),
    ];
    const menu = view({ direction: "row", gap: 4, focusMemory: true }, tabs);
    const rails = view({
        position: "absolute", left: 0, top: HERO_HEIGHT, width: WIDTH, height: HEIGHT - HERO_HEIGHT, clip: true,
        scroll: "y", scrollPolicy: "start", scrollPadding: 42, fill: BASE, fillTo: DEEP, fillAngle: 90,
        focusUp: menu,
    });
    page.root = view({ position: "absolute", left: 0, top: 0, width: WIDTH, height: HEIGHT, fill: BASE }, [
        hero, story, rails,
        view({ position: "absolute", left: LEFT, top: 32, direction: "row", gap: 12, align: "center" }, [
            mark, heading("Ferrule", { marginRight: 20 }), menu,
        ]),
    ]);
    addGroup(page, tabs);

    page.addRail = (data) => {
        const row = rail(data.title, data.works.length);
        row.items.workAt = (item) => data.works[item];
        row.items.pick = (item) => open("detail", { work: data.works[item], trail: [] });
        lists.push(addGroup(page, row.items));
        rails.append(row);
    };

    // The hero follows once the focus rests, so that a held key does not drag pictures along.
    let shown = -1, timer = 0;
    const show = (number) => {
        shown = number;
        hero.picture.set({ source: works[number].hero });
        story.show(works[number]);
        story.set({ opacity: 1 });
    };
    page.onSpot = ([group, item]) => {
        clearTimeout(timer);
        const number = group === 0 ? shown : lists[group - 1].workAt(item);
        const delay = HERO_DELAYS[prefs.hero];
        if (number === shown || delay === Infinity) {
            story.set({ opacity: 1 });
            return;
        }
        story.set({ opacity: 0 });
        timer = setTimeout(show, delay, number);
    };
    page.show = show;

    page.jump = (key) => {
        page.spot = key === "menu" ? [0, 0] : [1, 0];
        focusSpot(page);
    };
    page.back = () => page.jump(page.spot[0] === 1 && page.spot[1] === 0 ? "menu" : "home");

    // The choices of the settings page that show here.
    page.recolour = () => {
        mark.set({ fill: accent().light, fillTo: accent().strong });
        story.kicker.set({ color: accent().light });
        tabs.forEach((each) => each.set({ focused: { fill: accent().strong } }));
    };
    page.recaption = () => lists.forEach((each) => each.rebind());
    page.recolour();
    return page;
};

function tab(label, onActivate) {
    return button(label, onActivate, { height: 44, radius: 22, paddingLeft: 20, paddingRight: 20, fill: CLEAR });
}
