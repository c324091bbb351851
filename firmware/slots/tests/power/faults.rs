//! A disk that is full, read-only or broken from any operation on: an error that says so, and what ran can still be started.

use std::io::ErrorKind;

use ferrule_slots::{Disk, Run, SlotsError};

use crate::model::{Fault, Image, Model};
use crate::world::World;

/// A device with release 1 proved good, as a disk and the next start's number.
fn with_good(world: &World) -> Model {
    let disk = Model::new(Image::empty(), None);
    let published = world.release(1);
    published.install(&world.open(disk.clone(), 1)).unwrap();
    let slots = world.open(disk.clone(), 1);
    assert!(slots.start().trial);
    slots.good(&published.release).unwrap();
    disk
}

/// Installs release 2 on a disk that fails from an operation on. Returns whether it came to its end.
fn install_failing(world: &World, disk: &Model, fault: Fault) -> bool {
    let slots = world.open(disk.clone(), 2);
    assert!(matches!(slots.start().run, Run::Slot(_)));
    disk.set_fault(Some(fault));
    let result = world.release(2).install(&slots);
    disk.set_fault(None);
    match result {
        Ok(()) => true,
        Err(SlotsError::Storage { cause, .. }) => {
            assert_eq!(cause.kind(), fault.kind);
            false
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_failing_disk_leaves_the_last_good_release_startable_and_is_recovered_from() {
    let world = World::new();
    for kind in [ErrorKind::StorageFull, ErrorKind::ReadOnlyFilesystem, ErrorKind::Other] {
        let mut after = 0;
        loop {
            let disk = with_good(&world);
            let fault = Fault { after, kind };
            let finished = install_failing(&world, &disk, fault);
            // The next process, on a disk that works: release 1, or 2 when it was complete.
            let slots = world.open(disk.clone(), 2);
            let seen = world.start(&disk, &slots).unwrap_or_else(|why| panic!("{kind} after {after}: {why}"));
            assert_eq!(seen.release, if seen.trial { 2 } else { 1 }, "{kind} after {after}");
            if finished {
                assert!(seen.trial);
                break;
            }
            after += 1;
            // The very last write can have come through though it was said to have failed.
            if seen.trial {
                continue;
            }
            world.release(2).install(&slots).unwrap_or_else(|error| panic!("{kind} after {after}: {error}"));
            assert!(world.open(disk.clone(), 2).start().trial);
        }
        assert!(after > 10, "{kind}: only {after} operations were made to fail");
    }
}

#[test]
fn on_a_disk_that_cannot_be_written_nothing_is_tried() {
    let world = World::new();
    let disk = with_good(&world);
    world.release(2).install(&world.open(disk.clone(), 1)).unwrap();
    for boot in 1..9 {
        disk.set_fault(Some(Fault { after: 0, kind: ErrorKind::ReadOnlyFilesystem }));
        let slots = world.open(disk.clone(), boot);
        let seen = world.start(&disk, &slots).unwrap();
        assert_eq!((seen.release, seen.trial), (1, false));
        assert!(slots.complaints()[0].contains("mount it writable"));
    }
    disk.set_fault(None);
    let slots = world.open(disk.clone(), 9);
    assert_eq!(world.start(&disk, &slots).unwrap().tries_left, 2);
}

/// A full partition is emptied again by the installation that filled it, since both copies of the record have their place.
#[test]
fn a_full_disk_is_given_back() {
    let world = World::new();
    let disk = Model::new(Image::empty(), None);
    let slots = world.open(disk.clone(), 1);
    let published = world.release(1);
    let install = slots.begin(&published.release, &published.envelope, None).unwrap();
    drop(install);
    disk.set_fault(Some(Fault { after: 0, kind: ErrorKind::StorageFull }));
    let slots = world.open(disk.clone(), 1);
    let error = published.install(&slots).unwrap_err();
    assert!(error.to_string().contains("free space"), "{error}");
    assert!(disk.operations() > 0);
    assert_eq!(slots.complaints(), Vec::<String>::new());
    assert!(!disk.is_dir("slots/a/bundle"));
}
