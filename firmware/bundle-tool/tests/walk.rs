//! The walk from keys to a published release, with the program itself, and what the device's code says to the result.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use ferrule_bundle_tool::{Change, Plan, Publisher, Tree, publish_tree, verify};
use support::{Place, START, listing};

#[test]
fn keys_are_new_each_time_and_for_their_owner_alone() {
    let place = Place::new();
    place.ok("keygen a b");
    let mode = fs::metadata(place.path("a.key")).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    assert_ne!(fs::read(place.path("a.pub")).unwrap(), fs::read(place.path("b.pub")).unwrap());
    let before = listing(&place.path(""));
    place.fails("keygen a", 1, &["a.pub", "already there"]);
    fs::remove_file(place.path("a.pub")).unwrap();
    place.fails("keygen a", 1, &["a.key", "exists"]);
    assert_eq!(listing(&place.path("")).len(), before.len() - 1);
}

#[test]
fn a_release_needs_its_threshold_at_every_step() {
    let place = Place::with_tree();
    let said = place.ok("build app --plan release.toml --tree tree --out s --issued 1800000000");
    assert!(said.contains("release 1 (1.0.0) of home"), "{said}");
    place.fails("publish s tree", 1, &["s/release.signed", "No such file"]);
    place.ok("sign s/release.json --role release --key release-1.key");
    place.fails("publish s tree", 1, &["s/release.signed: release: signed by 1", "2 are needed"]);
    // The same key twice is one signature.
    place.ok("sign s/release.signed --key release-1.key");
    place.fails("publish s tree", 1, &["signed by 1"]);
    // Another role's key is none of a release's.
    place.ok("sign s/release.signed --key root-1.key");
    place.fails("publish s tree", 1, &["signed by 1"]);
    assert!(!place.path("tree/releases").exists() && !place.path("tree/chunks").exists());
    place.ok("sign s/release.signed --key release-3.key");
    place.ok("publish s tree");
    place.fails("verify tree", 1, &["nothing is announced yet"]);
    place.fails(
        "timestamp tree --release 1 --key release-1.key",
        1,
        &["tree/timestamp", "signed by 0", "1 are needed"],
    );
    place.ok("timestamp tree --release 1 --key timestamp-1.key --issued 1800000000");
    let said = place.ok("verify tree --root root.signed --now 1800000001");
    assert!(said.contains("timestamp 1 and release 1 (1.0.0)") && said.contains("6 files"), "{said}");
}

#[test]
fn each_key_can_sign_on_a_machine_of_its_own() {
    let place = Place::with_release();
    place.ok("timestamp tree --out one.json --issued 1800003600");
    place.fails("sign one.json --key timestamp-1.key", 2, &["one.json: say --role"]);
    place.ok("sign one.json --role timestamp --key timestamp-1.key");
    place.fails("sign one.json --role timestamp --key timestamp-1.key", 1, &["one.signed", "already there"]);
    place.ok("timestamp tree --install one.signed");
    let said = place.ok("inspect tree/timestamp");
    assert!(said.starts_with("timestamp 2\n") && said.contains("announces release 1"), "{said}");
    let said = place.ok("inspect one.json --role timestamp");
    assert!(said.contains("not signed yet"), "{said}");
}

#[test]
fn a_new_release_brings_only_what_changed() {
    let place = Place::with_release();
    place.bundle("1.0.1", 3001);
    let said = place.release("s2", START + 60);
    assert!(said.contains("release 2 (1.0.1)"), "{said}");
    // Of app.js one chunk of two, and the manifest.
    assert!(said.contains("new chunks        2"), "{said}");
    assert!(said.contains("download          2") && said.contains("for a device with release 1"), "{said}");
    assert_eq!(listing(&place.path("s2/chunks")).len(), 2);
    place.ok("verify tree --now 1800000061");
}

#[test]
fn the_same_inputs_give_the_same_release() {
    let place = Place::with_tree();
    place.ok("build app --plan release.toml --out a --issued 1800000000");
    place.ok("build app --plan release.toml --out b --issued 1800000000");
    assert_eq!(listing(&place.path("a")), listing(&place.path("b")));
    // Once more in the same place is fine, another release is not.
    place.ok("build app --plan release.toml --out a --issued 1800000000");
    place.fails(
        "build app --plan release.toml --out a --issued 1800000001",
        1,
        &["a/release.json", "another --out"],
    );
}

#[test]
fn a_publication_that_was_cut_short_is_taken_up_again() {
    let place = Place::with_tree();
    place.ok("build app --plan release.toml --tree tree --out s --issued 1800000000");
    place.ok("sign s/release.json --role release --key release-1.key --key release-2.key");
    // As after a power cut: some chunks are there, one half written under its passing name, one torn under its own.
    let chunks: Vec<String> = listing(&place.path("s")).into_iter().map(|(name, _)| name).collect();
    let chunks: Vec<&String> = chunks.iter().filter(|name| name.starts_with("chunks/")).collect();
    for name in &chunks[..2] {
        let to = place.path("tree").join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(place.path("s").join(name), to).unwrap();
    }
    let half = place.path("tree").join(chunks[2]).with_extension("new");
    fs::create_dir_all(half.parent().unwrap()).unwrap();
    fs::write(&half, "half").unwrap();
    let said = place.ok("publish s tree");
    assert!(said.contains(&format!("{} new chunks", chunks.len() - 2)), "{said}");
    place.ok("publish s tree --key timestamp-1.key --issued 1800000000");
    place.ok("verify tree --now 1800000000");
}

#[test]
fn keys_are_changed_by_a_root_that_old_and_new_keys_sign() {
    let place = Place::with_release();
    place.ok("keygen root-4 release-4 timestamp-2");
    place.ok(
        "root --previous tree/root/1 --out root-2.json --root-key root-1.pub --root-key root-2.pub \
         --root-key root-4.pub --release-key release-2.pub --release-key release-3.pub --release-key release-4.pub \
         --timestamp-key timestamp-2.pub --issued 1800000100",
    );
    let said = place.ok("inspect root-2.json --role root");
    assert!(said.contains("root 2 of product home") && said.contains("root: 2 of these keys"), "{said}");
    // The new keys alone are not enough, nor are the old ones.
    place.ok("sign root-2.json --role root --key root-4.key --key root-1.key --out wrong.signed");
    place.fails(
        "root --install wrong.signed tree",
        1,
        &["wrong.signed: root: signed by 1 of the keys in root 1"],
    );
    place.ok("sign root-2.json --role root --key root-3.key --key root-1.key --out wrong-2.signed");
    place.fails("root --install wrong-2.signed tree", 1, &["signed by 1 of the keys in root 2"]);
    place.ok("sign root-2.json --role root --key root-2.key --key root-1.key");
    place.ok("root --install root-2.signed tree");
    place.ok("root --install root-2.signed tree");

    // The announcement is of the old keys until there is a new one; what old keys released has to be released again.
    place.fails(
        "verify tree --now 1800000101",
        1,
        &["tree/timestamp: timestamp: signed by 0 of the keys in root 2"],
    );
    place.fails(
        "timestamp tree --key timestamp-2.key --issued 1800000101",
        1,
        &["tree/releases/1", "signed by 1"],
    );
    place.fails("publish s1 tree", 1, &["signed by 1 of the keys in root 2"]);
    place.ok("build app --plan release.toml --tree tree --out s2 --issued 1800000101");
    place.ok("sign s2/release.json --role release --key release-3.key --key release-4.key");
    place.ok("publish s2 tree --key timestamp-2.key --issued 1800000101");
    let said = place.ok("verify tree --root root.signed --now 1800000102");
    assert!(said.contains("root 1 leads to root 2, timestamp 2 and release 2"), "{said}");
}

#[test]
fn everything_in_one_call_for_tests() {
    let place = Place::with_tree();
    let keys = place.path("keys");
    fs::create_dir(&keys).unwrap();
    fs::copy(place.path("root.signed"), keys.join("root")).unwrap();
    for name in ["release-1.key", "release-2.key", "timestamp-1.key"] {
        fs::copy(place.path(name), keys.join(name)).unwrap();
    }
    let plan = Plan::read(&place.path("release.toml")).unwrap();
    let tree = place.path("out/www");
    let summary = publish_tree(&tree, &keys, &place.path("app"), &plan, START).unwrap();
    assert_eq!((summary.number, summary.files), (1, 6));
    place.bundle("1.1.0", 10);
    let summary = publish_tree(&tree, &keys, &place.path("app"), &plan, START + 1).unwrap();
    assert_eq!((summary.number, summary.update.unwrap().from), (2, 1));
    let publisher = Publisher::open(&tree, &keys).unwrap();
    assert_eq!(publisher.announce(Change::Halt(true), START + 2, 60).unwrap(), 3);
    let found = verify(&Tree::new(&tree), Some(&keys.join("root")), START + 3).unwrap();
    assert_eq!((found.release, found.version.as_str(), found.timestamp), (2, "1.1.0", 3));
    // Nothing is left beside the tree.
    assert_eq!(fs::read_dir(place.path("out")).unwrap().count(), 1);
}
