//! The disk as a [`Tree`]: the only reader of disks (invariant I1).
//!
//! Follows no symbolic link out of the root, reads no special file, and bounds the size of what it reads.

use super::{Entry, ReadError, Tree};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// No text that people write is larger; a larger file is refused before memory is asked for.
pub const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// A directory on disk and everything below it.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// A tree at an existing directory.
    pub fn new(root: &Path) -> Result<Self, ReadError> {
        #[expect(
            clippy::disallowed_methods,
            reason = "I1: this is the one reader of disks"
        )]
        let root = std::fs::canonicalize(root).map_err(|error| from_io(&error))?;
        Ok(Self { root })
    }

    /// The absolute root, symbolic links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The place on disk of a path of the tree, once it is sure that no symbolic link leads out.
    fn resolve(&self, path: &str) -> Result<PathBuf, ReadError> {
        #[expect(
            clippy::disallowed_methods,
            reason = "I1: this is the one reader of disks"
        )]
        let real = std::fs::canonicalize(self.root.join(path)).map_err(|error| from_io(&error))?;
        if real.starts_with(&self.root) {
            Ok(real)
        } else {
            Err(ReadError::Outside)
        }
    }
}

fn from_io(error: &std::io::Error) -> ReadError {
    match error.kind() {
        std::io::ErrorKind::NotFound => ReadError::NotFound,
        std::io::ErrorKind::NotADirectory | std::io::ErrorKind::IsADirectory => ReadError::NotAFile,
        _ => ReadError::Other(error.to_string()),
    }
}

impl Tree for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let real = self.resolve(path)?;
        #[expect(
            clippy::disallowed_methods,
            reason = "I1: this is the one reader of disks"
        )]
        let metadata = std::fs::metadata(&real).map_err(|error| from_io(&error))?;
        if !metadata.is_file() {
            return Err(ReadError::NotAFile);
        }
        if metadata.len() > MAX_FILE_BYTES {
            return Err(ReadError::TooLarge {
                bytes: metadata.len(),
                limit: MAX_FILE_BYTES,
            });
        }
        let file = std::fs::File::open(&real).map_err(|error| from_io(&error))?;
        let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
        // A file can grow between the question and the reading: the bound holds for the reading too.
        file.take(MAX_FILE_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| from_io(&error))?;
        Ok(bytes)
    }

    fn list(&self, path: &str) -> Result<Vec<Entry>, ReadError> {
        let real = self.resolve(path)?;
        #[expect(
            clippy::disallowed_methods,
            reason = "I1: this is the one reader of disks"
        )]
        let found = std::fs::read_dir(real).map_err(|error| from_io(&error))?;
        let mut entries = Vec::new();
        for entry in found {
            let entry = entry.map_err(|error| from_io(&error))?;
            // Names that are not Unicode cannot be named by a configuration.
            if let Some(name) = entry.file_name().to_str() {
                let is_dir = entry.path().is_dir();
                entries.push(Entry {
                    name: name.to_owned(),
                    is_dir,
                });
            }
        }
        entries.sort();
        Ok(entries)
    }

    fn is_file(&self, path: &str) -> bool {
        self.resolve(path).is_ok_and(|real| real.is_file())
    }

    fn absolute_root(&self) -> Option<String> {
        self.root.to_str().map(|root| root.replace('\\', "/"))
    }
}
