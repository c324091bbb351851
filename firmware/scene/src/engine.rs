//! The engine: the scene on screen, the scene being built, and what one turn does.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use ferrule_abi::dump::TurnReport;
use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::list::ImageId;
use ferrule_abi::{
    Batch, Command, EngineInput, Event, KeyEvent, KeyPhase, NodeId, RemoteKey, WireError, records,
};

use crate::events::Events;
use crate::frame::Frames;
use crate::host::{Host, LOG_WARNING};
use crate::images::{ImageState, RELEASE_OVERSCAN_PIXELS};
use crate::paint::{Painter, Walk};
use crate::refusal::{Refusal, Refusals};
use crate::reveal::bounds_of;
use crate::scene::Scene;
use crate::tree::{Content, Edges, Index, NONE, Table, index_of, node_id};

/// Keys taken in one turn. More than a remote can press between two frames; later ones are dropped and logged.
pub const KEYS_PER_TURN_MAX: usize = 64;

/// What a turn came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// There is a new display list.
    pub changed: bool,
    /// Something moves: the next frame needs another tick.
    pub animating: bool,
    /// There are events to read.
    pub events: bool,
}

/// The engine.
#[derive(Debug)]
pub struct Engine<H> {
    host: H,
    live: Scene,
    staging: Option<Box<Scene>>,
    width: u16,
    height: u16,
    connected: bool,
    keys: Vec<KeyEvent>,
    keys_lost: u32,
    events: Events,
    refusals: Refusals,
    painter: Painter,
    turn: u32,
    /// The newest answer of [`Engine::dump`].
    dumped: Batch,
}

impl<H: Host> Engine<H> {
    /// An engine with an empty scene for a UI of `width` × `height` pixels.
    pub fn new(host: H, width: u16, height: u16) -> Self {
        let mut painter = Painter::default();
        // An empty list is a list too.
        painter.frames.invalidate();
        painter.frames.start();
        painter.frames.finish(&Edges::default());
        Self {
            host,
            live: Scene::new(0),
            staging: None,
            width,
            height,
            connected: true,
            keys: Vec::new(),
            keys_lost: 0,
            events: Events::new(),
            refusals: Refusals::default(),
            painter,
            turn: 0,
            dumped: Batch::new(BATCH_BYTES_MAX),
        }
    }

    /// The services it runs on.
    pub fn host(&self) -> &H {
        &self.host
    }

    /// The services it runs on, to change them.
    pub fn host_mut(&mut self) -> &mut H {
        &mut self.host
    }

    /// Carries out a batch of [`Command`]s. One that names a node that does not exist, or does not fit it, is
    /// skipped, counted and (some of them) logged.
    ///
    /// # Errors
    /// The first record that cannot be read. The commands before it are carried out, those after it are not.
    pub fn apply(&mut self, batch: &[u8]) -> Result<(), WireError> {
        for command in records::<Command<'_>>(batch) {
            self.command(&command?);
        }
        Ok(())
    }

    fn command(&mut self, command: &Command<'_>) {
        if *command == Command::Begin {
            self.begin();
            return;
        }
        let Self { host, live, staging, .. } = self;
        let is_staged = staging.is_some();
        let scene = staging.as_deref_mut().unwrap_or(live);
        let result = scene.command(host, command);
        // While an app builds its scene, it hears of that scene only.
        report(scene, |event| if is_staged { self.events.push(event) } else { self.events.push_node(event) });
        if let Command::Animate { node, animation, .. } = *command
            && result.is_err_and(|why| why != Refusal::NumberInUse)
        {
            self.events.push(&Event::AnimationCancelled { node, animation });
        }
        match result {
            Err(why) => self.refusals.note(&mut self.host, command, why),
            Ok(()) if matches!(command, Command::Present { .. }) => self.swap(),
            Ok(()) => {}
        }
    }

    /// Starts a new scene beside the one on screen. One that was never presented is dropped.
    fn begin(&mut self) {
        if let Some(mut unfinished) = self.staging.take() {
            unfinished.release(&mut self.host);
        }
        self.staging = Some(Box::new(Scene::new(self.turn)));
        self.refusals = Refusals::default();
        self.events.mute(true);
    }

    /// Puts the new scene on screen and drops the old one.
    fn swap(&mut self) {
        let Some(new) = self.staging.take() else { return };
        self.live.release(&mut self.host);
        self.live = *new;
        self.events.mute(false);
    }

    /// Takes a batch of [`EngineInput`]s. Keys wait for the next tick.
    ///
    /// # Errors
    /// The first record that cannot be read. The inputs before it are taken, those after it are not.
    pub fn input(&mut self, batch: &[u8]) -> Result<(), WireError> {
        for input in records::<EngineInput<'_>>(batch) {
            match input? {
                EngineInput::Key(key) => self.key_arrived(key),
                EngineInput::ImageReady { image, width, height } => self.image_ready(image, width, height),
                EngineInput::ImageFailed { image, reason } => self.image_failed(image, reason),
                EngineInput::ImageEvicted { image } => self.image_evicted(image),
                EngineInput::Display { width, height, connected } => {
                    self.display_changed(width, height, connected);
                }
            }
        }
        Ok(())
    }

    fn key_arrived(&mut self, key: KeyEvent) {
        if self.keys.len() < KEYS_PER_TURN_MAX {
            self.keys.push(key);
        } else {
            self.keys_lost += 1;
        }
    }

    fn display_changed(&mut self, width: u16, height: u16, connected: bool) {
        if (self.width, self.height) != (width, height) {
            (self.width, self.height) = (width, height);
            self.live.resize();
            self.painter.frames.invalidate();
        } else if self.connected == connected {
            return;
        }
        self.connected = connected;
        self.events.push(&Event::DisplayChanged { width, height, connected });
    }

    /// Changes the state of every node that shows an image. Answers those that the app knows: while a new app builds
    /// its scene, the nodes on screen are not its own.
    fn for_holders(&mut self, image: ImageId, state: ImageState) -> Vec<NodeId> {
        let mut app_nodes = Vec::new();
        let Self { host, live, staging, .. } = self;
        let is_app = staging.is_none();
        // Only what is painted asks for images, so the scene being built has none.
        let holders: Vec<Index> = live.images.holders(image).collect();
        for index in holders {
            let Some(Content::Image(content)) = live.nodes.get_mut(index).map(|node| &mut node.content)
            else {
                continue;
            };
            live.images.settle(host, index, content, (image, state));
            live.repaint_part(index);
            app_nodes.extend(node_id(index).filter(|_| is_app));
        }
        app_nodes
    }

    fn image_ready(&mut self, image: ImageId, width: u16, height: u16) {
        for node in self.for_holders(image, ImageState::Ready(image, width, height)) {
            self.events.push(&Event::ImageLoaded { node, width, height });
        }
    }

    fn image_failed(&mut self, image: ImageId, reason: &str) {
        for node in self.for_holders(image, ImageState::Failed) {
            self.events.push(&Event::ImageFailed { node, reason });
        }
    }

    fn image_evicted(&mut self, image: ImageId) {
        self.for_holders(image, ImageState::Idle);
    }

    /// Computes the frame that will be shown at `now_us` (microseconds, never going back).
    pub fn tick(&mut self, now_us: u64) -> Turn {
        let Self { host, live, events, painter, .. } = self;
        let (width, height) = (f32::from(self.width), f32::from(self.height));
        live.turn = self.turn;
        live.lay_out(host, width, height);
        let mut moved = live.advance_scrolls(now_us);
        if let Err(requested) = live.settle_focus()
            && let Some(node) = node_id(requested)
        {
            self.refusals.note(host, &Command::Focus { node }, Refusal::NotFocusable);
        }
        let lost = core::mem::take(&mut self.keys_lost);
        if lost > 0 {
            host.log(LOG_WARNING, &format!("{lost} keys beyond {KEYS_PER_TURN_MAX} in one turn are dropped"));
        }
        for key in self.keys.drain(..) {
            press(live, events, key);
        }
        live.announce(events);
        live.launch_scrolls(now_us);
        live.tell_lists(events);
        moved |= live.advance_animations(now_us);
        moved |= live.advance_fades(host, now_us);
        report(live, |event| events.push_node(event));
        let asks_again = live.images.is_refused();
        let mut changed = false;
        if moved || asks_again || core::mem::take(&mut live.paint_due) {
            live.paint_due = false;
            changed = paint(live, host, painter, width, height);
        }
        self.turn = self.turn.wrapping_add(1);
        if let Some(staging) = &mut self.staging {
            staging.turn = self.turn;
        }
        let live = &mut self.live;
        live.turn = self.turn;
        // A full queue empties with an answer, which is an input; without one due there is only asking again.
        let must_ask = live.images.is_refused() && !live.images.is_waiting(&live.nodes);
        Turn { changed, animating: live.is_moving() || must_ask, events: !self.events.is_empty() }
    }

    /// The newest display list.
    pub fn display_list(&self) -> &[u8] {
        self.painter.frames.shown()
    }

    /// The [`Event`]s since the last call.
    pub fn events(&mut self) -> &[u8] {
        self.events.take()
    }

    /// Commands refused since the last [`Command::Begin`].
    pub fn refused_commands(&self) -> u32 {
        self.refusals.count()
    }

    /// A node's box on the screen once all scrolling has come to rest, not rounded and without transforms.
    pub fn layout_box(&self, node: NodeId) -> Option<ferrule_abi::Rect> {
        let index = index_of(node);
        self.live.nodes.get(index)?;
        let bounds = bounds_of(&self.live.nodes, index);
        Some(ferrule_abi::Rect::new(bounds.x0, bounds.y0, bounds.x1 - bounds.x0, bounds.y1 - bounds.y0))
    }

    /// Boxes that the last [`Engine::tick`] measured or laid out: what layout cost, since what is kept from before is
    /// not counted.
    pub fn boxes_computed(&self) -> u32 {
        self.live.computed
    }

    /// The node that has the focus.
    pub fn focused(&self) -> Option<NodeId> {
        node_id(self.live.focus.current())
    }

    pub(crate) fn ui_size(&self) -> (f32, f32) {
        (f32::from(self.width), f32::from(self.height))
    }

    pub(crate) fn live_and_dump(&mut self) -> (&Scene, &mut Batch) {
        (&self.live, &mut self.dumped)
    }

    pub(crate) fn turn_report(&self) -> TurnReport {
        let live = &self.live;
        TurnReport {
            turn: self.turn,
            root: node_id(live.root),
            focus: node_id(live.focus.current()),
            nodes: live.nodes.len(),
            moving: live.animations.count() as u32,
            images: live.images.iter().count() as u32,
            text_bytes: live.text_bytes as u32,
            items: self.painter.frames.items(),
            list_bytes: self.painter.frames.shown().len() as u32,
            visited: self.painter.visited,
        }
    }

    pub(crate) fn live_and_host(&mut self) -> (&Scene, &mut H, &Frames) {
        (&self.live, &mut self.host, &self.painter.frames)
    }

    pub(crate) fn scenes(&self) -> impl Iterator<Item = &Scene> {
        [Some(&self.live), self.staging.as_deref()].into_iter().flatten()
    }
}

/// Tells of the animations of a scene that are over.
fn report(scene: &mut Scene, mut push: impl FnMut(&Event<'_>) -> bool) {
    for over in scene.animations.released.reports.drain(..) {
        let Some(node) = node_id(over.node) else { continue };
        let animation = over.id;
        push(&if over.ended {
            Event::AnimationEnded { node, animation }
        } else {
            Event::AnimationCancelled { node, animation }
        });
    }
}

/// Acts on a key. What the scene has no use for is the app's.
fn press(scene: &mut Scene, events: &mut Events, key: KeyEvent) {
    scene.note_held(key);
    let is_arrow = matches!(key.key, RemoteKey::Up | RemoteKey::Down | RemoteKey::Left | RemoteKey::Right);
    if (is_arrow || key.key == RemoteKey::Ok) && key.phase == KeyPhase::Up {
        return;
    }
    if is_arrow && scene.go(key.key) {
        return;
    }
    // The app hears first where the focus was when the key came.
    scene.announce(events);
    if key.key == RemoteKey::Ok
        && let Some(node) = node_id(scene.focus.current())
    {
        if key.phase == KeyPhase::Down {
            events.push_node(&Event::Activated { node });
        }
        return;
    }
    events.push(&Event::Key(key));
}

/// Paints the scene. Answers whether the picture is another.
fn paint<H: Host>(scene: &mut Scene, host: &mut H, painter: &mut Painter, width: f32, height: f32) -> bool {
    let screen = Edges { x0: 0.0, y0: 0.0, x1: width, y1: height };
    painter.frames.start();
    let focus = scene.focus.current();
    Walk::new(&mut scene.nodes, host, &mut scene.images, painter, focus, screen).run(scene.root);
    if painter.frames.is_full() {
        host.log(
            LOG_WARNING,
            "the display list is full: what is painted last is missing; show less at a time",
        );
    }
    let (root, paint) = (scene.root, painter.paint);
    scene
        .images
        .release_far(host, &mut scene.nodes, paint, |nodes, index| is_far(nodes, root, index, &screen));
    painter.frames.finish(&screen)
}

/// True when a node of the page is far off screen by its layout.
fn is_far(nodes: &Table, root: Index, index: Index, screen: &Edges) -> bool {
    if root == NONE || !nodes.is_within(index, root) {
        return false;
    }
    !bounds_of(nodes, index).meets(&screen.grown(RELEASE_OVERSCAN_PIXELS))
}
