//! What a display list opens and closes: clips, groups and transforms, and the layers that some of them take.
//!
//! A layer's quads are gathered apart and drawn when it is closed, while those of the levels below it go on being
//! gathered: so the screen is drawn to in one go, after all layers, and a tiled GPU never has to load it again.

use ferrule_abi::limits::LAYER_DEPTH_MAX;
use ferrule_abi::list::{Clip, Group};
use ferrule_abi::{Color, Radii, Transform};

use crate::area::Area;
use crate::batch::Batch;
use crate::device::Target;
use crate::layers::Lent;
use crate::mask::Mask;
use crate::painter::Painter;
use crate::primitive::{Fill, Primitive, Source};
use crate::quads::{is_faded_out, premultiplied};
use crate::state::State;
use crate::turn::Turn;
use crate::view::View;

/// Masks in one frame. Clips after that cut along their upright bounds.
const MASKS_MAX: usize = 1024;
/// Vertices for which a level takes memory at first.
const LEVEL_VERTICES: usize = 1024;
/// An opacity that needs no group.
const OPAQUE: f32 = 1.0 - 0.5 / 255.0;

/// Quads on their way to one target.
#[derive(Debug)]
pub(crate) struct Level {
    pub(crate) batch: Batch,
    target: Target,
    /// The target still shows something old.
    is_dirty: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            batch: Batch::with_capacity(LEVEL_VERTICES),
            target: Target::Screen { size: (0, 0), part: (0, 0, 0, 0) },
            is_dirty: true,
        }
    }
}

impl Level {
    pub(crate) fn start(&mut self, target: Target, area: Area) {
        self.batch.start(area);
        self.target = target;
        self.is_dirty = true;
    }
}

/// Something open: what held outside of it, and the layer it is painted to.
#[derive(Debug)]
pub(crate) struct Open {
    outside: State,
    layer: Option<OpenLayer>,
}

#[derive(Debug)]
struct OpenLayer {
    lent: Lent,
    area: Area,
    opacity: f32,
}

impl Painter {
    pub(crate) fn open_transform(&mut self, transform: &Transform, view: &View) {
        self.open.push(Open { outside: self.state, layer: None });
        match Turn::within(self.state.turn.as_ref(), transform, view) {
            Some(turn) => self.state.turn(turn),
            None => self.state.hide(),
        }
    }

    pub(crate) fn open_group(&mut self, group: &Group, view: &View) {
        let outside = self.state;
        let bounds = self.state.on_screen(&view.area(&group.rect)).rounded_out();
        self.state.cut(&bounds);
        let mut layer = None;
        if is_faded_out(group.opacity) {
            self.state.hide();
        } else if group.opacity < OPAQUE {
            layer = self.open_layer(group.opacity);
            if layer.is_none() {
                self.state.opacity *= group.opacity;
            }
        }
        self.open.push(Open { outside, layer });
    }

    pub(crate) fn open_clip(&mut self, clip: &Clip, view: &View) {
        let outside = self.state;
        let area = view.area(&clip.rect);
        let mut layer = None;
        if clip.radii == Radii::NONE && self.state.turn.is_none() {
            // On whole pixels, so that neighbours which share an edge neither overlap nor leave a gap.
            self.state.cut(&area.rounded());
        } else {
            self.state.cut(&self.state.on_screen(&area).rounded_out());
            if !self.state.clip.is_empty() {
                layer = self.open_mask(&area, &clip.radii, view.scale);
            }
        }
        self.open.push(Open { outside, layer });
    }

    /// Lets the shader cut along a box: in the place of the mask there is if that cuts nothing of it, else in a layer
    /// of its own. Without room for either, the upright bounds must do.
    fn open_mask(&mut self, area: &Area, radii: &Radii, scale: f32) -> Option<OpenLayer> {
        if self.masks.len() >= MASKS_MAX {
            self.stats.layers_refused += 1;
            return None;
        }
        let mask = Mask::new(area, radii, scale, self.state.turn.as_ref());
        if mask.spares(&self.state.clip) {
            return None;
        }
        let outer = self.state.mask.and_then(|mask| self.masks.get(usize::from(mask)));
        let replaces = outer.is_none_or(|outer| outer.spares(&self.state.on_screen(area)));
        let layer = if replaces { None } else { Some(self.open_layer(1.0)?) };
        self.state.mask = Some(self.masks.len() as u16);
        self.masks.push(mask);
        layer
    }

    /// Begins to paint what is visible to a layer. Nothing, and no change, when there is none to be had.
    fn open_layer(&mut self, opacity: f32) -> Option<OpenLayer> {
        let area = self.state.clip.rounded_out();
        if area.is_empty() {
            return None;
        }
        let lent =
            if self.level < LAYER_DEPTH_MAX { self.layers.take(&mut self.device, &area) } else { None };
        let Some(lent) = lent else {
            self.stats.layers_refused += 1;
            return None;
        };
        self.level += 1;
        if self.levels.len() <= self.level {
            self.levels.push(Level::default());
        }
        self.levels[self.level].start(Target::Layer(lent.layer, area), area);
        let opacity = opacity * self.state.opacity;
        // What cuts outside and fades cuts and fades the layer as a whole.
        (self.state.mask, self.state.opacity) = (None, 1.0);
        Some(OpenLayer { lent, area, opacity })
    }

    /// Closes what was opened last; a checked list has opened something.
    pub(crate) fn close(&mut self) {
        let Some(Open { outside, layer }) = self.open.pop() else { return };
        let Some(layer) = layer else {
            self.state = outside;
            return;
        };
        let is_blank = self.levels[self.level].is_dirty && self.levels[self.level].batch.draws.is_empty();
        if !is_blank {
            self.flush();
        }
        self.level -= 1;
        self.layers.painted(&layer.lent, (!is_blank).then_some(self.level));
        // As it lies on the screen: clip and mask of the outside hold, its transform was applied.
        self.state = State { turn: None, opacity: 1.0, near: outside.clip, ..outside };
        if !is_blank {
            self.stats.layers += 1;
            self.stats.layer_pixels += (layer.area.width() * layer.area.height()) as u32;
            self.show(&layer);
        }
        self.state = outside;
    }

    fn show(&mut self, layer: &OpenLayer) {
        let (width, height) = (layer.lent.size.0 as f32, layer.lent.size.1 as f32);
        self.push(&Primitive {
            source: Source::Image(layer.lent.layer.texture),
            fill: Fill::Even(premultiplied(Color::WHITE)),
            uv: [0.0, 0.0, layer.area.width() / width, layer.area.height() / height],
            opacity: layer.opacity,
            ..Primitive::new(layer.area)
        });
    }

    /// Draws what was gathered for the level being painted to.
    pub(crate) fn flush(&mut self) {
        let level = &mut self.levels[self.level];
        self.device.aim(level.target, level.is_dirty);
        level.is_dirty = false;
        let Batch { vertices, draws, .. } = &level.batch;
        if !draws.is_empty() {
            self.device.draw(vertices, draws, &self.masks);
            self.stats.draw_calls += draws.len() as u32;
            self.stats.upload_bytes += size_of_val(&vertices[..]) as u32;
        }
        level.batch.clear();
        self.layers.release(self.level);
    }

    /// Draws what was gathered for all levels, because it still shows what is about to change.
    pub(crate) fn flush_all(&mut self) {
        let level = self.level;
        for below in 0..=level {
            self.level = below;
            self.flush();
        }
    }
}
