//! The embedded text: sorted lines, found by bisection. Knows where an entry stands, not what its text says.

use super::Kind;

/// The AWS provider.
pub(super) static AWS: Table = Table {
    text: include_str!("aws.table"),
};

/// What the last version 5 of the AWS provider has otherwise.
pub(super) static AWS_5: Table = Table {
    text: include_str!("aws-5.table"),
};

/// Facts about attributes of the AWS provider, from its source.
pub(super) static SOURCE: Table = Table {
    text: include_str!("source.table"),
};

/// Facts that are newer than the source was.
pub(super) static FACTS: Table = Table {
    text: include_str!("facts.table"),
};

/// The small providers that often stand beside it.
pub(super) static OTHER: Table = Table {
    text: include_str!("other.table"),
};

/// Lines `SECTION NAME TEXT`, sorted by bytes.
#[derive(Debug)]
pub(super) struct Table {
    text: &'static str,
}

/// The first word of a line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Section {
    Header,
    Shared,
    DataSource,
    Ephemeral,
    Provider,
    Resource,
}

impl From<Kind> for Section {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Resource => Self::Resource,
            Kind::DataSource => Self::DataSource,
            Kind::Ephemeral => Self::Ephemeral,
        }
    }
}

impl Section {
    /// All of them, in the order of the lines.
    const LETTERS: [(&'static str, Self); 6] = [
        ("#", Self::Header),
        ("@", Self::Shared),
        ("d", Self::DataSource),
        ("e", Self::Ephemeral),
        ("p", Self::Provider),
        ("r", Self::Resource),
    ];

    pub(super) fn letter(self) -> &'static str {
        let found = Self::LETTERS.iter().find(|(_, known)| *known == self);
        found.map_or("#", |(letter, _)| letter)
    }

    fn of(letter: &str) -> Self {
        let found = Self::LETTERS.iter().find(|(known, _)| *known == letter);
        found.map_or(Self::Header, |(_, section)| *section)
    }
}

/// One line, taken apart.
struct Line {
    section: Section,
    name: &'static str,
    text: &'static str,
}

impl Line {
    fn parse(line: &'static str) -> Self {
        let (letter, rest) = line.split_once(' ').unwrap_or((line, ""));
        let (name, text) = rest.split_once(' ').unwrap_or((rest, ""));
        Self {
            section: Section::of(letter),
            name,
            text,
        }
    }
}

impl Table {
    /// The name and text of the line of this name; the name is the table's own, and lives as long.
    pub(super) fn entry(
        &self,
        section: Section,
        name: &str,
    ) -> Option<(&'static str, &'static str)> {
        let start = self.first_line(|line| (line.section, line.name) < (section, name));
        let line = Line::parse(self.text.get(start..)?.lines().next()?);
        (line.section == section && line.name == name).then_some((line.name, line.text))
    }

    /// The names of a section, sorted.
    pub(super) fn names(&self, section: Section) -> impl Iterator<Item = &'static str> {
        let start = self.first_line(|line| line.section < section);
        let end = self.first_line(|line| line.section <= section);
        let lines = self.text.get(start..end).unwrap_or_default().lines();
        lines.map(|line| Line::parse(line).name)
    }

    /// The version in `# provider aws VERSION from …`, of the first such line.
    pub(super) fn provider_version(&self) -> Option<&'static str> {
        let header = self.text.lines().take_while(|line| line.starts_with('#'));
        let mut words = header
            .map(Line::parse)
            .filter(|line| line.name == "provider")
            .map(|line| line.text.split(' '));
        words.next()?.nth(1)
    }

    /// Where the first line begins of which `before` is false; it is true of all lines before that one.
    fn first_line(&self, before: impl Fn(&Line) -> bool) -> usize {
        let bytes = self.text.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low.midpoint(high);
            let head = bytes.get(low..middle).unwrap_or_default();
            let start = memchr::memrchr(b'\n', head).map_or(low, |newline| low + newline + 1);
            let line = self.text.get(start..).and_then(|rest| rest.lines().next());
            let Some(line) = line else { break };
            if before(&Line::parse(line)) {
                low = start + line.len() + 1;
            } else {
                high = start;
            }
        }
        low
    }
}
