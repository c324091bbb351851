// What `scripts/bench` measures beside the home screen: pages that no viewer sees, one for each key.

const { view, text } = ferrule;
const WHITE = "#f4f6ff";

/**
 * 300 nodes, all of them on screen, with nothing that can have the focus: 15 rows of cells whose texts decide over their
 * sizes, and a column of lines, of which the first has a size of its own.
 */
function page() {
    const rows = [];
    let first = null;
    for (let row = 0; row < 15; row += 1) {
        const cells = [];
        for (let cell = 0; cell < 6; cell += 1) {
            const label = text({ text: `Cell ${row * 6 + cell}`, fontSize: 16, color: WHITE, maxLines: 1 });
            first ??= label;
            cells.push(view({ grow: 1, padding: 4, radius: 6, fill: "#1b2138" }, [label, view({ height: 4, fill: "#8fb4ff" })]));
        }
        rows.push(view({ direction: "row", gap: 8, height: 44 }, cells));
    }
    const line = text({ text: "A line", fontSize: 14, color: WHITE, width: 160, height: 20 });
    const lines = [line];
    for (let more = 1; more < 14; more += 1) {
        lines.push(text({ text: `Line ${more}`, fontSize: 14, color: WHITE }));
    }
    const root = view({ direction: "row", padding: 12, gap: 12, fill: "#05060f" }, [
        view({ grow: 1, gap: 4 }, rows),
        view({ width: 160, gap: 6 }, lines),
    ]);
    return { root, label: first, line };
}

const TEXTS = ["Cell", "A longer cell", "Cell 0", "Another one"];
const CHANGES = 48, CHANGE_MS = 50;

/** One text of the page changes, again and again, each time by one command. */
function changeText(label, left) {
    label.set({ text: TEXTS[left % TEXTS.length] });
    if (left > 0) {
        setTimeout(changeText, CHANGE_MS, label, left - 1);
    }
}

const MOVING = 1000, MOVE_MS = 1000;

/** A thousand small views that move and fade at once. */
function crowd() {
    const all = [];
    for (let index = 0; index < MOVING; index += 1) {
        const left = (index % 40) * 31, top = Math.floor(index / 40) * 28;
        all.push(view({ position: "absolute", left, top, width: 20, height: 18, radius: 4, fill: "#8fb4ff" }));
    }
    return { root: view({ fill: "#05060f" }, all), all };
}

const still = page(), moving = crowd();

ferrule.onKey = ({ key, phase }) => {
    if (phase !== "down") {
        return;
    }
    if (key === "home") {
        ferrule.present(still.root);
    } else if (key === "ok") {
        changeText(still.line, CHANGES - 1);
    } else if (key === "back") {
        changeText(still.label, CHANGES - 1);
    } else if (key === "menu") {
        ferrule.present(moving.root);
    } else if (key === "play-pause") {
        for (const node of moving.all) {
            node.animate({ translateX: 40, opacity: 0.4 }, { duration: MOVE_MS });
        }
    }
};
ferrule.present(still.root);
