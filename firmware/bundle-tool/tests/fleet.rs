//! Ten thousand simulated sticks through rollouts of six days, each deciding with the device's own code on what the publishing
//! tool's own code has published.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::PathBuf;

use ferrule_bundle::trust::{Budgets, Device, Floors, Release, Root, Timestamp};
use ferrule_bundle_tool::{Change, Plan, Publisher};
use support::{Place, START};

const DEVICES: usize = 10_000;
const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;
/// How often a stick asks, and how often the timestamp is renewed.
const INTERVAL: u64 = HOUR;
/// The simulation's step.
const TICK: u64 = 300;
/// When how many percent may install: 1 to 100 % within six days.
const WAVES: [(u64, f64); 5] = [(HOUR, 1.0), (4 * HOUR, 5.0), (DAY, 10.0), (3 * DAY, 25.0), (6 * DAY, 100.0)];
const PLAN_WAVES: &str = r#"
product = "home"
hardware = ["stick-a", "stick-b"]
needs = { app_process_mib = 48, wasm_mib = 4, textures_mib = 32 }
waves = [
    { after = "1h", share = "1%" }, { after = "4h", share = "5%" }, { after = "1d", share = "10%" },
    { after = "3d", share = "25%" }, { after = "6d", share = "100%" },
]
"#;

/// What devices find at the server: fetched once, since it is the same for all.
struct Published {
    timestamp: Timestamp,
    release: Release,
}

struct Server {
    place: Place,
    publisher: Publisher,
    plan: Plan,
}

impl Server {
    fn new() -> Self {
        let place = Place::with_tree();
        place.write("release.toml", PLAN_WAVES);
        place.bundle("1.0.0", 10);
        let keys = place.path("keys");
        fs::create_dir(&keys).unwrap();
        fs::copy(place.path("root.signed"), keys.join("root")).unwrap();
        for name in ["release-1.key", "release-2.key", "timestamp-1.key"] {
            fs::copy(place.path(name), keys.join(name)).unwrap();
        }
        let publisher = Publisher::open(&place.path("www"), &keys).unwrap();
        let plan = Plan::read(&place.path("release.toml")).unwrap();
        Self { place, publisher, plan }
    }

    fn release(&self, now: u64) -> u64 {
        let number = self.publisher.release(&self.place.path("app"), &self.plan, now).unwrap().number;
        self.announce(Change::Release(number), now);
        number
    }

    fn announce(&self, change: Change, now: u64) {
        self.publisher.announce(change, now, 2 * DAY).unwrap();
    }

    /// What a device with the root in its image accepts of what is there.
    fn fetch(&self) -> Published {
        let read = |path: PathBuf| fs::read(path).unwrap();
        let tree = self.publisher.tree();
        let root = Root::from_image(&read(self.place.path("root.signed"))).unwrap();
        let timestamp = root.timestamp(&read(tree.timestamp_path())).unwrap();
        let release = root.release(&read(tree.release_path(timestamp.release.number)), &timestamp).unwrap();
        Published { timestamp, release }
    }
}

struct Stick {
    device: Device,
    floors: Floors,
    installed: u64,
    /// Seconds into each interval at which it asks.
    phase: u64,
}

impl Stick {
    fn new(number: usize) -> Self {
        let device = Device {
            product: "home".into(),
            hardware: ["stick-a", "stick-b"][number % 2].into(),
            abi: ferrule_abi::ABI_VERSION,
            budgets: Budgets { app_process_mib: 64, wasm_mib: 8, textures_mib: 48 },
            id: format!("FR{number:06}"),
        };
        let phase = (number as u64 * 7 % (INTERVAL / TICK)) * TICK;
        Self { device, floors: Floors::default(), installed: 0, phase }
    }

    /// One check, as a device makes it. Returns whether it installed.
    fn check(&mut self, found: &Published) -> bool {
        let Published { timestamp, release } = found;
        timestamp.follows(&self.floors, self.floors.time).unwrap();
        self.floors = self.floors.accepted(timestamp);
        let may = release.number > self.installed
            && release.fits(&self.device).is_ok()
            && release.may_install(timestamp, &self.device.id);
        if may {
            self.installed = release.number;
        }
        may
    }
}

fn fleet() -> Vec<Stick> {
    (0..DEVICES).map(Stick::new).collect()
}

/// All sticks whose turn it is at this time ask. Returns how many installed.
fn tick(fleet: &mut [Stick], found: &Published, now: u64) -> usize {
    let due = fleet.iter_mut().filter(|stick| (now - START) % INTERVAL == stick.phase);
    due.filter_map(|stick| stick.check(found).then_some(())).count()
}

/// How far a single rollout may be off, in points: four standard deviations of independent draws, which is what places by hash
/// are. Of 10,000 sticks that is 1.7 points for a quarter of them; no rule without a list of all sticks does better.
fn single_error_max(percent: f64) -> f64 {
    4.0 * (percent * (100.0 - percent) / DEVICES as f64).sqrt()
}

#[test]
fn each_wave_reaches_its_share_and_a_halt_stops_within_one_interval() {
    let server = Server::new();
    let mut fleet = fleet();
    // Of another class, without the memory, and of another ABI: these never install.
    let mut strangers: Vec<Stick> = (0..300).map(Stick::new).collect();
    for (index, stick) in strangers.iter_mut().enumerate() {
        match index % 3 {
            0 => stick.device.hardware = "stick-c".into(),
            1 => stick.device.budgets.app_process_mib = 47,
            _ => stick.device.abi += 1,
        }
    }
    let number = server.release(START);
    // In the middle of the interval in which the wave of three days opens.
    let (halt, resume) = (START + 3 * DAY + HOUR / 2, START + 3 * DAY + 12 * HOUR);
    // A wave has reached its devices when the next timestamp is out and each has asked.
    let settled = |after: u64| {
        let open = START + after;
        let open = if (open..open + INTERVAL).contains(&halt) { resume } else { open };
        open + 2 * INTERVAL - TICK
    };
    let mut installed = 0;
    let (mut before_halt, mut during_halt) = (0, 0);
    let mut errors = Vec::new();
    let mut found = server.fetch();
    let end = START + 6 * DAY + 2 * INTERVAL;
    for now in (START..end).step_by(TICK as usize) {
        let since = now - START;
        if let Some(wave) = WAVES.iter().find(|(after, _)| now == settled(*after)) {
            let share = installed as f64 * 100.0 / DEVICES as f64;
            println!("{:>6} s: {share:.2} % of {} %", wave.0, wave.1);
            errors.push((wave.1, share - wave.1));
        }
        let change = match now {
            now if now == halt => Some(Change::Halt(true)),
            now if now == resume => Some(Change::Halt(false)),
            _ => (since > 0 && since.is_multiple_of(INTERVAL)).then_some(Change::Refresh),
        };
        if let Some(change) = change {
            server.announce(change, now);
            found = server.fetch();
        }
        let new = tick(&mut fleet, &found, now);
        installed += new;
        if now < halt {
            before_halt = installed;
        } else if now < resume {
            during_halt += new;
        }
        assert_eq!(tick(&mut strangers, &found, now), 0);
    }
    assert_eq!(errors.len(), WAVES.len());
    for (share, error) in &errors {
        assert!(error.abs() <= single_error_max(*share), "{share} %: off by {error:.2} points");
    }
    // The halt came when the wave had reached some of its devices, and kept it from the others at once.
    assert!((DEVICES / 8..DEVICES / 5).contains(&before_halt), "{before_halt} before the halt");
    assert_eq!(during_halt, 0, "installed after a halt");
    assert!(fleet.iter().all(|stick| stick.installed == number));
}

/// A rollout, looked at when each wave has opened: who had installed by then.
fn rollout(server: &Server, fleet: &mut [Stick], now: u64) -> Vec<Vec<bool>> {
    let number = server.release(now);
    let mut waves = Vec::new();
    for (after, _) in WAVES {
        server.announce(Change::Refresh, now + after);
        let found = server.fetch();
        for stick in fleet.iter_mut() {
            stick.check(&found);
        }
        waves.push(fleet.iter().map(|stick| stick.installed == number).collect());
    }
    waves
}

fn percent(group: &[bool]) -> f64 {
    group.iter().filter(|member| **member).count() as f64 * 100.0 / group.len() as f64
}

/// The correlation of belonging to two groups, -1 to 1.
fn correlation(a: &[bool], b: &[bool]) -> f64 {
    let both = a.iter().zip(b).filter(|(a, b)| **a && **b).count() as f64 / a.len() as f64;
    let (a, b) = (percent(a) / 100.0, percent(b) / 100.0);
    (both - a * b) / (a * (1.0 - a) * b * (1.0 - b)).sqrt()
}

#[test]
fn shares_are_met_over_twenty_rollouts_and_the_first_are_others_each_time() {
    const RELEASES: u64 = 20;
    const MEAN_ERROR_MAX: f64 = 0.5;
    /// Five standard deviations of what independent draws give.
    const CORRELATION_MAX: f64 = 0.05;
    /// Of 20 draws of 1 in 100. That a stick of 10,000 is drawn more often happens to one fleet in a hundred.
    const TIMES_FIRST_MAX: usize = 4;

    let server = Server::new();
    let mut fleet = fleet();
    let rollouts: Vec<Vec<Vec<bool>>> =
        (0..RELEASES).map(|release| rollout(&server, &mut fleet, START + release * 7 * DAY)).collect();
    for (wave, (_, share)) in WAVES.iter().enumerate() {
        let errors: Vec<f64> = rollouts.iter().map(|waves| percent(&waves[wave]) - share).collect();
        let worst = errors.iter().fold(0.0_f64, |worst, error| worst.max(error.abs()));
        let mean = errors.iter().sum::<f64>() / errors.len() as f64;
        println!("{share} %: on average off by {mean:+.3} points, at worst by {worst:.2}");
        assert!(mean.abs() <= MEAN_ERROR_MAX, "{share} %: off by {mean:.2} points");
        assert!(worst <= single_error_max(*share), "{share} %: off by {worst:.2} points");
    }
    let first: Vec<&Vec<bool>> = rollouts.iter().map(|waves| &waves[0]).collect();
    for (index, a) in first.iter().enumerate() {
        for (other, b) in first.iter().enumerate().skip(index + 1) {
            let found = correlation(a, b);
            assert!(found.abs() <= CORRELATION_MAX, "releases {index} and {other}: {found:.3}");
        }
    }
    let most = (0..DEVICES).map(|stick| first.iter().filter(|group| group[stick]).count()).max().unwrap();
    assert!(most <= TIMES_FIRST_MAX, "a stick is among the first {most} times in {RELEASES}");
    println!("the unluckiest stick was among the first 1 % {most} times in {RELEASES}");
}
