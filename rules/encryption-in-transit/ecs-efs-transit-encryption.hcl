# A task mounts a file system over NFS in plain text unless its volume asks for TLS; EFS mounts of ECS do not by themselves.
# The lesson: encryption in transit for all data stores.
#
# Set `transit_encryption = "ENABLED"` in `efs_volume_configuration`. An access point and IAM authorization need it anyway.

rule "ecs-efs-transit-encryption" {
  title     = "ECS task mounts a file system without TLS"
  severity  = "error"
  profile   = "core"
  resources = ["aws_ecs_task_definition"]
  references = [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-efs-config.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_task_definition",
  ]
  equivalent = ["CKV_AWS_97", "AWS-0035"]

  for_each = flatten([
    for volume in self.volume : [
      for efs in volume.efs_volume_configuration : { name = volume.name, encryption = efs.transit_encryption }
    ]
  ])
  condition = upper(tf::default(each.value.encryption, "DISABLED")) == "ENABLED"

  finding {
    at      = each.value.encryption
    message = "`${self.address}` mounts `${each.value.name}` without TLS"
    help    = "set `transit_encryption = \"ENABLED\"` in `efs_volume_configuration`"
  }
}
