//! Names of evdev keys: what remotes, CEC adapters and test keyboards send; any other code can be written as a number.

/// The highest evdev key code (`KEY_MAX` in linux/input-event-codes.h).
pub(crate) const EVDEV_CODE_MAX: u16 = 0x2ff;

/// Names and codes from linux/input-event-codes.h.
const EVDEV_KEYS: &[(&str, u16)] = &[
    ("KEY_ESC", 1),
    ("KEY_1", 2),
    ("KEY_2", 3),
    ("KEY_3", 4),
    ("KEY_4", 5),
    ("KEY_5", 6),
    ("KEY_6", 7),
    ("KEY_7", 8),
    ("KEY_8", 9),
    ("KEY_9", 10),
    ("KEY_0", 11),
    ("KEY_BACKSPACE", 14),
    ("KEY_TAB", 15),
    ("KEY_ENTER", 28),
    ("KEY_A", 30),
    ("KEY_D", 32),
    ("KEY_F", 33),
    ("KEY_H", 35),
    ("KEY_M", 50),
    ("KEY_P", 25),
    ("KEY_R", 19),
    ("KEY_S", 31),
    ("KEY_W", 17),
    ("KEY_SPACE", 57),
    ("KEY_F1", 59),
    ("KEY_F2", 60),
    ("KEY_F3", 61),
    ("KEY_F4", 62),
    ("KEY_F5", 63),
    ("KEY_F6", 64),
    ("KEY_F7", 65),
    ("KEY_F8", 66),
    ("KEY_F9", 67),
    ("KEY_F10", 68),
    ("KEY_F11", 87),
    ("KEY_F12", 88),
    ("KEY_KPENTER", 96),
    ("KEY_HOME", 102),
    ("KEY_UP", 103),
    ("KEY_PAGEUP", 104),
    ("KEY_LEFT", 105),
    ("KEY_RIGHT", 106),
    ("KEY_END", 107),
    ("KEY_DOWN", 108),
    ("KEY_PAGEDOWN", 109),
    ("KEY_MUTE", 113),
    ("KEY_VOLUMEDOWN", 114),
    ("KEY_VOLUMEUP", 115),
    ("KEY_POWER", 116),
    ("KEY_PAUSE", 119),
    ("KEY_COMPOSE", 127),
    ("KEY_STOP", 128),
    ("KEY_MENU", 139),
    ("KEY_SLEEP", 142),
    ("KEY_WAKEUP", 143),
    ("KEY_BACK", 158),
    ("KEY_FORWARD", 159),
    ("KEY_NEXTSONG", 163),
    ("KEY_PLAYPAUSE", 164),
    ("KEY_PREVIOUSSONG", 165),
    ("KEY_STOPCD", 166),
    ("KEY_REWIND", 168),
    ("KEY_HOMEPAGE", 172),
    ("KEY_EXIT", 174),
    ("KEY_PLAYCD", 200),
    ("KEY_PAUSECD", 201),
    ("KEY_PLAY", 207),
    ("KEY_FASTFORWARD", 208),
    ("KEY_SEARCH", 217),
    ("KEY_MEDIA", 226),
    ("KEY_OK", 0x160),
    ("KEY_SELECT", 0x161),
    ("KEY_CLEAR", 0x163),
    ("KEY_POWER2", 0x164),
    ("KEY_OPTION", 0x165),
    ("KEY_INFO", 0x166),
    ("KEY_EPG", 0x16d),
    ("KEY_LIST", 0x18b),
    ("KEY_RED", 0x18e),
    ("KEY_GREEN", 0x18f),
    ("KEY_YELLOW", 0x190),
    ("KEY_BLUE", 0x191),
    ("KEY_CHANNELUP", 0x192),
    ("KEY_CHANNELDOWN", 0x193),
    ("KEY_ROOT_MENU", 0x26a),
    ("KEY_MEDIA_TOP_MENU", 0x26b),
];

/// The evdev code of a key written as its name (`KEY_UP`) or as a number in decimal (`103`) or hexadecimal (`0x67`).
/// `None` when the name is not known or the number is above the kernel's `KEY_MAX`.
#[must_use]
pub fn evdev_code(text: &str) -> Option<u16> {
    if let Some(&(_, code)) = EVDEV_KEYS.iter().find(|(name, _)| *name == text) {
        return Some(code);
    }
    let number = match text.strip_prefix("0x") {
        Some(hex) => u16::from_str_radix(hex, 16).ok()?,
        None => text.parse().ok()?,
    };
    (number <= EVDEV_CODE_MAX).then_some(number)
}

/// The name of an evdev code, where the table has one.
#[must_use]
pub fn evdev_name(code: u16) -> Option<&'static str> {
    EVDEV_KEYS.iter().find(|(_, known)| *known == code).map(|(name, _)| *name)
}
