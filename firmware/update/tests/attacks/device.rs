//! A device with a data partition of its own, and the servers it asks.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use ferrule_bundle::trust::{Budgets, Device, Floors, Hash, Release};
use ferrule_net::{Fault, NetError, Source};
use ferrule_slots::{BootId, Run, Start};
use ferrule_update::{CheckError, Outcome, Updater};

use crate::disk::Unsynced;
use crate::publisher::{Publisher, Tree};

/// Servers, the first one asked first. What is refused is asked of the next.
pub(crate) struct Mirrors {
    trees: Vec<Tree>,
    /// Files after which the network is gone.
    pub(crate) gone_after: Option<usize>,
}

impl Mirrors {
    pub(crate) fn new(trees: Vec<Tree>) -> Self {
        Self { trees, gone_after: None }
    }
}

impl Source for Mirrors {
    fn get(&mut self, path: &str, bytes_max: usize) -> Result<Option<Vec<u8>>, NetError> {
        let failed = |fault| NetError::Server { url: format!("http://test/{path}"), fault };
        match &mut self.gone_after {
            Some(0) => return Err(failed(Fault::Cut { bytes: 1000, cause: "reset".into() })),
            Some(left) => *left -= 1,
            None => {}
        }
        let mut first = None;
        for tree in &self.trees {
            match tree.get(path) {
                Some(bytes) if bytes.len() > bytes_max => {
                    first.get_or_insert(failed(Fault::TooLarge { bytes_max }));
                }
                Some(bytes) => return Ok(Some(bytes.clone())),
                None => {}
            }
        }
        first.map_or(Ok(None), Err)
    }

    fn refused(&mut self) -> bool {
        self.trees.remove(0);
        let others = !self.trees.is_empty();
        if !others {
            self.trees.push(Tree::new());
        }
        others
    }
}

/// A folder beside the data partition with a file of the same name and content in it.
const OUTSIDE: &str = "outside";

/// A data partition in a temporary folder, and the device around it.
pub(crate) struct Stick {
    pub(crate) dir: PathBuf,
    pub(crate) device: Device,
    /// Seconds that it has been running when it checks.
    pub(crate) uptime: u64,
}

impl Stick {
    /// A device in which release 12 has proved good.
    pub(crate) fn with_release_12() -> Self {
        // Installed once, copied for each case.
        static FIRST: OnceLock<Stick> = OnceLock::new();
        let first = FIRST.get_or_init(|| {
            let stick = Self::empty();
            let outcome = stick.check(vec![Publisher::of(12).tree()]).unwrap();
            assert!(matches!(outcome, Outcome::Ready { release: 12, .. }), "{outcome}");
            assert_eq!(stick.start(true), Ok(Some(12)));
            stick
        });
        let stick = Self::empty();
        copy(&first.dir, &stick.dir);
        stick
    }

    fn empty() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("attacks").join(number.to_string());
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("data")).unwrap();
        fs::create_dir_all(dir.join(OUTSIDE)).unwrap();
        fs::write(dir.join(OUTSIDE).join(OUTSIDE), OUTSIDE).unwrap();
        Self { dir: dir.join("data"), device: Self::device(), uptime: 60 }
    }

    /// Whether what lies beside the data partition is as it was.
    pub(crate) fn check_outside(&self) -> Result<(), String> {
        let outside = self.dir.with_file_name(OUTSIDE);
        let names: Vec<_> = fs::read_dir(&outside).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        if names != [OUTSIDE] || fs::read(outside.join(OUTSIDE)).unwrap() != OUTSIDE.as_bytes() {
            return Err(format!("something was written outside: {names:?}"));
        }
        Ok(())
    }

    /// The kind of device for which releases are published.
    pub(crate) fn device() -> Device {
        Device {
            product: "home".into(),
            hardware: "qemu-arm64".into(),
            abi: 3,
            budgets: Budgets { app_process_mib: 48, wasm_mib: 4, textures_mib: 32 },
            id: "stick-1".into(),
        }
    }

    pub(crate) fn open(&self) -> Updater<Unsynced> {
        let disk = Unsynced::open(&self.dir);
        Updater::open(disk, BootId([1; 16]), &Publisher::image(), self.device.clone(), 0).unwrap()
    }

    /// Asks the servers, as a process that has started what there is.
    pub(crate) fn check(&self, trees: Vec<Tree>) -> Result<Outcome, CheckError> {
        self.check_at(&mut Mirrors::new(trees))
    }

    pub(crate) fn check_at(&self, mirrors: &mut Mirrors) -> Result<Outcome, CheckError> {
        let mut updater = self.open();
        let _ = updater.start();
        updater.slots().interrupted().unwrap();
        updater.check(mirrors, None, self.uptime.saturating_mul(1_000_000), &mut |_| {})
    }

    /// Starts again. Says which release runs, none being the factory's, after having read all of it; `good` when it is to
    /// prove good. Complains of what is not what was signed.
    pub(crate) fn start(&self, good: bool) -> Result<Option<u64>, String> {
        let mut updater = self.open();
        let Start { run: Run::Slot(slot), .. } = updater.start() else { return Ok(None) };
        let release = updater.installed(slot).map_err(|error| error.to_string())?;
        whole(&self.dir.join(slot.bundle()), &release)?;
        if good {
            updater.slots().good(&release).map_err(|error| error.to_string())?;
        } else {
            updater.slots().interrupted().map_err(|error| error.to_string())?;
        }
        Ok(Some(release.number))
    }

    pub(crate) fn floors(&self) -> Floors {
        self.open().slots().floors()
    }
}

impl Drop for Stick {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.dir.with_file_name(""));
    }
}

/// Whether a folder holds the release's files, each with its hash.
fn whole(dir: &Path, release: &Release) -> Result<(), String> {
    for file in &release.files {
        let bytes = fs::read(dir.join(&file.path)).map_err(|error| format!("{}: {error}", file.path))?;
        if Hash::of(&bytes) != file.sha256 {
            return Err(format!("release {}: {} is not what was signed", release.number, file.path));
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&to).unwrap();
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
