//! Texts of several parts: what the engine is told of them, and what is refused.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::App;
use ferrule_abi::Color;
use ferrule_abi::text::TextSpan;

#[test]
fn parts_are_one_text_and_styled_ones_are_spans_in_bytes() {
    let mut app = App::start(
        r##"
        const price = ferrule.text({ text: [
            "für ",
            { text: "8 €", fontWeight: 700, color: "#fc0" },
            { text: " statt " },
            { text: "12 €", fontSize: 18, italic: true, letterSpacing: -0.5, color: null },
        ] });
        price.set({ text: "ausverkauft" });
        "##,
    );
    let sale = TextSpan {
        start: 5,
        end: 10,
        weight: Some(700),
        color: Some(Color(0xffcc_00ff)),
        ..TextSpan::default()
    };
    let before = TextSpan {
        start: 17,
        end: 23,
        size: Some(18.0),
        is_italic: Some(true),
        letter_spacing: Some(-0.5),
        ..TextSpan::default()
    };
    assert_eq!(
        app.commands(),
        [
            "create 1 text".to_owned(),
            "set 1 text \"für 8 € statt 12 €\"".to_owned(),
            format!("style 1 {sale:?} {before:?}"),
            "set 1 text \"ausverkauft\"".to_owned(),
        ]
    );
}

#[test]
fn parts_that_do_not_fit_are_refused_with_the_name_and_nothing_is_set() {
    let cases = [
        ("[1]", "TypeError: a part of `text` must be an object, not 1"),
        ("[{ color: '#fff' }]", "TypeError: a part of `text` has no string `text`"),
        ("[{ text: 'a', weight: 1 }]", "TypeError: a part of `text` has no `weight`; it has text, color, "),
        ("[{ text: 'a', color: 'red' }]", "TypeError: `color` cannot be \"red\"; it takes \"#rrggbb\""),
        ("[{ text: 'a', fontSize: 0 }]", "RangeError: `fontSize` is 0; it must be within 1 and 512"),
        (
            "[{ text: 'a', fontWeight: NaN }]",
            "RangeError: `fontWeight` is NaN; it must be within 100 and 900",
        ),
        ("['x'.repeat(4000), 'y'.repeat(97)]", "RangeError: `text` has more than 4096 bytes; shorten it"),
        ("Array(65).fill({ text: 'a', italic: true })", "RangeError: `text` has more than 64 styled parts"),
    ];
    for (parts, expected) in cases {
        let script = format!(
            "const node = ferrule.text({{}});
             try {{ node.set({{ text: {parts} }}) }} catch (error) {{ console.log(String(error)) }}"
        );
        let mut app = App::start(&script);
        let (_, line) = app.log();
        assert!(line.starts_with(expected), "{parts}: {line}");
        assert_eq!(app.commands(), ["create 1 text"], "{parts}");
    }
}
