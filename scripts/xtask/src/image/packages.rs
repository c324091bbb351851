//! Debian packages of another architecture: fetched and unpacked without running anything of them, once per list, and kept
//! in the cache with the record of which package each file came from.

use crate::error::Error;
use crate::progress::Progress;
use crate::{exec, paths};
use ferrule_board::Architecture;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Debian's release; only its main archive is used, since the security archive's 32-bit ARM index is not reliable on mirrors.
const SUITE: &str = "bookworm";
const ARCHIVE: &str = "deb http://deb.debian.org/debian bookworm main";
/// Changes when the cache's layout does.
const LAYOUT: &str = "1";

/// Where a file came from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// Licence names from the package's copyright file, `; ` between them.
    pub(crate) licence: String,
}

/// An unpacked list of packages.
pub(crate) struct Packages {
    /// The folder they are unpacked in. Nothing in it is merged: `lib` and `usr/lib` are two folders.
    pub(crate) root: PathBuf,
    /// The packages asked for, for messages.
    pub(crate) names: Vec<String>,
    record: Record,
}

/// The cache's record, `record.json`.
#[derive(Default, Serialize, Deserialize)]
struct Record {
    packages: Vec<Package>,
    /// Path → index into `packages`.
    owners: BTreeMap<String, usize>,
}

impl Packages {
    /// The package that brought a path (relative to the root).
    pub(crate) fn owner(&self, path: &str) -> Option<&Package> {
        self.record.owners.get(path).and_then(|index| self.record.packages.get(*index))
    }

    /// The folders that hold shared libraries, in the order the loader searches them.
    pub(crate) fn library_dirs(&self, architecture: Architecture) -> Vec<PathBuf> {
        let triplet = architecture.gnu_triplet();
        ["lib", "usr/lib"].iter().map(|dir| self.root.join(dir).join(triplet)).collect()
    }
}

/// Fetches and unpacks packages with all they depend on, or finds them in the cache.
pub(crate) fn fetch(
    architecture: Architecture,
    mut names: Vec<String>,
    progress: &Progress,
) -> Result<Packages, Error> {
    names.sort();
    names.dedup();
    let list = names.join(",");
    let digest = Sha256::digest(format!("{LAYOUT}\n{SUITE}\n{ARCHIVE}\n{}\n{list}", architecture.debian()));
    let dir = paths::cache().join("packages").join(format!(
        "{}-{}",
        architecture.debian(),
        super::hex(&digest[..8])
    ));
    let root = dir.join("root");
    let record_path = dir.join("record.json");
    if let Ok(text) = fs::read(&record_path)
        && let Ok(record) = serde_json::from_slice(&text)
    {
        return Ok(Packages { root, names, record });
    }
    paths::remove_dir(&dir)?;
    paths::make_dir(&root)?;
    progress.step(&format!(
        "fetching Debian packages for {} (about a minute, kept in {})",
        architecture.debian(),
        dir.display()
    ));
    let archives = download(&dir, architecture, &list)?;
    progress.step("unpacking them");
    let record = unpack_all(&archives, &root)?;
    paths::remove_dir(&dir.join("download"))?;
    paths::write(&record_path, serde_json::to_vec(&record)?)?;
    Ok(Packages { root, names, record })
}

/// Has mmdebstrap resolve and download; returns the folder of `.deb` files. mmdebstrap writes a tar so that its files belong to
/// the caller whatever way it got its privileges.
fn download(dir: &Path, architecture: Architecture, list: &str) -> Result<PathBuf, Error> {
    let download = dir.join("download");
    paths::make_dir(&download)?;
    let sources = download.join("sources.list");
    let tar = download.join("root.tar");
    paths::write(&sources, format!("{ARCHIVE}\n"))?;
    let mut command = Command::new("mmdebstrap");
    command
        .args(["--variant=extract", "--format=tar", "--skip=cleanup/apt/cache"])
        .arg(format!("--architectures={}", architecture.debian()))
        .arg(format!("--include={list}"))
        .arg(SUITE)
        .arg(&tar)
        .arg(&sources);
    exec::output(&mut command)?;
    let mut command = Command::new("tar");
    command.arg("-C").arg(&download).arg("-xf").arg(&tar).arg("./var/cache/apt/archives");
    exec::output(&mut command)?;
    Ok(download.join("var/cache/apt/archives"))
}

fn unpack_all(archives: &Path, root: &Path) -> Result<Record, Error> {
    let entries = fs::read_dir(archives).map_err(Error::file(archives))?;
    let mut debs: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .collect();
    debs.sort();
    let mut record = Record::default();
    for deb in debs {
        unpack(&deb, root, &mut record)?;
    }
    for package in &mut record.packages {
        package.licence = licence(root, &package.name);
    }
    Ok(record)
}

/// Unpacks one package and notes its files.
fn unpack(deb: &Path, root: &Path, record: &mut Record) -> Result<(), Error> {
    let fields = exec::output(
        Command::new("dpkg-deb").args(["--show", "--showformat=${Package} ${Version}"]).arg(deb),
    )?;
    let fields = String::from_utf8_lossy(&fields).into_owned();
    let (name, version) = fields.split_once(' ').ok_or_else(|| {
        Error::Package(format!("{}: no package name and version: delete the cache", deb.display()))
    })?;
    let list = exec::output(Command::new("dpkg-deb").arg("--vextract").arg(deb).arg(root))?;
    let index = record.packages.len();
    record.packages.push(Package {
        name: name.to_owned(),
        version: version.to_owned(),
        licence: String::new(),
    });
    for line in String::from_utf8_lossy(&list).lines().filter(|line| !line.ends_with('/')) {
        record.owners.insert(line.trim_start_matches("./").to_owned(), index);
    }
    Ok(())
}

/// The licences a package's copyright file names. Files in the old free form are pointed at instead.
fn licence(root: &Path, package: &str) -> String {
    let path = root.join("usr/share/doc").join(package).join("copyright");
    let Ok(bytes) = fs::read(&path) else { return "see the source package".to_owned() };
    let names = licence_names(&String::from_utf8_lossy(&bytes));
    if names.is_empty() {
        return format!("see usr/share/doc/{package}/copyright in the package");
    }
    names
}

fn licence_names(copyright: &str) -> String {
    let fields = copyright.lines().filter_map(|line| line.strip_prefix("License:"));
    let mut names: Vec<&str> = fields.map(str::trim).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    names.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licence_names_are_read_from_the_machine_readable_form() {
        let text =
            "Format: x\n\nFiles: *\nLicense: MIT\n\nFiles: b\nLicense: GPL-2+\n text\n\nLicense: MIT\n";
        assert_eq!(licence_names(text), "GPL-2+; MIT");
        assert_eq!(licence_names("Copyright (C) someone. License: free form\n"), "");
    }
}
