//! `--update-from`: an update from the image's app to another release, and back, for people to watch.

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ferrule_bundle_tool::{Change, Plan, Publisher};
use ferrule_harness::{BOOT_TIME_MAX, BootOptions, Clock, Gpu, REACTION_TIME_MAX, Screen, Server, Stick};
use serde_json::Value;

use super::options::{self, Origin, RunOptions};
use crate::error::Error;
use crate::paths;
use crate::progress::Progress;

/// For the download of a whole release by an emulated stick.
const INSTALL_TIME_MAX: Duration = Duration::from_secs(300);
/// Starts that a release on trial has.
const TRIES: usize = 3;
/// What the stick says of a check that brought a release.
const READY: &str = "is ready";
/// Lines of the console that are shown when it fails.
const CONSOLE_LINES: usize = 30;
/// How long the announcement of the release is good.
const ANNOUNCED_SECONDS: u64 = 86_400;

/// Shows the update.
pub(super) fn show(options: &RunOptions, origin: &Origin, progress: &Progress) -> Result<(), Error> {
    let shop = Shop::open(options, origin)?;
    let mut show = Show { stick: shop.boot(options, progress)?, options, progress, pictures: 0 };
    let before = show.wait("the app in the image", |_| true)?;
    show.picture(&before)?;
    shop.publish(progress)?;
    show.install()?;
    progress.step("starting Ferrule anew");
    show.kill()?;
    let installed = show.wait_new(slot(&before))?;
    show.picture(&installed)?;
    if installed["release"]["trial"] == true {
        show.roll_back(&installed)?;
    } else {
        progress.step("it has proved good by now: kills do not take it back any more");
    }
    show.end()
}

/// Where the stick gets the release.
struct Shop {
    url: String,
    /// Ends with the value.
    _server: Option<Server>,
    /// What is published once the stick is up.
    goods: Option<(Publisher, PathBuf)>,
}

impl Shop {
    fn open(options: &RunOptions, origin: &Origin) -> Result<Self, Error> {
        match origin {
            Origin::Server(url) => Ok(Self { url: url.clone(), _server: None, goods: None }),
            Origin::Tree(dir) => Self::serve(dir.clone(), None),
            Origin::Bundle(bundle) => {
                let tree = paths::out(&options.board).join("published");
                paths::remove_dir(&tree)?;
                let publisher = Publisher::open(&tree, &paths::boards().join("dev-keys"))?;
                Self::serve(tree, Some((publisher, bundle.clone())))
            }
        }
    }

    fn serve(tree: PathBuf, goods: Option<(Publisher, PathBuf)>) -> Result<Self, Error> {
        let server = Server::http(&tree)?;
        Ok(Self { url: server.guest_url(), _server: Some(server), goods })
    }

    fn boot(&self, options: &RunOptions, progress: &Progress) -> Result<Stick, Error> {
        let window = !options.headless && options::has_display();
        let mut boot = BootOptions::new(&options.board, &paths::root().join("out"));
        boot.gpu = options.gpu;
        boot.engine = options.engine;
        boot.network = true;
        // A release on trial has seconds to show a picture, which must be the stick's and not a busy host's.
        boot.clock = Clock::ModelledWaits;
        boot.screen = if window { Screen::Window } else { Screen::Hidden };
        boot.echo_console = window;
        boot.extra_cmdline.push(format!("ferrule.args=--server,{}", self.url));
        progress.step(&format!(
            "booting {} in QEMU, with a network; it updates from {}",
            options.board, self.url
        ));
        Ok(Stick::boot(boot)?)
    }

    fn publish(&self, progress: &Progress) -> Result<(), Error> {
        let Some((publisher, bundle)) = &self.goods else { return Ok(()) };
        progress.step(&format!("publishing {}", bundle.display()));
        let plan = Plan::read(&paths::boards().join("dev-keys/release.toml"))?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let made = publisher.release(bundle, &plan, now)?;
        publisher.announce(Change::Release(made.number), now, ANNOUNCED_SECONDS)?;
        progress.step(&format!(
            "release {} ({}): {} files in {} chunks, {} bytes as stored",
            made.number, made.version, made.files, made.chunks, made.stored_bytes
        ));
        Ok(())
    }
}

/// The stick on its way.
struct Show<'a> {
    stick: Stick,
    options: &'a RunOptions,
    progress: &'a Progress,
    pictures: usize,
}

impl Show<'_> {
    /// Waits for a picture at rest of what is wanted.
    fn wait(&mut self, what: &str, accept: impl FnMut(&Value) -> bool) -> Result<Value, Error> {
        self.progress.step(&format!("waiting for {what}"));
        self.stick.wait_status(BOOT_TIME_MAX, what, accept)?;
        Ok(self.stick.wait_at_rest(REACTION_TIME_MAX)?)
    }

    /// Waits for a picture at rest of the new release; notices when the stick gives it up before.
    fn wait_new(&mut self, old: &str) -> Result<Value, Error> {
        self.progress.step("waiting for the new release");
        let mut started = false;
        self.stick.wait_status(BOOT_TIME_MAX, "the new release", |status| {
            let new = slot(status) != old;
            started |= new;
            if new { status["app"]["state"] == "presenting" } else { started }
        })?;
        let status = self.stick.wait_at_rest(REACTION_TIME_MAX)?;
        if slot(&status) != old {
            return Ok(status);
        }
        let console = self.stick.console().tail(CONSOLE_LINES);
        Err(Error::Update(format!("the stick has given the new release up; its console ends:\n{console}")))
    }

    /// Says what runs, and writes its picture where it can be read.
    fn picture(&mut self, status: &Value) -> Result<(), Error> {
        self.progress.step(&format!("on screen: {}", describe(status)));
        let window = !self.options.headless && options::has_display();
        if window && self.options.gpu == Gpu::Virgl {
            return Ok(());
        }
        self.pictures += 1;
        let file = paths::out(&self.options.board).join(format!("update-{}.png", self.pictures));
        self.stick.screenshot()?.write(&file)?;
        println!("{}", file.display());
        Ok(())
    }

    /// Has the stick look for the release, and waits until it is in a slot.
    fn install(&mut self) -> Result<(), Error> {
        let before = checks(&self.stick.status()?);
        self.stick.shell_ok("/usr/bin/ferrule update")?;
        self.progress.step("the stick looks for a newer release");
        // One that was under way already may have come too early; the one after it has not.
        let came = self.stick.wait_status(INSTALL_TIME_MAX, "the check for a newer release", |status| {
            outcome(status).contains(READY) || checks(status) > before + 1
        })?;
        let outcome = outcome(&came);
        self.progress.step(outcome);
        if outcome.contains(READY) {
            return Ok(());
        }
        Err(Error::Update(format!("the stick installed nothing: {outcome}")))
    }

    fn kill(&mut self) -> Result<(), Error> {
        Ok(self.stick.shell_ok("kill -9 $(pidof ferrule)").map(drop)?)
    }

    /// Kills the release on trial until the stick gives it up.
    fn roll_back(&mut self, installed: &Value) -> Result<(), Error> {
        for kill in 1..=TRIES {
            self.progress.step(&format!("killing Ferrule, {kill} of {TRIES}"));
            let started = self.stick.status()?["started_us"].clone();
            self.kill()?;
            let status = self.stick.wait_status(REACTION_TIME_MAX, "Ferrule to come back", |status| {
                status["started_us"] != started
            })?;
            if slot(&status) != slot(installed) {
                let back = self.wait("the release from before", |_| true)?;
                return self.picture(&back);
            }
        }
        Err(Error::Update(format!("the release on trial survived {TRIES} kills")))
    }

    /// In a window, stays until it is closed.
    fn end(mut self) -> Result<(), Error> {
        if !self.options.headless && options::has_display() {
            self.progress.step("running; close the window to stop");
            self.stick.wait_closed(self.options.limit)?;
            return Ok(self.stick.console().check()?);
        }
        self.progress.step("done");
        Ok(self.stick.finish()?)
    }
}

fn slot(status: &Value) -> &str {
    status["release"]["slot"].as_str().unwrap_or_default()
}

fn outcome(status: &Value) -> &str {
    status["release"]["last_check"].as_str().unwrap_or_default()
}

fn checks(status: &Value) -> u64 {
    status["release"]["checks"].as_u64().unwrap_or(0)
}

fn describe(status: &Value) -> String {
    let release = &status["release"];
    match slot(status) {
        "factory" => "the app in the image".to_owned(),
        slot => format!(
            "release {} ({}) from slot {slot}{}",
            release["number"],
            release["version"].as_str().unwrap_or_default(),
            if release["trial"] == true { ", on trial" } else { "" }
        ),
    }
}
