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
    /// Modules in loading order.
    pub(crate) modules: Vec<Module>,
}

/// A module to load.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Module {
    /// Relative to the packages' root.
    pub(crate) path: String,
    /// What it is loaded with, or nothing.
    pub(crate) parameters: String,
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
    let modules = closure(&board.kernel.modules, &depends)
        .map_err(|module| Error::NoModule { module, package: board.kernel.package.clone() })?
        .into_iter()
        .map(|module| Module { path: format!("lib/modules/{version}/{}", module.path), ..module })
        .collect();
    Ok(KernelFiles { kernel: format!("boot/vmlinuz-{version}"), modules })
}

/// The wanted modules and all they need, in loading order; the name of the first unknown one otherwise. A wanted module may be
/// followed by its parameters; one that is needed earlier than it is listed is loaded without them, so it is listed first.
fn closure(wanted: &[String], depends: &Depends) -> Result<Vec<Module>, String> {
    let mut modules: Vec<Module> = Vec::new();
    for line in wanted {
        let (name, parameters) = line.split_once(' ').unwrap_or((line, ""));
        let (path, needs) = depends.get(&normal(name)).ok_or_else(|| name.to_owned())?;
        // modules.dep lists the nearest need first; loading starts with the farthest.
        let needs = needs.iter().rev().map(|path| (path, ""));
        for (path, parameters) in needs.chain([(path, parameters)]) {
            if !modules.iter().any(|module| module.path == *path) {
                modules.push(Module { path: path.clone(), parameters: parameters.to_owned() });
            }
        }
    }
    Ok(modules)
}

/// Module names treat `-` and `_` alike.
fn normal(name: &str) -> String {
    name.replace('-', "_")
}

/// Module name → its path and the paths it needs, all relative to the version's folder.
type Depends = BTreeMap<String, (String, Vec<String>)>;

fn dependencies(packages: &Packages, version: &str) -> Result<Depends, Error> {
    let list: PathBuf = packages.root.join("lib/modules").join(version).join("modules.dep");
    if !list.exists() {
        exec::output(Command::new("depmod").arg("-b").arg(&packages.root).arg(version))?;
    }
    Ok(parse(&String::from_utf8_lossy(&paths::read(&list)?)))
}

/// Reads `modules.dep`: `path: need need ...`, one module a line.
fn parse(text: &str) -> Depends {
    let mut modules = BTreeMap::new();
    for line in text.lines() {
        let Some((path, needs)) = line.split_once(':') else { continue };
        let file = path.rsplit('/').next().unwrap_or(path);
        let name = normal(file.split(".ko").next().unwrap_or(file));
        modules.insert(name, (path.to_owned(), needs.split_whitespace().map(str::to_owned).collect()));
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_come_before_what_needs_them_and_only_once() {
        let depends = parse(
            "kernel/d/virtio-gpu.ko: kernel/d/drm.ko kernel/d/virtio.ko\nkernel/d/drm.ko:\n\
             kernel/d/virtio.ko:\nkernel/d/virtio_blk.ko: kernel/d/virtio.ko\n",
        );
        let wanted = ["virtio_blk", "drm fbdev=0", "virtio-gpu"].map(str::to_owned);
        let expected =
            ["kernel/d/virtio.ko", "kernel/d/virtio_blk.ko", "kernel/d/drm.ko", "kernel/d/virtio-gpu.ko"];
        let loaded = closure(&wanted, &depends).unwrap();
        assert_eq!(loaded.iter().map(|module| module.path.as_str()).collect::<Vec<_>>(), expected);
        assert_eq!(loaded[2].parameters, "fbdev=0");
        assert_eq!(loaded[3].parameters, "");
        assert_eq!(closure(&["virtio_gpu".to_owned()], &depends).unwrap().len(), 3, "- and _ are alike");
        assert_eq!(closure(&["vkms".to_owned()], &depends).unwrap_err(), "vkms");
    }
}
