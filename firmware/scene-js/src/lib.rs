//! The engine's twin in JavaScript: the files beside this one, in order, as one script.
//!
//! The script's value is a function that takes the host's services and answers the engine. The files are plain scripts
//! that share one scope, because the JavaScript VM has no module loader on the device and one scope is the cheapest to
//! look names up in. [`ENGINE`] is made when this crate is compiled, so the image and the tests run the same bytes.

/// The files in the order in which their constants need each other.
macro_rules! engine {
    ($($file:literal)*) => {
        concat!(
            "(function (host) {\n'use strict';\n",
            include_str!(concat!(env!("OUT_DIR"), "/codes.js")),
            $("\n", include_str!($file),)*
            "})"
        )
    };
}

/// The whole script.
pub const ENGINE: &str = engine! {
    "arithmetic.js"
    "table.js"
    "style.js"
    "words.js"
    "cache.js"
    "spill.js"
    "flex_item.js"
    "flex.js"
    "flex_items.js"
    "flex_lines.js"
    "flex_balance.js"
    "flex_sizes.js"
    "flex_place.js"
    "flex_absolute.js"
    "flex_absolute_size.js"
    "leaf.js"
    "text.js"
    "layout.js"
    "extent.js"
    "edit.js"
    "set_layout.js"
    "set.js"
    "commands.js"
    "invariants.js"
    "api.js"
};
