//! What `depends_on` adds to the order in which things are: what is named there is evaluated first, so that a circle through it is noticed.

use super::content::Content;
use super::evaluator::{Evaluator, ModuleInstance};
use super::instance::Mode;
use super::module::Name;
use crate::expr::{Reference, StaticStep, references};
use std::rc::Rc;

impl Evaluator<'_> {
    /// Evaluates what a block of a module depends on, by its own `depends_on` and by those of the calls that lead to the module.
    pub(super) fn depend(&self, module: &Rc<ModuleInstance>, content: &Content) {
        self.await_named(module, content);
        let mut inner = Rc::clone(module);
        while let Some(caller) = &inner.caller {
            let Some(parent) = self.module(caller.parent) else {
                return;
            };
            if let Some(call) = parent.module.calls.get(&caller.call) {
                self.await_named(&parent, &call.content);
            }
            inner = parent;
        }
    }

    fn await_named(&self, module: &Rc<ModuleInstance>, content: &Content) {
        let Some(argument) = content.argument("depends_on") else {
            return;
        };
        for reference in references(argument.value) {
            if let Some(index) = resource_of(module, &reference) {
                self.noted(self.resource(module, index, reference.span));
            } else if reference.root == "module"
                && let Some(StaticStep::Attribute(name, _)) = reference.steps.first()
            {
                let output = reference.steps.iter().skip(1).find_map(|step| match step {
                    StaticStep::Attribute(output, _) => Some(Name::from(*output)),
                    _ => None,
                });
                match output {
                    Some(output) => {
                        self.await_output(module, &Name::from(*name), &output, &reference);
                    }
                    None => self.await_call(module, &Name::from(*name), &reference),
                }
            }
        }
    }

    /// Evaluates one output of a module. Terraform does not ask whether there is one of this name.
    fn await_output(
        &self,
        module: &Rc<ModuleInstance>,
        call: &Name,
        output: &Name,
        reference: &Reference<'_>,
    ) {
        if !module.module.calls.contains_key(call) {
            return;
        }
        let Some(call) = self.noted(self.call(module, call, reference.span)) else {
            return;
        };
        let callees = call.instances.iter().filter_map(|instance| instance.module);
        for callee in callees.filter_map(|id| self.module(id)) {
            if callee.module.outputs.contains_key(output) {
                self.noted(self.output(&callee, output, reference.span));
            }
        }
    }

    /// Evaluates all resources of a module and of those that it calls.
    fn await_call(&self, module: &Rc<ModuleInstance>, name: &Name, reference: &Reference<'_>) {
        if !module.module.calls.contains_key(name) {
            return;
        }
        let Some(call) = self.noted(self.call(module, name, reference.span)) else {
            return;
        };
        let callees = call.instances.iter().filter_map(|instance| instance.module);
        let callees = callees.filter_map(|id| self.module(id));
        for callee in callees.filter(|callee| !callee.swept.get()) {
            for index in 0..callee.module.resources.len() {
                self.noted(self.resource(&callee, index, reference.span));
            }
            for inner in callee.module.calls.keys() {
                self.await_call(&callee, inner, reference);
            }
        }
    }
}

/// The place of the resource that a reference names.
fn resource_of(module: &ModuleInstance, reference: &Reference<'_>) -> Option<usize> {
    let name = |index: usize| match reference.steps.get(index) {
        Some(StaticStep::Attribute(name, _)) => Some(*name),
        _ => None,
    };
    let (mode, kind, name) = match reference.root {
        "data" => (Mode::Data, name(0)?, name(1)?),
        "ephemeral" => (Mode::Ephemeral, name(0)?, name(1)?),
        "resource" => (Mode::Managed, name(0)?, name(1)?),
        root => (Mode::Managed, root, name(0)?),
    };
    module.module.resource(mode, kind, name)
}
