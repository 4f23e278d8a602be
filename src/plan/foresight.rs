//! A plan completes the evaluation of its configuration: variables, keys, and what only the plan knows.

use super::planned::{Place, Trees};
use super::{Plan, address, overlay};
use crate::source::Span;
use crate::terraform::{Foresight, InstanceKey};
use crate::value::{Origin, Stop, Value};
use std::sync::Arc;

impl Foresight for Plan<'_> {
    fn variable(&self, name: &str) -> Option<Value> {
        let value = self.document.variables.get(name)?.value;
        let trees = Trees::variable(value);
        Some(trees.planned().to_value(&Place {
            instance: &self.path,
            path: String::new(),
            origin: Origin::new(Span::new(self.listing.id(), 0, 0), Stop::CommandLine),
            reads: None,
        }))
    }

    fn keys(&self, address: &str) -> Option<Vec<InstanceKey>> {
        let known = self.blocks.get(address);
        let is_module = matches!(address::parts(address).as_slice(), [.., "module", _]);
        match known {
            Some(keys) => Some(keys.clone()),
            // A module without resources is not in a plan; what was left out of an incomplete plan is not either.
            None if is_module || !self.is_complete() => None,
            None => Some(Vec::new()),
        }
    }

    fn instances(&self) -> usize {
        self.entries.len()
    }

    fn complete(&self, address: &str, evaluated: &Value) -> Option<Value> {
        let entry = self.entries.get(address)?;
        let trees = Trees::read([entry.value, entry.unknown, entry.sensitive]);
        let address = Arc::from(address);
        let place = Place {
            instance: &address,
            path: String::new(),
            origin: evaluated.origin().clone(),
            reads: None,
        };
        Some(overlay::overlay(evaluated, trees.planned(), &place))
    }
}
