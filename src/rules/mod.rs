//! Rule files → checked rules → findings. Knows what a rule says; what is true of AWS it asks through `functions`.

mod causes;
mod changes;
mod check;
mod decode;
mod engine;
pub mod functions;
mod group;
mod info;
mod listed;
mod load;
mod locals;
mod options;
mod place;
mod rule;
mod run;
mod scope;
mod set;

pub use changes::Planned;
pub use engine::Answers;
pub use group::{group, order};
pub use info::{Profile, RuleInfo};
pub use listed::{List, Listed};
pub use rule::Rule;
pub use run::{run, run_listed};
pub use scope::World;
pub use set::{RuleSet, embedded_texts};
