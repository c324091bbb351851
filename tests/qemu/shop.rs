//! A server with releases, published with the tool and the development keys, and sticks that ask it.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use ferrule_bundle_tool::{Change, Plan, Publisher};
use ferrule_harness::{
    Authority, BOOT_TIME_MAX, BootOptions, Clock, ExtraFile, REACTION_TIME_MAX, Result, Server, Stick,
    Validity,
};
use serde_json::Value;

use crate::support::{TemporaryFolder, changed_bundle, options, root};

/// How long what is announced is good, seconds.
const ANNOUNCED_SECONDS: u64 = 86_400;

/// Certificates that the stick's time cannot make invalid.
const LONG: Validity = ((2020, 1, 1), (2100, 1, 1));

/// A published tree and who serves it.
pub(crate) struct Shop {
    folder: TemporaryFolder,
    publisher: Publisher,
    plan: Plan,
    pub(crate) server: Server,
    /// What guests are to trust the server by.
    certificate: Option<String>,
}

impl Shop {
    /// An empty tree over HTTP.
    pub(crate) fn http() -> Result<Self> {
        Self::open(None)
    }

    /// An empty tree over HTTPS, with an authority of its own.
    pub(crate) fn https() -> Result<Self> {
        Self::open(Some(Authority::new(LONG)?))
    }

    fn open(authority: Option<Authority>) -> Result<Self> {
        let folder = TemporaryFolder::new();
        let tree = folder.0.join("published");
        fs::create_dir_all(&tree).expect("a temporary folder");
        let keys = root().join("board/dev-keys");
        let server = match &authority {
            None => Server::http(&tree)?,
            Some(authority) => Server::https(&tree, authority, LONG)?,
        };
        Ok(Self {
            publisher: Publisher::open(&tree, &keys).expect("development keys sign"),
            plan: Plan::read(&keys.join("release.toml")).expect("the development plan is whole"),
            certificate: authority.map(|authority| authority.pem()),
            server,
            folder,
        })
    }

    /// Publishes the factory bundle with this script in place of its app's, and announces it. Returns its number.
    pub(crate) fn publish(&self, board: &str, script: &str) -> Result<u64> {
        self.publish_planned(board, script, |_| ())
    }

    /// [`Shop::publish`] by a plan of one's own.
    pub(crate) fn publish_planned(
        &self,
        board: &str,
        script: &str,
        change: impl FnOnce(&mut Plan),
    ) -> Result<u64> {
        let bundle = changed_bundle(board, |dir| {
            fs::write(dir.join("app.js"), script).expect("a private copy can be written");
        })?;
        let mut plan = self.plan.clone();
        change(&mut plan);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let made = self.publisher.release(&bundle.0, &plan, now).expect("the release is whole");
        self.publisher
            .announce(Change::Release(made.number), now, ANNOUNCED_SECONDS)
            .expect("it can be announced");
        Ok(made.number)
    }

    /// A stick that asks this server. Its clock is that of the modelled stick, so that its deadlines mean what they say.
    pub(crate) fn options(&self, board: &str) -> BootOptions {
        let mut arguments = format!("ferrule.args=--server,{}", self.server.guest_url());
        let mut extra_files = Vec::new();
        if let Some(pem) = &self.certificate {
            let source = self.folder.0.join("tls.pem");
            fs::write(&source, pem).expect("a temporary file");
            extra_files.push(ExtraFile { source, name: "tls.pem".into() });
            arguments += ",--tls-roots,/run/extra/tls.pem";
        }
        BootOptions {
            network: true,
            clock: Clock::ModelledWaits,
            extra_files,
            extra_cmdline: vec![arguments],
            ..options(board)
        }
    }
}

/// A script that fills the screen with a colour, but for a mark in the corner, and does `more`.
pub(crate) fn filled(color: &str, more: &str) -> String {
    format!(
        "const mark = ferrule.view({{ width: 64, height: 64, fill: \"#ffffff\" }});\n\
         ferrule.present(ferrule.view({{ fill: \"{color}\" }}, [mark]));\n{more}"
    )
}

/// Boots and waits for the factory's home screen and the network.
pub(crate) fn boot_factory(options: BootOptions) -> Result<Stick> {
    let mut stick = Stick::boot(options)?;
    stick.console().wait_line(BOOT_TIME_MAX, "info network: eth0 has")?;
    stick.wait_status(BOOT_TIME_MAX, "the factory's app", |status| runs(status, "factory"))?;
    Ok(stick)
}

/// Has the stick look for a newer release, and returns what it says came of it.
pub(crate) fn look(stick: &mut Stick) -> Result<String> {
    let before = stick.status()?["release"]["checks"].as_u64();
    stick.shell_ok("/usr/bin/ferrule update")?;
    let after = stick.wait_status(REACTION_TIME_MAX, "the check", |status| {
        status["release"]["checks"].as_u64() > before && status["release"]["missing_chunks"] == 0
    })?;
    Ok(after["release"]["last_check"].as_str().unwrap_or_default().to_owned())
}

/// Ends ferrule, as the next launch of the app would. Returns the guest's time in microseconds.
pub(crate) fn relaunch(stick: &mut Stick) -> Result<u64> {
    let text = stick.shell_ok("read up rest </proc/uptime; kill -9 $(pidof ferrule); echo $up")?;
    let seconds: f64 = text.parse().unwrap_or_else(|error| panic!("{text:?}: {error}"));
    Ok((seconds * 1e6) as u64)
}

/// Whether the app of this slot is on the screen.
pub(crate) fn runs(status: &Value, slot: &str) -> bool {
    status["release"]["slot"] == slot && status["frames"]["first_of_app_us"].is_u64()
}
