//! Sizes of what is shipped: the engines, raw and compressed as they would be downloaded, the
//! programs, and the image's files.

use std::path::Path;
use std::process::Command;

use ferrule_board::Architecture;
use ferrule_harness::Figures;

use crate::error::Error;
use crate::{exec, paths};

const KB: f64 = 1000.0;

/// Adds the sizes of the board's last build.
pub(super) fn push(figures: &mut Figures, board: &str, architecture: Architecture) -> Result<(), Error> {
    let target = paths::target();
    let engine = target.join("wasm32-unknown-unknown/release-wasm/engine.wasm");
    figures.push("size.engine_wasm", file_bytes(&engine)? / KB, "kB");
    figures.push("size.engine_wasm.zstd", compressed_bytes("zstd", "-19", &engine)? / KB, "kB");
    figures.push("size.engine_wasm.gzip", compressed_bytes("gzip", "-9", &engine)? / KB, "kB");
    let script = ferrule_scene_js::ENGINE;
    let file = target.join("engine.js");
    paths::write(&file, script)?;
    figures.push("size.engine_js", script.len() as f64 / KB, "kB");
    figures.push("size.engine_js.zstd", compressed_bytes("zstd", "-19", &file)? / KB, "kB");
    let programs = target.join(architecture.rust_target()).join("release");
    for program in ["ferrule", "ferrule-app"] {
        figures.push(format!("size.{program}"), file_bytes(&programs.join(program))? / KB, "kB");
    }
    for file in ["kernel", "initramfs", "rootfs.img"] {
        figures.push(format!("size.image.{file}"), file_bytes(&paths::out(board).join(file))? / KB, "kB");
    }
    Ok(())
}

fn file_bytes(path: &Path) -> Result<f64, Error> {
    let metadata = std::fs::metadata(path).map_err(Error::file(path))?;
    Ok(metadata.len() as f64)
}

/// What a program makes of a file, on its standard output.
fn compressed_bytes(program: &str, level: &str, path: &Path) -> Result<f64, Error> {
    let output = exec::output(Command::new(program).args([level, "-c"]).arg(path))?;
    Ok(output.len() as f64)
}
