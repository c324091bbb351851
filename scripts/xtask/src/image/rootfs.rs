//! What the root file system holds, and its packing. Programs and drivers bring the libraries they link to and nothing else of
//! their packages comes along.

use super::inventory::Item;
use super::manifest::{Entry, Group, Kind, Manifest};
use super::packages::Packages;
use super::{elf, home, trust};
use crate::build::Built;
use crate::error::Error;
use crate::{exec, paths};
use ferrule_board::Board;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Mount points and folders that must exist in the read-only root.
const DIRECTORIES: [&str; 9] =
    ["data", "dev", "etc", "proc", "root", "run", "sys", "tmp", "usr/lib/ferrule/factory"];
/// Where the factory bundle is.
const BUNDLE: &str = "usr/lib/ferrule/factory/";
/// Debian's merged layout: one folder of each kind.
const MERGED: [(&str, &str); 3] = [("bin", "usr/bin"), ("lib", "usr/lib"), ("sbin", "usr/bin")];
/// Busybox programs that are reachable by name.
const APPLETS: [&str; 74] = [
    "[", "ash", "awk", "basename", "cat", "chgrp", "chmod", "chown", "cp", "cut", "date", "dd", "df",
    "dirname", "dmesg", "du", "echo", "env", "expr", "false", "find", "free", "grep", "halt", "head",
    "hexdump", "id", "init", "insmod", "ip", "kill", "killall", "ln", "ls", "lsmod", "mdev", "mkdir",
    "mknod", "mktemp", "mount", "mv", "nc", "od", "pidof", "poweroff", "printf", "ps", "pwd", "readlink",
    "realpath", "reboot", "rm", "rmdir", "sed", "seq", "sh", "sleep", "sort", "stat", "stty", "sync", "tail",
    "test", "timeout", "top", "touch", "tr", "true", "udhcpc", "uevent", "umount", "usleep", "wc", "xargs",
];

/// No owners, no times, nothing that differs from build to build. LZ4 rather than zstd: a third larger, but the GL driver's first
/// start unpacks over 100 MB of it, which costs the modelled stick 0.4 s of processor time in place of 1.5 s.
const SQUASHFS_OPTIONS: [&str; 12] = [
    "-all-root",
    "-no-xattrs",
    "-reproducible",
    "-mkfs-time",
    "0",
    "-all-time",
    "0",
    "-comp",
    "lz4",
    "-Xhc",
    "-b",
    "128K",
];

/// Collects everything for a board.
pub(crate) fn collect(board: &Board, packages: &Packages, built: &Built) -> Result<Manifest, Error> {
    let mut manifest = Manifest::default();
    for directory in DIRECTORIES {
        manifest.directory(directory);
    }
    for (link, target) in MERGED {
        manifest.symlink(link, target, Group::Other);
    }
    let triplet = board.architecture.gnu_triplet();
    let mut collector = Collector { board, packages, manifest: &mut manifest, done: BTreeSet::new() };
    for path in &board.rootfs.files {
        collector.package_file(&path.replace("{triplet}", triplet), "rootfs.files", Group::Other)?;
    }
    for path in board.gpu.entry_points.iter().chain(&board.gpu.data) {
        collector.package_file(
            &path.replace("{triplet}", triplet),
            "gpu.entry_points or gpu.data",
            Group::GlDriver,
        )?;
    }
    for (rank, path) in board.fonts.files.iter().enumerate() {
        collector.font(rank, path)?;
    }
    for (name, source) in &built.programs {
        collector.manifest.file(&format!("usr/bin/{name}"), source, 0o755, Group::Ferrule);
        collector.needs(source, name, Group::Other)?;
    }
    for applet in APPLETS {
        manifest.symlink(&format!("usr/bin/{applet}"), "busybox", Group::Other);
    }
    home::add(&mut manifest, BUNDLE, &built.engine)?;
    trust::collect(board, &mut manifest)?;
    manifest.tree("", &paths::root().join("rootfs-overlay"), Group::Other)?;
    manifest.text("etc/ferrule/board.json", board.to_json()? + "\n", Group::Ferrule);
    manifest.text("etc/ferrule/limits", limits(board), Group::Ferrule);
    Ok(manifest)
}

/// The board's memory limits for the start scripts, as shell assignments.
fn limits(board: &Board) -> String {
    let bytes = |mib: u32| u64::from(mib) * 1024 * 1024;
    format!(
        "MEMORY_CAP_BYTES={}\nAPP_PROCESS_BYTES={}\n",
        bytes(board.memory.cap_mib),
        bytes(board.memory.lines.app_process_mib)
    )
}

struct Collector<'a> {
    board: &'a Board,
    packages: &'a Packages,
    manifest: &'a mut Manifest,
    done: BTreeSet<String>,
}

impl Collector<'_> {
    /// Adds a file of a package by its path there, following links, with the libraries it needs.
    fn package_file(&mut self, path: &str, field: &'static str, group: Group) -> Result<(), Error> {
        if !self.done.insert(path.to_owned()) {
            return Ok(());
        }
        let source = self.packages.root.join(path);
        let metadata = fs::symlink_metadata(&source).map_err(|_| Error::NotPackaged {
            path: path.to_owned(),
            packages: self.packages.names.join(" "),
            field,
        })?;
        let group = match self.packages.owner(path) {
            Some(owner) if owner.name == "libc6" || owner.name == "libgcc-s1" => Group::Libc,
            _ => group,
        };
        let package = self.packages.owner(path).cloned();
        if metadata.is_symlink() {
            let target = fs::read_link(&source).map_err(Error::file(&source))?;
            let kind = Kind::Symlink(target.to_string_lossy().into_owned());
            self.manifest.add(&merged(path), Entry { kind, mode: 0o777, group, package });
            return self.package_file(&resolve(path, &target), field, group);
        }
        let mode = if metadata.permissions().mode() & 0o100 == 0 { 0o644 } else { 0o755 };
        self.manifest.add(&merged(path), Entry { kind: Kind::File(source.clone()), mode, group, package });
        self.needs(&source, path, group)
    }

    /// Adds the libraries (and the loader) that a file needs.
    fn needs(&mut self, source: &Path, name: &str, group: Group) -> Result<(), Error> {
        let Some(needs) = elf::needs(source)? else { return Ok(()) };
        if let Some(interpreter) = needs.interpreter {
            self.package_file(interpreter.trim_start_matches('/'), "rootfs.packages", Group::Libc)?;
        }
        for library in needs.libraries {
            let dirs = self.packages.library_dirs(self.board.architecture);
            let found =
                dirs.iter().map(|dir| dir.join(&library)).find(|path| path.symlink_metadata().is_ok());
            let Some(found) = found else {
                return Err(Error::NoLibrary { needed_by: name.to_owned(), library });
            };
            let path =
                found.strip_prefix(&self.packages.root).unwrap_or(&found).to_string_lossy().into_owned();
            self.package_file(&path, "the libraries of a file", group)?;
        }
        Ok(())
    }

    /// Adds a font. Its place in the list is its rank as a fall-back, which its name tells.
    fn font(&mut self, rank: usize, path: &str) -> Result<(), Error> {
        let source = self.packages.root.join(path);
        if !source.exists() {
            let packages = self.packages.names.join(" ");
            return Err(Error::NotPackaged { path: path.to_owned(), packages, field: "fonts.files" });
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let package = self.packages.owner(path).cloned();
        let entry = Entry { kind: Kind::File(source), mode: 0o644, group: Group::Fonts, package };
        self.manifest.add(&format!("usr/share/ferrule/fonts/{rank:02}-{name}"), entry);
        Ok(())
    }
}

/// A package's path in the merged layout.
fn merged(path: &str) -> String {
    for (from, to) in MERGED {
        if let Some(rest) = path.strip_prefix(from).filter(|rest| rest.starts_with('/')) {
            return format!("{to}{rest}");
        }
    }
    path.to_owned()
}

/// Where a link at `path` leads, as a path in the packages' root.
fn resolve(path: &str, target: &Path) -> String {
    let start = if target.is_absolute() { PathBuf::new() } else { Path::new(path).with_file_name("") };
    let mut resolved = PathBuf::new();
    for part in start.join(target.strip_prefix("/").unwrap_or(target)).components() {
        match part {
            std::path::Component::ParentDir => {
                resolved.pop();
            }
            other => resolved.push(other),
        }
    }
    resolved.to_string_lossy().into_owned()
}

/// Stands for everything that the packed image depends on.
pub(crate) fn key(manifest: &Manifest, items: &[Item]) -> String {
    let mut hash = Sha256::new();
    hash.update(SQUASHFS_OPTIONS.join(" "));
    for (path, entry) in &manifest.entries {
        let kind = match &entry.kind {
            Kind::Directory => "directory",
            Kind::Symlink(target) => target,
            Kind::File(_) | Kind::Text(_) => "file",
        };
        hash.update(format!("{path}\0{:o}\0{kind}\n", entry.mode));
    }
    for item in items {
        hash.update(item.identity());
    }
    super::hex(&hash.finalize())
}

/// Copies the listed files to an empty folder. Files that are hard links of each other stay so, and count once.
pub(crate) fn stage(manifest: &Manifest, staging: &Path) -> Result<(), Error> {
    paths::remove_dir(staging)?;
    paths::make_dir(staging)?;
    let mut seen = std::collections::HashMap::new();
    for (path, entry) in &manifest.entries {
        let place = staging.join(path);
        match &entry.kind {
            Kind::Directory => paths::make_dir(&place)?,
            Kind::Symlink(target) => symlink(target, &place).map_err(Error::file(&place))?,
            Kind::Text(text) => paths::write(&place, text)?,
            Kind::File(source) => {
                let metadata = fs::metadata(source).map_err(Error::file(source))?;
                if let Some(first) = seen.get(&(metadata.dev(), metadata.ino())) {
                    fs::hard_link(first, &place).map_err(Error::file(&place))?;
                    continue;
                }
                fs::copy(source, &place).map_err(Error::file(source))?;
                seen.insert((metadata.dev(), metadata.ino()), place.clone());
            }
        }
        if !matches!(entry.kind, Kind::Symlink(_)) {
            fs::set_permissions(&place, fs::Permissions::from_mode(entry.mode))
                .map_err(Error::file(&place))?;
        }
    }
    Ok(())
}

/// Packs a folder as squashfs with no owners and no times.
pub(crate) fn pack(staging: &Path, image: &Path) -> Result<(), Error> {
    let mut command = Command::new("mksquashfs");
    command.arg(staging).arg(image).args(["-quiet", "-no-progress", "-noappend"]).args(SQUASHFS_OPTIONS);
    exec::output(&mut command).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_merged_and_links_resolved() {
        assert_eq!(merged("lib/aarch64-linux-gnu/libc.so.6"), "usr/lib/aarch64-linux-gnu/libc.so.6");
        assert_eq!(merged("bin/busybox"), "usr/bin/busybox");
        assert_eq!(merged("library/x"), "library/x");
        assert_eq!(merged("usr/lib/x"), "usr/lib/x");
        let resolved = |path, target: &str| resolve(path, Path::new(target));
        assert_eq!(resolved("lib/ld.so", "aarch64-linux-gnu/ld.so"), "lib/aarch64-linux-gnu/ld.so");
        assert_eq!(resolved("usr/lib/a/b.so", "../c/d.so"), "usr/lib/c/d.so");
        assert_eq!(resolved("usr/lib/a/b.so", "/lib/c.so"), "lib/c.so");
        assert_eq!(resolved("b.so", "../../c.so"), "c.so");
    }

    #[test]
    fn the_key_changes_with_modes_links_and_names() {
        let mut manifest = Manifest::default();
        manifest.text("etc/a", "text".to_owned(), Group::Other);
        manifest.symlink("bin", "usr/bin", Group::Other);
        let first = key(&manifest, &[]);
        assert_eq!(first, key(&manifest, &[]));
        manifest.symlink("bin", "usr/sbin", Group::Other);
        let second = key(&manifest, &[]);
        assert_ne!(first, second);
        if let Some(entry) = manifest.entries.get_mut("etc/a") {
            entry.mode = 0o600;
        }
        assert_ne!(second, key(&manifest, &[]));
    }
}
