//! Case files are read strictly, fail where they say something wrong, and can be written anew; engines that differ are
//! noticed.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

use ferrule_conformance::families::Families;
use ferrule_conformance::lockstep::Lockstep;
use ferrule_conformance::native::Native;
use ferrule_conformance::random::{Maker, shrink};
use ferrule_conformance::script::{Case, Step, steps};

fn native() -> Lockstep {
    Lockstep::new(vec![Box::new(Native::new(1280, 720))])
}

/// Two engines that do not do the same: their screens differ.
fn different() -> Lockstep {
    Lockstep::new(vec![Box::new(Native::new(1280, 720)), Box::new(Native::new(800, 600))])
}

const PAGE: &str = "# A page.\nview 1\nview 2 in 1 width 100 height 50 fill #f00\npresent 1\ntick 16\n";

#[test]
fn what_is_written_wrong_is_named_with_its_line() {
    for (line, message) in [
        ("viw 3", "nothing is called `viw`"),
        ("view", "the node's number is missing"),
        ("view 0", "0 is no node's number: write `broken` with its bytes"),
        ("view 3 in 1 colour #fff", "there is no property `colour`"),
        ("set 2 width", "the value is missing"),
        ("set 2 width wide", "`wide` is no value"),
        ("set 2 width 5 6", "`6` is too much"),
        ("set 2 fill #12345", "`#12345` is no value"),
        ("set 2 text \"open", "a string does not end"),
        ("set 2 text \"\\q\"", "a string has an escape that there is not"),
        ("transition 2 opacity soon ease", "`soon` is no duration in milliseconds"),
        ("transition 2 opacity 100 bouncy", "`bouncy` is no easing"),
        ("animate 2 1 100 1 normal", "`1` is no animation as #1 is"),
        ("animate 2 #1 100 1 normal opacity", "`opacity` is not property@offset"),
        ("press enter", "there is no key `enter`"),
        ("refused tick 16", "`tick` cannot be refused"),
        ("display 1280 720", "connected or gone is missing"),
        ("image \"a.png\" loaded", "`loaded` is no answer"),
        ("broken commands 5", "`5` is no byte or number"),
        ("= boxes 2", "`boxes` is not one of"),
        ("= box two 0 0 1 1", "`two` is no node"),
        ("screen 800 600", "the screen stands before everything else"),
    ] {
        let error = Case::read(&format!("{PAGE}{line}\n= list\n")).unwrap_err();
        assert_eq!(error.line, 6, "{line}");
        assert!(error.message.starts_with(message), "{line}: {}", error.message);
    }
    for (file, message) in [
        ("", "1: the file is empty"),
        ("view 1\n= list\n", "1: begin with `# ` and what the case shows"),
        ("# What.\nview 1\n= items none\n", "3: end with `= list`, the display list's digest"),
    ] {
        assert_eq!(Case::read(file).unwrap_err().to_string(), message);
    }
}

#[test]
fn cases_fail_where_they_say_something_wrong() {
    for (lines, want) in [
        ("= box 2 0 0 100 51\n= list\n", "6: expected\n  = box 2 0 0 100 51\n"),
        ("= events none\n= focus 2\n= list\n", "6: expected\n  = events none\n  = focus 2\n"),
        ("set 9 width 5\n= list\n", "6: the command is refused: log 2"),
        ("refused set 2 width 5\n= list\n", "6: the command is not refused"),
        ("set 2 width nan\n= list\n", "6: native cannot read it"),
        ("broken set 2 width 5\n= list\n", "6: native reads it"),
        ("image \"a.png\" ready 1 1\n= list\n", "6: no such image is held"),
        ("animate 2 #1 100 forever normal opacity@1 0 linear\nrest\n= list\n", "7: it moves for more than"),
    ] {
        let case = Case::read(&format!("{PAGE}{lines}")).unwrap();
        let error = case.run(&mut native()).unwrap_err().to_string();
        assert!(error.starts_with(want), "{error}");
    }
}

#[test]
fn what_must_be_is_written_anew_and_the_rest_stays() {
    let file = format!(
        "{PAGE}\n= box 2\n= event\n= turn idle\n# More.\nset 2 visible off\ntick 16\n= item\n= list\n"
    );
    let blessed = Case::read(&file).unwrap().blessed(&mut native()).unwrap();
    let (head, digest) = blessed.trim_end().rsplit_once(' ').unwrap();
    let want = "\n= box 2 0 0 100 50\n= events none\n= turn changed\n# More.\nset 2 visible off\ntick 16\n= items none\n= list";
    assert_eq!(head, format!("{PAGE}{want}"));
    assert_eq!(digest.len(), 16);
    Case::read(&blessed).unwrap().run(&mut native()).unwrap();
}

#[test]
fn engines_that_differ_are_noticed_and_the_story_is_made_short() {
    let mut maker = Maker::new(7, Families::ALL);
    let mut engines = different();
    let mut story: Vec<Step> = Vec::new();
    let error = loop {
        story.push(maker.step(&mut engines));
        if let Err(error) = engines.step(&story[story.len() - 1]) {
            break error;
        }
    };
    assert!(error.contains("native has"), "{error}");
    let fails = |story: &[Step]| {
        let mut engines = different();
        story.iter().any(|step| engines.step(step).is_err())
    };
    let short = shrink(&story, fails);
    assert!(fails(&short) && short.len() <= 4 && short.len() < story.len(), "{short:?}");
}

#[test]
fn a_node_with_properties_is_several_commands() {
    let all = steps("image 3 in 1 before 2 width 50% source \"a b.png\"").unwrap();
    assert_eq!(all.len(), 4);
    let lines: Vec<String> = all.iter().map(ferrule_conformance::script::line).collect();
    let want = ["create 3 image", "set 3 width 50%", "set 3 source \"a b.png\"", "insert 1 3 before 2"];
    assert_eq!(lines, want);
}
