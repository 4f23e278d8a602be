# A record that leads to a name of AWS which nobody holds any more (a bucket, a load balancer, an environment) can be taken over: whoever makes something of
# that name answers for your domain.
#
# Refer to the resource with an `alias` block or an attribute, so that the record goes when the resource goes.

rule "route53-dangling-record" {
  title      = "record leads to something that the configuration does not hold"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_route53_record"]
  references = ["https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/protection-from-dangling-dns.html"]
  equivalent = ["CKV2_AWS_23"]

  locals {
    names   = tf::literals(self.records, "(?i)(s3-website[-.][a-z0-9-]+[.]amazonaws[.]com|[.]cloudfront[.]net|[.]elb[.]amazonaws[.]com|[.]elasticbeanstalk[.]com)[.]?$")
    buckets = [for bucket in graph::resources("aws_s3_bucket") : bucket.bucket if tf::is_set(bucket.bucket)]
    held    = anytrue([for bucket in local.buckets : startswith(each.value, "${bucket}.s3-website")])
  }

  for_each  = local.names
  when      = contains(["A", "AAAA", "CNAME"], self.type)
  condition = local.held

  finding {
    at      = each.value
    message = "`${each.value}` belongs to nothing in this configuration"
    help    = "refer to the resource with an `alias` block or an attribute"
  }
}
