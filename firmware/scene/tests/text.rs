//! What a text node's properties become when it is shaped.
// A helper may stop a test at the first surprise.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Stage, px, word};
use ferrule_abi::text::{TextRequest, TextSpan, TextSpans};
use ferrule_abi::{Command, Keyword, NodeKind, Prop, Reader, Record, Value};

/// A page with a text 200 pixels wide.
fn stage() -> Stage {
    let mut stage = Stage::new();
    stage.view(0, 1, &[(Prop::Direction, word("row")), (Prop::Align, word("start"))]);
    let props = [(Prop::Text, Value::Text("Hello")), (Prop::Width, px(200.0))];
    stage.add(1, 2, NodeKind::Text, &props);
    stage.present(1);
    stage.tick(16);
    stage
}

#[test]
fn every_property_reaches_the_shaper() {
    let mut stage = stage();
    for (prop, value) in [
        (Prop::FontSize, px(30.0)),
        (Prop::FontWeight, px(700.0)),
        (Prop::LineHeight, px(1.5)),
        (Prop::MaxLines, px(2.0)),
        (Prop::LetterSpacing, px(-1.5)),
        (Prop::Italic, Value::Flag(true)),
        (Prop::TextAlign, word("end")),
        (Prop::TextDirection, word("rtl")),
    ] {
        stage.set(2, prop, value);
    }
    stage.tick(16);
    let expected = TextRequest {
        weight: 700,
        is_italic: true,
        letter_spacing: -1.5,
        align: Keyword::End,
        direction: Keyword::Rtl,
        lines_max: 2,
        line_height: 1.5,
        width_max: Some(200.0),
        ..TextRequest::new("Hello", 30.0)
    };
    let asked = stage.host().last_text.clone();
    assert_eq!(TextRequest::decode(&mut Reader::new(&asked)), Ok(expected));
}

#[test]
fn only_words_that_a_property_takes_are_taken() {
    let mut stage = stage();
    let shaped = stage.host().shaped;
    stage.set(2, Prop::TextAlign, word("row"));
    stage.set(2, Prop::TextDirection, word("center"));
    stage.set(1, Prop::Italic, Value::Flag(true));
    stage.tick(16);
    assert_eq!(stage.host().shaped, shaped);
}

#[test]
fn a_text_from_right_to_left_is_laid_out_again_in_a_wider_box() {
    let mut stage = stage();
    stage.set(2, Prop::Width, Value::Auto);
    stage.tick(16);
    let shapes = |stage: &mut Stage, width| {
        let before = stage.host().shaped;
        stage.set(2, Prop::Width, px(width));
        stage.tick(16);
        stage.host().shaped - before
    };
    assert_eq!(shapes(&mut stage, 300.0), 0, "what begins on the left stays where it is");
    stage.set(2, Prop::TextDirection, word("rtl"));
    stage.tick(16);
    assert_eq!(shapes(&mut stage, 400.0), 1);
}

#[test]
fn parts_of_a_text_have_their_style_until_another_text_comes() {
    let mut stage = stage();
    let part = |start, size| TextSpan { start, end: 5, size: Some(size), ..TextSpan::default() };
    let bytes = common::encoded(&[part(1, 40.0), part(2, 30.0)]);
    let spans = TextSpans::from_bytes(&bytes).unwrap();
    let asked = |stage: &mut Stage| {
        stage.tick(16);
        let last = stage.host().last_text.clone();
        TextRequest::decode(&mut Reader::new(&last)).unwrap().spans.iter().collect::<Vec<_>>()
    };
    stage.command(Command::StyleText { node: common::node(2), spans });
    assert_eq!(asked(&mut stage), [part(1, 40.0), part(2, 30.0)]);
    let shaped = stage.host().shaped;
    stage.command(Command::StyleText { node: common::node(2), spans });
    stage.command(Command::StyleText { node: common::node(1), spans });
    stage.tick(16);
    assert_eq!(stage.host().shaped, shaped, "the same styles, and styles of a view");
    assert_eq!(stage.engine.refused_commands(), 1);
    stage.set(2, Prop::Text, Value::Text("Hello"));
    assert_eq!(asked(&mut stage), []);
}
