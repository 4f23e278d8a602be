//! The actions of AWS's services: what kind of access each one is, and whether a policy can name resources for it.
//!
//! The table is derived (`docs/iam-data.md`); it is searched as text, so that a run that asks nothing pays nothing.

use crate::aws::table::Table;
use crate::aws::wildcard::{Case, covers};

/// One line a service, sorted by name, after one line of comment: `sqs|P1=AddPermission|R1=GetQueueUrl,ReceiveMessage`.
const TABLE: Table = Table {
    text: include_str!("actions.table"),
    heading: 1,
    separator: '|',
};

/// What kind of access an action is, as the service authorization reference classifies it.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html>
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Access {
    List,
    Read,
    Tagging,
    Write,
    /// Changes who may do what.
    Permissions,
}

impl Access {
    /// The word of rules.
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Tagging => "tagging",
            Self::Write => "write",
            Self::Permissions => "permissions",
        }
    }

    const fn of_letter(letter: u8) -> Option<Self> {
        Some(match letter {
            b'L' => Self::List,
            b'R' => Self::Read,
            b'T' => Self::Tagging,
            b'W' => Self::Write,
            b'P' => Self::Permissions,
            _ => return None,
        })
    }
}

/// One action.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Action {
    /// The prefix: `s3`.
    pub service: &'static str,
    /// `GetObject`.
    pub name: &'static str,
    pub access: Access,
    /// Whether `Resource` can name resources; if not, only `*` works.
    pub names_resources: bool,
}

/// The action of a full name such as `s3:GetObject`, in any case.
pub fn action(full_name: &str) -> Option<Action> {
    let (service, name) = full_name.split_once(':')?;
    actions_of(&service.to_ascii_lowercase()).find(|action| action.name.eq_ignore_ascii_case(name))
}

/// The actions that a pattern such as `s3:Get*` or `*` covers, by service.
pub fn matching(pattern: &str) -> impl Iterator<Item = Action> {
    // `*` alone is every action of every service; no other pattern does without the colon.
    let (service, name) = match pattern.split_once(':') {
        Some((service, name)) => (service.to_ascii_lowercase(), name.to_owned()),
        None if !pattern.is_empty() && pattern.bytes().all(|byte| byte == b'*') => {
            ("*".to_owned(), "*".to_owned())
        }
        None => (String::new(), String::new()),
    };
    let lines: Box<dyn Iterator<Item = &'static str>> = if service.contains(['*', '?']) {
        Box::new(
            TABLE
                .lines()
                .filter(move |line| covers(&service, TABLE.key(line), Case::Sensitive)),
        )
    } else {
        Box::new(TABLE.find(&service).into_iter())
    };
    lines
        .flat_map(actions_in)
        .filter(move |action| covers(&name, action.name, Case::Insensitive))
}

/// The prefixes of all services, sorted.
pub fn services() -> impl Iterator<Item = &'static str> {
    TABLE.lines().map(|line| TABLE.key(line))
}

/// The actions of a service, by access level; none when the prefix is not known.
fn actions_of(service: &str) -> impl Iterator<Item = Action> {
    TABLE.find(service).into_iter().flat_map(actions_in)
}

/// The actions of one line of the table.
fn actions_in(line: &'static str) -> impl Iterator<Item = Action> {
    let service = TABLE.key(line);
    line.split('|').skip(1).flat_map(move |group| {
        let (level, names) = group.split_once('=').unwrap_or((group, ""));
        let access = level.bytes().next().and_then(Access::of_letter);
        let names_resources = level.ends_with('1');
        names.split(',').filter_map(move |name| {
            Some(Action {
                service,
                name,
                access: access?,
                names_resources,
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_wholly_readable() {
        TABLE.check();
        let services: Vec<&str> = services().collect();
        assert!(services.len() > 400);
        let header = TABLE.text.lines().next().unwrap();
        let count = matching("*").count();
        assert!(
            header.contains(&format!(" {} services, {count} actions", services.len())),
            "{header}"
        );
        for service in services {
            assert!(actions_of(service).next().is_some(), "{service}");
        }
    }

    #[test]
    fn access_levels_of_well_known_actions() {
        use Access::{List, Permissions, Read, Tagging, Write};
        for (name, access, names_resources) in [
            ("s3:GetObject", Read, true),
            ("S3:getobject", Read, true),
            ("s3:ListAllMyBuckets", List, false),
            ("s3:PutBucketPolicy", Permissions, true),
            ("ecr:GetAuthorizationToken", Read, false),
            ("iam:PassRole", Write, true),
            ("ec2:CreateTags", Tagging, true),
            ("sts:AssumeRole", Write, true),
        ] {
            let action = action(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(
                (action.access, action.names_resources),
                (access, names_resources),
                "{name}"
            );
        }
        assert_eq!(action("s3:Nothing"), None);
        assert_eq!(action("nothing:GetObject"), None);
        assert_eq!(action("s3"), None);
    }

    #[test]
    fn patterns_expand_within_their_service() {
        let names = |pattern: &str| -> Vec<String> {
            matching(pattern)
                .map(|action| format!("{}:{}", action.service, action.name))
                .collect()
        };
        assert_eq!(names("iam:Pass*"), ["iam:PassRole"]);
        assert_eq!(names("IAM:passrol?"), ["iam:PassRole"]);
        assert!(names("s3:*").iter().all(|name| name.starts_with("s3:")));
        assert!(names("*:PassRole").contains(&"iam:PassRole".to_owned()));
        assert_eq!(names("*:*").len(), names("*").len());
        assert!(names("").is_empty() && names("iam").is_empty() && names(":").is_empty());
    }
}
