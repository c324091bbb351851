//! What a bring-up engineer meets on a new stick: no display device, no remote, a GL driver that does not work, a mode
//! that the display lacks, a driver without atomic commits. Each gives one clear message, a documented exit code where
//! the process ends, and a picture wherever one is possible.

use ferrule_harness::{
    BOOT_TIME_MAX, BootOptions, Error, ExtraFile, Gpu, Picture, REACTION_TIME_MAX, Result, Stick, wait_for,
};
use serde_json::{Value, json};

use crate::connector::wait_connected;
use crate::support::{
    ARM64, TemporaryFolder, assert_golden, assert_same, boot_home, number, options, out, picture_at_rest,
};

/// Init's words for the fifth end within a minute, where no display device is there.
const RATE_LIMITED: &str = "ferrule ended with 11; restart 5 in 10 s";
/// What init says when it gives the app up.
const FACTORY_MARK: &str = "showing the factory screen";

#[test]
fn without_a_display_device_it_is_looked_for_again_and_again() -> Result<()> {
    let mut stick = Stick::boot(BootOptions { gpu: Gpu::None, ..options(ARM64) })?;
    let message = stick.console().wait_line(BOOT_TIME_MAX, "no display device: /dev/dri has no card")?;
    assert!(message.contains("load the display driver"), "no cure: {message}");
    stick.console().wait_line(REACTION_TIME_MAX, RATE_LIMITED)?;
    let state = stick.shell_ok("cd /run/supervise && cat last-exit restarts mode")?;
    assert_eq!(state, "11\n5\napp", "a factory screen has nothing to be shown on");
    assert_eq!(stick.console().find(FACTORY_MARK), None);
    assert_eq!(stick.console().find("login:"), None);
    stick.finish()
}

#[test]
fn a_removed_display_device_is_named_and_the_picture_returns_with_it() -> Result<()> {
    let mut stick = boot_home(options(ARM64))?;
    let home = stick.screenshot()?;
    let driver = "/sys/bus/virtio/drivers/virtio_gpu";
    let device = stick.shell_ok(&format!("cd {driver} && ls -d virtio*"))?;
    stick.shell_ok(&format!("echo {device} >{driver}/unbind"))?;
    stick.console().wait_line(REACTION_TIME_MAX, "the display device /dev/dri/card0 was removed")?;
    stick.console().wait_line(REACTION_TIME_MAX, "ferrule ended with 11")?;
    stick.shell_ok(&format!("echo {device} >{driver}/bind"))?;
    assert_same(&picture_at_rest(&mut stick)?, &home, "the home screen on the returned device");
    stick.finish()
}

#[test]
fn without_a_remote_the_home_screen_waits_for_one() -> Result<()> {
    let mut stick = boot_home(BootOptions { keyboard: false, ..options(ARM64) })?;
    stick.console().wait_line(REACTION_TIME_MAX, ": no remote: ")?;
    assert_golden(&stick.screenshot()?, "home", "no-remote")?;
    stick.plug_keyboard()?;
    stick.console().wait_line(REACTION_TIME_MAX, ": /dev/input/event0: ")?;
    press_right(&mut stick)?;
    assert_golden(&stick.screenshot()?, "home-right", "no-remote")?;
    stick.finish()
}

/// Presses `right` and waits for its effect to come to rest.
fn press_right(stick: &mut Stick) -> Result<Value> {
    stick.press("right")?;
    stick
        .wait_status(REACTION_TIME_MAX, "the key to arrive", |status| number(status, "/events/keys") == 1)?;
    stick.wait_at_rest(REACTION_TIME_MAX)
}

/// Boots with the image's board file, changed by `change`, in place of the one in the image.
fn with_board(change: impl FnOnce(&mut Value)) -> Result<Stick> {
    let source = out().join(ARM64).join("board.json");
    let text = std::fs::read_to_string(&source).expect("a built image has a board file");
    let mut board: Value = serde_json::from_str(&text).expect("the builder writes JSON");
    change(&mut board);
    let folder = TemporaryFolder::new();
    let file = folder.0.join("board.json");
    std::fs::create_dir_all(&folder.0)
        .and_then(|()| std::fs::write(&file, board.to_string()))
        .expect("writable");
    boot_home(BootOptions {
        extra_files: vec![ExtraFile { source: file, name: "board.json".into() }],
        extra_cmdline: vec!["ferrule.args=--board,/run/extra/board.json".into()],
        ..options(ARM64)
    })
}

#[test]
fn without_atomic_commits_and_without_the_boards_mode_there_is_a_picture() -> Result<()> {
    let mut stick = with_board(|board| {
        board["display"]["kms"] = json!("legacy");
        board["display"]["mode"] = json!("1234x567@60");
    })?;
    let warning = stick.console().wait_line(REACTION_TIME_MAX, "no usable mode 1234x567@60")?;
    assert!(warning.contains("warn kms") && warning.contains("1280x720"), "{warning}");
    let status = stick.status()?;
    assert_eq!(status["display"]["path"], "legacy", "{status}");
    assert_golden(&stick.screenshot()?, "home", "legacy")?;
    let moved = press_right(&mut stick)?;
    assert_golden(&stick.screenshot()?, "home-right", "legacy")?;
    let flips = number(&moved, "/frames/flips") - number(&status, "/frames/flips");
    let frames = number(&moved, "/frames/committed") - number(&status, "/frames/committed");
    assert!(frames > 0 && flips == frames, "{flips} flips for {frames} frames of the moving focus");
    stick.set_connector("off")?;
    wait_connected(&mut stick, false)?;
    stick.set_connector("detect")?;
    wait_connected(&mut stick, true)?;
    assert_golden(&picture_at_rest(&mut stick)?, "home-right", "legacy-replugged")?;
    assert_eq!(number(&stick.status()?, "/display/failed_commits"), 0);
    stick.finish()
}

#[test]
fn images_of_two_bytes_a_pixel_take_half_the_texture_memory() -> Result<()> {
    let image_bytes = |opaque: &str| -> Result<u64> {
        let mut stick = with_board(|board| board["images"] = json!({ "opaque": opaque }))?;
        assert_golden(&stick.screenshot()?, "home", &format!("opaque-{opaque}"))?;
        let status = press_right(&mut stick)?;
        assert_golden(&stick.screenshot()?, "home-right", &format!("opaque-{opaque}"))?;
        stick.finish()?;
        Ok(number(&status, "/textures/image_bytes"))
    };
    // All pictures of the home screen are opaque.
    let (whole, half) = (image_bytes("rgb888")?, image_bytes("rgb565")?);
    assert!(half > 0 && half * 2 == whole, "{half} bytes, and {whole} with four for a pixel");
    Ok(())
}

/// Waits for a status of the factory screen's process that `accept` likes. ([`Stick::wait_status`] gives up where the
/// app was given up.)
fn wait_factory(stick: &mut Stick, what: &str, accept: impl Fn(&Value) -> bool) -> Result<()> {
    wait_for(REACTION_TIME_MAX, what, || match stick.status() {
        Ok(status) => Ok(accept(&status).then_some(())),
        Err(Error::Guest { .. }) => Ok(None),
        Err(error) => Err(error),
    })
}

/// The picture of the factory screen's process, which was started after `killed_us`.
fn factory_picture(stick: &mut Stick, killed_us: u64) -> Result<Picture> {
    wait_factory(stick, "the factory screen", |status| {
        number(status, "/started_us") > killed_us && status["display"]["connected"] == true
    })?;
    stick.wait_still_picture(REACTION_TIME_MAX)
}

/// Kills the process and returns the guest's time before.
fn kill(stick: &mut Stick) -> Result<u64> {
    let now_us = number(&stick.status()?, "/now_us");
    stick.shell_ok("kill -9 $(pidof ferrule)")?;
    Ok(now_us)
}

#[test]
fn a_broken_gl_driver_ends_on_a_factory_screen_that_needs_none() -> Result<()> {
    let mut stick = boot_home(options(ARM64))?;
    stick.shell_ok("for f in /usr/lib/*/libEGL_mesa.so.0; do mount --bind /dev/null $f; done")?;
    let killed_us = kill(&mut stick)?;
    let message = stick.console().wait_line(REACTION_TIME_MAX, "ferrule: EGL failed")?;
    assert!(message.contains("EGL vendor library"), "no cure: {message}");
    stick.console().wait_line(REACTION_TIME_MAX, FACTORY_MARK)?;
    assert_eq!(stick.shell_ok("cd /run/supervise && cat last-exit mode")?, "13\nfactory");
    let factory = factory_picture(&mut stick, killed_us)?;
    assert_golden(&factory, "factory-13", "gl-driver")?;
    // It follows the plug like any other picture.
    for (plug, connected) in [("off", false), ("detect", true)] {
        stick.set_connector(plug)?;
        wait_factory(&mut stick, plug, |status| status["display"]["connected"] == connected)?;
    }
    assert_same(&stick.wait_still_picture(REACTION_TIME_MAX)?, &factory, "the factory screen replugged");
    // And it does without a board file and without fonts.
    stick.shell_ok("mkdir /run/empty && mount --bind /run/empty /usr/share/ferrule/fonts")?;
    stick.shell_ok("mount --bind /dev/null /etc/ferrule/board.json")?;
    let killed_us = kill(&mut stick)?;
    assert_golden(&factory_picture(&mut stick, killed_us)?, "factory-13-bare", "gl-driver")?;
    stick.finish()
}
