use super::super::sample::{finding, run, span};
use super::*;
use crate::source::Span;
use crate::triage::Counts;
use proptest::prelude::*;

fn draw(options: HumanOptions) -> String {
    let (outcome, sources) = run();
    render(&outcome, &sources, &options)
}

#[test]
fn picture_of_80_columns() {
    insta::assert_snapshot!(draw(HumanOptions {
        width: 80,
        show_undecided: true,
        ..HumanOptions::default()
    }));
}

#[test]
fn picture_in_ascii_of_120_columns() {
    insta::assert_snapshot!(draw(HumanOptions {
        width: 120,
        unicode: false,
        ..HumanOptions::default()
    }));
}

#[test]
fn colours_only_paint() {
    let plain = HumanOptions::default();
    let painted = draw(HumanOptions {
        color: true,
        ..plain
    });
    assert!(painted.contains("\u{1b}[31"), "errors are red");
    assert_eq!(
        anstream::adapter::strip_str(&painted).to_string(),
        draw(plain)
    );
    assert!(!draw(plain).contains('\u{1b}'));
}

#[test]
fn a_clean_run_says_so_without_the_word_that_stops_atlantis() {
    let outcome = Outcome {
        counts: Counts {
            files: 1,
            roots: 1,
            resources: 48,
            rules: 40,
        },
        ..Outcome::default()
    };
    let page = render(&outcome, &Sources::new(), &HumanOptions::default());
    assert_eq!(
        page,
        "checked 1 file, 48 resources with 40 rules: nothing found\n"
    );
    assert!(!page.to_lowercase().contains("fail"));
}

#[test]
fn places_come_nearest_first_whatever_their_order_in_the_text() {
    let sources = Sources::new();
    let lines: Vec<String> = (1..=40).map(|line| format!("line{line:02}")).collect();
    let file = sources.add("a.tf", lines.join("\n"));
    let other = sources.add("b.tf", "here\n");
    let mut found = finding(
        "r",
        Severity::Info,
        "m",
        Label::new(span(&file, "line30"), "first"),
    );
    found.related = vec![
        Label::new(span(&other, "here"), "second"),
        Label::new(span(&file, "line10"), "third"),
        Label::new(span(&file, "line12"), "fourth"),
    ];
    let outcome = Outcome {
        findings: vec![found],
        ..Outcome::default()
    };
    let page = render(&outcome, &sources, &HumanOptions::default());
    let at = |text: &str| {
        page.find(text)
            .unwrap_or_else(|| panic!("no {text} in\n{page}"))
    };
    let order = [
        "[a.tf:30:1]",
        "first",
        "[b.tf:1:1]",
        "second",
        "[a.tf:10:1]",
        "third",
        "fourth",
    ];
    assert!(order.is_sorted_by_key(|text| at(text)), "{page}");
}

#[test]
fn long_lines_are_cut_around_the_label_and_unsafe_characters_replaced() {
    let sources = Sources::new();
    let text = format!(
        "{}\u{1b}[31mKEY{}\n",
        "x".repeat(100_000),
        "y".repeat(100_000)
    );
    let file = sources.add("a.tf", text);
    let outcome = Outcome {
        findings: vec![finding(
            "r",
            Severity::Info,
            "m\u{1b}[0m",
            Label::new(span(&file, "KEY"), "here"),
        )],
        ..Outcome::default()
    };
    let options = HumanOptions {
        width: 60,
        ..HumanOptions::default()
    };
    let page = render(&outcome, &sources, &options);
    assert!(page.contains("xxx\u{fffd}[31mKEYyyy"), "{page}");
    assert!(page.contains("[a.tf:1:100006]"), "{page}");
    assert!(!page.contains('\u{1b}'));
    assert!(
        page.lines().all(|line| line.chars().count() <= 80),
        "{page}"
    );
}

proptest! {
    /// Whatever the text and the spans, a picture comes out that names the place of every finding.
    #[test]
    fn drawing_never_stops(
        text in "[a\t\n\r é日🎉\u{1b}\u{200d}]{0,60}",
        spans in proptest::collection::vec((0u32..70, 0u32..70, "[a \n]{0,40}"), 1..6),
        width in 0usize..140,
        color: bool,
        unicode: bool,
    ) {
        let sources = Sources::new();
        let files = [sources.add("a.tf", text.as_str()), sources.add("b.tf", text.as_str())];
        let mut labels = spans.iter().enumerate().map(|(index, (start, end, words))| {
            Label::new(Span::new(files[index % 3 % 2].id(), *start, *end), words.clone())
        });
        let mut found = finding("rule", Severity::Error, "message", labels.next().unwrap());
        found.related = labels.collect();
        let outcome = Outcome { findings: vec![found], ..Outcome::default() };
        let options = HumanOptions { color, width, show_undecided: false, unicode };
        let page = render(&outcome, &sources, &options);
        prop_assert!(page.contains("a.tf:"), "{}", page);
        prop_assert!(!page.contains("Failed to read"), "{}", page);
    }
}

#[test]
fn labels_that_overlap_on_a_line_are_drawn_apart_and_equal_ones_together() {
    let sources = Sources::new();
    let file = sources.add("a.tf", "a = merge(b, c)\n");
    let mut found = finding(
        "r",
        Severity::Info,
        "m",
        Label::new(span(&file, "b"), "one"),
    );
    found.related = vec![
        Label::new(span(&file, "merge(b, c)"), "two"),
        Label::new(span(&file, "b"), "three"),
        Label::new(span(&file, "c"), "four"),
    ];
    let outcome = Outcome {
        findings: vec![found],
        ..Outcome::default()
    };
    let options = HumanOptions {
        unicode: false,
        ..HumanOptions::default()
    };
    insta::assert_snapshot!(render(&outcome, &sources, &options));
}
