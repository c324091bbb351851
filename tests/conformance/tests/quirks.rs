//! Every quirk that is written down has a case.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

use std::path::Path;

const QUIRKS: &str = include_str!("../../../firmware/scene/QUIRKS.md");

#[test]
fn every_quirk_names_cases_that_are_there() {
    let scenes = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenes");
    let rows = QUIRKS.lines().filter(|line| line.starts_with("| ") && *line != "| what | case |");
    let mut count = 0;
    for row in rows {
        let (_, cases) = row.trim_end_matches(" |").rsplit_once(" | ").unwrap();
        for case in cases.split(", ") {
            let name = case.strip_prefix('`').and_then(|name| name.strip_suffix('`'));
            let name = name.unwrap_or_else(|| panic!("{case} is no case in: {row}"));
            assert!(scenes.join(format!("{name}.scene")).is_file(), "there is no case {name}");
        }
        count += 1;
    }
    assert!(count > 50, "only {count} quirks");
}
