//! The initial file system: busybox, the board's modules and a short script.

use super::cpio::Archive;
use super::modules::KernelFiles;
use super::packages::Packages;
use crate::error::Error;
use crate::paths;
use ferrule_board::Compression;
use std::io::Write;
use std::process::{Command, Stdio};

const INIT: &str = include_str!("initramfs-init.sh");
/// `/dev/console`'s numbers: the kernel opens it before anything can mount /dev.
const CONSOLE_DEVICE: (u32, u32) = (5, 1);

/// The archive, not yet compressed.
pub(crate) fn archive(packages: &Packages, files: &KernelFiles) -> Result<Vec<u8>, Error> {
    let mut archive = Archive::new();
    for directory in ["bin", "dev", "lib", "proc", "root", "sys"] {
        archive.directory(directory);
    }
    archive.character_device("dev/console", 0o600, CONSOLE_DEVICE);
    archive.file("bin/busybox", 0o755, &paths::read(&packages.root.join("bin/busybox"))?);
    archive.symlink("bin/sh", "busybox");
    let mut list = String::new();
    for module in &files.modules {
        let name = module.path.rsplit('/').next().unwrap_or(&module.path);
        archive.file(&format!("lib/{name}"), 0o644, &paths::read(&packages.root.join(&module.path))?);
        list.push_str(format!("{} {}", name.trim_end_matches(".ko"), module.parameters).trim_end());
        list.push('\n');
    }
    archive.file("modules", 0o644, list.as_bytes());
    archive.file("init", 0o755, INIT.as_bytes());
    Ok(archive.finish())
}

/// Compresses with the system's own tool, one thread, no name and no time in the header.
pub(crate) fn compress(archive: &[u8], compression: Compression) -> Result<Vec<u8>, Error> {
    let mut command = match compression {
        Compression::Gzip => Command::new("gzip"),
        Compression::Zstd => Command::new("zstd"),
    };
    match compression {
        Compression::Gzip => command.args(["-9", "-n", "-c"]),
        Compression::Zstd => command.args(["-19", "-q", "-c", "--single-thread"]),
    };
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |cause| Error::NotStarted { program: program.clone(), cause };
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
    let mut input = child.stdin.take();
    let result = std::thread::scope(|scope| {
        // Written beside the reading, or both pipes fill up and neither side moves.
        scope.spawn(move || input.take().map(|mut pipe| pipe.write_all(archive)));
        child.wait_with_output()
    });
    let output = result.map_err(failed)?;
    if !output.status.success() {
        return Err(Error::Failed { command: program, status: output.status, output: String::new() });
    }
    Ok(output.stdout)
}
