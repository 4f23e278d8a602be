//! Which Terraform type an ARN belongs to, and what its import takes. Knows no state and no export.

mod pattern;

use crate::aws::arn::Arn;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A kind of AWS resource: a line of `kinds.table`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kind {
    pub service: &'static str,
    resource: &'static str,
    /// `None`: the ARN alone does not tell.
    pub terraform: Option<&'static str>,
    import: &'static str,
    config: Option<&'static str>,
    /// Other Terraform types with ARNs of the same form: `ENGINE=TYPE` or `TYPE`, separated by spaces.
    others: &'static str,
}

/// Types that are another name or another form of the same thing in AWS: what a state may call it, and what the table calls it.
/// The other types of the table's last column are such forms too.
const FORMS: &[(&str, &str)] = &[
    ("aws_alb", "aws_lb"),
    ("aws_alb_listener", "aws_lb_listener"),
    ("aws_alb_listener_rule", "aws_lb_listener_rule"),
    ("aws_alb_target_group", "aws_lb_target_group"),
    ("aws_ami_copy", "aws_ami"),
    ("aws_ami_from_instance", "aws_ami"),
    ("aws_default_network_acl", "aws_network_acl"),
    ("aws_default_route_table", "aws_route_table"),
    ("aws_default_security_group", "aws_security_group"),
    ("aws_default_subnet", "aws_subnet"),
    ("aws_default_vpc", "aws_vpc"),
    ("aws_default_vpc_dhcp_options", "aws_vpc_dhcp_options"),
    ("aws_ebs_snapshot_copy", "aws_ebs_snapshot"),
    ("aws_ebs_snapshot_import", "aws_ebs_snapshot"),
    ("aws_elasticsearch_domain", "aws_opensearch_domain"),
    ("aws_ses_domain_identity", "aws_sesv2_email_identity"),
    ("aws_ses_email_identity", "aws_sesv2_email_identity"),
    (
        "aws_vpc_peering_connection_accepter",
        "aws_vpc_peering_connection",
    ),
];

/// The type under which the table has what a state calls so.
pub(super) fn canonical(resource_type: &str) -> &str {
    let form = FORMS.iter().find(|(form, _)| *form == resource_type);
    let form = form.map(|(_, canonical)| *canonical);
    form.or_else(|| table().plain.get(resource_type).copied())
        .unwrap_or(resource_type)
}

/// What an ARN says: its kind, and what an import takes, or why that is not known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    pub kind: &'static Kind,
    pub import: Result<String, &'static str>,
}

/// What the table knows of an ARN.
pub(super) fn of_arn(text: &str) -> Option<Known> {
    let arn = Arn::parse(text)?;
    let kinds = table().by_service.get(arn.service)?;
    kinds.iter().find_map(|kind| {
        let pieces = pattern::matches(kind.resource, arn.resource)?;
        let piece = |name: &str| {
            let found = pieces.iter().find(|(piece, _)| *piece == name);
            let text = match name {
                "arn" => text,
                "account" => arn.account,
                "region" => arn.region,
                "dns" => dns(arn.partition),
                _ => found?.1,
            };
            Some(text.to_owned())
        };
        Some(Known {
            kind,
            import: kind.fill(piece),
        })
    })
}

/// What the table knows of a type of AWS Config, and of an id and a name that AWS Config gives.
pub(super) fn of_config(config_type: &str, id: &str, name: Option<&str>) -> Option<Known> {
    let kind = table().by_config.get(config_type)?;
    let import = if kind.import.starts_with("https://") && id.starts_with("https://") {
        Ok(id.to_owned())
    } else {
        let by_name = name.unwrap_or(id);
        kind.fill(|piece| match piece {
            "id" => Some(id.to_owned()),
            "name" => Some(by_name.to_owned()),
            _ => None,
        })
    };
    Some(Known { kind, import })
}

/// What AWS Config is asked of a type so that its Terraform type is known.
pub(super) fn asked_fact(config_type: &str) -> Option<&'static str> {
    let kind = table().by_config.get(config_type)?;
    kind.others.contains('=').then_some(ENGINE)
}

/// The member of AWS Config's `configuration` that says which service a database belongs to.
pub(super) const ENGINE: &str = "engine";

impl Kind {
    fn fill(&self, piece: impl Fn(&str) -> Option<String>) -> Result<String, &'static str> {
        match self.import.strip_prefix('!') {
            Some(reason) => Err(reason.trim()),
            None => pattern::fill(self.import, piece)
                .ok_or("takes more than the id, and the export has no ARN"),
        }
    }

    /// The Terraform type of a resource of this kind, as far as its engine tells, and the types that it may have instead, when nothing tells.
    pub(super) fn terraform_for(
        &self,
        engine: Option<&str>,
    ) -> Option<(&'static str, Vec<&'static str>)> {
        let plain = self.terraform?;
        let others = self.others.split_ascii_whitespace();
        let others: Vec<(Option<&str>, &str)> = others
            .map(|other| match other.split_once('=') {
                Some((engine, other)) => (Some(engine), other),
                None => (None, other),
            })
            .collect();
        let Some(engine) = engine else {
            let others = others.into_iter().map(|(_, other)| other);
            return Some((plain, others.collect()));
        };
        let fits = |pattern: &str| match pattern.strip_suffix('*') {
            Some(start) => engine.starts_with(start),
            None => engine == pattern,
        };
        let told = others
            .iter()
            .find(|(pattern, _)| pattern.is_some_and(fits))
            .map(|(_, other)| *other);
        let untold = others.iter().filter(|(pattern, _)| pattern.is_none());
        Some((
            told.unwrap_or(plain),
            untold.map(|(_, other)| *other).collect(),
        ))
    }

    /// Whether what AWS Config calls the name identifies a resource of this kind.
    pub fn is_named(&self) -> bool {
        self.import.contains("{name}")
    }
}

/// The domain under which the services of a partition are.
fn dns(partition: &str) -> &'static str {
    match partition {
        "aws-cn" => "amazonaws.com.cn",
        _ => "amazonaws.com",
    }
}

struct Table {
    by_service: BTreeMap<&'static str, Vec<Kind>>,
    by_config: BTreeMap<&'static str, Kind>,
    /// The types of the last column, and the type of their line.
    plain: BTreeMap<&'static str, &'static str>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table {
            by_service: BTreeMap::new(),
            by_config: BTreeMap::new(),
            plain: BTreeMap::new(),
        };
        for kind in include_str!("kinds.table").lines().filter_map(kind) {
            table.by_service.entry(kind.service).or_default().push(kind);
            let (_, others) = kind.terraform_for(None).unwrap_or_default();
            let of_line = kind.terraform.unwrap_or_default();
            let others = others.into_iter().map(|other| (other, of_line));
            table.plain.extend(others);
            if let Some(config) = kind.config {
                // The last line of a type is the plain form, without a path.
                table.by_config.insert(config, kind);
            }
        }
        table
    })
}

/// A line of the table; `None` for its heading.
fn kind(line: &'static str) -> Option<Kind> {
    let known = |text: &'static str| (text != "-").then_some(text);
    let mut cells = line.split(" | ").map(str::trim);
    let first = cells.next().filter(|cell| !cell.starts_with('#'))?;
    let (service, resource) = first.split_once(':')?;
    Some(Kind {
        service,
        resource,
        terraform: known(cells.next()?),
        import: cells.next()?,
        config: known(cells.next()?),
        others: cells.next().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests;
