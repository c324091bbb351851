//! The command line.

use std::path::PathBuf;

use ferrule_abi::EngineKind;
use lexopt::{Arg, Parser, ValueExt};
use log::LevelFilter;

use crate::exit::{EXIT_CODES, Failure};

/// Where the image keeps things. Each can be named on the command line, which is how tests run beside an image.
const BOARD_FILE: &str = "/etc/ferrule/board.json";
pub(crate) const FACTORY_BUNDLE: &str = "/usr/lib/ferrule/factory";
const TRUST: &str = "/usr/lib/ferrule/trust";
const FONTS: &str = "/usr/share/ferrule/fonts";
const APP_PROGRAM: &str = "/usr/bin/ferrule-app";
const RUN_DIRECTORY: &str = "/run/ferrule";
const DATA_DIRECTORY: &str = "/data/ferrule";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Own the screen and run the app.
    Run,
    /// Own the screen and show an exit code.
    FactoryScreen(u8),
    /// Say what the display device can do, and what would be chosen.
    Probe,
    /// Ask a running ferrule for its figures.
    Status {
        /// Forget the samples taken so far.
        reset: bool,
    },
    /// Ask a running ferrule to look for a newer release now.
    Update,
    /// Ask a running ferrule for the engine's tree.
    Tree {
        /// As JSON instead of for people.
        json: bool,
    },
    /// Print a text and end.
    Print(String),
}

/// The command line, with the defaults filled in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) verb: Verb,
    /// The resolved board file.
    pub(crate) board: PathBuf,
    /// The bundle to run in place of what is installed.
    pub(crate) app: Option<PathBuf>,
    /// The folder with the roots of trust.
    pub(crate) trust: PathBuf,
    /// Servers to ask for releases in place of the board's.
    pub(crate) servers: Vec<String>,
    /// Certificates that vouch for the servers, in place of the board's.
    pub(crate) tls_roots: Option<PathBuf>,
    /// The device's id in place of the one it keeps.
    pub(crate) device_id: Option<String>,
    /// The engine to run in place of the one that the manifest names.
    pub(crate) engine: Option<EngineKind>,
    /// The folder with the fonts.
    pub(crate) fonts: PathBuf,
    /// The app process's program.
    pub(crate) app_program: PathBuf,
    /// Where the status socket is.
    pub(crate) run: PathBuf,
    /// Where the app's state and crash reports are kept.
    pub(crate) data: PathBuf,
    pub(crate) log: LevelFilter,
}

fn help() -> String {
    format!(
        "\
ferrule {version}: owns the screen, the remote and the memory of a streaming stick, and runs an app on them.

Usage: ferrule [run] [OPTIONS]      run the app (the default)
       ferrule status [--reset]     print the figures of the running ferrule as JSON
       ferrule update               look for a newer release now, instead of when it is time
       ferrule tree [--json]        print the nodes on screen: boxes, focus, movements, costs
       ferrule probe                say what the display device can do and what would be chosen
       ferrule --factory-screen N   show exit code N and what it means, and stay up

Options:
  --app DIR           bundle to run, without updates [the installed release, else {FACTORY_BUNDLE}]
  --trust DIR         roots of trust [{TRUST}]
  --server URL        where releases are published, in place of the board's servers; may be given again
  --tls-roots FILE    PEM file that vouches for https servers, in place of the board's
  --device-id ID      name in rollouts and reports [a random one, kept in the data directory]
  --engine wasm|js    engine to run [the one that the bundle's manifest names]
  --board FILE        resolved board file [{BOARD_FILE}]
  --fonts DIR         fonts [{FONTS}]
  --app-program FILE  program of the app process [{APP_PROGRAM}]
  --run-dir DIR       status socket [{RUN_DIRECTORY}]
  --data-dir DIR      saved state and crash report [{DATA_DIRECTORY}]
  --log LEVEL         off, error, warn, info, debug or trace [info]
  --reset             with status: forget the samples after printing them
  --json              with tree: print JSON
  --help, --version

{EXIT_CODES}
",
        version = env!("CARGO_PKG_VERSION")
    )
}

/// Reads the command line.
///
/// # Errors
/// [`Failure::Usage`], naming the argument.
pub(crate) fn parse<I>(arguments: I) -> Result<Options, Failure>
where
    I: IntoIterator,
    I::Item: Into<std::ffi::OsString>,
{
    let mut options = Options {
        verb: Verb::Run,
        board: BOARD_FILE.into(),
        app: None,
        trust: TRUST.into(),
        servers: Vec::new(),
        tls_roots: None,
        device_id: None,
        engine: None,
        fonts: FONTS.into(),
        app_program: APP_PROGRAM.into(),
        run: RUN_DIRECTORY.into(),
        data: DATA_DIRECTORY.into(),
        log: LevelFilter::Info,
    };
    read(&mut Parser::from_iter(arguments), &mut options)
        .map_err(|error| Failure::Usage(error.to_string()))?;
    Ok(options)
}

fn read(parser: &mut Parser, options: &mut Options) -> Result<(), lexopt::Error> {
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => options.verb = Verb::Print(help()),
            Arg::Long("version") | Arg::Short('V') => {
                options.verb = Verb::Print(format!("ferrule {}\n", env!("CARGO_PKG_VERSION")));
            }
            Arg::Long("app") => options.app = Some(parser.value()?.into()),
            Arg::Long("trust") => options.trust = parser.value()?.into(),
            Arg::Long("server") => options.servers.push(parser.value()?.string()?),
            Arg::Long("tls-roots") => options.tls_roots = Some(parser.value()?.into()),
            Arg::Long("device-id") => options.device_id = Some(parser.value()?.string()?),
            Arg::Long("engine") => options.engine = Some(engine(&parser.value()?.string()?)?),
            Arg::Long("board") => options.board = parser.value()?.into(),
            Arg::Long("fonts") => options.fonts = parser.value()?.into(),
            Arg::Long("app-program") => options.app_program = parser.value()?.into(),
            Arg::Long("run-dir") => options.run = parser.value()?.into(),
            Arg::Long("data-dir") => options.data = parser.value()?.into(),
            Arg::Long("log") => options.log = parser.value()?.parse()?,
            Arg::Long("factory-screen") => options.verb = Verb::FactoryScreen(parser.value()?.parse()?),
            Arg::Long("reset") => match &mut options.verb {
                Verb::Status { reset } => *reset = true,
                _ => return Err("--reset goes with `ferrule status`".into()),
            },
            Arg::Long("json") => match &mut options.verb {
                Verb::Tree { json } => *json = true,
                _ => return Err("--json goes with `ferrule tree`".into()),
            },
            Arg::Value(word) if options.verb == Verb::Run => {
                options.verb = match word.to_str() {
                    Some("run") => Verb::Run,
                    Some("probe") => Verb::Probe,
                    Some("tree") => Verb::Tree { json: false },
                    Some("update") => Verb::Update,
                    Some("status") => Verb::Status { reset: false },
                    _ => return Err(Arg::Value(word).unexpected()),
                }
            }
            other => return Err(other.unexpected()),
        }
        if matches!(options.verb, Verb::Print(_)) {
            break;
        }
    }
    Ok(())
}

fn engine(name: &str) -> Result<EngineKind, lexopt::Error> {
    EngineKind::from_name(name).ok_or_else(|| format!("--engine {name}: there is wasm and js").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options, String> {
        parse(std::iter::once("ferrule").chain(line.split_whitespace())).map_err(|error| error.to_string())
    }

    #[test]
    fn verbs_and_options_are_told_apart() {
        assert_eq!(parsed("").unwrap().verb, Verb::Run);
        assert_eq!(parsed("status --reset").unwrap().verb, Verb::Status { reset: true });
        assert_eq!(parsed("tree --json").unwrap().verb, Verb::Tree { json: true });
        assert_eq!(parsed("--factory-screen 20").unwrap().verb, Verb::FactoryScreen(20));
        assert_eq!(parsed("run --app /x --log debug").unwrap().app, Some(PathBuf::from("/x")));
        assert_eq!(parsed("update").unwrap().verb, Verb::Update);
        assert_eq!(parsed("--server http://a/ --server http://b/").unwrap().servers.len(), 2);
        assert_eq!(parsed("--engine js").unwrap().engine, Some(EngineKind::Js));
        assert_eq!(parsed("").unwrap().engine, None);
        assert!(matches!(parsed("--help --nonsense").unwrap().verb, Verb::Print(_)));
    }

    #[test]
    fn a_wrong_argument_is_named() {
        for (line, named) in [
            ("--nonsense", "--nonsense"),
            ("fly", "fly"),
            ("probe status", "status"),
            ("--app", "--app"),
            ("--engine rust", "rust"),
            ("--log loud", "loud"),
            ("--factory-screen 300", "300"),
            ("--reset", "ferrule status"),
            ("status --json", "ferrule tree"),
        ] {
            let error = parsed(line).unwrap_err();
            assert!(error.contains(named) && error.contains("--help"), "{line}: {error}");
        }
    }
}
