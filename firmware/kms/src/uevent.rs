//! Parser of the kernel's uevent messages, as strict as the use allows: only display changes pass.

/// Longest message looked at, in bytes. The kernel builds them in 2 KiB.
pub(crate) const UEVENT_BYTES_MAX: usize = 4096;

/// True if the message says that the connectors of a DRM device may have changed: `change@` with
/// `SUBSYSTEM=drm` and `HOTPLUG=1`, or the same with `SYNTH_UUID`; or that a DRM device is gone: `remove@`
/// with `SUBSYSTEM=drm`.
///
/// The second is what root asks for by writing `change` to `/sys/class/drm/card0/uevent`. It is needed
/// where the kernel is silent: forcing a connector through its sysfs `status` gives no event on drivers
/// that do not poll, virtio-gpu among them.
///
/// The form is `ACTION@DEVPATH` and then `KEY=VALUE` entries, each ended by a zero byte. A message with an
/// entry of another form, a repeated key or a header that disagrees with its entries is not from a kernel
/// and is refused.
pub(crate) fn is_display_change(message: &[u8]) -> bool {
    Change::parse(message).is_some_and(|change| {
        let is_change = change.hotplug == Some(b"1") || change.synthetic.is_some();
        change.action == change.header
            && change.path == change.devpath
            && change.subsystem == Some(b"drm")
            && (change.header == Some(b"remove") || is_change)
    })
}

/// The entries that matter, unchecked.
#[derive(Default)]
struct Change<'a> {
    /// The action of the first line, `change` or `remove`.
    header: Option<&'a [u8]>,
    path: Option<&'a [u8]>,
    action: Option<&'a [u8]>,
    devpath: Option<&'a [u8]>,
    subsystem: Option<&'a [u8]>,
    hotplug: Option<&'a [u8]>,
    synthetic: Option<&'a [u8]>,
}

impl<'a> Change<'a> {
    fn parse(message: &'a [u8]) -> Option<Self> {
        let body = message.strip_suffix(&[0]).filter(|_| message.len() <= UEVENT_BYTES_MAX)?;
        let mut parts = body.split(|byte| *byte == 0);
        let first = parts.next()?;
        let at = first.iter().position(|byte| *byte == b'@')?;
        let (header, path) = (&first[..at], &first[at + 1..]);
        if header != b"change" && header != b"remove" {
            return None;
        }
        let mut change = Self { header: Some(header), path: Some(path), ..Self::default() };
        for part in parts {
            let at = part.iter().position(|byte| *byte == b'=')?;
            let (key, value) = (&part[..at], &part[at + 1..]);
            let slot = match key {
                b"ACTION" => &mut change.action,
                b"DEVPATH" => &mut change.devpath,
                b"SUBSYSTEM" => &mut change.subsystem,
                b"HOTPLUG" => &mut change.hotplug,
                b"SYNTH_UUID" => &mut change.synthetic,
                _ => continue,
            };
            if slot.replace(value).is_some() {
                return None;
            }
        }
        Some(change)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "/devices/pci0000:00/0000:00:01.0/virtio0/drm/card0";

    fn message(parts: &[&str]) -> Vec<u8> {
        parts.iter().flat_map(|part| part.bytes().chain([0])).collect()
    }

    fn entries() -> Vec<String> {
        let header = format!("change@{PATH}");
        let path = format!("DEVPATH={PATH}");
        [&header, "ACTION=change", &path, "SUBSYSTEM=drm", "HOTPLUG=1", "DEVNAME=dri/card0", "SEQNUM=1701"]
            .map(str::to_owned)
            .to_vec()
    }

    fn check(change: impl FnOnce(&mut Vec<String>), expected: bool) {
        let mut entries = entries();
        change(&mut entries);
        let parts: Vec<&str> = entries.iter().map(String::as_str).collect();
        assert_eq!(is_display_change(&message(&parts)), expected, "{entries:?}");
    }

    #[test]
    fn a_connector_change_passes() {
        check(|_| (), true);
        check(|entries| entries.push("CONNECTOR=32".to_owned()), true);
        check(|entries| entries[4] = "SYNTH_UUID=0".to_owned(), true);
    }

    #[test]
    fn a_removed_device_passes() {
        let remove = |entries: &mut Vec<String>| {
            entries[0] = format!("remove@{PATH}");
            entries[1] = "ACTION=remove".to_owned();
            entries.remove(4);
        };
        check(remove, true);
        check(|entries| (remove(entries), entries[3] = "SUBSYSTEM=input".to_owned()).1, false);
        check(|entries| entries[0] = format!("remove@{PATH}"), false);
    }

    #[test]
    fn other_events_do_not_pass() {
        check(|entries| entries[3] = "SUBSYSTEM=input".to_owned(), false);
        check(|entries| entries[4] = "HOTPLUG=0".to_owned(), false);
        check(|entries| drop(entries.remove(4)), false);
        check(|entries| entries[0] = format!("add@{PATH}"), false);
        check(|entries| entries[1] = "ACTION=add".to_owned(), false);
    }

    #[test]
    fn malformed_messages_do_not_pass() {
        check(|entries| entries.push("no equals sign".to_owned()), false);
        check(|entries| entries.push("HOTPLUG=1".to_owned()), false);
        check(|entries| entries[2] = "DEVPATH=/elsewhere".to_owned(), false);
        check(|entries| entries.push("X=".to_owned() + &"y".repeat(UEVENT_BYTES_MAX)), false);
        assert!(!is_display_change(b""));
        assert!(!is_display_change(b"\0"));
        assert!(!is_display_change(b"libudev\0\xfe\xed\xca\xfe"));
        let mut unended =
            message(&["change@/x", "ACTION=change", "DEVPATH=/x", "SUBSYSTEM=drm", "HOTPLUG=1"]);
        assert!(is_display_change(&unended));
        unended.pop();
        assert!(!is_display_change(&unended));
    }
}
