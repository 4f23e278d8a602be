//! Plans of a hundred megabytes: how long reading one into instances takes, beside reading it into typed structures with `serde_json` in the same run;
//! and how much memory and time the whole program takes to check it.
//!
//! `cargo bench --bench plan` measures; `-- --megabytes N` takes another size; `-- --write DIR` writes the plans and their configurations.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a shell of its own, which prints ratios"
)]

mod estate;

use estate::{Estate, Files};
use groundrules::plan::{Plan, essence};
use groundrules::source::Sources;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const MEGABYTES: usize = 100;
const RUNS: usize = 3;

/// The peer: what a program that reads plans with derived structures has.
#[derive(Deserialize)]
#[expect(dead_code, reason = "it is there to be read into")]
struct Typed {
    format_version: String,
    terraform_version: String,
    variables: Map<String, Value>,
    planned_values: Value,
    resource_changes: Vec<TypedChange>,
    prior_state: Option<Value>,
    configuration: Value,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is there to be read into")]
struct TypedChange {
    address: String,
    mode: String,
    #[serde(rename = "type")]
    resource_type: String,
    name: String,
    change: TypedBody,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is there to be read into")]
struct TypedBody {
    actions: Vec<String>,
    before: Option<Map<String, Value>>,
    after: Option<Map<String, Value>>,
    after_unknown: Value,
    before_sensitive: Value,
    after_sensitive: Value,
}

/// What the program took.
struct Cost {
    seconds: f64,
    peak_bytes: u64,
}

fn main() -> io::Result<()> {
    let after = |flag: &str| {
        let mut words = std::env::args().skip_while(|word| word != flag);
        words.nth(1)
    };
    let megabytes = after("--megabytes").and_then(|text| text.parse().ok());
    let megabytes = megabytes.unwrap_or(MEGABYTES);
    let scratch = tempfile::tempdir()?;
    for (name, estate) in [("new", Estate::New), ("existing", Estate::Existing)] {
        let files = estate.files(megabytes * 1_000_000)?;
        if let Some(directory) = after("--write") {
            write(&files, &Path::new(&directory).join(name))?;
            continue;
        }
        println!("{name}: a plan of {} MB", files.plan.len() / 1_000_000);
        reading(&files.plan)?;
        let directory = scratch.path().join(name);
        write(&files, &directory)?;
        let size = files.plan.len();
        drop(files);
        whole(&directory, size)?;
    }
    Ok(())
}

fn write(files: &Files, directory: &Path) -> io::Result<()> {
    let configuration = directory.join("configuration");
    fs::create_dir_all(configuration.join("service"))?;
    fs::create_dir_all(directory.join("alone"))?;
    fs::write(directory.join("alone/tfplan.json"), &files.plan)?;
    for (path, text) in &files.configuration {
        fs::write(configuration.join(path), text)?;
    }
    Ok(())
}

fn reading(text: &[u8]) -> io::Result<()> {
    let typed = fastest(|| {
        Ok(serde_json::from_slice::<Typed>(text)?
            .resource_changes
            .len())
    })?;
    let refused = |refused: groundrules::plan::Refused| io::Error::other(refused.message);
    let ours = fastest(|| {
        let sources = Sources::new();
        let essence = essence(text).map_err(refused)?;
        let plan = Plan::read(&essence, "tfplan.json", &sources).map_err(refused)?;
        Ok(plan.configuration().instances.len())
    })?;
    let ratio = ours.as_secs_f64() / typed.as_secs_f64();
    println!("  reading: typed structures {typed:.2?}, instances {ours:.2?}, ratio {ratio:.2}");
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

/// The whole program, in each way to give it the plan.
fn whole(directory: &Path, size: usize) -> io::Result<()> {
    let plan = directory.join("alone/tfplan.json");
    let cases: [(&str, &[&str], bool); 3] = [
        ("alone", &["tfplan.json"], false),
        ("alone, standard input", &["-"], true),
        (
            "with its configuration",
            &["--config", "../configuration", "tfplan.json"],
            false,
        ),
    ];
    for (name, arguments, piped) in cases {
        let mut command = Command::new(env!("CARGO_BIN_EXE_groundrules"));
        command.arg("check").args(arguments);
        command.args(["--fail-on", "never", "--output", "/dev/null"]);
        command.current_dir(directory.join("alone"));
        if piped {
            command.stdin(File::open(&plan)?);
        }
        let Cost {
            seconds,
            peak_bytes,
        } = cost(&mut command)?;
        println!(
            "  check, {name}: {seconds:.1} s of processor time, {} MB, {:.2} times the plan",
            peak_bytes / 1_000_000,
            peak_bytes as f64 / size as f64
        );
    }
    Ok(())
}

/// What a program takes, as `/proc` says while it runs: the peak only grows, so that what is seen last is the peak.
fn cost(command: &mut Command) -> io::Result<Cost> {
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let process = Path::new("/proc").join(child.id().to_string());
    let mut cost = Cost {
        seconds: 0.0,
        peak_bytes: 0,
    };
    while child.try_wait()?.is_none() {
        let status = fs::read_to_string(process.join("status")).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        cost.peak_bytes = peak.map_or(cost.peak_bytes, |peak| peak * 1024);
        let times = fs::read_to_string(process.join("stat")).unwrap_or_default();
        let times = times.rsplit(')').next().unwrap_or_default();
        let times = times.split_whitespace().skip(11).take(2);
        let ticks: f64 = times.filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
        cost.seconds = cost.seconds.max(ticks / 100.0);
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(cost)
}
