//! `for` in brackets and braces.

use super::conditional::truth;
use super::constructors::key_string;
use super::{Bound, Environment, mistake, out_of_budget, unknown_because};
use crate::expr::Evaluated;
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::Expr;
use crate::syntax::ast::For;
use crate::value::{Fields, Kind, Member, Number, Origin, Reason, Type, Unknown, Value};
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
    /// Not even what the elements of the result are like is known.
    shapeless: bool,
    /// The budget leaves no room for more elements.
    exhausted: bool,
}

/// How an element takes part in an iteration.
#[derive(Clone, Copy)]
struct Turn {
    /// Terraform looks at it too, so that a mistake counts.
    taken: bool,
    /// The result has what this element gives.
    certain: bool,
}

impl Turn {
    const SURE: Self = Self {
        taken: true,
        certain: true,
    };
    const OPEN: Self = Self {
        taken: false,
        certain: false,
    };
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
        let mut members = Vec::new();
        let tally = self.every(header, |inner, tally, turn| {
            let value = inner.value(element)?;
            if self.room(tally, element.span()) {
                members.push(Member {
                    value,
                    certain: turn.certain,
                });
            }
            Ok(())
        })?;
        let sensitive = tally.sensitive;
        Ok(gathered(&tally, members, expr.span()).mark_sensitive(sensitive))
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
                // It may be null, or a key that is there already.
                self.doubt().raise([&key]);
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
            tally.shapeless = true;
            tally.open.push(self.given_up(exhausted, span));
        }
        room.is_ok()
    }

    /// Runs `each` for every element that is known to be there and to meet the condition, with the names of the header bound.
    pub(super) fn iterate(
        &self,
        header: &For<'_>,
        mut each: impl FnMut(&Environment<'_>, &mut Tally) -> Result<(), Box<Problem>>,
    ) -> Result<Tally, Box<Problem>> {
        self.every(header, |inner, tally, turn| {
            if turn.taken {
                each(inner, tally)
            } else {
                Ok(())
            }
        })
    }

    /// Runs `each` for every element that may be there and meet the condition.
    fn every(
        &self,
        header: &For<'_>,
        mut each: impl FnMut(&Environment<'_>, &mut Tally, Turn) -> Result<(), Box<Problem>>,
    ) -> Result<Tally, Box<Problem>> {
        let collection = self.value(header.collection)?;
        let span = header.collection.span();
        let mut tally = self.opened(header, &collection)?;
        for (key, value, turn) in elements(&collection, span)? {
            if let Err(exhausted) = self.context.budget.spend(1) {
                tally.open.push(out_of_budget(exhausted, span));
                tally.shapeless = true;
                break;
            }
            let bound = Bound::For {
                key: header.key.map(|name| (name, &key)),
                value: (header.value, value),
            };
            let mut turn = turn;
            let done = self.with(bound, |inner| -> Result<(), Box<Problem>> {
                match inner.meets(header.condition, &mut tally)? {
                    Some(false) => return Ok(()),
                    Some(true) => {}
                    None => turn = Turn::OPEN,
                }
                each(&inner, &mut tally, turn)
            });
            match done {
                Err(problem) if turn.taken => return Err(problem),
                Err(_) => tally.shapeless = true,
                Ok(()) => {}
            }
            if tally.exhausted {
                break;
            }
        }
        Ok(tally)
    }

    /// The tally before the first element; what can be refused without one is.
    #[inline(never)]
    fn opened(&self, header: &For<'_>, collection: &Value) -> Result<Tally, Box<Problem>> {
        let mut tally = Tally {
            sensitive: collection.is_sensitive(),
            ..Tally::default()
        };
        if collection.is_unknown() {
            iterable(&collection.ty(), header.collection.span())?;
            self.doubt().raise([collection]);
            tally.shapeless = collection.members().is_none();
            tally.open.push(collection.clone());
        }
        // The names in rules are checked when they are loaded.
        let unchecked = !self.is_of_rule() && collection.children().next().is_none();
        if unchecked && !collection.is_null() && collection.ty() != Type::Any {
            self.check_condition(header)?;
        }
        Ok(tally)
    }

    /// Terraform looks at the condition with an unknown element first, so that a mistake in it shows when there is no element.
    fn check_condition(&self, header: &For<'_>) -> Result<(), Box<Problem>> {
        let reason = Reason::Other("there is no element".into());
        let element = Value::unknown(
            Unknown::because(Type::Any, reason),
            Origin::expression(header.collection.span()),
        );
        let bound = Bound::For {
            key: header.key.map(|name| (name, &element)),
            value: (header.value, &element),
        };
        let outer = self.doubt().ignore();
        let met = self.with(bound, |inner| {
            inner.meets(header.condition, &mut Tally::default())
        });
        self.doubt().answer(outer);
        met.map(drop)
    }

    /// Whether the element meets the condition; `None`: unknown, which leaves the whole open.
    fn meets(
        &self,
        condition: Option<Expr<'_>>,
        tally: &mut Tally,
    ) -> Result<Option<bool>, Box<Problem>> {
        let Some(condition) = condition else {
            return Ok(Some(true));
        };
        let answer = truth(&self.value(condition)?, condition.span())?;
        tally.sensitive |= answer.is_sensitive();
        if answer.is_unknown() {
            self.doubt().raise([&answer]);
            tally.open.push(answer);
            return Ok(None);
        }
        Ok(Some(answer.as_bool() == Some(true)))
    }
}

/// The result of a `for` in brackets: a tuple, or what is known of its elements when it is not known which of them there are.
fn gathered(tally: &Tally, members: Vec<Member>, span: Span) -> Value {
    let origin = Origin::expression(span);
    // Two elements of an unknown set may turn out to be one.
    let counted = members.is_empty()
        || members.iter().all(|member| member.certain)
            && tally
                .open
                .iter()
                .all(|open| !matches!(open.ty(), Type::Set(_)));
    if tally.open.is_empty() || (counted && !tally.shapeless) {
        let values = members.into_iter().map(|member| member.value);
        return Value::tuple(values.collect(), origin);
    }
    let reasons = tally.open.iter().flat_map(Value::reasons);
    let unknown = Unknown::because_all(Type::Any, reasons).not_null();
    let unknown = if tally.shapeless {
        unknown
    } else {
        unknown.with_members(members)
    };
    Value::unknown(unknown, origin)
}

fn duplicate_key(name: &str, span: Span) -> Box<Problem> {
    let message = format!("two elements have the key `{name}` in this `for` expression");
    Box::new(
        Problem::error(span, message)
            .with_help("put `...` after the value to group the values of each key"),
    )
}

/// The elements of a collection with their keys: indices, the elements themselves for sets, or names; of an unknown one, what they are like.
fn elements(value: &Value, span: Span) -> Result<Vec<(Value, &Value, Turn)>, Box<Problem>> {
    let origin = || value.origin().clone();
    let turn = Turn::SURE;
    Ok(match value.kind() {
        Kind::List(_, values) | Kind::Tuple(values) => values
            .iter()
            .enumerate()
            .map(|(index, element)| (Value::number(Number::from(index), origin()), element, turn))
            .collect(),
        Kind::Set(_, values) => values
            .iter()
            .map(|element| (element.clone(), element, turn))
            .collect(),
        Kind::Unknown(unknown) => {
            let members = unknown.members.iter().flat_map(|members| members.iter());
            let likely = members.map(|member| {
                let key = match unknown.ty {
                    Type::Set(_) => member.value.clone(),
                    _ => unknown_because(Type::Any, &[value], span),
                };
                let turn = Turn {
                    taken: false,
                    certain: member.certain,
                };
                (key, &member.value, turn)
            });
            likely.collect()
        }
        Kind::Map(_, fields) => named(fields, value),
        Kind::Object(object) => named(&object.fields, value),
        Kind::Null(_) => return Err(mistake(span, "a null value cannot be iterated over")),
        _ => {
            iterable(&value.ty(), span)?;
            Vec::new()
        }
    })
}

fn named<'v>(fields: &'v Fields, whole: &Value) -> Vec<(Value, &'v Value, Turn)> {
    fields
        .iter()
        .map(|(name, element)| {
            let kind = Kind::String(Arc::clone(name));
            (
                Value::new(kind, whole.origin().clone()),
                element,
                Turn::SURE,
            )
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
