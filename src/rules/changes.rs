//! What a plan does, as rules see it: `before`, `after` and `change` beside `self`, and all changes together for rules about the whole plan.

use crate::aws::holds_data;
use crate::graph::{Graph, Memo};
use crate::plan::{Action, Change, Deferred, FailedCheck};
use crate::source::Span;
use crate::terraform::Mode;
use crate::value::{Fields, Origin, Type, Value};
use std::sync::Arc;
use std::sync::OnceLock;

/// Some actions, and some types or any.
type Choice = (Vec<Arc<str>>, Option<Vec<Arc<str>>>);

/// What rules may ask of a plan.
#[derive(Debug)]
pub struct Planned {
    pub changes: Vec<Change>,
    pub complete: bool,
    pub errored: bool,
    pub deferred: Vec<Deferred>,
    pub failed_checks: Vec<FailedCheck>,
    /// Where a finding about the whole plan stands.
    pub place: Span,
    facts: OnceLock<Fields>,
    chosen: Memo<Choice, Value>,
}

/// The names that a rule about changes has beside those of every rule.
#[derive(Clone, Debug)]
pub(super) struct ChangeNames {
    before: Value,
    after: Value,
    change: Value,
}

impl Planned {
    pub fn new(
        changes: Vec<Change>,
        (complete, errored): (bool, bool),
        deferred: Vec<Deferred>,
        failed_checks: Vec<FailedCheck>,
        place: Span,
    ) -> Self {
        Self {
            changes,
            complete,
            errored,
            deferred,
            failed_checks,
            place,
            facts: OnceLock::new(),
            chosen: Memo::default(),
        }
    }

    /// The plan as one object, see `tf::plan`; with all changes or without: together they take several times the room of the plan.
    pub(super) fn object(&self, with_changes: bool) -> Value {
        let mut fields = self.facts.get_or_init(|| self.facts()).clone();
        if with_changes {
            fields.insert(Arc::from("changes"), self.those(&|_| true));
        }
        Value::object(fields, Origin::expression(self.place))
    }

    /// The changes with one of some actions, on one of some types (`None`: on any), as objects; see `tf::changes`.
    pub(super) fn chosen(&self, actions: &[Arc<str>], types: Option<&[Arc<str>]>) -> Value {
        let key = (actions.to_vec(), types.map(<[_]>::to_vec));
        self.chosen.get_or_find(key, || {
            self.those(&|change: &Change| {
                actions.iter().any(|one| **one == *change.action.name())
                    && types.is_none_or(|types| types.contains(&change.resource_type))
            })
        })
    }

    fn those(&self, wanted: &dyn Fn(&Change) -> bool) -> Value {
        let origin = || Origin::expression(self.place);
        let changes = self.changes.iter();
        let changes = changes.filter(|change| change.mode == Mode::Managed && wanted(change));
        let changes = changes.map(|change| {
            let mut fields = facts(change, self.place);
            fields.insert(Arc::from("before"), change.before.get());
            fields.insert(Arc::from("after"), change.after.get());
            Value::object(fields, origin())
        });
        Value::tuple(changes.collect(), origin())
    }

    /// What is true of the plan as a whole.
    fn facts(&self) -> Fields {
        let origin = || Origin::expression(self.place);
        let pair = |names: [&str; 2], texts: [&str; 2]| {
            let fields = names.into_iter().zip(texts);
            let fields =
                fields.map(|(name, text)| (Arc::from(name), Value::string(text, origin())));
            Value::object(fields.collect(), origin())
        };
        let deferred = self.deferred.iter();
        let deferred = deferred.map(|one| pair(["address", "reason"], [&one.address, &one.reason]));
        let failed = self.failed_checks.iter();
        let failed = failed.map(|one| pair(["address", "message"], [&one.address, &one.message]));
        let exists = |change: &&Change| {
            change.mode == Mode::Managed
                && change.action != Action::Drift
                && change.deposed.is_none()
                && !change.before.is_null()
        };
        let existing = self.changes.iter().filter(exists).count();
        named([
            ("complete", Value::bool(self.complete, origin())),
            ("errored", Value::bool(self.errored, origin())),
            ("existing", Value::number(existing, origin())),
            ("deferred", Value::tuple(deferred.collect(), origin())),
            ("failed_checks", Value::tuple(failed.collect(), origin())),
        ])
    }
}

impl ChangeNames {
    /// The value of `before`, `after` or `change`.
    pub(super) fn named(&self, name: &str) -> &Value {
        match name {
            "before" => &self.before,
            "after" => &self.after,
            _ => &self.change,
        }
    }

    pub(super) fn of(change: &Change, place: Span) -> Self {
        Self {
            before: change.before.get(),
            after: change.after.get(),
            change: Value::object(facts(change, place), Origin::expression(place)),
        }
    }
}

/// The subject of a rule about changes: the instance as it will be, or as it was when it will not be any more.
pub(super) fn subject(change: &Change, graph: &Graph<'_>, place: Span) -> Value {
    let there = graph
        .find(&change.address)
        .filter(|_| change.deposed.is_none());
    if let Some(node) = there
        && !matches!(change.action, Action::Delete | Action::Forget)
    {
        return graph.object(node);
    }
    let value = remaining(change);
    let text = |text: &Arc<str>| Value::string(text, Origin::expression(place));
    let mut fields = value.as_fields().cloned().unwrap_or_default();
    for (name, fact) in [("address", &change.address), ("module", &change.module)] {
        fields.insert(Arc::from(name), text(fact));
    }
    for (name, fact) in [("type", &change.resource_type), ("name", &change.name)] {
        fields.entry(Arc::from(name)).or_insert_with(|| text(fact));
    }
    value.with_object(fields)
}

/// The place of a change: the block of its instance, or its line in the listing of the plan.
pub(super) fn place(change: &Change) -> Span {
    remaining(change).origin().span
}

/// What there will be, or what there was when there will be nothing.
fn remaining(change: &Change) -> Value {
    if change.after.is_null() {
        change.before.get()
    } else {
        change.after.get()
    }
}

/// `change`: all that the plan says of a change beside the values.
fn facts(change: &Change, place: Span) -> Fields {
    let origin = || Origin::expression(place);
    let text = |text: &str| Value::string(text, origin());
    let maybe = |fact: &Option<Arc<str>>| match fact {
        Some(fact) => text(fact),
        None => Value::null(Type::String, origin()),
    };
    let paths = change.replace_paths.iter().map(|path| text(path)).collect();
    let create_first = matches!(change.action, Action::Replace { create_first: true });
    named([
        ("address", text(&change.address)),
        ("type", text(&change.resource_type)),
        ("name", text(&change.name)),
        ("module", text(&change.module)),
        ("action", text(change.action.name())),
        ("deleted", Value::bool(change.after.is_null(), origin())),
        ("create_first", Value::bool(create_first, origin())),
        ("reason", maybe(&change.reason)),
        ("replace_paths", Value::list(Type::String, paths, origin())),
        ("previous_address", maybe(&change.previous_address)),
        ("deposed", maybe(&change.deposed)),
        ("importing", Value::bool(change.importing, origin())),
        (
            "holds_data",
            Value::bool(holds_data(&change.resource_type), origin()),
        ),
    ])
}

fn named<const N: usize>(fields: [(&str, Value); N]) -> Fields {
    let fields = fields.into_iter();
    fields
        .map(|(name, value)| (Arc::from(name), value))
        .collect()
}
