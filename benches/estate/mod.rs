//! A plan of any size and its configuration: what real Terraform wrote of three services (`plan.json`, see `record`), written again under other names for
//! each service of many teams. Knows nothing of the crate.
#![expect(
    clippy::indexing_slicing,
    reason = "the plan is ours, and what JSON lacks is null"
)]

use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::io;

/// What there is before the plan.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Estate {
    /// Nothing: all services are new.
    New,
    /// Of ten services seven stay as they are, two change and one is new.
    Existing,
}

/// The plan, and the files of the root module with their paths.
pub(crate) struct Files {
    pub(crate) plan: Vec<u8>,
    pub(crate) configuration: Vec<(&'static str, String)>,
}

const PLAN: &str = include_str!("plan.json");
const TEAM: &str = include_str!("configuration/teams.tf");
const FILES: [(&str, &str); 5] = [
    ("main.tf", include_str!("configuration/main.tf")),
    (
        "service/main.tf",
        include_str!("configuration/service/main.tf"),
    ),
    (
        "service/data.tf",
        include_str!("configuration/service/data.tf"),
    ),
    (
        "service/access.tf",
        include_str!("configuration/service/access.tf"),
    ),
    (
        "service/compute.tf",
        include_str!("configuration/service/compute.tf"),
    ),
];
const SERVICES_OF_A_TEAM: usize = 10;

/// The parts of a plan that say something of each instance.
#[derive(Default)]
struct Parts {
    changes: Vec<String>,
    planned: Vec<String>,
    prior: Vec<String>,
}

impl Estate {
    /// An estate whose plan has about so many bytes, on one line.
    pub(crate) fn files(self, bytes: usize) -> io::Result<Files> {
        let plan: Json = serde_json::from_str(PLAN)?;
        let recorded = recorded(&plan);
        let nothing = Parts::default();
        let mut parts = Parts::default();
        parts.add(recorded.get("").unwrap_or(&nothing), str::to_owned);
        let mut services: BTreeMap<String, BTreeMap<String, Json>> = BTreeMap::new();
        let (mut number, mut length) = (0, 0);
        while length < bytes {
            let (like, team) = (self.like(number), number / SERVICES_OF_A_TEAM);
            let own = format!("service-{number}");
            length += parts.add(recorded.get(like).unwrap_or(&nothing), |text| {
                of_service(&of_team(text, team).replace(like, &own), number)
            });
            let team = services.entry(format!("team-{team}")).or_default();
            team.insert(own, settings(like, number));
            number += 1;
        }
        let teams = services.len();
        let services = serde_json::to_string(&services)?;
        let configuration = FILES.map(|(path, text)| (path, text.to_owned()));
        let written: Vec<String> = (0..teams).map(|team| of_team(TEAM, team)).collect();
        let rest = [
            ("teams.tf", written.join("\n")),
            (
                "terraform.tfvars.json",
                format!("{{\"services\":{services}}}\n"),
            ),
        ];
        Ok(Files {
            plan: self.plan(&plan, &parts, teams, &services).into_bytes(),
            configuration: configuration.into_iter().chain(rest).collect(),
        })
    }

    /// The service of the recorded plan that one of the estate is like.
    const fn like(self, number: usize) -> &'static str {
        match (self, number % 10) {
            (Self::New, _) | (Self::Existing, 9) => "service-c",
            (Self::Existing, 7 | 8) => "service-b",
            (Self::Existing, _) => "service-a",
        }
    }

    fn plan(self, recorded: &Json, parts: &Parts, teams: usize, services: &str) -> String {
        let state = |modules: &[String]| {
            let modules = modules.join(",");
            format!("{{\"root_module\":{{\"resources\":[],\"child_modules\":[{modules}]}}}}")
        };
        let planned = state(&parts.planned);
        let prior = match self {
            Self::New => String::new(),
            Self::Existing => format!(
                "\"prior_state\":{{\"format_version\":\"1.0\",\"values\":{}}},",
                state(&parts.prior)
            ),
        };
        let changes = parts.changes.join(",");
        let configuration = configuration(&recorded["configuration"], teams);
        format!(
            "{{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"variables\":{{\"services\":{{\"value\":{services}}}}},\
             \"planned_values\":{planned},\"resource_changes\":[{changes}],{prior}\"configuration\":{configuration},\
             \"complete\":true,\"errored\":false}}\n"
        )
    }
}

impl Parts {
    /// Adds what is written of a service; how many bytes that is.
    fn add(&mut self, like: &Self, rename: impl Fn(&str) -> String) -> usize {
        let mut length = 0;
        for (from, into) in [
            (&like.changes, &mut self.changes),
            (&like.planned, &mut self.planned),
            (&like.prior, &mut self.prior),
        ] {
            let written = from.iter().map(|text| rename(text));
            into.extend(written.inspect(|text| length += text.len() + 1));
        }
        length
    }
}

/// What the recorded plan says of each service; the empty name is that of what all of them share.
fn recorded(plan: &Json) -> BTreeMap<String, Parts> {
    let mut parts: BTreeMap<String, Parts> = BTreeMap::new();
    let list = |list: &Json| list.as_array().cloned().unwrap_or_default();
    for change in list(&plan["resource_changes"]) {
        let own = parts.entry(service_of(&change)).or_default();
        own.changes.push(change.to_string());
    }
    for module in list(&plan["planned_values"]["root_module"]["child_modules"]) {
        let own = parts.entry(service_of(&module)).or_default();
        own.planned.push(module.to_string());
    }
    for module in list(&plan["prior_state"]["values"]["root_module"]["child_modules"]) {
        let own = parts.entry(service_of(&module)).or_default();
        own.prior.push(module.to_string());
    }
    parts
}

/// The service that an address is inside of: `module.team_0["service-a"]…`.
fn service_of(entry: &Json) -> String {
    let address = entry["address"].as_str().unwrap_or("");
    let inside = address.strip_prefix("module.team_0[\"").unwrap_or("");
    inside.split('"').next().unwrap_or("").to_owned()
}

/// The configuration in the plan, with a call of the module for each team.
fn configuration(recorded: &Json, teams: usize) -> String {
    let mut configuration = recorded.clone();
    let call = configuration["root_module"]["module_calls"].take();
    let call = call["team_0"].to_string();
    let calls = (0..teams).map(|team| format!("\"team_{team}\":{}", of_team(&call, team)));
    let calls: Vec<String> = calls.collect();
    let calls = format!("\"module_calls\":{{{}}}", calls.join(","));
    configuration
        .to_string()
        .replace("\"module_calls\":null", &calls)
}

/// A text about the recorded team, about another one.
fn of_team(text: &str, team: usize) -> String {
    let text = text.replace("team_0", &format!("team_{team}"));
    text.replace("team-0", &format!("team-{team}"))
}

/// The stub provider makes up one id for all instances of a type: here each service has its own, and what all share keeps its.
fn of_service(text: &str, number: usize) -> String {
    let mut text = text.replace("oracle-", &format!("oracle-{number}-"));
    for shared in ["vpc-id", "subnet-id"] {
        text = text.replace(
            &format!("oracle-{number}-{shared}"),
            &format!("oracle-{shared}"),
        );
    }
    text.replace("/arn\"", &format!("/{number}\""))
}

/// What the variables say of a service, as `record` has it.
fn settings(like: &str, number: usize) -> Json {
    let priority = 100 + number;
    match like {
        "service-b" => serde_json::json!({
            "priority": priority, "size": "large", "storage": 200, "version": "17.2",
        }),
        _ => serde_json::json!({ "priority": priority }),
    }
}
