//! The pages of `bench-app`: work for the engine that the home screen does not give it.

use std::fs;
use std::path::Path;

use ferrule_abi::EngineKind;

use super::{Run, number};
use crate::error::{Error, Result};
use crate::factory::unpack_factory_bundle;
use crate::figures::Figures;
use crate::options::{BootOptions, Clock};
use crate::stick::Stick;
use crate::wait::{BOOT_TIME_MAX, REACTION_TIME_MAX};
use crate::workdir::WorkDir;

/// The app, in the place of the factory bundle's.
const APP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bench-app/app.js");
struct Scene {
    /// Its figures' first word.
    name: &'static str,
    /// The key that shows its page.
    page_key: &'static str,
    /// The key that starts it.
    key: &'static str,
    /// Frames after which it is over once nothing moves.
    frames_min: f64,
}

const SCENES: [Scene; 3] = [
    // A text in a box of a given size, one of 300 nodes, changes 48 times.
    Scene { name: "text", page_key: "home", key: "ok", frames_min: 48.0 },
    // A text on the same page changes that decides over the sizes around it.
    Scene { name: "table", page_key: "home", key: "back", frames_min: 48.0 },
    // A thousand nodes move and fade for a second.
    Scene { name: "crowd", page_key: "menu", key: "play-pause", frames_min: 1.0 },
];

/// Boots the board with `bench-app` and measures its scenes.
pub(super) fn measure(board: &str, out: &Path, engine: EngineKind, figures: &mut Figures) -> Result<()> {
    let dir = WorkDir::new()?;
    let bundle = dir.join("bundle");
    unpack_factory_bundle(&out.join(board), &bundle)?;
    let script = bundle.join("app.js");
    fs::remove_file(&script).and_then(|()| fs::copy(APP, &script)).map_err(Error::file(script))?;
    let options = BootOptions {
        clock: Clock::Modelled,
        app: Some(bundle),
        engine: Some(engine),
        ..BootOptions::new(board, out)
    };
    let mut run = Run { stick: Stick::boot(options)?, engine };
    run.stick.wait_at_rest(run.patience(BOOT_TIME_MAX))?;
    for scene in &SCENES {
        run.scene(scene, figures)?;
    }
    run.stick.finish()
}

impl Run {
    fn scene(&mut self, scene: &Scene, figures: &mut Figures) -> Result<()> {
        let patience = self.patience(REACTION_TIME_MAX);
        self.stick.tap_in_guest(scene.page_key)?;
        let before = number(&self.stick.wait_at_rest(patience)?, "/frames/committed")?;
        self.stick.reset_samples()?;
        self.stick.tap_in_guest(scene.key)?;
        self.stick.wait_status(patience, "the scene's frames", |status| {
            number(status, "/frames/committed").is_ok_and(|now| now >= before + scene.frames_min)
        })?;
        let status = self.stick.wait_at_rest(patience)?;
        self.frames(scene.name, &status, figures)
    }
}
