# `COPY` and `UNLOAD` of a warehouse go over the internet, past all rules of the VPC, unless enhanced routing keeps them inside: then endpoint policies,
# security groups and flow logs hold for them too.
#
# Set `enhanced_vpc_routing = true`, and add a gateway endpoint for S3.

rule "redshift-enhanced-vpc-routing" {
  title      = "warehouse moves its data around the VPC"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_redshift_cluster"]
  references = ["https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html"]
  equivalent = ["CKV_AWS_321"]

  condition = tf::default(self.enhanced_vpc_routing, false)

  finding {
    at      = self.enhanced_vpc_routing
    message = "`${self.address}` moves its data around the VPC"
    help    = "set `enhanced_vpc_routing = true`"
  }
}
