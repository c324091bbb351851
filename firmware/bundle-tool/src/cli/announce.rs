//! `timestamp`, `promote` and `halt`: what devices hear at their next check.

use std::path::Path;

use ferrule_bundle::trust::{Role, SecretKey, sign};
use ferrule_bundle_tool::{Change, ToolError, Tree, stamp, units};

use super::line::{Line, Verb};
use super::{expires, issued, secret_keys, write_new};

/// How long a timestamp is good for unless said: two days, in which a new one should be made.
pub(super) const TIMESTAMP_SECONDS: u64 = 2 * 86_400;

const OPTIONS: &[&str] = &["key", "out", "install", "expires", "issued"];

pub(super) const TIMESTAMP: Verb = Verb {
    name: "timestamp",
    about: "announce a release, or renew the announcement",
    help: "\
Usage: ferrule-bundle timestamp TREE --key FILE.key... [--release N] [OPTIONS]
       ferrule-bundle timestamp TREE --out FILE [--release N] [OPTIONS]
       ferrule-bundle timestamp TREE --install FILE

Makes the next timestamp: with --release it announces that release to its waves, without it says again what the present one
says. With the keys at hand it is signed and published at once. Where they are elsewhere, --out writes the body, to be signed
with `sign --role timestamp`, and --install publishes it. It is checked as a device with the present one would.
  --release N       the release to announce; its waves begin, a halt or promotion of the one before ends
  --expires SPAN    how long devices trust it [48h]: renew it well before, several times a day
  --issued SECONDS  since 1970 [now]
",
    values: &["TREE"],
    options: &["key", "out", "install", "release", "expires", "issued"],
    flags: &[],
    run: timestamp,
};

pub(super) const PROMOTE: Verb = Verb {
    name: "promote",
    about: "let more devices install than the waves do",
    help: "\
Usage: ferrule-bundle promote TREE [--share SHARE] (--key FILE.key... | --out FILE) [OPTIONS]

Lets at least this share of the devices install the announced release, whatever its waves say. Goes on as `timestamp` does.
  --share SHARE  for example 25% [100%]; 0% leaves it to the waves again
  --expires SPAN, --issued SECONDS, --install FILE  as of timestamp
",
    values: &["TREE"],
    options: &["key", "out", "install", "expires", "issued", "share"],
    flags: &[],
    run: promote,
};

pub(super) const HALT: Verb = Verb {
    name: "halt",
    about: "stop a release from spreading, or let it go on",
    help: "\
Usage: ferrule-bundle halt TREE [--resume] (--key FILE.key... | --out FILE) [OPTIONS]

From their next check on, no devices begin to install the announced release; who has it keeps it. Goes on as `timestamp` does.
To take a release back, publish the old files as a new release with a higher number.
  --resume  ends the halt; the waves go on as if there had been none
  --expires SPAN, --issued SECONDS, --install FILE  as of timestamp
",
    values: &["TREE"],
    options: OPTIONS,
    flags: &["resume"],
    run: halt,
};

fn timestamp(line: &Line) -> Result<String, ToolError> {
    change(line, line.number("release")?.map_or(Change::Refresh, Change::Release))
}

fn promote(line: &Line) -> Result<String, ToolError> {
    change(line, Change::Share(line.parsed("share", units::share)?.unwrap_or(10_000)))
}

fn halt(line: &Line) -> Result<String, ToolError> {
    change(line, Change::Halt(!line.has("resume")))
}

fn change(line: &Line, change: Change) -> Result<String, ToolError> {
    let tree = Tree::new(Path::new(line.value(0)));
    let keys = secret_keys(line)?;
    match (keys.is_empty(), line.one("out")?, line.one("install")?) {
        (false, None, None) => {
            sign_and_install(&tree, change, issued(line)?, expires(line, TIMESTAMP_SECONDS)?, &keys)
        }
        (true, Some(out), None) => {
            let out = Path::new(out);
            let body = stamp::next(&tree, change, issued(line)?, expires(line, TIMESTAMP_SECONDS)?)?;
            write_new(out, &to_bytes(&body, out)?)?;
            Ok(format!("{0}; sign it: ferrule-bundle sign {0} --role timestamp --key FILE\n", out.display()))
        }
        (true, None, Some(from)) => {
            let envelope =
                std::fs::read(from).map_err(|cause| ToolError::File { path: from.into(), cause })?;
            let number = stamp::install(&tree, Path::new(from), &envelope)?.number;
            Ok(format!("timestamp {number} is in {}\n", tree.timestamp_path().display()))
        }
        _ => Err(ToolError::Usage("give either --key, --out or --install (see --help)".into())),
    }
}

fn to_bytes(body: &ferrule_bundle::trust::TimestampBody, path: &Path) -> Result<Vec<u8>, ToolError> {
    body.to_bytes().map_err(|cause| ToolError::Refused { path: path.into(), cause: Box::new(cause) })
}

/// Makes, signs and publishes the next timestamp.
pub(super) fn sign_and_install(
    tree: &Tree,
    change: Change,
    issued: u64,
    seconds: u64,
    keys: &[SecretKey],
) -> Result<String, ToolError> {
    let path = tree.timestamp_path();
    let body = stamp::next(tree, change, issued, seconds)?;
    let envelope = sign(Role::Timestamp, &to_bytes(&body, &path)?, keys)?;
    stamp::install(tree, &path, &envelope)?;
    Ok(format!(
        "timestamp {} announces release {}, until {}\n",
        body.number,
        body.release.number,
        units::show_time(body.expires)
    ))
}
