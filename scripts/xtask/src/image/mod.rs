//! `xtask image`: kernel, initramfs, read-only root file system, data partition and inventory of a board, from Debian packages
//! and this checkout, without root and without running anything of the target. The same inputs give the same bytes.

mod cpio;
mod data;
mod elf;
mod initramfs;
mod inventory;
mod manifest;
mod modules;
mod packages;
mod rootfs;

use crate::error::Error;
use crate::progress::Progress;
use crate::{build, paths};
use ferrule_board::{Board, load};
use packages::Packages;
use std::process::ExitCode;

const HELP: &str = "\
Usage: scripts/image BOARD

Builds a board's image into out/BOARD/: kernel, initramfs, rootfs.img (read-only), data.img (writable),
board.json, inventory.json (every file with package, version, licence, size and hash) and sizes.json.
BOARD is a folder under board/, for example qemu-arm64. Exit codes: 0 done, 1 failed, 2 wrong usage.
";

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
    let mut board = None;
    while let Some(arg) = args.next()? {
        match arg {
            lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => {
                print!("{help}");
                return Ok(None);
            }
            lexopt::Arg::Value(value) if board.is_none() => board = Some(value.to_string_lossy().into_owned()),
            other => return Err(other.unexpected().into()),
        }
    }
    board.map(Some).ok_or_else(|| Error::Usage(format!("no board given\n\n{help}")))
}

/// Builds a board's image, or brings it up to date, and returns the size table.
pub(crate) fn make(name: &str) -> Result<String, Error> {
    let board = load(&paths::boards(), name)?;
    let progress = Progress::new();
    let packages = packages(&board, &progress)?;
    let built = build::build(board.architecture, &packages.library_dirs(board.architecture), &progress)?;
    let files = modules::find(&board, &packages)?;
    let manifest = rootfs::collect(&board, &packages, &built)?;
    let out = paths::out(name);
    paths::make_dir(&out)?;
    let (items, sizes) = inventory::collect(&manifest, &packages, &files)?;
    progress.step("kernel and initramfs");
    paths::write(&out.join("kernel"), paths::read(&packages.root.join(&files.kernel))?)?;
    let archive = initramfs::archive(&packages, &files)?;
    paths::write(&out.join("initramfs"), initramfs::compress(&archive, board.kernel.initramfs)?)?;
    progress.step("root file system");
    let staging = paths::target().join("image").join(name).join("root");
    rootfs::stage(&manifest, &staging)?;
    rootfs::pack(&staging, &out.join("rootfs.img"))?;
    data::make(&out.join("data.img"), board.rootfs.data_mib)?;
    paths::write(&out.join("board.json"), board.to_json()? + "\n")?;
    paths::write(&out.join("inventory.json"), serde_json::to_string_pretty(&items)? + "\n")?;
    paths::write(&out.join("sizes.json"), sizes.json(&out)?)?;
    progress.step("done");
    sizes.table(&out)
}

/// The Debian packages of a board.
pub(crate) fn packages(board: &Board, progress: &Progress) -> Result<Packages, Error> {
    let lists = [&board.rootfs.packages, &board.gpu.packages, &board.fonts.packages];
    let mut names: Vec<String> = lists.into_iter().flatten().cloned().collect();
    names.push(board.kernel.package.clone());
    packages::fetch(board.architecture, names, progress)
}

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
