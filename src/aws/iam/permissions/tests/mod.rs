//! What policies give together: known answers after AWS's documentation, and laws. Here is how the questions are asked.

mod evaluation;
mod laws;
mod managed;
mod narrowed;
mod together;

use super::{Granted, Permissions};
use crate::aws::iam::document::Statement;
use crate::aws::testing::{self, word};
use std::sync::Arc;

fn statements(json: &str) -> Vec<Granted> {
    let granted = |statement: Statement| Granted {
        statement,
        carrier: Arc::from("policy"),
        group: None,
        managed: None,
    };
    testing::statements(json).into_iter().map(granted).collect()
}

/// The permissions of policies, and of a boundary when one is given.
fn permissions(policies: &str, boundary: Option<&str>) -> Permissions {
    let boundary = boundary.map(|boundary| Permissions::new(statements(boundary), None));
    Permissions::new(statements(policies), boundary)
}

const ALLOW_ALL: &str = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;

/// Each case: what it shows, the policies, the boundary, and questions with answers.
type Example = (
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static [(&'static str, &'static str, &'static str)],
);

fn assert_answers(examples: &[Example]) {
    for (name, policies, boundary, questions) in examples {
        let permissions = permissions(policies, *boundary);
        for (action, resource, expected) in *questions {
            let answer = permissions.allows(action, resource);
            assert_eq!(word(&answer), *expected, "{name}: {action} on {resource}");
        }
    }
}
