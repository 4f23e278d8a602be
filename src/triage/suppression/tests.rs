use super::*;
use crate::rules::Profile;
use crate::source::Sources;
use crate::syntax::{Parsed, parse};
use proptest::prelude::*;

const TODAY: Date = Date::constant(2026, 6, 1);
const RULES: [&str; 2] = ["rule-a", "rule-b"];

fn rule(name: &str) -> RuleInfo {
    RuleInfo {
        name: name.into(),
        lesson: "lesson".into(),
        title: String::new(),
        severity: Severity::Error,
        profile: Profile::Core,
        subjects: Vec::new(),
        documentation: String::new(),
        references: Vec::new(),
        options: Vec::new(),
        equivalent: Vec::new(),
    }
}

fn ran() -> Vec<RuleInfo> {
    RULES
        .map(rule)
        .into_iter()
        .chain(suppression_rules())
        .collect()
}

fn finding(rule: &str, span: Span) -> Finding {
    Finding {
        rule: rule.into(),
        lesson: "lesson".into(),
        severity: Severity::Error,
        message: "m".into(),
        help: None,
        addresses: Vec::new(),
        primary: Label::new(span, ""),
        related: Vec::new(),
        fingerprint: String::new(),
    }
}

/// One finding of `rule-a` at each `<` in the text, one of `rule-b` at each `>`; the marks stand in strings or comments.
fn marked(parsed: &Parsed) -> Vec<Finding> {
    let source = parsed.ast.source();
    source
        .text()
        .char_indices()
        .filter_map(|(at, mark)| {
            let rule = match mark {
                '<' => "rule-a",
                '>' => "rule-b",
                _ => return None,
            };
            let at = at as u32;
            Some(finding(rule, Span::new(source.id(), at, at + 1)))
        })
        .collect()
}

fn triage(text: &str, ran: &[RuleInfo]) -> (Triaged, Sources) {
    let sources = Sources::new();
    let parsed = parse(&sources.add("a.tf", text));
    assert!(
        parsed.problems.is_empty(),
        "{:?} in\n{text}",
        parsed.problems
    );
    let findings = marked(&parsed);
    (apply(findings, [&parsed.ast], ran, &RULES, TODAY), sources)
}

/// The lines of suppressed findings with their reasons, and the rest of the findings as `line rule`.
fn show(text: &str) -> (Vec<String>, Vec<String>) {
    let (triaged, sources) = triage(text, &ran());
    let line = |finding: &Finding| {
        let span = finding.primary.span;
        sources.get(span.file).lines().line(span.start)
    };
    (
        triaged
            .suppressed
            .iter()
            .map(|suppressed| format!("{} {}", line(&suppressed.finding), suppressed.reason))
            .collect(),
        triaged
            .findings
            .iter()
            .map(|finding| format!("{} {}", line(finding), finding.rule))
            .collect(),
    )
}

#[test]
fn what_a_comment_covers() {
    let table: &[(&str, &str, &[&str], &[&str])] = &[
        (
            "beside code: its line",
            "a = \"<\" # groundrules:allow rule-a why\nb = \"<\"\n",
            &["1 why"],
            &["2 rule-a"],
        ),
        (
            "above: the line below",
            "# groundrules:allow rule-a why\na = \"<>\"\nb = \"<\"\n",
            &["2 why"],
            &["2 rule-b", "3 rule-a"],
        ),
        (
            "comments stack",
            "# groundrules:allow rule-a one\n// text\n/* groundrules:allow rule-b\n two */\n# groundrules:allow rule-b three\na = \"<>\"\n",
            &["6 one", "6 three"],
            &["3 suppression-without-reason"],
        ),
        (
            "a blank line separates",
            "# groundrules:allow rule-a why\n\na = \"<\"\n",
            &[],
            &["3 rule-a", "1 suppression-unused"],
        ),
        (
            "above a block: all of it",
            "# groundrules:allow rule-a why\nresource \"t\" \"<\" {\n  a = \"<\"\n  b {\n    c = \"<>\"\n  }\n}\nd = \"<\"\n",
            &["2 why", "3 why", "5 why"],
            &["5 rule-b", "8 rule-a"],
        ),
        (
            "beside a header: all of the block",
            "resource \"t\" \"n\" { # groundrules:allow rule-a why\n  a = \"<\"\n}\nd = \"<\"\n",
            &["2 why"],
            &["4 rule-a"],
        ),
        (
            "beside the end of a block: its line only",
            "resource \"t\" \"n\" {\n  a = \"<\"\n} # groundrules:allow rule-a why\n",
            &[],
            &["2 rule-a", "3 suppression-unused"],
        ),
        (
            "an inner block, not the outer one",
            "r {\n  # groundrules:allow rule-a why\n  b {\n    c = \"<\"\n  }\n  d = \"<\"\n}\n",
            &["4 why"],
            &["6 rule-a"],
        ),
        (
            // The marker of the heredoc counts as two findings.
            "a value of several lines is covered with its attribute",
            "# groundrules:allow rule-a why\na = <<EOT\n<\nEOT\nb = [ # groundrules:allow rule-a brackets\n  \"<\",\n  \"<\", # groundrules:allow rule-b other\n]\n",
            &["2 why", "2 why", "3 why", "6 brackets", "7 brackets"],
            &["7 suppression-unused"],
        ),
        (
            "beside code before it",
            "/* groundrules:allow rule-a why */ a = \"<\"\nb = \"<\"\n",
            &["1 why"],
            &["2 rule-a"],
        ),
        (
            "a string is no comment",
            "a = \"# groundrules:allow rule-a why <\"\n",
            &[],
            &["1 rule-a"],
        ),
        (
            "the last line of the file speaks of nothing",
            "a = \"<\"\n# groundrules:allow rule-a why",
            &[],
            &["1 rule-a", "2 suppression-unused"],
        ),
        (
            "windows line ends",
            "# groundrules:allow rule-a why\r\na = \"<\"\r\nb = \"<\" // groundrules:allow rule-a so\r\n",
            &["2 why", "3 so"],
            &[],
        ),
    ];
    for (what, text, suppressed, rest) in table {
        let shown = show(text);
        assert_eq!(shown.0, *suppressed, "{what}: suppressed");
        assert_eq!(shown.1, *rest, "{what}: left");
    }
}

#[test]
fn comments_that_say_nothing_are_reported_and_have_no_effect() {
    let table: &[(&str, &str, &str)] = &[
        (
            "rule-a",
            "suppression-without-reason",
            "the suppression gives no reason, so it has no effect",
        ),
        (
            "rule-a why until=2026-05-31",
            "suppression-expired",
            "the suppression ended on 2026-05-31",
        ),
        (
            "rule-a why until=31.5.2026",
            "suppression-malformed",
            "`31.5.2026` is not a date",
        ),
        (
            "rule-aa why",
            "suppression-malformed",
            "no rule is named `rule-aa`, so this suppresses nothing",
        ),
        (
            "* why",
            "suppression-malformed",
            "no rule is named `*`, so this suppresses nothing",
        ),
        (
            "rule-b why",
            "suppression-unused",
            "nothing here is reported by `rule-b`",
        ),
    ];
    for &(words, rule, message) in table {
        let (triaged, _) = triage(&format!("a = \"<\" # groundrules:allow {words}\n"), &ran());
        assert!(triaged.suppressed.is_empty(), "{words}");
        let [kept, report] = &triaged.findings[..] else {
            panic!("{words}: {:?}", triaged.findings)
        };
        assert_eq!(&*kept.rule, "rule-a");
        assert_eq!((&*report.rule, report.message.as_str()), (rule, message));
    }
}

#[test]
fn a_suppression_holds_on_its_last_day() {
    let (triaged, _) = triage(
        "a = \"<\" # groundrules:allow rule-a why until=2026-06-01\n",
        &ran(),
    );
    assert_eq!((triaged.suppressed.len(), triaged.findings.len()), (1, 0));
}

#[test]
fn a_name_that_is_near_is_suggested() {
    let (triaged, _) = triage("a = 1 # groundrules:allow rule_b why\n", &ran());
    assert_eq!(
        triaged.findings[0].help.as_deref(),
        Some("did you mean `rule-b`?")
    );
}

#[test]
fn rules_that_do_not_run_are_neither_unused_nor_reporting() {
    let text = "a = \"\" # groundrules:allow rule-b why\nb = 1 # groundrules:allow rule-a\n";
    let without_b: Vec<RuleInfo> = ran()
        .into_iter()
        .filter(|rule| &*rule.name != "rule-b" && &*rule.name != "suppression-without-reason")
        .collect();
    assert_eq!(triage(text, &without_b).0.findings, []);
}

#[test]
fn equal_comments_have_different_fingerprints() {
    let text = "a = 1 # groundrules:allow rule-a\nb = 1 # groundrules:allow rule-a\n";
    let (triaged, _) = triage(text, &ran());
    let [first, second] = &triaged.findings[..] else {
        panic!("{:?}", triaged.findings)
    };
    assert_ne!(first.fingerprint, second.fingerprint);
}

proptest! {
    /// A suppression that is put above any line takes away the findings of its rule in what starts there, and nothing else.
    #[test]
    fn a_suppression_takes_away_its_own_findings_only(
        lines in proptest::collection::vec(("[<>]{0,2}", 0u8..3), 1..12),
        at in 0usize..12,
        rule in 0usize..2,
    ) {
        // Attributes, and blocks of one attribute with a finding in the header, so that scopes are of both kinds.
        let items: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(index, (marks, kind))| match kind {
                0 => format!("a{index} = \"{marks}\"\n"),
                1 => format!("b{index} \"{marks}\" {{\n  a = \"{marks}\"\n}}\n"),
                _ => format!("c{index} = [\n  \"{marks}\",\n]\n"),
            })
            .collect();
        let at = at.min(items.len() - 1);
        let mut with = items.clone();
        with.insert(at, format!("# groundrules:allow {} why\n", RULES[rule]));
        let (before, _) = triage(&items.concat(), &ran());
        let (after, _) = triage(&with.concat(), &ran());
        let mark = ['<', '>'][rule];
        let expected = items[at].matches(mark).count();
        prop_assert_eq!(after.suppressed.len(), expected);
        prop_assert!(after.suppressed.iter().all(|gone| &*gone.finding.rule == RULES[rule]));
        let unused = usize::from(expected == 0);
        prop_assert_eq!(after.findings.len(), before.findings.len() - expected + unused);
        // What is left is what was there, moved by the length of the comment.
        let moved = |finding: &Finding, text: &str| {
            let before = text.get(..finding.primary.span.start as usize).unwrap();
            before.matches(['<', '>']).count()
        };
        let left = after.findings.iter().filter(|f| RULES.contains(&&*f.rule)).map(|f| moved(f, &with.concat()));
        let gone = after.suppressed.iter().map(|s| moved(&s.finding, &with.concat()));
        let mut all: Vec<usize> = left.chain(gone).collect();
        all.sort_unstable();
        prop_assert_eq!(all, (0..before.findings.len()).collect::<Vec<_>>());
    }

    /// Whatever stands in comments, reading them ends well and loses no finding.
    #[test]
    fn no_comment_loses_a_finding(words in "(groundrules:)?(allow|deny)?[ ,a-b*#/\t]{0,6}(rule-a)?,?( why| until=2026-13-01| é)?") {
        let text = format!("/* {} */\na = \"<\" # {words}\n", words.replace('/', ""));
        let (triaged, _) = triage(&text, &ran());
        let kept = triaged.findings.iter().filter(|finding| &*finding.rule == "rule-a").count();
        prop_assert_eq!(kept + triaged.suppressed.len(), 1 + words.matches('<').count());
    }
}
