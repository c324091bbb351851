//! One emulated stick: started, driven, looked at, and gone when dropped.

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ferrule_board::Board;
use serde_json::{Value, json};

use crate::agent::{Agent, Output};
use crate::console::Console;
use crate::error::{Error, Result};
use crate::options::{BootOptions, DataDisk, Gpu, Screen};
use crate::picture::Picture;
use crate::process::Guarded;
use crate::qemu::{self, Paths};
use crate::qmp::Qmp;
use crate::wait::{BOOT_TIME_MAX, POLL_PERIOD, REACTION_TIME_MAX, wait_for};
use crate::workdir::WorkDir;
use crate::xvfb::Xvfb;
use crate::{extra, keys};

/// The emulator's sockets exist within this time, or it has hung.
const QEMU_START_TIME_MAX: Duration = Duration::from_secs(30);
/// How long a tapped key stays down, milliseconds of guest time: far below any autorepeat delay.
const TAP_MS: u64 = 40;
/// Wall time between the taps of [`Stick::press`], about that of a hurried thumb.
const TAP_PERIOD: Duration = Duration::from_millis(120);
/// The process's own command that prints its state.
const STATUS_COMMAND: &str = "/usr/bin/ferrule status";

/// A running stick. Dropping it ends the emulator and its X server and removes its files.
// Field order is drop order: sockets, then the emulator, then the X server, then the directory.
#[derive(Debug)]
pub struct Stick {
    qmp: Qmp,
    agent: Option<Agent>,
    qemu: Guarded,
    console: Console,
    xvfb: Option<Xvfb>,
    dir: WorkDir,
    board: Board,
    options: BootOptions,
}

impl Stick {
    /// Starts the stick and, with an agent, waits until the agent answers, which is shortly
    /// before the process starts.
    ///
    /// # Errors
    /// When the image is missing, a host program is, or the guest does not come up in time; then
    /// with the end of its console.
    pub fn boot(options: BootOptions) -> Result<Self> {
        let board = read_board(&options)?;
        let machine = board.qemu.as_ref().ok_or_else(|| Error::Board {
            board: options.board.clone(),
            message: "has no [qemu] section: it is real hardware and cannot be emulated".into(),
        })?;
        let dir = WorkDir::new()?;
        let hidden_gl = (options.gpu, options.screen) == (Gpu::Virgl, Screen::Hidden);
        let xvfb = if hidden_gl { Some(Xvfb::start(&dir)?) } else { None };
        let paths = prepare(&options, &dir)?;
        let arguments = qemu::arguments(&board, machine, &options, &paths);
        let environment = environment(xvfb.as_ref());
        let log = dir.join("qemu.log");
        let mut qemu = Guarded::spawn(&machine.binary, &arguments, &environment, &log, true)?;
        let stdout = qemu
            .take_stdout()
            .ok_or_else(|| Error::QemuGone { message: "its standard output is not a pipe".into() })?;
        let console = Console::follow(stdout, &dir.join("console.log"), options.echo_console)?;
        let qmp = Qmp::new(connect(&paths.qmp, &mut qemu)?)?;
        let agent = match options.agent {
            true => Some(Agent::new(connect(&paths.agent, &mut qemu)?)?),
            false => None,
        };
        let mut stick = Self { qmp, agent, qemu, console, xvfb, dir, board, options };
        stick.wait_agent()?;
        Ok(stick)
    }

    fn wait_agent(&mut self) -> Result<()> {
        let end = Instant::now() + BOOT_TIME_MAX;
        while let Some(agent) = &mut self.agent {
            if agent.greeted(POLL_PERIOD)? {
                break;
            }
            if let Some(end) = self.qemu.ended() {
                return Err(Error::QemuGone { message: end.message });
            }
            if Instant::now() >= end {
                let detail = format!("; the console ends:\n{}", self.console.tail(30));
                let what = "the agent in the guest".to_owned();
                return Err(Error::Deadline { what, after: BOOT_TIME_MAX, detail });
            }
        }
        Ok(())
    }

    /// The board that was booted.
    #[must_use]
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// The serial console.
    #[must_use]
    pub fn console(&self) -> &Console {
        &self.console
    }

    /// The emulator's control socket.
    pub fn qmp(&mut self) -> &mut Qmp {
        &mut self.qmp
    }

    /// Waits until the user closes the emulator's window, or until `limit` has passed.
    ///
    /// # Errors
    /// [`Error::QemuGone`] when the emulator failed.
    pub fn wait_closed(&mut self, limit: Option<Duration>) -> Result<()> {
        let start = Instant::now();
        while limit.is_none_or(|limit| start.elapsed() < limit) {
            match self.qemu.ended() {
                Some(end) if end.success => return Ok(()),
                Some(end) => return Err(Error::QemuGone { message: end.message }),
                None => std::thread::sleep(POLL_PERIOD),
            }
        }
        Ok(())
    }

    /// A path in the stick's private directory, removed with it.
    #[must_use]
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Taps keys of the remote by name, separated by spaces, at a hurried thumb's pace.
    ///
    /// # Errors
    /// [`Error::Key`] before any key is pressed, [`Error::Qmp`].
    pub fn press(&mut self, names: &str) -> Result<()> {
        for (index, key) in keys::qcodes_of(&self.board, names)?.into_iter().enumerate() {
            if index > 0 {
                std::thread::sleep(TAP_PERIOD);
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

    /// Runs a command in the guest's shell, as root, and returns what it printed and its exit
    /// code.
    ///
    /// # Errors
    /// [`Error::Agent`], [`Error::Deadline`].
    pub fn shell(&mut self, command: &str) -> Result<Output> {
        self.shell_within(command, REACTION_TIME_MAX)
    }

    /// [`Stick::shell`] with a deadline of one's own, in wall time.
    ///
    /// # Errors
    /// [`Error::Agent`], [`Error::Deadline`].
    pub fn shell_within(&mut self, command: &str, deadline: Duration) -> Result<Output> {
        let agent = self.agent.as_mut().ok_or_else(|| {
            Error::Agent("this stick was started without one; set BootOptions::agent".into())
        })?;
        let result = agent.run(command, deadline);
        result.map_err(|error| match (error, self.qemu.ended()) {
            (_, Some(end)) => Error::QemuGone { message: end.message },
            (error, None) => error,
        })
    }

    /// Runs a command that must succeed and returns what it printed, without the last line end.
    ///
    /// # Errors
    /// [`Error::Guest`] when it ends non-zero, else as [`Stick::shell`].
    pub fn shell_ok(&mut self, command: &str) -> Result<String> {
        let output = self.shell(command)?;
        if output.code == 0 {
            return Ok(output.text.trim_end().to_owned());
        }
        Err(Error::Guest { command: command.to_owned(), code: output.code, output: output.text })
    }

    /// The process's own account of its state.
    ///
    /// # Errors
    /// [`Error::Guest`] while the process does not answer, [`Error::Agent`] when it does not
    /// print JSON, else as [`Stick::shell`].
    pub fn status(&mut self) -> Result<Value> {
        let text = self.shell_ok(STATUS_COMMAND)?;
        serde_json::from_str(&text)
            .map_err(|error| Error::Agent(format!("`{STATUS_COMMAND}`: {error}: {text:?}")))
    }

    /// Forgets the samples that [`Stick::status`] reports.
    ///
    /// # Errors
    /// As [`Stick::shell_ok`].
    pub fn reset_samples(&mut self) -> Result<()> {
        self.shell_ok(&format!("{STATUS_COMMAND} --reset")).map(drop)
    }

    /// Waits until the process answers and `accept` likes its status; returns that status.
    /// A process that does not answer (yet, or just now) is waited for.
    ///
    /// # Errors
    /// [`Error::Deadline`] with the last status and the end of the console.
    pub fn wait_status(
        &mut self,
        deadline: Duration,
        what: &str,
        mut accept: impl FnMut(&Value) -> bool,
    ) -> Result<Value> {
        let mut last = String::from("no status");
        let waited = wait_for(deadline, what, || match self.status() {
            Ok(status) if accept(&status) => Ok(Some(status)),
            Ok(status) => {
                last = status.to_string();
                Ok(None)
            }
            Err(error @ Error::Guest { .. }) => {
                last = error.to_string();
                Ok(None)
            }
            Err(error) => Err(error),
        });
        waited.map_err(|error| match error {
            Error::Deadline { what, after, .. } => {
                let detail = format!("; last: {last}\nthe console ends:\n{}", self.console.tail(30));
                Error::Deadline { what, after, detail }
            }
            error => error,
        })
    }

    /// Waits until the app's scene is on screen, everything is idle and no frame was committed
    /// between two looks; returns the last status.
    ///
    /// # Errors
    /// As [`Stick::wait_status`].
    pub fn wait_at_rest(&mut self, deadline: Duration) -> Result<Value> {
        let mut frames_before = None;
        self.wait_status(deadline, "the picture to be at rest", |status| {
            let frames = status["frames"]["committed"].as_u64();
            let still = frames.is_some() && frames == frames_before;
            frames_before = frames;
            still && status["idle"] == true && status["app"]["state"] == "presenting"
        })
    }

    /// Waits until two screenshots in a row are equal and not blank, for guests that have no
    /// status, and returns the picture.
    ///
    /// # Errors
    /// [`Error::Deadline`], [`Error::Screen`].
    pub fn wait_still_picture(&mut self, deadline: Duration) -> Result<Picture> {
        let mut before = None;
        wait_for(deadline, "a picture that stays", || {
            let picture = self.screenshot()?;
            let still = before.as_ref() == Some(&picture) && !picture.is_blank();
            before = Some(picture);
            Ok(still.then(|| before.clone()).flatten())
        })
    }

    /// What the display shows now.
    ///
    /// # Errors
    /// [`Error::Screen`], also for a virgl stick in a user's window, whose picture only the user's
    /// display has.
    pub fn screenshot(&mut self) -> Result<Picture> {
        if let Some(xvfb) = &self.xvfb {
            return xvfb
                .window_picture()?
                .ok_or_else(|| Error::Screen("the emulator has no window yet".into()));
        }
        if self.options.gpu == Gpu::Virgl {
            let message = "a virgl stick in a window cannot be read; start it hidden";
            return Err(Error::Screen(message.into()));
        }
        let file = self.dir.join("screendump.png");
        let arguments = json!({"filename": file.display().to_string(), "format": "png"});
        self.qmp.execute("screendump", arguments)?;
        Picture::read(&file)
    }

    /// Forces the state of the display's plug: `on`, `off`, or `detect` to let the driver decide.
    ///
    /// # Errors
    /// As [`Stick::shell_ok`].
    pub fn set_connector(&mut self, state: &str) -> Result<()> {
        let command = format!("for c in /sys/class/drm/card*-Virtual-1; do echo {state} > $c/status; done");
        self.shell_ok(&command).map(drop)
    }

    /// Ends the stick and checks that its console has no `error` line, panic or kernel complaint.
    /// Every passing test ends with it.
    ///
    /// # Errors
    /// [`Error::Console`] with the lines, [`Error::QemuGone`] when the emulator had died before.
    pub fn finish(mut self) -> Result<()> {
        if let Some(end) = self.qemu.ended() {
            return Err(Error::QemuGone { message: end.message });
        }
        self.qmp.execute("quit", json!({}))?;
        self.console.join();
        self.console.check()
    }
}

fn read_board(options: &BootOptions) -> Result<Board> {
    let path = image_file(options, "board.json")?;
    let text = std::fs::read_to_string(&path).map_err(Error::file(&path))?;
    Board::from_json(&text).map_err(|error| Error::Board {
        board: options.board.clone(),
        message: format!("{}: {error}; build the image again", path.display()),
    })
}

fn image_file(options: &BootOptions, name: &str) -> Result<PathBuf> {
    let path = options.image_dir.join(name);
    if path.exists() {
        return Ok(path);
    }
    Err(Error::NoImage { path, board: options.board.clone() })
}

fn prepare(options: &BootOptions, dir: &WorkDir) -> Result<Paths> {
    let data = match &options.data {
        DataDisk::Kept(path) => path.clone(),
        DataDisk::Fresh => {
            let (from, to) = (image_file(options, "data.img")?, dir.join("data.img"));
            std::fs::copy(&from, &to).map_err(Error::file(&from))?;
            to
        }
    };
    Ok(Paths {
        kernel: image_file(options, "kernel")?,
        initramfs: image_file(options, "initramfs")?,
        root: image_file(options, "rootfs.img")?,
        data,
        extra: extra::make(options, dir)?,
        qmp: dir.join("qmp"),
        agent: dir.join("agent"),
    })
}

fn environment(xvfb: Option<&Xvfb>) -> Vec<(&'static str, String)> {
    // The guest has no sound, and a host without a sound card would make SDL complain.
    let mut environment = vec![("SDL_AUDIODRIVER", "dummy".to_owned())];
    if let Some(xvfb) = xvfb {
        environment.push(("DISPLAY", xvfb.display().to_owned()));
        environment.push(("SDL_VIDEODRIVER", "x11".to_owned()));
    }
    environment
}

fn connect(path: &Path, qemu: &mut Guarded) -> Result<UnixStream> {
    wait_for(QEMU_START_TIME_MAX, "QEMU's sockets", || {
        if let Ok(socket) = UnixStream::connect(path) {
            return Ok(Some(socket));
        }
        match qemu.ended() {
            Some(end) => Err(Error::QemuGone { message: end.message }),
            None => Ok(None),
        }
    })
}
