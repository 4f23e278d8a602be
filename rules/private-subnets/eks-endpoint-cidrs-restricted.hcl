# The Kubernetes API of a cluster is open to the whole internet unless it is told otherwise: then one leaked token, or one hole in the API server, is
# enough. The lesson: private subnets for sensitive services.
#
# Name the networks that need it in `public_access_cidrs`, or set `endpoint_public_access = false` and
# `endpoint_private_access = true`. An empty list counts as absent: AWS then opens the endpoint to `0.0.0.0/0`.

rule "eks-endpoint-cidrs-restricted" {
  title     = "Kubernetes API is open to the internet"
  severity  = "error"
  profile   = "core"
  resources = ["aws_eks_cluster"]
  references = [
    "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_cluster",
  ]
  equivalent = ["CKV_AWS_38", "AWS-0041"]

  locals {
    network = one(self.vpc_config)
    cidrs   = tf::default(local.network.public_access_cidrs, ["0.0.0.0/0"])
    written = tf::is_set(local.network.public_access_cidrs)
    open    = [for cidr in local.cidrs : cidr if local.written && net::is_internet(cidr)]
  }

  when      = tf::default(local.network.endpoint_public_access, true)
  condition = length(local.cidrs) > 0 && !net::is_internet(local.cidrs)

  finding {
    at      = concat(local.open, [local.network.public_access_cidrs])[0]
    message = "the Kubernetes API of `${self.address}` is open to the whole internet"
    help    = "name your networks in `public_access_cidrs`, or set `endpoint_public_access = false` and `endpoint_private_access = true`"
  }
}
