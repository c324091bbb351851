//! Which paths a bundle can hold.

use ferrule_abi::limits::PATH_BYTES_MAX;

use crate::error::BundleError;

/// Characters of a refused path that are repeated in its error.
const ECHO_CHARS_MAX: usize = 64;

/// The components of a path that stays inside the bundle.
///
/// # Errors
/// [`BundleError::Path`].
pub(crate) fn components(path: &str) -> Result<Vec<&str>, BundleError> {
    match path_fault(path) {
        None => Ok(path.split('/').collect()),
        Some(fault) => Err(BundleError::Path { path: path.chars().take(ECHO_CHARS_MAX).collect(), fault }),
    }
}

/// What is wrong with a path, if anything.
pub(crate) fn path_fault(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("it is empty");
    }
    if path.len() > PATH_BYTES_MAX {
        return Some("it is too long");
    }
    if path.starts_with('/') {
        return Some("it is absolute");
    }
    if path.contains(|c: char| c.is_control() || c == '\\') {
        return Some("it has a backslash or a control character");
    }
    path.split('/').find_map(|name| match name {
        "" => Some("it has an empty name in it"),
        "." | ".." => Some("it has `.` or `..` in it"),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_inside_pass() {
        let long = "a".repeat(PATH_BYTES_MAX);
        let too_long = "a".repeat(PATH_BYTES_MAX + 1);
        for (path, ok) in [
            ("app.js", true),
            ("img/tiles/a b.jpg", true),
            ("बादल/..png", true),
            (long.as_str(), true),
            (too_long.as_str(), false),
            ("", false),
            ("/etc/passwd", false),
            ("../app.js", false),
            ("img/../../x", false),
            ("img/./x", false),
            ("img//x", false),
            ("img/", false),
            ("img\\x", false),
            ("img/\0", false),
            ("a\nb", false),
        ] {
            assert_eq!(components(path).is_ok(), ok, "{path:?}");
        }
    }

    #[test]
    fn errors_repeat_only_a_piece_of_the_path() {
        let error = components(&"é".repeat(4000)).unwrap_err().to_string();
        assert!(error.len() < 400 && error.contains("too long"), "{error}");
    }
}
