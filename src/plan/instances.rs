//! The instances of a plan by themselves, where no configuration is at hand: their places are lines of the listing.

use super::alone::{self, Builder};
use super::entries::Entry;
use super::expressions;
use super::planned::{Place, Trees, parsed};
use super::resolve::Resolver;
use super::{Plan, secret};
use crate::source::Span;
use crate::terraform::{Configuration, Instance, InstanceKey};
use crate::value::{Origin, Reason, Stop, Store, Type, Unknown, Value};
use std::sync::Arc;

impl Plan<'_> {
    /// The instances of the plan by themselves.
    pub fn configuration(&self) -> Configuration {
        let resolver = Resolver::new(
            self.document.configuration.as_ref(),
            &self.document.variables,
            &self.blocks,
        );
        let instances = self.entries.iter();
        let store = Store::default();
        Configuration {
            directory: self.path.to_string(),
            instances: instances
                .map(|(address, entry)| self.alone(&resolver, address, entry).packed(&store))
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
                    origin: alone::origin(self.line(""), Stop::Expression, &reads),
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
        let schema = entry.mode.schema(&entry.resource_type);
        let trees = Trees::read([entry.value, entry.unknown, entry.sensitive]);
        let value = builder.instance(trees.planned(), &expressions, schema.as_deref());
        Instance {
            address: Arc::clone(address),
            mode: entry.mode,
            resource_type: Arc::clone(&entry.resource_type),
            name: Arc::clone(&entry.name),
            key: entry.key.clone(),
            module: Arc::clone(&entry.module),
            header: line,
            block: line,
            value: match &schema {
                Some(schema) => secret::blocks(schema, value),
                None => value,
            }
            .into(),
            meta: builder.meta(resource, self.provider(resource, line)).into(),
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
        let region = region.map(|expression| parsed(Some(expression)));
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
}
