//! Build, run and test logic behind the scripts: one verb per front door, each in a file of its own.

mod bench;
mod build;
mod error;
mod exec;
mod image;
mod paths;
mod progress;
mod run;
mod test;

use error::Error;
use std::process::ExitCode;

const HELP: &str = "\
Usage: xtask VERB [ARGUMENTS]

Verbs:
  image BOARD    build kernel, initramfs and root file system into out/BOARD/
  build BOARD    cross-build Ferrule's programs and the engine module alone
  bundle DIR     build the home app as a bundle
  run [BOARD]    boot a board in QEMU, in a window or for a screenshot
  bench [BOARD]  measure a board on the modelled stick
  test [FILTER]  run all checks and tests, or some

Each verb has --help. Exit codes: 0 done, 1 failed, 2 wrong usage.
";

fn main() -> ExitCode {
    match dispatch() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}

fn dispatch() -> Result<ExitCode, Error> {
    let mut args = lexopt::Parser::from_env();
    let verb = match args.next()? {
        Some(lexopt::Arg::Value(verb)) => verb.to_string_lossy().into_owned(),
        Some(lexopt::Arg::Long("help") | lexopt::Arg::Short('h')) => {
            print!("{HELP}");
            return Ok(ExitCode::SUCCESS);
        }
        Some(other) => return Err(other.unexpected().into()),
        None => return Err(Error::Usage(format!("no verb given\n\n{HELP}"))),
    };
    match verb.as_str() {
        "image" => image::main(args),
        "build" => build::main(args),
        "bundle" => image::home::main(args),
        "run" => run::main(args),
        "test" => test::main(args),
        "bench" => bench::main(args),
        _ => Err(Error::Usage(format!("unknown verb `{verb}`\n\n{HELP}"))),
    }
}
