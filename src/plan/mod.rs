//! Plan JSON as the same instances that a configuration gives, aligned with it where it is at hand.
//!
//! A plan completes the evaluation of its configuration (it is a [`Foresight`]); without one, it gives instances of its own whose places are
//! lines of a listing of addresses. Knows no rule.

mod address;
mod alone;
mod change;
mod difference;
mod document;
mod expressions;
mod objects;
mod overlay;
mod planned;
mod refuse;
mod resolve;
mod secret;
#[cfg(test)]
mod tests;

pub use change::{Action, Change, Deferred, FailedCheck};
pub use difference::{Difference, at_paths, differences, shown};
pub use objects::{Object, state_objects};
pub use refuse::Refused;

use crate::finding::{Problem, ProblemKind};
use crate::schema;
use crate::source::{SourceFile, Sources, Span};
use crate::terraform::module::Resource;
use crate::terraform::{Configuration, Foresight, Instance, InstanceKey, Mode, Module};
use crate::value::{Fields, Origin, Reason, Stop, Type, Unknown, Value, convert};
use alone::Builder;
use document::{Document, ResourceChange, StateModule, StateResource};
use planned::{Place, Planned, parsed};
use resolve::{Blocks, Resolver};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A plan that has been read; values stay text until they are asked for.
#[derive(Debug)]
pub struct Plan<'t> {
    document: Document<'t>,
    path: Arc<str>,
    /// One address a line: the place of what has no other.
    listing: Arc<SourceFile>,
    lines: BTreeMap<Arc<str>, Span>,
    entries: BTreeMap<Arc<str>, Entry<'t>>,
    blocks: Blocks,
}

/// What the plan says of an instance that will exist.
#[derive(Clone, Debug)]
struct Entry<'t> {
    module: Arc<str>,
    mode: Mode,
    resource_type: Arc<str>,
    name: Arc<str>,
    key: InstanceKey,
    value: Option<&'t RawValue>,
    unknown: Option<&'t RawValue>,
    sensitive: Option<&'t RawValue>,
}

impl<'t> Plan<'t> {
    /// Reads what `terraform show -json PLAN` printed; `path` is what reports call it.
    pub fn read(text: &'t [u8], path: &str, sources: &Sources) -> Result<Self, Refused> {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let document: Document<'t> =
            serde_json::from_slice(text).map_err(|error| refuse::unreadable(text, &error))?;
        if document.resource_changes.is_empty()
            && let Some(refused) = refuse::foreign(text)
        {
            return Err(refused);
        }
        refuse::version(document.format_version.as_deref())?;
        let mut entries = BTreeMap::new();
        let prior = document.prior_state.as_ref();
        let values = prior.and_then(|state| state.values.as_ref()?.root_module.as_ref());
        if let Some(root) = values {
            data(root, &mut entries);
        }
        for change in &document.resource_changes {
            let there = change.deposed.is_none() && change.exists_after();
            let entry = change.entry().filter(|_| there);
            entries.extend(entry.map(|entry| (Arc::from(&*change.address), entry)));
        }
        let blocks = blocks(&entries);
        let (listing, lines) = listing(&document, &entries, path, sources);
        Ok(Self {
            document,
            path: Arc::from(path),
            listing,
            lines,
            entries,
            blocks,
        })
    }

    /// What reports call the plan.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The listing of addresses that stands for a text.
    pub fn listing(&self) -> &Arc<SourceFile> {
        &self.listing
    }

    /// The version of Terraform, or of `OpenTofu`, that made the plan.
    pub fn terraform_version(&self) -> Option<&str> {
        self.document.terraform_version.as_deref()
    }

    /// Whether the plan says that it covers all of its configuration; older formats do not say, and are taken for complete.
    pub fn is_complete(&self) -> bool {
        self.document.complete.unwrap_or(true) && !self.document.errored
    }

    /// Whether planning ended with an error.
    pub const fn is_errored(&self) -> bool {
        self.document.errored
    }

    /// What Terraform left for a later plan.
    pub fn deferred(&self) -> Vec<Deferred> {
        let deferred = self.document.deferred_changes.iter();
        deferred
            .map(|one| Deferred {
                address: one.resource_change.address.to_string(),
                reason: one.reason.as_deref().unwrap_or("unknown").to_owned(),
            })
            .collect()
    }

    /// The checks, conditions and validations of the configuration that Terraform found not to hold.
    pub fn failed_checks(&self) -> Vec<FailedCheck> {
        let failed = |status: Option<&str>| matches!(status, Some("fail" | "error"));
        let checks = self.document.checks.iter();
        let checks = checks.filter(|check| failed(check.status.as_deref()));
        checks
            .map(|check| {
                let instances = check.instances.iter();
                let problems = instances
                    .filter(|instance| failed(instance.status.as_deref()))
                    .flat_map(|instance| &instance.problems)
                    .filter_map(|problem| problem.message.as_deref());
                let address = check.address.as_ref();
                let address = address.and_then(|address| address.to_display.as_deref());
                FailedCheck {
                    address: address.unwrap_or("").to_owned(),
                    message: problems.collect::<Vec<_>>().join(" "),
                }
            })
            .collect()
    }

    /// What makes the plan less than a whole one.
    pub fn problems(&self) -> Vec<Problem> {
        let message = format!(
            "`{}`: planning ended with an error, so that the plan is not whole",
            self.path
        );
        let errored = Problem {
            kind: ProblemKind::Incomplete,
            message,
            help: Some("mend what `terraform plan` reports and plan again".to_owned()),
            primary: None,
            related: Vec::new(),
        };
        self.document
            .errored
            .then_some(errored)
            .into_iter()
            .collect()
    }

    /// What the root module of the plan's configuration and a module do not have in common, in words; `None`: they have the same blocks.
    pub fn difference(&self, module: &Module) -> Option<String> {
        let planned = &self.document.configuration.as_ref()?.root_module;
        let planned: BTreeSet<&str> = planned
            .resources
            .iter()
            .map(|resource| &*resource.address)
            .collect();
        let written: Vec<String> = module.resources.iter().map(Resource::address).collect();
        let written: BTreeSet<&str> = written.iter().map(String::as_str).collect();
        let added = planned.difference(&written).next();
        let lacking = written.difference(&planned).next();
        match (added, lacking) {
            (Some(address), _) => Some(format!("it has `{address}`, which is not there")),
            (None, Some(address)) => Some(format!("it lacks `{address}`")),
            (None, None) => None,
        }
    }

    /// The place of an address that no configuration has.
    pub fn line(&self, address: &str) -> Span {
        let nowhere = Span::new(self.listing.id(), 0, 0);
        self.lines.get(address).copied().unwrap_or(nowhere)
    }

    /// The instances of the plan by themselves.
    pub fn configuration(&self) -> Configuration {
        let resolver = Resolver::new(self.document.configuration.as_ref(), &self.blocks);
        let instances = self.entries.iter();
        Configuration {
            directory: self.path.to_string(),
            instances: instances
                .map(|(address, entry)| self.alone(&resolver, address, entry))
                .collect(),
            outputs: self.outputs(&resolver),
            ..Configuration::default()
        }
    }

    /// The outputs of the root module: what they read, which is all that matters of them here.
    fn outputs(&self, resolver: &Resolver<'_, '_>) -> Vec<(Arc<str>, Value)> {
        let module = resolver.module("");
        let outputs = module.into_iter().flat_map(|module| &module.outputs);
        outputs
            .map(|(name, output)| {
                let expression = parsed(output.expression);
                let reads = resolver.attributes("", &expression, &InstanceKey::None);
                let place = Place {
                    instance: &self.path,
                    path: String::new(),
                    origin: alone::origin(self.line(""), true, &reads),
                    reads: Some(&reads),
                };
                let unknown = Value::unknown(place.unknown(), place.origin.clone());
                (Arc::from(&**name), unknown)
            })
            .collect()
    }

    fn alone(
        &self,
        resolver: &Resolver<'_, '_>,
        address: &Arc<str>,
        entry: &Entry<'_>,
    ) -> Instance {
        let line = self.line(address);
        let builder = Builder {
            resolver,
            address,
            module: &entry.module,
            key: &entry.key,
            line,
        };
        let relative = entry.relative();
        let resource = resolver.configured(&entry.module, &relative);
        let expressions = parsed(resource.and_then(|resource| resource.expressions));
        let schema = match entry.mode {
            Mode::Managed => schema::resource(&entry.resource_type),
            Mode::Data => schema::data_source(&entry.resource_type),
            Mode::Ephemeral => schema::ephemeral(&entry.resource_type),
        };
        let [value, unknown, sensitive] = [entry.value, entry.unknown, entry.sensitive].map(parsed);
        let planned = Planned::new(&value, &unknown, &sensitive);
        Instance {
            address: Arc::clone(address),
            mode: entry.mode,
            resource_type: Arc::clone(&entry.resource_type),
            name: Arc::clone(&entry.name),
            key: entry.key.clone(),
            module: Arc::clone(&entry.module),
            header: line,
            block: line,
            value: builder.instance(planned, &expressions, schema.as_deref()),
            meta: builder.meta(resource, self.provider(resource, line)),
        }
    }

    /// What the plan says of the provider configuration of a resource: `name`, `alias`, `region`, `default_tags`.
    fn provider(&self, resource: Option<&expressions::Resource<'_>>, line: Span) -> Value {
        let origin = || Origin::expression(line);
        let configuration = self.document.configuration.as_ref();
        let config = resource
            .and_then(|resource| resource.provider_config_key.as_deref())
            .and_then(|key| configuration?.provider_config.get(key));
        let text = |text: Option<&str>| match text {
            Some(text) => Value::string(text, origin()),
            None => Value::null(Type::String, origin()),
        };
        let region = config.and_then(|config| config.expressions.get("region"));
        let region = region.map(|expression| resolve::json(expression));
        let constant = region
            .as_ref()
            .and_then(|region| region.get("constant_value")?.as_str());
        let variable = region.as_ref().and_then(|region| {
            let name = expressions::references(region)
                .first()?
                .strip_prefix("var.")?
                .to_owned();
            let variable = self.document.variables.get(&*name)?;
            parsed(variable.value).as_str().map(str::to_owned)
        });
        let untold = |ty: Type| {
            let why = Reason::Other(Arc::from("a plan does not say it of a provider"));
            Value::unknown(Unknown::because(ty, why), origin())
        };
        let region = match constant.or(variable.as_deref()) {
            Some(region) => text(Some(region)),
            None => untold(Type::String),
        };
        let accounts = config.map_or_else(Vec::new, |config| {
            let account = |account: &str| Value::string(account, origin());
            config.accounts().iter().map(|text| account(text)).collect()
        });
        let facts = [
            (
                "name",
                text(config.and_then(|config| config.name.as_deref())),
            ),
            (
                "alias",
                text(config.and_then(|config| config.alias.as_deref())),
            ),
            ("region", region),
            ("default_tags", untold(Type::map(Type::String))),
            ("accounts", Value::tuple(accounts, origin())),
        ];
        let fields = facts
            .into_iter()
            .map(|(name, value)| (Arc::from(name), value));
        Value::object(fields.collect(), origin())
    }

    /// All that the plan does, drift first, in the order of the plan; values stand where the instances of `configuration` stand.
    pub fn changes(&self, configuration: &Configuration) -> Vec<Change> {
        let instances: BTreeMap<&str, &Instance> = configuration
            .instances
            .iter()
            .map(|instance| (&*instance.address, instance))
            .collect();
        let drift = self
            .document
            .resource_drift
            .iter()
            .map(|change| (change, true));
        let planned = self
            .document
            .resource_changes
            .iter()
            .map(|change| (change, false));
        drift
            .chain(planned)
            .filter_map(|(change, drift)| {
                self.change(change, drift, instances.get(&*change.address).copied())
            })
            .collect()
    }

    fn change(
        &self,
        change: &ResourceChange<'_>,
        drift: bool,
        instance: Option<&Instance>,
    ) -> Option<Change> {
        let words: Vec<&str> = change.change.actions.iter().map(AsRef::as_ref).collect();
        let action = Action::parse(&words)?;
        let entry = change.entry()?;
        let address: Arc<str> = Arc::from(&*change.address);
        let place = instance.map_or_else(|| self.line(&address), |instance| instance.header);
        let body = &change.change;
        let before = object(
            &address,
            &entry,
            place,
            [body.before, None, body.before_sensitive],
        );
        let written =
            instance.filter(|_| !drift && change.exists_after() && change.deposed.is_none());
        let after = if let Some(instance) = written {
            instance.value.clone()
        } else {
            let trees = [body.after, body.after_unknown, body.after_sensitive];
            object(&address, &entry, place, trees)
        };
        Some(Change {
            previous_address: change.previous_address.as_deref().map(Arc::from),
            module: entry.module,
            mode: entry.mode,
            resource_type: entry.resource_type,
            name: entry.name,
            key: entry.key,
            deposed: change.deposed.as_deref().map(Arc::from),
            action: if drift { Action::Drift } else { action },
            reason: change.action_reason.as_deref().map(Arc::from),
            before,
            after,
            replace_paths: body
                .replace_paths
                .iter()
                .map(|path| path_text(path))
                .collect(),
            importing: body
                .importing
                .is_some_and(|importing| importing.get() != "null"),
            address,
        })
    }
}

impl Foresight for Plan<'_> {
    fn variable(&self, name: &str) -> Option<Value> {
        let json = parsed(self.document.variables.get(name)?.value);
        let nothing = Json::Null;
        let planned = Planned::new(&json, &nothing, &nothing);
        Some(planned.to_value(&Place {
            instance: &self.path,
            path: String::new(),
            origin: Origin::new(Span::new(self.listing.id(), 0, 0), Stop::CommandLine),
            reads: None,
        }))
    }

    fn keys(&self, address: &str) -> Option<Vec<InstanceKey>> {
        let known = self.blocks.get(address);
        let last = address::parts(address).len();
        let is_module = last >= 2
            && address::parts(address)
                .get(last - 2)
                .is_some_and(|part| *part == "module");
        match known {
            Some(keys) => Some(keys.iter().cloned().collect()),
            // A module without resources is not in a plan; what was left out of an incomplete plan is not either.
            None if is_module || !self.is_complete() => None,
            None => Some(Vec::new()),
        }
    }

    fn complete(&self, address: &str, evaluated: &Value) -> Option<Value> {
        let entry = self.entries.get(address)?;
        let [value, unknown, sensitive] = [entry.value, entry.unknown, entry.sensitive].map(parsed);
        let address = Arc::from(address);
        let place = Place {
            instance: &address,
            path: String::new(),
            origin: evaluated.origin().clone(),
            reads: None,
        };
        let planned = Planned::new(&value, &unknown, &sensitive);
        Some(overlay::overlay(evaluated, planned, &place))
    }
}

impl Entry<'_> {
    /// The address of the block inside its module.
    fn relative(&self) -> String {
        let prefix = if self.mode == Mode::Data { "data." } else { "" };
        format!("{prefix}{}.{}", self.resource_type, self.name)
    }
}

impl<'t> ResourceChange<'t> {
    fn exists_after(&self) -> bool {
        let after = self.change.after.map(RawValue::get);
        let unknown = self.change.after_unknown.map(RawValue::get);
        let gone = |words: &[Cow<'_, str>]| matches!(words, [word] if matches!(word.as_ref(), "delete" | "forget"));
        !gone(&self.change.actions)
            && (after.is_some_and(|after| after != "null") || unknown == Some("true"))
    }

    /// `None` for addresses that no Terraform writes.
    fn entry(&self) -> Option<Entry<'t>> {
        let (_, key) = address::split_key(&self.address)?;
        Some(Entry {
            module: Arc::from(self.module_address.as_deref().unwrap_or("")),
            mode: mode(self.mode.as_deref()),
            resource_type: Arc::from(&*self.resource_type),
            name: Arc::from(&*self.name),
            key,
            value: self.change.after,
            unknown: self.change.after_unknown,
            sensitive: self.change.after_sensitive,
        })
    }
}

fn mode(word: Option<&str>) -> Mode {
    match word {
        Some("data") => Mode::Data,
        Some("ephemeral") => Mode::Ephemeral,
        _ => Mode::Managed,
    }
}

/// The data sources that were read while planning.
fn data<'t>(module: &StateModule<'t>, into: &mut BTreeMap<Arc<str>, Entry<'t>>) {
    let address = module.address.as_deref().unwrap_or("");
    let read = |resource: &&StateResource<'t>| mode(resource.mode.as_deref()) == Mode::Data;
    for resource in module.resources.iter().filter(read) {
        let Some((_, key)) = address::split_key(&resource.address) else {
            continue;
        };
        let entry = Entry {
            module: Arc::from(address),
            mode: Mode::Data,
            resource_type: Arc::from(&*resource.resource_type),
            name: Arc::from(&*resource.name),
            key,
            value: resource.values,
            unknown: None,
            sensitive: resource.sensitive_values,
        };
        into.insert(Arc::from(&*resource.address), entry);
    }
    for child in &module.child_modules {
        data(child, into);
    }
}

/// An object by its three trees, in the types of its schema, all at one place.
fn object(
    address: &Arc<str>,
    entry: &Entry<'_>,
    place: Span,
    trees: [Option<&RawValue>; 3],
) -> Value {
    let [value, unknown, sensitive] = trees.map(parsed);
    let planned = Planned::new(&value, &unknown, &sensitive);
    let value = planned.to_value(&Place {
        instance: address,
        path: String::new(),
        origin: Origin::new(place, Stop::Expression),
        reads: None,
    });
    let Some(fields) = value.as_fields() else {
        return value;
    };
    let schema = match entry.mode {
        Mode::Managed => schema::resource(&entry.resource_type),
        _ => schema::data_source(&entry.resource_type),
    };
    let typed = |name: &Arc<str>, value: &Value| {
        let schema = schema.as_ref()?;
        let ty = match schema.attribute(name) {
            Some(attribute) => attribute.ty.clone(),
            None => schema.block(name)?.implied_type(),
        };
        convert::convert(value, &ty).ok()
    };
    let secret = |name: &Arc<str>, value: Value| match &schema {
        Some(schema) => secret::part(schema, name, value),
        None => value,
    };
    let fields: Fields = fields
        .iter()
        .map(|(name, value)| {
            (
                Arc::clone(name),
                secret(name, typed(name, value).unwrap_or_else(|| value.clone())),
            )
        })
        .collect();
    value.with_object(fields)
}

/// Which keys the blocks and the modules of the plan have.
fn blocks(entries: &BTreeMap<Arc<str>, Entry<'_>>) -> Blocks {
    let mut blocks = Blocks::new();
    for (address, entry) in entries {
        let around = address::modules(&entry.module).into_iter();
        let around = around.filter(|module| !module.is_empty());
        for instance in around.chain([&**address]) {
            if let Some((block, key)) = address::split_key(instance) {
                blocks.entry(block.to_owned()).or_default().insert(key);
            }
        }
    }
    blocks
}

/// One line for each address of the plan, and where it is.
fn listing(
    document: &Document<'_>,
    entries: &BTreeMap<Arc<str>, Entry<'_>>,
    path: &str,
    sources: &Sources,
) -> (Arc<SourceFile>, BTreeMap<Arc<str>, Span>) {
    let changes = document
        .resource_changes
        .iter()
        .chain(&document.resource_drift);
    let mut addresses: Vec<Arc<str>> = changes
        .map(|change| Arc::from(&*change.address))
        .chain(entries.keys().cloned())
        .collect();
    addresses.sort();
    addresses.dedup();
    let mut text = String::new();
    let mut ranges = Vec::with_capacity(addresses.len());
    for address in &addresses {
        let start = text.len() as u32;
        text.push_str(address);
        ranges.push((start, text.len() as u32));
        text.push('\n');
    }
    let file = sources.add(path, text);
    let lines = addresses
        .into_iter()
        .zip(ranges)
        .map(|(address, (start, end))| (address, Span::new(file.id(), start, end)))
        .collect();
    (file, lines)
}

/// A path of `replace_paths` as symbols have it: `["storage", 0, "size"]` → `storage[0].size`.
fn path_text(path: &RawValue) -> Arc<str> {
    let steps: Vec<Json> = serde_json::from_str(path.get()).unwrap_or_default();
    let mut text = String::new();
    for step in &steps {
        match step {
            Json::String(name) if text.is_empty() => text.push_str(name),
            Json::String(name) => {
                text.push('.');
                text.push_str(name);
            }
            other => {
                text.push('[');
                text.push_str(&other.to_string());
                text.push(']');
            }
        }
    }
    Arc::from(text)
}
