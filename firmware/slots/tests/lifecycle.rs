//! What becomes of releases, in a folder of the real file system.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use ferrule_bundle::trust::{Floors, Hash};
use ferrule_slots::{BootId, DataDir, Run, Slot, Slots, SlotsError, Start, State, stored_root};
use support::{Published, Publisher};

/// A data partition of its own for each test.
struct Device {
    dir: PathBuf,
    publisher: Publisher,
    boot: u8,
}

impl Device {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("ferrule-slots-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        Self { dir, publisher: Publisher::new(), boot: 1 }
    }

    /// A process starts, in the same boot as the one before.
    fn process(&self) -> Slots<DataDir> {
        Slots::open(DataDir::open(&self.dir), BootId([self.boot; 16]), self.publisher.signed())
    }

    /// The plug is pulled, and put in again.
    fn reboot(&mut self) -> Slots<DataDir> {
        self.boot += 1;
        self.process()
    }

    fn release(&self, number: u64) -> Published {
        let app = format!("app {number}").repeat(20_000);
        self.publisher.release(
            number,
            0,
            &[("app.js", app.as_bytes()), ("img/a/b.png", b"same"), ("empty", b"")],
        )
    }

    /// Installs a release and lets it prove good.
    fn with_good(&self, number: u64) -> Published {
        let release = self.release(number);
        release.install(&self.process()).unwrap();
        let slots = self.process();
        assert!(slots.start().trial);
        slots.good(&release.release).unwrap();
        release
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

const FACTORY: Start = Start { run: Run::Factory, trial: false, tries_left: 0 };

const fn settled(slot: Slot) -> Start {
    Start { run: Run::Slot(slot), trial: false, tries_left: 0 }
}

const fn trial(slot: Slot, tries_left: u8) -> Start {
    Start { run: Run::Slot(slot), trial: true, tries_left }
}

#[test]
fn a_new_device_starts_the_factory_and_writes_nothing() {
    let device = Device::new("new");
    let slots = device.process();
    assert_eq!(slots.start(), FACTORY);
    assert_eq!(slots.complaints(), Vec::<String>::new());
    assert_eq!(fs::read_dir(&device.dir).unwrap().count(), 0);
    assert!(matches!(slots.fail_trial("x"), Err(SlotsError::NothingRuns)));
}

#[test]
fn a_release_is_installed_tried_and_proves_good() {
    let device = Device::new("good");
    let release = device.release(5);
    let slots = device.process();
    assert_eq!(slots.start(), FACTORY);
    release.install(&slots).unwrap();
    assert!(matches!(release.install(&slots), Err(SlotsError::Installed { release: 5, slot: Slot::A })));

    let slots = device.process();
    assert_eq!(slots.start(), trial(Slot::A, 2));
    assert_eq!(slots.read_release(Slot::A).unwrap(), release.envelope);
    for path in ["app.js", "img/a/b.png", "empty"] {
        assert_eq!(fs::read(slots.slot_dir(Slot::A).join(path)).unwrap(), release.content(path));
    }
    slots.good(&release.release).unwrap();
    slots.good(&release.release).unwrap();
    let slots = device.process();
    assert_eq!(slots.start(), settled(Slot::A));
    assert!(matches!(
        slots.good(&device.release(6).release),
        Err(SlotsError::OtherRelease { given: 6, running: 5, slot: Slot::A })
    ));
}

#[test]
fn three_crashes_bring_the_last_good_release_back() {
    let device = Device::new("crashes");
    device.with_good(5);
    let bad = device.release(6);
    bad.install(&device.process()).unwrap();
    for tries_left in [2, 1, 0] {
        assert_eq!(device.process().start(), trial(Slot::B, tries_left));
    }
    let slots = device.process();
    assert_eq!(slots.start(), settled(Slot::A));
    let installed = slots.installed();
    assert_eq!(installed[1].state, State::Failed);
    assert!(installed[1].why.as_ref().unwrap().contains("3 times"));
    assert!(matches!(bad.install(&slots), Err(SlotsError::FailedBefore { release: 6, failed: 6 })));
    device.release(7).install(&slots).unwrap();
    assert_eq!(device.process().start(), trial(Slot::B, 2));
}

#[test]
fn a_hang_brings_it_back_at_once() {
    let device = Device::new("hang");
    device.with_good(5);
    device.release(6).install(&device.process()).unwrap();
    let slots = device.process();
    assert_eq!(slots.start(), trial(Slot::B, 2));
    slots.fail_trial("no picture for 10 s").unwrap();
    let slots = device.process();
    assert_eq!(slots.start(), settled(Slot::A));
    assert_eq!(slots.installed()[1].why.as_deref(), Some("no picture for 10 s"));
}

#[test]
fn pulled_plugs_give_the_try_back_five_times() {
    let mut device = Device::new("plugs");
    device.with_good(5);
    device.release(6).install(&device.process()).unwrap();
    assert_eq!(device.reboot().start(), trial(Slot::B, 2));
    for losses in 1..=5 {
        let slots = device.reboot();
        assert_eq!(slots.start(), trial(Slot::B, 2));
        assert_eq!(slots.installed()[1].power_losses, losses);
    }
    // A crash in between counts as one.
    assert_eq!(device.process().start(), trial(Slot::B, 1));
    let slots = device.reboot();
    assert_eq!(slots.start(), settled(Slot::A));
    assert!(slots.installed()[1].why.as_ref().unwrap().contains("6 times"));
}

#[test]
fn an_end_that_is_not_the_releases_fault_costs_no_try() {
    let device = Device::new("interrupted");
    device.release(6).install(&device.process()).unwrap();
    for _ in 0..10 {
        let slots = device.process();
        assert_eq!(slots.start(), trial(Slot::A, 2));
        slots.interrupted().unwrap();
    }
}

#[test]
fn the_rollback_floor_rises_with_the_proof_and_not_before() {
    let device = Device::new("floor");
    device.with_good(5);
    let higher = device.publisher.release(8, 8, &[]);
    higher.install(&device.process()).unwrap();
    let slots = device.process();
    assert_eq!(slots.start(), trial(Slot::B, 2));
    assert_eq!(slots.floors().rollback, 0);
    slots.good(&higher.release).unwrap();
    assert_eq!(device.process().floors().rollback, 8);
    // Release 5 had proved good, and is not gone back to.
    device.process().damaged(Slot::B, "a file changed").unwrap();
    let slots = device.process();
    assert_eq!(slots.start(), FACTORY);
    assert!(matches!(
        device.release(7).install(&slots),
        Err(SlotsError::BelowFloor { release: 7, floor: 8 })
    ));
    higher.install(&slots).unwrap();
}

#[test]
fn the_running_and_the_last_good_slot_are_not_installed_into() {
    let device = Device::new("needed");
    device.with_good(5);
    device.release(6).install(&device.process()).unwrap();
    let slots = device.process();
    // Before it was started, the trial is replaced by something newer.
    let seven = device.release(7);
    assert_eq!(slots.begin(&seven.release, &seven.envelope, None).unwrap().slot(), Slot::B);
    seven.install(&slots).unwrap();
    let slots = device.process();
    assert_eq!(slots.start(), trial(Slot::B, 2));
    let eight = device.release(8);
    assert!(matches!(eight.install(&slots), Err(SlotsError::Undecided { release: 7 })));
    slots.good(&seven.release).unwrap();
    let install = slots.begin(&eight.release, &eight.envelope, None).unwrap();
    assert_eq!(install.slot(), Slot::A);
    assert!(matches!(slots.begin(&eight.release, &eight.envelope, None), Err(SlotsError::Installing)));
}

#[test]
fn an_installation_goes_on_where_it_stopped_and_believes_nothing() {
    let device = Device::new("resume");
    let release = device.release(5);
    let slots = device.process();
    let mut install = slots.begin(&release.release, &release.envelope, None).unwrap();
    let all = install.missing_count();
    assert!(release.feed_one(&mut install).unwrap());
    assert!(matches!(install.put(b"wrong"), Err(SlotsError::Chunk { .. })));
    drop(install);

    let slots = device.process();
    let install = slots.begin(&release.release, &release.envelope, None).unwrap();
    assert_eq!((install.found_count(), install.missing_count()), (1, all - 1));
    drop(install);
    fs::write(slots.slot_dir(Slot::A).join("app.js"), "something else").unwrap();
    let mut install = slots.begin(&release.release, &release.envelope, None).unwrap();
    assert_eq!(install.found_count(), 0);
    assert!(matches!(install.missing_count(), count if count == all));
    release.feed(&mut install).unwrap();
    // Changed behind its back, after the chunk was written.
    fs::write(slots.slot_dir(Slot::A).join("app.js"), "something else").unwrap();
    assert!(matches!(install.finish(), Err(SlotsError::File { path }) if path == "app.js"));
    assert_eq!(device.process().start(), FACTORY);
    assert!(!slots.slot_dir(Slot::A).exists());
}

#[test]
fn an_unfinished_or_aborted_installation_starts_nothing() {
    let device = Device::new("unfinished");
    let release = device.release(5);
    let slots = device.process();
    let install = slots.begin(&release.release, &release.envelope, None).unwrap();
    assert!(matches!(install.finish(), Err(SlotsError::Incomplete { .. })));
    assert_eq!(device.process().start(), FACTORY);
    let mut install = slots.begin(&release.release, &release.envelope, None).unwrap();
    release.feed(&mut install).unwrap();
    assert!(matches!(install.put(b""), Err(SlotsError::NothingMissing)));
    install.abort();
    assert!(!slots.slot_dir(Slot::A).exists());
    assert_eq!(device.process().start(), FACTORY);
    let wrong = device.publisher.contradicting(6, "app.js", b"content");
    assert!(matches!(wrong.install(&slots), Err(SlotsError::File { .. })));
    assert_eq!(slots.installed()[0].state, State::Empty);
}

#[test]
fn chunks_come_from_the_other_slot_and_the_factory() {
    let device = Device::new("reuse");
    let long: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
    let moved = &long[65_536..];
    let old = device.publisher.release(5, 0, &[("app.js", &long)]);
    old.install(&device.process()).unwrap();
    let slots = device.process();
    let _ = slots.start();
    slots.good(&old.release).unwrap();

    let factory = device.dir.join("factory");
    fs::create_dir(&factory).unwrap();
    fs::write(factory.join("font.bin"), b"of the factory").unwrap();
    let new = device.publisher.release(
        6,
        0,
        &[("else/where.js", moved), ("font.bin", b"of the factory"), ("new.js", b"new"), ("same.js", b"new")],
    );
    let disk = DataDir::open(&factory);
    let mut install = slots.begin(&new.release, &new.envelope, Some(&disk)).unwrap();
    assert_eq!(install.found_count(), moved.len().div_ceil(65_536) + 1);
    assert_eq!(install.missing_count(), 3);
    // The manifest, and one content for two files.
    assert_eq!(new.feed(&mut install).unwrap(), 2);
    install.finish().unwrap();
    assert_eq!(fs::read(slots.slot_dir(Slot::B).join("else/where.js")).unwrap(), moved);
}

#[test]
fn marks_do_not_fall_but_for_a_new_root() {
    let device = Device::new("marks");
    let slots = device.process();
    let at = |timestamp, release, time| Floors {
        timestamp,
        timestamp_sha256: Hash([timestamp as u8; 32]),
        release,
        rollback: 99,
        time,
    };
    slots.note(&at(7, 3, 1000)).unwrap();
    slots.note(&at(6, 4, 900)).unwrap();
    let floors = device.process().floors();
    assert_eq!(floors, Floors { rollback: 0, ..at(7, 4, 1000) });

    let disk = DataDir::open(&device.dir);
    assert_eq!(stored_root(&disk).unwrap(), b"");
    slots.set_root(b"root 2", 2, &at(1, 1, 5)).unwrap();
    slots.set_root(b"root 2 root 3", 3, &at(1, 1, 5)).unwrap();
    assert_eq!(stored_root(&disk).unwrap(), b"root 2 root 3");
    let slots = device.process();
    assert_eq!((slots.root_version(), slots.floors()), (3, Floors { rollback: 0, ..at(1, 1, 5) }));
}

#[test]
fn without_the_record_whole_releases_are_tried_again() {
    let device = Device::new("rebuild");
    device.with_good(5);
    device.with_good(6);
    for copy in ["slots/record.0", "slots/record.1"] {
        fs::write(device.dir.join(copy), [0xff; 512]).unwrap();
    }
    let slots = device.process();
    assert_eq!(slots.complaints().len(), 1);
    assert_eq!(slots.start(), trial(Slot::B, 2));
    slots.fail_trial("test").unwrap();
    assert_eq!(device.process().start(), trial(Slot::A, 2));

    // What is not whole, or not signed, is not.
    for copy in ["slots/record.0", "slots/record.1"] {
        fs::remove_file(device.dir.join(copy)).unwrap();
    }
    fs::write(device.dir.join("slots/a/bundle/app.js"), "changed").unwrap();
    let mut envelope = fs::read(device.dir.join("slots/b/release")).unwrap();
    envelope[40] ^= 1;
    fs::write(device.dir.join("slots/b/release"), envelope).unwrap();
    assert_eq!(device.process().start(), FACTORY);
}

#[test]
fn too_many_vain_starts_leave_the_factory_until_something_new_comes() {
    let device = Device::new("cap");
    let release = device.release(5);
    let mut starts = 0;
    // Each round is two changes: to the release, and back to the factory.
    loop {
        release.install(&device.process()).unwrap();
        let Run::Slot(slot) = device.process().start().run else { break };
        starts += 1;
        device.process().damaged(slot, "a bad medium").unwrap();
        assert_eq!(device.process().start(), FACTORY);
    }
    assert_eq!(starts, 14);
    let slots = device.process();
    assert_eq!(slots.start(), FACTORY);
    assert!(slots.complaints()[0].contains("too many"));
    slots.clear_transitions().unwrap();
    assert!(device.process().start().trial);
    for slot in Slot::ALL {
        device.process().damaged(slot, "a bad medium").unwrap();
    }
    device.release(6).install(&device.process()).unwrap();
    assert!(device.process().start().trial);
}

#[test]
fn a_data_partition_that_is_missing_read_only_or_full_of_nonsense_stops_nothing() {
    let device = Device::new("nonsense");
    let release = device.release(5);
    let missing =
        Slots::open(DataDir::open(&device.dir.join("none")), BootId::UNKNOWN, device.publisher.signed());
    assert_eq!(missing.start(), FACTORY);
    let error = release.install(&missing).unwrap_err().to_string();
    assert!(error.contains("mount the partition"), "{error}");

    // Files in place of folders, folders and links in place of files.
    fs::write(device.dir.join("slots"), "not a folder").unwrap();
    fs::write(device.dir.join("trust"), "not a folder").unwrap();
    let slots = device.process();
    assert_eq!(slots.start(), FACTORY);
    slots.set_root(b"root", 2, &Floors::default()).unwrap();
    release.install(&slots).unwrap();
    for copy in ["slots/record.0", "slots/record.1"] {
        fs::remove_file(device.dir.join(copy)).unwrap();
    }
    fs::create_dir(device.dir.join("slots/record.0")).unwrap();
    symlink("/etc/passwd", device.dir.join("slots/record.1")).unwrap();
    assert_eq!(device.process().start(), trial(Slot::A, 2));
    assert_eq!(device.process().start(), trial(Slot::A, 1));
    assert!(fs::read("/etc/passwd").unwrap().len() > 10);
}
