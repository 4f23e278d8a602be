//! Which findings matter here: selection, suppression comments, baseline. Knows no output format.

mod order;
mod outcome;
mod selection;
mod settings;
mod suppression;

pub use order::sort_findings;
pub use outcome::{Counts, Outcome, Suppressed};
pub use selection::{Selection, UnknownName};
pub use settings::{FILE as SETTINGS_FILE, Settings};
pub use suppression::{Triaged, apply, suppression_rules};
