//! Every page of the home app, by keys: its picture, where the focus is, and the way back.

use ferrule_harness::{REACTION_TIME_MAX, Result, Stick};
use serde_json::Value;

use crate::remote::press;
use crate::support::{ARM64, ARMV7, assert_golden, assert_same, boot_home, number, options, picture_at_rest};

/// Live nodes of the home page, which is the reference scene of the figures.
const HOME_NODES_MIN: u64 = 300;
/// Nodes beyond those of the home page when the grid of ten thousand is open.
const GRID_NODES_MAX: u64 = 250;

/// Keys, the golden picture of what comes of them, and what stands in the focused node.
const WALK: [(&str, &str, &str); 6] = [
    ("up", "menu", "Home"),
    ("right ok", "episodes", "S1 E1 · Amber Hills"),
    ("down down right", "episodes-down", "S1 E1 · Deriva"),
    ("back right ok", "my-list-empty", "Find something"),
    ("back right ok", "settings", "تقليل الحركة"),
    ("down down left left", "settings-choice", "أبدًا"),
];
/// The same, after the app was started again on the settings page.
const WALK_ON: [(&str, &str, &str); 6] = [
    ("down down ok", "settings-question", "إلغاء"),
    ("back home ok down", "detail-chapters", "1. Before the first light"),
    ("down", "detail-people", "Ada Lindqvist"),
    ("ok", "detail-question", "Nuit à Montréal"),
    ("back down", "detail-like", "आकाशगंगा के पार"),
    ("back up right ok", "episodes", "S1 E1 · Amber Hills"),
];

/// The page as the engine describes it.
fn tree(stick: &mut Stick) -> Result<Value> {
    let text = stick.shell_ok("/usr/bin/ferrule tree --json")?;
    Ok(serde_json::from_str(&text).unwrap_or_else(|error| panic!("`ferrule tree --json`: {error}")))
}

/// The texts and pictures in the focused node.
fn focus_labels(tree: &Value) -> Vec<&str> {
    let nodes = tree["nodes"].as_array().map_or(&[][..], Vec::as_slice);
    let at = nodes.iter().position(|node| node["node"] == tree["focus"]);
    let at = at.unwrap_or_else(|| panic!("the focus is not on the page: {tree}"));
    let depth = nodes[at]["depth"].as_u64();
    let inside = nodes[at + 1..].iter().take_while(|node| node["depth"].as_u64() > depth);
    inside.filter_map(|node| node["label"].as_str()).collect()
}

fn walk(stick: &mut Stick, steps: &[(&str, &str, &str)], subject: &str) -> Result<()> {
    for &(keys, golden, focus) in steps {
        for key in keys.split(' ') {
            press(stick, key)?;
        }
        let tree = tree(stick)?;
        let labels = focus_labels(&tree);
        assert!(labels.contains(&focus), "after `{keys}` the focus is on {labels:?}, not on {focus}");
        assert_golden(&stick.screenshot()?, golden, subject)?;
    }
    Ok(())
}

fn every_page_by_keys(board: &str) -> Result<()> {
    let mut stick = boot_home(options(board))?;
    let home = stick.screenshot()?;
    let home_nodes = number(&tree(&mut stick)?, "/scene_nodes");
    assert!(home_nodes >= HOME_NODES_MIN, "{home_nodes} nodes");
    let subject = format!("pages-{board}");
    walk(&mut stick, &WALK, &subject)?;

    // A new process of the app finds the page and the focus of the one before.
    let settings = stick.screenshot()?;
    let pid = number(&stick.status()?, "/app/pid");
    stick.shell_ok(&format!("kill -9 {pid}"))?;
    stick.wait_status(REACTION_TIME_MAX, "the app to be started again", |status| {
        status["app"]["pid"].as_u64().is_some_and(|new| new != pid) && status["app"]["state"] == "presenting"
    })?;
    assert_same(&picture_at_rest(&mut stick)?, &settings, "the settings after the app's return");

    walk(&mut stick, &WALK_ON, &subject)?;
    let grid_nodes = number(&tree(&mut stick)?, "/scene_nodes");
    assert!(grid_nodes <= home_nodes + GRID_NODES_MAX, "{grid_nodes} nodes");
    press(&mut stick, "home")?;
    assert_same(&stick.screenshot()?, &home, "the home page after all of it");
    stick.finish()
}

#[test]
fn every_page_by_keys_on_arm64() -> Result<()> {
    every_page_by_keys(ARM64)
}

#[test]
fn every_page_by_keys_on_armv7() -> Result<()> {
    every_page_by_keys(ARMV7)
}
