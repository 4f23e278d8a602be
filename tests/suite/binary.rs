//! The built binary in a scratch directory, with no environment but what a test gives.

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A rule without any options: every `aws_vpc` is wrong, unless its `cidr_block` is `"right"`.
pub const OWN_RULE: &str = r#"# For tests.

rule "own-rule" {
  title     = "cidr block is not right"
  severity  = "SEVERITY"
  profile   = "core"
  resources = ["aws_vpc"]
  condition = self.cidr_block == "right"

  finding {
    at      = self.cidr_block
    message = "`${self.address}` is wrong"
    help    = "make it right"
  }
}
"#;

/// What a run of the binary left.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Both outputs have to be UTF-8, whatever the input was.
    fn new(output: Output) -> Self {
        Self {
            code: output.status.code().expect("the binary is not killed"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The JSON report.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}{}", self.stdout, self.stderr))
    }

    /// The rules of the findings, in order.
    pub fn rules(&self) -> Vec<String> {
        let findings = self.json()["findings"].as_array().unwrap().clone();
        findings
            .iter()
            .map(|finding| finding["rule"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The messages of the problems, in order.
    pub fn problems(&self) -> Vec<String> {
        let problems = self.json()["problems"].as_array().unwrap().clone();
        problems
            .iter()
            .map(|problem| problem["message"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// A command of the binary in a directory.
pub fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groundrules"));
    command.current_dir(directory).env_clear().args(arguments);
    command
}

/// Runs the binary in a directory.
pub fn run_in(directory: &Path, arguments: &[&str]) -> Run {
    Run::new(command(directory, arguments).output().unwrap())
}

/// A directory of files that goes away with the test.
#[derive(Debug)]
pub struct Scratch {
    directory: TempDir,
}

impl Scratch {
    pub fn new<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Self {
        let scratch = Self {
            directory: tempfile::tempdir().unwrap(),
        };
        for (path, text) in files {
            scratch.write(path, text.as_ref());
        }
        scratch
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Adds `own/lesson/own-rule.hcl`, which `--rules own` reads.
    pub fn with_own_rule(self, severity: &str) -> Self {
        self.write(
            "own/lesson/own-rule.hcl",
            OWN_RULE.replace("SEVERITY", severity),
        );
        self
    }

    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        run_in(self.path(), arguments)
    }

    /// Runs with variables of the environment.
    pub fn run_with(&self, environment: &[(&str, &str)], arguments: &[&str]) -> Run {
        let mut command = command(self.path(), arguments);
        command.envs(environment.iter().copied());
        Run::new(command.output().unwrap())
    }

    /// Checks with the own rule alone, as JSON, and further arguments.
    pub fn check_own(&self, arguments: &[&str]) -> Run {
        let mut all = vec![
            "check", "--rules", "own", "--select", "own-rule", "--format", "json",
        ];
        all.extend(arguments);
        self.run(&all)
    }
}
