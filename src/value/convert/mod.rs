//! Conversion of values to types, as go-cty's `convert.Convert` does it.
//!
//! Origins, marks, and the reasons of unknowns stay with every value; elements that are unknown stay where they are. Knows nothing of the
//! defaults of `optional()` attributes: a missing one is null here.

mod mismatch;
#[cfg(test)]
mod tests;

use mismatch::{Mismatch, attribute_step, mismatch, missing_message};

use super::unify::{convertible, unify};
use super::{Fields, Kind, Number, ObjectType, Type, Value, render};
use std::fmt;
use std::sync::Arc;

/// The value as a value of a type; the message says what does not fit and where, in Terraform's words.
///
/// A null becomes a null of the type, an unknown an unknown of the type. [`Type::Any`] inside collections becomes the one type that all
/// elements convert to.
pub fn convert(value: &Value, ty: &Type) -> Result<Value, String> {
    convert_value(value, ty).map_err(|mismatch| mismatch.to_string())
}

fn convert_value(value: &Value, want: &Type) -> Result<Value, Mismatch> {
    match value.kind() {
        _ if *want == Type::Any => Ok(value.clone()),
        Kind::Null(ty) => absent(value, ty, want),
        Kind::Unknown(unknown) => absent(value, &unknown.ty, want),
        Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => primitive(value, want),
        Kind::List(element, values) => match want {
            Type::List(to) if element == &**to && !to.has_any() => Ok(value.clone()),
            Type::List(to) | Type::Set(to) => sequence(
                value,
                values,
                Some(element),
                to,
                matches!(want, Type::Set(_)),
            ),
            _ => Err(mismatch(&value.ty(), want)),
        },
        Kind::Set(element, values) => match want {
            Type::Set(to) if element == &**to && !to.has_any() => Ok(value.clone()),
            Type::List(_) if !value.length_reasons().is_empty() => {
                Ok(value.set_as_unknown(settle(&value.ty(), want)))
            }
            Type::List(to) | Type::Set(to) => sequence(
                value,
                values,
                Some(element),
                to,
                matches!(want, Type::Set(_)),
            ),
            _ => Err(mismatch(&value.ty(), want)),
        },
        Kind::Tuple(values) => match want {
            Type::List(to) => sequence(value, values, None, to, false),
            Type::Set(to) => sequence(value, values, None, to, true),
            Type::Tuple(to) => tuple(value, values, to),
            _ => Err(mismatch(&value.ty(), want)),
        },
        Kind::Map(element, fields) => match want {
            Type::Map(to) if element == &**to && !to.has_any() => Ok(value.clone()),
            Type::Map(to) => map(value, fields, Some(element), to),
            Type::Object(to) => map_to_object(value, element, fields, to),
            _ => Err(mismatch(&value.ty(), want)),
        },
        Kind::Object(object) => match want {
            Type::Map(to) => map(value, &object.fields, None, to),
            Type::Object(to) => object_to_object(value, &object.fields, to),
            _ => Err(mismatch(&value.ty(), want)),
        },
    }
}

/// A null or an unknown: of the new type, when its type can become that.
fn absent(value: &Value, from: &Type, want: &Type) -> Result<Value, Mismatch> {
    if !convertible(from, want) {
        return Err(mismatch(from, want));
    }
    let ty = settle(from, want);
    if ty == *from {
        // It also keeps the value that it encodes.
        return Ok(value.clone());
    }
    Ok(match value.kind() {
        Kind::Unknown(unknown) => {
            let mut converted = super::Unknown::clone(unknown);
            if matches!(
                (from, &ty),
                (
                    Type::Tuple(_) | Type::Object(_),
                    Type::List(_) | Type::Map(_)
                )
            ) {
                converted.length = length_of(from).map(|length| (length, Some(length)));
            } else if matches!(ty, Type::Set(_)) {
                converted.length = converted.length.map(|(least, most)| (least.min(1), most));
            }
            converted.parts = None;
            converted.members = members_as(unknown, &ty);
            converted.ty = ty;
            value.with_kind(Kind::Unknown(Arc::new(converted)))
        }
        _ => value.with_kind(Kind::Null(ty)),
    })
}

/// What is known of the elements, as elements of a collection of another type; nothing, where one of them cannot be that.
fn members_as(unknown: &super::Unknown, ty: &Type) -> Option<Arc<[super::Member]>> {
    let members = unknown.members.as_ref()?;
    let (Type::List(element) | Type::Set(element)) = ty else {
        return None;
    };
    let converted = members.iter().map(|member| {
        Some(super::Member {
            value: convert(&member.value, element).ok()?,
            certain: member.certain,
        })
    });
    converted.collect()
}

fn length_of(ty: &Type) -> Option<usize> {
    match ty {
        Type::Tuple(elements) => Some(elements.len()),
        Type::Object(object) => Some(object.attributes.len()),
        _ => None,
    }
}

/// The wanted type without `optional`, and where it leaves the type open, what `from` says of it.
fn settle(from: &Type, want: &Type) -> Type {
    match (from, want) {
        (_, Type::Any) => from.clone(),
        (Type::List(from) | Type::Set(from), Type::List(want)) => Type::list(settle(from, want)),
        (Type::List(from) | Type::Set(from), Type::Set(want)) => Type::set(settle(from, want)),
        (Type::Map(from), Type::Map(want)) => Type::map(settle(from, want)),
        (Type::Tuple(from), Type::List(want)) => Type::list(settle(&common(from), want)),
        (Type::Tuple(from), Type::Set(want)) => Type::set(settle(&common(from), want)),
        (Type::Object(from), Type::Map(want)) => {
            let types: Vec<Type> = from.attributes.values().cloned().collect();
            Type::map(settle(&common(&types), want))
        }
        (Type::Tuple(from), Type::Tuple(want)) => Type::Tuple(
            from.iter()
                .zip(want.iter())
                .map(|(from, want)| settle(from, want))
                .collect(),
        ),
        (Type::Object(from), Type::Object(want)) => {
            Type::object(want.attributes.iter().map(|(name, want)| {
                let from = from.attributes.get(name).unwrap_or(&Type::Any);
                (Arc::clone(name), settle(from, want))
            }))
        }
        _ => want.without_optional(),
    }
}

fn common(types: &[Type]) -> Type {
    unify(types).unwrap_or(Type::Any)
}

fn primitive(value: &Value, want: &Type) -> Result<Value, Mismatch> {
    let kind = match (value.kind(), want) {
        (Kind::Bool(_), Type::Bool)
        | (Kind::Number(_), Type::Number)
        | (Kind::String(_), Type::String) => return Ok(value.clone()),
        (Kind::Bool(truth), Type::String) => {
            Kind::String(Arc::from(if *truth { "true" } else { "false" }))
        }
        (Kind::Number(number), Type::String) => Kind::String(number.to_string().into()),
        (Kind::String(text), Type::Number) => Kind::Number(
            Number::parse(text)
                .or_else(|| Number::parse_infinity(text))
                .ok_or_else(|| Mismatch::new("a number is required"))?,
        ),
        (Kind::String(text), Type::Bool) => Kind::Bool(parse_bool(text)?),
        _ => return Err(mismatch(&value.ty(), want)),
    };
    Ok(value.with_kind(kind))
}

fn parse_bool(text: &str) -> Result<bool, Mismatch> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") => {
            Err(Mismatch::new(format!(
                "a bool is required; to convert from string, use lowercase `{}`",
                text.to_ascii_lowercase()
            )))
        }
        _ => Err(Mismatch::new("a bool is required")),
    }
}

/// The element type that a collection gets: the wanted one, or the one that all converted elements have in common.
fn element_type<'a>(
    from: Option<&Type>,
    to: &Type,
    values: impl Iterator<Item = &'a Value>,
) -> Option<Type> {
    if !to.has_any() {
        return Some(to.without_optional());
    }
    let types: Vec<Type> = values.map(Value::ty).collect();
    match (types.as_slice(), from) {
        ([], Some(from)) => Some(settle(from, to)),
        ([], None) => Some(to.without_optional()),
        (types, _) => unify(types),
    }
}

/// Converts all elements to the type that they have in common; gives that type.
///
/// A conversion may tell more of the type: `[toset([]), [false]]` are sets of anything, until the second is one of bools.
/// So it goes on until nothing more is told. `Err` names the element that does not convert.
fn alike<N>(mut elements: Vec<(N, &mut Value)>, mut common: Type) -> Result<Type, (N, Mismatch)> {
    for _ in 0..MAX_ROUNDS {
        for index in 0..elements.len() {
            let Some((_, element)) = elements.get_mut(index) else {
                break;
            };
            match convert_value(element, &common) {
                Ok(converted) => **element = converted,
                Err(error) => return Err((elements.swap_remove(index).0, error)),
            }
        }
        let types: Vec<Type> = elements.iter().map(|(_, element)| element.ty()).collect();
        match unify(&types) {
            Some(told) if common.has_any() && told != common => common = told,
            _ => break,
        }
    }
    match odd_one_out(&elements, &common) {
        Some((index, error)) => Err((elements.swap_remove(index).0, error)),
        None => Ok(common),
    }
}

/// An element that is of another type than one before it, although both are of a type that leaves something open, such as
/// `[{a = null}, {a = []}]`: what is inside is not converted then. Those with unknown parts may turn out to fit.
fn odd_one_out<N>(elements: &[(N, &mut Value)], common: &Type) -> Option<(usize, Mismatch)> {
    if !common.has_any() {
        return None;
    }
    let mut first: Option<Type> = None;
    for (index, (_, element)) in elements.iter().enumerate() {
        let ty = element.ty();
        if ty == Type::Any || !element.is_wholly_known() {
            continue;
        }
        match &first {
            None => first = Some(ty),
            Some(first) if *first != ty => return Some((index, mismatch(&ty, first))),
            Some(_) => {}
        }
    }
    None
}

/// How often types of elements are compared again; each round settles one level of nesting.
const MAX_ROUNDS: usize = 8;

/// What the elements of a collection are named by in messages.
fn element_step(name: impl fmt::Display) -> String {
    format!("element {name}")
}

fn sequence(
    value: &Value,
    values: &[Value],
    from: Option<&Type>,
    to: &Type,
    set: bool,
) -> Result<Value, Mismatch> {
    let make = if set { Type::set } else { Type::list };
    if let Some(from) = from
        && !convertible(from, to)
    {
        return Err(mismatch(&value.ty(), &make(to.clone())));
    }
    let mut converted = Vec::with_capacity(values.len());
    for (index, element) in values.iter().enumerate() {
        converted.push(
            convert_value(element, to).map_err(|error| error.inside(|| element_step(index)))?,
        );
    }
    let mut element = element_type(from, to, converted.iter())
        .ok_or_else(|| mismatch(&value.ty(), &make(to.clone())))?;
    if to.has_any() && !converted.is_empty() {
        if element == Type::Any {
            match told_later(&converted) {
                Some(true) => {
                    let most = converted.len();
                    let least = if set { 1 } else { most };
                    return Ok(open(value, make(Type::Any), (least, most)));
                }
                Some(false) => return Err(mismatch(&value.ty(), &make(to.clone()))),
                None => {}
            }
        }
        let named = converted.iter_mut().enumerate();
        element = alike(named.collect(), element)
            .map_err(|(index, error)| error.inside(|| element_step(index)))?;
    }
    Ok(if set {
        Value::set(element, converted, value.origin().clone()).mark_sensitive(value.is_sensitive())
    } else {
        value.with_kind(Kind::List(element, converted.into()))
    })
}

/// Whether the type that elements have in common, which is open now, will be told by those that are unknown. A null without a type among
/// structures never tells. `None`: the elements have no type at all.
fn told_later(elements: &[Value]) -> Option<bool> {
    if elements.iter().all(|element| element.ty() == Type::Any) {
        return None;
    }
    Some(elements.iter().any(untold))
}

/// Whether it is a value of which not even the type is known yet.
fn untold(value: &Value) -> bool {
    value.ty() == Type::Any && value.is_unknown()
}

/// A collection whose element type depends on elements of unknown type, and the least and the most that it has of them.
fn open(value: &Value, ty: Type, (least, most): (usize, usize)) -> Value {
    let mut unknown = super::Unknown::because_all(ty, value.reasons()).not_null();
    unknown.length = Some((least, Some(most)));
    value
        .with_kind(Kind::Unknown(Arc::new(unknown)))
        .mark_sensitive(value.contains_sensitive())
}

fn tuple(value: &Value, values: &[Value], to: &Arc<[Type]>) -> Result<Value, Mismatch> {
    if values.len() != to.len() {
        return Err(Mismatch::new(format!(
            "a tuple of {} elements is required, but it has {}",
            to.len(),
            values.len()
        )));
    }
    let mut converted = Vec::with_capacity(values.len());
    for (index, (element, to)) in values.iter().zip(to.iter()).enumerate() {
        converted.push(
            convert_value(element, to).map_err(|error| error.inside(|| element_step(index)))?,
        );
    }
    Ok(value.with_kind(Kind::Tuple(converted.into())))
}

fn map(value: &Value, fields: &Fields, from: Option<&Type>, to: &Type) -> Result<Value, Mismatch> {
    let wanted = || Type::map(to.clone());
    if let Some(from) = from
        && !convertible(from, to)
    {
        return Err(mismatch(&value.ty(), &wanted()));
    }
    let step = |name: &str| element_step(render::quote(name));
    let mut converted = Fields::new();
    for (name, element) in fields {
        let element = convert_value(element, to).map_err(|error| error.inside(|| step(name)))?;
        converted.insert(Arc::clone(name), element);
    }
    let mut element = element_type(from, to, converted.values())
        .ok_or_else(|| mismatch(&value.ty(), &wanted()))?;
    if to.has_any() && !converted.is_empty() {
        if element == Type::Any {
            // Unlike in a list, those without a type become what the others are.
            let types: Vec<Type> = converted.values().map(Value::ty).collect();
            let types: Vec<Type> = types.into_iter().filter(|ty| *ty != Type::Any).collect();
            if !types.is_empty() {
                match unify(&types) {
                    Some(common) => element = common,
                    // A string among numbers and truths makes strings of them all.
                    None if converted.values().any(untold) => {
                        let length = converted.len();
                        return Ok(open(value, Type::map(Type::Any), (length, length)));
                    }
                    None => return Err(mismatch(&value.ty(), &wanted())),
                }
            }
        }
        let named = converted
            .iter_mut()
            .map(|(name, element)| (Arc::clone(name), element));
        element = alike(named.collect(), element)
            .map_err(|(name, error)| error.inside(|| step(&name)))?;
    }
    Ok(value.with_kind(Kind::Map(element, Arc::new(converted))))
}

fn object_to_object(value: &Value, fields: &Fields, to: &ObjectType) -> Result<Value, Mismatch> {
    let missing: Vec<&str> = to
        .attributes
        .keys()
        .filter(|name| !fields.contains_key(*name) && !to.optional.contains(*name))
        .map(AsRef::as_ref)
        .collect();
    if !missing.is_empty() {
        return Err(Mismatch::new(missing_message(&missing)));
    }
    let mut converted = Fields::new();
    for (name, to) in &to.attributes {
        let field = match fields.get(name) {
            Some(field) => {
                convert_value(field, to).map_err(|error| error.inside(|| attribute_step(name)))?
            }
            None => Value::null(to.without_optional(), value.origin().clone()),
        };
        converted.insert(Arc::clone(name), field);
    }
    Ok(value.with_object(converted))
}

fn map_to_object(
    value: &Value,
    element: &Type,
    fields: &Fields,
    to: &ObjectType,
) -> Result<Value, Mismatch> {
    for (name, to_type) in &to.attributes {
        if !convertible(element, to_type) && !to.optional.contains(name) {
            return Err(mismatch(element, to_type).inside(|| attribute_step(name)));
        }
    }
    object_to_object(value, fields, to)
}
