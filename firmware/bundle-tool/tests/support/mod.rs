//! A folder to work in, the program, and a small bundle.

#![allow(dead_code, unreachable_pub)] // Each test program uses a part of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// When everything in the tests begins, in seconds since 1970.
pub const START: u64 = 1_800_000_000;

pub const PLAN: &str = r#"
product = "home"
hardware = ["qemu-arm64", "qemu-armv7"]
floor = 1
needs = { app_process_mib = 48, wasm_mib = 4, textures_mib = 32 }
waves = [{ after = "1h", share = "1%" }, { after = "6d", share = "100%" }]
engines = { qemu-arm64 = { js_share = "5%" } }
report = { url = "https://reports.example/home", interval = "1h" }
"#;

/// A folder that is removed with the value.
pub struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Place {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("ferrule-bundle-tool-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }

    /// With a bundle in `app`, a plan, and all keys: 2 of 3 for roots and releases, 1 for timestamps.
    pub fn with_keys() -> Self {
        let place = Self::new();
        place.bundle("1.0.0", 3000);
        place.write("release.toml", PLAN);
        place.ok("keygen root-1 root-2 root-3 release-1 release-2 release-3 timestamp-1");
        place
    }

    /// And with a tree that has a root.
    pub fn with_tree() -> Self {
        let place = Self::with_keys();
        place.ok(
            "root --out root.json --product home --root-key root-1.pub --root-key root-2.pub --root-key root-3.pub \
             --root-threshold 2 --release-key release-1.pub --release-key release-2.pub --release-key release-3.pub \
             --release-threshold 2 --timestamp-key timestamp-1.pub --issued 1800000000",
        );
        place.ok("sign root.json --role root --key root-1.key --key root-3.key");
        place.ok("root --install root.signed tree");
        place
    }

    /// And with release 1 announced.
    pub fn with_release() -> Self {
        let place = Self::with_tree();
        place.release("s1", START);
        place
    }

    /// Builds, signs, publishes and announces what is in `app`.
    pub fn release(&self, staging: &str, issued: u64) -> String {
        let said =
            self.ok(&format!("build app --plan release.toml --tree tree --out {staging} --issued {issued}"));
        self.ok(&format!(
            "sign {staging}/release.json --role release --key release-1.key --key release-2.key"
        ));
        self.ok(&format!("publish {staging} tree --key timestamp-1.key --issued {issued}"));
        said
    }

    /// A bundle with a script of that many lines.
    pub fn bundle(&self, version: &str, lines: usize) {
        let script: String = (0..lines).map(|line| format!("line({line}, {});\n", line * 7919)).collect();
        self.write("app/app.js", &script);
        self.write("app/engine.wasm", "wasm");
        self.write("app/engine.js", "js");
        let noise: Vec<u8> =
            (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8 ^ (n >> 9) as u8).collect();
        fs::create_dir_all(self.path("app/art")).unwrap();
        fs::write(self.path("app/art/noise.bin"), noise).unwrap();
        self.write("app/art/empty", "");
        let abi = ferrule_abi::ABI_VERSION;
        self.write(
            "app/manifest.json",
            &format!(
                r#"{{"name":"home","version":"{version}","abi":{abi},"app":"app.js","engine":"wasm","engines":{{"wasm":"engine.wasm","js":"engine.js"}}}}"#
            ),
        );
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn run(&self, line: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_ferrule-bundle"))
            .args(line.split_whitespace())
            .current_dir(&self.0)
            .output()
            .unwrap()
    }

    /// Runs what must succeed, and returns what it printed.
    #[track_caller]
    pub fn ok(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs what must fail with this exit code, and say each of these.
    #[track_caller]
    pub fn fails(&self, line: &str, code: i32, says: &[&str]) {
        let output = self.run(line);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{line}: {message}");
        for part in says {
            assert!(message.contains(part), "{line}\n  said: {message}  not: {part}");
        }
    }
}

/// Everything in a tree, by path.
pub fn listing(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
                found.push((name, fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}
