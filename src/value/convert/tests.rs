use super::*;
use crate::source::{Sources, Span};
use crate::value::{Origin, Reason, Symbol, Unknown, compare, equal, render_short};
use proptest::prelude::*;
use std::cmp::Ordering;

fn origin() -> Origin {
    let file = Sources::new().add("x.tf", "");
    Origin::expression(Span::new(file.id(), 3, 5))
}

fn text(value: &str) -> Value {
    Value::string(value, origin())
}

fn number(value: i64) -> Value {
    Value::number(value, origin())
}

fn tuple(values: &[Value]) -> Value {
    Value::tuple(values.to_vec(), origin())
}

fn object(fields: &[(&str, Value)]) -> Value {
    let fields = fields
        .iter()
        .map(|(name, value)| (Arc::from(*name), value.clone()))
        .collect();
    Value::object(fields, origin())
}

fn unknown(ty: Type) -> Value {
    Value::unknown(
        Unknown::because(ty, Reason::Other("of a test".into())),
        origin(),
    )
}

fn object_type(attributes: &[(&str, Type)], optional: &[&str]) -> Type {
    Type::Object(Arc::new(ObjectType {
        attributes: attributes
            .iter()
            .map(|(name, ty)| (Arc::from(*name), ty.clone()))
            .collect(),
        optional: optional.iter().map(|name| Arc::from(*name)).collect(),
    }))
}

/// The converted value and its type, or the message.
fn converted(value: &Value, ty: &Type) -> String {
    match convert(value, ty) {
        Ok(value) => format!("{} {}", value.ty(), render_short(&value, 200)),
        Err(message) => message,
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of known answers")]
fn conversions_and_messages() {
    let one_a = object(&[("a", number(1))]);
    let wanted = object_type(&[("a", Type::String), ("b", Type::Number)], &["b"]);
    for (value, ty, result) in [
        (number(1), Type::String, "string \"1\""),
        (text("1"), Type::Bool, "bool true"),
        (text("x"), Type::Number, "a number is required"),
        (
            text("True"),
            Type::Bool,
            "a bool is required; to convert from string, use lowercase `true`",
        ),
        (number(1), Type::Bool, "bool required, but have number"),
        (
            number(1),
            Type::list(Type::Any),
            "list of any single type required, but have number",
        ),
        (tuple(&[]), Type::String, "string required, but have tuple"),
        (
            tuple(&[number(1), text("a")]),
            Type::list(Type::Any),
            "list(string) tolist([\"1\", \"a\"])",
        ),
        (
            tuple(&[number(1), text("a")]),
            Type::list(Type::Number),
            "element 1: a number is required",
        ),
        (
            tuple(&[number(1), tuple(&[])]),
            Type::list(Type::Any),
            "all list elements must have the same type",
        ),
        (
            tuple(&[number(2), number(1), number(2)]),
            Type::set(Type::String),
            "set(string) toset([\"1\", \"2\"])",
        ),
        (
            one_a.clone(),
            Type::map(Type::Any),
            "map(number) tomap({\"a\" = 1})",
        ),
        (
            one_a.clone(),
            wanted.clone(),
            "object({a=string,b=number}) {\"a\" = \"1\", \"b\" = tonumber(null)}",
        ),
        (
            object(&[("c", number(1))]),
            wanted.clone(),
            "attribute `a` is required",
        ),
        (
            object(&[]),
            object_type(&[("a", Type::Any), ("b", Type::Any), ("c", Type::Any)], &[]),
            "attributes `a`, `b`, and `c` are required",
        ),
        (
            tuple(&[one_a.clone(), object(&[("a", tuple(&[]))])]),
            Type::list(wanted.clone()),
            "element 1: attribute `a`: string required, but have tuple",
        ),
        (
            object(&[
                ("x", one_a.clone()),
                ("y", object(&[("a", text("q")), ("extra", number(1))])),
            ]),
            Type::map(wanted.clone()),
            "map(object({a=string,b=number})) tomap({\"x\" = {\"a\" = \"1\", \"b\" = tonumber(null)}, \"y\" = {\"a\" = \"q\", \"b\" = tonumber(null)}})",
        ),
        (
            Value::null(Type::Any, origin()),
            Type::list(Type::String),
            "list(string) null",
        ),
        (
            Value::null(Type::String, origin()),
            Type::list(Type::String),
            "list of string required, but have string",
        ),
        (unknown(Type::Number), Type::String, "string (unknown)"),
        (
            unknown(Type::Any),
            wanted.clone(),
            "object({a=string,b=number}) (unknown)",
        ),
        (
            unknown(Type::String),
            Type::list(Type::String),
            "list of string required, but have string",
        ),
        (
            tuple(&[unknown(Type::Number), text("a")]),
            Type::list(Type::Any),
            "list(string) tolist([(unknown), \"a\"])",
        ),
        (
            tuple(&[object(&[("a", number(1))]), object(&[("a", text("x"))])]),
            Type::list(object_type(&[("a", Type::Any)], &[])),
            "list(object({a=string})) tolist([{\"a\" = \"1\"}, {\"a\" = \"x\"}])",
        ),
    ] {
        assert_eq!(converted(&value, &ty), result, "{value:?} to {ty}");
    }
}

#[test]
fn maps_become_objects() {
    let map = convert(&object(&[("a", text("1"))]), &Type::map(Type::String)).unwrap();
    let ty = object_type(&[("a", Type::Number), ("b", Type::list(Type::Any))], &["b"]);
    assert_eq!(
        converted(&map, &ty),
        "object({a=number,b=list(any)}) {\"a\" = 1, \"b\" = null}"
    );
    let required = object_type(&[("c", Type::String)], &[]);
    assert_eq!(converted(&map, &required), "attribute `c` is required");
}

#[test]
fn what_a_value_carries_stays() {
    let place = origin();
    let secret = number(1).with_origin(place.clone()).mark_sensitive(true);
    let list = convert(
        &tuple(std::slice::from_ref(&secret)),
        &Type::list(Type::String),
    )
    .unwrap();
    let element = &list.as_sequence().unwrap()[0];
    assert!(element.is_sensitive() && *element.origin() == place);
    let set = convert(&tuple(&[secret]), &Type::set(Type::String)).unwrap();
    assert!(set.is_sensitive() && !set.as_sequence().unwrap()[0].is_sensitive());
    let symbol = Arc::new(Symbol {
        instance: "aws_vpc.main".into(),
        path: "id".into(),
    });
    let id = Value::unknown(Unknown::computed(Type::Any, Arc::clone(&symbol)), origin());
    let id = convert(&id, &Type::String).unwrap();
    assert_eq!(id.as_unknown().unwrap().symbol.as_ref(), Some(&symbol));
}

#[test]
fn sets_with_unknown_elements() {
    let open = tuple(&[unknown(Type::String), text("a"), unknown(Type::String)]);
    let set = convert(&open, &Type::set(Type::String)).unwrap();
    assert_eq!(set.as_sequence().unwrap().len(), 3);
    assert!(!set.length_reasons().is_empty());
    let list = convert(&set, &Type::list(Type::String)).unwrap();
    assert_eq!(list.as_unknown().unwrap().length, Some((1, Some(3))));
    let single = convert(&tuple(&[unknown(Type::String)]), &Type::set(Type::String)).unwrap();
    assert!(single.length_reasons().is_empty());
}

#[test]
fn the_type_of_a_collection_can_be_open() {
    let value = tuple(&[object(&[("a", number(1))]), unknown(Type::Any)]);
    let list = convert(&value, &Type::list(Type::Any)).unwrap();
    assert_eq!(list.as_unknown().unwrap().length, Some((2, Some(2))));
    // Found by the fuzz target `evaluate`: if the unknown is a string, all of them are.
    let mixed = object(&[
        ("a", number(1)),
        ("b", unknown(Type::Any)),
        ("c", Value::bool(true, origin())),
    ]);
    let open = convert(&mixed, &Type::map(Type::Any)).unwrap();
    assert!(open.is_unknown() && open.ty() == Type::map(Type::Any));
    let null = Value::null(Type::Any, origin());
    let closed = object(&[
        ("a", number(1)),
        ("b", null),
        ("c", Value::bool(true, origin())),
    ]);
    assert!(convert(&closed, &Type::map(Type::Any)).is_err());
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::null(Type::Any, origin())),
        any::<bool>().prop_map(|value| Value::bool(value, origin())),
        (-3i64..3).prop_map(number),
        "[ab1]{0,2}".prop_map(|value| text(&value)),
        Just(unknown(Type::String)),
        Just(unknown(Type::Any)),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(|values| tuple(&values)),
            prop::collection::vec(inner.clone(), 0..3).prop_map(|values| {
                convert(&tuple(&values), &Type::list(Type::Any)).unwrap_or_else(|_| tuple(&values))
            }),
            prop::collection::vec(inner.clone(), 0..3).prop_map(|values| {
                convert(&tuple(&values), &Type::set(Type::Any)).unwrap_or_else(|_| tuple(&values))
            }),
            prop::collection::btree_map("[ab]", inner, 0..3).prop_map(|fields| {
                let fields = fields
                    .into_iter()
                    .map(|(name, value)| (Arc::from(name), value));
                Value::object(fields.collect(), origin())
            }),
        ]
    })
}

fn any_type() -> impl Strategy<Value = Type> {
    let leaf = prop_oneof![
        Just(Type::Any),
        Just(Type::Bool),
        Just(Type::Number),
        Just(Type::String)
    ];
    leaf.prop_recursive(2, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(Type::list),
            inner.clone().prop_map(Type::set),
            inner.clone().prop_map(Type::map),
            prop::collection::btree_map("[ab]", (inner, any::<bool>()), 0..3).prop_map(|fields| {
                let mut object = ObjectType::default();
                for (name, (ty, optional)) in fields {
                    let name: Arc<str> = Arc::from(name);
                    if optional {
                        object.optional.insert(Arc::clone(&name));
                    }
                    object.attributes.insert(name, ty);
                }
                Type::Object(Arc::new(object))
            }),
        ]
    })
}

/// Whether a value is of a type already, so that conversion would change nothing; an unknown of an open type may still become it.
fn conforms(value: &Value, ty: &Type) -> bool {
    if *ty == Type::Any {
        return true;
    }
    match (value.kind(), ty) {
        (Kind::Null(from), _) => from == ty,
        (Kind::Unknown(unknown), _) => unknown.ty == *ty || unknown.ty.has_any(),
        (Kind::List(from, _), Type::List(to))
        | (Kind::Set(from, _), Type::Set(to))
        | (Kind::Map(from, _), Type::Map(to)) => from == &**to || **to == Type::Any,
        (Kind::Tuple(values), Type::Tuple(types)) => {
            values.len() == types.len()
                && values
                    .iter()
                    .zip(types.iter())
                    .all(|(value, ty)| conforms(value, ty))
        }
        (Kind::Object(object), Type::Object(to)) => {
            object.fields.keys().eq(to.attributes.keys())
                && object
                    .fields
                    .values()
                    .zip(to.attributes.values())
                    .all(|(value, ty)| conforms(value, ty))
        }
        (Kind::Bool(_), Type::Bool)
        | (Kind::Number(_), Type::Number)
        | (Kind::String(_), Type::String) => true,
        _ => false,
    }
}

proptest! {
    #[test]
    fn converting_twice_changes_nothing(value in any_value(), ty in any_type()) {
        if let Ok(once) = convert(&value, &ty) {
            let twice = convert(&once, &ty);
            let twice = twice.map(|twice| format!("{} {}", twice.ty(), render_short(&twice, 1000)));
            prop_assert_eq!(twice, Ok(format!("{} {}", once.ty(), render_short(&once, 1000))));
        }
    }

    #[test]
    fn what_converts_is_of_the_type(value in any_value(), ty in any_type()) {
        if let Ok(converted) = convert(&value, &ty) {
            prop_assert!(convertible(&converted.ty(), &ty), "{} is no {}", converted.ty(), ty);
            if !ty.has_any() {
                prop_assert_eq!(converted.ty(), ty.without_optional());
                prop_assert!(conforms(&converted, &ty.without_optional()));
            }
        }
    }

    #[test]
    fn equality_is_reflexive_and_symmetric(left in any_value(), right in any_value()) {
        prop_assert_eq!(equal(&left, &right), equal(&right, &left));
        prop_assert_ne!(equal(&left, &left), Some(false));
        if left.is_wholly_known() {
            prop_assert_eq!(equal(&left, &left), Some(true));
        }
    }

    #[test]
    fn the_order_of_sets_is_total(left in any_value(), right in any_value()) {
        prop_assert_eq!(compare(&left, &right), compare(&right, &left).reverse());
        if equal(&left, &right) == Some(true) && left.ty() == right.ty() {
            prop_assert_eq!(compare(&left, &right), Ordering::Equal);
        }
    }
}
