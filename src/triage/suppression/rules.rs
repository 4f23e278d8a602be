//! The rules about suppressions themselves, for lists, `explain` and SARIF: they have no rule file, because they speak of no resource.

use crate::finding::Severity;
use crate::rules::{Profile, RuleInfo};

pub(super) const LESSON: &str = "terraform-hygiene";

/// What suppressions can say, for readers of reports.
const PAGE: &str = concat!(
    env!("CARGO_PKG_REPOSITORY"),
    "/blob/main/docs/suppressions.md"
);

/// What can be wrong with a suppression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    WithoutReason,
    Expired,
    Unused,
    Malformed,
}

impl Fault {
    const ALL: [Self; 4] = [
        Self::WithoutReason,
        Self::Expired,
        Self::Unused,
        Self::Malformed,
    ];

    pub(super) const fn rule(self) -> &'static str {
        match self {
            Self::WithoutReason => "suppression-without-reason",
            Self::Expired => "suppression-expired",
            Self::Unused => "suppression-unused",
            Self::Malformed => "suppression-malformed",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::WithoutReason => "suppression gives no reason",
            Self::Expired => "suppression is past its date",
            Self::Unused => "suppression answers nothing",
            Self::Malformed => "suppression cannot be understood",
        }
    }

    const fn documentation(self) -> &'static str {
        match self {
            Self::WithoutReason => {
                "A suppression without a reason tells nobody later whether it may go. It has no effect until it gives one.\n\n\
                 Write why the finding is right as it is here: `# groundrules:allow RULE reason`."
            }
            Self::Expired => {
                "The day after `until=` a suppression ends, and what it answered is reported again: it was meant for a time.\n\n\
                 Repair what it was about, or decide again and set a new date."
            }
            Self::Unused => {
                "A suppression that answers no finding hides the next one that comes to its place. Either what it was about is \
                 repaired, or it stands where it speaks of something else: a comment beside code speaks of its line, a comment \
                 on a line of its own speaks of what starts directly below it.\n\n\
                 Remove it, or move it. Suppressions of rules that do not run are not reported."
            }
            Self::Malformed => {
                "A comment that starts with `groundrules:` is meant for this tool, but it cannot be read: it names a rule that does \
                 not exist, or a date that is none, or it has another form. It has no effect, and nobody would notice.\n\n\
                 Write `# groundrules:allow RULE[,RULE…] reason`, with `until=YYYY-MM-DD` if it is for a time."
            }
        }
    }
}

/// The rules about suppressions; they take part in selection like all others.
pub fn suppression_rules() -> Vec<RuleInfo> {
    Fault::ALL
        .into_iter()
        .map(|fault| RuleInfo {
            name: fault.rule().into(),
            lesson: LESSON.into(),
            title: fault.title().to_owned(),
            severity: Severity::Warning,
            profile: Profile::Core,
            subjects: vec!["comments".to_owned()],
            documentation: fault.documentation().to_owned(),
            references: vec![PAGE.to_owned()],
            options: Vec::new(),
            equivalent: Vec::new(),
        })
        .collect()
}
