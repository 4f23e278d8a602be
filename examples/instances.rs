//! Prints one JSON line per resource instance of a configuration, in the format of the oracle's `oracle-flat`,
//! so that real Terraform can judge the evaluator (`docs/evaluation.md`). Problems go to standard error.
//!
//! `cargo run --example instances -- TREE [ROOT] [--var NAME=VALUE]… [--var-file PATH]… [--data ROWS.jsonl]`
//!
//! `--data` takes rows of `oracle-flat --all`: the results that the oracle invented for data sources.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a shell of its own"
)]

use groundrules::schema;
use groundrules::source::disk::Disk;
use groundrules::source::{Sources, Span};
use groundrules::terraform::{Configuration, DataSources, Inputs, Instance, Mode, Project};
use groundrules::value::{Kind, Number, Origin, Type, Value};
use serde_json::{Map, json};
use std::collections::BTreeMap;
use std::sync::Arc;

fn main() {
    let stack = std::thread::Builder::new().stack_size(64 * 1024 * 1024);
    if let Ok(thread) = stack.spawn(run) {
        let _ = thread.join();
    }
}

fn run() {
    let mut inputs = Inputs::default();
    let mut places = Vec::new();
    let mut data = Rows::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--var" => inputs.variables.extend(arguments.next().and_then(|text| {
                let (name, value) = text.split_once('=')?;
                Some((name.to_owned(), value.to_owned()))
            })),
            "--data" => data
                .rows
                .extend(arguments.next().into_iter().flat_map(|path| rows(&path))),
            "--var-file" => inputs.var_files.extend(arguments.next()),
            _ => places.push(argument),
        }
    }
    let top = places.first().map_or(".", String::as_str);
    let Ok(disk) = Disk::new(std::path::Path::new(top)) else {
        eprintln!("no directory {top}");
        return;
    };
    let sources = Sources::new();
    let directories = places
        .get(1)
        .map_or_else(|| disk.directories(""), |root| vec![root.clone()]);
    let start = std::time::Instant::now();
    let project = Project::load(&disk, &sources, &directories);
    let loaded = start.elapsed();
    let roots = project.roots();
    let configurations: Vec<Configuration> = roots
        .iter()
        .map(|root| project.evaluate(root, &inputs, &data))
        .collect();
    let evaluated = start.elapsed();
    for problem in project.problems().iter().chain(
        configurations
            .iter()
            .flat_map(|configuration| &configuration.problems),
    ) {
        let place = problem
            .primary
            .as_ref()
            .map_or_else(String::new, |label| place(&sources, label.span));
        eprintln!("{:?} {place}: {}", problem.kind, problem.message);
    }
    for configuration in &configurations {
        print(configuration);
    }
    let instances: usize = configurations
        .iter()
        .map(|configuration| configuration.instances.len())
        .sum();
    eprintln!(
        "{} roots, {instances} instances; read in {loaded:?}, evaluated in {:?}",
        roots.len(),
        evaluated.saturating_sub(loaded)
    );
}

fn place(sources: &Sources, span: Span) -> String {
    let position = sources.get(span.file).position(span.start);
    format!(
        "{}:{}:{}",
        sources.path(span),
        position.line,
        position.column
    )
}

fn print(configuration: &Configuration) {
    for instance in &configuration.instances {
        let mode = match instance.mode {
            Mode::Managed => "managed",
            Mode::Data => "data",
            Mode::Ephemeral => "ephemeral",
        };
        let row = json!({ "address": &*instance.address, "mode": mode, "type": &*instance.resource_type, "values": flat(&without_write_only(instance)) });
        println!("{row}");
    }
}

/// Results of data sources, by address.
#[derive(Default)]
struct Rows {
    rows: BTreeMap<String, Map<String, serde_json::Value>>,
}

impl DataSources for Rows {
    fn read(&self, _data_type: &str, config: &Value) -> Option<Vec<(Arc<str>, Value)>> {
        let row = self.rows.get(&**config.instance()?)?;
        let set = |name: &str| {
            config
                .field(name)
                .is_some_and(|value| !value.is_null() && !value.is_unknown())
        };
        let fields = row.iter().filter(|(name, _)| !set(name));
        Some(
            fields
                .map(|(name, value)| (Arc::from(name.as_str()), typed(value, config.origin())))
                .collect(),
        )
    }
}

fn rows(path: &str) -> Vec<(String, Map<String, serde_json::Value>)> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let rows = text.lines().filter_map(|line| {
        let row: serde_json::Value = serde_json::from_str(line).ok()?;
        row.get("synthetic")?;
        Some((
            row.get("address")?.as_str()?.to_owned(),
            row.get("values")?.as_object()?.clone(),
        ))
    });
    rows.collect()
}

fn typed(value: &serde_json::Value, origin: &Origin) -> Value {
    let origin = origin.clone();
    match value {
        serde_json::Value::Null => Value::null(Type::Any, origin),
        serde_json::Value::Bool(value) => Value::bool(*value, origin),
        serde_json::Value::Number(number) => Number::parse(&number.to_string()).map_or_else(
            || Value::null(Type::Number, origin.clone()),
            |number| Value::number(number, origin.clone()),
        ),
        serde_json::Value::String(text) => Value::string(text, origin),
        serde_json::Value::Array(values) => Value::tuple(
            values.iter().map(|value| typed(value, &origin)).collect(),
            origin,
        ),
        serde_json::Value::Object(fields) => Value::object(
            fields
                .iter()
                .map(|(name, value)| (Arc::from(name.as_str()), typed(value, &origin)))
                .collect(),
            origin,
        ),
    }
}

/// The instance as plans have it: what is only written is null.
fn without_write_only(instance: &Instance) -> Value {
    let schema =
        schema::resource(&instance.resource_type).filter(|_| instance.mode == Mode::Managed);
    let is_write_only = |name: &str| {
        let attribute = schema.as_ref().and_then(|schema| schema.attribute(name));
        attribute.is_some_and(|attribute| attribute.write_only)
    };
    let value = instance.value.get();
    let origin = value.origin().clone();
    let fields = value.into_fields().into_iter().flatten();
    let shown = fields.map(|(name, value)| {
        let value = if is_write_only(&name) {
            Value::null(value.ty(), value.origin().clone())
        } else {
            value
        };
        (name, value)
    });
    Value::object(shown.collect(), origin)
}

/// The value as plans show it: null and what is absent left out, unknown marked.
fn flat(value: &Value) -> serde_json::Value {
    match value.kind() {
        Kind::Null(_) => serde_json::Value::Null,
        Kind::Bool(value) => json!(value),
        Kind::Number(number) => serde_json::from_str(&number.to_string()).unwrap_or_default(),
        Kind::String(text) => json!(&**text),
        Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => {
            values.iter().map(flat).collect()
        }
        Kind::Map(_, fields) => fields
            .iter()
            .map(|(name, value)| (name.to_string(), flat(value)))
            .collect::<Map<_, _>>()
            .into(),
        Kind::Object(object) => object
            .fields
            .iter()
            .map(|(name, value)| (name.to_string(), flat(value)))
            .collect::<Map<_, _>>()
            .into(),
        Kind::Unknown(_) => json!({ "$unknown": true }),
    }
}
