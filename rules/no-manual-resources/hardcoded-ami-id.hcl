# The id of an image is valid in one region and for one build: it ages without patches, and copies of the environment elsewhere do not start.
#
# Look the image up with `data "aws_ami"` (with `owners`), read it from a public SSM parameter such as
# `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64`, or let a variables file pin it.

rule "hardcoded-ami-id" {
  title     = "id of an image is written into the configuration"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_instance", "aws_spot_instance_request", "aws_launch_template", "aws_launch_configuration"]
  references = [
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/finding-an-ami.html",
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html",
  ]

  for_each  = tf::literals([self.ami, self.image_id], "^ami-[0-9a-f]{8,17}$")
  condition = false

  finding {
    at      = each.value
    message = "image `${each.value}` is bound to one region and grows old"
    help    = "look it up with `data \"aws_ami\"` or an SSM parameter, or pin it in a variables file"
  }
}
