//! From the references of an expression to the instance attributes that they lead to, through variables, outputs and modules.
//!
//! A plan does not say what an expression does with what it refers to: who gets two attributes here knows that a value is made of them, and no more.

use super::address;
use super::document::Variable;
use super::expressions::{Configuration, Module, Resource, references};
use super::planned::{Trees, parsed};
use crate::finding::without_keys;
use crate::terraform::InstanceKey;
use crate::value::{Stop, Symbol};
use rustc_hash::FxHashMap;
use serde_json::Value as Json;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// References lead through at most so many variables and outputs; configurations that Terraform planned have no circles.
const MAX_STEPS: usize = 64;

/// The instances of a plan by the address of their block: their keys, sorted.
pub(super) type Blocks = BTreeMap<String, Vec<InstanceKey>>;

pub(super) struct Resolver<'p, 't> {
    configuration: Option<&'p Configuration<'t>>,
    variables: &'p BTreeMap<Cow<'t, str>, Variable<'t>>,
    blocks: &'p Blocks,
    /// The configuration of each block, by its address without keys.
    resources: FxHashMap<String, &'p Resource<'t>>,
}

impl<'p, 't> Resolver<'p, 't> {
    pub(super) fn new(
        configuration: Option<&'p Configuration<'t>>,
        variables: &'p BTreeMap<Cow<'t, str>, Variable<'t>>,
        blocks: &'p Blocks,
    ) -> Self {
        let mut resources = FxHashMap::default();
        if let Some(configuration) = configuration {
            list(&configuration.root_module, "", &mut resources);
        }
        Self {
            configuration,
            variables,
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

/// What a module call gives to a variable of the module.
struct Argument<'m> {
    /// The module instance of the call.
    caller: &'m str,
    /// The key of the called module instance.
    key: InstanceKey,
    expression: Json,
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

    /// Where a known value that reads no instance is written: here, in the default of a variable, outside of the configuration, or where the plan does not show it.
    pub(super) fn written(&self, module: &str, expression: &Json) -> Stop {
        self.stop(module, expression, MAX_STEPS)
    }

    fn stop(&self, module: &str, expression: &Json, steps: usize) -> Stop {
        let stops = references(expression)
            .into_iter()
            .map(|reference| self.variable(module, reference, steps));
        // The least certain one speaks for the whole.
        let certainty = |stop: &Stop| match stop {
            Stop::Hidden => 3,
            Stop::CommandLine => 2,
            Stop::Default => 1,
            _ => 0,
        };
        stops.max_by_key(certainty).unwrap_or(Stop::Expression)
    }

    /// Where the value of a variable is written; hidden for references to anything else.
    fn variable(&self, module: &str, reference: &str, steps: usize) -> Stop {
        let mut parts = address::parts(reference).into_iter();
        let (Some("var"), Some(name)) = (parts.next(), parts.next()) else {
            return Stop::Hidden;
        };
        let name = address::bare(name);
        if let Some(argument) = self.argument(module, name) {
            return match steps.checked_sub(1) {
                Some(steps) => self.stop(argument.caller, &argument.expression, steps),
                None => Stop::Hidden,
            };
        }
        let Some(declared) = self
            .module(module)
            .and_then(|module| module.variables.get(name))
        else {
            return Stop::Hidden;
        };
        let given = self.variables.get(name).filter(|_| module.is_empty());
        let is_default = |given: &Variable<'_>| match (given.value, declared.default) {
            (Some(given), Some(default)) if given.get() == default.get() => true,
            (given, default) => {
                let [given, default] = [given, default].map(Trees::variable);
                given.is_same_as(&default)
            }
        };
        if given.is_none_or(is_default) {
            Stop::Default
        } else {
            Stop::CommandLine
        }
    }

    /// What the call of a module instance gives to a variable; `None` for the root module, and where it gives nothing.
    fn argument<'m>(&self, module: &'m str, name: &str) -> Option<Argument<'m>> {
        let (caller, call) = address::caller(module)?;
        let (call, key) = address::split_key(call).unwrap_or((call, InstanceKey::None));
        let expression = self
            .module(caller)?
            .calls
            .get(call)?
            .expressions
            .get(name)?;
        Some(Argument {
            caller,
            key,
            expression: parsed(Some(expression)),
        })
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
                if let Some(argument) = self.argument(module, address::bare(name)) {
                    let Argument {
                        caller,
                        key,
                        expression,
                    } = argument;
                    self.follow(caller, &expression, &key, steps, found);
                }
            }
            (Some("module"), Some(call)) => {
                let Some(output) = parts.next() else { return };
                let (call, wanted) = address::split_key(call).unwrap_or((call, InstanceKey::None));
                let block = address::join(module, &format!("module.{call}"));
                let expression = self
                    .module(&block)
                    .and_then(|module| module.outputs.get(address::bare(output)))
                    .and_then(|output| output.expression);
                let expression = parsed(expression);
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A root module that calls `module.net` twice and `module.app` once, with what the one gives the other.
    const CONFIGURATION: &str = r#"{"root_module":{
        "variables":{"cidr":{"default":"10.0.0.0/8"},"given":{"default":"x"},"required":{}},
        "resources":[{"address":"aws_vpc.main"},{"address":"aws_subnet.each"}],
        "module_calls":{
            "net":{"expressions":{"vpc":{"references":["aws_vpc.main.id","aws_vpc.main"]},"fixed":{"constant_value":"c"},"cidr":{"references":["var.cidr"]}},
                "module":{"variables":{"vpc":{},"fixed":{},"cidr":{},"own":{"default":1}},
                    "resources":[{"address":"aws_subnet.a"}],
                    "outputs":{"subnet":{"expression":{"references":["aws_subnet.a.id","aws_subnet.a"]}},"vpc":{"expression":{"references":["var.vpc"]}}}}},
            "app":{"expressions":{"subnet":{"references":["module.net[\"x\"].subnet","module.net[\"x\"]","module.net"]},"any":{"references":["module.net"]}},
                "module":{"variables":{"subnet":{},"any":{}},"resources":[{"address":"aws_instance.a"}]}}
        }}}"#;

    fn check(run: &dyn Fn(&Resolver<'_, '_>)) {
        let configuration: Configuration<'_> = serde_json::from_str(CONFIGURATION).unwrap();
        let variables: BTreeMap<Cow<'_, str>, Variable<'_>> = serde_json::from_str(
            r#"{"cidr":{"value":"10.0.0.0/8"},"given":{"value":"y"},"required":{"value":"z"}}"#,
        )
        .unwrap();
        let none = || vec![InstanceKey::None];
        let keys = || {
            ["x", "y"]
                .map(|key| InstanceKey::Key(Arc::from(key)))
                .into()
        };
        let blocks = Blocks::from([
            ("aws_vpc.main".to_owned(), none()),
            ("aws_subnet.each".to_owned(), keys()),
            ("module.net".to_owned(), keys()),
            ("module.net[\"x\"].aws_subnet.a".to_owned(), none()),
            ("module.net[\"y\"].aws_subnet.a".to_owned(), none()),
            ("module.app".to_owned(), none()),
            ("module.app.aws_instance.a".to_owned(), none()),
        ]);
        run(&Resolver::new(Some(&configuration), &variables, &blocks));
    }

    #[test]
    fn references_lead_to_instances() {
        let x = InstanceKey::Key(Arc::from("x"));
        let none = InstanceKey::None;
        check(&|resolver| {
            for (module, references, key, wanted) in [
                (
                    "",
                    json!(["aws_vpc.main.id", "aws_vpc.main"]),
                    &none,
                    &["aws_vpc.main id"][..],
                ),
                // Of the same key, where there is one; else all.
                (
                    "",
                    json!(["aws_subnet.each", "each.key"]),
                    &x,
                    &["aws_subnet.each[\"x\"] "],
                ),
                (
                    "",
                    json!(["aws_subnet.each"]),
                    &none,
                    &["aws_subnet.each[\"x\"] ", "aws_subnet.each[\"y\"] "],
                ),
                // Into a module, and out of it again.
                (
                    "",
                    json!(["module.net[\"y\"].subnet"]),
                    &none,
                    &["module.net[\"y\"].aws_subnet.a id"],
                ),
                (
                    "",
                    json!(["module.net[\"y\"].vpc"]),
                    &none,
                    &["aws_vpc.main id"],
                ),
                (
                    "module.net[\"x\"]",
                    json!(["var.vpc"]),
                    &none,
                    &["aws_vpc.main id"],
                ),
                (
                    "module.app",
                    json!(["var.subnet"]),
                    &none,
                    &["module.net[\"x\"].aws_subnet.a id"],
                ),
                (
                    "",
                    json!([
                        "local.a",
                        "count.index",
                        "var.cidr",
                        "data.aws_ami.none.id",
                        "aws_vpc.none.id"
                    ]),
                    &none,
                    &[],
                ),
            ] {
                let found = resolver.attributes(module, &json!({"references": references}), key);
                let found: Vec<String> = found
                    .iter()
                    .map(|symbol| format!("{} {}", symbol.instance, symbol.path))
                    .collect();
                assert_eq!(found, wanted, "{module} {references}");
            }
        });
    }

    #[test]
    fn where_a_value_is_written() {
        check(&|resolver| {
            for (module, expression, wanted) in [
                ("", json!({"constant_value": 1}), Stop::Expression),
                ("", json!({}), Stop::Expression),
                ("", json!({"references": ["var.cidr"]}), Stop::Default),
                ("", json!({"references": ["var.given"]}), Stop::CommandLine),
                (
                    "",
                    json!({"references": ["var.required", "var.cidr"]}),
                    Stop::CommandLine,
                ),
                ("", json!({"references": ["local.a"]}), Stop::Hidden),
                (
                    "",
                    json!({"references": ["var.cidr", "each.value"]}),
                    Stop::Hidden,
                ),
                (
                    "module.net[\"x\"]",
                    json!({"references": ["var.fixed"]}),
                    Stop::Expression,
                ),
                (
                    "module.net[\"x\"]",
                    json!({"references": ["var.cidr"]}),
                    Stop::Default,
                ),
                (
                    "module.net[\"x\"]",
                    json!({"references": ["var.own"]}),
                    Stop::Default,
                ),
                (
                    "module.net[\"x\"]",
                    json!({"references": ["var.vpc"]}),
                    Stop::Hidden,
                ),
                (
                    "module.none",
                    json!({"references": ["var.a"]}),
                    Stop::Hidden,
                ),
            ] {
                assert_eq!(
                    resolver.written(module, &expression),
                    wanted,
                    "{module} {expression}"
                );
            }
        });
    }

    #[test]
    fn circles_end() {
        let text = r#"{"root_module":{"module_calls":{"a":{"expressions":{"x":{"references":["module.a.y"]}},
            "module":{"variables":{"x":{}},"outputs":{"y":{"expression":{"references":["var.x"]}}}}}}}}"#;
        let configuration: Configuration<'_> = serde_json::from_str(text).unwrap();
        let blocks = Blocks::from([("module.a".to_owned(), vec![InstanceKey::None])]);
        let variables = BTreeMap::new();
        let resolver = Resolver::new(Some(&configuration), &variables, &blocks);
        let expression = json!({"references": ["var.x"]});
        assert!(
            resolver
                .attributes("module.a", &expression, &InstanceKey::None)
                .is_empty()
        );
        assert_eq!(resolver.written("module.a", &expression), Stop::Hidden);
    }
}
