//! Chooses what this process runs: the release on trial, the last good one, or the factory's bundle.

use std::fs;
use std::sync::Arc;

use ferrule_abi::EngineKind;
use ferrule_board::Board;
use ferrule_bundle::trust::Release;
use ferrule_bundle::{Bundle, BundleError};
use ferrule_slots::{BootId, DataDir, Run, Slot, Start};
use ferrule_update::Updater;

use super::device;
use crate::clock::now_us;
use crate::exit::Failure;
use crate::options::{FACTORY_BUNDLE, Options};

/// What runs.
pub(crate) struct Launch {
    /// Its files.
    pub(crate) bundle: Arc<Bundle>,
    /// The engine that the release gives this device; that of the manifest unless it says.
    pub(crate) engine: Option<EngineKind>,
    /// What goes on with it; nothing where updates are none of this process's business.
    pub(crate) updates: Option<Updates>,
}

/// The slots, and what was started from them.
pub(crate) struct Updates {
    pub(crate) updater: Updater<DataDir>,
    pub(crate) start: Start,
    /// The release that runs; nothing for the factory's bundle.
    pub(crate) release: Option<Release>,
}

impl Updates {
    /// The slot that runs.
    pub(crate) fn slot(&self) -> Option<Slot> {
        match self.start.run {
            Run::Factory => None,
            Run::Slot(slot) => Some(slot),
        }
    }
}

/// Chooses, and notes the choice before anything of it runs. A release that is not what was signed is passed over; the
/// factory's bundle is always left.
///
/// # Errors
/// [`Failure::Bundle`]: the bundle named on the command line, or the factory's, cannot be used.
pub(crate) fn choose(options: &Options, board: &Board) -> Result<Launch, Failure> {
    let alone = |dir| Ok(Launch { bundle: Arc::new(Bundle::open(dir)?), engine: None, updates: None });
    if let Some(dir) = &options.app {
        return alone(dir);
    }
    let Some(mut updater) = open(options, board) else { return alone(FACTORY_BUNDLE.as_ref()) };
    loop {
        let start = updater.start();
        for complaint in updater.slots().complaints() {
            log::warn!("{complaint}");
        }
        let Run::Slot(slot) = start.run else {
            let bundle = Arc::new(Bundle::open(FACTORY_BUNDLE.as_ref())?);
            return Ok(Launch {
                bundle,
                engine: None,
                updates: Some(Updates { updater, start, release: None }),
            });
        };
        match open_slot(&updater, slot) {
            Ok((release, bundle)) => {
                let device = updater.device();
                let engine = release.engine(&device.hardware, &device.id);
                log::info!("release {} in slot {slot}{}", release.number, trial_text(start));
                let updates = Some(Updates { updater, start, release: Some(release) });
                return Ok(Launch { bundle: Arc::new(bundle), engine, updates });
            }
            // Each round empties a slot, or at least does not start it again: there are two.
            Err(why) => {
                log::warn!("slot {slot} is passed over: {why}");
                if let Err(error) = updater.slots().damaged(slot, &why) {
                    log::warn!("{error}");
                    return alone(FACTORY_BUNDLE.as_ref());
                }
            }
        }
    }
}

fn trial_text(start: Start) -> String {
    if start.trial { format!(", on trial, {} tries left", start.tries_left) } else { String::new() }
}

/// The slots, where the board and the image have what updates need.
fn open(options: &Options, board: &Board) -> Option<Updater<DataDir>> {
    let update = board.update.as_ref()?;
    let file = options.trust.join("root");
    let root =
        fs::read(&file).inspect_err(|error| log::warn!("{}: {error}; no updates", file.display())).ok()?;
    let boot = BootId::current().unwrap_or_else(|error| {
        log::warn!("losses of power count as crashes: {error}");
        BootId::UNKNOWN
    });
    let device = device::describe(board, update, options.device_id.as_deref(), &options.data);
    let opened = Updater::open(DataDir::open(&options.data), boot, &root, device, now_us());
    opened.inspect_err(|error| log::warn!("no updates: {error}")).ok()
}

fn open_slot(updater: &Updater<DataDir>, slot: Slot) -> Result<(Release, Bundle), String> {
    let release = updater.installed(slot).map_err(|error| error.to_string())?;
    let dir = updater.slots().slot_dir(slot);
    let bundle =
        Bundle::open_signed(&dir, release.inventory()).map_err(|error: BundleError| error.to_string())?;
    Ok((release, bundle))
}
