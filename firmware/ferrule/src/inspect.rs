//! `ferrule tree`: the engine's tree, asked for by the status thread, answered by the engine thread between two
//! turns.

use std::fmt::Write as _;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use ferrule_abi::dump::{Dumped, Facts, NodeReport, TurnReport};
use ferrule_abi::{NodeId, NodeKind, records};
use serde::{Deserialize, Serialize};

use crate::channel::Sender;

/// How long the engine thread may take to answer; it is between two turns within a frame unless it hangs.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(4);

/// Status thread → engine thread: describe the page, here is where to put it.
pub(crate) type Request = SyncSender<Result<Page, String>>;

/// The page as the engine tells it.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Page {
    turn: u32,
    focus: Option<u32>,
    /// Nodes of the scene, also those that are not on the page.
    scene_nodes: u32,
    /// Values on the move.
    moving: u32,
    images: u32,
    text_bytes: u32,
    list_items: u32,
    list_bytes: u32,
    /// Nodes that the newest paint looked at.
    visited: u32,
    /// Each before what is in it.
    nodes: Vec<Node>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Node {
    node: u32,
    depth: u8,
    kind: String,
    /// On the screen once all scrolling has come to rest.
    x: f32,
    y: f32,
    w: f32,
    h: f32,
    facts: Vec<String>,
    children: u16,
    moving: u16,
    label: String,
}

impl Page {
    /// Takes in a piece of the engine's description. Answers the node after which the next piece begins; nothing when this
    /// was the end.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn take_piece(&mut self, piece: &[u8]) -> Result<Option<NodeId>, String> {
        let mut after = None;
        for record in records::<Dumped<'_>>(piece) {
            match record.map_err(|error| format!("the engine's description is wrong: {error}"))? {
                Dumped::Turn(turn) => self.take_turn(&turn),
                Dumped::Node(node) => {
                    after = Some(node.node);
                    self.nodes.push(Node::from(node));
                }
            }
        }
        Ok(after)
    }

    fn take_turn(&mut self, turn: &TurnReport) {
        let nodes = std::mem::take(&mut self.nodes);
        *self = Self {
            turn: turn.turn,
            focus: turn.focus.map(NodeId::get),
            scene_nodes: turn.nodes,
            moving: turn.moving,
            images: turn.images,
            text_bytes: turn.text_bytes,
            list_items: turn.items,
            list_bytes: turn.list_bytes,
            visited: turn.visited,
            nodes,
        };
    }

    /// The page for people: a line of figures, then a line for each node.
    pub(crate) fn text(&self) -> String {
        let mut text = format!(
            "turn {}: {} nodes, {} moving, {} images, {} bytes of text; list of {} items in {} bytes from {} nodes\n",
            self.turn,
            self.scene_nodes,
            self.moving,
            self.images,
            self.text_bytes,
            self.list_items,
            self.list_bytes,
            self.visited,
        );
        for node in &self.nodes {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{node}");
        }
        text
    }
}

impl From<NodeReport<'_>> for Node {
    fn from(report: NodeReport<'_>) -> Self {
        const FACTS: [(Facts, &str); 5] = [
            (Facts::FOCUSED, "focused"),
            (Facts::FOCUSABLE, "focusable"),
            (Facts::HIDDEN, "hidden"),
            (Facts::CLIPS, "clips"),
            (Facts::SCROLLS, "scrolls"),
        ];
        let kind = match report.kind {
            NodeKind::View => "view",
            NodeKind::Text => "text",
            NodeKind::Image => "image",
        };
        let facts = FACTS.iter().filter(|(fact, _)| report.facts.has(*fact));
        Self {
            node: report.node.get(),
            depth: report.depth,
            kind: kind.to_owned(),
            x: report.bounds.x,
            y: report.bounds.y,
            w: report.bounds.w,
            h: report.bounds.h,
            facts: facts.map(|(_, name)| (*name).to_owned()).collect(),
            children: report.children,
            moving: report.moving,
            label: report.label.to_owned(),
        }
    }
}

impl std::fmt::Display for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let indent = usize::from(self.depth) * 2;
        write!(f, "{:indent$}{} {} {},{} {}x{}", "", self.node, self.kind, self.x, self.y, self.w, self.h)?;
        for fact in &self.facts {
            write!(f, " {fact}")?;
        }
        if self.moving > 0 {
            write!(f, " moving:{}", self.moving)?;
        }
        if self.label.is_empty() { Ok(()) } else { write!(f, " {:?}", self.label) }
    }
}

/// Asks the engine thread for the page and waits for it.
///
/// # Errors
/// Why there is none.
pub(crate) fn ask(engine: &mut Sender<Request>) -> Result<Page, String> {
    let (answer, answered) = sync_channel(1);
    engine.send(answer).map_err(|_| "the engine has not answered the last request yet")?;
    answered
        .recv_timeout(ANSWER_TIME_MAX)
        .map_err(|_| format!("the engine did not answer within {} s", ANSWER_TIME_MAX.as_secs()))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrule_abi::Rect;

    #[test]
    fn a_page_reads_like_a_tree() {
        let report = |raw, depth, facts, label| NodeReport {
            node: NodeId::new(raw).unwrap(),
            depth,
            kind: if depth == 0 { NodeKind::View } else { NodeKind::Text },
            facts,
            children: 0,
            moving: u16::from(depth),
            bounds: Rect::new(0.0, 1.5, 10.0, 20.0),
            label,
        };
        let mut page = Page::default();
        page.take_turn(&TurnReport { turn: 3, nodes: 2, ..TurnReport::default() });
        page.nodes.push(report(1, 0, Facts::CLIPS, "").into());
        page.nodes.push(report(7, 1, Facts::FOCUSED.and(Facts::FOCUSABLE, true), "a \"b\"").into());
        let text = page.text();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("turn 3: 2 nodes"), "{text}");
        assert_eq!(lines[1], "1 view 0,1.5 10x20 clips");
        assert_eq!(lines[2], "  7 text 0,1.5 10x20 focused focusable moving:1 \"a \\\"b\\\"\"");
        let json = serde_json::to_string(&page).unwrap();
        assert_eq!(serde_json::from_str::<Page>(&json).unwrap(), page);
    }
}
