//! A plan of a hundred megabytes: reading it into instances, beside reading it into typed structures with `serde_json` in the same run.
//!
//! `cargo bench --bench plan` measures; `cargo bench --bench plan -- --write FILE` writes the plan, to see how much memory the whole program takes.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a shell of its own"
)]

use groundrules::plan::Plan;
use groundrules::source::Sources;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::io;
use std::time::{Duration, Instant};

const MEGABYTES: usize = 100;
const RUNS: usize = 3;

/// The peer: what a program that reads plans with derived structures has.
#[derive(Deserialize, Serialize)]
struct Typed {
    format_version: String,
    terraform_version: String,
    planned_values: Value,
    resource_changes: Vec<TypedChange>,
    configuration: Value,
}

#[derive(Deserialize, Serialize)]
struct TypedChange {
    address: String,
    mode: String,
    #[serde(rename = "type")]
    resource_type: String,
    name: String,
    change: TypedBody,
}

#[derive(Deserialize, Serialize)]
struct TypedBody {
    actions: Vec<String>,
    before: Option<Map<String, Value>>,
    after: Option<Map<String, Value>>,
    after_unknown: Map<String, Value>,
    before_sensitive: Value,
    after_sensitive: Value,
}

fn main() -> io::Result<()> {
    let text = plan(MEGABYTES * 1_000_000)?;
    let mut arguments = std::env::args_os().skip_while(|word| word != "--write");
    if let (Some(_), Some(file)) = (arguments.next(), arguments.next()) {
        return std::fs::write(file, text);
    }
    let typed = fastest(|| {
        let typed: Typed = serde_json::from_slice(&text).map_err(io::Error::other)?;
        Ok(typed.resource_changes.len())
    })?;
    let ours = fastest(|| {
        let sources = Sources::new();
        let plan = Plan::read(&text, "tfplan.json", &sources)
            .map_err(|refused| io::Error::other(refused.message))?;
        Ok(plan.configuration().instances.len())
    })?;
    let ratio = ours.as_secs_f64() / typed.as_secs_f64();
    println!(
        "{} MB: typed structures {typed:.2?}, instances {ours:.2?}, ratio {ratio:.2}",
        text.len() / 1_000_000
    );
    Ok(())
}

/// The fastest of a few runs.
fn fastest(run: impl Fn() -> io::Result<usize>) -> io::Result<Duration> {
    let mut best = Duration::MAX;
    for _ in 0..RUNS {
        let start = Instant::now();
        std::hint::black_box(run()?);
        best = best.min(start.elapsed());
    }
    Ok(best)
}

/// The JSON of a plan of buckets, roles and databases, on one line, at least `bytes` long.
fn plan(bytes: usize) -> io::Result<Vec<u8>> {
    let one = serde_json::to_string(&change(0))
        .map_err(io::Error::other)?
        .len();
    // Each is there twice: as a change and as a planned value of about half the size.
    let count = bytes / (one + one / 2);
    let changes: Vec<Value> = (0..count).map(change).collect();
    let values: Vec<Value> = changes
        .iter()
        .map(|change| json!({ "address": change.get("address"), "values": change.pointer("/change/after") }))
        .collect();
    let resources: Vec<Value> = (0..count)
        .map(|index| json!({ "address": format!("aws_db_instance.db{index}"), "mode": "managed", "type": "aws_db_instance",
            "name": format!("db{index}"), "expressions": { "identifier": { "constant_value": format!("db-{index}") },
            "vpc_security_group_ids": { "references": ["aws_security_group.db.id", "aws_security_group.db"] } } }))
        .collect();
    let document = json!({
        "format_version": "1.2", "terraform_version": "1.11.4",
        "planned_values": { "root_module": { "resources": values } },
        "resource_changes": changes,
        "configuration": { "root_module": { "resources": resources } },
    });
    serde_json::to_vec(&document).map_err(io::Error::other)
}

fn change(index: usize) -> Value {
    let after = json!({
        "identifier": format!("db-{index}"), "engine": "postgres", "engine_version": "16.3", "instance_class": "db.t4g.medium",
        "allocated_storage": 100, "multi_az": index.is_multiple_of(2), "storage_encrypted": !index.is_multiple_of(7), "publicly_accessible": false,
        "backup_retention_period": 7, "deletion_protection": true, "skip_final_snapshot": false, "username": "app",
        "tags": { "team": format!("team-{}", index % 50), "environment": "prod" },
        "enabled_cloudwatch_logs_exports": ["postgresql", "upgrade"], "timeouts": null, "kms_key_id": null,
    });
    let unknown = json!({
        "address": true, "arn": true, "endpoint": true, "id": true, "hosted_zone_id": true, "resource_id": true, "status": true,
        "vpc_security_group_ids": true, "tags_all": true, "enabled_cloudwatch_logs_exports": [false, false],
    });
    json!({
        "address": format!("aws_db_instance.db{index}"), "mode": "managed", "type": "aws_db_instance", "name": format!("db{index}"),
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": { "actions": ["create"], "before": null, "after": after, "after_unknown": unknown,
            "before_sensitive": false, "after_sensitive": { "password": true, "tags": {} } },
    })
}
