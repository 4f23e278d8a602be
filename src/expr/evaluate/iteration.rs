//! `for` in brackets and braces.

use super::conditional::truth;
use super::constructors::key_string;
use super::{Bound, Environment, mistake, out_of_budget, unknown_because};
use crate::expr::Evaluated;
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::Expr;
use crate::syntax::ast::For;
use crate::value::{Fields, Kind, Number, Origin, Type, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a `for` in braces makes of each element.
pub(super) struct Entry<'a> {
    pub(super) key: Expr<'a>,
    pub(super) value: Expr<'a>,
    /// Values of the same key become a tuple.
    pub(super) group: bool,
}

/// The marks and the open questions of a whole iteration.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) sensitive: bool,
    /// Values that would have to be known to know which elements the result has.
    pub(super) open: Vec<Value>,
    /// Whether the budget leaves no room for more elements.
    exhausted: bool,
}

impl Tally {
    /// The result, or an unknown when something is open.
    fn conclude(self, result: impl FnOnce() -> Value, span: Span) -> Value {
        let value = if self.open.is_empty() {
            result()
        } else {
            let causes: Vec<&Value> = self.open.iter().collect();
            unknown_because(Type::Any, &causes, span)
        };
        value.mark_sensitive(self.sensitive)
    }
}

impl Environment<'_> {
    #[inline(never)]
    pub(super) fn for_tuple(
        &self,
        expr: Expr<'_>,
        header: &For<'_>,
        element: Expr<'_>,
    ) -> Evaluated {
        let mut values = Vec::new();
        let tally = self.iterate(header, |inner, tally| {
            let value = inner.value(element)?;
            if self.room(tally, element.span()) {
                values.push(value);
            }
            Ok(())
        })?;
        let span = expr.span();
        Ok(tally.conclude(|| Value::tuple(values, Origin::expression(span)), span))
    }

    #[inline(never)]
    pub(super) fn for_object(
        &self,
        expr: Expr<'_>,
        header: &For<'_>,
        entry: &Entry<'_>,
    ) -> Evaluated {
        let mut groups: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
        let tally = self.iterate(header, |inner, tally| {
            let key = key_string(&inner.value(entry.key)?, entry.key.span())?;
            tally.sensitive |= key.is_sensitive();
            let Some(name) = key.as_str() else {
                tally.open.push(key);
                return Ok(());
            };
            let value = inner.value(entry.value)?;
            if !self.room(tally, entry.value.span()) {
                return Ok(());
            }
            let group = groups.entry(Arc::clone(name)).or_default();
            if !group.is_empty() && !entry.group {
                return Err(duplicate_key(name, entry.key.span()));
            }
            group.push(value);
            Ok(())
        })?;
        let origin = Origin::expression(expr.span());
        let result = || {
            let fields: Fields = groups
                .into_iter()
                .filter_map(|(name, mut values)| {
                    let value = if entry.group {
                        Value::tuple(values, origin.clone())
                    } else {
                        values.pop()?
                    };
                    Some((name, value))
                })
                .collect();
            Value::object(fields, origin)
        };
        Ok(tally.conclude(result, expr.span()))
    }

    /// Takes the room for one more element off the budget; without it the result is open.
    fn room(&self, tally: &mut Tally, span: Span) -> bool {
        let room = self.afford(1);
        if let Err(exhausted) = room {
            tally.exhausted = true;
            tally.open.push(out_of_budget(exhausted, span));
        }
        room.is_ok()
    }

    /// Runs `each` for every element that meets the condition, with the names of the header bound.
    pub(super) fn iterate(
        &self,
        header: &For<'_>,
        mut each: impl FnMut(&Environment<'_>, &mut Tally) -> Result<(), Box<Problem>>,
    ) -> Result<Tally, Box<Problem>> {
        let collection = self.value(header.collection)?;
        let mut tally = Tally {
            sensitive: collection.is_sensitive(),
            open: Vec::new(),
            exhausted: false,
        };
        if collection.is_unknown() {
            iterable(&collection.ty(), header.collection.span())?;
            tally.open.push(collection);
            return Ok(tally);
        }
        for (key, value) in elements(&collection, header.collection.span())? {
            if let Err(exhausted) = self.context.budget.spend(1) {
                tally
                    .open
                    .push(out_of_budget(exhausted, header.collection.span()));
                break;
            }
            let bound = Bound::For {
                key: header.key.map(|name| (name, &key)),
                value: (header.value, value),
            };
            self.with(bound, |inner| -> Result<(), Box<Problem>> {
                if inner.meets(header.condition, &mut tally)? {
                    each(&inner, &mut tally)?;
                }
                Ok(())
            })?;
            if tally.exhausted {
                break;
            }
        }
        Ok(tally)
    }

    /// Whether the element meets the condition; an unknown condition leaves the whole open.
    fn meets(&self, condition: Option<Expr<'_>>, tally: &mut Tally) -> Result<bool, Box<Problem>> {
        let Some(condition) = condition else {
            return Ok(true);
        };
        let answer = truth(&self.value(condition)?, condition.span())?;
        tally.sensitive |= answer.is_sensitive();
        if answer.is_unknown() {
            tally.open.push(answer);
            return Ok(false);
        }
        Ok(answer.as_bool() == Some(true))
    }
}

fn duplicate_key(name: &str, span: Span) -> Box<Problem> {
    let message = format!("two elements have the key `{name}` in this `for` expression");
    Box::new(
        Problem::error(span, message)
            .with_help("put `...` after the value to group the values of each key"),
    )
}

/// The elements of a known collection with their keys: indices, the elements themselves for sets, or names.
fn elements(value: &Value, span: Span) -> Result<Vec<(Value, &Value)>, Box<Problem>> {
    let origin = || value.origin().clone();
    Ok(match value.kind() {
        Kind::List(_, values) | Kind::Tuple(values) => values
            .iter()
            .enumerate()
            .map(|(index, element)| (Value::number(Number::from(index), origin()), element))
            .collect(),
        Kind::Set(_, values) => values
            .iter()
            .map(|element| (element.clone(), element))
            .collect(),
        Kind::Map(_, fields) => named(fields, value),
        Kind::Object(object) => named(&object.fields, value),
        Kind::Null(_) => return Err(mistake(span, "a null value cannot be iterated over")),
        _ => {
            iterable(&value.ty(), span)?;
            Vec::new()
        }
    })
}

fn named<'v>(fields: &'v Fields, whole: &Value) -> Vec<(Value, &'v Value)> {
    fields
        .iter()
        .map(|(name, element)| {
            let kind = Kind::String(Arc::clone(name));
            (Value::new(kind, whole.origin().clone()), element)
        })
        .collect()
}

fn iterable(ty: &Type, span: Span) -> Result<(), Box<Problem>> {
    if ty.is_primitive() {
        return Err(mistake(
            span,
            format!("a value of type {} cannot be iterated over", ty.friendly()),
        ));
    }
    Ok(())
}
