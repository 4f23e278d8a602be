//! What is known of the statements of policies that AWS manages: their class, and whole services.
//!
//! Their documents are not embedded (`docs/iam-data.md`), so that for most of them more may be allowed than the statements here say.

use super::Opaque;
use crate::aws::Truth;
use crate::aws::iam::actions::{self, Access};
use crate::aws::iam::document::{Elements, Statement};
use crate::aws::iam::managed::{Class, ManagedPolicy};
use crate::value::{Origin, Reason, Type, Value};

/// What `PowerUserAccess` leaves out.
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/PowerUserAccess.html>
const NOT_FOR_POWER_USERS: [&str; 3] = ["iam:*", "organizations:*", "account:*"];

/// The statements that a policy certainly has; and the policy, when there may be more.
pub(super) fn statements(policy: ManagedPolicy, at: &Origin) -> (Vec<Statement>, Option<Opaque>) {
    let on_everything = |actions: Vec<&str>, not_actions: Vec<&str>| Statement {
        actions: texts(&actions, at),
        not_actions: texts(&not_actions, at),
        ..everything(at)
    };
    match policy.class {
        Class::Admin => (vec![on_everything(vec!["*"], Vec::new())], None),
        Class::Power => {
            let power = on_everything(Vec::new(), NOT_FOR_POWER_USERS.to_vec());
            (vec![power], None)
        }
        // They can be attached to roles that only AWS's services use.
        Class::ServiceLinked => (Vec::new(), None),
        _ => {
            let services = policy.full_services.split_ascii_whitespace();
            let mut patterns: Vec<String> = services.map(|name| format!("{name}:*")).collect();
            if policy.passes_any_role {
                patterns.push("iam:PassRole".to_owned());
            }
            let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
            let certain = (!patterns.is_empty()).then(|| on_everything(patterns, Vec::new()));
            let message = format!(
                "`{}` is managed by AWS, and its document is not known here",
                policy.name
            );
            let reason = Reason::Other(message.into());
            let opaque = Opaque { policy, reason };
            (certain.into_iter().collect(), Some(opaque))
        }
    }
}

impl Opaque {
    /// Whether the policy may give an action beyond its certain statements: its class says what it does on all resources.
    pub(super) fn gives(&self, action: &str, resource: &str) -> Truth {
        let least = if resource == "*" {
            class_for(action)
        } else {
            Class::Scoped
        };
        if self.policy.class <= least {
            Truth::Unknown(vec![self.reason.clone()])
        } else {
            Truth::False
        }
    }
}

/// The least class whose policies may allow all actions of a pattern on all resources.
fn class_for(pattern: &str) -> Class {
    let access = actions::matching(pattern).map(|action| action.access);
    match access.max() {
        Some(Access::Permissions) => Class::PermissionsManagement,
        Some(Access::Write | Access::Tagging) => Class::Write,
        Some(Access::Read | Access::List) => Class::Read,
        // An action that the table does not know may be of any kind.
        None => Class::Scoped,
    }
}

fn everything(at: &Origin) -> Statement {
    Statement {
        sid: Value::null(Type::String, at.clone()),
        effect: Value::string("Allow", at.clone()),
        principals: Vec::new(),
        not_principals: Vec::new(),
        actions: Elements::default(),
        not_actions: Elements::default(),
        resources: texts(&["*"], at),
        not_resources: Elements::default(),
        conditions: Vec::new(),
        origin: at.clone(),
        unknown: None,
    }
}

fn texts(texts: &[&str], at: &Origin) -> Elements {
    let values = texts.iter().map(|text| Value::string(text, at.clone()));
    Elements::of(values.collect())
}
