//! Ingress rules of security groups, in one form for the four ways to write them. Knows no graph: one resource at a time.

use crate::value::{Fields, Origin, Stop, Type, Value};
use std::sync::Arc;

/// One permission to come in, as it is written; each value keeps its origin and may be unknown.
#[derive(Clone, Debug)]
pub struct Ingress {
    pub protocol: Value,
    pub from_port: Value,
    pub to_port: Value,
    /// IPv4 and IPv6 ranges.
    pub cidr_blocks: Vec<Value>,
}

/// The ingress rules that an instance of a type writes; empty for types that have none.
///
/// Sources: `aws_security_group` and `aws_default_security_group` (`ingress`), `aws_security_group_rule`,
/// `aws_vpc_security_group_ingress_rule` in the AWS provider's documentation.
pub fn ingress(resource_type: &str, attributes: &Value) -> Result<Vec<Ingress>, Value> {
    match resource_type {
        "aws_security_group" | "aws_default_security_group" => match attributes.field("ingress") {
            Some(blocks) if blocks.is_unknown() && is_unset(blocks) => Ok(Vec::new()),
            Some(blocks) if blocks.is_unknown() => Err(blocks.clone()),
            Some(blocks) => Ok(blocks
                .children()
                .map(|block| with_lists(block, "protocol"))
                .collect()),
            None => Ok(Vec::new()),
        },
        "aws_security_group_rule" => match attributes.field("type") {
            Some(direction) if direction.is_unknown() => Err(direction.clone()),
            Some(direction)
                if direction
                    .as_str()
                    .is_some_and(|word| word.as_ref() == "ingress") =>
            {
                Ok(vec![with_lists(attributes, "protocol")])
            }
            _ => Ok(Vec::new()),
        },
        "aws_vpc_security_group_ingress_rule" => {
            let mut rule = bare(attributes, "ip_protocol");
            rule.cidr_blocks.extend(
                ["cidr_ipv4", "cidr_ipv6"]
                    .into_iter()
                    .filter_map(|name| set(attributes, name)),
            );
            Ok(vec![rule])
        }
        _ => Ok(Vec::new()),
    }
}

/// A rule whose ranges are the lists `cidr_blocks` and `ipv6_cidr_blocks`.
fn with_lists(attributes: &Value, protocol: &str) -> Ingress {
    let mut rule = bare(attributes, protocol);
    for list in ["cidr_blocks", "ipv6_cidr_blocks"]
        .into_iter()
        .filter_map(|name| set(attributes, name))
    {
        match list.as_sequence() {
            Some(ranges) => rule.cidr_blocks.extend(ranges.iter().cloned()),
            None => rule.cidr_blocks.push(list),
        }
    }
    rule
}

fn bare(attributes: &Value, protocol: &str) -> Ingress {
    let field = |name: &str| {
        attributes
            .field(name)
            .cloned()
            .unwrap_or_else(|| Value::null(Type::Any, attributes.origin().clone()))
    };
    Ingress {
        protocol: field(protocol),
        from_port: field("from_port"),
        to_port: field("to_port"),
        cidr_blocks: Vec::new(),
    }
}

/// An attribute that somebody set.
fn set(attributes: &Value, name: &str) -> Option<Value> {
    attributes
        .field(name)
        .filter(|value| !value.is_null() && !is_unset(value))
        .cloned()
}

fn is_unset(value: &Value) -> bool {
    value.origin().stop == Stop::Absent
}

impl Ingress {
    /// The rule as an object for rule files: `protocol`, `from_port`, `to_port`, `cidr_blocks`.
    pub fn to_value(&self, origin: &Origin) -> Value {
        let place = self
            .cidr_blocks
            .first()
            .map_or_else(|| origin.clone(), |range| range.origin().clone());
        let mut fields = Fields::new();
        fields.insert(Arc::from("protocol"), self.protocol.clone());
        fields.insert(Arc::from("from_port"), self.from_port.clone());
        fields.insert(Arc::from("to_port"), self.to_port.clone());
        fields.insert(
            Arc::from("cidr_blocks"),
            Value::tuple(self.cidr_blocks.clone(), place),
        );
        Value::object(fields, origin.clone())
    }
}

/// The TCP or UDP ports that a rule opens, both ends included: protocol `-1` opens all, whatever its ports say; other protocols have none.
/// `Err` is the value that is unknown.
pub fn ports<'v>(
    protocol: &'v Value,
    from_port: &'v Value,
    to_port: &'v Value,
) -> Result<Option<(i64, i64)>, &'v Value> {
    if protocol.is_unknown() {
        return Err(protocol);
    }
    let name = protocol
        .as_str()
        .map_or("-1", AsRef::as_ref)
        .to_ascii_lowercase();
    match name.as_str() {
        "-1" | "all" => return Ok(Some((0, 65535))),
        "tcp" | "udp" | "6" | "17" => {}
        _ => return Ok(None),
    }
    let port = |value: &'v Value, absent: i64| match value.as_number() {
        Some(number) => Ok(number.as_i64().unwrap_or(absent)),
        None if value.is_unknown() => Err(value),
        None => Ok(value
            .as_str()
            .and_then(|text| text.parse().ok())
            .unwrap_or(absent)),
    };
    Ok(Some((port(from_port, 0)?, port(to_port, 65535)?)))
}
