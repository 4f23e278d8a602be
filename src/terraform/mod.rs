//! The configuration: modules, variables, overrides, instances, evaluation.
//!
//! Knows no AWS fact and no rule. Broken configuration is a problem in the result, never an `Err`.

mod blocks;
mod body;
mod calls;
mod coerce;
mod constant;
mod content;
mod decode;
mod dynamic;
mod evaluator;
mod expand;
pub mod files;
mod fit;
mod inputs;
mod installed;
mod instance;
mod literals;
mod meta;
pub mod module;
mod outputs;
mod project;
mod provider_functions;
mod provider_version;
mod providers;
mod reference;
mod report;
mod resources;
mod scope;
#[cfg(test)]
mod tests;
mod type_constraint;
mod validate;
mod variables;

pub use constant::constant;
pub use inputs::Inputs;
pub use instance::{
    Configuration, DataSources, Instance, InstanceKey, Mode, ModuleCallInstance, NoDataSources,
    UninstalledModule,
};
pub use module::{Module, Requirement};
pub use project::Project;
pub use type_constraint::type_of;
