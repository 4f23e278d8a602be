//! The facts of an instance that Terraform itself reads: `lifecycle`, the provider, provisioners, `depends_on`.

use super::body::Body;
use super::calls::first;
use super::content::Nested;
use super::evaluator::Evaluator;
use super::module::Resource;
use super::scope::ModuleScope;
use crate::source::Span;
use crate::syntax::{Expr, ExprKind};
use crate::value::{Fields, Origin, Stop, Type, Value};
use std::sync::Arc;

/// Arguments of provisioners whose values are words of the language: `destroy`, `continue`.
const PROVISIONER_WORDS: [&str; 2] = ["when", "on_failure"];

impl Evaluator<'_> {
    /// The other facts that rules may ask for; see [`super::Instance::meta`].
    pub(super) fn meta(
        &self,
        scope: &ModuleScope<'_, '_>,
        resource: &Resource,
        provider: Value,
        own: &Value,
    ) -> Value {
        let lifecycle = first(resource.content.nested("lifecycle", 0));
        let own_scope = scope.with_self(own.clone());
        if let Some(lifecycle) = &lifecycle {
            self.check_conditions(scope, &lifecycle.content, "precondition");
            self.check_conditions(&own_scope, &lifecycle.content, "postcondition");
        }
        let facts = [
            (
                "lifecycle",
                self.lifecycle(scope, lifecycle.as_ref(), resource.header),
            ),
            ("provider", provider),
            ("provisioners", self.provisioners(&own_scope, resource)),
            ("depends_on", depends_on(scope, resource)),
            (
                "root",
                Value::bool(
                    scope.module.address.is_empty(),
                    Origin::expression(resource.header),
                ),
            ),
        ];
        let fields: Fields = facts
            .into_iter()
            .map(|(name, value)| (Arc::from(name), value))
            .collect();
        Value::object(fields, Origin::expression(resource.header))
    }

    fn lifecycle(
        &self,
        scope: &ModuleScope<'_, '_>,
        block: Option<&Nested>,
        header: Span,
    ) -> Value {
        let header = block.map_or(header, |block| block.header);
        let absent = Origin::new(header, Stop::Absent);
        let flag = |name: &str| {
            let argument = block.and_then(|block| block.content.argument(name));
            argument.map_or_else(
                || Value::bool(false, absent.clone()),
                |argument| self.eval(scope, argument.value),
            )
        };
        let ignored = block.and_then(|block| block.content.argument("ignore_changes"));
        let ignored = ignored.map_or_else(
            || Value::list(Type::String, Vec::new(), absent.clone()),
            |argument| names(argument.value),
        );
        let facts = [
            ("prevent_destroy", flag("prevent_destroy")),
            ("create_before_destroy", flag("create_before_destroy")),
            ("ignore_changes", ignored),
        ];
        let fields: Fields = facts
            .into_iter()
            .map(|(name, value)| (Arc::from(name), value))
            .collect();
        Value::object(fields, Origin::expression(header))
    }

    fn provisioners(&self, scope: &ModuleScope<'_, '_>, resource: &Resource) -> Value {
        let address = Arc::from(resource.address());
        let body = Body {
            evaluator: self,
            address: &address,
            data: false,
            judged: false,
            doubt: None,
        };
        let blocks = resource.content.nested("provisioner", 1);
        let values: Vec<Value> = blocks
            .iter()
            .map(|block| {
                let mut fields = body.as_written(scope, &block.content, &PROVISIONER_WORDS);
                for word in PROVISIONER_WORDS {
                    let written = block.content.argument(word);
                    let value = written
                        .and_then(|argument| names(argument.value).as_sequence()?.first().cloned());
                    fields.extend(value.map(|value| (Arc::from(word), value)));
                }
                let kind = block.label(0).map_or("", AsRef::as_ref);
                fields.insert(
                    Arc::from("type"),
                    Value::string(kind, Origin::expression(block.header)),
                );
                Value::object(fields, Origin::expression(block.header))
            })
            .collect();
        Value::tuple(values, Origin::expression(resource.header))
    }
}

/// `[tags, "name"]` or `all` as a list of texts: these are names, not values.
fn names(expr: Expr<'_>) -> Value {
    let text = |expr: Expr<'_>| {
        let text = expr.static_name().map_or_else(
            || expr.source_text().to_owned(),
            std::borrow::Cow::into_owned,
        );
        Value::string(text, Origin::expression(expr.span()))
    };
    let values = match expr.kind() {
        ExprKind::Tuple(elements) => elements.into_iter().map(text).collect(),
        _ => vec![text(expr)],
    };
    Value::list(Type::String, values, Origin::expression(expr.span()))
}

/// The addresses that a block says it depends on, absolute, without keys.
fn depends_on(scope: &ModuleScope<'_, '_>, resource: &Resource) -> Value {
    let Some(argument) = resource.content.argument("depends_on") else {
        return Value::list(
            Type::String,
            Vec::new(),
            Origin::new(resource.header, Stop::Absent),
        );
    };
    let elements = match argument.value.kind() {
        ExprKind::Tuple(elements) => elements,
        _ => Vec::new(),
    };
    let values = elements
        .into_iter()
        .map(|element| {
            let text = match element.kind() {
                ExprKind::String(text) => text.into_owned(),
                _ => element.source_text().to_owned(),
            };
            Value::string(
                scope.module.absolute(&text),
                Origin::expression(element.span()),
            )
        })
        .collect();
    Value::list(
        Type::String,
        values,
        Origin::expression(argument.value.span()),
    )
}
