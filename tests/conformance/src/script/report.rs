//! What must be so at a point of a case: lines that begin with `= ` and a topic.

use ferrule_abi::NodeId;

use crate::lockstep::Lockstep;
use crate::shown;

/// What a line can be about.
const TOPICS: [&str; 15] = [
    "box", "focus", "event", "events", "item", "items", "damage", "turn", "shaped", "asked", "log", "texts",
    "images", "refused", "list",
];

/// Checks that a line is about something.
pub(super) fn check(line: &str) -> Result<(), String> {
    let (topic, rest) = line.split_once(' ').unwrap_or((line, ""));
    if !TOPICS.contains(&topic) {
        return Err(format!("`{topic}` is not one of {}", TOPICS.join(", ")));
    }
    if topic == "box" {
        node(rest)?;
    }
    Ok(())
}

fn node(rest: &str) -> Result<NodeId, String> {
    let word = rest.split(' ').next().unwrap_or_default();
    word.parse().ok().and_then(NodeId::new).ok_or_else(|| format!("`{word}` is no node"))
}

/// What is so now, about the topics of some lines: a line for each, or as many as there are events, items and so on.
pub(super) fn found<'a>(
    engines: &mut Lockstep,
    lines: impl Iterator<Item = &'a str>,
) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    for line in lines {
        let (topic, rest) = line.split_once(' ').unwrap_or((line, ""));
        let topic = match topic {
            "events" => "event",
            "items" => "item",
            topic => topic,
        };
        if topic == "box" {
            found.push(place(engines, node(rest)?));
        } else if !told.contains(&topic) {
            told.push(topic);
            about(engines, topic, &mut found)?;
        }
    }
    Ok(found)
}

fn place(engines: &mut Lockstep, node: NodeId) -> String {
    let page = engines.page();
    let found = page.boxes.iter().find(|(each, _)| *each == node);
    let found = found.map_or_else(|| "none".to_owned(), |(_, place)| shown::rect(place));
    format!("box {} {found}", node.get())
}

fn about(engines: &mut Lockstep, topic: &str, found: &mut Vec<String>) -> Result<(), String> {
    match topic {
        "focus" => found.push(format!("focus {}", shown::node(engines.page().focus))),
        "event" => all("event", "events none", std::mem::take(&mut engines.events), found),
        "item" => all("item", "items none", shown::list(&engines.display_list())?.1, found),
        "damage" => found.push(format!("damage {}", shown::rect(&shown::list(&engines.display_list())?.0))),
        "turn" => found.push(turn(engines)),
        "shaped" => all("shaped", "shaped nothing", taken(engines, "text "), found),
        "log" => all("log", "log nothing", taken(engines, "log "), found),
        "asked" => {
            let lines = ["image ", "release ", "no room "].iter().flat_map(|what| listed(engines, what));
            let mut lines: Vec<(usize, String)> = lines.collect();
            lines.sort_unstable();
            let lines = lines.into_iter().map(|(_, line)| line).collect();
            engines.asked.retain(|line| line.starts_with("text ") || line.starts_with("log "));
            all("asked", "asked nothing", lines, found);
        }
        "texts" => found.push(format!("texts {}", engines.texts())),
        "images" => found.push(format!("images {}", engines.images().len())),
        "refused" => found.push(format!("refused {}", engines.refused())),
        _ => found.push(format!("list {:016x}", digest(&engines.display_list()))),
    }
    Ok(())
}

/// A line for each, or one that says that there is none.
fn all(topic: &str, none: &str, lines: Vec<String>, found: &mut Vec<String>) {
    if lines.is_empty() {
        found.push(none.to_owned());
    }
    found.extend(lines.into_iter().map(|line| format!("{topic} {line}")));
}

/// What was asked since the last look, of one sort, with its place.
fn listed(engines: &Lockstep, sort: &str) -> Vec<(usize, String)> {
    let lines = engines.asked.iter().enumerate().filter(|(_, line)| line.starts_with(sort));
    lines.map(|(at, line)| (at, line.clone())).collect()
}

/// What was asked since the last look, of one sort, without its name.
fn taken(engines: &mut Lockstep, sort: &str) -> Vec<String> {
    let lines = engines.asked.iter().filter_map(|line| line.strip_prefix(sort)).map(str::to_owned).collect();
    engines.asked.retain(|line| !line.starts_with(sort));
    lines
}

fn turn(engines: &Lockstep) -> String {
    match (engines.turn.changed, engines.turn.animating) {
        (false, false) => "turn idle".to_owned(),
        (true, false) => "turn changed".to_owned(),
        (false, true) => "turn animating".to_owned(),
        (true, true) => "turn changed animating".to_owned(),
    }
}

/// FNV-1a.
fn digest(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}
