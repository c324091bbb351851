//! Taking in a whole object of properties in one native call.

use boa_engine::property::PropertyKey;
use boa_engine::{Context, JsObject, JsResult, JsString, JsValue, js_string};
use ferrule_abi::limits::LIST_ITEMS_MAX;
use ferrule_abi::{Command, NodeId, NodeKind, Prop, StyleState, Value};

use crate::host::Host;
use crate::motion::timing;
use crate::rich_text;
use crate::value::{animated, ascii, check_place, convert, shown, type_error};

/// Handlers that a node may have; they are plain properties of its object.
const HANDLERS: [&str; 7] = ["onFocus", "onBlur", "onActivate", "onLoad", "onError", "bind", "onItemFocus"];

/// A node as the native side sees it.
#[derive(Clone)]
pub(crate) struct Node {
    pub(crate) id: NodeId,
    pub(crate) kind: NodeKind,
    pub(crate) object: JsObject,
}

/// Sets everything an object names: properties, shorthands, `focused`, `transitions` and handlers. `transitions` count
/// from the next change on, so they come last whatever their place.
///
/// # Errors
/// `TypeError` or `RangeError` for the first name or value that does not fit; what came before it is set.
pub(crate) fn apply(host: &Host, node: &Node, props: &JsValue, context: &mut Context) -> JsResult<()> {
    let props = object(props, "properties")?;
    let mut transitions = None;
    for key in props.own_property_keys(context)? {
        let name = name(&key)?;
        let value = props.get(key, context)?;
        if value.is_undefined() {
            continue;
        }
        match name.as_str() {
            "focused" => focused(host, node, &value, context)?,
            "transitions" => transitions = Some(value),
            "padding" => sides(host, node, PADDINGS, &value, context)?,
            "margin" => sides(host, node, MARGINS, &value, context)?,
            name => match Prop::from_name(name) {
                Some(prop) => set(host, node, prop, &value, context)?,
                None if HANDLERS.contains(&name) => handler(node, name, value, context)?,
                None => return Err(unknown(name)),
            },
        }
    }
    transitions.map_or(Ok(()), |transitions| self::transitions(host, node, &transitions, context))
}

const PADDINGS: [Prop; 4] = [Prop::PaddingLeft, Prop::PaddingTop, Prop::PaddingRight, Prop::PaddingBottom];
const MARGINS: [Prop; 4] = [Prop::MarginLeft, Prop::MarginTop, Prop::MarginRight, Prop::MarginBottom];

fn sides(host: &Host, node: &Node, sides: [Prop; 4], value: &JsValue, context: &mut Context) -> JsResult<()> {
    sides.into_iter().try_for_each(|prop| set(host, node, prop, value, context))
}

fn set(host: &Host, node: &Node, prop: Prop, value: &JsValue, context: &mut Context) -> JsResult<()> {
    check_place(prop, node.kind, StyleState::Base)?;
    if prop == Prop::Text
        && let Some(parts) = value.as_object().filter(JsObject::is_array)
    {
        return rich_text::set(host, node.id, &parts, context);
    }
    let value = convert(prop, value)?;
    let value = value.as_value();
    host.command(&Command::Set { node: node.id, prop, state: StyleState::Base, value })?;
    if prop == Prop::ItemCount
        && let Some(pool) = host.lists.borrow_mut().get_mut(&node.id)
    {
        // As the engine reads it.
        let count = if let Value::Number(count) = value { count as u32 } else { 0 };
        pool.set_count(count.min(LIST_ITEMS_MAX));
    }
    Ok(())
}

fn focused(host: &Host, node: &Node, props: &JsValue, context: &mut Context) -> JsResult<()> {
    let props = object(props, "`focused`")?;
    for key in props.own_property_keys(context)? {
        let prop = prop(&key)?;
        let value = props.get(key, context)?;
        if value.is_undefined() {
            continue;
        }
        check_place(prop, node.kind, StyleState::Focused)?;
        let value = convert(prop, &value)?;
        let value = value.as_value();
        host.command(&Command::Set { node: node.id, prop, state: StyleState::Focused, value })?;
    }
    Ok(())
}

/// Makes later changes of properties take time.
pub(crate) fn transitions(host: &Host, node: &Node, props: &JsValue, context: &mut Context) -> JsResult<()> {
    let props = object(props, "transitions")?;
    for key in props.own_property_keys(context)? {
        // Not a property of its own: where the node is, and how large.
        let prop = if name(&key)? == "layout" { None } else { Some(animated_prop(&key, node)?) };
        let timing = timing(&props.get(key, context)?, context)?;
        host.command(&match prop {
            Some(prop) => Command::Transition { node: node.id, prop, timing },
            None => Command::LayoutTransition { node: node.id, timing },
        })?;
    }
    Ok(())
}

fn handler(node: &Node, name: &str, value: JsValue, context: &mut Context) -> JsResult<()> {
    if !value.is_null() && !value.is_callable() {
        return Err(type_error(format!("`{name}` cannot be {}; it takes a function or null", shown(&value))));
    }
    node.object.set(JsString::from(name), value, true, context).map(|_| ())
}

pub(crate) fn animated_prop(key: &PropertyKey, node: &Node) -> JsResult<Prop> {
    let prop = prop(key)?;
    if !prop.animates() {
        return Err(type_error(format!("`{}` cannot be animated; {}", prop.name(), animated())));
    }
    check_place(prop, node.kind, StyleState::Base)?;
    Ok(prop)
}

fn prop(key: &PropertyKey) -> JsResult<Prop> {
    let name = name(key)?;
    Prop::from_name(&name).ok_or_else(|| unknown(&name))
}

pub(crate) fn name(key: &PropertyKey) -> JsResult<String> {
    match key {
        PropertyKey::String(text) => ascii(text).ok_or_else(|| unknown(&text.to_std_string_lossy())),
        other => Err(unknown(&other.to_string())),
    }
}

fn unknown(name: &str) -> boa_engine::JsError {
    const SHOWN_CHARS_MAX: usize = 60;
    let start: String = name.chars().take(SHOWN_CHARS_MAX).collect();
    let near = Prop::ALL.iter().map(|prop| prop.name()).chain(HANDLERS).find(|known| {
        known.eq_ignore_ascii_case(name) || known.to_ascii_lowercase().starts_with(&name.to_ascii_lowercase())
    });
    type_error(match near {
        Some(near) if !name.is_empty() => format!("there is no property `{start}`; did you mean `{near}`?"),
        _ => format!("there is no property `{start}`; ferrule.d.ts lists them"),
    })
}

pub(crate) fn object(value: &JsValue, what: &str) -> JsResult<JsObject> {
    value
        .as_object()
        .filter(|object| !object.is_callable())
        .ok_or_else(|| type_error(format!("{what} must be an object, not {}", shown(value))))
}

/// The name under which a handler is looked up.
pub(crate) fn handler_of(
    object: &JsObject,
    name: &'static str,
    context: &mut Context,
) -> JsResult<Option<JsObject>> {
    Ok(object.get(js_string!(name), context)?.as_callable())
}
