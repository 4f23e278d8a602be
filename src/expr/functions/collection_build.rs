//! Functions that make a new collection of given ones: joining, merging, flattening, grouping. Elements keep their origins.

use super::arguments::{Arguments, Refusal, wrong, wrong_argument};
use super::signature::{Function, Marks, Parameter, Want};
use super::support;
use crate::value::{Fields, Kind, Member, ObjectType, Type, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::typed(
        "chunklist",
        &[
            Parameter::new("list", Want::ListOfAny).marks(Marks::Shallow),
            Parameter::new("size", Want::Number),
        ],
        |arguments| Ok(Type::list(arguments.value(0)?.ty())),
        chunk_list,
    ),
    Function::typed("concat", &[], concat_type, concat).variadic(
        Parameter::new("seqs", Want::Any)
            .unknown()
            .untyped()
            .marks(Marks::Shallow),
    ),
    Function::typed(
        "distinct",
        &[Parameter::new("list", Want::ListOfAny)],
        |arguments| Ok(arguments.value(0)?.ty()),
        distinct,
    ),
    Function::typed(
        "flatten",
        &[Parameter::new("list", Want::Any)
            .unknown()
            .untyped()
            .marks(Marks::Keep)],
        flatten_type,
        flatten,
    ),
    Function::typed("merge", &[], merge_type, merge).variadic(
        Parameter::new("maps", Want::Any)
            .null()
            .untyped()
            .marks(Marks::ShallowUnlessNull),
    ),
    Function::new(
        "transpose",
        &[Parameter::new("values", Want::MapOfLists)],
        Want::MapOfLists,
        transpose,
    ),
    Function::typed(
        "zipmap",
        &[
            Parameter::new("keys", Want::ListOfString),
            Parameter::new("values", Want::Any).marks(Marks::Shallow),
        ],
        zipmap_type,
        zipmap,
    ),
];

fn chunk_list(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let list = arguments.value(0)?;
    let size = usize::try_from(arguments.integer(1)?)
        .map_err(|_| wrong_argument(1, "the size must not be negative"))?;
    let values = arguments.sequence(0)?;
    let ty = list.ty();
    let element = ty.element().cloned().unwrap_or(Type::Any);
    let chunks = if values.is_empty() {
        Vec::new()
    } else if size == 0 {
        vec![list.clone()]
    } else {
        values
            .chunks(size)
            .map(|chunk| Value::list(element.clone(), chunk.to_vec(), arguments.origin()))
            .collect()
    };
    arguments.spend(values.len())?;
    arguments.list(ty, chunks)
}

/// Lists of one common type give a list; anything else a tuple.
fn concat_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    let types: Vec<Type> = arguments.values.iter().map(Value::ty).collect();
    if types.is_empty() {
        return Err(wrong("at least one argument is required"));
    }
    if types.iter().all(|ty| matches!(ty, Type::List(_)))
        && let Some(common) = support::unify(&types)
    {
        return Ok(common);
    }
    if types.contains(&Type::Any) {
        return Ok(Type::Any);
    }
    let mut elements = Vec::new();
    for (number, (ty, value)) in types.iter().zip(&arguments.values).enumerate() {
        match ty {
            Type::Tuple(types) => elements.extend(types.iter().cloned()),
            Type::List(element) => match value.as_sequence() {
                Some(values) => elements.extend(values.iter().map(|_| Type::clone(element))),
                None => return Ok(Type::Any),
            },
            other => {
                return Err(wrong_argument(
                    number,
                    format!("a list or tuple is required, not a {}", other.friendly()),
                ));
            }
        }
    }
    Ok(Type::Tuple(elements.into()))
}

fn concat(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let mut members = Vec::new();
    let list = matches!(arguments.result, Type::List(_));
    for (number, argument) in arguments.values.iter().enumerate() {
        let argument = if list {
            &support::convert(argument, &arguments.result)
                .map_err(|message| wrong_argument(number, message))?
        } else {
            argument
        };
        let Some(found) = argument.members() else {
            return Ok(arguments.unknown_result());
        };
        arguments.spend(found.len())?;
        members.extend(found.into_iter().map(|(value, certain)| Member {
            value: value.clone(),
            certain,
        }));
    }
    if arguments.values.iter().any(Value::is_unknown) {
        return Ok(arguments.unknown_members(members));
    }
    let values = members.into_iter().map(|member| member.value).collect();
    match &arguments.result {
        Type::List(element) => arguments.list(Type::clone(element), values),
        _ => Ok(Value::tuple(values, arguments.origin())),
    }
}

fn distinct(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let values = arguments.sequence(0)?;
    if !arguments.value(0)?.is_wholly_known() {
        let least = usize::from(!values.is_empty());
        return Ok(arguments.unknown_length(least, Some(values.len())));
    }
    let element = arguments.result.element().cloned().unwrap_or(Type::Any);
    arguments.list(element, support::distinct(values))
}

fn flatten_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    match arguments.value(0)?.ty() {
        Type::Any | Type::List(_) | Type::Set(_) | Type::Tuple(_) => Ok(Type::Any),
        _ => Err(wrong_argument(0, "a list, set or tuple is required")),
    }
}

/// All elements of nested lists, sets and tuples as one tuple. Marks of the nested ones move to the result.
fn flatten(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let mut flat = Flat::default();
    flat.take(arguments, arguments.value(0)?, true)?;
    let value = if flat.shapeless {
        arguments.unknown_not_null()
    } else if flat.open {
        arguments.unknown_members(flat.members)
    } else {
        let values = flat.members.into_iter().map(|member| member.value);
        Value::tuple(values.collect(), arguments.origin())
    };
    Ok(value.mark_sensitive(flat.sensitive))
}

#[derive(Default)]
struct Flat {
    members: Vec<Member>,
    sensitive: bool,
    /// It is not known how many elements there are.
    open: bool,
    /// Something is unknown that may be a sequence, and nothing is known of its elements.
    shapeless: bool,
}

impl Flat {
    fn take(
        &mut self,
        arguments: &Arguments<'_>,
        value: &Value,
        certain: bool,
    ) -> Result<(), Refusal> {
        arguments.spend(1)?;
        let may_be_sequence = matches!(
            value.ty(),
            Type::Any | Type::List(_) | Type::Set(_) | Type::Tuple(_)
        );
        if value.is_null() || !may_be_sequence {
            self.members.push(Member {
                value: value.clone(),
                certain,
            });
            return Ok(());
        }
        self.sensitive |= value.is_sensitive();
        self.open |= value.is_unknown()
            || matches!(value.kind(), Kind::Set(_, values) if values.len() > 1)
                && !value.is_wholly_known();
        let Some(members) = value.members() else {
            self.shapeless = true;
            return Ok(());
        };
        members
            .into_iter()
            .try_for_each(|(value, sure)| self.take(arguments, value, certain && sure))
    }
}

/// Arguments of one type keep it; otherwise the result is an object.
fn merge_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    let mut attributes = BTreeMap::new();
    let mut first: Option<Type> = None;
    let mut same = true;
    let mut all_known = true;
    for (number, value) in arguments.values.iter().enumerate() {
        let mut ty = value.ty();
        match &ty {
            Type::Any => return Ok(Type::Any),
            Type::Object(_) if value.is_null() => ty = Type::object([]),
            Type::Object(object) => attributes.extend(object.attributes.clone()),
            Type::Map(element) => match value.as_fields() {
                Some(fields) => attributes.extend(
                    fields
                        .keys()
                        .map(|name| (Arc::clone(name), Type::clone(element))),
                ),
                None => all_known &= value.is_null(),
            },
            other => {
                return Err(wrong_argument(
                    number,
                    format!("a map or object is required, not a {}", other.friendly()),
                ));
            }
        }
        match &first {
            None => first = Some(ty),
            Some(first) => same &= *first == ty,
        }
    }
    Ok(match first {
        None => Type::object([]),
        Some(first) if same => first,
        Some(_) if all_known => Type::Object(Arc::new(ObjectType {
            attributes,
            ..ObjectType::default()
        })),
        Some(_) => Type::Any,
    })
}

fn merge(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let mut merged = Fields::new();
    for (number, value) in arguments.values.iter().enumerate() {
        let Some(fields) = value.as_fields() else {
            // After a null of unknown type, no type has been looked at.
            let empty = value.as_sequence().is_some_and(<[Value]>::is_empty);
            if empty || value.is_null() || value.is_unknown() {
                continue;
            }
            return Err(wrong_argument(number, "a map or object is required"));
        };
        arguments.spend(fields.len())?;
        merged.extend(
            fields
                .iter()
                .map(|(name, value)| (Arc::clone(name), value.clone())),
        );
    }
    Ok(match &arguments.result {
        Type::Map(element) => Value::map(Type::clone(element), merged, arguments.origin()),
        _ => Value::object(merged, arguments.origin()),
    })
}

/// From key → strings to string → keys, the keys sorted.
fn transpose(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    if !arguments.value(0)?.is_wholly_known() {
        return Ok(arguments.unknown_not_null());
    }
    let mut turned: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for (key, list) in arguments.fields(0)? {
        let Some(values) = list.as_sequence() else {
            return Err(wrong_argument(0, format!("the list of `{key}` is null")));
        };
        arguments.spend(values.len())?;
        for value in values {
            let Some(text) = value.as_str() else {
                return Err(wrong_argument(0, format!("a string of `{key}` is null")));
            };
            // INVARIANT: keys come in order, so that each new list is sorted.
            turned
                .entry(Arc::clone(text))
                .or_default()
                .push(Value::string(key, arguments.origin()));
        }
    }
    let fields = turned
        .into_iter()
        .map(|(key, values)| (key, Value::list(Type::String, values, arguments.origin())))
        .collect();
    Ok(Value::map(
        Type::list(Type::String),
        fields,
        arguments.origin(),
    ))
}

fn zipmap_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    match arguments.value(1)?.ty() {
        Type::List(element) => Ok(Type::Map(element)),
        Type::Tuple(types) => {
            let keys = arguments.value(0)?;
            let (true, Some(keys)) = (keys.is_wholly_known(), keys.as_sequence()) else {
                return Ok(Type::Any);
            };
            check_lengths(keys.len(), types.len())?;
            let names = keys.iter().map(key_text).collect::<Result<Vec<_>, _>>()?;
            Ok(Type::object(names.into_iter().zip(types.iter().cloned())))
        }
        _ => Err(wrong_argument(1, "a list or tuple is required")),
    }
}

fn key_text(key: &Value) -> Result<Arc<str>, Refusal> {
    key.as_str()
        .cloned()
        .ok_or_else(|| wrong_argument(0, "a key is null"))
}

fn check_lengths(keys: usize, values: usize) -> Result<(), Refusal> {
    if keys == values {
        Ok(())
    } else {
        Err(wrong(format!("there are {keys} keys, but {values} values")))
    }
}

fn zipmap(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let keys = arguments.sequence(0)?;
    let values = arguments.sequence(1)?;
    if !arguments.value(0)?.is_wholly_known() {
        return Ok(arguments.unknown_not_null());
    }
    check_lengths(keys.len(), values.len())?;
    arguments.spend(keys.len())?;
    let mut fields = Fields::new();
    for (key, value) in keys.iter().zip(values) {
        fields.insert(key_text(key)?, value.clone());
    }
    Ok(match &arguments.result {
        Type::Map(element) => Value::map(Type::clone(element), fields, arguments.origin()),
        _ => Value::object(fields, arguments.origin()),
    })
}
