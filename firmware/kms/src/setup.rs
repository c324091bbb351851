//! Finding a combination of mode, buffer layout and kernel interface that the driver takes.

use std::io;

use drm::control::{Device as _, Mode, framebuffer as fb};
use gbm::{BufferObject, BufferObjectFlags, Format, Modifier, Surface};

use crate::atomic::Atomic;
use crate::buffer::BufferRef;
use crate::card::Card;
use crate::commit::{Commit, Legacy};
use crate::connector::Target;
use crate::framebuffer;
use crate::mode::ModeFacts;
use crate::pipe::Pipe;
use crate::{KmsError, formats, props};

/// What an output is made of.
#[derive(Debug)]
pub(crate) struct Setup {
    pub(crate) surface: Surface<()>,
    pub(crate) commit: Commit,
    pub(crate) mode: ModeFacts,
}

/// The buffers of an attempt. Without modifiers the GPU driver chooses how pixels lie in memory.
#[derive(Clone, Copy)]
struct Layout<'a> {
    width: u32,
    height: u32,
    format: Format,
    modifiers: &'a [u64],
}

/// Tries each mode with atomic commits, with the plane's modifiers and without, each tested on a real
/// buffer; then the best mode with the calls of before atomic modesetting.
///
/// Creating a surface with modifiers fails on virtio-gpu; a test commit with them fails on display engines
/// that cannot scan out what their GPU draws.
pub(crate) fn find(
    gbm: &gbm::Device<Card>,
    target: &Target,
    pipe: Pipe,
    format: Format,
) -> Result<Setup, KmsError> {
    let card: &Card = gbm;
    let modifiers = plane_modifiers(card, pipe, format);
    let layouts: &[&[u64]] = if modifiers.is_empty() { &[&[]] } else { &[&modifiers, &[]] };
    let mut tried = Vec::new();
    for mode in target.modes.iter().filter(|_| card.has_atomic) {
        let facts = ModeFacts::of(mode);
        for modifiers in layouts {
            let layout = Layout { width: facts.width, height: facts.height, format, modifiers };
            match try_atomic(gbm, target, pipe, mode, layout) {
                Ok((surface, atomic)) => {
                    return Ok(Setup { surface, commit: Commit::Atomic(atomic), mode: facts });
                }
                Err(error) => tried.push(format!("{facts} with {} modifiers: {error}", modifiers.len())),
            }
        }
    }
    if let Some(mode) = target.modes.first() {
        let facts = ModeFacts::of(mode);
        let layout = Layout { width: facts.width, height: facts.height, format, modifiers: &[] };
        match try_legacy(gbm, target, pipe, mode, layout) {
            Ok((surface, legacy)) => {
                if !tried.is_empty() {
                    log::warn!("{}: no atomic state was accepted ({})", target.name(), tried.join("; "));
                }
                return Ok(Setup { surface, commit: Commit::Legacy(legacy), mode: facts });
            }
            Err(error) => tried.push(format!("{facts} without atomic commits: {error}")),
        }
    }
    Err(KmsError::Refused { connector: target.name().to_owned(), tried: tried.join("; ") })
}

fn try_atomic(
    gbm: &gbm::Device<Card>,
    target: &Target,
    pipe: Pipe,
    mode: &Mode,
    layout: Layout<'_>,
) -> io::Result<(Surface<()>, Atomic)> {
    let atomic = Atomic::new(gbm, target.connector, pipe, mode)?;
    with_sample(gbm, layout, |fb| atomic.test(fb))?;
    Ok((layout.surface(gbm)?, atomic))
}

fn try_legacy(
    gbm: &gbm::Device<Card>,
    target: &Target,
    pipe: Pipe,
    mode: &Mode,
    layout: Layout<'_>,
) -> io::Result<(Surface<()>, Legacy)> {
    with_sample(gbm, layout, |_| Ok(()))?;
    let card: &Card = gbm;
    let legacy = Legacy { card: card.clone(), connector: target.connector, pipe, mode: *mode };
    Ok((layout.surface(gbm)?, legacy))
}

/// Calls `test` with a framebuffer of the layout, which exists for the call only.
fn with_sample(
    gbm: &gbm::Device<Card>,
    layout: Layout<'_>,
    test: impl FnOnce(fb::Handle) -> io::Result<()>,
) -> io::Result<()> {
    let object = layout.buffer(gbm)?;
    let buffer = BufferRef::of(&object).ok_or(io::ErrorKind::InvalidData)?;
    test(framebuffer::of(gbm, buffer)?)
}

impl Layout<'_> {
    fn usage(self) -> BufferObjectFlags {
        BufferObjectFlags::SCANOUT | BufferObjectFlags::RENDERING
    }

    fn modifiers(self) -> impl Iterator<Item = Modifier> {
        self.modifiers.iter().map(|modifier| Modifier::from(*modifier))
    }

    fn buffer(self, gbm: &gbm::Device<Card>) -> io::Result<BufferObject<()>> {
        if self.modifiers.is_empty() {
            gbm.create_buffer_object(self.width, self.height, self.format, self.usage())
        } else {
            gbm.create_buffer_object_with_modifiers(self.width, self.height, self.format, self.modifiers())
        }
    }

    fn surface(self, gbm: &gbm::Device<Card>) -> io::Result<Surface<()>> {
        if self.modifiers.is_empty() {
            gbm.create_surface(self.width, self.height, self.format, self.usage())
        } else {
            gbm.create_surface_with_modifiers(self.width, self.height, self.format, self.modifiers())
        }
    }
}

/// What the plane says that it can scan out in this format; nothing where it does not say.
pub(crate) fn plane_modifiers(card: &Card, pipe: Pipe, format: Format) -> Vec<u64> {
    let blob = pipe
        .plane
        .filter(|_| card.has_modifiers)
        .and_then(|plane| props::value(card, plane, "IN_FORMATS"))
        .filter(|blob| *blob != 0)
        .and_then(|blob| card.get_property_blob(blob).ok());
    formats::modifiers_of(&blob.unwrap_or_default(), format as u32)
}
