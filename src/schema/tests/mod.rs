//! The table as a whole; what it says of well-known types is judged in `facts`.

mod facts;

use super::*;
use crate::value::Type;

const SECTIONS: [Section; 4] = [
    Section::Resource,
    Section::DataSource,
    Section::Ephemeral,
    Section::Provider,
];

fn aws(resource_type: &str) -> Arc<BlockSchema> {
    resource(resource_type).unwrap_or_else(|| panic!("{resource_type} is not in the table"))
}

#[test]
fn every_line_decodes_and_is_found() {
    for table in tables() {
        for section in SECTIONS {
            for name in table.names(section) {
                let (found, text) = table.entry(section, name).unwrap();
                assert_eq!(found, name);
                let schema = decode::schema(table, text);
                assert!(schema.is_some(), "{name} does not decode: {text}");
            }
        }
    }
}

#[test]
fn lines_are_sorted_and_unique() {
    for text in [include_str!("../aws.table"), include_str!("../other.table")] {
        let lines: Vec<&str> = text
            .lines()
            .skip_while(|line| line.starts_with('#'))
            .collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        assert!(text.is_ascii() && text.ends_with('\n'));
    }
}

#[test]
fn members_are_sorted_and_of_one_kind() {
    fn check(schema: &BlockSchema, path: &str) {
        let attributes: Vec<&str> = schema.attributes.iter().map(|a| &*a.name).collect();
        let blocks: Vec<&str> = schema.blocks.iter().map(|b| &*b.name).collect();
        assert!(attributes.is_sorted_by(|a, b| a < b), "{path}");
        assert!(blocks.is_sorted_by(|a, b| a < b), "{path}");
        assert!(
            blocks.iter().all(|name| schema.attribute(name).is_none()),
            "{path}"
        );
        for attribute in &schema.attributes {
            assert!(
                !(attribute.required && (attribute.optional || attribute.computed)),
                "{path}"
            );
            assert!(
                attribute.settable() || attribute.computed,
                "{path}.{}",
                attribute.name
            );
        }
        for nested in &schema.blocks {
            check(&nested.block, &format!("{path}.{}", nested.name));
        }
    }
    for resource_type in resource_types().filter(|name| !name.starts_with("aws_wafv2_")) {
        check(&aws(resource_type), resource_type);
    }
    for data_type in data_source_types() {
        check(&data_source(data_type).unwrap(), data_type);
    }
}

#[test]
fn counts_are_those_of_the_header() {
    let header = include_str!("../aws.table")
        .lines()
        .find(|line| line.starts_with("# count aws"));
    let (resources, data_sources) = (resource_types().count(), data_source_types().count());
    let ephemeral = table::AWS.names(Section::Ephemeral).count();
    let counted = format!(
        "# count aws {resources} resources, {data_sources} data sources, {ephemeral} ephemeral"
    );
    assert_eq!(header, Some(counted.as_str()));
    assert!(
        resources > 1700 && data_sources > 680 && ephemeral > 10,
        "{counted}"
    );
    assert!(
        provider_version().starts_with("6."),
        "{}",
        provider_version()
    );
}

#[test]
fn licence_notice_names_the_sources() {
    let notice = include_str!("../tables.LICENSE");
    assert!(notice.contains("Mozilla Public License, v. 2.0"));
    for text in [include_str!("../aws.table"), include_str!("../other.table")] {
        for line in text.lines().filter(|line| line.contains(" from PyPI ")) {
            let words: Vec<&str> = line.trim_end_matches(", MPL-2.0").split(' ').collect();
            let [_, _, name, version, _, _, package, release] = words[..] else {
                panic!("{line}")
            };
            let source =
                format!("provider {name} {version}: https://pypi.org/project/{package}/{release}/");
            assert!(notice.contains(&source), "{source}");
        }
    }
}

#[test]
fn kinds_are_separate() {
    assert!(ephemeral("aws_secretsmanager_secret_version").is_some());
    assert!(ephemeral("aws_vpc").is_none());
    assert!(
        data_source("aws_caller_identity").is_some() && resource("aws_caller_identity").is_none()
    );
    assert!(data_source("http").is_some() && data_source("external").is_some());
    assert!(provider("aws").unwrap().block("default_tags").is_some());
    assert!(provider("aws").unwrap().attribute("alias").is_none());
}

#[test]
fn strange_names_are_not_found() {
    for name in [
        "",
        " ",
        "aws",
        "aws_",
        "aws_vpc ",
        "aws_vpc\n",
        "zzz",
        "é",
        "@",
        "# provider",
        "aws_vpc arn:cs",
    ] {
        assert!(
            resource(name).is_none() && data_source(name).is_none(),
            "{name:?}"
        );
        assert!(provider(name).is_none() == (name != "aws"), "{name:?}");
    }
}

#[test]
fn coverage_is_by_provider() {
    for (name, expected) in [
        ("aws_vpcc", true),
        ("random_idd", true),
        ("http", true),
        ("terraform_data", true),
        ("awscc_s3_bucket", false),
        ("google_storage_bucket", false),
        ("", false),
    ] {
        assert_eq!(covers(name), expected, "{name:?}");
    }
}

#[test]
fn nearest_names() {
    for (name, expected) in [
        ("aws_s3_buckett", Some("aws_s3_bucket")),
        ("aws_secuirty_group", Some("aws_security_group")),
        ("aws_vcp", Some("aws_vpc")),
        ("randm_id", Some("random_id")),
        ("aws_vpc", None),
        ("google_storage_bucket", None),
        ("", None),
    ] {
        assert_eq!(nearest(Kind::Resource, name), expected, "{name:?}");
    }
    let bucket = aws("aws_s3_bucket");
    assert_eq!(bucket.nearest("buckett"), Some("bucket"));
    assert_eq!(bucket.nearest("versionning"), Some("versioning"));
    assert_eq!(bucket.nearest("bucket"), None);
    assert_eq!(bucket.nearest("storage_class"), None);
}

#[test]
fn implied_type_of_every_type_is_an_object() {
    for resource_type in resource_types().filter(|name| !name.starts_with("aws_wafv2_")) {
        assert!(
            matches!(aws(resource_type).implied_type(), Type::Object(_)),
            "{resource_type}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn a_name_is_found_if_and_only_if_it_is_listed(index in 0_usize..1700, cut in 0_usize..40, tail in "[a-z_ ]{0,2}") {
        let listed = resource_types().nth(index).unwrap();
        let name = format!("{}{tail}", listed.get(..cut).unwrap_or(listed));
        let found = table::AWS.entry(Section::Resource, &name).map(|(found, _)| found);
        proptest::prop_assert_eq!(found, resource_types().find(|listed| *listed == name));
    }

    #[test]
    fn a_part_of_the_table_decodes_only_if_its_brackets_match(start in 0_usize..8000, length in 0_usize..300) {
        let text = include_str!("../other.table");
        let (start, end) = (start.min(text.len()), (start + length).min(text.len()));
        let part = text.get(start..end).unwrap();
        let count = |bracket: char| part.matches(bracket).count();
        let balanced = count('(') == count(')') && count('{') == count('}');
        proptest::prop_assert!(balanced || decode::schema(&table::OTHER, part).is_none());
    }
}
