//! `inspect`: what a signed or unsigned file says, in words.

use std::fmt::Write;
use std::path::Path;

use ferrule_bundle::trust::{Envelope, ReleaseBody, Role, RootBody, TimestampBody};

use crate::error::ToolError;
use crate::units::{show_number, show_seconds, show_share, show_time};
use crate::{files, signing};

/// Describes a root, timestamp or release; of an unsigned one `role` must be said.
///
/// # Errors
/// [`ToolError::Refused`] for what is none, [`ToolError::Usage`] without a role where one is needed.
pub fn inspect(path: &Path, role: Option<Role>) -> Result<String, ToolError> {
    let bytes = files::read(path)?;
    let refused = || ToolError::refused(path);
    let (role, body, signatures) = match (Envelope::parse(&bytes), role) {
        (Ok(envelope), _) => (envelope.role, envelope.body, Some(envelope.signatures())),
        (Err(_), Some(role)) => (role, bytes.as_slice(), None),
        (Err(cause), None) => return Err(refused()(cause)),
    };
    signing::check_body(role, body).map_err(refused())?;
    let mut text = match role {
        Role::Root => root(&RootBody::parse(body).map_err(refused())?),
        Role::Release => release(&ReleaseBody::parse(body).map_err(refused())?),
        Role::Timestamp => timestamp(&TimestampBody::parse(body).map_err(refused())?),
    };
    match signatures {
        None => text.push_str("not signed yet\n"),
        Some(signatures) => {
            for (key, _) in signatures {
                let _ = writeln!(text, "signature by key id {key} (not checked: see verify)");
            }
        }
    }
    Ok(text)
}

fn times(issued: u64, expires: u64) -> String {
    format!("issued {}, expires {}\n", show_time(issued), show_time(expires))
}

fn root(root: &RootBody) -> String {
    let mut text = format!("root {} of product {}\n", root.version, root.product);
    text += &times(root.issued, root.expires);
    for role in Role::ALL {
        let keys = root.keys(role);
        let _ = writeln!(text, "{role}: {} of these keys must sign", keys.threshold);
        for key in &keys.keys {
            let _ = writeln!(text, "  {key} (id {})", key.id());
        }
    }
    text
}

fn timestamp(timestamp: &TimestampBody) -> String {
    let release = &timestamp.release;
    let mut text = format!("timestamp {}\n", timestamp.number);
    text += &times(timestamp.issued, timestamp.expires);
    let _ = writeln!(
        text,
        "announces release {}, {} bytes, SHA-256 {}",
        release.number,
        show_number(release.bytes),
        release.sha256
    );
    if timestamp.halt {
        text += "halted: nobody begins to install\n";
    }
    if timestamp.share > 0 {
        let _ =
            writeln!(text, "promoted: at least {} of the devices may install", show_share(timestamp.share));
    }
    text
}

fn release(release: &ReleaseBody) -> String {
    let mut text =
        format!("release {} ({}) of product {}\n", release.number, release.version, release.product);
    text += &times(release.issued, release.expires);
    let needs = &release.needs;
    let _ =
        writeln!(text, "for {}, ABI {} to {}", release.hardware.join(" "), release.abi.min, release.abi.max);
    let _ = writeln!(
        text,
        "needs {} MiB for the app, {} MiB for the engine, {} MiB of textures",
        needs.app_process_mib, needs.wasm_mib, needs.textures_mib
    );
    let _ = writeln!(text, "rules out releases below {} once it has proved good", release.floor);
    if release.urgent {
        text += "urgent: starts as soon as it is installed\n";
    }
    for wave in &release.waves {
        let _ =
            writeln!(text, "after {}: {} of the devices", show_seconds(wave.after), show_share(wave.share));
    }
    for (class, engine) in &release.engines {
        let _ = writeln!(text, "{class}: {} run the JavaScript engine", show_share(engine.js_share));
    }
    if let Some(report) = &release.report {
        let _ =
            writeln!(text, "devices report to {} every {}", report.url, show_seconds(report.interval.into()));
    }
    for file in &release.files {
        let stored: u64 = file.chunks.iter().map(|chunk| u64::from(chunk.stored.bytes)).sum();
        let _ = writeln!(
            text,
            "  {:>12} {:>12} stored  {}",
            show_number(file.bytes),
            show_number(stored),
            file.path
        );
    }
    text
}
