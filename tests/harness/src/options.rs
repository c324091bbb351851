//! What a stick is started with.

use std::path::{Path, PathBuf};

use ferrule_abi::EngineKind;

/// Who draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gpu {
    /// The host, through virgl: a stick with a GPU of its own. Its picture is read from a private
    /// X server.
    #[default]
    Virgl,
    /// The guest's processor, with llvmpipe. Its picture is read with QMP's `screendump`.
    Software,
    /// Nobody: a machine without a display adapter. It has no picture.
    None,
}

impl Gpu {
    /// Those that draw, for command lines and for tests that run on each.
    pub const ALL: [Self; 2] = [Self::Virgl, Self::Software];

    /// The name on command lines and in file names.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Virgl => "virgl",
            Self::Software => "software",
            Self::None => "none",
        }
    }

    /// The GPU of this name, of those that draw.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gpu| gpu.name() == name)
    }
}

/// What the guest's clock follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    /// The host's time: as fast as the host can.
    #[default]
    Host,
    /// The modelled stick: one processor, one guest instruction is one guest nanosecond, and waits
    /// take no time. The measurement.
    Modelled,
    /// The modelled stick whose waits take the host's time: for what has deadlines in guest time
    /// and waits for a network or a GPU, which the model would let leap.
    ModelledWaits,
}

/// Where the emulator's window goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    /// Nowhere a person sees it; pictures are read by the harness.
    #[default]
    Hidden,
    /// On the user's display. [`crate::Stick::screenshot`] works with [`Gpu::Software`] only.
    Window,
}

/// The writable disk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DataDisk {
    /// A private copy of the image's, thrown away at the end.
    #[default]
    Fresh,
    /// This file, changed in place, for tests over several boots.
    Kept(PathBuf),
}

/// A program or file that travels on the `extra` disk, executable, beside the app and the agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraFile {
    /// The host's file.
    pub source: PathBuf,
    /// Its name under `/run/extra` in the guest.
    pub name: String,
}

/// The host as a guest with a network sees it.
pub const HOST_ADDRESS: &str = "10.0.2.2";

/// What a stick is started with. Make one with [`BootOptions::new`] and change fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootOptions {
    /// The board's name, for messages.
    pub board: String,
    /// The folder with the board's image, `out/<board>`.
    pub image_dir: PathBuf,
    /// Who draws.
    pub gpu: Gpu,
    /// What the guest's clock follows.
    pub clock: Clock,
    /// The engine to run; unless said, the one that the bundle's manifest names.
    pub engine: Option<EngineKind>,
    /// A bundle folder that replaces the factory app.
    pub app: Option<PathBuf>,
    /// Whether to start the tests' shell in the guest.
    pub agent: bool,
    /// Further files for the `extra` disk.
    pub extra_files: Vec<ExtraFile>,
    /// Words added to the kernel's command line.
    pub extra_cmdline: Vec<String>,
    /// The writable disk.
    pub data: DataDisk,
    /// Start with the display unplugged.
    pub connector_off: bool,
    /// Whether the machine has its keyboard from the start; if not, [`crate::Stick::plug_keyboard`]
    /// brings it.
    pub keyboard: bool,
    /// Whether the machine has a network card, on a network of the emulator's own: the guest gets 10.0.2.15 by DHCP, and servers
    /// on this host's loopback are at [`HOST_ADDRESS`].
    pub network: bool,
    /// Where the window goes.
    pub screen: Screen,
    /// Copy the console to standard output.
    pub echo_console: bool,
}

impl BootOptions {
    /// A hidden stick with virgl, an agent and a fresh data disk, from the image in
    /// `<out>/<board>`.
    #[must_use]
    pub fn new(board: &str, out: &Path) -> Self {
        Self {
            board: board.to_owned(),
            image_dir: out.join(board),
            gpu: Gpu::Virgl,
            clock: Clock::Host,
            engine: None,
            app: None,
            agent: true,
            extra_files: Vec::new(),
            extra_cmdline: Vec::new(),
            data: DataDisk::Fresh,
            connector_off: false,
            keyboard: true,
            network: false,
            screen: Screen::Hidden,
            echo_console: false,
        }
    }

    /// Whether the stick gets an `extra` disk.
    pub(crate) fn has_extra(&self) -> bool {
        self.agent || self.app.is_some() || !self.extra_files.is_empty()
    }
}
