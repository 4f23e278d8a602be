//! Makes expressions by chance, asks real `terraform console` and our evaluator for their values, types and mistakes, and prints every
//! difference as the smallest expression that shows it (`docs/evaluation.md`).
//!
//! `cargo run --example console -- [SEED [COUNT]]`; the same seed gives the same expressions. `… -- ask EXPRESSION…` prints both answers,
//! and `… -- ours` reads expressions and prints ours. The answers of Terraform come from
//! `scripts/console-record --ask`; a difference that is mended belongs into `tests/data/console-found.tsv`.
#![expect(
    unreachable_pub,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a shell of its own"
)]

#[path = "../../tests/suite/answers.rs"]
mod answers;
mod generate;
mod node;
mod pools;

use answers::purposes::{has_unknown, on_purpose, with_values};
use answers::{Answer, ours};
use groundrules::source::MemoryTree;
use node::Node;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const BATCH: usize = 500;
/// How many differences of a batch are made smaller, the shortest first.
const MOST_SHRUNK: usize = 6;
/// How many smaller expressions are asked at once.
const MOST_CANDIDATES: usize = 60;
/// Longer questions do not fit into a line that the console reads.
const LONGEST: usize = 5_000;

fn main() -> std::io::Result<()> {
    let stack = std::thread::Builder::new().stack_size(64 * 1024 * 1024);
    let run = stack.spawn(run)?;
    run.join().map_err(|_| std::io::Error::other("stopped"))?
}

fn run() -> std::io::Result<()> {
    let judge = Judge::new()?;
    let mut words = std::env::args().skip(1);
    match words.next().as_deref() {
        Some("ask") => return judge.show(&words.collect::<Vec<_>>()),
        Some("ours") => {
            for line in std::io::stdin().lines() {
                let question = line?;
                println!("{question}\t{}", ours(&question, &judge.tree));
            }
            return Ok(());
        }
        _ => {}
    }
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let mut number = |default| numbers.next().and_then(Result::ok).unwrap_or(default);
    let seed = number(1);
    let count = usize::try_from(number(5_000)).unwrap_or(usize::MAX);
    let mut generator = generate::Generator::new(seed);
    let (mut asked, mut mistakes, mut on_purpose, mut different) = (0, 0, BTreeMap::new(), 0);
    let mut shown = BTreeSet::new();
    while asked < count {
        let batch: Vec<Node> = (0..BATCH)
            .map(|_| generator.expression())
            .filter(|node| node.text().len() < LONGEST)
            .collect();
        let verdicts = judge.compare(&batch)?;
        asked += verdicts.len();
        let mut differing = Vec::new();
        for (node, verdict) in batch.iter().zip(verdicts) {
            mistakes += usize::from(matches!(verdict.terraform, Answer::Mistake(_)));
            match verdict.difference {
                Difference::None => {}
                Difference::OnPurpose(why) => *on_purpose.entry(why).or_insert(0) += 1,
                Difference::Unexplained => differing.push(node),
            }
        }
        different += differing.len();
        differing.sort_by_key(|node| node.text().len());
        for node in differing.into_iter().take(MOST_SHRUNK) {
            let (node, verdict) = judge.shrink(node.clone())?;
            if shown.insert(node.text()) {
                println!(
                    "{}\n  terraform: {}\n  ours:      {}",
                    node.text(),
                    verdict.terraform,
                    verdict.ours
                );
            }
        }
    }
    println!(
        "seed {seed}: {asked} expressions, of which {mistakes} are mistakes; {different} differences"
    );
    for (why, count) in on_purpose {
        println!("  and {count} on purpose: {why}");
    }
    Ok(())
}

enum Difference {
    None,
    OnPurpose(&'static str),
    Unexplained,
}

struct Verdict {
    terraform: Answer,
    ours: Answer,
    difference: Difference,
}

/// Asks both.
struct Judge {
    root: PathBuf,
    tree: MemoryTree,
}

impl Judge {
    fn new() -> std::io::Result<Self> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let files = root.join("tests/data/console-files");
        let mut paths = Vec::new();
        files_under(&files, &mut paths)?;
        let mut tree = MemoryTree::new(Vec::<(String, Vec<u8>)>::new());
        for path in paths {
            let name = path.strip_prefix(&files).unwrap_or(&path);
            tree.insert(name.to_string_lossy().into_owned(), std::fs::read(&path)?);
        }
        Ok(Self { root, tree })
    }

    fn compare(&self, nodes: &[Node]) -> std::io::Result<Vec<Verdict>> {
        let questions: Vec<String> = nodes.iter().map(Node::text).collect();
        let answers = self.terraform(&questions)?;
        let mut verdicts = Vec::new();
        let mut refined = Vec::new();
        for (index, question) in questions.iter().enumerate() {
            let terraform = answers
                .get(question)
                .cloned()
                .unwrap_or(Answer::Mistake(String::new()));
            let ours = ours(question, &self.tree);
            let difference = if ours.agrees(&terraform) {
                Difference::None
            } else {
                on_purpose(question, &terraform, &ours, &self.tree)
                    .map_or(Difference::Unexplained, Difference::OnPurpose)
            };
            let more = ours.refines(&terraform) || matches!(ours, Answer::Mistake(_));
            let asks = question.contains("var.") && !has_unknown_set(&ours);
            if more && asks && matches!(difference, Difference::OnPurpose(_)) {
                refined.push(index);
            }
            verdicts.push(Verdict {
                terraform,
                ours,
                difference,
            });
        }
        self.check_refined(&questions, &refined, &mut verdicts)?;
        Ok(verdicts)
    }

    /// Where we know more than Terraform: whether Terraform says the same when the unknown has a value.
    fn check_refined(
        &self,
        questions: &[String],
        refined: &[usize],
        verdicts: &mut [Verdict],
    ) -> std::io::Result<()> {
        for values in 0..3 {
            let concrete: Vec<String> = refined
                .iter()
                .map(|&index| with_values(&questions[index], values))
                .collect();
            if concrete.is_empty() {
                return Ok(());
            }
            let answers = self.terraform(&concrete)?;
            for (&index, question) in refined.iter().zip(&concrete) {
                let known = answers
                    .get(question)
                    .cloned()
                    .unwrap_or(Answer::Mistake(String::new()));
                let verdict = &mut verdicts[index];
                // What is a mistake with this value only tells nothing.
                let mistaken = matches!(known, Answer::Mistake(_));
                let open = has_unknown(&known) && matches!(verdict.ours, Answer::Mistake(_));
                let agrees = open || known.refines(&verdict.ours) || verdict.ours.refines(&known);
                if !mistaken && !agrees {
                    verdict.difference = Difference::Unexplained;
                    verdict.terraform = known;
                }
            }
        }
        Ok(())
    }

    fn show(&self, questions: &[String]) -> std::io::Result<()> {
        let answers = self.terraform(questions)?;
        for question in questions {
            let terraform = answers
                .get(question)
                .map_or_else(String::new, ToString::to_string);
            println!(
                "{question}\n  terraform: {terraform}\n  ours:      {}",
                ours(question, &self.tree)
            );
        }
        Ok(())
    }

    fn terraform(&self, questions: &[String]) -> std::io::Result<BTreeMap<String, Answer>> {
        let mut child = Command::new(self.root.join("scripts/console-record"))
            .arg("--ask")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all((questions.join("\n") + "\n").as_bytes())?;
        }
        let output = child.wait_with_output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let lines = text.split('\n').filter_map(|line| line.split_once('\t'));
        Ok(lines
            .map(|(question, answer)| (question.to_owned(), Answer::recorded(answer)))
            .collect())
    }

    /// The smallest expression that shows a difference that nothing explains.
    fn shrink(&self, mut node: Node) -> std::io::Result<(Node, Verdict)> {
        loop {
            let mut smaller = node.reductions();
            smaller.truncate(MOST_CANDIDATES);
            let verdicts = self.compare(&smaller)?;
            let found = smaller
                .into_iter()
                .zip(verdicts)
                .find(|(_, verdict)| matches!(verdict.difference, Difference::Unexplained));
            match found {
                Some((smaller, _)) => node = smaller,
                None => break,
            }
        }
        let mut verdicts = self.compare(std::slice::from_ref(&node))?;
        let verdict = verdicts
            .pop()
            .ok_or_else(|| std::io::Error::other("no answer"))?;
        Ok((node, verdict))
    }
}

/// A set with an unknown element may turn out to have fewer.
fn has_unknown_set(answer: &Answer) -> bool {
    has_unknown(answer) && matches!(answer, Answer::Value { text, .. } if text.contains("toset("))
}

fn files_under(directory: &Path, into: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            files_under(&path, into)?;
        } else {
            into.push(path);
        }
    }
    Ok(())
}
