//! Adding signatures, one key and one machine at a time.

use std::path::Path;

use ferrule_bundle::trust::{
    Envelope, ReleaseBody, Role, RootBody, SecretKey, TimestampBody, TrustError, cosign, sign,
};

use crate::error::ToolError;
use crate::files;

/// Checks a body by the rules of its role: nobody should sign what every device refuses.
pub(crate) fn check_body(role: Role, body: &[u8]) -> Result<(), TrustError> {
    match role {
        Role::Root => RootBody::parse(body).map(|_| ()),
        Role::Release => ReleaseBody::parse(body).map(|_| ()),
        Role::Timestamp => TimestampBody::parse(body).map(|_| ()),
    }
}

/// Signs a body, or adds to the signatures in an envelope. Returns the envelope.
///
/// # Errors
/// [`ToolError::Usage`] when the role of a body is not said, or an envelope is of another; [`ToolError::Refused`] for a body
/// that a device would refuse; [`ToolError::Sign`] for keys.
pub fn add_signatures(path: &Path, role: Option<Role>, keys: &[SecretKey]) -> Result<Vec<u8>, ToolError> {
    let bytes = files::read(path)?;
    let Ok(envelope) = Envelope::parse(&bytes) else {
        let Some(role) = role else {
            let message =
                format!("{}: say --role root, release or timestamp: it is not signed yet", path.display());
            return Err(ToolError::Usage(message));
        };
        check_body(role, &bytes).map_err(ToolError::refused(path))?;
        return Ok(sign(role, &bytes, keys)?);
    };
    if role.is_some_and(|role| role != envelope.role) {
        return Err(ToolError::Usage(format!(
            "{}: it is a {}, not what --role says",
            path.display(),
            envelope.role
        )));
    }
    check_body(envelope.role, envelope.body).map_err(ToolError::refused(path))?;
    let mut signed = bytes.clone();
    for key in keys {
        signed = cosign(&signed, key)?;
    }
    Ok(signed)
}
