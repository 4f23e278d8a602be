//! One large account in one root module, at its size and at twice its size: does the time grow as the work does?
//!
//! `cargo bench --bench scale` prints the seconds of processor time of each part at both sizes; `-- --size N` takes another size than 5,000 subnets.
//! `docs/benchmarks.md` has the figures.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a shell of its own"
)]

use groundrules::aws::AwsData;
use groundrules::rules::RuleSet;
use groundrules::session::{self, Request};
use groundrules::source::{MemoryTree, Sources};
use groundrules::terraform::Inputs;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

const SUBNETS: usize = 5000;
const RULES_OF_A_GROUP: usize = 10;
const STATEMENTS_OF_A_ROLE: usize = 5;
/// Subnets for one role.
const SUBNETS_OF_A_ROLE_TENTHS: usize = 25;
/// Subnets for one database, one machine, one load balancer, one route table.
const SUBNETS_OF_A_DATABASE: usize = 10;

/// A part of the account, by its size.
type Part = (&'static str, fn(usize) -> String);

const PARTS: [Part; 4] = [
    ("network", network),
    ("security groups", groups),
    ("roles", roles),
    ("all of it", |size| {
        [network(size), groups(size), roles(size)].concat()
    }),
];

fn main() -> Result<(), rayon::ThreadPoolBuildError> {
    // The work runs where its time is counted: on this thread.
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build()?
        .install(measure);
    Ok(())
}

fn measure() {
    let mut arguments = std::env::args().skip_while(|word| word != "--size").skip(1);
    let size = arguments
        .next()
        .and_then(|size| size.parse().ok())
        .unwrap_or(SUBNETS);
    println!(
        "{size} subnets, {size} security groups with {} rules, {} roles with {} statements",
        size * RULES_OF_A_GROUP,
        roles_of(size),
        roles_of(size) * STATEMENTS_OF_A_ROLE
    );
    println!("{:16} {:>8} {:>8} {:>6}", "", "n", "2n", "ratio");
    for (name, part) in PARTS {
        let [once, twice] = [size, 2 * size].map(|size| seconds(&part(size)));
        println!("{name:16} {once:7.2}s {twice:7.2}s {:6.2}", twice / once);
    }
}

/// The time of a whole check with all rules, on one thread.
fn seconds(text: &str) -> f64 {
    let tree = MemoryTree::new([("main.tf".to_owned(), text.to_owned())]);
    let sources = Sources::new();
    let set = RuleSet::embedded(&sources);
    let request = Request {
        directories: vec![String::new()],
        only_files: BTreeSet::new(),
        inputs: Inputs::default(),
        rules: set.iter().cloned().collect(),
        suppression_rules: Vec::new(),
        known_rules: set.iter().map(|rule| Arc::clone(&rule.info.name)).collect(),
        today: jiff::civil::date(2026, 11, 22),
    };
    let started = (Instant::now(), on_processor());
    let outcome = session::check(&tree, &sources, &request, &AwsData, &|_, _| {});
    let time = match (started.1, on_processor()) {
        (Some(before), Some(after)) => after - before,
        _ => started.0.elapsed().as_secs_f64(),
    };
    assert!(
        outcome.problems.is_empty(),
        "{:?}",
        outcome.problems.first()
    );
    assert!(outcome.counts.resources > 0, "nothing was checked");
    time
}

/// Seconds that this thread has had a processor: other work on the machine does not count. Linux only.
fn on_processor() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = text.split_whitespace().next()?.parse().ok()?;
    Some(std::time::Duration::from_nanos(nanoseconds).as_secs_f64())
}

const fn roles_of(subnets: usize) -> usize {
    subnets * 10 / SUBNETS_OF_A_ROLE_TENTHS
}

/// Subnets with route tables, of which every tenth leads to the internet, and what lies in them.
fn network(size: usize) -> String {
    let mut text = String::from(
        "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/8\"\n}\n\nresource \"aws_internet_gateway\" \"main\" {\n  vpc_id = aws_vpc.main.id\n}\n\n",
    );
    for number in 0..size {
        let table = number - number % SUBNETS_OF_A_DATABASE;
        let (second, third) = (number / 256 % 256, number % 256);
        let _ = write!(
            text,
            "resource \"aws_subnet\" \"s{number}\" {{\n  vpc_id = aws_vpc.main.id\n  cidr_block = \"10.{second}.{third}.0/24\"\n}}\n\n\
             resource \"aws_route_table_association\" \"s{number}\" {{\n  subnet_id = aws_subnet.s{number}.id\n  route_table_id = aws_route_table.t{table}.id\n}}\n\n"
        );
        if number == table {
            let target = if number % (10 * SUBNETS_OF_A_DATABASE) == 0 {
                "gateway_id = aws_internet_gateway.main.id"
            } else {
                "transit_gateway_id = \"tgw-0123456789abcdef0\""
            };
            let _ = write!(
                text,
                "resource \"aws_route_table\" \"t{number}\" {{\n  vpc_id = aws_vpc.main.id\n}}\n\n\
                 resource \"aws_route\" \"t{number}\" {{\n  route_table_id = aws_route_table.t{number}.id\n  destination_cidr_block = \"0.0.0.0/0\"\n  {target}\n}}\n\n"
            );
        }
    }
    text
}

/// Security groups that let each other in, and the databases, machines and load balancers that have them.
fn groups(size: usize) -> String {
    let mut text = String::new();
    for number in 0..size {
        let _ = write!(
            text,
            "resource \"aws_security_group\" \"g{number}\" {{\n  vpc_id = \"vpc-0123456789abcdef0\"\n}}\n\n"
        );
        for rule in 0..RULES_OF_A_GROUP {
            let port = 5432 + rule;
            let source = if rule == 0 && number % 10 == 9 {
                "cidr_ipv4 = \"0.0.0.0/0\"".to_owned()
            } else {
                let other = (number + rule + 1) % size;
                format!("referenced_security_group_id = aws_security_group.g{other}.id")
            };
            let _ = write!(
                text,
                "resource \"aws_vpc_security_group_ingress_rule\" \"g{number}_{rule}\" {{\n  security_group_id = aws_security_group.g{number}.id\n  ip_protocol = \"tcp\"\n  from_port = {port}\n  to_port = {port}\n  {source}\n}}\n\n"
            );
        }
        match number % SUBNETS_OF_A_DATABASE {
            0 => {
                let _ = write!(
                    text,
                    "resource \"aws_db_instance\" \"d{number}\" {{\n  engine = \"postgres\"\n  instance_class = \"db.t4g.medium\"\n  vpc_security_group_ids = [aws_security_group.g{number}.id]\n}}\n\n"
                );
            }
            1 => {
                let _ = write!(
                    text,
                    "resource \"aws_lb\" \"l{number}\" {{\n  security_groups = [aws_security_group.g{number}.id]\n  subnets = [\"subnet-0123456789abcdef0\"]\n}}\n\n"
                );
            }
            2..=5 => {
                let _ = write!(
                    text,
                    "resource \"aws_instance\" \"i{number}\" {{\n  ami = \"ami-0123456789abcdef0\"\n  instance_type = \"t3.micro\"\n  subnet_id = \"subnet-0123456789abcdef0\"\n  vpc_security_group_ids = [aws_security_group.g{number}.id]\n}}\n\n"
                );
            }
            _ => {}
        }
    }
    text
}

/// Roles with inline policies.
fn roles(size: usize) -> String {
    let mut text = String::new();
    for number in 0..roles_of(size) {
        let _ = write!(
            text,
            "resource \"aws_iam_role\" \"r{number}\" {{\n  assume_role_policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = [{{ Effect = \"Allow\", Action = \"sts:AssumeRole\", Principal = {{ Service = \"ec2.amazonaws.com\" }} }}]\n  }})\n}}\n\n\
             resource \"aws_iam_role_policy\" \"r{number}\" {{\n  role = aws_iam_role.r{number}.id\n  policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = [\n"
        );
        for statement in 0..STATEMENTS_OF_A_ROLE {
            let _ = writeln!(
                text,
                "      {{ Sid = \"S{statement}\", Effect = \"Allow\", Action = [\"s3:GetObject\", \"s3:PutObject\", \"sqs:SendMessage\"], Resource = \"arn:aws:s3:::bucket-{number}-{statement}/*\" }},"
            );
        }
        text.push_str("    ]\n  })\n}\n\n");
    }
    text
}
