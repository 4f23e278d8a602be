# An application on a machine without an instance profile needs keys from somewhere: a file, an image, an environment variable, where they stay for years.
# With a profile it gets short-lived credentials of a role.
#
# Set `iam_instance_profile`. Keys in `user_data` are read by everyone who may describe the instance: take them out, and make them invalid.

rule "ec2-instance-profile" {
  title     = "instance has no role of its own"
  severity  = "info"
  profile   = "strict"
  resources = ["aws_instance"]
  references = [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
  ]
  equivalent = ["CKV2_AWS_41"]

  condition "profile" {
    condition = tf::is_set(self.iam_instance_profile) || length(self.launch_template) > 0

    finding {
      at      = self.iam_instance_profile
      message = "`${self.address}` has no instance profile"
      help    = "set `iam_instance_profile`"
    }
  }

  condition "keys" {
    when      = tf::is_set(self.user_data)
    condition = !can(regex("(?i)aws_(access_key_id|secret_access_key)", self.user_data))

    finding {
      at       = self.user_data
      severity = "warning"
      message  = "`user_data` of `${self.address}` sets access keys"
      help     = "use an instance profile, and make the keys invalid"
    }
  }
}
