//! The watching part, on directories of ordinary files: nodes that are no devices must do no harm.

use std::fs;
use std::path::PathBuf;

use super::*;

/// A directory of its own, removed on drop.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ferrule-input-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a scratch directory");
        Self(path)
    }

    fn open(&self) -> Input {
        Input::open_in(&self.0, Keymap::default(), RepeatPolicy::default()).expect("input")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// True if the descriptor is readable now. inotify reports before the call that caused it returns.
fn is_readable(input: &Input) -> bool {
    let mut fds = [rustix::event::PollFd::new(input, rustix::event::PollFlags::IN)];
    let no_wait = rustix::event::Timespec { tv_sec: 0, tv_nsec: 0 };
    rustix::event::poll(&mut fds, Some(&no_wait)).expect("poll") == 1
}

#[test]
fn the_directory_of_nodes_may_come_later() {
    let scratch = Scratch::new("later");
    let mut input = scratch.open();
    assert!(!is_readable(&input));
    fs::create_dir(scratch.0.join("input")).expect("input directory");
    assert!(is_readable(&input));
    input.read(0, &mut |_| ());
    assert!(!is_readable(&input), "all was read");
    fs::write(scratch.0.join("input/event0"), "").expect("node");
    assert!(is_readable(&input), "the new directory is watched");
    input.read(0, &mut |_| ());
    assert_eq!(input.device_count(), 0);
    assert_eq!(input.ignored.len(), 1, "a file is no device");
    assert!(!is_readable(&input));
}

#[test]
fn a_node_that_may_not_be_opened_yet_is_tried_again_when_its_permissions_change() {
    let scratch = Scratch::new("permissions");
    let dir = scratch.0.join("input");
    fs::create_dir(&dir).expect("input directory");
    // Opening a dangling link fails for everyone, root included, as a missing permission does for Ferrule.
    let (link, file) = (dir.join("event0"), dir.join("target"));
    std::os::unix::fs::symlink(&file, &link).expect("link");
    let mut input = scratch.open();
    assert!(input.ignored.is_empty());
    fs::write(&file, "").expect("target");
    assert!(is_readable(&input));
    input.read(0, &mut |_| ());
    assert_eq!(input.ignored.len(), 1, "it was opened, and found to be no device");
}

#[test]
fn a_node_that_went_is_forgotten() {
    let scratch = Scratch::new("gone");
    let dir = scratch.0.join("input");
    fs::create_dir(&dir).expect("input directory");
    fs::write(dir.join("event0"), "").expect("node");
    fs::write(dir.join("mouse0"), "").expect("other node");
    let mut input = scratch.open();
    assert_eq!(input.ignored.len(), 1, "only event nodes are looked at");
    fs::remove_file(dir.join("event0")).expect("remove");
    input.read(0, &mut |_| ());
    assert!(input.ignored.is_empty());
}

#[test]
fn without_a_device_directory_there_is_an_error_that_names_it() {
    let missing = std::path::Path::new("/nonexistent");
    let error = Input::open_in(missing, Keymap::default(), RepeatPolicy::default()).expect_err("missing");
    assert!(error.to_string().contains("/nonexistent"), "{error}");
}
