//! Options of rules: `variable` blocks, their defaults, and the values that a run sets instead.

use super::rule::Rule;
use crate::finding::did_you_mean;
use crate::source::Sources;
use crate::syntax;
use crate::terraform::constant;
use crate::value::convert::convert;
use crate::value::{Type, Value};
use std::sync::Arc;

/// One option: its name, its type, and the value in force.
#[derive(Clone, Debug)]
pub(super) struct RuleOption {
    pub(super) name: Arc<str>,
    pub(super) ty: Type,
    pub(super) value: Value,
}

impl Rule {
    /// Sets an option from a text: an expression, or the text itself where the option is a string.
    ///
    /// `Err` says in words why not: no such option, no expression, a value of another type.
    pub(super) fn set_option(
        &mut self,
        name: &str,
        text: &str,
        sources: &Sources,
    ) -> Result<(), String> {
        let rule = &self.info.name;
        let known: Vec<Arc<str>> = self
            .options
            .iter()
            .map(|option| Arc::clone(&option.name))
            .collect();
        let Some(option) = self
            .options
            .iter_mut()
            .find(|option| option.name.as_ref() == name)
        else {
            let near = did_you_mean(name, known.iter().map(AsRef::as_ref));
            let help = near.map_or_else(String::new, |help| format!(", {help}"));
            return Err(format!("rule `{rule}` has no option `{name}`{help}"));
        };
        let source = sources.add(format!("<option {rule}.{name}>"), text);
        let given = if option.ty == Type::String && !text.trim_start().starts_with('"') {
            Value::string(text, option.value.origin().clone())
        } else {
            let parsed = syntax::parse_expression(&source);
            if let Some(problem) = parsed.problems.first() {
                return Err(format!("option `{rule}.{name}`: {}", problem.message));
            }
            let value = constant(parsed.ast.expression());
            value.map_err(|problem| format!("option `{rule}.{name}`: {}", problem.message))?
        };
        let converted = convert(&given, &option.ty);
        option.value = converted.map_err(|message| format!("option `{rule}.{name}`: {message}"))?;
        Ok(())
    }
}
