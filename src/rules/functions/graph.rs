//! `graph::`: instances and the references between them.

use super::{RuleFunction, Run, argument, text};
use crate::aws::identity;
use crate::expr::{Call, CallError};
use crate::graph::{Exit, Join, NodeIndex};
use crate::rules::scope::RuleScope;
use crate::value::{Number, Origin, Type, Unknown, Value};

pub(super) const FUNCTIONS: &[RuleFunction] = &[
    RuleFunction {
        name: "graph::companions",
        signature: "(instance, type)",
        documentation: "The instances of `type` that say something of `instance`, whatever argument they name it by: `aws_s3_bucket_versioning` of a bucket, rules of a security group, \
                        routes of a table, scaling targets and policies of a service (by `resource_id`), alarms (by their dimensions), the log group of a function (by its name), \
                        selections of AWS Backup (also by tags and by patterns of ARNs). \
                        Answers as `graph::referrers` does; a pair of types that the table of companions does not have is a mistake.",
        arguments: (2, 2),
        run: Run::Of(&Type::Any, companions),
    },
    RuleFunction {
        name: "graph::references",
        signature: "(instance, path[, type])",
        documentation: "The instances that the attribute at `path` of `instance` refers to, as a list: by reference, also through locals, variables and modules, \
                        or (with `type`, such as `aws_subnet` or `data.aws_subnet`) by a literal that names one. Unknown when the attribute is unknown for another reason, \
                        and when it is a literal that may be the unknown name of an instance.",
        arguments: (2, 3),
        run: Run::Of(&Type::Any, references),
    },
    RuleFunction {
        name: "graph::referrers",
        signature: "(instance, type, path)",
        documentation: "The instances of `type` whose attribute at `path` refers to `instance`, as a list: by reference or by a literal that names it. \
                        A text that says another account or region than that of `instance` does not name it. \
                        Unknown when none is certain and one may be: its attribute is unknown, or how many there are, or the name of `instance`.",
        arguments: (3, 3),
        run: Run::Of(&Type::Any, referrers),
    },
    RuleFunction {
        name: "graph::has_referrers",
        signature: "(instance, type, path, count)",
        documentation: "Whether at least `count` instances of `type` refer to `instance` with their attribute at `path`. \
                        Unknown when that depends on instances whose number or attribute is unknown.",
        arguments: (4, 4),
        run: Run::Of(&Type::Bool, has_referrers),
    },
    RuleFunction {
        name: "graph::resources",
        signature: "(type)",
        documentation: "All instances of a type in this root module and the modules it calls, as a list; data sources as `data.TYPE`.",
        arguments: (1, 1),
        run: Run::Here(resources),
    },
    RuleFunction {
        name: "graph::users",
        signature: "(instance)",
        documentation: "What refers to an instance, through whatever attribute, as objects with `type` and `address`: other instances, and outputs of the root module \
                        (whose type is `output`) and calls of modules that are not installed (type `module`), through which it leaves what can be seen. \
                        Unknown when none is seen and how many there are of the instance is unknown.",
        arguments: (1, 1),
        run: Run::Fact(&Type::Any, users),
    },
];

fn users(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Value {
    let graph = scope.world.graph;
    let mut found: Vec<(String, String)> = graph
        .users(node)
        .into_iter()
        .map(|user| graph.instance(user))
        .map(|instance| (instance.subject(), instance.address.to_string()))
        .collect();
    found.extend(graph.exits_of(node).map(|exit| match exit {
        Exit::Output(name) => ("output".to_owned(), format!("output.{name}")),
        Exit::Module(address) => ("module".to_owned(), address.to_string()),
    }));
    let origin = Origin::expression(call.span);
    let instance = graph.instance(node);
    if let Some(reason) = instance.exists_perhaps().filter(|_| found.is_empty()) {
        // What takes the attributes of an unknown number of instances does not say whose it takes.
        let unknown = Unknown::because(Type::Any, reason);
        return Value::unknown(unknown.not_null(), origin);
    }
    let object = |(kind, address): &(String, String)| {
        let fields = [("type", kind), ("address", address)];
        let fields = fields.map(|(name, text)| (name.into(), Value::string(text, origin.clone())));
        Value::object(fields.into(), origin.clone())
    };
    let users = found.iter().map(object).collect();
    Value::tuple(users, origin.clone())
}

fn companions(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Result<Value, CallError> {
    let graph = scope.world.graph;
    let (companion, parent) = (text(call, 1)?, &graph.instance(node).resource_type);
    let mut paths = identity::companions(companion, parent).peekable();
    if paths.peek().is_none() {
        let message = format!("`{companion}` is no companion of `{parent}`");
        return Err(CallError::argument(1, message));
    }
    let is_selection = companion == identity::SELECTION && parent.as_ref() != "aws_backup_plan";
    let join = if is_selection {
        identity::selections(graph, node)
    } else {
        Join::any(paths.map(|path| graph.referrers(node, companion, path)))
    };
    Ok(instances(scope, call, join))
}

fn has_referrers(
    scope: &RuleScope<'_>,
    call: &Call<'_>,
    node: NodeIndex,
) -> Result<Value, CallError> {
    let count = argument(call, 3)?
        .as_number()
        .and_then(Number::as_usize)
        .ok_or_else(|| CallError::argument(3, "must be a whole number"))?;
    let origin = Origin::expression(call.span);
    let answer = scope
        .world
        .graph
        .has_referrers(node, text(call, 1)?, text(call, 2)?, count);
    Ok(match answer {
        Ok(answer) => Value::bool(answer, origin),
        Err(reasons) => super::unknown_because(reasons, Type::Bool, call),
    })
}

fn references(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Result<Value, CallError> {
    let subject = if call.arguments.len() > 2 {
        Some(text(call, 2)?)
    } else {
        None
    };
    Ok(instances(
        scope,
        call,
        scope.world.graph.references(node, text(call, 1)?, subject),
    ))
}

fn referrers(scope: &RuleScope<'_>, call: &Call<'_>, node: NodeIndex) -> Result<Value, CallError> {
    Ok(instances(
        scope,
        call,
        scope
            .world
            .graph
            .referrers(node, text(call, 1)?, text(call, 2)?),
    ))
}

fn resources(scope: &RuleScope<'_>, call: &Call<'_>) -> Result<Value, CallError> {
    let nodes = scope.world.graph.of_type(text(call, 0)?).to_vec();
    Ok(instances(scope, call, Join::Known(nodes)))
}

fn instances(scope: &RuleScope<'_>, call: &Call<'_>, join: Join) -> Value {
    let origin = Origin::expression(call.span);
    match join {
        Join::Known(nodes) => Value::tuple(
            nodes
                .iter()
                .map(|&node| scope.world.graph.object(node))
                .collect(),
            origin,
        ),
        Join::Unknown(reasons) => {
            Value::unknown(Unknown::because_all(Type::Any, reasons).not_null(), origin)
        }
    }
}
