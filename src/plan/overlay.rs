//! A planned value laid over the value that the configuration gives: the plan says what it is, the configuration where it comes from.
//!
//! What the plan leaves unknown stays as the configuration has it, which may be a symbol, or known in part.

use super::planned::{Place, Planned};
use crate::value::{Fields, Kind, Value, convert, equal};
use serde_json::Value as Json;
use std::sync::Arc;

/// `written` with what the plan knows filled in.
pub(super) fn overlay(written: &Value, planned: Planned<'_>, place: &Place<'_>) -> Value {
    if planned.is_unknown() {
        return written.clone().mark_sensitive(planned.is_sensitive());
    }
    let place = &place.with_origin(written.origin());
    let laid = match written.kind() {
        Kind::Object(_) | Kind::Map(..) if planned.value.is_object() => {
            fields(written, planned, place)
        }
        Kind::List(element, values) => sequence(values, planned, place)
            .map(|values| Kind::List(element.clone(), values.into())),
        Kind::Tuple(values) => {
            sequence(values, planned, place).map(|values| Kind::Tuple(values.into()))
        }
        Kind::Set(element, values) => sequence(values, planned, place)
            .map(|values| Value::list(element.clone(), values, written.origin().clone()))
            .and_then(|list| Some(convert::convert(&list, &written.ty()).ok()?.kind().clone())),
        Kind::String(text) if same_document(text, planned.value) => Some(written.kind().clone()),
        _ => None,
    };
    let laid = match laid {
        Some(kind) => written.with_kind(kind),
        None => alone(written, planned, place),
    };
    laid.mark_sensitive(planned.is_sensitive())
}

/// The planned value in the type and the place of what is written.
fn alone(written: &Value, planned: Planned<'_>, place: &Place<'_>) -> Value {
    let value = planned.to_value(place);
    let value = convert::convert(&value, &written.ty()).unwrap_or(value);
    // What is written says more: its parts have places of their own.
    if equal(&value, written) == Some(true) {
        written.clone()
    } else {
        value
    }
}

fn fields(written: &Value, planned: Planned<'_>, place: &Place<'_>) -> Option<Kind> {
    let known = written.as_fields()?;
    let one = |name: &str| {
        let (planned, place) = (planned.field(name), place.field(name));
        match known.get(name) {
            Some(value) => overlay(value, planned, &place),
            None => planned.to_value(&place),
        }
    };
    let names = planned.names();
    let mut laid: Fields = names
        .iter()
        .map(|name| (Arc::from(*name), one(name)))
        .collect();
    Some(match written.kind() {
        Kind::Object(object) => {
            // The plan leaves out what its version of the provider does not have.
            for (name, value) in known {
                laid.entry(Arc::clone(name))
                    .or_insert_with(|| value.clone());
            }
            let object = crate::value::Object {
                fields: laid,
                instance: object.instance.clone(),
            };
            Kind::Object(Arc::new(object))
        }
        Kind::Map(element, _) => {
            let converted = |value: Value| convert::convert(&value, element).unwrap_or(value);
            let laid = laid
                .into_iter()
                .map(|(name, value)| (name, converted(value)));
            Kind::Map(element.clone(), Arc::new(laid.collect()))
        }
        _ => return None,
    })
}

/// The elements of a list, each laid over its own. Blocks of a set are written in an order that the plan does not keep: where an element
/// cannot be the one at its place, each written one takes the first planned one that it may be.
fn sequence(values: &[Value], planned: Planned<'_>, place: &Place<'_>) -> Option<Vec<Value>> {
    let elements: Vec<Planned<'_>> = planned.elements().collect();
    if !planned.value.is_array() || elements.len() != values.len() {
        return None;
    }
    // What nobody matches has changed since it was written: then the place is all that is left to go by.
    let mates = mates(values, &elements).unwrap_or_else(|| (0..values.len()).collect());
    let pairs = values.iter().zip(mates).enumerate();
    let laid = pairs.filter_map(|(index, (value, mate))| {
        let element = elements.get(mate)?;
        Some(overlay(value, *element, &place.index(index)))
    });
    Some(laid.collect())
}

/// Which planned element each written one is: the one at its place if all of them can be, else the first that is left and can be.
fn mates(values: &[Value], elements: &[Planned<'_>]) -> Option<Vec<usize>> {
    let in_order = values
        .iter()
        .zip(elements)
        .all(|(value, element)| may_be(value, *element));
    if in_order {
        return Some((0..values.len()).collect());
    }
    let mut left: Vec<usize> = (0..elements.len()).collect();
    let mut mates = Vec::with_capacity(values.len());
    for value in values {
        let can_be = |index: &usize| elements.get(*index).is_some_and(|one| may_be(value, *one));
        let mate = left.iter().position(can_be)?;
        mates.push(left.remove(mate));
    }
    Some(mates)
}

/// Whether what is written may turn out as planned: no known part of the one contradicts the other.
fn may_be(written: &Value, planned: Planned<'_>) -> bool {
    if planned.is_unknown() {
        return true;
    }
    match written.kind() {
        Kind::Unknown(_) | Kind::Null(_) => true,
        Kind::Bool(value) => planned
            .value
            .as_bool()
            .is_none_or(|planned| planned == *value),
        Kind::Number(_) | Kind::String(_) => {
            let text = |json: &Json| match json {
                Json::String(text) => Some(text.clone()),
                Json::Number(number) => Some(number.to_string()),
                _ => None,
            };
            let written = crate::value::render(written);
            let written = written.trim_matches('"');
            text(planned.value).is_none_or(|planned| planned == written)
        }
        Kind::Object(_) | Kind::Map(..) => {
            let known = written.as_fields().into_iter().flatten();
            known.into_iter().all(|(name, value)| {
                planned.value.get(&**name).is_none() || may_be(value, planned.field(name))
            })
        }
        Kind::List(..) | Kind::Tuple(_) | Kind::Set(..) => {
            let values = written.as_sequence().unwrap_or(&[]);
            let elements: Vec<Planned<'_>> = planned.elements().collect();
            !planned.value.is_array()
                || (elements.len() == values.len() && mates(values, &elements).is_some())
        }
    }
}

/// Whether two texts are the same JSON document: the provider writes policies in a form of its own.
fn same_document(written: &str, planned: &Json) -> bool {
    let Some(planned) = planned.as_str() else {
        return false;
    };
    let document = |text: &str| {
        text.trim_start()
            .starts_with(['{', '['])
            .then(|| serde_json::from_str::<Json>(text).ok())
            .flatten()
    };
    written == planned
        || document(written).is_some_and(|written| document(planned) == Some(written))
}
