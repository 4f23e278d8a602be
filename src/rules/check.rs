//! Checks the names in a rule's expressions when it is loaded, so that a misspelt one never waits for a user's configuration.

use super::functions;
use super::rule::{Rule, Subjects};
use crate::expr::functions as terraform_functions;
use crate::finding::Problem;
use crate::schema::{self, BlockSchema};
use crate::source::Span;
use crate::syntax::ast::NodeId;
use crate::syntax::{Expr, ExprKind};
use std::sync::Arc;

/// Names that every instance has beside its attributes.
pub(super) const INSTANCE_FACTS: &[&str] = &[
    "address",
    "type",
    "name",
    "module",
    "provider",
    "lifecycle",
    "provisioners",
    "depends_on",
    "root",
];

const MODULE_FACTS: &[&str] = &["address", "source", "version", "arguments"];
const CONFIGURATION_FACTS: &[&str] = &["address", "directory", "root"];

/// The problems of a rule's expressions, in order of the text.
pub(super) fn check(rule: &Rule) -> Vec<Problem> {
    let mut checker = Checker {
        schemas: schemas(rule),
        rule,
        problems: Vec::new(),
        bound: Vec::new(),
    };
    checker.subjects();
    for id in expressions(rule) {
        checker.expr(rule.expr(id));
    }
    checker
        .problems
        .sort_by_key(|problem| problem.primary.as_ref().map(|label| label.span));
    checker.problems.dedup();
    checker.problems
}

fn expressions(rule: &Rule) -> Vec<NodeId> {
    let mut ids: Vec<NodeId> = rule.locals.iter().map(|local| local.value).collect();
    ids.extend(rule.when);
    for condition in &rule.conditions {
        let finding = &condition.finding;
        ids.extend([condition.holds, finding.message]);
        ids.extend(
            [
                condition.for_each,
                condition.when,
                finding.at,
                finding.help,
                finding.severity,
            ]
            .into_iter()
            .flatten(),
        );
        ids.extend(finding.labels.expressions());
    }
    ids
}

/// The schemas of the types that a rule names; `None` when it names a pattern, for which `self` is not checked.
fn schemas(rule: &Rule) -> Option<Vec<Arc<BlockSchema>>> {
    let (Subjects::Instances(patterns) | Subjects::Changes { patterns, .. }) = &rule.subjects
    else {
        return None;
    };
    patterns
        .iter()
        .map(|pattern| match pattern.strip_prefix("data.") {
            Some(data_type) => schema::data_source(data_type),
            None => schema::resource(pattern),
        })
        .collect()
}

struct Checker<'r> {
    rule: &'r Rule,
    schemas: Option<Vec<Arc<BlockSchema>>>,
    problems: Vec<Problem>,
    /// Names that a `for` around the expression binds.
    bound: Vec<String>,
}

impl Checker<'_> {
    /// Types of AWS that no schema knows; types of other providers are taken as they are.
    fn subjects(&mut self) {
        let (Subjects::Instances(patterns)
        | Subjects::Changes { patterns, .. }
        | Subjects::Listed { patterns, .. }) = &self.rule.subjects
        else {
            return;
        };
        let header = self.rule.ast.body().blocks().next().map_or(
            self.rule.ast.body().span(),
            super::super::syntax::ast::Block::header_span,
        );
        for pattern in patterns.iter().filter(|pattern| !pattern.contains('*')) {
            let (name, known) = match pattern.strip_prefix("data.") {
                Some(data_type) => (data_type, schema::data_source(data_type).is_some()),
                None => (pattern.as_ref(), is_resource(pattern)),
            };
            if name.starts_with("aws_") && !known {
                let problem =
                    Problem::error(header, format!("the AWS provider has no type `{pattern}`"));
                let types: Box<dyn Iterator<Item = &str>> = if pattern.starts_with("data.") {
                    Box::new(schema::data_source_types())
                } else {
                    Box::new(schema::resource_types())
                };
                self.problems.push(problem.with_suggestion(name, types));
            }
        }
    }

    fn expr(&mut self, expr: Expr<'_>) {
        match expr.kind() {
            ExprKind::Variable(name) => self.root(name, expr.span(), None),
            ExprKind::GetAttr {
                object,
                name,
                name_span,
            } => match object.kind() {
                ExprKind::Variable(root) => self.root(root, object.span(), Some((name, name_span))),
                _ => self.expr(object),
            },
            ExprKind::Call {
                name,
                name_span,
                arguments,
                ..
            } => {
                self.function(name, name_span);
                for argument in arguments {
                    self.expr(argument);
                }
            }
            ExprKind::Object(items) => {
                for (key, value) in items {
                    // A bare name as key stands for itself.
                    if !matches!(key.kind(), ExprKind::Variable(_)) {
                        self.expr(key);
                    }
                    self.expr(value);
                }
            }
            ExprKind::ForTuple { header, .. } | ExprKind::ForObject { header, .. } => {
                let names: Vec<String> = header
                    .key
                    .into_iter()
                    .chain([header.value])
                    .map(str::to_owned)
                    .collect();
                self.with_bound(names, |checker| checker.children(expr));
            }
            ExprKind::Template(parts) => {
                for part in parts {
                    self.part(&part);
                }
            }
            _ => self.children(expr),
        }
    }

    fn part(&mut self, part: &crate::syntax::TemplatePart<'_>) {
        use crate::syntax::TemplatePart;
        match part {
            TemplatePart::Literal(_) => {}
            TemplatePart::Interpolation(inner) => self.expr(*inner),
            TemplatePart::If {
                condition,
                then,
                otherwise,
            } => {
                for inner in [condition, then, otherwise] {
                    self.expr(*inner);
                }
            }
            TemplatePart::For { header, body } => {
                self.expr(header.collection);
                let names = header
                    .key
                    .into_iter()
                    .chain([header.value])
                    .map(str::to_owned)
                    .collect();
                self.with_bound(names, |checker| checker.expr(*body));
            }
        }
    }

    fn children(&mut self, expr: Expr<'_>) {
        for child in expr.children() {
            self.expr(child);
        }
    }

    fn with_bound(&mut self, names: Vec<String>, run: impl FnOnce(&mut Self)) {
        let before = self.bound.len();
        self.bound.extend(names);
        run(self);
        self.bound.truncate(before);
    }

    /// The first name of a traversal, and the attribute after it.
    fn root(&mut self, root: &str, span: Span, attribute: Option<(&str, Span)>) {
        if self.bound.iter().any(|name| name == root) {
            return;
        }
        match root {
            "self" => self.attribute_of_self(attribute),
            "local" => self.declared("local value", attribute, span, &self.local_names()),
            "var" => self.declared("option", attribute, span, &self.option_names()),
            "each" => {}
            "before" | "after" | "change"
                if matches!(self.rule.subjects, Subjects::Changes { .. }) => {}
            _ => {
                let problem = Problem::error(span, format!("there is no `{root}` in a rule"));
                self.problems
                    .push(problem.with_suggestion(root, ["self", "local", "var", "each"]));
            }
        }
    }

    fn local_names(&self) -> Vec<Arc<str>> {
        let locals = self.rule.locals.iter();
        locals.map(|local| Arc::clone(&local.name)).collect()
    }

    fn option_names(&self) -> Vec<Arc<str>> {
        let options = self.rule.options.iter();
        options.map(|option| Arc::clone(&option.name)).collect()
    }

    fn declared(
        &mut self,
        what: &str,
        attribute: Option<(&str, Span)>,
        root: Span,
        known: &[Arc<str>],
    ) {
        match attribute {
            Some((name, _)) if known.iter().any(|known| known.as_ref() == name) => {}
            Some((name, span)) => {
                let problem = Problem::error(span, format!("the rule declares no {what} `{name}`"));
                self.problems
                    .push(problem.with_suggestion(name, known.iter().map(AsRef::as_ref)));
            }
            None => self.problems.push(Problem::error(
                root,
                format!("a {what} is referred to by its name"),
            )),
        }
    }

    fn attribute_of_self(&mut self, attribute: Option<(&str, Span)>) {
        let Some((name, span)) = attribute else {
            return;
        };
        let facts = match self.rule.subjects {
            Subjects::Instances(_) | Subjects::Changes { .. } => INSTANCE_FACTS,
            Subjects::Modules => MODULE_FACTS,
            Subjects::Configuration => CONFIGURATION_FACTS,
            Subjects::Listed { list, .. } => list.facts(),
        };
        if facts.contains(&name) {
            return;
        }
        let schemas = match (&self.schemas, &self.rule.subjects) {
            (None, Subjects::Instances(_) | Subjects::Changes { .. }) => return,
            (None, _) => &[][..],
            (Some(schemas), _) => schemas.as_slice(),
        };
        if schemas
            .iter()
            .any(|schema| schema.attribute(name).is_some() || schema.block(name).is_some())
        {
            return;
        }
        let problem = Problem::error(span, format!("`self` has no attribute `{name}`"));
        let attributes = schemas.iter().flat_map(|schema| {
            schema
                .attributes
                .iter()
                .map(|attribute| attribute.name.as_ref())
        });
        let blocks = schemas
            .iter()
            .flat_map(|schema| schema.blocks.iter().map(|block| block.name.as_ref()));
        self.problems.push(
            problem.with_suggestion(name, attributes.chain(blocks).chain(facts.iter().copied())),
        );
    }

    fn function(&mut self, name: &str, span: Span) {
        let terraform = terraform_functions::names();
        if terraform.contains(&name)
            || matches!(name, "try" | "can")
            || functions::find(name).is_some()
        {
            return;
        }
        let problem = Problem::error(span, format!("there is no function `{name}`"));
        let known = terraform.iter().copied().chain(functions::names());
        self.problems.push(problem.with_suggestion(name, known));
    }
}

/// Whether the AWS provider has a resource type, or had it before version 5.
fn is_resource(name: &str) -> bool {
    schema::resource(name).is_some()
        || schema::instead_of(schema::Kind::Resource, name, "").is_some()
}
