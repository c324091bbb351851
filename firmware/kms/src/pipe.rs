//! Which CRTC and which plane feed a connector: the choice, pure over plain data.

use drm::control::{crtc, plane};
use gbm::Format;

/// What a plane is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlaneKind {
    Primary,
    Overlay,
    Cursor,
}

/// A plane of the device.
#[derive(Clone, Debug)]
pub(crate) struct PlaneFacts {
    pub(crate) handle: plane::Handle,
    pub(crate) kind: PlaneKind,
    pub(crate) crtcs: Vec<crtc::Handle>,
    /// Four-character codes.
    pub(crate) formats: Vec<u32>,
}

impl PlaneFacts {
    pub(crate) fn takes(&self, format: Format) -> bool {
        self.formats.contains(&(format as u32))
    }
}

/// The CRTC and plane of an output. A driver without universal planes has the plane inside of its CRTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pipe {
    pub(crate) crtc: crtc::Handle,
    pub(crate) plane: Option<plane::Handle>,
}

/// Chooses the pipe for a connector that `reachable` CRTCs can feed.
///
/// The CRTC that feeds the connector already (`current`) comes first, which spares a switch that could
/// blank the boot splash. Of its primary planes the first that takes `format` is used. `planes` is `None`
/// for drivers without universal planes.
pub(crate) fn choose(
    reachable: &[crtc::Handle],
    current: Option<crtc::Handle>,
    planes: Option<&[PlaneFacts]>,
    format: Format,
) -> Option<Pipe> {
    let current = current.filter(|crtc| reachable.contains(crtc));
    let mut candidates = current.iter().chain(reachable);
    let Some(planes) = planes else {
        return candidates.next().map(|crtc| Pipe { crtc: *crtc, plane: None });
    };
    candidates.find_map(|crtc| {
        let fits = |plane: &&PlaneFacts| {
            plane.kind == PlaneKind::Primary && plane.crtcs.contains(crtc) && plane.takes(format)
        };
        let plane = planes.iter().find(fits)?;
        Some(Pipe { crtc: *crtc, plane: Some(plane.handle) })
    })
}

/// ARGB8888 if every primary plane takes it, so that any output can have alpha, else XRGB8888.
pub(crate) fn common_format(planes: Option<&[PlaneFacts]>) -> Format {
    let mut primaries =
        planes.unwrap_or_default().iter().filter(|plane| plane.kind == PlaneKind::Primary).peekable();
    if primaries.peek().is_some() && primaries.all(|plane| plane.takes(Format::Argb8888)) {
        Format::Argb8888
    } else {
        Format::Xrgb8888
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use drm::control::from_u32;

    const BOTH: &[Format] = &[Format::Argb8888, Format::Xrgb8888];
    const OPAQUE: &[Format] = &[Format::Xrgb8888];

    fn crtc(id: u32) -> crtc::Handle {
        from_u32(id).expect("not zero")
    }

    fn plane(id: u32, kind: PlaneKind, crtcs: &[u32], formats: &[Format]) -> PlaneFacts {
        PlaneFacts {
            handle: from_u32(id).expect("not zero"),
            kind,
            crtcs: crtcs.iter().map(|id| crtc(*id)).collect(),
            formats: formats.iter().map(|format| *format as u32).collect(),
        }
    }

    #[track_caller]
    fn check(current: Option<u32>, planes: &[PlaneFacts], format: Format, expected: Option<(u32, u32)>) {
        let pipe = choose(&[crtc(1), crtc(2)], current.map(crtc), Some(planes), format);
        let ids = pipe.map(|pipe| (u32::from(pipe.crtc), pipe.plane.map_or(0, u32::from)));
        assert_eq!(ids, expected);
    }

    #[test]
    fn a_primary_plane_of_a_reachable_crtc_is_taken() {
        let planes = [
            plane(10, PlaneKind::Overlay, &[1, 2], BOTH),
            plane(11, PlaneKind::Primary, &[3], BOTH),
            plane(12, PlaneKind::Primary, &[1], BOTH),
            plane(13, PlaneKind::Primary, &[2], BOTH),
        ];
        check(None, &planes, Format::Argb8888, Some((1, 12)));
        check(Some(2), &planes, Format::Argb8888, Some((2, 13)));
        check(Some(3), &planes, Format::Argb8888, Some((1, 12)));
    }

    #[test]
    fn the_plane_must_take_the_format() {
        let planes = [plane(12, PlaneKind::Primary, &[1], OPAQUE), plane(13, PlaneKind::Primary, &[2], BOTH)];
        check(None, &planes, Format::Argb8888, Some((2, 13)));
        check(None, &planes, Format::Xrgb8888, Some((1, 12)));
        check(None, &planes[..1], Format::Argb8888, None);
        check(None, &[], Format::Xrgb8888, None);
    }

    #[test]
    fn without_universal_planes_the_crtc_is_enough() {
        let pipe = choose(&[crtc(1)], None, None, Format::Xrgb8888);
        assert_eq!(pipe, Some(Pipe { crtc: crtc(1), plane: None }));
        assert_eq!(choose(&[], Some(crtc(1)), None, Format::Xrgb8888), None);
    }

    #[test]
    fn alpha_is_common_only_if_all_primaries_have_it() {
        let alpha = plane(1, PlaneKind::Primary, &[1], BOTH);
        let opaque = plane(2, PlaneKind::Primary, &[1], OPAQUE);
        let cursor = plane(3, PlaneKind::Cursor, &[1], OPAQUE);
        assert_eq!(common_format(Some(&[alpha.clone(), cursor])), Format::Argb8888);
        assert_eq!(common_format(Some(&[alpha, opaque])), Format::Xrgb8888);
        assert_eq!(common_format(Some(&[])), Format::Xrgb8888);
        assert_eq!(common_format(None), Format::Xrgb8888);
    }
}
