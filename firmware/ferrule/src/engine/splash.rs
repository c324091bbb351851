//! The first picture: a scene made from the manifest, shown before any JavaScript has run.
//!
//! The Wasm engine shows it itself. The JavaScript engine comes up with the app, so until then the same commands run in
//! the engine as native code: linked in it takes 310 KB of ferrule, and there is one layout of the splash, not two.

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::list::ImageId;
use ferrule_abi::text::{TextMetrics, TextRequest};
use ferrule_abi::{Batch, Command, Keyword, NodeId, NodeKind, Prop, StyleState, Value, WireError};
use ferrule_bundle::Splash;
use ferrule_engine_vm::Services;
use ferrule_scene::{Engine, Host, Turn};

use super::services::NativeServices;

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

/// The splash as a running scene, for as long as there is no other engine.
pub(crate) struct SplashScene {
    engine: Engine<SplashHost>,
    wants: bool,
}

impl SplashScene {
    /// The splash on a screen of this size.
    ///
    /// # Errors
    /// When a text of it is too long to be sent.
    pub(crate) fn new(
        splash: &Splash,
        services: NativeServices,
        (width, height): (u16, u16),
    ) -> Result<Self, WireError> {
        let mut engine = Engine::new(SplashHost(services), width, height);
        engine.apply(commands(splash)?.as_bytes())?;
        Ok(Self { engine, wants: true })
    }

    /// Takes a batch of inputs.
    pub(crate) fn input(&mut self, batch: &[u8]) {
        // They were encoded here.
        let _ = self.engine.input(batch);
        self.wants = true;
    }

    /// Whether a tick may show something new.
    pub(crate) const fn wants_tick(&self) -> bool {
        self.wants
    }

    /// A piece of its description.
    pub(crate) fn dump(&mut self, after: Option<NodeId>) -> Vec<u8> {
        self.engine.dump(after).to_vec()
    }

    /// Computes a frame into `list`.
    pub(crate) fn tick(&mut self, now_us: u64, list: &mut Vec<u8>) -> Turn {
        let turn = self.engine.tick(now_us);
        // The splash is nobody's to press keys on.
        self.engine.events();
        self.wants = turn.animating;
        if turn.changed {
            list.clear();
            list.extend_from_slice(self.engine.display_list());
        }
        turn
    }
}

struct SplashHost(NativeServices);

impl Host for SplashHost {
    fn measure_text(&mut self, request: &TextRequest<'_>) -> TextMetrics {
        self.0.measure_text(request)
    }

    fn release_text(&mut self, layout: u32) {
        self.0.release_text(layout);
    }

    fn request_image(&mut self, path: &str, width: u16, height: u16) -> ImageId {
        self.0.request_image(path, width, height)
    }

    fn release_image(&mut self, image: ImageId) {
        self.0.release_image(image);
    }

    fn log(&mut self, level: u8, text: &str) {
        self.0.log(level, text);
    }
}
