//! What nobody writes Terraform for: the lines of `owners.table`, by what they look at. Knows no state and no export.

use std::sync::OnceLock;

/// The lines of `owners.table`, whose heading says what each cell is.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) arns: Vec<[&'static str; 2]>,
    pub(super) tags: Vec<[&'static str; 4]>,
    pub(super) facts: Vec<[&'static str; 4]>,
    pub(super) of_default_vpc: Vec<[&'static str; 3]>,
    pub(super) parts: Vec<[&'static str; 3]>,
    pub(super) revisions: Vec<[&'static str; 2]>,
}

pub(super) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let text = include_str!("owners.table");
        Table {
            arns: rows(text, "arn"),
            tags: rows(text, "tag"),
            facts: rows(text, "fact"),
            of_default_vpc: rows(text, "vpc"),
            parts: rows(text, "part"),
            revisions: rows(text, "revision"),
        }
    })
}

/// The cells of the lines that start with this word.
pub(super) fn rows<const N: usize>(text: &'static str, word: &str) -> Vec<[&'static str; N]> {
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    let of_word = lines.filter(|(first, _)| *first == word);
    let cells = of_word.map(|(_, line)| line.split(" | ").collect::<Vec<_>>());
    cells.filter_map(|cells| cells.try_into().ok()).collect()
}
