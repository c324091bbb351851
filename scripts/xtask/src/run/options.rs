//! The command line of `scripts/run`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use ferrule_abi::EngineKind;
use ferrule_harness::Gpu;
use lexopt::{Arg, ValueExt};

use crate::error::Error;

const DEFAULT_BOARD: &str = "qemu-arm64";
/// Longest `--for`: a day.
const LIMIT_SECONDS_MAX: u64 = 24 * 60 * 60;

/// What to run and how.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RunOptions {
    pub(super) board: String,
    pub(super) headless: bool,
    pub(super) gpu: Gpu,
    /// In place of the engine that the bundle's manifest names.
    pub(super) engine: Option<EngineKind>,
    /// Names of the remote's keys, separated by spaces.
    pub(super) keys: String,
    pub(super) screenshot: Option<PathBuf>,
    pub(super) app: Option<PathBuf>,
    pub(super) update_from: Option<Origin>,
    pub(super) limit: Option<Duration>,
}

/// Where an update comes from.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A bundle's folder, to be published first.
    Bundle(PathBuf),
    /// A published tree on this machine.
    Tree(PathBuf),
    /// A published tree on a server, as the guest reaches it.
    Server(String),
}

impl Origin {
    /// What was meant, told by what is there.
    fn read(text: String) -> Result<Self, Error> {
        if text.starts_with("http://") || text.starts_with("https://") {
            return Ok(Self::Server(if text.ends_with('/') { text } else { text + "/" }));
        }
        let dir = PathBuf::from(&text);
        if dir.join("manifest.json").is_file() {
            Ok(Self::Bundle(dir))
        } else if dir.join("root/1").is_file() {
            Ok(Self::Tree(dir))
        } else {
            let message =
                "neither manifest.json nor root/1 in it; name a bundle, a published tree or a server";
            Err(Error::Usage(format!("--update-from {text}: {message}")))
        }
    }
}

impl RunOptions {
    /// Refuses an `--app` that cannot be a bundle, before minutes are spent on the image.
    pub(super) fn check_app(&self) -> Result<(), Error> {
        match &self.app {
            Some(_) if self.update_from.is_some() => Err(Error::Usage(
                "--update-from: a stick that is told its --app never updates; give one of them".into(),
            )),
            Some(app) if !app.join("manifest.json").is_file() => {
                let app = app.display();
                Err(Error::Usage(format!("--app {app}: no manifest.json in it; name a bundle folder")))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a window can be opened. The emulator's is an X window, also on a Wayland desktop.
pub(super) fn has_display() -> bool {
    std::env::var_os("DISPLAY").is_some_and(|value: OsString| !value.is_empty())
}

/// Reads the command line; `None` when help was asked for.
pub(super) fn parse(mut args: lexopt::Parser) -> Result<Option<RunOptions>, Error> {
    let mut board = None;
    let mut options = RunOptions {
        board: DEFAULT_BOARD.to_owned(),
        headless: false,
        gpu: Gpu::default(),
        engine: None,
        keys: String::new(),
        screenshot: None,
        app: None,
        update_from: None,
        limit: None,
    };
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            Arg::Long("headless") => options.headless = true,
            Arg::Long("gpu") => options.gpu = gpu(&args.value()?.string()?)?,
            Arg::Long("engine") => options.engine = Some(engine(&args.value()?.string()?)?),
            Arg::Long("keys") => options.keys = args.value()?.string()?,
            Arg::Long("screenshot") => options.screenshot = Some(args.value()?.into()),
            Arg::Long("app") => options.app = Some(args.value()?.into()),
            Arg::Long("update-from") => options.update_from = Some(Origin::read(args.value()?.string()?)?),
            Arg::Long("for") => options.limit = Some(seconds(&args.value()?.string()?)?),
            Arg::Value(name) if board.is_none() => board = Some(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    options.board = board.unwrap_or(options.board);
    // Only a hidden stick's picture can be read.
    options.headless |= options.screenshot.is_some();
    check_keys(&options.keys)?;
    Ok(Some(options))
}

fn gpu(name: &str) -> Result<Gpu, Error> {
    Gpu::from_name(name)
        .ok_or_else(|| Error::Usage(format!("--gpu {name}: there is virgl and software (see --help)")))
}

fn engine(name: &str) -> Result<EngineKind, Error> {
    EngineKind::from_name(name)
        .ok_or_else(|| Error::Usage(format!("--engine {name}: there is wasm and js (see --help)")))
}

fn seconds(text: &str) -> Result<Duration, Error> {
    match text.parse() {
        Ok(seconds @ 1..=LIMIT_SECONDS_MAX) => Ok(Duration::from_secs(seconds)),
        _ => Err(Error::Usage(format!(
            "--for {text}: give whole seconds, 1 to {LIMIT_SECONDS_MAX} (see --help)"
        ))),
    }
}

fn check_keys(keys: &str) -> Result<(), Error> {
    match keys.split_whitespace().find(|name| ferrule_board::RemoteKey::from_name(name).is_none()) {
        Some(name) => Err(Error::Usage(format!("--keys: the remote has no key `{name}` (see --help)"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &[&str]) -> Result<RunOptions, String> {
        let arguments = std::iter::once("run").chain(line.iter().copied());
        parse(lexopt::Parser::from_iter(arguments))
            .map(|options| options.expect("no help"))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn everything_can_be_said() {
        let line = [
            "qemu-armv7",
            "--headless",
            "--gpu",
            "software",
            "--engine",
            "js",
            "--keys",
            "right ok",
            "--for",
            "5",
        ];
        let options = parsed(&line).unwrap();
        assert_eq!((options.board.as_str(), options.headless), ("qemu-armv7", true));
        assert_eq!((options.gpu, options.keys.as_str()), (Gpu::Software, "right ok"));
        assert_eq!(options.limit, Some(Duration::from_secs(5)));
        assert_eq!(options.engine, Some(EngineKind::Js));
        assert_eq!(parsed(&[]).unwrap().board, DEFAULT_BOARD);
        assert!(parsed(&["--screenshot", "x.png"]).unwrap().headless);
    }

    #[test]
    fn an_update_comes_from_a_bundle_a_tree_or_a_server() {
        let dir = std::env::temp_dir().join(format!("ferrule-origin-{}", std::process::id()));
        let origin = |text: &str| Origin::read(text.to_owned()).map_err(|error| error.to_string());
        std::fs::create_dir_all(dir.join("tree/root")).unwrap();
        std::fs::write(dir.join("tree/root/1"), "").unwrap();
        std::fs::write(dir.join("manifest.json"), "").unwrap();
        let (bundle, tree) = (dir.display().to_string(), dir.join("tree").display().to_string());
        let read = (origin(&bundle), origin(&tree), origin(&dir.join("tree/root").display().to_string()));
        std::fs::remove_dir_all(&dir).unwrap();
        assert_eq!(read.0, Ok(Origin::Bundle(dir.clone())));
        assert_eq!(read.1, Ok(Origin::Tree(dir.join("tree"))));
        assert!(read.2.unwrap_err().contains("neither manifest.json nor root/1"));
        assert_eq!(origin("https://a.example/home"), Ok(Origin::Server("https://a.example/home/".into())));
        let both = parsed(&["--app", "x", "--update-from", "http://a/"]).unwrap();
        assert!(both.check_app().unwrap_err().to_string().contains("--app"));
    }

    #[test]
    fn mistakes_are_named() {
        let rows: [(&[&str], &str); 6] = [
            (&["--gpu", "mali"], "mali"),
            (&["--engine", "rust"], "rust"),
            (&["--for", "0"], "--for 0"),
            (&["--keys", "right rihgt"], "rihgt"),
            (&["--speed"], "--speed"),
            (&["qemu-arm64", "qemu-armv7"], "qemu-armv7"),
        ];
        for (line, named) in rows {
            let error = parsed(line).unwrap_err();
            assert!(error.contains(named), "{line:?}: {error}");
        }
    }
}
