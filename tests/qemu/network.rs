//! The image's network: it comes up by itself, also on a card that is plugged in later, files come through it, and nothing in the image
//! listens. HTTPS is tested with the updates.

use ferrule_harness::{BOOT_TIME_MAX, BootOptions, Gpu, Result, Server, Stick};
use serde_json::json;

use crate::support::{ARM64, ARMV7, TemporaryFolder, options};

/// More than a few packets.
const FILE_BYTES: usize = 300_000;
/// What init says of the emulator's own network.
const ONLINE: &str = "info network: eth0 has 10.0.2.15, router 10.0.2.2, name servers 10.0.2.3";
/// Prints the sockets that wait for someone to call: TCP in state "listen", and bound UDP.
const LISTENERS: &str = "awk '$4 == \"0A\"' /proc/net/tcp /proc/net/tcp6; \
                         awk '$4 == \"07\"' /proc/net/udp /proc/net/udp6";

/// A stick without a display adapter: nothing here needs a picture.
fn boot(board: &str, network: bool, keyboard: bool) -> Result<Stick> {
    Stick::boot(BootOptions { network, keyboard, gpu: Gpu::None, ..options(board) })
}

fn files_come_from_a_server(board: &str) -> Result<()> {
    let folder = TemporaryFolder::new();
    std::fs::create_dir_all(&folder.0).expect("a temporary folder");
    std::fs::write(folder.0.join("file"), vec![7; FILE_BYTES]).expect("a temporary file");
    let server = Server::http(&folder.0)?;
    let mut stick = boot(board, true, true)?;
    stick.console().wait_line(BOOT_TIME_MAX, ONLINE)?;
    assert_eq!(stick.shell_ok("cat /etc/resolv.conf")?, "nameserver 10.0.2.3");
    let bytes = stick.shell_ok(&format!("wget -q -O - {}file | wc -c", server.guest_url()))?;
    assert_eq!(bytes, FILE_BYTES.to_string());
    assert_eq!(server.requests().len(), 1);
    assert_eq!(stick.shell_ok(LISTENERS)?, "");
    stick.finish()
}

#[test]
fn files_come_from_a_server_on_arm64() -> Result<()> {
    files_come_from_a_server(ARM64)
}

#[test]
fn files_come_from_a_server_on_armv7() -> Result<()> {
    files_come_from_a_server(ARMV7)
}

#[test]
fn a_card_that_is_plugged_in_later_is_used() -> Result<()> {
    let mut stick = boot(ARM64, false, false)?;
    // Init has looked for a card, found none, and waits for the kernel's report of one.
    stick.shell_ok("until pidof uevent; do usleep 100000; done; sleep 3")?;
    assert_eq!(stick.shell_ok("cat /proc/net/route | wc -l")?, "1", "there is a route already");
    stick.qmp().execute("netdev_add", json!({"type": "user", "id": "net"}))?;
    let card = json!({"driver": "virtio-net-pci", "netdev": "net", "romfile": "", "bus": "plug"});
    stick.qmp().execute("device_add", card)?;
    stick.console().wait_line(BOOT_TIME_MAX, ONLINE)?;
    stick.finish()
}
