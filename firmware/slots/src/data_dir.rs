//! The data partition's folder, over system calls that follow no link and leave the folder by no way.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{self, AtFlags, Dir, Mode, OFlags};
use rustix::io::Errno;

use crate::disk::Disk;

/// Folders inside one another that are removed. What is deeper was not made here, and stays.
const DEPTH_MAX: usize = 256;
const STEP: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
/// NONBLOCK: a pipe in place of a file must not hold us up before it is refused.
const PLAIN: OFlags = OFlags::NOFOLLOW.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);

/// A folder of the real file system.
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
    /// The opened folder, or why it cannot be opened: then every operation gives this error.
    root: Result<OwnedFd, Errno>,
}

impl DataDir {
    /// Opens the folder. Never fails: a folder that cannot be opened gives its error with each operation, so that the
    /// callers have one way for all troubles with storage.
    #[must_use]
    pub fn open(path: &Path) -> Self {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Self { path: path.into(), root: fs::open(path, flags, Mode::empty()) }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder around what `path` names, and the name in it.
    fn parent<'a>(&self, path: &'a str) -> io::Result<(Option<OwnedFd>, &'a str)> {
        match path.rsplit_once('/') {
            None => Ok((None, name(path)?)),
            Some((folders, last)) => Ok((Some(self.folder(folders)?), name(last)?)),
        }
    }

    /// Opens a folder for walking.
    fn folder(&self, path: &str) -> io::Result<OwnedFd> {
        let mut at: Option<OwnedFd> = None;
        for component in path.split('/') {
            at = Some(fs::openat(self.at(at.as_ref())?, name(component)?, STEP, Mode::empty())?);
        }
        at.ok_or_else(|| Errno::INVAL.into())
    }

    fn at<'a>(&'a self, folder: Option<&'a OwnedFd>) -> io::Result<BorrowedFd<'a>> {
        match (folder, &self.root) {
            (Some(folder), _) => Ok(folder.as_fd()),
            (None, Ok(root)) => Ok(root.as_fd()),
            (None, Err(errno)) => Err((*errno).into()),
        }
    }

    /// Opens a regular file and nothing else.
    fn file(&self, path: &str, flags: OFlags) -> io::Result<File> {
        let (folder, last) = self.parent(path)?;
        let mode = Mode::from_raw_mode(0o644);
        let file = File::from(fs::openat(self.at(folder.as_ref())?, last, flags | PLAIN, mode)?);
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is not a regular file")) }
    }
}

impl Disk for DataDir {
    fn read(&self, path: &str, bytes_max: usize) -> io::Result<Vec<u8>> {
        let file = self.file(path, OFlags::RDONLY)?;
        let mut bytes = Vec::new();
        file.take(bytes_max as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > bytes_max { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
    }

    fn read_at(&self, path: &str, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        let file = self.file(path, OFlags::RDONLY)?;
        let mut bytes = vec![0; len];
        let mut filled = 0;
        while filled < len {
            match rustix::io::pread(&file, &mut bytes[filled..], offset + filled as u64) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(Errno::INTR) => {}
                Err(errno) => return Err(errno.into()),
            }
        }
        bytes.truncate(filled);
        Ok(bytes)
    }

    fn write_at(&self, path: &str, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let file = self.file(path, OFlags::WRONLY | OFlags::CREATE)?;
        let mut written = 0;
        while written < bytes.len() {
            match rustix::io::pwrite(&file, &bytes[written..], offset + written as u64) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => written += count,
                Err(Errno::INTR) => {}
                Err(errno) => return Err(errno.into()),
            }
        }
        Ok(())
    }

    fn write_durably(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.file(path, OFlags::WRONLY | OFlags::CREATE | OFlags::DSYNC)?;
        file.write_all(bytes)
    }

    fn set_len(&self, path: &str, bytes: u64) -> io::Result<()> {
        self.file(path, OFlags::WRONLY | OFlags::CREATE)?.set_len(bytes)
    }

    fn sync_file(&self, path: &str) -> io::Result<()> {
        self.file(path, OFlags::RDONLY)?.sync_all()
    }

    fn sync_dir(&self, path: &str) -> io::Result<()> {
        let folder = if path.is_empty() { None } else { Some(self.folder(path)?) };
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(fs::fsync(fs::openat(self.at(folder.as_ref())?, ".", flags, Mode::empty())?)?)
    }

    fn create_dir(&self, path: &str) -> io::Result<()> {
        let (folder, last) = self.parent(path)?;
        Ok(fs::mkdirat(self.at(folder.as_ref())?, last, Mode::from_raw_mode(0o755))?)
    }

    fn is_dir(&self, path: &str) -> bool {
        self.folder(path).is_ok()
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let (folder, from) = self.parent(from)?;
        let (other, to) = self.parent(to)?;
        Ok(fs::renameat(self.at(folder.as_ref())?, from, self.at(other.as_ref())?, to)?)
    }

    fn remove_all(&self, path: &str) -> io::Result<()> {
        let (folder, last) = self.parent(path)?;
        let last = std::ffi::CString::new(last)?;
        remove(self.at(folder.as_ref())?, &last, DEPTH_MAX)
    }
}

/// A name that stays in its folder.
fn name(component: &str) -> io::Result<&str> {
    match component {
        "" | "." | ".." => Err(io::ErrorKind::InvalidInput.into()),
        _ => Ok(component),
    }
}

fn remove(at: BorrowedFd<'_>, name: &std::ffi::CStr, depth: usize) -> io::Result<()> {
    match fs::unlinkat(at, name, AtFlags::empty()) {
        // A folder: EISDIR on Linux, EPERM by POSIX.
        Err(Errno::ISDIR | Errno::PERM) => {}
        done => return Ok(done?),
    }
    if depth == 0 {
        return Err(io::Error::other(format!("more than {DEPTH_MAX} folders inside one another")));
    }
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let folder = fs::openat(at, name, flags, Mode::empty())?;
    let entries: Vec<_> = Dir::read_from(&folder)?
        .filter(|entry| {
            !entry.as_ref().is_ok_and(|entry| matches!(entry.file_name().to_bytes(), b"." | b".."))
        })
        .collect::<Result<_, _>>()?;
    for entry in entries {
        remove(folder.as_fd(), entry.file_name(), depth - 1)?;
    }
    Ok(fs::unlinkat(at, name, AtFlags::REMOVEDIR)?)
}
