//! What the device says about itself to the address that its release names: one small document, at a limited rate. Nothing
//! waits for it, and nothing is done about a report that does not arrive.

use std::fs;
use std::path::Path;
use std::time::Duration;

use ferrule_net::Http;
use serde::Serialize;

use super::launch::Updates;
use crate::clock::now_us;
use crate::stats::{Report, Stats};

/// Bytes of the crash report's beginning that are sent along.
const REASON_BYTES_MAX: usize = 200;

/// Sends reports, no more often than the release wants them.
#[derive(Debug, Default)]
pub(super) struct Reporter {
    last_us: Option<u64>,
}

/// The document.
#[derive(Debug, Serialize)]
struct Document<'a> {
    device: &'a str,
    product: &'a str,
    hardware: &'a str,
    firmware: &'static str,
    release: u64,
    slot: &'a str,
    trial: bool,
    tries_left: u8,
    engine: &'a str,
    /// Why the module gave way to its twin.
    engine_fallback: Option<&'a str>,
    app_restarts: u64,
    engine_restarts: u64,
    /// Why ferrule ended the last time that it ended by itself.
    last_exit: Option<String>,
    /// CPU time of engine and display for a frame, in microseconds.
    frame_cpu_us: Figures,
    /// From a key to the commit of its frame, in microseconds.
    key_to_commit_us: Figures,
    last_check: &'a str,
    alarm: Option<&'a str>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Figures {
    samples: usize,
    average: u64,
    p99: u64,
    worst: u64,
}

impl Reporter {
    /// Sends a report if the release names an address and it is time.
    pub(super) fn report(&mut self, http: &mut Http, updates: &Updates, stats: &Stats, data: &Path) {
        let Some(target) = updates.release.as_ref().and_then(|release| release.report.as_ref()) else {
            return;
        };
        let interval = Duration::from_secs(target.interval.into()).as_micros();
        let now = now_us();
        if self.last_us.is_some_and(|last| u128::from(now - last) < interval) {
            return;
        }
        self.last_us = Some(now);
        let live = stats.edit().clone();
        let sent = document(&live, updates, data)
            .map_err(|error| error.to_string())
            .and_then(|json| http.post(&target.url, &json).map_err(|error| error.to_string()));
        match sent {
            Ok(()) => stats.edit().release.reports += 1,
            Err(error) => log::debug!("no report: {error}"),
        }
    }
}

fn document(live: &Report, updates: &Updates, data: &Path) -> Result<Vec<u8>, serde_json::Error> {
    let device = updates.updater.device();
    serde_json::to_vec(&Document {
        device: &device.id,
        product: &device.product,
        hardware: &device.hardware,
        firmware: env!("CARGO_PKG_VERSION"),
        release: live.release.number,
        slot: &live.release.slot,
        trial: live.release.trial,
        tries_left: live.release.tries_left,
        engine: live.engine.kind,
        engine_fallback: live.engine.fallback.as_deref(),
        app_restarts: live.app.restarts,
        engine_restarts: live.engine.restarts,
        last_exit: last_exit(data),
        frame_cpu_us: figures(live.samples.frame_cpu_us.iter()),
        key_to_commit_us: figures(live.samples.key_to_commit_us.iter()),
        last_check: &live.release.last_check,
        alarm: live.release.alarm.as_deref(),
    })
}

/// The reason in the crash report, if there is one.
fn last_exit(data: &Path) -> Option<String> {
    let report = fs::read_to_string(data.join(crate::logging::CRASH_FILE)).ok()?;
    let reason = report.lines().nth(1)?;
    Some(reason[..reason.floor_char_boundary(REASON_BYTES_MAX)].to_owned())
}

fn figures(samples: impl Iterator<Item = u64>) -> Figures {
    let mut sorted: Vec<u64> = samples.collect();
    sorted.sort_unstable();
    let count = sorted.len();
    let at =
        |share: usize| sorted.get((count * share / 100).min(count.saturating_sub(1))).copied().unwrap_or(0);
    let average = sorted.iter().sum::<u64>() / (count as u64).max(1);
    Figures { samples: count, average, p99: at(99), worst: at(100) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_samples() {
        assert_eq!(figures([].into_iter()), Figures { samples: 0, average: 0, p99: 0, worst: 0 });
        let all = figures((1..=200).rev());
        assert_eq!(all, Figures { samples: 200, average: 100, p99: 199, worst: 200 });
    }
}
