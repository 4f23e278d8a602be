//! ARNs of identities as they count for actions on identities: IAM acts within one account, so that which one an ARN names does not matter.
//!
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html>. Takes the account that a policy names for
//! the principal's own one: a policy about the identities of another account would say nothing.

use super::{Granted, Permissions};
use crate::aws::arn::Arn;
use crate::aws::iam::document::{Elements, Statement};
use crate::graph::{HOLE, text_with_holes};
use crate::value::Value;

impl Permissions {
    /// The same permissions, with `*` for the partition and the account in each ARN of an identity. Statements keep their places.
    #[must_use]
    pub fn within_account(&self) -> Self {
        let widened = |granted: &Granted| Granted {
            statement: widened(&granted.statement),
            ..granted.clone()
        };
        Self {
            statements: self.statements.iter().map(widened).collect(),
            opaque: self.opaque.clone(),
            boundary: self
                .boundary
                .as_ref()
                .map(|bound| Box::new(bound.within_account())),
            ..Self::default()
        }
    }
}

fn widened(statement: &Statement) -> Statement {
    Statement {
        resources: widened_all(&statement.resources),
        not_resources: widened_all(&statement.not_resources),
        ..statement.clone()
    }
}

fn widened_all(elements: &Elements) -> Elements {
    if elements.rest().is_some() {
        return elements.clone();
    }
    let values = elements.values().iter();
    Elements::of(
        values
            .map(|value| of_any_account(value).unwrap_or_else(|| value.clone()))
            .collect(),
    )
}

/// `arn:*:iam::*:role/x` for `arn:aws:iam::123456789012:role/x`, where nothing but the partition and the account is unknown.
fn of_any_account(resource: &Value) -> Option<Value> {
    let text = text_with_holes(resource)?;
    let arn =
        Arn::parse(&text).filter(|arn| arn.service == "iam" && !arn.resource.contains(HOLE))?;
    let any = format!("arn:*:iam::*:{}", arn.resource);
    Some(Value::string(&any, resource.origin().clone()).mark_sensitive(resource.is_sensitive()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{hole, known, partly};

    #[test]
    fn accounts_of_identities_do_not_matter() {
        for (resource, expected) in [
            (
                known("arn:aws:iam::123456789012:role/app-*"),
                Some("arn:*:iam::*:role/app-*"),
            ),
            (
                partly("arn:aws:iam::", &hole("account"), ":role/*"),
                Some("arn:*:iam::*:role/*"),
            ),
            (
                partly("arn:aws:iam::123456789012:role/", &hole("name"), ""),
                None,
            ),
            (known("arn:aws:s3:::bucket"), None),
            (known("*"), None),
            (hole("arn"), None),
        ] {
            let widened = of_any_account(&resource);
            let text = widened.as_ref().and_then(Value::as_str).map(AsRef::as_ref);
            assert_eq!(text, expected, "{resource:?}");
        }
    }
}
