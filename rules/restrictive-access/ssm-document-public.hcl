# A document that is shared with all accounts shows the world how machines are run here, and any secret that stands in it.
#
# Name the accounts in `account_ids`.

rule "ssm-document-public" {
  title      = "document of Systems Manager is public"
  severity   = "error"
  profile    = "core"
  resources  = ["aws_ssm_document"]
  references = ["https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html"]
  equivalent = ["CKV_AWS_303"]

  for_each  = self.permissions
  condition = each.key != "account_ids" || !contains(split(",", lower(replace(each.value, " ", ""))), "all")

  finding {
    at      = each.value
    message = "everyone may read and run `${self.address}`"
    help    = "name the accounts in `account_ids`"
  }
}
