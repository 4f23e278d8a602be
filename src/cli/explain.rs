//! `groundrules explain RULE`: the documentation of a rule, for a terminal.

use super::arguments::ExplainArguments;
use super::{output, rules};
use crate::finding::did_you_mean;
use crate::report::rules as listing;
use crate::source::Sources;

/// Shows the documentation of a rule.
pub(super) fn run(arguments: &ExplainArguments) -> Result<u8, String> {
    let sources = Sources::new();
    let set = rules::load(&arguments.directories, &sources)?;
    if !set.problems().is_empty() {
        return Ok(rules::refuse(set.problems(), &sources));
    }
    let Some(rule) = set.get(&arguments.rule) else {
        let names = set.iter().map(|rule| rule.info.name.as_ref());
        let hint = did_you_mean(&arguments.rule, names)
            .unwrap_or_else(|| "`groundrules rules` lists them".to_owned());
        return Err(format!("there is no rule `{}`: {hint}", arguments.rule));
    };
    output::write(&listing::explain(&rule.info), None)?;
    Ok(0)
}
