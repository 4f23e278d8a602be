//! What rules write as a default, and what the table of defaults says: `tf::default(self.multi_az, false)` is a fact that stands in both.

use groundrules::aws::defaults;
use groundrules::schema;
use std::fs;
use std::path::{Path, PathBuf};

/// What a rule asks with a word that is no default. RULE ARGUMENT: why.
const NO_DEFAULTS: &[(&str, &str, &str)] = &[
    (
        "ec2-instance-public-ip",
        "associate_public_ip_address",
        "the subnet decides, and another rule asks about that",
    ),
    (
        "elasticache-cluster-redis-standalone",
        "engine",
        "must be written, but for a replica",
    ),
    (
        "elasticache-multi-az",
        "replicas_per_node_group",
        "left out, it is for AWS to say",
    ),
    (
        "lb-listener-not-plain-http",
        "port",
        "must be written, but for a gateway",
    ),
    (
        "lb-listener-tls-policy",
        "protocol",
        "depends on the kind of load balancer",
    ),
    (
        "rds-iam-authentication",
        "engine",
        "must be written, but for a copy",
    ),
    (
        "rds-instance-storage-encrypted",
        "engine",
        "must be written, but for a copy",
    ),
    ("rds-multi-az", "engine", "must be written, but for a copy"),
    (
        "s3-acl-public",
        "acl",
        "`aws_s3_bucket_acl` has `access_control_policy` instead",
    ),
];

fn rules(directory: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rules(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "hcl") {
            into.push(path);
        }
    }
}

/// The types in `resources = [ … ]`, without patterns.
fn types(text: &str) -> Vec<&str> {
    let list = text
        .split_once("resources")
        .and_then(|(_, rest)| rest.split_once('['));
    let list = list.and_then(|(_, rest)| rest.split_once(']'));
    let texts = list
        .map_or("", |(list, _)| list)
        .split('"')
        .skip(1)
        .step_by(2);
    texts
        .filter(|name| name.starts_with("aws_") && !name.contains('*'))
        .collect()
}

/// The calls `tf::default(self.ARGUMENT, LITERAL)`.
fn written(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("tf::default(self.").skip(1).filter_map(|rest| {
        let (argument, rest) = rest.split_once(", ")?;
        let (literal, _) = rest.split_once(')')?;
        let is_literal = ["true", "false"].contains(&literal)
            || literal.parse::<i64>().is_ok()
            || (literal.starts_with('"') && literal.matches('"').count() == 2);
        let is_name = argument
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter == '_');
        (is_literal && is_name).then_some((argument, literal))
    })
}

#[test]
fn rules_and_the_table_say_the_same_defaults() {
    let mut files = Vec::new();
    rules(Path::new("rules"), &mut files);
    let (mut compared, mut excused) = (0, 0);
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        for (argument, literal) in written(&text) {
            for resource_type in types(&text) {
                let schema = schema::resource(resource_type).unwrap();
                if schema.attribute(argument).is_none() {
                    continue;
                }
                let said = defaults::of(resource_type, argument, 6).map(|default| default.value);
                if said.is_none()
                    && NO_DEFAULTS
                        .iter()
                        .any(|(rule, of, _)| (*rule, *of) == (name, argument))
                {
                    excused += 1;
                    continue;
                }
                assert_eq!(said, Some(literal), "{name}: {resource_type}.{argument}");
                compared += 1;
            }
        }
    }
    assert!(
        compared > 20 && excused >= NO_DEFAULTS.len(),
        "{compared} {excused}"
    );
}
