//! What the tests share: where images and golden pictures are, and the usual ways to start.

use std::path::{Path, PathBuf};

use ferrule_harness::{
    BOOT_TIME_MAX, BootOptions, Clock, Picture, REACTION_TIME_MAX, Result, Stick, Tolerance,
    unpack_factory_bundle,
};
use serde_json::Value;

pub(crate) const ARM64: &str = "qemu-arm64";
pub(crate) const ARMV7: &str = "qemu-armv7";

/// The top of the checkout.
pub(crate) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The folder with all boards' images: the checkout's `out`, or the one named by `FERRULE_OUT`.
pub(crate) fn out() -> PathBuf {
    std::env::var_os("FERRULE_OUT").map_or_else(|| root().join("out"), PathBuf::from)
}

/// Options for a hidden stick with virgl and an agent.
pub(crate) fn options(board: &str) -> BootOptions {
    BootOptions::new(board, &out())
}

/// Options for the modelled stick, whose clock is the measurement.
pub(crate) fn modelled(board: &str) -> BootOptions {
    BootOptions { clock: Clock::Modelled, ..options(board) }
}

/// Boots and waits for the home screen under the app's control.
pub(crate) fn boot_home(options: BootOptions) -> Result<Stick> {
    let mut stick = Stick::boot(options)?;
    stick.wait_at_rest(BOOT_TIME_MAX)?;
    Ok(stick)
}

/// Waits for rest after a reaction and returns the picture.
pub(crate) fn picture_at_rest(stick: &mut Stick) -> Result<Picture> {
    stick.wait_at_rest(REACTION_TIME_MAX)?;
    stick.screenshot()
}

/// Compares with `golden/<name>.png`, which one picture serves for all boards and drivers.
pub(crate) fn assert_golden(picture: &Picture, name: &str, subject: &str) -> Result<()> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(format!("{name}.png"));
    let failures = out().join("test-failures").join(subject);
    picture.compare(&golden, Tolerance::DRIVER, &failures)
}

/// The share of pixels that differ visibly between two pictures.
pub(crate) fn changed_share(a: &Picture, b: &Picture) -> f64 {
    a.difference(b, Tolerance::SAME.channel).map_or(1.0, |difference| difference.share)
}

/// Asserts that two pictures of the same driver show the same; if not, both are written to the
/// failures' folder.
#[track_caller]
pub(crate) fn assert_same(a: &Picture, b: &Picture, what: &str) {
    let share = changed_share(a, b);
    if share > Tolerance::SAME.share {
        let folder = out().join("test-failures").join(what.replace(' ', "-"));
        // The assertion below matters more than a picture that cannot be written.
        let _ = a.write(&folder.join("first.png")).and_then(|()| b.write(&folder.join("second.png")));
        panic!("{what}: {:.3} % of the pixels differ; see {}", share * 100.0, folder.display());
    }
}

/// A number in a status document.
#[track_caller]
pub(crate) fn number(status: &Value, path: &str) -> u64 {
    let value = status.pointer(path);
    value.and_then(Value::as_u64).unwrap_or_else(|| panic!("no number at {path} in {status}"))
}

/// Samples in a status document.
#[track_caller]
pub(crate) fn samples(status: &Value, name: &str) -> Vec<u64> {
    let list = status["samples"][name].as_array();
    let list = list.unwrap_or_else(|| panic!("no samples {name} in {status}"));
    list.iter().filter_map(Value::as_u64).collect()
}

/// The factory bundle with `change` applied to its folder, for [`BootOptions::app`]. The folder
/// is removed with the returned value.
pub(crate) fn changed_bundle(board: &str, change: impl FnOnce(&Path)) -> Result<TemporaryFolder> {
    let folder = TemporaryFolder::new();
    unpack_factory_bundle(&out().join(board), &folder.0)?;
    change(&folder.0);
    Ok(folder)
}

/// A folder that is removed on drop.
pub(crate) struct TemporaryFolder(pub(crate) PathBuf);

impl TemporaryFolder {
    pub(crate) fn new() -> Self {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("ferrule-test-{}-{number}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's cleaning of the temporary directory.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
