//! `ferrule.list`: a view that shows items by nodes that are used again and again.

use std::rc::Rc;

use boa_engine::object::FunctionObjectBuilder;
use boa_engine::property::PropertyDescriptor;
use boa_engine::{Context, JsNativeError, JsObject, JsResult, JsString, JsValue, NativeFunction, js_string};
use ferrule_abi::limits::{LIST_ITEMS_MAX, LIST_SIZED_ITEMS_MAX, LIST_SIZES_MAX};
use ferrule_abi::{Command, ItemSizes, NodeId, NodeKind};

use super::{add_functions, argument, events, node};
use crate::host::Host;
use crate::lists::Pool;
use crate::props::{Node, handler_of};
use crate::value::{shown, type_error};

/// What lists can do beside what every node can.
pub(super) fn prototype(nodes: JsObject, context: &mut Context) -> JsResult<JsObject> {
    let prototype = JsObject::from_proto_and_data(nodes, ());
    add_functions(
        &prototype,
        &[
            ("insertItems", 2, insert_items),
            ("removeItems", 2, remove_items),
            ("moveItems", 3, move_items),
            ("setItemSizes", 2, set_item_sizes),
            ("focusItem", 1, focus_item),
            ("nodeOf", 1, node_of),
            ("rebind", 2, rebind),
        ],
        context,
    )?;
    let getter = |name: &str, get: fn(&Pool) -> u32| {
        let read = NativeFunction::from_copy_closure(move |this, _arguments, context| {
            let list = of(this)?;
            with(&*Host::of(context)?, list.id, |pool| get(pool)).map(JsValue::from)
        });
        let read = FunctionObjectBuilder::new(context.realm(), read).build();
        let property = PropertyDescriptor::builder().get(read).enumerable(true).configurable(false);
        prototype.insert_property(JsString::from(name), property);
    };
    getter("length", Pool::count);
    getter("focusedItem", Pool::focused);
    Ok(prototype)
}

/// Makes a list. Its nodes come from its `bind` when the engine asks for them.
pub(super) fn create(_this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let host = Host::of(context)?;
    let prototype = host.list_prototype.get().cloned();
    let made = node::create_with(NodeKind::View, prototype, arguments, context, |id| {
        host.lists.borrow_mut().insert(id, Pool::default());
    })?;
    let list = of(&made)?;
    if handler_of(&list.object, "bind", context)?.is_none() {
        node::take_out(&host, &list)?;
        return Err(type_error("a list needs `bind`, a function that gives the node of an item"));
    }
    Ok(made)
}

fn of(value: &JsValue) -> JsResult<Node> {
    node::of(value)
}

/// Does something with a list's nodes.
fn with<T>(host: &Host, list: NodeId, act: impl FnOnce(&mut Pool) -> T) -> JsResult<T> {
    let mut lists = host.lists.borrow_mut();
    lists.get_mut(&list).map(act).ok_or_else(|| type_error("this is not a list"))
}

/// The engine wants other items: those without a node get one.
pub(super) fn range_changed(
    host: &Rc<Host>,
    list: NodeId,
    first: u32,
    count: u32,
    context: &mut Context,
) -> JsResult<()> {
    let is_list = with(host, list, |pool| pool.set_wanted(first, count)).is_ok();
    let Some(object) = host.node(list).filter(|_| is_list) else { return Ok(()) };
    fill(host, &Node { id: list, kind: NodeKind::View, object }, context)
}

/// Binds every wanted item that has no node. What `bind` throws ends it until the next change.
fn fill(host: &Host, list: &Node, context: &mut Context) -> JsResult<()> {
    let Some(bind) = handler_of(&list.object, "bind", context)? else { return Ok(()) };
    let mut from = 0;
    // The app may do anything meanwhile, also to this list.
    while let Ok(Some(item)) = with(host, list.id, |pool| pool.next_missing(from)) {
        let again = with(host, list.id, Pool::take)?;
        let bound = bind_item(host, list, &bind, item, again, context);
        if let Some(again) = again.filter(|&again| !matches!(bound, Ok(node) if node == again)) {
            let _ = with(host, list.id, |pool| pool.give_back(again));
        }
        bound?;
        from = item + 1;
    }
    Ok(())
}

/// Asks the app for an item's node and binds it.
fn bind_item(
    host: &Host,
    list: &Node,
    bind: &JsObject,
    item: u32,
    again: Option<NodeId>,
    context: &mut Context,
) -> JsResult<NodeId> {
    let again = again.and_then(|id| host.node(id)).map_or(JsValue::null(), JsValue::from);
    let given = bind.call(&list.object.clone().into(), &[item.into(), again], context)?;
    let node = node::of(&given)
        .map_err(|_| type_error(format!("`bind` must give a node for item {item}, not {}", shown(&given))))?;
    node::adopt(host, list.id, node.id)?;
    if with(host, list.id, |pool| item < pool.count())? {
        with(host, list.id, |pool| pool.bind(item, node.id))?;
        host.command(&Command::ListBind { list: list.id, index: item, node: node.id })?;
    }
    Ok(node.id)
}

/// The item that has the focus in a list is another.
pub(super) fn item_focused(host: &Rc<Host>, list: NodeId, item: u32, context: &mut Context) -> JsResult<()> {
    let _ = with(host, list, |pool| pool.set_focused(item));
    events::on_node(host, list, "onItemFocus", &[item.into()], context)
}

/// Events were lost: the engine tells every range again when it hears the numbers again.
pub(super) fn ask_again(host: &Host) -> JsResult<()> {
    let counts: Vec<_> = host.lists.borrow().iter().map(|(&list, pool)| (list, pool.count())).collect();
    counts.into_iter().try_for_each(|(list, count)| host.set_item_count(list, count))
}

fn insert_items(this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let (list, host) = (of(this)?, Host::of(context)?);
    let all = with(&host, list.id, |pool| pool.count())?;
    let at = number("at", arguments, 0, None, all)?;
    let count = number("count", arguments, 1, Some(1), LIST_ITEMS_MAX - all)?;
    host.command(&Command::ListInsert { list: list.id, at, count })?;
    with(&host, list.id, |pool| pool.insert(at, count))?;
    Ok(this.clone())
}

fn remove_items(this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let (list, host) = (of(this)?, Host::of(context)?);
    let all = with(&host, list.id, |pool| pool.count())?;
    let at = number("at", arguments, 0, None, all)?;
    let count = number("count", arguments, 1, Some(1), all - at)?;
    host.command(&Command::ListRemove { list: list.id, at, count })?;
    with(&host, list.id, |pool| pool.remove(at, count))?;
    Ok(this.clone())
}

fn move_items(this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let (list, host) = (of(this)?, Host::of(context)?);
    let all = with(&host, list.id, |pool| pool.count())?;
    let from = number("from", arguments, 0, None, all)?;
    let count = number("count", arguments, 2, Some(1), all - from)?;
    let to = number("to", arguments, 1, None, all - count)?;
    host.command(&Command::ListMove { list: list.id, from, count, to })?;
    with(&host, list.id, |pool| pool.shift(from, count, to))?;
    Ok(this.clone())
}

fn set_item_sizes(this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let (list, host) = (of(this)?, Host::of(context)?);
    let all = with(&host, list.id, |pool| pool.count())?.min(LIST_SIZED_ITEMS_MAX);
    let at = number("at", arguments, 0, None, all)?;
    let sizes = argument(arguments, 1);
    let Some(sizes) = sizes.as_object() else {
        return Err(type_error(format!("sizes must be an array of numbers, not {}", shown(&sizes))));
    };
    let length = sizes.get(js_string!("length"), context)?.to_length(context)?;
    if length > u64::from(all - at) {
        return Err(range(format!("{length} sizes from item {at} on are more than the list takes ({all})")));
    }
    let mut bytes = Vec::with_capacity(length as usize * 4);
    for index in 0..length {
        let size = sizes.get(index, context)?.as_number().unwrap_or(f64::NAN) as f32;
        bytes.extend_from_slice(&size.to_le_bytes());
    }
    let mut first = at;
    for part in bytes.chunks(LIST_SIZES_MAX * 4) {
        let sizes =
            ItemSizes::new(part).map_err(|_| range("a size is a number of pixels, 0 to 1000000".into()))?;
        host.command(&Command::ListSizes { list: list.id, at: first, sizes })?;
        first += sizes.len() as u32;
    }
    Ok(this.clone())
}

fn focus_item(this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let (list, host) = (of(this)?, Host::of(context)?);
    let all = with(&host, list.id, |pool| pool.count())?;
    let index = number("index", arguments, 0, None, all.saturating_sub(1))?;
    if all > 0 {
        host.command(&Command::ListFocus { list: list.id, index })?;
    }
    Ok(JsValue::undefined())
}

fn node_of(this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let (list, host) = (of(this)?, Host::of(context)?);
    let item = number("index", arguments, 0, None, LIST_ITEMS_MAX)?;
    let bound = with(&host, list.id, |pool| pool.node_of(item))?;
    Ok(bound.and_then(|id| host.node(id)).map_or(JsValue::null(), JsValue::from))
}

fn rebind(this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let (list, host) = (of(this)?, Host::of(context)?);
    let first = number("first", arguments, 0, Some(0), LIST_ITEMS_MAX)?;
    let count = number("count", arguments, 1, Some(LIST_ITEMS_MAX), LIST_ITEMS_MAX)?;
    let Some(bind) = handler_of(&list.object, "bind", context)? else { return Ok(this.clone()) };
    for (item, node) in with(&host, list.id, |pool| pool.bound_among(first, count))? {
        bind_item(&host, &list, &bind, item, Some(node), context)?;
    }
    Ok(this.clone())
}

/// A whole number from 0 to `most`.
fn number(name: &str, arguments: &[JsValue], at: usize, default: Option<u32>, most: u32) -> JsResult<u32> {
    let value = argument(arguments, at);
    if let Some(default) = default.filter(|_| value.is_undefined()) {
        return Ok(default);
    }
    let given = value.as_number().filter(|number| number.fract() == 0.0);
    let given =
        given.ok_or_else(|| type_error(format!("`{name}` is a whole number, not {}", shown(&value))))?;
    if (0.0..=f64::from(most)).contains(&given) {
        return Ok(given as u32);
    }
    Err(range(format!("`{name}` is {given}; it must be 0 to {most}")))
}

fn range(message: String) -> boa_engine::JsError {
    JsNativeError::range().with_message(message).into()
}
