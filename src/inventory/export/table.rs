//! CSV with a column of ARNs: spreadsheets, Tag Editor, Resource Explorer's console.

use super::{Collector, Export, HELP, Listed, Source, refused};
use crate::plan::Refused;
use crate::source::SourceFile;

/// How columns of ARNs are headed, without case, spaces and signs.
const ARN_COLUMNS: [&str; 5] = [
    "arn",
    "resourcearn",
    "arns",
    "resourcearns",
    "identifierarn",
];
const NAME_COLUMNS: [&str; 3] = ["name", "tagname", "resourcename"];

pub(super) fn read(file: &SourceFile) -> Result<Export, Refused> {
    let text = file.text().trim_start_matches('\u{feff}');
    let skipped = file.text().len() - text.len();
    let first = text.lines().next().unwrap_or("");
    let delimiter = [',', ';', '\t']
        .into_iter()
        .max_by_key(|sign| first.matches(*sign).count());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.map_or(b',', |sign| sign as u8))
        .flexible(true)
        .from_reader(text.as_bytes());
    let headers = reader
        .headers()
        .map_err(|error| unreadable(&error))?
        .clone();
    let column = |names: &[&str]| {
        headers
            .iter()
            .position(|header| names.contains(&&*plain(header)))
    };
    let Some(arn) = column(&ARN_COLUMNS) else {
        return Err(no_column(text, &headers));
    };
    let name = column(&NAME_COLUMNS);
    let mut collector = Collector::new(file);
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        let start = record.position().map_or(0, |at| at.byte() as usize) + skipped;
        let cell = |column: usize| {
            record
                .get(column)
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
        };
        let listed = Listed {
            arn: cell(arn)
                .filter(|arn| arn.starts_with("arn:"))
                .map(str::to_owned),
            name: name
                .and_then(cell)
                .filter(|name| *name != "-")
                .map(str::to_owned),
            ..Listed::default()
        };
        // The record, at the line that it starts on.
        collector.add(listed, start, 0);
    }
    Ok(collector.export(Source::Csv, false))
}

/// ARNs one a line, or between tabs, as `--output text` of the command line prints them.
pub(super) fn read_list(file: &SourceFile) -> Export {
    let mut collector = Collector::new(file);
    let mut start = 0;
    for piece in file.text().split(['\n', '\t']) {
        let arn = piece.trim_matches(['\u{feff}', ' ', '\r']);
        if !arn.is_empty() {
            let listed = Listed {
                arn: Some(arn.to_owned()).filter(|arn| arn.starts_with("arn:")),
                ..Listed::default()
            };
            collector.add(listed, start, piece.len());
        }
        start += piece.len() + 1;
    }
    collector.export(Source::List, false)
}

/// A header without case, spaces and signs: `Resource ARN` is `resource_arn`.
fn plain(header: &str) -> String {
    let letters = header.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

fn no_column(text: &str, headers: &csv::StringRecord) -> Refused {
    let head = text.trim_start();
    if head.starts_with("resource ")
        || head.starts_with("terraform ")
        || head.starts_with("provider ")
    {
        return refused("is Terraform configuration, not an export", HELP);
    }
    if head.starts_with("PK") {
        return refused("is a zip file or a saved plan, not an export", HELP);
    }
    if head.starts_with("RESOURCETAGMAPPINGLIST") || head.starts_with("ResourceTagMappingList:") {
        return refused(
            "is text or YAML of the AWS command line, not JSON",
            "run the command again with `--output json`",
        );
    }
    if headers.len() < 2 {
        return refused("is neither JSON nor CSV with a column of ARNs", HELP);
    }
    let names: Vec<String> = headers
        .iter()
        .take(12)
        .map(|name| format!("`{name}`"))
        .collect();
    refused(
        format!(
            "has no column of ARNs; its columns are {}",
            names.join(", ")
        ),
        "head the column `arn`",
    )
}

fn unreadable(error: &csv::Error) -> Refused {
    refused(format!("is not readable as CSV: {error}"), HELP)
}
