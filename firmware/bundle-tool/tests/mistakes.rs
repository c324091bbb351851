//! What people do wrong: each is found before devices see it, and the message names the file or field.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::os::unix::fs::symlink;

use support::{PLAN, Place, START, listing};

#[test]
fn every_verb_has_help() {
    let place = Place::new();
    let all = place.ok("--help");
    for verb in
        ["keygen", "root", "build", "sign", "publish", "timestamp", "promote", "halt", "inspect", "verify"]
    {
        assert!(all.contains(&format!("  {verb} ")), "{verb}");
        let help = place.ok(&format!("{verb} --help"));
        assert!(help.starts_with(&format!("Usage: ferrule-bundle {verb} ")), "{help}");
    }
}

#[test]
fn wrong_command_lines_are_named() {
    let place = Place::with_release();
    for (line, says) in [
        ("", "no verb given"),
        ("bulid app", "unknown verb `bulid`"),
        ("build", "no DIR given"),
        ("build app", "no --plan given"),
        ("build app --plan release.toml", "no --out given"),
        ("build app --plan release.toml --out x --number -1", "--number: `-1` is no whole number"),
        ("build app --plan release.toml --out x --colour red", "--colour"),
        ("build app --plan release.toml --plan release.toml --out x", "--plan is given more than once"),
        ("keygen", "no NAME... given"),
        ("sign root.json --role king --key root-1.key", "--role: `king` is no role"),
        ("sign root.json --role root", "no --key given"),
        ("sign root.signed --role release --key root-1.key", "root.signed: it is a root"),
        ("promote tree --share 101% --key timestamp-1.key", "--share: `101%` is no share"),
        ("promote tree --share 25 --key timestamp-1.key", "`25` is no share: write 0% to 100%"),
        ("timestamp tree", "either --key, --out or --install"),
        ("timestamp tree --key timestamp-1.key --out x", "either --key, --out or --install"),
        ("timestamp tree --key timestamp-1.key --expires 48", "--expires: `48` is no span of time"),
        ("root --install root.signed", "name one tree"),
        ("root tree --out x", "`tree`: a tree goes with --install"),
        ("verify tree other", "other"),
    ] {
        place.fails(line, 2, &[says]);
    }
}

#[test]
fn bundles_that_cannot_be_released_are_refused_with_the_file() {
    type Row = (&'static str, fn(&Place), &'static [&'static str]);
    let rows: [Row; 7] = [
        ("no manifest", |p| fs::remove_file(p.path("app/manifest.json")).unwrap(), &["manifest.json"]),
        ("no engine", |p| fs::remove_file(p.path("app/engine.js")).unwrap(), &["engine.js"]),
        (
            "a link",
            |p| symlink("/etc/passwd", p.path("app/art/link")).unwrap(),
            &["app/art/link", "not a regular file"],
        ),
        ("a hidden file", |p| p.write("app/.env", "secret"), &["app/.env", "hidden"]),
        ("a strange name", |p| p.write("app/a\\b", "x"), &["a\\\\b", "backslash"]),
        (
            "a large file",
            |p| fs::File::create(p.path("app/big")).unwrap().set_len(16 * 1024 * 1024 + 1).unwrap(),
            &["app/big", "16777217 bytes", "at most 16777216"],
        ),
        (
            "large files",
            |p| {
                for name in ["a", "b", "c", "d"] {
                    fs::File::create(p.path("app").join(name)).unwrap().set_len(13 * 1024 * 1024).unwrap();
                }
            },
            &["app: ", "a release has at most 50331648"],
        ),
    ];
    for (what, change, says) in rows {
        let place = Place::with_keys();
        change(&place);
        println!("{what}");
        place.fails("build app --plan release.toml --out s", 1, says);
        assert!(!place.path("s/release.json").exists());
    }
}

#[test]
fn plans_are_read_strictly() {
    let place = Place::with_keys();
    for (from, to, says) in [
        ("product", "prodcut", "release.toml: line 2: unknown field `prodcut`"),
        ("product = \"home\"", "", "release.toml: line 1: missing field `product`"),
        ("\"1h\", share = \"1%\"", "\"1h\", share = \"1\"", "line 6: `1` is no share"),
        ("after = \"1h\"", "after = 3600", "line 6: invalid type"),
        ("\"6d\"", "\"1h\"", "s/release.json: release: `waves[1].after` is 3600"),
        ("share = \"100%\"", "share = \"1%\"", "`waves[1].share` is 100"),
        ("qemu-arm64 = {", "qemu-mips = {", "name a class that `hardware` names"),
        ("\"5%\"", "\"500%\"", "line 7: `500%` is no share"),
        ("floor = 1", "floor = 2", "`floor` is 2; write 0 to 1"),
        ("floor = 1", "floor = -1", "line 4: invalid value"),
        ("wasm_mib = 4", "wasm_mib = 5000", "`needs.wasm_mib` is 5000"),
        ("[\"qemu-arm64\", \"qemu-armv7\"]", "[]", "`hardware` is a list of 0"),
        ("https://", "ftp://", "`report.url` is"),
        ("interval = \"1h\"", "interval = \"1s\"", "`report.interval` is 1; write 10 to"),
        ("product = \"home\"", "product = \"Home\"", "`product` is"),
        ("product", "[", "release.toml: line 2: "),
    ] {
        assert!(PLAN.contains(from), "{from}");
        place.write("wrong/release.toml", &PLAN.replacen(from, to, 1));
        place.fails("build app --plan wrong/release.toml --out s", 1, &[says]);
    }
}

#[test]
fn roots_that_devices_would_refuse_are_not_made() {
    let place = Place::with_keys();
    let root = "root --out r.json --product home --root-key root-1.pub --release-key release-1.pub";
    for (line, says) in [
        (root.to_owned(), "`timestamp.keys` is a list of 0"),
        (format!("{root} --timestamp-key root-1.pub"), "`timestamp.keys[0]`"),
        (
            format!("{root} --timestamp-key timestamp-1.pub --root-threshold 2"),
            "`root.threshold` is 2; write 1 to 1",
        ),
        (format!("{root} --timestamp-key timestamp-1.key"), "timestamp-1.key: not a public key"),
        (format!("{root} --timestamp-key gone.pub"), "gone.pub: No such file"),
        (format!("{root} --timestamp-key timestamp-1.pub --product Home"), "more than once"),
    ] {
        let code = if says == "more than once" { 2 } else { 1 };
        place.fails(&line, code, &[says]);
    }
    assert!(!place.path("r.json").exists());
    place.ok(&format!("{root} --timestamp-key timestamp-1.pub"));
    place.fails("sign r.json --role release --key root-1.key", 1, &["r.json: release: invalid type"]);
    place.fails("sign r.json --role root --key root-1.pub", 1, &["root-1.pub"]);
    place.ok("sign r.json --role root --key root-1.key");
    place.ok("root --install r.signed tree");
    place.ok("root --out other.json --product home --root-key root-2.pub --release-key release-1.pub --timestamp-key timestamp-1.pub");
    place.ok("sign other.json --role root --key root-2.key");
    place.fails("root --install other.signed tree", 1, &["other.signed", "another root of version 1"]);
    place.fails("build app --plan release.toml --out s --tree r.signed", 1, &["r.signed/releases"]);
}

#[test]
fn announcements_only_go_forward() {
    let place = Place::with_release();
    place.bundle("2.0.0", 1);
    place.release("s2", START + 100);
    let before = listing(&place.path("tree"));
    place.fails(
        "timestamp tree --release 1 --key timestamp-1.key --issued 1800000200",
        1,
        &["release 2 is announced"],
    );
    place.fails("timestamp tree --key timestamp-1.key --issued 1800000099", 1, &["set this machine's clock"]);
    place.fails("timestamp tree --release 3 --key timestamp-1.key", 1, &["tree/releases/3"]);
    place.fails("publish s1 tree", 1, &["s1/release.signed: release 1, the tree has 2"]);
    place.fails("publish s2 tere", 1, &["tere: No such file"]);
    assert!(!place.path("tere").exists());
    place.ok("build app --plan release.toml --out again --number 2 --issued 1800000300");
    place.ok("sign again/release.json --role release --key release-1.key --key release-2.key");
    place.fails("publish again tree", 1, &["tree/releases/2: is already there", "a higher one"]);
    assert_eq!(listing(&place.path("tree")), before);

    // Two that were made side by side: the second is found to be of a number that is gone.
    for name in ["a", "b"] {
        place.ok(&format!("halt tree --out {name}.json --issued 1800000400"));
        place.ok(&format!("sign {name}.json --role timestamp --key timestamp-1.key"));
    }
    place.ok("timestamp tree --install a.signed");
    place.ok("timestamp tree --install a.signed");
    place.ok("halt tree --resume --key timestamp-1.key --issued 1800000500");
    place.fails("timestamp tree --install b.signed", 1, &["b.signed: timestamp: number 3"]);
}

#[test]
fn halts_and_promotions_last_until_the_next_release() {
    let place = Place::with_release();
    place.ok("promote tree --share 0.5% --key timestamp-1.key --issued 1800000010");
    place.ok("halt tree --key timestamp-1.key --issued 1800000020");
    place.ok("timestamp tree --key timestamp-1.key --issued 1800000030");
    let said = place.ok("inspect tree/timestamp");
    assert!(said.contains("halted") && said.contains("at least 0.50% of the devices"), "{said}");
    place.ok("halt tree --resume --key timestamp-1.key --issued 1800000040");
    let said = place.ok("inspect tree/timestamp");
    assert!(!said.contains("halted") && said.contains("at least 0.50%"), "{said}");
    place.ok("halt tree --key timestamp-1.key --issued 1800000050");
    place.bundle("2.0.0", 1);
    place.release("s2", START + 100);
    let said = place.ok("inspect tree/timestamp");
    assert!(!said.contains("halted") && !said.contains("promoted"), "{said}");
    place.fails("halt empty --key timestamp-1.key", 1, &["empty: nothing is announced yet"]);
}

#[test]
fn damage_in_a_tree_is_found_with_the_file() {
    let place = Place::with_release();
    let chunk =
        listing(&place.path("tree")).into_iter().find(|(name, _)| name.starts_with("chunks/")).unwrap();
    let path = place.path("tree").join(&chunk.0);
    let name = chunk.0.rsplit('/').next().unwrap().to_owned();
    fs::remove_file(&path).unwrap();
    place.fails("verify tree --now 1800000001", 1, &[&format!("chunk {name}"), "is missing in tree"]);
    place.fails(
        "timestamp tree --key timestamp-1.key --issued 1800000001",
        1,
        &[&name, "is missing in tree"],
    );
    let mut wrong = chunk.1.clone();
    wrong[0] ^= 1;
    fs::write(&path, &wrong).unwrap();
    place.fails("verify tree --now 1800000001", 1, &[&chunk.0, "SHA-256"]);
    place.fails("publish s1 tree", 1, &[&chunk.0, "SHA-256"]);
    fs::write(&path, &chunk.1).unwrap();
    place.ok("verify tree --now 1800000001");
    place.fails("verify tree --now 1899999999", 1, &["tree/root/1: root: expired"]);
    place.fails("verify tree --now 1800172800", 1, &["tree/timestamp: timestamp: expired"]);
    place.fails("verify tree --root s1/release.signed", 1, &["this is a release, a root belongs here"]);
    for (file, says) in
        [("timestamp", "tree/timestamp"), ("releases/1", "tree/releases/1"), ("root/1", "tree/root/1")]
    {
        let path = place.path("tree").join(file);
        let good = fs::read(&path).unwrap();
        let mut wrong = good.clone();
        *wrong.last_mut().unwrap() ^= 1;
        fs::write(&path, wrong).unwrap();
        place.fails("verify tree --now 1800000001", 1, &[says]);
        fs::write(&path, good).unwrap();
    }
}
