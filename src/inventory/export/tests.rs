use super::*;
use crate::source::Sources;

fn export(text: &str) -> Result<Export, Refused> {
    read(&Sources::new().add("found", text))
}

#[test]
fn formats_are_known_by_their_content() {
    let arn = "arn:aws:sqs:eu-west-1:123456789012:jobs";
    for (text, source, identity) in [
        (
            format!(
                r#"{{"ResourceTagMappingList":[{{"ResourceARN":"{arn}","Tags":[{{"Key":"Name","Value":"x"}}]}}]}}"#
            ),
            Source::TaggingApi,
            arn,
        ),
        (
            r#"{"resourceIdentifiers":[{"resourceType":"AWS::EC2::VPC","resourceId":"vpc-1"}]}"#
                .to_owned(),
            Source::ConfigList,
            "AWS::EC2::VPC vpc-1",
        ),
        (
            format!(
                r#"{{"configurationItems":[{{"ARN":"{arn}","resourceType":"AWS::SQS::Queue","resourceId":"u","tags":{{"a":"b"}}}}]}}"#
            ),
            Source::ConfigSnapshot,
            arn,
        ),
        (
            format!(
                r#"{{"Count":{{}},"Resources":[{{"Arn":"{arn}","ResourceType":"sqs:queue","Properties":[{{"Name":"tags","Data":[{{"Key":"a","Value":"b"}}]}}]}}]}}"#
            ),
            Source::ResourceExplorer,
            arn,
        ),
        (format!("Name,Resource ARN\njobs,{arn}\n"), Source::Csv, arn),
        (
            format!("\u{feff}\"arn\";\"x\"\r\n\"{arn}\";1\r\n"),
            Source::Csv,
            arn,
        ),
        (format!("resource_arn\n{arn}\n"), Source::Csv, arn),
        (format!(r#"["{arn}"]"#), Source::List, arn),
        (
            format!(r#"{{"Results":["{{\"arn\":\"{arn}\"}}"]}}"#),
            Source::List,
            arn,
        ),
    ] {
        let export = export(&text).unwrap_or_else(|refused| panic!("{text}: {refused:?}"));
        assert_eq!(export.source, source, "{text}");
        assert_eq!(export.found[0].identity(), identity, "{text}");
    }
}

#[test]
fn places_are_those_of_the_names() {
    let sources = Sources::new();
    let file = sources.add(
        "f",
        "{\"ResourceTagMappingList\":[\n {\"ResourceARN\":\"arn:aws:s3:::a\"}]}",
    );
    let export = read(&file).unwrap();
    assert_eq!(file.slice(export.found[0].span), "\"arn:aws:s3:::a\"");
}

#[test]
fn what_is_no_export_says_what_it_is() {
    for (text, said) in [
        ("", "is empty"),
        (
            r#"{"version":4,"lineage":"x","resources":[]}"#,
            "is a state file",
        ),
        (
            r#"{"format_version":"1.2","planned_values":{}}"#,
            "is a plan",
        ),
        (r#"{"ResourceTagMappingList":["#, "ends in the middle"),
        (r#"{"a":1}"#, "no export that is known"),
        ("resource \"a\" \"b\" {\n}\n", "is Terraform configuration"),
        ("a,b\n1,2\n", "no column of ARNs; its columns are `a`, `b`"),
        ("hello\n", "neither JSON nor CSV"),
        (r#"[{"x":1}]"#, "no ARN"),
    ] {
        let refused = export(text).unwrap_err();
        assert!(refused.message.contains(said), "{text}: {refused:?}");
    }
}

#[test]
fn pages_and_what_is_deleted() {
    let text = r#"{"resourceIdentifiers":[
        {"resourceType":"AWS::EC2::VPC","resourceId":"vpc-1","resourceDeletionTime":1}],"nextToken":"n"}"#;
    let export = export(text).unwrap();
    assert!(export.is_partial && export.found.is_empty());
}
