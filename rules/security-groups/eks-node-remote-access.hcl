# A node group with an SSH key and no source security groups gets a security group of AWS that lets the whole internet reach port 22.
#
# Name the security groups that may connect, or leave `remote_access` out and use SSM Session Manager.

rule "eks-node-remote-access" {
  title      = "SSH to EKS nodes is open to the internet"
  severity   = "error"
  profile    = "core"
  resources  = ["aws_eks_node_group"]
  references = ["https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html"]
  equivalent = ["CKV_AWS_100"]

  for_each  = self.remote_access
  when      = each.value.ec2_ssh_key != null
  condition = each.value.source_security_group_ids == null ? false : length(each.value.source_security_group_ids) > 0

  finding {
    at      = each.value.ec2_ssh_key
    message = "the nodes of `${self.address}` take SSH connections from anywhere"
    help    = "set `source_security_group_ids`, or remove `remote_access` and use SSM Session Manager"
  }
}
