// Pages of tiles in columns: all ten thousand episodes, and the viewer's own list.

const SEASONS = 10, SEASON_EPISODES = 25;
const JUMP_ITEMS = 500;
// As many fit without scrolling.
const PAGE_ITEMS = 15;
const TRACK_TOP = 124, TRACK_HEIGHT = 560, THUMB_HEIGHT = 56;

function thousands(number) {
    return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

// A page with a grid: `title`, the number of items, and what the list is to know.
function gridPage(title, itemCount, own) {
    const page = { groups: [], spot: [0, 0] };
    const counter = text({ fontSize: 20, color: SOFT, width: 300, textAlign: "right", maxLines: 1 });
    const thumb = view({ width: 6, height: THUMB_HEIGHT, radius: 3, fill: "#ffffff66", transitions: { translateY: 160 } });
    const track = view({
        position: "absolute", left: 1256, top: TRACK_TOP, width: 6, height: TRACK_HEIGHT, radius: 3, fill: FAINT,
    }, [thumb]);
    const items = ferrule.list({
        itemCount, columns: 5, itemSize: 128, columnGap: 14, rowGap: 50, scroll: "y", scrollPolicy: "center",
        position: "absolute", left: 0, top: 104, width: WIDTH, height: HEIGHT - 104, clip: true,
        paddingLeft: 57, paddingRight: 57, paddingTop: 20, paddingBottom: 60, overscan: 5, repeatSteps: 6,
        placeholderColor: FAINT, placeholderRadius: 16, bind: bindTile, onActivate: pickBare,
    });
    items.picture = { width: 214, height: 120 };
    Object.assign(items, own);
    addGroup(page, items);
    page.root = sheet({}, [
        items,
        view({
            position: "absolute", left: LEFT, top: 40, width: WIDTH - 2 * LEFT, direction: "row", align: "center",
            justify: "space-between",
        }, [heading(title, { fontSize: 34 }), counter]),
        track,
    ]);

    // The counter follows when a held key rests, the thumb at once.
    let timer = 0;
    const count = () => {
        const length = items.length;
        track.set({ visible: length > PAGE_ITEMS });
        counter.set({ text: length ? `${thousands(Math.min(page.spot[1] + 1, length))} of ${thousands(length)}` : "" });
    };
    page.onSpot = (spot) => {
        const share = spot[1] / Math.max(items.length - 1, 1);
        thumb.set({ translateY: share * (TRACK_HEIGHT - THUMB_HEIGHT) });
        clearTimeout(timer);
        timer = setTimeout(count, 50);
    };
    page.items = items;
    page.count = count;
    return page;
}

// Ten seasons of twenty-five episodes of forty works, in the order in which they were shown.
kinds.episodes = () => {
    const workAt = (item) => (item * 7 + Math.floor(item / works.length) * 3) % works.length;
    const page = gridPage("All episodes", works.length * SEASONS * SEASON_EPISODES, {
        workAt,
        captionAt: (item, work) => {
            const number = Math.floor(item / works.length);
            return `S${1 + Math.floor(number / SEASON_EPISODES)} E${1 + number % SEASON_EPISODES} · ${work.title}`;
        },
        pick: (item) => open("detail", { work: workAt(item), trail: [] }),
    });
    page.onKey = (key) => {
        const way = key === "fast-forward" ? 1 : key === "rewind" ? -1 : 0;
        const item = Math.max(0, Math.min(page.spot[1] + way * JUMP_ITEMS, page.items.length - 1));
        if (way) page.items.focusItem(item);
    };
    return page;
};

kinds.mine = () => {
    const page = gridPage("My list", kept.length, {
        workAt: (item) => kept[item],
        captionAt: titleOf,
        pick: (item) => open("detail", { work: kept[item], trail: [] }),
    });
    const home = button("Find something", close, { marginTop: 16 });
    const empty = view({
        position: "absolute", left: 0, top: 240, width: WIDTH, align: "center", gap: 12,
        display: kept.length ? "none" : "flex",
    }, [
        heading("Nothing here yet", { fontSize: 30 }),
        text({ text: "Open a title and choose “Add to my list”: it will wait for you here.", fontSize: 21, color: SOFT }),
        home,
    ]);
    page.root.append(empty);
    addGroup(page, [home]);
    const settle = () => {
        empty.set({ display: kept.length ? "none" : "flex" });
        if (kept.length === 0) page.spot = [1, 0];
        else if (page.spot[0] === 1) page.spot = [0, 0];
        page.count();
    };
    // `at` is the place of a work that was taken off the list, or -1 for one that came to its start.
    page.keptChanged = (at) => {
        if (at >= 0) page.items.removeItems(at);
        else page.items.insertItems(0).set({ itemCount: kept.length });
        settle();
    };
    settle();
    return page;
};
