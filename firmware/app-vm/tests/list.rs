//! `ferrule.list` in the real process: which nodes are bound to which items, and what edits do to them.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::App;
use ferrule_abi::{Event, NodeId};

fn node(raw: u32) -> NodeId {
    NodeId::new(raw).unwrap()
}

/// A list, node 1, whose items are texts that say their number.
const LIST: &str = r##"
    const list = ferrule.list({
        itemCount: 1000, itemSize: 80, columns: 2, scroll: "y", overscan: 2, placeholderColor: "#222",
        bind(index, recycled) {
            return (recycled ?? ferrule.text({focusable: true})).set({text: "item " + index});
        },
        onItemFocus(index) { console.log("focus", index, this.focusedItem, this === list) },
    });
    ferrule.present(list);
    ferrule.onKey = (event) => keys[event.key]();
"##;

fn range(first: u32, count: u32) -> Event<'static> {
    Event::RangeChanged { list: node(1), first, count }
}

fn key(key: ferrule_abi::RemoteKey) -> Event<'static> {
    Event::Key(ferrule_abi::KeyEvent { key, phase: ferrule_abi::KeyPhase::Down, time_us: 0 })
}

#[test]
fn items_in_range_get_nodes_and_nodes_are_used_again() {
    let mut app = App::start(LIST);
    assert_eq!(
        app.commands(),
        [
            "create 1 view",
            "set 1 itemCount 1000",
            "set 1 itemSize 80",
            "set 1 columns 2",
            "set 1 scroll y",
            "set 1 overscan 2",
            "set 1 placeholderColor #222222ff",
            "present 1",
        ]
    );
    app.events(&[range(0, 3)]);
    let first = app.commands();
    assert_eq!(first.len(), 12);
    assert_eq!(
        first[..4],
        ["create 2 text", "set 2 focusable true", "set 2 text \"item 0\"", "bind 1 0 to 2"]
    );
    app.events(&[range(1, 3)]);
    assert_eq!(app.commands(), ["set 2 text \"item 3\"", "bind 1 3 to 2"]);
    app.events(&[range(0, 2), range(500, 2)]);
    assert_eq!(
        app.commands(),
        [
            "set 2 text \"item 0\"",
            "bind 1 0 to 2",
            "set 2 text \"item 500\"",
            "bind 1 500 to 2",
            "set 3 text \"item 501\"",
            "bind 1 501 to 3",
        ],
        "the farthest first"
    );
    app.events(&[Event::ItemFocused { list: node(1), index: 501 }]);
    assert_eq!(app.ping(), ["focus 501 501 true"]);
}

#[test]
fn edits_keep_nodes_with_their_items() {
    let script = format!(
        r#"{LIST}
        const keys = {{
            up() {{ list.insertItems(1, 2); }},
            down() {{ list.removeItems(0); }},
            left() {{ list.moveItems(1, 0); }},
            right() {{ list.set({{itemCount: 2}}); console.log(list.length, list.nodeOf(0) === null, list.nodeOf(1).text); }},
            ok() {{ list.setItemSizes(0, [20.5, 40]).focusItem(1); list.rebind(0, 1); }},
            back() {{ list.nodeOf(0).remove(); }},
            home() {{ ferrule.view().append(list.nodeOf(1)); }},
            menu() {{ list.remove(); try {{ list.insertItems(0) }} catch (error) {{ console.log(error.message) }} }},
        }};"#
    );
    let mut app = App::start(&script);
    app.commands();
    app.events(&[range(0, 3)]);
    app.commands();
    use ferrule_abi::RemoteKey::{Back, Down, Home, Left, Menu, Ok, Right, Up};
    for (event, want) in [
        (key(Up), &["insert items 1 1+2"][..]),
        (range(0, 3), &["set 4 text \"item 1\"", "bind 1 1 to 4", "set 3 text \"item 2\"", "bind 1 2 to 3"]),
        (key(Down), &["remove items 1 0+1"]),
        (range(0, 3), &["set 2 text \"item 2\"", "bind 1 2 to 2"]),
        (key(Left), &["move items 1 1+1 to 0"]),
        (key(Ok), &["sizes 1 0 [20.5, 40.0]", "focus item 1 1", "set 3 text \"item 0\"", "bind 1 0 to 3"]),
        (key(Back), &["remove 3"]),
        (range(0, 3), &["create 5 text", "set 5 focusable true", "set 5 text \"item 0\"", "bind 1 0 to 5"]),
        (key(Home), &["create 6 view", "insert 4 into 6"]),
        (range(0, 3), &["create 7 text", "set 7 focusable true", "set 7 text \"item 1\"", "bind 1 1 to 7"]),
        (Event::Overflow { lost: 1 }, &[]),
    ] {
        app.events(&[event]);
        match event {
            Event::Overflow { .. } => {
                assert!(app.log().1.contains("1 events were lost"));
                assert_eq!(app.commands(), ["set 1 itemCount 1001"], "the range is told again");
            }
            _ => assert_eq!(app.commands(), want, "{event:?}"),
        }
    }
    app.events(&[key(Right), key(Menu)]);
    assert_eq!(app.log().1, "2 false undefined");
    assert!(app.log().1.contains("the node was removed"));
}

#[test]
fn mistakes_with_lists_are_told() {
    let mut app = App::start(
        r#"
        const bad = (act) => { try { act() } catch (error) { console.log(error.name, error.message) } };
        bad(() => ferrule.list({itemCount: 3}));
        const list = ferrule.list({itemCount: 10, bind: (index) => index < 1 ? ferrule.view() : index});
        bad(() => list.insertItems(11));
        bad(() => list.insertItems(0, 999991));
        bad(() => list.insertItems(0.5));
        bad(() => list.removeItems(9, 2));
        bad(() => list.moveItems(0, 9, 2));
        bad(() => list.setItemSizes(9, [1, 2]));
        bad(() => list.setItemSizes(0, ["wide"]));
        bad(() => list.focusItem(10));
        bad(() => ferrule.view().focusItem(1));
        bad(() => list.insertItems.call(ferrule.view(), 0));
        "#,
    );
    for says in [
        "TypeError a list needs `bind`",
        "RangeError `at` is 11; it must be 0 to 10",
        "RangeError `count` is 999991; it must be 0 to 999990",
        "TypeError `at` is a whole number, not 0.5",
        "RangeError `count` is 2; it must be 0 to 1",
        "RangeError `to` is 9; it must be 0 to 8",
        "RangeError 2 sizes from item 9 on are more than the list takes (10)",
        "RangeError a size is a number of pixels",
        "RangeError `index` is 10; it must be 0 to 9",
        "TypeError not a callable function",
        "TypeError this is not a list",
    ] {
        let (_, text) = app.log();
        assert!(text.starts_with(says), "{text} instead of {says}");
    }
    app.commands();
    app.events(&[Event::RangeChanged { list: node(2), first: 0, count: 5 }]);
    assert!(app.log().1.contains("`bind` must give a node for item 1, not 1"));
    assert_eq!(app.commands().last().unwrap(), "bind 2 0 to 5");
}
