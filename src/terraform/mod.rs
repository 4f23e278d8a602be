//! The configuration: modules, variables, overrides, instances, evaluation.
//!
//! Knows no AWS fact and no rule. Broken configuration is a problem in the result, never an `Err`.

mod instance;

pub use instance::{Instance, InstanceKey, Mode, ModuleCallInstance};
