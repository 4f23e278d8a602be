# CORS says which pages in a browser may use the bucket. With `*` any page in the world may have its visitors write or delete there, as far as they
# are let in at all.
#
# Name the origins of your own pages. Reading from anywhere is an info: fonts and pictures are often meant so.

rule "s3-cors-wildcard" {
  title      = "any web page may use the bucket"
  severity   = "warning"
  profile    = "core"
  resources  = ["aws_s3_bucket_cors_configuration"]
  references = ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html"]

  locals {
    writes = anytrue([for method in each.value.allowed_methods : contains(["PUT", "POST", "DELETE"], method)])
  }

  for_each  = self.cors_rule
  condition = !contains(each.value.allowed_origins, "*")

  finding {
    at       = [for origin in each.value.allowed_origins : origin if origin == "*"][0]
    severity = local.writes ? "warning" : "info"
    message  = "`${self.address}` lets pages from anywhere use the bucket"
    help     = "name the origins of your own pages"
    labels   = { "with these methods" = each.value.allowed_methods }
  }
}
