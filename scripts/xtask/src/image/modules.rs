//! Kernel modules: the ones a board loads with all they depend on, in loading order.

use super::packages::Packages;
use crate::error::Error;
use crate::{exec, paths};
use ferrule_board::Board;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The kernel and its modules.
pub(crate) struct KernelFiles {
    /// The kernel to boot, relative to the packages' root.
    pub(crate) kernel: String,
    /// Modules in loading order, relative to the packages' root.
    pub(crate) modules: Vec<String>,
}

/// Finds the kernel and the closure of the board's modules.
pub(crate) fn find(board: &Board, packages: &Packages) -> Result<KernelFiles, Error> {
    let boot = packages.root.join("boot");
    let names = fs::read_dir(&boot).map_err(Error::file(&boot))?.flatten();
    let mut versions: Vec<String> = names
        .filter_map(|entry| entry.file_name().to_string_lossy().strip_prefix("vmlinuz-").map(str::to_owned))
        .collect();
    versions.sort();
    let [version] = versions.as_slice() else {
        let message = format!(
            "{} brings {} kernels, one is needed: correct kernel.package",
            board.kernel.package,
            versions.len()
        );
        return Err(Error::Package(message));
    };
    let depends = dependencies(packages, version)?;
    let mut modules = Vec::new();
    for module in &board.kernel.modules {
        let missing = || Error::NoModule { module: module.clone(), package: board.kernel.package.clone() };
        let (path, needs) = depends.get(&normal(module)).ok_or_else(missing)?;
        // modules.dep lists the nearest need first; loading starts with the farthest.
        for path in needs.iter().rev().chain([path]) {
            let path = format!("lib/modules/{version}/{path}");
            if !modules.contains(&path) {
                modules.push(path);
            }
        }
    }
    Ok(KernelFiles { kernel: format!("boot/vmlinuz-{version}"), modules })
}

/// Module names treat `-` and `_` alike.
fn normal(name: &str) -> String {
    name.replace('-', "_")
}

/// Module name → its path and the paths it needs, all relative to the version's folder.
fn dependencies(
    packages: &Packages,
    version: &str,
) -> Result<BTreeMap<String, (String, Vec<String>)>, Error> {
    let list: PathBuf = packages.root.join("lib/modules").join(version).join("modules.dep");
    if !list.exists() {
        exec::output(Command::new("depmod").arg("-b").arg(&packages.root).arg(version))?;
    }
    let text = String::from_utf8_lossy(&paths::read(&list)?).into_owned();
    let mut modules = BTreeMap::new();
    for line in text.lines() {
        let Some((path, needs)) = line.split_once(':') else { continue };
        let file = path.rsplit('/').next().unwrap_or(path);
        let name = normal(file.split(".ko").next().unwrap_or(file));
        modules.insert(name, (path.to_owned(), needs.split_whitespace().map(str::to_owned).collect()));
    }
    Ok(modules)
}
