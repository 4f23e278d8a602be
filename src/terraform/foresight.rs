//! What is known of a run of Terraform beside its configuration, such as a plan of it. Knows no plan format.

use super::instance::InstanceKey;
use crate::value::Value;

/// Completes what evaluation cannot know: asked while a root module is evaluated, so that all that depends on an answer has it too.
pub trait Foresight: Sync {
    /// The value of a variable of the root module, not converted to its type; `None`: nothing is known of it.
    fn variable(&self, name: &str) -> Option<Value>;

    /// The keys of the instances of a resource, data source or module, by its absolute address without a key of its own; `None`: nothing is known.
    ///
    /// Asked only where `count` or `for_each` is unknown.
    fn keys(&self, address: &str) -> Option<Vec<InstanceKey>>;

    /// An instance (an object with all attributes) with what is known of it filled in; places stay; `None`: nothing is known.
    fn complete(&self, address: &str, evaluated: &Value) -> Option<Value>;

    /// How many instances there are, as far as is known: the bounds of an evaluation are at least what they need.
    fn instances(&self) -> usize {
        0
    }
}

/// Knows nothing but the configuration.
#[derive(Clone, Copy, Default, Debug)]
pub struct NoForesight;

impl Foresight for NoForesight {
    fn variable(&self, _name: &str) -> Option<Value> {
        None
    }

    fn keys(&self, _address: &str) -> Option<Vec<InstanceKey>> {
        None
    }

    fn complete(&self, _address: &str, _evaluated: &Value) -> Option<Value> {
        None
    }
}
