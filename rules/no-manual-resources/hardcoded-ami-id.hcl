# The id of an image is valid in one region and for one build: it ages without patches, and copies of the environment elsewhere do not start.
#
# Look the image up with `data "aws_ami"` (with `owners`), read it from a public SSM parameter such as
# `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64`, or let a variables file pin it.
# A map with an image for each region starts everywhere and still grows old: that is told at severity info.

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

  locals {
    regions = [for name in tf::written_under(each.value) : name if can(regex("^[a-z]{2,4}(-gov|-iso[a-z]?)?-(central|north|south|east|west|northeast|northwest|southeast|southwest)-[0-9]$", name))]
    mapped  = length(local.regions) > 0
  }

  finding {
    at       = each.value
    severity = local.mapped ? "info" : "warning"
    message  = local.mapped ? "image `${each.value}` of `${local.regions[0]}` grows old" : "image `${each.value}` is bound to one region and grows old"
    help     = "look it up with `data \"aws_ami\"` or an SSM parameter, or pin it in a variables file"
  }
}
