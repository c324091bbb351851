//! `ferrule-app`: takes over the two file descriptors it is started with and runs the app.

use std::fs::File;
use std::io::Read;
use std::os::fd::{FromRawFd, OwnedFd};
use std::process::ExitCode;
use std::thread;

use ferrule_app_vm::{CHANNEL_FD, Exit, SCRIPT_BYTES_MAX, SCRIPT_FD, STACK_BYTES, fence, run};
use rustix::fs::{FileType, fstat};

const HELP: &str = "\
Runs an app's JavaScript for ferrule, which starts it; it is of no use by hand.

usage: ferrule-app NAME
  NAME         stands for the script in stack traces, for example app.js

file descriptors: 3 a connected SOCK_SEQPACKET socket to ferrule, 4 the script
exit codes: 0 ferrule closed the socket, 2 wrong usage, 3 wrong protocol,
  4 the script did not load, 5 the socket failed, 6 the system refused a limit,
  7 the JavaScript engine panicked";

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
        eprintln!("ferrule-app: file descriptor 3 must be a socket and 4 a file; ferrule starts it so");
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

/// The socket and the script, when both are what they should be.
fn inherited() -> Option<(OwnedFd, OwnedFd)> {
    let [channel, script] = [CHANNEL_FD, SCRIPT_FD].map(|fd| {
        // SAFETY: `from_raw_fd` demands an open descriptor that nothing else in the process owns. Nothing was opened
        // before this and it is called once, so nothing owns 3 or 4; that they are open is what `fstat` checks before
        // they are used in any other way, and a descriptor that is not open is given up without being closed.
        let fd = unsafe { OwnedFd::from_raw_fd(fd) };
        match fstat(&fd) {
            Ok(stat) => Some((fd, FileType::from_raw_mode(stat.st_mode))),
            Err(_) => {
                std::mem::forget(fd);
                None
            }
        }
    });
    match (channel, script) {
        (Some((channel, FileType::Socket)), Some((script, FileType::RegularFile))) => Some((channel, script)),
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
