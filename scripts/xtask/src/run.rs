//! `xtask run`: a board in QEMU, in a window to play with or hidden for a screenshot.

mod options;
mod update;

use std::path::Path;
use std::process::ExitCode;

use ferrule_harness::{BOOT_TIME_MAX, BootOptions, REACTION_TIME_MAX, Screen, Stick};

use crate::error::Error;
use crate::progress::Progress;
use crate::{image, paths};
use options::RunOptions;

const HELP: &str = "\
Usage: scripts/run [BOARD] [OPTIONS]

Builds a board's image (default qemu-arm64), boots it in QEMU and runs the home app on it.
In a window where DISPLAY names an X server; close the window to stop. Without one, or with --headless or
--screenshot, it presses the keys, waits until the picture is at rest, writes the screenshot and stops.

Options:
  --headless            no window
  --gpu virgl|software  who draws: the host's GL [virgl], or the emulated processor
  --engine wasm|js      which engine runs [the one that the bundle's manifest names]
  --keys \"KEY ...\"      keys of the remote to press once the home screen stands: up down left right ok back
                        home menu play-pause volume-up volume-down mute power
  --screenshot FILE     where to write the PNG [out/BOARD/screenshot.png]
  --app DIR             run the bundle in DIR in place of the image's
  --update-from DIR|URL show an update: the app in the image, then that of DIR (a bundle, which is published with the
                        development keys, or a published tree) or of the tree at URL (this machine is 10.0.2.2), then
                        the way back when it is killed again and again. Pictures go to out/BOARD/update-1.png and on
  --for SECONDS         stop after that long; headless: look at the picture then, at rest or not
  --help

In the window the arrow keys, Enter (ok), Escape (back), Home and Menu are the remote.
Exit codes: 0 done, 1 failed, 2 wrong usage.
";

/// `xtask run`.
pub(crate) fn main(args: lexopt::Parser) -> Result<ExitCode, Error> {
    let Some(options) = options::parse(args)? else {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    };
    options.check_app()?;
    let progress = Progress::new();
    image::make(&options.board)?;
    if let Some(origin) = &options.update_from {
        update::show(&options, origin, &progress)?;
    } else if options.headless {
        headless(&options, &progress)?;
    } else if options::has_display() {
        window(&options, &progress)?;
    } else {
        progress.step("no window can be opened, since DISPLAY is not set: running headless");
        headless(&options, &progress)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn boot(options: &RunOptions, screen: Screen, progress: &Progress) -> Result<Stick, Error> {
    let mut boot = BootOptions::new(&options.board, &paths::root().join("out"));
    boot.gpu = options.gpu;
    boot.engine = options.engine;
    boot.app = options.app.clone();
    boot.screen = screen;
    boot.echo_console = screen == Screen::Window;
    progress.step(&format!("booting {} in QEMU ({})", options.board, options.gpu.name()));
    Ok(Stick::boot(boot)?)
}

fn window(options: &RunOptions, progress: &Progress) -> Result<(), Error> {
    let mut stick = boot(options, Screen::Window, progress)?;
    if !options.keys.is_empty() {
        stick.wait_at_rest(BOOT_TIME_MAX)?;
        progress.step(&format!("pressing {}", options.keys));
        stick.press(&options.keys)?;
    }
    progress.step("running; close the window to stop");
    stick.wait_closed(options.limit)?;
    stick.console().check()?;
    Ok(())
}

fn headless(options: &RunOptions, progress: &Progress) -> Result<(), Error> {
    let mut stick = boot(options, Screen::Hidden, progress)?;
    let has_keys = !options.keys.is_empty();
    if has_keys || options.limit.is_none() {
        progress.step("waiting for the home screen");
        stick.wait_at_rest(BOOT_TIME_MAX)?;
    }
    if has_keys {
        progress.step(&format!("pressing {}", options.keys));
        stick.press(&options.keys)?;
    }
    if options.limit.is_some() {
        stick.wait_closed(options.limit)?;
    } else if has_keys {
        stick.wait_at_rest(REACTION_TIME_MAX)?;
    }
    let default = paths::out(&options.board).join("screenshot.png");
    let file: &Path = options.screenshot.as_deref().unwrap_or(&default);
    stick.screenshot()?.write(file)?;
    progress.step("done");
    println!("{}", file.display());
    stick.finish()?;
    Ok(())
}
