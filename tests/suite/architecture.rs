//! The floors of `docs/architecture.md` hold, and every module says what it is for.

use super::support::{files_below, root};
use std::collections::BTreeMap;

/// module → floor, from the table.
fn floors() -> BTreeMap<String, u32> {
    let text = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let mut floors = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let Ok(floor) = cells[0].parse::<u32>() else {
            continue;
        };
        for module in cells[1].split('`').filter(|word| !word.trim().is_empty()) {
            floors.insert(module.to_owned(), floor);
        }
    }
    floors
}

/// The sources of the library: (path below `src/`, text).
fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let files = files_below(&src)
        .into_iter()
        .filter(|file| file.ends_with(".rs"));
    files
        .map(|file| {
            (
                file.clone(),
                std::fs::read_to_string(src.join(&file)).unwrap(),
            )
        })
        .collect()
}

#[test]
fn modules_use_lower_floors_only() {
    let floors = floors();
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let Some((module, _)) = file.split_once('/') else {
            continue;
        };
        let own = *floors
            .get(module)
            .unwrap_or_else(|| panic!("`{module}` is not in the table of floors"));
        for (number, line) in text.lines().enumerate() {
            for used in line.split("crate::").skip(1) {
                let name: String = used
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if let Some(floor) = floors
                    .get(&name)
                    .filter(|floor| name != module && **floor >= own)
                {
                    wrong.push(format!(
                        "src/{file}:{}: `{module}` (floor {own}) uses `{name}` (floor {floor})",
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_of_the_library_is_in_the_table() {
    let text = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let declared: Vec<String> = text
        .lines()
        .filter_map(|line| {
            line.strip_prefix("pub mod ")?
                .strip_suffix(';')
                .map(str::to_owned)
        })
        .collect();
    let floors = floors();
    assert_eq!(
        declared
            .iter()
            .filter(|module| !floors.contains_key(*module))
            .collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
    assert_eq!(
        floors
            .keys()
            .filter(|module| !declared.contains(module))
            .collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|(file, text)| !file.ends_with("tests.rs") && !text.starts_with("//! "))
        .map(|(file, _)| file)
        .collect();
    assert!(
        silent.is_empty(),
        "no `//!` sentence: {}",
        silent.join(", ")
    );
}

#[test]
fn libraries_stay_in_their_rooms() {
    let rooms = [
        ("miette::", "report/human"),
        ("clap::", "cli/"),
        ("std::process", "cli/"),
    ];
    let mut wrong = Vec::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| file != "main.rs") {
        for (library, room) in rooms {
            if text.contains(library) && !file.starts_with(room) {
                wrong.push(format!(
                    "src/{file} uses `{library}`, which belongs to `{room}`"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn paths_that_the_documents_name_exist() {
    let mut missing = Vec::new();
    let documents = files_below(&root().join("docs"))
        .into_iter()
        .map(|file| format!("docs/{file}"))
        .chain(["README.md".to_owned(), "CONTRIBUTING.md".to_owned()]);
    for document in documents.filter(|document| document.ends_with(".md")) {
        let Ok(text) = std::fs::read_to_string(root().join(&document)) else {
            continue;
        };
        for word in text.split('`').skip(1).step_by(2) {
            let named = [
                "src/",
                "docs/",
                "tests/",
                "fixtures/",
                "rules/",
                "benches/",
                "scripts/",
            ]
            .iter()
            .any(|folder| word.starts_with(folder));
            let plain = word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "/_-.".contains(c));
            if named && plain && !root().join(word).exists() {
                missing.push(format!("{document}: `{word}`"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
