//! What an update costs: a release with 4 MB that the device does not have, from the first request to the slot.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use ferrule_bundle_tool::{Change, Plan, Publisher};

use super::number;
use crate::error::{Error, Result};
use crate::factory::unpack_factory_bundle;
use crate::figures::{Figures, MB_DIFFERENCE};
use crate::options::{BootOptions, Clock};
use crate::server::Server;
use crate::stick::Stick;
use crate::wait::{BOOT_TIME_MAX, REACTION_TIME_MAX};
use crate::workdir::WorkDir;

/// Keys and plan that the emulated boards believe.
const KEYS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../board/dev-keys");
/// What is new in the release, in four files. Noise, so that nothing of it gets smaller.
const NEW_BYTES: usize = 4_000_000;
const FILES: usize = 4;
/// How long the announcement is good, seconds.
const ANNOUNCED_SECONDS: u64 = 86_400;

/// Boots the modelled stick with a network, lets it install, and measures. Waits take the host's time here: a network's would leap.
pub(super) fn measure(board: &str, out: &Path, figures: &mut Figures) -> Result<()> {
    let dir = WorkDir::new()?;
    let tree = dir.join("published");
    publish(board, out, &dir, &tree)?;
    let server = Server::http(&tree)?;
    let mut stick = Stick::boot(BootOptions {
        network: true,
        clock: Clock::ModelledWaits,
        extra_cmdline: vec![format!("ferrule.args=--server,{}", server.guest_url())],
        ..BootOptions::new(board, out)
    })?;
    stick.console().wait_line(BOOT_TIME_MAX, "info network: eth0 has")?;
    let status = stick.wait_status(BOOT_TIME_MAX, "the home screen", |status| {
        status["frames"]["first_of_app_us"].is_u64()
    })?;
    let first = number(&status, "/frames/first_cpu_us")? / 1000.0;
    figures.push("update.process_to_first_frame", first, "ms CPU");
    let before = stick.shell_ok(
        "echo 5 >/proc/$(pidof ferrule)/clear_refs; sed -n 's/^VmRSS: *//p' /proc/$(pidof ferrule)/status",
    )?;
    stick.shell_ok("/usr/bin/ferrule update")?;
    let status = stick.wait_status(REACTION_TIME_MAX * 2, "the release", |status| {
        status["release"]["last_check"].as_str().is_some_and(|text| text.contains("is ready"))
    })?;
    let peak = stick.shell_ok("sed -n 's/^VmHWM: *//p' /proc/$(pidof ferrule)/status")?;
    const MB_PER_KIB: f64 = 1024.0 / 1e6;
    let grown = (kib(&peak)? - kib(&before)?) * MB_PER_KIB;
    figures.push("update.check_and_install", number(&status, "/release/check_cpu_us")? / 1000.0, "ms CPU");
    figures.push("update.peak_memory", grown.max(0.0), MB_DIFFERENCE);
    stick.finish()
}

fn publish(board: &str, out: &Path, dir: &WorkDir, tree: &Path) -> Result<()> {
    let bundle = dir.join("bundle");
    unpack_factory_bundle(&out.join(board), &bundle)?;
    let mut state = 24_301_u32;
    for index in 0..FILES {
        let noise: Vec<u8> = (0..NEW_BYTES / FILES)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        let file = bundle.join(format!("noise-{index}"));
        fs::write(&file, noise).map_err(Error::file(file))?;
    }
    fs::create_dir_all(tree).map_err(Error::file(tree))?;
    let keys = Path::new(KEYS);
    let publisher = Publisher::open(tree, keys)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let made = publisher.release(&bundle, &Plan::read(&keys.join("release.toml"))?, now)?;
    publisher.announce(Change::Release(made.number), now, ANNOUNCED_SECONDS)?;
    Ok(())
}

/// A size as the kernel writes it: `1234 kB`.
fn kib(text: &str) -> Result<f64> {
    let number = text.strip_suffix(" kB").and_then(|number| number.trim().parse().ok());
    number.ok_or_else(|| Error::Agent(format!("{text:?} is no size")))
}
