//! The emulator's command line: a pure function of the board, the options and the paths.

use std::path::{Path, PathBuf};

use ferrule_board::{Board, Qemu};

use crate::agent::AGENT_PORT;
use crate::options::{BootOptions, Clock, Gpu, Screen};

/// The bus that a keyboard can be plugged into while the machine runs.
pub(crate) const PLUG_BUS: &str = "plug";

/// Where a stick's files and sockets are.
#[derive(Debug)]
pub(crate) struct Paths {
    pub(crate) kernel: PathBuf,
    pub(crate) initramfs: PathBuf,
    pub(crate) root: PathBuf,
    pub(crate) data: PathBuf,
    pub(crate) extra: Option<PathBuf>,
    pub(crate) qmp: PathBuf,
    pub(crate) agent: PathBuf,
}

/// All arguments of the emulator.
pub(crate) fn arguments(board: &Board, qemu: &Qemu, options: &BootOptions, paths: &Paths) -> Vec<String> {
    let mut line = Line::default();
    machine(&mut line, qemu, options);
    line.pair("-kernel", paths.kernel.display());
    line.pair("-initrd", paths.initramfs.display());
    line.pair("-append", cmdline(board, qemu, options));
    for device in &qemu.devices {
        if options.keyboard || !is_keyboard(device) {
            line.pair("-device", device);
        }
    }
    if !options.keyboard {
        // The machine's own bus takes no devices while it runs.
        line.pair("-device", format!("pcie-root-port,id={PLUG_BUS},chassis=1"));
    }
    disk(&mut line, qemu, "root", &paths.root, ",readonly=on");
    disk(&mut line, qemu, "data", &paths.data, "");
    if let Some(extra) = &paths.extra {
        disk(&mut line, qemu, "extra", extra, ",readonly=on");
    }
    line.pair("-qmp", format!("unix:{},server=on,wait=off", paths.qmp.display()));
    line.pair("-chardev", "stdio,id=console,signal=off");
    line.pair("-serial", "chardev:console");
    if options.agent {
        let socket = paths.agent.display();
        line.pair("-chardev", format!("socket,id=agent,path={socket},server=on,wait=off"));
        line.pair("-device", format!("virtserialport,chardev=agent,name={AGENT_PORT}"));
    }
    if options.network {
        line.pair("-netdev", "user,id=net");
        // Nobody boots from the card, so its boot program is left out.
        line.pair("-device", format!("virtio-net-{},netdev=net,romfile=", qemu.transport));
    }
    screen(&mut line, qemu, options);
    line.0
}

/// Whether a board's device is the keyboard.
pub(crate) fn is_keyboard(device: &str) -> bool {
    device.starts_with("virtio-keyboard")
}

#[derive(Default)]
struct Line(Vec<String>);

impl Line {
    fn flag(&mut self, name: &str) {
        self.0.push(name.to_owned());
    }

    fn pair(&mut self, name: &str, value: impl ToString) {
        self.0.push(name.to_owned());
        self.0.push(value.to_string());
    }
}

fn machine(line: &mut Line, qemu: &Qemu, options: &BootOptions) {
    line.flag("-nodefaults");
    line.flag("-no-user-config");
    line.flag("-no-reboot");
    line.pair("-machine", &qemu.machine);
    line.pair("-cpu", &qemu.cpu);
    line.pair("-m", qemu.memory_mib);
    let sleep = match options.clock {
        Clock::Host => return line.pair("-smp", qemu.smp),
        Clock::Modelled => "off",
        Clock::ModelledWaits => "on",
    };
    line.pair("-smp", 1);
    line.pair("-icount", format!("{},sleep={sleep}", qemu.icount));
}

fn cmdline(board: &Board, qemu: &Qemu, options: &BootOptions) -> String {
    let mut words = vec![format!("console={}", board.kernel.console)];
    words.extend(board.kernel.cmdline.iter().cloned());
    words.extend(qemu.cmdline.iter().cloned());
    if options.has_extra() {
        words.push("ferrule.extra=1".into());
    }
    if options.connector_off {
        // The kernel's own switch: the connector starts forced to "disconnected".
        words.push("video=Virtual-1:d".into());
    }
    if let Some(engine) = options.engine {
        words.push(format!("ferrule.engine={}", engine.name()));
    }
    words.extend(options.extra_cmdline.iter().cloned());
    words.join(" ")
}

fn disk(line: &mut Line, qemu: &Qemu, name: &str, file: &Path, mode: &str) {
    let file = file.display();
    line.pair("-drive", format!("if=none,id={name},format=raw,file={file}{mode}"));
    line.pair("-device", format!("virtio-blk-{},drive={name},serial={name}", qemu.transport));
}

fn screen(line: &mut Line, qemu: &Qemu, options: &BootOptions) {
    let devices: &[String] = match options.gpu {
        Gpu::Virgl => &qemu.gpu_virgl,
        Gpu::Software => &qemu.gpu_software,
        Gpu::None => &[],
    };
    for device in devices {
        line.pair("-device", device);
    }
    let display = match (options.screen, options.gpu) {
        (_, Gpu::Virgl) => "sdl,gl=on,show-cursor=off",
        (Screen::Window, Gpu::Software) => "sdl,show-cursor=off",
        (Screen::Hidden, Gpu::Software) | (_, Gpu::None) => "none",
    };
    line.pair("-display", display);
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::options::DataDisk;

    /// The boards of this checkout that can be emulated.
    pub(crate) fn emulated_boards() -> Vec<Board> {
        let boards = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../board");
        ["qemu-arm64", "qemu-armv7"].map(|name| ferrule_board::load(&boards, name).unwrap()).into()
    }

    fn line(board: &Board, change: impl FnOnce(&mut BootOptions)) -> String {
        let mut options = BootOptions::new(&board.name, Path::new("out"));
        options.data = DataDisk::Fresh;
        change(&mut options);
        let extra = options.has_extra().then(|| "x.img".into());
        let [kernel, initramfs, root, data, qmp, agent] = ["k", "i", "r", "d", "q", "a"].map(PathBuf::from);
        let paths = Paths { kernel, initramfs, root, data, extra, qmp, agent };
        arguments(board, board.qemu.as_ref().unwrap(), &options, &paths).join(" ")
    }

    #[test]
    fn disks_are_found_by_serial_and_the_root_cannot_change() {
        for board in emulated_boards() {
            let line = line(&board, |_| {});
            for part in
                ["file=r,readonly=on", "drive=root,serial=root", "drive=data,serial=data", "serial=extra"]
            {
                assert!(line.contains(part), "{part} in {line}");
            }
            assert!(line.contains("ferrule.extra=1") && line.contains("name=ferrule.agent"), "{line}");
            assert!(line.contains(&format!("console={}", board.kernel.console)), "{line}");
        }
    }

    #[test]
    fn without_agent_and_app_the_image_is_alone() {
        for board in emulated_boards() {
            let line = line(&board, |options| options.agent = false);
            assert!(!line.contains("extra") && !line.contains("ferrule.agent"), "{line}");
        }
    }

    #[test]
    fn the_modelled_stick_has_one_processor() {
        for board in emulated_boards() {
            for (clock, sleep) in [(Clock::Modelled, "off"), (Clock::ModelledWaits, "on")] {
                let line = line(&board, |options| options.clock = clock);
                assert!(line.contains(&format!("-smp 1 -icount shift=0,sleep={sleep}")), "{line}");
            }
        }
    }

    #[test]
    fn each_gpu_has_its_device_and_display() {
        let board = &emulated_boards()[0];
        let virgl = line(board, |options| options.gpu = Gpu::Virgl);
        assert!(virgl.contains("virtio-gpu-gl-pci") && virgl.contains("gl=on"), "{virgl}");
        let software = line(board, |options| options.gpu = Gpu::Software);
        assert!(software.contains("virtio-gpu-pci") && software.contains("-display none"), "{software}");
    }

    #[test]
    fn parts_that_are_not_wanted_are_left_out() {
        let board = &emulated_boards()[0];
        let blind = line(board, |options| options.gpu = Gpu::None);
        assert!(!blind.contains("gpu") && blind.contains("-display none"), "{blind}");
        let deaf = line(board, |options| options.keyboard = false);
        assert!(!deaf.contains("keyboard") && deaf.contains("pcie-root-port,id=plug"), "{deaf}");
    }

    #[test]
    fn only_who_asks_has_a_network() {
        for board in emulated_boards() {
            let alone = line(&board, |_| {});
            assert!(alone.contains("-nodefaults") && !alone.contains("net"), "{alone}");
            let online = line(&board, |options| options.network = true);
            assert!(online.contains("-netdev user,id=net -device virtio-net-pci,netdev=net"), "{online}");
        }
    }

    #[test]
    fn an_unplugged_start_is_the_kernels_own_switch() {
        let board = &emulated_boards()[0];
        let line = line(board, |options| options.connector_off = true);
        assert!(line.contains("video=Virtual-1:d"), "{line}");
    }
}
