//! Power cuts in a modelled storage that loses, reorders and tears what was not synced. `FERRULE_SEEDS=7,8` plays
//! other seeds; a failure says which seed it was.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod cuts;
mod device;
mod dice;
mod ext4;
mod faults;
mod mistakes;
mod model;
mod spec;
#[allow(dead_code, reason = "shared with the tests of the life of releases")]
#[path = "../support/mod.rs"]
mod support;
mod world;

use device::Device;
use model::Sabotage;
use world::World;

/// States after a loss of power that a run checks, at least.
const STATES_MIN: u64 = 1_000_000;
/// Operations in the life of one device.
const OPERATIONS: usize = 60;
const THREADS: u64 = 2;

/// Lives of devices with these seeds, until so many states were checked. The error names the seed.
fn run(
    world: &World,
    seeds: impl IntoIterator<Item = u64>,
    states_min: u64,
    sabotage: Option<Sabotage>,
) -> Result<u64, String> {
    let mut states = 0;
    for seed in seeds {
        let mut device = Device::new(world, seed, sabotage);
        let result = device.live(OPERATIONS);
        states += device.states;
        result.map_err(|why| format!("seed {seed}, after {states} states: {why}"))?;
        if states >= states_min {
            break;
        }
    }
    Ok(states)
}

#[test]
fn no_loss_of_power_bricks_lowers_a_mark_or_runs_unsigned_bytes() {
    let world = World::new();
    if let Ok(seeds) = std::env::var("FERRULE_SEEDS") {
        let seeds: Vec<u64> = seeds.split(',').map(|seed| seed.trim().parse().unwrap()).collect();
        println!("{} states", run(&world, seeds, u64::MAX, None).unwrap());
        return;
    }
    let states = std::thread::scope(|scope| {
        let thread = |index: u64| {
            let world = &world;
            scope.spawn(move || {
                let seeds = (1..10_000).map(move |seed| seed * THREADS + index);
                run(world, seeds, STATES_MIN / THREADS, None).unwrap_or_else(|why| panic!("{why}"))
            })
        };
        let threads: Vec<_> = (0..THREADS).map(thread).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum::<u64>()
    });
    println!("{states} states after a loss of power");
    assert!(states >= STATES_MIN);
}
