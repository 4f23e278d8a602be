# In `monitor` mode a load balancer passes requests on that front end and back end may read differently: the door to request smuggling.
#
# Leave the default (`defensive`), or choose `strictest`.

rule "lb-desync-mitigation" {
  title      = "load balancer passes ambiguous requests on"
  severity   = "warning"
  profile    = "core"
  resources  = ["aws_lb", "aws_alb", "aws_elb"]
  references = ["https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#desync-mitigation-mode"]
  equivalent = ["CKV_AWS_328"]

  condition = aws::default(self, "desync_mitigation_mode") != "monitor"

  finding {
    at      = self.desync_mitigation_mode
    message = "`${self.address}` lets ambiguous requests through"
    help    = "set `desync_mitigation_mode` to \"defensive\" or \"strictest\""
  }
}
