/**
 * The API of an app on Ferrule: the global `ferrule`, timers and `console`.
 *
 * An app is one classic script, run in strict mode in a process of its own (Boa, ES2024 without `Intl`, `Atomics`,
 * `SharedArrayBuffer`, `FinalizationRegistry`, modules and code made from strings). It builds a tree of nodes and
 * answers events. Focus, scrolling, layout and animation are the engine's and go on while JavaScript is busy; so the
 * app describes what should move, and is told what happened.
 *
 * Everything done in one turn (the script itself, one timer, one event) reaches the engine together. JavaScript is slow
 * here and native calls are cheap: give a node all its properties in one call, and let transitions do the moving.
 *
 * Wrong names and values throw a `TypeError` or `RangeError` that names the property, the value and what fits. What a
 * handler or timer throws, and rejections that nobody handles, go to the log and the app goes on. Only an error while
 * the script itself runs ends it.
 *
 * ```js
 * const title = ferrule.text({ text: "Hello", fontSize: 48, color: "#fff" });
 * const tile = ferrule.view({
 *     width: 240, height: 135, radius: 12, fill: "#203060", focusable: true,
 *     focused: { scale: 1.1 }, transitions: { scale: 150 },
 *     onActivate: () => title.set({ text: "OK!" }),
 * });
 * ferrule.present(ferrule.view({ padding: 60, gap: 24, align: "start", fill: "#0a0d1a" }, [title, tile]));
 * ```
 */
declare const ferrule: Ferrule;

interface Ferrule {
    /** Makes a box with children. `null`, `undefined` and `false` among the children are passed over. */
    view(props?: ViewProps | null, children?: (Node | null | undefined | false)[]): View;
    /** Makes a list: a view that shows any number of items by as many nodes as are in sight, used again and again. */
    list(props: ListProps): List;
    /** Makes a text. */
    text(props?: TextProps | null): Text;
    /** Makes an image. It is loaded when it comes near the screen and is not invisible. */
    image(props?: ImageProps | null): Image;
    /**
     * Shows a node as the root of the screen; it gets the screen's size. Until the first call the splash, or the scene
     * of the app's last run, stays up: present the first screen early and build the rest in later turns.
     */
    present(root: View): void;
    /** The UI's size in pixels; kept up to date. */
    readonly screen: { readonly width: number; readonly height: number };
    /** The node that has the focus, as far as events told. */
    readonly focused: Node | null;
    /** What `saveState` saved in an earlier run; `null` when there is nothing. */
    readonly state: any;
    /**
     * Saves a JSON value of at most 4096 bytes for the next run, which comes after a restart, a crash or an update.
     * Throws a `RangeError` when it is larger. Save little and not on every key.
     */
    saveState(value: any): void;
    /**
     * Looks for a newer release of the app now, and starts it as soon as it is here: the app ends, and its successor gets what
     * `saveState` saved. Without this, a newer release is used from the next start of the stick on.
     */
    update(): void;
    /**
     * Reads a file of the bundle by its path inside, at most 1 MB. At most 8 fetches at a time; a further one is
     * rejected, as is one for a file that is not there.
     */
    fetch(path: string): Promise<BundleFile>;
    /**
     * Reduces motion, for viewers who ask for it: what moves and ends goes to its end at once, what never ends stands still
     * at its start, scrolling jumps. Animations report as ever.
     */
    reduceMotion(on: boolean): void;
    /** A key that the engine did not use itself: neither an arrow that moved the focus nor OK on a focused node. */
    onKey: ((event: KeyEvent) => void) | null;
    /** The focus moved. Called after the nodes' own `onBlur` and `onFocus`. */
    onFocusChange: ((node: Node | null, previous: Node | null) => void) | null;
    /** The UI's size changed, or the display was connected or disconnected. */
    onDisplay: ((event: { width: number; height: number; connected: boolean }) => void) | null;
}

/** A fetched file. All three read what has arrived and return at once. */
interface BundleFile {
    /** As text; bytes that are not UTF-8 become U+FFFD. */
    text(): string;
    /** As JSON, several times faster than `JSON.parse`. Throws a `SyntaxError` with line and column. */
    json(): any;
    /** A fresh copy of the bytes. */
    bytes(): Uint8Array;
}

interface KeyEvent {
    key:
        | "up" | "down" | "left" | "right" | "ok" | "back" | "home" | "menu" | "play-pause" | "rewind" | "fast-forward"
        | "volume-up" | "volume-down" | "mute" | "power";
    phase: "down" | "repeat" | "up";
    /** When it happened, in milliseconds of the kernel's monotonic clock. */
    time: number;
}

/**
 * A node of the scene. It lives, with its handlers, until it or a node above it is removed; a node that is never
 * inserted must be removed too. At most 8192 live at a time, nested at most 64 deep. Nodes take any further property,
 * to keep the app's own data: `node.item = item`.
 */
interface NodeOf<Props, Moving> {
    /**
     * Changes properties and handlers; a value of `undefined` is passed over, `null` puts the default back. Properties
     * with a transition move to their new value, others change at once. When one throws, those before it are set.
     */
    set(props: Props): this;
    /** Takes the node out of the scene and everything below it with it. The objects are of no use afterwards. */
    remove(): void;
    /**
     * Animates properties: `animate({ opacity: 1 }, 200)` from where they are, and as fast as they are, to values that stay;
     * or through keyframes, several properties at once. The values at the end become the properties' own. A property that
     * is set or animated anew leaves the animation. A keyframe needs a value, so `null` is none. Do not animate a
     * property that the node's `focused` style has as well.
     */
    animate(keyframes: Moving | Keyframe<Moving>[], options?: PlayOptions): Animation;
    /**
     * From now on changes of these properties take time; 0 makes them immediate again. A change on the way goes on from
     * where the value is, with its speed.
     */
    transition(timings: Timings<Moving>): this;
    /** Moves the focus to this node, or to the first focusable one in it. */
    focus(): void;
    [own: string]: any;
}

interface View extends NodeOf<ViewProps, MovingProps> {
    /** Adds a node at the end, taking it out of where it was. */
    append(child: Node): this;
    /** Adds a node before a child, or at the end when there is none, taking it out of where it was. */
    insertBefore(child: Node, before?: Node | null): this;
}
type Text = NodeOf<TextProps, MovingTextProps>;
type Image = NodeOf<ImageProps, MovingImageProps>;
type Node = View | Text | Image;

/** Pixels, or `"50%"` of the parent's size: -1000 to 1000. */
type Spacing = number | string;
/** Pixels, a percentage, or `"auto"`. */
type Length = Spacing | "auto";
/** Also what the content needs at least, needs at most, needs of the room there is, or all the room there is. */
type Size = Length | "min-content" | "max-content" | "fit-content" | "stretch";
/**
 * Where something stands. `start` and `end` follow `layoutDirection`, `flex-start` and `flex-end` also `direction` and
 * `wrap`. What does not fit reaches out on the side it must; `safe` keeps its start in sight.
 */
type Place =
    | "start" | "center" | "end" | "flex-start" | "flex-end"
    | "safe start" | "safe center" | "safe end" | "safe flex-start" | "safe flex-end"
    | "unsafe start" | "unsafe center" | "unsafe end" | "unsafe flex-start" | "unsafe flex-end";
/** Across the main axis. `self-start` and `self-end` follow the child's own `layoutDirection`. */
type Alignment =
    | Place | "stretch" | "baseline" | "self-start" | "self-end"
    | "safe self-start" | "safe self-end" | "unsafe self-start" | "unsafe self-end";
/** How free space is shared. */
type Distribution = Place | "stretch" | "space-between" | "space-around" | "space-evenly";
/** `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`. */
type Color = string;
/** How a change runs. */
type Easing =
    | "linear" | "ease" | "ease-in" | "ease-out" | "ease-in-out"
    /** The control points of a cubic Bézier `[x1, y1, x2, y2]`, both x from 0 to 1, both y within ±10. */
    | number[]
    /** Jumps of equal size, each at the `end` of its time (unless said) or at the `start`. */
    | { steps: number; at?: "start" | "end" }
    /**
     * A spring with a bounce. 0 is as fast as can be without going too far; up to 0.9 goes further and further too far,
     * down to -0.9 creeps. The duration is that of the visible movement: after it all but a hundredth is done. It ends
     * later, when the spring is at rest.
     */
    | { spring: number };

/** Milliseconds, or all of it. Without a duration 300 ms, without an easing `ease`. At most 65535 ms each. */
type Timing = number | TimingParts;
interface TimingParts {
    duration?: number;
    delay?: number;
    easing?: Easing;
}

/** A timing, of which the duration is that of one run, and more. */
type PlayOptions = number | (TimingParts & PlayParts);
interface PlayParts {
    /** Number of runs, from 1 on, or `forever`; 1 unless said. */
    repeat?: number | "forever";
    /** From the first keyframe to the last (unless said), back, or there and back in turns. */
    direction?: "normal" | "reverse" | "alternate";
}

/**
 * Values at a point of an animation, at most 256 of an animation together. A property without a value at 0 starts from
 * where it is, one without a value at 1 ends at its own value.
 */
type Keyframe<Moving> = Moving & KeyframeParts;
interface KeyframeParts {
    /** From 0 to 1. Without it the first is at 0 (an only one at 1), the last at 1, the others evenly between. */
    offset?: number;
    /**
     * How the way to this keyframe runs; as the animation's unless said. A spring needs an animation that runs once and
     * forwards, to a single keyframe.
     */
    easing?: Easing;
}

/** An animation under way. At most 4096 at a time; once it is over, nothing can be done to it any more. */
interface Animation {
    /**
     * Resolves when the animation is over, in whatever way, and never rejects: with `true` when all properties came to
     * their ends; with `false` when it was cancelled, a property was set or animated anew, the node was removed, the
     * engine refused it (the log says why) or events were lost.
     */
    readonly finished: Promise<boolean>;
    /** Stops it where it is. */
    pause(): void;
    /** Goes on after a pause. */
    resume(): void;
    /** Goes to a time, in milliseconds from the start of the first run. */
    seek(ms: number): void;
    /** Ends it; its properties go back to their own values, with their transitions. */
    cancel(): void;
    /** Goes to the end at once; one that never ends goes to the end of its run. */
    finish(): void;
}

/** The properties that can be animated, have transitions and depend on the focus. */
interface MovingProps {
    /** 0 (invisible) to 1, multiplied with the parents'. */
    opacity?: number | null;
    /** Shift to the right after layout, in pixels. */
    translateX?: number | null;
    /** Shift down after layout, in pixels. */
    translateY?: number | null;
    /** Scale about the origin after layout, with everything inside. */
    scale?: number | null;
    /** Turn about the origin after layout, clockwise in degrees, with everything inside. */
    rotate?: number | null;
    /** Background. */
    fill?: Color | null;
    /** Second colour: makes the background a linear gradient from `fill` to this. */
    fillTo?: Color | null;
    /** Corner radius in pixels. */
    radius?: number | null;
    /** Width of a border drawn inside the box, below the children. */
    borderWidth?: number | null;
    borderColor?: Color | null;
    /** Colour of the box's shadow; none unless said. */
    shadowColor?: Color | null;
    /** Width of the shadow's soft edge in pixels, as in CSS. */
    shadowBlur?: number | null;
}
interface MovingTextProps extends MovingProps {
    /** Text colour. */
    color?: Color | null;
}
interface MovingImageProps extends MovingProps {
    /** A colour that the image is multiplied with: a white image takes it. */
    tint?: Color | null;
}
type Timings<Moving> = { [Name in keyof Moving]?: Timing } & LayoutTiming;
interface LayoutTiming {
    /**
     * The way to another place in the parent, or to another size, when layout changes them. What is in the node goes
     * along; focus and scrolling look at where it will be.
     */
    layout?: Timing;
}

/** What every node has. */
interface Props<Moving> {
    /** Size of the box with padding and border, unless `boxSizing` says otherwise. */
    width?: Size | null;
    height?: Size | null;
    boxSizing?: "border-box" | "content-box" | null;
    /** Width divided by height, 0.001 to 1000: gives the one where only the other is known. */
    aspectRatio?: number | null;
    /** How small it may be made; `auto` is what the content needs. Texts and images become as narrow as they must. */
    minWidth?: Length | null;
    minHeight?: Length | null;
    maxWidth?: Length | null;
    maxHeight?: Length | null;
    /** `relative` (in flow, the default) or `absolute`, placed by its insets. */
    position?: "relative" | "absolute" | null;
    /** Insets from the parent's edges. */
    left?: Length | null;
    top?: Length | null;
    right?: Length | null;
    bottom?: Length | null;
    /** All four margins; single ones given after it win. Percentages are of the parent's width; `auto` is free space. */
    margin?: Length | null;
    marginLeft?: Length | null;
    marginTop?: Length | null;
    marginRight?: Length | null;
    marginBottom?: Length | null;
    /** All four paddings; single ones given after it win. Percentages are of the parent's width. */
    padding?: Spacing | null;
    paddingLeft?: Spacing | null;
    paddingTop?: Spacing | null;
    paddingRight?: Spacing | null;
    paddingBottom?: Spacing | null;
    /** Room for a border, in pixels. What is painted is `borderWidth`. */
    borderLeft?: number | null;
    borderTop?: number | null;
    borderRight?: number | null;
    borderBottom?: number | null;
    /** This node across its parent's main axis; as the parent's `align` says unless said. */
    alignSelf?: Alignment | null;
    /** Share of free space it takes; 0 unless said. */
    grow?: number | null;
    /** Share of missing space it gives; 1 unless said. */
    shrink?: number | null;
    /** Size along the main axis before growing and shrinking; `auto` is its width or height. */
    basis?: Size | "content" | null;
    /** `none`: neither it nor what is in it takes room, is painted or has the focus; `flex` unless said. */
    display?: "flex" | "none" | null;
    /** Where rows start, for it and, unless they say otherwise, all in it; `ltr` at the top. */
    layoutDirection?: "ltr" | "rtl" | null;
    /** Direction of the gradient in degrees: 0 to the right, 90 down. */
    fillAngle?: number | null;
    /** `radial`: from `fill` in the centre to `fillTo`; `linear` unless said. */
    fillShape?: "linear" | "radial" | null;
    /** Centre of a radial gradient, as fractions of the box; 0.5 unless said. */
    fillX?: number | null;
    fillY?: number | null;
    /** Where a radial gradient ends, as a fraction of the box; 0.5 unless said. */
    fillRadius?: number | null;
    /** Radius of a corner in pixels; as `radius` unless said. */
    radiusTopLeft?: number | null;
    radiusTopRight?: number | null;
    radiusBottomRight?: number | null;
    radiusBottomLeft?: number | null;
    /** How far the shadow lies to the right and below, in pixels. */
    shadowX?: number | null;
    shadowY?: number | null;
    /** How far the shadow is larger than the box on each side, in pixels; smaller when negative. */
    shadowSpread?: number | null;
    /** The point that `scale` and `rotate` keep in place, as fractions of the box; 0.5 unless said. */
    originX?: number | null;
    originY?: number | null;
    /** Opacity fades it and what is in it as one picture, instead of each part by itself. Costs memory while it fades. */
    group?: boolean | null;
    /** Order among siblings; larger is nearer. */
    z?: number | null;
    /** `false`: keeps its place in the layout, but neither it nor its children are painted or focused. */
    visible?: boolean | null;
    /** Whether the remote can reach it. */
    focusable?: boolean | null;
    /** `true`: neither it nor what is in it can have the focus; a focus in it goes to the nearest node. */
    disabled?: boolean | null;
    /**
     * Where the focus goes up (down, left, right) from it, or from what is in it when nothing in it lies that way. A
     * node that is removed, hidden, disabled or off the page counts as unset: then boxes decide.
     */
    focusUp?: Node | null;
    focusDown?: Node | null;
    focusLeft?: Node | null;
    focusRight?: Node | null;
    /** Values that replace the others while the node itself has the focus. */
    focused?: Moving;
    /** Properties whose changes take time, from the next change on. */
    transitions?: Timings<Moving>;
    /** It got the focus. In all handlers `this` is the node. */
    onFocus?: ((this: Node) => void) | null;
    /** It lost the focus. */
    onBlur?: ((this: Node) => void) | null;
    /** OK was pressed on it. */
    onActivate?: ((this: Node) => void) | null;
}

interface ViewProps extends Props<MovingProps>, MovingProps {
    /** Main axis of the children; `column` unless said. */
    direction?: "row" | "column" | "row-reverse" | "column-reverse" | null;
    /**
     * Whether children that do not fit go to further lines; `nowrap` unless said. `balance` makes the lines about
     * equally long, for up to 128 children; more wrap as with `wrap`.
     */
    wrap?: "nowrap" | "wrap" | "wrap-reverse" | "balance" | "balance-reverse" | null;
    /** Least number of lines to balance over, 1 to 64. */
    lineCount?: number | null;
    /** Space between children and between lines: `rowGap` and `columnGap` at once; one given after it wins. */
    gap?: Spacing | null;
    /** Space between lines of a row, and between children of a column. */
    rowGap?: Spacing | null;
    /** Space between children of a row, and between lines of a column. */
    columnGap?: Spacing | null;
    /** Children across the direction, within their line; `stretch` unless said. */
    align?: Alignment | null;
    /** Lines across the direction; `stretch` unless said. */
    alignContent?: Distribution | null;
    /** Children along the direction; `flex-start` unless said. */
    justify?: Distribution | null;
    /** `hidden`: the content does not hold the box open, and is cut off as with `clip`. Both axes at once. */
    overflow?: "visible" | "hidden" | null;
    overflowX?: "visible" | "hidden" | null;
    overflowY?: "visible" | "hidden" | null;
    /** Cuts children off at the box, with its corners. */
    clip?: boolean | null;
    /** Axis on which the content scrolls to keep the focus visible. Only with `clip` is the rest cut off. */
    scroll?: "none" | "x" | "y" | null;
    /** As little as needed (the default), focused node at the start, in the middle, or by what fits at a time. */
    scrollPolicy?: "minimal" | "start" | "center" | "page" | null;
    /** Pixels kept free around the focused node when scrolling. */
    scrollPadding?: number | null;
    /** Remembers which node in it had the focus, and gives it back when the focus comes again. */
    focusMemory?: boolean | null;
    /**
     * The focus cannot leave it by keys: a modal. Show it and call its `focus`; when it is removed, hidden or disabled,
     * the focus comes back to where it was before.
     */
    focusTrap?: boolean | null;
    /**
     * The focus walks its children in their order instead of by their boxes, and leaves it at its ends; `grid`: lines of
     * children, as in a wrapping row.
     */
    focusScope?: "none" | "row" | "column" | "grid" | null;
    /** In a scope: a press at the end leads to the other end. A held key stops at the end. */
    focusWrap?: boolean | null;
    /**
     * Makes the view a list of so many items, at most 1000000; it stays one. Use `ferrule.list` to have nodes bound to
     * the items. Items stand along its `scroll` axis, else along its
     * `direction`, with its `gap` and padding. The list's own size never depends on them.
     */
    itemCount?: number | null;
    /** Items side by side across the main axis, 1 to 64. */
    columns?: number | null;
    /** Pixels of an item along the main axis; 100 unless said. For items with sizes of their own, the estimate. */
    itemSize?: number | null;
    /** Items beyond those in sight, on both sides, that are bound too, 0 to 64; 4 unless said. */
    overscan?: number | null;
    /** Colour of boxes painted for items in sight that no node shows yet; none unless said. */
    placeholderColor?: Color | null;
    /** Corner radius of these boxes, in pixels. */
    placeholderRadius?: number | null;
    /** Most steps that one repeat of a held key takes in it, 1 to 16: one more with every eight repeats. */
    repeatSteps?: number | null;
}

/**
 * ```js
 * const films = await (await ferrule.fetch("films.json")).json();
 * const list = ferrule.list({
 *     itemCount: films.length, columns: 5, itemSize: 180, gap: 20, scroll: "y", clip: true, grow: 1,
 *     placeholderColor: "#1a2040", placeholderRadius: 12,
 *     bind: (index, tile) => (tile ?? makeTile()).set({ source: films[index].poster }),
 * });
 * ```
 *
 * Keys never wait for the app: the focus is on an item, whether a node shows it yet or not. While none does, the list
 * itself counts as the focused node. Items with nothing to focus in their nodes are passed by.
 */
interface ListProps extends ViewProps {
    /**
     * Gives the node of an item: `recycled`, when there is one that lost its item, or a fresh one. Called when an item
     * comes near the view, never before the list is on screen. The node belongs to the list from then on and gets exactly
     * its item's box. Set every property that differs between items: what the last item had is still set. When it throws,
     * the log has it, and the items left are tried again with the next change.
     */
    bind(this: List, index: number, recycled: Node | null): Node;
    /** Another item has the focus, or had it last. */
    onItemFocus?: ((this: List, index: number) => void) | null;
}

/**
 * Items that come, go, move or change their size leave what is in sight where it is, nodes on their items, and the focus
 * on its item, or on the one that takes its place. Change the data first, then tell the list. `set({ itemCount })` adds
 * and removes items at the end. All throw a `RangeError` when the list has fewer items.
 */
interface List extends View {
    /** The number of items. */
    readonly length: number;
    /** The item that has the focus, or had it last, as far as events told. */
    readonly focusedItem: number;
    /** `count` items (1 unless said) come in before the one at `at`. */
    insertItems(at: number, count?: number): this;
    /** `count` items (1 unless said) from `at` on go. */
    removeItems(at: number, count?: number): this;
    /** `count` items (1 unless said) from `from` on go where the first stands at `to` afterwards. */
    moveItems(from: number, to: number, count?: number): this;
    /**
     * Sizes along the main axis for items from `at` on, in a list of one column; others have `itemSize`. Only the first
     * 100000 items can have sizes of their own.
     */
    setItemSizes(at: number, sizes: ArrayLike<number>): this;
    /** Moves the focus to an item. */
    focusItem(index: number): void;
    /** The node that shows an item. */
    nodeOf(index: number): Node | null;
    /** Calls `bind` again for items that have a node (all unless said), with that node, because their data changed. */
    rebind(first?: number, count?: number): this;
}

interface TextProps extends Props<MovingTextProps>, MovingTextProps {
    /**
     * The text, at most 4096 bytes of UTF-8. Any script; the direction follows from it. As an array, its parts follow
     * each other without a space, and up to 64 of them have a style of their own:
     * `["Was 12 €, ", { text: "now 8 €", fontWeight: 700, color: "#fc0" }]`.
     */
    text?: string | (string | TextPart)[] | null;
    /** In pixels. */
    fontSize?: number | null;
    /** 100 to 900. */
    fontWeight?: number | null;
    /** Slanted letters. */
    italic?: boolean | null;
    /** Pixels between letters beyond what the font says, -512 to 512. Letters that join are not torn apart. */
    letterSpacing?: number | null;
    /** Where paragraphs begin. Unless said, each paragraph's first letter with a direction decides. */
    textDirection?: "ltr" | "rtl" | null;
    /** `start`, the default, is right in paragraphs that run from right to left. */
    textAlign?: "start" | "center" | "end" | "left" | "right" | "justify" | null;
    /** Lines before the rest becomes an ellipsis; 0 for no limit. */
    maxLines?: number | null;
    /** As a multiple of the font size. */
    lineHeight?: number | null;
}

/** A part of a text. What it does not say is as in the rest of the text. A line is as high as its largest part. */
interface TextPart {
    text: string;
    /** Text colour. Unlike the node's own it is not animated. */
    color?: Color | null;
    /** In pixels, 1 to 512. */
    fontSize?: number | null;
    /** 100 to 900. */
    fontWeight?: number | null;
    italic?: boolean | null;
    /** In pixels, -512 to 512. */
    letterSpacing?: number | null;
}

interface ImageProps extends Props<MovingImageProps>, MovingImageProps {
    /** Path of a JPEG, PNG or WebP file in the bundle. */
    source?: string | null;
    /** `cover` (the default), `contain` or `fill`. */
    fit?: "cover" | "contain" | "fill" | null;
    /**
     * Makes the image a nine-patch: these outer columns and rows, in pixels of the file, keep their size, and the rest
     * is stretched.
     */
    sliceLeft?: number | null;
    sliceTop?: number | null;
    sliceRight?: number | null;
    sliceBottom?: number | null;
    /**
     * Milliseconds in which the image fades in over the background or, when `source` changed, over the image before; at
     * once unless said.
     */
    fadeIn?: number | null;
    /** The image will be painted from now on; its decoded size. */
    onLoad?: ((this: Image, width: number, height: number) => void) | null;
    /** The image cannot be shown. Without this handler the log gets a warning. */
    onError?: ((this: Image, error: Error) => void) | null;
}

/**
 * Calls a function once, after at least `ms` milliseconds (0 unless said), with the further arguments. At most 256
 * timers wait at a time; a further one throws a `RangeError`. A waiting timer costs nothing.
 */
declare function setTimeout(callback: (...args: any[]) => void, ms?: number, ...args: any[]): number;
/** Calls a function every `ms` milliseconds, at least 4. Calls that were missed are not made up for. */
declare function setInterval(callback: (...args: any[]) => void, ms?: number, ...args: any[]): number;
/** Forgets a timer; numbers that name none are ignored. */
declare function clearTimeout(timer?: number): void;
declare function clearInterval(timer?: number): void;

/** Lines for the device's log, at most 4096 bytes each; longer ones are cut. `error` is logged as a warning. */
declare const console: {
    error(...values: any[]): void;
    warn(...values: any[]): void;
    log(...values: any[]): void;
    info(...values: any[]): void;
    debug(...values: any[]): void;
};
