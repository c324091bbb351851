//! An app's script kept as several files, for those who build and test bundles: on the device it is one.

use std::path::Path;

use crate::BundleError;

/// The script made of a folder's `*.js`: one after the other in the order of their names, each behind a line with its name.
/// They are one classic script, so all of them see what one of them declares.
///
/// # Errors
/// [`BundleError::Directory`] when the folder cannot be read, [`BundleError::Missing`] when it holds no script, and
/// [`BundleError::Unreadable`] with the file that is not there or not UTF-8.
pub fn join_script(dir: &Path) -> Result<String, BundleError> {
    let failed = |cause| BundleError::Directory { dir: dir.to_owned(), cause };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".js") && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort_unstable();
    if names.is_empty() {
        return Err(BundleError::Missing { dir: dir.to_owned(), file: "*.js".into() });
    }
    let mut script = String::new();
    for name in names {
        let part = std::fs::read_to_string(dir.join(&name)).map_err(|cause| BundleError::Unreadable {
            dir: dir.to_owned(),
            file: name.clone(),
            cause,
        })?;
        script += &format!("// ==== {name}\n{part}\n");
    }
    Ok(script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_joined_by_name() {
        let dir = std::env::temp_dir().join(format!("ferrule-join-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        assert!(matches!(join_script(&dir), Err(BundleError::Missing { .. })));
        for (name, text) in [("2-b.js", "b();"), ("1-a.js", "a();\n"), ("notes.md", "no"), (".c.js", "no")] {
            std::fs::write(dir.join(name), text).unwrap();
        }
        let script = join_script(&dir);
        std::fs::remove_dir_all(&dir).unwrap();
        assert_eq!(script.unwrap(), "// ==== 1-a.js\na();\n\n// ==== 2-b.js\nb();\n");
        assert!(matches!(join_script(&dir), Err(BundleError::Directory { .. })));
    }
}
