//! Bundles on disk, whole and broken: each breakage is one row with the error it must give.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use ferrule_abi::EngineKind;
use ferrule_abi::limits::ENGINE_SCRIPT_BYTES_MAX;
use ferrule_bundle::{APP_BYTES_MAX, Bundle, BundleError, MANIFEST_BYTES_MAX};

const MANIFEST: &str = r##"{"name":"t","version":"1","abi":3,"app":"app.js","engine":"wasm",
  "engines":{"wasm":"lib/engine.wasm","js":"lib/engine.js"},
  "splash":{"fill":"#102030","title":"T","image":"img/s.png"}}"##;

/// A fresh folder of the test's own, with a bundle that opens.
fn whole(test: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(dir.join("lib")).unwrap();
    fs::create_dir_all(dir.join("img")).unwrap();
    fs::write(dir.join("manifest.json"), MANIFEST).unwrap();
    fs::write(dir.join("app.js"), "1").unwrap();
    fs::write(dir.join("lib/engine.wasm"), b"\0asm").unwrap();
    fs::write(dir.join("lib/engine.js"), "2").unwrap();
    fs::write(dir.join("img/s.png"), "png").unwrap();
    dir
}

#[test]
fn a_whole_bundle_opens_and_its_files_can_be_read() {
    let dir = whole("whole");
    let bundle = Bundle::open(&dir).unwrap();
    assert_eq!(bundle.manifest().name, "t");
    assert_eq!(bundle.engine(EngineKind::Wasm).unwrap(), b"\0asm");
    assert_eq!(bundle.engine(EngineKind::Js).unwrap(), b"2");
    assert_eq!(bundle.read("img/s.png", 3).unwrap(), b"png");
    assert_eq!(bundle.app().unwrap().metadata().unwrap().len(), 1);
    assert!(matches!(bundle.read("img/s.png", 2), Err(BundleError::TooLarge { bytes: 3, bytes_max: 2, .. })));
}

type Break = fn(&Path);
type Expect = fn(&BundleError) -> bool;

#[test]
fn every_breakage_has_its_error_and_names_the_file() {
    let rows: &[(&str, Break, Expect, &str)] = &[
        (
            "no-folder",
            |d| fs::remove_dir_all(d).unwrap(),
            |e| matches!(e, BundleError::Directory { .. }),
            "manifest.json",
        ),
        (
            "no-manifest",
            |d| fs::remove_file(d.join("manifest.json")).unwrap(),
            |e| matches!(e, BundleError::Missing { .. }),
            "manifest.json",
        ),
        (
            "not-json",
            |d| fs::write(d.join("manifest.json"), "{").unwrap(),
            |e| matches!(e, BundleError::Manifest { .. }),
            "line 1",
        ),
        (
            "huge-manifest",
            |d| fs::write(d.join("manifest.json"), " ".repeat(MANIFEST_BYTES_MAX + 1)).unwrap(),
            |e| matches!(e, BundleError::TooLarge { .. }),
            "manifest.json",
        ),
        (
            "other-abi",
            |d| fs::write(d.join("manifest.json"), MANIFEST.replace("\"abi\":3", "\"abi\":9")).unwrap(),
            |e| matches!(e, BundleError::Abi { found: 9, .. }),
            "`abi` is 9",
        ),
        (
            "no-app",
            |d| fs::remove_file(d.join("app.js")).unwrap(),
            |e| matches!(e, BundleError::Missing { .. }),
            "`app.js`",
        ),
        (
            "empty-app",
            |d| fs::write(d.join("app.js"), "").unwrap(),
            |e| matches!(e, BundleError::Empty { .. }),
            "`app.js`",
        ),
        (
            "large-app",
            |d| fs::write(d.join("app.js"), " ".repeat(APP_BYTES_MAX + 1)).unwrap(),
            |e| matches!(e, BundleError::TooLarge { .. }),
            "`app.js`",
        ),
        (
            "no-script-engine",
            |d| fs::remove_file(d.join("lib/engine.js")).unwrap(),
            |e| matches!(e, BundleError::Missing { .. }),
            "`lib/engine.js`",
        ),
        (
            "large-script-engine",
            |d| fs::write(d.join("lib/engine.js"), " ".repeat(ENGINE_SCRIPT_BYTES_MAX + 1)).unwrap(),
            |e| matches!(e, BundleError::TooLarge { .. }),
            "`lib/engine.js`",
        ),
        (
            "app-is-a-folder",
            |d| {
                fs::remove_file(d.join("app.js")).unwrap();
                fs::create_dir(d.join("app.js")).unwrap();
            },
            |e| matches!(e, BundleError::NotAFile { .. }),
            "`app.js`",
        ),
        (
            "app-is-a-link",
            |d| {
                fs::rename(d.join("app.js"), d.join("real.js")).unwrap();
                symlink("real.js", d.join("app.js")).unwrap();
            },
            |e| matches!(e, BundleError::NotAFile { .. }),
            "`app.js`",
        ),
        (
            "folder-is-a-link-out",
            |d| {
                fs::remove_dir_all(d.join("lib")).unwrap();
                symlink("/usr/lib", d.join("lib")).unwrap();
            },
            |e| matches!(e, BundleError::NotAFile { .. }),
            "lib/engine.wasm",
        ),
        (
            "file-as-folder",
            |d| {
                fs::remove_dir_all(d.join("lib")).unwrap();
                fs::write(d.join("lib"), "x").unwrap();
            },
            |e| matches!(e, BundleError::NotAFile { .. }),
            "lib/engine.wasm",
        ),
        (
            "no-splash-image",
            |d| fs::remove_file(d.join("img/s.png")).unwrap(),
            |e| matches!(e, BundleError::Missing { .. }),
            "img/s.png",
        ),
        (
            "path-out",
            |d| fs::write(d.join("manifest.json"), MANIFEST.replace("app.js", "../app.js")).unwrap(),
            |e| matches!(e, BundleError::Path { .. }),
            "../app.js",
        ),
    ];
    for (name, damage, expect, says) in rows {
        let dir = whole(name);
        damage(&dir);
        let error = Bundle::open(&dir).expect_err(name);
        assert!(expect(&error), "{name}: {error:?}");
        assert!(error.to_string().contains(says), "{name}: {error}");
    }
}

#[test]
fn a_pipe_in_a_bundle_is_refused_without_waiting() {
    let dir = whole("pipe");
    let bundle = Bundle::open(&dir).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, dir.join("pipe"), rustix::fs::Mode::RWXU).unwrap();
    assert!(matches!(bundle.read("pipe", 1), Err(BundleError::NotAFile { .. })));
}

#[test]
fn limits_take_the_last_byte() {
    let dir = whole("limits");
    fs::write(dir.join("app.js"), " ".repeat(APP_BYTES_MAX)).unwrap();
    let padding = " ".repeat(MANIFEST_BYTES_MAX - MANIFEST.len());
    fs::write(dir.join("manifest.json"), format!("{MANIFEST}{padding}")).unwrap();
    Bundle::open(&dir).unwrap();
}
