//! Why an answer of ours may differ from that of Terraform 1.11 on purpose; `docs/evaluation.md` lists the same reasons.
//! Each reason is checked on the expression itself, so that it excuses nothing else.

use super::{Answer, SENSITIVE, UNKNOWN, ours};
use groundrules::source::{MemoryTree, Sources};
use groundrules::syntax::ast::BinaryOp;
use groundrules::syntax::{self, Expr, ExprKind};

/// What stands in for the unknown variables of `tests/data/console-files/variables.tf`, three times.
pub const VARIABLES: [(&str, [&str; 3]); 8] = [
    (
        "var.texts",
        [
            "tolist([\"a\", \"zz\"])",
            "slice(tolist([\"a\"]), 0, 0)",
            "(true ? null : tolist([\"\"]))",
        ],
    ),
    ("var.text", ["\"zz\"", "\"a\"", "tostring(null)"]),
    ("var.count_of", ["1", "3", "tonumber(null)"]),
    ("var.flag", ["true", "false", "tobool(null)"]),
    (
        "var.names",
        [
            "toset([\"zz\", \"b\"])",
            "toset([\"\"])",
            "(true ? null : toset([\"\"]))",
        ],
    ),
    (
        "var.tags",
        [
            "tomap({ a = \"zz\" })",
            "tomap({ b = \"\" })",
            "(true ? null : tomap({ a = \"\" }))",
        ],
    ),
    (
        "var.thing",
        [
            "{ a = \"zz\", b = 1 }",
            "{ a = \"\", b = 2 }",
            "(true ? null : { a = \"\", b = 2 })",
        ],
    ),
    ("var.anything", ["\"zz\"", "[1]", "null"]),
];

/// What `var.anything` may be, besides.
const ANYTHING: [&str; 9] = [
    "1",
    "true",
    "{}",
    "{ a = \"x\" }",
    "[]",
    "[\"a\"]",
    "[[1]]",
    "tolist([\"a\"])",
    "toset([\"a\"])",
];

/// An expression with values for its unknowns.
pub fn with_values(question: &str, number: usize) -> String {
    VARIABLES
        .iter()
        .fold(question.to_owned(), |text, (name, pool)| {
            text.replace(name, pool[number])
        })
}

/// Why our answer differs from Terraform's on purpose, if it does.
pub fn on_purpose(
    expression: &str,
    terraform: &Answer,
    ours: &Answer,
    tree: &MemoryTree,
) -> Option<&'static str> {
    let case = Case {
        expression,
        terraform,
        ours,
        tree,
    };
    let reasons = [
        (
            case.knows_more(),
            "we know more than Terraform: what holds whatever the unknown is",
        ),
        (
            case.excused_operand(),
            "since Terraform 1.12 what decides `&&` and `||` excuses a mistake in the other operand",
        ),
        (
            case.without_meaning(),
            "arithmetic across address families, or with negative numbers",
        ),
        (
            case.may_fit(),
            "what has no type yet may turn out to have a fitting one",
        ),
        (
            case.sure_mistake(),
            "what is a mistake whatever the unknown is",
        ),
        (
            case.never_known(),
            "a mistake that Terraform calls unknown, although no value would make it known",
        ),
        (
            case.because_of("leaves the calendar"),
            "years after 9999 are none of ours",
        ),
        (
            case.of_the_place(),
            "the directory that Terraform runs in is not known",
        ),
        (
            case.template_in_the_call(),
            "a function does not see whether its argument is written as a template",
        ),
        (
            case.compares_with_null(),
            "since go-cty 1.18 a comparison with null tells nothing of what is sensitive inside",
        ),
        (
            case.because_of("white space that only Terraform reads"),
            "white space that only Terraform's YAML reads",
        ),
    ];
    reasons
        .into_iter()
        .find_map(|(applies, why)| applies.then_some(why))
}

struct Case<'c> {
    expression: &'c str,
    terraform: &'c Answer,
    ours: &'c Answer,
    tree: &'c MemoryTree,
}

impl Case<'_> {
    fn refused(&self) -> bool {
        matches!(self.terraform, Answer::Mistake(_))
    }

    fn mistaken(&self, expression: &str) -> bool {
        matches!(ours(expression, self.tree), Answer::Mistake(_))
    }

    /// Whether ours is unknown in part for this reason.
    fn because_of(&self, reason: &str) -> bool {
        matches!(self.ours, Answer::Value { reasons, .. } if reasons.contains(reason))
            && has_unknown(self.ours)
    }

    fn contains(&self, test: impl Fn(Expr<'_>) -> bool) -> bool {
        let sources = Sources::new();
        let file = sources.add("console", self.expression);
        let parsed = syntax::parse_expression(&file);
        let mut work = vec![parsed.ast.expression()];
        while let Some(expr) = work.pop() {
            if test(expr) {
                return true;
            }
            work.extend(expr.children());
        }
        false
    }

    /// Terraform's answer leaves open what ours says, and ours is none that a value of the unknowns would refute.
    fn knows_more(&self) -> bool {
        self.ours.refines(self.terraform)
            && (0..3).all(|number| {
                let known = ours(&with_values(self.expression, number), self.tree);
                matches!(known, Answer::Mistake(_))
                    || known.refines(self.ours)
                    || self.ours.refines(&known)
            })
    }

    /// One operand of `&&` or `||` is a mistake, and the whole of both is none.
    fn excused_operand(&self) -> bool {
        self.refused()
            && self.contains(|expr| match expr.kind() {
                ExprKind::Binary {
                    operator: BinaryOp::And | BinaryOp::Or,
                    left,
                    right,
                } => {
                    // `!` asks for a truth value, as `&&` does.
                    let mistaken =
                        |operand: Expr<'_>| self.mistaken(&format!("!({})", operand.source_text()));
                    !mistaken(left) && mistaken(right) && !self.mistaken(expr.source_text())
                }
                _ => false,
            })
    }

    fn without_meaning(&self) -> bool {
        self.because_of("is not defined") && self.expression.contains("cidr")
    }

    fn may_fit(&self) -> bool {
        let fits = |value: &str| {
            let text = self.expression.replace("var.anything", value);
            !self.mistaken(&text)
        };
        self.refused()
            && self.expression.contains("var.anything")
            && has_unknown(self.ours)
            && VARIABLES
                .iter()
                .filter(|(name, _)| *name == "var.anything")
                .flat_map(|(_, pool)| pool)
                .chain(&ANYTHING)
                .any(|value| fits(value))
    }

    fn sure_mistake(&self) -> bool {
        matches!(self.ours, Answer::Mistake(_))
            && has_unknown(self.terraform)
            && (0..3).all(|number| self.mistaken(&with_values(self.expression, number)))
    }

    /// An untyped null makes the answer of some functions unknown before they look at anything else.
    fn never_known(&self) -> bool {
        matches!(self.ours, Answer::Mistake(_))
            && has_unknown(self.terraform)
            && !self.expression.contains("var.")
    }

    fn of_the_place(&self) -> bool {
        self.because_of("where the configuration lies")
    }

    fn template_in_the_call(&self) -> bool {
        self.refused()
            && self.contains(|expr| match expr.kind() {
                ExprKind::Call {
                    name: "templatestring",
                    arguments,
                    ..
                } => arguments.first().is_some_and(|template| {
                    !matches!(
                        template.kind(),
                        ExprKind::Variable(_) | ExprKind::GetAttr { .. } | ExprKind::Index { .. }
                    )
                }),
                _ => false,
            })
    }

    /// Something that is sensitive inside, and null, on both sides of `==` or `!=`.
    fn compares_with_null(&self) -> bool {
        let shown = |expr: Expr<'_>| match ours(expr.source_text(), self.tree) {
            Answer::Value { text, .. } => text,
            Answer::Mistake(_) => String::new(),
        };
        let null = |text: &str| {
            text.ends_with("null") || text.starts_with("null /*") || text.contains("(null)")
        };
        let inside = |text: &str| text.contains(SENSITIVE) && text != SENSITIVE;
        let sensitive =
            matches!(self.terraform, Answer::Value { text, .. } if text.contains(SENSITIVE));
        sensitive
            && self.contains(|expr| match expr.kind() {
                ExprKind::Binary {
                    operator: BinaryOp::Equal | BinaryOp::NotEqual,
                    left,
                    right,
                } => {
                    let (left, right) = (shown(left), shown(right));
                    (null(&left) && inside(&right)) || (inside(&left) && null(&right))
                }
                _ => false,
            })
    }
}

pub fn has_unknown(answer: &Answer) -> bool {
    matches!(answer, Answer::Value { text, .. } if text.contains(UNKNOWN))
}
