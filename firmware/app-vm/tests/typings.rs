//! `ferrule.d.ts` names every property there is, and none besides.

use ferrule_abi::{Easing, Keyword, Prop, RemoteKey};

const TYPINGS: &str = include_str!("../ferrule.d.ts");

#[test]
fn every_property_keyword_and_key_is_documented() {
    for prop in Prop::ALL {
        assert!(TYPINGS.contains(&format!("    {}?: ", prop.name())), "`{}` is missing", prop.name());
    }
    for word in Keyword::ALL {
        assert!(TYPINGS.contains(&format!("\"{}\"", word.name())), "`{}` is missing", word.name());
    }
    for key in RemoteKey::ALL {
        assert!(TYPINGS.contains(&format!("\"{}\"", key.name())), "`{}` is missing", key.name());
    }
}

#[test]
fn every_documented_property_exists() {
    let beside = [
        "padding",
        "margin",
        "focused",
        "transitions",
        "layout",
        "duration",
        "delay",
        "easing",
        "repeat",
        "direction",
        "offset",
        "at",
        "color",
    ];
    let handlers = ["onFocus", "onBlur", "onActivate", "onLoad", "onError", "bind", "onItemFocus"];
    for line in TYPINGS.lines() {
        let Some((name, _)) = line.trim_start().split_once("?: ") else { continue };
        if name.contains(|c: char| !c.is_ascii_alphabetic()) {
            continue;
        }
        let known = Prop::from_name(name).is_some() || beside.contains(&name) || handlers.contains(&name);
        assert!(known, "`{name}` is documented and does not exist");
    }
    for name in ["linear", "ease", "ease-in", "ease-out", "ease-in-out"] {
        assert!(Easing::from_name(name).is_some() && TYPINGS.contains(&format!("\"{name}\"")), "{name}");
    }
}
