//! Asks every rule about every subject: which rules are asked about which instance, change, call or entry, and that large root modules keep all
//! cores busy. Knows nothing of conditions: `engine` asks.

use super::causes;
use super::changes::{self, ChangeNames};
use super::engine::{Answers, Subject, ask};
use super::listed::Listed;
use super::rule::{Rule, Subjects};
use super::scope::{Asked, World};
use crate::expr::Budget;
use crate::graph::NodeIndex;
use crate::plan::Change;
use crate::source::Span;
use crate::terraform::{Mode, ModuleCallInstance};
use crate::value::{Fields, Origin, Stop, Type, Value};
use rayon::prelude::*;
use std::sync::Arc;

/// What all rules together may spend on a root module, and how deep they may look.
const STEPS: u64 = 50_000_000;
const BYTES: u64 = 256 * 1024 * 1024;
const DEPTH: u32 = 250;
/// What they may spend on each instance beside it.
const STEPS_OF_AN_INSTANCE: u64 = 5_000;
const BYTES_OF_AN_INSTANCE: u64 = 10_000;

/// A root module with more subjects than this is asked about side by side.
const MANY: usize = 2_000;
/// Subjects that are asked about one after the other.
const SUBJECTS_OF_A_PART: usize = 256;
/// What a part may spend at least, whatever the others do: one large policy takes less.
const STEPS_OF_A_PART: u64 = 1_000_000;
const BYTES_OF_A_PART: u64 = 16 * 1024 * 1024;

/// Runs the rules over a root module: its instances, its module calls, and the module itself.
pub fn run(
    rules: &[Arc<Rule>],
    world: &World<'_>,
    calls: &[ModuleCallInstance],
    directory: &str,
    header: Option<Span>,
) -> Answers {
    let mut parts = instances(rules, world);
    let changes = world.planned.map(|planned| planned.changes.as_slice());
    let changes = changes.unwrap_or_default().chunks(SUBJECTS_OF_A_PART);
    parts.extend(changes.map(Part::Changes));
    parts.push(Part::Calls(calls));
    parts.extend(header.map(|header| Part::Module(directory, header)));
    let mut answers = ask_all(&parts, rules, world);
    causes::one_each(rules, &mut answers.findings);
    answers
}

/// Asks the rules about entries of lists; `world` is that of the configuration beside them, or of none.
pub fn run_listed(rules: &[Arc<Rule>], world: &World<'_>, entries: &[Listed]) -> Answers {
    let entries = entries.chunks(SUBJECTS_OF_A_PART).map(Part::Entries);
    ask_all(&entries.collect::<Vec<_>>(), rules, world)
}

fn ask_all(parts: &[Part<'_>], rules: &[Arc<Rule>], world: &World<'_>) -> Answers {
    let subjects = parts.iter().map(Part::subjects).sum::<usize>();
    if subjects > MANY {
        return side_by_side(parts, rules, world);
    }
    let budget = of_subjects(Budget::new(STEPS, BYTES, DEPTH), subjects);
    let asked = Asked {
        world,
        budget: &budget,
    };
    let mut answers = Answers::default();
    for part in parts {
        part.ask(rules, &asked, &mut answers);
    }
    answers
}

/// Each part has a budget of its own: what one spends does not depend on which of them runs first.
fn side_by_side(parts: &[Part<'_>], rules: &[Arc<Rule>], world: &World<'_>) -> Answers {
    let share = parts.len().max(1) as u64;
    let asked = parts.par_iter().map(|part| {
        let budget = Budget::new(
            (STEPS / share).max(STEPS_OF_A_PART),
            (BYTES / share).max(BYTES_OF_A_PART),
            DEPTH,
        );
        let budget = of_subjects(budget, part.subjects());
        let asked = Asked {
            world,
            budget: &budget,
        };
        let mut answers = Answers::default();
        part.ask(rules, &asked, &mut answers);
        answers
    });
    let mut all = Answers::default();
    for answers in asked.collect::<Vec<_>>() {
        all.extend(answers);
    }
    all
}

fn of_subjects(budget: Budget, subjects: usize) -> Budget {
    let subjects = subjects as u64;
    budget.and(
        STEPS_OF_AN_INSTANCE * subjects,
        BYTES_OF_AN_INSTANCE * subjects,
    )
}

/// The instances in parts of one type each, with the rules that have something to say of the type.
fn instances<'a>(rules: &'a [Arc<Rule>], world: &'a World<'_>) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    for (kind, nodes) in world.graph.types() {
        let matching = rules.iter().filter(|rule| rule.subjects.matches(kind));
        let matching: Arc<[&Rule]> = matching.map(AsRef::as_ref).collect();
        if !matching.is_empty() {
            let chunks = nodes.chunks(SUBJECTS_OF_A_PART);
            parts.extend(chunks.map(|nodes| Part::Instances(nodes, Arc::clone(&matching))));
        }
    }
    parts
}

/// Some of what is asked about.
enum Part<'a> {
    Instances(&'a [NodeIndex], Arc<[&'a Rule]>),
    Changes(&'a [Change]),
    Calls(&'a [ModuleCallInstance]),
    Entries(&'a [Listed]),
    /// The root module itself, by its directory.
    Module(&'a str, Span),
}

impl Part<'_> {
    const fn subjects(&self) -> usize {
        match self {
            Self::Instances(nodes, _) => nodes.len(),
            Self::Changes(changes) => changes.len(),
            Self::Calls(calls) => calls.len(),
            Self::Entries(entries) => entries.len(),
            Self::Module(..) => 1,
        }
    }

    fn ask(&self, rules: &[Arc<Rule>], asked: &Asked<'_>, answers: &mut Answers) {
        match self {
            Self::Instances(nodes, rules) => {
                for &node in *nodes {
                    about_instance(rules, asked, node, answers);
                }
            }
            Self::Changes(changes) => {
                for change in *changes {
                    about_change(rules, asked, change, answers);
                }
            }
            Self::Calls(calls) => {
                for call in *calls {
                    about_call(rules, asked, call, answers);
                }
            }
            Self::Entries(entries) => {
                for entry in *entries {
                    about_entry(rules, asked, entry, answers);
                }
            }
            Self::Module(directory, header) => {
                about_module(rules, asked, directory, *header, answers);
            }
        }
    }
}

fn about_instance(rules: &[&Rule], asked: &Asked<'_>, node: NodeIndex, answers: &mut Answers) {
    let instance = asked.world.graph.instance(node);
    let object = asked.world.graph.object(node);
    let subject = Subject {
        address: Arc::clone(&instance.address),
        header: instance.header,
        object: &object,
        change: None,
        addresses: None,
    };
    for rule in rules {
        ask(rule, asked, &subject, answers);
    }
}

fn about_call(
    rules: &[Arc<Rule>],
    asked: &Asked<'_>,
    call: &ModuleCallInstance,
    answers: &mut Answers,
) {
    let object = module_object(call);
    let subject = Subject {
        address: Arc::clone(&call.address),
        header: call.header,
        object: &object,
        change: None,
        addresses: None,
    };
    for rule in rules
        .iter()
        .filter(|rule| rule.subjects == Subjects::Modules)
    {
        ask(rule, asked, &subject, answers);
    }
}

fn about_module(
    rules: &[Arc<Rule>],
    asked: &Asked<'_>,
    directory: &str,
    header: Span,
    answers: &mut Answers,
) {
    let object = configuration_object(directory, header);
    let subject = Subject {
        address: Arc::from(if directory.is_empty() { "." } else { directory }),
        header,
        object: &object,
        change: None,
        addresses: None,
    };
    for rule in rules
        .iter()
        .filter(|rule| rule.subjects == Subjects::Configuration)
    {
        ask(rule, asked, &subject, answers);
    }
}

fn about_entry(rules: &[Arc<Rule>], asked: &Asked<'_>, entry: &Listed, answers: &mut Answers) {
    let subject = Subject {
        address: Arc::from(&*entry.address),
        header: entry.place,
        object: &entry.facts,
        change: None,
        addresses: Some(&entry.addresses),
    };
    let kind = &entry.resource_type;
    for rule in rules
        .iter()
        .filter(|rule| rule.subjects.matches_entry(entry.list, kind))
    {
        ask(rule, asked, &subject, answers);
    }
}

/// Asks the rules about changes of this kind what they say of one.
fn about_change(rules: &[Arc<Rule>], asked: &Asked<'_>, change: &Change, answers: &mut Answers) {
    let action = change.action.name();
    let kind = match change.mode {
        Mode::Managed => change.resource_type.to_string(),
        Mode::Data => format!("data.{}", change.resource_type),
        Mode::Ephemeral => format!("ephemeral.{}", change.resource_type),
    };
    let mut matching = rules
        .iter()
        .filter(|rule| rule.subjects.matches_change(&kind, action))
        .peekable();
    if matching.peek().is_none() {
        return;
    }
    let header = changes::place(change);
    let object = changes::subject(change, asked.world.graph, header);
    let names = ChangeNames::of(change, header);
    let subject = Subject {
        address: Arc::clone(&change.address),
        header,
        object: &object,
        change: Some(&names),
        addresses: None,
    };
    for rule in matching {
        ask(rule, asked, &subject, answers);
    }
}

fn module_object(call: &ModuleCallInstance) -> Value {
    let origin = Origin::new(call.header, Stop::Expression);
    let mut fields = Fields::new();
    fields.insert(
        Arc::from("address"),
        Value::string(&call.address, origin.clone()),
    );
    for name in ["source", "version"] {
        let absent = || Value::null(Type::String, Origin::new(call.header, Stop::Absent));
        fields.insert(
            Arc::from(name),
            call.value.field(name).cloned().unwrap_or_else(absent),
        );
    }
    fields.insert(Arc::from("arguments"), call.value.clone());
    Value::object(fields, origin)
}

fn configuration_object(directory: &str, header: Span) -> Value {
    let origin = Origin::new(header, Stop::Expression);
    let directory = Value::string(directory, origin.clone());
    let fields = [("address", directory.clone()), ("directory", directory)]
        .into_iter()
        .map(|(name, value)| (Arc::from(name), value))
        .collect();
    Value::object(fields, origin)
}
