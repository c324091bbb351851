//! Opening a bundle and the files in it.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};

use ferrule_abi::limits::ENGINE_SCRIPT_BYTES_MAX;
use ferrule_abi::{ABI_VERSION, EngineKind};
use rustix::fs::{self, MemfdFlags, Mode, OFlags, SealFlags};
use rustix::io::Errno;

use crate::error::BundleError;
use crate::inventory::{Inventory, Listed};
use crate::manifest::{self, Manifest};
use crate::path::components;
use crate::{APP_BYTES_MAX, ENGINE_BYTES_MAX, MANIFEST_BYTES_MAX, MANIFEST_FILE, SPLASH_IMAGE_BYTES_MAX};

/// An opened bundle. Cheap to share between threads; reading needs no lock.
#[derive(Debug)]
pub struct Bundle {
    dir: PathBuf,
    root: OwnedFd,
    /// What was signed, for a bundle that came from outside the image.
    inventory: Option<Inventory>,
    manifest: Manifest,
}

impl Bundle {
    /// Opens the folder, reads its manifest and checks that the files it names are there and within their limits.
    /// What is in those files is for their readers to check.
    ///
    /// # Errors
    /// Any of [`BundleError`]; each names the file and the cure.
    pub fn open(dir: &Path) -> Result<Self, BundleError> {
        Self::open_with(dir, None)
    }

    /// [`Bundle::open`] for a folder that can be written: now and at each read, a file must be what was signed.
    ///
    /// # Errors
    /// Any of [`BundleError`]; each names the file and the cure.
    pub fn open_signed(dir: &Path, inventory: Inventory) -> Result<Self, BundleError> {
        Self::open_with(dir, Some(inventory))
    }

    fn open_with(dir: &Path, inventory: Option<Inventory>) -> Result<Self, BundleError> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root = fs::open(dir, flags, Mode::empty())
            .map_err(|cause| BundleError::Directory { dir: dir.into(), cause: cause.into() })?;
        let bytes = read(dir, &root, inventory.as_ref(), MANIFEST_FILE, MANIFEST_BYTES_MAX)?;
        let manifest =
            manifest::parse(&bytes).map_err(|message| BundleError::Manifest { dir: dir.into(), message })?;
        if manifest.abi != ABI_VERSION {
            return Err(BundleError::Abi { dir: dir.into(), found: manifest.abi });
        }
        let bundle = Self { dir: dir.into(), root, inventory, manifest };
        bundle.check(&bundle.manifest.app, APP_BYTES_MAX)?;
        for &kind in EngineKind::ALL {
            bundle.check(bundle.manifest.engines.path(kind), engine_bytes_max(kind))?;
        }
        if let Some(image) = &bundle.manifest.splash.image {
            bundle.check(image, SPLASH_IMAGE_BYTES_MAX)?;
        }
        Ok(bundle)
    }

    /// The folder it was opened from, for messages.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What it says about itself.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The app's script, opened for reading; `ferrule-app` takes it as a file descriptor. Of a signed bundle it is a copy
    /// that was checked and that nobody can change.
    ///
    /// # Errors
    /// As [`Bundle::read`] with [`APP_BYTES_MAX`].
    pub fn app(&self) -> Result<File, BundleError> {
        let path = &self.manifest.app;
        if self.inventory.is_none() {
            return open(&self.dir, &self.root, path);
        }
        let bytes = self.read(path, APP_BYTES_MAX)?;
        sealed(&bytes).map_err(|cause| unreadable(&self.dir, path, cause))
    }

    /// The bytes of one of the engines.
    ///
    /// # Errors
    /// As [`Bundle::read`] with [`ENGINE_BYTES_MAX`] or [`ENGINE_SCRIPT_BYTES_MAX`].
    pub fn engine(&self, kind: EngineKind) -> Result<Vec<u8>, BundleError> {
        self.read(self.manifest.engines.path(kind), engine_bytes_max(kind))
    }

    /// Reads a whole regular file of at most `bytes_max` bytes by its path inside the bundle.
    ///
    /// # Errors
    /// [`BundleError::Path`], `Missing`, `NotAFile`, `Unreadable`, `TooLarge`, and `NotSigned` or `Changed` of a signed bundle.
    pub fn read(&self, path: &str, bytes_max: usize) -> Result<Vec<u8>, BundleError> {
        read(&self.dir, &self.root, self.inventory.as_ref(), path, bytes_max)
    }

    /// Refuses a file that is missing, empty or beyond its limit.
    fn check(&self, path: &str, bytes_max: usize) -> Result<(), BundleError> {
        let file = open(&self.dir, &self.root, path)?;
        let bytes = checked_len(&self.dir, path, &file, bytes_max)?;
        if bytes == 0 {
            return Err(BundleError::Empty { dir: self.dir.clone(), file: path.into() });
        }
        // The bytes themselves are checked when they are read.
        match listed(&self.dir, self.inventory.as_ref(), path)? {
            Some(listed) if listed.bytes != bytes as u64 => Err(changed(&self.dir, path)),
            _ => Ok(()),
        }
    }
}

const fn engine_bytes_max(kind: EngineKind) -> usize {
    match kind {
        EngineKind::Wasm => ENGINE_BYTES_MAX,
        EngineKind::Js => ENGINE_SCRIPT_BYTES_MAX,
    }
}

/// Bytes as a file in memory whose content and size are fixed.
fn sealed(bytes: &[u8]) -> io::Result<File> {
    let mut file = File::from(fs::memfd_create("app", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?);
    file.write_all(bytes)?;
    file.rewind()?;
    fs::fcntl_add_seals(&file, SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL)?;
    Ok(file)
}

/// What was signed about a file; nothing for a bundle that nobody signed.
fn listed(dir: &Path, inventory: Option<&Inventory>, path: &str) -> Result<Option<Listed>, BundleError> {
    match inventory.map(|inventory| inventory.get(path)) {
        None => Ok(None),
        Some(Some(listed)) => Ok(Some(listed)),
        Some(None) => Err(BundleError::NotSigned { dir: dir.into(), file: path.into() }),
    }
}

fn read(
    dir: &Path,
    root: &OwnedFd,
    inventory: Option<&Inventory>,
    path: &str,
    bytes_max: usize,
) -> Result<Vec<u8>, BundleError> {
    let file = open(dir, root, path)?;
    let listed = listed(dir, inventory, path)?;
    let expected = checked_len(dir, path, &file, bytes_max)?;
    let mut bytes = Vec::with_capacity(expected);
    // One byte more than allowed, so that a file that grows meanwhile is noticed and not cut.
    let mut capped = file.take(bytes_max as u64 + 1);
    capped.read_to_end(&mut bytes).map_err(|cause| unreadable(dir, path, cause))?;
    if bytes.len() > bytes_max {
        return Err(BundleError::TooLarge {
            dir: dir.into(),
            file: path.into(),
            bytes: bytes.len() as u64,
            bytes_max,
        });
    }
    match listed {
        Some(listed) if listed != Listed::of(&bytes) => Err(changed(dir, path)),
        _ => Ok(bytes),
    }
}

fn open(dir: &Path, root: &OwnedFd, path: &str) -> Result<File, BundleError> {
    let mut names = components(path)?;
    let last = names.pop().unwrap_or_default();
    let wrap = |cause: Errno| match cause {
        Errno::NOENT => BundleError::Missing { dir: dir.into(), file: path.into() },
        // A symbolic link in place of a file, or anything but a folder in place of a folder.
        Errno::LOOP | Errno::NOTDIR | Errno::NXIO => not_a_file(dir, path),
        cause => unreadable(dir, path, cause.into()),
    };
    let step = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut folder: Option<OwnedFd> = None;
    for name in names {
        let at = folder.as_ref().unwrap_or(root).as_fd();
        folder = Some(fs::openat(at, name, step, Mode::empty()).map_err(wrap)?);
    }
    // NONBLOCK: a pipe in the bundle must not hold us up before it is refused.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let at = folder.as_ref().unwrap_or(root).as_fd();
    let file = File::from(fs::openat(at, last, flags, Mode::empty()).map_err(wrap)?);
    let meta = file.metadata().map_err(|cause| unreadable(dir, path, cause))?;
    if meta.is_file() { Ok(file) } else { Err(not_a_file(dir, path)) }
}

fn checked_len(dir: &Path, path: &str, file: &File, bytes_max: usize) -> Result<usize, BundleError> {
    let bytes = file.metadata().map_err(|cause| unreadable(dir, path, cause))?.len();
    match usize::try_from(bytes) {
        Ok(len) if len <= bytes_max => Ok(len),
        _ => Err(BundleError::TooLarge { dir: dir.into(), file: path.into(), bytes, bytes_max }),
    }
}

fn unreadable(dir: &Path, file: &str, cause: io::Error) -> BundleError {
    BundleError::Unreadable { dir: dir.into(), file: file.into(), cause }
}

fn changed(dir: &Path, file: &str) -> BundleError {
    BundleError::Changed { dir: dir.into(), file: file.into() }
}

fn not_a_file(dir: &Path, file: &str) -> BundleError {
    BundleError::NotAFile { dir: dir.into(), file: file.into() }
}
