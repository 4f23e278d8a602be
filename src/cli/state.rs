//! `--state`: from the path of a state to its objects, and to the root module that it belongs to.

use super::arguments::CheckArguments;
use super::place::Places;
use super::plan::PlanText;
use crate::plan::{Refused, State};
use crate::session::StateOf;
use crate::source::Sources;

/// Reads the states that the arguments name.
pub(super) fn read(
    arguments: &CheckArguments,
    is_plan: bool,
    places: &Places,
    sources: &Sources,
) -> Result<Vec<StateOf>, String> {
    if arguments.states.is_empty() {
        return Ok(Vec::new());
    }
    if is_plan {
        return Err(
            "`--state` goes with a configuration; a plan holds the state that it starts from"
                .to_owned(),
        );
    }
    let root = match arguments.paths.as_slice() {
        [path] => places.directory(path),
        _ => None,
    };
    let root = root.filter(|root| places.directories.contains(root));
    let root =
        root.ok_or("`--state` belongs to one root module: name its directory, and nothing else")?;
    let states = arguments.states.iter().map(|path| {
        let text = PlanText::read(path)?;
        let (name, bytes) = text.named_text();
        let state = State::read(bytes, name, sources)
            .map_err(|Refused { message, help }| format!("`{name}` {message}\n  help: {help}"))?;
        Ok(StateOf {
            root: root.clone(),
            state,
        })
    });
    states.collect()
}
