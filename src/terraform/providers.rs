//! Provider configurations: which one a resource uses, and its region and default tags.
//!
//! <https://developer.hashicorp.com/terraform/language/modules/develop/providers>

use super::calls::first;
use super::evaluator::{Evaluator, ModuleId, ModuleInstance};
use super::expand::Repetition;
use super::module::{Name, ProviderBlock, Resource};
use super::scope::ModuleScope;
use crate::expr::Evaluated;
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::{Expr, ExprKind};
use crate::value::{Fields, Origin, Reason, Stop, Type, Unknown, Value};
use std::rc::Rc;
use std::sync::Arc;

/// A provider as a module names it: `aws`, `aws.east`.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Reference {
    name: Name,
    alias: Option<Name>,
}

impl Reference {
    fn read(expr: Expr<'_>) -> Option<Self> {
        let text = match expr.kind() {
            ExprKind::String(text) => text.into_owned(),
            ExprKind::GetAttr { object, name, .. } => format!("{}.{name}", object.static_name()?),
            ExprKind::Index { collection, .. } => return Self::read(collection),
            _ => expr.static_name()?.into_owned(),
        };
        Some(Self::parse(&text))
    }

    fn parse(text: &str) -> Self {
        match text.split_once('.') {
            Some((name, alias)) => Self {
                name: Arc::from(name),
                alias: Some(Arc::from(alias)),
            },
            None => Self {
                name: Arc::from(text),
                alias: None,
            },
        }
    }
}

impl Evaluator<'_> {
    /// The provider of a resource as an object: `name`, `alias`, `version` (its first number), `region`, `default_tags`, `allowed_account_ids`, `assume_role_arn`.
    pub(super) fn provider_of(&self, module: &Rc<ModuleInstance>, resource: &Resource) -> Value {
        let argument = resource.content.argument("provider");
        let written = argument
            .as_ref()
            .and_then(|argument| Reference::read(argument.value));
        let reference = written.unwrap_or_else(|| {
            let name = resource.resource_type.split('_').next().unwrap_or("");
            Reference::parse(name)
        });
        let found = self.find(module, &reference);
        let place = argument.map_or(resource.header, |argument| argument.value.span());
        match found.and_then(|(id, index)| Some((self.module(id)?, index))) {
            Some((owner, index)) => self
                .noted(self.provider_block(&owner, index, place))
                .unwrap_or_else(|| self.unconfigured(&reference, resource.header)),
            None => self.unconfigured(&reference, resource.header),
        }
    }

    /// The module instance and the number of the block that configures a provider: what the call passes, the module's own, or for
    /// the default configuration the one of the module above.
    fn find(
        &self,
        module: &Rc<ModuleInstance>,
        reference: &Reference,
    ) -> Option<(ModuleId, usize)> {
        let own = || {
            let block = |block: &ProviderBlock| {
                block.name == reference.name && block.alias == reference.alias
            };
            Some((module.id, module.module.providers.iter().position(block)?))
        };
        let Some(caller) = &module.caller else {
            return own();
        };
        let parent = self.module(caller.parent)?;
        let call = parent.module.calls.get(&caller.call)?;
        if let Some(providers) = call.content.argument("providers")
            && let ExprKind::Object(entries) = providers.value.kind()
        {
            let passed = entries
                .into_iter()
                .find(|(inside, _)| Reference::read(*inside).as_ref() == Some(reference));
            if let Some(outside) = passed.and_then(|(_, outside)| Reference::read(outside)) {
                return self.find(&parent, &outside);
            }
        }
        own().or_else(|| {
            if reference.alias.is_none() {
                self.find(&parent, reference)
            } else {
                None
            }
        })
    }

    /// The configuration of one `provider` block.
    pub(super) fn provider_block(
        &self,
        module: &Rc<ModuleInstance>,
        index: usize,
        asked: Span,
    ) -> Evaluated {
        let Some(block) = module.module.providers.get(index) else {
            return Err(Box::new(Problem::error(
                asked,
                "undeclared provider configuration",
            )));
        };
        self.once(
            &module.providers,
            &index,
            asked,
            || module.absolute(&format!("provider.{}", block.name)),
            || self.configured(module, block),
        )
    }

    fn configured(&self, module: &Rc<ModuleInstance>, block: &ProviderBlock) -> Value {
        let scope = ModuleScope::new(self, module, &Repetition::None);
        let region = block
            .content
            .argument("region")
            .map(|region| self.eval(&scope, region.value));
        let tags = first(block.content.nested("default_tags", 0));
        let tags =
            tags.and_then(|tags| Some(self.eval(&scope, tags.content.argument("tags")?.value)));
        let tags = tags.filter(|tags| !tags.is_null()).map(|tags| {
            let place = tags.origin().span;
            let (tags, problem) =
                super::coerce::coerce(&tags, &Type::map(Type::String), "`tags`", place);
            if let Some(problem) = problem {
                self.report.add(problem);
            }
            tags
        });
        // A dynamic block decides what the tags are when Terraform runs.
        let undecided = block
            .content
            .nested_or_dynamic("default_tags")
            .iter()
            .any(super::content::Nested::is_dynamic);
        let tags = tags.unwrap_or_else(|| {
            if undecided {
                unknown(
                    Type::map(Type::String),
                    "the default tags are made by a `dynamic` block",
                    block.header,
                )
            } else {
                no_tags(block.header)
            }
        });
        let reference = Reference {
            name: Arc::clone(&block.name),
            alias: block.alias.clone(),
        };
        let accounts = block
            .content
            .argument("allowed_account_ids")
            .map(|accounts| self.eval(&scope, accounts.value));
        let role = first(block.content.nested("assume_role", 0))
            .and_then(|role| Some(self.eval(&scope, role.content.argument("role_arn")?.value)));
        let given = [
            ("region", region.filter(|region| !region.is_null())),
            ("default_tags", Some(tags)),
            ("allowed_account_ids", accounts),
            ("assume_role_arn", role),
        ];
        self.provider_object(&reference, given, block.header)
    }

    /// A provider that no block configures.
    fn unconfigured(&self, reference: &Reference, header: Span) -> Value {
        let given = [("default_tags", Some(no_tags(header)))];
        self.provider_object(reference, given, header)
    }

    /// A provider as an object; what its configuration does not say is null, and the region unknown.
    fn provider_object(
        &self,
        reference: &Reference,
        given: impl IntoIterator<Item = (&'static str, Option<Value>)>,
        header: Span,
    ) -> Value {
        let origin = || Origin::expression(header);
        let absent = || Value::null(Type::String, Origin::new(header, Stop::Absent));
        let region = unknown(
            Type::String,
            "the provider's region is set outside the configuration",
            header,
        );
        let alias = reference.alias.as_ref();
        let facts = [
            ("name", Value::string(&reference.name, origin())),
            (
                "alias",
                alias.map_or_else(absent, |alias| Value::string(alias, origin())),
            ),
            (
                "version",
                Value::number(self.provider_version.major(), origin()),
            ),
            ("region", region),
            ("allowed_account_ids", absent()),
            ("assume_role_arn", absent()),
        ];
        let given = given
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        let fields: Fields = facts
            .into_iter()
            .chain(given)
            .map(|(name, value)| (Arc::from(name), value))
            .collect();
        Value::object(fields, origin())
    }
}

fn no_tags(header: Span) -> Value {
    Value::map(
        Type::String,
        Fields::new(),
        Origin::new(header, Stop::Absent),
    )
}

fn unknown(ty: Type, why: &str, header: Span) -> Value {
    Value::unknown(
        Unknown::because(ty, Reason::Other(Arc::from(why))),
        Origin::new(header, Stop::Absent),
    )
}
