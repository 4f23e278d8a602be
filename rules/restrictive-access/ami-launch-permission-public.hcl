# An image that everyone may launch is an image that everyone can read: with keys, code and data that were left on its disks.
#
# Name the accounts in `account_id`, or the organisation in `organization_arn`. Sharing with an account is an info, so that it is seen.

rule "ami-launch-permission-public" {
  title      = "machine image is shared"
  severity   = "warning"
  profile    = "core"
  resources  = ["aws_ami_launch_permission"]
  references = ["https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharing-amis.html"]
  equivalent = ["CKV_AWS_205"]

  condition "everyone" {
    condition = !tf::is_set(self.group) || self.group != "all"

    finding {
      at      = self.group
      message = "everyone may launch the image of `${self.address}`"
      help    = "name the accounts in `account_id`, or the organisation in `organization_arn`"
    }
  }

  condition "account" {
    condition = !tf::is_set(self.account_id)

    finding {
      at       = self.account_id
      severity = "info"
      message  = "`${self.address}` shares an image with account `${self.account_id}`"
      help     = "make sure that the image holds no keys and no data"
    }
  }
}
