//! The instances of one `resource`, `data` or `ephemeral` block, each with all its attributes.

use super::body::{Body, META};
use super::evaluator::{Evaluator, ModuleInstance};
use super::expand::keyed;
use super::expand::{Expansion, Repetition, Shape};
use super::fit;
use super::instance::{Instance, InstanceKey, Mode};
use super::module::{Name, Resource};
use super::outputs::collected;
use super::reference::{of_any_shape, viewed};
use super::scope::ModuleScope;
use crate::expr::{Call, functions};
use crate::finding::Problem;
use crate::schema::{self, BlockSchema};
use crate::source::Span;
use crate::value::{Fields, Kind, Object, Origin, Reason, Symbol, Type, Unknown, Value, convert};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// A resource block with its instances.
#[derive(Debug)]
pub(super) struct ExpandedResource {
    pub shape: Shape,
    pub resource_type: Name,
    /// Inside the module, without a key.
    pub address: String,
    /// With the module's address, without a key.
    pub absolute: String,
    pub schema: Option<Arc<BlockSchema>>,
    /// Why the schema may not be that of the version of the provider that Terraform gets.
    pub doubt: Option<Reason>,
    pub instances: Vec<(InstanceKey, Instance)>,
    header: Span,
    keys: BTreeMap<InstanceKey, usize>,
    reference: OnceCell<Value>,
    views: RefCell<BTreeMap<Arc<str>, Value>>,
}

impl ExpandedResource {
    pub(super) fn instance(&self, key: &InstanceKey) -> Option<&Instance> {
        let index = *self.keys.get(key)?;
        self.instances.get(index).map(|(_, instance)| instance)
    }

    /// The value of a reference to the whole: an object, a tuple of objects, or an object of objects.
    pub(super) fn reference(&self) -> &Value {
        self.reference.get_or_init(|| {
            let views = self
                .instances
                .iter()
                .map(|(key, instance)| (key, self.view(&instance.address, &instance.value.get())));
            collected(
                &self.shape,
                views.collect(),
                Origin::expression(self.header),
            )
        })
    }

    /// One instance as those who refer to it see it. Without a schema nobody knows which attributes there are, so that every one is unknown.
    pub(super) fn view(&self, address: &Arc<str>, instance: &Value) -> Value {
        if self.schema.is_none() {
            return undescribed(&self.resource_type, address, self.header);
        }
        let shown = |value: &Value| match &self.doubt {
            Some(_) => of_any_shape(value),
            None => value.clone(),
        };
        let make = || viewed(address, instance, shown, |name| self.is_write_only(name));
        self.views
            .borrow_mut()
            .entry(Arc::clone(address))
            .or_insert_with(make)
            .clone()
    }

    /// Whether an attribute is set and never read again: a reference to it is null, as it is in plans.
    /// <https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only>
    pub(super) fn is_write_only(&self, name: &str) -> bool {
        let attribute = self
            .schema
            .as_ref()
            .and_then(|schema| schema.attribute(name));
        attribute.is_some_and(|attribute| attribute.write_only)
    }

    pub(super) fn attribute_names(&self) -> Vec<Arc<str>> {
        let fields = self
            .instances
            .first()
            .and_then(|(_, instance)| instance.value.get().into_fields());
        fields.into_iter().flat_map(Fields::into_keys).collect()
    }
}

impl Evaluator<'_> {
    /// The instances of a block, evaluated once.
    pub(super) fn resource(
        &self,
        module: &Rc<ModuleInstance>,
        index: usize,
        asked: Span,
    ) -> Result<Rc<ExpandedResource>, Box<Problem>> {
        let Some(resource) = module.module.resources.get(index) else {
            return Err(Box::new(Problem::error(asked, "undeclared resource")));
        };
        self.once(
            &module.resources,
            &index,
            asked,
            || module.absolute(&resource.address()),
            || Rc::new(self.expand_resource(module, resource)),
        )
    }

    fn expand_resource(
        &self,
        module: &Rc<ModuleInstance>,
        resource: &Resource,
    ) -> ExpandedResource {
        self.depend(module, &resource.content);
        let scope = ModuleScope::new(self, module, &Repetition::None);
        let address = resource.address();
        let absolute = module.absolute(&address);
        let Expansion { shape, instances } = self.expand(&scope, &resource.content, &absolute);
        let schema = resource.mode.schema(&resource.resource_type);
        if schema.is_none() && !fit::judges(&resource.resource_type, self.provider_version) {
            self.unknown_type(resource);
        }
        let misfits: Vec<Value> = fit::misfits(resource, self.provider_version)
            .iter()
            .map(fit::Misfit::to_value)
            .collect();
        let misfits = (!misfits.is_empty())
            .then(|| Value::tuple(misfits, Origin::expression(resource.header)));
        let doubt = fit::doubt(&resource.resource_type, self.provider_version);
        let instances: Vec<(InstanceKey, Instance)> = instances
            .into_iter()
            .map(|(key, repetition)| {
                let scope = ModuleScope::new(self, module, &repetition);
                let place = InstancePlace {
                    resource,
                    schema: schema.as_deref(),
                    address: keyed(&absolute, &key),
                    key: key.clone(),
                    misfits: misfits.as_ref(),
                    doubt: doubt.as_ref(),
                };
                (key, self.instance(&scope, &place))
            })
            .collect();
        let keys = instances
            .iter()
            .enumerate()
            .map(|(index, (key, _))| (key.clone(), index))
            .collect();
        ExpandedResource {
            shape,
            resource_type: Arc::clone(&resource.resource_type),
            address,
            absolute,
            schema,
            doubt,
            instances,
            header: resource.header,
            keys,
            reference: OnceCell::new(),
            views: RefCell::default(),
        }
    }

    /// Says that a provider whose types are all known has none of this name. The table is of one version of the provider: a gap, not an error.
    fn unknown_type(&self, resource: &Resource) {
        let (kind, what) = match resource.mode {
            Mode::Managed => (schema::Kind::Resource, "resource"),
            Mode::Data => (schema::Kind::DataSource, "data source"),
            Mode::Ephemeral => (schema::Kind::Ephemeral, "ephemeral resource"),
        };
        if schema::covers(&resource.resource_type) {
            let message = format!("there is no {what} type `{}`", resource.resource_type);
            let problem = Problem::incomplete(resource.header, message);
            let near = schema::nearest(kind, &resource.resource_type);
            self.report
                .add(problem.with_suggestion(&resource.resource_type, near));
        }
    }

    fn instance(&self, scope: &ModuleScope<'_, '_>, place: &InstancePlace<'_>) -> Instance {
        let resource = place.resource;
        let body = Body {
            evaluator: self,
            address: &place.address,
            data: resource.mode != Mode::Managed,
            judged: fit::judges(&resource.resource_type, self.provider_version),
            doubt: place.doubt,
        };
        let mut fields = match place.schema {
            Some(schema) => body.resource(scope, &resource.content, schema, resource.header),
            None => body.as_written(scope, &resource.content, &META),
        };
        let provider = self.provider_of(scope.module, resource);
        if let Some(schema) = place.schema {
            from_provider(&place.address, schema, &provider, &mut fields);
        }
        if resource.mode == Mode::Data {
            self.read_data(resource, &place.address, &mut fields);
            if resource.resource_type.as_ref() == "template_file" {
                self.render_template(scope, resource, &mut fields);
            }
        }
        let object = Object {
            fields,
            instance: Some(Arc::clone(&place.address)),
        };
        let value = Value::new(
            Kind::Object(Arc::new(object)),
            Origin::expression(resource.header),
        );
        let value = self
            .foresight
            .complete(&place.address, &value)
            .unwrap_or(value);
        let own = match place.schema {
            Some(_) => value.clone(),
            None => undescribed(&resource.resource_type, &place.address, resource.header),
        };
        let mut meta = self.meta(scope, resource, provider, &own);
        if let (Some(misfits), Some(facts)) = (place.misfits, meta.as_fields()) {
            let mut facts = facts.clone();
            facts.insert(Arc::from("misfits"), misfits.clone());
            meta = meta.with_object(facts);
        }
        Instance {
            address: Arc::clone(&place.address),
            mode: resource.mode,
            resource_type: Arc::clone(&resource.resource_type),
            name: Arc::clone(&resource.name),
            key: place.key.clone(),
            module: Arc::clone(&scope.module.address),
            header: resource.header,
            block: resource.span,
            value: value.into(),
            meta: meta.into(),
        }
    }

    /// Puts the results of data sources that need no cloud into the object.
    fn read_data(&self, resource: &Resource, address: &Arc<str>, fields: &mut Fields) {
        let config = Object {
            fields: fields.clone(),
            instance: Some(Arc::clone(address)),
        };
        let config = Value::new(
            Kind::Object(Arc::new(config)),
            Origin::expression(resource.header),
        );
        let schema = schema::data_source(&resource.resource_type);
        for (name, value) in self
            .data
            .read(&resource.resource_type, &config)
            .unwrap_or_default()
        {
            let attribute = schema.as_ref().and_then(|schema| schema.attribute(&name));
            let typed =
                attribute.and_then(|attribute| convert::convert(&value, &attribute.ty).ok());
            fields.insert(name, typed.unwrap_or(value));
        }
    }
}

impl Evaluator<'_> {
    /// Renders a `template_file` of the archived provider `template`, as `templatestring` would; a template that it refuses stays unknown.
    ///
    /// <https://registry.terraform.io/providers/hashicorp/template/latest/docs/data-sources/file>
    fn render_template(
        &self,
        scope: &ModuleScope<'_, '_>,
        resource: &Resource,
        fields: &mut Fields,
    ) {
        let (Some(template), Some(variables)) = (fields.get("template"), fields.get("vars")) else {
            return;
        };
        let origin = template.origin().clone();
        let variables = if variables.is_null() {
            Value::object(Fields::default(), origin.clone())
        } else {
            variables.clone()
        };
        let rendered = functions::call(&Call {
            name: "templatestring",
            span: resource.header,
            arguments: &[template.clone(), variables],
            context: &self.context(scope),
        });
        if let Some(Ok(rendered)) = rendered {
            fields.insert(Arc::from("rendered"), rendered.with_origin(origin));
        }
    }
}

/// What stands for an instance of a type that no schema describes: what is written is not all that it has.
fn undescribed(resource_type: &Arc<str>, address: &Arc<str>, header: Span) -> Value {
    let symbol = Arc::new(Symbol {
        instance: Arc::clone(address),
        path: Arc::from(""),
    });
    let reason = Reason::Schema {
        resource_type: Arc::clone(resource_type),
    };
    let unknown = Unknown {
        symbol: Some(Arc::clone(&symbol)),
        ..Unknown::because(Type::Any, reason)
    };
    let origin = Origin::expression(header).with_symbol(symbol);
    Value::unknown(unknown.not_null(), origin)
}

/// What an instance is made of.
struct InstancePlace<'a> {
    resource: &'a Resource,
    schema: Option<&'a BlockSchema>,
    address: Arc<str>,
    key: InstanceKey,
    /// What does not fit the schema in the text of the block.
    misfits: Option<&'a Value>,
    /// See [`ExpandedResource::doubt`].
    doubt: Option<&'a Reason>,
}

/// What the AWS provider fills in from its own configuration: `region` (version 6) and `tags_all`.
///
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block>
fn from_provider(address: &str, schema: &BlockSchema, provider: &Value, fields: &mut Fields) {
    // What is left to the provider is null, or the unknown that the attribute itself will be.
    let unset = |fields: &Fields, name: &str| {
        fields.get(name).is_some_and(|value| {
            let symbol = value
                .as_unknown()
                .and_then(|unknown| unknown.symbol.as_ref());
            value.is_null()
                || symbol
                    .is_some_and(|symbol| &*symbol.instance == address && &*symbol.path == name)
        })
    };
    if schema
        .attribute("region")
        .is_some_and(|region| region.optional && region.computed)
        && unset(fields, "region")
        && let Some(region) = provider
            .field("region")
            .filter(|region| region.as_str().is_some())
    {
        fields.insert(Arc::from("region"), region.clone());
    }
    if schema.attribute("tags").is_some()
        && schema.attribute("tags_all").is_some()
        && unset(fields, "tags_all")
        && let Some(defaults) = provider.field("default_tags").and_then(Value::as_fields)
        && let Some(tags) = fields.get("tags")
    {
        let origin = tags.origin().clone();
        let own = match tags.kind() {
            Kind::Null(_) => Fields::new(),
            Kind::Map(_, own) => Fields::clone(own),
            _ => return,
        };
        let mut all = defaults.clone();
        all.extend(own);
        fields.insert(Arc::from("tags_all"), Value::map(Type::String, all, origin));
    }
}
