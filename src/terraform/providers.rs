//! Provider configurations: which one a resource uses, and its region and default tags.
//!
//! <https://developer.hashicorp.com/terraform/language/modules/develop/providers>

use super::calls::first;
use super::evaluator::{Evaluator, ModuleId, ModuleInstance};
use super::expand::{Repetition, unknown_each};
use super::fit::{self, MisfitKind};
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
    /// Says what the AWS provider does not accept in a block of its own that something uses: for certain, or in the versions that are known.
    /// Terraform judges no block that nothing uses.
    fn judge_provider(&self, block: &ProviderBlock) {
        if !self.judged.borrow_mut().insert(block.header) {
            return;
        }
        for misfit in fit::provider_misfits(block, self.provider_version) {
            let problem = match misfit.kind {
                MisfitKind::Deprecated => continue,
                _ if misfit.certain => Problem::error(misfit.span, misfit.message),
                _ => Problem::warning(misfit.span, misfit.message),
            };
            self.report.add(match misfit.help {
                Some(help) => problem.with_help(help),
                None => problem,
            });
        }
    }

    /// The provider of a resource as an object: `name`, `alias`, `version` (its first number), `region`, `default_tags`, `accounts` (numbers and role ARNs).
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
        if found.is_none() && module.caller.is_none() {
            self.check_alias(module, &reference, place);
        }
        let provider = match found.and_then(|(id, index)| Some((self.module(id)?, index))) {
            Some((owner, index)) => {
                if let Some(block) = owner.module.providers.get(index) {
                    self.judge_provider(block);
                }
                self.noted(self.provider_block(&owner, index, place))
                    .unwrap_or_else(|| unconfigured(&reference, resource.header))
            }
            None => unconfigured(&reference, resource.header),
        };
        let mut facts = provider.as_fields().cloned().unwrap_or_default();
        let version = self.provider_version.major();
        let version = Value::number(version, Origin::expression(resource.header));
        facts.insert(Arc::from("version"), version);
        provider.with_object(facts)
    }

    /// A root module configures what it uses under another name, unless it wants it from whoever calls it.
    fn check_alias(&self, module: &ModuleInstance, reference: &Reference, place: Span) {
        let Some(alias) = &reference.alias else {
            return;
        };
        let full = format!("{}.{alias}", reference.name);
        let mut wanted = module.module.requirements.iter().flat_map(|it| &it.aliases);
        if wanted.any(|name| *name == full) || module.module.is_incomplete {
            return;
        }
        let blocks = module.module.providers.iter();
        let known =
            blocks.filter_map(|block| Some(format!("{}.{}", block.name, block.alias.as_ref()?)));
        let known: Vec<String> = known.collect();
        let problem = Problem::error(
            place,
            format!("there is no provider configuration `{full}`"),
        );
        self.report
            .add(problem.with_suggestion(&full, known.iter().map(String::as_str)));
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
        // `OpenTofu` configures a provider for each element. Which of them an instance has is not followed: what differs between them is unknown.
        // <https://opentofu.org/docs/language/providers/configuration/#for_each-multiple-instances-of-a-provider-configuration>
        let each = block.content.argument("for_each").map(|for_each| {
            let collection = self.eval(&scope, for_each.value);
            let why = "the provider is configured for each element of a collection";
            unknown_each(
                &collection,
                &[Reason::Other(why.into())],
                for_each.value.span(),
            )
        });
        let scope = ModuleScope::new(self, module, each.as_ref().unwrap_or(&Repetition::None));
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
        let region = region.filter(|region| !region.is_null());
        let accounts = self.accounts(&scope, block);
        described(&reference, region, tags, accounts, block.header)
    }

    /// What tells the accounts that a provider works in: their numbers, and the ARNs of the roles that it takes on.
    fn accounts(&self, scope: &ModuleScope<'_, '_>, block: &ProviderBlock) -> Vec<Value> {
        let allowed = block.content.argument("allowed_account_ids");
        let allowed = allowed.map(|allowed| self.eval(scope, allowed.value));
        let numbers = allowed.iter().flat_map(Value::children).cloned();
        let roles = block.content.nested("assume_role", 0);
        // A provider takes on one role after the other: the last is the one that it works with.
        let role = roles.last().and_then(|role| {
            let arn = role.content.argument("role_arn")?;
            Some(self.eval(scope, arn.value))
        });
        numbers.chain(role).collect()
    }
}

fn no_tags(header: Span) -> Value {
    Value::map(
        Type::String,
        Fields::new(),
        Origin::new(header, Stop::Absent),
    )
}

/// A provider that no block configures.
fn unconfigured(reference: &Reference, header: Span) -> Value {
    described(reference, None, no_tags(header), Vec::new(), header)
}

fn described(
    reference: &Reference,
    region: Option<Value>,
    tags: Value,
    accounts: Vec<Value>,
    header: Span,
) -> Value {
    let origin = || Origin::expression(header);
    let alias = reference.alias.as_ref().map_or_else(
        || Value::null(Type::String, Origin::new(header, Stop::Absent)),
        |alias| Value::string(alias, origin()),
    );
    let region = region.unwrap_or_else(|| {
        unknown(
            Type::String,
            "the provider's region is set outside the configuration",
            header,
        )
    });
    let facts = [
        ("name", Value::string(&reference.name, origin())),
        ("alias", alias),
        ("region", region),
        ("default_tags", tags),
        ("accounts", Value::tuple(accounts, origin())),
    ];
    let fields: Fields = facts
        .into_iter()
        .map(|(name, value)| (Arc::from(name), value))
        .collect();
    Value::object(fields, origin())
}

fn unknown(ty: Type, why: &str, header: Span) -> Value {
    Value::unknown(
        Unknown::because(ty, Reason::Other(Arc::from(why))),
        Origin::new(header, Stop::Absent),
    )
}
