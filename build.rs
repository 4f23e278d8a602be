//! Embeds the rule files: every `rules/<lesson>/<rule>.hcl` is found on disk, none is listed by hand.
//!
//! Std only, so that building the tool compiles nothing for this.
#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a build script may stop the build, and reads the tree it builds"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=rules");
    let root =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("rules");
    let mut files = Vec::new();
    find(&root, &root, &mut files);
    files.sort();
    let mut code = String::from(
        "/// Path below `rules/` and text of every built-in rule, sorted.\nstatic EMBEDDED: &[(&str, &str)] = &[\n",
    );
    for (name, path) in &files {
        let path = path.to_str().expect("the checkout's path is Unicode");
        writeln!(code, "    ({name:?}, include_str!({path:?})),").expect("writing to a string");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("rules.rs");
    fs::write(out, code).expect("the output directory is writable");
}

/// Collects `lesson/rule.hcl` and the absolute path of every rule file below `directory`.
fn find(root: &Path, directory: &Path, into: &mut Vec<(String, PathBuf)>) {
    for entry in fs::read_dir(directory)
        .expect("rules/ is readable")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            find(root, &path, into);
        } else if path.extension().is_some_and(|extension| extension == "hcl") {
            let name = path
                .strip_prefix(root)
                .expect("below rules/")
                .to_string_lossy()
                .replace('\\', "/");
            into.push((name, path));
        }
    }
}
