//! Boxes in place of items that no node is bound to yet, so that a list that scrolls faster than the app binds is never
//! empty.

use ferrule_abi::limits::COORDINATE_MAX;
use ferrule_abi::list::SolidBox;

use crate::list::ListState;
use crate::math::round;
use crate::paint::{Painter, Place, is_accepted, rect};
use crate::tree::Edges;

/// Paints the items in sight that have no node.
pub(crate) fn placeholders(
    list: &ListState,
    offset: f32,
    place: &Place,
    clip: &Edges,
    painter: &mut Painter,
) {
    if list.placeholder.channels()[3] == 0 {
        return;
    }
    let (first, count) = list.in_sight(offset);
    let end = first + count;
    let bound = list.bound();
    let mut next = bound.partition_point(|bound| bound.item < first);
    let radius = (list.placeholder_radius * place.scale).min(COORDINATE_MAX);
    for item in first..end {
        if bound.get(next).is_some_and(|bound| bound.item == item) {
            next += 1;
            continue;
        }
        let item = list.item_box(item);
        let (x0, y0) = (round(place.x + item.x), round(place.y + item.y));
        let (x1, y1) = (round(place.x + item.x + item.w), round(place.y + item.y + item.h));
        let bounds = place.edges(x0, y0, x1, y1);
        let rect = rect(&bounds);
        if !is_accepted(&rect) || bounds.is_empty() || !bounds.meets(clip) {
            continue;
        }
        let solid = SolidBox { rect, color: list.placeholder, radius, opacity: place.opacity };
        painter.push(&solid, bounds.intersect(clip));
    }
}
