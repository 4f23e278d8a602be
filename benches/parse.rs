//! How fast the parser is, beside `hcl-edit` in the same run, on one thread.
//!
//! The input is written here: what Terraform repositories are made of. `GROUNDRULES_BENCH_DIR` names a directory whose
//! `.tf` files are read as well; then the files that do not parse are named. After the tables the ratio is printed.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reads its environment and prints, and a failure ends it"
)]

use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher};
use groundrules::source::{SourceFile, Sources};
use groundrules::syntax;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

static GENERATED: LazyLock<Vec<Arc<SourceFile>>> = LazyLock::new(|| {
    let sources = Sources::new();
    let files = (0..200).map(|seed| sources.add(format!("m{seed}.tf"), generated(seed)));
    files.collect()
});

static CORPUS: LazyLock<Vec<Arc<SourceFile>>> = LazyLock::new(|| {
    let sources = Sources::new();
    let mut files = Vec::new();
    if let Ok(root) = std::env::var("GROUNDRULES_BENCH_DIR") {
        collect(Path::new(&root), &sources, &mut files);
    }
    files
});

fn collect(directory: &Path, sources: &Sources, files: &mut Vec<Arc<SourceFile>>) {
    let mut entries: Vec<_> = std::fs::read_dir(directory).unwrap().flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&path, sources, files);
        } else if path.extension().is_some_and(|extension| extension == "tf")
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            files.push(sources.add(path.to_string_lossy().into_owned(), text));
        }
    }
}

fn bytes(files: &[Arc<SourceFile>]) -> usize {
    files.iter().map(|file| file.text().len()).sum()
}

fn ours(files: &[Arc<SourceFile>]) -> usize {
    let nodes = files.iter().map(|file| syntax::parse(file).ast.len());
    nodes.sum()
}

fn peer(files: &[Arc<SourceFile>]) -> usize {
    let bodies = files
        .iter()
        .map(|file| hcl_edit::parser::parse_body(file.text()));
    bodies.map(|body| body.map_or(0, |body| body.len())).sum()
}

#[divan::bench]
fn groundrules_generated(bencher: Bencher<'_, '_>) {
    let files: &[_] = &GENERATED;
    bencher
        .counter(BytesCount::new(bytes(files)))
        .bench(|| ours(divan::black_box(files)));
}

#[divan::bench(sample_count = 10)]
fn hcl_edit_generated(bencher: Bencher<'_, '_>) {
    let files: &[_] = &GENERATED;
    bencher
        .counter(BytesCount::new(bytes(files)))
        .bench(|| peer(divan::black_box(files)));
}

#[divan::bench]
fn groundrules_corpus(bencher: Bencher<'_, '_>) {
    let files: &[_] = &CORPUS;
    bencher
        .counter(BytesCount::new(bytes(files)))
        .bench(|| ours(divan::black_box(files)));
}

#[divan::bench(sample_count = 10)]
fn hcl_edit_corpus(bencher: Bencher<'_, '_>) {
    let files: &[_] = &CORPUS;
    bencher
        .counter(BytesCount::new(bytes(files)))
        .bench(|| peer(divan::black_box(files)));
}

fn main() {
    divan::main();
    ratio("generated", &GENERATED);
    ratio("corpus", &CORPUS);
    for file in CORPUS.iter() {
        for problem in syntax::parse(file).problems {
            let at = problem.primary.map_or(0, |label| label.span.start);
            let position = file.position(at);
            let (path, message) = (file.path(), problem.message);
            println!("{path}:{}:{} {message}", position.line, position.column);
        }
    }
}

/// The best of some runs of each parser, taken in turns so that both see the same machine.
#[expect(
    clippy::cast_precision_loss,
    reason = "sizes of a benchmark, told with a few digits"
)]
fn ratio(name: &str, files: &[Arc<SourceFile>]) {
    if files.is_empty() {
        return;
    }
    let time = |parse: fn(&[Arc<SourceFile>]) -> usize| {
        let start = Instant::now();
        divan::black_box(parse(files));
        start.elapsed().as_secs_f64()
    };
    let (mut our_best, mut peer_best) = (f64::MAX, f64::MAX);
    for _ in 0..8 {
        our_best = our_best.min(time(ours));
        peer_best = peer_best.min(time(peer));
    }
    let megabytes = bytes(files) as f64 / 1e6;
    let nodes = ours(files) as f64 / bytes(files) as f64;
    println!(
        "{name}: {megabytes:.1} MB, ours {:.0} MB/s, hcl-edit {:.0} MB/s, ratio {:.1}, a node every {:.1} bytes",
        megabytes / our_best,
        megabytes / peer_best,
        peer_best / our_best,
        1.0 / nodes,
    );
}

/// One file as people write them.
fn generated(seed: usize) -> String {
    let mut out = String::new();
    for index in 0..12 {
        let name = format!("service_{seed}_{index}");
        variable(&mut out, &name);
        bucket(&mut out, &name, index);
        policy(&mut out, &name);
        module(&mut out, &name, index);
    }
    out
}

fn variable(out: &mut String, name: &str) {
    write!(
        out,
        r#"# Settings of {name}, see the wiki page of the team.
variable "{name}_settings" {{
  description = "What {name} needs to run, and how much of it"
  type = map(object({{
    size    = optional(number, 10)
    subnets = list(string)
    public  = optional(bool, false)
  }}))
  default = {{}}

  validation {{
    condition     = alltrue([for key, value in var.{name}_settings : value.size > 0 && length(value.subnets) >= 2])
    error_message = "Each entry of {name}_settings needs a size and two subnets."
  }}
}}

"#
    )
    .unwrap();
}

fn bucket(out: &mut String, name: &str, index: usize) {
    write!(
        out,
        r#"resource "aws_s3_bucket" "{name}" {{
  count  = var.create && var.{name}_enabled ? 1 : 0
  bucket = "${{var.prefix}}-${{var.environment}}-{name}"

  tags = merge(local.common_tags, {{
    Name        = "{name}"
    Environment = var.environment
    "Cost:Centre" = {index}
  }})

  lifecycle {{
    prevent_destroy = true
    ignore_changes  = [tags["LastModified"], tags_all]
  }}
}}

resource "aws_security_group" "{name}" {{
  name_prefix = "{name}-" // replaced on change
  vpc_id      = try(module.vpc[0].vpc_id, null)

  dynamic "ingress" {{
    for_each = {{ for rule in local.{name}_rules : rule.name => rule if rule.direction == "in" }}
    content {{
      from_port   = ingress.value.port
      to_port     = ingress.value.port + 0
      protocol    = "tcp"
      cidr_blocks = concat(["10.{index}.0.0/16", "192.168.{index}.0/24"], ingress.value.cidrs[*])
    }}
  }}

  egress {{
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }}
}}

"#
    )
    .unwrap();
}

fn policy(out: &mut String, name: &str) {
    write!(
        out,
        r#"resource "aws_iam_policy" "{name}" {{
  name   = "{name}"
  policy = <<-EOT
    {{
      "Version": "2012-10-17",
      "Statement": [
        {{
          "Effect": "Allow",
          "Action": ["s3:GetObject", "s3:ListBucket"],
          "Resource": [
            "${{aws_s3_bucket.{name}[0].arn}}",
            "${{aws_s3_bucket.{name}[0].arn}}/*"
          ]
        }}
      ]
    }}
  EOT
}}

data "aws_iam_policy_document" "{name}" {{
  statement {{
    sid       = "AllowRead"
    actions   = ["kms:Decrypt", "kms:DescribeKey"]
    resources = [aws_kms_key.main.arn]
    condition {{
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = [data.aws_organizations_organization.current.id]
    }}
  }}
}}

"#
    )
    .unwrap();
}

fn module(out: &mut String, name: &str, index: usize) {
    write!(
        out,
        r#"/* The cluster of {name}. */
module "{name}" {{
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.{index}"

  cluster_name    = "${{local.name}}-{name}"
  cluster_version = var.kubernetes_version
  subnet_ids      = module.vpc.private_subnets
  enable_irsa     = true

  node_groups = {{
    default = {{
      min_size       = {index}
      max_size       = {index} * 2 + 1
      instance_types = ["m6i.large", "m6a.large"]
      labels         = {{ role = "worker", team = "{name}" }}
    }}
  }}
}}

output "{name}_endpoint" {{
  description = "Where {name} is reached"
  value       = one(module.{name}.cluster_endpoint[*])
  sensitive   = false
}}

"#
    )
    .unwrap();
}
