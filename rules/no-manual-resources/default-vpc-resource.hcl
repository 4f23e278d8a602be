# AWS made the default VPC by hand, in every region and with public subnets only. `aws_default_vpc` and `aws_default_subnet` do not create
# anything: they adopt what is there, and what others may be using. An environment that is built on them cannot be built a second time.
#
# Write an `aws_vpc` with subnets of its own. To get rid of the default VPC, adopt it with `force_destroy = true` and remove the block again.

rule "default-vpc-resource" {
  title     = "default VPC or subnet is taken over"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_default_vpc", "aws_default_subnet"]
  references = [
    "https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_vpc",
  ]
  equivalent = ["CKV_AWS_148", "AWS-0101"]

  condition = self.force_destroy == true

  finding {
    message = "`${self.address}` adopts a network that was not made by Terraform"
    help    = "write an `aws_vpc` with its own subnets; adopt the default one with `force_destroy = true` only to delete it"
  }
}
