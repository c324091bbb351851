//! The module's imports and exports, checked by name and type before anything runs.

use wasmi::{ExternType, FuncType, Instance, Memory, Module, Store, TypedFunc, ValType};

use crate::error::LoadError;
use crate::imports::{IMPORT_MODULE, State};

const I32: ValType = ValType::I32;
const I64: ValType = ValType::I64;

/// A function's name, parameters and results.
type Signature = (&'static str, &'static [ValType], &'static [ValType]);

const EXPORTS: &[Signature] = &[
    ("ferrule_abi", &[], &[I32]),
    ("init", &[I32, I32], &[I32]),
    ("buffer", &[], &[I32]),
    ("apply", &[I32], &[I32]),
    ("input", &[I32], &[I32]),
    ("tick", &[I64], &[I32]),
    ("list", &[], &[I64]),
    ("events", &[], &[I64]),
    ("dump", &[I32], &[I64]),
];

const IMPORTS: &[Signature] = &[
    ("text_measure", &[I32, I32, I32], &[I32]),
    ("text_release", &[I32], &[]),
    ("image_request", &[I32, I32, I32, I32], &[I32]),
    ("image_release", &[I32], &[]),
    ("log", &[I32, I32, I32], &[]),
];

/// Checks everything that the module imports and exports.
pub(crate) fn check(module: &Module) -> Result<(), LoadError> {
    for import in module.imports() {
        let known = import.module() == IMPORT_MODULE
            && IMPORTS.iter().any(|wanted| wanted.0 == import.name() && fits(import.ty(), wanted));
        if !known {
            return Err(LoadError::UnknownImport {
                module: import.module().to_owned(),
                name: import.name().to_owned(),
                ty: describe(import.ty()),
            });
        }
    }
    for wanted in EXPORTS {
        let name = wanted.0;
        let found = module.get_export(name).ok_or(LoadError::MissingExport { name })?;
        if !fits(&found, wanted) {
            let expected = describe_func(wanted.1, wanted.2);
            return Err(LoadError::WrongExport { name, expected, found: describe(&found) });
        }
    }
    let name = "memory";
    match module.get_export(name) {
        Some(ExternType::Memory(_)) => Ok(()),
        Some(found) => {
            Err(LoadError::WrongExport { name, expected: "a memory".to_owned(), found: describe(&found) })
        }
        None => Err(LoadError::MissingExport { name }),
    }
}

fn fits(found: &ExternType, (_, params, results): &Signature) -> bool {
    found.func().is_some_and(|found| found.params() == *params && found.results() == *results)
}

fn describe(ty: &ExternType) -> String {
    match ty {
        ExternType::Func(func) => describe_func_type(func),
        ExternType::Memory(_) => "a memory".to_owned(),
        ExternType::Table(_) => "a table".to_owned(),
        ExternType::Global(_) => "a global".to_owned(),
    }
}

fn describe_func_type(func: &FuncType) -> String {
    describe_func(func.params(), func.results())
}

fn describe_func(params: &[ValType], results: &[ValType]) -> String {
    let names = |types: &[ValType]| {
        types.iter().map(|ty| format!("{ty:?}").to_lowercase()).collect::<Vec<_>>().join(", ")
    };
    format!("a function ({}) -> ({})", names(params), names(results))
}

/// The exports that were found good.
#[derive(Debug)]
pub(crate) struct Exports {
    pub(crate) memory: Memory,
    pub(crate) ferrule_abi: TypedFunc<(), u32>,
    pub(crate) init: TypedFunc<(u32, u32), u32>,
    pub(crate) buffer: TypedFunc<(), u32>,
    pub(crate) apply: TypedFunc<u32, u32>,
    pub(crate) input: TypedFunc<u32, u32>,
    pub(crate) tick: TypedFunc<u64, u32>,
    pub(crate) list: TypedFunc<(), u64>,
    pub(crate) events: TypedFunc<(), u64>,
    pub(crate) dump: TypedFunc<u32, u64>,
}

impl Exports {
    /// Takes the exports of an instance whose module passed [`check`].
    pub(crate) fn of(store: &Store<State>, instance: &Instance) -> Result<Self, LoadError> {
        let bad = LoadError::Instantiation;
        let memory =
            instance.get_memory(store, "memory").ok_or(LoadError::MissingExport { name: "memory" })?;
        Ok(Self {
            memory,
            ferrule_abi: instance.get_typed_func(store, "ferrule_abi").map_err(bad)?,
            init: instance.get_typed_func(store, "init").map_err(bad)?,
            buffer: instance.get_typed_func(store, "buffer").map_err(bad)?,
            apply: instance.get_typed_func(store, "apply").map_err(bad)?,
            input: instance.get_typed_func(store, "input").map_err(bad)?,
            tick: instance.get_typed_func(store, "tick").map_err(bad)?,
            list: instance.get_typed_func(store, "list").map_err(bad)?,
            events: instance.get_typed_func(store, "events").map_err(bad)?,
            dump: instance.get_typed_func(store, "dump").map_err(bad)?,
        })
    }
}
