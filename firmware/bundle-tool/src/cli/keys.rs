//! `keygen`, `root` and `sign`: what happens where the secret keys are.

use std::path::{Path, PathBuf};

use ferrule_bundle::trust::{Envelope, Role, SecretKey};
use ferrule_bundle_tool::roots::{self, NewKeys};
use ferrule_bundle_tool::{ToolError, Tree, add_signatures, write_file};

use super::line::{Line, Verb};
use super::{expires, issued, role, secret_keys, with_ending, write_new};

/// How long a root is good for unless said: a year.
const ROOT_SECONDS: u64 = 365 * 86_400;

pub(super) const KEYGEN: Verb = Verb {
    name: "keygen",
    about: "make a key: NAME.key, which stays secret, and NAME.pub",
    help: "\
Usage: ferrule-bundle keygen NAME...

Makes an Ed25519 key from the system's randomness for each NAME: NAME.key, readable by its owner alone, and NAME.pub, which
goes into a root. Nothing is overwritten. Make each key on the machine that it is to stay on.
",
    values: &["NAME..."],
    options: &[],
    flags: &[],
    run: keygen,
};

fn keygen(line: &Line) -> Result<String, ToolError> {
    let mut text = String::new();
    for name in line.values() {
        let (secret, public) = (PathBuf::from(format!("{name}.key")), PathBuf::from(format!("{name}.pub")));
        if public.exists() {
            return Err(ToolError::Exists { path: public, cure: "give another name" });
        }
        let key = SecretKey::generate()?;
        key.write(&secret)?;
        write_new(&public, format!("{}\n", key.public()).as_bytes())?;
        text += &format!("{} and {}, key id {}\n", secret.display(), public.display(), key.public().id());
    }
    Ok(text)
}

pub(super) const ROOT: Verb = Verb {
    name: "root",
    about: "make a root, which says whose signatures count, or publish a signed one",
    help: "\
Usage: ferrule-bundle root --out FILE [--previous FILE] [OPTIONS]
       ferrule-bundle root --install FILE TREE

Makes the body of a root, to be signed with `sign --role root`; after a --previous root (a signed one) it has the next version,
and keeps what is not said. It must be signed by enough root keys of the previous root and of its own.
With --install, checks a signed root as devices will and puts it into the tree.

  --out FILE                where to write the body, for example root.json
  --previous FILE           the root that devices have now, for example TREE/root/1
  --product NAME            the product whose devices trust it; never changes
  --root-key FILE.pub       once for each key; together they replace the keys the role had
  --release-key FILE.pub
  --timestamp-key FILE.pub
  --root-threshold N        signatures needed [as before, or 1]
  --release-threshold N
  --timestamp-threshold N
  --expires SPAN            [365d]
  --issued SECONDS          since 1970 [now]
",
    values: &["[TREE]"],
    options: &[
        "out",
        "install",
        "previous",
        "product",
        "root-key",
        "release-key",
        "timestamp-key",
        "root-threshold",
        "release-threshold",
        "timestamp-threshold",
        "expires",
        "issued",
    ],
    flags: &[],
    run: root,
};

fn root(line: &Line) -> Result<String, ToolError> {
    if let Some(from) = line.one("install")? {
        let [tree] = line.values() else {
            return Err(ToolError::Usage("root --install FILE TREE: name one tree (see root --help)".into()));
        };
        let tree = Tree::new(Path::new(tree));
        let version = roots::install(&tree, Path::new(from))?;
        return Ok(format!("root {version} is in {}\n", tree.root_path(version).display()));
    }
    if let Some(extra) = line.values().first() {
        return Err(ToolError::Usage(format!("`{extra}`: a tree goes with --install (see root --help)")));
    }
    let out = Path::new(line.required("out")?);
    let keys = |role: Role| -> Result<NewKeys, ToolError> {
        let threshold = line.number(&format!("{role}-threshold"))?;
        Ok(NewKeys { role, keys: line.many(&format!("{role}-key")), threshold })
    };
    let roles = [keys(Role::Root)?, keys(Role::Release)?, keys(Role::Timestamp)?];
    let (issued, seconds) = (issued(line)?, expires(line, ROOT_SECONDS)?);
    let previous = line.one("previous")?.map(Path::new);
    let body = roots::next(previous, line.one("product")?, &roles, issued, seconds, out)?;
    write_new(out, &body)?;
    Ok(format!("{0}; sign it: ferrule-bundle sign {0} --role root --key FILE\n", out.display()))
}

pub(super) const SIGN: Verb = Verb {
    name: "sign",
    about: "add signatures to a root, release or timestamp",
    help: "\
Usage: ferrule-bundle sign FILE --key FILE.key... [--role root|release|timestamp] [--out FILE]

Signs a body, or adds to the signatures of a file that has some, which is then changed in its place. The body is checked first:
what devices would refuse is not signed. A body needs --role; look at it with `inspect` before.
  --key FILE.key  once for each key that is on this machine
  --role ROLE     what it is, of a body
  --out FILE      where to write it [the body's name with .signed in place of .json]
",
    values: &["FILE"],
    options: &["key", "role", "out"],
    flags: &[],
    run: sign,
};

fn sign(line: &Line) -> Result<String, ToolError> {
    let path = Path::new(line.value(0));
    let keys = secret_keys(line)?;
    if keys.is_empty() {
        return Err(ToolError::Usage("no --key given (see sign --help)".into()));
    }
    let signed = add_signatures(path, role(line)?, &keys)?;
    let is_signed = std::fs::read(path).is_ok_and(|bytes| Envelope::parse(&bytes).is_ok());
    let default = if is_signed { path.to_path_buf() } else { with_ending(path, "signed") };
    let out = line.one("out")?.map_or(default, PathBuf::from);
    if out == path {
        write_file(&out, &signed)?;
    } else {
        write_new(&out, &signed)?;
    }
    let count = Envelope::parse(&signed).map_or(0, |envelope| envelope.signatures().count());
    let role = Envelope::parse(&signed).map_or("file", |envelope| envelope.role.name());
    Ok(format!("{}: a {role} with {count} signature{}\n", out.display(), if count == 1 { "" } else { "s" }))
}
