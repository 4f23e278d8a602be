//! Which account numbers are those of the accounts that a configuration works in, as far as it says so itself.
//!
//! What it says: `allowed_account_ids` and the role of a provider, `aws_caller_identity` where a plan has read it, and the roles and certificates that resources use, which are always of
//! the resource's own account. An account that only policies name stays foreign.

use crate::aws::arn::{self, Arn};
use crate::graph::Graph;
use crate::terraform::{Instance, Mode};
use crate::value::Value;
use std::collections::BTreeSet;

/// The numbers of the configuration's own accounts.
#[derive(Clone, Default, Debug)]
pub struct Accounts {
    numbers: BTreeSet<Box<str>>,
}

impl Accounts {
    pub fn of(graph: &Graph<'_>) -> Self {
        let mut accounts = Self::default();
        for node in graph.indices() {
            let instance = graph.instance(node);
            accounts.add_provider(instance);
            match instance.mode {
                Mode::Managed => accounts.add_used(&instance.value.get()),
                Mode::Data if instance.resource_type.as_ref() == "aws_caller_identity" => {
                    instance
                        .value
                        .field("account_id")
                        .into_iter()
                        .for_each(|id| accounts.add(&id));
                }
                Mode::Data | Mode::Ephemeral => {}
            }
        }
        accounts
    }

    pub fn contains(&self, number: &str) -> bool {
        self.numbers.contains(number)
    }

    fn add_provider(&mut self, instance: &Instance) {
        let numbers = instance.meta.field("provider");
        let numbers = numbers
            .as_ref()
            .and_then(|provider| provider.field("accounts"));
        for number in numbers.into_iter().flat_map(Value::children) {
            self.add(number);
        }
    }

    /// The account of a number, or of an ARN.
    fn add(&mut self, value: &Value) {
        if let Some(number) = value.as_str().and_then(|text| arn::account(text)) {
            self.numbers.insert(number.into());
        }
    }

    /// Roles and certificates in the attributes of a resource, at any depth.
    fn add_used(&mut self, value: &Value) {
        if let Some(text) = value.as_str() {
            let used = Arn::parse(text).is_some_and(|arn| {
                let role = arn.service == "iam" && arn.resource_type() == Some("role");
                role || arn.service == "acm"
            });
            if used {
                self.add(value);
            }
        }
        for child in value.children() {
            self.add_used(child);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::value;

    #[test]
    fn roles_and_certificates_in_use_tell_the_account() {
        let mut accounts = Accounts::default();
        accounts.add_used(&value(
            r#"{"role":"arn:aws:iam::111122223333:role/x","list":[{"certificate_arn":"arn:aws:acm:eu-west-1:222233334444:certificate/x"}],
                "source_arn":"arn:aws:sns:eu-west-1:333344445555:x","policy":"{\"AWS\":\"arn:aws:iam::444455556666:role/x\"}"}"#,
        ));
        let numbers: Vec<&str> = accounts.numbers.iter().map(AsRef::as_ref).collect();
        assert_eq!(numbers, ["111122223333", "222233334444"]);
    }
}
