//! From the references of an expression to the instance attributes that they lead to, through variables, outputs and modules.
//!
//! A plan does not say what an expression does with what it refers to: who gets two attributes here knows that a value is made of them, and no more.

use super::address;
use super::expressions::{Configuration, Module, Resource, references};
use crate::finding::without_keys;
use crate::terraform::InstanceKey;
use crate::value::Symbol;
use rustc_hash::FxHashMap;
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// References lead through at most so many variables and outputs; configurations that Terraform planned have no circles.
const MAX_STEPS: usize = 64;

/// The instances of a plan by the address of their block: their keys, sorted.
pub(super) type Blocks = BTreeMap<String, Vec<InstanceKey>>;

pub(super) struct Resolver<'p, 't> {
    configuration: Option<&'p Configuration<'t>>,
    blocks: &'p Blocks,
    /// The configuration of each block, by its address without keys.
    resources: FxHashMap<String, &'p Resource<'t>>,
}

impl<'p, 't> Resolver<'p, 't> {
    pub(super) fn new(configuration: Option<&'p Configuration<'t>>, blocks: &'p Blocks) -> Self {
        let mut resources = FxHashMap::default();
        if let Some(configuration) = configuration {
            list(&configuration.root_module, "", &mut resources);
        }
        Self {
            configuration,
            blocks,
            resources,
        }
    }

    /// The configuration of a block.
    pub(super) fn configured(&self, module: &str, relative: &str) -> Option<&'p Resource<'t>> {
        let address = address::join(module, relative);
        self.resources.get(&without_keys(&address)).copied()
    }
}

fn list<'p, 't>(
    module: &'p Module<'t>,
    address: &str,
    into: &mut FxHashMap<String, &'p Resource<'t>>,
) {
    for resource in &module.resources {
        into.insert(address::join(address, &resource.address), resource);
    }
    for (name, call) in &module.calls {
        if let Some(module) = &call.module {
            list(
                module,
                &address::join(address, &format!("module.{name}")),
                into,
            );
        }
    }
}

impl Resolver<'_, '_> {
    /// The attributes that an expression in a module instance reads, sorted; `key` is that of the instance that the expression is of.
    pub(super) fn attributes(
        &self,
        module: &str,
        expression: &Json,
        key: &InstanceKey,
    ) -> Vec<Arc<Symbol>> {
        let mut found = BTreeSet::new();
        self.follow(module, expression, key, MAX_STEPS, &mut found);
        found.into_iter().map(Arc::new).collect()
    }

    fn follow(
        &self,
        module: &str,
        expression: &Json,
        key: &InstanceKey,
        steps: usize,
        found: &mut BTreeSet<Symbol>,
    ) {
        if steps == 0 {
            return;
        }
        for reference in references(expression) {
            self.reference(module, reference, key, steps - 1, found);
        }
    }

    fn reference(
        &self,
        module: &str,
        reference: &str,
        key: &InstanceKey,
        steps: usize,
        found: &mut BTreeSet<Symbol>,
    ) {
        let mut parts = address::parts(reference).into_iter();
        match (parts.next(), parts.next()) {
            (Some("var"), Some(name)) => {
                let (_, name) = (module, address::bare(name));
                let Some((caller, call)) = address::caller(module) else {
                    return;
                };
                let (call, call_key) =
                    address::split_key(call).unwrap_or((call, InstanceKey::None));
                let expression = self
                    .module(caller)
                    .and_then(|caller| caller.calls.get(call))
                    .and_then(|call| call.expressions.get(name))
                    .map(|text| json(text));
                if let Some(expression) = expression {
                    self.follow(caller, &expression, &call_key, steps, found);
                }
            }
            (Some("module"), Some(call)) => {
                let Some(output) = parts.next() else { return };
                let (call, wanted) = address::split_key(call).unwrap_or((call, InstanceKey::None));
                let block = address::join(module, &format!("module.{call}"));
                let expression = self
                    .module(&block)
                    .and_then(|module| module.outputs.get(address::bare(output)))
                    .and_then(|output| output.expression)
                    .map(json);
                let Some(expression) = expression else { return };
                for (inner, inner_key) in self.instances(&block, &wanted, key) {
                    self.follow(&inner, &expression, &inner_key, steps, found);
                }
            }
            (Some("data"), Some(data_type)) => {
                let Some(name) = parts.next() else { return };
                let path: Vec<&str> = parts.collect();
                self.resource(
                    module,
                    &format!("data.{data_type}"),
                    name,
                    &path,
                    key,
                    found,
                );
            }
            (Some("local" | "each" | "count" | "path" | "terraform" | "self"), _) => {}
            (Some(resource_type), Some(name)) => {
                let path: Vec<&str> = parts.collect();
                self.resource(module, resource_type, name, &path, key, found);
            }
            _ => {}
        }
    }

    fn resource(
        &self,
        module: &str,
        resource_type: &str,
        name: &str,
        path: &[&str],
        key: &InstanceKey,
        found: &mut BTreeSet<Symbol>,
    ) {
        let (name, wanted) = address::split_key(name).unwrap_or((name, InstanceKey::None));
        let block = address::join(module, &format!("{resource_type}.{name}"));
        for (instance, _) in self.instances(&block, &wanted, key) {
            found.insert(Symbol {
                instance: Arc::from(instance),
                path: Arc::from(path.join(".")),
            });
        }
    }

    /// The instances of a block that a reference may mean: the one with the key that it names, else the one with the key of the instance
    /// that refers (`aws_subnet.a[each.key]` is listed as `aws_subnet.a`), else all.
    fn instances(
        &self,
        block: &str,
        wanted: &InstanceKey,
        own: &InstanceKey,
    ) -> Vec<(String, InstanceKey)> {
        let Some(keys) = self.blocks.get(block) else {
            return Vec::new();
        };
        let one = [wanted, own]
            .into_iter()
            .find(|key| **key != InstanceKey::None && keys.contains(key));
        let chosen: Vec<&InstanceKey> = match one {
            Some(key) => vec![key],
            None => keys.iter().collect(),
        };
        chosen
            .into_iter()
            .map(|key| (format!("{block}{key}"), key.clone()))
            .collect()
    }

    /// The configuration of a module instance.
    pub(super) fn module(&self, address: &str) -> Option<&Module<'_>> {
        let mut module = &self.configuration?.root_module;
        for (call, _) in address::steps(address) {
            module = module.calls.get(call)?.module.as_deref()?;
        }
        Some(module)
    }
}

pub(super) fn json(text: &RawValue) -> Json {
    serde_json::from_str(text.get()).unwrap_or(Json::Null)
}
