//! Roots: which keys speak for which role.

use std::fs;
use std::path::{Path, PathBuf};

use ferrule_bundle::trust::{Envelope, PublicKey, Role, RoleKeys, Root, RootBody};

use crate::error::ToolError;
use crate::files;
use crate::tree::Tree;

/// A public key's file.
///
/// # Errors
/// [`ToolError::File`], [`ToolError::PublicKey`].
pub fn public_key(path: &Path) -> Result<PublicKey, ToolError> {
    let bytes = files::read(path)?;
    let key = std::str::from_utf8(&bytes).ok().and_then(|text| PublicKey::from_hex(text.trim_end()));
    key.ok_or_else(|| ToolError::PublicKey { path: path.into() })
}

/// The keys of a role as they are to be.
#[derive(Clone, Debug)]
pub struct NewKeys {
    /// The role.
    pub role: Role,
    /// Files of public keys; with none the role keeps the keys that it has.
    pub keys: Vec<PathBuf>,
    /// Signatures needed; without it as many as before, or one.
    pub threshold: Option<u8>,
}

/// The body of the root that follows on `previous`, or of a first one.
///
/// # Errors
/// [`ToolError::Refused`] for what a device would refuse, named by `out`; [`ToolError::File`], [`ToolError::PublicKey`].
pub fn next(
    previous: Option<&Path>,
    product: Option<&str>,
    roles: &[NewKeys],
    issued: u64,
    seconds: u64,
    out: &Path,
) -> Result<Vec<u8>, ToolError> {
    let none = || RoleKeys { threshold: 1, keys: Vec::new() };
    let mut body = match previous {
        Some(path) => {
            let root = Root::from_image(&files::read(path)?).map_err(ToolError::refused(path))?;
            RootBody { version: root.version + 1, ..RootBody::clone(&root) }
        }
        None => RootBody {
            version: 1,
            product: String::new(),
            issued: 0,
            expires: 0,
            root_keys: none(),
            release_keys: none(),
            timestamp_keys: none(),
        },
    };
    if let Some(product) = product {
        product.clone_into(&mut body.product);
    }
    for new in roles {
        let keys = match new.role {
            Role::Root => &mut body.root_keys,
            Role::Release => &mut body.release_keys,
            Role::Timestamp => &mut body.timestamp_keys,
        };
        if !new.keys.is_empty() {
            keys.keys = new.keys.iter().map(|path| public_key(path)).collect::<Result<_, _>>()?;
        }
        keys.threshold = new.threshold.unwrap_or(keys.threshold);
    }
    body.issued = issued;
    body.expires = issued.saturating_add(seconds);
    let bytes = body.to_bytes().map_err(ToolError::refused(out))?;
    RootBody::parse(&bytes).map_err(ToolError::refused(out))?;
    Ok(bytes)
}

/// Checks a signed root as a device with the newest one of the tree would, and puts it behind that one. Returns its version.
///
/// # Errors
/// [`ToolError::Refused`] when a device would refuse it, [`ToolError::Order`] when the tree has another one of its version.
pub fn install(tree: &Tree, from: &Path) -> Result<u64, ToolError> {
    let envelope = files::read(from)?;
    let version = version(from, &envelope)?;
    // A tree begins with its first root; anywhere else a folder that is not there is a slip.
    if version == 1 {
        fs::create_dir_all(tree.dir()).map_err(ToolError::file(tree.dir()))?;
    }
    let _lock = tree.lock()?;
    let present = files::read_if_there(&tree.root_path(version))?;
    if present.as_ref() == Some(&envelope) {
        return Ok(version);
    }
    if present.is_some() {
        let message = format!(
            "{}: the tree has another root of version {version}, which devices may have accepted; make the next one",
            from.display()
        );
        return Err(ToolError::Order(message));
    }
    if version == 1 {
        Root::from_image(&envelope).map_err(ToolError::refused(from))?;
    } else {
        tree.root()?.next(&envelope).map_err(ToolError::refused(from))?;
    }
    files::replace(&tree.root_path(version), &envelope)?;
    Ok(version)
}

fn version(from: &Path, envelope: &[u8]) -> Result<u64, ToolError> {
    let envelope = Envelope::parse(envelope).map_err(ToolError::refused(from))?;
    Ok(RootBody::parse(envelope.body).map_err(ToolError::refused(from))?.version)
}
