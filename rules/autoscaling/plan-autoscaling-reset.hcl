# A scaler has set how many there are, by the load of the moment. A plan that puts the number of the configuration back takes capacity away while it
# is needed, and the scaler has to find the way up again.
#
# Add the attribute to `ignore_changes`, and set only the bounds.

rule "plan-autoscaling-reset" {
  title     = "plan takes away what a scaler added"
  severity  = "warning"
  profile   = "core"
  changes   = ["update"]
  resources = ["aws_ecs_service", "aws_autoscaling_group", "aws_appautoscaling_target", "aws_eks_node_group"]
  references = [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
    "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html",
    "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes",
  ]

  locals {
    counts = {
      aws_ecs_service           = ["desired_count"]
      aws_autoscaling_group     = ["desired_capacity", "max_size"]
      aws_appautoscaling_target = ["max_capacity"]
      aws_eks_node_group        = ["scaling_config[0].desired_size", "scaling_config[0].max_size"]
    }
    # A service is scaled when a target names it; a group when its bounds leave room.
    scaled = (
      change.type == "aws_ecs_service"
      ? length(graph::companions(self, "aws_appautoscaling_target")) > 0
      : change.type == "aws_autoscaling_group"
      ? before.max_size > before.min_size
      : true
    )
    lowered = {
      for one in tf::changed(before, after) : one.path => one
      if contains(local.counts[change.type], one.path) && one.before != null && one.after != null
    }
  }

  condition "lowered" {
    for_each  = local.lowered
    when      = local.scaled
    condition = each.value.after >= each.value.before

    finding {
      at      = each.value.after
      message = "the plan takes capacity of `${change.address}` away that a scaler may need: ${each.value.words}"
      help    = "add `${each.key}` to `ignore_changes` of its `lifecycle` block, or lower it when the load is low"
    }
  }
}
