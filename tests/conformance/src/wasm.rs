//! The engine module in the interpreter that runs it on the device.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{MutexGuard, OnceLock};

use ferrule_abi::NodeId;
use ferrule_engine_vm::{CallError, EngineVm};
use ferrule_scene::Turn;

use crate::engine::{BadBatch, Engine};
use crate::services::{Asked, Services};

/// The engine module: the one that `FERRULE_ENGINE_WASM` names, else built now.
///
/// # Panics
/// When it is not there or cannot be built.
pub fn module() -> &'static [u8] {
    static MODULE: OnceLock<Vec<u8>> = OnceLock::new();
    MODULE.get_or_init(|| {
        let path = std::env::var_os("FERRULE_ENGINE_WASM").map_or_else(build, PathBuf::from);
        std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    })
}

/// Builds the module as the image does, in a target folder of its own so that no build waits for another.
fn build() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let target = target.join("engine-wasm");
    let system_cargo = Path::new("/usr/bin/cargo");
    let cargo = if system_cargo.exists() { system_cargo.to_owned() } else { PathBuf::from(env!("CARGO")) };
    let status = Command::new(cargo)
        .current_dir(&root)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", "/usr/bin/rustc")
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("RUSTFLAGS")
        .args(["build", "-p", "ferrule-scene-wasm", "--profile", "release-wasm"])
        .args(["--target", "wasm32-unknown-unknown", "-Zbuild-std=std,panic_abort"])
        .status()
        .unwrap_or_else(|error| panic!("cargo does not start: {error}"));
    assert!(status.success(), "building the engine module failed");
    target.join("wasm32-unknown-unknown/release-wasm/ferrule_scene_wasm.wasm")
}

/// The engine module in wasmi.
#[derive(Debug)]
pub struct Wasm {
    vm: EngineVm,
    services: Services,
}

impl Wasm {
    /// An engine for a screen of this size in pixels.
    ///
    /// # Panics
    /// When the module cannot be loaded.
    pub fn new(width: u16, height: u16) -> Self {
        let services = Services::default();
        let loaded =
            EngineVm::load(module(), u32::from(width), u32::from(height), Box::new(services.clone()));
        let vm = loaded.unwrap_or_else(|error| panic!("the engine module: {error}"));
        Self { vm, services }
    }
}

/// The answer of a call that takes a batch.
fn taken(result: Result<(), CallError>) -> Result<(), BadBatch> {
    match result {
        Ok(()) => Ok(()),
        Err(CallError::Refused { .. }) => Err(BadBatch),
        Err(error) => panic!("wasm: {error}"),
    }
}

/// The answer of a call that always has one.
fn answer<T>(result: Result<T, CallError>) -> T {
    result.unwrap_or_else(|error| panic!("wasm: {error}"))
}

impl Engine for Wasm {
    fn name(&self) -> &'static str {
        "wasm"
    }

    fn apply(&mut self, batch: &[u8]) -> Result<(), BadBatch> {
        taken(self.vm.apply(batch))
    }

    fn input(&mut self, batch: &[u8]) -> Result<(), BadBatch> {
        taken(self.vm.input(batch))
    }

    fn tick(&mut self, now_us: u64) -> Turn {
        let turn = answer(self.vm.tick(now_us));
        Turn { changed: turn.changed, animating: turn.animating, events: turn.events }
    }

    fn display_list(&mut self) -> Vec<u8> {
        answer(self.vm.list()).to_vec()
    }

    fn events(&mut self) -> Vec<u8> {
        answer(self.vm.events()).to_vec()
    }

    fn dump(&mut self, after: Option<NodeId>) -> Vec<u8> {
        answer(self.vm.dump(after)).to_vec()
    }

    fn refused_commands(&mut self) -> Option<u32> {
        None
    }

    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.services.asked()
    }

    fn verify(&mut self) -> Result<(), String> {
        // The module has no such export: its lists, events and dump are compared with those of the native engine.
        Ok(())
    }
}
