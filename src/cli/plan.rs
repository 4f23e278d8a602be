//! From the path of a plan to its text, and to the configuration that stands beside it.
#![expect(
    clippy::disallowed_methods,
    reason = "I1: the shell turns what a person types into paths, and reads standard input"
)]

use crate::plan::{Refused, essence, plain};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Plans of large estates have some hundred megabytes; a larger file is refused before memory is asked for.
const MAX_PLAN_BYTES: u64 = 1024 * 1024 * 1024;

/// How files with plans, or with what is taken for one, are named; other files are refused as no configuration.
const PLAN_ENDINGS: [&str; 9] = [
    "json", "plan", "tfplan", "out", "tfstate", "binary", "bin", "gz", "zip",
];

/// What standard input is called in reports.
const STANDARD_INPUT: &str = "<stdin>";

/// What is read of a plan, and what reports call it.
#[derive(Debug)]
pub(super) struct PlanText {
    name: String,
    bytes: Vec<u8>,
    /// The directory of the file; `None` for standard input.
    directory: Option<PathBuf>,
}

impl PlanText {
    /// Reads the plan that the paths name: `-`, or a file that is no configuration. `None`: they name directories and configuration files.
    pub(super) fn find(paths: &[PathBuf]) -> Result<Option<Self>, String> {
        let mut plans = paths.iter().filter(|path| is_plan(path));
        let Some(path) = plans.next() else {
            return Ok(None);
        };
        if paths.len() > 1 {
            return Err(format!(
                "`{}` is a plan, and a plan is checked by itself; `--config DIR` names its configuration",
                path.display()
            ));
        }
        Self::read(path)?.reduced().map(Some)
    }

    /// Reads what a person names, whatever it is.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let refuse = |error: std::io::Error| format!("cannot read `{}`: {error}", path.display());
        if path == Path::new("-") {
            let bytes = bounded(std::io::stdin().lock(), 0).map_err(refuse)?;
            return Ok(Self {
                name: STANDARD_INPUT.to_owned(),
                bytes: plain(whole(bytes, path)?),
                directory: None,
            });
        }
        let file = std::fs::File::open(path).map_err(refuse)?;
        let size = file.metadata().map_err(refuse)?.len();
        if size > MAX_PLAN_BYTES {
            return Err(too_large(path));
        }
        let parent = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        let bytes = whole(bounded(file, size).map_err(refuse)?, path)?;
        Ok(Self {
            name: path.display().to_string().replace('\\', "/"),
            bytes: plain(bytes),
            directory: Some(parent.unwrap_or(Path::new(".")).to_path_buf()),
        })
    }

    /// Keeps the part of a plan that is ever read.
    fn reduced(mut self) -> Result<Self, String> {
        self.bytes = essence(&self.bytes).map_err(|refused| in_words(&self.name, &refused))?;
        Ok(self)
    }

    /// The text, with the name that reports give it.
    pub(super) fn named_text(&self) -> (&str, &[u8]) {
        (&self.name, &self.bytes)
    }

    /// Hands the name and the text on to whoever reads the plan in it, so that the text can be let go; puts a refusal into words.
    pub(super) fn read_by<T>(
        self,
        read: impl FnOnce(&str, Vec<u8>) -> Result<T, Refused>,
    ) -> Result<T, String> {
        read(&self.name, self.bytes).map_err(|refused| in_words(&self.name, &refused))
    }

    /// Where the configuration may be: the directory that somebody names, that of the plan, or the working directory.
    pub(super) fn beside(&self, given: Option<&Path>) -> Option<PathBuf> {
        let holds = |directory: &Path| {
            let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
            entries
                .filter_map(|entry| entry.file_name().into_string().ok())
                .any(|name| crate::terraform::files::is_configuration(&name))
        };
        match given {
            Some(given) => Some(given.to_path_buf()),
            None => [self.directory.as_deref(), Some(Path::new("."))]
                .into_iter()
                .flatten()
                .find(|directory| holds(directory))
                .map(Path::to_path_buf),
        }
    }
}

/// Whether a path names a plan: standard input, or a file that is no configuration.
fn is_plan(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("");
    let ending = path.extension().and_then(|ending| ending.to_str());
    let is_named_so = ending.is_none_or(|ending| PLAN_ENDINGS.contains(&ending));
    path == Path::new("-")
        || (is_named_so && path.is_file() && !crate::terraform::files::is_configuration(name))
}

fn in_words(name: &str, Refused { message, help }: &Refused) -> String {
    format!("`{name}` {message}\n  help: {help}")
}

/// Reads what is not larger than the limit; `size` is how large it says that it is.
fn bounded(from: impl std::io::Read, size: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size as usize + 1);
    from.take(MAX_PLAN_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn whole(bytes: Vec<u8>, path: &Path) -> Result<Vec<u8>, String> {
    if bytes.len() as u64 > MAX_PLAN_BYTES {
        Err(too_large(path))
    } else {
        Ok(bytes)
    }
}

fn too_large(path: &Path) -> String {
    format!(
        "`{}` is larger than {} GB, the limit of a plan",
        path.display(),
        MAX_PLAN_BYTES >> 30
    )
}
