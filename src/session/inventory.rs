//! From a comparison of states with an account to findings: asks the rules about its lists.

use super::state::unknown;
use crate::aws::identity::AwsIdentity;
use crate::finding::{Problem, ProblemKind};
use crate::graph::Graph;
use crate::inventory::{Found, Gone, Ignore, Inputs, Inventory, Unmanaged};
use crate::rules::{self, List, Listed, Rule, World};
use crate::source::{Sources, Span};
use crate::triage::{Counts, Outcome};
use crate::value::{Origin, Type, Value};
use std::sync::Arc;

/// A comparison, and what the rules say of it.
#[derive(Debug)]
pub struct Compared {
    pub inventory: Inventory,
    /// The findings in the order of the lists.
    pub outcome: Outcome,
}

/// Compares, and asks the rules about what is listed. `problems` are those of files that could not be read.
pub fn compare(
    inputs: Inputs,
    sources: &Sources,
    rules: &[Arc<Rule>],
    problems: Vec<Problem>,
) -> Compared {
    let inventory = inputs.compare();
    let graph = Graph::new(&[], &AwsIdentity);
    let world = World::new(&graph, sources);
    let answers = rules::run_listed(rules, &world, &entries(&inventory));
    let misread = inventory.problems.iter().map(|(words, help)| Problem {
        kind: ProblemKind::Error,
        ..super::placeless(words.clone(), Some(help))
    });
    let outcome = Outcome {
        problems: problems
            .into_iter()
            .chain(misread)
            .chain(answers.problems)
            .collect(),
        findings: answers.findings,
        undecided: answers.undecided,
        counts: Counts {
            files: inventory.states + inventory.exports.len(),
            resources: inventory.found,
            rules: rules.len(),
            ..Counts::default()
        },
        ..Outcome::default()
    };
    Compared { inventory, outcome }
}

fn entries(inventory: &Inventory) -> Vec<Listed> {
    // What was not read may hold what is missing elsewhere.
    let (states, exports) = (&inventory.unread_states, &inventory.unread_exports);
    let unmanaged = inventory.unmanaged.iter();
    let gone = inventory.gone.iter();
    let unused = inventory.unused_ignores.iter();
    unmanaged
        .map(|one| unmanaged_entry(one, states))
        .chain(gone.map(|one| gone_entry(one, exports)))
        .chain(unused.map(|one| ignore_entry(one, exports)))
        .collect()
}

/// False, or unknown because files could not be read.
fn unless_unread(unread: &[String], origin: Origin) -> Value {
    match unread.first() {
        None => Value::bool(false, origin),
        Some(path) => unknown(&format!("`{path}` could not be read"), origin),
    }
}

/// The values of one entry, all at its place.
struct At(Span);

impl At {
    const fn origin(&self) -> Origin {
        Origin::expression(self.0)
    }

    fn text(&self, text: &str) -> Value {
        Value::string(text, self.origin())
    }

    fn maybe(&self, text: Option<&str>) -> Value {
        text.map_or_else(
            || Value::null(Type::String, self.origin()),
            |text| self.text(text),
        )
    }

    fn object(&self, fields: impl IntoIterator<Item = (String, Value)>) -> Value {
        let fields = fields.into_iter();
        let fields = fields.map(|(name, value)| (Arc::from(name), value));
        Value::object(fields.collect(), self.origin())
    }
}

fn unmanaged_entry(unmanaged: &Unmanaged, unread: &[String]) -> Listed {
    let Unmanaged { found, import } = unmanaged;
    let Found {
        arn,
        title,
        region,
        account,
        tags,
        span,
        file,
        ..
    } = found;
    let at = At(*span);
    let identity = found.identity();
    let tags = tags
        .iter()
        .map(|(name, value)| (name.clone(), at.text(value)));
    let block = match import {
        Err(_) => Value::null(Type::Any, at.origin()),
        Ok(import) => {
            let parts = [
                ("to", &import.to),
                ("id", &import.id),
                ("block", &import.block()),
            ];
            at.object(parts.map(|(name, text)| (name.to_owned(), at.text(text))))
        }
    };
    let to = import.as_ref().ok().map(|import| import.to.clone());
    let facts = vec![
        ("address", at.text(&identity)),
        ("identity", at.text(&identity)),
        ("arn", at.maybe(arn.as_deref())),
        ("service", at.text(&found.service())),
        ("type", at.maybe(found.terraform())),
        ("name", at.maybe(title.as_deref())),
        ("region", at.maybe(region.as_deref())),
        ("account", at.maybe(account.as_deref())),
        ("tags", at.object(tags)),
        ("file", at.text(file)),
        ("import", block),
        (
            "no_import",
            at.maybe(import.as_ref().err().map(String::as_str)),
        ),
        ("managed", unless_unread(unread, at.origin())),
    ];
    Listed {
        list: List::Unmanaged,
        resource_type: found.terraform().unwrap_or_default().to_owned(),
        addresses: to.into_iter().collect(),
        address: identity,
        place: *span,
        facts: Value::object(Listed::object(List::Unmanaged, facts), at.origin()),
    }
}

fn gone_entry(Gone { held }: &Gone, unread: &[String]) -> Listed {
    let at = At(held.span);
    let facts = vec![
        ("address", at.text(&held.address)),
        ("type", at.text(&held.resource_type)),
        ("arn", at.maybe(held.arn.as_deref())),
        ("id", at.maybe(held.id.as_deref())),
        ("file", at.text(&held.file)),
        ("exists", unless_unread(unread, at.origin())),
    ];
    Listed {
        list: List::Gone,
        resource_type: held.resource_type.clone(),
        address: held.address.clone(),
        addresses: vec![held.address.clone()],
        place: held.span,
        facts: Value::object(Listed::object(List::Gone, facts), at.origin()),
    }
}

fn ignore_entry(ignore: &Ignore, unread: &[String]) -> Listed {
    let at = At(ignore.span);
    let facts = vec![
        ("address", at.text(&ignore.pattern)),
        ("arn", at.text(&ignore.pattern)),
        ("reason", at.text(&ignore.reason)),
        ("file", at.text(&ignore.file)),
        ("used", unless_unread(unread, at.origin())),
    ];
    Listed {
        list: List::UnusedIgnores,
        resource_type: String::new(),
        address: ignore.pattern.clone(),
        addresses: Vec::new(),
        place: ignore.span,
        facts: Value::object(Listed::object(List::UnusedIgnores, facts), at.origin()),
    }
}
