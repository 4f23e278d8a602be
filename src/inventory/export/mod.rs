//! Exports that people have of what an account holds, recognised by their content. Knows no state.
//!
//! * Resource Groups Tagging API, `aws resourcegroupstaggingapi get-resources`:
//!   <https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html>
//! * AWS Config, `aws configservice list-discovered-resources` and snapshots:
//!   <https://docs.aws.amazon.com/config/latest/APIReference/API_ListDiscoveredResources.html>
//! * Resource Explorer, `aws resource-explorer-2 search`:
//!   <https://docs.aws.amazon.com/resource-explorer/latest/apireference/API_Search.html>
//! * CSV with a column of ARNs, or ARNs one a line.
//!
//! JSON may be one document, several one after the other (pages that a loop appended), or one entry a line (`jq -c`).

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

    /// Whether it may list only what has, or had, tags; of a bare list nobody knows who made it.
    pub const fn is_of_tagged(self) -> bool {
        matches!(self, Self::TaggingApi | Self::Csv | Self::List)
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
    /// What in it is no entry, with its place, and what to do.
    pub misread: Vec<(String, &'static str)>,
}

/// How to make what is wanted.
const HELP: &str =
    "make one with `aws resourcegroupstaggingapi get-resources --output json > found.json`";

/// How many entries that cannot be read are named one by one.
const MISREAD: usize = 20;

/// Reads an export.
pub(super) fn read(file: &SourceFile) -> Result<Export, Refused> {
    let text = file.text().trim_start_matches('\u{feff}').trim_start();
    if text.is_empty() {
        return Err(refused("is empty", HELP));
    }
    if text.starts_with(['{', '[']) || text.starts_with("\"arn:") {
        json::read(text, file)
    } else if text.starts_with("arn:") {
        Ok(table::read_list(file))
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
    misread: Vec<(String, &'static str)>,
}

impl<'f> Collector<'f> {
    const fn new(file: &'f SourceFile) -> Self {
        Self {
            file,
            found: Vec::new(),
            unnamed: 0,
            misread: Vec::new(),
        }
    }

    /// Notes what cannot be read, and goes on.
    fn misread(&mut self, at: usize, what: &str, help: &'static str) {
        let path = self.file.path();
        let place = self.file.position(u32::try_from(at).unwrap_or(u32::MAX));
        match self.misread.len() {
            MISREAD => self
                .misread
                .push((format!("`{path}`: more entries cannot be read"), help)),
            more if more > MISREAD => {}
            _ => {
                let (line, column) = (place.line, place.column);
                let words = format!("`{path}`, line {line} column {column}: {what}");
                self.misread.push((words, help));
            }
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
            misread: self.misread,
        }
    }
}

#[cfg(test)]
mod tests;
