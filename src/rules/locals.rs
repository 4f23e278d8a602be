//! The local values of a rule: which of them speak of the element of a `for_each`, and what has been found of them for a subject. Evaluates nothing.

use crate::expr::{Evaluated, Reference, StaticStep, references};
use crate::syntax::ast::NodeId;
use crate::syntax::{Ast, Body};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// A local value as a rule declares it.
#[derive(Clone, Debug)]
pub(super) struct RuleLocal {
    pub(super) name: Arc<str>,
    pub(super) value: NodeId,
    /// Whether it speaks of `each`, itself or through other local values: only such ones differ between the elements of a `for_each`.
    pub(super) of_each: bool,
}

/// The local values that the body of a rule declares; `has_elements` says whether it asks about elements of a `for_each` at all.
pub(super) fn declared(ast: &Ast, body: Body<'_>, has_elements: bool) -> Vec<RuleLocal> {
    let blocks = body.blocks_of("locals");
    let attributes = blocks.flat_map(|locals| locals.body().attributes().collect::<Vec<_>>());
    let mut locals: Vec<RuleLocal> = attributes
        .map(|attribute| RuleLocal {
            name: Arc::from(attribute.name()),
            value: attribute.value().id(),
            of_each: false,
        })
        .collect();
    if has_elements {
        mark(ast, &mut locals);
    }
    locals
}

/// Notes which of the local values speak of `each`.
fn mark(ast: &Ast, locals: &mut [RuleLocal]) {
    let values = locals.iter().map(|local| ast.expression_at(local.value));
    let spoken: Vec<Vec<Reference<'_>>> = values.map(references).collect();
    // Once a round finds no further one, there is none.
    let mut found = true;
    while std::mem::take(&mut found) {
        for (index, names) in spoken.iter().enumerate() {
            let of_each = names.iter().any(|name| speaks_of_each(name, locals));
            if let Some(local) = locals.get_mut(index) {
                found |= of_each && !local.of_each;
                local.of_each = of_each;
            }
        }
    }
}

fn speaks_of_each(name: &Reference<'_>, locals: &[RuleLocal]) -> bool {
    let is_one = |name: &str| {
        let mut locals = locals.iter();
        locals.any(|local| local.of_each && *local.name == *name)
    };
    match (name.root, name.steps.first()) {
        ("each", _) => true,
        ("local", Some(StaticStep::Attribute(name, _))) => is_one(name),
        _ => false,
    }
}

/// What is known of a local value.
#[derive(Clone, Debug)]
pub(super) enum Known {
    /// Asked for and not finished: to ask again is a cycle.
    Pending,
    Done(Evaluated),
}

type Found = Rc<RefCell<FxHashMap<Arc<str>, Known>>>;

/// What has been found of the local values of one rule for one subject; a clone shares it.
#[derive(Clone, Default, Debug)]
pub(super) struct Locals {
    of_subject: Found,
    of_each: Found,
}

impl Locals {
    /// The same for another element: what speaks of `each` starts anew.
    pub(super) fn of_other_element(&self) -> Self {
        Self {
            of_subject: Rc::clone(&self.of_subject),
            of_each: Found::default(),
        }
    }

    pub(super) fn get(&self, local: &RuleLocal) -> Option<Known> {
        self.found(local).borrow().get(&local.name).cloned()
    }

    pub(super) fn keep(&self, local: &RuleLocal, known: Known) {
        let mut found = self.found(local).borrow_mut();
        found.insert(Arc::clone(&local.name), known);
    }

    fn found(&self, local: &RuleLocal) -> &Found {
        if local.of_each {
            &self.of_each
        } else {
            &self.of_subject
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::syntax;

    #[test]
    fn only_what_speaks_of_each_differs_between_elements() {
        let text = "locals {\n  a = self.x\n  b = each.value\n  c = [for v in local.a : v + local.b]\n  d = [for each in local.a : each.key]\n  e = { each = local.d }\n  f = local.g\n  g = local.f\n}\n";
        let sources = Sources::new();
        let parsed = syntax::parse(&sources.add("rule.hcl", text.to_owned()));
        assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        let locals = declared(&parsed.ast, parsed.ast.body(), true);
        let of_each = locals.iter().filter(|local| local.of_each);
        let names: Vec<&str> = of_each.map(|local| &*local.name).collect();
        assert_eq!(names, ["b", "c"]);
    }
}
