# The hop limit says how far the answers of the metadata service travel. With one hop only the machine itself gets the credentials of its role; two let
# containers on it have them; more lets them out through proxies and tunnels.
#
# Leave `http_put_response_hop_limit` at 1, or set 2 for containers.

rule "imds-hop-limit" {
  title      = "credentials of a machine travel far"
  severity   = "info"
  profile    = "strict"
  resources  = ["aws_launch_template", "aws_launch_configuration", "aws_instance"]
  references = ["https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html"]
  equivalent = ["CKV_AWS_341"]

  for_each  = self.metadata_options
  condition = tf::default(each.value.http_put_response_hop_limit, 1) <= 2

  finding {
    at      = each.value.http_put_response_hop_limit
    message = "answers of the metadata service leave `${self.address}`"
    help    = "set `http_put_response_hop_limit` to 1, or to 2 for containers"
  }
}
