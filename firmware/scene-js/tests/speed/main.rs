//! What a frame costs in the twin, on scenes like those that the bench measures on a board: to compare one state of the
//! script with another on one machine. Not run with the other tests, since it proves nothing by itself:
//!
//! `cargo test --release -p ferrule-scene-js --test speed -- --ignored --nocapture`

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod scenes;
mod stage;

use stage::Stage;

/// Frames of a run.
const FRAMES: u32 = 120;
/// Runs of a scene, of which the one with the least median counts: other work on the machine only adds.
const RUNS: u32 = 5;

/// A scene that is ready, and what happens to it before each frame that is measured.
pub(crate) struct Scene {
    name: &'static str,
    start: fn(&mut Stage),
    before_frame: fn(&mut Stage, u32),
}

const SCENES: [Scene; 6] = [
    Scene { name: "rails across", start: scenes::rails, before_frame: scenes::hold_right },
    Scene { name: "rails down", start: scenes::rails, before_frame: scenes::hold_down_and_up },
    Scene { name: "focus fades", start: scenes::rails, before_frame: scenes::step_now_and_then },
    Scene { name: "text, leaf", start: scenes::page, before_frame: scenes::change_line },
    Scene { name: "text, layout", start: scenes::page, before_frame: scenes::change_label },
    Scene { name: "crowd", start: scenes::crowd, before_frame: scenes::nothing },
];

/// Microseconds of each frame of a run, from the shortest to the longest.
pub(crate) fn run(scene: &Scene) -> Vec<f64> {
    let mut stage = Stage::new();
    (scene.start)(&mut stage);
    let frame = |number| {
        (scene.before_frame)(&mut stage, number);
        stage.frame()
    };
    let mut frames: Vec<f64> = (0..FRAMES).map(frame).collect();
    frames.sort_by(f64::total_cmp);
    frames
}

#[test]
#[ignore = "it measures, and takes a minute"]
fn frames_cost() {
    for scene in &SCENES {
        let runs = (0..RUNS).map(|_| run(scene));
        let best = runs.min_by(|one, other| one[one.len() / 2].total_cmp(&other[other.len() / 2])).unwrap();
        let average = best.iter().sum::<f64>() / best.len() as f64;
        let (median, longest) = (best[best.len() / 2], best[best.len() - 1]);
        println!("{:14} median {median:7.0} us, average {average:7.0}, longest {longest:7.0}", scene.name);
    }
}
