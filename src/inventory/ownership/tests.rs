use super::super::found::Listed;
use super::table::rows;
use super::*;
use crate::schema;
use crate::source::{Sources, Span};

#[test]
fn parts_are_read_along_their_paths() {
    let value = serde_json::json!([{ "volume_id": "vol-1" }, { "volume_id": "" }, { "volume_id": "vol-2" }]);
    let found = parts("aws_instance", |name| {
        (name == "root_block_device").then(|| value.clone())
    });
    let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["vol-1", "vol-2"]);
}

/// What `rows` leaves out would be lost without a word.
#[test]
fn every_line_is_read() {
    let lines = |text: &str| text.lines().filter(|line| !line.starts_with('#')).count();
    let own = table();
    let read = [
        own.arns.len(),
        own.tags.len(),
        own.facts.len(),
        own.of_default_vpc.len(),
        own.parts.len(),
        own.revisions.len(),
    ];
    assert_eq!(
        read.iter().sum::<usize>(),
        lines(include_str!("owners.table"))
    );
    let examples = rows::<2>(EXAMPLES, "arn").len()
        + rows::<4>(EXAMPLES, "tag").len()
        + rows::<3>(EXAMPLES, "hand").len();
    assert_eq!(examples, lines(EXAMPLES));
}

#[test]
fn families_are_arns_without_their_revision() {
    let family = |arn| family(arn).map(|(family, _)| family);
    assert_eq!(
        family("arn:aws:ecs:r:1:task-definition/api:7"),
        Some("arn:aws:ecs:r:1:task-definition/api")
    );
    assert_eq!(
        family("arn:aws:lambda:r:1:function:api"),
        Some("arn:aws:lambda:r:1:function:api")
    );
    assert_eq!(family("arn:aws:sns:r:1:topic"), None);
}

#[test]
fn the_table_speaks_of_types_and_attributes_that_exist() {
    for [resource_type, path, _] in &table().parts {
        let schema = schema::resource(resource_type).unwrap_or_else(|| panic!("{resource_type}"));
        let name = path.split('.').next().unwrap();
        assert!(
            schema.attribute(name).is_some() || schema.block(name).is_some(),
            "{resource_type}.{path}"
        );
    }
    for [pattern, _] in &table().arns {
        assert_eq!(pattern.matches(':').count().min(5), 5, "{pattern}");
    }
}

/// Examples for the lines of the table.
const EXAMPLES: &str = include_str!("examples.txt");

/// Whose a resource is that nothing managed owns.
fn owner(listed: Listed) -> Option<&'static str> {
    let file = Sources::new().add("found", "");
    let found = Found::new(listed, Span::new(file.id(), 0, 0), "found").unwrap();
    let owners = Owners::of(&[]);
    let vpc = Listed {
        config_type: Some("AWS::EC2::VPC".to_owned()),
        id: Some("vpc-default".to_owned()),
        facts: BTreeMap::from([("isDefault".to_owned(), "true".to_owned())]),
        ..Listed::default()
    };
    let vpc = Found::new(vpc, Span::new(file.id(), 0, 0), "found").unwrap();
    owners.with_default_vpcs(&[vpc]).owner(&found)
}

fn tagged(arn: &str, key: &str, value: &str) -> Listed {
    Listed {
        arn: Some(arn.to_owned()),
        tags: BTreeMap::from([(key.to_owned(), value.to_owned())]),
        ..Listed::default()
    }
}

#[test]
fn every_line_of_the_table_owns_its_example() {
    let examples = rows::<2>(EXAMPLES, "arn");
    assert_eq!(examples.len(), table().arns.len());
    for ([pattern, _], [arn, what]) in table().arns.iter().zip(examples) {
        assert!(covers(pattern, arn, Case::Sensitive), "{pattern} {arn}");
        assert_eq!(owner(tagged(arn, "a", "b")), Some(what), "{arn}");
    }
    let examples = rows::<4>(EXAMPLES, "tag");
    assert_eq!(examples.len(), table().tags.len());
    for ([pattern, ..], [key, value, arn, what]) in table().tags.iter().zip(examples) {
        assert!(covers(pattern, key, Case::Sensitive), "{pattern} {key}");
        assert_eq!(owner(tagged(arn, key, value)), Some(what), "{arn} {key}");
    }
    for [config_type, path, value, what] in &table().facts {
        let listed = Listed {
            config_type: Some((*config_type).to_owned()),
            id: Some("x-1".to_owned()),
            name: (*path == "resourceName").then(|| (*value).to_owned()),
            facts: BTreeMap::from([((*path).to_owned(), (*value).to_owned())]),
            ..Listed::default()
        };
        assert_eq!(owner(listed), Some(*what), "{config_type} {path}");
    }
}

#[test]
fn what_only_looks_like_it_is_somebodys() {
    for [arn, key, value] in rows(EXAMPLES, "hand") {
        assert_eq!(owner(tagged(arn, key, value)), None, "{arn} {key}");
    }
}

#[test]
fn facts_of_aws_config_are_read_along_their_paths() {
    let raw = r#"{"associations":[{"main":false},{"main":true}],"attachments":[{"vpcId":"vpc-default"}],"isDefault":true}"#;
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(raw).unwrap();
    let said = |config_type: &str| facts(config_type, |name| members.get(name).copied());
    for (config_type, expected) in [
        ("AWS::EC2::RouteTable", Some("main route table of its VPC")),
        (
            "AWS::EC2::InternetGateway",
            Some("internet gateway of the default VPC"),
        ),
        (
            "AWS::EC2::NetworkAcl",
            Some("default network ACL of its VPC"),
        ),
        ("AWS::EC2::Volume", None),
    ] {
        let listed = Listed {
            config_type: Some(config_type.to_owned()),
            id: Some("x-1".to_owned()),
            facts: said(config_type),
            ..Listed::default()
        };
        assert_eq!(owner(listed), expected, "{config_type}");
    }
}
