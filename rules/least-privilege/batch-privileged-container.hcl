# A privileged job has the rights of root on the machine that it runs on, and so the roles of all other jobs there.
#
# Remove `privileged`.

rule "batch-privileged-container" {
  title      = "container of a job is privileged"
  severity   = "error"
  profile    = "core"
  resources  = ["aws_batch_job_definition"]
  references = ["https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html"]
  equivalent = ["CKV_AWS_210"]

  locals {
    single = self.container_properties == null ? [] : [aws::json(self.container_properties)]
    nodes  = self.node_properties == null ? [] : try(aws::json(self.node_properties).nodeRangeProperties, [])
    pods   = flatten(self.eks_properties[*].pod_properties)
    flags = concat(
      [for container in local.single : try(container.privileged, null)],
      [for node in local.nodes : try(node.container.privileged, null)],
      flatten([for pod in local.pods : [for container in pod.containers : container.security_context[*].privileged]]),
    )
  }

  for_each  = local.flags
  condition = each.value == null || try(tostring(each.value), "false") != "true"

  finding {
    at      = each.value
    message = "`${self.address}` runs a privileged container"
    help    = "remove `privileged`"
  }
}
