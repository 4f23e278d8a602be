//! Exports that people have of what an account holds, recognised by their content. Knows no state.
//!
//! * Resource Groups Tagging API, `aws resourcegroupstaggingapi get-resources`:
//!   <https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html>
//! * AWS Config, `aws configservice list-discovered-resources` and snapshots:
//!   <https://docs.aws.amazon.com/config/latest/APIReference/API_ListDiscoveredResources.html>
//! * Resource Explorer, `aws resource-explorer-2 search`:
//!   <https://docs.aws.amazon.com/resource-explorer/latest/apireference/API_Search.html>
//! * CSV with a column of ARNs.

mod json;
mod table;

use super::found::{Found, Listed};
use crate::plan::Refused;
use crate::source::{SourceFile, Span};

/// The tool that wrote an export.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Source {
    TaggingApi,
    ConfigList,
    ConfigSnapshot,
    ResourceExplorer,
    Csv,
    /// A JSON list of ARNs, or of objects with ARNs.
    List,
}

impl Source {
    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TaggingApi => "Resource Groups Tagging API",
            Self::ConfigList => "AWS Config list",
            Self::ConfigSnapshot => "AWS Config snapshot",
            Self::ResourceExplorer => "Resource Explorer",
            Self::Csv => "CSV",
            Self::List => "list of ARNs",
        }
    }

    /// Whether it lists only what has, or had, tags.
    pub const fn is_of_tagged(self) -> bool {
        matches!(self, Self::TaggingApi)
    }
}

/// What one file lists.
#[derive(Debug)]
pub struct Export {
    pub path: String,
    pub source: Source,
    /// One page of several, so that what it lacks may exist.
    pub is_partial: bool,
    /// Entries that name no resource.
    pub unnamed: usize,
    pub found: Vec<Found>,
}

/// How to make what is wanted.
const HELP: &str =
    "make one with `aws resourcegroupstaggingapi get-resources --output json > found.json`";

/// Reads an export.
pub(super) fn read(file: &SourceFile) -> Result<Export, Refused> {
    let text = file.text().trim_start_matches('\u{feff}').trim_start();
    if text.is_empty() {
        return Err(refused("is empty", HELP));
    }
    if text.starts_with(['{', '[']) {
        json::read(text, file)
    } else {
        table::read(file)
    }
}

fn refused(message: impl Into<String>, help: &str) -> Refused {
    Refused {
        message: message.into(),
        help: help.to_owned(),
    }
}

/// Collects what a file lists.
struct Collector<'f> {
    file: &'f SourceFile,
    found: Vec<Found>,
    unnamed: usize,
}

impl<'f> Collector<'f> {
    const fn new(file: &'f SourceFile) -> Self {
        Self {
            file,
            found: Vec::new(),
            unnamed: 0,
        }
    }

    fn add(&mut self, listed: Listed, start: usize, length: usize) {
        let span = Span::new(self.file.id(), start as u32, (start + length) as u32);
        match Found::new(listed, span, self.file.path()) {
            Some(found) => self.found.push(found),
            None => self.unnamed += 1,
        }
    }

    fn export(self, source: Source, is_partial: bool) -> Export {
        Export {
            path: self.file.path().to_owned(),
            source,
            is_partial,
            unnamed: self.unnamed,
            found: self.found,
        }
    }
}

#[cfg(test)]
mod tests;
