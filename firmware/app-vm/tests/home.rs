//! The factory app in the real process: what it shows, and what it costs the command stream.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod common;

use std::collections::HashMap;
use std::path::Path;

use common::App;
use ferrule_abi::limits::FETCH_CHUNK_BYTES;
use ferrule_abi::message::{AppMessage, HostMessage};
use ferrule_abi::{Event, NodeId};

const HOME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../home");

/// What the app's commands made so far.
#[derive(Default)]
struct Scene {
    lines: Vec<String>,
    saved: Vec<u8>,
    batches: usize,
    /// Commands that came up to the first `present`.
    at_present: Option<usize>,
}

impl Scene {
    fn last_set(&self, node: &str, prop: &str) -> Option<&str> {
        let start = format!("set {node} {prop} ");
        self.lines.iter().rev().find_map(|line| line.strip_prefix(&start))
    }

    fn focused(&self) -> NodeId {
        let raw = self.lines.iter().rev().find_map(|line| line.strip_prefix("focus ")).unwrap();
        NodeId::new(raw.parse().unwrap()).unwrap()
    }

    fn count(&self, start: &str, end: &str) -> usize {
        self.lines.iter().filter(|line| line.starts_with(start) && line.ends_with(end)).count()
    }

    fn has_hero(&self, number: &str) -> bool {
        self.count("set ", &format!(" source \"art/hero/{number}.jpg\"")) > 0
    }

    fn has_text(&self, text: &str) -> bool {
        self.count("set ", &format!(" text \"{text}\"")) > 0
    }
}

/// Takes in messages, serving files, until `done`.
fn pump(app: &mut App, scene: &mut Scene, done: impl Fn(&Scene) -> bool) {
    while !done(scene) {
        let fetch = app.next(|message| match message {
            AppMessage::Commands(batch) => {
                scene.batches += 1;
                scene.lines.extend(common::lines(batch));
                None
            }
            AppMessage::Fetch { id, path } => Some((*id, std::fs::read(Path::new(HOME).join(path)).unwrap())),
            AppMessage::SaveState(state) => {
                scene.saved = state.to_vec();
                None
            }
            other => panic!("unexpected: {other:?}"),
        });
        if let Some((id, bytes)) = fetch {
            let total = bytes.len() as u32;
            for (index, piece) in bytes.chunks(FETCH_CHUNK_BYTES).enumerate() {
                let offset = (index * FETCH_CHUNK_BYTES) as u32;
                app.send(&HostMessage::FetchData { id, total, offset, bytes: piece });
            }
        }
        if scene.at_present.is_none() {
            scene.at_present = scene.lines.iter().position(|line| line.starts_with("present "));
        }
    }
}

fn tiles(scene: &Scene) -> usize {
    scene.count("set ", " focusable true")
}

fn start(state: &[u8]) -> (App, Scene) {
    let script = std::fs::read_to_string(Path::new(HOME).join("app.js")).unwrap();
    assert!(script.len() < 20 * 1024, "Boa loads 1 MB in 2.5 to 4 s on a stick");
    let mut app = App::start_with_state(&script, state);
    let mut scene = Scene::default();
    pump(&mut app, &mut scene, |scene| scene.at_present.is_some());
    (app, scene)
}

#[test]
fn it_presents_early_and_completes_seven_rails_of_twenty() {
    let (mut app, mut scene) = start(b"");
    assert_eq!(scene.batches, 1, "the first screen is one batch");
    assert_eq!(tiles(&scene), 14, "the first screen is the tiles of two rails");
    pump(&mut app, &mut scene, |scene| tiles(scene) >= 140);
    assert_eq!(app.ping(), [""; 0], "it is silent and at rest");
    assert_eq!(tiles(&scene), 140);
    assert_eq!(scene.count("set ", " scroll x"), 7);
    assert_eq!(scene.count("present ", ""), 1);
    for kind in [".jpg\"", ".png\"", ".webp\""] {
        assert!(scene.count("set ", kind) > 10, "{kind}");
    }
    // Every file it names is there.
    let files: HashMap<_, _> = scene
        .lines
        .iter()
        .filter_map(|line| line.split_once(" source \""))
        .map(|(_, path)| path.trim_end_matches('"'))
        .map(|path| (path, Path::new(HOME).join(path).is_file()))
        .collect();
    assert!(files.len() > 30 && files.values().all(|&there| there), "{files:?}");
}

#[test]
fn the_hero_follows_the_focus_and_the_place_is_saved_and_restored() {
    let (mut app, mut scene) = start(b"");
    pump(&mut app, &mut scene, |scene| tiles(scene) >= 140);
    let first = scene.focused();
    let frames: Vec<NodeId> = scene
        .lines
        .iter()
        .filter_map(|line| line.strip_prefix("set ")?.strip_suffix(" focusable true"))
        .map(|raw| NodeId::new(raw.parse().unwrap()).unwrap())
        .collect();
    assert_eq!(first, frames[0]);
    app.events(&[Event::FocusChanged { node: Some(first), previous: None }]);
    app.events(&[Event::FocusChanged { node: Some(frames[1]), previous: Some(first) }]);
    pump(&mut app, &mut scene, |scene| scene.has_hero("01"));
    pump(&mut app, &mut scene, |scene| !scene.saved.is_empty());
    assert_eq!(String::from_utf8_lossy(&scene.saved), r#"{"rail":0,"tile":1,"open":null,"list":[]}"#);

    // OK opens the page of the work, and its state is saved at once.
    app.events(&[Event::Activated { node: frames[1] }]);
    pump(&mut app, &mut scene, |scene| scene.saved.windows(8).any(|part| part == b"\"open\":1"));
    pump(&mut app, &mut scene, |scene| scene.has_text("Add to my list"));
    drop(app);

    // A new process comes back to the same page, with the page's button focused.
    let saved = scene.saved.clone();
    let (_app, again) = start(&saved);
    assert!(again.has_text("Add to my list") && again.has_text("More like this"));
    let button = again.focused().get();
    assert_eq!(again.last_set(&button.to_string(), "height"), Some("56"));
}
