// An app that hands the engine everything it must not take, one kind at each press of play-pause, and stays a page whose
// tiles take the focus. What came of a step it saves as its state, which the test reads in `ferrule status`.
//
// The test puts constants in front of it: `NUMERIC`, the names of all properties that are numbers, lengths or spacings, and
// `SHOWS_CROWD`, whether the most nodes are to be seen for a moment too.

const { view, text, image, list } = ferrule;
const tile = () => view({ width: 200, height: 120, radius: 12, fill: "#20305c", focusable: true, focused: { fill: "#8fb4ff" } });
const yard = view({ position: "absolute", left: 0, top: 400, width: 1280, height: 300, clip: true });
const page = view({ padding: 60, gap: 30, fill: "#05060f" }, [
    text({ text: "Still here", fontSize: 40, color: "#f4f6ff" }),
    view({ direction: "row", gap: 30 }, [tile(), tile(), tile(), tile()]),
    yard,
]);

/** What the steps found: attempts, the first words of each kind of error, and attempts that went otherwise than they must. */
let report = null;
const WRONG_MAX = 8;

function wrong(what) {
    if (report.wrong.length < WRONG_MAX) {
        report.wrong.push(what.slice(0, 120));
    }
}

/** `action` must throw a `kind` of error whose message has `words`. */
function refused(kind, words, action) {
    report.tried += 1;
    try {
        action();
        wrong(`nothing thrown, ${words} expected`);
    } catch (error) {
        if (!(error instanceof kind) || !error.message.includes(words) || error.message.length > 2000) {
            wrong(`${words} expected: ${error}`);
        }
    }
}

/** `action` must go well. */
function taken(action) {
    report.tried += 1;
    try {
        return action();
    } catch (error) {
        wrong(`refused: ${error}`);
        return null;
    }
}

/** A file that must not become a picture: its error has `words`. */
function broken(source, words) {
    report.tried += 1;
    return new Promise((resolve) => {
        const node = image({
            source, width: 100, height: 60,
            onLoad: () => { wrong(`${source.slice(0, 60)} was shown`); node.remove(); resolve(); },
            onError: (error) => {
                if (!(error instanceof Error) || !error.message.includes(words)) {
                    wrong(`${source.slice(0, 60)}: ${words} expected: ${error}`);
                }
                node.remove();
                resolve();
            },
        });
        yard.append(node);
    });
}

const NO_NUMBERS = [NaN, Infinity, -Infinity, 1e38, -1e38, 1e300];
const MOST = 100000, DEEPEST = 10000, MEGABYTE = 1 << 20;
const NODES_PER_TURN = 300, TURN_MS = 100;
/** Lets what was done reach the screen. */
const turns = () => new Promise((resolve) => setTimeout(resolve, TURN_MS));

const steps = {
    numbers() {
        const kinds = [view(), text({ text: "a" }), image(), list({ itemCount: 3, bind: () => view() })];
        yard.append(view({}, kinds));
        for (const name of NUMERIC) {
            for (const value of NO_NUMBERS) {
                let homes = 0;
                for (const node of kinds) {
                    report.tried += 1;
                    try {
                        node.set({ [name]: value });
                        wrong(`${name} took ${value}`);
                    } catch (error) {
                        homes += error instanceof RangeError && error.message.includes(`\`${name}\` is ${value};`) ? 1 : 0;
                    }
                }
                if (homes === 0) {
                    wrong(`no node refuses ${name} = ${value} as out of range`);
                }
            }
        }
        for (const share of ["NaN%", "Infinity%", "-inf%", "1e39%", "%", "5%%"]) {
            refused(TypeError, "`width` cannot be", () => kinds[0].set({ width: share }));
        }
        const node = kinds[0], rows = kinds[3];
        for (const value of NO_NUMBERS) {
            refused(RangeError, "`scale` is", () => node.set({ focused: { scale: value } }));
            refused(RangeError, "`scale` is", () => node.animate({ scale: value }, 100));
            refused(RangeError, "`duration` is", () => node.animate({ scale: 1 }, value));
            refused(RangeError, "`duration` is", () => node.transition({ scale: value }));
            refused(Error, "`easing`", () => node.animate({ scale: 1 }, { easing: { spring: value } }));
            refused(Error, "`easing`", () => node.animate({ scale: 1 }, { easing: [0, value, 1, 1] }));
            refused(Error, "", () => rows.insertItems(value));
            refused(Error, "", () => rows.setItemSizes(0, [value]));
            refused(Error, "", () => rows.focusItem(value));
            refused(Error, "", () => ferrule.list({ itemCount: value, bind: () => view() }));
        }
        // The largest that is allowed, everywhere at once.
        const vast = taken(() => view({ width: 1e6, height: 1e6, paddingLeft: 1e6, marginTop: -1e6, translateX: 1e6, scale: 1e6, rotate: 1e6, radius: 1e6, shadowBlur: 1e6, shadowColor: "#fff", borderWidth: 1e6, fill: "#fff", gap: 1e6, grow: 1e6 }));
        yard.append(vast);
        setTimeout(() => { vast.remove(); kinds[0].remove(); }, NaN);
    },
    cycle() {
        const [a, b, c] = [view(), view(), view()];
        yard.append(a.append(b.append(c)));
        refused(TypeError, "", () => c.append(a));
        refused(TypeError, "", () => b.append(a));
        refused(TypeError, "", () => a.append(a));
        refused(TypeError, "", () => c.append(page));
        refused(TypeError, "", () => a.insertBefore(b, c));
        refused(TypeError, "", () => view({}, [page]).append(page) && c.append(page));
        taken(() => page.append(yard));
        a.remove();
        refused(TypeError, "", () => a.append(view()));
        refused(TypeError, "", () => yard.append(b));
        refused(TypeError, "", () => ferrule.present(a));
        ferrule.present(page);
    },
    async nodes() {
        const crowd = view({ direction: "row", wrap: "wrap", display: "none" });
        yard.append(crowd);
        let made = 0, wanted = 0, failed = false;
        const make = () => {
            for (wanted += NODES_PER_TURN; made < wanted; made += 1) {
                crowd.append(view({ width: 4, height: 4 }));
            }
        };
        while (!failed && made < MOST) {
            try {
                make();
            } catch (error) {
                refused(RangeError, "8192", () => { throw error; });
                failed = true;
            }
            await turns();
        }
        report.made = made;
        if (SHOWS_CROWD) {
            crowd.set({ display: "flex" });
            await turns();
        }
        crowd.remove();
        const another = taken(() => view());
        yard.append(another);
        another.remove();
    },
    depth() {
        const top = view();
        yard.append(top);
        let depth = 0, last = top;
        refused(RangeError, "64", () => {
            for (; depth < DEEPEST; depth += 1) {
                const next = view({ padding: 1, fill: "#ffffff10" });
                last.append(next);
                last = next;
            }
        });
        report.deep = depth;
        // From the inside out, which never puts anything into something deep.
        let tower = view();
        refused(RangeError, "64", () => {
            for (let height = 0; height < DEEPEST; height += 1) {
                tower = view({}, [tower]);
            }
        });
        tower.remove();
        top.remove();
    },
    strings() {
        const long = "x".repeat(MEGABYTE), label = text();
        yard.append(label);
        refused(RangeError, "`text` has 1048576 bytes", () => label.set({ text: long }));
        refused(RangeError, "", () => label.set({ text: [long, { text: long }] }));
        refused(TypeError, "there is no property `xxx", () => label.set({ [long]: 1 }));
        refused(RangeError, "`source` has 1048576 bytes", () => image({ source: long }));
        refused(TypeError, "`fill` cannot be", () => label.set({ fill: long }));
        refused(TypeError, "`width` cannot be", () => label.set({ width: long }));
        refused(TypeError, "`align` cannot be", () => view({ align: long }));
        refused(TypeError, "", () => label.transition({ [long]: 1 }));
        refused(TypeError, "", () => label.animate({ [long]: 1 }));
        refused(RangeError, "4096", () => ferrule.saveState(long));
        taken(() => console.log(long));
        taken(() => label.set({ text: "x".repeat(4096) }));
        // Half a megabyte in one scene, a legal text at a time.
        const shelf = view();
        yard.append(shelf);
        taken(() => {
            for (let count = 0; count < 300; count += 1) {
                shelf.append(text({ text: String(count).padEnd(4096, "y"), fontSize: 1 }));
            }
        });
        return ferrule.fetch(long).then(() => wrong("a path of a megabyte was read"), () => {
            shelf.remove();
            label.remove();
        });
    },
    surrogates() {
        const label = text();
        yard.append(label);
        for (const half of ["\ud800", "\udc00", "a\udfffb", "\ud83d\ud83d\ude00", "\udc00\ud800".repeat(300)]) {
            taken(() => label.set({ text: half }));
            taken(() => label.set({ text: [half, { text: half, color: "#f00" }] }));
            taken(() => console.log(half));
            refused(TypeError, "there is no property", () => label.set({ [half]: 1 }));
            refused(TypeError, "`fill` cannot be", () => label.set({ fill: half }));
        }
        taken(() => ferrule.saveState({ half: "\ud800" }));
        return broken("art/\ud800.png", "").then(() => label.remove());
    },
    async images() {
        await broken("broken/none.jpg", "");
        await broken("broken/empty.jpg", "neither JPEG, PNG nor WebP");
        await broken("broken/words.jpg", "neither JPEG, PNG nor WebP");
        await broken("broken/cut.jpg", "JPEG");
        await broken("broken/cut.webp", "WebP");
        await broken("broken/noise.jpg", "JPEG");
        await broken("broken/bomb.png", "30000x30000");
        await broken("broken/bomb.jpg", "30000");
        await broken("broken/huge.jpg", "");
        await broken("broken", "");
        await broken("../factory/art/tile/00.jpg", "");
        await broken("/etc/passwd", "");
        await broken("x".repeat(4000), "");
        // All of them at once, more than wait in any queue.
        await Promise.all(Array.from({ length: 200 }, (_, index) => broken(`broken/${["cut.jpg", "bomb.png", "none"][index % 3]}`, "")));
    },
    unknown() {
        refused(TypeError, "there is no property `widht`", () => view({ widht: 1 }));
        refused(TypeError, "did you mean `width`", () => view({ Width: 1 }));
        refused(TypeError, "there is no property", () => view({ [Symbol("width")]: 1 }));
        refused(TypeError, "`fontSize` belongs to text nodes", () => view({ fontSize: 12 }));
        refused(TypeError, "`onFocus` cannot be", () => view({ onFocus: 1 }));
        refused(TypeError, "", () => ferrule.video({}));
        refused(EvalError, "code cannot be made from strings", () => new ferrule.view.constructor("return 1")());
        for (const value of [1, "view", {}, [], Symbol("view"), () => view(), new Proxy(view(), {})]) {
            refused(TypeError, "", () => yard.append(value));
            refused(TypeError, "", () => ferrule.present(value));
            refused(TypeError, "", () => view({ focusUp: value }));
        }
        refused(TypeError, "", () => ferrule.present(text()));
        refused(TypeError, "", () => text({ text: "a" }).append(view()));
        refused(TypeError, "", () => view({}, { length: MOST }));
        refused(TypeError, "", () => view.call(null, 5));
        refused(RangeError, "mine", () => view({ get width() { throw new RangeError("mine"); } }));
    },
};
const names = Object.keys(steps);
let next = 0;

ferrule.onKey = async ({ key, phase }) => {
    if (key !== "play-pause" || phase !== "down" || next >= names.length) {
        return;
    }
    const name = names[next];
    next += 1;
    report = { step: name, tried: 0, wrong: [] };
    try {
        await steps[name]();
    } catch (error) {
        wrong(`the step itself failed: ${error}`);
    }
    ferrule.saveState(report);
};
ferrule.present(page);
