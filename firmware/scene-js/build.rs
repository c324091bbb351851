//! Writes the numbers of properties, keywords and kinds of values as JavaScript constants, so that `firmware/abi` is the
//! one place where they stand.

use std::fmt::Write as _;
use std::path::Path;

use ferrule_abi::{Keyword, Prop, ValueKind};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut script = String::from("// The numbers of `firmware/abi`, written by build.rs.\n\n");
    for &prop in Prop::ALL {
        writeln!(script, "const PROP_{} = {};", constant(prop.name()), prop as u8)?;
    }
    script.push('\n');
    for &word in Keyword::ALL {
        writeln!(script, "const WORD_{} = {};", constant(word.name()), word as u8)?;
    }
    script.push_str("\n/** What properties are made of; 0 for numbers that are not in use. */\n");
    let mut kinds: Vec<ValueKind> = Vec::new();
    for &prop in Prop::ALL {
        if !kinds.contains(&prop.kind()) {
            kinds.push(prop.kind());
            writeln!(script, "const {} = {};", kind(prop.kind()), kinds.len())?;
        }
    }
    script.push_str("const kindOfProp = new Uint8Array(256);\n");
    for &prop in Prop::ALL {
        writeln!(script, "kindOfProp[{}] = {};", prop as u8, kind(prop.kind()))?;
    }
    script.push_str("\n/** 1 for the numbers of keywords. */\nconst isWord = new Uint8Array(256);\n");
    for &word in Keyword::ALL {
        writeln!(script, "isWord[{}] = 1;", word as u8)?;
    }
    let folder = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&folder).join("codes.js"), script)?;
    Ok(())
}

fn kind(kind: ValueKind) -> String {
    format!("KIND_OF_{kind:?}").to_uppercase()
}

/// `minWidth`, `min-content` and `safe start` as constants are named.
fn constant(name: &str) -> String {
    let mut constant = String::new();
    for letter in name.chars() {
        match letter {
            '-' | ' ' => constant.push('_'),
            'A'..='Z' => {
                constant.push('_');
                constant.push(letter);
            }
            _ => constant.push(letter.to_ascii_uppercase()),
        }
    }
    constant
}
