//! Modules that are wrong or hostile: each gives one clear error, and nothing of the native side suffers.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::Typewriter;
use ferrule_abi::ABI_VERSION;
use ferrule_abi::limits::{BATCH_BYTES_MAX, DISPLAY_LIST_BYTES_MAX};
use ferrule_engine_vm::{CallError, EngineLimits, EngineVm, LoadError, MODULE_BYTES_MAX};

/// Functions of a module that does nothing right or wrong.
const GOOD: [(&str, &str); 9] = [
    ("ferrule_abi", "(result i32) (i32.const ABI_VERSION)"),
    ("init", "(param i32 i32) (result i32) (i32.const 0)"),
    ("buffer", "(result i32) (i32.const 1024)"),
    ("apply", "(param i32) (result i32) (i32.const 0)"),
    ("input", "(param i32) (result i32) (i32.const 0)"),
    ("tick", "(param i64) (result i32) (i32.const 7)"),
    ("list", "(result i64) (i64.const 0)"),
    ("events", "(result i64) (i64.const 0)"),
    ("dump", "(param i32) (result i64) (i64.const 0)"),
];

/// The good module with some functions replaced, and more text after the memory.
fn module_with(more: &str, replaced: &[(&str, &str)]) -> Vec<u8> {
    let mut text = format!("(module {more}");
    for (name, body) in GOOD {
        let body = replaced.iter().find(|(other, _)| *other == name).map_or(body, |(_, body)| body);
        if !body.is_empty() {
            let body = body.replace("ABI_VERSION", &ABI_VERSION.to_string());
            text.push_str(&format!("(func (export \"{name}\") {body})"));
        }
    }
    text.push(')');
    wat::parse_str(text).unwrap()
}

fn module(replaced: &[(&str, &str)]) -> Vec<u8> {
    module_with("(memory (export \"memory\") 4 64)", replaced)
}

fn load(wasm: &[u8]) -> Result<EngineVm, LoadError> {
    EngineVm::load(wasm, 1280, 720, Box::new(Typewriter::default()))
}

fn refusal(wasm: &[u8]) -> String {
    load(wasm).map(|_| ()).unwrap_err().to_string()
}

/// A module whose `tick` does something, which must end in an error that kills the VM.
fn tick_error(body: &str) -> CallError {
    tick_error_of(&module(&[("tick", body)]))
}

fn tick_error_of(wasm: &[u8]) -> CallError {
    let mut vm = load(wasm).unwrap();
    let error = vm.tick(1).unwrap_err();
    assert!(error.is_fatal() && vm.is_dead(), "{error}");
    assert!(matches!(vm.tick(2), Err(CallError::Dead)));
    assert!(matches!(vm.apply(&[]), Err(CallError::Dead)));
    assert!(matches!(vm.list(), Err(CallError::Dead)));
    error
}

#[test]
fn the_good_module_is_good() {
    let mut vm = load(&module(&[])).unwrap();
    vm.apply(&[1, 2, 3]).unwrap();
    let turn = vm.tick(1).unwrap();
    assert!(turn.changed && turn.animating && turn.events);
    assert!(vm.list().unwrap().is_empty());
    assert_eq!(vm.memory_bytes(), 4 * 65536);
}

#[test]
fn what_is_not_a_module_is_refused() {
    assert!(refusal(b"hello").contains("not valid WebAssembly"));
    assert!(refusal(&[]).contains("not valid WebAssembly"));
    let good = module(&[]);
    for end in 0..good.len() {
        assert!(load(&good[..end]).is_err(), "cut at {end}");
    }
    let large = vec![0; MODULE_BYTES_MAX + 1];
    assert!(matches!(load(&large), Err(LoadError::TooLarge { bytes }) if bytes == large.len()));
    assert!(refusal(&module(&[("tick", "(param i64) (result i32)")])).contains("not valid"), "no result");
}

#[test]
fn a_missing_or_wrong_export_is_named() {
    for (name, _) in GOOD {
        let text = refusal(&module(&[(name, "")]));
        assert!(text.contains(&format!("does not export `{name}`")), "{text}");
        let text = refusal(&module(&[(name, "(param f32)")]));
        assert!(text.contains(&format!("`{name}` is a function (f32) -> ()")), "{text}");
    }
    assert!(refusal(&module_with("(memory 4)", &[])).contains("does not export `memory`"));
    let global = "(global (export \"memory\") i32 (i32.const 0))";
    assert!(refusal(&module_with(global, &[])).contains("`memory` is a global, not a memory"));
}

#[test]
fn an_import_that_does_not_exist_is_named() {
    for (import, part) in [
        ("(import \"ferrule\" \"open\" (func))", "imports `ferrule.open` (a function () -> ())"),
        ("(import \"wasi\" \"log\" (func (param i32 i32 i32)))", "imports `wasi.log`"),
        ("(import \"ferrule\" \"log\" (func (param i32)))", "imports `ferrule.log` (a function (i32) -> ())"),
        ("(import \"ferrule\" \"log\" (global i32))", "imports `ferrule.log` (a global)"),
    ] {
        let text = refusal(&module_with(&format!("{import} (memory (export \"memory\") 4)"), &[]));
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn another_version_is_refused_with_both_numbers() {
    let text = refusal(&module(&[("ferrule_abi", "(result i32) (i32.const 9)")]));
    assert!(text.contains(&format!("version 9, the firmware {ABI_VERSION}")), "{text}");
}

#[test]
fn a_start_that_fails_is_an_error() {
    assert!(matches!(
        load(&module(&[("init", "(param i32 i32) (result i32) (unreachable)")])),
        Err(LoadError::Start(CallError::Trapped { call: "init", .. }))
    ));
    assert!(matches!(
        load(&module(&[("init", "(param i32 i32) (result i32) (i32.const 1)")])),
        Err(LoadError::Start(CallError::Refused { call: "init", status: 1 }))
    ));
    for address in ["0", "200000", "-1"] {
        let body = format!("(result i32) (i32.const {address})");
        let wasm = module(&[("buffer", &body)]);
        assert!(matches!(load(&wasm), Err(LoadError::Start(CallError::BadSpan { .. }))), "{address}");
    }
}

#[test]
fn a_module_that_starts_by_itself_is_refused() {
    let start = "(memory (export \"memory\") 4) (func $run) (start $run)";
    assert!(load(&module_with(start, &[])).is_err());
}

#[test]
fn memory_has_a_cap() {
    let more_than_the_cap = "(memory (export \"memory\") 300)";
    assert!(refusal(&module_with(more_than_the_cap, &[])).contains("cannot be started"));
    // Growing answers -1 beyond the cap; the module may go on.
    let body = "(param i64) (result i32) (memory.grow (i32.const 1000)) (i32.const -1) (i32.ne)
        (if (then (unreachable))) (i32.const 0)";
    let unlimited = "(memory (export \"memory\") 4)";
    let mut vm = load(&module_with(unlimited, &[("tick", body)])).unwrap();
    vm.tick(1).unwrap();
    assert_eq!(vm.memory_bytes(), 4 * 65536);
    let limits = EngineLimits { memory_bytes_max: 3 * 65536, ..EngineLimits::default() };
    let tight = EngineVm::load_with(&module(&[]), limits, 1280, 720, Box::new(Typewriter::default()));
    assert!(matches!(tight, Err(LoadError::Instantiation(_))));
}

#[test]
fn growing_in_a_loop_ends_with_the_fuel() {
    let body = "(param i64) (result i32) (loop $again (drop (memory.grow (i32.const 0))) (br $again))
        (i32.const 0)";
    let wasm = module(&[("tick", body)]);
    let limits = EngineLimits { fuel_per_call_max: 20_000_000, ..EngineLimits::default() };
    let mut vm = EngineVm::load_with(&wasm, limits, 1280, 720, Box::new(Typewriter::default())).unwrap();
    assert!(matches!(vm.tick(1), Err(CallError::OutOfFuel { call: "tick", .. })));
}

#[test]
fn an_endless_loop_ends_with_the_fuel() {
    let error = tick_error("(param i64) (result i32) (loop $again (br $again)) (i32.const 0)");
    assert!(matches!(error, CallError::OutOfFuel { call: "tick", .. }), "{error}");
    let calls = "(memory (export \"memory\") 4) (func $deeper (call $deeper))";
    let error = tick_error_of(&module_with(
        calls,
        &[("tick", "(param i64) (result i32) (call $deeper) (i32.const 0)")],
    ));
    assert!(matches!(error, CallError::Trapped { call: "tick", .. }), "{error}");
}

#[test]
fn traps_are_errors() {
    for body in [
        "(param i64) (result i32) (unreachable)",
        "(param i64) (result i32) (i32.load (i32.const -1))",
        "(param i64) (result i32) (i32.div_s (i32.const 1) (i32.const 0))",
    ] {
        let error = tick_error(body);
        assert!(matches!(error, CallError::Trapped { call: "tick", .. }), "{error}");
    }
}

#[test]
fn addresses_outside_of_the_memory_are_errors() {
    let too_long = DISPLAY_LIST_BYTES_MAX as u64 + 1;
    for (name, packed) in [
        ("list", 0x0000_0000_ffff_ffff_u64),
        ("list", 0xffff_ffff_0000_0001),
        ("list", 0x0003_ffff_0000_0002),
        ("list", too_long),
        ("events", BATCH_BYTES_MAX as u64 + 1),
        ("dump", BATCH_BYTES_MAX as u64 + 1),
    ] {
        let memory = "(memory (export \"memory\") 4 64)";
        let parameter = if name == "dump" { "(param i32)" } else { "" };
        let body = format!("{parameter} (result i64) (i64.const {packed})");
        let mut vm = load(&module_with(memory, &[(name, &body)])).unwrap();
        let error = match name {
            "list" => vm.list(),
            "events" => vm.events(),
            _ => vm.dump(None),
        };
        let error = error.unwrap_err();
        assert!(matches!(error, CallError::BadSpan { .. }), "{name} {packed:#x}: {error}");
        assert!(vm.is_dead());
    }
}

#[test]
fn imports_check_what_they_are_given() {
    let imports = "(import \"ferrule\" \"log\" (func $log (param i32 i32 i32)))
        (import \"ferrule\" \"text_measure\" (func $measure (param i32 i32 i32) (result i32)))
        (import \"ferrule\" \"image_request\" (func $image (param i32 i32 i32 i32) (result i32)))
        (memory (export \"memory\") 4 64)
        (data (i32.const 16) \"\\ff\\fe\")";
    for call in [
        "(call $log (i32.const 1) (i32.const 262143) (i32.const 2))",
        "(call $log (i32.const 1) (i32.const -1) (i32.const -1))",
        "(drop (call $measure (i32.const 0) (i32.const 4) (i32.const 0)))",
        "(drop (call $measure (i32.const 0) (i32.const -1) (i32.const 0)))",
        "(drop (call $image (i32.const 16) (i32.const 2) (i32.const 1) (i32.const 1)))",
        "(drop (call $image (i32.const 0) (i32.const 5000) (i32.const 1) (i32.const 1)))",
    ] {
        let body = format!("(param i64) (result i32) {call} (i32.const 0)");
        let error = tick_error_of(&module_with(imports, &[("tick", &body)]));
        assert!(matches!(error, CallError::Trapped { call: "tick", .. }), "{call}: {error}");
    }
    let body =
        "(param i64) (result i32) (call $log (i32.const 3) (i32.const 0) (i32.const 100000)) (i32.const 0)";
    let mut vm = load(&module_with(imports, &[("tick", body)])).unwrap();
    vm.tick(1).unwrap();
}
