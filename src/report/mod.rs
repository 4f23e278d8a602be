//! Findings out: one file per format, each a function from an [`Outcome`](crate::triage::Outcome) to text.
//!
//! Knows no terminal and no file: whether there are colours and how wide the page is comes in as options.

pub mod github;
pub mod human;
pub mod inventory;
pub mod json;
pub mod junit;
mod place;
pub mod rules;
#[cfg(test)]
mod sample;
pub mod sarif;
mod shapes;

/// The formats that findings come out in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Format {
    /// Drawn excerpts and a summary, for a terminal.
    Human,
    /// Our own versioned shape, `docs/json.md`.
    Json,
    /// SARIF 2.1.0, `docs/sarif.md`.
    Sarif,
    /// Annotations of a GitHub workflow run.
    Github,
    /// `JUnit` XML, for test panels.
    Junit,
}

impl Format {
    pub const ALL: [Self; 5] = [
        Self::Human,
        Self::Json,
        Self::Sarif,
        Self::Github,
        Self::Junit,
    ];

    /// The word that the command line uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Junit => "junit",
        }
    }

    /// The format of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == word)
    }
}
