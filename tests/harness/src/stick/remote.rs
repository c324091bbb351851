//! The remote: keys through the emulator's keyboard, or injected in the guest where their timing
//! must be exact.

use std::time::Duration;

use ferrule_board::Architecture;
use serde_json::{Value, json};

use super::Stick;
use super::guest::{STATUS_COMMAND, parse_status};
use crate::error::{Error, Result};
use crate::keys;
use crate::qemu::{PLUG_BUS, is_keyboard};
use crate::wait::REACTION_TIME_MAX;

/// How long a tapped key stays down, milliseconds of guest time: far below any autorepeat delay.
const TAP_MS: u64 = 60;
/// Pause between the taps of [`Stick::press`], milliseconds of guest time: a hurried thumb.
const TAP_PAUSE_MS: u64 = 90;
/// Seconds of wall time that a second of guest time may take with the guest's processor busy all the time.
const SLOWNESS_MAX: u32 = 60;
/// `EV_KEY` of linux/input-event-codes.h.
const EV_KEY: u16 = 1;

impl Stick {
    /// Taps keys of the remote by name, separated by spaces, at a hurried thumb's pace on the
    /// guest's clock; returns before the last one is pressed.
    ///
    /// # Errors
    /// [`Error::Key`] before any key is pressed, [`Error::Qmp`].
    pub fn press(&mut self, names: &str) -> Result<()> {
        let pause = keys::pause_qcode(&self.board)?;
        for (index, key) in keys::qcodes_of(&self.board, names)?.into_iter().enumerate() {
            if index > 0 {
                self.send_key(pause, TAP_PAUSE_MS)?;
            }
            self.send_key(key, TAP_MS)?;
        }
        Ok(())
    }

    /// Presses a key and releases it after `guest_time`, which the emulator measures on the
    /// guest's clock; returns at once.
    ///
    /// # Errors
    /// [`Error::Key`], [`Error::Qmp`].
    pub fn hold(&mut self, name: &str, guest_time: Duration) -> Result<()> {
        let key = keys::qcode_of(&self.board, name)?;
        let millis = u64::try_from(guest_time.as_millis()).unwrap_or(u64::MAX);
        self.send_key(key, millis)
    }

    fn send_key(&mut self, qcode: &str, hold_ms: u64) -> Result<()> {
        let keys = json!([{"type": "qcode", "data": qcode}]);
        self.qmp.execute("send-key", json!({"keys": keys, "hold-time": hold_ms})).map(drop)
    }

    /// Plugs the board's keyboard in, on a stick that was started without
    /// ([`crate::BootOptions::keyboard`]).
    ///
    /// # Errors
    /// [`Error::Board`] where the board has none, [`Error::Qmp`].
    pub fn plug_keyboard(&mut self) -> Result<()> {
        let devices = self.board.qemu.iter().flat_map(|qemu| &qemu.devices);
        let Some(keyboard) = devices.into_iter().find(|device| is_keyboard(device)) else {
            let message = "its [qemu] section names no keyboard".to_owned();
            return Err(Error::Board { board: self.board.name.clone(), message });
        };
        let arguments = json!({"driver": keyboard, "bus": PLUG_BUS, "id": "keyboard"});
        self.qmp.execute("device_add", arguments).map(drop)
    }

    /// Presses a key and leaves it down.
    ///
    /// # Errors
    /// [`Error::Key`], [`Error::Qmp`].
    pub fn key_down(&mut self, name: &str) -> Result<()> {
        self.send_event(name, true)
    }

    /// Releases a key.
    ///
    /// # Errors
    /// [`Error::Key`], [`Error::Qmp`].
    pub fn key_up(&mut self, name: &str) -> Result<()> {
        self.send_event(name, false)
    }

    fn send_event(&mut self, name: &str, down: bool) -> Result<()> {
        let key = json!({"type": "qcode", "data": keys::qcode_of(&self.board, name)?});
        let event = json!({"type": "key", "data": {"down": down, "key": key}});
        self.qmp.execute("input-send-event", json!({"events": [event]})).map(drop)
    }

    /// Presses a key inside the guest, for a time that the guest itself measures, and returns that
    /// time once the key is up again.
    ///
    /// On the modelled stick the emulator's own key timers are late by tens of guest milliseconds
    /// when the guest idles; a press injected into the keyboard's event device is not.
    ///
    /// # Errors
    /// [`Error::Key`], else as [`Stick::shell_ok`].
    pub fn hold_in_guest(&mut self, name: &str, time: Duration) -> Result<Duration> {
        let wait = format!("read -r a x </proc/uptime; usleep {}", time.as_micros());
        let text = self.with_key_down(name, &wait, "read -r b x </proc/uptime; echo $a $b", time)?;
        let times: Vec<f64> = text.split(' ').filter_map(|time| time.parse().ok()).collect();
        match times[..] {
            [down, up] if up >= down => Ok(Duration::from_secs_f64(up - down)),
            _ => Err(Error::Agent(format!("{text:?} are no two times"))),
        }
    }

    /// Presses a key inside the guest as [`Stick::hold_in_guest`] does. After `before` the process forgets its samples,
    /// after `time` more it gives its status, which is returned, and only then the key comes up: the samples are of
    /// nothing but the key held.
    ///
    /// # Errors
    /// As there and of [`Stick::status`].
    pub fn status_while_held(&mut self, name: &str, before: Duration, time: Duration) -> Result<Value> {
        let (before_us, time_us) = (before.as_micros(), time.as_micros());
        let look = format!(
            "usleep {before_us}; {STATUS_COMMAND} --reset >/dev/null; usleep {time_us}; {STATUS_COMMAND}"
        );
        let text = self.with_key_down(name, &look, "", before + time)?;
        parse_status(&text)
    }

    /// Runs a command in the guest with a key down, and one when it is up again; gives what they print.
    fn with_key_down(&mut self, name: &str, down: &str, up: &str, time: Duration) -> Result<String> {
        let code = keys::evdev_of(&self.board, name)?;
        let architecture = self.board.architecture;
        let command = format!(
            "for d in /sys/class/input/event*; do read -r n <$d/device/name; \
             case $n in *eyboard*) e=/dev/input/${{d##*/}};; esac; done\n\
             printf '{}' >$e\n{down}\nprintf '{}' >$e\n{up}",
            injection(architecture, code, 1),
            injection(architecture, code, 0),
        );
        self.shell_ok_within(&command, REACTION_TIME_MAX + time * SLOWNESS_MAX)
    }

    /// [`Stick::hold_in_guest`] for a tap.
    ///
    /// # Errors
    /// As there.
    pub fn tap_in_guest(&mut self, name: &str) -> Result<()> {
        self.hold_in_guest(name, Duration::from_millis(TAP_MS)).map(drop)
    }
}

/// A key event and its end-of-packet mark as `struct input_event`, octal for the shell's `printf`.
fn injection(architecture: Architecture, code: u16, value: i32) -> String {
    // The time comes first, two C longs; the kernel puts its own there.
    let time = match architecture {
        Architecture::Arm64 => [0; 16].as_slice(),
        Architecture::Armv7 => [0; 8].as_slice(),
    };
    let mut bytes = Vec::new();
    for (kind, code, value) in [(EV_KEY, code, value), (0, 0, 0)] {
        bytes.extend_from_slice(time);
        bytes.extend_from_slice(&kind.to_le_bytes());
        bytes.extend_from_slice(&code.to_le_bytes());
        bytes.extend_from_slice(&value.to_le_bytes());
    }
    bytes.iter().map(|byte| format!("\\{byte:03o}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn injected_events_have_the_architectures_size() {
        let arm64 = injection(Architecture::Arm64, 0x67, 1);
        assert_eq!(arm64.len(), 2 * 24 * 4);
        assert!(arm64.contains(r"\001\000\147\000\001\000\000\000"), "{arm64}");
        assert_eq!(injection(Architecture::Armv7, 0x67, 0).len(), 2 * 16 * 4);
    }
}
