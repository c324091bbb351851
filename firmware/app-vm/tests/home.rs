//! The factory app in the real process on the real engine: every page by keys, what it keeps, and what it costs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod common;
mod stage;

use ferrule_abi::RemoteKey;
use stage::{HOME_NODES_MIN, Stage, home};

/// Nodes that opening the page of a work mounts.
const DETAIL_NODES_MIN: usize = 150;
/// Commands of one turn, which all fall into one frame. The most are the tiles of the two rails that come first: 7 ms of
/// the modelled stick.
const TURN_COMMANDS_MAX: usize = 800;
/// Boa loads 1 MB in 2.5 to 4 s on a stick.
const SCRIPT_BYTES_MAX: usize = 36 * 1024;

fn opens(stage: &mut Stage, keys: &str, what: &str) {
    stage.press(keys);
    stage.until(what, |stage| stage.shows(what));
}

#[test]
fn it_presents_early_and_completes_eight_rails_of_forty() {
    let script = ferrule_bundle::join_script(&home().join("app")).unwrap();
    assert!(script.len() < SCRIPT_BYTES_MAX, "{} bytes", script.len());
    let mut stage = Stage::start("");
    assert!(
        stage.batches[0].iter().any(|line| line.starts_with("present ")),
        "the first screen is one batch"
    );
    let ends_with = |line: &&String| line.ends_with(" itemCount 40");
    assert_eq!(stage.batches[0].iter().filter(ends_with).count(), 2, "two rails come first");
    stage.until("all tiles", |stage| stage.nodes().len() >= HOME_NODES_MIN);
    assert_eq!(stage.commands_since(0).filter(ends_with).count(), 8);
    assert_eq!(stage.focus(), "art/tile/00.jpg|Amber Hills");
    let worst = stage.batches.iter().map(Vec::len).max();
    assert!(worst <= Some(TURN_COMMANDS_MAX), "{worst:?} commands in a turn");
    stage.hold(RemoteKey::Down, 8);
    stage.hold(RemoteKey::Right, 40);
    let missing = |path: &&String| !home().join(path).is_file();
    assert_eq!(stage.engine.host().images.iter().find(missing), None);
    assert_eq!(stage.engine.host().logs, [""; 0]);
    assert_eq!(stage.engine.refused_commands(), 0);
}

#[test]
fn the_hero_follows_the_focus_once_it_rests_unless_the_viewer_does_not_want_it() {
    let mut stage = Stage::start_whole("");
    let batches = stage.batches.len();
    stage.press("right right");
    stage.until("hero", |stage| stage.shows("art/hero/10.jpg"));
    let passed = stage.commands_since(batches).any(|line| line.contains("art/hero/01.jpg"));
    assert!(!passed, "a work that was passed by is not loaded");
    let mut stage = Stage::start_whole(r#"{"version":2,"prefs":{"hero":2}}"#);
    stage.press("right");
    stage.until("saved spot", |stage| stage.saved.contains(r#""spot":[1,1]"#));
    assert!(stage.shows("art/hero/00.jpg"));
}

#[test]
fn every_page_opens_and_back_leads_to_where_the_focus_was() {
    let mut stage = Stage::start_whole("");
    stage.press("up");
    assert_eq!(stage.focus(), "Home");
    let below = stage.nodes().len();
    for (name, title) in
        [("All episodes", "All episodes"), ("My list", "Nothing here yet"), ("الإعدادات", "تقليل الحركة")]
    {
        stage.press("right");
        assert_eq!(stage.focus(), name);
        opens(&mut stage, "ok", title);
        stage.until("home page to be covered", |stage| !stage.shows("Amber Hills"));
        assert!(stage.saved.contains(r#""kind":"home""#), "{}", stage.saved);
        stage.press("back");
        assert_eq!(stage.focus(), name);
        stage.until("page to be gone", |stage| stage.nodes().len() == below);
    }
    stage.press("back");
    assert_eq!(stage.focus(), "art/tile/00.jpg|Amber Hills", "from the menu to the start");
    stage.press("back");
    assert_eq!(stage.focus(), "Home", "from the start to the menu");
    stage.press("down down right menu");
    assert_eq!(stage.focus(), "Home");
    stage.press("down right home");
    assert_eq!(stage.focus(), "art/tile/00.jpg|Amber Hills");
}

#[test]
fn the_grid_shows_ten_thousand_items_with_few_nodes() {
    let mut stage = Stage::start_whole("");
    opens(&mut stage, "up right ok", "All episodes");
    stage.until("tiles", |stage| stage.focus() == "art/tile/00.jpg|S1 E1 · Amber Hills");
    stage.hold(RemoteKey::Down, 60);
    stage.until("tile", |stage| stage.focus().contains(" · "));
    let many = stage.nodes().len();
    for _ in 0..4 {
        stage.press("fast-forward");
    }
    stage.until("a jump of two thousand items, which are fifty episodes", |stage| {
        stage.focus().contains("S4 E")
    });
    for _ in 0..20 {
        stage.press("fast-forward");
    }
    stage.until("the last item", |stage| stage.shows("10,000 of 10,000"));
    assert!(stage.focus().contains("S10 E25 · "), "{}", stage.focus());
    assert!(stage.nodes().len() <= many + 45, "{} nodes, then {}", many, stage.nodes().len());
    opens(&mut stage, "ok", "Add to my list");
    stage.press("back");
    assert!(stage.focus().contains("S10 E25 · "), "{}", stage.focus());
}

#[test]
fn the_page_of_a_work_mounts_in_turns_with_the_focus_alive() {
    let mut stage = Stage::start_whole("");
    let (nodes, batches) = (stage.nodes().len(), stage.batches.len());
    stage.press("ok right");
    assert_eq!(stage.focus(), "Rate", "the focus does not wait for the rails");
    stage.until("the last rail", |stage| stage.shows("More like this") && stage.shows("Ada Lindqvist"));
    stage.until("all of it", |stage| stage.nodes().len() >= nodes + DETAIL_NODES_MIN);
    let sizes: Vec<usize> = stage.batches[batches..].iter().map(Vec::len).collect();
    assert!(sizes.iter().all(|&size| size <= TURN_COMMANDS_MAX), "{sizes:?}");
    // A related work takes the page's place, and Back leads back the same way.
    stage.press("down down down");
    assert_eq!(stage.focus(), "art/tile/01.webp|आकाशग\u{902}गा क\u{947} पार");
    opens(&mut stage, "ok", "art/hero/01.jpg");
    opens(&mut stage, "back", "art/hero/00.jpg");
    stage.press("back");
    assert_eq!(stage.focus(), "art/tile/00.jpg|Amber Hills");
    stage.until("home page alone", |stage| stage.nodes().len() == nodes);
}

#[test]
fn a_question_keeps_the_focus_and_gives_it_back() {
    let mut stage = Stage::start_whole("");
    opens(&mut stage, "ok", "Rate");
    opens(&mut stage, "right ok", "How was it?");
    assert_eq!(stage.focus(), "Not for me");
    stage.press("up left right");
    assert_eq!(stage.focus(), "Not for me");
    stage.press("back");
    assert_eq!(stage.focus(), "Rate");
    opens(&mut stage, "ok", "How was it?");
    stage.press("down down ok");
    assert_eq!(stage.focus(), "I love it");
    stage.until("rating to be saved", |stage| stage.saved.contains(r#""ratings":{"0":2}"#));
    stage.until("question to be gone", |stage| !stage.shows("How was it?"));
    // A person's other works.
    stage.press("down down");
    assert_eq!(stage.focus(), "AL|Ada Lindqvist|Director");
    opens(&mut stage, "ok", "Also part of");
    let other = stage.focus();
    stage.press("ok");
    stage.until("other work", |stage| stage.focus() == "Add to my list" && stage.shows(&other));
}

#[test]
fn the_list_of_the_viewer_grows_and_shrinks() {
    let mut stage = Stage::start_whole("");
    opens(&mut stage, "ok", "Add to my list");
    stage.press("ok");
    assert_eq!(stage.focus(), "On my list  ✓");
    stage.press("home up right right");
    opens(&mut stage, "ok", "1 of 1");
    assert_eq!(stage.focus(), "art/tile/00.jpg|Amber Hills");
    opens(&mut stage, "ok", "On my list  ✓");
    stage.press("ok back");
    stage.until("empty list", |stage| stage.focus() == "Find something" && stage.shows("Nothing here yet"));
    stage.press("ok");
    assert_eq!(stage.focus(), "My list");
}

#[test]
fn the_settings_run_from_right_to_left_and_are_kept() {
    let mut stage = Stage::start_whole("");
    opens(&mut stage, "up right right right ok", "تقليل الحركة");
    stage.until("all rows", |stage| stage.shows("مسح قائمتي"));
    stage.press("ok");
    assert!(stage.batches.iter().flatten().any(|line| line == "reduce motion true"));
    stage.press("down ok down");
    // The first choice is the rightmost.
    let first = (stage.focus(), stage.focus_x());
    stage.press("left");
    let second = (stage.focus(), stage.focus_x());
    assert!(first.0 == "فورًا" && second.0 == "بعد لحظة" && first.1 > second.1, "{first:?} {second:?}");
    stage.press("left ok down right right right");
    stage.press("left ok");
    stage.until("saved choices", |stage| {
        stage.saved.contains(r#""prefs":{"calm":true,"captions":false,"hero":2,"accent":1}"#)
    });
    // Back in the same spot, with the same choices.
    let mut stage = stage.again();
    let place = stage.focus_x();
    assert!(stage.shows("لون التمييز") && place < 400.0, "{place}");
    assert!(stage.batches[0].iter().any(|line| line == "reduce motion true"));
    stage.press("back");
    assert_eq!(stage.focus(), "الإعدادات");
    stage.press("down");
    assert_eq!(stage.focus(), "art/tile/00.jpg", "no captions");
}

#[test]
fn after_a_restart_every_page_and_focus_is_as_before() {
    let mut stage = Stage::start_whole("");
    stage.press("down down right right");
    stage.until("saved spot", |stage| stage.saved.contains(r#""spot":[3,2]"#));
    let focus = stage.focus();
    let mut stage = stage.again();
    assert_eq!(stage.focus(), focus);
    opens(&mut stage, "ok", "Add to my list");
    stage.until("people", |stage| stage.shows("People") && stage.shows("More like this"));
    stage.press("down down right");
    stage.until("saved spot", |stage| stage.saved.contains(r#""spot":[2,1]"#));
    let person = stage.focus();
    let mut stage = stage.again();
    stage.until("the same person", |stage| stage.focus() == person);
    stage.press("back");
    stage.until("the same tile", |stage| stage.focus() == focus);
}

#[test]
fn a_state_of_another_time_does_no_harm() {
    for state in [
        r#"{"rail":3,"tile":9,"open":1,"list":[1]}"#,
        r#"{"version":2,"kept":[1,4000],"pages":[{"kind":"home","spot":[7,400]},{"kind":"shop"},
            {"kind":"detail","subject":{"work":4000,"trail":[]},"spot":[0,0]}]}"#,
    ] {
        let mut stage = Stage::start_whole(state);
        stage.press("home");
        stage.until("the first tile", |stage| stage.focus() == "art/tile/00.jpg|Amber Hills");
    }
}
