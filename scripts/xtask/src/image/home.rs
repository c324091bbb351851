//! The home app as a bundle: in every image as the factory's, and in a folder of its own with `xtask bundle`.

use std::path::Path;
use std::process::ExitCode;

use super::manifest::{Group, Manifest};
use super::rootfs;
use crate::error::Error;
use crate::progress::Progress;
use crate::{build, paths};

/// Where the home app's script is kept, in several files that become its `app.js`.
const SOURCES: &str = "app";

const HELP: &str = "\
Usage: scripts/bundle DIR

Builds the home app with both engines into DIR, as a bundle for `scripts/run --app DIR`, `scripts/run --update-from DIR` and
`ferrule-bundle build DIR`. A bundle that is there already is replaced. Exit codes: 0 done, 1 failed, 2 wrong usage.
";

/// `xtask bundle`.
pub(crate) fn main(mut args: lexopt::Parser) -> Result<ExitCode, Error> {
    let Some(dir) = super::single_argument(&mut args, "folder", HELP)? else { return Ok(ExitCode::SUCCESS) };
    let dir = Path::new(&dir);
    let is_bundle = dir.join(ferrule_bundle::MANIFEST_FILE).is_file();
    if dir.exists() && !is_bundle {
        let message = format!("{}: is there and no bundle; name another folder, or remove it", dir.display());
        return Err(Error::Usage(message));
    }
    let progress = Progress::new();
    let mut manifest = Manifest::default();
    add(&mut manifest, "", &build::engine(&progress)?)?;
    rootfs::stage(&manifest, dir)?;
    println!("{}", dir.display());
    Ok(ExitCode::SUCCESS)
}

/// The home app's files, its script in one, and both engines.
pub(crate) fn add(manifest: &mut Manifest, prefix: &str, engine: &Path) -> Result<(), Error> {
    let home = paths::root().join("firmware/home");
    manifest.tree(prefix, &home, Group::Bundle)?;
    manifest.entries.retain(|path, _| path.strip_prefix(prefix).is_none_or(is_shipped));
    let script = ferrule_bundle::join_script(&home.join(SOURCES))?;
    manifest.text(&format!("{prefix}app.js"), script, Group::Bundle);
    manifest.file(&format!("{prefix}engine.wasm"), engine, 0o644, Group::Bundle);
    manifest.text(&format!("{prefix}engine.js"), ferrule_scene_js::ENGINE.to_owned(), Group::Bundle);
    Ok(())
}

/// Whether a file of the home app's folder belongs on the device. Not shipped are hidden files, texts for its authors, and what
/// the app is made and tested with.
fn is_shipped(path: &str) -> bool {
    let top = path.split('/').next().unwrap_or_default();
    let hidden = path.split('/').any(|part| part.starts_with('.') || part == "__pycache__");
    !hidden
        && !matches!(top, SOURCES | "src-art" | "tests")
        && !path.ends_with(".md")
        && !path.ends_with(".d.ts")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundle_is_whole_and_nothing_else() {
        for prefix in ["", "usr/lib/ferrule/factory/"] {
            let mut manifest = Manifest::default();
            manifest.text("etc/other", String::new(), Group::Other);
            add(&mut manifest, prefix, Path::new("engine")).unwrap();
            for name in ["manifest.json", "app.js", "engine.wasm", "engine.js", "catalog.json"] {
                assert!(manifest.entries.contains_key(&format!("{prefix}{name}")), "{prefix}{name}");
            }
            assert!(!manifest.entries.contains_key(&format!("{prefix}app")), "{prefix}app");
            assert!(manifest.entries.contains_key("etc/other"));
        }
    }

    #[test]
    fn sources_of_the_home_app_stay_at_home() {
        for path in ["app.js", "manifest.json", "art/tile/01.webp", "fonts/tests.ttf", "art"] {
            assert!(is_shipped(path), "{path}");
        }
        for path in
            ["app/1-a.js", "src-art/make_art.py", "tests/a.js", "README.md", "art/.DS_Store", "ferrule.d.ts"]
        {
            assert!(!is_shipped(path), "{path}");
        }
    }
}
