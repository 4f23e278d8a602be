# An ARN with the number of an account in it belongs to that account alone: the copy of the environment in another account points into the first one,
# or does not work at all. Nothing says whose account it is either.
#
# Take the number from `data "aws_caller_identity"`, the partition from `data "aws_partition"` and the region from `data "aws_region"`; refer to
# the resource itself; or let a variable carry the account, which each environment sets in its tfvars file. Accounts that AWS itself works from are known.
#
# The partition `aws` in an ARN is told where it matters: beside a provider for China or GovCloud, where nothing has such an ARN, and in a module that
# asks `data "aws_partition"` for the partition elsewhere. What AWS itself owns, such as managed policies, counts only in the first case.

rule "hardcoded-account-id-arn" {
  title     = "number of an account is written into the configuration"
  severity  = "warning"
  profile   = "strict"
  resources = ["aws_*", "data.aws_iam_policy_document"]
  references = [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
    "https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/caller_identity",
  ]

  variable "service_accounts" {
    type        = list(string)
    description = "Accounts that may be written: those that AWS services work from, and your own that everyone knows."
    default = [
      # Load balancers deliver their logs from these.
      "127311923021", "033677994240", "027434742980", "797873946194", "098369216593", "754344448648", "589379963580", "718504428378", "383597477331",
      "600734575887", "114774131450", "783225319266", "582318560864", "985666609251", "054676820928", "156460612806", "652711504416", "635631232127",
      "009996457667", "897822967062", "076674570225", "507241528517", "048591011584", "190560391635", "638102146993",
      # Images of EKS add-ons, deep learning containers, Amazon Linux and other AMIs of Amazon.
      "602401143452", "763104351884", "137112412989", "591542846629", "801119661308", "906394416424", "840364872350", "580247275435", "464622532012",
      # Lambda layers of AWS: Powertools, OpenTelemetry, SDK for pandas.
      "017000801446", "094274105915", "901920570463", "336392948345",
      # CloudTrail, Redshift audit logs and Config of older regions.
      "386209384616", "193672423079", "391106570357", "262260360010", "902366379725", "307160386991", "053454850223",
    ]
  }

  locals {
    arn = "^arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:([0-9]{12}):"
    # The JSON of a document repeats what its statements say.
    is_document = self.type == "aws_iam_policy_document"
    written     = concat([for statements in [self.statement] : statements if local.is_document], [for whole in [self] : whole if !local.is_document])
    policies    = [for policy in [self.policy, self.assume_role_policy] : policy if policy != null && !local.is_document]
    statements  = flatten([for policy in local.policies : iam::statements(policy)])
    allowed     = [for statement in local.statements : [statement.principals[*].identifiers, statement.not_principals[*].identifiers]]
    resources   = [for statement in local.statements : [statement.resources, statement.not_resources]]
    commercial  = "^(arn:aws:)[a-z0-9-]*:[a-z0-9-]*:(aws)?:"
    # What is written as `aws` here: a provider in another partition, or a module that is made for several.
    foreign = tf::literals(self.provider.region, "^(us-gov|us-iso[a-z]?|eu-isoe|eusc|cn)-")
    asking  = graph::resources("data.aws_partition")[*].module
    careful = contains(local.asking, self.module) && contains(local.asking, "")
    named   = [self.principal, self.source_account, self.peer_owner_id, self.account_id, self.aws_account_id, self.owner_account]
  }

  condition "arn" {
    for_each  = tf::literals([local.written, local.allowed, local.resources], local.arn)
    condition = contains(var.service_accounts, one(regex(local.arn, each.value)))

    finding {
      at      = each.value
      message = "account `${one(regex(local.arn, each.value))}` is written into an ARN"
      help    = "refer to the resource, or take the account from `data \"aws_caller_identity\"` or a variable"
    }
  }

  condition "principal" {
    for_each  = [for account in tf::literals([local.named, local.allowed], "^[0-9]{12}$") : account if !contains(var.service_accounts, account)]
    condition = false

    finding {
      at      = each.value
      message = "account `${each.value}` is written into the configuration"
      help    = "take it from `data \"aws_caller_identity\"` or a variable"
    }
  }

  condition "partition" {
    for_each  = tf::literals([local.written, local.allowed, local.resources], local.commercial)
    when      = length(local.foreign) == 0 && split(":", each.value)[4] != "aws"
    condition = !local.careful

    finding {
      at       = each.value
      severity = "info"
      message  = "`${each.value}` is bound to the partition `aws`"
      help     = "refer to the resource, or take the partition from `data \"aws_partition\"`"
    }
  }

  condition "other-partition" {
    for_each  = tf::literals([local.written, local.allowed, local.resources], local.commercial)
    condition = length(local.foreign) == 0

    finding {
      at      = each.value
      message = "`${each.value}` is in the partition `aws`, and `${local.foreign[0]}` is not"
      help    = "refer to the resource, or take the partition from `data \"aws_partition\"`"
      labels  = { "the region of the provider" = local.foreign[0] }
    }
  }
}
