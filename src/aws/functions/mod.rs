//! What rules can ask of this floor: functions over values, with their documentation.
//!
//! Rules reach them through `rules/functions` (invariant I7), which counts the arguments first.

mod json;

use super::Truth;
use super::arn::Arn;
use super::iam::actions;
use super::iam::document::{Document, Elements, Statement};
use super::iam::managed;
use super::wildcard::{self, Case};
use crate::source::Sources;
use crate::value::{Origin, Type, Unknown, Value};

/// A function of rules.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// With its namespace: `iam::statements`.
    pub name: &'static str,
    /// How it is called: `(policy)`.
    pub signature: &'static str,
    /// What it gives; Markdown.
    pub documentation: &'static str,
    /// The least and the greatest number of arguments.
    pub arguments: (usize, usize),
    pub run: fn(&Arguments<'_>) -> Result<Value, String>,
}

/// The arguments of one call.
#[derive(Clone, Copy, Debug)]
pub struct Arguments<'a> {
    pub values: &'a [Value],
    /// The place of the call in the rule; results that stand nowhere else have it.
    pub origin: &'a Origin,
    /// The texts of the run, to find the places of elements in.
    pub sources: &'a Sources,
}

/// All functions, sorted by name.
pub const FUNCTIONS: &[Function] = &[
    Function {
        name: "aws::arn",
        signature: "(text)",
        documentation: "The parts of an ARN as an object with `partition`, `service`, `region`, `account`, `resource`, `type` and `id` \
                        (`role` and `path/x` of `role/path/x`); null when the text is no ARN.",
        arguments: (1, 1),
        run: arn,
    },
    Function {
        name: "aws::json",
        signature: "(text)",
        documentation: "The value that a JSON text encodes, such as container definitions, however it is written (JSON text, heredoc, `jsonencode`, `file`, known in \
                        part); each piece of it has the place where it is written, which `jsondecode` does not give. Null for null; unknown when it is no JSON.",
        arguments: (1, 1),
        run: json::json,
    },
    Function {
        name: "iam::actions",
        signature: "(patterns, levels)",
        documentation: "The actions of AWS that a list of patterns such as `s3:Get*` covers and whose access level is one of the list `levels` \
                        (`list`, `read`, `tagging`, `write`, `permissions`): objects with `name`, `level`, and `names_resources`, which is false \
                        when only `*` works as `Resource`.",
        arguments: (2, 2),
        run: actions_of,
    },
    Function {
        name: "iam::conditions",
        signature: "(statement, key)",
        documentation: "The conditions of a statement on a key such as `iam:PassedToService`, in any case.",
        arguments: (2, 2),
        run: conditions,
    },
    Function {
        name: "iam::covers_action",
        signature: "(statement, action)",
        documentation: "Whether a statement is about an action, or about all actions of a pattern: `\"*\"`, `\"s3:*\"`, `\"iam:PassRole\"`. \
                        Reads `Action` and `NotAction`; says nothing of the effect, the resources and the conditions.",
        arguments: (2, 2),
        run: covers_action,
    },
    Function {
        name: "iam::covers_resource",
        signature: "(statement, resource)",
        documentation: "Whether a statement is about a resource, or about all resources of a pattern: `\"*\"`. Reads `Resource` and `NotResource`.",
        arguments: (2, 2),
        run: covers_resource,
    },
    Function {
        name: "iam::federated",
        signature: "(statement)",
        documentation: "The identity providers shared by many organisations (GitHub, GitLab, HCP Terraform and others) that a trust policy's statement \
                        names: objects with `provider`, `is_shared` (whether one issuer signs for all its customers), `principal`, `subjects` (the values that the subject is compared with), `any_subject` (whether \
                        tokens of other owners are accepted) and `any_audience` (whether the audience is not asked for).",
        arguments: (1, 1),
        run: federated,
    },
    Function {
        name: "iam::is_public",
        signature: "(statement)",
        documentation: "Whether a statement allows something to everyone: its principals are `*`, and no condition narrows down who calls \
                        (account, organisation, network, source).",
        arguments: (1, 1),
        run: is_public,
    },
    Function {
        name: "iam::managed_policy",
        signature: "(arn)",
        documentation: "What is known of a policy that AWS manages, by its ARN in any partition, as an object with `name`, `class` (`admin`, `admin-equivalent`, `power`, \
                        `permissions-mgmt`, `service-full`, `write`, `data-read`, `read`, `scoped`, `service-linked`; null for a policy that is not in the table), \
                        `deprecated`, `passes_any_role` and `full_services`. Null for a policy of one's own.",
        arguments: (1, 1),
        run: managed_policy,
    },
    Function {
        name: "iam::matching",
        signature: "(patterns, action)",
        documentation: "Those of a list of patterns that cover an action, or all actions of a pattern: what a finding about the action points at.",
        arguments: (2, 2),
        run: matching,
    },
    Function {
        name: "iam::statements",
        signature: "(policy)",
        documentation: "The statements of a policy in one form, however it is written (JSON text, `jsonencode`, `aws_iam_policy_document`, known in part): objects with \
                        `sid`, `effect`, `actions`, `not_actions`, `resources`, `not_resources`, `principals` and `not_principals` (objects with `type` and `identifiers`; \
                        `\"*\"` is type `*`, identifier `*`) and `conditions` (objects with `test`, `variable`, `values`). An element that is not there is an empty list. \
                        A policy that is null has no statements; one that is malformed is unknown.",
        arguments: (1, 1),
        run: statements,
    },
];

impl<'a> Arguments<'a> {
    fn value(&self, index: usize) -> Result<&'a Value, String> {
        let missing = || format!("argument {} is missing", index + 1);
        self.values.get(index).ok_or_else(missing)
    }

    /// A known text, which the rule itself gives.
    fn text(&self, index: usize) -> Result<&'a str, String> {
        let text = self.value(index)?.as_str().map(AsRef::as_ref);
        text.ok_or_else(|| format!("argument {} must be a known text", index + 1))
    }

    fn statement(&self, index: usize) -> Result<Statement, String> {
        let value = self.value(index)?;
        if value.is_unknown() || value.as_fields().is_some() {
            Ok(Statement::from_value(value))
        } else {
            Err(format!("argument {} must be a statement", index + 1))
        }
    }

    fn null(&self) -> Value {
        Value::null(Type::Any, self.origin.clone())
    }

    /// Unknown, for all the reasons of a value.
    fn unknown(&self, value: &Value, ty: Type) -> Value {
        Value::unknown(
            Unknown::because_all(ty, value.reasons()),
            self.origin.clone(),
        )
    }

    /// The answer; its place is the statement's.
    fn answer(&self, truth: Truth, statement: &Statement) -> Value {
        truth.into_value(self.origin.clone().after(statement.origin.clone()))
    }

    fn object(&self, fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
        let fields = fields.into_iter().map(|(name, value)| (name.into(), value));
        Value::object(fields.collect(), self.origin.clone())
    }

    fn string(&self, text: &str) -> Value {
        Value::string(text, self.origin.clone())
    }

    fn list(&self, values: Vec<Value>) -> Value {
        Value::tuple(values, self.origin.clone())
    }
}

fn statements(call: &Arguments<'_>) -> Result<Value, String> {
    let policy = call.value(0)?;
    let place = policy.origin().clone();
    let document = match Document::read(policy, call.sources) {
        Ok(document) => document,
        Err(malformed) => {
            let reason = crate::value::Reason::Mistake {
                message: malformed.message.into(),
            };
            let unknown = Unknown::because(Type::Any, reason);
            return Ok(Value::unknown(unknown, malformed.origin));
        }
    };
    match document.statements.as_slice() {
        // How many statements there are is not known either.
        [only] if only.unknown.is_some() => {
            let reasons = only.effect.reasons();
            Ok(Value::unknown(
                Unknown::because_all(Type::Any, reasons),
                place,
            ))
        }
        statements => {
            let statements = statements.iter().map(Statement::to_value);
            Ok(Value::tuple(statements.collect(), place))
        }
    }
}

fn covers_action(call: &Arguments<'_>) -> Result<Value, String> {
    let statement = call.statement(0)?;
    Ok(call.answer(statement.covers_action(call.text(1)?), &statement))
}

fn covers_resource(call: &Arguments<'_>) -> Result<Value, String> {
    let statement = call.statement(0)?;
    Ok(call.answer(statement.covers_resource(call.text(1)?), &statement))
}

fn is_public(call: &Arguments<'_>) -> Result<Value, String> {
    let statement = call.statement(0)?;
    Ok(call.answer(statement.is_public(), &statement))
}

fn conditions(call: &Arguments<'_>) -> Result<Value, String> {
    let statement = call.statement(0)?;
    let mut found = Vec::new();
    for (condition, on) in statement.conditions_on(call.text(1)?) {
        if let Truth::Unknown(reasons) = on {
            let unknown = Unknown::because_all(Type::Any, reasons);
            return Ok(Value::unknown(unknown, condition.variable.origin().clone()));
        }
        found.push(condition.to_value());
    }
    Ok(call.list(found))
}

fn matching(call: &Arguments<'_>) -> Result<Value, String> {
    let patterns = Elements::from_value(call.value(0)?);
    let action = call.text(1)?;
    let mut found = Vec::new();
    for pattern in patterns.values().iter().chain(patterns.rest()) {
        match wildcard::value_covers(pattern, action, Case::Insensitive) {
            Truth::True => found.push(pattern.clone()),
            Truth::False => {}
            Truth::Unknown(_) => return Ok(call.unknown(pattern, Type::list(Type::String))),
        }
    }
    Ok(call.list(found))
}

fn actions_of(call: &Arguments<'_>) -> Result<Value, String> {
    let (patterns, levels) = (call.value(0)?, call.value(1)?);
    let levels: Option<Vec<&str>> = levels.as_sequence().and_then(|levels| {
        let texts = levels.iter().map(|level| level.as_str().map(AsRef::as_ref));
        texts.collect()
    });
    let levels = levels.ok_or("argument 2 must be a list of access levels")?;
    let unknown = || Ok(call.unknown(patterns, Type::Any));
    let elements = Elements::from_value(patterns);
    if elements.rest().is_some() {
        return unknown();
    }
    let mut found = std::collections::BTreeMap::new();
    for pattern in elements.values() {
        let Some(known) = pattern.as_str() else {
            return unknown();
        };
        for action in actions::matching(known) {
            if levels.contains(&action.access.name()) {
                let place = (action.service, action.name);
                found.entry(place).or_insert((action, pattern));
            }
        }
    }
    let found = found.into_values().map(|(action, pattern)| {
        let name = format!("{}:{}", action.service, action.name);
        let names_resources = Value::bool(action.names_resources, call.origin.clone());
        call.object([
            ("name", Value::string(name, pattern.origin().clone())),
            ("level", call.string(action.access.name())),
            ("names_resources", names_resources),
        ])
    });
    Ok(call.list(found.collect()))
}

fn federated(call: &Arguments<'_>) -> Result<Value, String> {
    let value = call.value(0)?;
    let statement = call.statement(0)?;
    if value.is_unknown() {
        return Ok(call.unknown(value, Type::Any));
    }
    let trusts = statement.federated().into_iter().map(|trust| {
        call.object([
            ("provider", call.string(trust.provider.name)),
            ("principal", trust.principal),
            ("subjects", call.list(trust.subjects)),
            (
                "is_shared",
                call.answer(trust.provider.is_shared().into(), &statement),
            ),
            ("any_subject", call.answer(trust.any_subject, &statement)),
            ("any_audience", call.answer(trust.any_audience, &statement)),
        ])
    });
    Ok(call.list(trusts.collect()))
}

fn managed_policy(call: &Arguments<'_>) -> Result<Value, String> {
    let arn = call.value(0)?;
    let Some(path) = managed::path(arn) else {
        // An ARN of which the end is not known may be any policy; the identity of a resource is one of the configuration.
        let own = arn
            .as_unknown()
            .is_none_or(|unknown| wildcard::is_specific(unknown) || managed::is_of_account(arn));
        return Ok(if own {
            call.null()
        } else {
            call.unknown(arn, Type::Any)
        });
    };
    let policy = managed::policy(path);
    let place = arn.origin();
    let flag = |flag: bool| Value::bool(flag, place.clone());
    let class = policy.map_or_else(
        || call.null(),
        |policy| Value::string(policy.class.name(), place.clone()),
    );
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let services = policy.map_or("", |policy| policy.full_services);
    let services = services
        .split_whitespace()
        .map(|service| call.string(service));
    Ok(call.object([
        ("name", Value::string(name, place.clone())),
        ("class", class),
        (
            "deprecated",
            flag(policy.is_some_and(|policy| policy.deprecated)),
        ),
        (
            "passes_any_role",
            flag(policy.is_some_and(|policy| policy.passes_any_role)),
        ),
        ("full_services", call.list(services.collect())),
    ]))
}

fn arn(call: &Arguments<'_>) -> Result<Value, String> {
    let value = call.value(0)?;
    if value.is_unknown() {
        return Ok(call.unknown(value, Type::Any));
    }
    let Some(arn) = value.as_str().and_then(|text| Arn::parse(text)) else {
        return Ok(call.null());
    };
    let fields = [
        ("partition", arn.partition),
        ("service", arn.service),
        ("region", arn.region),
        ("account", arn.account),
        ("resource", arn.resource),
        ("type", arn.resource_type().unwrap_or("")),
        ("id", arn.resource_id()),
    ];
    let fields = fields.map(|(name, text)| (name, Value::string(text, value.origin().clone())));
    Ok(call.object(fields))
}

#[cfg(test)]
mod tests;
