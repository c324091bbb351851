//! The bundle inside a built image, unpacked, for tests that run a changed copy of it with
//! [`crate::BootOptions::app`].

use std::path::Path;
use std::process::Command;

use crate::error::{Error, Result};
use crate::extra::copy_tree;
use crate::workdir::WorkDir;

/// Where the image keeps it.
const FACTORY_PATH: &str = "usr/lib/ferrule/factory";

/// Copies the factory bundle of the image in `image_dir` to `target`, which must not exist yet.
///
/// # Errors
/// [`Error::Program`] with the words of `unsquashfs`, [`Error::File`].
pub fn unpack_factory_bundle(image_dir: &Path, target: &Path) -> Result<()> {
    let program = "unsquashfs";
    let dir = WorkDir::new()?;
    let root = dir.join("root");
    let output = Command::new(program)
        .args(["-no-progress", "-quiet", "-no-xattrs", "-dest"])
        .arg(&root)
        .arg(image_dir.join("rootfs.img"))
        .arg(FACTORY_PATH)
        .output()
        .map_err(|source| Error::Spawn { program: program.into(), source })?;
    let bundle = root.join(FACTORY_PATH);
    if !output.status.success() || !bundle.is_dir() {
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Error::Program { program: program.into(), message });
    }
    copy_tree(&bundle, target)
}
