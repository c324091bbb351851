//! One case on one implementation.

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::{Batch, Command, Keyword, NodeId, NodeKind, Prop, Rect, StyleState, Value, WireError};

use crate::engine::{BadBatch, Engine};
use crate::flexbox::{Case, Expected, Item};

/// Boxes that were not rounded may differ by this, in pixels.
const TOLERANCE_PIXELS: f32 = 0.1;

/// Why a case fails.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The case does not fit a batch.
    #[error("the batch: {0}")]
    Wire(#[from] WireError),
    /// The engine does not read what the case wrote.
    #[error(transparent)]
    Batch(#[from] BadBatch),
    /// The engine refuses what the case asks for.
    #[error("{0} commands are refused")]
    Refused(u32),
    /// A box is not as expected.
    #[error("node {path} is {got:?}, not {expected:?}")]
    Box {
        /// Which child of which child it is.
        path: String,
        /// Relative to its parent.
        got: Rect,
        /// Relative to its parent.
        expected: Rect,
    },
    /// A node has no box, or the case has more or fewer boxes than nodes.
    #[error("node {0} has no box")]
    Lost(String),
}

/// Builds the case's tree, lays it out and compares every box.
///
/// # Errors
/// The first difference.
pub fn flexbox(engine: &mut dyn Engine, case: &Case) -> Result<(), Failure> {
    let mut build = Build { batch: Batch::new(BATCH_BYTES_MAX), last: 0 };
    let room = build.room(case)?;
    let root = build.item(&case.root, room)?;
    if case.width.is_none() && !case.root.props.iter().any(|(prop, _)| *prop == Prop::Width) {
        build.set(root, Prop::Width, Value::Keyword(Keyword::MaxContent))?;
    }
    build.batch.push(&Command::Present { root: id(1) })?;
    engine.apply(build.batch.as_bytes())?;
    engine.tick(0);
    let refused = engine.refused_commands().unwrap_or_default();
    if refused > 0 {
        return Err(Failure::Refused(refused));
    }
    let mut at = root;
    compare(engine, case, &case.expected, &mut at, Rect::default(), "0")?;
    if at == build.last + 1 { Ok(()) } else { Err(Failure::Lost(at.to_string())) }
}

/// Numbers are small and never zero.
fn id(raw: u32) -> NodeId {
    NodeId::new(raw).unwrap_or_else(|| unreachable!("cases have a few nodes, not {raw}"))
}

struct Build {
    batch: Batch,
    last: u32,
}

impl Build {
    fn node(&mut self, kind: NodeKind, parent: u32) -> Result<u32, WireError> {
        self.last += 1;
        let node = id(self.last);
        self.batch.push(&Command::Create { node, kind })?;
        if parent != 0 {
            self.batch.push(&Command::Insert { parent: id(parent), child: node, before: None })?;
        }
        Ok(self.last)
    }

    fn set(&mut self, raw: u32, prop: Prop, value: Value<'_>) -> Result<(), WireError> {
        self.batch.push(&Command::Set { node: id(raw), prop, state: StyleState::Base, value })
    }

    /// The room for the tree. The engine's root has the screen's size, so what can be as large as it wants hangs in an
    /// absolute box. Its one column has no definite height, so that percentages of it are `auto`.
    fn room(&mut self, case: &Case) -> Result<u32, WireError> {
        let screen = self.node(NodeKind::View, 0)?;
        let free = self.node(NodeKind::View, screen)?;
        let size = case.width.map_or(Value::Keyword(Keyword::MaxContent), Value::Number);
        for (prop, value) in [
            (Prop::Position, Value::Keyword(Keyword::Absolute)),
            (Prop::Direction, Value::Keyword(Keyword::Row)),
            (Prop::Align, Value::Keyword(Keyword::Start)),
            (Prop::Width, size),
            (Prop::Height, Value::Keyword(Keyword::MaxContent)),
        ] {
            self.set(free, prop, value)?;
        }
        if let Some((prop, direction)) =
            case.root.props.iter().find(|(prop, _)| *prop == Prop::LayoutDirection)
        {
            self.set(free, *prop, *direction)?;
        }
        let column = self.node(NodeKind::View, free)?;
        self.set(column, Prop::Align, Value::Keyword(Keyword::Start))?;
        self.set(column, Prop::Grow, Value::Number(1.0))?;
        Ok(column)
    }

    fn item(&mut self, item: &Item, parent: u32) -> Result<u32, WireError> {
        let kind = if item.text.is_some() { NodeKind::Text } else { NodeKind::View };
        let node = self.node(kind, parent)?;
        for &(prop, value) in &item.props {
            self.set(node, prop, value)?;
        }
        if let Some(text) = &item.text {
            self.set(node, Prop::Text, Value::Text(text))?;
        }
        for child in &item.children {
            self.item(child, node)?;
        }
        Ok(node)
    }
}

/// Compares a node's box and those in it, which have the numbers that follow.
fn compare(
    engine: &mut dyn Engine,
    case: &Case,
    expected: &Expected,
    at: &mut u32,
    parent: Rect,
    path: &str,
) -> Result<(), Failure> {
    let place = engine.layout_box(id(*at)).ok_or_else(|| Failure::Lost(path.to_owned()))?;
    *at += 1;
    let got = Rect::new(place.x - parent.x, place.y - parent.y, place.w, place.h);
    let want = expected.rect;
    let fits = if case.rounded {
        // A browser's boxes are a little off what was asked, so half a pixel can go either way.
        same(&rounded(&place, &parent), &want, 0.0) || same(&got, &want, 0.5)
    } else {
        same(&got, &want, TOLERANCE_PIXELS)
    };
    if !fits {
        return Err(Failure::Box { path: path.to_owned(), got, expected: want });
    }
    for (index, child) in expected.children.iter().enumerate() {
        compare(engine, case, child, at, place, &format!("{path}.{index}"))?;
    }
    Ok(())
}

fn same(a: &Rect, b: &Rect, tolerance: f32) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() <= tolerance;
    near(a.x, b.x) && near(a.y, b.y) && near(a.w, b.w) && near(a.h, b.h)
}

/// Edges on whole pixels by where they are on the screen, so that neighbours meet.
fn rounded(place: &Rect, parent: &Rect) -> Rect {
    let round = |value: f32| (value + 0.5).floor();
    let (left, top) = (round(place.x), round(place.y));
    Rect::new(
        left - round(parent.x),
        top - round(parent.y),
        round(place.x + place.w) - left,
        round(place.y + place.h) - top,
    )
}
