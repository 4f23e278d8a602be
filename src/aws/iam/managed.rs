//! Policies that AWS manages: how much each one gives, by its ARN in any partition.
//!
//! The table is derived (`docs/iam-data.md`) and knows classes, not documents.

use crate::aws::table::Table;
use crate::value::{Kind, Part, Reason, Type, Unknown, Value};

/// A line of comment, a line of column names, then a line a policy, sorted by path.
const TABLE: Table = Table {
    text: include_str!("managed-policies.csv"),
    heading: 2,
    separator: ',',
};

/// What a policy gives at most, greatest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Class {
    /// Everything.
    Admin,
    /// Everything in one more step: it can give itself what it lacks.
    AdminEquivalent,
    /// Everything but identity management.
    Power,
    /// Changes who may do what, on all resources.
    PermissionsManagement,
    /// All actions of a service, on all resources.
    ServiceFull,
    /// Writes on all resources.
    Write,
    /// Reads data, such as objects and secrets, on all resources.
    DataRead,
    /// Reads settings on all resources.
    Read,
    /// Names its resources.
    Scoped,
    /// Can be attached to service-linked roles only.
    ServiceLinked,
}

impl Class {
    const ALL: [(&'static str, Self); 10] = [
        ("admin", Self::Admin),
        ("admin-equivalent", Self::AdminEquivalent),
        ("power", Self::Power),
        ("permissions-mgmt", Self::PermissionsManagement),
        ("service-full", Self::ServiceFull),
        ("write", Self::Write),
        ("data-read", Self::DataRead),
        ("read", Self::Read),
        ("scoped", Self::Scoped),
        ("service-linked", Self::ServiceLinked),
    ];

    /// The word of the table and of rules.
    pub fn name(self) -> &'static str {
        let mut classes = Self::ALL.iter();
        classes
            .find(|(_, class)| *class == self)
            .map_or("", |(name, _)| name)
    }

    fn parse(name: &str) -> Option<Self> {
        let mut classes = Self::ALL.iter();
        classes
            .find(|(known, _)| *known == name)
            .map(|(_, class)| *class)
    }
}

/// A policy of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ManagedPolicy {
    /// Without its path: `AmazonECSTaskExecutionRolePolicy`.
    pub name: &'static str,
    pub class: Class,
    pub deprecated: bool,
    /// `iam:PassRole` on all roles, without a condition.
    pub passes_any_role: bool,
    /// Prefixes of the services of which it allows all actions on all resources, separated by blanks.
    pub full_services: &'static str,
}

/// The path and name in the ARN of a policy that AWS manages: `service-role/X` in `arn:aws:iam::aws:policy/service-role/X`.
///
/// The partition need not be known. `None`: another policy, or one of which too little is known.
pub fn path(arn: &Value) -> Option<&str> {
    const MARKER: &str = ":iam::aws:policy/";
    let known = match arn.kind() {
        Kind::String(text) => text,
        Kind::Unknown(unknown) => match unknown.parts.as_deref() {
            Some([.., Part::Text(last)]) => last,
            _ => return None,
        },
        _ => return None,
    };
    let (_, path) = known.split_once(MARKER)?;
    Some(path)
}

/// The ARN of a policy that the data source `aws_iam_policy` looks up by the name of one that AWS manages. The partition is not known.
///
/// A policy of one's own may have the same name; then the data source finds two and fails.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy>
pub fn looked_up(config: &Value) -> Option<Value> {
    let name = config.field("name")?.as_str()?;
    let arn = config.field("arn").filter(|arn| arn.is_unknown())?;
    config.field("path_prefix").filter(|path| path.is_null())?;
    let is_named = |path: &&str| path.rsplit('/').next() == Some(name);
    let path = TABLE.lines().map(|line| TABLE.key(line)).find(is_named)?;
    let partition = Unknown::because_all(Type::String, arn.reasons()).not_null();
    let partition = Value::unknown(partition, arn.origin().clone());
    let parts = [
        Part::Text("arn:".into()),
        Part::String(partition),
        Part::Text(format!(":iam::aws:policy/{path}").into()),
    ];
    let unknown = Unknown {
        parts: Some(parts.into()),
        ..Unknown::because_all(Type::String, arn.reasons()).not_null()
    };
    Some(Value::unknown(unknown, arn.origin().clone()))
}

/// Whether an ARN names a policy of one's own account, whose number is not known: `arn:aws:iam::${data.aws_caller_identity.x.account_id}:policy/y`.
pub fn is_of_account(arn: &Value) -> bool {
    let parts = arn
        .as_unknown()
        .and_then(|unknown| unknown.parts.as_deref());
    let Some([.., Part::String(account), Part::Text(last)]) = parts else {
        return false;
    };
    let reasons = account.reasons();
    let mut addresses = reasons.iter().map(|reason| match reason {
        Reason::Data { address } => address.as_ref(),
        Reason::Computed { symbol } => symbol.instance.as_ref(),
        _ => "",
    });
    last.starts_with(":policy/")
        && !reasons.is_empty()
        && addresses.all(|address| address.contains("data.aws_caller_identity."))
}

/// The policy of a path and name, such as `job-function/Billing`.
pub fn policy(path: &str) -> Option<ManagedPolicy> {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    // Of policies that AWS has taken back, only the name is recorded.
    row(path).or_else(|| row(&format!("?{name}")))
}

fn row(path: &str) -> Option<ManagedPolicy> {
    let line = TABLE.find(path)?;
    let mut columns = line.split(',');
    let mut next = || columns.next();
    let path = next()?.trim_start_matches('?');
    Some(ManagedPolicy {
        name: path.rsplit_once('/').map_or(path, |(_, name)| name),
        class: Class::parse(next()?)?,
        deprecated: next()? == "1",
        passes_any_role: next()? == "1",
        full_services: next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::{hole, known, origin, partly, symbolic};

    #[test]
    fn the_table_is_wholly_readable() {
        TABLE.check();
        for line in TABLE.lines() {
            assert!(row(TABLE.key(line)).is_some(), "{line}");
        }
        for (name, class) in Class::ALL {
            assert_eq!((class.name(), Class::parse(name)), (name, Some(class)));
        }
    }

    #[test]
    fn policies_are_looked_up_by_name() {
        let looked_up = |name: &str, prefix: Option<&str>| {
            let prefix = prefix.map_or_else(|| Value::null(Type::String, origin()), known);
            let fields = [
                ("name", known(name)),
                ("arn", symbolic("data.aws_iam_policy.x", "arn")),
                ("path_prefix", prefix),
            ];
            let fields = fields.map(|(name, value)| (name.into(), value));
            let arn = looked_up(&Value::object(fields.into(), origin()))?;
            path(&arn).map(str::to_owned)
        };
        let vpc = "AWSLambdaVPCAccessExecutionRole";
        assert_eq!(looked_up(vpc, None), Some(format!("service-role/{vpc}")));
        assert_eq!(looked_up(vpc, Some("/team/")), None);
        assert_eq!(looked_up("reader", None), None);
    }

    #[test]
    fn policies_are_found_by_their_arn_in_any_partition() {
        for (arn, expected) in [
            (
                known("arn:aws:iam::aws:policy/AdministratorAccess"),
                Some(Class::Admin),
            ),
            (
                known("arn:aws-cn:iam::aws:policy/PowerUserAccess"),
                Some(Class::Power),
            ),
            (
                known("arn:aws:iam::aws:policy/job-function/SystemAdministrator"),
                Some(Class::PermissionsManagement),
            ),
            (
                partly("arn:", &hole("partition"), ":iam::aws:policy/IAMFullAccess"),
                Some(Class::AdminEquivalent),
            ),
            (
                known("arn:aws:iam::aws:policy/AWSLambdaFullAccess"),
                Some(Class::PermissionsManagement),
            ),
            (known("arn:aws:iam::aws:policy/NoSuchPolicy"), None),
            (
                known("arn:aws:iam::123456789012:policy/AdministratorAccess"),
                None,
            ),
            (partly("arn:aws:iam::aws:policy/", &hole("name"), ""), None),
            (hole("arn"), None),
        ] {
            let found = path(&arn).and_then(policy).map(|policy| policy.class);
            assert_eq!(found, expected, "{arn:?}");
        }
        let account = symbolic("data.aws_caller_identity.current", "account_id");
        for (account, own) in [(account, true), (hole("account"), false)] {
            let arn = partly("arn:aws:iam::", &account, ":policy/reader");
            assert_eq!(is_of_account(&arn), own, "{arn:?}");
        }
        let taken_back = policy("AWSLambdaFullAccess").unwrap();
        assert!(taken_back.deprecated && taken_back.passes_any_role);
        assert_eq!(taken_back.name, "AWSLambdaFullAccess");
    }
}
