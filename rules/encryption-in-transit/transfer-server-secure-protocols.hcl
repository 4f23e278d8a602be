# FTP sends names, passwords and files in plain text. The lesson: encryption in transit for all data.
#
# Leave `FTP` out of `protocols`: SFTP (what a server speaks when nothing is said), FTPS and AS2 encrypt.

rule "transfer-server-secure-protocols" {
  title     = "file server speaks FTP"
  severity  = "error"
  profile   = "core"
  resources = ["aws_transfer_server"]
  references = [
    "https://docs.aws.amazon.com/transfer/latest/userguide/tf-server-endpoint.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/transfer_server",
  ]
  equivalent = ["CKV_AWS_357"]

  for_each  = aws::default(self, "protocols")
  condition = each.value != "FTP"

  finding {
    at      = each.value
    message = "`${self.address}` takes passwords and files over plain FTP"
    help    = "use `\"SFTP\"` or `\"FTPS\"` in place of `\"FTP\"`"
  }
}
