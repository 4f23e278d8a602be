# An entry of the ignore list that covers no resource any more hides the next one that gets such a name.
#
# Remove it.

rule "inventory-ignore-unused" {
  title      = "entry of the ignore list covers nothing"
  severity   = "warning"
  profile    = "strict"
  inventory  = "unused-ignores"
  references = ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"]

  condition = self.used

  finding {
    message = "`${self.arn}` covers nothing that is unmanaged"
    help    = "remove the entry"
  }
}
