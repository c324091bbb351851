//! What a case needs of an implementation of the engine.

use std::sync::MutexGuard;

use ferrule_abi::dump::{Dumped, TurnReport};
use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::{Batch, NodeId, Rect, records};
use ferrule_scene::Turn;

use crate::services::Asked;

/// A batch that could not be read to its end. What stood before the bad record was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a record of the batch cannot be read")]
pub struct BadBatch;

/// An implementation of the engine. What goes wrong inside of it (a trap, an exception) ends the test.
pub trait Engine {
    /// What failures call it.
    fn name(&self) -> &'static str;

    /// Carries out a batch of commands.
    ///
    /// # Errors
    /// A record cannot be read.
    fn apply(&mut self, batch: &[u8]) -> Result<(), BadBatch>;

    /// Takes a batch of inputs.
    ///
    /// # Errors
    /// A record cannot be read.
    fn input(&mut self, batch: &[u8]) -> Result<(), BadBatch>;

    /// Computes the frame that will be shown at a time, in microseconds.
    fn tick(&mut self, now_us: u64) -> Turn;

    /// The newest display list.
    fn display_list(&mut self) -> Vec<u8>;

    /// The events since the last call.
    fn events(&mut self) -> Vec<u8>;

    /// The description of itself that follows a node, or from the start.
    fn dump(&mut self, after: Option<NodeId>) -> Vec<u8>;

    /// A node's box on the screen, not rounded; nothing for one that is not on the page.
    fn layout_box(&mut self, node: NodeId) -> Option<Rect> {
        page(self).boxes.into_iter().find(|&(each, _)| each == node).map(|(_, place)| place)
    }

    /// Commands that were refused since the last `Begin`; nothing from one that tells its log only.
    fn refused_commands(&mut self) -> Option<u32>;

    /// What it asked its services for.
    fn asked(&self) -> MutexGuard<'_, Asked>;

    /// Checks what must hold between two calls, as far as the implementation can.
    ///
    /// # Errors
    /// What does not hold.
    fn verify(&mut self) -> Result<(), String>;
}

/// What an engine says of its page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The node that has the focus.
    pub focus: Option<NodeId>,
    /// The nodes and their boxes, each before what is in it.
    pub boxes: Vec<(NodeId, Rect)>,
}

/// Everything an engine tells an inspector, in one piece. How many nodes a paint looked at is left out: it says what the
/// paint cost, and that is each implementation's own affair.
pub fn whole_dump<E: Engine + ?Sized>(engine: &mut E) -> Vec<u8> {
    let mut whole = Vec::new();
    let mut after = None;
    loop {
        let piece = without_costs(&engine.dump(after));
        whole.extend_from_slice(&piece);
        let last = records::<Dumped<'_>>(&piece).filter_map(|record| match record {
            Ok(Dumped::Node(node)) => Some(node.node),
            _ => None,
        });
        match last.last() {
            Some(node) => after = Some(node),
            None => return whole,
        }
    }
}

/// The records of a dump, as far as they are the same for all. What cannot be read stays as it is.
fn without_costs(piece: &[u8]) -> Vec<u8> {
    let mut same = Batch::new(BATCH_BYTES_MAX);
    for record in records::<Dumped<'_>>(piece) {
        let record = match record {
            Ok(Dumped::Turn(report)) => Dumped::Turn(TurnReport { visited: 0, ..report }),
            Ok(record) => record,
            Err(_) => return piece.to_vec(),
        };
        if same.push(&record).is_err() {
            return piece.to_vec();
        }
    }
    same.as_bytes().to_vec()
}

/// The page by an engine's own description.
pub fn page<E: Engine + ?Sized>(engine: &mut E) -> Page {
    let dump = whole_dump(engine);
    let mut page = Page::default();
    for record in records::<Dumped<'_>>(&dump) {
        match record {
            Ok(Dumped::Turn(turn)) => page.focus = turn.focus,
            Ok(Dumped::Node(node)) => page.boxes.push((node.node, node.bounds)),
            Err(error) => panic!("{}: the dump: {error}", engine.name()),
        }
    }
    page
}
