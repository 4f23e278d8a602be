# The security policy of a TLS listener says which protocol versions and ciphers a client may choose. TLS 1.0 and 1.1 are broken and retired
# (RFC 8996); a client, or someone in between, that picks them undoes the encryption in transit of the migration's security practices.
#
# Name a policy that starts at TLS 1.2: AWS recommends `ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09`. When `ssl_policy` is absent,
# Terraform gets `ELBSecurityPolicy-2016-08` from the API, which allows TLS 1.0; only the console has a better default.
#
# Policies with `Ext` in their name start at TLS 1.2 but take ciphers without forward secrecy or with CBC; that is an info.

rule "lb-listener-tls-policy" {
  title     = "listener accepts outdated TLS"
  severity  = "error"
  profile   = "core"
  resources = ["aws_lb_listener", "aws_alb_listener"]
  references = [
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html",
    "https://www.rfc-editor.org/rfc/rfc8996",
  ]
  equivalent = ["CKV_AWS_103", "CKV2_AWS_74", "AWS-0047"]

  locals {
    policy  = tf::default(self.ssl_policy, "ELBSecurityPolicy-2016-08")
    current = can(regex("^ELBSecurityPolicy-(TLS13-1-[23]|FS-1-2|TLS-1-2)-", local.policy))
  }

  when = contains(["HTTPS", "TLS"], upper(tf::default(self.protocol, "none")))

  condition "version" {
    condition = local.current

    finding {
      at = local.policy
      message = (
        tf::is_set(self.ssl_policy)
        ? "`${self.address}` accepts TLS older than 1.2"
        : "`${self.address}` accepts TLS older than 1.2, as no policy is chosen"
      )
      help = "set `ssl_policy = \"ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09\"`"
    }
  }

  condition "ciphers" {
    when      = local.current
    condition = !can(regex("-Ext", local.policy))

    finding {
      at       = local.policy
      severity = "info"
      message  = "`${self.address}` accepts weak ciphers of TLS 1.2"
      help     = "set `ssl_policy = \"ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09\"` unless old clients need the extended list"
    }
  }
}
