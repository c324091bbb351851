//! Images: asked for when nearly visible, given back when far away, asked for again when they come near; and how one
//! fades in over what was there before.

use alloc::string::String;
use alloc::vec::Vec;

use ferrule_abi::list::ImageId;
use ferrule_abi::{Keyword, Rect};

use crate::host::Host;
use crate::math::clamp;
use crate::tree::{Content, Edges, Index, Table};

/// How far outside of the visible area an image is asked for, in pixels.
pub(crate) const REQUEST_OVERSCAN_PIXELS: f32 = 400.0;
/// How far outside of the screen an image is given back, in pixels. More than the other one, so that going back and
/// forth does not ask again each time.
pub(crate) const RELEASE_OVERSCAN_PIXELS: f32 = 1600.0;

/// Asks for an image in its own size: none is larger, and none is made larger.
pub(crate) const OWN_SIZE: (f32, f32) = (u16::MAX as f32, u16::MAX as f32);

/// Where an image node stands with its image.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum ImageState {
    /// Not asked for.
    #[default]
    Idle,
    /// Asked for while the queue was full.
    Refused,
    /// Asked for.
    Waiting(ImageId),
    /// On the GPU, with its decoded size.
    Ready(ImageId, u16, u16),
    /// It cannot be shown; not asked for again until its path changes.
    Failed,
}

/// What an image node shows.
#[derive(Clone, Debug)]
pub(crate) struct ImageContent {
    pub(crate) path: String,
    pub(crate) fit: Keyword,
    pub(crate) state: ImageState,
    /// The paint in which it was last near the screen.
    pub(crate) seen: u32,
    /// How long it fades in, in milliseconds; 0 for at once.
    pub(crate) fade_ms: f32,
    fade: Fade,
    /// The image of the path before, shown until the new one is there. It is held like the other.
    previous: Option<Loaded>,
}

/// An image on the GPU, with its decoded size.
pub(crate) type Loaded = (ImageId, u16, u16);

/// How far an image has come on its way in.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Fade {
    /// It is there.
    #[default]
    Over,
    /// From the next turn on.
    Due,
    /// Since this time, and by this much.
    Since(u64, f32),
}

impl Default for ImageContent {
    fn default() -> Self {
        Self {
            path: String::new(),
            fit: Keyword::Cover,
            state: ImageState::Idle,
            seen: 0,
            fade_ms: 0.0,
            fade: Fade::Over,
            previous: None,
        }
    }
}

impl ImageContent {
    /// The image, when it is there and nothing else is to be seen.
    pub(crate) fn settled(&self) -> Option<Loaded> {
        match self.state {
            ImageState::Ready(image, width, height) if self.fade == Fade::Over => {
                Some((image, width, height))
            }
            _ => None,
        }
    }

    /// What is painted: the image before, if it is still seen, and the image with its own opacity, 0 to 1.
    pub(crate) fn shown(&self) -> (Option<Loaded>, Option<(Loaded, f32)>) {
        let opacity = match self.fade {
            Fade::Over => 1.0,
            Fade::Due => 0.0,
            Fade::Since(_, done) => done,
        };
        match self.state {
            ImageState::Ready(image, width, height) => {
                (self.previous, Some(((image, width, height), opacity)))
            }
            _ => (self.previous, None),
        }
    }

    /// The images held, for the invariants.
    pub(crate) fn held(&self) -> impl Iterator<Item = ImageId> {
        let own = match self.state {
            ImageState::Waiting(image) | ImageState::Ready(image, ..) => Some(image),
            ImageState::Idle | ImageState::Refused | ImageState::Failed => None,
        };
        [own, self.previous.map(|(image, ..)| image)].into_iter().flatten()
    }

    /// An image of its own was given back.
    fn forget(&mut self, image: ImageId) {
        if self.previous.is_some_and(|(previous, ..)| previous == image) {
            self.previous = None;
        } else {
            (self.state, self.fade) = (ImageState::Idle, Fade::Over);
        }
    }

    /// Moves the fade to where it is at `now_us`. Answers whether it is over.
    fn advance(&mut self, now_us: u64, is_reduced: bool) -> bool {
        let since = match self.fade {
            Fade::Over => return true,
            Fade::Due => now_us,
            Fade::Since(since, _) => since,
        };
        let done = now_us.saturating_sub(since) as f32 / (self.fade_ms * 1000.0).max(1.0);
        let over = is_reduced || done >= 1.0 || !matches!(self.state, ImageState::Ready(..));
        self.fade = if over { Fade::Over } else { Fade::Since(since, done) };
        over
    }
}

/// Every image that the scene holds, with the node that shows it.
#[derive(Debug, Default)]
pub(crate) struct HeldImages {
    held: Vec<(ImageId, Index)>,
    /// Nodes whose image fades in.
    fading: Vec<Index>,
    /// Nodes whose image was refused: it must be asked for again.
    refused: Vec<Index>,
}

impl HeldImages {
    /// Asks for a node's image, when it has a path and is not asked for already.
    pub(crate) fn want<H: Host>(
        &mut self,
        host: &mut H,
        index: Index,
        content: &mut ImageContent,
        (width, height): (f32, f32),
    ) {
        let idle = matches!(content.state, ImageState::Idle | ImageState::Refused);
        if !idle || content.path.is_empty() || width < 1.0 || height < 1.0 {
            return;
        }
        let side = |pixels: f32| clamp(pixels + 0.5, 1.0, f32::from(u16::MAX)) as u16;
        let image = host.request_image(&content.path, side(width), side(height));
        if image.0 == 0 {
            content.state = ImageState::Refused;
            self.refused.push(index);
        } else {
            content.state = ImageState::Waiting(image);
            self.held.push((image, index));
        }
    }

    /// Gives a node's images back, those it has.
    pub(crate) fn drop_of<H: Host>(&mut self, host: &mut H, index: Index, content: &mut ImageContent) {
        for image in content.held() {
            host.release_image(image);
        }
        self.held.retain(|&(_, holder)| holder != index);
        (content.state, content.previous, content.fade) = (ImageState::Idle, None, Fade::Over);
    }

    /// The node's path is another now. An image that is shown and fades stays until the next one is there.
    pub(crate) fn replace<H: Host>(&mut self, host: &mut H, index: Index, content: &mut ImageContent) {
        let ImageState::Ready(image, width, height) = content.state else {
            return self.drop_own(host, content);
        };
        if content.fade_ms <= 0.0 || content.path.is_empty() {
            return self.drop_of(host, index, content);
        }
        self.drop_previous(host, content);
        content.previous = Some((image, width, height));
        content.state = ImageState::Idle;
    }

    /// Gives back the image that is waited for, if any, but not the one before.
    fn drop_own<H: Host>(&mut self, host: &mut H, content: &mut ImageContent) {
        if let ImageState::Waiting(image) = content.state {
            self.held.retain(|&(held, _)| held != image);
            host.release_image(image);
        }
        content.state = ImageState::Idle;
        if content.path.is_empty() {
            self.drop_previous(host, content);
        }
    }

    fn drop_previous<H: Host>(&mut self, host: &mut H, content: &mut ImageContent) {
        if let Some((image, ..)) = content.previous.take() {
            self.held.retain(|&(held, _)| held != image);
            host.release_image(image);
        }
    }

    /// News of an image that a node holds.
    pub(crate) fn settle<H: Host>(
        &mut self,
        host: &mut H,
        index: Index,
        content: &mut ImageContent,
        (image, state): (ImageId, ImageState),
    ) {
        if content.previous.is_some_and(|(previous, ..)| previous == image) {
            return self.drop_previous(host, content);
        }
        if let ImageState::Ready(..) = state {
            content.state = state;
            if content.fade_ms > 0.0 {
                content.fade = Fade::Due;
                self.fading.push(index);
            } else {
                self.drop_previous(host, content);
            }
        } else {
            self.drop_of(host, index, content);
            content.state = state;
        }
    }

    /// True when an image is fading in.
    pub(crate) fn is_fading(&self) -> bool {
        !self.fading.is_empty()
    }

    /// Moves every fade to where it is at `now_us`. Answers whether there was one.
    pub(crate) fn advance_fades<H: Host>(
        &mut self,
        host: &mut H,
        nodes: &mut Table,
        now_us: u64,
        is_reduced: bool,
    ) -> bool {
        if self.fading.is_empty() {
            return false;
        }
        let mut fading = core::mem::take(&mut self.fading);
        fading.retain(|&index| {
            let Some(Content::Image(content)) = nodes.get_mut(index).map(|node| &mut node.content) else {
                return false;
            };
            let over = content.advance(now_us, is_reduced);
            if over && matches!(content.state, ImageState::Ready(..)) {
                self.drop_previous(host, content);
            }
            nodes.repaint_part(index);
            !over
        });
        self.fading = fading;
        true
    }

    /// The nodes that show an image.
    pub(crate) fn holders(&self, image: ImageId) -> impl Iterator<Item = Index> {
        self.held.iter().filter(move |(held, _)| *held == image).map(|&(_, index)| index)
    }

    /// The images held, with their nodes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (ImageId, Index)> {
        self.held.iter().copied()
    }

    /// Starts a paint, in which refused images are asked for again.
    pub(crate) fn start_paint(&mut self, nodes: &mut Table) {
        for index in self.refused.drain(..) {
            if nodes.get(index).is_some() {
                nodes.repaint_part(index);
            }
        }
    }

    /// True when some image waits for room in the queue.
    pub(crate) fn is_refused(&self) -> bool {
        !self.refused.is_empty()
    }

    /// True when an answer is due that will make room in the queue.
    pub(crate) fn is_waiting(&self, nodes: &Table) -> bool {
        self.held.iter().any(|&(_, index)| {
            matches!(nodes.get(index).map(|node| &node.content),
                Some(Content::Image(content)) if matches!(content.state, ImageState::Waiting(_)))
        })
    }

    /// Gives back what was not near the screen in paint `paint` and is far away from it. Images of nodes that are
    /// hidden or not in the tree stay: their page may come back, and the cache drops them when it needs the room.
    pub(crate) fn release_far<H: Host>(
        &mut self,
        host: &mut H,
        nodes: &mut Table,
        paint: u32,
        far: impl Fn(&Table, Index) -> bool,
    ) {
        self.held.retain(|&(image, index)| {
            let Some(Content::Image(content)) = nodes.get(index).map(|node| &node.content) else {
                return false;
            };
            if nodes.was_near(index, content.seen, paint) || !far(nodes, index) {
                return true;
            }
            host.release_image(image);
            if let Content::Image(content) = &mut nodes.at_mut(index).content {
                content.forget(image);
            }
            nodes.repaint_part(index);
            false
        });
    }
}

/// The part of an image shown in a box, as fractions of the image, and the part of the box it takes.
pub(crate) fn fitted(fit: Keyword, bounds: &Edges, width: u16, height: u16) -> (Rect, Edges) {
    let whole = Rect::new(0.0, 0.0, 1.0, 1.0);
    let (image_w, image_h) = (f32::from(width).max(1.0), f32::from(height).max(1.0));
    let (box_w, box_h) = (bounds.x1 - bounds.x0, bounds.y1 - bounds.y0);
    // Above 1: the image is wider in shape than the box.
    let wider = image_w * box_h / (image_h * box_w).max(f32::MIN_POSITIVE);
    match fit {
        Keyword::Fill => (whole, *bounds),
        Keyword::Contain if wider > 1.0 => {
            let margin = (box_h - box_h / wider) * 0.5;
            (whole, Edges { y0: bounds.y0 + margin, y1: bounds.y1 - margin, ..*bounds })
        }
        Keyword::Contain => {
            let margin = (box_w - box_w * wider) * 0.5;
            (whole, Edges { x0: bounds.x0 + margin, x1: bounds.x1 - margin, ..*bounds })
        }
        _ if wider > 1.0 => {
            let shown = 1.0 / wider;
            (Rect::new((1.0 - shown) * 0.5, 0.0, shown, 1.0), *bounds)
        }
        _ => (Rect::new(0.0, (1.0 - wider) * 0.5, 1.0, wider), *bounds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cover_cuts_and_contain_leaves_bars() {
        let square = Edges { x0: 0.0, y0: 0.0, x1: 100.0, y1: 100.0 };
        let whole = Rect::new(0.0, 0.0, 1.0, 1.0);
        for (fit, w, h, source, shown) in [
            (Keyword::Cover, 200, 100, Rect::new(0.25, 0.0, 0.5, 1.0), square),
            (Keyword::Cover, 100, 200, Rect::new(0.0, 0.25, 1.0, 0.5), square),
            (Keyword::Contain, 200, 100, whole, Edges { y0: 25.0, y1: 75.0, ..square }),
            (Keyword::Contain, 100, 200, whole, Edges { x0: 25.0, x1: 75.0, ..square }),
            (Keyword::Fill, 100, 200, whole, square),
        ] {
            assert_eq!(fitted(fit, &square, w, h), (source, shown), "{fit:?} {w}x{h}");
        }
    }
}
