//! The `extra` disk: a squashfs with the app under test, the agent and further files. It keeps
//! the tested image unmodified.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::agent::AGENT_SCRIPT;
use crate::error::{Error, Result};
use crate::options::BootOptions;
use crate::workdir::WorkDir;

/// Makes the disk in `dir`, or nothing when the options need none.
pub(crate) fn make(options: &BootOptions, dir: &WorkDir) -> Result<Option<PathBuf>> {
    if !options.has_extra() {
        return Ok(None);
    }
    let tree = dir.join("extra");
    std::fs::create_dir(&tree).map_err(Error::file(&tree))?;
    if options.agent {
        let agent = tree.join("agent");
        std::fs::write(&agent, AGENT_SCRIPT).map_err(Error::file(&agent))?;
        make_executable(&agent)?;
    }
    if let Some(app) = &options.app {
        copy_tree(app, &tree.join("app"))?;
    }
    for file in &options.extra_files {
        let copy = tree.join(&file.name);
        copy_file(&file.source, &copy)?;
        make_executable(&copy)?;
    }
    let disk = dir.join("extra.img");
    squash(&tree, &disk)?;
    Ok(Some(disk))
}

fn make_executable(path: &Path) -> Result<()> {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).map_err(Error::file(path))
}

/// Copies a folder with all in it; `to` must not exist.
pub(crate) fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir(to).map_err(Error::file(to))?;
    for entry in std::fs::read_dir(from).map_err(Error::file(from))? {
        let entry = entry.map_err(Error::file(from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_tree(&source, &target)?;
        } else {
            copy_file(&source, &target)?;
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to).map(drop).map_err(Error::file(from))
}

fn squash(tree: &Path, disk: &Path) -> Result<()> {
    let program = "mksquashfs";
    let output = Command::new(program)
        .arg(tree)
        .arg(disk)
        .args(["-all-root", "-quiet", "-no-progress", "-comp", "zstd", "-Xcompression-level", "1"])
        .output()
        .map_err(|source| Error::Spawn { program: program.into(), source })?;
    if output.status.success() {
        return Ok(());
    }
    let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Error::Program { program: program.into(), message })
}
