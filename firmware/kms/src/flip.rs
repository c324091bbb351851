//! Who holds which buffer between a commit and its page flip: pure, generic over the buffer.
//!
//! Each variant owns its buffers, so that a buffer is given back exactly when the state that needs it ends:
//!
//! ```text
//!  Dark ──commit──▶ Flipping{front: none, next} ──flip──▶ Shown{front} ──commit──▶ Flipping{front, next}
//!                        │ swap                                ▲                        │
//!                        ▼                                     │ flip                   │ swap
//!                     Queued{front, next, queued} ─────────────┘◀───────────────────────┘
//! ```
//!
//! A frame that is ready while a flip is pending waits as `queued` and is committed by the flip event. That
//! third buffer is what keeps a frame time just above the refresh period from halving the rate.

/// The state of one output, over buffers `B`.
#[derive(Debug)]
pub(crate) enum FlipState<B> {
    /// The CRTC does not show anything of ours; the first frame needs a modeset.
    Dark,
    /// At rest: `front` is on the screen.
    Shown { front: B },
    /// `next` is committed and replaces `front` at the page flip.
    Flipping { front: Option<B>, next: B, since_us: u64 },
    /// As `Flipping`, and `queued` is to be committed right after.
    Queued { front: Option<B>, next: B, since_us: u64, queued: B },
}

/// What a page-flip event meant.
#[derive(Debug)]
pub(crate) struct Flipped<B> {
    /// When the frame now on the screen was committed; `None` for an event that nobody waited for.
    pub(crate) committed_us: Option<u64>,
    /// The frame to commit now.
    pub(crate) queued: Option<B>,
}

impl<B> FlipState<B> {
    /// True if another frame can be taken.
    pub(crate) fn has_room(&self) -> bool {
        match self {
            Self::Dark | Self::Shown { .. } | Self::Flipping { .. } => true,
            Self::Queued { .. } => false,
        }
    }

    /// When the pending flip was committed.
    pub(crate) fn pending_since(&self) -> Option<u64> {
        match self {
            Self::Dark | Self::Shown { .. } => None,
            Self::Flipping { since_us, .. } | Self::Queued { since_us, .. } => Some(*since_us),
        }
    }

    /// `next` was committed and a flip event will follow. The old front buffer stays until then.
    pub(crate) fn committed(&mut self, next: B, since_us: u64) {
        let front = match std::mem::replace(self, Self::Dark) {
            Self::Dark => None,
            Self::Shown { front } => Some(front),
            // The kernel took a commit on top of a pending one: the newer replaces the older.
            Self::Flipping { front, .. } | Self::Queued { front, .. } => front,
        };
        *self = Self::Flipping { front, next, since_us };
    }

    /// `next` is on the screen already; no event will follow. What was there is given back.
    pub(crate) fn shown(&mut self, next: B) {
        *self = Self::Shown { front: next };
    }

    /// Keeps a frame until the pending flip is done. With a frame kept already or no flip pending, it comes
    /// back.
    pub(crate) fn queue(&mut self, frame: B) -> Result<(), B> {
        match std::mem::replace(self, Self::Dark) {
            Self::Flipping { front, next, since_us } => {
                *self = Self::Queued { front, next, since_us, queued: frame };
                Ok(())
            }
            state @ (Self::Dark | Self::Shown { .. } | Self::Queued { .. }) => {
                *self = state;
                Err(frame)
            }
        }
    }

    /// The page-flip event arrived: the old front buffer is given back.
    pub(crate) fn flipped(&mut self) -> Flipped<B> {
        match std::mem::replace(self, Self::Dark) {
            Self::Flipping { front: _, next, since_us } => {
                *self = Self::Shown { front: next };
                Flipped { committed_us: Some(since_us), queued: None }
            }
            Self::Queued { front: _, next, since_us, queued } => {
                *self = Self::Shown { front: next };
                Flipped { committed_us: Some(since_us), queued: Some(queued) }
            }
            state @ (Self::Dark | Self::Shown { .. }) => {
                *self = state;
                Flipped { committed_us: None, queued: None }
            }
        }
    }
}

#[cfg(test)]
mod tests;
