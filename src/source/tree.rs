//! A tree of files as the floors above see it: a disk, or an editor's memory.
//!
//! Paths are relative to the root of the tree, normalised (no `.`/`..`), with `/` as separator; the root itself is the empty path.
//! Nothing outside the root can be named, and an implementation refuses what leads out of it (symbolic links).

use std::collections::BTreeMap;

/// Why a file could not be had.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReadError {
    NotFound,
    /// The path, or a symbolic link on it, leads out of the tree.
    Outside,
    NotAFile,
    TooLarge {
        bytes: u64,
        limit: u64,
    },
    /// What the operating system said.
    Other(String),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound => f.write_str("no such file"),
            Self::Outside => f.write_str("leads out of the directory tree that is checked"),
            Self::NotAFile => f.write_str("not a regular file"),
            Self::TooLarge { bytes, limit } => {
                write!(f, "{bytes} bytes, more than the limit of {limit}")
            }
            Self::Other(text) => f.write_str(text),
        }
    }
}

/// One entry of a directory.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Entry {
    pub name: String,
    pub is_dir: bool,
}

/// What can be asked of a tree of files.
pub trait Tree: Sync + std::fmt::Debug {
    /// The bytes of a file.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;

    /// The entries of a directory, sorted by name.
    fn list(&self, path: &str) -> Result<Vec<Entry>, ReadError>;

    fn is_file(&self, path: &str) -> bool;

    /// The absolute path of the root, for `path.cwd` and the like; `None` when there is none (memory).
    fn absolute_root(&self) -> Option<String>;
}

/// Joins a path onto a directory of the tree and normalises; `None` when the result lies outside the root or `path` is absolute.
pub fn join(directory: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = directory
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// A tree in memory: for tests and editors.
#[derive(Clone, Default, Debug)]
pub struct MemoryTree {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemoryTree {
    pub fn new<P: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        Self {
            files: files
                .into_iter()
                .map(|(path, bytes)| (path.into(), bytes.into()))
                .collect(),
        }
    }

    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }
}

impl Tree for MemoryTree {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.files.get(path).cloned().ok_or(ReadError::NotFound)
    }

    fn list(&self, path: &str) -> Result<Vec<Entry>, ReadError> {
        let prefix = if path.is_empty() {
            String::new()
        } else {
            format!("{path}/")
        };
        let mut entries = Vec::new();
        for rest in self
            .files
            .keys()
            .filter_map(|file| file.strip_prefix(&prefix))
        {
            let (name, is_dir) = rest
                .split_once('/')
                .map_or((rest, false), |(name, _)| (name, true));
            entries.push(Entry {
                name: name.to_owned(),
                is_dir,
            });
        }
        entries.sort();
        entries.dedup();
        if entries.is_empty() && !path.is_empty() {
            Err(ReadError::NotFound)
        } else {
            Ok(entries)
        }
    }

    fn is_file(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    fn absolute_root(&self) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn join_stays_inside() {
        assert_eq!(join("a/b", "../c/./d").as_deref(), Some("a/c/d"));
        assert_eq!(join("a", "../.."), None);
        assert_eq!(join("", "/etc/passwd"), None);
        assert_eq!(join("", "").as_deref(), Some(""));
    }
}
