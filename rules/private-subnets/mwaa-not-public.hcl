# The web server of an Airflow environment shows and starts every workflow with its connections; in public mode it can be reached from the internet and
# only IAM is left in the way. The lesson: private subnets for sensitive services.
#
# Set `webserver_access_mode = "PRIVATE_ONLY"`, which is also what an absent argument means, and reach it through a VPN or a bastion host.

rule "mwaa-not-public" {
  title     = "Airflow web server is public"
  severity  = "warning"
  profile   = "core"
  resources = ["aws_mwaa_environment"]
  references = [
    "https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html",
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/mwaa_environment",
  ]
  equivalent = ["CKV2_AWS_66"]

  condition = aws::default(self, "webserver_access_mode") != "PUBLIC_ONLY"

  finding {
    at      = self.webserver_access_mode
    message = "the web server of `${self.address}` can be reached from the internet"
    help    = "set `webserver_access_mode = \"PRIVATE_ONLY\"`"
  }
}
