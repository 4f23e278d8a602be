//! What names mean while a rule is asked about one subject: `self`, `local`, `var`, `each`, and the functions of rules.

use super::changes::{ChangeNames, Planned};
use super::functions;
use super::locals::{Known, Locals};
use super::rule::Rule;
use crate::aws::network::Network;
use crate::expr::{Budget, Call, CallError, Context, Evaluated, Resolved, Scope, Step, evaluate};
use crate::finding::Problem;
use crate::graph::{Graph, Memo};
use crate::source::{FileId, Sources, Span};
use crate::syntax::ast::NodeId;
use crate::syntax::{self, Ast};
use crate::value::{Origin, Stop, Type, Value};
use std::sync::Arc;

/// What all questions about one root module share.
#[derive(Debug)]
pub struct World<'a> {
    pub graph: &'a Graph<'a>,
    /// The texts of the run: places inside a text value are found in them.
    pub sources: &'a Sources,
    /// What has been found out of principals and their policies.
    pub(super) iam: functions::IamKnown,
    /// What has been found out of who may use a resource.
    pub(super) access: functions::AccessKnown,
    pub(super) network: Network<'a>,
    parsed: Memo<FileId, Arc<Ast>>,
    /// The plan, when one is checked.
    pub(super) planned: Option<&'a Planned>,
}

impl<'a> World<'a> {
    pub fn new(graph: &'a Graph<'a>, sources: &'a Sources) -> Self {
        Self {
            graph,
            sources,
            iam: functions::IamKnown::default(),
            access: functions::AccessKnown::default(),
            network: Network::new(graph),
            parsed: Memo::default(),
            planned: None,
        }
    }

    /// The tree of a file of the run, for the few questions about how something is written: trees are not kept after evaluation.
    pub(super) fn parsed(&self, file: FileId) -> Arc<Ast> {
        let parse = || Arc::new(syntax::parse(&self.sources.get(file)).ast);
        self.parsed.get_or_find(file, parse)
    }

    /// The same with a plan.
    #[must_use]
    pub const fn with_plan(mut self, planned: Option<&'a Planned>) -> Self {
        self.planned = planned;
        self
    }
}

/// What a question is asked of, and what its answer may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) budget: &'a Budget,
}

/// The names of one rule for one subject.
#[derive(Clone, Debug)]
pub(super) struct RuleScope<'a> {
    pub(super) rule: &'a Rule,
    pub(super) world: &'a World<'a>,
    budget: &'a Budget,
    /// `self`, as an object.
    pub(super) subject: &'a Value,
    /// Where a null that nobody set is placed.
    pub(super) header: Span,
    each: Option<(Value, Value)>,
    /// For rules about changes.
    change: Option<&'a ChangeNames>,
    locals: Locals,
}

impl<'a> RuleScope<'a> {
    pub(super) fn new(rule: &'a Rule, asked: Asked<'a>, subject: &'a Value, header: Span) -> Self {
        Self {
            rule,
            world: asked.world,
            budget: asked.budget,
            subject,
            header,
            each: None,
            change: None,
            locals: Locals::default(),
        }
    }

    /// The same names inside one element of a `for_each`.
    pub(super) fn with_each(&self, key: Value, value: Value) -> Self {
        Self {
            each: Some((key, value)),
            locals: self.locals.of_other_element(),
            ..*self
        }
    }

    /// The same names and those of a change.
    pub(super) const fn with_change(mut self, change: Option<&'a ChangeNames>) -> Self {
        self.change = change;
        self
    }

    /// The key of the element in hand, as text; empty outside a `for_each`.
    pub(super) fn each_key(&self) -> String {
        self.each
            .as_ref()
            .map_or_else(String::new, |(key, _)| super::place::masked(key))
    }

    /// The file of the rule: places in it say nothing of the configuration.
    pub(super) fn rule_file(&self) -> FileId {
        self.rule.ast.source().id()
    }

    /// The value of an expression of the rule.
    pub(super) fn evaluate(&self, id: NodeId) -> Evaluated {
        evaluate(
            self.rule.expr(id),
            &Context {
                scope: self,
                files: None,
                budget: self.budget,
            },
        )
    }

    fn local(&self, name: &str, span: Span) -> Evaluated {
        let mut declared = self.rule.locals.iter();
        let Some(local) = declared.find(|local| *local.name == *name) else {
            return Err(Box::new(Problem::error(
                span,
                format!("the rule declares no local value `{name}`"),
            )));
        };
        match self.locals.get(local) {
            Some(Known::Done(value)) => value,
            Some(Known::Pending) => Err(Box::new(Problem::error(
                span,
                format!("local value `{name}` refers to itself"),
            ))),
            None => {
                self.locals.keep(local, Known::Pending);
                let value = self.evaluate(local.value);
                self.locals.keep(local, Known::Done(value.clone()));
                value
            }
        }
    }

    fn self_attribute(&self, name: &str) -> Value {
        let absent = || Value::null(Type::Any, Origin::new(self.header, Stop::Absent));
        self.subject.field(name).cloned().unwrap_or_else(absent)
    }
}

impl Scope for RuleScope<'_> {
    fn resolve(&self, root: &str, span: Span, steps: &[Step]) -> Result<Resolved, Box<Problem>> {
        let name = match steps.first() {
            Some(Step::Attribute(name, _)) => Some(name.as_ref()),
            _ => None,
        };
        let value = match (root, name) {
            ("self", None) => {
                return Ok(Resolved {
                    value: self.subject.clone(),
                    steps: 0,
                });
            }
            ("self", Some(name)) => Some(self.self_attribute(name)),
            ("local", Some(name)) => Some(self.local(name, span)?),
            ("var", Some(name)) => self
                .rule
                .options
                .iter()
                .find(|option| option.name.as_ref() == name)
                .map(|option| option.value.clone()),
            ("before" | "after" | "change", _) if self.change.is_some() => {
                let value = self.change.map(|names| names.named(root).clone());
                let resolved = value.map(|value| Resolved { value, steps: 0 });
                let missing = || Problem::error(span, format!("there is no `{root}` here"));
                return resolved.ok_or_else(|| Box::new(missing()));
            }
            ("each", Some("key")) => self.each.as_ref().map(|(key, _)| key.clone()),
            ("each", Some("value")) => self.each.as_ref().map(|(_, value)| value.clone()),
            _ => None,
        };
        if let Some(value) = value {
            Ok(Resolved { value, steps: 1 })
        } else {
            let shown = name.map_or_else(|| root.to_owned(), |name| format!("{root}.{name}"));
            Err(Box::new(Problem::error(
                span,
                format!("there is no `{shown}` here"),
            )))
        }
    }

    fn call(&self, call: &Call<'_>) -> Option<Result<Value, CallError>> {
        functions::find(call.name).map(|function| functions::run(function, self, call))
    }

    fn function_names(&self) -> Vec<&'static str> {
        functions::names().collect()
    }

    fn is_of_rule(&self) -> bool {
        true
    }
}
