//! What holds when an argument is absent: a reviewed table (`defaults.table`), each line with the page that says so.
//!
//! Knows two versions of the AWS provider. Where AWS and the provider differ, what counts is what a resource ends up with: the provider sends its own
//! default where it has one, and AWS decides where it sends nothing.

use crate::value::{Origin, Type, Value};
use std::sync::OnceLock;

/// Who decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decider {
    /// The provider sends this value.
    Provider,
    /// The provider sends nothing, and AWS takes this value.
    Aws,
}

/// One line of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Default {
    /// The value as JSON.
    pub value: &'static str,
    pub decider: Decider,
    /// The page that says so.
    pub source: &'static str,
}

/// The default of an argument in a version of the provider (its first number); the path has no indices: `root_block_device.encrypted`.
pub fn of(resource_type: &str, path: &str, version: i64) -> Option<Default> {
    let lines = table();
    let start = lines.partition_point(|line| line.resource_type < resource_type);
    let of_type = lines.iter().skip(start);
    let mut of_type = of_type.take_while(|line| line.resource_type == resource_type);
    let found =
        of_type.find(|line| line.path == path && line.version.is_none_or(|only| only == version));
    found.map(|line| line.default)
}

/// The default as a value; a list of texts, a text, a truth value, a number, or null.
pub fn value(default: Default, origin: &Origin) -> Option<Value> {
    let json: serde_json::Value = serde_json::from_str(default.value).ok()?;
    Some(match json {
        serde_json::Value::Bool(value) => Value::bool(value, origin.clone()),
        serde_json::Value::Number(number) => Value::number(number.as_i64()?, origin.clone()),
        serde_json::Value::String(text) => Value::string(&*text, origin.clone()),
        serde_json::Value::Array(values) => {
            let texts = values
                .iter()
                .map(|value| Some(Value::string(value.as_str()?, origin.clone())));
            Value::list(Type::String, texts.collect::<Option<_>>()?, origin.clone())
        }
        _ => Value::null(Type::Any, origin.clone()),
    })
}

struct Line {
    resource_type: &'static str,
    path: &'static str,
    /// `None`: the same in all versions.
    version: Option<i64>,
    default: Default,
}

/// The lines, which are sorted.
fn table() -> &'static [Line] {
    static TABLE: OnceLock<Vec<Line>> = OnceLock::new();
    TABLE.get_or_init(|| lines().collect())
}

/// `TYPE PATH VERSION|* DECIDER VALUE SOURCE`, separated by spaces; `#` starts a comment.
fn lines() -> impl Iterator<Item = Line> {
    include_str!("defaults.table").lines().filter_map(|line| {
        let mut words = line.split(' ').filter(|word| !word.is_empty());
        let resource_type = words.next().filter(|word| !word.starts_with('#'))?;
        let path = words.next()?;
        let version = words.next()?.parse().ok();
        let decider = match words.next()? {
            "provider" => Decider::Provider,
            _ => Decider::Aws,
        };
        let value = words.next()?;
        let source = words.next()?;
        Some(Line {
            resource_type,
            path,
            version,
            default: Default {
                value,
                decider,
                source,
            },
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::testing::origin;
    use crate::schema;

    #[test]
    fn every_line_is_well_formed_and_about_an_argument() {
        let written = include_str!("defaults.table")
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        assert_eq!(written.count(), lines().count());
        for line in lines() {
            let schema = schema::resource(line.resource_type)
                .unwrap_or_else(|| panic!("{}", line.resource_type));
            let mut block = &*schema;
            let mut names = line.path.split('.').peekable();
            let last = loop {
                let name = names.next().unwrap();
                if names.peek().is_none() {
                    break name;
                }
                block = &block
                    .block(name)
                    .unwrap_or_else(|| panic!("{} {}", line.resource_type, line.path))
                    .block;
            };
            let attribute = block
                .attribute(last)
                .unwrap_or_else(|| panic!("{} {}", line.resource_type, line.path));
            let value = value(line.default, &origin()).unwrap_or_else(|| panic!("{}", line.path));
            assert!(
                crate::value::convert::convert(&value, &attribute.ty).is_ok(),
                "{} {} has another type",
                line.resource_type,
                line.path
            );
            assert!(attribute.settable() && line.default.source.starts_with("https://"));
        }
    }

    #[test]
    fn lines_are_sorted_and_each_is_said_once() {
        let keys: Vec<(&str, &str, Option<i64>)> = lines()
            .map(|line| (line.resource_type, line.path, line.version))
            .collect();
        assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
        for (resource_type, path, version) in &keys {
            let all = keys
                .iter()
                .filter(|(other, at, _)| other == resource_type && at == path)
                .count();
            assert!(version.is_some() || all == 1, "{resource_type} {path}");
        }
    }

    #[test]
    fn known_answers() {
        for (resource_type, path, version, expected) in [
            ("aws_db_instance", "multi_az", 6, Some("false")),
            (
                "aws_redshift_cluster",
                "publicly_accessible",
                5,
                Some("true"),
            ),
            (
                "aws_redshift_cluster",
                "publicly_accessible",
                6,
                Some("false"),
            ),
            ("aws_redshift_cluster", "encrypted", 5, Some("false")),
            ("aws_redshift_cluster", "encrypted", 6, Some("true")),
            ("aws_db_instance", "backup_retention_period", 6, Some("0")),
            ("aws_rds_cluster", "backup_retention_period", 6, Some("1")),
            (
                "aws_default_subnet",
                "map_public_ip_on_launch",
                6,
                Some("true"),
            ),
            ("aws_transfer_server", "protocols", 5, Some("[\"SFTP\"]")),
            ("aws_vpc", "instance_tenancy", 6, Some("\"default\"")),
            ("aws_db_instance", "engine", 6, None),
            ("aws_no_such", "engine", 6, None),
        ] {
            assert_eq!(
                of(resource_type, path, version).map(|default| default.value),
                expected,
                "{resource_type}.{path}"
            );
        }
    }
}
