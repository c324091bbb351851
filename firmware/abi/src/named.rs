//! Enums whose variants have a number on the wire and a name in files and in the app's API, from one table each.

macro_rules! named_codes {
    ($(#[$doc:meta])* $enum:ident: $($(#[$more:meta])* $name:ident = $code:literal, $text:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $enum {
            $(#[doc = concat!("`", $text, "`\n")] $(#[$more])* $name = $code,)*
        }

        impl $enum {
            /// Every one, in the order of their numbers.
            pub const ALL: &[$enum] = &[$($enum::$name,)*];

            /// The one with this number.
            pub const fn from_u8(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }

            /// Its name in board files, in the app's API and on command lines.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The one with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$name),)* _ => None }
            }
        }
    };
}
