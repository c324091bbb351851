//! The factory screen: what is shown when there is no app to run. It needs no bundle, no engine and no GL driver, since
//! any of them may be what is broken: the processor paints one picture, and this loop keeps it on the display.

mod canvas;
mod digits;
mod picture;

use std::convert::Infallible;

use ferrule_kms::{DisplayPolicy, HotplugMonitor, StillDisplay};
use rustix::event::{PollFd, PollFlags, poll};

pub(crate) use picture::FactoryPicture;

use crate::exit::Failure;
use crate::stats::Stats;

/// Shows the picture on whatever display is connected, until something ends the process, and says what.
pub(crate) fn show(picture: &mut FactoryPicture, policy: DisplayPolicy, stats: &Stats) -> Failure {
    match follow(picture, policy, stats) {
        Ok(never) => match never {},
        Err(failure) => failure,
    }
}

fn follow(picture: &mut FactoryPicture, policy: DisplayPolicy, stats: &Stats) -> Result<Infallible, Failure> {
    // Listening begins before the first look, so that no change is missed between the two.
    let hotplug = HotplugMonitor::open()?;
    let mut display = StillDisplay::open(policy)?;
    loop {
        if display.follow_connectors(|width, height| picture.paint(width, height))? {
            report(&display, stats);
        }
        wait_for_change(&display, &hotplug)?;
    }
}

fn report(display: &StillDisplay, stats: &Stats) {
    let mut report = stats.edit();
    let report = &mut report.display;
    let shown = display.shown_on();
    report.connected = shown.is_some();
    if let Some((connector, mode)) = shown {
        report.connector = connector.to_owned();
        report.mode = mode.to_string();
        report.path = "legacy".into();
        report.modesets += 1;
    }
}

/// Waits until connectors may have changed. Other devices' events wake it up as well, and mean nothing.
fn wait_for_change(display: &StillDisplay, hotplug: &HotplugMonitor) -> Result<(), Failure> {
    loop {
        // Nothing to read is expected of the display: hang-up is reported without being asked for.
        let mut fds = [PollFd::new(hotplug, PollFlags::IN), PollFd::new(display, PollFlags::empty())];
        match poll(&mut fds, None) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(Failure::system("waiting in the factory screen")(error)),
        }
        if !fds[1].revents().is_empty() {
            return Err(display.gone().into());
        }
        if hotplug.drain() {
            return Ok(());
        }
    }
}
