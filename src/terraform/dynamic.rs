//! `dynamic` blocks: one block per element of a collection.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks>

use super::content::{Content, Nested};
use super::evaluator::{Evaluator, MAX_INSTANCES_PER_BLOCK};
use super::expand::likely_element;
use super::module::Name;
use super::scope::ModuleScope;
use crate::expr::budget::Exhausted;
use crate::finding::Problem;
use crate::source::Span;
use crate::value::{Fields, Kind, Origin, Reason, Type, Unknown, Value};
use std::sync::Arc;

/// What a `dynamic` block takes besides `content`.
const ARGUMENTS: [&str; 3] = ["for_each", "iterator", "labels"];

/// One block that a `dynamic` block makes.
pub(super) struct Made<'a, 's, 'p> {
    pub(super) scope: &'a ModuleScope<'s, 'p>,
    pub(super) content: &'a Content,
    pub(super) header: Span,
    /// Whether there is such a block; otherwise any number of them, also none.
    pub(super) certain: bool,
}

impl Evaluator<'_> {
    /// Calls `add`, which may have no more room, for every block that a `dynamic` block makes.
    /// What comes back are the reasons for which their number is unknown; then `add` was called once with an unknown element,
    /// for the block that stands for all of them.
    pub(super) fn dynamic(
        &self,
        scope: &ModuleScope<'_, '_>,
        block: &Nested,
        name: &str,
        add: &mut dyn FnMut(&Made<'_, '_, '_>) -> Result<(), Exhausted>,
    ) -> Vec<Reason> {
        let (Some(for_each), Some(content)) = (
            block.content.argument("for_each"),
            super::calls::first(block.content.nested("content", 0)),
        ) else {
            self.report.add(Problem::error(
                block.header,
                "a `dynamic` block needs `for_each` and a `content` block",
            ));
            return vec![Reason::Mistake {
                message: Arc::from("the `dynamic` block is not complete"),
            }];
        };
        self.check_dynamic(block);
        let iterator = block
            .content
            .argument("iterator")
            .and_then(|argument| argument.value.static_name());
        let iterator: Name = iterator.map_or_else(|| Arc::from(name), |name| Arc::from(&*name));
        let collection = self.eval(scope, for_each.value);
        let span = for_each.value.span();
        let mut make = |key: Value, value: Value, certain: bool| {
            let sensitive = |value: Value| value.mark_sensitive(collection.is_sensitive());
            let element = element(key, sensitive(value), span);
            let room = add(&Made {
                scope: &scope.with_iterator(Arc::clone(&iterator), element),
                content: &content.content,
                header: block.header,
                certain,
            });
            room.map_err(Exhausted::reason)
        };
        let elements = match elements(&collection) {
            Ok(elements) if elements.len() <= MAX_INSTANCES_PER_BLOCK => elements,
            Ok(_) => {
                self.report.add(Problem::incomplete(
                    span,
                    "more blocks than can be looked at",
                ));
                return vec![Reason::Budget {
                    what: Arc::from("the number of blocks"),
                }];
            }
            Err(reasons) => {
                let reasons = reasons.unwrap_or_else(|message| {
                    let message = format!("invalid `for_each`: {message}");
                    self.report.add(Problem::error(span, message.clone()));
                    vec![Reason::Mistake {
                        message: message.into(),
                    }]
                });
                let unknown = |ty| {
                    let unknown = Unknown::because_all(ty, reasons.iter().cloned());
                    Value::unknown(unknown, Origin::expression(span))
                };
                let (key, value) = element_types(&collection.ty());
                let key = unknown(key).mark_sensitive(collection.is_sensitive());
                let value = likely_element(&collection).unwrap_or_else(|| unknown(value));
                let exhausted = make(key, value, false).err();
                return reasons.into_iter().chain(exhausted).collect();
            }
        };
        for (key, value) in elements {
            if let Err(exhausted) = make(key, value, true) {
                return vec![exhausted];
            }
        }
        Vec::new()
    }

    fn check_dynamic(&self, block: &Nested) {
        for argument in block.content.arguments().into_values() {
            let is_block = block.content.has_json() && argument.name == "content";
            if !is_block && !ARGUMENTS.contains(&&*argument.name) {
                let message = format!("unsupported argument `{}`", argument.name);
                let problem = Problem::error(argument.name_span, message);
                self.report
                    .add(problem.with_suggestion(&argument.name, ARGUMENTS));
            }
        }
    }
}

/// What the iterator's name stands for.
fn element(key: Value, value: Value, span: Span) -> Value {
    let fields: Fields = [(Arc::from("key"), key), (Arc::from("value"), value)]
        .into_iter()
        .collect();
    Value::object(fields, Origin::expression(span))
}

/// The types of the keys and values of a collection, as far as its type tells.
fn element_types(collection: &Type) -> (Type, Type) {
    match collection {
        Type::List(element) => (Type::Number, Type::clone(element)),
        Type::Map(element) => (Type::String, Type::clone(element)),
        Type::Set(element) => (Type::clone(element), Type::clone(element)),
        _ => (Type::Any, Type::Any),
    }
}

/// Why there are no elements: the reasons for which they are unknown, or what is wrong.
type Gap = Result<Vec<Reason>, String>;

/// Keys and values; or the reasons for which they are unknown, or what is wrong.
fn elements(collection: &Value) -> Result<Vec<(Value, Value)>, Gap> {
    match collection.kind() {
        Kind::Unknown(_) => Err(Ok(collection.reasons())),
        Kind::Null(_) => Err(Err("it is null; use an empty list for no block".to_owned())),
        Kind::Map(_, fields) => Ok(pairs(fields)),
        Kind::Object(object) => Ok(pairs(&object.fields)),
        Kind::Set(_, values) => Ok(values
            .iter()
            .map(|value| (value.clone(), value.clone()))
            .collect()),
        Kind::List(_, values) | Kind::Tuple(values) => Ok(values
            .iter()
            .enumerate()
            .map(|(index, value)| {
                (
                    Value::number((index as u64).cast_signed(), value.origin().clone()),
                    value.clone(),
                )
            })
            .collect()),
        Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => Err(Err(format!(
            "a collection is needed, not a {}",
            collection.ty().friendly()
        ))),
    }
}

fn pairs(fields: &Fields) -> Vec<(Value, Value)> {
    fields
        .iter()
        .map(|(name, value)| (Value::string(name, value.origin().clone()), value.clone()))
        .collect()
}
