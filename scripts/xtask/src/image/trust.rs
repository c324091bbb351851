//! What decides whose releases a stick installs: the trust root, checked before it is built in for good.

use std::path::{Path, PathBuf};

use ferrule_board::{Board, TlsRoots};
use ferrule_bundle::trust::{PublicKey, Role, Root};
use ferrule_net::Roots;

use super::manifest::{Group, Manifest};
use crate::error::Error;
use crate::paths;

/// Where the device finds the root.
const ROOT: &str = "usr/lib/ferrule/trust/root";
/// Where it finds the certificates of its servers, when the board names some.
const TLS_ROOTS: &str = "usr/lib/ferrule/trust/tls.pem";
/// The root whose secret keys are public, under `board/`.
const DEVELOPMENT_ROOT: &str = "dev-keys/root";
/// The same of the certificate authority.
const DEVELOPMENT_TLS_ROOTS: &str = "dev-keys/tls.pem";

/// Adds what the board's `[update]` names; nothing for a board that never updates.
pub(crate) fn collect(board: &Board, manifest: &mut Manifest) -> Result<(), Error> {
    let Some(root) = check(board, &paths::boards())? else { return Ok(()) };
    manifest.file(ROOT, &root, 0o644, Group::Ferrule);
    if let Some(roots) = check_tls(board, &paths::boards())? {
        manifest.file(TLS_ROOTS, &roots, 0o644, Group::Ferrule);
    }
    Ok(())
}

/// The certificates of the board's servers, when it names a file of them that a device can use.
fn check_tls(board: &Board, boards: &Path) -> Result<Option<PathBuf>, Error> {
    let Some(TlsRoots::Pem(name)) = board.update.as_ref().map(|update| &update.tls) else { return Ok(None) };
    let path = boards.join(name);
    let text = paths::read(&path)?;
    Roots::Pem(text.clone()).check().map_err(|cause| Error::TlsRoots { path: path.clone(), cause })?;
    if board.qemu.is_none() && text == paths::read(&boards.join(DEVELOPMENT_TLS_ROOTS))? {
        return Err(Error::DevelopmentKeys { board: board.name.clone(), path });
    }
    Ok(Some(path))
}

/// The board's root, when it is one that a device can begin with.
fn check(board: &Board, boards: &Path) -> Result<Option<PathBuf>, Error> {
    let Some(update) = &board.update else { return Ok(None) };
    let path = boards.join(&update.root);
    let root = read(&path)?;
    if root.product != update.product {
        let (board, product, found) = (board.name.clone(), update.product.clone(), root.product.clone());
        return Err(Error::RootProduct { board, product, path, found });
    }
    if board.qemu.is_none() {
        let public = keys(&read(&boards.join(DEVELOPMENT_ROOT))?);
        if keys(&root).iter().any(|key| public.contains(key)) {
            return Err(Error::DevelopmentKeys { board: board.name.clone(), path });
        }
    }
    Ok(Some(path))
}

fn read(path: &Path) -> Result<Root, Error> {
    let refused = |cause| Error::Root { path: path.to_owned(), cause: Box::new(cause) };
    Root::from_image(&paths::read(path)?).map_err(refused)
}

fn keys(root: &Root) -> Vec<PublicKey> {
    Role::ALL.into_iter().flat_map(|role| root.keys(role).keys.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrule_board::load;

    fn board(change: impl FnOnce(&mut Board)) -> Board {
        let mut board = load(&paths::boards(), "qemu-arm64").unwrap();
        change(&mut board);
        board
    }

    #[test]
    fn emulated_boards_take_the_development_keys_and_others_do_not() {
        let path = check(&board(|_| ()), &paths::boards()).unwrap();
        assert_eq!(path, Some(paths::boards().join(DEVELOPMENT_ROOT)));
        let error = check(&board(|board| board.qemu = None), &paths::boards()).unwrap_err();
        assert!(matches!(error, Error::DevelopmentKeys { .. }), "{error}");
        assert_eq!(check(&board(|board| board.update = None), &paths::boards()).unwrap(), None);
    }

    #[test]
    fn roots_of_other_products_and_files_that_are_none_are_refused() {
        let wrong = |change: fn(&mut ferrule_board::Update)| {
            let board = board(|board| change(board.update.as_mut().unwrap()));
            check(&board, &paths::boards()).unwrap_err().to_string()
        };
        let error = wrong(|update| update.product = "radio".into());
        assert!(error.contains("`radio`") && error.contains("`home`"), "{error}");
        let error = wrong(|update| update.root = "README.md".into());
        assert!(error.contains("README.md") && error.contains("FERRULE1"), "{error}");
        let error = wrong(|update| update.root = "gone".into());
        assert!(error.contains("gone: No such file"), "{error}");
    }

    #[test]
    fn the_development_authority_is_for_emulated_boards_and_every_file_is_looked_into() {
        let path = check_tls(&board(|_| ()), &paths::boards()).unwrap();
        assert_eq!(path, Some(paths::boards().join(DEVELOPMENT_TLS_ROOTS)));
        let error = check_tls(&board(|board| board.qemu = None), &paths::boards()).unwrap_err();
        assert!(matches!(error, Error::DevelopmentKeys { .. }), "{error}");
        let wrong = |name: &str| {
            let board = board(|board| board.update.as_mut().unwrap().tls = TlsRoots::Pem(name.into()));
            check_tls(&board, &paths::boards()).unwrap_err().to_string()
        };
        let error = wrong("README.md");
        assert!(error.contains("README.md") && error.contains("PEM"), "{error}");
        assert!(wrong("gone.pem").contains("gone.pem: No such file"));
        let web = board(|board| board.update.as_mut().unwrap().tls = TlsRoots::Webpki);
        assert_eq!(check_tls(&web, &paths::boards()).unwrap(), None);
    }
}
