//! Functions of sets: union, intersection, difference, product.

use super::arguments::{Arguments, Refusal, wrong, wrong_argument};
use super::signature::{Function, Marks, Parameter, Want};
use super::support;
use crate::value::{Type, Value};

const FIRST: Parameter = Parameter::new("first_set", Want::SetOfAny);
const OTHERS: Parameter = Parameter::new("other_sets", Want::SetOfAny);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::typed("setintersection", &[FIRST], common_type, |arguments| {
        combine(arguments, |left, right| {
            left.iter()
                .filter(|value| found_in(value, right))
                .cloned()
                .collect()
        })
    })
    .variadic(OTHERS),
    Function::typed("setproduct", &[], product_type, product).variadic(
        Parameter::new("sets", Want::Any)
            .unknown()
            .marks(Marks::Shallow),
    ),
    Function::typed(
        "setsubtract",
        &[
            Parameter::new("a", Want::SetOfAny),
            Parameter::new("b", Want::SetOfAny),
        ],
        common_type,
        |arguments| {
            combine(arguments, |left, right| {
                left.iter()
                    .filter(|value| !found_in(value, right))
                    .cloned()
                    .collect()
            })
        },
    ),
    Function::typed("setunion", &[FIRST], common_type, union).variadic(OTHERS),
];

/// The set type that all arguments convert to; empty sets of no type do not count.
fn common_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    let mut elements = Vec::new();
    for value in &arguments.values {
        let ty = value.ty();
        let element = ty.element().cloned().unwrap_or(Type::Any);
        let empty = value.as_sequence().is_some_and(<[Value]>::is_empty);
        if !(empty && element == Type::Any) {
            elements.push(element);
        }
    }
    support::unify(&elements)
        .map(Type::set)
        .ok_or_else(|| wrong("the sets must have elements of one type"))
}

fn converted(arguments: &Arguments<'_>, number: usize) -> Result<Value, Refusal> {
    support::convert(arguments.value(number)?, &arguments.result)
        .map_err(|message| wrong_argument(number, message))
}

/// The set of the elements of all arguments; unknown elements stay elements.
fn union(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let mut values = Vec::new();
    for number in 0..arguments.len() {
        let set = converted(arguments, number)?;
        let elements = set.as_sequence().unwrap_or(&[]);
        arguments.spend(elements.len())?;
        values.extend_from_slice(elements);
    }
    Ok(set_of(arguments, values))
}

fn set_of(arguments: &Arguments<'_>, values: Vec<Value>) -> Value {
    let element = arguments.result.element().cloned().unwrap_or(Type::Any);
    support::set(element, values, arguments.origin())
}

/// Left to right; with anything unknown the result is unknown.
fn combine(
    arguments: &Arguments<'_>,
    operation: impl Fn(&[Value], &[Value]) -> Vec<Value>,
) -> Result<Value, Refusal> {
    if !arguments.values.iter().all(Value::is_wholly_known) {
        return Ok(arguments.unknown_not_null());
    }
    let first = converted(arguments, 0)?;
    let mut values = first.as_sequence().unwrap_or(&[]).to_vec();
    for number in 1..arguments.len() {
        let other = converted(arguments, number)?;
        let other = other.as_sequence().unwrap_or(&[]);
        arguments.spend(values.len() + other.len())?;
        values = operation(&values, other);
    }
    Ok(set_of(arguments, values))
}

/// Sets are in order, so that a search can halve them.
fn found_in(value: &Value, set: &[Value]) -> bool {
    set.binary_search_by(|candidate| support::compare(candidate, value))
        .is_ok()
}

/// Lists and tuples give a list of tuples; one set among them makes it a set.
fn product_type(arguments: &Arguments<'_>) -> Result<Type, Refusal> {
    if arguments.len() < 2 {
        return Err(wrong("at least two arguments are required"));
    }
    let mut elements = Vec::new();
    let mut ordered = true;
    for (number, value) in arguments.values.iter().enumerate() {
        elements.push(match value.ty() {
            Type::Set(element) => {
                ordered = false;
                Type::clone(&element)
            }
            Type::List(element) => Type::clone(&element),
            Type::Tuple(types) => support::unify(&types).ok_or_else(|| {
                wrong_argument(number, "the elements must have one type in common")
            })?,
            _ => return Err(wrong_argument(number, "a list, set or tuple is required")),
        });
    }
    let tuple = Type::Tuple(elements.into());
    Ok(if ordered {
        Type::list(tuple)
    } else {
        Type::set(tuple)
    })
}

fn product(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let mut total = 1usize;
    for value in &arguments.values {
        let Some(values) = value.as_sequence() else {
            return Ok(arguments.unknown_not_null());
        };
        let uncertain = matches!(value.ty(), Type::Set(_)) && values.len() > 1;
        if uncertain && !value.is_wholly_known() {
            return Ok(arguments.unknown_not_null());
        }
        total = total.saturating_mul(values.len());
    }
    let cost = total.saturating_mul(arguments.len() + 1);
    arguments.spend(cost)?;
    arguments.allocate(cost.saturating_mul(size_of::<Value>()))?;
    let tuple = arguments.result.element().cloned().unwrap_or(Type::Any);
    let types: &[Type] = match &tuple {
        Type::Tuple(types) => types,
        _ => &[],
    };
    let mut rows: Vec<Vec<Value>> = vec![Vec::new(); usize::from(total > 0)];
    for (number, ty) in types.iter().enumerate() {
        if total == 0 {
            break;
        }
        let mut column = Vec::new();
        for value in arguments.sequence(number)? {
            column.push(
                support::convert(value, ty).map_err(|message| wrong_argument(number, message))?,
            );
        }
        rows = rows
            .iter()
            .flat_map(|row| {
                column.iter().map(|value| {
                    let mut row = row.clone();
                    row.push(value.clone());
                    row
                })
            })
            .collect();
    }
    let tuples: Vec<Value> = rows
        .into_iter()
        .map(|row| Value::tuple(row, arguments.origin()))
        .collect();
    match &arguments.result {
        Type::List(_) => Ok(Value::list(tuple, tuples, arguments.origin())),
        _ => Ok(support::set(tuple, tuples, arguments.origin())),
    }
}
