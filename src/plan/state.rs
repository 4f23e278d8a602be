//! A state beside its configuration: which of its objects the configuration still declares. Decodes no value of the state.

use super::address::{bare, parts};
use super::listing::lines;
use super::{Refused, state_objects};
use crate::finding::without_keys;
use crate::source::{Sources, Span};
use crate::terraform::{Configuration, Mode};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A managed object of a state; what a replacement has left over is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StateObject {
    pub address: Arc<str>,
    pub resource_type: Arc<str>,
    pub name: String,
    /// The module instance that it is in; empty for the root module.
    pub module: String,
    /// Its line in a listing of addresses, which stands for the file: the file itself holds secrets.
    pub line: Span,
}

/// A state that has been read.
#[derive(Clone, Debug)]
pub struct State {
    path: Arc<str>,
    /// By address.
    objects: Vec<StateObject>,
}

/// Whether a configuration declares what a state holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Declared {
    Yes,
    No,
    /// Why it is not known, in words.
    Unknown(String),
}

impl State {
    /// Reads a raw state file, or what `terraform show -json` prints without a plan; `path` is what reports call it.
    pub fn read(text: &[u8], path: &str, sources: &Sources) -> Result<Self, Refused> {
        let objects = state_objects(text)?;
        let types: BTreeMap<Arc<str>, Arc<str>> = objects
            .iter()
            .filter(|object| !object.is_deposed)
            .map(|object| {
                let (address, kind) = (&*object.address, &*object.resource_type);
                (Arc::from(address), Arc::from(kind))
            })
            .collect();
        let (listing, places) = lines(types.keys().cloned(), path, sources);
        let objects = types.into_iter().map(|(address, resource_type)| {
            let steps = parts(&address);
            let last = steps.last().copied().unwrap_or_default();
            let own = [&*resource_type, last].join(".");
            let module = address.strip_suffix(&own).unwrap_or_default();
            StateObject {
                line: places
                    .get(&address)
                    .copied()
                    .unwrap_or(Span::new(listing.id(), 0, 0)),
                name: bare(last).to_owned(),
                module: module.trim_end_matches('.').to_owned(),
                resource_type,
                address,
            }
        });
        Ok(Self {
            path: Arc::from(path),
            objects: objects.collect(),
        })
    }

    /// What reports call the state.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    pub fn objects(&self) -> &[StateObject] {
        &self.objects
    }
}

/// What a configuration declares, ready to be asked about addresses of a state.
#[derive(Debug)]
pub struct Declarations<'c> {
    configuration: &'c Configuration,
    /// Addresses without the key `[0]`, see [`plain`].
    known: BTreeSet<String>,
    /// The headers of blocks by their address without keys.
    headers: BTreeMap<String, Span>,
    /// Addresses in which `[*]` stands for keys that are not known.
    open: Vec<&'c str>,
}

impl<'c> Declarations<'c> {
    pub fn new(configuration: &'c Configuration) -> Self {
        let instances = configuration.instances.iter();
        let managed = instances.filter(|instance| instance.mode == Mode::Managed);
        let (open, known): (Vec<_>, Vec<_>) = managed.partition(|instance| {
            let mut parts = parts(&instance.address).into_iter();
            parts.any(|part| part.ends_with("[*]"))
        });
        let headers = open.iter().chain(&known);
        Self {
            configuration,
            headers: headers
                .map(|instance| (without_keys(&instance.address), instance.header))
                .collect(),
            known: known
                .iter()
                .map(|instance| plain(&instance.address))
                .collect(),
            open: open.iter().map(|instance| &*instance.address).collect(),
        }
    }

    /// The header of the block that declares other instances of the same resource.
    pub fn block(&self, address: &str) -> Option<Span> {
        self.headers.get(&without_keys(address)).copied()
    }

    /// Whether the object of a state at an address is declared, stays under another address, or is removed on purpose.
    ///
    /// <https://developer.hashicorp.com/terraform/language/modules/develop/refactoring>
    pub fn declared(&self, address: &str) -> Declared {
        let statements = &self.configuration.statements;
        let mut address = address.to_owned();
        // As many moves as there are blocks: a circle of them is a mistake that is reported elsewhere.
        for _ in 0..=statements.len() {
            let known = self.known.contains(&plain(&address));
            let statement = statements
                .iter()
                .find_map(|statement| Some((statement, rest(&statement.from, &address)?)));
            match statement {
                Some((statement, rest)) if !known => match &statement.to {
                    Some(to) => address = format!("{to}{rest}"),
                    None => return Declared::Yes,
                },
                _ => break,
            }
        }
        if self.known.contains(&plain(&address)) {
            return Declared::Yes;
        }
        if let Some(open) = self.open.iter().find(|open| may_be(open, &address)) {
            let why = format!("which instances `{open}` stands for is not known");
            return Declared::Unknown(why);
        }
        let bare = without_keys(&address);
        let mut uninstalled = self.configuration.uninstalled.iter();
        let module = uninstalled.find(|module| rest(&module.address, &bare).is_some());
        match module {
            Some(module) => Declared::Unknown(format!("`{}` is not installed", module.address)),
            None => Declared::No,
        }
    }
}

/// What follows in an address after another one that it is, or is inside of.
fn rest<'a>(outer: &str, address: &'a str) -> Option<&'a str> {
    let rest = address.strip_prefix(outer)?;
    (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest)
}

/// An address without `[0]`: Terraform itself moves `x` to `x[0]` and back when `count` comes or goes.
fn plain(address: &str) -> String {
    let parts = parts(address);
    let parts = parts.iter();
    let parts = parts.map(|part| part.strip_suffix("[0]").unwrap_or(part));
    parts.collect::<Vec<_>>().join(".")
}

/// Whether an address is one of those that an address with `[*]` stands for.
fn may_be(open: &str, address: &str) -> bool {
    let (open, address) = (parts(open), parts(address));
    open.len() == address.len()
        && open
            .iter()
            .zip(&address)
            .all(|(open, part)| match open.strip_suffix("[*]") {
                Some(name) => name == bare(part),
                None => plain(open) == plain(part),
            })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terraform::{Instance, InstanceKey, Statement, UninstalledModule};
    use crate::value::{Origin, Value};

    fn declarations(addresses: &[&str], statements: &[(&str, Option<&str>)]) -> Configuration {
        let span = Span::new(Sources::new().add("main.tf", "").id(), 0, 0);
        let value = Value::bool(true, Origin::expression(span));
        let instance = |address: &&str| Instance {
            address: Arc::from(*address),
            mode: Mode::Managed,
            resource_type: Arc::from("t"),
            name: Arc::from("n"),
            key: InstanceKey::None,
            module: Arc::from(""),
            header: span,
            block: span,
            value: value.clone().into(),
            meta: value.clone().into(),
        };
        let statements = statements.iter().map(|(from, to)| Statement {
            from: (*from).to_owned(),
            to: to.map(str::to_owned),
        });
        Configuration {
            instances: addresses.iter().map(instance).collect(),
            statements: statements.collect(),
            uninstalled: vec![UninstalledModule {
                address: Arc::from("module.far"),
                source: Arc::from("x"),
                span,
            }],
            ..Configuration::default()
        }
    }

    #[test]
    fn what_is_declared() {
        let configuration = declarations(
            &[
                "aws_a.one[0]",
                "aws_a.many[\"x\"]",
                "aws_a.open[*]",
                "module.m[*].aws_a.in",
                "aws_a.new",
                "module.to.aws_a.x",
                "module.gone2.aws_b.c",
            ],
            &[
                ("aws_a.old", Some("aws_a.older")),
                ("aws_a.older", Some("aws_a.new")),
                ("aws_a.lost", Some("aws_a.nowhere")),
                ("module.from", Some("module.to")),
                ("module.gone", None),
                ("aws_a.x", Some("aws_a.y")),
                ("aws_a.y", Some("aws_a.x")),
            ],
        );
        let declarations = Declarations::new(&configuration);
        for (address, expected) in [
            ("aws_a.one[0]", Some(true)),
            ("aws_a.one", Some(true)),
            ("aws_a.one[1]", Some(false)),
            ("aws_a.many[\"x\"]", Some(true)),
            ("aws_a.many[\"y\"]", Some(false)),
            ("aws_a.many[\"x.y\"]", Some(false)),
            ("aws_a.open[\"q\"]", None),
            ("aws_a.open", None),
            ("aws_a.opened", Some(false)),
            ("module.m[\"a.b\"].aws_a.in", None),
            ("module.m[\"a\"].aws_a.out", Some(false)),
            ("aws_a.old", Some(true)),
            ("aws_a.lost", Some(false)),
            ("module.from.aws_a.x", Some(true)),
            ("module.from.aws_a.y", Some(false)),
            ("module.gone.aws_a.x", Some(true)),
            ("module.gone[\"k\"].module.b.aws_a.x", Some(true)),
            ("module.gone2.aws_a.x", Some(false)),
            ("module.far[0].aws_a.x", None),
            ("module.farther.aws_a.x", Some(false)),
            ("aws_a.x", Some(false)),
        ] {
            let declared = match declarations.declared(address) {
                Declared::Yes => Some(true),
                Declared::No => Some(false),
                Declared::Unknown(_) => None,
            };
            assert_eq!(declared, expected, "{address}");
        }
    }

    #[test]
    fn a_state_gives_its_managed_objects() {
        let text = br#"{"version":4,"resources":[
            {"mode":"data","type":"aws_region","name":"r","instances":[{}]},
            {"module":"module.a[\"b.c\"]","mode":"managed","type":"aws_vpc","name":"v","instances":[
                {"index_key":"k.l"},{"index_key":"k.l","deposed":"ab"}]},
            {"mode":"managed","type":"aws_vpc","name":"w","instances":[{"deposed":"ab"}]}]}"#;
        let sources = Sources::new();
        let state = State::read(text, "s.tfstate", &sources).unwrap();
        let [object] = state.objects() else {
            panic!("{state:?}")
        };
        assert_eq!(&*object.address, "module.a[\"b.c\"].aws_vpc.v[\"k.l\"]");
        assert_eq!(
            (object.module.as_str(), object.name.as_str()),
            ("module.a[\"b.c\"]", "v")
        );
        assert_eq!(
            sources.get(object.line.file).slice(object.line),
            &*object.address
        );
    }
}
