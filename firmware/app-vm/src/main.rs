//! `ferrule-app`: takes over the socket and the script it is started with and runs the app.

#![forbid(unsafe_code)]

use std::fs::File;
use std::io::Read;
use std::os::fd::{AsFd, OwnedFd};
use std::process::ExitCode;
use std::thread;

use ferrule_app_vm::{Exit, SCRIPT_BYTES_MAX, STACK_BYTES, fence, run};
use rustix::fs::{FileType, fstat};

const HELP: &str = "\
Runs an app's JavaScript for ferrule, which starts it; it is of no use by hand.

usage: ferrule-app NAME
  NAME         stands for the script in stack traces, for example app.js

standard input is a connected SOCK_SEQPACKET socket to ferrule, standard output the script, opened for reading
exit codes: 0 ferrule closed the socket, 2 wrong usage, 3 wrong protocol,
  4 the script did not load, 5 the socket failed, 6 the system refused a limit,
  7 the JavaScript VM panicked, 8 the engine's script failed";

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(name), None) = (arguments.next(), arguments.next()) else {
        eprintln!("ferrule-app: one argument is needed\n\n{HELP}");
        return code(Exit::Usage);
    };
    let name = name.to_string_lossy().into_owned();
    match name.as_str() {
        "--help" => {
            println!("{HELP}");
            ExitCode::SUCCESS
        }
        "--version" => {
            println!("ferrule-app {}", env!("CARGO_PKG_VERSION"));
            ExitCode::SUCCESS
        }
        _ => code(start(name)),
    }
}

fn code(exit: Exit) -> ExitCode {
    ExitCode::from(exit as u8)
}

fn start(name: String) -> Exit {
    let Some((channel, script)) = inherited() else {
        eprintln!(
            "ferrule-app: standard input must be a socket and standard output a file; ferrule starts it so"
        );
        return Exit::Usage;
    };
    let script = match read(script) {
        Ok(script) => script,
        Err(error) => {
            eprintln!("ferrule-app: {name} cannot be read: {error}");
            return Exit::Script;
        }
    };
    if let Err(error) = fence() {
        eprintln!("ferrule-app: the system refused a limit: {error}");
        return Exit::System;
    }
    let vm = thread::Builder::new().name("app".into()).stack_size(STACK_BYTES);
    let vm = vm.spawn(move || match run(channel, &script, &name) {
        Ok(()) => Exit::HostGone,
        Err(error) => {
            eprintln!("ferrule-app: {error}");
            error.exit()
        }
    });
    match vm.map(thread::JoinHandle::join) {
        Ok(Ok(exit)) => exit,
        Ok(Err(_)) => Exit::Panic,
        Err(error) => {
            eprintln!("ferrule-app: no thread with a stack of {STACK_BYTES} bytes: {error}");
            Exit::System
        }
    }
}

/// The socket, which is standard input, and the script, which is standard output, when both are what they should be.
fn inherited() -> Option<(OwnedFd, OwnedFd)> {
    let channel = std::io::stdin().as_fd().try_clone_to_owned().ok()?;
    let script = std::io::stdout().as_fd().try_clone_to_owned().ok()?;
    let kind = |fd: &OwnedFd| fstat(fd).map(|stat| FileType::from_raw_mode(stat.st_mode));
    match (kind(&channel), kind(&script)) {
        (Ok(FileType::Socket), Ok(FileType::RegularFile)) => Some((channel, script)),
        _ => None,
    }
}

fn read(script: OwnedFd) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::from(script).take(SCRIPT_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > SCRIPT_BYTES_MAX {
        let message = format!("it is larger than {SCRIPT_BYTES_MAX} bytes; load parts of it later");
        return Err(std::io::Error::other(message));
    }
    Ok(bytes)
}
