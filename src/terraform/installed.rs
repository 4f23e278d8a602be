//! The modules that `terraform init` has fetched: `.terraform/modules/modules.json` of a root module.

use crate::source::{Tree, join};
use std::collections::BTreeMap;

/// The path of the manifest in the directory of a root module.
const MANIFEST: &str = ".terraform/modules/modules.json";

/// Directories of the tree by the path of the call (`network.subnets`); `None`: the directory lies outside the tree.
#[derive(Clone, Default, Debug)]
pub(super) struct Installed {
    directories: BTreeMap<String, Option<String>>,
    /// Of modules from a registry, by the path of the call.
    versions: BTreeMap<String, String>,
}

/// Where a fetched module is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fetched<'a> {
    /// A directory of the tree.
    At(&'a str),
    /// Outside the tree.
    Outside,
    /// Not installed.
    Nowhere,
}

#[derive(serde::Deserialize)]
struct Manifest {
    #[serde(rename = "Modules", default)]
    modules: Vec<Entry>,
}

#[derive(serde::Deserialize)]
struct Entry {
    #[serde(rename = "Key", default)]
    key: String,
    #[serde(rename = "Version", default)]
    version: String,
    #[serde(rename = "Dir", default)]
    dir: String,
}

impl Installed {
    /// Reads the manifest of a root module. `None`: there is none; `Err`: it is not what Terraform writes.
    pub(super) fn read(tree: &dyn Tree, root: &str) -> Option<Result<Self, String>> {
        let path = join(root, MANIFEST)?;
        if !tree.is_file(&path) {
            return None;
        }
        let manifest = match tree.read(&path) {
            Ok(bytes) => {
                serde_json::from_slice::<Manifest>(&bytes).map_err(|error| error.to_string())
            }
            Err(error) => Err(error.to_string()),
        };
        Some(
            manifest
                .map(|manifest| Self {
                    versions: manifest
                        .modules
                        .iter()
                        .filter(|entry| !entry.version.is_empty())
                        .map(|entry| (entry.key.clone(), entry.version.clone()))
                        .collect(),
                    directories: manifest
                        .modules
                        .into_iter()
                        .map(|entry| (entry.key, join(root, &entry.dir)))
                        .collect(),
                })
                .map_err(|error| format!("cannot read `{path}`: {error}")),
        )
    }

    /// Where the module of a call is.
    pub(super) fn directory(&self, key: &str) -> Fetched<'_> {
        match self.directories.get(key) {
            Some(Some(directory)) => Fetched::At(directory),
            Some(None) => Fetched::Outside,
            None => Fetched::Nowhere,
        }
    }

    /// The version of the module of a call, when it is from a registry.
    pub(super) fn version(&self, key: &str) -> Option<&str> {
        self.versions.get(key).map(String::as_str)
    }

    /// All directories inside the tree.
    pub(super) fn directories(&self) -> impl Iterator<Item = &str> {
        self.directories
            .iter()
            .filter(|(key, _)| !key.is_empty())
            .filter_map(|(_, directory)| directory.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemoryTree;

    #[test]
    fn directories_stay_inside() {
        let text = r#"{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"a.b","Dir":".terraform/modules/a.b"},{"Key":"x","Dir":"../../../etc"}]}"#;
        let tree = MemoryTree::new([("root/.terraform/modules/modules.json", text)]);
        let installed = Installed::read(&tree, "root").unwrap().unwrap();
        assert_eq!(
            installed.directory("a.b"),
            Fetched::At("root/.terraform/modules/a.b")
        );
        assert_eq!(installed.directory("x"), Fetched::Outside);
        assert_eq!(installed.directory("y"), Fetched::Nowhere);
    }
}
