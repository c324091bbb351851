//! The shape of a resolved board. Every table refuses unknown fields; the same types read TOML (through [`crate::load`]) and
//! JSON (on the device).

use crate::update::Update;
use crate::values::{Mode, bounded, keymap};
use ferrule_abi::RemoteKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One stick, with everything inherited already merged in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// The folder's name under `board/`. Not a field of the file: the loader sets it.
    pub name: String,
    /// What a person would call it, for messages and `ferrule probe`.
    pub description: String,
    /// The processor's instruction set.
    pub architecture: Architecture,
    /// Kernel, modules and command line.
    pub kernel: Kernel,
    /// The GL driver's files.
    pub gpu: Gpu,
    /// What else the read-only root file system takes from Debian packages.
    pub rootfs: Rootfs,
    /// The fonts to ship.
    pub fonts: Fonts,
    /// Connector, mode and the size the user interface is laid out in.
    pub display: Display,
    /// How decoded images are kept.
    #[serde(default)]
    pub images: Images,
    /// Evdev key code → key of the remote. In board files the code is a name (`KEY_UP`) or a number in quotes.
    #[serde(with = "keymap")]
    pub keymap: BTreeMap<u16, RemoteKey>,
    /// Autorepeat of held keys.
    pub repeat: Repeat,
    /// The memory cap and what it is divided into.
    pub memory: Memory,
    /// Whose releases are installed, from where; `None` for a stick that never updates.
    pub update: Option<Update>,
    /// The emulated machine; `None` for real hardware.
    pub qemu: Option<Qemu>,
}

impl Board {
    /// Reads a resolved board, as the image builder wrote it.
    ///
    /// # Errors
    /// When the text is not JSON or not of this version's shape.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The resolved board as indented JSON with a stable field order.
    ///
    /// # Errors
    /// Never in practice: all keys are strings and all numbers are finite.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }
}

/// The two instruction sets Ferrule is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Architecture {
    /// 64-bit ARMv8-A.
    Arm64,
    /// 32-bit ARMv7-A with hard float.
    Armv7,
}

impl Architecture {
    /// Rust's target triple.
    #[must_use]
    pub fn rust_target(self) -> &'static str {
        match self {
            Self::Arm64 => "aarch64-unknown-linux-gnu",
            Self::Armv7 => "armv7-unknown-linux-gnueabihf",
        }
    }

    /// GNU triple: Debian's multiarch directory and the prefix of the cross compiler.
    #[must_use]
    pub fn gnu_triplet(self) -> &'static str {
        match self {
            Self::Arm64 => "aarch64-linux-gnu",
            Self::Armv7 => "arm-linux-gnueabihf",
        }
    }

    /// Debian's name of the architecture.
    #[must_use]
    pub fn debian(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::Armv7 => "armhf",
        }
    }
}

/// Compression of the initramfs; the kernel must be built to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compression {
    /// Read by every kernel.
    Gzip,
    /// Smaller and faster, where the kernel has it.
    Zstd,
}

/// Kernel, modules and command line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kernel {
    /// Debian package (or meta package) that brings the kernel.
    pub package: String,
    /// Modules to load at boot, in this order; what they depend on is found by the builder. A name may be followed by
    /// parameters after a blank (`drm_kms_helper fbdev_emulation=0`); it then stands before the modules that depend on it.
    pub modules: Vec<String>,
    /// Kernel command line, in order, without console and root.
    pub cmdline: Vec<String>,
    /// The kernel's console device, for example `ttyAMA0`.
    pub console: String,
    /// Compression of the initramfs.
    pub initramfs: Compression,
}

/// The GL driver's files. In paths, `{triplet}` stands for Debian's multiarch directory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gpu {
    /// Debian packages that bring the driver.
    pub packages: Vec<String>,
    /// Shared objects that are opened by name; what they link to is found by the builder.
    pub entry_points: Vec<String>,
    /// Data files the driver reads.
    pub data: Vec<String>,
}

/// What else the read-only root file system takes from Debian packages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rootfs {
    /// Debian packages the files come from.
    pub packages: Vec<String>,
    /// Files to take, by path in the package; programs bring the libraries they link to.
    pub files: Vec<String>,
    /// Size of the writable data partition in MiB (16 to 65536).
    #[serde(deserialize_with = "bounded::<16, 65536, _>")]
    pub data_mib: u32,
}

/// The fonts to ship.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fonts {
    /// Debian packages the fonts come from.
    pub packages: Vec<String>,
    /// Font files by path in the package, in order of fallback. They are installed to `/usr/share/ferrule/fonts/` by file name
    /// behind their rank.
    pub files: Vec<String>,
}

/// Connector, mode and the size the user interface is laid out in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Display {
    /// Width in pixels of the user interface (320 to 4096), scaled to the mode.
    #[serde(deserialize_with = "bounded::<320, 4096, _>")]
    pub ui_width: u32,
    /// Height in pixels of the user interface (240 to 4096).
    #[serde(deserialize_with = "bounded::<240, 4096, _>")]
    pub ui_height: u32,
    /// The mode to look for; `None` takes the one the display prefers. A display that lacks it gets its preferred mode.
    #[serde(default)]
    pub mode: Option<Mode>,
    /// Kinds of connector in order of preference, as the kernel names them (`HDMI-A`, `Virtual`). Others come after these.
    pub connectors: Vec<String>,
    /// How to talk to the display driver: `auto` (the default) or `legacy`.
    #[serde(default)]
    pub kms: KmsInterface,
}

/// How Ferrule talks to the kernel's display driver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KmsInterface {
    /// Atomic commits where the driver takes them, else the older calls.
    #[default]
    Auto,
    /// The older calls only, for drivers whose atomic commits are broken.
    Legacy,
}

/// How decoded images are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Images {
    /// Images without transparency: `rgb888` (the default) or `rgb565`. Others always have four bytes a pixel.
    #[serde(default)]
    pub opaque: OpaqueImages,
}

/// What a pixel of an image without transparency is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OpaqueImages {
    /// All that the file has, in four bytes, which is what GPUs read.
    #[default]
    Rgb888,
    /// Two bytes, dithered: half the texture memory and half the bytes to upload, for even ramps that are a little rough.
    Rgb565,
}

/// Autorepeat of held keys, made by Ferrule: the kernel's is ignored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// Milliseconds from the press to the first repeat (50 to 5000).
    #[serde(deserialize_with = "bounded::<50, 5000, _>")]
    pub delay_ms: u32,
    /// Milliseconds between the first repeats (16 to 2000).
    #[serde(deserialize_with = "bounded::<16, 2000, _>")]
    pub interval_ms: u32,
    /// Percent by which each repeat shortens the interval (0 to 50); 0 keeps it even.
    #[serde(deserialize_with = "bounded::<0, 50, _>")]
    pub acceleration_percent: u32,
    /// The shortest interval in milliseconds that acceleration reaches (16 to 2000).
    #[serde(deserialize_with = "bounded::<16, 2000, _>")]
    pub interval_min_ms: u32,
    /// Milliseconds after which a key without a release counts as released (1000 to 600000).
    #[serde(deserialize_with = "bounded::<1000, 600_000, _>")]
    pub stuck_timeout_ms: u32,
}

/// The memory cap and what it is divided into. The lines must fit under the cap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// All that Ferrule may take, in MiB (64 to 16384).
    #[serde(deserialize_with = "bounded::<64, 16384, _>")]
    pub cap_mib: u32,
    /// The parts.
    pub lines: MemoryLines,
}

/// The parts of the memory cap, each in MiB (1 to 16384).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemoryLines {
    /// Heap of the `ferrule` process without the lines below.
    #[serde(deserialize_with = "bounded::<1, 16384, _>")]
    pub native_heap_mib: u32,
    /// The engine: module, instance and linear memory.
    #[serde(deserialize_with = "bounded::<1, 16384, _>")]
    pub wasm_mib: u32,
    /// The whole `ferrule-app` process.
    #[serde(deserialize_with = "bounded::<1, 16384, _>")]
    pub app_process_mib: u32,
    /// Textures and the glyph atlas.
    #[serde(deserialize_with = "bounded::<1, 16384, _>")]
    pub textures_mib: u32,
    /// Buffers that are scanned out.
    #[serde(deserialize_with = "bounded::<1, 16384, _>")]
    pub framebuffers_mib: u32,
    /// Images while they are decoded.
    #[serde(deserialize_with = "bounded::<1, 16384, _>")]
    pub decode_mib: u32,
    /// The GL driver's own heap and code.
    #[serde(deserialize_with = "bounded::<1, 16384, _>")]
    pub gl_driver_mib: u32,
    /// Init, sockets, kernel objects that are charged to Ferrule.
    #[serde(deserialize_with = "bounded::<1, 16384, _>")]
    pub system_mib: u32,
}

impl MemoryLines {
    /// The sum of all lines in MiB.
    #[must_use]
    pub fn total_mib(&self) -> u32 {
        self.native_heap_mib
            + self.wasm_mib
            + self.app_process_mib
            + self.textures_mib
            + self.framebuffers_mib
            + self.decode_mib
            + self.gl_driver_mib
            + self.system_mib
    }
}

/// The emulated machine. A launcher runs `binary -machine .. -cpu .. -smp .. -m ..`, one `-device` for each entry of `devices`
/// and of the chosen GPU, `-append` with the kernel's command line and `cmdline`, and adds disks, display and monitors itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qemu {
    /// The program, for example `qemu-system-aarch64`.
    pub binary: String,
    /// Value of `-machine`.
    pub machine: String,
    /// Value of `-cpu`.
    pub cpu: String,
    /// Guest memory in MiB (128 to 16384).
    #[serde(deserialize_with = "bounded::<128, 16384, _>")]
    pub memory_mib: u32,
    /// Processors (1 to 8). The modelled stick (`icount`) always has one.
    #[serde(deserialize_with = "bounded::<1, 8, _>")]
    pub smp: u32,
    /// Values of `-device`: input, entropy, the virtio-serial bus. Disks and GPU are not among them.
    pub devices: Vec<String>,
    /// Values of `-device` for a GPU that draws on the host (`--gpu virgl`); needs a display with GL.
    pub gpu_virgl: Vec<String>,
    /// Values of `-device` for a plain framebuffer, drawn by the guest's processor (`--gpu software`).
    pub gpu_software: Vec<String>,
    /// The suffix of PCI or MMIO device names for disks and serial ports: `virtio-blk-<transport>`.
    pub transport: String,
    /// Further kernel command line for the emulated machine.
    pub cmdline: Vec<String>,
    /// Value of `-icount` for the modelled stick, with one processor, less its `sleep`.
    pub icount: String,
}
