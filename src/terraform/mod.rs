//! The configuration: modules, variables, overrides, instances, evaluation.
//!
//! Knows no AWS fact and no rule. Broken configuration is a problem in the result, never an `Err`.

mod address;
mod blocks;
mod body;
mod calls;
mod coerce;
mod conditions;
mod constant;
mod content;
mod decode;
mod dependencies;
mod dynamic;
mod early;
mod evaluator;
mod expand;
pub mod files;
mod fit;
mod foresight;
mod grammar;
mod inputs;
mod installed;
mod instance;
mod literals;
mod meta;
pub mod module;
mod names;
mod outputs;
mod project;
mod provider_functions;
mod provider_version;
mod providers;
mod reference;
mod report;
mod resources;
mod scope;
mod settings;
mod statements;
#[cfg(test)]
mod tests;
mod type_constraint;
mod validate;
mod variables;
mod version;

pub use constant::constant;
pub use foresight::{Foresight, NoForesight};
pub use inputs::Inputs;
pub use instance::{
    Configuration, DataSources, Instance, InstanceKey, Mode, ModuleCallInstance, NoDataSources,
    Statement, UninstalledModule,
};
pub use module::{Module, Requirement};
pub use project::Project;
pub use type_constraint::type_of;
