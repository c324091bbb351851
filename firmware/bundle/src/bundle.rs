//! Opening a bundle and the files in it.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};

use ferrule_abi::limits::ENGINE_SCRIPT_BYTES_MAX;
use ferrule_abi::{ABI_VERSION, EngineKind};
use rustix::fs::{self, Mode, OFlags};
use rustix::io::Errno;

use crate::error::BundleError;
use crate::manifest::{self, Manifest};
use crate::path::components;
use crate::{APP_BYTES_MAX, ENGINE_BYTES_MAX, MANIFEST_BYTES_MAX, MANIFEST_FILE, SPLASH_IMAGE_BYTES_MAX};

/// An opened bundle. Cheap to share between threads; reading needs no lock.
#[derive(Debug)]
pub struct Bundle {
    dir: PathBuf,
    root: OwnedFd,
    manifest: Manifest,
}

impl Bundle {
    /// Opens the folder, reads its manifest and checks that the files it names are there and within their limits.
    /// What is in those files is for their readers to check.
    ///
    /// # Errors
    /// Any of [`BundleError`]; each names the file and the cure.
    pub fn open(dir: &Path) -> Result<Self, BundleError> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root = fs::open(dir, flags, Mode::empty())
            .map_err(|cause| BundleError::Directory { dir: dir.into(), cause: cause.into() })?;
        let bytes = read(dir, &root, MANIFEST_FILE, MANIFEST_BYTES_MAX)?;
        let manifest =
            manifest::parse(&bytes).map_err(|message| BundleError::Manifest { dir: dir.into(), message })?;
        if manifest.abi != ABI_VERSION {
            return Err(BundleError::Abi { dir: dir.into(), found: manifest.abi });
        }
        let bundle = Self { dir: dir.into(), root, manifest };
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

    /// The app's script, opened for reading; `ferrule-app` takes it as a file descriptor.
    ///
    /// # Errors
    /// As [`Bundle::open_file`].
    pub fn app(&self) -> Result<File, BundleError> {
        self.open_file(&self.manifest.app)
    }

    /// The bytes of one of the engines.
    ///
    /// # Errors
    /// As [`Bundle::read`] with [`ENGINE_BYTES_MAX`] or [`ENGINE_SCRIPT_BYTES_MAX`].
    pub fn engine(&self, kind: EngineKind) -> Result<Vec<u8>, BundleError> {
        self.read(self.manifest.engines.path(kind), engine_bytes_max(kind))
    }

    /// Opens a regular file by its path inside the bundle.
    ///
    /// # Errors
    /// [`BundleError::Path`], `Missing`, `NotAFile`, `Unreadable`.
    pub fn open_file(&self, path: &str) -> Result<File, BundleError> {
        open(&self.dir, &self.root, path)
    }

    /// Reads a whole file of at most `bytes_max` bytes.
    ///
    /// # Errors
    /// As [`Bundle::open_file`], and [`BundleError::TooLarge`].
    pub fn read(&self, path: &str, bytes_max: usize) -> Result<Vec<u8>, BundleError> {
        read(&self.dir, &self.root, path, bytes_max)
    }

    /// Refuses a file that is missing, empty or beyond its limit.
    fn check(&self, path: &str, bytes_max: usize) -> Result<(), BundleError> {
        let file = self.open_file(path)?;
        if checked_len(&self.dir, path, &file, bytes_max)? == 0 {
            return Err(BundleError::Empty { dir: self.dir.clone(), file: path.into() });
        }
        Ok(())
    }
}

const fn engine_bytes_max(kind: EngineKind) -> usize {
    match kind {
        EngineKind::Wasm => ENGINE_BYTES_MAX,
        EngineKind::Js => ENGINE_SCRIPT_BYTES_MAX,
    }
}

fn read(dir: &Path, root: &OwnedFd, path: &str, bytes_max: usize) -> Result<Vec<u8>, BundleError> {
    let file = open(dir, root, path)?;
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
    Ok(bytes)
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

fn not_a_file(dir: &Path, file: &str) -> BundleError {
    BundleError::NotAFile { dir: dir.into(), file: file.into() }
}
