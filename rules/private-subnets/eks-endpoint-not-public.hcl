# The Kubernetes API has an address on the internet unless it is told otherwise. Even where only some networks may come, it is there to be tried; and
# nodes reach it over the internet too, unless the private endpoint is on.
#
# Set `endpoint_private_access = true` and `endpoint_public_access = false`. With both endpoints on the finding is an info.

rule "eks-endpoint-not-public" {
  title      = "Kubernetes API has a public address"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_eks_cluster"]
  references = ["https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html"]
  equivalent = ["CKV_AWS_39", "AWS-0040"]

  locals {
    network = one(self.vpc_config)
  }

  condition = !tf::default(local.network.endpoint_public_access == null ? true : local.network.endpoint_public_access, true)

  finding {
    at       = local.network.endpoint_public_access
    severity = local.network.endpoint_private_access == true ? "info" : "warning"
    message  = "the Kubernetes API of `${self.address}` has a public address"
    help     = "set `endpoint_private_access = true` and `endpoint_public_access = false`"
  }
}
