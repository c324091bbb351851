//! What was shipped: every file with its origin, and sizes by group.

use super::hex;
use super::manifest::{Group, Kind, Manifest};
use super::modules::KernelFiles;
use super::packages::Packages;
use crate::error::Error;
use crate::paths;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// One shipped file.
#[derive(Serialize)]
pub(crate) struct Item {
    path: String,
    group: Group,
    package: String,
    version: String,
    licence: String,
    size: u64,
    sha256: String,
}

impl Item {
    /// Path and content, for telling whether an image is up to date.
    pub(crate) fn identity(&self) -> String {
        format!("{}\0{}\n", self.path, self.sha256)
    }
}

/// Every file of the image: kernel, initramfs and root file system. Links have no content and are left out.
pub(crate) fn collect(
    manifest: &Manifest,
    packages: &Packages,
    files: &KernelFiles,
) -> Result<(Vec<Item>, Sizes), Error> {
    let mut items = Vec::new();
    let mut sizes = Sizes::default();
    items.push(packaged(packages, &files.kernel, "kernel", Group::Kernel, &mut sizes)?);
    for module in &files.modules {
        let name = module.path.rsplit('/').next().unwrap_or(&module.path);
        items.push(packaged(
            packages,
            &module.path,
            &format!("initramfs:lib/{name}"),
            Group::Modules,
            &mut sizes,
        )?);
    }
    items.push(packaged(packages, "bin/busybox", "initramfs:bin/busybox", Group::Other, &mut sizes)?);
    for (path, entry) in &manifest.entries {
        let content = match &entry.kind {
            Kind::File(source) => paths::read(source)?,
            Kind::Text(text) => text.clone().into_bytes(),
            Kind::Directory | Kind::Symlink(_) => continue,
        };
        if let Kind::File(source) = &entry.kind {
            sizes.count(source, entry.group)?;
        } else {
            sizes.add(entry.group, content.len() as u64);
        }
        let (package, version, licence) = entry.package.as_ref().map_or_else(
            || ("ferrule".to_owned(), env!("CARGO_PKG_VERSION").to_owned(), "Apache-2.0".to_owned()),
            |package| (package.name.clone(), package.version.clone(), package.licence.clone()),
        );
        let sha256 = hex(&Sha256::digest(&content));
        items.push(Item {
            path: format!("/{path}"),
            group: entry.group,
            package,
            version,
            licence,
            size: content.len() as u64,
            sha256,
        });
    }
    Ok((items, sizes))
}

fn packaged(
    packages: &Packages,
    path: &str,
    shown: &str,
    group: Group,
    sizes: &mut Sizes,
) -> Result<Item, Error> {
    let source = packages.root.join(path);
    let content = paths::read(&source)?;
    sizes.count(&source, group)?;
    let owner = packages
        .owner(path)
        .ok_or_else(|| Error::Package(format!("{path} belongs to no package: delete the cache")))?;
    Ok(Item {
        path: shown.to_owned(),
        group,
        package: owner.name.clone(),
        version: owner.version.clone(),
        licence: owner.licence.clone(),
        size: content.len() as u64,
        sha256: hex(&Sha256::digest(&content)),
    })
}

/// Bytes by group, before compression; files that share their content by hard links count once.
#[derive(Default)]
pub(crate) struct Sizes {
    groups: BTreeMap<Group, u64>,
    seen: HashSet<(u64, u64)>,
}

/// `sizes.json`.
#[derive(Serialize)]
struct SizeReport {
    /// Bytes by group, uncompressed.
    groups: BTreeMap<Group, u64>,
    /// Bytes of the files in the output folder.
    images: BTreeMap<String, u64>,
}

impl Sizes {
    fn count(&mut self, source: &Path, group: Group) -> Result<(), Error> {
        let metadata = fs::metadata(source).map_err(Error::file(source))?;
        if self.seen.insert((metadata.dev(), metadata.ino())) {
            self.add(group, metadata.len());
        }
        Ok(())
    }

    fn add(&mut self, group: Group, bytes: u64) {
        *self.groups.entry(group).or_default() += bytes;
    }

    /// The report as JSON.
    pub(crate) fn json(&self, out: &Path) -> Result<String, Error> {
        let report = SizeReport { groups: self.groups.clone(), images: images(out)? };
        Ok(serde_json::to_string_pretty(&report)? + "\n")
    }

    /// The table that is printed.
    pub(crate) fn table(&self, out: &Path) -> Result<String, Error> {
        let mut table = String::from("part           uncompressed\n");
        for group in Group::ALL {
            let bytes = self.groups.get(&group).copied().unwrap_or(0);
            table.push_str(&format!("{:<14} {:>8.2} MB\n", group.title(), megabytes(bytes)));
        }
        for (name, bytes) in images(out)? {
            table.push_str(&format!("{name:<14} {:>8.2} MB as shipped\n", megabytes(bytes)));
        }
        Ok(table)
    }
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn images(out: &Path) -> Result<BTreeMap<String, u64>, Error> {
    ["kernel", "initramfs", "rootfs.img"]
        .into_iter()
        .map(|name| {
            let path = out.join(name);
            Ok((name.to_owned(), fs::metadata(&path).map_err(Error::file(&path))?.len()))
        })
        .collect()
}
