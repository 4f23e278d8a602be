//! Asks a rule about a subject, three-valued, and puts the answer into words.

use super::changes::ChangeNames;
use super::place;
use super::rule::{Condition, FindingBlock, Labels, Rule};
use super::scope::{Asked, RuleScope};
use crate::finding::{Finding, Problem, ProblemKind, Severity, Undecided, fingerprint};
use crate::source::Span;
use crate::syntax::ast::NodeId;
use crate::value::{Kind, Member, Reason, Type, Unknown, Value};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Everything that the rules have to say of one root module; not grouped yet.
#[derive(Default, Debug)]
pub struct Answers {
    pub findings: Vec<Finding>,
    pub undecided: Vec<Undecided>,
    pub problems: Vec<Problem>,
    /// The reasons that were given so far: many have the same.
    reasons: FxHashSet<Arc<str>>,
    /// The lists of reasons that were given so far.
    lists: FxHashSet<Arc<[Arc<str>]>>,
}

impl Answers {
    fn reason(&mut self, text: String) -> Arc<str> {
        if let Some(known) = self.reasons.get(&*text) {
            return Arc::clone(known);
        }
        let text: Arc<str> = Arc::from(text);
        self.reasons.insert(Arc::clone(&text));
        text
    }

    fn list(&mut self, reasons: BTreeSet<String>) -> Arc<[Arc<str>]> {
        let list: Vec<Arc<str>> = reasons.into_iter().map(|text| self.reason(text)).collect();
        self.shared(Arc::from(list))
    }

    /// The list that was given before, if there is one like it.
    fn shared(&mut self, list: Arc<[Arc<str>]>) -> Arc<[Arc<str>]> {
        if let Some(known) = self.lists.get(&list) {
            return Arc::clone(known);
        }
        self.lists.insert(Arc::clone(&list));
        list
    }
}

impl Answers {
    pub(crate) fn extend(&mut self, others: Self) {
        self.findings.extend(others.findings);
        for mut answer in others.undecided {
            answer.reasons = self.shared(answer.reasons);
            self.undecided.push(answer);
        }
        self.problems.extend(others.problems);
    }
}

/// What a rule is asked about, ready to be asked.
pub(super) struct Subject<'a> {
    pub(super) address: Arc<str>,
    pub(super) header: Span,
    pub(super) object: &'a Value,
    pub(super) change: Option<&'a ChangeNames>,
    /// What a finding lists instead of the address.
    pub(super) addresses: Option<&'a [String]>,
}

/// A verdict in three values; unknown says why.
enum Truth {
    True,
    False,
    Unknown(Vec<Reason>),
}

/// Asks a rule about a subject.
pub(super) fn ask(rule: &Rule, asked: &Asked<'_>, subject: &Subject<'_>, answers: &mut Answers) {
    let scope =
        RuleScope::new(rule, *asked, subject.object, subject.header).with_change(subject.change);
    let mut reasons = BTreeSet::new();
    for condition in &rule.conditions {
        let asked = elements(condition, &scope).and_then(|elements| match elements {
            None => Ok(vec![scope_verdict(rule, condition, &scope)?]),
            Some(Elements::Known(elements)) => elements
                .into_iter()
                .map(|(key, value)| scope_verdict(rule, condition, &scope.with_each(key, value)))
                .collect(),
            Some(Elements::Likely(members, reasons)) => members
                .into_iter()
                .map(|(key, member)| {
                    let scope = scope.with_each(key, member.value);
                    let verdict = scope_verdict(rule, condition, &scope)?;
                    Ok(verdict.of_member(member.certain, &reasons))
                })
                .collect(),
            Some(Elements::Unknown(reasons)) => Ok(vec![Verdict::Undecided(reasons)]),
        });
        match asked {
            Ok(verdicts) => {
                for verdict in verdicts {
                    match verdict {
                        Verdict::Clean => {}
                        Verdict::Undecided(why) => {
                            reasons.extend(why.iter().map(ToString::to_string));
                        }
                        Verdict::Finding(part, scope) => {
                            match finding(rule, condition, &scope, subject, &part) {
                                Ok(finding) => answers.findings.push(finding),
                                Err(problem) => {
                                    mistake(rule, subject, *problem, &mut reasons, answers);
                                }
                            }
                        }
                    }
                }
            }
            Err(problem) => mistake(rule, subject, *problem, &mut reasons, answers),
        }
    }
    if !reasons.is_empty() {
        let reasons = answers.list(reasons);
        answers.undecided.push(Undecided {
            rule: Arc::clone(&rule.info.name),
            lesson: Arc::clone(&rule.info.lesson),
            address: Arc::clone(&subject.address),
            reasons,
            span: subject.header,
        });
    }
}

/// A rule that cannot be evaluated leaves its subject undecided, and says so once.
fn mistake(
    rule: &Rule,
    subject: &Subject<'_>,
    problem: Problem,
    reasons: &mut BTreeSet<String>,
    answers: &mut Answers,
) {
    reasons.insert(format!(
        "rule `{}` cannot be evaluated here: {}",
        rule.info.name, problem.message
    ));
    let message = format!(
        "rule `{}` cannot be evaluated for `{}`: {}",
        rule.info.name, subject.address, problem.message
    );
    answers.problems.push(Problem {
        kind: ProblemKind::Incomplete,
        message,
        ..problem
    });
}

enum Elements {
    Known(Vec<(Value, Value)>),
    /// Nobody knows how many there are, but what they are like; and why.
    Likely(Vec<(Value, Member)>, Vec<Reason>),
    Unknown(Vec<Reason>),
}

/// The elements that a condition is asked about one by one, when it has a `for_each`.
fn elements(
    condition: &Condition,
    scope: &RuleScope<'_>,
) -> Result<Option<Elements>, Box<Problem>> {
    let Some(id) = condition.for_each else {
        return Ok(None);
    };
    let value = scope.evaluate(id)?;
    let elements = match value.kind() {
        Kind::Unknown(unknown) => match &unknown.members {
            Some(members) => likely(&value, unknown, members),
            None => Elements::Unknown(unknown.reasons.to_vec()),
        },
        Kind::List(_, values) | Kind::Tuple(values) => {
            let numbered = (0_i64..).zip(values.iter()).map(|(index, value)| {
                (Value::number(index, value.origin().clone()), value.clone())
            });
            Elements::Known(numbered.collect())
        }
        Kind::Set(_, values) => Elements::Known(
            values
                .iter()
                .map(|value| (value.clone(), value.clone()))
                .collect(),
        ),
        Kind::Map(..) | Kind::Object(_) => {
            let fields = value.as_fields().into_iter().flatten();
            Elements::Known(
                fields
                    .map(|(key, value)| (Value::string(key, value.origin().clone()), value.clone()))
                    .collect(),
            )
        }
        Kind::Null(_) => Elements::Known(Vec::new()),
        Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => {
            return Err(Box::new(Problem::error(
                scope.rule.expr(id).span(),
                "`for_each` must be a collection",
            )));
        }
    };
    Ok(Some(elements))
}

/// Each of the elements that an unknown collection is known to consist of. Its key is unknown unless all before it are certain.
fn likely(value: &Value, unknown: &Unknown, members: &[Member]) -> Elements {
    let reasons = unknown.reasons.to_vec();
    let open = Unknown::because_all(Type::Any, reasons.iter().cloned());
    let keyed = members.iter().enumerate().map(|(index, member)| {
        let before = members.iter().take(index);
        let key = if member.certain && before.clone().all(|member| member.certain) {
            Value::number(index, member.value.origin().clone())
        } else {
            Value::unknown(open.clone(), value.origin().clone())
        };
        (key, member.clone())
    });
    Elements::Likely(keyed.collect(), reasons)
}

enum Verdict<'a> {
    Clean,
    Undecided(Vec<Reason>),
    /// What tells this finding from others of the same condition and subject, and the names in force.
    Finding(String, Box<RuleScope<'a>>),
}

impl Verdict<'_> {
    /// The verdict on an element: one that may not be there is no reason for a finding yet.
    fn of_member(self, certain: bool, reasons: &[Reason]) -> Self {
        match self {
            Self::Finding(..) if !certain => Self::Undecided(reasons.to_vec()),
            verdict => verdict,
        }
    }
}

fn scope_verdict<'a>(
    rule: &Rule,
    condition: &Condition,
    scope: &RuleScope<'a>,
) -> Result<Verdict<'a>, Box<Problem>> {
    // Kleene: what holds is clean whether or not the rule applies, and what does not apply is clean whatever holds.
    let mut reasons = Vec::new();
    for when in [rule.when, condition.when].into_iter().flatten() {
        match truth(scope, when)? {
            Truth::True => {}
            Truth::False => return Ok(Verdict::Clean),
            Truth::Unknown(why) => reasons.extend(why),
        }
    }
    match truth(scope, condition.holds)? {
        Truth::True => Ok(Verdict::Clean),
        Truth::False if reasons.is_empty() => {
            Ok(Verdict::Finding(scope.each_key(), Box::new(scope.clone())))
        }
        Truth::False => Ok(Verdict::Undecided(reasons)),
        Truth::Unknown(why) => {
            reasons.extend(why);
            Ok(Verdict::Undecided(reasons))
        }
    }
}

fn truth(scope: &RuleScope<'_>, id: NodeId) -> Result<Truth, Box<Problem>> {
    let value = scope.evaluate(id)?;
    match value.kind() {
        Kind::Bool(true) => Ok(Truth::True),
        Kind::Bool(false) | Kind::Null(_) => Ok(Truth::False),
        Kind::Unknown(unknown) => Ok(Truth::Unknown(unknown.reasons.to_vec())),
        // Nullable booleans of the provider are strings, see the conventions of evaluation.
        Kind::String(text) if text.as_ref() == "true" => Ok(Truth::True),
        Kind::String(text) if text.as_ref() == "false" => Ok(Truth::False),
        _ => Err(Box::new(Problem::error(
            scope.rule.expr(id).span(),
            format!(
                "a condition must be true or false, not a {}",
                value.ty().friendly()
            ),
        ))),
    }
}

fn finding(
    rule: &Rule,
    condition: &Condition,
    scope: &RuleScope<'_>,
    subject: &Subject<'_>,
    part: &str,
) -> Result<Finding, Box<Problem>> {
    let block = &condition.finding;
    let at = block.at.map(|id| scope.evaluate(id)).transpose()?;
    let mut places = place::Places::of(at.as_ref(), scope.rule_file(), subject.header);
    label(&mut places, block, scope)?;
    let severity = severity(rule, block, scope)?;
    let what = format!("{}\u{0}{part}", condition.label);
    Ok(Finding {
        rule: Arc::clone(&rule.info.name),
        lesson: Arc::clone(&rule.info.lesson),
        severity,
        message: words(scope, block.message)?
            .unwrap_or_else(|| format!("`{}`: {}", subject.address, rule.info.title)),
        help: block.help.map(|id| words(scope, id)).transpose()?.flatten(),
        addresses: match subject.addresses {
            Some(addresses) => addresses.to_vec(),
            None => vec![subject.address.to_string()],
        },
        primary: places.primary,
        related: places.related,
        fingerprint: fingerprint(&rule.info.name, &subject.address, &what),
    })
}

/// Puts the labels of the rule's own; the steps of a path are numbered, so that a report which sorts them by place still tells their order.
fn label(
    places: &mut place::Places,
    block: &FindingBlock,
    scope: &RuleScope<'_>,
) -> Result<(), Box<Problem>> {
    match &block.labels {
        Labels::Places(labels) => {
            for &(text, at) in labels {
                if let Some(message) = words(scope, text)? {
                    places.label(message, &scope.evaluate(at)?);
                }
            }
        }
        &Labels::Steps(id) => {
            let steps = scope.evaluate(id)?;
            for (number, step) in (1..).zip(steps.as_sequence().unwrap_or_default()) {
                let (Some(text), Some(at)) = (step.field("text"), step.field("at")) else {
                    return Err(Box::new(Problem::error(
                        scope.rule.expr(id).span(),
                        "the steps of `labels` are objects with `text` and `at`",
                    )));
                };
                places.step(format!("{number}. {}", place::masked(text)), at);
            }
        }
    }
    Ok(())
}

/// How bad a finding is. Where a rule weighs what cannot be known, the finding stands and is a warning at most.
fn severity(
    rule: &Rule,
    block: &FindingBlock,
    scope: &RuleScope<'_>,
) -> Result<Severity, Box<Problem>> {
    let Some(id) = block.severity else {
        return Ok(rule.info.severity);
    };
    let value = scope.evaluate(id)?;
    if value.is_unknown() {
        return Ok(rule.info.severity.min(Severity::Warning));
    }
    let word = value.as_str().and_then(|word| Severity::parse(word));
    word.ok_or_else(|| {
        Box::new(Problem::error(
            rule.expr(id).span(),
            "`severity` must be `error`, `warning` or `info`",
        ))
    })
}

/// A text of a finding; what is unknown in it is masked. `None` for null, where it is not known which text it is, or where it would tell a secret.
fn words(scope: &RuleScope<'_>, id: NodeId) -> Result<Option<String>, Box<Problem>> {
    let value = scope.evaluate(id)?;
    if value.is_null() {
        return Ok(None);
    }
    let known_in_part = value
        .as_unknown()
        .is_none_or(|unknown| unknown.parts.is_some());
    Ok((known_in_part && !value.is_sensitive()).then(|| place::masked(&value)))
}
