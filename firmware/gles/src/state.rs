//! What is open in a display list, and what it means for the items in it.

use crate::area::Area;
use crate::turn::Turn;

/// How an item is painted where it stands in the list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct State {
    /// Nothing is drawn outside of it.
    pub(crate) clip: Area,
    /// The same before the transform: around what may be seen of it.
    pub(crate) near: Area,
    pub(crate) turn: Option<Turn>,
    /// Which of the frame's masks cuts in the shader.
    pub(crate) mask: Option<u16>,
    /// Of the groups that could not be painted on their own.
    pub(crate) opacity: f32,
}

impl State {
    pub(crate) fn new(clip: Area) -> Self {
        Self { clip, near: clip, turn: None, mask: None, opacity: 1.0 }
    }

    /// Cuts along an upright area as well.
    pub(crate) fn cut(&mut self, area: &Area) {
        self.clip = self.clip.intersect(area);
        self.near = match &self.turn {
            _ if self.clip.is_empty() => Area::EMPTY,
            Some(turn) => turn.origin(&self.clip),
            None => self.clip,
        };
    }

    /// Nothing is seen from here on.
    pub(crate) fn hide(&mut self) {
        self.cut(&Area::EMPTY);
    }

    pub(crate) fn turn(&mut self, turn: Turn) {
        self.turn = Some(turn);
        let clip = self.clip;
        self.cut(&clip);
    }

    /// The smallest upright area around where an area is on the screen.
    pub(crate) fn on_screen(&self, area: &Area) -> Area {
        self.turn.as_ref().map_or(*area, |turn| turn.bounds(area))
    }
}
