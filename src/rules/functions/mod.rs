//! The only door between rules and analyses (invariant I7): the functions that rules have besides Terraform's own.

mod access;
mod aws_facts;
mod environment;
mod graph;
mod iam;
mod literals;
mod network;
mod plan;
mod terraform;

pub(super) use access::Known as AccessKnown;
pub(super) use iam::Known as IamKnown;

use super::scope::RuleScope;
use crate::aws;
use crate::aws::functions::Arguments;
use crate::expr::{Call, CallError};
use crate::graph::NodeIndex;
use crate::value::{Origin, Reason, Type, Unknown, Value};
use std::sync::LazyLock;

/// A function of rules.
#[derive(Clone, Copy, Debug)]
pub struct RuleFunction {
    /// With its namespace: `graph::referrers`.
    pub name: &'static str,
    /// How it is called: `(instance, type, path)`.
    pub signature: &'static str,
    /// What it gives; Markdown.
    pub documentation: &'static str,
    /// The least and the greatest number of arguments.
    arguments: (usize, usize),
    run: Run,
}

/// Who computes a function.
#[derive(Clone, Copy, Debug)]
enum Run {
    /// This module, with all that the rule is asked about.
    Here(fn(&RuleScope<'_>, &Call<'_>) -> Result<Value, CallError>),
    /// This module, of the instance that the first argument is; an unknown of this type where that is unknown.
    Of(
        &'static Type,
        fn(&RuleScope<'_>, &Call<'_>, NodeIndex) -> Result<Value, CallError>,
    ),
    /// The same, where that is the only argument and nothing can be wrong.
    Fact(
        &'static Type,
        fn(&RuleScope<'_>, &Call<'_>, NodeIndex) -> Value,
    ),
    /// The floor of AWS, from values alone.
    Aws(fn(&Arguments<'_>) -> Result<Value, String>),
}

/// All functions of rules, sorted by name.
pub fn all() -> impl Iterator<Item = &'static RuleFunction> {
    static ALL: LazyLock<Vec<RuleFunction>> = LazyLock::new(|| {
        let here = [
            access::FUNCTIONS,
            aws_facts::FUNCTIONS,
            graph::FUNCTIONS,
            iam::FUNCTIONS,
            literals::FUNCTIONS,
            network::FUNCTIONS,
            plan::FUNCTIONS,
            terraform::FUNCTIONS,
        ];
        let aws = aws::functions::FUNCTIONS
            .iter()
            .map(|function| RuleFunction {
                name: function.name,
                signature: function.signature,
                documentation: function.documentation,
                arguments: function.arguments,
                run: Run::Aws(function.run),
            });
        let mut all: Vec<RuleFunction> = here.into_iter().flatten().copied().chain(aws).collect();
        all.sort_by_key(|function| function.name);
        all
    });
    ALL.iter()
}

pub(super) fn find(name: &str) -> Option<&'static RuleFunction> {
    all().find(|function| function.name == name)
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    all().map(|function| function.name)
}

/// Calls a function after counting its arguments.
pub(super) fn run(
    function: &RuleFunction,
    scope: &RuleScope<'_>,
    call: &Call<'_>,
) -> Result<Value, CallError> {
    let (least, most) = function.arguments;
    if (least..=most).contains(&call.arguments.len()) {
        let unknown = |ty: &Type| Ok(unknown_as(argument(call, 0)?, ty.clone(), call));
        match function.run {
            Run::Here(run) => run(scope, call),
            Run::Of(ty, run) => match node(scope, call, 0)? {
                Some(node) => run(scope, call, node),
                None => unknown(ty),
            },
            Run::Fact(ty, run) => match node(scope, call, 0)? {
                Some(node) => Ok(run(scope, call, node)),
                None => unknown(ty),
            },
            Run::Aws(run) => run(&Arguments {
                values: call.arguments,
                origin: &Origin::expression(call.span),
                sources: scope.world.sources,
            })
            .map_err(CallError::new),
        }
    } else {
        Err(CallError::new(format!(
            "is called as `{}{}`",
            function.name, function.signature
        )))
    }
}

/// The argument at a place; the count has been checked before.
fn argument<'v>(call: &Call<'v>, index: usize) -> Result<&'v Value, CallError> {
    call.arguments
        .get(index)
        .ok_or_else(|| CallError::argument(index, "is missing"))
}

/// A text argument.
fn text<'v>(call: &Call<'v>, index: usize) -> Result<&'v str, CallError> {
    argument(call, index)?
        .as_str()
        .map(AsRef::as_ref)
        .ok_or_else(|| CallError::argument(index, "must be a text"))
}

/// The instance that an argument is; `None` when the argument is unknown.
fn node(
    scope: &RuleScope<'_>,
    call: &Call<'_>,
    index: usize,
) -> Result<Option<NodeIndex>, CallError> {
    let value = argument(call, index)?;
    if value.is_unknown() {
        return Ok(None);
    }
    let address = value.instance().ok_or_else(|| {
        CallError::argument(
            index,
            "must be an instance of a resource or data source, such as `self`",
        )
    })?;
    let found = scope.world.graph.find(address).map(Some);
    found.ok_or_else(|| CallError::argument(index, "is no instance of this configuration"))
}

/// An unknown result for the reasons of what is unknown in a value.
fn unknown_as(value: &Value, ty: Type, call: &Call<'_>) -> Value {
    unknown_because(value.reasons(), ty, call)
}

/// An unknown result for these reasons.
fn unknown_because(reasons: Vec<Reason>, ty: Type, call: &Call<'_>) -> Value {
    Value::unknown(
        Unknown::because_all(ty, reasons),
        Origin::expression(call.span),
    )
}
