//! Makes the script: the files of `src` in order, with the numbers of `firmware/abi` in front, so that these stand in one
//! place only.
//!
//! Numbers that have a name are written out where they are used, since reading a name costs Boa three hundred
//! instructions; comments are left out, since they take time to read. Lines stay where they are.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use ferrule_abi::{ABI_VERSION, Keyword, Prop, RemoteKey, ValueKind};

/// What the engine has one of, in front of the scenes. Constants stand before those that are made of them.
const ENGINE_FILES: &[&str] = &[
    "arithmetic.js",
    "words.js",
    "wire.js",
    "wire_motion.js",
    "refusals.js",
    "events.js",
    "math.js",
    "easing.js",
    "anim_spring.js",
    "anim_course.js",
    "slots.js",
    "frames.js",
    "frame_difference.js",
    "frames_kept.js",
];

/// What every scene has one of: the body of the function that makes a scene.
const SCENE_FILES: &[&str] = &[
    "table.js",
    "style.js",
    "cache.js",
    "spill.js",
    "flex_item.js",
    "flex.js",
    "flex_items.js",
    "flex_lines.js",
    "flex_balance.js",
    "flex_sizes.js",
    "flex_place.js",
    "flex_absolute.js",
    "flex_absolute_size.js",
    "leaf.js",
    "text.js",
    "layout.js",
    "item_sizes.js",
    "list.js",
    "list_layout.js",
    "list_edit.js",
    "list_paint.js",
    "scroll.js",
    "extent.js",
    "reach.js",
    "items.js",
    "reveal.js",
    "guide.js",
    "navigate.js",
    "scope.js",
    "focus.js",
    "focus_verify.js",
    "values.js",
    "anim.js",
    "anim_timings.js",
    "anim_movers.js",
    "anim_drift.js",
    "anim_keyframes.js",
    "anim_player.js",
    "anim_players.js",
    "anim_verify.js",
    "edit.js",
    "set_layout.js",
    "set_text.js",
    "images.js",
    "set_image.js",
    "looks.js",
    "set.js",
    "paint_kept.js",
    "paint.js",
    "paint_order.js",
    "paint_moved.js",
    "paint_box.js",
    "paint_image.js",
    "paint_text.js",
    "paint_verify.js",
    "dump.js",
    "invariants.js",
    "turn.js",
    "scene.js",
];

/// What makes scenes and drives them. The last one ends with the engine.
const LAST_FILES: &[&str] = &["engine.js", "commands.js", "api.js"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src");
    let read = |files: &[&str]| -> std::io::Result<String> {
        files.iter().map(|file| std::fs::read_to_string(Path::new("src").join(file))).collect()
    };
    let (engine, scene, last) = (read(ENGINE_FILES)?, read(SCENE_FILES)?, read(LAST_FILES)?);
    let codes = codes()?;
    let script = written_out(&format!("{codes}{engine}function makeScene(turn) {{\n{scene}}}\n{last}"));
    let folder = std::env::var("OUT_DIR")?;
    let start = "(function (host, screenWidth, screenHeight) {\n'use strict';\n";
    let whole = format!("{start}{script}}})");
    std::fs::write(Path::new(&folder).join("engine.js"), whole)?;
    Ok(())
}

/// The numbers of properties, keywords and kinds of values as constants.
fn codes() -> Result<String, std::fmt::Error> {
    let mut script = format!("const ABI_VERSION = {ABI_VERSION};\n");
    for &prop in Prop::ALL {
        writeln!(script, "const PROP_{} = {};", constant(prop.name()), prop as u8)?;
    }
    for &word in Keyword::ALL {
        writeln!(script, "const WORD_{} = {};", constant(word.name()), word as u8)?;
    }
    for &key in RemoteKey::ALL {
        writeln!(script, "const KEY_{} = {};", constant(key.name()), key as u8)?;
    }
    let mut kinds: Vec<ValueKind> = Vec::new();
    for &prop in Prop::ALL {
        if !kinds.contains(&prop.kind()) {
            kinds.push(prop.kind());
            writeln!(script, "const {} = {};", kind(prop.kind()), kinds.len())?;
        }
    }
    // What properties are made of, 0 for numbers that are not in use.
    script.push_str("const kindOfProp = new Uint8Array(256);\nconst nameOfProp = [];\n");
    for &prop in Prop::ALL {
        writeln!(script, "kindOfProp[{}] = {};", prop as u8, kind(prop.kind()))?;
        writeln!(script, "nameOfProp[{}] = '{}';", prop as u8, prop.name())?;
    }
    let animated = Prop::ALL.iter().filter(|prop| prop.animates()).map(|&prop| prop as u8);
    marks(&mut script, "animates", animated)?;
    marks(&mut script, "isWord", Keyword::ALL.iter().map(|&word| word as u8))?;
    marks(&mut script, "isKey", RemoteKey::ALL.iter().map(|&key| key as u8))?;
    Ok(script)
}

/// An array with 1 for each of the numbers.
fn marks(script: &mut String, name: &str, numbers: impl Iterator<Item = u8>) -> std::fmt::Result {
    writeln!(script, "const {name} = new Uint8Array(256);")?;
    numbers.into_iter().try_for_each(|number| writeln!(script, "{name}[{number}] = 1;"))
}

fn kind(kind: ValueKind) -> String {
    format!("KIND_OF_{kind:?}").to_uppercase()
}

/// `minWidth`, `min-content` and `safe start` as constants are named.
fn constant(name: &str) -> String {
    let mut constant = String::new();
    for letter in name.chars() {
        match letter {
            '-' | ' ' => constant.push('_'),
            'A'..='Z' => {
                constant.push('_');
                constant.push(letter);
            }
            _ => constant.push(letter.to_ascii_uppercase()),
        }
    }
    constant
}

/// The script without comments on lines of their own, and with the values of constants in place of their names, which
/// may be used before the line that defines them.
fn written_out(script: &str) -> String {
    let mut values = BTreeMap::new();
    for line in script.lines() {
        let line = with_values(line, &values);
        if let Some((name, value)) = definition(&line) {
            values.insert(name.to_owned(), value);
        }
    }
    let mut result = String::new();
    for line in script.lines() {
        let code = line.trim_start();
        let is_comment = code == "*" || ["//", "/*", "* ", "*/"].iter().any(|start| code.starts_with(start));
        let defines = line.strip_prefix("const ").and_then(|rest| rest.split_once(" = "));
        if !is_comment && defines.is_none_or(|(name, _)| !values.contains_key(name)) {
            result.push_str(&with_values(line, &values));
        }
        result.push('\n');
    }
    result
}

/// The name and value of `const NAME = value;`, where the value is a number, a flag, or made of numbers by shifts, sums,
/// products and unions.
fn definition(line: &str) -> Option<(&str, String)> {
    let (name, value) = line.strip_prefix("const ")?.strip_suffix(';')?.split_once(" = ")?;
    if !name.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_') {
        return None;
    }
    let is_sum =
        value.chars().all(|letter| letter.is_ascii_digit() || "xabcdef.-+*|~<>()e ".contains(letter));
    let is_plain = value == "true" || value == "false" || value.chars().all(|letter| letter.is_ascii_digit());
    match () {
        () if is_plain => Some((name, value.to_owned())),
        () if is_sum => Some((name, folded(value).unwrap_or_else(|| format!("({value})")))),
        () => None,
    }
}

/// The value of `(1 << 2) | (1 << 3)` and `1 << 2`.
fn folded(value: &str) -> Option<String> {
    let mut all = 0_u32;
    for part in value.split(" | ") {
        let part = part.trim_start_matches('(').trim_end_matches(')');
        all |= match part.split_once(" << ") {
            Some((one, by)) => one.parse::<u32>().ok()?.checked_shl(by.parse().ok()?)?,
            None => part.parse().ok()?,
        };
    }
    Some(all.to_string())
}

/// A line with the values of the constants that are known. Names in strings are not constants: no string here has one.
fn with_values(line: &str, values: &BTreeMap<String, String>) -> String {
    let mut result = String::new();
    let mut name = String::new();
    for letter in line.chars().chain(['\n']) {
        if letter.is_ascii_alphanumeric() || letter == '_' || letter == '$' {
            name.push(letter);
            continue;
        }
        result.push_str(values.get(&name).unwrap_or(&name));
        name.clear();
        result.push(letter);
    }
    result.pop();
    result
}
