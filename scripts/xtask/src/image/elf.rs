//! Which shared libraries a program needs (DT_NEEDED), and its loader.

use crate::error::Error;
use crate::paths;
use object::read::elf::{Dyn, ElfFile, FileHeader, ProgramHeader};
use object::{Endianness, elf};
use std::path::Path;

/// What a program or library asks the loader for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Needs {
    /// Sonames, in order.
    pub(crate) libraries: Vec<String>,
    /// The loader's path, for programs.
    pub(crate) interpreter: Option<String>,
}

/// Reads a file's needs; `None` when it is not ELF at all (scripts, data).
pub(crate) fn needs(path: &Path) -> Result<Option<Needs>, Error> {
    let data = paths::read(path)?;
    if !data.starts_with(b"\x7fELF") {
        return Ok(None);
    }
    let parsed = match data.get(4) {
        Some(&elf::ELFCLASS32) => parse::<elf::FileHeader32<Endianness>>(&data),
        _ => parse::<elf::FileHeader64<Endianness>>(&data),
    };
    parsed.map(Some).map_err(|cause| Error::Elf { path: path.to_owned(), cause })
}

fn parse<Elf: FileHeader<Endian = Endianness>>(data: &[u8]) -> object::Result<Needs> {
    let file = ElfFile::<Elf>::parse(data)?;
    let endian = file.endian();
    let mut needs = Needs::default();
    for header in file.elf_program_headers() {
        if let Some(interpreter) = header.interpreter(endian, data)? {
            needs.interpreter = Some(String::from_utf8_lossy(interpreter).into_owned());
        }
    }
    let Some((dynamic, link)) = file.elf_section_table().dynamic(endian, data)? else { return Ok(needs) };
    let strings = file.elf_section_table().strings(endian, data, link)?;
    for entry in dynamic.iter().filter(|entry| entry.tag32(endian) == Some(elf::DT_NEEDED)) {
        needs.libraries.push(String::from_utf8_lossy(entry.string(endian, strings)?).into_owned());
    }
    Ok(needs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_names_its_loader_and_libc() {
        let needs = needs(&std::env::current_exe().unwrap()).unwrap().unwrap();
        assert!(needs.interpreter.is_some_and(|path| path.contains("ld-linux")));
        assert!(needs.libraries.contains(&"libc.so.6".to_owned()), "{:?}", needs.libraries);
    }

    #[test]
    fn a_script_has_no_needs_and_a_broken_file_is_an_error() {
        let dir = std::env::temp_dir().join(format!("ferrule-elf-{}", std::process::id()));
        paths::make_dir(&dir).unwrap();
        let file = dir.join("file");
        paths::write(&file, "#!/bin/sh\n").unwrap();
        assert_eq!(needs(&file).unwrap(), None);
        for broken in [&b"\x7fELF"[..], b"\x7fELF\x01\x01\x01", b"\x7fELF\x02\x01\x01 cut off"] {
            paths::write(&file, broken).unwrap();
            assert!(matches!(needs(&file), Err(Error::Elf { .. })), "{broken:?}");
        }
        paths::remove_dir(&dir).unwrap();
    }
}
