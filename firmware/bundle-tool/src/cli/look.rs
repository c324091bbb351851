//! `inspect` and `verify`: looking at what there is.

use std::path::{Path, PathBuf};

use ferrule_bundle_tool::units::{self, show_number};
use ferrule_bundle_tool::{ToolError, Tree, inspect, verify};

use super::line::{Line, Verb};
use super::role;

pub(super) const INSPECT: Verb = Verb {
    name: "inspect",
    about: "say in words what a root, release or timestamp says",
    help: "\
Usage: ferrule-bundle inspect FILE... [--role root|release|timestamp]

Describes signed files, and unsigned bodies with --role. Signatures are listed, not checked: for that there is `verify`.
",
    values: &["FILE..."],
    options: &["role"],
    flags: &[],
    run: run_inspect,
};

fn run_inspect(line: &Line) -> Result<String, ToolError> {
    let role = role(line)?;
    line.values().iter().map(|path| inspect(Path::new(path), role)).collect()
}

pub(super) const VERIFY: Verb = Verb {
    name: "verify",
    about: "take a whole tree in as a device would",
    help: "\
Usage: ferrule-bundle verify TREE [--root FILE] [--now SECONDS]

Follows the roots, checks the timestamp and the announced release, and makes every file from its chunks, with the device's own
code. Fails with the first file that a device would refuse.
  --root FILE    the root that devices were built with [TREE/root/1]
  --now SECONDS  the time to check for, since 1970 [now]
",
    values: &["TREE"],
    options: &["root", "now"],
    flags: &[],
    run: run_verify,
};

fn run_verify(line: &Line) -> Result<String, ToolError> {
    let tree = Tree::new(Path::new(line.value(0)));
    let trusted = line.one("root")?.map(PathBuf::from);
    let now = line.number("now")?.unwrap_or_else(units::now);
    let found = verify(&tree, trusted.as_deref(), now)?;
    Ok(format!(
        "root {} leads to root {}, timestamp {} and release {} ({})\n{} files, {} bytes, good; {} chunks, {} bytes to download\n",
        found.trusted,
        found.root,
        found.timestamp,
        found.release,
        found.version,
        found.files,
        show_number(found.bytes),
        found.chunks,
        show_number(found.stored_bytes)
    ))
}
