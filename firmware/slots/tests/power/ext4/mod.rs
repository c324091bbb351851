//! Power cuts of a real ext4: every block that a device wrote is logged, and the log is played back up to each point.
//! The file system then recovers as it does on a stick, and the slots on it. `FERRULE_CUTS` sets how many cuts there are.

mod log;
mod rig;

use std::fs;
use std::path::{Path, PathBuf};

use ferrule_bundle::trust::Floors;
use ferrule_slots::{Bug, DataDir, Slots, SlotsError, seed};
use log::Log;
use rig::{Playback, Rig};

use crate::spec::{Seen, Spec};
use crate::world::World;

/// Cuts of a usual run.
const CUTS: usize = 2_000;
/// Releases of one life.
const CYCLES: u64 = 100;
/// Mounting waits for the kernel more than it computes.
const THREADS: usize = 2;
/// The boot after the loss of power.
const BOOT_AFTER: u8 = 255;

/// What should be seen after a cut, from an entry of the log on.
struct Fact {
    entries: usize,
    name: &'static str,
    should: Vec<Seen>,
}

/// A device on a real file system, and what should be on it as the log grows.
struct Life<'a> {
    world: &'a World,
    dir: PathBuf,
    slots: Slots<DataDir>,
    spec: Spec,
    boot: u8,
    log: Log,
    facts: Vec<Fact>,
}

type Done = Result<(), String>;

fn said(error: SlotsError) -> String {
    error.to_string()
}

impl<'a> Life<'a> {
    fn new(world: &'a World, rig: &Rig) -> Result<Self, String> {
        let dir = rig.mount_point();
        let mut log = Log::open(&rig.log()).map_err(|cause| cause.to_string())?;
        log.skip_to_end().map_err(|cause| cause.to_string())?;
        let slots = world.open(DataDir::open(&dir), 1);
        Ok(Self { world, dir, slots, spec: Spec::default(), boot: 1, log, facts: Vec::new() })
    }

    /// Does something. Until the log's next end, what should be seen is one of these.
    fn step(&mut self, name: &'static str, possible: &[Spec], does: impl FnOnce(&mut Self) -> Done) -> Done {
        let entries = self.log.entries;
        does(self).map_err(|why| format!("{name}: {why}"))?;
        self.log.skip_to_end().map_err(|cause| cause.to_string())?;
        let should = possible.iter().map(|spec| spec.clone().start(BOOT_AFTER)).collect();
        self.facts.push(Fact { entries, name, should });
        Ok(())
    }

    fn start(&mut self) -> Done {
        let before = self.spec.clone();
        self.spec.start(self.boot);
        let possible = [before, self.spec.clone()];
        self.step("start", &possible, |life| {
            life.slots = life.world.open(DataDir::open(&life.dir), life.boot);
            life.world.start(&DataDir::open(&life.dir), &life.slots).map(drop)
        })
    }

    fn install(&mut self, number: u64) -> Done {
        let published = self.world.release(number);
        let before = self.spec.clone();
        let slot = before.free_slot();
        self.spec.begin(slot, number);
        let begun = self.spec.clone();
        let mut install = None;
        self.step("begin", &[before, begun.clone()], |life| {
            let begun = life.slots.begin(&published.release, &published.envelope, None).map_err(said)?;
            assert_eq!(begun.slot(), slot);
            install = Some(begun);
            Ok(())
        })?;
        let mut install = install.ok_or("not begun")?;
        self.step("put", std::slice::from_ref(&begun), |_| {
            published.feed(&mut install).map(drop).map_err(said)
        })?;
        self.spec.finish(slot);
        let possible = [begun, self.spec.clone()];
        self.step("finish", &possible, |_| install.finish().map_err(said))
    }

    /// A release comes, and proves good, crashes, hangs, or has the plug pulled.
    fn cycle(&mut self, number: u64) -> Done {
        self.install(number)?;
        self.start()?;
        let before = self.spec.clone();
        match number % 4 {
            0 | 1 => {
                self.spec.good();
                let possible = [before, self.spec.clone()];
                let release = &self.world.release(number).release;
                self.step("good", &possible, |life| life.slots.good(release).map_err(said))?;
            }
            2 => {
                for _ in 0..3 {
                    self.start()?;
                }
            }
            _ => {
                self.boot = self.boot % 200 + 1;
                self.start()?;
                let before = self.spec.clone();
                self.spec.fail_trial();
                let possible = [before, self.spec.clone()];
                self.step("fail", &possible, |life| life.slots.fail_trial("test").map_err(said))?;
                self.start()?;
            }
        }
        self.note(number)?;
        if number.is_multiple_of(3) { self.set_root() } else { Ok(()) }
    }

    fn note(&mut self, number: u64) -> Done {
        let before = self.spec.clone();
        let rollback = before.floors.rollback;
        let timestamp_sha256 = World::hash(number);
        let floors = Floors { timestamp: number, timestamp_sha256, release: number, rollback, time: number };
        self.spec.floors = floors;
        let possible = [before, self.spec.clone()];
        self.step("note", &possible, |life| life.slots.note(&floors).map_err(said))
    }

    fn set_root(&mut self) -> Done {
        let version = self.spec.root + 1;
        let Some(roots) = self.world.roots(version) else { return Ok(()) };
        let (before, floors) = (self.spec.clone(), self.spec.floors);
        self.spec.root = version;
        let stored = self.spec.clone();
        self.spec.root_noted = version;
        let possible = [before, stored, self.spec.clone()];
        self.step("set_root", &possible, |life| life.slots.set_root(roots, version, &floors).map_err(said))
    }
}

/// A life that wrote enough for so many cuts, or as much as one life can. Returns where its log is cut first.
fn live(world: &World, dir: &Path, cuts: usize) -> Result<(usize, Vec<Fact>), String> {
    let rig = Rig::new(dir)?;
    let mut life = Life::new(world, &rig)?;
    let first = life.log.entries;
    life.start()?;
    for number in 2..CYCLES {
        if life.log.entries >= first + cuts {
            break;
        }
        life.cycle(number)?;
    }
    Ok((first, life.facts))
}

/// Plays a log back and looks at every `stride`th cut from `first` on, up to `cuts` of them. Returns how many it looked at.
fn cut(
    world: &World,
    dir: &Path,
    log: &Path,
    facts: &[Fact],
    (first, stride, cuts): (usize, usize, usize),
) -> Result<usize, String> {
    fs::create_dir_all(dir).map_err(|cause| cause.to_string())?;
    let playback = Playback::new(dir)?;
    let mut log = Log::open(log).map_err(|cause| cause.to_string())?;
    let mut looked = 0;
    while let Some(entry) = log.next().map_err(|cause| cause.to_string())? {
        log.apply(&entry, &playback.image).map_err(|cause| cause.to_string())?;
        if log.entries < first || (log.entries - first) % stride != 0 || looked == cuts {
            continue;
        }
        let seen = playback.look(|mount| {
            let slots = world.open(DataDir::open(mount), BOOT_AFTER);
            world.start(&DataDir::open(mount), &slots)
        })?;
        // The step that was under way, and the one before: what it wrote last can lie behind its end in the log.
        let step = facts.partition_point(|fact| fact.entries < log.entries).saturating_sub(1);
        let fact = &facts[step];
        let seen = seen.map_err(|why| format!("cut {} in {}: {why}", log.entries, fact.name))?;
        if !fact.should.contains(&seen) {
            return Err(format!(
                "cut {} in {}: {seen:?}\nshould be one of {:?}",
                log.entries, fact.name, fact.should
            ));
        }
        looked += 1;
    }
    Ok(looked)
}

/// A folder for one test, removed at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let missing = rig::missing();
        assert!(missing.is_empty(), "this test needs what is not here:\n{}", missing.join("\n"));
        Self(std::env::temp_dir().join(format!("ferrule-{name}-{}", std::process::id())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn no_cut_of_a_real_ext4_bricks_lowers_a_mark_or_runs_unsigned_bytes() {
    let scratch = Scratch::new("ext4");
    let world = World::new();
    let cuts = std::env::var("FERRULE_CUTS").map_or(CUTS, |cuts| cuts.parse().unwrap());
    let mut looked = 0;
    for life in 0.. {
        if looked >= cuts {
            break;
        }
        let dir = scratch.0.join(format!("life-{life}"));
        let (first, facts) = live(&world, &dir, cuts - looked).unwrap();
        let share = (cuts - looked).div_ceil(THREADS);
        looked += std::thread::scope(|scope| {
            let thread = |index: usize| {
                let (world, facts, log) = (&world, &facts, dir.join("log"));
                let dir = dir.join(format!("playback-{index}"));
                scope.spawn(move || cut(world, &dir, &log, facts, (first + index, THREADS, share)).unwrap())
            };
            let threads: Vec<_> = (0..THREADS).map(thread).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>()
        });
    }
    println!("{looked} cuts");
}

/// The same with a mistake, which must be noticed.
#[test]
fn a_missing_fsync_on_a_real_ext4_is_noticed() {
    let scratch = Scratch::new("ext4-mistake");
    let world = World::new();
    seed(Some(Bug::TrialBeforeSync));
    let lived = live(&world, &scratch.0, 100);
    seed(None);
    let (first, facts) = lived.unwrap();
    let playback = scratch.0.join("playback");
    let noticed = cut(&world, &playback, &scratch.0.join("log"), &facts, (first, 1, 100)).unwrap_err();
    println!("{noticed}");
}
