//! What a node's own box looks like: shadow, fill, border, image.

use ferrule_abi::limits::COORDINATE_MAX;
use ferrule_abi::list::{Fill, ImageId, NinePatch, Quad, Shadow};
use ferrule_abi::{Color, Keyword, Radii, Rect};

use super::Painter;
use super::place::{Place, rect};
use crate::images::{ImageContent, Loaded, fitted};
use crate::looks::Looks;
use crate::math::clamp;
use crate::tree::{Edges, Flag, Node, Slot};

/// How far a shadow is seen beyond its box, as a multiple of its blur.
const SHADOW_REACH: f32 = 1.5;

/// A box on its way into the list.
pub(super) struct BoxPainter<'a> {
    pub(super) node: &'a Node,
    pub(super) place: &'a Place,
    pub(super) bounds: &'a Edges,
    pub(super) clip: &'a Edges,
    pub(super) painter: &'a mut Painter,
}

impl BoxPainter<'_> {
    /// Paints shadow, fill and border, where there are any.
    pub(super) fn background(&mut self) {
        self.shadow_if_any();
        self.fill_and_border();
    }

    /// Paints the shadow, if there is one.
    pub(super) fn shadow_if_any(&mut self) {
        if self.node.shown.color(Slot::ShadowColor).channels()[3] != 0 {
            self.shadow();
        }
    }

    /// Paints fill and border, where there are any.
    pub(super) fn fill_and_border(&mut self) {
        if !self.bounds.meets(self.clip) {
            return;
        }
        let (fill, filled) = self.fill();
        if let Some(quad) = self.quad(self.bounds, fill)
            && (filled || quad.border_width > 0.0)
        {
            self.painter.push(&quad, self.bounds.intersect(self.clip));
        }
    }

    #[inline(never)]
    fn shadow(&mut self) {
        let (node, place) = (self.node, self.place);
        let color = node.shown.color(Slot::ShadowColor);
        if !is_sound(self.bounds) {
            return;
        }
        let (offset, spread) =
            node.looks.as_ref().map_or(((0.0, 0.0), 0.0), |l| (l.shadow_offset, l.shadow_spread));
        let offset = (within(place.scale * offset.0), within(place.scale * offset.1));
        let (blur, spread) = (self.length(Slot::ShadowBlur), within(place.scale * spread));
        let reach = self.bounds.shifted(offset.0, offset.1).grown(spread + blur * SHADOW_REACH);
        let seen = reach.intersect(self.clip);
        if !seen.is_empty() {
            let shadow = Shadow {
                rect: rect(self.bounds),
                radii: self.radii(),
                color,
                offset,
                blur,
                spread,
                opacity: place.opacity,
            };
            self.painter.push(&shadow, seen);
        }
    }

    /// The background's fill and whether anything of it is seen.
    fn fill(&self) -> (Fill, bool) {
        let node = self.node;
        let from = node.shown.color(Slot::Fill);
        if node.flags.has(Flag::Gradient) && node.shown.color(Slot::FillTo) != from {
            return self.gradient();
        }
        (Fill::Solid(from), from.channels()[3] > 0)
    }

    #[inline(never)]
    fn gradient(&self) -> (Fill, bool) {
        let node = self.node;
        let (from, to) = (node.shown.color(Slot::Fill), node.shown.color(Slot::FillTo));
        let fill = match &node.looks {
            Some(looks) if looks.radial => {
                Fill::Radial { from, to, centre: looks.centre, radius: (looks.radius, looks.radius) }
            }
            _ => Fill::Linear { from, to, angle: node.fill_angle },
        };
        (fill, from.channels()[3] > 0 || to.channels()[3] > 0)
    }

    /// Paints an image, over the background where it leaves bars.
    pub(super) fn image(&mut self, content: &ImageContent, image: Loaded) {
        let (_, width, height) = image;
        if self.leaves_bars(content, width, height) {
            self.fill_and_border();
        }
        self.image_itself(content, image, 1.0);
    }

    /// Paints what stands for an image that is not there, or not yet with all its opacity.
    #[inline(never)]
    pub(super) fn fading_image(&mut self, content: &ImageContent) {
        let (previous, own) = content.shown();
        if previous.is_none_or(|(_, width, height)| self.leaves_bars(content, width, height)) {
            self.fill_and_border();
        }
        if let Some(previous) = previous {
            self.image_itself(content, previous, 1.0);
        }
        if let Some((image, opacity)) = own
            && opacity > 0.0
        {
            self.image_itself(content, image, opacity);
        }
    }

    /// True when an image of this size does not cover the box: the background shows in the bars.
    fn leaves_bars(&self, content: &ImageContent, width: u16, height: u16) -> bool {
        content.fit == Keyword::Contain && fitted(content.fit, self.bounds, width, height).1 != *self.bounds
    }

    /// Paints an image and nothing under it. `opacity` is the image's own.
    fn image_itself(&mut self, content: &ImageContent, image: Loaded, opacity: f32) {
        if !self.bounds.meets(self.clip) {
            return;
        }
        let (image, width, height) = image;
        let tint = self.node.shown.color(Slot::Tint);
        if let Some(looks) = self.node.looks.as_ref().filter(|looks| looks.is_sliced()) {
            return self.nine_patch(looks, image, tint, opacity);
        }
        let (source, part) = fitted(content.fit, self.bounds, width, height);
        if let Some(mut quad) = self.quad(&part, Fill::Image { image, source, tint }) {
            if part != *self.bounds {
                (quad.radii, quad.border_width, quad.border_color) = (Radii::NONE, 0.0, Color::TRANSPARENT);
            }
            quad.opacity *= opacity;
            self.painter.push(&quad, part.intersect(self.clip));
        }
    }

    #[inline(never)]
    fn nine_patch(&mut self, looks: &Looks, image: ImageId, tint: Color, opacity: f32) {
        if !is_sound(self.bounds) {
            return;
        }
        let patch = NinePatch {
            rect: rect(self.bounds),
            image,
            source: looks.slices,
            insets: looks.slices.scaled(self.place.scale),
            tint,
            opacity: self.place.opacity * opacity,
        };
        self.painter.push(&patch, self.bounds.intersect(self.clip));
    }

    /// A box with nothing in it yet; nothing when it would not be accepted in a list.
    fn quad(&self, bounds: &Edges, fill: Fill) -> Option<Quad> {
        if !is_sound(bounds) {
            return None;
        }
        let color = self.node.shown.color(Slot::BorderColor);
        let border = if color.channels()[3] == 0 { 0.0 } else { self.length(Slot::BorderWidth) };
        Some(Quad {
            rect: rect(bounds),
            radii: self.radii(),
            border_width: border,
            border_color: if border > 0.0 { color } else { Color::TRANSPARENT },
            fill,
            opacity: self.place.opacity,
        })
    }

    fn length(&self, slot: Slot) -> f32 {
        (self.node.shown.number(slot).max(0.0) * self.place.scale).min(COORDINATE_MAX)
    }

    fn radii(&self) -> Radii {
        corners(self.node, self.place)
    }
}

/// The corners of a node's box on the screen.
pub(super) fn corners(node: &Node, place: &Place) -> Radii {
    let radius = node.shown.number(Slot::Radius);
    match &node.looks {
        Some(looks) => own_corners(looks, radius, place),
        None => Radii::all(on_screen(radius, place)),
    }
}

#[inline(never)]
fn own_corners(looks: &Looks, radius: f32, place: &Place) -> Radii {
    let [top_left, top_right, bottom_right, bottom_left] =
        looks.corners.map(|own| on_screen(own.unwrap_or(radius), place));
    Radii { top_left, top_right, bottom_right, bottom_left }
}

/// The radius of a corner on the screen.
pub(super) fn on_screen(radius: f32, place: &Place) -> f32 {
    if radius > 0.0 { (radius * place.scale).min(COORDINATE_MAX) } else { 0.0 }
}

/// A number that is accepted in a list.
fn within(value: f32) -> f32 {
    clamp(value, -COORDINATE_MAX, COORDINATE_MAX)
}

/// True for a box that is seen and accepted in a list.
pub(super) fn is_sound(bounds: &Edges) -> bool {
    is_accepted(&rect(bounds)) && !bounds.is_empty()
}

/// True for numbers that are accepted in a list. Written so that what is not a number fails too.
pub(crate) fn is_accepted(rect: &Rect) -> bool {
    [rect.x, rect.y, rect.w, rect.h].iter().all(|side| side.abs() <= COORDINATE_MAX)
}
