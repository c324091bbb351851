//! A real ext4 on a block device whose writes are logged: `qemu-storage-daemon` exports it by FUSE, a loop device makes a
//! block device of it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Bytes of the partition. Small, since it is copied for each cut.
const DISK_BYTES: u64 = 8 * 1024 * 1024;
/// Bytes that the log may grow to.
const LOG_BYTES: u64 = 4 * 1024 * 1024 * 1024;
const UNMOUNT_DEADLINE: Duration = Duration::from_secs(20);
const EXPORT_DEADLINE: Duration = Duration::from_secs(20);

/// Runs a program to its end.
pub(crate) fn run(program: &str, arguments: &[&str]) -> Result<String, String> {
    let told = |cause: &dyn std::fmt::Display| format!("{program} {}: {cause}", arguments.join(" "));
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().map_err(|e| told(&e))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(told(&String::from_utf8_lossy(&output.stderr).trim()))
    }
}

/// What this machine lacks for these tests.
pub(crate) fn missing() -> Vec<String> {
    let mut missing = Vec::new();
    if !rustix::process::geteuid().is_root() {
        missing.push("root: mounting needs it; run the tests as root".to_owned());
    }
    for device in ["/dev/fuse", "/dev/loop-control"] {
        if let Err(cause) = File::options().read(true).write(true).open(device) {
            missing
                .push(format!("{device}: {cause}; load the kernel's module, or let the container have it"));
        }
    }
    for program in ["qemu-storage-daemon", "losetup", "mkfs.ext4", "mount", "umount"] {
        if let Err(cause) =
            Command::new(program).arg("--help").stdout(Stdio::null()).stderr(Stdio::null()).status()
        {
            missing.push(format!("{program}: {cause}; scripts/setup installs it"));
        }
    }
    missing
}

/// The mounted file system, torn down when dropped.
pub(crate) struct Rig {
    dir: PathBuf,
    daemon: Child,
    device: Option<String>,
    mounted: bool,
}

impl Rig {
    pub(crate) fn new(dir: &Path) -> Result<Self, String> {
        fs::create_dir_all(dir.join("mount")).map_err(|cause| cause.to_string())?;
        for (name, bytes) in [("disk", DISK_BYTES), ("log", LOG_BYTES), ("export", 0)] {
            let file = File::create(dir.join(name)).and_then(|file| file.set_len(bytes));
            file.map_err(|cause| format!("{name}: {cause}"))?;
        }
        let daemon = Command::new("qemu-storage-daemon")
            .current_dir(dir)
            .args(["--blockdev", "file,node-name=disk,filename=disk"])
            .args(["--blockdev", "file,node-name=log,filename=log"])
            .args(["--blockdev", "blklogwrites,node-name=logged,file=disk,log=log,log-sector-size=512"])
            .args(["--export", "fuse,id=export,node-name=logged,mountpoint=export,writable=on"])
            .stdin(Stdio::null())
            .spawn()
            .map_err(|cause| format!("qemu-storage-daemon: {cause}"))?;
        let mut rig = Self { dir: dir.into(), daemon, device: None, mounted: false };
        rig.wait_for_export()?;
        let device = run("losetup", &["--find", "--show", &rig.path("export")])?;
        rig.device = Some(device.clone());
        run(
            "mkfs.ext4",
            &["-q", "-F", "-m", "0", "-b", "1024", "-E", "nodiscard,lazy_itable_init=0", &device],
        )?;
        run("mount", &["-t", "ext4", "-o", "noatime", &device, &rig.path("mount")])?;
        rig.mounted = true;
        run("sync", &["--file-system", &rig.path("mount")])?;
        Ok(rig)
    }

    fn wait_for_export(&mut self) -> Result<(), String> {
        let began = Instant::now();
        while fs::metadata(self.path("export")).map_or(0, |meta| meta.len()) != DISK_BYTES {
            if let Ok(Some(status)) = self.daemon.try_wait() {
                return Err(format!("qemu-storage-daemon ended with {status}"));
            }
            if began.elapsed() > EXPORT_DEADLINE {
                return Err("qemu-storage-daemon does not export the disk by FUSE".into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    fn path(&self, name: &str) -> String {
        self.dir.join(name).to_string_lossy().into_owned()
    }

    pub(crate) fn mount_point(&self) -> PathBuf {
        self.dir.join("mount")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.dir.join("log")
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        if self.mounted {
            let _ = run("umount", &[&self.path("mount")]);
        }
        if let Some(device) = &self.device {
            let _ = run("losetup", &["--detach", device]);
        }
        let _ = run("umount", &[&self.path("export")]);
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// An image of the disk in which a logged life is played back, and a copy of it that is mounted as after a loss of power.
pub(crate) struct Playback {
    pub(crate) image: File,
    image_path: PathBuf,
    copy: PathBuf,
    mount: PathBuf,
}

impl Playback {
    pub(crate) fn new(dir: &Path) -> Result<Self, String> {
        let mount = dir.join("mount");
        fs::create_dir_all(&mount).map_err(|cause| cause.to_string())?;
        let (image_path, copy) = (dir.join("image"), dir.join("copy"));
        let image = File::create(&image_path).and_then(|file| file.set_len(DISK_BYTES).map(|()| file));
        Ok(Self { image: image.map_err(|cause| cause.to_string())?, image_path, copy, mount })
    }

    /// Mounts the disk as it is now, in a copy, and looks at it.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Path) -> T) -> Result<T, String> {
        fs::copy(&self.image_path, &self.copy).map_err(|cause| cause.to_string())?;
        let (copy, mount) = (self.copy.to_string_lossy(), self.mount.to_string_lossy());
        run("mount", &["-t", "ext4", "-o", "loop,noatime", &copy, &mount])?;
        let seen = look(&self.mount);
        let began = Instant::now();
        // The programs of other threads have our descriptors between their fork and exec.
        while let Err(why) = run("umount", &[&mount]) {
            if began.elapsed() > UNMOUNT_DEADLINE {
                return Err(why);
            }
        }
        Ok(seen)
    }
}

impl Drop for Playback {
    fn drop(&mut self) {
        // Only when looking at it panicked.
        let _ = run("umount", &["--quiet", &self.mount.to_string_lossy()]);
    }
}
