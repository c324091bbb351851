//! What a bring-up engineer asks first: which display hardware is there, what it can do, and what Ferrule
//! would choose.

use std::fmt::Write as _;

use drm::Device as _;
use drm::control::connector;
use gbm::Format;

use crate::card::{self, Card};
use crate::connector as connectors;
use crate::mode::{DisplayPolicy, ModeFacts};
use crate::pipe::{self, Pipe, PlaneFacts, PlaneKind};
use crate::setup;

/// Modes printed per connector.
const MODE_COUNT_SHOWN: usize = 24;
/// Pixel formats printed per plane.
const FORMAT_COUNT_SHOWN: usize = 16;

/// A report on all display devices, for people. It changes nothing on the screen and works beside a running
/// Ferrule, which then is the master: the modes are the kernel's last known.
#[must_use]
pub fn report(policy: &DisplayPolicy) -> String {
    let mut out = String::new();
    let nodes = card::nodes();
    if nodes.is_empty() {
        out.push_str(
            "no card under /dev/dri: no display driver is loaded, or its module is missing from the image\n",
        );
    }
    for path in nodes {
        match Card::open(&path, policy.interface) {
            Ok(card) => card_report(&mut out, &card, policy),
            Err(error) => line(&mut out, format_args!("{}: cannot be opened: {error}", path.display())),
        }
    }
    out
}

/// The driver's name, `?` where it has none.
pub(crate) fn driver_name(card: &Card) -> String {
    card.get_driver().map_or_else(|_| "?".to_owned(), |driver| driver.name().to_string_lossy().into_owned())
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = out.write_fmt(text);
    out.push('\n');
}

fn card_report(out: &mut String, card: &Card, policy: &DisplayPolicy) {
    line(out, format_args!("{}: driver {}", card.name(), driver_name(card)));
    line(
        out,
        format_args!(
            "  atomic {}, all planes {}, modifiers {}",
            card.has_atomic, card.has_planes, card.has_modifiers
        ),
    );
    let infos = match connectors::read(card) {
        Ok(infos) => infos,
        Err(error) => return line(out, format_args!("  no display engine: {error}")),
    };
    for info in &infos {
        connector_report(out, info);
    }
    let planes = card.planes().unwrap_or_default();
    for plane in planes.iter().flatten() {
        plane_report(out, card, plane);
    }
    match connectors::target(card, policy) {
        Ok(Some(target)) => {
            let format = pipe::common_format(planes.as_deref());
            let pipe = pipe::choose(&target.crtcs, target.current_crtc, planes.as_deref(), format);
            let mode = target.mode().map_or_else(String::new, |mode| mode.to_string());
            line(out, format_args!("  choice: {} {mode} {format} on {}", target.name(), pipe_text(pipe)));
        }
        Ok(None) => line(out, format_args!("  choice: none, nothing usable is plugged in")),
        Err(error) => line(out, format_args!("  choice: none: {error}")),
    }
}

fn connector_report(out: &mut String, info: &connector::Info) {
    let (width, height) = info.size().unwrap_or_default();
    let state = match info.state() {
        connector::State::Connected => "connected",
        connector::State::Disconnected => "disconnected",
        connector::State::Unknown => "unknown",
    };
    line(out, format_args!("  connector {info}: {state}, {width}x{height} mm, {} modes", info.modes().len()));
    for mode in info.modes().iter().take(MODE_COUNT_SHOWN) {
        let facts = ModeFacts::of(mode);
        let favourite = if facts.favourite { " (the display's favourite)" } else { "" };
        line(out, format_args!("    {facts}{favourite}"));
    }
    if info.modes().len() > MODE_COUNT_SHOWN {
        line(out, format_args!("    and {} more", info.modes().len() - MODE_COUNT_SHOWN));
    }
}

fn plane_report(out: &mut String, card: &Card, plane: &PlaneFacts) {
    let kind = match plane.kind {
        PlaneKind::Primary => "primary",
        PlaneKind::Overlay => "overlay",
        PlaneKind::Cursor => "cursor",
    };
    let known = plane.formats.iter().filter_map(|format| Format::try_from(*format).ok());
    let formats: Vec<String> = known.take(FORMAT_COUNT_SHOWN).map(|format| format.to_string()).collect();
    let crtcs: Vec<u32> = plane.crtcs.iter().map(|crtc| u32::from(*crtc)).collect();
    let modifiers = plane.crtcs.first().map_or(0, |crtc| {
        let pipe = Pipe { crtc: *crtc, plane: Some(plane.handle) };
        setup::plane_modifiers(card, pipe, Format::Xrgb8888).len()
    });
    line(
        out,
        format_args!(
            "  plane {} {kind}: CRTCs {crtcs:?}, {} formats ({}), {modifiers} modifiers for XR24",
            u32::from(plane.handle),
            plane.formats.len(),
            formats.join(" "),
        ),
    );
}

fn pipe_text(pipe: Option<Pipe>) -> String {
    match pipe {
        Some(Pipe { crtc, plane: Some(plane) }) => {
            format!("CRTC {} plane {}", u32::from(crtc), u32::from(plane))
        }
        Some(Pipe { crtc, plane: None }) => format!("CRTC {}", u32::from(crtc)),
        None => "no CRTC: none is free for it".to_owned(),
    }
}
