//! What several statements cover together, none of which does alone: two denials that each take one half away take all of it away.
//!
//! A statement is a rectangle of actions and resources. Each side of a question is cut into the kinds of texts that the patterns of the statements tell apart;
//! then each pair of kinds is in a rectangle or in none. Texts that nobody knows are kept apart where the same one stands in `Resource` and in `NotResource`.

use super::extent::Extent;
use super::patterns::Patterns;
use crate::aws::Truth;
use crate::aws::iam::document::Elements;
use crate::aws::wildcard::{self, Case, Glob};
use crate::value::{Part, Reason, Value};

/// So many unknown texts are told apart: each doubles the work.
const MOST_TOLD_APART: usize = 6;

/// So many pairs of kinds of texts are looked at.
const MOST_PAIRS: usize = 50_000;

/// What a statement is about, and whether it holds in every request.
#[derive(Clone, Debug)]
pub(super) struct Rectangle {
    pub(super) extent: Extent,
    pub(super) holds: Truth,
}

/// An answer whose reasons are asked for later, least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Answer {
    No,
    Perhaps,
    Yes,
}

impl Answer {
    fn negate(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Perhaps => Self::Perhaps,
            Self::Yes => Self::No,
        }
    }

    fn of(truth: &Truth) -> Self {
        match truth {
            Truth::False => Self::No,
            Truth::Unknown(_) => Self::Perhaps,
            Truth::True => Self::Yes,
        }
    }
}

/// Texts that no pattern tells apart: for each statement, whether its side holds them. Several cases where that depends on which text an unknown one is.
type TextKind = Vec<Vec<Answer>>;

/// Whether the rectangles together cover all of an extent.
pub(super) fn covered(extent: &Extent, rectangles: &[Rectangle]) -> Truth {
    let alone = rectangles
        .iter()
        .map(|rectangle| (rectangle.extent.cover_all(extent)).and(|| rectangle.holds.clone()));
    Truth::any(alone).or(|| together(extent, rectangles))
}

fn together(extent: &Extent, rectangles: &[Rectangle]) -> Truth {
    let counts = |rectangle: &&Rectangle| {
        !rectangle.holds.is_false()
            && may_overlap(
                &rectangle.extent.actions,
                &extent.actions,
                Case::Insensitive,
            )
            && may_overlap(
                &rectangle.extent.resources,
                &extent.resources,
                Case::Sensitive,
            )
    };
    let touching: Vec<&Rectangle> = rectangles.iter().filter(counts).collect();
    if touching.len() < 2 || leaves_a_sample(extent, &touching) {
        return Truth::False;
    }
    let sides = |side: fn(&Extent) -> &Patterns| {
        let extents = touching.iter();
        extents
            .map(|rectangle| side(&rectangle.extent))
            .collect::<Vec<_>>()
    };
    let actions = kinds(&extent.actions, &sides(|e| &e.actions), Case::Insensitive);
    let resources = || kinds(&extent.resources, &sides(|e| &e.resources), Case::Sensitive);
    let Some((actions, resources)) = actions.and_then(|actions| Some((actions, resources()?)))
    else {
        return Truth::False;
    };
    if actions.len().saturating_mul(resources.len()) > MOST_PAIRS {
        return Truth::False;
    }
    let holds: Vec<Answer> = touching
        .iter()
        .map(|rectangle| Answer::of(&rectangle.holds))
        .collect();
    let pairs = actions
        .iter()
        .flat_map(|action| resources.iter().map(move |resource| (action, resource)));
    let mut least = Answer::Yes;
    for (action, resource) in pairs {
        least = least.min(pair(action, resource, &holds));
        if least == Answer::No {
            return Truth::False;
        }
    }
    match least {
        Answer::Yes => Truth::True,
        _ => Truth::because(touching.iter().flat_map(|rectangle| rectangle.reasons())),
    }
}

/// Whether a pair of kinds of texts is in some rectangle, in all cases.
fn pair(action: &TextKind, resource: &TextKind, holds: &[Answer]) -> Answer {
    let (mut some, mut all) = (false, true);
    for actions in action {
        for resources in resource {
            let sides = actions.iter().zip(resources).zip(holds);
            let inside = sides.map(|((action, resource), holds)| *action.min(resource).min(holds));
            match inside.max().unwrap_or(Answer::No) {
                Answer::No => all = false,
                Answer::Perhaps => (some, all) = (true, false),
                Answer::Yes => some = true,
            }
        }
    }
    match (some, all) {
        (false, _) => Answer::No,
        (true, true) => Answer::Yes,
        (true, false) => Answer::Perhaps,
    }
}

/// Whether a text of the extent, made by putting a letter for each wildcard, is in no rectangle: most questions end here.
fn leaves_a_sample(extent: &Extent, rectangles: &[&Rectangle]) -> bool {
    const NOWHERE: &str = "\u{1}";
    let sample = |patterns: &Patterns| {
        let Patterns::Listed(listed) = patterns else {
            return None;
        };
        let text = listed.values().first()?.as_str()?;
        Some(text.replace(['*', '?'], NOWHERE))
    };
    let (Some(action), Some(resource)) = (sample(&extent.actions), sample(&extent.resources))
    else {
        return false;
    };
    rectangles.iter().all(|rectangle| {
        let Extent { actions, resources } = &rectangle.extent;
        let holds = |patterns: &Patterns, text: &str, case| patterns.cover_text(text, case);
        holds(actions, &action, Case::Insensitive)
            .and(|| holds(resources, &resource, Case::Sensitive))
            .is_false()
    })
}

impl Rectangle {
    fn reasons(&self) -> Vec<Reason> {
        let sides = [&self.extent.actions, &self.extent.resources];
        let elements = sides.map(Patterns::elements);
        let values = elements
            .iter()
            .flat_map(|elements| elements.values().iter().chain(elements.rest()));
        let holds = match &self.holds {
            Truth::Unknown(reasons) => reasons.clone(),
            Truth::True | Truth::False => Vec::new(),
        };
        values.flat_map(Value::reasons).chain(holds).collect()
    }
}

/// Whether two sets may have a text in common; an `AllBut` may.
fn may_overlap(set: &Patterns, other: &Patterns, case: Case) -> bool {
    let (Patterns::Listed(own), Patterns::Listed(listed)) = (set, other) else {
        return true;
    };
    let globs = |elements: &Elements| {
        let values = elements.values().iter();
        values.map(|value| glob(value, case)).collect::<Vec<_>>()
    };
    let (first, second) = (globs(own), globs(listed));
    own.rest().is_some()
        || listed.rest().is_some()
        || first
            .iter()
            .any(|one| second.iter().any(|other| one.overlaps(other)))
}

fn glob(value: &Value, case: Case) -> Glob {
    match value.as_str() {
        // All actions may be written in two ways.
        Some(text) if text.as_ref() == "*:*" && case == Case::Insensitive => Glob::of("*", case),
        _ => Glob::widest(value, case),
    }
}

/// A pattern that occurs in some statement.
struct Atom {
    glob: Glob,
    is_known: bool,
    /// The same for all unknown texts that are the same one.
    identity: Option<String>,
    /// Whether statements name it and others except it: then its cases are told apart.
    is_listed: bool,
    is_excepted: bool,
}

/// One side of a statement, by the places of its atoms.
struct Side {
    is_listed: bool,
    atoms: Vec<usize>,
    is_open: bool,
}

/// The kinds of texts of one side of a question. `None` where there are too many to tell.
fn kinds(question: &Patterns, sets: &[&Patterns], case: Case) -> Option<Vec<TextKind>> {
    let mut atoms = Vec::new();
    let sides: Vec<Side> = sets.iter().map(|set| side(set, &mut atoms, case)).collect();
    let mut found = Vec::new();
    match question {
        Patterns::Listed(listed) => {
            for value in listed.values().iter().chain(listed.rest()) {
                let identity = identity(value);
                kinds_within(
                    &glob(value, case),
                    identity.as_deref(),
                    &atoms,
                    &sides,
                    &mut found,
                )?;
            }
        }
        Patterns::AllBut(_) => {
            let excepted = side(question, &mut atoms, case);
            let sides: Vec<Side> = std::iter::once(excepted).chain(sides).collect();
            let mut all = Vec::new();
            kinds_within(&Glob::of("*", case), None, &atoms, &sides, &mut all)?;
            found.extend(all.into_iter().filter_map(outside));
        }
    }
    found.sort();
    found.dedup();
    Some(found)
}

/// A kind without its first side, which is the question itself, in the cases that belong to the question.
fn outside(kind: TextKind) -> Option<TextKind> {
    let cases = kind.into_iter().filter_map(|mut case| {
        let in_question = (!case.is_empty()).then(|| case.remove(0))?;
        (in_question != Answer::No).then_some(case)
    });
    let mut cases: TextKind = cases.collect();
    cases.sort();
    cases.dedup();
    (!cases.is_empty()).then_some(cases)
}

fn side(set: &Patterns, atoms: &mut Vec<Atom>, case: Case) -> Side {
    let is_listed = matches!(set, Patterns::Listed(_));
    let elements = set.elements();
    let mut places = Vec::new();
    for value in elements.values() {
        let atom = Atom {
            glob: glob(value, case),
            is_known: value.as_str().is_some(),
            identity: identity(value),
            is_listed,
            is_excepted: !is_listed,
        };
        let same = |other: &Atom| {
            other.glob == atom.glob
                && other.identity == atom.identity
                && other.is_known == atom.is_known
                && (atom.is_known || atom.identity.is_some())
        };
        let mut known = atoms.iter_mut().enumerate();
        if let Some((place, known)) = known.find(|(_, other)| same(other)) {
            known.is_listed |= atom.is_listed;
            known.is_excepted |= atom.is_excepted;
            places.push(place);
        } else {
            places.push(atoms.len());
            atoms.push(atom);
        }
    }
    Side {
        is_listed,
        atoms: places,
        is_open: elements.rest().is_some(),
    }
}

/// What an unknown text is made of, when all of that is attributes of instances: the same attributes are the same text.
fn identity(value: &Value) -> Option<String> {
    let unknown = value.as_unknown()?;
    if let Some(symbol) = &unknown.symbol {
        return Some(format!("{{{}.{}}}", symbol.instance, symbol.path));
    }
    let parts = unknown.parts.as_deref()?.iter();
    let text = parts.map(|part| match part {
        Part::Text(text) => Some(text.to_string()),
        Part::String(value) => value
            .as_str()
            .map(ToString::to_string)
            .or_else(|| identity(value)),
        Part::Json(_) => None,
    });
    text.collect()
}

/// Adds the kinds of texts of a pattern; of an unknown one that is the same as an atom, all texts belong to that.
fn kinds_within(
    within: &Glob,
    own: Option<&str>,
    atoms: &[Atom],
    sides: &[Side],
    found: &mut Vec<TextKind>,
) -> Option<()> {
    // Only what cuts the pattern needs to be looked at text by text.
    let cutting: Vec<usize> = (0..)
        .zip(atoms)
        .filter(|(_, atom)| atom.glob.overlaps(within))
        .map(|(place, _)| place)
        .collect();
    let globs: Vec<Glob> = cutting
        .iter()
        .filter_map(|&place| Some(atoms.get(place)?.glob.clone()))
        .collect();
    for combination in wildcard::combinations(within, &globs)? {
        let mut answers = vec![Answer::No; atoms.len()];
        let mut told_apart = Vec::new();
        for (&place, belongs) in cutting.iter().zip(combination) {
            let (Some(atom), Some(answer)) = (atoms.get(place), answers.get_mut(place)) else {
                continue;
            };
            *answer = match () {
                () if own.is_some() && atom.identity.as_deref() == own => Answer::Yes,
                () if !belongs => Answer::No,
                () if atom.is_known => Answer::Yes,
                () => Answer::Perhaps,
            };
            if *answer == Answer::Perhaps
                && atom.is_listed
                && atom.is_excepted
                && told_apart.len() < MOST_TOLD_APART
            {
                told_apart.push(place);
            }
        }
        let mut kind: TextKind = cases(&answers, &told_apart)
            .iter()
            .map(|case| sides.iter().map(|side| side.holds(case)).collect())
            .collect();
        kind.sort();
        kind.dedup();
        found.push(kind);
    }
    Some(())
}

/// The answers with each combination of yes and no in some places.
fn cases(answers: &[Answer], places: &[usize]) -> Vec<Vec<Answer>> {
    let mut all = vec![answers.to_vec()];
    for &place in places {
        let mut others = all.clone();
        for (cases, answer) in [(&mut all, Answer::Yes), (&mut others, Answer::No)] {
            for slot in cases.iter_mut().filter_map(|case| case.get_mut(place)) {
                *slot = answer;
            }
        }
        all.extend(others);
    }
    all
}

impl Side {
    /// Whether it holds the texts that are in these atoms.
    fn holds(&self, atoms: &[Answer]) -> Answer {
        let named = self
            .atoms
            .iter()
            .filter_map(|&place| atoms.get(place).copied());
        let open = self.is_open.then_some(Answer::Perhaps);
        let named = named.chain(open).max().unwrap_or(Answer::No);
        if self.is_listed {
            named
        } else {
            named.negate()
        }
    }
}
