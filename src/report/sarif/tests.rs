use super::super::sample;
use super::*;
use serde_json::{Value, json};

fn log(options: &SarifOptions) -> Value {
    let (outcome, sources) = sample::run();
    serde_json::from_str(&render(&outcome, &sources, &sample::rules(), options)).unwrap()
}

fn run() -> Value {
    log(&SarifOptions::default())["runs"][0].take()
}

#[test]
fn every_rule_has_what_github_asks_for() {
    let run = run();
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "groundrules");
    assert_eq!(driver["semanticVersion"], env!("CARGO_PKG_VERSION"));
    for rule in driver["rules"].as_array().unwrap() {
        assert_ne!(rule["id"], rule["name"]);
        for text in [
            &rule["shortDescription"]["text"],
            &rule["fullDescription"]["text"],
            &rule["help"]["text"],
            &rule["help"]["markdown"],
        ] {
            assert!(!text.as_str().unwrap().is_empty(), "{rule}");
        }
        let score: f64 = rule["properties"]["security-severity"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!((0.1..=10.0).contains(&score));
    }
}

#[test]
fn a_result_names_its_rule_and_its_place() {
    let run = run();
    let result = &run["results"][0];
    let index = result["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(
        run["tool"]["driver"]["rules"][index]["id"],
        result["ruleId"]
    );
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(
        result["locations"][0],
        json!({
            "physicalLocation": {
                "artifactLocation": {"uri": "stage/main.tf", "uriBaseId": "%SRCROOT%"},
                "region": {
                    "startLine": 12, "startColumn": 25, "endLine": 12, "endColumn": 29,
                    "snippet": {"text": "true"},
                },
            },
            "logicalLocations": [
                {"fullyQualifiedName": "aws_db_instance.main", "kind": "resource"},
            ],
        })
    );
    assert_eq!(
        result["message"]["text"],
        "`aws_db_instance.main` can be reached from the internet\n\nhelp: set `publicly_accessible` to false"
    );
}

#[test]
fn the_way_of_a_value_leads_from_where_it_was_set() {
    let run = run();
    let result = &run["results"][1];
    let related = result["relatedLocations"].as_array().unwrap();
    assert_eq!(related[0]["id"], 1);
    assert_eq!(related[1]["message"]["text"], "set in a variables file");
    let steps: Vec<&Value> = result["codeFlows"][0]["threadFlows"][0]["locations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| &step["location"]["physicalLocation"]["artifactLocation"]["uri"])
        .collect();
    assert_eq!(
        steps,
        [
            "stage/terraform.tfvars",
            "stage/main.tf",
            "stage/modules/bucket/main.tf"
        ]
    );
    assert_eq!(run["results"][0].get("codeFlows"), None);
}

#[test]
fn problems_are_notifications_of_an_unsuccessful_run() {
    let run = run();
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notification = &invocation["toolExecutionNotifications"][0];
    assert_eq!(notification["level"], "error");
    assert_eq!(
        notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "stage/broken%20file.tf"
    );
}

#[test]
fn suppressed_results_come_only_when_asked_for() {
    assert_eq!(run()["results"].as_array().unwrap().len(), 2);
    let all = log(&SarifOptions {
        show_suppressed: true,
        ..SarifOptions::default()
    });
    assert_eq!(
        all["runs"][0]["results"][2]["suppressions"],
        json!([{"kind": "inSource", "justification": "a stage may be down for an hour"}])
    );
}

#[test]
fn paths_are_relative_to_the_repository() {
    let placed = log(&SarifOptions {
        prefix: "infra/".into(),
        root: Some("/src/my repo".into()),
        category: "infra".into(),
        ..SarifOptions::default()
    });
    let run = &placed["runs"][0];
    assert_eq!(
        run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "infra/stage/main.tf"
    );
    assert_eq!(
        run["originalUriBaseIds"],
        json!({"%SRCROOT%": {"uri": "file:///src/my%20repo/"}})
    );
    assert_eq!(run["automationDetails"]["id"], "groundrules/infra/");
}
