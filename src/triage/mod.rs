//! Which findings matter here: selection, suppression comments, baseline. Knows no output format.

mod outcome;

pub use outcome::{Counts, Outcome, Suppressed};
