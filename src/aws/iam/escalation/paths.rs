//! Known ways to more rights: which actions together give them.
//!
//! The facts are those of <https://pathfinding.cloud> (`docs/iam-data.md`).

use crate::aws::table::Table;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A line of comment, then a line a way: name, kind, the service that must be trusted (or `-`), actions.
const TABLE: Table = Table {
    text: include_str!("paths.table"),
    heading: 1,
    separator: '|',
};

/// How a way leads to more rights, worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// Changes the policies that the caller itself holds.
    Rights,
    /// Takes on another user or role.
    Principal,
    /// Passes a role to something new, which then acts for the caller.
    Pass,
    /// Uses something that has a role already. How far that leads, the role decides.
    Existing,
}

impl Kind {
    const ALL: [(&'static str, Self); 4] = [
        ("rights", Self::Rights),
        ("principal", Self::Principal),
        ("pass", Self::Pass),
        ("existing", Self::Existing),
    ];

    /// The word of the table and of rules.
    pub fn name(self) -> &'static str {
        let mut kinds = Self::ALL.iter();
        kinds
            .find(|(_, kind)| *kind == self)
            .map_or("", |(name, _)| name)
    }
}

/// One way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Path {
    pub name: &'static str,
    pub kind: Kind,
    /// The service principal that the passed role must trust.
    pub service: Option<&'static str>,
    /// All of these are needed.
    pub actions: Vec<&'static str>,
}

/// All ways, worst kinds first.
pub fn paths() -> &'static [Path] {
    static PATHS: LazyLock<Vec<Path>> = LazyLock::new(|| {
        let mut paths: Vec<Path> = TABLE.lines().filter_map(read).collect();
        paths.sort_by_key(|path| (path.kind, path.actions.len(), path.name));
        paths
    });
    &PATHS
}

/// The actions of all ways, each once.
pub(super) fn actions() -> &'static [&'static str] {
    static ACTIONS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let actions = paths().iter().flat_map(|path| &path.actions);
        let actions: BTreeSet<&str> = actions.copied().collect();
        actions.into_iter().collect()
    });
    &ACTIONS
}

fn read(line: &'static str) -> Option<Path> {
    let mut columns = line.split('|');
    let mut next = || columns.next();
    let name = next()?;
    let word = next()?;
    let mut kinds = Kind::ALL.iter();
    let (_, kind) = kinds.find(|(known, _)| *known == word)?;
    let service = next().filter(|service| *service != "-");
    Some(Path {
        name,
        kind: *kind,
        service,
        actions: next()?.split(',').collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::iam::actions;

    #[test]
    fn the_table_is_wholly_readable() {
        TABLE.check();
        assert_eq!(paths().len(), TABLE.lines().count());
        assert!(paths().len() > 65);
        for path in paths() {
            assert_eq!(
                path.kind == Kind::Pass,
                path.service.is_some(),
                "{}",
                path.name
            );
            assert_eq!(
                path.kind == Kind::Pass,
                path.actions.contains(&"iam:PassRole"),
                "{}",
                path.name
            );
            for action in &path.actions {
                assert!(actions::action(action).is_some(), "{action}");
            }
        }
    }
}
