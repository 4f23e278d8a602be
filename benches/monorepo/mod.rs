//! Repositories of any size, made up in memory: always the same bytes for the same size. Knows nothing of the crate.

use std::fmt::Write as _;

/// Paths and texts.
pub(crate) type Files = Vec<(String, String)>;

/// Directories of one team: six modules, two that call them, twelve root modules with their variables files.
pub(crate) const MODULES_PER_TEAM: usize = 20;

const ENVIRONMENTS: [&str; 4] = ["dev", "qa", "staging", "production"];
const APPLICATIONS: [&str; 3] = ["orders", "catalog", "search"];

const NETWORK: &str = r#"variable "name" {
  type = string
}

variable "cidr_block" {
  type    = string
  default = "10.0.0.0/16"
}

variable "zones" {
  type = map(number)
}

locals {
  tags = { module = "network", name = var.name }
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr_block
  enable_dns_hostnames = true
  tags                 = merge(local.tags, { Name = var.name })
}

resource "aws_subnet" "private" {
  for_each = var.zones

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(var.cidr_block, 4, each.value)
  availability_zone = "eu-central-1${each.key}"
  tags              = merge(local.tags, { Name = format("%s-private-%s", var.name, each.key) })
}

resource "aws_subnet" "public" {
  for_each = var.zones

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(var.cidr_block, 4, each.value + 8)
  availability_zone = "eu-central-1${each.key}"
  tags              = merge(local.tags, { Name = format("%s-public-%s", var.name, each.key) })
}

resource "aws_route_table" "private" {
  for_each = aws_subnet.private
  vpc_id   = aws_vpc.this.id
  tags     = each.value.tags
}

resource "aws_route_table_association" "private" {
  for_each       = aws_route_table.private
  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = each.value.id
}

output "vpc_id" {
  value = aws_vpc.this.id
}

output "private_subnet_ids" {
  value = [for key in sort(keys(aws_subnet.private)) : aws_subnet.private[key].id]
}
"#;

const SERVICE: &str = r#"variable "name" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "services" {
  description = "What runs here."
  type = map(object({
    port   = number
    cpu    = optional(number, 256)
    count  = optional(number, 2)
    public = optional(bool, false)
  }))
}

resource "aws_security_group" "service" {
  for_each = var.services

  name   = "${var.name}-${each.key}"
  vpc_id = var.vpc_id

  dynamic "ingress" {
    for_each = each.value.public ? ["0.0.0.0/0"] : ["10.0.0.0/8"]

    content {
      description = "clients of ${each.key}"
      protocol    = "tcp"
      from_port   = each.value.port
      to_port     = each.value.port
      cidr_blocks = [ingress.value]
    }
  }
}

resource "aws_ecs_task_definition" "service" {
  for_each = var.services

  family                   = "${var.name}-${each.key}"
  cpu                      = each.value.cpu
  memory                   = each.value.cpu * 2
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]

  container_definitions = jsonencode([
    {
      name         = each.key
      image        = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/${each.key}:latest"
      portMappings = [{ containerPort = each.value.port }]
      environment  = [for name, value in { NAME = var.name, PORT = each.value.port } : { name = name, value = tostring(value) }]
    }
  ])
}

resource "aws_ecs_service" "service" {
  for_each = var.services

  name            = each.key
  task_definition = aws_ecs_task_definition.service[each.key].arn
  desired_count   = each.value.count

  network_configuration {
    subnets         = var.subnet_ids
    security_groups = [aws_security_group.service[each.key].id]
  }
}

output "security_groups" {
  value = { for name, group in aws_security_group.service : name => group.id }
}
"#;

const DATABASE: &str = r#"variable "name" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "clients" {
  type = map(string)
}

variable "encrypted" {
  type    = bool
  default = true
}

variable "size" {
  type    = number
  default = 100

  validation {
    condition     = var.size >= 20
    error_message = "At least 20 GiB."
  }
}

resource "aws_kms_key" "this" {
  description         = "data of ${var.name}"
  enable_key_rotation = true
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_db_instance" "this" {
  identifier              = lower("${var.name}-db")
  engine                  = "postgres"
  instance_class          = "db.t4g.medium"
  allocated_storage       = var.size
  max_allocated_storage   = max(var.size * 2, 200)
  storage_encrypted       = var.encrypted
  kms_key_id              = aws_kms_key.this.arn
  multi_az                = true
  backup_retention_period = 14
  db_subnet_group_name    = aws_db_subnet_group.this.name
  vpc_security_group_ids  = values(var.clients)
}

output "endpoint" {
  value = aws_db_instance.this.endpoint
}
"#;

const BUCKET: &str = r#"variable "names" {
  type = set(string)
}

resource "aws_s3_bucket" "this" {
  for_each = var.names
  bucket   = each.value
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = aws_s3_bucket.this
  bucket   = each.value.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = aws_s3_bucket.this

  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

output "arns" {
  value = [for name in sort(keys(aws_s3_bucket.this)) : aws_s3_bucket.this[name].arn]
}
"#;

const ROLE: &str = r#"variable "name" {
  type = string
}

variable "buckets" {
  type    = list(string)
  default = []
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "data" {
  dynamic "statement" {
    for_each = var.buckets

    content {
      actions   = ["s3:GetObject", "s3:PutObject"]
      resources = ["${statement.value}/*"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "data" {
  count = length(var.buckets) > 0 ? 1 : 0

  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.data.json
}

output "arn" {
  value = aws_iam_role.this.arn
}
"#;

const QUEUE: &str = r#"variable "name" {
  type = string
}

variable "topics" {
  type = list(string)
}

resource "aws_sqs_queue" "dead" {
  count                   = length(var.topics)
  name                    = "${var.name}-${var.topics[count.index]}-dead"
  sqs_managed_sse_enabled = true
}

resource "aws_sqs_queue" "this" {
  count                   = length(var.topics)
  name                    = "${var.name}-${var.topics[count.index]}"
  sqs_managed_sse_enabled = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead[count.index].arn
    maxReceiveCount     = 5
  })
}

output "urls" {
  value = zipmap(var.topics, aws_sqs_queue.this[*].url)
}
"#;

const PLATFORM: &str = r#"variable "name" {
  type = string
}

variable "zones" {
  type = map(number)
}

module "network" {
  source = "../network"
  name   = var.name
  zones  = var.zones
}

module "role" {
  source   = "../role"
  for_each = toset(["deploy", "observe"])
  name     = "${var.name}-${each.key}"
}

output "network" {
  value = module.network
}
"#;

const APPLICATION: &str = r#"variable "name" {
  type = string
}

variable "network" {
  type = object({
    vpc_id             = string
    private_subnet_ids = list(string)
  })
}

variable "services" {
  type = any
}

variable "encrypted" {
  type = bool
}

module "services" {
  source     = "../service"
  name       = var.name
  vpc_id     = var.network.vpc_id
  subnet_ids = var.network.private_subnet_ids
  services   = var.services
}

module "database" {
  source     = "../database"
  name       = var.name
  subnet_ids = var.network.private_subnet_ids
  clients    = module.services.security_groups
  encrypted  = var.encrypted
}

module "buckets" {
  source = "../bucket"
  names  = [for kind in ["data", "logs", "exports"] : "${var.name}-${kind}"]
}

module "queues" {
  source = "../queue"
  name   = var.name
  topics = [for service in keys(var.services) : "${service}-events"]
}

module "role" {
  source  = "../role"
  name    = "${var.name}-tasks"
  buckets = module.buckets.arns
}
"#;

const ROOT: &str = r#"terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { team = "TEAM", environment = var.environment }
  }
}

variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "environment" {
  type = string
}

variable "encrypted" {
  type    = bool
  default = true
}

variable "services" {
  type = map(object({
    port   = number
    cpu    = optional(number)
    public = optional(bool)
  }))
}

locals {
  name = "TEAM-APPLICATION-${var.environment}"
}

module "platform" {
  source = "../../modules/platform"
  name   = local.name
  zones  = { a = 0, b = 1, c = 2 }
}

module "application" {
  source    = "../../modules/application"
  name      = local.name
  network   = module.platform.network
  services  = var.services
  encrypted = var.encrypted
}
"#;

/// A monorepo of teams: library modules, modules that call them, and root modules with variables files.
pub(crate) fn monorepo(modules: usize) -> Files {
    let mut files = Files::new();
    for team in 0..modules / MODULES_PER_TEAM {
        let team = format!("team{team:03}");
        for (name, text) in [
            ("network", NETWORK),
            ("service", SERVICE),
            ("database", DATABASE),
            ("bucket", BUCKET),
            ("role", ROLE),
            ("queue", QUEUE),
            ("platform", PLATFORM),
            ("application", APPLICATION),
        ] {
            files.push((format!("{team}/modules/{name}/main.tf"), text.to_owned()));
        }
        for application in APPLICATIONS {
            for environment in ENVIRONMENTS {
                let directory = format!("{team}/live/{application}-{environment}");
                let root = ROOT
                    .replace("TEAM", &team)
                    .replace("APPLICATION", application);
                files.push((format!("{directory}/main.tf"), root));
                let values = values(application, environment);
                files.push((format!("{directory}/terraform.tfvars"), values));
            }
        }
    }
    files
}

fn values(application: &str, environment: &str) -> String {
    // One of the twelve is not encrypted, so that there are findings to draw.
    let encrypted = application != "search" || environment != "dev";
    let services = [
        ("web", "port = 8080, public = true"),
        (application, "port = 9000, cpu = 512"),
        ("worker", "port = 9100"),
    ];
    let width = services
        .iter()
        .map(|(name, _)| name.len())
        .max()
        .unwrap_or(0);
    let mut text =
        format!("environment = \"{environment}\"\nencrypted   = {encrypted}\n\nservices = {{\n");
    for (name, settings) in services {
        let _ = writeln!(text, "  {name:width$} = {{ {settings} }}");
    }
    text + "}\n"
}

/// A repository that is written out, as people do: resources one below the other, with literals, locals and references between them.
pub(crate) fn flat(resources: usize) -> Files {
    const PER_FILE: usize = 14;
    const FILES_PER_ROOT: usize = 5;
    let mut files = Files::new();
    for file in 0..resources / PER_FILE {
        let root = format!("services/s{:02}", file / FILES_PER_ROOT);
        if file % FILES_PER_ROOT == 0 {
            files.push((
                format!("{root}/providers.tf"),
                "provider \"aws\" {\n  region = \"eu-central-1\"\n}\n\nlocals {\n  \
                 tags = { owner = \"platform\", managed = \"terraform\" }\n}\n"
                    .to_owned(),
            ));
        }
        let mut text = String::new();
        for pair in 0..PER_FILE / 2 {
            two_resources(&mut text, &format!("r{file}x{pair}"));
        }
        files.push((format!("{root}/part{file:03}.tf"), text));
    }
    files
}

/// A bucket with all that can be said of it, and the policy that names it.
fn two_resources(text: &mut String, name: &str) {
    let _ = writeln!(
        text,
        r#"# What {name} keeps, and who may read it. Ask the team that owns it before anything here is changed: the reports
# of the night are built from it, and a change of its key or its policy is noticed only in the morning.
resource "aws_dynamodb_table" "{name}" {{
  name         = "company-production-{name}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  range_key    = "created_at"

  attribute {{
    name = "id"
    type = "S"
  }}

  attribute {{
    name = "created_at"
    type = "N"
  }}

  point_in_time_recovery {{
    enabled = true
  }}

  server_side_encryption {{
    enabled = true
  }}

  tags = merge(local.tags, {{
    Name        = "company-production-{name}"
    Description = "items of {name}, kept for the reports of the night"
  }})
}}

resource "aws_iam_policy" "{name}" {{
  name        = "company-production-{name}"
  description = "read and write the items of {name}"

  policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [
      {{
        Sid      = "ReadAndWrite"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"]
        Resource = [aws_dynamodb_table.{name}.arn, "${{aws_dynamodb_table.{name}.arn}}/index/*"]
      }},
    ]
  }})
}}
"#
    );
}
