//! The command line: which verbs there are, and what they share.

mod announce;
mod keys;
mod line;
mod look;
mod releases;

use std::path::{Path, PathBuf};

use ferrule_bundle::trust::{Role, SecretKey};
use ferrule_bundle_tool::{ToolError, units, write_file};
use lexopt::{Arg, ValueExt};

use line::{Line, Verb};

/// In the order in which they are needed.
const VERBS: [Verb; 10] = [
    keys::KEYGEN,
    keys::ROOT,
    releases::BUILD,
    keys::SIGN,
    releases::PUBLISH,
    announce::TIMESTAMP,
    announce::PROMOTE,
    announce::HALT,
    look::INSPECT,
    look::VERIFY,
];

/// Does what the command line says, and returns what is to be printed.
pub(crate) fn run(mut args: lexopt::Parser) -> Result<String, ToolError> {
    let usage = |error: lexopt::Error| ToolError::Usage(format!("{error} (see --help)"));
    let name = match args.next().map_err(usage)? {
        Some(Arg::Value(name)) => name.string().map_err(usage)?,
        Some(Arg::Long("help") | Arg::Short('h')) => return Ok(help()),
        Some(other) => return Err(usage(other.unexpected())),
        None => return Err(ToolError::Usage(format!("no verb given\n\n{}", help()))),
    };
    let Some(verb) = VERBS.iter().find(|verb| verb.name == name) else {
        return Err(ToolError::Usage(format!("unknown verb `{name}`\n\n{}", help())));
    };
    match Line::read(verb, args)? {
        None => Ok(verb.help.to_owned()),
        Some(line) => (verb.run)(&line),
    }
}

fn help() -> String {
    let mut text = "\
Usage: ferrule-bundle VERB [ARGUMENTS]

Makes and publishes signed releases of app bundles. Every step works offline, with the keys on machines of their own.

Verbs, in the order in which they are needed:
"
    .to_owned();
    for verb in &VERBS {
        text += &format!("  {:<10} {}\n", verb.name, verb.about);
    }
    text + "\nEach has --help. Exit codes: 0 done, 1 failed, 2 wrong usage.\n"
}

/// Says what is being done.
fn progress(what: &str) {
    eprintln!("==> {what}");
}

/// What is not overwritten silently: a new file in a place where there is none.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), ToolError> {
    if path.symlink_metadata().is_ok() {
        return Err(ToolError::Exists { path: path.into(), cure: "give another --out, or remove it" });
    }
    write_file(path, bytes)
}

/// `--issued`, or now.
fn issued(line: &Line) -> Result<u64, ToolError> {
    Ok(line.number("issued")?.unwrap_or_else(units::now))
}

/// `--expires`, or a span of seconds.
fn expires(line: &Line, seconds: u64) -> Result<u64, ToolError> {
    Ok(line.parsed("expires", units::seconds)?.unwrap_or(seconds))
}

fn role(line: &Line) -> Result<Option<Role>, ToolError> {
    let read = |name: &str| {
        Role::from_name(name).ok_or_else(|| format!("`{name}` is no role: say root, release or timestamp"))
    };
    line.parsed("role", read)
}

/// The secret keys of all `--key`.
fn secret_keys(line: &Line) -> Result<Vec<SecretKey>, ToolError> {
    line.many("key").iter().map(|path| Ok(SecretKey::read(path)?)).collect()
}

/// A path with another ending: `release.json` becomes `release.signed`.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    path.with_extension(ending)
}
