//! The list of what goes into the root file system: every path with its source, mode and group, before anything is copied.

use super::packages::Package;
use crate::error::Error;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// What a file is counted under in the size table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Group {
    Kernel,
    Modules,
    GlDriver,
    Libc,
    Fonts,
    Ferrule,
    Bundle,
    Other,
}

impl Group {
    pub(crate) const ALL: [Self; 8] = [
        Self::Kernel,
        Self::Modules,
        Self::GlDriver,
        Self::Libc,
        Self::Fonts,
        Self::Ferrule,
        Self::Bundle,
        Self::Other,
    ];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Kernel => "kernel",
            Self::Modules => "modules",
            Self::GlDriver => "GL driver",
            Self::Libc => "libc",
            Self::Fonts => "fonts",
            Self::Ferrule => "Ferrule",
            Self::Bundle => "bundle",
            Self::Other => "other",
        }
    }
}

/// What a path is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Directory,
    Symlink(String),
    /// Copied from here.
    File(PathBuf),
    /// Made by the builder.
    Text(String),
}

/// One path of the image.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    pub(crate) mode: u32,
    pub(crate) group: Group,
    /// `None` for Ferrule's own files.
    pub(crate) package: Option<Package>,
}

/// All paths, without leading slash, in byte order. A path that is added twice keeps the later entry.
#[derive(Default)]
pub(crate) struct Manifest {
    pub(crate) entries: BTreeMap<String, Entry>,
}

impl Manifest {
    pub(crate) fn add(&mut self, path: &str, entry: Entry) {
        let mut parent = Path::new(path).parent();
        while let Some(dir) = parent.filter(|dir| !dir.as_os_str().is_empty()) {
            let name = dir.to_string_lossy().into_owned();
            self.entries.entry(name).or_insert_with(|| directory(entry.group));
            parent = dir.parent();
        }
        self.entries.insert(path.to_owned(), entry);
    }

    pub(crate) fn directory(&mut self, path: &str) {
        self.add(path, directory(Group::Other));
    }

    pub(crate) fn symlink(&mut self, path: &str, target: &str, group: Group) {
        self.add(path, Entry { kind: Kind::Symlink(target.to_owned()), mode: 0o777, group, package: None });
    }

    pub(crate) fn text(&mut self, path: &str, text: String, group: Group) {
        self.add(path, Entry { kind: Kind::Text(text), mode: 0o644, group, package: None });
    }

    pub(crate) fn file(&mut self, path: &str, source: &Path, mode: u32, group: Group) {
        self.add(path, Entry { kind: Kind::File(source.to_owned()), mode, group, package: None });
    }

    /// Adds a folder's files below `prefix`; a file is executable when its source is.
    pub(crate) fn tree(&mut self, prefix: &str, source: &Path, group: Group) -> Result<(), Error> {
        for entry in fs::read_dir(source).map_err(Error::file(source))?.flatten() {
            let path = entry.path();
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let metadata = fs::symlink_metadata(&path).map_err(Error::file(&path))?;
            if metadata.is_dir() {
                self.tree(&format!("{name}/"), &path, group)?;
            } else if metadata.is_symlink() {
                let target = fs::read_link(&path).map_err(Error::file(&path))?;
                self.symlink(&name, &target.to_string_lossy(), group);
            } else {
                let mode = if metadata.permissions().mode() & 0o100 == 0 { 0o644 } else { 0o755 };
                self.file(&name, &path, mode, group);
            }
        }
        Ok(())
    }
}

fn directory(group: Group) -> Entry {
    Entry { kind: Kind::Directory, mode: 0o755, group, package: None }
}
