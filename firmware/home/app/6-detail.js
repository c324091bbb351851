// The page of one work. Its upper part comes at once, each rail in a turn of its own: the page mounts some 150 nodes, and
// no frame waits for all of them.

const TRAIL_MAX = 10;
const BUTTONS_TOP = 318;
const RATINGS = ["Not for me", "I like it", "I love it"];
const STILL_TINTS = ["#ffffff", "#ffd9b0", "#b9c9ff", "#ffb8c8", "#c4ffe1", "#9aa3c8"];
const PERSON_FILLS = ["#3f6bff", "#0f857a", "#8a4bd8", "#c2481a", "#c8326a", "#4a6b8a"];

kinds.detail = ({ work: number, trail }) => {
    const work = works[number];
    const page = { groups: [], spot: [0, 0] };
    const keep = button(keepLabel(number), () => {
        toggleKept(number);
        keep.label.set({ text: keepLabel(number) });
    });
    const rate = button(rateLabel(number), () => askRating(number, rate));
    const buttons = [keep, rate, button("Back", () => page.back())];
    const column = view({
        position: "absolute", left: 0, top: 0, width: WIDTH, height: HEIGHT, scroll: "y", scrollPolicy: "start",
        scrollPadding: BUTTONS_TOP, paddingBottom: 6,
    }, [
        view({ width: WIDTH, height: 440, shrink: 0 }, [
            backdrop(480, 800, 450, work.hero),
            legend({ position: "absolute", left: LEFT, top: 70 }).show(work),
            view({ position: "absolute", left: LEFT, top: 266, direction: "row", gap: 10 }, ["4K", "HDR", "5.1", "CC"].map(chip)),
            view({ position: "absolute", left: LEFT, top: BUTTONS_TOP, direction: "row", gap: 16 }, addGroup(page, buttons)),
        ]),
    ]);
    page.root = sheet({ fillTo: null }, [column]);
    const add = (title, count, props, own) => {
        const row = rail(title, count, props, { work: number, ...own });
        addGroup(page, row.items);
        column.append(row);
    };
    page.steps = [
        () => add("Chapters", catalog.chapters.length, { bind: bindChapter, overscan: 2 }, { pick: pickChapter }),
        () => add("People", catalog.roles.length, {
            bind: bindPerson, itemSize: 140, height: 200, paddingBottom: 24, overscan: 1,
        }, { pick: (item) => askPerson(personOf(number, item), number, page) }),
        () => add("More like this", 12, {}, {
            workAt: (item) => likeOf(number, item),
            pick: (item) => follow(page, likeOf(number, item)),
        }),
    ];
    page.back = () => {
        if (trail.length) replace("detail", { work: trail[trail.length - 1], trail: trail.slice(0, -1) });
        else close();
    };
    return page;
};

// From a work to another one; Back leads the same way back.
function follow(page, number) {
    const { work, trail } = page.subject;
    replace("detail", { work: number, trail: [...trail, work].slice(-TRAIL_MAX) });
}

function likeOf(number, item) {
    return (number + 1 + 7 * item) % works.length;
}

function keepLabel(number) {
    return kept.includes(number) ? "On my list  ✓" : "Add to my list";
}

function rateLabel(number) {
    return ratings[number] === undefined ? "Rate" : RATINGS[ratings[number]];
}

function askRating(number, node) {
    ask("How was it?", works[number].title, [
        ...RATINGS.map((label, value) => [label, () => {
            ratings[number] = value;
            node.label.set({ text: label });
            save();
        }]),
        ["Not now"],
    ]);
}

function chip(label) {
    return view({ paddingLeft: 10, paddingRight: 10, height: 26, radius: 6, justify: "center", fill: "#ffffff1f" }, [
        text({ text: label, fontSize: 14, fontWeight: 700, color: SOFT }),
    ]);
}

// ---- Chapters: a still, a title, a length, and how much of it was watched. OK marks it.

function bindChapter(index, used) {
    const tile = used || newChapter(this);
    const chapter = catalog.chapters[index];
    tile.item = index;
    tile.picture.set({ source: works[this.work].tile, tint: STILL_TINTS[index % STILL_TINTS.length] });
    tile.caption.set({ text: `${index + 1}. ${chapter.title}` });
    tile.length.set({ text: chapter.length });
    markChapter(tile, this.work);
    return tile;
}

function newChapter(list) {
    const tile = newTile(list);
    tile.length = text({
        position: "absolute", right: 14, top: 12, fontSize: 14, fontWeight: 700, color: WHITE, maxLines: 1,
    });
    tile.bar = view({ width: 0, height: 5, radius: 2, fill: accent().light, transitions: { layout: 240 } });
    return tile.append(tile.length).append(view({
        position: "absolute", left: 16, bottom: 14, width: 216, height: 5, radius: 2, fill: "#00000080",
    }, [tile.bar]));
}

function markChapter(tile, work) {
    tile.bar.set({ width: (watched[work] || 0) >> tile.item & 1 ? 216 : 0 });
}

function pickChapter(item) {
    watched[this.work] = (watched[this.work] || 0) ^ 1 << item;
    if (!watched[this.work]) delete watched[this.work];
    const tile = this.nodeOf(item);
    if (tile) markChapter(tile, this.work);
    save();
}

// ---- People.

function personOf(number, item) {
    return (number * 5 + item) % catalog.people.length;
}

function bindPerson(index, used) {
    const tile = used || newPerson(this);
    const person = personOf(this.work, index);
    const name = catalog.people[person];
    tile.item = index;
    tile.circle.set({ fill: PERSON_FILLS[person % PERSON_FILLS.length] });
    tile.initials.set({ text: initialsOf(name) });
    tile.name.set({ text: name });
    tile.role.set({ text: catalog.roles[index] });
    return tile;
}

function newPerson(list) {
    const tile = view({
        align: "center", gap: 4, paddingTop: 12, radius: 18, focusable: true, fill: CLEAR,
        focused: { fill: "#ffffff24", scale: 1.05 }, transitions: { fill: 140, scale: 140 }, onActivate: pickTile,
    });
    tile.initials = text({ fontSize: 28, fontWeight: 700, color: WHITE });
    tile.circle = view({ width: 84, height: 84, radius: 42, align: "center", justify: "center" }, [tile.initials]);
    tile.name = text({ fontSize: 16, color: WHITE, maxLines: 1, marginTop: 6 });
    tile.role = text({ fontSize: 14, color: SOFT, maxLines: 1 });
    tile.list = list;
    return tile.append(tile.circle).append(tile.name).append(tile.role);
}

function initialsOf(name) {
    return name.split(" ").map((word) => Array.from(word)[0]).join("");
}

function askPerson(person, number, page) {
    const others = works.map((_, other) => other)
        .filter((other) => other !== number && catalog.roles.some((_, item) => personOf(other, item) === person));
    ask(catalog.people[person], "Also part of", [
        ...others.slice(0, 3).map((other) => [works[other].title, () => follow(page, other)]), ["Close"],
    ]);
}
