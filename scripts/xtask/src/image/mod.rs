//! `xtask image`: kernel, initramfs, read-only root file system, data partition and inventory of a board, from Debian packages
//! and this checkout, without root and without running anything of the target. The same inputs give the same bytes.

mod cpio;
mod data;
mod elf;
pub(crate) mod home;
mod initramfs;
mod inventory;
mod manifest;
mod modules;
mod outputs;
mod packages;
mod rootfs;
mod trust;

use crate::error::Error;
use crate::progress::Progress;
use crate::{build, paths};
use ferrule_board::{Board, load};
use modules::KernelFiles;
use outputs::Outputs;
use packages::Packages;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::process::ExitCode;

const HELP: &str = "\
Usage: scripts/image BOARD

Builds a board's image into out/BOARD/: kernel, initramfs, rootfs.img (read-only), data.img (writable),
board.json, inventory.json (every file with package, version, licence, size and hash) and sizes.json.
BOARD is a folder under board/, for example qemu-arm64. Exit codes: 0 done, 1 failed, 2 wrong usage.
";

/// What a build leaves in a board's folder.
pub(crate) const FILES: [&str; 7] =
    ["kernel", "initramfs", "rootfs.img", "data.img", "board.json", "inventory.json", "sizes.json"];

/// `xtask image`.
pub(crate) fn main(mut args: lexopt::Parser) -> Result<ExitCode, Error> {
    let Some(name) = board_argument(&mut args, HELP)? else { return Ok(ExitCode::SUCCESS) };
    let table = make(&name)?;
    print!("{table}");
    println!("{}", paths::out(&name).display());
    Ok(ExitCode::SUCCESS)
}

/// The one argument of verbs that take a board; `None` when help was asked for and given.
pub(crate) fn board_argument(args: &mut lexopt::Parser, help: &str) -> Result<Option<String>, Error> {
    single_argument(args, "board", help)
}

/// The one argument of a verb; `None` when help was asked for and given.
fn single_argument(args: &mut lexopt::Parser, what: &str, help: &str) -> Result<Option<String>, Error> {
    let mut given = None;
    while let Some(arg) = args.next()? {
        match arg {
            lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => {
                print!("{help}");
                return Ok(None);
            }
            lexopt::Arg::Value(value) if given.is_none() => {
                given = Some(value.to_string_lossy().into_owned())
            }
            other => return Err(other.unexpected().into()),
        }
    }
    given.map(Some).ok_or_else(|| Error::Usage(format!("no {what} given\n\n{help}")))
}

/// Builds a board's image in its usual place, or brings it up to date, and returns the size table.
pub(crate) fn make(name: &str) -> Result<String, Error> {
    make_in(name, &paths::out(name), &paths::target().join("image").join(name))
}

/// Builds a board's image in `out`; `work` keeps scratch files and what was made from what.
pub(crate) fn make_in(name: &str, out: &Path, work: &Path) -> Result<String, Error> {
    let board = load(&paths::boards(), name)?;
    let progress = Progress::new();
    let outputs = Outputs::open(out, work)?;
    let packages = packages(&board, &progress)?;
    let built = build::build(board.architecture, &packages.library_dirs(board.architecture), &progress)?;
    let files = modules::find(&board, &packages)?;
    let manifest = rootfs::collect(&board, &packages, &built)?;
    let (items, sizes) = inventory::collect(&manifest, &packages, &files)?;
    boot_files(&board, &packages, &files, &outputs, &progress)?;
    let key = rootfs::key(&manifest, &items);
    if !outputs.is_fresh("rootfs.img", &key) {
        progress.step("packing the root file system");
    }
    outputs.update("rootfs.img", &key, |path| {
        let staging = outputs.work("root");
        rootfs::stage(&manifest, &staging)?;
        rootfs::pack(&staging, path)
    })?;
    let mib = board.rootfs.data_mib;
    outputs.update("data.img", &data::key(mib), |path| data::make(path, mib))?;
    outputs.write("board.json", &(board.to_json()? + "\n"))?;
    outputs.write("inventory.json", &(serde_json::to_string_pretty(&items)? + "\n"))?;
    outputs.write("sizes.json", &sizes.json(out)?)?;
    progress.step("the image is up to date");
    sizes.table(outputs.out())
}

/// Kernel and initramfs.
fn boot_files(
    board: &Board,
    packages: &Packages,
    files: &KernelFiles,
    outputs: &Outputs,
    progress: &Progress,
) -> Result<(), Error> {
    let kernel = paths::read(&packages.root.join(&files.kernel))?;
    outputs.update("kernel", &hex(&Sha256::digest(&kernel)), |path| paths::write(path, &kernel))?;
    let archive = initramfs::archive(packages, files)?;
    let key = format!("{:?} {}", board.kernel.initramfs, hex(&Sha256::digest(&archive)));
    if !outputs.is_fresh("initramfs", &key) {
        progress.step("packing the initramfs");
    }
    outputs.update("initramfs", &key, |path| {
        paths::write(path, initramfs::compress(&archive, board.kernel.initramfs)?)
    })
}

/// The Debian packages of a board.
pub(crate) fn packages(board: &Board, progress: &Progress) -> Result<Packages, Error> {
    let lists = [&board.rootfs.packages, &board.gpu.packages, &board.fonts.packages];
    let mut names: Vec<String> = lists.into_iter().flatten().cloned().collect();
    names.push(board.kernel.package.clone());
    packages::fetch(board.architecture, names, progress)
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
