# A warehouse on the internet whose administrator has the name that everybody tries first leaves only the password to guess.
#
# Keep the cluster private; and choose another name for the administrator.

rule "redshift-default-admin-public" {
  title      = "public warehouse has an administrator of the usual name"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_redshift_cluster"]
  references = ["https://docs.aws.amazon.com/redshift/latest/mgmt/security-network-isolation.html"]
  equivalent = ["CKV_AWS_391"]

  variable "names" {
    type        = list(string)
    description = "Names of administrators that are tried first."
    default     = ["awsuser", "administrator", "admin", "root"]
  }

  when      = self.publicly_accessible && tf::is_set(self.master_username)
  condition = !contains(var.names, lower(self.master_username == null ? "" : self.master_username))

  finding {
    at      = self.master_username
    message = "the administrator of the public `${self.address}` is called `${self.master_username}`"
    help    = "set `publicly_accessible = false`, and choose another name"
  }
}
