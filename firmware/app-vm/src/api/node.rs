//! Node objects: making them, and what they can do.

use std::cell::Cell;

use boa_engine::{Context, JsData, JsObject, JsResult, JsValue, js_string};
use boa_gc::{Finalize, Trace};
use ferrule_abi::{Command, NodeId, NodeKind};

use super::{add_functions, animation, argument};
use crate::host::Host;
use crate::nodes::TreeError;
use crate::props::{self, Node};
use crate::value::{shown, type_error};

/// What makes an object a node. The number is nothing once the node was removed.
#[derive(Debug, Trace, Finalize, JsData)]
struct NodeRef {
    #[unsafe_ignore_trace]
    id: Cell<Option<NodeId>>,
    #[unsafe_ignore_trace]
    kind: NodeKind,
}

pub(super) fn prototype(context: &mut Context) -> JsObject {
    let prototype = JsObject::with_object_proto(context.intrinsics());
    // A fresh object takes any property.
    let _ = add_functions(
        &prototype,
        &[
            ("set", 1, set),
            ("append", 1, append),
            ("insertBefore", 2, insert_before),
            ("remove", 0, remove),
            ("animate", 2, animation::animate),
            ("transition", 1, transition),
            ("focus", 0, focus),
        ],
        context,
    );
    prototype
}

/// `ferrule.view`, `ferrule.text` and `ferrule.image`: makes a node, sets its properties and takes in its children.
pub(super) fn create(kind: NodeKind, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let prototype = Host::of(context)?.node_prototype.get().cloned();
    create_with(kind, prototype, arguments, context, |_| {})
}

/// The same with another prototype. `made` hears of the number before properties are set.
pub(super) fn create_with(
    kind: NodeKind,
    prototype: Option<JsObject>,
    arguments: &[JsValue],
    context: &mut Context,
    made: impl FnOnce(NodeId),
) -> JsResult<JsValue> {
    let host = Host::of(context)?;
    let data = NodeRef { id: Cell::new(None), kind };
    let object = JsObject::from_proto_and_data(prototype, data);
    let created = host.nodes.borrow_mut().create(object.clone());
    let id = created.map_err(refused)?;
    if let Some(data) = object.downcast_ref::<NodeRef>() {
        data.id.set(Some(id));
    }
    host.command(&Command::Create { node: id, kind })?;
    made(id);
    let node = Node { id, kind, object };
    if let Err(error) = fill(&host, &node, arguments, context) {
        // Nobody holds the node, so nobody could remove it.
        take_out(&host, &node)?;
        return Err(error);
    }
    Ok(node.object.into())
}

fn fill(host: &Host, node: &Node, arguments: &[JsValue], context: &mut Context) -> JsResult<()> {
    if let Some(values) = arguments.first().filter(|values| !values.is_null_or_undefined()) {
        props::apply(host, node, values, context)?;
    }
    let children = argument(arguments, 1);
    if children.is_undefined() {
        return Ok(());
    }
    let Some(list) = children.as_object().filter(JsObject::is_array) else {
        return Err(type_error(format!("children must be an array of nodes, not {}", shown(&children))));
    };
    let length = list.get(js_string!("length"), context)?.to_length(context)?;
    for index in 0..length {
        let child = list.get(index, context)?;
        // `condition && node` leaves these behind.
        if child.is_null_or_undefined() || child.as_boolean() == Some(false) {
            continue;
        }
        insert(host, node, &of(&child)?, None)?;
    }
    Ok(())
}

/// The node behind a value.
///
/// # Errors
/// `TypeError` when it is none, or one that was removed.
pub(super) fn of(value: &JsValue) -> JsResult<Node> {
    let object = value.as_object();
    let found = object.and_then(|object| {
        let (id, kind) = object.downcast_ref::<NodeRef>().map(|data| (data.id.get(), data.kind))?;
        Some((object, id, kind))
    });
    match found {
        Some((object, Some(id), kind)) => Ok(Node { id, kind, object }),
        Some((_, None, _)) => Err(refused(TreeError::Unknown)),
        None => Err(type_error(format!("{} is not a node", shown(value)))),
    }
}

fn insert(host: &Host, parent: &Node, child: &Node, before: Option<NodeId>) -> JsResult<()> {
    if parent.kind != NodeKind::View {
        return Err(type_error("only a view has children; put the text or image into a view"));
    }
    host.nodes.borrow_mut().insert(parent.id, child.id, before).map_err(refused)?;
    // Taken out of a list it shows no item any more.
    host.lists.borrow_mut().values_mut().for_each(|pool| pool.forget(child.id));
    host.command(&Command::Insert { parent: parent.id, child: child.id, before })
}

/// Makes a node a child of a list, as the engine does when it is bound.
pub(super) fn adopt(host: &Host, list: NodeId, child: NodeId) -> JsResult<()> {
    let mut nodes = host.nodes.borrow_mut();
    if nodes.parent(child) == Some(list) {
        return Ok(());
    }
    nodes.insert(list, child, None).map_err(refused)
}

/// Removes a node with everything below it.
pub(super) fn take_out(host: &Host, node: &Node) -> JsResult<()> {
    let parent = host.nodes.borrow().parent(node.id);
    let removed = host.nodes.borrow_mut().remove(node.id);
    let mut lists = host.lists.borrow_mut();
    if let Some(pool) = parent.and_then(|parent| lists.get_mut(&parent)) {
        pool.forget(node.id);
    }
    lists.retain(|&list, _| host.nodes.borrow().get(list).is_some());
    drop(lists);
    for object in &removed {
        if let Some(data) = object.downcast_ref::<NodeRef>() {
            data.id.set(None);
        }
    }
    host.command(&Command::Remove { node: node.id })
}

fn refused(error: TreeError) -> boa_engine::JsError {
    match error {
        TreeError::Full | TreeError::TooDeep => {
            boa_engine::JsNativeError::range().with_message(error.to_string()).into()
        }
        TreeError::Cycle | TreeError::NotAChild | TreeError::Unknown => type_error(error.to_string()),
    }
}

fn set(this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let node = of(this)?;
    props::apply(&*Host::of(context)?, &node, &argument(arguments, 0), context)?;
    Ok(this.clone())
}

fn append(this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let (node, child) = (of(this)?, of(&argument(arguments, 0))?);
    insert(&*Host::of(context)?, &node, &child, None)?;
    Ok(this.clone())
}

fn insert_before(this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let (node, child) = (of(this)?, of(&argument(arguments, 0))?);
    let before = argument(arguments, 1);
    let before = if before.is_null_or_undefined() { None } else { Some(of(&before)?.id) };
    insert(&*Host::of(context)?, &node, &child, before)?;
    Ok(this.clone())
}

fn remove(this: &JsValue, _arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    take_out(&*Host::of(context)?, &of(this)?)?;
    Ok(JsValue::undefined())
}

fn transition(this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let node = of(this)?;
    props::transitions(&*Host::of(context)?, &node, &argument(arguments, 0), context)?;
    Ok(this.clone())
}

fn focus(this: &JsValue, _arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let node = of(this)?;
    Host::of(context)?.command(&Command::Focus { node: node.id })?;
    Ok(JsValue::undefined())
}
