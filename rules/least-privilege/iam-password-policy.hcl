# The password policy holds for all users of the account. What it does not ask for, nobody does.
#
# Ask for at least 14 characters of all four kinds, and let 24 old passwords not be used again. That passwords end after a time is asked for by some
# standards (`max_password_age` of at most 90 days) and advised against by others (NIST SP 800-63B): it is told at severity info.

rule "iam-password-policy" {
  title      = "password policy is weak"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_iam_account_password_policy"]
  references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"]
  equivalent = [
    "CKV_AWS_9", "CKV_AWS_10", "CKV_AWS_11", "CKV_AWS_12", "CKV_AWS_13", "CKV_AWS_14", "CKV_AWS_15",
    "AWS-0056", "AWS-0058", "AWS-0059", "AWS-0060", "AWS-0061", "AWS-0062", "AWS-0063",
  ]

  variable "minimum_length" {
    type        = number
    description = "The least number of characters."
    default     = 14
  }

  locals {
    length = self.minimum_password_length == null ? 6 : self.minimum_password_length
    kinds = {
      "require_lowercase_characters" = tf::default(self.require_lowercase_characters, false)
      "require_numbers"              = tf::default(self.require_numbers, false)
      "require_symbols"              = tf::default(self.require_symbols, false)
      "require_uppercase_characters" = tf::default(self.require_uppercase_characters, false)
    }
  }

  condition "length" {
    condition = local.length >= var.minimum_length

    finding {
      at      = self.minimum_password_length
      message = "`${self.address}` takes passwords of `${local.length}` characters"
      help    = "set `minimum_password_length = ${var.minimum_length}`"
    }
  }

  condition "kinds" {
    condition = alltrue(values(local.kinds))

    finding {
      at      = [for name, asked in local.kinds : asked if !asked][0]
      message = "`${self.address}` does not ask for `${join("`, `", [for name, asked in local.kinds : name if !asked])}`"
      help    = "set them to `true`"
    }
  }

  condition "reuse" {
    condition = tf::default(self.password_reuse_prevention, 0) >= 24

    finding {
      at      = self.password_reuse_prevention
      message = "`${self.address}` lets old passwords be used again"
      help    = "set `password_reuse_prevention = 24`"
    }
  }

  condition "age" {
    condition = tf::default(self.max_password_age, 0) > 0 && tf::default(self.max_password_age, 0) <= 90

    finding {
      at       = self.max_password_age
      severity = "info"
      message  = "passwords under `${self.address}` last longer than 90 days"
      help     = "set `max_password_age = 90` where a standard asks for it, or leave it out with a reason"
    }
  }

  condition "change" {
    condition = self.allow_users_to_change_password != false

    finding {
      at      = self.allow_users_to_change_password
      message = "`${self.address}` lets nobody change a password"
      help    = "remove `allow_users_to_change_password = false`"
    }
  }
}
