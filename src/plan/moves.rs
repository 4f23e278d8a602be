//! Which destroyed instance and which created one are likely one thing under two addresses. Knows no schema: who asks names what says nothing.
//!
//! A plan of a large refactoring destroys and creates thousands of instances of one type. Not every pair of them is compared: what is alike
//! enough shares at least one of the rarest settings of what is destroyed.

use super::change::{Action, Change};
use crate::terraform::Mode;
use crate::value::{Value, render};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// At most so many candidates are compared with one destroyed instance: more are all the same.
const MAX_CANDIDATES: usize = 2000;

/// A destroyed instance, and the created one that is most like it.
#[derive(Clone, Copy, Debug)]
pub struct Move<'c> {
    pub from: &'c Change,
    pub to: &'c Change,
}

/// Each destroyed instance with the created one that it likely is, in the order of the plan; none is in two pairs.
///
/// Two are taken for one when `alike` of a hundred settings that are known of both are the same, or when they are of the same block, with
/// another key (`count` became `for_each`). Settings of the names `ignored` say nothing.
pub fn likely_moves<'c>(changes: &'c [Change], alike: u8, ignored: &[&str]) -> Vec<Move<'c>> {
    let of = |action: Action| {
        let mut by_type: BTreeMap<&str, Vec<&'c Change>> = BTreeMap::new();
        let there = |change: &&Change| {
            change.action == action
                && change.mode == Mode::Managed
                && change.deposed.is_none()
                && change.previous_address.is_none()
        };
        for change in changes.iter().filter(there) {
            by_type
                .entry(&change.resource_type)
                .or_default()
                .push(change);
        }
        by_type
    };
    let created = of(Action::Create);
    let mut found = Vec::new();
    for (resource_type, deleted) in of(Action::Delete) {
        if let Some(created) = created.get(resource_type) {
            found.extend(Matcher::new(created, alike, ignored).pairs(&deleted));
        }
    }
    found
}

/// What is known of an instance, by name.
struct Settings {
    known: BTreeMap<String, String>,
    /// What will be known after the apply.
    open: BTreeSet<String>,
}

impl Settings {
    fn of(value: &Value, ignored: &[&str]) -> Self {
        let (mut known, mut open) = (BTreeMap::new(), BTreeSet::new());
        for (name, value) in value.as_fields().into_iter().flatten() {
            let empty = value.as_sequence().is_some_and(<[Value]>::is_empty)
                || value.as_fields().is_some_and(BTreeMap::is_empty);
            if value.is_null() || empty || ignored.contains(&&**name) {
                continue;
            }
            if value.is_wholly_known() {
                known.insert(name.to_string(), render(value));
            } else {
                open.insert(name.to_string());
            }
        }
        Self { known, open }
    }

    /// How many settings both have, and how many of them, or that one of them has alone, differ.
    fn compare(&self, new: &Self) -> (usize, usize) {
        let comparable = |name: &&String| !new.open.contains(*name) && !self.open.contains(*name);
        let both = self.known.keys().filter(comparable).count();
        let names: BTreeSet<&String> = self.known.keys().chain(new.known.keys()).collect();
        let names = names.into_iter().filter(comparable);
        let differing = names.filter(|name| self.known.get(*name) != new.known.get(*name));
        (both, differing.count())
    }
}

/// The created instances of one type, to be found by what they are like.
struct Matcher<'c, 'i> {
    created: &'i [&'c Change],
    settings: Vec<Settings>,
    taken: Vec<bool>,
    /// Which have a setting with a value.
    with: FxHashMap<(String, String), Vec<usize>>,
    /// Of which a setting is not known.
    open: FxHashMap<String, Vec<usize>>,
    /// Which are of a block.
    blocks: FxHashMap<(&'c str, &'c str), Vec<usize>>,
    alike: usize,
    ignored: &'i [&'i str],
}

impl<'c, 'i> Matcher<'c, 'i> {
    fn new(created: &'i [&'c Change], alike: u8, ignored: &'i [&'i str]) -> Self {
        let settings: Vec<Settings> = created
            .iter()
            .map(|change| Settings::of(&change.after.get(), ignored))
            .collect();
        let (mut with, mut open, mut blocks) = (
            FxHashMap::<_, Vec<usize>>::default(),
            FxHashMap::<_, Vec<usize>>::default(),
            FxHashMap::<_, Vec<usize>>::default(),
        );
        for (index, (change, settings)) in created.iter().zip(&settings).enumerate() {
            for (name, value) in &settings.known {
                let setting = (name.clone(), value.clone());
                with.entry(setting).or_default().push(index);
            }
            for name in &settings.open {
                open.entry(name.clone()).or_default().push(index);
            }
            let block: (&str, &str) = (&change.module, &change.name);
            blocks.entry(block).or_default().push(index);
        }
        Self {
            created,
            taken: vec![false; settings.len()],
            settings,
            with,
            open,
            blocks,
            alike: usize::from(alike.min(100)),
            ignored,
        }
    }

    fn pairs(mut self, deleted: &[&'c Change]) -> Vec<Move<'c>> {
        let mut found = Vec::new();
        for from in deleted {
            let old = Settings::of(&from.before.get(), self.ignored);
            let best = self.candidates(from, &old).into_iter().filter_map(|index| {
                let likeness = self.likeness(from, &old, index)?;
                Some((likeness, index))
            });
            // Of those that are equally alike the first one.
            let Some((_, index)) = best.min() else {
                continue;
            };
            let Some(to) = self.created.get(index) else {
                continue;
            };
            if let Some(taken) = self.taken.get_mut(index) {
                *taken = true;
            }
            found.push(Move { from, to });
        }
        found
    }

    /// Those that may be alike enough, without those that are another one's already.
    fn candidates(&self, from: &Change, old: &Settings) -> BTreeSet<usize> {
        let nobody: &Vec<usize> = &Vec::new();
        let settings = old.known.iter().map(|(name, value)| {
            let with = self.with.get(&(name.clone(), value.clone()));
            let open = self.open.get(name);
            [with, open].map(|which| which.unwrap_or(nobody))
        });
        let mut rarest: Vec<[&Vec<usize>; 2]> = settings.collect();
        // Of those that are equally rare the first by name.
        rarest.sort_by_key(|[with, open]| with.len() + open.len());
        // So many may differ; one of as many and one more has to be the same.
        let differing = old.known.len() * (100 - self.alike) / 100;
        let alike = rarest.into_iter().take(differing + 1).flatten();
        let block: (&str, &str) = (&from.module, &from.name);
        let block = self.blocks.get(&block).unwrap_or(nobody);
        let free = |index: &&usize| self.taken.get(**index) == Some(&false);
        std::iter::once(block)
            .chain(alike)
            .flatten()
            .filter(free)
            .take(MAX_CANDIDATES)
            .copied()
            .collect()
    }

    /// How far from alike two are, in thousandths; `None`: too far.
    fn likeness(&self, from: &Change, old: &Settings, index: usize) -> Option<usize> {
        let (to, new) = (self.created.get(index)?, self.settings.get(index)?);
        let (both, differing) = old.compare(new);
        let is_block = from.module == to.module && from.name == to.name;
        let is_alike = both > 0 && differing * 100 <= (100 - self.alike) * both;
        (is_block || is_alike).then(|| differing * 1000 / both.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Sources, Span};
    use crate::terraform::InstanceKey;
    use crate::value::{Fields, Origin, Type, Unknown};
    use std::sync::Arc;

    fn change(address: &str, action: Action, settings: &[(&str, Option<&str>)]) -> Change {
        let file = Sources::new().add("tfplan.json", String::new());
        let origin = || Origin::expression(Span::new(file.id(), 0, 0));
        let settings: Fields = settings
            .iter()
            .map(|(name, text)| {
                let value = match text {
                    Some(text) => Value::string(text, origin()),
                    None => Value::unknown(
                        Unknown::because(Type::String, crate::value::Reason::Other(Arc::from("?"))),
                        origin(),
                    ),
                };
                (Arc::from(*name), value)
            })
            .collect();
        let object = Value::object(settings, origin());
        let nothing = Value::null(Type::Any, origin());
        let (before, after) = match action {
            Action::Create => (nothing, object),
            _ => (object, nothing),
        };
        let (block, _) = super::super::address::split_key(address).unwrap();
        Change {
            address: Arc::from(address),
            previous_address: None,
            module: Arc::from(""),
            mode: Mode::Managed,
            resource_type: Arc::from("aws_x"),
            name: Arc::from(block.split('.').next_back().unwrap()),
            key: InstanceKey::None,
            deposed: None,
            action,
            reason: None,
            before: before.into(),
            after: after.into(),
            replace_paths: Vec::new(),
            importing: false,
        }
    }

    fn pairs(changes: &[Change]) -> Vec<(&str, &str)> {
        let moves = likely_moves(changes, 80, &["id"]);
        moves
            .iter()
            .map(|one| (&*one.from.address, &*one.to.address))
            .collect()
    }

    #[test]
    fn what_is_alike_is_one_thing() {
        let (gone, new) = (Action::Delete, Action::Create);
        for (old, other, is_one) in [
            (
                &[("a", Some("1")), ("b", Some("2")), ("id", Some("x"))][..],
                &[("a", Some("1")), ("b", Some("2")), ("id", None)][..],
                true,
            ),
            (
                &[("a", Some("1")), ("b", Some("2"))],
                &[("a", Some("1")), ("b", Some("3"))],
                false,
            ),
            // What is not known says nothing.
            (
                &[("a", Some("1")), ("b", Some("2"))],
                &[("a", Some("1")), ("b", None)],
                true,
            ),
            (&[("a", Some("1"))], &[("a", None)], false),
            (
                &[("a", Some("1"))],
                &[("a", Some("1")), ("b", Some("2"))],
                false,
            ),
            (
                &[
                    ("a", Some("1")),
                    ("b", Some("2")),
                    ("c", Some("3")),
                    ("d", Some("4")),
                    ("e", Some("5")),
                ],
                &[
                    ("a", Some("1")),
                    ("b", Some("2")),
                    ("c", Some("3")),
                    ("d", Some("4")),
                    ("e", Some("6")),
                ],
                true,
            ),
            (&[], &[], false),
        ] {
            let changes = [
                change("aws_x.old", gone, old),
                change("aws_x.new", new, other),
            ];
            assert_eq!(!pairs(&changes).is_empty(), is_one, "{old:?} {other:?}");
        }
    }

    #[test]
    fn each_is_in_one_pair_the_most_alike_ones_together() {
        let (gone, new) = (Action::Delete, Action::Create);
        let changes = [
            change("aws_x.a[0]", gone, &[("name", Some("one"))]),
            change("aws_x.a[1]", gone, &[("name", Some("two"))]),
            change("aws_x.a[\"two\"]", new, &[("name", Some("two"))]),
            change("aws_x.a[\"one\"]", new, &[("name", Some("one"))]),
            change("aws_x.a[\"three\"]", new, &[("name", Some("three"))]),
        ];
        assert_eq!(
            pairs(&changes),
            [
                ("aws_x.a[0]", "aws_x.a[\"one\"]"),
                ("aws_x.a[1]", "aws_x.a[\"two\"]")
            ]
        );
    }

    #[test]
    fn thousands_are_compared_in_little_time() {
        let many = |action, word: &str, name: &dyn Fn(usize) -> String| -> Vec<Change> {
            let one = |index| {
                let (name, address) = (name(index), format!("aws_x.{word}{index}"));
                change(
                    &address,
                    action,
                    &[
                        ("name", Some(&name)),
                        ("kind", Some("k")),
                        ("size", Some("1")),
                    ],
                )
            };
            (0..3000).map(one).collect()
        };
        let mut changes = many(Action::Delete, "old", &|index| index.to_string());
        changes.extend(many(Action::Create, "new", &|index| {
            (2999 - index).to_string()
        }));
        let found = pairs(&changes);
        assert_eq!(found.len(), 3000);
        assert!(found.contains(&("aws_x.old0", "aws_x.new2999")));
    }
}
