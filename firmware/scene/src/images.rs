//! Images: asked for when nearly visible, given back when far away, asked for again when they come near.

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
}

impl Default for ImageContent {
    fn default() -> Self {
        Self { path: String::new(), fit: Keyword::Cover, state: ImageState::Idle, seen: 0 }
    }
}

/// Every image that the scene holds, with the node that shows it.
#[derive(Debug, Default)]
pub(crate) struct HeldImages {
    held: Vec<(ImageId, Index)>,
    /// Some image was refused: it must be asked for again.
    refused: bool,
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
            self.refused = true;
        } else {
            content.state = ImageState::Waiting(image);
            self.held.push((image, index));
        }
    }

    /// Gives a node's image back, if it has one.
    pub(crate) fn drop_of<H: Host>(&mut self, host: &mut H, index: Index, content: &mut ImageContent) {
        if let ImageState::Waiting(image) | ImageState::Ready(image, ..) = content.state {
            self.held.retain(|&(_, holder)| holder != index);
            host.release_image(image);
        }
        content.state = ImageState::Idle;
    }

    /// The nodes that show an image.
    pub(crate) fn holders(&self, image: ImageId) -> impl Iterator<Item = Index> {
        self.held.iter().filter(move |(held, _)| *held == image).map(|&(_, index)| index)
    }

    /// The images held, with their nodes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (ImageId, Index)> {
        self.held.iter().copied()
    }

    /// Starts a paint; refused images will be asked for again in it.
    pub(crate) fn start_paint(&mut self) {
        self.refused = false;
    }

    /// True when some image waits for room in the queue.
    pub(crate) fn is_refused(&self) -> bool {
        self.refused
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
            if content.seen == paint || !far(nodes, index) {
                return true;
            }
            host.release_image(image);
            if let Content::Image(content) = &mut nodes.at_mut(index).content {
                content.state = ImageState::Idle;
            }
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
