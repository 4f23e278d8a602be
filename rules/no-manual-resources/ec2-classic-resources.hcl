# Security groups of RDS, ElastiCache and Redshift that are not groups of a VPC belonged to EC2-Classic, the network before VPCs. It is gone since August 2022,
# and version 5 of the AWS provider removed these types: `terraform validate` fails with it, and apply fails with any version.
#
# Use an `aws_security_group` in the VPC, and refer to it with `vpc_security_group_ids` or `security_group_ids`.

rule "ec2-classic-resources" {
  title     = "resource of EC2-Classic, which is gone"
  severity  = "error"
  profile   = "core"
  resources = ["aws_db_security_group", "aws_elasticache_security_group", "aws_redshift_security_group"]
  references = [
    "https://aws.amazon.com/blogs/aws/ec2-classic-is-retiring-heres-how-to-prepare/",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-5-upgrade",
  ]
  equivalent = ["CKV_AWS_196", "CKV_AWS_198", "AWS-0085", "AWS-0049", "AWS-0083"]

  condition = false

  finding {
    message = "`${self.address}` is of EC2-Classic, which is gone"
    help    = "use an `aws_security_group` in the VPC"
  }
}
