//! The part of a plan's text that is ever read: a quarter to a half of it.
//!
//! Terraform writes each value up to four times: as it was, as it will be, in the prior state and in the planned one. A whole plan need not stay in memory.

use super::document::{Document, StateModule};
use super::entries::{is_data, is_known};
use super::refuse::Refused;

/// A plan that says the same of changes, data sources, variables and references as the plan of a text, without the rest. It is for [`super::Plan::read`] alone:
/// it has members of our own. What is no plan is refused, with the place in `text`.
pub fn essence(text: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut document = Document::read(text)?;
    for change in &mut document.resource_changes {
        let body = &mut change.change;
        body.unchanged = is_known(body.before) && body.changes_nothing();
        if body.unchanged {
            body.before = None;
            body.before_sensitive = None;
        }
    }
    let state = document.prior_state.as_mut();
    let root = state.and_then(|state| state.values.as_mut()?.root_module.as_mut());
    if let Some(root) = root {
        keep_data(root);
    }
    let mut written = Vec::with_capacity(text.len() / 4);
    // Writing what has been read to memory does not fail; if it did, the text itself would serve.
    if serde_json::to_writer(&mut written, &document).is_err() {
        return Ok(text.to_vec());
    }
    written.shrink_to_fit();
    Ok(written)
}

/// Leaves the data sources that were read while planning; managed instances are among the changes.
fn keep_data(module: &mut StateModule<'_>) {
    module.resources.retain(is_data);
    module.child_modules.iter_mut().for_each(keep_data);
    module
        .child_modules
        .retain(|child| !child.resources.is_empty() || !child.child_modules.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_would_take_many_times_its_size_is_refused() {
        let text = format!(
            "{{\"format_version\":\"1.2\",\"checks\":[{}{{}}]}}",
            "{},".repeat(1_300_000)
        );
        let refused = essence(text.as_bytes()).unwrap_err();
        assert!(refused.message.contains("objects in"), "{refused:?}");
    }
}
