//! Bundles in writable storage: what was not signed, or is no longer what was signed, is never read.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use ferrule_abi::EngineKind;
use ferrule_bundle::{Bundle, BundleError, Inventory, Listed};

const MANIFEST: &str = r#"{"name":"t","version":"1","abi":3,"app":"app.js","engine":"wasm",
  "engines":{"wasm":"engine.wasm","js":"engine.js"}}"#;
const FILES: [(&str, &str); 5] = [
    ("manifest.json", MANIFEST),
    ("app.js", "present()"),
    ("engine.wasm", "\0asm"),
    ("engine.js", "2"),
    ("img/a.png", "png"),
];

/// A fresh folder of the test's own, and what was signed about it.
fn signed(test: &str) -> (PathBuf, Inventory) {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("signed").join(test);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(dir.join("img")).unwrap();
    for (path, content) in FILES {
        fs::write(dir.join(path), content).unwrap();
    }
    let inventory = FILES.map(|(path, content)| (path.to_owned(), Listed::of(content.as_bytes())));
    (dir, inventory.into_iter().collect())
}

#[test]
fn what_was_signed_is_read() {
    let (dir, inventory) = signed("whole");
    let bundle = Bundle::open_signed(&dir, inventory).unwrap();
    assert_eq!(bundle.engine(EngineKind::Wasm).unwrap(), b"\0asm");
    assert_eq!(bundle.read("img/a.png", 100).unwrap(), b"png");
    let mut app = String::new();
    bundle.app().unwrap().read_to_string(&mut app).unwrap();
    assert_eq!(app, "present()");
}

#[test]
fn a_file_changed_after_it_was_opened_is_noticed_at_the_next_read() {
    let (dir, inventory) = signed("changed");
    let bundle = Bundle::open_signed(&dir, inventory).unwrap();
    for (path, content) in [("engine.wasm", "\0asn"), ("img/a.png", "png+"), ("app.js", "PRESENT()")] {
        fs::write(dir.join(path), content).unwrap();
        let refused = |error| matches!(error, BundleError::Changed { file, .. } if file == path);
        assert!(bundle.read(path, 100).is_err_and(refused), "{path}");
    }
    assert!(matches!(bundle.app(), Err(BundleError::Changed { .. })));
}

#[test]
fn what_nobody_signed_is_not_in_the_bundle() {
    let (dir, inventory) = signed("unlisted");
    let bundle = Bundle::open_signed(&dir, inventory).unwrap();
    fs::write(dir.join("img/b.png"), "b").unwrap();
    assert!(matches!(bundle.read("img/b.png", 9), Err(BundleError::NotSigned { .. })));
}

#[test]
fn a_bundle_with_a_changed_manifest_or_a_file_of_another_size_does_not_open() {
    let (dir, inventory) = signed("at-once");
    fs::write(dir.join("engine.js"), "22").unwrap();
    assert!(matches!(Bundle::open_signed(&dir, inventory.clone()), Err(BundleError::Changed { .. })));
    fs::write(dir.join("engine.js"), "2").unwrap();
    fs::write(dir.join("manifest.json"), MANIFEST.replace("\"1\"", "\"2\"")).unwrap();
    assert!(matches!(Bundle::open_signed(&dir, inventory), Err(BundleError::Changed { .. })));
}

#[test]
fn the_script_that_is_handed_on_cannot_be_changed_any_more() {
    let (dir, inventory) = signed("sealed");
    let bundle = Bundle::open_signed(&dir, inventory).unwrap();
    let mut script = bundle.app().unwrap();
    assert!(script.write_all(b"evil").is_err());
    assert!(script.set_len(0).is_err());
}
