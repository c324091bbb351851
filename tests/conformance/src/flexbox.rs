//! The reader of `flexbox.xml`: boxes that a browser computed for trees of flexbox styles.

use ferrule_abi::limits::COORDINATE_MAX;
use ferrule_abi::{Keyword, Prop, Rect, Value};
use roxmltree::{Document, Node};

/// Why the file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not XML.
    #[error("the cases are not XML: {0}")]
    Xml(#[from] roxmltree::Error),
    /// A test lacks something that all have.
    #[error("case `{name}` has no {what}")]
    Missing {
        /// The test's name.
        name: String,
        /// What is missing.
        what: &'static str,
    },
}

/// A test of the file.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its name, unlike all others.
    pub name: String,
    /// The case, or why the engine has no such thing.
    pub case: Result<Case, String>,
}

/// Styles, and the boxes they lead to.
#[derive(Clone, Debug)]
pub struct Case {
    /// Width of the room for the tree, in pixels; without it as much as it wants.
    pub width: Option<f32>,
    /// The expected boxes are on whole pixels.
    pub rounded: bool,
    /// The tree.
    pub root: Item,
    /// Its boxes.
    pub expected: Expected,
}

/// A node of a case.
#[derive(Clone, Debug)]
pub struct Item {
    /// Of a text node.
    pub text: Option<String>,
    /// Its style.
    pub props: Vec<(Prop, Value<'static>)>,
    /// What is in it.
    pub children: Vec<Item>,
}

/// The box of a node, relative to its parent's.
#[derive(Clone, Debug)]
pub struct Expected {
    /// Position and size.
    pub rect: Rect,
    /// Of the nodes in it.
    pub children: Vec<Expected>,
}

/// Reads all tests.
///
/// # Errors
/// The first that is broken.
pub fn read(xml: &str) -> Result<Vec<Test>, ReadError> {
    let document = Document::parse(xml)?;
    document.root_element().children().filter(Node::is_element).map(test).collect()
}

fn test(node: Node<'_, '_>) -> Result<Test, ReadError> {
    let name = node.attribute("name").unwrap_or_default().to_owned();
    let missing = |what| ReadError::Missing { name: name.clone(), what };
    let part =
        |of: Node<'_, '_>, tag| of.children().find(|child| child.has_tag_name(tag)).map(|child| child.id());
    let part = |tag: &'static str| {
        part(node, tag).and_then(|id| node.document().get_node(id)).ok_or_else(|| missing(tag))
    };
    let inner = |outer: &Node<'_, '_>| outer.children().find(Node::is_element).map(|child| child.id());
    let viewport = part("viewport")?;
    let width = viewport.attribute("width").and_then(pixels);
    let (input, expectations) = (part("input")?, part("expectations")?);
    let input = inner(&input).and_then(|id| node.document().get_node(id)).ok_or_else(|| missing("tree"))?;
    let boxes =
        inner(&expectations).and_then(|id| node.document().get_node(id)).ok_or_else(|| missing("boxes"))?;
    let expected = expected(boxes).ok_or_else(|| missing("number"))?;
    let rounded = node.attribute("use-rounding") == Some("true");
    let case = item(input).map(|root| Case { width, rounded, root, expected });
    Ok(Test { name, case })
}

fn expected(node: Node<'_, '_>) -> Option<Expected> {
    let number = |name| node.attribute(name)?.parse().ok();
    let rect = Rect::new(number("x")?, number("y")?, number("width")?, number("height")?);
    let children = node.children().filter(Node::is_element).map(expected).collect::<Option<_>>()?;
    Some(Expected { rect, children })
}

/// A node, or the feature it needs that the engine does not have.
fn item(node: Node<'_, '_>) -> Result<Item, String> {
    let text = node.has_tag_name("text").then(|| node.text().unwrap_or_default().trim().to_owned());
    // What differs between the engine and CSS when nothing is said.
    let mut props = if text.is_some() {
        vec![(Prop::MinWidth, Value::Auto), (Prop::MinHeight, Value::Auto)]
    } else {
        vec![(Prop::Direction, Value::Keyword(Keyword::Row))]
    };
    let scrolls = ["overflow-x", "overflow-y"].iter().any(|name| node.attribute(*name) == Some("scroll"));
    for attribute in node.attributes() {
        match (attribute.name(), attribute.value()) {
            // Blocks of blocks are laid out as columns are.
            ("display", "block") => props.push((Prop::Direction, Value::Keyword(Keyword::Column))),
            // There are no scroll bars, which only `scroll` makes room for.
            ("scrollbar-width", _) if scrolls => return Err("scrollbar-width".into()),
            ("scrollbar-width", _) => {}
            ("overflow-x" | "overflow-y", "scroll") => {
                props.push((prop(attribute.name())?, Value::Keyword(Keyword::Hidden)));
            }
            (name, text) => {
                let prop = prop(name)?;
                match value(prop, text).ok_or_else(|| format!("{name}: {text}"))? {
                    Value::Number(pixels) if pixels > COORDINATE_MAX => {
                        // More than there can be is no limit.
                        if !matches!(prop, Prop::MaxWidth | Prop::MaxHeight) {
                            return Err(format!("more than {COORDINATE_MAX} pixels"));
                        }
                    }
                    value => props.push((prop, value)),
                }
            }
        }
    }
    let children = node.children().filter(Node::is_element).map(item).collect::<Result<_, _>>()?;
    Ok(Item { text, props, children })
}

/// The engine's name of a CSS property, or the name itself where there is none.
fn prop(name: &str) -> Result<Prop, String> {
    Ok(match name {
        "flex-direction" => Prop::Direction,
        "direction" => Prop::LayoutDirection,
        "flex-wrap" => Prop::Wrap,
        "flex-line-count" => Prop::LineCount,
        "flex-grow" => Prop::Grow,
        "flex-shrink" => Prop::Shrink,
        "flex-basis" => Prop::Basis,
        "align-items" => Prop::Align,
        "justify-content" => Prop::Justify,
        // Borders take room here; what is painted is another property.
        name => {
            let mut camel = String::new();
            for (at, part) in name.split('-').enumerate() {
                let (first, rest) = part.split_at(part.len().min(1));
                camel += &if at == 0 { first.to_owned() } else { first.to_uppercase() };
                camel += rest;
            }
            Prop::from_name(&camel).ok_or_else(|| name.to_owned())?
        }
    })
}

fn value(prop: Prop, text: &str) -> Option<Value<'static>> {
    let value = if let Some(percent) = text.strip_suffix('%') {
        Value::Percent(percent.parse().ok()?)
    } else if let Some(pixels) = pixels(text).or_else(|| text.parse().ok()) {
        Value::Number(pixels)
    } else if text == "auto" {
        Value::Auto
    } else {
        let name = if text == "wrap-reverse balance" { "balance-reverse" } else { text };
        Value::Keyword(Keyword::from_name(name).filter(|word| prop.keywords().contains(word))?)
    };
    value.fits(prop.kind()).then_some(value)
}

fn pixels(text: &str) -> Option<f32> {
    text.strip_suffix("px")?.parse().ok()
}
