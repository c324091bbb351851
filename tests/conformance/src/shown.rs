//! Events and items of display lists as lines, for case files and for messages.

use ferrule_abi::list::{Fill, GlyphRun, NinePatch, Quad, Shadow};
use ferrule_abi::{DisplayList, Event, Insets, Item, KeyPhase, NodeId, Radii, Rect, records};

use crate::script::{color_text, number_text};

/// Every event of a batch as a line.
///
/// # Errors
/// One that cannot be read.
pub fn events(batch: &[u8]) -> Result<Vec<String>, String> {
    let line = |event: Result<Event<'_>, _>| event.map(|event| self::event(&event));
    records::<Event<'_>>(batch)
        .map(line)
        .collect::<Result<_, _>>()
        .map_err(|error| format!("an event: {error}"))
}

/// A display list's damage and its items as lines.
///
/// # Errors
/// What is wrong with the list.
pub fn list(bytes: &[u8]) -> Result<(Rect, Vec<String>), String> {
    let list = DisplayList::parse(bytes).map_err(|error| format!("the display list: {error}"))?;
    Ok((list.damage(), list.items().map(|each| item(&each)).collect()))
}

/// Four numbers.
pub fn rect(rect: &Rect) -> String {
    numbers(&[rect.x, rect.y, rect.w, rect.h])
}

fn numbers(all: &[f32]) -> String {
    all.iter().map(|&number| number_text(number)).collect::<Vec<_>>().join(" ")
}

/// A node's number, or `none`.
pub fn node(node: Option<NodeId>) -> String {
    node.map_or_else(|| "none".to_owned(), |node| node.get().to_string())
}

fn event(event: &Event<'_>) -> String {
    match *event {
        Event::Key(key) => {
            let phase = match key.phase {
                KeyPhase::Down => "",
                KeyPhase::Repeat => " repeat",
                KeyPhase::Up => " up",
            };
            format!("key {}{phase}", key.key.name())
        }
        Event::FocusChanged { node: now, previous } => format!("focus {} from {}", node(now), node(previous)),
        Event::Activated { node } => format!("activated {}", node.get()),
        Event::ImageLoaded { node, width, height } => format!("loaded {} {width} {height}", node.get()),
        Event::ImageFailed { node, reason } => format!("failed {} {reason:?}", node.get()),
        Event::AnimationEnded { node, animation } => format!("ended {} #{}", node.get(), animation.0),
        Event::AnimationCancelled { node, animation } => format!("cancelled {} #{}", node.get(), animation.0),
        Event::DisplayChanged { width, height, connected } => {
            format!("display {width} {height} {}", if connected { "connected" } else { "gone" })
        }
        Event::Overflow { lost } => format!("overflow {lost}"),
        Event::RangeChanged { list, first, count } => {
            format!("range {} from {first} count {count}", list.get())
        }
        Event::ItemFocused { list, index } => format!("item {index} of {}", list.get()),
        Event::ItemUnbound { list, node } => format!("unbound {} of {}", node.get(), list.get()),
    }
}

fn item(item: &Item) -> String {
    match item {
        Item::Quad(quad) => self::quad(quad),
        Item::NinePatch(patch) => nine_patch(patch),
        Item::Shadow(shadow) => self::shadow(shadow),
        Item::GlyphRun(run) => glyph_run(run),
        Item::PushClip(clip) => format!("clip {}{}", rect(&clip.rect), corners(&clip.radii)),
        Item::PopClip => "end-clip".to_owned(),
        Item::PushGroup(group) => {
            format!("group {} opacity {}", rect(&group.rect), number_text(group.opacity))
        }
        Item::PopGroup => "end-group".to_owned(),
        Item::PushTransform(map) => {
            format!("transform {}", numbers(&[map.a, map.b, map.c, map.d, map.e, map.f]))
        }
        Item::PopTransform => "end-transform".to_owned(),
    }
}

fn corners(radii: &Radii) -> String {
    if radii.is_even() && radii.top_left == 0.0 {
        String::new()
    } else if radii.is_even() {
        format!(" radius {}", number_text(radii.top_left))
    } else {
        format!(" radii {}", numbers(&radii.clockwise()))
    }
}

fn faded(opacity: f32) -> String {
    if opacity == 1.0 { String::new() } else { format!(" opacity {}", number_text(opacity)) }
}

fn quad(quad: &Quad) -> String {
    let place = rect(&quad.rect);
    let fill = match quad.fill {
        Fill::Solid(color) => format!("solid {place} {}", color_text(color)),
        Fill::Linear { from, to, angle } => {
            format!("linear {place} {} {} angle {}", color_text(from), color_text(to), number_text(angle))
        }
        Fill::Radial { from, to, centre, radius } => {
            let shape = numbers(&[centre.0, centre.1, radius.0, radius.1]);
            format!("radial {place} {} {} centre-radius {shape}", color_text(from), color_text(to))
        }
        Fill::Image { image, source, tint } => {
            format!("image {place} {} source {} tint {}", image.0, rect(&source), color_text(tint))
        }
        Fill::Hole => format!("hole {place}"),
    };
    let border = if quad.border_width == 0.0 {
        String::new()
    } else {
        format!(" border {} {}", number_text(quad.border_width), color_text(quad.border_color))
    };
    format!("{fill}{}{border}{}", corners(&quad.radii), faded(quad.opacity))
}

fn nine_patch(patch: &NinePatch) -> String {
    let sides = |insets: &Insets| numbers(&[insets.left, insets.top, insets.right, insets.bottom]);
    format!(
        "nine-patch {} {} source {} insets {} tint {}{}",
        rect(&patch.rect),
        patch.image.0,
        sides(&patch.source),
        sides(&patch.insets),
        color_text(patch.tint),
        faded(patch.opacity)
    )
}

fn shadow(shadow: &Shadow) -> String {
    format!(
        "shadow {} {} offset {} blur {} spread {}{}{}",
        rect(&shadow.rect),
        color_text(shadow.color),
        numbers(&[shadow.offset.0, shadow.offset.1]),
        number_text(shadow.blur),
        number_text(shadow.spread),
        corners(&shadow.radii),
        faded(shadow.opacity)
    )
}

fn glyph_run(run: &GlyphRun) -> String {
    let scale = if run.scale == 1.0 { String::new() } else { format!(" scale {}", number_text(run.scale)) };
    format!(
        "glyphs {} layout {} {}{scale}{}",
        numbers(&[run.x, run.y]),
        run.layout.0,
        color_text(run.color),
        faded(run.opacity)
    )
}
