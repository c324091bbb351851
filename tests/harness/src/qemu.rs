//! The emulator's command line: a pure function of the board, the options and the paths.

use std::path::{Path, PathBuf};

use ferrule_board::{Board, Qemu};

use crate::agent::AGENT_PORT;
use crate::options::{BootOptions, Gpu, Screen};

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
        line.pair("-device", device);
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
    screen(&mut line, qemu, options);
    line.0
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
    if options.icount {
        line.pair("-smp", 1);
        line.pair("-icount", &qemu.icount);
    } else {
        line.pair("-smp", qemu.smp);
    }
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
    words.extend(options.extra_cmdline.iter().cloned());
    words.join(" ")
}

fn disk(line: &mut Line, qemu: &Qemu, name: &str, file: &Path, mode: &str) {
    let file = file.display();
    line.pair("-drive", format!("if=none,id={name},format=raw,file={file}{mode}"));
    line.pair("-device", format!("virtio-blk-{},drive={name},serial={name}", qemu.transport));
}

fn screen(line: &mut Line, qemu: &Qemu, options: &BootOptions) {
    let devices = match options.gpu {
        Gpu::Virgl => &qemu.gpu_virgl,
        Gpu::Software => &qemu.gpu_software,
    };
    for device in devices {
        line.pair("-device", device);
    }
    let display = match (options.screen, options.gpu) {
        (_, Gpu::Virgl) => "sdl,gl=on,show-cursor=off",
        (Screen::Window, Gpu::Software) => "sdl,show-cursor=off",
        (Screen::Hidden, Gpu::Software) => "none",
    };
    line.pair("-display", display);
}
