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

/// The forms in which the command line, loops around it and `jq` write the same answers.
#[test]
fn documents_one_after_the_other_and_entries_on_lines() {
    let arn = |name: &str| format!("arn:aws:sqs:eu-west-1:123456789012:{name}");
    let entry = |name: &str| format!(r#"{{"ResourceARN":"{}","Tags":[]}}"#, arn(name));
    let page = |name: &str, token: &str| {
        format!(
            "{{\n  \"ResourceTagMappingList\": [{}],\n  \"PaginationToken\": \"{token}\"\n}}\n",
            entry(name)
        )
    };
    let (a, b) = (arn("a"), arn("b"));
    for (text, source, is_partial) in [
        (page("a", "t") + &page("b", ""), Source::TaggingApi, false),
        (page("a", "t") + &page("b", "u"), Source::TaggingApi, true),
        (
            format!("{}\n{}\n", entry("a"), entry("b")),
            Source::TaggingApi,
            false,
        ),
        (
            format!("[{},{}]", entry("a"), entry("b")),
            Source::TaggingApi,
            false,
        ),
        (format!("\"{a}\"\n\"{b}\"\n"), Source::List, false),
        (format!("{a}\n{b}\n"), Source::List, false),
        (format!("{a}\t{b}\r\n"), Source::List, false),
        (
            format!(
                r#"{{"Resources":[{{"Arn":"{a}"}},{{"Arn":"{b}"}}],"Count":{{"Complete":false}}}}"#
            ),
            Source::ResourceExplorer,
            true,
        ),
        (
            format!(r#"{{"Resources":[{{"Arn":"{a}"}},{{"Arn":"{b}"}}],"NextToken":"n"}}"#),
            Source::ResourceExplorer,
            true,
        ),
    ] {
        let export = export(&text).unwrap_or_else(|refused| panic!("{text}: {refused:?}"));
        let found: Vec<String> = export.found.iter().map(Found::identity).collect();
        assert_eq!(found, [a.clone(), b.clone()], "{text}");
        assert_eq!(
            (export.source, export.is_partial),
            (source, is_partial),
            "{text}"
        );
        assert!(export.misread.is_empty() && export.unnamed == 0, "{text}");
    }
}

#[test]
fn lists_of_an_aggregator_say_where_a_resource_is() {
    let text = r#"{"ResourceIdentifiers":[{"SourceAccountId":"123456789012","SourceRegion":"eu-west-1",
        "ResourceType":"AWS::EC2::Instance","ResourceId":"i-1","ResourceName":"web"}]}"#;
    let export = export(text).unwrap();
    let [found] = &export.found[..] else {
        panic!("{export:?}")
    };
    assert_eq!(found.identity(), "AWS::EC2::Instance i-1");
    assert_eq!(found.region.as_deref(), Some("eu-west-1"));
    assert_eq!(found.account.as_deref(), Some("123456789012"));
}

#[test]
fn what_is_no_entry_has_a_place_and_the_others_count() {
    let good = r#"{"ResourceARN":"arn:aws:sqs:eu-west-1:123456789012:a"}"#;
    let list = |entries: &str| format!("{{\"ResourceTagMappingList\":[\n{entries}]}}");
    for (text, places) in [
        (
            list(&format!("{good},\n 7, [1]")),
            vec!["line 3 column 2", "line 3 column 5"],
        ),
        (
            format!("{}\n{{\"ResourceTagMappingList\":[", list(good)),
            vec!["line 3 column 1"],
        ),
        (
            format!("{}\n{{\"a\":1}}", list(good)),
            vec!["line 3 column 1"],
        ),
        (
            format!(
                "{{\"Results\":[\"{}\", \"{{x\"]}}",
                "arn:aws:sqs:eu-west-1:123456789012:a"
            ),
            vec!["line 1"],
        ),
    ] {
        let export = export(&text).unwrap_or_else(|refused| panic!("{text}: {refused:?}"));
        assert_eq!(export.found.len(), 1, "{text}");
        assert_eq!(
            export.misread.len(),
            places.len(),
            "{text}: {:?}",
            export.misread
        );
        for ((said, _), place) in export.misread.iter().zip(places) {
            assert!(said.contains(place), "{text}: {said}");
        }
    }
    let many = list(&vec!["1"; 1000].join(","));
    assert_eq!(export(&many).unwrap().misread.len(), 21);
    for (text, said) in [
        (r#"{"Resources":{}}"#, "`Resources` is no list"),
        ("[1", "ends in the middle"),
        ("{\"ResourceTagMappingList\":[]} x", ""),
    ] {
        match export(text) {
            Err(refused) => assert!(refused.message.contains(said), "{refused:?}"),
            Ok(export) => assert_eq!(export.misread.len(), 1),
        }
    }
}
