//! Describing the page to whoever asks (`ferrule tree`), piece by piece, since the engine may be in another process.

use super::backend::{Backend, Fault};
use crate::app::AppSupervisor;
use crate::channel::Receiver;
use crate::inspect::{Page, Request};

/// Pieces of one answer. A page of all the nodes there can be takes fewer.
const PIECES_MAX: u32 = 32;

/// The requests, and the one that is being answered.
pub(super) struct Inspection {
    requests: Receiver<Request>,
    under_way: Option<UnderWay>,
}

struct UnderWay {
    answer: Request,
    page: Page,
    pieces: u32,
}

impl Inspection {
    pub(super) fn new(requests: Receiver<Request>) -> Self {
        Self { requests, under_way: None }
    }

    /// Where the next request comes from, when none is being answered.
    pub(super) fn poll_on(&self) -> Option<&Receiver<Request>> {
        self.under_way.is_none().then_some(&self.requests)
    }

    /// Takes requests and pieces, as far as they are there.
    pub(super) fn step(&mut self, engine: &mut dyn Backend, app: &mut AppSupervisor) -> Result<(), Fault> {
        loop {
            if self.under_way.is_none() {
                let Some(answer) = self.requests.receive() else { return Ok(()) };
                self.under_way = Some(UnderWay { answer, page: Page::default(), pieces: 0 });
                engine.describe(None, app)?;
            }
            let Some(piece) = engine.take_description() else { return Ok(()) };
            let Some(UnderWay { page, pieces, .. }) = &mut self.under_way else { return Ok(()) };
            *pieces += 1;
            match page.take_piece(&piece) {
                Ok(Some(after)) if *pieces < PIECES_MAX => engine.describe(Some(after), app)?,
                Ok(Some(_)) => {
                    self.give_up(&format!("the engine's description has more than {PIECES_MAX} pieces"))
                }
                Ok(None) => self.finish(),
                Err(why) => self.give_up(&why),
            }
        }
    }

    fn finish(&mut self) {
        if let Some(UnderWay { answer, page, .. }) = self.under_way.take() {
            // One that does not wait any more has got its own error.
            let _ = answer.try_send(Ok(page));
        }
    }

    /// There will be no answer.
    pub(super) fn give_up(&mut self, why: &str) {
        if let Some(UnderWay { answer, .. }) = self.under_way.take() {
            // As above.
            let _ = answer.try_send(Err(why.to_owned()));
        }
    }
}
