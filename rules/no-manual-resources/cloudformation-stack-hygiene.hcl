# What a CloudFormation stack makes is in no Terraform state: plans do not show it, drift in it is not seen, and a second tool decides about it.
# Where a stack must be, it needs what keeps it safe: a template, somebody who hears of failures, and a policy that forbids to replace what holds data.
#
# Write the resources in Terraform, or use the `awscc` provider for those that the `aws` provider lacks. Give the stacks that stay `notification_arns`
# and a stack policy; instances of stack sets keep their stacks with `retain_stack = true` when they are taken out of Terraform.

rule "cloudformation-stack-hygiene" {
  title     = "CloudFormation stack inside of Terraform"
  severity  = "info"
  profile   = "advisory"
  resources = ["aws_cloudformation_stack", "aws_cloudformation_stack_set_instance"]
  references = [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudformation_stack",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudformation_stack_set_instance",
  ]
  equivalent = ["CKV_AWS_124"]

  locals {
    is_stack = self.type == "aws_cloudformation_stack"
  }

  condition "stack" {
    condition = !local.is_stack

    finding {
      message = "what the stack `${self.address}` makes is in no state"
      help    = "write the resources in Terraform, or with the `awscc` provider"
    }
  }

  condition "template" {
    when      = local.is_stack
    condition = tf::is_set(self.template_body) || tf::is_set(self.template_url)

    finding {
      message = "the stack `${self.address}` has no template"
      help    = "set `template_body` or `template_url`"
    }
  }

  condition "notifications" {
    when      = local.is_stack
    condition = length(tf::default(self.notification_arns, [])) > 0

    finding {
      at      = self.notification_arns
      message = "nobody hears when the stack `${self.address}` fails"
      help    = "set `notification_arns` to an SNS topic"
    }
  }

  condition "policy" {
    when      = local.is_stack
    condition = tf::is_set(self.policy_body) || tf::is_set(self.policy_url)

    finding {
      message = "no stack policy keeps updates of `${self.address}` from replacing what holds data"
      help    = "set `policy_body` or `policy_url`"
    }
  }

  condition "retain" {
    when      = !local.is_stack
    condition = tf::default(self.retain_stack, false)

    finding {
      at      = self.retain_stack
      message = "taking `${self.address}` out of Terraform deletes its stack with all that it made"
      help    = "set `retain_stack = true`"
    }
  }
}
