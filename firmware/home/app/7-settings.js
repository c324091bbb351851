// The settings, in Arabic: the page runs from right to left, and the engine mirrors its layout and the ways of the focus.

kinds.settings = () => {
    const page = { groups: [], spot: [0, 0] };
    const home = pages[0];
    const toggles = [
        toggle("تقليل الحركة", "تظهر الصفحات والصور في مكانها دون حركة.", "calm", () => ferrule.reduceMotion(prefs.calm)),
        toggle("العناوين تحت الصور", "أسماء الأعمال تحت كل صورة.", "captions", () => home.recaption()),
    ];
    const heroes = choices(["فورًا", "بعد لحظة", "أبدًا"].map(choiceText), "hero", () => {});
    const accents = choices(ACCENTS.map(({ strong }) => swatch(strong)), "accent", () => {
        home.recolour();
        replace("settings", undefined, page.spot);
    });
    const clear = button("مسح قائمتي", () => ask("مسح قائمتي؟", "ستُحذف كل الأعمال التي أضفتها. لا يمكن التراجع عن ذلك.", [
        ["إلغاء"], ["مسح القائمة", () => { kept.length = 0; save(); }],
    ], "rtl"));
    page.root = sheet({ layoutDirection: "rtl", paddingTop: 40, paddingLeft: LEFT, paddingRight: LEFT, gap: 12 }, [
        heading("الإعدادات", { fontSize: 34, marginBottom: 14 }),
        ...toggles,
    ]);
    [...toggles.map((each) => [each]), heroes, accents, [clear]].forEach((group) => addGroup(page, group));
    page.steps = [
        () => page.root.append(row("تبدّل الصورة الكبيرة", "متى تتبع الصورة الكبيرة العملَ المحدَّد.", choiceRow(heroes))),
        () => page.root.append(row("لون التمييز", "لون الأزرار والعناوين المحدَّدة.", choiceRow(accents))),
        () => page.root.append(row("قائمتي", "الأعمال التي تنتظرك في «My list».", clear)),
        () => page.root.append(text({
            text: `Ferrule · ${WIDTH}×${HEIGHT}`, fontSize: 16, color: SOFT, alignSelf: "center", marginTop: 12,
        })),
    ];
    return page;
};

// A line with what it sets at its start and the control at its end.
function row(label, note, control, props) {
    return view({
        direction: "row", align: "center", justify: "space-between", height: 92, paddingLeft: 28, paddingRight: 28,
        radius: 18, fill: "#ffffff0a", ...props,
    }, [
        view({ gap: 2 }, [
            text({ text: label, fontSize: 23, fontWeight: 700, color: WHITE }),
            text({ text: note, fontSize: 17, color: SOFT }),
        ]),
        control,
    ]);
}

function toggle(label, note, name, apply) {
    const knob = view({ width: 28, height: 28, radius: 14, fill: WHITE, transitions: { layout: 180 } });
    const track = view({ width: 68, height: 36, radius: 18, padding: 4, direction: "row", transitions: { fill: 180 } }, [knob]);
    const paint = () => track.set({
        justify: prefs[name] ? "flex-end" : "flex-start", fill: prefs[name] ? accent().strong : "#ffffff33",
    });
    paint();
    return row(label, note, track, {
        focusable: true, focused: { fill: "#ffffff24", scale: 1.01 }, transitions: { fill: 140, scale: 140 },
        onActivate: () => {
            prefs[name] = !prefs[name];
            paint();
            apply();
            save();
        },
    });
}

// Of several nodes one is chosen; OK chooses the one with the focus.
function choices(nodes, name, apply) {
    const paint = () => nodes.forEach((node, value) => node.set({
        borderWidth: value === prefs[name] ? 3 : 0,
    }));
    nodes.forEach((node, value) => node.set({
        onActivate: () => {
            prefs[name] = value;
            paint();
            apply();
            save();
        },
    }));
    paint();
    return nodes;
}

function choiceRow(nodes) {
    return view({ direction: "row", gap: 14, focusScope: "row", focusMemory: true }, nodes);
}

function choiceText(label) {
    return button(label, null, { height: 48, radius: 24, borderColor: WHITE });
}

function swatch(color) {
    return view({
        width: 48, height: 48, radius: 24, fill: color, borderColor: WHITE, focusable: true, focused: { scale: 1.25 },
        transitions: { scale: 140 },
    });
}
