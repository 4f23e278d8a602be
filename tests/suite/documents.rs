//! Pages that say what the program says: written by it, and checked to be what it would write now.
//!
//! `UPDATE=1 cargo test --test suite documents` renews them. Read their diff as behaviour.

use super::binary::{command, run_in};
use super::expectations::Expectations;
use super::support::{Case, built_in, check, files_below, fixture_of, root};
use groundrules::report::human::{self, HumanOptions};
use groundrules::rules::{Rule, RuleInfo, RuleSet, functions};
use groundrules::source::{MemoryTree, Sources};
use groundrules::syntax;
use groundrules::triage::{Outcome, suppression_rules};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Compares a file with what it should hold, or writes it when asked to.
fn agrees(path: &Path, expected: &str) -> Result<(), String> {
    let shown = path
        .strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string();
    let held = std::fs::read_to_string(path).unwrap_or_default();
    if held == expected {
        return Ok(());
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, expected).unwrap();
        return Ok(());
    }
    let differs = held
        .lines()
        .zip(expected.lines())
        .position(|(held, expected)| held != expected);
    let line = differs.unwrap_or_else(|| held.lines().count().min(expected.lines().count()));
    let at = |text: &str| text.lines().nth(line).unwrap_or("(nothing)").to_owned();
    Err(format!(
        "{shown}:{}: is not what the program says; `UPDATE=1 cargo test --test suite documents` renews it\n  there: {}\n  now:   {}",
        line + 1,
        at(&held),
        at(expected)
    ))
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// The first finding of a rule's fixture as a person sees it.
fn first_finding(rule: &Arc<Rule>, fixture: &Path) -> String {
    let (sources, all) = built_in();
    let case = Case::new(rule.info.name.to_string(), fixture, vec![Arc::clone(rule)]);
    let files = case.files.iter().map(|path| {
        let text = case.text(path).unwrap();
        (path.clone(), without_expectations(path, &text))
    });
    let outcome = check(&MemoryTree::new(files), sources, case.rules, all);
    let first = Outcome {
        findings: outcome.findings.into_iter().take(1).collect(),
        ..Outcome::default()
    };
    let page = human::render(&first, sources, &HumanOptions::default());
    // What follows is the summary of the run.
    let end = page
        .find("`groundrules explain RULE`")
        .unwrap_or(page.len());
    page[..end].trim_end().to_owned()
}

/// A file of a fixture as a user would have written it.
fn without_expectations(path: &str, text: &str) -> String {
    if !path.ends_with(".tf") {
        return text.to_owned();
    }
    let file = Sources::new().add(path, text);
    let mut kept = text.to_owned();
    for comment in syntax::parse(&file).ast.comments().iter().rev() {
        let words = file
            .slice(*comment)
            .trim_start_matches(['#', '/', ' ', '^']);
        let expects = ["expect:", "origin:", "undecided:", "decided:"];
        if expects.iter().any(|word| words.starts_with(word)) {
            let before = kept[..comment.start as usize]
                .trim_end_matches([' ', '\t'])
                .len();
            let alone = before == 0 || kept[..before].ends_with('\n');
            let end = comment.end as usize
                + usize::from(alone && kept[comment.end as usize..].starts_with('\n'));
            kept.replace_range(before..end, "");
        }
    }
    kept
}

/// The page of a rule; `None` if it has no fixture, which another test reports.
fn rule_page(rule: &Arc<Rule>) -> Option<String> {
    let info = &rule.info;
    let RuleInfo {
        name,
        lesson,
        title,
        ..
    } = info;
    let fixture = fixture_of(lesson, name)?;
    let mut page = format!(
        "<!-- Written by `UPDATE=1 cargo test` from rules/{lesson}/{name}.hcl and its fixture. -->\n\n# {name}\n\n{}\n\n",
        capital(title)
    );
    let code = |words: &[String]| {
        words
            .iter()
            .map(|word| format!("`{word}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let facts = [
        ("lesson", format!("[{lesson}](README.md#{lesson})")),
        ("severity", info.severity.name().to_owned()),
        ("profile", info.profile.name().to_owned()),
        ("asked about", code(&info.subjects)),
        ("elsewhere", code(&info.equivalent)),
    ];
    page.push_str("| | |\n|---|---|\n");
    for (fact, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(page, "| {fact} | {value} |").unwrap();
    }
    write!(
        page,
        "\n{0}\n\n## What a finding looks like\n\n```text\n{1}\n```\n\n\
         The whole fixture, with what is clean and what is undecided: [`{2}`](../../{2}).\n\n\
         ## To allow it at one place\n\n```hcl\n# groundrules:allow {name} why this is right here\n```\n\n\
         More in [suppressions](../suppressions.md).\n",
        info.documentation,
        first_finding(rule, &fixture),
        fixture.strip_prefix(root()).unwrap().display(),
    )
    .unwrap();
    if !info.references.is_empty() {
        page.push_str("\n## References\n\n");
        for reference in &info.references {
            writeln!(page, "- <{reference}>").unwrap();
        }
    }
    Some(page)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn index(infos: &[RuleInfo]) -> String {
    let mut lessons: BTreeMap<&str, Vec<&RuleInfo>> = BTreeMap::new();
    for info in infos {
        lessons.entry(&info.lesson).or_default().push(info);
    }
    let mut page = format!(
        "<!-- Written by `UPDATE=1 cargo test` from rules/. -->\n\n# Rules\n\n{} rules in {} lessons. `groundrules rules` lists them in a terminal, \
         `groundrules explain RULE` shows one.\n\nProfiles nest: `core` runs by default, `strict` adds to it, `advisory` runs all.\n",
        infos.len(),
        lessons.len()
    );
    for (lesson, mut infos) in lessons {
        infos.sort_by(|a, b| a.name.cmp(&b.name));
        write!(
            page,
            "\n## {lesson}\n\n| rule | severity | profile | finds that |\n|---|---|---|---|\n"
        )
        .unwrap();
        for info in infos {
            let link = if fixture_of(&info.lesson, &info.name).is_some() {
                format!("{}.md", info.name)
            } else {
                "../suppressions.md".to_owned()
            };
            let (severity, profile) = (info.severity.name(), info.profile.name());
            writeln!(
                page,
                "| [{}]({link}) | {severity} | {profile} | {} |",
                info.name, info.title
            )
            .unwrap();
        }
    }
    page
}

fn all_rules() -> Vec<RuleInfo> {
    let (_, set) = built_in();
    set.iter()
        .map(|rule| rule.info.clone())
        .chain(suppression_rules())
        .collect()
}

#[test]
fn every_rule_has_its_page() {
    let directory = root().join("docs/rules");
    let mut wrong = Vec::new();
    let mut known = BTreeSet::from(["README.md".to_owned()]);
    for rule in built_in().1.iter() {
        let file = format!("{}.md", rule.info.name);
        if let Some(page) = rule_page(rule) {
            wrong.extend(agrees(&directory.join(&file), &page).err());
            known.insert(file);
        }
    }
    wrong.extend(agrees(&directory.join("README.md"), &index(&all_rules())).err());
    for file in files_below(&directory)
        .into_iter()
        .filter(|file| !known.contains(file))
    {
        if std::env::var_os("UPDATE").is_some() {
            std::fs::remove_file(directory.join(&file)).unwrap();
        } else {
            wrong.push(format!("docs/rules/{file}: there is no such rule"));
        }
    }
    assert_none(&wrong);
}

/// The functions of rules as a list, by namespace.
fn function_reference() -> String {
    let mut text = String::new();
    let mut namespace = "";
    for function in functions::all() {
        let (own, _) = function.name.split_once("::").unwrap();
        if own != namespace {
            let gap = if namespace.is_empty() { "" } else { "\n" };
            writeln!(text, "{gap}### `{own}::`\n").unwrap();
            namespace = own;
        }
        let words = function
            .documentation
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        writeln!(
            text,
            "* **`{}{}`** {words}",
            function.name, function.signature
        )
        .unwrap();
    }
    text
}

/// How many rules there are, by lesson.
fn rule_counts() -> String {
    let infos = all_rules();
    let mut lessons: BTreeMap<&str, usize> = BTreeMap::new();
    for info in &infos {
        *lessons.entry(&info.lesson).or_default() += 1;
    }
    let lessons: Vec<String> = lessons
        .into_iter()
        .map(|(lesson, count)| format!("[{lesson}](docs/rules/README.md#{lesson}) ({count})"))
        .collect();
    format!(
        "{} rules in {} lessons: {}.\n",
        infos.len(),
        lessons.len(),
        lessons.join(", ")
    )
}

/// What stands between the markers of a name.
fn generated(name: &str) -> Option<String> {
    if name == "functions" {
        return Some(function_reference());
    }
    if name == "rule counts" {
        return Some(rule_counts());
    }
    let words: Vec<&str> = name
        .strip_prefix("help")?
        .split_whitespace()
        .chain(["--help"])
        .collect();
    let help = run_in(&root(), &words);
    Some(format!("```text\n{}\n```\n", help.stdout.trim_end()))
}

/// Our own pages: not those that are generated as a whole.
fn pages() -> Vec<PathBuf> {
    let docs = root().join("docs");
    let below = files_below(&docs)
        .into_iter()
        .filter(|file| file.ends_with(".md") && !file.starts_with("rules/"))
        .map(|file| docs.join(file));
    ["README.md", "CONTRIBUTING.md"]
        .map(|file| root().join(file))
        .into_iter()
        .chain(below)
        .collect()
}

/// A page with its generated parts renewed, and how many these are.
fn with_parts(text: &str) -> (String, usize) {
    const OPEN: &str = "<!-- generated: ";
    const CLOSE: &str = "<!-- end -->";
    let (mut page, mut parts) = (String::new(), 0);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (name, after) = after
            .split_once(" -->\n")
            .expect("the marker ends its line");
        let (_, after) = after.split_once(CLOSE).expect("the part has an end");
        let content = generated(name).unwrap_or_else(|| panic!("nothing is generated as `{name}`"));
        write!(page, "{before}{OPEN}{name} -->\n{content}{CLOSE}").unwrap();
        rest = after;
        parts += 1;
    }
    (page + rest, parts)
}

/// A copy of the example projects, and the rule of the tutorial: commands of the pages write files, and none may land in the repository.
fn playground() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let files = ["fixtures/projects", "fixtures/inventory"]
        .into_iter()
        .flat_map(|folder| {
            let below = root().join(folder);
            files_below(&below).into_iter().map(move |file| {
                let text = std::fs::read(below.join(&file)).unwrap();
                (format!("{folder}/{file}"), text)
            })
        });
    let [_, (rule, text)] = tutorial();
    let own = rule.replacen("rules/", "my-rules/", 1);
    for (file, text) in files.chain([(own, text.into_bytes())]) {
        let to = directory.path().join(file);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, text).unwrap();
    }
    directory
}

/// The fixture and the rule that the tutorial writes: paths and texts.
fn tutorial() -> [(String, String); 2] {
    let page = std::fs::read_to_string(root().join("docs/writing-rules.md")).unwrap();
    ["**fixtures/rules/", "**rules/"].map(|start| {
        let (_, rest) = page.split_once(start).unwrap();
        let (path, rest) = rest.split_once("**").unwrap();
        let (_, rest) = rest.split_once("```hcl\n").unwrap();
        let (text, _) = rest.split_once("```").unwrap();
        (format!("{}{path}", &start[2..]), text.to_owned())
    })
}

#[test]
fn the_rule_of_the_tutorial_meets_its_fixture() {
    let [(_, fixture), (path, text)] = tutorial();
    let sources = Sources::new();
    let mut set = RuleSet::default();
    set.add(&sources.add(path, text));
    assert!(set.problems().is_empty(), "{:?}", set.problems());
    let mut expected = Expectations::default();
    expected.read(&sources.add("main.tf", fixture.as_str()));
    assert!(expected.count("expect") > 0 && expected.count("undecided") > 0);
    let tree = MemoryTree::new([("main.tf", fixture)]);
    let outcome = check(&tree, &sources, set.iter().cloned().collect(), &set);
    assert_none(&expected.compare(&outcome, &sources));
}

/// The words of a command of ours in a line of a page, without comment and prompt.
fn own_command(line: &str) -> Option<Vec<String>> {
    let line = line.strip_prefix("$ ").unwrap_or(line);
    let line = line.split(" #").next().unwrap_or(line).trim();
    let rest = ["cargo run --release -- ", "groundrules "]
        .iter()
        .find_map(|start| line.strip_prefix(start))?;
    Some(
        rest.split_whitespace()
            .map(|word| word.trim_matches(['"', '\'']).to_owned())
            .collect(),
    )
}

/// A page whose `console` blocks hold what their commands print now; complaints about commands that do not work.
fn with_outputs(text: &str, directory: &Path, wrong: &mut Vec<String>) -> (String, usize) {
    let (mut page, mut block, mut commands) = (String::new(), None::<&str>, 0);
    let mut hidden = false;
    for line in text.lines() {
        if let Some(fence) = line.trim_start().strip_prefix("```") {
            block = if block.is_some() { None } else { Some(fence) };
            hidden = false;
        }
        let words = block
            .filter(|block| ["sh", "console"].contains(block))
            .and_then(|_| own_command(line));
        if let Some(words) = words {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let output = command(directory, &words).output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            if output.status.code() == Some(2) && block != Some("console") {
                wrong.push(format!("`{line}` does not work: {said}"));
            }
            commands += 1;
            page.push_str(line);
            page.push('\n');
            if block == Some("console") {
                page.push_str(&String::from_utf8(output.stdout).unwrap());
                page.push_str(&said);
                hidden = true;
            }
        } else if !hidden || line.starts_with("$ ") {
            hidden = false;
            page.push_str(line);
            page.push('\n');
        }
    }
    (page, commands)
}

#[test]
fn pages_say_what_the_program_says_and_their_commands_work() {
    let directory = playground();
    let mut wrong = Vec::new();
    let (mut all_parts, mut all_commands) = (0, 0);
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        let (renewed, parts) = with_parts(&text);
        let (renewed, commands) = with_outputs(&renewed, directory.path(), &mut wrong);
        wrong.extend(agrees(&page, &renewed).err());
        all_parts += parts;
        all_commands += commands;
    }
    assert!(all_parts >= 5, "only {all_parts} markers are found");
    assert!(all_commands >= 10, "only {all_commands} commands are found");
    assert_none(&wrong);
}

#[test]
fn links_in_pages_lead_to_files() {
    let mut wrong = Vec::new();
    let generated = files_below(&root().join("docs/rules"));
    let generated = generated
        .iter()
        .map(|file| root().join("docs/rules").join(file));
    for page in pages().into_iter().chain(generated) {
        let text = std::fs::read_to_string(&page).unwrap();
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let target = link.split('#').next().unwrap_or(link);
            if !target.contains("://")
                && !target.is_empty()
                && !page.parent().unwrap().join(target).exists()
            {
                wrong.push(format!("{}: `{link}` leads nowhere", page.display()));
            }
        }
    }
    assert_none(&wrong);
}
