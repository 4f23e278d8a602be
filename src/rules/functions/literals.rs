//! `tf::literals` and `tf::written_under`: texts that a person wrote into the configuration, and under which names they stand there.

use super::{RuleFunction, Run, argument, text};
use crate::expr::{Call, CallError};
use crate::rules::scope::RuleScope;
use crate::source::{Sources, Span};
use crate::syntax::{Block, Body, Expr, ExprKind, Item};
use crate::value::{Origin, Reason, Stop, Type, Unknown, Value};
use regex::Regex;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

pub(super) const FUNCTIONS: &[RuleFunction] = &[
    RuleFunction {
        name: "tf::literals",
        signature: "(value[, pattern])",
        documentation: "All known texts in a value, at any depth, that are written in the configuration itself: not read from another resource or data source, \
                        not set by a variables file or from outside; with `pattern`, those that a regular expression matches. Of a text that is put together of \
                        parts, some of them from elsewhere, what the first group of the pattern (or all of it) matches must be written at its place. \
                        Of an instance, what its provider's configuration says is left out.",
        arguments: (1, 2),
        run: Run::Here(literals),
    },
    RuleFunction {
        name: "tf::written_under",
        signature: "(value)",
        documentation: "The names under which a value stands in the configuration where it is written, the nearest last: of `variable \"images\" { default = { \
                        eu-west-1 = \"ami-0a1b2c3d\" } }` the labels and arguments around the text, then the keys of objects, `[\"images\", \"default\", \"eu-west-1\"]`. \
                        Empty for what no configuration shows.",
        arguments: (1, 1),
        run: Run::Here(written_under),
    },
];

fn literals(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let pattern = match call.arguments.len() {
        0 | 1 => None,
        _ => {
            let compiled = compiled(text(call, 1)?);
            Some(compiled.map_err(|message| CallError::argument(1, message))?)
        }
    };
    let mut found = Literals {
        pattern,
        sources: scope.world.sources,
        written: Vec::new(),
        hidden: false,
    };
    found.collect(argument(call, 0)?);
    let origin = Origin::expression(call.span);
    if found.written.is_empty() && found.hidden {
        let why = Reason::Other(Arc::from(Stop::Hidden.describe()));
        return Ok(Value::unknown(
            Unknown::because(Type::list(Type::String), why),
            origin,
        ));
    }
    Ok(Value::list(Type::String, found.written, origin))
}

/// The texts that a person wrote.
struct Literals<'a> {
    pattern: Option<Rc<Regex>>,
    sources: &'a Sources,
    written: Vec<Value>,
    /// Whether there is one of which nobody knows where it is written.
    hidden: bool,
}

impl Literals<'_> {
    fn collect(&mut self, value: &Value) {
        if let Some(wanted) = value.as_str().and_then(|text| self.wanted(text)) {
            self.take(value, wanted);
        }
        // What the configuration of its provider says is no setting of an instance.
        let provider = value.instance().and_then(|_| value.field("provider"));
        for child in value.children() {
            if provider.is_none_or(|provider| !std::ptr::eq(provider, child)) {
                self.collect(child);
            }
        }
    }

    /// The part of a text that the pattern is about.
    fn wanted<'t>(&self, text: &'t str) -> Option<&'t str> {
        let Some(pattern) = &self.pattern else {
            return Some(text);
        };
        let groups = pattern.captures(text)?;
        let part = groups.get(1).or_else(|| groups.get(0))?;
        Some(part.as_str())
    }

    fn take(&mut self, value: &Value, wanted: &str) {
        // What nobody set is what AWS gave.
        let own = |origin: &Origin| {
            origin.symbol.is_none()
                && !matches!(
                    origin.stop,
                    Stop::VariablesFile | Stop::CommandLine | Stop::Absent
                )
        };
        if !value.origin().chain().all(own) {
            return;
        }
        // The place of a literal is where it is written, not where it is used.
        match value.origin().chain().last() {
            Some(origin) if origin.stop == Stop::Hidden => self.hidden = true,
            Some(written) if !written.outside || self.shows(written.span, wanted) => self
                .written
                .push(value.clone().with_origin(written.clone())),
            _ => {}
        }
    }

    fn shows(&self, span: Span, wanted: &str) -> bool {
        self.sources.get(span.file).slice(span).contains(wanted)
    }
}

/// A regular expression of a rule; each is compiled once a thread, because rules ask about every instance.
///
/// Shared and not cloned: a clone of a `Regex` starts with empty tables, which are dear to fill.
fn compiled(pattern: &str) -> Result<Rc<Regex>, String> {
    thread_local! {
        static COMPILED: RefCell<FxHashMap<String, Rc<Regex>>> = RefCell::default();
    }
    COMPILED.with_borrow_mut(|compiled| {
        if let Some(known) = compiled.get(pattern) {
            return Ok(Rc::clone(known));
        }
        let regex = Rc::new(Regex::new(pattern).map_err(|error| error.to_string())?);
        compiled.insert(pattern.to_owned(), Rc::clone(&regex));
        Ok(regex)
    })
}

fn written_under(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let mut names = Vec::new();
    if let Some(written) = argument(call, 0)?.origin().chain().last() {
        let parsed = scope.world.parsed(written.span.file);
        in_body(parsed.body(), written.span, &mut names);
    }
    let origin = Origin::expression(call.span);
    let names = names
        .iter()
        .map(|name| Value::string(name, origin.clone()))
        .collect();
    Ok(Value::list(Type::String, names, origin))
}

const fn holds(around: Span, inner: Span) -> bool {
    around.start <= inner.start && inner.end <= around.end
}

fn in_body(body: Body<'_>, place: Span, names: &mut Vec<String>) {
    match body.item_around(place) {
        Some(Item::Block(block)) => {
            names.extend(block_labels(block));
            in_body(block.body(), place, names);
        }
        Some(Item::Attribute(attribute)) => {
            names.push(attribute.name().to_owned());
            in_expression(attribute.value(), place, names);
        }
        None => {}
    }
}

fn block_labels(block: Block<'_>) -> Vec<String> {
    block
        .labels()
        .map(|(label, _)| label.into_owned())
        .collect()
}

/// Through what a collection that is written out may stand in: brackets, braces, parentheses, and arguments of functions.
fn in_expression(expr: Expr<'_>, place: Span, names: &mut Vec<String>) {
    let inner = match expr.kind() {
        ExprKind::Parentheses(inner) => vec![inner],
        ExprKind::Tuple(elements) => elements,
        ExprKind::Call { arguments, .. } => arguments,
        ExprKind::Index { collection, .. } => vec![collection],
        ExprKind::Conditional {
            then, otherwise, ..
        } => vec![then, otherwise],
        ExprKind::Object(entries) => {
            let mut entries = entries.into_iter();
            let Some((key, value)) = entries.find(|(_, value)| holds(value.span(), place)) else {
                return;
            };
            match key.kind() {
                ExprKind::Variable(name) => names.push(name.to_owned()),
                ExprKind::String(text) => names.push(text.into_owned()),
                _ => {}
            }
            vec![value]
        }
        _ => return,
    };
    let mut inner = inner.into_iter();
    if let Some(next) = inner.find(|inner| holds(inner.span(), place)) {
        in_expression(next, place, names);
    }
}
