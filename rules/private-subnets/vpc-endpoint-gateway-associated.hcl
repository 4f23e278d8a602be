# A gateway endpoint works through routes: without a route table nothing goes through it, and traffic to S3 or DynamoDB still takes the NAT gateway and is
# paid for.
#
# Name the route tables of the private subnets in `route_table_ids`, or add `aws_vpc_endpoint_route_table_association`. An endpoint that an output gives out
# may be associated elsewhere, and is left out.

rule "vpc-endpoint-gateway-associated" {
  title      = "gateway endpoint has no route table"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_vpc_endpoint"]
  references = ["https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html"]

  locals {
    gateway = self.vpc_endpoint_type == null || self.vpc_endpoint_type == "Gateway"
    service = self.service_name == null ? "" : self.service_name
    tables  = tf::default(self.route_table_ids, [])
  }

  when      = length([for user in graph::users(self) : user if contains(["output", "module"], user.type)]) == 0 && local.gateway && (endswith(local.service, ".s3") || endswith(local.service, ".dynamodb"))
  condition = anytrue([for table in local.tables : true]) || graph::has_referrers(self, "aws_vpc_endpoint_route_table_association", "vpc_endpoint_id", 1)

  finding {
    at      = self.route_table_ids
    message = "no route leads to `${self.address}`"
    help    = "name the route tables in `route_table_ids`"
  }
}
