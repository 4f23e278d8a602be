# A replacement without `create_before_destroy` takes the old one away before the new one is there. For what requests pass through (load balancers,
# target groups, services, gateways, addresses, records) that is an outage, and it lasts until the new one is healthy.
#
# Set `create_before_destroy = true` in its `lifecycle` block, with a name that may stand twice (`name_prefix`), or change over by hand.

rule "plan-replace-downtime" {
  title    = "plan takes something out of service while it is replaced"
  severity = "warning"
  profile  = "core"
  changes  = ["replace"]
  resources = [
    "aws_lb", "aws_alb", "aws_elb", "aws_lb_listener", "aws_alb_listener", "aws_lb_target_group", "aws_alb_target_group", "aws_ecs_service",
    "aws_ecs_cluster", "aws_autoscaling_group", "aws_launch_template", "aws_nat_gateway", "aws_eip", "aws_subnet", "aws_vpc",
    "aws_internet_gateway", "aws_db_subnet_group", "aws_security_group", "aws_acm_certificate", "aws_cloudfront_distribution",
    "aws_api_gateway_rest_api", "aws_apigatewayv2_api", "aws_eks_cluster", "aws_eks_node_group", "aws_route53_record", "aws_lambda_function",
  ]
  references = ["https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy"]

  locals {
    forced = tf::changed(before, after, change.replace_paths)
    why    = length(local.forced) > 0 ? ": ${join("; ", local.forced[*].words)}" : ""
  }

  condition = change.create_first

  finding {
    at      = try(local.forced[0].after, null)
    message = "`${change.address}` is destroyed before its replacement is there${local.why}"
    help    = "set `create_before_destroy = true` in its `lifecycle` block"
  }
}
