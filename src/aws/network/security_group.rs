//! Rules of security groups, in one form for the ways to write them. Knows no graph: one resource at a time.

use super::names::set_field;
use crate::value::{Fields, Origin, Type, Unknown, Value};
use std::sync::Arc;

/// Which way a connection is opened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Direction {
    In,
    Out,
}

impl Direction {
    /// The name of the blocks of `aws_security_group`, and the `type` of `aws_security_group_rule`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::In => "ingress",
            Self::Out => "egress",
        }
    }
}

/// One permission to come in or go out, as it is written; each value keeps its origin and may be unknown.
#[derive(Clone, Debug)]
pub struct Permission {
    pub protocol: Value,
    pub from_port: Value,
    pub to_port: Value,
    /// IPv4 and IPv6 ranges.
    pub cidr_blocks: Vec<Value>,
    pub prefix_lists: Vec<Value>,
    /// Security groups whose members are meant.
    pub groups: Vec<Value>,
    /// Where the rule says that members of its own group are meant.
    pub own_group: Option<Value>,
}

/// The permissions of a direction that an instance of a type writes; empty for types that have none. `Err` is what is unknown.
///
/// Sources: `aws_security_group` and `aws_default_security_group` (`ingress`, `egress`), `aws_security_group_rule`,
/// `aws_vpc_security_group_ingress_rule`, `aws_vpc_security_group_egress_rule` in the AWS provider's documentation.
pub fn permissions(
    resource_type: &str,
    attributes: &Value,
    direction: Direction,
) -> Result<Vec<Permission>, Value> {
    match (resource_type, direction) {
        ("aws_security_group" | "aws_default_security_group", _) => {
            match set_field(attributes, direction.name()) {
                Some(blocks) if blocks.is_unknown() => Err(blocks.clone()),
                Some(blocks) => Ok(blocks.children().map(block).collect()),
                None => Ok(Vec::new()),
            }
        }
        ("aws_security_group_rule", _) => match attributes.field("type") {
            Some(word) if word.is_unknown() => Err(word.clone()),
            Some(word)
                if word
                    .as_str()
                    .is_some_and(|word| word.as_ref() == direction.name()) =>
            {
                let mut rule = block(attributes);
                rule.groups
                    .extend(set(attributes, "source_security_group_id"));
                Ok(vec![rule])
            }
            _ => Ok(Vec::new()),
        },
        ("aws_vpc_security_group_ingress_rule", Direction::In)
        | ("aws_vpc_security_group_egress_rule", Direction::Out) => {
            Ok(vec![standalone(attributes)])
        }
        _ => Ok(Vec::new()),
    }
}

/// A rule whose ranges are the lists `cidr_blocks` and `ipv6_cidr_blocks`.
fn block(attributes: &Value) -> Permission {
    Permission {
        cidr_blocks: all(attributes, &["cidr_blocks", "ipv6_cidr_blocks"]),
        prefix_lists: all(attributes, &["prefix_list_ids"]),
        groups: all(attributes, &["security_groups"]),
        own_group: set(attributes, "self").filter(|own| own.as_bool() != Some(false)),
        ..bare(attributes, "protocol")
    }
}

/// `aws_vpc_security_group_ingress_rule` and its sister: one range, list or group each.
fn standalone(attributes: &Value) -> Permission {
    Permission {
        cidr_blocks: all(attributes, &["cidr_ipv4", "cidr_ipv6"]),
        prefix_lists: all(attributes, &["prefix_list_id"]),
        groups: all(attributes, &["referenced_security_group_id"]),
        ..bare(attributes, "ip_protocol")
    }
}

/// The values of attributes, and the elements of those that are lists; one unknown text for a list of which nothing is known.
fn all(attributes: &Value, names: &[&str]) -> Vec<Value> {
    let set = names.iter().filter_map(|name| set(attributes, name));
    let elements = set.map(|value| match (value.as_sequence(), value.as_unknown()) {
        (Some(elements), _) => elements.to_vec(),
        (None, Some(unknown)) if unknown.ty != Type::String => {
            let element = Unknown::because_all(Type::String, value.reasons());
            vec![Value::unknown(element, value.origin().clone())]
        }
        (None, _) => vec![value],
    });
    elements.flatten().collect()
}

fn bare(attributes: &Value, protocol: &str) -> Permission {
    let field = |name: &str| {
        attributes
            .field(name)
            .cloned()
            .unwrap_or_else(|| Value::null(Type::Any, attributes.origin().clone()))
    };
    Permission {
        protocol: field(protocol),
        from_port: field("from_port"),
        to_port: field("to_port"),
        cidr_blocks: Vec::new(),
        prefix_lists: Vec::new(),
        groups: Vec::new(),
        own_group: None,
    }
}

/// An attribute that somebody set.
fn set(attributes: &Value, name: &str) -> Option<Value> {
    set_field(attributes, name).cloned()
}

impl Permission {
    /// All protocols and ports; for members of the own group, or for nobody that is named.
    pub(super) fn everything(own_group: bool, origin: &Origin) -> Self {
        let none = || Value::null(Type::Any, origin.clone());
        Self {
            protocol: Value::string("-1", origin.clone()),
            from_port: none(),
            to_port: none(),
            cidr_blocks: Vec::new(),
            prefix_lists: Vec::new(),
            groups: Vec::new(),
            own_group: own_group.then(|| Value::bool(true, origin.clone())),
        }
    }

    /// The permission as an object for rule files: `protocol`, `from_port`, `to_port`, `cidr_blocks`, `groups`, `own_group`.
    /// `ranges` are the ranges with those of the prefix lists, `groups` are groups other than the rule's own; `origin` is where the rule stands.
    pub fn to_value(
        &self,
        ranges: Vec<Value>,
        groups: Vec<Value>,
        own_group: Option<Value>,
        origin: &Origin,
    ) -> Value {
        let first = [&self.cidr_blocks, &self.prefix_lists];
        let first = first.into_iter().flatten().next();
        let place = first.map_or_else(
            || origin.clone(),
            |range| match range.origin() {
                // The id of a prefix list stands nowhere but here.
                place if range.is_unknown() => Origin::new(place.span, place.stop),
                place => place.clone(),
            },
        );
        let mut fields = Fields::new();
        fields.insert(Arc::from("protocol"), self.protocol.clone());
        fields.insert(Arc::from("from_port"), self.from_port.clone());
        fields.insert(Arc::from("to_port"), self.to_port.clone());
        fields.insert(Arc::from("cidr_blocks"), Value::tuple(ranges, place));
        fields.insert(Arc::from("groups"), Value::tuple(groups, origin.clone()));
        fields.insert(
            Arc::from("own_group"),
            own_group.unwrap_or_else(|| Value::bool(false, origin.clone())),
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

/// The TCP ports that a rule opens; see [`ports`].
pub fn tcp_ports<'v>(
    protocol: &'v Value,
    from_port: &'v Value,
    to_port: &'v Value,
) -> Result<Option<(i64, i64)>, &'v Value> {
    let udp = |name: &Arc<str>| matches!(name.to_ascii_lowercase().as_str(), "udp" | "17");
    if protocol.as_str().is_some_and(udp) {
        return Ok(None);
    }
    ports(protocol, from_port, to_port)
}
