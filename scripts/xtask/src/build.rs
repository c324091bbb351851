//! Cross builds with the distribution's compiler: Ferrule's programs for a board, and the engine as a Wasm module.
//! std is built from source, since ready-made ones exist for the host alone.

use crate::error::Error;
use crate::image::hex;
use crate::progress::Progress;
use crate::{exec, paths};
use ferrule_board::{Architecture, load};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const HELP: &str = "\
Usage: xtask build BOARD

Cross-builds Ferrule's programs and the engine module for a board into target/.
";

/// The compiler and cargo that all builds name; a rustup cargo earlier on PATH would lack std's sources.
pub(crate) const CARGO: &str = "/usr/bin/cargo";
pub(crate) const RUSTC: &str = "/usr/bin/rustc";
/// The programs that run on the device, each with its package.
const PROGRAMS: [(&str, &str); 2] = [("ferrule", "ferrule"), ("ferrule-app", "ferrule-app-vm")];
/// The engine's stack in bytes. The linker's default is 1 MiB, all of it resident.
const WASM_STACK_BYTES: u32 = 128 * 1024;
const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// The features are those that the compiler uses by default; they are not recorded in a stripped module. What the compiler
/// left out of line stays there: the interpreter charges for whole bodies, and large ones have more variables than it has
/// registers. Inlined, a frame takes twice the fuel.
const WASM_OPT_FLAGS: [&str; 10] = [
    "-O4",
    "--one-caller-inline-max-function-size=0",
    "--strip-debug",
    "--strip-producers",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What a build leaves.
pub(crate) struct Built {
    /// Programs by name.
    pub(crate) programs: Vec<(&'static str, PathBuf)>,
    /// The engine module, after `wasm-opt`.
    pub(crate) engine: PathBuf,
}

/// `xtask build`.
pub(crate) fn main(mut args: lexopt::Parser) -> Result<ExitCode, Error> {
    let Some(name) = crate::image::board_argument(&mut args, HELP)? else { return Ok(ExitCode::SUCCESS) };
    let board = load(&paths::boards(), &name)?;
    let progress = Progress::new();
    let packages = crate::image::packages(&board, &progress)?;
    let built = build(board.architecture, &packages.library_dirs(board.architecture), &progress)?;
    for (_, path) in &built.programs {
        println!("{}", path.display());
    }
    println!("{}", built.engine.display());
    Ok(ExitCode::SUCCESS)
}

/// Builds everything for an architecture. `libraries` holds the target's shared libraries to link against.
pub(crate) fn build(
    architecture: Architecture,
    libraries: &[PathBuf],
    progress: &Progress,
) -> Result<Built, Error> {
    progress.step(&format!("compiling Ferrule for {} (minutes the first time)", architecture.rust_target()));
    Ok(Built { programs: programs(architecture, libraries, &PROGRAMS)?, engine: engine(progress)? })
}

/// Cross-builds programs, each given with its package, and returns where they are.
pub(crate) fn programs(
    architecture: Architecture,
    libraries: &[PathBuf],
    wanted: &[(&'static str, &str)],
) -> Result<Vec<(&'static str, PathBuf)>, Error> {
    let links = link_dir(architecture, libraries)?;
    let mut command = cargo(architecture.rust_target(), "release", "std,panic_unwind");
    let target = architecture.rust_target().to_uppercase().replace('-', "_");
    command.env(format!("CARGO_TARGET_{target}_LINKER"), format!("{}-gcc", architecture.gnu_triplet()));
    // The libraries' own dependencies are on the device, not here.
    let flags = format!("-Lnative={} -Clink-arg=-Wl,--allow-shlib-undefined {}", links.display(), no_paths());
    command.env(format!("CARGO_TARGET_{target}_RUSTFLAGS"), flags);
    for (program, package) in wanted {
        command.args(["-p", package, "--bin", program]);
    }
    exec::visible(&mut command)?;
    let folder = paths::target().join(architecture.rust_target()).join("release");
    Ok(wanted.iter().map(|(program, _)| (*program, folder.join(program))).collect())
}

/// A folder with the name that the linker looks for, `libgbm.so`, which Debian keeps in a development package. Returns its path
/// from the top of the checkout: an absolute one would make the programs depend on where they were built.
fn link_dir(architecture: Architecture, libraries: &[PathBuf]) -> Result<PathBuf, Error> {
    let Some(library) = libraries.iter().map(|dir| dir.join("libgbm.so.1")).find(|path| path.exists()) else {
        let message = "libgbm.so.1 is in none of the board's packages: add libgbm1 to gpu.packages";
        return Err(Error::Package(message.to_owned()));
    };
    let relative = Path::new("target/link").join(architecture.gnu_triplet());
    let dir = paths::root().join(&relative);
    paths::make_dir(&dir)?;
    let link = dir.join("libgbm.so");
    if std::fs::read_link(&link).is_ok_and(|target| target == library) {
        return Ok(relative);
    }
    let new = dir.join("libgbm.so.new");
    std::os::unix::fs::symlink(&library, &new).map_err(Error::file(&new))?;
    std::fs::rename(&new, &link).map_err(Error::file(&link))?;
    Ok(relative)
}

/// Compiler flags that keep this machine's folders out of the programs, whose panic messages name source files.
fn no_paths() -> String {
    let home = std::env::var_os("HOME").map_or_else(|| PathBuf::from("/root"), PathBuf::from);
    let cargo_home = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    format!(
        "--remap-path-prefix={}=. --remap-path-prefix={}=cargo",
        paths::root().display(),
        cargo_home.display()
    )
}

/// Cargo with the named compiler, building std for a target.
fn cargo(target: &str, profile: &str, std: &str) -> Command {
    let mut command = Command::new(CARGO);
    command
        .current_dir(paths::root())
        .env("RUSTC", RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", paths::target())
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("RUSTFLAGS")
        .args([
            "build",
            "--locked",
            "--quiet",
            "--profile",
            profile,
            "--target",
            target,
            &format!("-Zbuild-std={std}"),
        ]);
    command
}

/// The engine module: compiled, then shrunk by `wasm-opt`.
pub(crate) fn engine(progress: &Progress) -> Result<PathBuf, Error> {
    progress.step("compiling the engine to Wasm");
    let mut command = cargo(WASM_TARGET, "release-wasm", "std,panic_abort");
    let flags = format!("-Clink-arg=-zstack-size={WASM_STACK_BYTES} {}", no_paths());
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags).args(["-p", "ferrule-scene-wasm"]);
    exec::visible(&mut command)?;
    let folder = paths::target().join(WASM_TARGET).join("release-wasm");
    let optimised = folder.join("engine.wasm");
    let compiled = folder.join("ferrule_scene_wasm.wasm");
    // The optimiser takes longer than an unchanged compilation.
    let key_path = folder.join("engine.key");
    let key = format!("{} {}", hex(&Sha256::digest(paths::read(&compiled)?)), WASM_OPT_FLAGS.join(" "));
    if optimised.exists() && std::fs::read_to_string(&key_path).is_ok_and(|old| old == key) {
        return Ok(optimised);
    }
    exec::output(Command::new("wasm-opt").args(WASM_OPT_FLAGS).arg(&compiled).arg("-o").arg(&optimised))?;
    paths::write(&key_path, key)?;
    Ok(optimised)
}
