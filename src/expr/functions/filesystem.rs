//! Functions that read files, hash them, and work on paths.
//!
//! Only what lies in the tree of the run is read; a path that leads out of it gives an unknown, since Terraform could read it.

use super::arguments::{Arguments, Refusal, wrong, wrong_argument};
use super::crypto;
use super::encoding::base64_text;
use super::signature::{Function, Parameter, Want};
use crate::expr::CallError;
use crate::expr::Files;
use crate::finding::ProblemKind;
use crate::source::{ReadError, join};
use crate::value::{Origin, Value};

const PATH: Parameter = Parameter::new("path", Want::String);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("abspath", &[PATH], Want::String, absolute),
    Function::new("basename", &[PATH], Want::String, |arguments| {
        arguments.string(base_name(arguments.text(0)?))
    }),
    Function::new("dirname", &[PATH], Want::String, |arguments| {
        arguments.string(dir_name(arguments.text(0)?))
    }),
    Function::new("file", &[PATH], Want::String, file),
    Function::new("filebase64", &[PATH], Want::String, |arguments| {
        encoded(arguments, base64_text)
    }),
    Function::new("filebase64sha256", &[PATH], Want::String, |arguments| {
        encoded(arguments, crypto::base64_sha256)
    }),
    Function::new("filebase64sha512", &[PATH], Want::String, |arguments| {
        encoded(arguments, crypto::base64_sha512)
    }),
    Function::new("fileexists", &[PATH], Want::Bool, exists),
    Function::new("filemd5", &[PATH], Want::String, |arguments| {
        encoded(arguments, crypto::md5)
    }),
    Function::new("filesha1", &[PATH], Want::String, |arguments| {
        encoded(arguments, crypto::sha1)
    }),
    Function::new("filesha256", &[PATH], Want::String, |arguments| {
        encoded(arguments, crypto::sha256)
    }),
    Function::new("filesha512", &[PATH], Want::String, |arguments| {
        encoded(arguments, crypto::sha512)
    }),
    Function::new("pathexpand", &[PATH], Want::String, |arguments| {
        let path = arguments.text(0)?;
        refuse_home(arguments, path)?;
        arguments.string(path)
    }),
];

/// The text of a file. Of a document of JSON, the origin is the file, where its elements have their places.
fn file(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let text = read_text(arguments, 0)?;
    if !text.trim_start().starts_with('{') {
        return arguments.string(text);
    }
    let path = locate(arguments, 0)?;
    let value = arguments.string(&text)?;
    let source = files(arguments)?.sources.add_once(&path, text);
    let whole = Origin::expression(source.whole());
    let origin = value.origin().clone().after(whole);
    Ok(value.with_origin(origin))
}

/// Whether a function looks at files (not only at paths).
pub(super) fn reads_files(name: &str) -> bool {
    (name.starts_with("file") && name != "filebase64encode") || name == "templatefile"
}

pub(super) fn files<'a>(arguments: &Arguments<'a>) -> Result<Files<'a>, Refusal> {
    arguments
        .context()
        .files
        .ok_or_else(|| arguments.unknowable("needs the files of the configuration"))
}

/// `~` is the home of whoever runs Terraform, of whom we know nothing.
fn refuse_home(arguments: &Arguments<'_>, path: &str) -> Result<(), Refusal> {
    match path.strip_prefix('~') {
        None => Ok(()),
        Some(rest) if rest.is_empty() || rest.starts_with(['/', '\\']) => {
            Err(arguments.unknowable("depends on the home directory"))
        }
        Some(_) => Err(wrong_argument(
            0,
            "the home directory of another user cannot be expanded",
        )),
    }
}

fn outside(arguments: &Arguments<'_>) -> Refusal {
    arguments.unknowable("leads out of the directory tree that is checked")
}

/// The path in the tree that a path of the configuration means.
pub(super) fn locate(arguments: &Arguments<'_>, argument: usize) -> Result<String, Refusal> {
    let path = arguments.text(argument)?;
    let files = files(arguments)?;
    refuse_home(arguments, path)?;
    let inner = if path.starts_with('/') {
        let root = files
            .tree
            .absolute_root()
            .ok_or_else(|| outside(arguments))?;
        let cleaned = clean(path);
        let rest = cleaned
            .strip_prefix(root.trim_end_matches('/'))
            .filter(|rest| rest.is_empty() || rest.starts_with('/'))
            .ok_or_else(|| outside(arguments))?;
        join("", rest.trim_start_matches('/'))
    } else {
        join(files.directory, path)
    };
    inner.ok_or_else(|| outside(arguments))
}

fn read(arguments: &Arguments<'_>, argument: usize) -> Result<Vec<u8>, Refusal> {
    let path = locate(arguments, argument)?;
    let bytes = files(arguments)?
        .tree
        .read(&path)
        .map_err(|error| match error {
            ReadError::Outside => outside(arguments),
            ReadError::TooLarge { .. } => arguments.unknowable("reads a file that is too large"),
            ReadError::NotFound => {
                // The package of a Lambda function may be built before Terraform runs.
                let error = named(arguments, argument, &error);
                Refusal::Error(CallError {
                    kind: ProblemKind::Incomplete,
                    ..error
                })
            }
            ReadError::NotAFile | ReadError::Other(_) => named(arguments, argument, &error).into(),
        })?;
    arguments.allocate(bytes.len())?;
    Ok(bytes)
}

/// The mistake of a path that an argument names.
fn named(arguments: &Arguments<'_>, argument: usize, error: &ReadError) -> CallError {
    let path = arguments.text(argument).unwrap_or("");
    CallError::argument(argument, format!("`{path}`: {error}"))
}

/// The text of a file; Terraform refuses what is not UTF-8.
pub(super) fn read_text(arguments: &Arguments<'_>, argument: usize) -> Result<String, Refusal> {
    String::from_utf8(read(arguments, argument)?).map_err(|_| {
        wrong_argument(
            argument,
            "the file is not valid UTF-8; `filebase64` reads any file",
        )
    })
}

fn encoded(arguments: &Arguments<'_>, encode: impl Fn(&[u8]) -> String) -> Result<Value, Refusal> {
    let bytes = read(arguments, 0)?;
    arguments.string(encode(&bytes))
}

fn exists(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let path = locate(arguments, 0)?;
    let tree = files(arguments)?.tree;
    if tree.is_file(&path) {
        return Ok(arguments.bool(true));
    }
    if tree.list(&path).is_ok() {
        return Err(wrong_argument(0, "this is a directory, not a file"));
    }
    Ok(arguments.bool(false))
}

fn absolute(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let path = arguments.text(0)?;
    if path.starts_with('/') {
        return arguments.string(clean(path));
    }
    let files = files(arguments)?;
    let root = files
        .tree
        .absolute_root()
        .ok_or_else(|| arguments.unknowable("depends on where the configuration lies"))?;
    arguments.string(clean(&format!("{root}/{}/{path}", files.directory)))
}

/// The shortest path of the same meaning, as Go's `filepath.Clean` finds it without looking at files.
pub(super) fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|&last| last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            _ => parts.push(part),
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

/// The last part of a path; `.` for the empty path, `/` for slashes only.
fn base_name(path: &str) -> &str {
    if path.is_empty() {
        return ".";
    }
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        return "/";
    }
    trimmed.rsplit_once('/').map_or(trimmed, |(_, name)| name)
}

/// All but the last part of a path, cleaned.
fn dir_name(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((directory, _)) => clean(&format!("{directory}/")),
        None => ".".to_owned(),
    }
}

/// The mistake of a pattern or a directory that cannot be read.
pub(super) fn unreadable(path: &str, error: &ReadError) -> Refusal {
    wrong(format!("`{path}`: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_as_in_go() {
        for (path, cleaned, base, dir) in [
            ("", ".", ".", "."),
            ("/", "/", "/", "/"),
            ("a/b/../c", "a/c", "c", "a"),
            ("../a", "../a", "a", ".."),
            ("a/", "a", "a", "a"),
            ("/..", "/", "..", "/"),
            ("./x", "x", "x", "."),
            ("a//b", "a/b", "b", "a"),
        ] {
            assert_eq!(clean(path), cleaned, "{path}");
            assert_eq!(base_name(path), base, "{path}");
            assert_eq!(dir_name(path), dir, "{path}");
        }
    }
}
