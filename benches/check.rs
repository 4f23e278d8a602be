//! The whole pipeline on generated repositories, with allocations counted; `docs/benchmarks.md` tells how to read and compare the figures.
//!
//! `cargo bench --bench check` measures; `cargo bench --bench check -- --write DIR` writes the repositories to a disk, for comparison with other tools.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a shell of its own"
)]

mod monorepo;

use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher};
use groundrules::aws::AwsData;
use groundrules::rules::RuleSet;
use groundrules::session::{self, Request};
use groundrules::source::{MemoryTree, Sources};
use groundrules::terraform::Inputs;
use groundrules::triage::Outcome;
use monorepo::{Files, flat, monorepo};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

const MODULES: usize = 1000;
const RESOURCES: usize = 1400;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip_while(|word| word != "--write");
    if arguments.next().is_some() {
        let directory = arguments
            .next()
            .map_or_else(|| PathBuf::from("."), PathBuf::from);
        write(&directory.join("monorepo"), &monorepo(MODULES))?;
        return write(&directory.join("flat"), &flat(RESOURCES));
    }
    // The work runs where its allocations are counted: on this thread.
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build();
    pool.map_err(io::Error::other)?;
    divan::main();
    Ok(())
}

fn write(directory: &Path, files: &Files) -> io::Result<()> {
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    for (path, text) in files {
        let path = directory.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, text)?;
    }
    println!(
        "{}: {} files, {bytes} bytes",
        directory.display(),
        files.len()
    );
    Ok(())
}

fn check(tree: &MemoryTree, sources: &Sources, request: &Request) -> Outcome {
    session::check(tree, sources, request, &AwsData, &|_, _| {})
}

fn measure(bencher: Bencher<'_, '_>, files: Files) {
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let directories: BTreeSet<String> = files
        .iter()
        .filter_map(|(path, _)| Some(path.rsplit_once('/')?.0.to_owned()))
        .collect();
    let tree = MemoryTree::new(files);
    let prepare = || {
        let sources = Sources::new();
        let set = RuleSet::embedded(&sources);
        let request = Request {
            directories: directories.iter().cloned().collect(),
            only_files: BTreeSet::new(),
            inputs: Inputs::default(),
            rules: set.iter().cloned().collect(),
            suppression_rules: Vec::new(),
            known_rules: set.iter().map(|rule| Arc::clone(&rule.info.name)).collect(),
            today: jiff::civil::date(2026, 11, 22),
        };
        (sources, request)
    };
    let (sources, request) = prepare();
    let outcome = check(&tree, &sources, &request);
    assert!(
        outcome.problems.is_empty(),
        "{:?}",
        outcome.problems.first()
    );
    bencher
        .counter(BytesCount::new(bytes))
        .with_inputs(prepare)
        .bench_local_values(|(sources, request)| check(&tree, &sources, &request));
}

/// Teams with modules that call modules, `for_each` at all levels, and variables files.
#[divan::bench(sample_count = 5, sample_size = 1, args = [MODULES / 10, MODULES])]
fn modules(bencher: Bencher<'_, '_>, modules: usize) {
    measure(bencher, monorepo(modules));
}

/// Resources written one below the other.
#[divan::bench(sample_count = 10, sample_size = 1, args = [RESOURCES / 10, RESOURCES])]
fn resources(bencher: Bencher<'_, '_>, resources: usize) {
    measure(bencher, flat(resources));
}
