//! `iam::`: who may use a resource, by the policy that it carries.

use super::{RuleFunction, Run};
use crate::aws::Truth;
use crate::aws::iam::accounts::Accounts;
use crate::aws::iam::caller::{self, Caller};
use crate::aws::iam::loose;
use crate::aws::iam::resource_policies;
use crate::expr::Call;
use crate::graph::{Memo, NodeIndex};
use crate::rules::scope::{RuleScope, World};
use crate::value::{Origin, Reason, Stop, Type, Unknown, Value};
use std::sync::{Arc, OnceLock};

pub(super) const FUNCTIONS: &[RuleFunction] = &[RuleFunction {
    name: "iam::callers",
    signature: "(instance)",
    documentation: "Whom the resource policy or trust policy that an instance carries lets in (bucket, key, queue, topic, secret, repository, role and others; also \
                    `aws_lambda_permission` and the like): for each principal of each statement that allows, an object with `kind`, `principal` (as written), \
                    `account` (its number; null without one), `is_own` (whether the configuration works in that account: by its data sources and resources, \
                    by its providers, by what else it uses), `is_restricted` (whether conditions, or a `Deny` beside it, leave only a stated account, organisation, \
                    network or source) and `statement`. Kinds are `everyone`, `account` (as a whole), `principal` (a role or user), `service`, `federated` and `canonical`. \
                    What cannot be told is unknown, each on its own. \
                    Of an `aws_iam_policy_document` that nothing uses, whom it lets take on a role.",
    arguments: (1, 1),
    run: Run::Fact(&Type::Any, callers),
}];

/// What has been found out of one root module: several rules ask for it, and reading policies is dear.
#[derive(Default, Debug)]
pub(in crate::rules) struct Known {
    /// The callers that the policy of an instance lets in.
    callers: Memo<NodeIndex, Value>,
    /// The accounts that the configuration works in.
    accounts: OnceLock<Accounts>,
}

fn callers(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Value {
    let origin = Origin::expression(call.span);
    let world = scope.world;
    let found = world.access.callers.get_or_find(node, || read(world, node));
    // An unknown value stays at the policy that cannot be read.
    if found.is_unknown() {
        found
    } else {
        found.with_origin(origin)
    }
}

/// The callers that the policy of an instance lets in.
fn read(world: &World<'_>, node: NodeIndex) -> Value {
    let instance = world.graph.instance(node);
    let read = if loose::is_document(world.graph, node) {
        Ok(loose::trust(world.graph, world.sources, node))
    } else {
        resource_policies::statements(
            &instance.resource_type,
            &instance.value.get(),
            world.sources,
        )
    };
    match read {
        Ok(statements) => {
            let accounts = world
                .access
                .accounts
                .get_or_init(|| Accounts::of(world.graph));
            let callers = caller::callers(&statements, accounts);
            let place = Origin::new(instance.header, Stop::Expression);
            Value::tuple(callers.iter().map(object).collect(), place)
        }
        Err(malformed) => {
            let reason = Reason::Other(Arc::from(format!(
                "the policy of `{}` cannot be read: {}",
                instance.address, malformed.message
            )));
            Value::unknown(Unknown::because(Type::Any, reason), malformed.origin)
        }
    }
}

fn object(caller: &Caller) -> Value {
    let at = caller.principal.origin();
    let truth = |truth: &Truth| truth.clone().into_value(at.clone());
    let fields = [
        ("kind", caller.kind.clone()),
        ("principal", caller.principal.clone()),
        ("account", caller.account.clone()),
        ("is_own", truth(&caller.is_own)),
        ("is_restricted", truth(&caller.is_restricted)),
        ("statement", caller.statement.clone()),
    ];
    let fields = fields.map(|(name, value)| (name.into(), value));
    Value::object(fields.into(), at.clone())
}
