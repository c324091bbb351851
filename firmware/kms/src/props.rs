//! KMS properties by name.

use drm::control::{Device as _, ResourceHandle, property};

use crate::card::Card;

/// Properties looked at per object; drivers have some thirty.
const PROPERTY_COUNT_MAX: usize = 256;

/// Calls `found` with the name, handle and value of each property of an object.
fn each<T: ResourceHandle>(card: &Card, object: T, mut found: impl FnMut(&str, property::Handle, u64)) {
    let Ok(set) = card.get_properties(object) else { return };
    for (handle, value) in set.iter().take(PROPERTY_COUNT_MAX) {
        if let Ok(info) = card.get_property(*handle)
            && let Ok(name) = info.name().to_str()
        {
            found(name, *handle, *value);
        }
    }
}

/// The value of a property.
pub(crate) fn value<T: ResourceHandle>(card: &Card, object: T, wanted: &str) -> Option<u64> {
    let mut result = None;
    each(card, object, |name, _, value| {
        if name == wanted {
            result = Some(value);
        }
    });
    result
}

/// The handles of the properties named, all or none of them.
pub(crate) fn handles<T: ResourceHandle, const N: usize>(
    card: &Card,
    object: T,
    wanted: [&str; N],
) -> Option<[property::Handle; N]> {
    let mut result = [None; N];
    each(card, object, |name, handle, _| {
        if let Some(at) = wanted.iter().position(|wanted| *wanted == name) {
            result[at] = Some(handle);
        }
    });
    let found: Vec<property::Handle> = result.iter().flatten().copied().collect();
    found.try_into().ok()
}
