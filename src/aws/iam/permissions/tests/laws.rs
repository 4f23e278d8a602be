//! Laws of denials, allows and boundaries, by chance.

use super::permissions;
use crate::aws::Truth;
use crate::aws::iam::permissions::Permissions;
use proptest::prelude::*;

fn patterns(all: &'static [&'static str]) -> impl Strategy<Value = String> {
    let list = proptest::collection::vec(proptest::sample::select(all), 1..3);
    list.prop_map(|list| serde_json::to_string(&list).unwrap())
}

/// A statement of few actions and resources, so that statements often meet; some are conditional, some known in part.
fn statement(effect: &'static str) -> impl Strategy<Value = String> {
    let element = |name: &'static str, all: &'static [&'static str]| {
        (any::<bool>(), patterns(all)).prop_map(move |(not, list)| {
            let not = if not { "Not" } else { "" };
            format!(r#""{not}{name}":{list}"#)
        })
    };
    let actions = element(
        "Action",
        &[
            "*",
            "s3:*",
            "s3:Get*",
            "*:GetObject",
            "iam:*",
            "iam:PassRole",
            "?x",
        ],
    );
    let resources = element("Resource", &["*", "a*", "*b", "ab", "c", "?y"]);
    let condition =
        proptest::sample::select(&["", "", "", r#","Condition":{"Bool":{"k":"true"}}"#][..]);
    (actions, resources, condition).prop_map(move |(actions, resources, condition)| {
        format!(r#"{{"Effect":"{effect}",{actions},{resources}{condition}}}"#)
    })
}

fn policies() -> impl Strategy<Value = Vec<String>> {
    let either = prop_oneof![3 => statement("Allow"), 1 => statement("Deny")];
    proptest::collection::vec(either, 1..4)
}

const QUESTIONS: &[(&str, &str)] = &[
    ("s3:GetObject", "ab"),
    ("s3:GetObject", "c"),
    ("s3:PutObject", "b"),
    ("iam:PassRole", "a"),
    ("iam:CreateUser", "*"),
    ("s3:*", "a*"),
    ("*", "*"),
];

/// No, unknown, yes: a policy that gives more never has a smaller answer.
fn rank(truth: &Truth) -> u8 {
    match truth {
        Truth::False => 0,
        Truth::Unknown(_) => 1,
        Truth::True => 2,
    }
}

fn answers(policies: &[String], boundary: Option<&[String]>) -> Vec<u8> {
    let boundary = boundary.map(|boundary| boundary.join(","));
    let permissions = permissions(&policies.join(","), boundary.as_deref());
    let questions = QUESTIONS.iter();
    questions
        .map(|(action, resource)| rank(&permissions.allows(action, resource)))
        .collect()
}

fn with(policies: &[String], more: &str) -> Vec<String> {
    policies.iter().cloned().chain([more.to_owned()]).collect()
}

proptest! {
    #[test]
    fn a_deny_never_widens_and_an_allow_never_narrows(
        policies in policies(),
        boundary in proptest::option::of(policies()),
        deny in statement("Deny"),
        allow in statement("Allow"),
    ) {
        let before = answers(&policies, boundary.as_deref());
        let denied = answers(&with(&policies, &deny), boundary.as_deref());
        let allowed = answers(&with(&policies, &allow), boundary.as_deref());
        for ((before, denied), allowed) in before.iter().zip(denied).zip(allowed) {
            prop_assert!(denied <= *before && *before <= allowed);
        }
    }

    #[test]
    fn a_boundary_never_widens_and_the_order_does_not_matter(
        policies in policies(),
        boundary in policies(),
    ) {
        let free = answers(&policies, None);
        let bounded = answers(&policies, Some(&boundary));
        prop_assert!(bounded.iter().zip(&free).all(|(bounded, free)| bounded <= free));
        let mut reversed = policies.clone();
        reversed.reverse();
        prop_assert_eq!(answers(&reversed, Some(&boundary)), bounded);
    }

    /// A denial parted in two, by its resources or by its actions, is the same denial; and where it stands does not matter.
    #[test]
    fn two_halves_are_a_whole(
        policies in policies(),
        boundary in proptest::option::of(policies()),
        (actions, resources) in (patterns(&["*", "s3:*", "iam:*", "s3:Get*"]), patterns(&["*", "a*", "ab", "c"])),
        by_actions in any::<bool>(),
        in_boundary in any::<bool>(),
        place in 0_usize..4,
    ) {
        let one = r#""s3:G*""#;
        let deny = |action: String, resource: String| format!(r#"{{"Effect":"Deny",{action},{resource}}}"#);
        let whole = deny(format!(r#""Action":{actions}"#), format!(r#""Resource":{resources}"#));
        let everything = |name: &str| format!(r#""{name}":"*""#);
        let (halves, whole) = if by_actions {
            let half = |not: &str| deny(format!(r#""{not}Action":{one}"#), format!(r#""Resource":{resources}"#));
            (vec![half(""), half("Not")], deny(everything("Action"), format!(r#""Resource":{resources}"#)))
        } else if in_boundary {
            let half = |not: &str| deny(format!(r#""Action":{actions}"#), format!(r#""{not}Resource":"a*""#));
            (vec![half(""), half("Not")], deny(format!(r#""Action":{actions}"#), everything("Resource")))
        } else {
            let lists: (Vec<String>, Vec<String>) = (serde_json::from_str(&actions).unwrap(), serde_json::from_str(&resources).unwrap());
            let halves = lists.0.iter().flat_map(|action| lists.1.iter().map(move |resource| (action, resource)));
            (halves.map(|(action, resource)| deny(format!(r#""Action":"{action}""#), format!(r#""Resource":"{resource}""#))).collect(), whole)
        };
        let mut parted = policies.clone();
        parted.splice(place.min(policies.len())..place.min(policies.len()), halves.iter().cloned());
        let bounded = boundary.as_deref();
        prop_assert_eq!(answers(&parted, bounded), answers(&with(&policies, &whole), bounded));
        // One half in the policy and one in the boundary.
        if let (Some(bound), [first, second]) = (&boundary, halves.as_slice()) {
            let split = answers(&with(&policies, first), Some(&with(bound, second)));
            prop_assert_eq!(split, answers(&with(&policies, &whole), bounded));
        }
        // What is left of the statements says the same of what is asked of it.
        let left = |policies: &[String]| {
            let boundary = boundary.as_ref().map(|boundary| boundary.join(","));
            let left = permissions(&policies.join(","), boundary.as_deref()).effective().to_vec();
            let left = Permissions::new(left.into_iter().filter(|granted| !granted.statement.allows().is_false()).collect(), None);
            QUESTIONS.iter().map(|(action, resource)| rank(&left.allows(action, resource))).collect::<Vec<_>>()
        };
        prop_assert_eq!(left(&parted), left(&with(&policies, &whole)));
    }

    /// What is allowed is in what is left (or may be); and what is left is no more than what is written.
    #[test]
    fn narrowed_statements_keep_what_is_allowed(
        policies in policies(),
        boundary in proptest::option::of(policies()),
    ) {
        let boundary = boundary.map(|boundary| boundary.join(","));
        let whole = permissions(&policies.join(","), boundary.as_deref());
        let effective = Permissions::new(whole.effective().to_vec(), None);
        // A pattern may be left in pieces, none of which covers all of it.
        for (action, resource) in QUESTIONS.iter().filter(|(action, resource)| !action.contains('*') && !resource.contains('*')) {
            let left = effective.allows(action, resource);
            let lost = left.is_false() && !whole.allows(action, resource).is_false();
            prop_assert!(!lost, "{} on {}", action, resource);
            let written = Permissions::new(whole.statements.clone(), None);
            prop_assert!(rank(&left) <= rank(&written.allows(action, resource)), "{} on {}", action, resource);
        }
    }
}
