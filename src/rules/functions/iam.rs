//! `iam::`: what needs the graph. What needs a policy alone is in `aws::functions`.

use super::{RuleFunction, Run, node};
use crate::aws::iam::document::{Document, Statement};
use crate::aws::iam::identity_policies::{self, Held};
use crate::expr::{Call, CallError};
use crate::rules::scope::RuleScope;
use crate::value::{Origin, Reason, Type, Unknown, Value};
use std::sync::Arc;

pub(super) const FUNCTIONS: &[RuleFunction] = &[RuleFunction {
    name: "iam::identity_statements",
    signature: "(instance)",
    documentation: "The statements of all policies that a role, user or group holds: inline, in a resource of their own, or attached, across modules; \
                    in the form of `iam::statements`, with `policy`, the address of what carries the document. For a policy that nobody in the configuration \
                    holds, its own statements; for one that somebody holds, none, so that each statement is met once. \
                    A statement that may be there is unknown.",
    arguments: (1, 1),
    run: Run::Here(identity_statements),
}];

fn identity_statements(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let origin = Origin::expression(call.span);
    let Some(node) = node(scope, call, 0)? else {
        return Ok(super::unknown_as(
            super::argument(call, 0)?,
            Type::Any,
            call,
        ));
    };
    let known = scope.world.statements.borrow().get(&node).cloned();
    if let Some(known) = known {
        return Ok(known.with_origin(origin));
    }
    let held = identity_policies::documents(scope.world.graph, node);
    let statements = held.iter().flat_map(|held| statements(scope, held));
    let statements = Value::tuple(statements.collect(), origin);
    let mut all = scope.world.statements.borrow_mut();
    all.insert(node, statements.clone());
    Ok(statements)
}

fn statements(scope: &RuleScope<'_>, held: &Held) -> Vec<Value> {
    let unknown = |reasons: Vec<Reason>| {
        vec![Value::unknown(
            Unknown::because_all(Type::Any, reasons),
            held.document.origin().clone(),
        )]
    };
    let document = match Document::read(&held.document, scope.world.sources) {
        Ok(document) => document,
        Err(malformed) => {
            return unknown(vec![Reason::Other(Arc::from(format!(
                "the policy of `{}` cannot be read: {}",
                held.carrier, malformed.message
            )))]);
        }
    };
    let carrier = |statement: &Statement| {
        let value = statement.to_value();
        let mut fields = value.as_fields().cloned().unwrap_or_default();
        let carrier = Value::string(&held.carrier, value.origin().clone());
        fields.insert(Arc::from("policy"), carrier);
        value.with_object(fields)
    };
    document.statements.iter().map(carrier).collect()
}
