//! Rule files → checked rules → findings. Knows what a rule says; what is true of AWS it asks through `functions`.

mod info;

pub use info::{Profile, RuleInfo};
