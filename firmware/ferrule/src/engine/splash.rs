//! The first picture: a scene made from the manifest, shown before any JavaScript has run.

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::{Batch, Command, Keyword, NodeId, NodeKind, Prop, StyleState, Value, WireError};
use ferrule_bundle::Splash;

const ROOT: u32 = 1;
const IMAGE: u32 = 2;
const TITLE: u32 = 3;
/// Height of the splash image and size of the title, in UI pixels.
const IMAGE_HEIGHT: f32 = 160.0;
const TITLE_SIZE: f32 = 44.0;

/// The commands that show a splash.
pub(crate) fn commands(splash: &Splash) -> Result<Batch, WireError> {
    let mut scene = Scene { batch: Batch::new(BATCH_BYTES_MAX) };
    scene.batch.push(&Command::Begin)?;
    let root = scene.create(ROOT, NodeKind::View)?;
    scene.set(root, Prop::Fill, Value::Color(splash.fill))?;
    if let Some(to) = splash.fill_to {
        scene.set(root, Prop::FillTo, Value::Color(to))?;
        scene.set(root, Prop::FillAngle, Value::Number(90.0))?;
    }
    scene.set(root, Prop::Align, Value::Keyword(Keyword::Center))?;
    scene.set(root, Prop::Justify, Value::Keyword(Keyword::Center))?;
    scene.set(root, Prop::Gap, Value::Number(24.0))?;
    if let Some(path) = &splash.image {
        let image = scene.create(IMAGE, NodeKind::Image)?;
        scene.set(image, Prop::Source, Value::Text(path))?;
        scene.set(image, Prop::Fit, Value::Keyword(Keyword::Contain))?;
        scene.set(image, Prop::Height, Value::Number(IMAGE_HEIGHT))?;
        scene.set(image, Prop::Width, Value::Percent(50.0))?;
        scene.batch.push(&Command::Insert { parent: root, child: image, before: None })?;
    }
    if !splash.title.is_empty() {
        let title = scene.create(TITLE, NodeKind::Text)?;
        scene.set(title, Prop::Text, Value::Text(&splash.title))?;
        scene.set(title, Prop::FontSize, Value::Number(TITLE_SIZE))?;
        scene.set(title, Prop::FontWeight, Value::Number(600.0))?;
        scene.set(title, Prop::TextColor, Value::Color(splash.color))?;
        scene.batch.push(&Command::Insert { parent: root, child: title, before: None })?;
    }
    scene.batch.push(&Command::Present { root })?;
    Ok(scene.batch)
}

struct Scene {
    batch: Batch,
}

impl Scene {
    fn create(&mut self, raw: u32, kind: NodeKind) -> Result<NodeId, WireError> {
        let node = NodeId::new(raw).ok_or(WireError::BadNode)?;
        self.batch.push(&Command::Create { node, kind })?;
        Ok(node)
    }

    fn set(&mut self, node: NodeId, prop: Prop, value: Value<'_>) -> Result<(), WireError> {
        self.batch.push(&Command::Set { node, prop, state: StyleState::Base, value })
    }
}
