//! The objects of a state, as rules are asked about them.

use super::placeless;
use crate::aws::holds_data;
use crate::finding::Problem;
use crate::plan::{Declarations, Declared, State};
use crate::rules::{List, Listed};
use crate::terraform::Configuration;
use crate::value::{Origin, Reason, Type, Unknown, Value};
use std::sync::Arc;

/// Each managed object of a state beside the configuration of its root module; `is_broken`: parts of that could not be read.
pub(super) fn entries(
    state: &State,
    configuration: &Configuration,
    is_broken: bool,
) -> Vec<Listed> {
    let declarations = Declarations::new(configuration);
    let objects = state.objects().iter().map(|object| {
        let declared = match declarations.declared(&object.address) {
            Declared::No if is_broken => {
                Declared::Unknown("the configuration has mistakes".to_owned())
            }
            declared => declared,
        };
        // Where other instances of the block are declared, the block is what has to be changed.
        let place = declarations.block(&object.address).unwrap_or(object.line);
        let origin = || Origin::expression(place);
        let text = |text: &str| Value::string(text, origin());
        let declared = match declared {
            Declared::Yes => Value::bool(true, origin()),
            Declared::No => Value::bool(false, origin()),
            Declared::Unknown(why) => unknown(&why, origin()),
        };
        let facts = vec![
            ("address", text(&object.address)),
            ("type", text(&object.resource_type)),
            ("name", text(&object.name)),
            ("module", text(&object.module)),
            ("file", text(state.path())),
            (
                "holds_data",
                Value::bool(holds_data(&object.resource_type), origin()),
            ),
            ("declared", declared),
        ];
        Listed {
            list: List::State,
            resource_type: object.resource_type.to_string(),
            address: object.address.to_string(),
            addresses: vec![object.address.to_string()],
            place,
            facts: Value::object(Listed::object(List::State, facts), origin()),
        }
    });
    objects.collect()
}

/// A truth that is not known, and why.
pub(super) fn unknown(why: &str, origin: Origin) -> Value {
    Value::unknown(
        Unknown::because(Type::Bool, Reason::Other(Arc::from(why))),
        origin,
    )
}

/// Says that a state belongs to no root module that is checked.
pub(super) fn without_root(path: &str, root: &str) -> Problem {
    let root = if root.is_empty() { "." } else { root };
    placeless(
        format!("the state `{path}` is not compared: `{root}` is no root module"),
        Some("name the directory of the root module that the state belongs to"),
    )
}
