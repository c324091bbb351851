//! Random trees with every feature of flexbox come to the same boxes as in the crate `taffy`, bit for bit.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::random::Random;
use common::trees::random_case;
use common::twin::Twin;

/// Each seed is a tree.
const SEEDS: std::ops::Range<u64> = 0..2500;
/// Nodes of the largest one.
const NODES: u32 = 24;

#[test]
fn boxes_are_those_of_taffy() {
    let mut twin = Twin::new();
    let mut boxes = 0;
    for seed in SEEDS {
        let case = random_case(&mut Random::new(seed), NODES);
        let ours = twin.run(&case.operations, case.nodes);
        for (node, ours) in ours.iter().enumerate() {
            let theirs = case.tree.nodes[node + 1].layout;
            assert!(
                same(ours, &theirs),
                "seed {seed}, {} nodes, node {}: {ours:?} instead of {theirs:?}",
                case.nodes,
                node + 1
            );
            boxes += 1;
        }
    }
    println!("{boxes} boxes of the trees of the seeds {SEEDS:?}");
}

/// The same bits, but for the sign of zero, which `f32::max` leaves open (ARITHMETIC.md).
fn same(ours: &[f32; 4], theirs: &[f32; 4]) -> bool {
    ours.iter().zip(theirs).all(|(ours, theirs)| (ours + 0.0).to_bits() == (theirs + 0.0).to_bits())
}
