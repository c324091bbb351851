//! One emulated stick: started, looked at, and gone when dropped. Its remote and its shell are in
//! files of their own.

mod guest;
mod remote;

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ferrule_board::Board;
use serde_json::json;

use crate::agent::Agent;
use crate::console::Console;
use crate::error::{Error, Result};
use crate::extra;
use crate::options::{BootOptions, DataDisk, Gpu, Screen};
use crate::permit::Permit;
use crate::picture::Picture;
use crate::process::Guarded;
use crate::qemu::{self, Paths};
use crate::qmp::Qmp;
use crate::wait::{BOOT_TIME_MAX, POLL_PERIOD, wait_for};
use crate::workdir::WorkDir;
use crate::xvfb::Xvfb;

/// The emulator's sockets exist within this time, or it has hung.
const QEMU_START_TIME_MAX: Duration = Duration::from_secs(30);

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
    _permit: Permit,
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
        let permit = Permit::acquire();
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
        let mut stick = Self { qmp, agent, qemu, console, xvfb, dir, board, options, _permit: permit };
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
